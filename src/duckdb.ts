import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {DuckDBInstance, type DuckDBConnection} from "@duckdb/node-api";

/** A row as JavaScript: BIGINT as bigint, TIMESTAMP as Date, DECIMAL and DOUBLE as number, lists as arrays. */
export type Row = Record<string, unknown>;

export interface Database {
  connection: DuckDBConnection;
  /** Runs statements that return nothing of interest. */
  run(sql: string): Promise<void>;
  /** Runs one query and returns its rows as JavaScript values. */
  rows<T = Row>(sql: string): Promise<T[]>;
  close(): Promise<void>;
}

/** A single-quoted SQL string. */
export const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * Opens a private in-memory database. It spills to a directory of its own under the system's temporary folder, not to
 * the working directory, and reads all times as UTC.
 */
export async function openDatabase(
  options: {threads?: number; memoryLimit?: string} = {}
): Promise<Database> {
  const spill = await mkdtemp(join(tmpdir(), "followback-"));
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: spill,
    ...(options.threads && {threads: String(options.threads)}),
    memory_limit: options.memoryLimit ?? process.env.FOLLOWBACK_MEMORY ?? "4GB"
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
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(spill, {recursive: true, force: true});
    }
  };
}

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
