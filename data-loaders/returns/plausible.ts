import {dayOfText, type Day} from "./days.ts";
import {Cells, refuseRepeated, type Grid} from "./grid.ts";
import {countOf} from "./numbers.ts";
import {codeIn, emptyReading, noCode, type Preset, type Reading, type ReturnsOptions} from "./reading.ts";

/** `imported_sources_20260901_20260930.csv`: the table and its days. */
export const plausibleName = /(?:^|[/\\ ])imported_([a-z_]+)_(\d{8})_(\d{8})(?: ?\(\d+\))?\.csv$/;

const dayOfDigits = (text: string): Day | null =>
  dayOfText(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`);

/** The days that the name of a table says it holds. */
export function rangeOfName(name: string): Reading["range"] {
  const [, , first, last] = plausibleName.exec(name) ?? [];
  const [from, to] = [dayOfDigits(first ?? ""), dayOfDigits(last ?? "")];
  return from !== null && to !== null && from <= to ? {from, to} : null;
}

function dayIn(cells: Cells, row: number, column: number): Day {
  const day = dayOfText(cells.grid.rows[row]![column]!);
  if (day === null) throw cells.wrong(row, column, "a day such as 2026-09-15");
  return day;
}

/** What rows are of: without one of these two rows may be alike. */
const sourceColumns = [
  "date", "source", "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"
]; // prettier-ignore
const eventColumns = ["date", "name", "link_url", "path"];

function refuseRepeatedBy(cells: Cells, names: readonly string[]): void {
  const columns = names.flatMap((name) => cells.find(name) ?? []);
  if (columns.length === names.length) refuseRepeated(cells.grid, columns);
}

/** Visits by day and source, of Plausible's full export: a row a day and combination of values. */
export const plausibleSources: Preset = {
  what: "Plausible's full export",
  signature: [
    "date", "source", "referrer", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "pageviews",
    "visitors", "visits"
  ], // prettier-ignore
  read(grid: Grid, options: ReturnsOptions): Reading {
    const cells = new Cells(grid, "Plausible's sources", plausibleSources.signature);
    const date = cells.need("date");
    const visits = cells.need("visits");
    const visitors = cells.find("visitors");
    const campaign = cells.need("utm_campaign");
    const content = cells.need("utm_content");
    const reading = emptyReading("Plausible's full export", "plausible-sources", "visits");
    refuseRepeatedBy(cells, sourceColumns);
    for (const [row, record] of grid.rows.entries()) {
      const count = countOf(cells, row, visits);
      if (count === null) throw cells.wrong(row, visits, "a whole number");
      const code = codeIn([["utm_campaign", record[campaign]], ["utm_content", record[content]]], options); // prettier-ignore
      reading.visits.push({
        ...code,
        day: dayIn(cells, row, date),
        visits: count,
        visitors: visitors === null ? null : countOf(cells, row, visitors)
      });
    }
    reading.range = rangeOfName(grid.path);
    reading.zone = options.zone;
    reading.dropped.push("referrers and their addresses");
    return reading;
  }
};

/** Sign-ups by day, of Plausible's custom events: one event counts, the one that `--signup-event` names. */
export const plausibleEvents: Preset = {
  what: "Plausible's custom events",
  signature: ["date", "name", "link_url", "path", "visitors", "events"],
  read(grid: Grid, options: ReturnsOptions): Reading {
    const cells = new Cells(grid, "Plausible's custom events", plausibleEvents.signature);
    const date = cells.need("date");
    const name = cells.need("name");
    const events = cells.need("events");
    const reading = emptyReading("Plausible's custom events", "plausible-events", "signups");
    refuseRepeatedBy(cells, eventColumns);
    for (const [row, record] of grid.rows.entries()) {
      const count = countOf(cells, row, events);
      if (count === null) throw cells.wrong(row, events, "a whole number");
      const day = dayIn(cells, row, date);
      if (record[name] !== options.signupEvent) continue;
      reading.sales.push({
        kind: "signup", order: null, detail: "", day, code: noCode, orders: count, currency: null, amount: null, refunded: null
      }); // prettier-ignore
    }
    reading.range = rangeOfName(grid.path);
    reading.zone = options.zone;
    reading.dropped.push("addresses of pages and links");
    return reading;
  }
};
