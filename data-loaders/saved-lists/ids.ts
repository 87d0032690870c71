import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {plainNameSql, standInSql} from "../../src/names/stand-in.ts";
import {floatIds, spreadsheetIds} from "../tables/columns.ts";
import {written} from "../tables/ids-of-names.ts";
import type {NoiseKind, People} from "./people.ts";
import {digitsOfDate, isDigitsOfDate} from "./signs.ts";

export type PersonKind = "ids" | "names";

const idInAddress = written.idInAddress("person");
const nameInAddress = written.nameInAddress("person");
const isDigits = written.isDigits("person");
/** The same, where `number` is what a plain text gives as one: the pattern is costly, and numbers as written need none. */
const isDigitsFast = `case when number is not null then number >= 0 else ${isDigits} end`;
const isPlainName = written.isPlainName("person");
const isAddress = written.isAddress("person");
/** `1.79E+18`, `="179…"`: what spreadsheets make of ids. */
const isRounded = `regexp_full_match(person, ${quote(spreadsheetIds.rounded.pattern)})`;
const isFormula = `regexp_full_match(person, ${quote(spreadsheetIds.formula.pattern)})`;
const counts = ["followers_count", "following_count", "posts_count", "listed_count"] as const;

const isLong = `user_id >= ${spreadsheetIds.longId}`;
const isSparse = `user_id >= ${floatIds.from}`;
const isFloat = floatIds.isSql("user_id");
const isEnding = `${isLong} and user_id % 1000 = 0`;
const areFloats = (floats: bigint, sparse: bigint) => floatIds.are(Number(floats), Number(sparse));

/**
 * Gives the table of people its `user_id`: digits as written, or the id in an address. Refuses by name what is none, and
 * what a spreadsheet has rounded. Of people who are named it keeps the name as `person_name`, and a stand-in as the id.
 */
export async function keepIds(
  db: Database,
  path: string,
  people: People,
  {kind, takenAt}: {kind?: PersonKind; takenAt?: string}
): Promise<void> {
  const {table} = people;
  const arePlain = kind !== "names" && (await keepPlain(db, people));
  const headers = arePlain ? [] : await keepAll(db, path, people, kind);
  const first = async (condition: string) => {
    const [found] = await db.rows<{text: string | bigint | null; nth: bigint}>(
      `select ${arePlain ? "user_id" : "coalesce(person, user_id::varchar)"} as text, rowid + 1 as nth from ${table} where ${condition} order by rowid limit 1`
    );
    return {value: JSON.stringify(String(found!.text ?? "").slice(0, 60)), nth: Number(found!.nth)};
  };
  const [counted] = await db.rows<
    Record<"rows" | "filled" | "digits" | "others" | "long" | "ending" | "sparse" | "floats", bigint> & {
      least: bigint | null;
    }
  >(`
    select count(*) as rows, ${arePlain ? "count(*)" : "count(*) filter (where is_filled)"} as filled, count(user_id) as digits,
      min(user_id) as least, ${arePlain ? "0::bigint" : "count(person)"} as others, count(*) filter (where ${isLong}) as long,
      count(*) filter (where ${isEnding}) as ending,
      count(*) filter (where ${isSparse}) as sparse, count(*) filter (where ${isSparse} and ${isFloat}) as floats
    from ${table}`);
  const {rows, filled, digits, least, others, long, ending, sparse, floats} = counted!;
  if (rows === 0n) throw new UserError(`${path}: it holds no people: export it again`);
  await refuseLostDigits(db, path, table, first, {
    isEnding:
      spreadsheetIds.areRounded(Number(ending), Number(long)) ||
      spreadsheetIds.arePartlyRounded(Number(ending), Number(long)),
    isFloats: areFloats(floats, sparse)
  });
  await refuseSwapped(db, path, people);
  if (digits + others < filled)
    throw new UserError(
      `${path}: row ${(await first("is_filled and user_id is null and person is null")).nth}: too large for an id: check the column`
    );
  if (least !== null && least <= 1n) await refuseNumbering(db, path, table, digits, least);
  if (least !== null && least < earlyId && people.isOfIds && people.roles.has("name") && kind !== "ids")
    await refuseRowNumbers(db, path, table, digits);
  if (least === rows - 1n && kind !== "ids") await refuseCount(db, path, table, rows);
  if (people.column === undefined && digits > 1n) {
    if (least !== null && least < earlyId) await refuseCountingLines(db, path, table, rows);
    if (kind !== "ids") await refuseDate(db, path, table);
  }
  if (people.isOfNames && digits > 0n && kind !== "ids")
    throw new UsageError(
      `${path}: its column of names holds digits alone, such as ${(await first("user_id is not null")).value}: give --ids if they are ids, or --names if they are names`
    );
  if (digits < rows)
    people.hasNames = await checkOthers(db, path, people, {rows, filled, digits}, first, kind);
  if (people.hasNames && kind !== "names") await refuseSum(db, path, table);
  if (people.hasNames && people.isOfIds && kind !== "names")
    throw new UsageError(
      `${path}: its column ${people.column} should hold ids and holds names, such as ${(await first(`${isPlainName}`)).value}: name the column with ids by --user-column, or give --names`
    );
  if (others > 0n) {
    await db.run(`update ${table} set user_id = try_cast(${idInAddress} as bigint) where user_id is null`);
    if (people.hasNames)
      await db.run(`
        alter table ${table} add column person_name varchar;
        update ${table} set person_name = ${plainNameSql(`coalesce(nullif(${nameInAddress}, ''), person)`)}
        where user_id is null and not (${isAddress} and ${nameInAddress} = '');
        update ${table} set user_id = ${standInSql("person_name")} where person_name is not null`);
    const lost = await db.rows(`select 1 from ${table} where user_id is null limit 1`);
    if (lost.length > 0)
      throw new UserError(`${path}: an address in it holds a number too large for an id: check the file`);
  }
  const isDated = people.roles.has("taken") && takenAt === undefined;
  if (headers.length > 0 && !(isDated && (await isApartByTime(db, table, headers))))
    await refuseListsByHeader(db, path, table, headers);
  if (arePlain) return;
  await db.run(`alter table ${table} drop column person; alter table ${table} drop column is_filled;
    alter table ${table} drop column noise`);
}

const rolesSql = ({roles}: People) => [...roles].map((role) => `, "${role}"`).join("");

/** What the reading of a row says that is no number as numbers are written. */
const notPlain = "followback: a row that is no plain number";

/**
 * Makes the table of people where each row holds a number as numbers are written, which is the rule; returns whether it
 * could. Columns for other texts would hold nothing then, and cost a fifth of the reading of many million rows.
 */
async function keepPlain(db: Database, people: People): Promise<boolean> {
  const isPlain = people.dropped ? "number >= 0 and noise is null" : "number >= 0";
  try {
    await db.run(`
      create or replace temp table ${people.table} as
      select case when ${isPlain} then number else error(${quote(notPlain)}) end as user_id${rolesSql(people)}
      from ${people.table}_read`);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes(notPlain)) return false;
    throw error;
  }
}

/** Makes the table of people with whatever their rows hold, without those that are no people; returns where the header came again. */
async function keepAll(
  db: Database,
  path: string,
  people: People,
  kind: PersonKind | undefined
): Promise<number[]> {
  const {table, dropped} = people;
  // Digits become numbers as they are read; only what is none keeps its text. The order of the file stays, as `rowid`.
  await db.run(`
    create or replace temp table ${table} as
    select case when is_digits then coalesce(number, try_cast(person as bigint)) end as user_id,
      case when not is_digits then person end as person, person is not null as is_filled,
      ${dropped ? "noise" : "null::varchar as noise"}${rolesSql(people)}
    from (select *, ${kind === "names" ? "false" : isDigitsFast} as is_digits from ${table}_read)`);
  return dropped ? dropNoise(db, path, table, dropped) : [];
}

/** So many ids, all of X's first days, beside names: they number the rows of a table, of which some were deleted. */
const fewestRowNumbers = 3n;

/** Refuses ids of which all are of X's first days, where people have names too. */
async function refuseRowNumbers(db: Database, path: string, table: string, digits: bigint): Promise<void> {
  const [found] = await db.rows<{most: bigint}>(`select max(user_id) as most from ${table}`);
  if (digits >= fewestRowNumbers && found!.most < earlyId)
    throw new UsageError(
      `${path}: its column of ids counts the rows (up to ${found!.most}): name the column of people by --user-column, or give --ids if they are ids`
    );
}

/** Ids below this are of X's first days: beside others, a number below it may be something else. */
const earlyId = 100_000n;

/** Refuses a first or last line that is how many people the file lists, where nobody else has so small an id. */
async function refuseCount(db: Database, path: string, table: string, rows: bigint): Promise<void> {
  const [found] = await db.rows<{row: bigint}>(
    `select rowid + 1 as row from ${table} where user_id = ${rows - 1n}
      and rowid in (select min(rowid) from ${table} union all select max(rowid) from ${table})
      and (select count(*) from ${table} where user_id < ${earlyId}) = 1`
  );
  if (found)
    throw new UserError(
      `${path}: row ${found.row} holds ${rows - 1n}, which is how many people the others are: delete that row, or give --ids if it is a person`
    );
}

/** What stands before the sum of a table. */
const sums = "(?i)((sub|grand_?)?totals?|totale|sum|summe|gesamt|insgesamt|count)";

/** Asks where the last row is named as a sum of the others would be. */
async function refuseSum(db: Database, path: string, table: string): Promise<void> {
  const [found] = await db.rows<{person: string; row: bigint}>(
    `select person, rowid + 1 as row from ${table}
      where rowid = (select max(rowid) from ${table}) and regexp_full_match(person, ${quote(sums)})`
  );
  if (found)
    throw new UsageError(
      `${path}: row ${found.row} holds ${JSON.stringify(found.person)}, which may be a sum of the others or a name: delete that row, or write @${found.person} if it is a person`
    );
}

/** So great a part of the lines at least counts the others, where they are counted on lines of their own. */
const partOfCounting = 0.3;

/** Refuses 1, 2, 3, … on lines of their own, between or above the people they count. */
async function refuseCountingLines(db: Database, path: string, table: string, rows: bigint): Promise<void> {
  const [found] = await db.rows<{n: bigint; up: bigint; down: bigint; first: bigint; second: bigint}>(`
    with small as (select rowid as row, user_id from ${table} where user_id < ${earlyId}),
    steps as (select user_id, user_id - lag(user_id) over (order by row) as step from small)
    select count(*) as n, count(*) filter (where step = 1) as up, count(*) filter (where step = -1) as down,
      (select user_id from small order by row limit 1) as first, (select user_id from small order by row limit 1 offset 1) as second
    from steps`);
  const {n, up, down, first, second} = found!;
  if (n === rows || n < 2n || Number(n) < partOfCounting * Number(rows)) return;
  if (up < n - 1n && down < n - 1n) return;
  // Two people of X's first days may have neighbouring ids.
  if (n === 2n && first > 1n) return;
  throw new UserError(
    `${path}: ${n} of its lines count the others (${first}, ${second}, …) and hold no people: delete these lines`
  );
}

/** Asks where the first or the last line is a date written like an id: `20260501`. */
async function refuseDate(db: Database, path: string, table: string): Promise<void> {
  const ends = await db.rows<{user_id: bigint | null; row: bigint}>(
    `select user_id, rowid + 1 as row from ${table}
      where rowid = (select min(rowid) from ${table}) or rowid = (select max(rowid) from ${table})`
  );
  const found = ends.find(({user_id}) => isDigitsOfDate(String(user_id)));
  if (found === undefined) return;
  // Where others look like dates too, they are ids.
  const [others] = await db.rows<{n: bigint}>(
    `select count(*) as n from ${table} where regexp_full_match(user_id::varchar, '${digitsOfDate}')`
  );
  if (others!.n === 1n)
    throw new UsageError(
      `${path}: row ${found.row} holds ${found.user_id}, which may be a date or an id: delete that row, or give --ids if it is a person`
    );
}

/** Words of a remark that may begin another list. */
export const headingWords = "follow|block|mute|lost|gone|left";

export const beginsAnother = (path: string, remark: string) =>
  new UserError(
    `${path}: a remark inside the list, ${JSON.stringify(remark.slice(0, 60))}, may begin another list: save each list to a file of its own, or delete that line`
  );

/** Drops rows that are no people, and counts them in `dropped`. Returns where the header came again. */
async function dropNoise(
  db: Database,
  path: string,
  table: string,
  dropped: NonNullable<People["dropped"]>
): Promise<number[]> {
  const found = await db.rows<{noise: NoiseKind; n: bigint; rows: string}>(
    `select noise, count(*) as n, string_agg(rowid, ',' order by rowid) filter (where noise = 'header') as rows
    from ${table} where noise is not null group by noise order by noise`
  );
  if (found.length === 0) return [];
  const [heading] = await db.rows<{person: string}>(
    `select person from ${table} where noise = 'comment' and regexp_matches(person, '(?i)${headingWords}') limit 1`
  );
  if (heading) throw beginsAnother(path, heading.person);
  await db.run(`delete from ${table} where noise is not null`);
  for (const {noise, n} of found) dropped[noise] = Number(n);
  const headers = found.find(({noise}) => noise === "header");
  return headers === undefined ? [] : headers.rows.split(",").map(Number);
}

/** Blocks under headers of their own that share more than this are lists of their own, not parts of one. */
const mostSharedByParts = 0.05;
/** Programs that write page after page write so many rows a page, or a multiple of it. */
const rowsOfPages = 50;

/** By row, how many headers stand above it. */
const blocksSql = (table: string, headers: readonly number[]) =>
  `select t.*, (select count(*) from (values ${headers.map((row) => `(${row})`).join(", ")}) h(header) where h.header < t.rowid) as block from ${table} t`;

/** Whether each time stands under one header only: then the rows say themselves which list they are of. */
async function isApartByTime(db: Database, table: string, headers: readonly number[]): Promise<boolean> {
  const [found] = await db.rows<{torn: bigint}>(
    `select count(*) as torn from (
      select taken from (${blocksSql(table, headers)}) group by taken having taken is null or count(distinct block) > 1
    )`
  );
  return found!.torn === 0n;
}

/**
 * Refuses a file whose header comes again, unless the blocks between are pages of one list: as long as each other but
 * for the last, and of different people.
 */
async function refuseListsByHeader(
  db: Database,
  path: string,
  table: string,
  headers: readonly number[]
): Promise<void> {
  const [found] = await db.rows<{first: bigint; last: bigint}>(
    `select min(rowid) as first, max(rowid) as last from ${table}`
  );
  // A header alone is no block; where each one begins and where the next header stands.
  const starts = [Math.min(Number(found!.first), headers[0]!), ...headers.map((row) => row + 1)];
  const ends = [...headers, Number(found!.last) + 1];
  const blocks = ends.map((end, nth) => end - starts[nth]!).filter((rows) => rows > 0);
  const [page = 0] = blocks;
  const arePages =
    blocks.length < 2 ||
    (blocks.slice(0, -1).every((rows) => rows === page) &&
      blocks.at(-1)! <= page &&
      (blocks.length > 2 || page % rowsOfPages === 0));
  const at = `${path}: its header comes again in row ${headers[0]! + 1}`;
  if (!arePages)
    throw new UserError(
      `${at}: if these are several lists, save each to a file of its own; if they are one, delete that row`
    );
  const [shared] = await db.rows<{repeats: bigint; smallest: bigint}>(`
    with blocks as (
      ${blocksSql(table, headers)}
    )
    select (select count(*) from (select user_id from blocks group by user_id having count(distinct block) > 1)) as repeats,
      (select min(n) from (select count(*) as n from blocks group by block)) as smallest`);
  if (Number(shared!.repeats) <= mostSharedByParts * Number(shared!.smallest)) return;
  throw new UserError(
    `${at}, and people stand above and below it: these are several lists: save each to a file of its own`
  );
}

/**
 * Refuses ids that a spreadsheet or another program has rounded, where the rows look like it. Somebody who stands in
 * several lists of one file counts once: an id in a hundred looks rounded by chance.
 */
async function refuseLostDigits(
  db: Database,
  path: string,
  table: string,
  first: (condition: string) => Promise<{value: string; nth: number}>,
  suspect: {isEnding: boolean; isFloats: boolean}
): Promise<void> {
  if (!suspect.isEnding && !suspect.isFloats) return;
  const distinct = (condition: string) => `count(distinct user_id) filter (where ${condition})`;
  const [found] = await db.rows<Record<"long" | "ending" | "sparse" | "floats", bigint>>(`
    select ${distinct(isLong)} as long, ${distinct(isEnding)} as ending, ${distinct(isSparse)} as sparse,
      ${distinct(`${isSparse} and ${isFloat}`)} as floats from ${table}`);
  const [ending, long] = [Number(found!.ending), Number(found!.long)];
  // One id in a thousand ends so by chance; a spreadsheet keeps 15 digits and makes the others 0.
  const refuseRounded = async () => {
    throw new UserError(
      `${path}: ${(await first(isEnding)).value} ${spreadsheetIds.endingWhat(ending, long)}`
    );
  };
  if (spreadsheetIds.areRounded(ending, long)) await refuseRounded();
  if (areFloats(found!.floats, found!.sparse))
    throw new UserError(
      `${path}: ${found!.floats} of its ids have lost their last digits, such as ${(await first(`${isSparse} and ${isFloat}`)).value}: a program has read them as floating-point numbers: export the list again with ids as text`
    );
  if (spreadsheetIds.arePartlyRounded(ending, long)) await refuseRounded();
}

/** Refuses 1, 2, 3, …, which counts rows, and 0, which is nobody: `least` is the smallest id. */
async function refuseNumbering(
  db: Database,
  path: string,
  table: string,
  digits: bigint,
  least: bigint
): Promise<void> {
  const [found] = await db.rows<{steps: bigint}>(`
    select count(*) filter (where user_id - 1 = before) as steps
    from (select user_id, lag(user_id) over () as before from ${table})`);
  if (digits >= 5n && found!.steps >= digits - 1n)
    throw new UserError(
      `${path}: its column of ids counts the rows (${least}, ${least + 1n}, …): name the column with ids by --user-column`
    );
  if (least === 0n) throw new UserError(`${path}: holds the id 0, which is nobody: fix it or delete the row`);
}

/** Refuses ids in a column of counts: nobody has a million billion followers. */
async function refuseSwapped(db: Database, path: string, {table, roles}: People): Promise<void> {
  for (const role of counts.filter((count) => roles.has(count))) {
    const isLong = `regexp_full_match("${role}", '\\d{16,19}')`;
    const [found] = await db.rows<{long: bigint; filled: bigint; such: string | null}>(
      `select count(*) filter (where ${isLong}) as long, count("${role}") as filled,
        min("${role}") filter (where ${isLong}) as such from ${table}`
    );
    const {long, filled, such} = found!;
    if (long > 0n && long * 2n >= filled)
      throw new UserError(
        `${path}: its column of ${role} holds ids, such as "${such}": swap the names of the columns, or name the one with ids by --user-column`
      );
  }
}

/** An email, or several words. */
const isPrivate = /[^"@\s]@\S|\p{L}\s+\p{L}/u;

/** Says what is wrong where not every value is digits. Returns whether some of the others are names. */
async function checkOthers(
  db: Database,
  path: string,
  {table, column}: People,
  {rows, filled, digits}: {rows: bigint; filled: bigint; digits: bigint},
  first: (condition: string) => Promise<{value: string; nth: number}>,
  kind: PersonKind | undefined
): Promise<boolean> {
  const isName = kind === "names" ? "regexp_full_match(person, '@?\\w{1,15}')" : isPlainName;
  const isNameAddress = `(${isAddress} and ${idInAddress} = '' and ${nameInAddress} <> '')`;
  const isIdAddress = `(${isAddress} and ${idInAddress} <> '')`;
  const [n] = await db.rows<
    Record<"names" | "at_names" | "id_addresses" | "name_addresses" | "rounded" | "formulas", bigint>
  >(`
    select count(*) filter (where ${isName}) as names, count(*) filter (where person like '@%') as at_names,
      count(*) filter (where ${isIdAddress}) as id_addresses, count(*) filter (where ${isNameAddress}) as name_addresses,
      count(*) filter (where ${isRounded}) as rounded, count(*) filter (where ${isFormula}) as formulas
    from ${table}`);
  const {names, at_names, id_addresses, name_addresses, rounded, formulas} = n!;
  for (const [found, condition, {what}] of [
    [rounded, isRounded, spreadsheetIds.rounded],
    [formulas, isFormula, spreadsheetIds.formula]
  ] as const)
    if (found > 0n) throw new UserError(`${path}: ${(await first(condition)).value} ${what}`);
  if (filled < rows) {
    const {nth} = await first("not is_filled");
    throw new UserError(`${path}: row ${nth} has no id: fill it in or delete the row`);
  }
  if (digits + names + id_addresses + name_addresses < rows) {
    const {value, nth} = await first(
      `person is not null and not (${isName} or ${isIdAddress} or ${isNameAddress})`
    );
    const what = /^"\d{20,}"$/.test(value) ? "too long for an id" : "no id, @name or address of a profile";
    // A column of another table may hold names of people, or what leads to them: no message repeats those.
    const shown = column !== undefined && isPrivate.test(value) ? `its ${column}` : value;
    throw new UserError(`${path}: row ${nth}: ${shown} is ${what}: fix it or delete the row`);
  }
  if (digits > 0n && names > 0n && kind === undefined)
    throw at_names === names
      ? new UserError(`${path}: holds ids and @names, mixed: export the list with ids only, or names only`)
      : new UsageError(`${path}: holds digits and names, mixed: say what they are by --ids or --names`);
  if (kind === "ids" && names + name_addresses > 0n) {
    const {value, nth} = await first(`person is not null and not ${isIdAddress}`);
    throw new UserError(`${path}: --ids: row ${nth}: ${value} is no id: fix it or delete the row`);
  }
  return names + name_addresses > 0n;
}
