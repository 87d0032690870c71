import {quote, type Database} from "../../src/duckdb.ts";

export const timeUnits = ["s", "ms", "us", "day", "step"] as const;
export type TimeUnit = (typeof timeUnits)[number];

/** How a date of three numbers is meant: 5/1/2025 is 5 January where the day comes first, 1 May where the month does. */
export const dayOrders = ["day-first", "month-first"] as const;
export type DayOrder = (typeof dayOrders)[number];

/** Why a writing is not taken as a time. `other` is what it does not agree with: another writing, or a flag. */
export interface TimeTrouble {
  kind:
    | "order"
    | "contradiction"
    | "against-flag"
    | "day-number"
    | "day-number-or-step"
    | "step-beside-dates"
    | "early"
    | "none";
  text: string;
  other?: string;
}

/** Nobody followed anybody before X's first post; see `is_date` in src/models/prelude.sql. */
export const firstTime = new Date("2006-03-21T00:00:00Z");
/** The end of the years in which a number is taken for a time. */
export const endTime = new Date("2100-01-01T00:00:00Z");

/** `2024-05-03 14:00`, `2024-05-03T14:00Z`, `2024-05-03T14:00:00.5 +02:00`. */
export const isoTime = String.raw`(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)?`;
export const isoDay = String.raw`\d{4}-\d{2}-\d{2}`;
/** A midnight whose zone is not written, or a bare date. */
const dateOrMidnight = String.raw`(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0{1,9})?)?)?`;
export const integer = String.raw`-?\d{1,18}`;

/** Spreadsheets count days from 1899-12-30 (leap-day error included): these are 2006-03-21 and 2099-12-31. */
const dayNumbers = {first: 38_797, last: 73_050};
const fractionalNumber = String.raw`\d{5}\.\d+`;
const epochWithFraction = String.raw`\d{10}\.\d{1,9}`;

const month =
  "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const weekday =
  "(?:(Mon(?:day)?|Tue(?:s|sday)?|Wed(?:nesday)?|Thu(?:r|rs|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)[,.]? )?";
const clock = String.raw`(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(?: ?([ap])\.?m\.?)?`;
const zone = String.raw` ?((?:Z|UTC|GMT|UT)?(?:[+-](?:0\d|1[0-5])(?::?[0-5]\d)?)?)`;
const tail = `(?:(?:T|,? at |, ?| ?· ?| |_)${clock}${zone})?`;
const cutNames = ["w", "y", "m", "d", "a", "b", "h", "mi", "s", "f", "ap", "z"];
const clockNames = ["h", "mi", "s", "f", "ap", "z"];

/** Writings of a date and perhaps a time of day, which begin with the date; the names are those of the groups. */
const forms: Record<string, {pattern: string; names: string[]}> = {
  yearFirst: {
    pattern: String.raw`(\d{4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,2})\.?${tail}`,
    names: ["y", "m", "d", ...clockNames]
  },
  compact: {
    pattern: String.raw`(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})${zone})?`,
    names: ["y", "m", "d", "h", "mi", "s", "z"]
  },
  yearAndName: {
    pattern: String.raw`(\d{4})[ -]${month}[ -](\d{1,2})${tail}`,
    names: ["y", "m", "d", ...clockNames]
  },
  dayFirst: {
    pattern: String.raw`${weekday}(\d{1,2})(?:st|nd|rd|th)?\.?[ -]?(?:of )?${month}\.?,?[ -]?(\d{4})${tail}`,
    names: ["w", "d", "m", "y", ...clockNames]
  },
  monthFirst: {
    pattern: String.raw`${weekday}${month}\.?[ -](\d{1,2})(?:st|nd|rd|th)?(?:, ?| |-)(\d{4})${tail}`,
    names: ["w", "m", "d", "y", ...clockNames]
  },
  numbers: {
    pattern: String.raw`${weekday}(\d{1,2})[-/.] ?(\d{1,2})[-/.] ?(\d{4}|\d{2})${tail}`,
    names: ["w", "a", "b", "y", ...clockNames]
  }
};

/**
 * Brings a text to a form that begins with the date: one kind of space, no zone's name after its offset, the year of
 * `Wed Oct 10 20:19:24 +0000 2018` and the clock of `5:00 PM · Jan 5, 2025` in their place, 2025年1月5日 as 2025-1-5.
 */
const turns: [pattern: string, by: string][] = [
  [String.raw`[\s\x{00a0}\x{2009}\x{202f}]+`, " "],
  [String.raw`(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日`, String.raw`\1-\2-\3`],
  [String.raw`((?:[+-]\d{2}:?\d{2})|Z|UTC|GMT) ?(?:\([^)]*\)|\[[^\]]*\])$`, String.raw`\1`],
  [
    String.raw`^(\w{3},? \w{3} \d{1,2}) (\d{1,2}:\d{2}:\d{2}(?: (?:[+-]\d{4}|UTC|GMT))?) (\d{4})$`,
    String.raw`\1 \3 \2`
  ],
  [
    String.raw`(?i)^(\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)(?: ?[·,-] ?| on | )(\D.*|\d{1,2}[ ./-].*|\d{4}[/-].*)$`,
    String.raw`\2 \1`
  ]
];

const isInteger = `regexp_full_match(c, ${quote(integer)})`;
/** Digits of 20250105 and of 20250105080000. */
const hasDateLength = "(length(c) in (8, 14) and c not like '-%')";
/** Too small for seconds since 1970 that fall after X began, or of a length that no such count has. */
const isStepLike = `n is not null and (n < ${firstTime.getTime() / 1000} or ${hasDateLength})`;

const turned = turns.reduce(
  (sql, [pattern, by]) => `regexp_replace(${sql}, ${quote(pattern)}, ${quote(by)}, 'g')`,
  "c"
);
const cuts = Object.entries(forms).map(
  ([form, {pattern, names}]) => `select c, '${form}' as form,
    unnest(regexp_extract(t, ${quote(`(?i)^${pattern}$`)}, [${names.map(quote).join(", ")}]))
    from turned where regexp_full_match(t, ${quote(`(?i)${pattern}`)})`
);
const monthNumber = `case when regexp_full_match(m, '\\d+') then m::integer
  else (instr('janfebmaraprmayjunjulaugsepoctnovdec', lower(left(m, 3))) + 2) // 3 end`;

/** The parts of every writing that is no ISO time, as numbers where they are, its month too where it has a name. */
const cutsSql = `
  with turned as (select c, ${turned} as t from texts where not is_plain and (n is null or ${hasDateLength})),
  parts as (
    select ${["c", "form", ...cutNames].map((name) => `null::varchar as ${name}`).join(", ")} where false
    union all by name ${cuts.join(" union all by name ")}
  )
  select c, form, w, y, case when m is not null then ${monthNumber} end as m, try_cast(d as integer) as d,
    try_cast(a as integer) as a, try_cast(b as integer) as b, coalesce(h, '') as h, coalesce(mi, '') as mi,
    coalesce(s, '') as s, coalesce(f, '') as f, lower(coalesce(ap, '')) as ap, upper(coalesce(z, '')) as z
  from parts`;

/** The same for a column that has no such writing. */
const noCutsSql = "select null::varchar as c, null::varchar as form, '' as y, 0 as m, 0 as d limit 0";

/** The writings that are dates, each as ISO. */
function settledSql(order: DayOrder, numbers: {compact: boolean; isEpoch: boolean}): string {
  // An hour alone needs its half of the day; 13 PM is nothing.
  const hour = `case when ap = '' then try_cast(h as integer)
    when try_cast(h as integer) between 1 and 12 then h::integer % 12 + case when ap = 'p' then 12 else 0 end end`;
  const [month, day] = order === "day-first" ? ["b", "a"] : ["a", "b"];
  const epoch = "make_timestamp((c::decimal(28, 9) * 1000000)::bigint)::varchar || 'Z'";
  return `
    with dates as (
      select *, case when length(y) = 2 then 2000 else 0 end + y::integer as year,
        coalesce(m, ${month}) as month, coalesce(d, ${day}) as day, ${hour} as hour
      from cuts where form <> 'compact' or ${numbers.compact} or not ${isInteger}
    ),
    isos as (
      select c, w, h, hour, mi, ap, printf('%04d-%02d-%02d', year, month, day) as date,
        printf(' %02d:', hour) || coalesce(nullif(mi, ''), '00') || ':' || coalesce(nullif(s, ''), '00')
          || case when f = '' then '' else '.' || f end
          || case when z in ('Z', 'UTC', 'GMT', 'UT') then 'Z' else regexp_replace(z, '^(UTC|GMT|UT|Z)', '') end as clock
      from dates
    )
    select c, date || case when h = '' then '' else clock end as iso
    from isos
    where try_cast(date as date) is not null
      and (coalesce(w, '') = '' or lower(left(w, 3)) = lower(strftime(try_cast(date as date), '%a')))
      and (h = '' or (hour between 0 and 23 and (mi <> '' or ap <> '')))
    union all
    select c, ${epoch} from texts where ${numbers.isEpoch} and regexp_full_match(c, ${quote(epochWithFraction)})`;
}

/** Keeps in a session what `settleWritings` has to know: how integers count and how dates of three numbers are meant. */
export async function defineWritings(
  db: Database,
  {timeUnit, dayOrder}: {timeUnit?: TimeUnit; dayOrder?: DayOrder}
): Promise<void> {
  const literal = (text: string | undefined) => (text === undefined ? "null::varchar" : quote(text));
  await db.run(`create or replace temp macro time_unit() as ${literal(timeUnit)};
    create or replace temp macro day_order() as ${literal(dayOrder)}`);
}

/**
 * Goes over a column of texts and writes every time in it that can mean one thing only as ISO. Returns the first writing
 * that needs a person's word, else null; what is no time at all stays as it is. Works on the distinct texts, which are
 * few in a long table of lists. With `areMidnightsDays`, times that are all midnights become dates. Leaves the temporary view `settled_times`: each `text` that the column now has, in how
 * many `rows`, and the `first` and the `last` of them as `rowid`.
 */
export async function settleWritings(
  db: Database,
  table: string,
  column: string,
  {areMidnightsDays = false}: {areMidnightsDays?: boolean} = {}
): Promise<TimeTrouble | null> {
  await db.run(`create or replace temp table texts as
    select c, regexp_full_match(c, ${quote(isoTime)}) or regexp_full_match(c, ${quote(isoDay)}) as is_plain,
      case when ${isInteger} then try_cast(c as bigint) end as n, rows, first, last
    from (
      select "${column}" as c, count(*) as rows, min(rowid) as first, max(rowid) as last
      from "${table}" where "${column}" is not null group by c
    )`);
  const [facts] = await db.rows<{others: bigint}>(
    `select count(*) filter (where not is_plain and (n is null or ${hasDateLength})) as others from texts`
  );
  const others = facts!.others > 0n;
  await db.run(`create or replace temp table cuts as ${others ? cutsSql : noCutsSql}`);
  const order = others ? await orderOf(db) : "day-first";
  if (typeof order === "object") return order;
  const numbers = await readNumbers(db);
  if ("kind" in numbers) return numbers;
  const settled = others
    ? settledSql(order, numbers)
    : "select null::varchar as c, null::varchar as iso limit 0";
  await db.run(`create or replace temp table settled as ${settled}`);
  const hasDays = areMidnightsDays && (await settleMidnights(db));
  await db.run(`
    create or replace temp view settled_times as
    select coalesce(s.iso, t.c) as text, sum(t.rows)::bigint as rows, min(t.first) as first, max(t.last) as last
    from texts t left join settled s on s.c = t.c
    group by coalesce(s.iso, t.c)`);
  const beside = await stepBesideDates(db);
  if (beside) return beside;
  if (others || hasDays)
    await db.run(
      `update "${table}" set "${column}" = settled.iso from settled where "${table}"."${column}" = settled.c`
    );
  return null;
}

/**
 * Where every time of a column is a midnight without a zone, they are the dates that a spreadsheet or a database writes so:
 * makes them bare ones. Whether it did.
 */
async function settleMidnights(db: Database): Promise<boolean> {
  const text = "coalesce(s.iso, t.c)";
  const [found] = await db.rows<{all: boolean | null; any: boolean | null}>(`
    select bool_and(regexp_full_match(${text}, ${quote(dateOrMidnight)})) as "all", bool_or(length(${text}) > 10) as "any"
    from texts t left join settled s on s.c = t.c`);
  if (found!.all !== true || found!.any !== true) return false;
  await db.run(`create or replace temp table settled as
    select t.c, left(${text}, 10) as iso from texts t left join settled s on s.c = t.c`);
  return true;
}

/**
 * Which of the two numbers before the year is the day: as the flag says, else as a part above 12 shows it in a column
 * where nothing speaks against it. A year of two digits shows nothing when it stands last: 13/1/25 may begin with it.
 */
async function orderOf(db: Database): Promise<DayOrder | TimeTrouble> {
  const [seen] = await db.rows<{
    flag: DayOrder | null;
    dayFirst: string | null;
    monthFirst: string | null;
    either: string | null;
    short: string | null;
  }>(`select day_order() as flag,
    min(c) filter (where a > 12 and length(y) = 4) as "dayFirst", min(c) filter (where a <= 12 and b > 12) as "monthFirst",
    min(c) filter (where a <= 12 and b <= 12 and (a <> b or length(y) = 2)) as either,
    min(c) filter (where length(y) = 2 and b <= 12) as short
    from cuts where form = 'numbers'`);
  const {flag, dayFirst, monthFirst, either, short} = seen!;
  if (flag) {
    const against = flag === "day-first" ? monthFirst : dayFirst;
    return against ? {kind: "against-flag", text: against, other: flag} : flag;
  }
  if (dayFirst && monthFirst) return {kind: "contradiction", text: monthFirst, other: dayFirst};
  if (dayFirst && !short) return "day-first";
  if (monthFirst && !short) return "month-first";
  if (monthFirst && short) {
    const [year] = await db.rows<{c: string | null}>(
      "select min(c) as c from cuts where form = 'numbers' and length(y) = 2 and a > 12"
    );
    return year!.c === null ? "month-first" : {kind: "order", text: year!.c};
  }
  const unknown = either ?? short;
  return unknown ? {kind: "order", text: unknown} : "day-first";
}

/**
 * What the bare numbers of a column are, where no flag says it. Whole numbers of eight digits are dates (20250105) where
 * all are; where most are, the others are no times. At least half of them among a spreadsheet's day numbers, they are taken for those.
 */
async function readNumbers(db: Database): Promise<TimeTrouble | {compact: boolean; isEpoch: boolean}> {
  const [facts] = await db.rows<{
    unit: string | null;
    steps: bigint;
    compact: bigint;
    days: bigint;
    day: string | null;
    fraction: string | null;
    other: string | null;
  }>(`
    with compact as (
      select c from cuts where form = 'compact' and y::integer between 2006 and 2099
        and try_cast(printf('%04d-%02d-%02d', y::integer, m, d) as date) is not null
        and c in (select c from texts where n is not null)
    )
    select time_unit() as unit, count(*) filter (where ${isStepLike}) as steps, (select count(*) from compact) as compact,
    min(c) filter (where ${isStepLike} and c not in (select c from compact)) as other,
    count(*) filter (where n between ${dayNumbers.first} and ${dayNumbers.last}) as days,
    min(c) filter (where n between ${dayNumbers.first} and ${dayNumbers.last}) as day,
    min(c) filter (where regexp_full_match(c, ${quote(fractionalNumber)})
      and try_cast(c as double) between ${dayNumbers.first} and ${dayNumbers.last + 1}) as fraction
    from texts`);
  const {unit, steps, compact, days, day, fraction, other} = facts!;
  const isEpoch = unit === null || unit === "s";
  if (unit !== null) return {compact: false, isEpoch};
  if (fraction) return {kind: "day-number", text: fraction};
  if (days > 0n && days * 2n >= steps) return {kind: "day-number-or-step", text: day!};
  // One that is no date among many that are would make all of them steps, of 1970.
  if (other !== null && compact * 2n > steps) return {kind: "none", text: other};
  return {compact: compact > 0n && compact === steps, isEpoch};
}

/** Bare steps give an order only, dates a time: they cannot stand in one column. */
async function stepBesideDates(db: Database): Promise<TimeTrouble | null> {
  const [facts] = await db.rows<{step: string | null; dated: string | null}>(`
    select min(t.c) filter (where is_step(t.c) and s.c is null) as step,
      min(t.c) filter (where (t.is_plain or s.c is not null or t.n is not null) and not (is_step(t.c) and s.c is null)) as dated
    from texts t left join settled s on s.c = t.c`);
  const {step, dated} = facts!;
  return step !== null && dated !== null ? {kind: "step-beside-dates", text: step, other: dated} : null;
}
