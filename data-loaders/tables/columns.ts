import {UsageError, UserError} from "../../src/errors.ts";
import {quote, type Database} from "../../src/duckdb.ts";
import {networks} from "../../src/networks/networks.ts";
import {decimalsOf, type ColumnType} from "../../src/snapshots/tables.ts";
import {plural} from "../../src/words.ts";
import {readError, type Source} from "./source.ts";
import {settleTimes, troubleError, troubleLine} from "./times.ts";

/** Tables are about X so far. */
const {ids} = networks.x;

/** A column wanted from a file: a column of the source, or one value for all rows. */
export type Origin = {column: string} | {value: string};

/** An id of so many digits loses its last ones in a spreadsheet, which keeps 15 and writes zeros for the others. */
const longId = 16;
/**
 * So many ids of that length that end in three zeros, and so great a part of all of that length, are no accident: of
 * ids with their own last digits one in a thousand ends so.
 */
const rounded = {ending: "000", least: 3, part: 0.5};
/** The same where only a part of the rows was in a spreadsheet: no ids end so often by chance, however X counts them up. */
const partlyRounded = {least: 10, part: 0.05};
const exportAgain = "export the list again and open it with that column as text";

/**
 * From `from` on, floating-point numbers are 128 apart or more, and one id in a hundred looks like one by chance. JavaScript
 * prints the fewest digits that tell such a number from the next; Python prints all of its digits.
 */
export const floatIds = {
  from: 2n ** 59n,
  isSql: (id: string) => `(${id} % 100 = 0 or ${id} % 128 = 0)`,
  /** Whether so many ids that look like it, of all from there on, were read as such numbers. */
  are: (floats: number, all: number) => floats >= rounded.least && floats >= all * rounded.part
};

/**
 * What spreadsheets make of ids, for lists and tables alike: the pattern of such a value, and what to say behind it. The
 * digits in a formula (`="179…"`) may be whole, but whether they are, the file does not say.
 */
export const spreadsheetIds = {
  longId: 10n ** BigInt(longId - 1),
  rounded: {
    pattern: String.raw`\d(?:[.,]\d+)?[eE]\+?\d{1,3}|\d{16,}[.,]0+`,
    what: `is no id any more: a spreadsheet has rounded the ids: ${exportAgain}`
  },
  formula: {
    pattern: "=.*",
    what: `is a formula of a spreadsheet, which may have rounded the ids: ${exportAgain}`
  },
  /** Whether so many ids that end in three zeros, of all of that length, were rounded by a spreadsheet. */
  areRounded: (ending: number, all: number) => ending >= rounded.least && ending >= all * rounded.part,
  /** Whether some of them were: to be asked after `floatIds.are`, as one in ten of such numbers ends so too. */
  arePartlyRounded: (ending: number, all: number) =>
    ending >= partlyRounded.least && ending >= all * partlyRounded.part,
  endingWhat: (ending: number, all: number) =>
    `ends in ${rounded.ending}, as do ${ending} of the ${all} ids of ${longId} digits and more: a spreadsheet has rounded the ids: ${exportAgain}`
};

const texts = (words: readonly string[]) => `(${words.map(quote).join(", ")})`;
/** What a cell of yes and no holds, in small letters: SQL lists. */
export const yesWords = texts(["true", "t", "yes", "y", "1"]);
export const noWords = texts(["false", "f", "no", "n", "0"]);
/** What programs write where there is nothing, in small letters: a SQL list. */
export const emptyWords = texts([
  "",
  "null",
  "none",
  "nan",
  "nat",
  "undefined",
  "n/a",
  "na",
  "-",
  "[]",
  "{}"
]);

/** The column of that name, else at that position from 1; undefined where there is none. */
export const findColumn = (columns: readonly string[], name: string): string | undefined =>
  columns.includes(name) ? name : /^\d+$/.test(name) ? columns[Number(name) - 1] : undefined;

/** Finds a column by name, else by position from 1. Throws a `UserError` where there is none. */
export function resolveColumn(source: Source, name: string): string {
  const found = findColumn(source.columns, name);
  if (found !== undefined) return found;
  throw new UserError(`${source.path}: no column ${name}: ${itHas(source)}, name one of these`);
}

/** `it has a, b, c`, for messages. */
export const itHas = ({columns}: Pick<Source, "columns">) =>
  columns.length === 0
    ? "it has none"
    : `it has ${columns.slice(0, 20).join(", ")}${columns.length > 20 ? ` and ${columns.length - 20} more` : ""}`;

/**
 * Reads the wanted columns into the temporary table `source`: `_row` from 1 in the file's order, then one VARCHAR a
 * column, trimmed, empty as null. Returns how many rows there are.
 */
export async function readColumns(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>
): Promise<number> {
  const columns = [...wanted].map(([name, origin]) => {
    const text = "value" in origin ? quote(origin.value) : source.expressionOf(origin.column);
    return `nullif(trim(${text}, e' \\t\\r\\n'), '') as "${name}"`;
  });
  try {
    await db.run(
      `create temp table source as select row_number() over () as _row, ${columns.join(", ")} from ${source.from}`
    );
  } catch (error) {
    throw readError(source.path, error);
  }
  const [count] = await db.rows<{n: bigint}>("select count(*) as n from source");
  if (count!.n === 0n) throw new UserError(`${source.path}: the file has no rows: export it again`);
  return Number(count!.n);
}

/** Refuses the first row where `condition` holds, naming its place, column and value, with a `UserError` or one of its kinds. */
export async function refuseWhere(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>,
  name: string,
  condition: string,
  what: string,
  Refusal = UserError
): Promise<void> {
  const [bad] = await db.rows<{_row: bigint; value: string | null}>(
    `select _row, "${name}" as value from source where ${condition} order by _row limit 1`
  );
  if (!bad) return;
  const origin = wanted.get(name)!;
  const value = bad.value === null ? "empty" : JSON.stringify(bad.value.slice(0, 60));
  const place =
    "value" in origin
      ? `--set ${name}`
      : `${source.path}: ${source.placeOf(Number(bad._row))}, column ${origin.column}`;
  throw new Refusal(`${place}: ${value} ${what}`);
}

/** A column of a file from which nothing is read: its name, that in small letters alone, and SQL of its text, null where empty. */
export interface UnreadColumn {
  column: string;
  plain: string;
  text: string;
}

/** What only posts have, as X and the programs that save them name it, small and without signs. */
export const columnsOfPosts = [
  "fulltext", "tweettext", "rawcontent", "conversationid", "inreplytostatusid", "inreplytostatusidstr", "retweetedstatus",
  "quotedstatus"
]; // prettier-ignore

/** The name of a column in small letters alone. */
export const lettersOf = (column: string): string => column.toLowerCase().replaceAll(/[^a-z]/g, "");

/** The columns of a file from which nothing is read. What they say may show that a row is not what it is taken for. */
export function unreadColumns(source: Source, wanted: ReadonlyMap<string, Origin>): UnreadColumn[] {
  const used = [...wanted.values()].map((origin) => ("column" in origin ? origin.column : ""));
  return source.columns
    .filter((column) => !used.includes(column))
    .map((column) => ({
      column,
      plain: lettersOf(column),
      text: `nullif(trim(${source.expressionOf(column)}), '')`
    }));
}

/** More are whoever each row is about. */
const mostAccounts = 10;

/**
 * Asks where one of these columns, which are not read, has so few values again and again that they may be accounts: the
 * people of all would count as of one. `name` is what such a column must be called to be read. Throws a `UsageError`.
 */
export async function refuseOtherAccounts(
  db: Database,
  path: string,
  from: string,
  columns: readonly Pick<UnreadColumn, "column" | "text">[],
  name: string | null
): Promise<void> {
  for (const {column, text} of columns) {
    const found = await db.rows<{value: string; rows: bigint}>(
      `select ${text} as value, count(*) as rows from ${from} where ${text} <> '' group by 1 order by 2 desc, 1 limit ${mostAccounts + 1}`
    );
    if (found.length < 2 || found.length > mostAccounts || found[0]!.rows === 1n) continue;
    const values = found.slice(0, 3).map(({value}) => value.slice(0, 30));
    const orName = name === null ? "" : `, or call the column ${name} if it says whose list each row is of`;
    throw new UsageError(
      `${path}: its column ${column} has ${found.length} values (${values.join(", ")}${found.length > 3 ? ", …" : ""}), which may be accounts, and the people of one are not those of another: keep the rows of one and delete the column${orName}`
    );
  }
}

/** Asks about the rows that are no follows by a column, where `condition` holds, with what to do. Throws a `UsageError`. */
export async function refuseNoFollows(
  db: Database,
  source: Source,
  {column, text}: UnreadColumn,
  condition: string,
  remedy: string
): Promise<void> {
  const [found] = await db.rows<{n: bigint; such: string | null}>(
    `select count(*) as n, min(${text}) as such from ${source.from} where ${condition}`
  );
  const {n, such} = found!;
  if (n > 0n)
    throw new UsageError(
      `${source.path}: its column ${column} may say that ${plural(Number(n), "row is", "rows are")} no follow, such as ${JSON.stringify(such!.slice(0, 40))}: ${remedy}`
    );
}

/** SQL for a text column of `source` as a typed value, null where it is none, and what to say of it then. */
export function castSql(
  name: string,
  type: ColumnType,
  bound: "from" | "to" = "from"
): {sql: string; what: string} {
  const text = `"${name}"`;
  const list = `case when ${text} like '[%' then from_json(${text}, '["VARCHAR"]') else regexp_split_to_array(${text}, '[,;|\\s]+') end`;
  switch (type) {
    case "BIGINT":
    case "INTEGER":
      if (isId(name))
        return {
          sql: ids.insideSql(text),
          what: "is not an integer id: give numeric ids, not handles or rounded numbers"
        };
      return {
        sql: `case when regexp_full_match(${text}, '\\d{1,19}') then try_cast(${text} as ${type}) end`,
        what: "is not a count (an integer from 0): fix it in the file"
      };
    case "BOOLEAN":
      return {
        sql: `case when lower(${text}) in ${yesWords} then true when lower(${text}) in ${noWords} then false end`,
        what: "is not true or false: fix it in the file"
      };
    case "TIMESTAMP":
      return {
        sql: `span_${bound}(${text})`,
        what: "is not a time: write ISO times (2024-05-03T14:00:00Z), or give --time-unit for integers"
      };
    case "DECIMAL(18,2)":
    case "DECIMAL(18,6)":
    case "DECIMAL(18,10)": {
      const decimals = decimalsOf[type];
      return {
        sql: `case when regexp_full_match(${text}, '-?\\d{1,${18 - decimals}}(\\.\\d{1,${decimals}})?') then try_cast(${text} as ${type}) end`,
        what: `is not a number with at most ${decimals} decimals: fix it in the file`
      };
    }
    case "VARCHAR[]":
      return {sql: list, what: "is not a list: write a JSON array, or separate by spaces"};
    case "BIGINT[]":
      return {
        sql: ids.allInsideSql(`list_filter(${list}, lambda t: t <> '')`),
        what: "is not a list of integer ids: fix it in the file"
      };
    case "VARCHAR":
      return {sql: text, what: ""};
  }
}

const isId = (name: string) => name.endsWith("_id");

/**
 * Refuses ids that went through a spreadsheet or a program that rounds: in scientific notation, as formulas, rounded to 15
 * digits, or read as floating-point numbers. The last two are taken for certain where at least three long ids, and at
 * least half of them, look like it; of ids that were rounded in a part of the rows, see `arePartlyRounded`.
 */
export async function refuseSpreadsheetIds(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>,
  name: string
): Promise<void> {
  const refuse = (condition: string, what: string) => refuseWhere(db, source, wanted, name, condition, what);
  for (const {pattern, what} of [spreadsheetIds.rounded, spreadsheetIds.formula])
    await refuse(`regexp_full_match("${name}", ${quote(pattern)})`, what);
  const isLong = `regexp_full_match("${name}", '\\d{${longId},19}')`;
  const isRounded = `${isLong} and "${name}" like '%${rounded.ending}'`;
  const countOf = async (condition: string) => {
    const [count] = await db.rows<{n: bigint}>(
      `select count(distinct "${name}") as n from source where ${condition}`
    );
    return Number(count!.n);
  };
  const ending = await countOf(isRounded);
  const all = ending < rounded.least ? 0 : await countOf(isLong);
  if (spreadsheetIds.areRounded(ending, all)) await refuse(isRounded, spreadsheetIds.endingWhat(ending, all));
  const number = `try_cast("${name}" as bigint)`;
  const isSparse = `${isLong} and ${number} >= ${floatIds.from}`;
  const isFloat = `${isSparse} and ${floatIds.isSql(number)}`;
  const floats = await countOf(isFloat);
  if (floats >= rounded.least && floatIds.are(floats, await countOf(isSparse)))
    await refuse(
      isFloat,
      `has lost its last digits, as have ${floats} ids of its column: a program has read them as floating-point numbers: export the list again with ids as text`
    );
  if (spreadsheetIds.arePartlyRounded(ending, all))
    await refuse(isRounded, spreadsheetIds.endingWhat(ending, all));
}

/** Columns that say when something was or happened, and not from when on, or up to when. */
const happenings = new Set(["time", "followed_back", "unfollowed", "page_at", "at"]);

/** Refuses the first value of a column that is not of its type; `isNeeded` refuses an empty one too. */
export async function checkColumn(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>,
  name: string,
  type: ColumnType,
  isNeeded: boolean
): Promise<void> {
  const {sql, what} = castSql(name, type);
  if (type === "TIMESTAMP") {
    const trouble = await settleTimes(db, "source", name, {areMidnightsDays: happenings.has(name)});
    if (trouble)
      await refuseWhere(
        db,
        source,
        wanted,
        name,
        `"${name}" = ${quote(trouble.text)}`,
        troubleLine(trouble),
        troubleError(trouble)
      );
  } else if (type !== "VARCHAR") {
    if (isId(name)) await refuseSpreadsheetIds(db, source, wanted, name);
    await refuseWhere(db, source, wanted, name, `"${name}" is not null and (${sql}) is null`, what);
  }
  if (isNeeded) {
    await refuseWhere(
      db,
      source,
      wanted,
      name,
      `"${name}" is null`,
      "where a value is needed: fill it or leave out the row"
    );
  }
}
