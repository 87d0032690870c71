import {existsSync} from "node:fs";
import {copyFile, link, mkdir, readdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {commitRewritten, settleRewritten} from "../snapshots/directory.ts";
import {holdStore, listSnapshots, readManifest, snapshotDir, snapshotsDir} from "../snapshots/store.ts";
import {columnsOf, keyOf, type TableName} from "../snapshots/tables.ts";
import {parquetOptions, settle, syncPath} from "../snapshots/writer.ts";

/** Days after which nothing says any more of a single person whether they posted on the topics. */
export const foldAfterDays = 90;

/**
 * Folds rows of `interests` that are older than 90 days into `interest_counts`, snapshot by snapshot, each in one step:
 * by stratum, period and the route that the last build gave. People whom that build does not know stay until the next;
 * without marts nothing is folded. Unfinished looks as old as that are dropped. Returns how many people were folded.
 */
export async function foldInterests(dataDir: string, now: Date): Promise<number> {
  const followers = join(dataDir, "marts", "followers.parquet");
  if (!existsSync(followers)) return 0;
  return holdStore(dataDir, async (db) => {
    const cutoff = new Date(now.getTime() - foldAfterDays * 86_400_000).toISOString().replace("Z", "");
    await db.run(`create or replace temp table folded_routes as
      select account_id, user_id, route from read_parquet(${quote(followers)})`);
    let people = 0;
    for (const id of await listSnapshots(dataDir)) people += await foldOne(db, dataDir, id, cutoff, now);
    await db.run("drop table folded_routes");
    return people;
  });
}

async function foldOne(
  db: Database,
  dataDir: string,
  id: string,
  cutoff: string,
  now: Date
): Promise<number> {
  const from = snapshotDir(dataDir, id);
  const held = (table: TableName) => {
    const file = join(from, `${table}.parquet`);
    return existsSync(file) ? `read_parquet(${quote(file)})` : null;
  };
  const [rows, looks] = [held("interests"), held("interest_looks")];
  const isKnown = "exists (from folded_routes r where r.account_id = i.account_id and r.user_id = i.user_id)";
  const isOld = `(i.looked_at < timestamp ${quote(cutoff)} and ${isKnown})`;
  const isOldLook = `first_seen_at < timestamp ${quote(cutoff)}`;
  const [found] = await db.rows<{people: bigint; looks: bigint}>(`select
    ${rows ? `(select count(distinct (account_id, user_id)) from ${rows} i where ${isOld})` : "0::bigint"} as people,
    ${looks ? `(select count(*) from ${looks} where ${isOldLook})` : "0::bigint"} as looks`);
  const {people, looks: oldLooks} = found!;
  if (people === 0n && oldLooks === 0n) return 0;

  const rewritten = new Map<TableName, string>();
  if (looks && oldLooks > 0n)
    rewritten.set("interest_looks", `select * from ${looks} where not coalesce(${isOldLook}, false)`);
  if (rows && people > 0n) {
    rewritten.set("interests", `select * from ${rows} i where not coalesce(${isOld}, false)`);
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
    rewritten.set(
      "interest_counts",
      `select ${columns} from (${counts})${before ? ` union all select ${columns} from ${before}` : ""}`
    );
  }
  await rewrite(db, dataDir, id, rewritten);
  return Number(people);
}

/** Writes a snapshot anew with these tables in the place of its own: what does not change is linked, not copied. */
async function rewrite(db: Database, dataDir: string, id: string, tables: ReadonlyMap<TableName, string>) {
  const root = snapshotsDir(dataDir);
  const from = snapshotDir(dataDir, id);
  const hidden = join(root, `.${id}-folding`);
  const manifest = await readManifest(dataDir, id);
  await rm(hidden, {recursive: true, force: true});
  await mkdir(hidden);
  for (const name of await readdir(from)) {
    if (name === "snapshot.json" || tables.has(name.replace(/\.parquet$/, "") as TableName)) continue;
    await link(join(from, name), join(hidden, name)).catch(() =>
      copyFile(join(from, name), join(hidden, name))
    );
  }
  for (const [table, select] of tables) {
    const file = join(hidden, `${table}.parquet`);
    const key = keyOf(table).map((column) => `"${column}"`);
    const [copied] = await db.rows<{Count: bigint}>(
      `copy (select * from (${select}) order by ${key.join(", ")}) to ${quote(file)} (${parquetOptions})`
    );
    manifest.tables[table] = {rows: Number(copied!.Count), ...(await settle(file))};
  }
  await writeFile(join(hidden, "snapshot.json"), JSON.stringify(manifest, null, 2) + "\n", {flush: true});
  await syncPath(hidden);
  await commitRewritten(root, id, hidden);
  await settleRewritten(root);
}
