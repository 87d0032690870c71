import type {Database} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {plural} from "../../src/words.ts";

const mostNamed = 3;

/**
 * What to say where people of a log stand in another campaign of the store at the same time, as they do after a corrected log.
 * `targets` is SQL for the rows of `campaign_targets` that come. Null where nobody does.
 */
export async function sharedTargets(db: Database, dataDir: string, targets: string): Promise<string | null> {
  await attachSnapshots(db, dataDir);
  const [found] = await db.rows<{people: bigint; ids: string[] | null}>(`
    select count(distinct n.user_id) as people, list_sort(list(distinct o.snapshot_id)) as ids
    from (${targets}) n
    join raw.campaign_targets o on o.account_id = n.account_id and o.user_id = n.user_id and o.campaign_id <> n.campaign_id
      and coalesce(o."after" <= n."before", true) and coalesce(n."after" <= o."before", true)`);
  const {people, ids} = found!;
  if (people === 0n) return null;
  const named = `${ids!.slice(0, mostNamed).join(", ")}${ids!.length > mostNamed ? ", …" : ""}`;
  return `${plural(Number(people), "person is", "people are")} now in two campaigns at one time and ${people === 1n ? "counts" : "count"} for neither for certain: if this log corrects an earlier one, take that back by followback snapshots remove (${named})`;
}
