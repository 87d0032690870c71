import {UserError} from "../../src/errors.ts";
import {quote, withDatabase, type Database} from "../../src/duckdb.ts";

export const timeUnits = ["s", "ms", "us", "day", "step"] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** How bare integers in a time column are meant. */
export interface TimeOptions {
  /** Default `step`: only the order counts, stored as that many seconds after 1970-01-01. */
  timeUnit?: TimeUnit;
  /** What the integers count from. Default 1970-01-01. */
  timeOrigin?: Date;
}

/** An instant known to lie between two bounds, both included: equal for a time, a whole day for a bare date. */
export interface TimeSpan {
  from: Date;
  to: Date;
}

const micros: Record<TimeUnit, bigint> = {
  s: 1_000_000n,
  ms: 1000n,
  us: 1n,
  day: 86_400_000_000n,
  step: 1_000_000n
};
/** What four digits can say. */
const lastYear = 9999;
const restOfDay = 24 * 3600 * 1000 - 1;

/** `2024-05-03 14:00`, `2024-05-03T14:00Z`, `2024-05-03T14:00:00.5 +02:00`: without a zone it is UTC. */
const isoTime = String.raw`(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)?`;
const isoDay = String.raw`\d{4}-\d{2}-\d{2}`;
const xTime = String.raw`\w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}`;

/**
 * Defines the macros `span_from(text)` and `span_to(text)`: the two bounds of the time in a text. They are equal for an
 * instant. A bare date, or an integer that counts days, spans its day: no instant is invented. Null where the text is
 * no time, or none between 1900 and 2100. Kept to the millisecond, as X's own times are. `moment_of(text)` is the first
 * bound without the limit of years.
 */
export async function defineSpans(db: Database, {timeUnit = "step", timeOrigin}: TimeOptions): Promise<void> {
  const origin = BigInt((timeUnit === "step" ? undefined : timeOrigin)?.getTime() ?? 0) * 1000n;
  const isInteger = `regexp_full_match(c, '-?\\d{1,18}')`;
  const isDay = `regexp_full_match(c, ${quote(isoDay)})` + (timeUnit === "day" ? ` or ${isInteger}` : "");
  // A cast wants the seconds of a time that has a zone, and the zone close behind them.
  const secondsOf = `coalesce(nullif(regexp_extract(c, ${quote(isoTime)}, 2), ''), ':00')`;
  const castable = `regexp_extract(c, ${quote(isoTime)}, 1) || ${secondsOf} || regexp_extract(c, ${quote(isoTime)}, 3)`;
  await db.run(`
    create or replace temp macro moment_of(c) as date_trunc('millisecond', case
      when ${isInteger} then make_timestamp(try_cast(c::hugeint * ${micros[timeUnit]} + ${origin} as bigint))
      when regexp_full_match(c, ${quote(isoDay)}) then try_cast(c as timestamp)
      when regexp_full_match(c, ${quote(isoTime)}) then coalesce(try_cast(c as timestamptz), try_cast(${castable} as timestamptz))::timestamp
      when regexp_full_match(c, ${quote(xTime)}) then try_strptime(c, '%a %b %d %H:%M:%S %z %Y')::timestamp
    end);
    create or replace temp macro within(t) as case when t >= timestamp '1900-01-01' and t < timestamp '2100-01-01' then t end;
    create or replace temp macro span_from(c) as within(moment_of(c));
    create or replace temp macro rest_of(c) as
      case when ${isDay} then interval ${restOfDay} milliseconds else interval 0 seconds end;
    create or replace temp macro span_to(c) as span_from(c) + rest_of(c)`);
}

/** Reads a time given as a flag, as a time in a table is read; `flag` names it in the message. Throws a `UserError`. */
export async function parseTime(text: string, flag: string, options: TimeOptions = {}): Promise<TimeSpan> {
  const [span] = await withDatabase(async (db) => {
    await defineSpans(db, options);
    return db.rows<{from: Date | null; to: Date}>(`
      select moment_of(c) as "from", moment_of(c) + rest_of(c) as "to" from (select ${quote(text)} as c)`);
  });
  if (!span?.from || span.from.getUTCFullYear() > lastYear) {
    throw new UserError(
      `${flag} ${text}: not a time: write 2024-05-03 or 2024-05-03T14:00:00Z, or the data's own integer`
    );
  }
  return {from: span.from, to: span.to};
}

/** A time as a SQL literal. */
export const timestampSql = (time: Date) => `timestamp ${quote(time.toISOString().slice(0, -1))}`;
