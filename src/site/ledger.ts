import {quote, type Database} from "../duckdb.ts";
import {sourceOf} from "../networks/sources.ts";
import {keptBills, listSnapshots, readManifest, type Manifest, type Request} from "../snapshots/store.ts";

/**
 * What each snapshot cost, from its `snapshot.json` or, once it was removed, from its kept bill, as a table `ledger`, one row an account, snapshot and endpoint; and
 * as `stops` the snapshots that ended before they were whole, with the reason as it was stored. A snapshot of several
 * accounts counts for each. Archives stand in `archives` with the posts they hold, null where their file is missing. Snapshots from before `billed` and `dollars_at_most` were counted had every row billed.
 */
export async function attachLedger(db: Database, dataDir: string): Promise<void> {
  await db.run(`create table ledger (
    account_id bigint, source varchar, endpoint varchar, requests bigint, resources bigint, billed bigint,
    dollars decimal(18, 6), dollars_list decimal(18, 6), dollars_at_most decimal(18, 6))`);
  await db.run("create table stops (account_id bigint, source varchar, taken_at timestamp, reason varchar)");
  await db.run(
    "create table archives (account_id bigint, taken_at timestamp, posts bigint, posts_counted bigint)"
  );
  const asked: string[] = [];
  const stops: string[] = [];
  const archives: string[] = [];
  const ask = (account: string, source: string, requests: readonly Request[]) => {
    for (const {endpoint, requests: count, resources, billed, dollars, ...other} of requests) {
      const {dollars_list: list = dollars, dollars_at_most: most = dollars} = other;
      asked.push(
        `(${account}, ${quote(source)}, ${quote(endpoint)}, ${count}, ${resources}, ${billed ?? resources}, ${dollars}, ${list}, ${most})`
      );
    }
  };
  const ids = await listSnapshots(dataDir);
  for (const {accounts, source, requests} of await keptBills(dataDir, ids))
    if (Array.isArray(accounts)) for (const account of accounts) ask(account, source, requests);
  for (const id of ids) {
    const manifest = await readManifest(dataDir, id);
    const {accounts, source, taken_at: takenAt, requests = [], stopped} = manifest;
    if (!Array.isArray(accounts)) continue;
    for (const account of accounts) {
      ask(account, source, requests);
      if (sourceOf(source).holdsAllPosts)
        archives.push(
          `(${account}, ${quote(takenAt)}, ${postsOf(manifest) ?? "null"}, ${manifest.posts_missing?.counted ?? "null"})`
        );
      if (stopped !== undefined)
        stops.push(`(${account}, ${quote(source)}, ${quote(takenAt)}, ${quote(stopped)})`);
    }
  }
  if (asked.length > 0) await db.run(`insert into ledger values ${asked.join(", ")}`);
  if (archives.length > 0) await db.run(`insert into archives values ${archives.join(", ")}`);
  if (stops.length > 0) await db.run(`insert into stops values ${stops.join(", ")}`);
}

/** How archives without a file of posts were stored before they said so in `posts_missing`. */
const oldNote = "no own posts in the archive";

/** The posts an archive holds; null where its file of them is missing. */
const postsOf = ({posts_missing: missing, notes = [], tables}: Manifest): number | null =>
  missing !== undefined || notes.includes(oldNote) ? null : (tables.posts?.rows ?? 0);
