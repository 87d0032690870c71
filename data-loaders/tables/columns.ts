import {UserError} from "../../src/errors.ts";
import {quote, type Database} from "../../src/duckdb.ts";
import {networks} from "../../src/networks/networks.ts";
import type {ColumnType} from "../../src/snapshots/tables.ts";
import {readError, type Source} from "./source.ts";

/** Tables are about X so far. */
const {ids} = networks.x;

/** A column wanted from a file: a column of the source, or one value for all rows. */
export type Origin = {column: string} | {value: string};

/** Finds a column by name, else by position from 1. */
export function resolveColumn(source: Source, name: string): string {
  if (source.columns.includes(name)) return name;
  const byPosition = /^\d+$/.test(name) ? source.columns[Number(name) - 1] : undefined;
  if (byPosition !== undefined) return byPosition;
  throw new UserError(`${source.path}: no column ${name}: ${itHas(source)}, name one of these`);
}

/** `it has a, b, c`, for messages. */
export const itHas = ({columns}: Source) =>
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

/** Refuses the first row where `condition` holds, naming its place, column and value. */
export async function refuseWhere(
  db: Database,
  source: Source,
  wanted: ReadonlyMap<string, Origin>,
  name: string,
  condition: string,
  what: string
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
  throw new UserError(`${place}: ${value} ${what}`);
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
      if (name.endsWith("_id"))
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
        sql: `case when lower(${text}) in ('true', 't', 'yes', 'y', '1') then true
          when lower(${text}) in ('false', 'f', 'no', 'n', '0') then false end`,
        what: "is not true or false: fix it in the file"
      };
    case "TIMESTAMP":
      return {
        sql: `span_${bound}(${text})`,
        what: "is not a time: write ISO times (2024-05-03T14:00:00Z), or give --time-unit for integers"
      };
    case "DECIMAL(18,2)":
      return {
        sql: `case when regexp_full_match(${text}, '-?\\d{1,16}(\\.\\d{1,2})?') then try_cast(${text} as decimal(18, 2)) end`,
        what: "is not an amount with at most two decimals: fix it in the file"
      };
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
  if (type !== "VARCHAR") {
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
