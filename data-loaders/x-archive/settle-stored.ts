import {quote, type Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {
  attachSnapshots,
  hasSnapshot,
  readManifest,
  snapshotId,
  type SnapshotPlan
} from "../../src/snapshots/store.ts";

/** How sure an archive is of its lists: by nothing, by its user's word, whatever speaks against it, by its manifest's counts. */
const certainties = ["none", "declared", "forced", "counted"] as const;

/** What an archive has to tell: X makes one at a moment, but it may be imported trimmed, or without its manifest. */
export interface Content {
  certainty: (typeof certainties)[number];
  lists: readonly string[];
  hasPosts: boolean;
}

/** The reason in the lists of an archive that nothing counts. */
export const uncounted = "no manifest to count against";
/** A moment's archive cannot grow more often: by certainty, by its posts, by each of its lists. */
const mostVersions = 10;

/**
 * Under which plan an archive is stored, and which stored snapshot of the same account and moment it takes the place of:
 * one that holds less of the same archive. Where the store holds as much already, the plan is that one's. Throws a
 * `UserError` where each of the two holds something that the other lacks, or where people were erased from the stored one.
 */
export async function settleArchive(
  db: Database,
  dataDir: string,
  path: string,
  plan: SnapshotPlan,
  content: Content
): Promise<{plan: SnapshotPlan; replaces: string | null}> {
  const versions = Array.from({length: mostVersions}, (_, nth) =>
    nth === 0 ? plan : {...plan, key: `${plan.key} ${nth + 1}`}
  );
  const nth = versions.findLastIndex((version) => hasSnapshot(dataDir, version));
  const stored = versions[nth];
  const next = versions[nth + 1];
  if (stored === undefined || next === undefined) return {plan: stored ?? plan, replaces: null};
  const id = snapshotId(stored);
  const {content: known, isErased} = await contentOf(db, dataDir, id);
  const rank = ({certainty}: Content) => certainties.indexOf(certainty);
  const hasMore = (a: Content, b: Content) =>
    rank(a) > rank(b) || (a.hasPosts && !b.hasPosts) || a.lists.some((list) => !b.lists.includes(list));
  if (!hasMore(content, known)) return {plan: stored, replaces: null};
  if (hasMore(known, content))
    throw new UserError(
      `${path}: the store has another part of this archive, as snapshot ${id}: give the whole archive, or remove that one first by followback snapshots remove ${id}`
    );
  if (isErased)
    throw new UserError(
      `${path}: people were forgotten out of the stored archive ${id}, and this one would bring them back: leave it out`
    );
  return {plan: next, replaces: id};
}

async function contentOf(
  db: Database,
  dataDir: string,
  id: string
): Promise<{content: Content; isErased: boolean}> {
  const schema = "stored_archive";
  await attachSnapshots(db, dataDir, schema);
  try {
    const lists = await db.rows<{list: string; reason: string | null; basis: string | null}>(
      `select list, reason, completeness_basis as basis from ${schema}.lists where snapshot_id = ${quote(id)}`
    );
    const erased = await db.rows(`select 1 from ${schema}.erasures where snapshot_id = ${quote(id)} limit 1`);
    const certainty = lists.some(({reason}) => reason === uncounted)
      ? "none"
      : (certainties.find((one) => lists.some(({basis}) => basis === one)) ?? "counted");
    const {posts_missing} = await readManifest(dataDir, id);
    return {
      content: {certainty, lists: lists.map(({list}) => list), hasPosts: posts_missing === undefined},
      isErased: erased.length > 0
    };
  } finally {
    await db.run(`drop schema ${schema} cascade`);
  }
}
