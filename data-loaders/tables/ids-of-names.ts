import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {plainNameSql, standInSql} from "../../src/names/stand-in.ts";
import {castSql, checkColumn, refuseWhere, type Origin} from "./columns.ts";
import type {Source} from "./source.ts";

const host = "(?i)^(?:https?://)?(?:www\\.|mobile\\.|m\\.)?(?:x|twitter)\\.com/";
/** What stands behind the host where a person's name would, and is none. */
const pages = [
  "i",
  "home",
  "search",
  "hashtag",
  "intent",
  "explore",
  "messages",
  "notifications",
  "settings"
];
const nameInPath = (text: string) =>
  `regexp_extract(${text}, ${quote(`${host}(?:#!/|intent/\\w+\\?(?:.*&)?screen_name=)?@?(\\w{1,15})(?:[/?&#].*)?$`)}, 1)`;

const nothing = ["null", "none", "nil", "nan", "na", "undefined", "unknown", "deleted", "suspended"];

/** How a person may be written in a text, as SQL conditions and values over the SQL of that text. */
export const written = {
  isAddress: (text: string) => `regexp_matches(${text}, ${quote(host)})`,
  /** The id in an address of a profile: `…/i/user/ID`, `…user_id=ID`; else an empty text. */
  idInAddress: (text: string) =>
    `regexp_extract(${text}, ${quote(`${host}(?:i/user/|intent/\\w+\\?(?:.*&)?user_id=)(\\d{1,19})(?:[/?&#].*)?$`)}, 1)`,
  /** The name in an address of a profile; else an empty text. */
  nameInAddress: (text: string) =>
    `case when lower(${nameInPath(text)}) in (${pages.map(quote).join(", ")}) then '' else ${nameInPath(text)} end`,
  isDigits: (text: string) => `regexp_full_match(${text}, '\\d{1,19}')`,
  /** A name; only behind an `@` digits alone are one, and words that programs write where there is nothing. */
  isPlainName: (text: string) =>
    `(regexp_full_match(${text}, '@\\w{1,15}') or (regexp_full_match(${text}, '\\w{1,15}')
      and not regexp_full_match(${text}, '(?i)\\d+|${nothing.join("|")}')))`
};

/** A column of people in the table `source`. */
export interface PeopleColumn {
  column: string;
  /** What its header says that it holds; null where it says nothing. */
  holds: "ids" | "names" | null;
  /** The column with the name of whoever has no id. */
  orName?: string;
}

/** The names of accounts whose id is known, without `@` and in small letters, and their ids. */
export type KnownNames = ReadonlyMap<string, string>;

/**
 * Gives the table `source` the column `…_person` beside each of the columns: the id, of an account that is `known` by name too,
 * and what stands in for a name where there is nothing else. Throws a `UserError` where somebody is neither, and a `UsageError`
 * where ids and names cannot be told apart. Makes the table `person_names` (`user_id`, `name`) of whoever is known by name only,
 * and returns how many they are.
 */
export async function readPeopleOf(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>,
  columns: readonly PeopleColumn[],
  known: KnownNames
): Promise<number> {
  await db.run("create or replace temp table person_names (user_id bigint, name varchar)");
  for (const one of columns) {
    const {column, orName} = one;
    const person = `${column}_person`;
    await db.run(`alter table source add column "${person}" bigint`);
    if ((await kindOf(db, source, one)) === "ids") {
      await checkColumn(db, source, wanted, column, "BIGINT", orName === undefined);
      await db.run(`update source set "${person}" = ${castSql(column, "BIGINT").sql}`);
      if (orName !== undefined)
        await readNames(db, source, wanted, {column: orName, where: `"${column}" is null`, person}, known);
    } else await readNames(db, source, wanted, {column, where: "true", person}, known);
  }
  const [count] = await db.rows<{n: bigint}>("select count(distinct user_id) as n from person_names");
  return Number(count!.n);
}

/** Whether a column holds ids or names: what it holds decides where its header does not. */
async function kindOf(db: Database, {path}: Source, {column, holds}: PeopleColumn): Promise<"ids" | "names"> {
  if (holds !== null) return holds;
  const text = `"${column}"`;
  const [found] = await db.rows<{digits: bigint; names: bigint}>(
    `select count(*) filter (where ${written.isDigits(text)}) as digits,
      count(*) filter (where ${written.isPlainName(text)} or ${written.isAddress(text)}) as names from source`
  );
  const {digits, names} = found!;
  if (names > 0n && digits > 0n)
    throw new UserError(`${path}: holds ids and @names, mixed: give it with ids only, or names only`);
  return names > 0n ? "names" : "ids";
}

async function readNames(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>,
  {column, where, person}: {column: string; where: string; person: string},
  known: KnownNames
): Promise<void> {
  const text = `"${column}"`;
  const refuse = (condition: string, what: string, Refusal = UserError) =>
    refuseWhere(db, source, wanted, column, `${where} and ${condition}`, what, Refusal);
  await refuse(`${text} is null`, "where a value is needed: fill it or leave out the row");
  const id = written.idInAddress(text);
  const name = written.nameInAddress(text);
  await refuse(
    written.isDigits(text),
    "may be an id or a name: name the column by --user-column if it holds ids, or write @ before names",
    UsageError
  );
  await refuse(
    `not (${written.isPlainName(text)} or ${id} <> '' or ${name} <> '')`,
    "is no @name or address of a profile: fix it or leave out the row"
  );
  const plain = plainNameSql(`coalesce(nullif(${name}, ''), ${text})`);
  const ids = [...known].map(([of, account]) => `when ${plain} = ${quote(of)} then ${account}`).join(" ");
  const account = ids === "" ? "null" : `case ${ids} end`;
  await db.run(`
    update source set "${person}" = coalesce(try_cast(nullif(${id}, '') as bigint), ${account}, ${standInSql(plain)}) where ${where};
    insert into person_names select "${person}", ${plain} from source where ${where} and "${person}" < 0`);
  await refuse(`"${person}" is null`, "holds a number too large for an id: fix it or leave out the row");
}
