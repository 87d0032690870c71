import {sourceOf} from "../networks/sources.ts";
import type {Database} from "../duckdb.ts";

/** A list that ended, but was judged to lack people. */
export interface HeldBack {
  accountId: string;
  snapshotId: string;
  list: string;
  source: string;
  finishedAt: Date;
  /** The date, where its file says no more of when it was read. */
  sitting: string | null;
  why: string;
}

/** The lists held back, the newest first, by two relations: how lists were judged, see `storeJudgements`, and the lists. */
export async function readHeldBack(
  db: Database,
  judged = "judged_lists",
  lists = "raw.lists"
): Promise<HeldBack[]> {
  const found = await db.rows<{
    account_id: bigint;
    snapshot_id: string;
    list: string;
    source: string;
    finished_at: Date;
    sitting: string | null;
    why: string;
  }>(`
    select j.account_id, j.snapshot_id, j.list, l.source, l.finished_at, l.sitting, coalesce(j.why, 'it may lack people') as why
    from ${judged} j
    join ${lists} l on l.account_id = j.account_id and l.snapshot_id = j.snapshot_id and l.list = j.list
    where l.ended and j.verdict = 'partial'
    order by l.finished_at desc, j.account_id, j.snapshot_id, j.list`);
  return found.map(({account_id, snapshot_id, list, source, finished_at, sitting, why}) => ({
    accountId: String(account_id),
    snapshotId: snapshot_id,
    list,
    source,
    finishedAt: finished_at,
    sitting,
    why
  }));
}

/** So many lists are named; the page `quality` shows all. */
const mostNamed = 5;

/** One line a list: which, why, and what overrules it. */
export function linesOfHeldBack(lists: readonly HeldBack[]): string[] {
  const lines = lists
    .slice(0, mostNamed)
    .map(({accountId, snapshotId, list, source, finishedAt, sitting, why}) => {
      const when = sitting ?? `${finishedAt.toISOString().slice(0, 19).replace("T", " ")} UTC`;
      return `held back, so no one counts as lost because of it: ${list} of ${accountId} as of ${when} (snapshot ${snapshotId}): ${why}${remedyOf(source, why)}`;
    });
  const more = lists.length - lines.length;
  if (more > 0) lines.push(`held back: ${more} more: the page quality names them all`);
  return lines;
}

/** An archive that counts nobody: nothing overrules it, and the next one says more. */
const isEmptyArchive = (source: string, why: string) =>
  !sourceOf(source).listsArePaged && why.startsWith("empty, while the ");

function remedyOf(source: string, why: string): string {
  if (why.includes("--complete-anyway") || isEmptyArchive(source, why)) return "";
  const {listsArePaged} = sourceOf(source);
  // What the next list showed of it, no later one takes back.
  const isJudged = why.includes("next list");
  if (isJudged) return listsArePaged ? "" : ": import it again with --complete-anyway if it is right";
  return listsArePaged
    ? ": it counts once the next list agrees"
    : ": it counts once the next list agrees, or import it again with --complete-anyway if it is right";
}
