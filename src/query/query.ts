import {
  DuckDBDateValue,
  DuckDBTypeId,
  JsonDuckDBValueConverter,
  StatementType,
  type DuckDBResultReader,
  type DuckDBValueConverter,
  type Json
} from "@duckdb/node-api";
import type {Database} from "../duckdb.ts";
import {messageOf, UserError} from "../errors.ts";
import {toArrow} from "./query-arrow.ts";
import {bareReservedWords} from "./reserved-words.ts";
import {unknownTable} from "./unknown-table.ts";
import {alignColumns, plural} from "../words.ts";

export const queryFormats = ["table", "csv", "json", "arrow"] as const;
export type QueryFormat = (typeof queryFormats)[number];

/**
 * Runs one query and returns all it prints. Ids and other 64-bit integers are exact in every format. Only what reads is
 * run: a `copy … to` could overwrite a snapshot. `arrow` is a stream, with the types that `toArrow` says. Throws a `UserError` for anything else, and for what DuckDB refuses.
 */
export async function runQuery(db: Database, sql: string, format: QueryFormat): Promise<string | Uint8Array> {
  const result = await readOnly(db, sql).catch(async (error: unknown) => {
    if (error instanceof UserError) throw error;
    const text = messageOf(error).replace("Failed to extract statements: ", "");
    if (text.startsWith("Extension Autoloading Error")) {
      throw new UserError("query: only local files can be queried: download the file first");
    }
    const table = /Table with name (.+?) does not exist!/.exec(text)?.[1];
    if (table !== undefined) throw await unknownTable(db, table, sql);
    const bare = text.startsWith("Parser Error")
      ? await bareReservedWords(db, sql, (error as Error).message)
      : [];
    if (bare.length > 0) {
      const [words, they] = bare.length > 1 ? ["words", "them"] : ["a word", "it"];
      throw new UserError(
        `query: ${bare.join(", ")}: ${words} of SQL: to read the column, write ${they} in double quotes: ${bare.map((word) => `"${word}"`).join(", ")}`
      );
    }
    const meant = /^Did you mean .+$/m.exec((error as Error).message)?.[0];
    throw new UserError(`query: ${text}${meant ? ` ${meant}` : ""}`);
  });
  if (format === "arrow")
    return toArrow(
      result,
      result.convertColumns(plain).map((values) => values.map(textOf))
    );
  const names = result.deduplicatedColumnNames();
  if (format === "json") return JSON.stringify(result.convertRowObjects(plain), null, 1) + "\n";
  const rows = result.convertRows(plain).map((row) => row.map(textOf));
  return format === "csv"
    ? csv(names, rows)
    : aligned(
        names,
        rows,
        result.columnTypes().map(({typeId}) => numeric.has(typeId))
      );
}

/** How a text that reads begins, after remarks. Some statements, EXPORT among them, write as soon as they are prepared. */
const reading =
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*(?:explain\s+)?(?:\(|(?:select|from|with|values|table|describe|desc|show|summarize|pivot|unpivot)\b)/i;

/** Runs the one SELECT of a text. A PIVOT without IN comes as two statements, the first a type that it needs. */
async function readOnly({connection}: Database, sql: string): Promise<DuckDBResultReader> {
  const isWriting = new UserError(
    "query: only reading is allowed: write one SELECT, and save its result with --format csv > FILE"
  );
  const statements = await connection.extractStatements(sql).catch((error: Error) => {
    if (error.message.startsWith("Failed to extract")) throw error;
    throw new UserError("query: the SQL is empty: write one SELECT");
  });
  if (!reading.test(sql)) throw isWriting;
  for (let nth = 0; nth < statements.count - 1; nth++) {
    const first = await statements.prepare(nth);
    if (first.statementType !== StatementType.CREATE || !/\bpivot\b/i.test(sql)) {
      throw new UserError(`query: ${statements.count} statements: write one SELECT`);
    }
    await first.run();
  }
  const last = await statements.prepare(statements.count - 1);
  const isRead =
    last.statementType === StatementType.SELECT ||
    // EXPLAIN ANALYZE runs what it explains, whatever that is.
    (last.statementType === StatementType.EXPLAIN && !/\banaly[sz]e\b/i.test(sql));
  if (!isRead) throw isWriting;
  return last.runAndReadAll();
}

const numeric = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.DECIMAL,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE
]);

/** Values as JSON holds them. The converter beside it prints an infinite date as one of a far year. */
const plain: DuckDBValueConverter<Json> = (value, type, converter) =>
  value instanceof DuckDBDateValue && !value.isFinite
    ? value.days > 0
      ? "infinity"
      : "-infinity"
    : JsonDuckDBValueConverter(value, type, converter);

/** A value as text; null stays null. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function csv(names: string[], rows: (string | null)[][]): string {
  // Readers pass over an empty line, and with it over a row.
  const none = names.length > 1 ? "" : '""';
  const cell = (text: string | null) =>
    text === null ? none : text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return [names, ...rows].map((row) => row.map(cell).join(",") + "\n").join("");
}

/** Columns side by side, numbers to the right, NULL in words, and how many rows there are. */
function aligned(names: string[], rows: (string | null)[][], isNumber: boolean[]): string {
  const shown = rows.map((row) =>
    row.map((text) => (text === null ? "NULL" : text.replace(/\s+/g, " ").replace(/\p{Cc}/gu, "·")))
  );
  const {lines, widths} = alignColumns([names, ...shown], (column) => isNumber[column]!);
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [lines[0]!, rule, ...lines.slice(1), `(${plural(rows.length, "row")})`, ""].join("\n");
}
