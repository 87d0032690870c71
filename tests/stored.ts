import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeEach} from "vitest";
import {openDatabase, type Database} from "../src/duckdb.ts";
import {attachSnapshots} from "../src/snapshots/store.ts";

/** A folder for one test file's data. */
export const makeTempDir = () => mkdtempSync(join(tmpdir(), "followback-test-"));
export const removeDir = (dir: string) => rmSync(dir, {recursive: true, force: true});

/** What a file of tests reads its stores with: to open a database takes longer than to read a small store. */
let reader: Promise<Database> | undefined;
let lastRead: Promise<unknown> = Promise.resolve();

/** The rows of a query over the raw tables (as `raw.<table>`) of a store; `before` is SQL that is run first. */
export function storedRows<T = Record<string, unknown>>(
  dataDir: string,
  sql: string,
  before = ""
): Promise<T[]> {
  const rows = lastRead.then(async () => {
    reader ??= openDatabase({threads: 1});
    const db = await reader;
    // Files may be others than a moment ago under the same names.
    await db.run("set enable_external_file_cache = false; drop schema if exists raw cascade");
    await attachSnapshots(db, dataDir);
    if (before !== "") await db.run(before);
    return db.rows<T>(sql);
  });
  lastRead = rows.catch(() => {});
  return rows;
}

/** For a file of tests: each of its tests gets an empty folder `dir`, whose `dataDir` is not there yet. */
export function useFreshStore() {
  const temp = makeTempDir();
  let nth = 0;
  const filled = new Map<string, string>();
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
    /**
     * Does what several tests begin with, under its name: the first time it is done, in the empty folder; from then on the
     * folder becomes a copy of what that left there.
     */
    async begin(name: string, fill: () => Promise<unknown>) {
      const known = filled.get(name);
      if (known !== undefined) return cpSync(known, store.dir, {recursive: true});
      await fill();
      const kept = join(temp, `filled-${filled.size}`);
      cpSync(store.dir, kept, {recursive: true});
      filled.set(name, kept);
    },
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
