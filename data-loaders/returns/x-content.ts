import {basename} from "node:path";
import {UserError} from "../../src/errors.ts";
import {dayInUtc, dayOfText, plusDays, timestampOf} from "./days.ts";
import {Cells, type Grid} from "./grid.ts";
import {countOf} from "./numbers.ts";
import {emptyReading, type PostReading, type Preset, type Reading} from "./reading.ts";

/** X's columns have kept their order through both generations, whatever the language of their names. */
const columns = {post: 0, date: 1, link: 3, impressions: 4, newFollows: 9, profileVisits: 12, urlClicks: 14};
const contentColumns = 17;
const names = {
  post: "post id",
  urlClicks: "url clicks",
  impressions: "impressions",
  newFollows: "new follows"
};
const postId = /^\d{15,19}$/;

/** Whether a table is X's, of posts: by the number of its columns and what stands in them. */
export const isXContent = (header: readonly string[], first: readonly string[] | undefined): boolean =>
  header.length === contentColumns &&
  first !== undefined &&
  (postId.test(first[columns.post] ?? "") || /^\d(\.\d+)?E\+\d+$/i.test(first[columns.post] ?? "")) &&
  /\/status\/\d/.test(first[columns.link] ?? "");

/** When a post was written, by its id: milliseconds since X's own beginning of time stand above the lowest 22 bits. */
export const timeOfPost = (id: string): Date => new Date(Number(BigInt(id) >> 22n) + 1_288_834_974_657);

/** The last day of the range in the file's name: `account_analytics_content_2026-09-01_2026-09-30.csv`. */
export function lastDayOfName(path: string): Date | null {
  const [, , last] = /(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})/.exec(basename(path)) ?? [];
  const day = dayOfText(last ?? "");
  return day === null ? null : timestampOf(plusDays(day, 1));
}

const roundedShare = 0.5;
const fewestPosts = 3;

/** Where a table of posts holds what is kept of it. */
type PostColumns = Record<Exclude<keyof PostReading, "post"> | "post" | "link", number>;

/**
 * Puts every post of a table into a reading, and whose they are. Throws a `UserError` where a post has no id or stands twice,
 * a spreadsheet has rounded ids, or posts are of several accounts.
 */
export function readPosts(reading: Reading, cells: Cells, at: PostColumns): void {
  const {grid} = cells;
  const rounded = (place: string) =>
    new UserError(
      `${place}: a spreadsheet has rounded the ids of posts: download the file from X again, and do not save it with a spreadsheet`
    );
  const seen = new Set<string>();
  const owners = new Set<string>();
  for (const [row, record] of grid.rows.entries()) {
    const id = record[at.post]!;
    if (!postId.test(id))
      throw /E\+/i.test(id) ? rounded(grid.places[row]!) : cells.wrong(row, at.post, "the id of a post");
    if (seen.has(id))
      throw new UserError(
        `${grid.places[row]}: a post stands twice in the file, as in two downloads put together: give each as a file of its own`
      );
    seen.add(id);
    const written = timeOfPost(id);
    if (reading.madeAfter === null || written > reading.madeAfter) reading.madeAfter = written;
    const owner = /\.com\/(\w{1,15})\/status\//i.exec(record[at.link] ?? "")?.[1];
    if (owner !== undefined) owners.add(owner.toLowerCase());
    reading.posts.push({
      post: id,
      impressions: countOf(cells, row, at.impressions),
      urlClicks: countOf(cells, row, at.urlClicks),
      newFollows: countOf(cells, row, at.newFollows),
      profileVisits: countOf(cells, row, at.profileVisits)
    });
  }
  const zeros = reading.posts.filter(({post}) => post.endsWith("000")).length;
  if (reading.posts.length >= fewestPosts && zeros >= roundedShare * reading.posts.length)
    throw rounded(grid.path);
  if (owners.size > 1)
    throw new UserError(
      `${grid.path}: posts of ${owners.size} accounts: download the file of each account from X and give it with its --account`
    );
  [reading.owner = null] = [...owners];
  const days = reading.posts.map(({post}) => dayInUtc(timeOfPost(post))).sort();
  reading.range = days.length === 0 ? null : {from: days[0]!, to: days.at(-1)!};
  reading.dropped.push("texts of posts");
}

/** What X counted of each post: totals at the time of the download, never to be added. */
export const xContent: Preset = {
  what: "X's analytics of posts",
  signature: [
    "post id", "post text", "post link", "link", "impressions", "likes", "engagements", "bookmarks", "shares", "share",
    "new follows", "replies", "reposts", "profile visits", "detail expands", "url clicks", "hashtag clicks",
    "permalink clicks"
  ], // prettier-ignore
  read(grid: Grid): Reading {
    const cells = new Cells(grid, "X's analytics of posts", xContent.signature);
    // These names are translated in every language; those of clicks were not for a time.
    const isEnglish = cells.find("Post id", "Post text", "New follows", "Profile visits") !== null;
    const at = {...columns};
    if (isEnglish) {
      for (const [key, name] of Object.entries(names)) at[key as keyof typeof names] = cells.need(name);
      at.profileVisits = cells.need("profile visits");
    } else if (grid.columns.length !== contentColumns)
      throw new UserError(
        `${grid.path}: X's analytics of posts with ${grid.columns.length} columns where ${contentColumns} are expected: download it from X again`
      );
    const reading = emptyReading("X's analytics of posts", "x-content", "clicks");
    readPosts(reading, cells, at);
    if (!isEnglish) reading.notes.push("its columns are not in English and are read by their order");
    return reading;
  }
};
