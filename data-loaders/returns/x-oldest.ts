import {basename} from "node:path";
import {dayOfText, plusDays, timestampOf, type Day} from "./days.ts";
import {Cells, type Grid} from "./grid.ts";
import {countOf} from "./numbers.ts";
import {emptyReading, type Preset, type Reading} from "./reading.ts";
import {readPosts} from "./x-content.ts";
import {settleDays} from "./x-overview.ts";

/** `tweet_activity_metrics_examplebrand_20210601_20210629_en.csv`, with `daily_` before it where its rows are days. */
const fileName = /^(?:daily_)?tweet_activity_metrics_(\w{1,15})_(\d{8})_(\d{8})_/i;

const dayOfDigits = (digits: string): Day | null =>
  dayOfText(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`);

const ownerOf = (path: string) => fileName.exec(basename(path))?.[1]?.toLowerCase() ?? null;

const decimals = /\.0+$/;
const shared = [
  "impressions",
  "engagements",
  "engagement rate",
  "retweets",
  "user profile clicks",
  "url clicks",
  "follows"
];

/** What X counted of each post, of files until about 2024: totals at the time of the download, never to be added. */
export const xOldPosts: Preset = {
  what: "X's analytics of posts, as they were until 2024",
  signature: ["tweet id", "tweet permalink", "tweet text", "time", ...shared],
  columns: [
    "tweet id",
    "tweet permalink",
    "time",
    "impressions",
    "url clicks",
    "follows",
    "user profile clicks"
  ],
  read(grid: Grid): Reading {
    const cells = new Cells(grid, xOldPosts.what, xOldPosts.signature);
    const at = {
      post: cells.need("tweet id"),
      link: cells.need("tweet permalink"),
      impressions: cells.need("impressions"),
      urlClicks: cells.need("url clicks"),
      newFollows: cells.need("follows"),
      profileVisits: cells.need("user profile clicks")
    };
    const reading = emptyReading(xOldPosts.what, "x-content", "clicks");
    // For years these files wrote counts as "1938.0".
    for (const record of grid.rows)
      for (const name of ["impressions", "urlClicks", "newFollows", "profileVisits"] as const)
        record[at[name]] = record[at[name]]!.replace(decimals, "");
    readPosts(reading, cells, at);
    return reading;
  }
};

/** When such a file was made at the earliest, as its name says: its last day, which need not be in it. */
export function lastDayOfOldName(path: string, madeAfter: Date | null): Date | null {
  const last = dayOfDigits(fileName.exec(basename(path))?.[3] ?? "");
  if (last === null) return null;
  const begin = timestampOf(last);
  return madeAfter !== null && madeAfter >= begin ? timestampOf(plusDays(last, 1)) : begin;
}

/**
 * What X counted of all posts day by day, of files until about 2024. Their follows are those that came by posts of the day
 * and their clicks on the profile those on posts: neither is what the account got that day, so neither is kept.
 */
export const xOldDays: Preset = {
  what: "X's analytics by day, as they were until 2024",
  signature: ["date", "tweets published", ...shared],
  columns: ["date", "tweets published", "impressions"],
  read(grid: Grid): Reading {
    const cells = new Cells(grid, xOldDays.what, xOldDays.signature);
    const [date, published, impressions] = [
      cells.need("date"),
      cells.need("tweets published"),
      cells.need("impressions")
    ];
    const reading = emptyReading(xOldDays.what, "x-daily-posts", "counts");
    for (const [row, record] of grid.rows.entries()) {
      for (const column of [published, impressions]) record[column] = record[column]!.replace(decimals, "");
      const day = dayOfText(record[date]!);
      if (day === null) throw cells.wrong(row, date, "a day such as 2021-08-01");
      reading.counts.push({
        day,
        newFollows: null,
        unfollows: null,
        profileVisits: null,
        impressions: countOf(cells, row, impressions),
        postsCreated: countOf(cells, row, published)
      });
    }
    settleDays(reading, grid);
    reading.owner = ownerOf(grid.path);
    reading.dropped.push("follows and clicks, which are those of single posts");
    return reading;
  }
};
