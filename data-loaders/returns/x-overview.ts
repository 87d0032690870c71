import {basename} from "node:path";
import {UserError} from "../../src/errors.ts";
import {plural} from "../../src/words.ts";
import {daysFrom, dayInUtc, zoneOf, type Day} from "./days.ts";
import {Cells, namesOf, type Grid} from "./grid.ts";
import {daysOf} from "./hours.ts";
import {countOf} from "./numbers.ts";
import {emptyReading, type DayCounts, type Preset, type Reading, type ReturnsOptions} from "./reading.ts";

/** X's columns have kept their order, whatever the language of their names. */
const overviewColumns = 14;
const positions = {date: 0, impressions: 1, newFollows: 6, unfollows: 7, profileVisits: 10, postsCreated: 11};
type Figure = keyof typeof positions;
const figures = Object.keys(positions) as Figure[];

/**
 * What X calls these columns in English, German, French, Spanish, Portuguese, Russian and Japanese, in small letters, after
 * the texts of its web client of July 2025.
 */
const names: Record<Figure, readonly string[]> = {
  date: ["date", "datum", "fecha", "data", "дата", "日付"],
  impressions: ["impressions", "impresiones", "impressões", "показы", "インプレッション数"],
  newFollows: [
    "new follows", "neue follower*innen", "nouveaux abonnés", "nuevos seguidores", "novos seguidores",
    "новые читатели", "新しいフォロー"
  ],
  unfollows: [
    "unfollows", "entfolgungen", "désabonnements", "dejar de seguir", "deixar de seguir", "потерянные читатели",
    "フォロー解除"
  ],
  profileVisits: [
    "profile visits", "profilbesuche", "visites du profil", "visitas del perfil", "visitas ao perfil",
    "посещения профиля", "プロフィールへのアクセス数"
  ],
  postsCreated: ["create post"]
}; // prettier-ignore

const weekdayDate = /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat), [A-Z][a-z]{2} \d{1,2}, \d{4}$/;
const wholeNumber = /^\d{1,15}$/;

/** A table of so many columns, a weekday's date and whole numbers, is X's overview, even if X has changed its columns. */
export const fewestOverviewColumns = 10;

/** Whether a table is X's account overview, by what stands in its columns: in any language. */
export const isXOverview = (header: readonly string[], first: readonly string[] | undefined): boolean =>
  header.length >= fewestOverviewColumns &&
  first?.length === header.length &&
  (weekdayDate.test(first[0]!.trim()) ||
    names.unfollows.includes((header[positions.unfollows] ?? "").trim().toLowerCase())) &&
  first.slice(1).every((cell) => wholeNumber.test(cell.trim()));

/** The name of the account in the name of a file of the generation before: `account_overview_analytics_examplebrand.csv`. */
const nameInFile = /^account_overview_analytics_(\w{1,15}?)(?: ?\(\d+\))?\.csv$/i;

/**
 * Where each figure stands: by the names that are known; of a table with X's number of columns, else by the order. Throws a
 * `UserError` where the two contradict each other, or a column that is needed is nowhere.
 */
function placesOf(cells: Cells, grid: Grid): {at: Record<Figure, number | null>; isByOrder: boolean} {
  const named = Object.fromEntries(figures.map((figure) => [figure, cells.find(...names[figure])])) as Record<
    Figure,
    number | null
  >;
  const isWhole = grid.columns.length === overviewColumns;
  const unknown = figures.filter((figure) => named[figure] === null);
  if (unknown.length > 0 && isWhole) {
    const moved = figures.find((figure) => named[figure] !== null && named[figure] !== positions[figure]);
    if (moved === undefined)
      return {at: positions, isByOrder: named.newFollows === null || named.unfollows === null};
  }
  const isStrange = figures.every((figure) => named[figure] === null || figure === "date");
  if (isStrange)
    throw new UserError(
      `${grid.path}: X's account overview with ${grid.columns.length} columns where ${overviewColumns} are expected, in a language that is not known: set X to English and download it again`
    );
  for (const figure of ["date", "newFollows", "unfollows"] as const)
    if (named[figure] === null) cells.need(names[figure][0]!);
  return {at: named, isByOrder: false};
}

/** What X counted of the account day by day: new follows, unfollows, profile visits, impressions and posts. */
export const xOverview: Preset = {
  what: "X's account overview",
  signature: [
    "date", "impressions", "likes", "engagements", "bookmarks", "shares", "new follows", "unfollows", "replies", "reposts",
    "profile visits", "create post", "video views", "media views"
  ], // prettier-ignore
  async read(grid: Grid, options: ReturnsOptions): Promise<Reading> {
    if (/^post_overview_analytics/i.test(basename(grid.path)))
      throw new UserError(
        `${grid.path}: X's analytics of one post by day, not of the account: on X choose Analytics, Overview and download that`
      );
    const cells = new Cells(grid, "X's account overview", [
      ...xOverview.signature,
      ...Object.values(names).flat()
    ]);
    const {at, isByOrder} = placesOf(cells, grid);
    const reading = emptyReading("X's account overview", "x-overview", "counts");
    reading.zone = zoneOf("UTC");
    [, reading.owner = null] = nameInFile.exec(basename(grid.path))?.map((part) => part.toLowerCase()) ?? [];
    const dates = grid.rows.map((record) => record[at.date!]!);
    const {days} = await daysOf(
      dates,
      (nth) => `${grid.places[nth]}: ${namesOf([grid.columns[at.date!]!], xOverview.signature)}`,
      {...options, zone: reading.zone}
    );
    const count = (row: number, figure: Figure) =>
      at[figure] === null ? null : countOf(cells, row, at[figure]);
    for (const [row, date] of dates.entries()) {
      const day = days.get(date)!;
      reading.counts.push({
        day,
        newFollows: count(row, "newFollows"),
        unfollows: count(row, "unfollows"),
        profileVisits: count(row, "profileVisits"),
        impressions: count(row, "impressions"),
        postsCreated: count(row, "postsCreated")
      });
    }
    settleDays(reading, grid);
    const unsaid = reading.counts.filter(
      ({newFollows, unfollows}) => newFollows === null || unfollows === null
    );
    if (unsaid.length > 0)
      reading.notes.push(
        `${plural(unsaid.length, "day")} without a number of follows or unfollows, over which nothing is concluded`
      );
    if (isByOrder)
      reading.notes.push("its columns are in a language that is not known and are read by their order");
    return reading;
  }
};

/** The range of a file of days, and how many in between it lacks. Throws a `UserError` where a day stands twice. */
export function settleDays(reading: Reading, grid: Grid): void {
  const seen = new Set<Day>();
  for (const [row, {day}] of reading.counts.entries()) {
    if (seen.has(day))
      throw new UserError(
        `${grid.places[row]}: a day stands twice in the file, as in two downloads put together: give each as a file of its own`
      );
    if (day > dayInUtc(new Date()))
      throw new UserError(`${grid.places[row]}: a day in the future: download the file from X again`);
    seen.add(day);
  }
  const days = [...seen].sort();
  if (days.length === 0) return;
  const [from, to] = [days[0]!, days.at(-1)!];
  reading.range = {from, to};
  const missing = daysFrom(from, to) + 1 - days.length;
  if (missing > 0)
    reading.notes.push(`${plural(missing, "day")} in between are not in the file and stay unknown`);
}

/** The counts of some days, added up: null where the file does not say. */
export function sumOf(counts: readonly DayCounts[], figure: Exclude<keyof DayCounts, "day">): number | null {
  const known = counts.flatMap((one) => one[figure] ?? []);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
}
