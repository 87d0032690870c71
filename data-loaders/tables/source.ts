import {UserError} from "../../src/errors.ts";
import {quote, type Database} from "../../src/duckdb.ts";
import type {TableFile} from "./file.ts";

/** How the text of a file is to be cut into fields. Nothing is guessed from the data but the delimiter, from the first line. */
export interface LayoutOptions {
  delimiter?: string;
  /** Default true. Without a header, columns are named by position: 1, 2, … */
  hasHeader?: boolean;
}

/** A file DuckDB can select from, all columns as text. */
export interface Source {
  path: string;
  /** Cells of a text, in which a program may write a line break as a backslash and an n. */
  isText: boolean;
  columns: string[];
  /** The SQL for one column's text, in `from`. */
  expressionOf(column: string): string;
  from: string;
  /** Where a row stands, for messages: `line 7`. Rows count from 1. */
  placeOf(row: number): string;
}

/** A column's name in SQL. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Finds out the columns of a file. */
export async function openSource(db: Database, file: TableFile, options: LayoutOptions): Promise<Source> {
  const {format} = file;
  try {
    if (format === "parquet") return await openParquet(db, file);
    if (format === "ndjson" || format === "json") return await openJson(db, file);
    return await openText(db, file, options);
  } catch (error) {
    throw readError(file.path, error);
  }
}

async function openParquet(db: Database, {path, readable}: TableFile): Promise<Source> {
  const from = `read_parquet(${quote(readable)}, hive_partitioning = false)`;
  const columns = await db.rows<{column_name: string; column_type: string}>(`describe select * from ${from}`);
  const types = new Map(columns.map((column) => [column.column_name, column.column_type]));
  return {
    path,
    isText: false,
    columns: [...types.keys()],
    expressionOf: (name) =>
      types.get(name)!.endsWith("[]")
        ? `to_json(${identifier(name)})::varchar`
        : `${identifier(name)}::varchar`,
    from,
    placeOf: (row) => `row ${row}`
  };
}

async function openJson(db: Database, {path, readable, format, compression}: TableFile): Promise<Source> {
  const layout = format === "ndjson" ? "newline_delimited" : "auto";
  const from = `read_json_objects(${quote(readable)}, format = '${layout}', compression = '${compression === "none" ? "uncompressed" : compression}', hive_partitioning = false)`;
  const kinds = await db.rows<{kind: string}>(`select distinct json_type(json) as kind from ${from}`);
  if (kinds.some(({kind}) => kind !== "OBJECT")) {
    throw new UserError(`${path}: not a table of JSON objects: each line must be one object`);
  }
  const keys = await db.rows<{key: string}>(
    `select distinct unnest(json_keys(json)) as key from ${from} order by key`
  );
  const columns = keys.map(({key}) => key).filter((key) => !key.includes('"'));
  return {
    path,
    isText: false,
    columns,
    expressionOf: (name) => `json_extract_string(json, ${quote(`$."${name}"`)})`,
    from,
    placeOf: (row) => `${format === "ndjson" ? "line" : "row"} ${row}`
  };
}

async function openText(
  db: Database,
  {path, readable, format, compression}: TableFile,
  {delimiter: given, hasHeader = true}: LayoutOptions
): Promise<Source> {
  const common = `auto_detect = false, compression = '${compression}', hive_partitioning = false`;
  const [first] = await db.rows<{line: string}>(`
    select line from ${linesOf(readable, compression)} limit 1`);
  if (!first) throw new UserError(`${path}: the file is empty: export it again`);
  if (!first.line)
    throw new UserError(`${path}: its first line is empty: begin the file with the columns' names`);
  const delimiter = given ?? delimiterOf(first.line, format);
  const fields = splitLine(first.line, delimiter);
  const columns = fields.map((name, i) => (hasHeader && name.trim() ? name.trim() : String(i + 1)));
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`${path}: two columns are named ${twice}: rename one`);
  const types = columns.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ");
  const from = `read_csv(${quote(readable)}, columns = {${types}}, delim = ${quote(delimiter)}, quote = '"', escape = '"',
      header = ${hasHeader}, ${common})`;
  await refuseSwallowed(db, path, delimiter, from, columns);
  return {
    path,
    isText: true,
    columns,
    expressionOf: (name) => `c${columns.indexOf(name)}`,
    from,
    placeOf: (row) => `line ${hasHeader ? row + 1 : row}`
  };
}

/**
 * Refuses rows inside a cell: many programs write tabs between values and no quotes, so that a value which begins with one
 * takes in all that follows, up to a value that ends with one. `from` has the columns `c0`, `c1`, … of `columns`.
 */
export async function refuseSwallowed(
  db: Database,
  path: string,
  delimiter: string,
  from: string,
  columns: readonly string[]
): Promise<void> {
  if (delimiter !== "\t") return;
  const isSwallowing = columns
    .map((_, i) => `(contains(c${i}, chr(10)) and regexp_matches(c${i}, '\\n[^\\n]*\\t'))`)
    .join(" or ");
  // To number the rows costs more than to look at them.
  const some = await db.rows(`select 1 from ${from} where ${isSwallowing} limit 1`);
  if (some.length === 0) return;
  const [found] = await db.rows<{row: bigint}>(
    `select row from (select *, row_number() over () as row from ${from}) where ${isSwallowing} order by row limit 1`
  );
  throw new UserError(
    `${path}: row ${found!.row}: a quote at the beginning of a value takes in the rows below it: take that quote away, or save the file again as CSV`
  );
}

function delimiterOf(line: string, format: TableFile["format"]): string {
  const candidates = format === "tsv" ? ["\t"] : format === "csv" ? [",", ";", "\t"] : ["\t", ",", ";", " "];
  return candidates.find((delimiter) => line.includes(delimiter)) ?? candidates[0]!;
}

/** A relation with one column, `line`: a text file line by line, as SQL. */
export const linesOf = (readable: string, compression: TableFile["compression"]) =>
  `read_csv(${quote(readable)}, columns = {'line': 'VARCHAR'}, delim = '\u0001', quote = '', escape = '', header = false,
    auto_detect = false, compression = '${compression}', hive_partitioning = false)`;

/** Splits a header line into its names; a quoted name may hold the delimiter. */
export function splitLine(line: string, delimiter: string): string[] {
  const fields = [""];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) fields.push("");
    else fields[fields.length - 1] += character;
  }
  return fields;
}

/** Whether a message of `readError` says that a row has too many or too few fields. */
export const isOfFields = (error: unknown): boolean =>
  error instanceof UserError && /: \d+ fields where \d+ are expected:/.test(error.message);

/** One line a person can act on for what DuckDB says of a file it cannot read. */
export function readError(path: string, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const text = error.message;
  const line = /CSV Error on Line: (\d+)/.exec(text)?.[1];
  const at = line ? `${path}: line ${line}` : path;
  const fields = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  if (fields) {
    return new UserError(
      `${at}: ${fields[2]} fields where ${fields[1]} are expected: fix the line, or give --delimiter`
    );
  }
  if (/utf-?8/i.test(text)) return new UserError(`${at}: not UTF-8: save the file as UTF-8`);
  if (/maximum line size/i.test(text)) {
    return new UserError(
      `${at}: longer than two million characters: fix the line, or look for a quote without end`
    );
  }
  if (/unterminated quote/i.test(text)) return new UserError(`${at}: a quote without end: fix the line`);
  if (/invalid state/i.test(text)) {
    return new UserError(
      `${at}: lines end in different ways or quotes are out of order: save the file again as CSV`
    );
  }
  if (/Malformed JSON|JSON/.test(text))
    return new UserError(`${at}: not JSON: each line must be one JSON object`);
  if (/magic bytes|parquet/i.test(text))
    return new UserError(`${at}: not a whole Parquet file: get it again`);
  if (/^(Invalid Input|IO) Error/.test(text))
    return new UserError(`${at}: cannot be read as a table: save the file again as CSV`, {cause: error});
  return error;
}
