import {rm} from "node:fs/promises";
import {
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBType
} from "@duckdb/node-api";
import {UserError} from "./errors.ts";
import {memoryLimit} from "./memory.ts";
import {spillFolder} from "./temporary.ts";

/** A row as JavaScript: BIGINT as bigint, TIMESTAMP as Date, DECIMAL and DOUBLE as number, lists as arrays. */
export type Row = Record<string, unknown>;

export interface Database {
  connection: DuckDBConnection;
  /** Runs statements that return nothing of interest. */
  run(sql: string): Promise<void>;
  /** Runs one query and returns its rows as JavaScript values. */
  rows<T = Row>(sql: string): Promise<T[]>;
  /**
   * Runs one query on a connection of its own, which sees no temporary tables, and hands its rows over as they come: for
   * more of them than should be held at a time.
   */
  read<T = Row>(sql: string): AsyncGenerator<T>;
  close(): Promise<void>;
}

const quotePart = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * SQL of a text: a single-quoted string. A NUL would end the SQL: another sign, which the text does not have, stands for it.
 * The SQL is as deep for many as for one, as depth is limited.
 */
export function quote(text: string): string {
  if (!text.includes("\0")) return quotePart(text);
  let code = 0xe000;
  while (text.includes(String.fromCodePoint(code))) code += 1;
  const sign = String.fromCodePoint(code);
  return `replace(${quotePart(text.replaceAll("\0", sign))}, '${sign}', chr(0))`;
}

/**
 * Opens a private in-memory database. It spills to a directory of its own under the system's temporary folder, not to
 * the working directory, and reads all times as UTC. Throws a `UserError` where FOLLOWBACK_MEMORY is no size.
 */
export async function openDatabase(
  options: {threads?: number; memoryLimit?: string} = {}
): Promise<Database> {
  const memory = options.memoryLimit ?? memoryLimit();
  if (!/^\d+(\.\d+)? ?([KMGT]i?)?B$/i.test(memory)) {
    throw new UserError(`FOLLOWBACK_MEMORY ${memory}: not a size: write it like 8GB`);
  }
  const spill = spillFolder();
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: spill,
    autoinstall_known_extensions: "false", // a query never fetches code from elsewhere
    ...(options.threads && {threads: String(options.threads)}),
    memory_limit: memory
  });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'; set preserve_insertion_order = true;");
  return {
    connection,
    async run(sql) {
      await connection.run(sql);
    },
    async rows<T>(sql: string) {
      const result = await connection.runAndReadAll(sql);
      return result.getRowObjectsJS() as T[];
    },
    async *read<T>(sql: string) {
      const own = await instance.connect();
      try {
        await own.run("set timezone = 'UTC'");
        const result = await own.stream(sql);
        for await (const rows of result.yieldRowObjectJs()) yield* rows as T[];
      } finally {
        own.closeSync();
      }
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(spill, {recursive: true, force: true});
    }
  };
}

/**
 * A column of integers without nulls, 64-bit ones as the two 32-bit halves that each has in the machine's order: asked
 * for one by one, each of those would become an object.
 */
export function numbersOf(chunk: DuckDBDataChunk, column: number): Int32Array {
  const items: unknown = Reflect.get(chunk.getColumnVector(column), "items");
  if (items instanceof Int32Array) return items.subarray(0, chunk.rowCount);
  if (items instanceof BigInt64Array)
    return new Int32Array(items.buffer, items.byteOffset, 2 * chunk.rowCount);
  throw new Error(`column ${column} holds no integers`);
}

/** A chunk holds no more rows. */
const mostOfChunk = 2048;

/**
 * A chunk of integers to fill, of so many rows or as many as it can hold: its columns as `numbersOf` has them, and how to
 * append what they then are.
 */
export function chunkOf(types: readonly DuckDBType[], rows: number) {
  const chunk = DuckDBDataChunk.create(types, Math.min(rows, mostOfChunk));
  return {
    columns: types.map((_, column) => numbersOf(chunk, column)),
    append(appender: DuckDBAppender) {
      for (const column of types.keys()) chunk.getColumnVector(column).flush();
      appender.appendDataChunk(chunk);
    }
  };
}

/** DuckDB hands out rows to its threads in groups of so many; files of ours hold them in such groups too. */
export const rowGroup = 122_880;

/**
 * Sets the threads for queries over so many rows each: one where they make no more than a row group, as others would have
 * nothing to do but wait, and waiting took half of the CPU time of hundreds of such queries.
 */
export const setThreads = (db: Database, rows: number) =>
  db.run(rows <= rowGroup ? "set threads = 1" : "reset threads");

/** Opens a database, hands it over, and closes it whatever happens. */
export async function withDatabase<T>(
  use: (db: Database) => Promise<T>,
  options?: Parameters<typeof openDatabase>[0]
): Promise<T> {
  const db = await openDatabase(options);
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}
