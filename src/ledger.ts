import {quote, type Database} from "./duckdb.ts";
import {listSnapshots, readManifest} from "./snapshots/store.ts";

/**
 * What each snapshot cost, from its `snapshot.json`, as a table `ledger`, one row an account, snapshot and endpoint; and
 * as `stops` the snapshots that ended before they were whole, with the reason as it was stored. A snapshot of several
 * accounts counts for each. Snapshots from before `billed` and `dollars_at_most` were counted had every row billed.
 */
export async function attachLedger(db: Database, dataDir: string): Promise<void> {
  await db.run(`create table ledger (
    account_id bigint, source varchar, endpoint varchar, requests bigint, resources bigint, billed bigint,
    dollars decimal(18, 6), dollars_list decimal(18, 6), dollars_at_most decimal(18, 6))`);
  await db.run("create table stops (account_id bigint, source varchar, taken_at timestamp, reason varchar)");
  const asked: string[] = [];
  const stops: string[] = [];
  for (const id of await listSnapshots(dataDir)) {
    const {accounts, source, taken_at: takenAt, requests = [], stopped} = await readManifest(dataDir, id);
    if (!Array.isArray(accounts)) continue;
    for (const account of accounts) {
      for (const {endpoint, requests: count, resources, billed, dollars, ...other} of requests) {
        const {dollars_list: list = dollars, dollars_at_most: most = dollars} = other;
        asked.push(
          `(${account}, ${quote(source)}, ${quote(endpoint)}, ${count}, ${resources}, ${billed ?? resources}, ${dollars}, ${list}, ${most})`
        );
      }
      if (stopped !== undefined)
        stops.push(`(${account}, ${quote(source)}, ${quote(takenAt)}, ${quote(stopped)})`);
    }
  }
  if (asked.length > 0) await db.run(`insert into ledger values ${asked.join(", ")}`);
  if (stops.length > 0) await db.run(`insert into stops values ${stops.join(", ")}`);
}
