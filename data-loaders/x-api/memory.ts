import {withDatabase} from "../../src/duckdb.ts";
import type {ListMemory} from "../../src/estimators/lists.ts";
import {recallLists} from "../../src/estimators/recall.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {recallActs, type ActMemory} from "./act-memory.ts";
import type {ListName} from "./requests.ts";

/** What earlier snapshots of one account say: its lists, and which acts were asked for. */
export interface Memory {
  lists: (list: ListName, source: string) => ListMemory;
  acts: ActMemory;
}

/** Reads what the store knows of an account, at `now`. */
export const recallMemory = (dataDir: string, account: string, now: Date): Promise<Memory> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return {lists: await recallLists(db, account), acts: await recallActs(db, account, now)};
  });
