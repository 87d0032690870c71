import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeEach} from "vitest";
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

/** For a file of tests: each of its tests gets an empty folder `dir`, whose `dataDir` is not there yet. */
export function useFreshStore() {
  const temp = makeTempDir();
  let nth = 0;
  const store = {
    dir: "",
    dataDir: "",
    /** Writes a file into the folder and returns its path. */
    write(name: string, content: string | Buffer) {
      const file = join(store.dir, name);
      writeFileSync(file, content);
      return file;
    },
    /** The rows of a query over the raw tables. */
    rows: (sql: string) => storedRows(store.dataDir, sql),
    /** The names of the snapshots. */
    snapshots() {
      const folder = join(store.dataDir, "snapshots");
      return existsSync(folder) ? readdirSync(folder) : [];
    }
  };
  beforeEach(() => {
    store.dir = join(temp, String(++nth));
    store.dataDir = join(store.dir, "data");
    mkdirSync(store.dir);
  });
  afterAll(() => removeDir(temp));
  return store;
}
