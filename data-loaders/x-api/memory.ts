import {withDatabase, type Database} from "../../src/duckdb.ts";
import type {ListMemory} from "../../src/lists/lists.ts";
import {recallLists} from "../../src/lists/replay-lists.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {recallActs, type ActMemory} from "../act-memory.ts";
import type {InterestMemory} from "./interest-memory.ts";
import type {ListName} from "../x/protocol/requests.ts";

/** What earlier snapshots of one account say: its lists, and which acts were asked for. */
export interface Memory {
  lists: (list: ListName, source: string) => ListMemory;
  /** The snapshots that have a whole list of followers; those that have come since are not in it. */
  wholeLists: ReadonlySet<string>;
  acts: ActMemory;
  /** Who may be looked at for interests; not there unless somebody asks for them. */
  interests?: InterestMemory;
  /** People whose last look-up, some days ago at most, told nothing: they are looked up once more. */
  unresolved: string[];
}

/** For so many days a look-up can still settle why somebody left: see the model `run_ends`. */
const settledWithin = 8;

/** Reads what the store knows of an account, at `now`. */
export const recallMemory = (dataDir: string, account: string, now: Date): Promise<Memory> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const wholeLists = new Set<string>();
    const lists = await recallLists(db, account, ({snapshotId, list, judgement}) => {
      if (list === "followers" && judgement.verdict === "complete") wholeLists.add(snapshotId);
    });
    return {
      lists,
      wholeLists,
      acts: await recallActs(db, account, now),
      unresolved: await recallUnresolved(db, account, now)
    };
  });

async function recallUnresolved(db: Database, account: string, now: Date): Promise<string[]> {
  const daysAgo = (days: number) =>
    `timestamp '${new Date(now.getTime() - days * 86_400_000).toISOString().replace("Z", "")}'`;
  // Somebody X never tells anything about is given up when the first look-up is too long ago.
  const people = await db.rows<{id: string}>(`
    with looks as (
      select user_id, status, status_at,
        max(case when status <> 'unresolved' then status_at end) over (partition by user_id) as told_at
      from raw.users
      where account_id = ${BigInt(account)} and status_at > ${daysAgo(2 * settledWithin)}
    )
    select user_id::varchar as id
    from looks
    where status = 'unresolved' and (told_at is null or status_at > told_at)
    group by user_id
    having min(status_at) > ${daysAgo(settledWithin)}
    order by user_id`);
  return people.map(({id}) => id);
}
