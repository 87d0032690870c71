import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {areRounded} from "../tables/columns.ts";
import type {People} from "./people.ts";

export type PersonKind = "ids" | "names";

const host = "(?i)^(?:https?://)?(?:www\\.|mobile\\.|m\\.)?(?:x|twitter)\\.com/";
/** The id in an address of a profile: `…/i/user/ID`, `…user_id=ID`. */
const idInAddress = `regexp_extract(person, ${quote(`${host}(?:i/user/|intent/\\w+\\?(?:.*&)?user_id=)(\\d{1,19})(?:[/?&#].*)?$`)}, 1)`;
const nameInAddress = `regexp_extract(person, ${quote(`${host}(?:#!/|intent/\\w+\\?(?:.*&)?screen_name=)?@?(\\w{1,15})(?:[/?&#].*)?$`)}, 1)`;
const isDigits = "regexp_full_match(person, '\\d{1,19}')";
/** The same, without the pattern for numbers as numbers are written. */
const isDigitsFast = `case when try_cast(person as bigint)::varchar = person then person >= '0' else ${isDigits} end`;
const isName =
  "(regexp_full_match(person, '@\\w{1,15}') or (regexp_full_match(person, '\\w{1,15}') and not regexp_full_match(person, '\\d+')))";
const isAddress = `regexp_matches(person, ${quote(host)})`;
/** `1.79E+18`, `="179…"`, `179…000` in most rows: what spreadsheets make of ids. */
const isRounded =
  "regexp_full_match(person, '\\d(?:[.,]\\d+)?[eE]\\+?\\d{1,3}') or regexp_full_match(person, '\\d{16,}[.,]0+')";
const isFormula = "regexp_full_match(person, '=\"?.*')";
/** Ids of 16 digits and more lose some in a spreadsheet. */
const longId = 1_000_000_000_000_000n;
/** From here on, floating-point numbers are 128 apart or more: one id in a hundred looks like one by chance. */
const sparseId = 2n ** 59n;
const counts = ["followers_count", "following_count", "posts_count", "listed_count"] as const;

const again = "a spreadsheet has rounded the ids: export the list again and open it with that column as text";

/**
 * Gives the table of people its `user_id`: digits as written, or the id in an address. Refuses by name what is none, and
 * what a spreadsheet has rounded. Lists of names are refused: nothing here turns a name into an id.
 */
export async function keepIds(db: Database, path: string, people: People, kind?: PersonKind): Promise<void> {
  const {table} = people;
  const columns = [...people.roles].map((role) => `, "${role}"`).join("");
  // Digits become numbers as they are read; only what is none keeps its text. The order of the file stays, as `rowid`.
  await db.run(`
    create or replace temp table ${table} as
    select case when is_digits then try_cast(person as bigint) end as user_id,
      case when not is_digits then person end as person, person is not null as is_filled${columns}
    from (select *, ${isDigitsFast} as is_digits from ${table}_read)`);
  const first = async (condition: string) => {
    const [found] = await db.rows<{text: string | null; nth: bigint}>(
      `select coalesce(person, user_id::varchar) as text, rowid + 1 as nth from ${table} where ${condition} order by rowid limit 1`
    );
    return {value: JSON.stringify((found!.text ?? "").slice(0, 60)), nth: Number(found!.nth)};
  };
  const isLong = `user_id >= ${longId}`;
  const isSparse = `user_id >= ${sparseId}`;
  // JavaScript prints the fewest digits that tell such a number from the next; Python prints all of its digits.
  const isFloat = "(user_id % 100 = 0 or user_id % 128 = 0)";
  const [counted] = await db.rows<
    Record<"rows" | "filled" | "digits" | "others" | "long" | "ending" | "sparse" | "floats", bigint>
  >(`
    select count(*) as rows, count(*) filter (where is_filled) as filled, count(user_id) as digits,
      count(person) as others, count(*) filter (where ${isLong}) as long,
      count(*) filter (where ${isLong} and user_id % 1000 = 0) as ending,
      count(*) filter (where ${isSparse}) as sparse, count(*) filter (where ${isSparse} and ${isFloat}) as floats
    from ${table}`);
  const {rows, filled, digits, others, long, ending, sparse, floats} = counted!;
  if (rows === 0n) throw new UserError(`${path}: it holds no people: export it again`);
  // One id in a thousand ends so by chance; a spreadsheet keeps 15 digits and makes the others 0.
  if (areRounded(Number(ending), Number(long)))
    throw new UserError(
      `${path}: ${ending} of its ids end in 000, such as ${(await first(`${isLong} and user_id % 1000 = 0`)).value}: ${again}`
    );
  if (floats >= 3n && floats * 2n >= sparse)
    throw new UserError(
      `${path}: ${floats} of its ids have lost their last digits, such as ${(await first(`${isSparse} and ${isFloat}`)).value}: a program has read them as floating-point numbers: export the list again with ids as text`
    );
  await refuseSwapped(db, path, people);
  if (digits + others < filled)
    throw new UserError(
      `${path}: row ${(await first("is_filled and user_id is null and person is null")).nth}: too large for an id: check the column`
    );
  await refuseNumbering(db, path, table, digits);
  if (people.isOfNames && digits > 0n && kind !== "ids")
    throw new UsageError(
      `${path}: its column of names holds digits alone, such as ${(await first("user_id is not null")).value}: give --ids if they are ids`
    );
  if (digits < rows) await checkOthers(db, path, table, {rows, filled, digits}, first, kind);
  else if (kind === "names") throw namesOnly(path);
  if (others > 0n) {
    await db.run(`update ${table} set user_id = try_cast(${idInAddress} as bigint) where user_id is null`);
    const lost = await db.rows(`select 1 from ${table} where user_id is null limit 1`);
    if (lost.length > 0)
      throw new UserError(`${path}: an address in it holds a number too large for an id: check the file`);
  }
  await db.run(`alter table ${table} drop column person; alter table ${table} drop column is_filled`);
}

/** Refuses 1, 2, 3, …, which counts rows, and 0, which is nobody. */
async function refuseNumbering(db: Database, path: string, table: string, digits: bigint): Promise<void> {
  const [found] = await db.rows<{zeros: bigint; steps: bigint; least: bigint | null}>(`
    select count(*) filter (where user_id = 0) as zeros, count(*) filter (where user_id - 1 = before) as steps,
      min(user_id) as least
    from (select user_id, lag(user_id) over () as before from ${table})`);
  const {zeros, steps, least} = found!;
  if (digits >= 5n && steps >= digits - 1n && least! <= 1n)
    throw new UserError(
      `${path}: its column of ids counts the rows (${least}, ${least! + 1n}, …): name the column with ids by --user-column`
    );
  if (zeros > 0n) throw new UserError(`${path}: holds the id 0, which is nobody: fix it or delete the row`);
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

const namesOnly = (path: string) =>
  new UserError(
    `${path}: holds names, not ids: names change hands, and nothing here can look them up yet: export the list with ids`
  );

/** Says what is wrong where not every value is digits; returns where all the others are addresses with an id. */
async function checkOthers(
  db: Database,
  path: string,
  table: string,
  {rows, filled, digits}: {rows: bigint; filled: bigint; digits: bigint},
  first: (condition: string) => Promise<{value: string; nth: number}>,
  kind: PersonKind | undefined
): Promise<void> {
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
  if (rounded > 0n)
    throw new UserError(`${path}: ${(await first(isRounded)).value} is no id any more: ${again}`);
  if (formulas > 0n)
    throw new UserError(
      `${path}: ${(await first(isFormula)).value} is a formula of a spreadsheet, not an id: export the list again as plain text`
    );
  if (filled < rows) {
    const {nth} = await first("not is_filled");
    throw new UserError(`${path}: row ${nth} has no id: fill it in or delete the row`);
  }
  if (digits + names + id_addresses + name_addresses < rows) {
    const {value, nth} = await first(
      `person is not null and not (${isName} or ${isIdAddress} or ${isNameAddress})`
    );
    const what = /^"\d{20,}"$/.test(value) ? "too long for an id" : "no id, @name or address of a profile";
    throw new UserError(`${path}: row ${nth}: ${value} is ${what}: fix it or delete the row`);
  }
  if (digits > 0n && names > 0n && kind === undefined)
    throw at_names === names
      ? new UserError(`${path}: holds ids and @names, mixed: export the list with ids only`)
      : new UsageError(`${path}: holds digits and names, mixed: say what they are by --ids or --names`);
  if (kind === "ids" && names + name_addresses > 0n) {
    const {value, nth} = await first(`person is not null and not ${isIdAddress}`);
    throw new UserError(`${path}: --ids: row ${nth}: ${value} is no id: fix it or delete the row`);
  }
  if (kind === "names" || names + name_addresses > 0n) throw namesOnly(path);
}
