import {readFile, stat} from "node:fs/promises";
import {promisify} from "node:util";
import {gunzip} from "node:zlib";
import {CsvError} from "csv-parse";
import {parse} from "csv-parse/sync";
import {UserError} from "../../src/errors.ts";

/** A file of rows, all cells as text. */
export interface Grid {
  /** As the user named it, for messages. */
  path: string;
  columns: string[];
  rows: string[][];
  /** Where each row stands, for messages: `orders.csv: line 7`. */
  places: string[];
  /** Of each row, whether a cell had spaces around it, which are taken away: two such rows may be alike and were not. */
  hadSpaces: boolean[];
  /** Lines above the header. */
  above: string[];
}

const unzipped = promisify(gunzip);
/** Exports of shops are far smaller; a file of this size is something else. */
const mostBytes = 256 * 2 ** 20;
export const delimiters = [",", ";", "\t", "|"] as const;
/** A header is shorter than this. */
const headBytes = 2 ** 14;

/** The whole text of a file, which may be gzipped, UTF-16 or windows-1252. Throws a `UserError` where it is no text. */
export async function readText(path: string): Promise<string> {
  if ((await stat(path)).size > mostBytes)
    throw new UserError(`${path}: larger than 256 MB: export a shorter range of days`);
  let bytes = await readFile(path);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    bytes = await unzipped(bytes, {maxOutputLength: mostBytes}).catch((error: NodeJS.ErrnoException) => {
      throw new UserError(
        error.code === "ERR_BUFFER_TOO_LARGE"
          ? `${path}: larger than 256 MB: export a shorter range of days`
          : `${path}: the compressed file is cut short or damaged: get it again`
      );
    });
  return decoded(path, bytes);
}

/** Bytes as text, without a byte order mark. */
export function decoded(path: string, bytes: Buffer): string {
  if (bytes.length === 0) throw new UserError(`${path}: the file is empty: export it again`);
  if (bytes.subarray(0, 2).toString("latin1") === "PK")
    throw new UserError(`${path}: a spreadsheet: save it as CSV and give that`);
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes).replace(/^\uFEFF/, "");
  if (text.includes("\0")) throw new UserError(`${path}: not a text file: export it again as CSV`);
  if (text.trim() === "") throw new UserError(`${path}: the file is empty: export it again`);
  if (/^\s*<(!|\?xml|[a-z]+[\s>])/i.test(text))
    throw new UserError(`${path}: a page of HTML, not a table: export it as CSV`);
  return text;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", {fatal: true}).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** `#,Date,Total`, `"#Order";"Day"`: a header whose first column is named so, and no remark. */
const markedHeader = /^(?:"#[^\s,;|"]*"|#[^\s,;|"]*)[,;\t|]\s*[^\s,;|]/;

/** Whether a line that begins with # names the columns of a row below it. */
function isMarkedHeader(line: string, below: string): boolean {
  if (!markedHeader.test(line) || /^"?#/.test(below)) return false;
  const {columns, delimiter} = headerOf(line);
  return headerOf(below, delimiter).columns.length === columns.length;
}

/** Cells of a line that hold anything, wherever it is cut. */
const filledCells = (line: string) => line.split(/[,;\t|]/).filter((cell) => !/^[\s"]*$/.test(cell)).length;
/** Orders are numbered #1001: above such rows stands no header, and a remark is a line of one cell. */
const isRemark = (line: string, hasHeader: boolean) =>
  /^"?#/.test(line) && (hasHeader || filledCells(line) < 2);

/**
 * Splits a text where its table begins: remarks, which begin with #, blank lines, and a spreadsheet's `sep=;` stand above it.
 */
export function splitAbove(text: string, hasHeader = true): {above: string[]; table: string} {
  const above: string[] = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? undefined : end).replace(/\r$/, "");
    if (
      hasHeader &&
      end >= 0 &&
      isMarkedHeader(line, text.slice(end + 1, end + headBytes).split("\n", 1)[0]!)
    )
      break;
    // A spreadsheet puts quotes around a remark, and pads every line with separators.
    if (!isRemark(line, hasHeader) && !/^[\s,;"]*$/.test(line) && !/^"?sep=.?"?$/i.test(line)) break;
    above.push(line.replace(/^"|[,;"\s]+$/g, ""));
    if (end < 0) break;
    at = end + 1;
  }
  return {above, table: text.slice(at)};
}

/** Shops write lines that end in LF and in CR LF into one file: the reader would take the first end for all. */
const lineEnds = (table: string) => (table.includes("\n") ? {record_delimiter: ["\r\n", "\n"]} : {});

/** The names of the columns by the first line, cut where that gives most of them. */
export function headerOf(table: string, given?: string): {columns: string[]; delimiter: string} {
  const cut = (delimiter: string): string[] => {
    try {
      const [first] = parse(table.slice(0, headBytes), {
        delimiter,
        ...lineEnds(table),
        to: 1,
        relax_column_count: true
      }) as string[][];
      return first ?? [];
    } catch {
      return [];
    }
  };
  const [best] = (given === undefined ? [...delimiters] : [given])
    .map((delimiter) => ({delimiter, columns: cut(delimiter).map((name) => name.trim())}))
    .sort((a, b) => b.columns.length - a.columns.length);
  return best!;
}

export interface GridOptions {
  delimiter?: string;
  /** Default true. Without a header, columns are named by position: 1, 2, … */
  hasHeader?: boolean;
  /** A row may have one cell more than the header. */
  isRagged?: boolean;
  /** The columns whose cells are kept; those of the others are dropped. Default: all. */
  columns?: readonly string[];
}

/** Reads a table: every row has a cell for every column, and quotes are in order. Throws a `UserError` where not. */
export function gridOf(path: string, text: string, options: GridOptions = {}): Grid {
  const hasHeader = options.hasHeader ?? true;
  const {above, table} = splitAbove(text, hasHeader);
  const {columns: first, delimiter} = headerOf(table, options.delimiter);
  const columns = hasHeader ? first : first.map((_, nth) => String(nth + 1));
  const kept = options.columns && new Set(options.columns.map(plain));
  const isKept = columns.map((name) => kept === undefined || kept.has(plain(name)));
  const rows: string[][] = [];
  const places: string[] = [];
  const hadSpaces: boolean[] = [];
  try {
    parse(table, {
      delimiter,
      ...lineEnds(table),
      info: true,
      from: hasHeader ? 2 : 1,
      skip_empty_lines: true,
      relax_column_count: true,
      // Nothing is returned, so that the parser holds no rows.
      on_record: (found: unknown) => {
        const {record, info} = found as {record: string[]; info: {lines: number}};
        const line = above.length + info.lines;
        // Spreadsheets write a blank row as separators.
        if (record.every((cell) => cell.trim() === "")) return null;
        if (record.length !== columns.length && !(options.isRagged && record.length === columns.length + 1))
          throw new UserError(
            `${path}: line ${line}: ${record.length} fields where ${columns.length} are expected: the file is cut short or was changed: export it again`
          );
        rows.push(record.map((cell, column) => (isKept[column] === false ? "" : cell.trim())));
        places.push(`${path}: line ${line}`);
        hadSpaces.push(record.some((cell) => cell !== cell.trim()));
        return null;
      }
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const {lines: at} = error as unknown as {lines?: number};
    const place = at === undefined ? path : `${path}: line ${above.length + at}`;
    throw new UserError(
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? `${path}: a quote without end: the file is cut short or was changed: export it again`
        : `${place}: quotes are out of order: export the file again as CSV`
    );
  }
  return {path, columns, rows, places, hadSpaces, above};
}

/**
 * What a cell looks like, with every letter as `a` and every digit as `9`: a message can show it, and names nobody.
 */
export const shapeOf = (cell: string): string =>
  cell === "" ? "an empty cell" : `"${cell.slice(0, 30).replaceAll(/\p{L}/gu, "a").replaceAll(/\d/g, "9")}"`;

/** Said once behind whatever shows shapes. */
const shapesNote = " (letters are shown as a, digits as 9)";

/** What no column is named: nothing, a number, a date, an address. */
const noName = /^[\d\s.,:/+-]*$|@/;
const mostNamed = 20;
const longestName = 60;

/**
 * Names of columns for a message. Where some look like data, the first row may be one of people: then all but `known` names
 * are shown by their shape.
 */
export function namesOf(columns: readonly string[], known: readonly string[] = []): string {
  const isData = columns.some((name) => noName.test(name) || name.length > longestName);
  const usual = new Set(known.map(plain));
  const shown = columns
    .slice(0, mostNamed)
    .map((name) => (isData && !usual.has(plain(name)) ? shapeOf(name) : name));
  const isMasked =
    isData && columns.slice(0, mostNamed).some((name) => name !== "" && !usual.has(plain(name)));
  return `${shown.join(", ")}${columns.length > mostNamed ? ", …" : ""}${isMasked ? shapesNote : ""}`;
}

const plain = (name: string) => name.trim().toLowerCase();

/** Reads cells of a grid by the names of columns, whatever their case. */
export class Cells {
  readonly #at = new Map<string, number[]>();
  constructor(
    readonly grid: Grid,
    readonly what: string,
    /** Names that such a file usually has. */
    readonly usual: readonly string[] = []
  ) {
    for (const [nth, name] of grid.columns.entries())
      this.#at.set(plain(name), [...(this.#at.get(plain(name)) ?? []), nth]);
  }

  /** The first of these columns that the file has. Throws a `UserError` where it has that one twice. */
  find(...names: string[]): number | null {
    for (const name of names) {
      const [at, another] = this.#at.get(plain(name)) ?? [];
      if (another !== undefined)
        throw new UserError(`${this.grid.path}: two columns are named ${name}: rename one`);
      if (at !== undefined) return at;
    }
    return null;
  }

  /** The same, for a column without which the file cannot be read. Throws a `UserError` that says what was seen. */
  need(...names: string[]): number {
    const at = this.find(...names);
    if (at !== null) return at;
    throw new UserError(
      `${this.grid.path}: by its columns ${this.what}, but without ${names.join(" or ")}: looked for it in ${namesOf(this.grid.columns, this.usual)}: export the file again with all columns`
    );
  }

  /** Says of a cell what is wrong with it. */
  wrong(row: number, column: number, expected: string): UserError {
    const cell = this.grid.rows[row]![column] ?? "";
    const name = namesOf([this.grid.columns[column] ?? ""], this.usual);
    const seen = `${name} is ${shapeOf(cell)}${cell === "" || name.endsWith(shapesNote) ? "" : shapesNote}`;
    // Only a file of a known program is known to have been exported.
    const advice =
      this.usual.length > 0
        ? "export the file again, and do not save it with a spreadsheet"
        : "correct that cell, or map another column with --map";
    return new UserError(`${this.grid.places[row]}: ${seen}, expected ${expected}: ${advice}`);
  }
}

/**
 * Refuses a table of sums in which a row stands twice by the cells that say what it is of: each would count. Throws a
 * `UserError` at the second one.
 */
export function refuseRepeated({rows, places, hadSpaces}: Grid, columns: readonly number[]): void {
  const seen = new Set<string>();
  for (const [row, record] of rows.entries()) {
    if (hadSpaces[row] === true) continue;
    const key = JSON.stringify(columns.map((column) => record[column]));
    if (seen.has(key))
      throw new UserError(
        `${places[row]}: a row stands twice in the file, as in two exports put together: give each export as a file of its own`
      );
    seen.add(key);
  }
}

/** Several files of one export as one table, in the order of their numbers. Throws a `UserError` where their columns differ. */
export function joined(grids: readonly Grid[]): Grid {
  const [first, ...rest] = grids as [Grid, ...Grid[]];
  for (const other of rest)
    if (other.columns.join("\n") !== first.columns.join("\n"))
      throw new UserError(
        `${other.path}: has other columns than ${first.path}, though their names say that they are parts of one export: give them one after another`
      );
  return {
    ...first,
    rows: grids.flatMap(({rows}) => rows),
    places: grids.flatMap(({places}) => places),
    hadSpaces: grids.flatMap(({hadSpaces}) => hadSpaces)
  };
}
