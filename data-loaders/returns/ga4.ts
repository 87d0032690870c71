import {UserError} from "../../src/errors.ts";
import {dayOfText, type Day} from "./days.ts";
import {Cells, refuseRepeated, type Grid} from "./grid.ts";
import {countOf} from "./numbers.ts";
import {codeIn, emptyReading, type Preset, type Reading, type ReturnsOptions} from "./reading.ts";

const compactDay = (text: string): Day | null =>
  /^\d{8}$/.test(text) ? dayOfText(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) : null;

const make =
  "in Google Analytics make Explore > Free form with the rows Date and Session campaign and the value Sessions, export it as CSV and give that";

export const reportWithoutDays = `a report of Google Analytics 4 without days, which says only sums: ${make}`;

/** Days that a comment line names: `# 20260901-20260930`. */
function rangeAbove(above: readonly string[]): Reading["range"] {
  for (const line of above) {
    const [, first, last] = /^#\s*(\d{8})\s*-\s*(\d{8})\s*$/.exec(line) ?? [];
    const [from, to] = [compactDay(first ?? ""), compactDay(last ?? "")];
    if (from !== null && to !== null && from <= to) return {from, to};
  }
  return null;
}

/** What Google counts of a row; whatever stands before says what it is of. */
const figures = [
  "sessions", "key events", "total users", "active users", "engaged sessions", "new users", "event count", "views",
  "conversions", "total revenue"
]; // prettier-ignore

/** Sessions by day and campaign, of a free-form exploration. Its totals row has one cell more than the header. */
export const ga4: Preset = {
  what: "Google Analytics 4",
  isRagged: true,
  signature: [
    "date", "session campaign", "session source / medium", "session source", "session medium", "session manual ad content",
    "sessions", "key events", "total users", "active users", "engaged sessions"
  ], // prettier-ignore
  read(grid: Grid, options: ReturnsOptions): Reading {
    const cells = new Cells(grid, "a table of Google Analytics 4", ga4.signature);
    const date = cells.find("Date");
    const hasDays = grid.rows.some((record) => record.some((cell) => compactDay(cell) !== null));
    if (date === null && !hasDays) throw new UserError(`${grid.path}: ${reportWithoutDays}`);
    if (date === null)
      throw new UserError(
        `${grid.path}: an exploration of Google Analytics 4 whose columns are not in English, or without Date: looked for Date, Session campaign, Sessions: set the language to English and export it again`
      );
    const visits = cells.need("Sessions");
    const campaign = cells.find("Session campaign", "Session manual campaign name");
    const content = cells.find("Session manual ad content");
    if (campaign === null && content === null) cells.need("Session campaign", "Session manual ad content");
    const reading = emptyReading("an exploration of Google Analytics 4", "ga4-exploration", "visits");
    let sum = 0;
    let total: number | null = null;
    // The cells before the first figure say what a row is of.
    const firstFigure = Math.min(
      ...figures.flatMap((name) => cells.find(name) ?? []).filter((column) => column > date)
    );
    const said = grid.columns.flatMap((_, column) => (column < firstFigure ? [column] : []));
    refuseRepeated(grid, said);
    for (const [row, record] of grid.rows.entries()) {
      const isTotal = record.length > grid.columns.length || said.every((column) => record[column] === "");
      const count = countOf(cells, row, visits);
      if (count === null) throw cells.wrong(row, visits, "a whole number");
      if (isTotal) {
        total = count;
        continue;
      }
      const day = compactDay(record[date]!);
      if (day === null) throw cells.wrong(row, date, "a day such as 20260915");
      sum += count;
      const code = codeIn(
        [
          ["utm_campaign", campaign === null ? undefined : record[campaign]],
          ["utm_content", content === null ? undefined : record[content]]
        ],
        options
      );
      reading.visits.push({...code, day, visits: count, visitors: null});
    }
    if (total !== null) reading.leftOut.push("the totals row");
    if (total !== null && total > 0 && sum === 0)
      throw new UserError(
        `${grid.path}: its totals row says ${total.toLocaleString("en-US")} visits, and no row says of which day: the file is cut short: export it again`
      );
    if (total !== null && total !== sum)
      reading.notes.push(
        `its totals row says ${total.toLocaleString("en-US")} visits, its rows ${sum.toLocaleString("en-US")}: ${total > sum ? "Google withholds small rows, or rows are missing" : "Google estimates both"}`
      );
    // A table without rows was cut short: Google writes at least its totals.
    reading.range = grid.rows.length > 0 ? rangeAbove(grid.above) : null;
    reading.zone = options.zone;
    return reading;
  }
};
