import {existsSync} from "node:fs";
import {join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {writeCompacted, type Compacted} from "../snapshots/compacted.ts";
import {compactedIn, holdStore, listSnapshots, snapshotsDir} from "../snapshots/store.ts";
import {columnsOf, type TableName} from "../snapshots/tables.ts";
import {heldByCompacted, heldBySnapshot, rewriteSnapshot, type Held} from "./rewrite.ts";

/** Days after which nothing says any more of a single person whether they posted on the topics. */
const foldAfterDays = 90;

/**
 * Folds rows of `interests` that are older than 90 days into `interest_counts`, snapshot by snapshot, each in one step:
 * by stratum, period and the route that the last build gave. People whom that build does not know stay until the next;
 * without marts nothing is folded. Unfinished looks as old as that are dropped. Returns how many people were folded.
 */
export async function foldInterests(dataDir: string, now: Date): Promise<number> {
  const followers = join(dataDir, "marts", "followers.parquet");
  // Most stores hold none, and need no database to say so.
  const {alone, together} = await findHolders(dataDir);
  if (!existsSync(followers) || (alone.length === 0 && together === null)) return 0;
  return holdStore(dataDir, async (db) => {
    const {alone, together} = await findHolders(dataDir); // again, now that no one else writes
    const cutoff = new Date(now.getTime() - foldAfterDays * 86_400_000).toISOString().replace("Z", "");
    await db.run(`create or replace temp table folded_routes as
      select account_id, user_id, route from read_parquet(${quote(followers)})`);
    let people = together === null ? 0 : await foldCompacted(db, dataDir, together, cutoff, now);
    for (const id of alone) {
      const folded = await selectFolded(db, heldBySnapshot(dataDir, id), cutoff, now);
      if (folded === null) continue;
      await rewriteSnapshot(db, dataDir, id, folded);
      people += folded.people;
    }
    await db.run("drop table folded_routes");
    return people;
  });
}

const personalTables = ["interests", "interest_looks"] as const;

/** The snapshots that hold rows about single people: those in folders of their own, and the compacted ones if any of them does. */
async function findHolders(dataDir: string): Promise<{alone: string[]; together: Compacted | null}> {
  const ids = await listSnapshots(dataDir);
  const compacted = compactedIn(dataDir);
  const holds =
    compacted !== null && personalTables.some((table) => (compacted.tables[table]?.rows ?? 0) > 0);
  return {
    alone: ids.filter((id) => personalTables.some(heldBySnapshot(dataDir, id))),
    together: holds ? compacted : null
  };
}

/** The tables that folding changes, each with the select of its new rows, and how many people are folded; null where nothing is old enough. */
async function selectFolded(
  db: Database,
  held: Held,
  cutoff: string,
  now: Date
): Promise<{people: number; tables: Map<TableName, string>} | null> {
  const [rows, looks] = [held("interests"), held("interest_looks")];
  const isKnown = "exists (from folded_routes r where r.account_id = i.account_id and r.user_id = i.user_id)";
  const isOld = `(i.looked_at < timestamp ${quote(cutoff)} and ${isKnown})`;
  const isOldLook = `first_seen_at < timestamp ${quote(cutoff)}`;
  const [found] = await db.rows<{people: bigint; looks: bigint}>(`select
    ${rows ? `(select count(distinct (account_id, user_id)) from ${rows} i where ${isOld})` : "0::bigint"} as people,
    ${looks ? `(select count(*) from ${looks} where ${isOldLook})` : "0::bigint"} as looks`);
  const {people, looks: oldLooks} = found!;
  if (people === 0n && oldLooks === 0n) return null;

  const tables = new Map<TableName, string>();
  if (looks && oldLooks > 0n)
    tables.set("interest_looks", `select * from ${looks} where not coalesce(${isOldLook}, false)`);
  if (rows && people > 0n) {
    tables.set("interests", `select * from ${rows} i where not coalesce(${isOld}, false)`);
    const counts = `
      select i.account_id, i.snapshot_id, i.stratum, r.route, i.period, count(i.matched) as people,
        count(*) filter (where i.matched) as matched, count(*) filter (where i.matched is null) as not_observable,
        max(i.stratum_people) as stratum_people, max(i.sampled_people) as sampled_people, i.topics, i.method,
        timestamp ${quote(now.toISOString().replace("Z", ""))} as folded_at
      from ${rows} i
      join folded_routes r on r.account_id = i.account_id and r.user_id = i.user_id
      where ${isOld}
      group by i.account_id, i.snapshot_id, i.stratum, r.route, i.period, i.topics, i.method`;
    const columns = Object.keys(columnsOf("interest_counts"))
      .map((name) => `"${name}"`)
      .join(", ");
    const before = held("interest_counts");
    tables.set(
      "interest_counts",
      `select ${columns} from (${counts})${before ? ` union all select ${columns} from ${before}` : ""}`
    );
  }
  return {people: Number(people), tables};
}

/** Folds the interests of the compacted snapshots, all at once. Returns how many people were folded. */
async function foldCompacted(
  db: Database,
  dataDir: string,
  compacted: Compacted,
  cutoff: string,
  now: Date
): Promise<number> {
  const folded = await selectFolded(db, heldByCompacted(compacted), cutoff, now);
  if (folded === null) return 0;
  const manifests = new Map([...compacted.snapshots].map(([id, old]) => [id, structuredClone(old)]));
  for (const [table, select] of folded.tables) {
    const counted = await db.rows<{id: string; rows: bigint}>(
      `select snapshot_id as id, count(*) as rows from (${select}) group by snapshot_id`
    );
    const rows = new Map(counted.map((one) => [one.id, Number(one.rows)]));
    for (const [id, {tables}] of manifests)
      if (tables[table] || rows.has(id))
        tables[table] = {bytes: 0, sha256: "", ...tables[table], rows: rows.get(id) ?? 0};
  }
  await writeCompacted(db, snapshotsDir(dataDir), {
    snapshots: [...manifests.values()],
    tables: Object.fromEntries(folded.tables)
  });
  return folded.people;
}
