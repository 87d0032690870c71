import type {Database} from "../../src/duckdb.ts";
import type {KnownNames} from "./ids-of-names.ts";
import type {TableName} from "../../src/snapshots/tables.ts";
import type {LayoutOptions, Source} from "./source.ts";
import type {TimeOptions} from "./times.ts";

/** Which accounts a table is about: ids, or everybody in it. */
export type Scope = readonly string[] | "all";

/** One snapshot to be: its raw tables lie ready as Parquet files. */
export interface Prepared {
  takenAt: Date;
  tables: TableName[];
  notes: string[];
  /** Tells several snapshots of one file apart; "" where there is one. */
  part: string;
  /** What was understood, to be said before anything is written. */
  line?: string;
}

export type PrepareOptions = LayoutOptions & TimeOptions & {accounts?: Scope};

/**
 * Checks a source and turns it into the rows of snapshots, each table a Parquet file at `tempFile(table, part)`, which
 * is given as a SQL string. `known` are the names of accounts whose ids are known.
 */
export type Prepare<Options = object> = (
  db: Database,
  source: Source,
  options: PrepareOptions & Options,
  tempFile: (table: TableName, part?: string) => string,
  known: KnownNames
) => Promise<Prepared[]>;
