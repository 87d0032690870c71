import {parseWritings} from "../tables/times.ts";
import {dayInUtc, type Day} from "./days.ts";
import {Cells, type Grid} from "./grid.ts";
import {decimalSignOf, numberOf} from "./numbers.ts";
import {
  emptyReading,
  holdsAddress,
  hourUnits,
  tagSign,
  type Preset,
  type Reading,
  type ReturnsOptions
} from "./reading.ts";

/** `1:30`, `01:30:00`: hours, minutes, and perhaps seconds, in units of an hour; null where it is none. */
export function unitsOfDuration(text: string): bigint | null {
  const [, hours, minutes, seconds] = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hours === undefined) return null;
  return (BigInt(hours) * 3600n + BigInt(minutes!) * 60n + BigInt(seconds ?? 0)) * (hourUnits / 3600n);
}

/**
 * The days of texts that may be written in any one way: of instants those in the zone, where one is known, else as they are
 * written; `hasInstants`: some depend on the zone. Throws a `UsageError` where the order of day and month is open.
 */
export async function daysOf(
  texts: readonly string[],
  placeOf: (nth: number) => string,
  {dayOrder, zone}: Pick<ReturnsOptions, "dayOrder" | "zone">
): Promise<{days: Map<string, Day>; hasInstants: boolean}> {
  const distinct = [...new Set(texts)];
  const times = await parseWritings(distinct, (nth) => placeOf(texts.indexOf(distinct[nth]!)), {
    zone: "UTC",
    dayOrder
  });
  const days = new Map(
    distinct.map((text, nth) => {
      const {from, date, isInstant} = times[nth]!;
      return [text, isInstant && zone !== null ? zone.dayOf(from) : (date ?? dayInUtc(from))];
    })
  );
  return {days, hasInstants: times.some(({isInstant}) => isInstant)};
}

/** Decimals of two places and whole minutes may be so far apart: a minute and a hundredth of an hour. */
const mostRounded = hourUnits / 60n + hourUnits / 100n;
const absolute = (units: bigint) => (units < 0n ? -units : units);

async function read(
  grid: Grid,
  options: ReturnsOptions,
  what: string,
  download: string,
  duration: readonly string[]
): Promise<Reading> {
  const cells = new Cells(grid, what, [...toggl.signature, ...clockify.signature]);
  const start = cells.need("Start date");
  const clock = cells.need("Start time");
  const end = cells.need("End date");
  const decimal = cells.find("Duration (decimal)");
  const length = decimal ?? cells.need(...duration);
  // A changed cell shows in that the two contradict each other.
  const written = decimal === null ? null : cells.find(...duration);
  const tags = cells.find("Tags");
  const project = options.projectColumn === null ? cells.need("Project") : cells.need(options.projectColumn);
  const reading = emptyReading(what, download, "hours");
  const sign = decimal === null ? null : decimalSignOf(cells, [decimal], () => true);
  const isByTag = project === tags;
  const tagsOf = (record: string[]) =>
    record[project]!.split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "" && !holdsAddress(tag));
  /** The row of each entry, and with tags for projects all of its tags. */
  const seen = new Map<string, string[]>();
  const entryTags = new Map<number, string[]>();
  let repeated = 0;
  let running = 0;
  const rows = grid.rows.flatMap((record, row) => {
    if (record[end] === "" || record[length] === "") {
      running++;
      return [];
    }
    if (record[clock] === "") throw cells.wrong(row, clock, "a time such as 09:00:00");
    // An entry with two tags can stand in two rows, which differ in the tag.
    const key = JSON.stringify(record.filter((_, column) => column !== tags));
    const own = isByTag ? tagsOf(record) : [];
    const known = seen.get(key);
    if (known !== undefined) {
      known.push(...own.filter((tag) => !known.includes(tag)));
      repeated++;
      return [];
    }
    seen.set(key, own);
    entryTags.set(row, own);
    return [row];
  });
  const {days} = await daysOf(
    rows.map((row) => grid.rows[row]![start]!),
    (nth) => `${grid.places[rows[nth]!]}: ${grid.columns[start]}`,
    options
  );
  for (const row of rows) {
    const record = grid.rows[row]!;
    const units =
      decimal === null
        ? unitsOfDuration(record[length]!)
        : (numberOf(cells, row, decimal, sign, 4) ?? 0n) * (hourUnits / 10_000n);
    if (units === null) throw cells.wrong(row, length, "a duration such as 01:30:00");
    const other = written === null ? null : unitsOfDuration(record[written]!);
    if (other !== null && absolute(other - units) > mostRounded)
      throw cells.wrong(row, decimal!, `the same time as ${grid.columns[written!]}`);
    const day = days.get(record[start]!)!;
    const name = isByTag ? entryTags.get(row)!.join(tagSign) : record[project]!;
    reading.costs.push({
      kind: "hours",
      from: day,
      to: day,
      project: name === "" || holdsAddress(name) ? null : name,
      campaign: null,
      amount: units,
      currency: null
    });
  }
  const several = [...entryTags.values()].filter((own) => own.length > 1).length;
  if (several > 0)
    reading.notes.push(
      `${several} entries with several tags: of each the first that is a campaign counts, else the first`
    );
  if (repeated > 0) reading.leftOut.push(`${repeated} rows that repeat an entry for another tag`);
  if (running > 0) reading.leftOut.push(`${running} entries that still run`);
  reading.zone = options.zone;
  reading.dropped.push("names", "emails", "descriptions");
  return reading;
}

/** Hours of Toggl's detailed report. An entry counts on the day it began. */
export const toggl: Preset = {
  what: "Toggl hours",
  signature: [
    "user", "email", "client", "project", "task", "description", "billable", "start date", "start time", "end date",
    "end time", "duration", "tags"
  ], // prettier-ignore
  read: (grid, options) => read(grid, options, "Toggl hours", "toggl", ["Duration"])
};

/** Hours of Clockify's detailed report: one entry can stand once for each tag. */
export const clockify: Preset = {
  what: "Clockify hours",
  signature: [
    "project", "client", "description", "task", "user", "group", "email", "tags", "billable", "start date", "start time",
    "end date", "end time", "duration (h)", "duration (decimal)"
  ], // prettier-ignore
  read: (grid, options) => read(grid, options, "Clockify hours", "clockify", ["Duration (h)"])
};
