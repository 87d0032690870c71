import {withDatabase} from "../src/duckdb.ts";
import {runModels} from "../src/models/build.ts";
import {attachSnapshots} from "../src/snapshots/store.ts";

/** The rows of a query over one model of a store, of which no other is made but those that it reads. */
export const modelRows = <T = Record<string, unknown>>(dataDir: string, model: string, sql: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir, "raw", {willReadOften: true});
    await runModels(db, {only: [model]});
    return db.rows<T>(sql);
  });
