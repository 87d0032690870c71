import {quote, type Database} from "../../duckdb.ts";

/**
 * A relation that an estimator makes out of another one: counts in, figures out. It stands in the build's order like a
 * model, after what it reads.
 */
export interface Estimated {
  name: string;
  /** Written to the marts folder; the others are steps on the way to a model. */
  isMart: boolean;
  /** What it holds, as the leading comment of a model's SQL would say it: grain, a line a column, checks. */
  header?: string;
  /** The relations it reads. */
  reads: string[];
  /** Creates the relation `name`, its rows in a stated order. */
  make: (db: Database) => Promise<void>;
}

/** A column of a made relation: its name and DuckDB type. */
export type Columns = Record<
  string,
  "BIGINT" | "INTEGER" | "VARCHAR" | "DOUBLE" | "BOOLEAN" | "TIMESTAMP" | "DATE"
>;

type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** Creates a table and fills it with rows in the order given; undefined is null. */
export async function createTable<C extends Columns>(
  db: Database,
  name: string,
  columns: C,
  rows: AnyIterable<{[column in keyof C]?: string | number | bigint | boolean | Date | null}>
): Promise<void> {
  const names = Object.keys(columns);
  await db.run(
    `create table "${name}" (${names.map((column) => `"${column}" ${columns[column]}`).join(", ")})`
  );
  const chunks: string[] = [];
  const flush = async () => {
    if (chunks.length > 0) await db.run(`insert into "${name}" values ${chunks.join(", ")}`);
    chunks.length = 0;
  };
  for await (const row of rows) {
    chunks.push(`(${names.map((column) => literal(row[column])).join(", ")})`);
    if (chunks.length === 1000) await flush();
  }
  await flush();
}

function literal(value: string | number | bigint | boolean | Date | null | undefined): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Date) return `timestamp '${value.toISOString().replace("T", " ").replace("Z", "")}'`;
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" && !Number.isFinite(value)) return "null";
  return typeof value === "number" ? `${value}::double` : String(value);
}
