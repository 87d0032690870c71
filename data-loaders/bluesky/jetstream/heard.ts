import {withDatabase} from "../../../src/duckdb.ts";
import type {SourceName} from "../../../src/networks/sources.ts";
import {attachSnapshots, idTimeOf, listSnapshots} from "../../../src/snapshots/store.ts";
import {blueskySpoolDir} from "../../listening/kept.ts";
import {spooled} from "../../listening/spool.ts";

const source: SourceName = "bluesky-stream";

/** A follow or an unfollow that was heard, by which it was over. */
interface Heard {
  id: string;
  kind: string;
  at: Date;
}

/** A deletion is remembered for so many hours: Bluesky is not taken to lag behind its own stream by more. */
const rememberedHours = 48;

/**
 * The records of follows of an account (its id inside) that a listener heard to be deleted and not to be made again, by the
 * number of their address, each with the time of its deletion; those of the last two days before `now`.
 */
export async function heardDeleted(dataDir: string, account: string, now: Date): Promise<Map<string, Date>> {
  const since = new Date(now.getTime() - rememberedHours * 3_600_000);
  const events: Heard[] = [];
  for await (const entry of spooled(blueskySpoolDir(dataDir))) {
    if (!("row" in entry) || entry.table !== "events" || entry.row.account_id !== account) continue;
    const {event_id: id, kind, before: at} = entry.row;
    events.push({id: String(id), kind: String(kind), at: at as Date});
  }
  // Most accounts have no listener, and opening a store takes a while.
  const isRecent = (id: string) => id.includes(`-${source}-`) && id > idTimeOf(since);
  if ((await listSnapshots(dataDir)).some(isRecent))
    events.push(...(await storedEvents(dataDir, account, since)));
  events.sort((a, b) => a.at.getTime() - b.at.getTime());
  const deleted = new Map<string, Date>();
  for (const {id, kind, at} of events) {
    const [, address] = id.split(":") as [string, string];
    if (kind === "follow") deleted.delete(address);
    else if (at > since) deleted.set(address, at);
  }
  return deleted;
}

const storedEvents = (dataDir: string, account: string, since: Date) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return db.rows<Heard>(`
      select event_id as id, kind, "before" as "at" from raw.events
      where account_id = ${BigInt(account)} and snapshot_id like '%-${source}-%'
        and "before" > timestamp '${since.toISOString().replace("Z", "")}'`);
  });
