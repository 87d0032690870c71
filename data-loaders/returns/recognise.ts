import {open} from "node:fs/promises";
import {constants, gunzipSync} from "node:zlib";
import {parse} from "csv-parse/sync";
import {ga4, reportWithoutDays} from "./ga4.ts";
import {headerOf, splitAbove} from "./grid.ts";
import {clockify, toggl} from "./hours.ts";
import {lineOfOtherForm} from "./other-forms.ts";
import {plausibleEvents, plausibleName, plausibleSources} from "./plausible.ts";
import type {Preset} from "./reading.ts";
import {gumroad, shopify, stripe} from "./shops.ts";
import {isXContent, xContent} from "./x-content.ts";
import {xOldDays, xOldPosts} from "./x-oldest.ts";
import {fewestOverviewColumns, isXOverview, xOverview} from "./x-overview.ts";

/** What a file of visits, sales, sign-ups, hours or clicks is, by its content. */
export type Recognised =
  | {kind: "preset"; preset: Preset}
  | {kind: "plausible zip"}
  /** A file that is known and cannot be read: why, and what to give. */
  | {kind: "other"; line: string}
  /** A file that is known and holds nothing that is needed: what it is, and what to give instead. */
  | {kind: "unneeded"; line: string};

const presets = [
  plausibleSources,
  plausibleEvents,
  shopify,
  stripe,
  gumroad,
  toggl,
  clockify,
  xContent,
  xOverview,
  xOldPosts,
  xOldDays,
  ga4
];
/** So many columns of its signature make a table one of a kind, also where others were renamed or are missing. */
const fewestColumns = 5;
const fewestOf = new Map<Preset, number>([
  [plausibleEvents, 5],
  [ga4, 3]
]);

/** No such table has fewer columns. */
const fewestCells = 3;

const headBytes = 2 ** 16;
/** Below so many lines of titles a table is looked for. */
const mostTitles = 8;

/** Finds out what a file is; null where it is none of these kinds. `names` are those of a zip's entries. */
export async function recognise(path: string, names: readonly string[] | null): Promise<Recognised | null> {
  if (names !== null) return recogniseZip(names);
  return recogniseText(await headOf(path));
}

function recogniseZip(names: readonly string[]): Recognised | null {
  if (names.some((name) => plausibleName.test(name))) return {kind: "plausible zip"};
  const bare = new Set(names.map((name) => name.replace(/^.*[/\\]/, "")));
  if (["events.csv", "pages.csv", "referrers.csv"].every((name) => bare.has(name)))
    return {
      kind: "other",
      line: "Umami's export, which has sums without days: bring visits by day and code by --table visits"
    };
  if (!bare.has("visitors.csv") || !bare.has("sources.csv")) return null;
  return {
    kind: "other",
    line: "Plausible's dashboard export, which has sums without days: in Plausible choose Site settings > Imports & exports > Export data, and give that zip"
  };
}

/** The same for the beginning of a text. */
export function recogniseText(text: string): Recognised | null {
  if (isCountLog(text))
    return {
      kind: "unneeded",
      line: "a log of how many followers there were, which names no one: nothing of it is stored: lists of followers show who came and left, and X's account overview (Analytics, Overview, Download) how many new follows and unfollows there were a day"
    };
  if (isOfVideos(text))
    return {
      kind: "unneeded",
      line: "X's analytics of videos, which no figure needs: X's account overview (Analytics, Overview, Download) has new follows and unfollows a day"
    };
  if (!/[,;\t|]/.test(text) || /^\s*[<[{]/.test(text)) return null;
  const {above, table} = splitAbove(text);
  const isOfGoogle =
    above.some((line) => /^#\s*20\d{6}\s*-\s*20\d{6}\s*$/.test(line)) ||
    above.filter((line) => /^#.*\b20\d{6}\b/.test(line)).length >= 2;
  // A report has its tables below each other, each with its own days.
  if (isOfGoogle && (/^"?Nth day\b/im.test(table) || /^"?#.*\b20\d{6}\b/m.test(table)))
    return {kind: "other", line: reportWithoutDays};
  if (isOfGoogle) return {kind: "preset", preset: ga4};
  const found = recogniseTable(table);
  if (found !== null) return found;
  // Somebody may have written a title above the table.
  const lines = table.split(/\r\n|\r|\n/, mostTitles + 1);
  const cellsOf = (line: string) => line.split(/[,;\t|]/).length;
  for (let nth = 1; nth < lines.length; nth++) {
    // A title has fewer cells than the table; rows of a list all have the same.
    if (cellsOf(lines[nth]!) <= cellsOf(lines[0]!)) continue;
    const below = recogniseTable(lines.slice(nth).join("\n"));
    if (below?.kind === "other") return below;
    if (below?.kind === "preset")
      return {
        kind: "other",
        line: `${below.preset.what}, but ${nth === 1 ? "a line stands" : `${nth} lines stand`} above the names of its columns: export it again, or delete what stands above them`
      };
  }
  return null;
}

/** The same for a text whose first line names columns. */
function recogniseTable(table: string): Recognised | null {
  // Most lists of people have one column or two: their files are many, and need no reader of CSV.
  const [firstLine] = table.split(/\r?\n/, 1) as [string];
  if (firstLine.split(/[,;\t|]/, fewestCells).length < fewestCells) return null;
  const {columns, delimiter} = headerOf(table);
  if (columns.length < fewestCells) return null;
  const names = columns.map((name) => name.replaceAll(/\s+/g, " ").toLowerCase());
  const other = lineOfOtherForm(names);
  if (other !== null) return {kind: "other", line: other};
  if (columns.length >= fewestOverviewColumns) {
    const first = firstRow(table, delimiter);
    if (isXContent(columns, first)) return {kind: "preset", preset: xContent};
    if (isXOverview(columns, first)) return {kind: "preset", preset: xOverview};
  }
  const header = new Set(names);
  const [best] = presets
    .map((preset) => ({preset, count: preset.signature.filter((name) => header.has(name)).length}))
    .filter(({preset, count}) => count >= (fewestOf.get(preset) ?? fewestColumns))
    .sort((a, b) => b.count - a.count);
  return best === undefined ? null : {kind: "preset", preset: best.preset};
}

/** So many lines at the beginning of a file say whether it is a log of counts. */
const mostLogLines = 50;
const logDates =
  /^(date|day|time|timestamp|datetime|created_at|recorded_at|checked_at|datum|fecha|data|日付)$/i;
const logCounts = /^(followers?|followers?[ _]counts?|count|フォロワー数?)$/i;
const logOthers =
  /^(following|friends|posts|tweets|listed|change|diff|delta|net|gain|growth|(followers?|following)[ _](increase|change|diff|delta|gain|growth))$/i;
const logDate = /^\d{10}(\d{3})?$|^"?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][\d:.+Z-]*)?"?$/;
/** From one row to the next an account's number of followers changes by less than this factor; ids differ by more. */
const mostChange = 2;

/**
 * Whether a text is a log of an account's number of followers, a date a row: its columns are a date, a count and what goes
 * with it, no date comes twice, and the counts are near each other. Ids of people are not.
 */
function isCountLog(text: string): boolean {
  const lines = text.split(/\r\n|\r|\n/, mostLogLines).filter((line) => line.trim() !== "");
  const [header = "", ...rows] = lines;
  const cut = (line: string) => line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const columns = cut(header);
  const date = columns.findIndex((name) => logDates.test(name));
  const count = columns.findIndex((name) => logCounts.test(name));
  const isKnown = columns.every((name, at) => at === date || at === count || logOthers.test(name));
  if (date < 0 || count < 0 || !isKnown || rows.length === 0) return false;
  // The first of many bytes may end within a line.
  const whole = rows.length >= mostLogLines - 1 ? rows.slice(0, -1) : rows;
  const cells = whole.map(cut);
  if (!cells.every((row) => logDate.test(row[date] ?? "") && /^\d{1,9}$/.test(row[count] ?? "")))
    return false;
  if (new Set(cells.map((row) => row[date])).size < cells.length) return false;
  const counts = cells.map((row) => Number(row[count]) + 1);
  return counts.every((n, at) => at === 0 || Math.max(n / counts[at - 1]!, counts[at - 1]! / n) < mostChange);
}

/** X's file of videos is two tables: a title, then a row a day; a title, then a row a video. */
const isOfVideos = (text: string): boolean =>
  /^[^,\n]*\r?\n"?date"?,[^\n]*\bwatch time\b/i.test(text.replace(/^(\s*\r?\n)+/, ""));

function firstRow(table: string, delimiter: string): string[] | undefined {
  try {
    const rows = parse(table, {delimiter, from: 2, to: 2, relax_column_count: true}) as string[][];
    return rows[0];
  } catch {
    return undefined;
  }
}

/** The first bytes of a file, also of one that is zipped with gzip. */
function unpacked(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    return gunzipSync(head, {finishFlush: constants.Z_SYNC_FLUSH}).subarray(0, headBytes);
  } catch {
    return Buffer.alloc(0);
  }
}

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = unpacked(buffer.subarray(0, bytesRead));
    const encoding =
      head[0] === 0xff && head[1] === 0xfe
        ? "utf-16le"
        : head[0] === 0xfe && head[1] === 0xff
          ? "utf-16be"
          : "utf-8";
    return new TextDecoder(encoding).decode(head).replace(/^\uFEFF/, "");
  } finally {
    await file.close();
  }
}
