import {UsageError, UserError} from "../../src/errors.ts";
import {quote, withDatabase, type Database} from "../../src/duckdb.ts";
import {
  defineWritings,
  endTime,
  firstTime,
  integer,
  isoDay,
  isoTime,
  settleWritings,
  type DayOrder,
  type TimeTrouble,
  type TimeUnit
} from "./writings.ts";

export {dayOrders, timeUnits, type DayOrder, type TimeUnit} from "./writings.ts";

/** How the times of an input are meant where their writing does not say. */
export interface TimeOptions {
  /**
   * What bare integers count. Default, by their size: seconds, milliseconds or microseconds since 1970 where that falls
   * between 2006 and 2100, else steps. Of steps only the order counts; they are stored as seconds after 1970-01-01.
   */
  timeUnit?: TimeUnit;
  /** What the integers count from. Default 1970-01-01. */
  timeOrigin?: Date;
  /**
   * The zone of times without one: a name such as `Europe/Berlin`, or an offset such as `+02:00`. Default: UTC for clock
   * times, and the day anywhere on Earth for bare dates.
   */
  zone?: string;
  /** Default: what the column itself shows, by a part above 12. */
  dayOrder?: DayOrder;
}

/** An instant known to lie between two bounds, both included: equal for a time, a whole day for a bare date. */
export interface TimeSpan {
  from: Date;
  to: Date;
}

/** A day begins first where clocks are 14 hours ahead of UTC (Line Islands, `Pacific/Kiritimati`). */
const hoursAhead = 14;
/** A day ends last where clocks are 12 hours behind UTC (`Etc/GMT+12`). With its own 24 hours it is 50 hours long. */
const hoursBehind = 12;
const dayMs = 86_400_000;
const microsOf: Record<TimeUnit, bigint> = {
  s: 1_000_000n,
  ms: 1000n,
  us: 1n,
  day: 86_400_000_000n,
  step: 1_000_000n
};
/** Integers that tell by their size what they count. */
const tellingUnits = ["s", "ms", "us"] as const;

const offset = /^([+-])(0\d|1[0-4])(?::?([0-5]\d))?$/;

/**
 * SQL of an expression with a name for a part of it, which stands there and is computed once: every query that uses the
 * macros below plans each part as often as it is written.
 */
const once = (part: string, name: string, sql: string) =>
  `list_transform([${part}], lambda ${name}: ${sql})[1]`;

/**
 * Says in a session how times are read. Defines the macros `span_from(text)` and `span_to(text)`: the two bounds of the
 * time in a text that `settleTimes` has been over. They are equal for an instant. A bare date, or an integer that counts
 * days, spans its day: no instant is invented; nor is it for a clock time that a change of clocks makes come twice. Null
 * where the text is no time, or none from 2006-03-21 to 2100, steps aside. Kept to the millisecond, as X's own times are.
 * `bound_from(text)` and `bound_to(text)` are the same without the limit of years. `is_local(text)`: a clock time whose
 * zone is not written. `date_there(from, to)` is the date, as text, on whose day the middle of a span falls in the zone.
 * Throws a `UserError` for a zone that does not exist.
 */
export async function defineSpans(db: Database, options: TimeOptions): Promise<void> {
  const {timeUnit, timeOrigin, dayOrder} = options;
  const isInteger = `regexp_full_match(c, ${quote(integer)})`;
  const isDay = `regexp_full_match(c, ${quote(isoDay)})`;
  const parts = `regexp_extract(c, ${quote(`^(?:${isoTime})$`)}, ['wall', 'seconds', 'zone'])`;
  // A cast wants the seconds of a time that has a zone, and the zone close behind them.
  const wall = "p.wall || case p.seconds when '' then ':00' else p.seconds end";
  const seconds = (time: Date) => BigInt(time.getTime()) / 1000n;
  const bySize = tellingUnits.map((unit) => {
    const perSecond = 1_000_000n / microsOf[unit];
    return `when n >= ${seconds(firstTime) * perSecond} and n < ${seconds(endTime) * perSecond} then make_timestamp(n * ${microsOf[unit]})`;
  });
  const isStep =
    timeUnit === undefined
      ? `${isInteger} and try_cast(c as bigint) < ${seconds(firstTime)}`
      : `${timeUnit === "step"} and ${isInteger}`;
  const origin = BigInt((timeUnit === "step" ? undefined : timeOrigin)?.getTime() ?? 0) * 1000n;
  const counted = (n: string) =>
    `make_timestamp(try_cast(${n}::hugeint * ${microsOf[timeUnit ?? "step"]} + ${origin} as bigint))`;
  const count = "try_cast(c as bigint)";
  const number =
    timeUnit === undefined
      ? once(count, "n", `case ${bySize.join(" ")} when n < ${seconds(firstTime)} then ${counted("n")} end`)
      : counted(count);
  // Days that are counted from a date are dates; from another instant they are 24 hours each.
  const isDated = timeUnit === "day" && (timeOrigin?.getTime() ?? 0) % dayMs === 0;
  const written = (end: "from" | "to") => `case when p.wall = '' then null
    when p.zone = '' then utc_${end}(try_cast(${wall} as timestamp))
    else try_cast(${wall} || p.zone as timestamptz)::timestamp end`;
  const bound = (end: "from" | "to") => `date_trunc('millisecond', case
    when ${isInteger} then ${
      timeUnit !== "day"
        ? number
        : isDated
          ? `day_${end}(${number})`
          : `${number} + interval ${end === "to" ? dayMs - 1 : 0} milliseconds`
    }
    when ${isDay} then day_${end}(try_cast(c as timestamp))
    else ${once(parts, "p", written(end))}
  end)`;
  await db.run(`
    ${await zoneMacros(db, options.zone)};
    create or replace temp macro is_step(c) as ${isStep};
    create or replace temp macro is_local(c) as ${once(parts, "p", "p.wall <> '' and p.zone = ''")};
    create or replace temp macro bound_from(c) as ${bound("from")};
    create or replace temp macro bound_to(c) as ${bound("to")};
    create or replace temp macro span_from(c) as ${once(
      "bound_from(c)",
      "b",
      `case when b < ${timestampSql(endTime)} and (b >= ${timestampSql(firstTime)} or is_step(c)) then b end`
    )};
    create or replace temp macro span_to(c) as case when span_from(c) is not null then bound_to(c) end`);
  await defineWritings(db, {timeUnit, dayOrder});
}

/**
 * The macros `utc_from(t)` and `utc_to(t)`, the first and last instant at which clocks show `t`, `day_from(d)` and
 * `day_to(d)`, those of the day that begins at `d`, and `date_there(from, to)`.
 */
async function zoneMacros(db: Database, zone: string | undefined): Promise<string> {
  const dateThere = (clockAt: (instant: string) => string) => `
    create or replace temp macro date_there(t_from, t_to) as
      strftime(${clockAt("(t_from + (t_to - t_from) / 2)::timestamp")}, '%Y-%m-%d');`;
  const macros = (utcFrom: string, utcTo: string, clockAt: (instant: string) => string) => `
    ${dateThere(clockAt)}
    create or replace temp macro utc_from(t) as ${utcFrom};
    create or replace temp macro utc_to(t) as ${utcTo};
    create or replace temp macro day_from(d) as utc_from(d);
    create or replace temp macro day_to(d) as utc_to(d + interval 1 day) - interval 1 millisecond`;
  if (zone === undefined)
    return `${dateThere((instant) => instant)}
      create or replace temp macro utc_from(t) as t;
      create or replace temp macro utc_to(t) as t;
      create or replace temp macro day_from(d) as d - interval ${hoursAhead} hours;
      create or replace temp macro day_to(d) as d + interval ${24 + hoursBehind} hours - interval 1 millisecond`;
  const [, sign, hours, minutes] = offset.exec(/^(Z|UTC|GMT)$/i.test(zone) ? "+00:00" : zone) ?? [];
  if (sign !== undefined) {
    const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
    const back = `t - interval (${ahead}) minutes`;
    return macros(back, back, (instant) => `${instant} + interval (${ahead}) minutes`);
  }
  // Short names are left out: CST is a zone in Chicago, in Havana and in Shanghai.
  const [known] = await db.rows<{name: string}>(
    `select name from pg_timezone_names() where lower(name) = lower(${quote(zone)}) and contains(name, '/') limit 1`
  );
  if (!known)
    throw new UserError(
      `--zone ${zone}: not a zone: write a name such as America/New_York, or an offset such as -05:00`
    );
  // Clocks that go back show an hour twice, which ICU reads as one of the two.
  const name = quote(known.name);
  const instant = `timezone(${name}, t)::timestamp`;
  const twin = (hours: number) => `${instant} + interval (${hours}) hours`;
  const orTwin = (twin: string) =>
    `case when timezone(${name}, (${twin})::timestamptz) = t then ${twin} else ${instant} end`;
  return macros(
    orTwin(twin(-1)),
    orTwin(twin(1)),
    (instant) => `timezone(${name}, timezone('UTC', ${instant}))`
  );
}

/**
 * Goes over a column of texts: every writing of a time that can mean one thing only becomes the one that the macros of
 * `defineSpans` read. Returns the first writing that is no time, could be two, or does not stand beside the others, and
 * what to say of it; null where all are times. Leaves the view `settled_times`, see `settleWritings`.
 */
export async function settleTimes(
  db: Database,
  table: string,
  column: string,
  options: {areMidnightsDays?: boolean} = {}
): Promise<TimeTrouble | null> {
  const trouble = await settleWritings(db, table, column, options);
  if (trouble) return trouble;
  const [bad] = await db.rows<{text: string; early: boolean}>(`
    select text, coalesce(bound_from(text) < ${timestampSql(firstTime)}, false) as early
    from settled_times where span_from(text) is null order by text limit 1`);
  if (!bad) return null;
  return bad.early ? {kind: "early", text: bad.text} : {kind: "none", text: bad.text};
}

/** What to say of a writing in a table that cannot be taken as a time. */
export function troubleLine(trouble: TimeTrouble): string {
  switch (trouble.kind) {
    case "order":
      return "can mean two dates: give --day-first or --month-first";
    case "contradiction":
      return `and ${JSON.stringify(trouble.other)} put day and month in different places: write all dates one way, best as 2025-01-31`;
    case "against-flag":
      return `is not a date with --${trouble.other}: give the other flag, or fix it in the file`;
    case "day-number":
      return "looks like a spreadsheet's day number: format the column as dates (2025-01-31 17:00) and save it again";
    case "day-number-or-step":
      return "looks like a spreadsheet's day number: format the column as dates (2025-01-31) and save it again, or give --time-unit step if the numbers only give an order";
    case "step-beside-dates":
      return `is a bare number beside dates such as ${JSON.stringify(trouble.other)}: write every time as a date, or give --time-unit`;
    case "early":
      return "is before 2006-03-21, when X began: fix the date, or give --time-unit and --time-origin for integers";
    case "none":
      return "is not a time: write ISO times (2024-05-03T14:00:00Z), or give --time-unit for integers";
  }
}

/** What goes with a trouble that only a person can settle, by a flag, or by another file. */
export const troubleError = ({kind}: TimeTrouble) =>
  kind === "order" || kind === "against-flag" ? UsageError : UserError;

/** Reads a time given as a flag, as a time in a table is read; `flag` names it in the message. Throws a `UserError`. */
export async function parseTime(text: string, flag: string, options: TimeOptions = {}): Promise<TimeSpan> {
  const [span] = await parseTimes([text], () => `${flag} ${text}`, options);
  return span!;
}

/** Reads a flag that must be a date and no step, as `parseTime` does otherwise. Throws a `UserError`. */
export const parseDate = async (text: string, flag: string, options: TimeOptions = {}): Promise<TimeSpan> =>
  spanOf(await readDate(text, flag, options));

/** The same, and whether its zone is written. */
export async function readDate(text: string, flag: string, options: TimeOptions = {}): Promise<ReadTime> {
  const [read] = await readTimes([text], () => `${flag} ${text}`, options);
  if (read!.to >= firstTime) return read!;
  throw new UserError(`${flag} ${text}: a bare number, not a date: write 2024-05-03T14:00:00Z`);
}

/**
 * Reads times that belong together, such as those in the names of several files, as the times of one column are read: one
 * of them may show the order of day and month for all. `placeOf` names one in the message. Throws a `UserError`.
 */
export const parseTimes = async (
  texts: readonly string[],
  placeOf: (nth: number) => string,
  options: TimeOptions = {}
): Promise<TimeSpan[]> => (await readTimes(texts, placeOf, options)).map(spanOf);

const spanOf = ({from, to}: TimeSpan): TimeSpan => ({from, to});

/** A time, and whether it is a clock time whose zone is not written. */
export interface ReadTime extends TimeSpan {
  isLocal: boolean;
}

/** Reads times as `parseTimes` does, and says of which the zone is not written. */
export async function readTimes(
  texts: readonly string[],
  placeOf: (nth: number) => string,
  options: TimeOptions = {}
): Promise<ReadTime[]> {
  // The same flag is read again for every file of an import.
  const key = texts.length === 1 ? JSON.stringify([texts, options]) : null;
  const known = key === null ? undefined : timesRead.get(key);
  if (known !== undefined)
    return known.map(({from, to, isLocal}) => ({from: new Date(from), to: new Date(to), isLocal}));
  const times = (await parseWritings(texts, placeOf, options)).map(({from, to, isLocal}) => ({
    from,
    to,
    isLocal
  }));
  if (key !== null)
    timesRead.set(
      key,
      times.map(({from, to, isLocal}) => ({from: from.getTime(), to: to.getTime(), isLocal}))
    );
  return times;
}

const timesRead = new Map<string, {from: number; to: number; isLocal: boolean}[]>();

/** A time, and what of it was written: its date, null of a number; and whether it says by itself when it was, wherever. */
export interface WrittenTime extends ReadTime {
  date: string | null;
  isInstant: boolean;
}

/** Reads times as `parseTimes` does, and says how they were written. */
export async function parseWritings(
  texts: readonly string[],
  placeOf: (nth: number) => string,
  options: TimeOptions = {}
): Promise<WrittenTime[]> {
  if (texts.length === 0) return [];
  return withDatabase(async (db) => {
    await defineSpans(db, options);
    const rows = texts.map((text, nth) => `(${nth}, ${quote(text.trim())})`);
    await db.run(`create temp table given as from (values ${rows.join(", ")}) t(nth, c)`);
    const trouble = await settleTimes(db, "given", "c");
    if (trouble) {
      const [bad] = await db.rows<{nth: number}>(
        `select nth from given where c = ${quote(trouble.text)} order by nth limit 1`
      );
      const line =
        trouble.kind === "none"
          ? "not a time: write 2024-05-03 or 2024-05-03T14:00:00Z, or the data's own integer"
          : troubleLine(trouble);
      throw new (troubleError(trouble))(`${placeOf(bad!.nth)}: ${line}`);
    }
    return db.rows<{from: Date; to: Date; date: string | null; isInstant: boolean; isLocal: boolean}>(`
      select span_from(c) as "from", span_to(c) as "to", nullif(regexp_extract(c, ${quote(`^${isoDay}`)}), '') as date,
        is_local(c) as "isLocal", not is_local(c) and not regexp_full_match(c, ${quote(isoDay)}) as "isInstant"
      from given order by nth`);
  });
}

/**
 * Reads what integer times count from, of whatever year; a bare date is its midnight, in the zone where one is given.
 * Throws a `UserError`.
 */
export async function parseOrigin(text: string, flag: string, options: TimeOptions = {}): Promise<Date> {
  return withDatabase(async (db) => {
    await defineSpans(db, {...options, timeUnit: "step"});
    await db.run(`create temp table given as select ${quote(text.trim())} as c`);
    const trouble = await settleWritings(db, "given", "c");
    if (trouble) throw new UserError(`${flag} ${text}: ${troubleLine(trouble)}`);
    // Days are counted on the calendar, whatever the zone.
    const midnight =
      options.zone === undefined || options.timeUnit === "day" ? "c::timestamp" : "bound_from(c)";
    const [origin] = await db.rows<{at: Date | null}>(`
      select case when regexp_full_match(c, ${quote(isoDay)}) and try_cast(c as date) is not null then ${midnight}
        when regexp_full_match(c, ${quote(isoTime)}) then bound_from(c) end as at from given`);
    if (!origin?.at)
      throw new UserError(`${flag} ${text}: not a date: write 2024-05-03 or 2024-05-03T14:00:00Z`);
    return origin.at;
  });
}

/** A time as a SQL literal. */
export const timestampSql = (time: Date) => `timestamp ${quote(time.toISOString().slice(0, -1))}`;

/** What to say of clock times in columns of the table `source` whose zone nobody gave; nothing where there are none. */
export async function zoneRemarks(
  db: Database,
  columns: readonly string[],
  {zone}: TimeOptions
): Promise<string[]> {
  if (zone !== undefined || columns.length === 0) return [];
  // Of times that differ in their digits alone, one shows how all are written.
  const shown = columns.map(
    (name) =>
      `select any_value("${name}") as c from source group by translate("${name}", '0123456789', '0000000000')`
  );
  const found = await db.rows(`select 1 from (${shown.join(" union all ")}) where is_local(c) limit 1`);
  return found.length > 0
    ? ["clock times without a zone taken as UTC (--zone America/New_York, if they are of New York)"]
    : [];
}
