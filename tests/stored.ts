import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {withDatabase} from "../src/duckdb.ts";
import {attachSnapshots} from "../src/snapshots/store.ts";

/** A folder for one test file's data. */
export const makeTempDir = () => mkdtempSync(join(tmpdir(), "followback-test-"));
export const removeDir = (dir: string) => rmSync(dir, {recursive: true, force: true});

/** The rows of a query over the raw tables (as `raw.<table>`) of a store. */
export const storedRows = (dataDir: string, sql: string): Promise<Record<string, unknown>[]> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return db.rows(sql);
  });
