import {createHash} from "node:crypto";
import {basename} from "node:path";
import type {Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {readManifest, snapshotId, type SnapshotPlan} from "../../src/snapshots/store.ts";
import {listOrders, type ListOrder} from "../tables/rows.ts";
import type {TimeSpan} from "../tables/times.ts";
import {placeOf} from "./against-store.ts";
import {factsOfName} from "./file-name.ts";
import {rowTimes, type SavedList} from "./understand.ts";

/** The same files with the same meaning are the same snapshot, in whatever order they come. */
export function planOf(group: readonly SavedList[]): SnapshotPlan {
  const [{account, list, taken, basis, ended, order}] = group as [SavedList];
  const key = [
    ...group.map(({sha256}) => sha256),
    account,
    list,
    taken.from.toISOString(),
    taken.to.toISOString(),
    basis,
    ended,
    order
  ];
  return {
    source: "tables",
    takenAt: taken.to,
    key: createHash("sha256").update(key.join(" ")).digest("hex")
  };
}

type Completeness = Pick<SavedList, "ended" | "basis">;
/** What a list was declared to be, the strongest word last. */
const completenesses: readonly Completeness[] = [
  {ended: false, basis: null},
  {ended: true, basis: "declared"},
  {ended: true, basis: "forced"}
];
const rankOf = ({basis}: Completeness) => completenesses.findIndex((one) => one.basis === basis);

interface StoredList {
  id: string;
  place: string;
  taken: TimeSpan;
  sitting: string | null;
}

/** A stored snapshot, and the one that is to take its place. */
export interface Replacement {
  id: string;
  by: string;
}

/**
 * Compares the lists that come with those of the store of one account, kind and time. Where the very same files are
 * stored already and flags now say more of them, or said more before, the two are one list of which all is known that
 * either import said: so the order of imports does not matter. Changes `groups` accordingly, and returns which stored
 * snapshots they replace, and lines that say so. Throws a `UserError` where the store has another list, or where the two
 * imports contradict each other. `raw.lists` must be readable on `db`.
 */
export async function settleWithStored(
  db: Database,
  dataDir: string,
  groups: readonly SavedList[][]
): Promise<{replaced: Replacement[]; lines: string[]; knownAccounts: ReadonlySet<string>}> {
  const stored = await storedLists(db);
  const erased = await db.rows<{snapshot_id: string; list: string}>(
    "select snapshot_id, list from raw.erasures"
  );
  const places = new Set(groups.map(([list]) => placeOf(list!)));
  const accounts = await db.rows<{id: bigint}>("select distinct account_id as id from raw.lists");
  const replaced: Replacement[] = [];
  const changes = new Map<string, {path: string; id: string; lists: number}>();
  const note = (what: string, path: string, id: string) => {
    const known = changes.get(what) ?? {path, id, lists: 0};
    changes.set(what, {...known, lists: known.lists + 1});
  };
  for (const group of groups) {
    const [list] = group as [SavedList];
    const place = placeOf(list);
    const all = stored.get(`${list.account} ${list.list}`) ?? [];
    const known = all.filter((one) => one.place === place || (list.day !== null && one.sitting === list.day));
    for (const one of all)
      if (!known.includes(one) && !places.has(one.place)) await refuseOtherTime(dataDir, group, one);
    const settled: {id: string; gained: string[]; kept: string[]}[] = [];
    for (const one of known) settled.push({id: one.id, ...join(group, one)});
    const by = snapshotId(planOf(group));
    for (const {id, gained, kept} of settled) {
      if (id !== by) {
        if (erased.some((one) => one.snapshot_id === id && one.list === list.list))
          throw new UserError(
            `${list.path}: people were forgotten out of the stored list ${id}, and this file would bring them back: leave out the flag`
          );
        replaced.push({id, by});
        note(`is replaced, now ${gained.join(", ")}`, list.path, id);
      } else if (kept.length > 0) note(`stays ${kept.join(", ")}`, list.path, id);
    }
  }
  const lines = [...changes].map(([what, {path, id, lists}]) =>
    lists === 1
      ? `${basename(path)}: the store has this list already, as snapshot ${id}: it ${what}`
      : `${lists} of these lists are in the store already, such as snapshot ${id}: each ${what}`
  );
  return {replaced, lines, knownAccounts: new Set(accounts.map(({id}) => String(id)))};
}

/** Zones, and a day for a moment in it, move the time of a list by less than this. */
const longestShiftMs = 50 * 3_600_000;

/**
 * Refuses files that are stored already as of another time: one reading of a list is not two. That is sure where the time
 * stands in the rows, or in the name, and the stored file has the same one.
 */
async function refuseOtherTime(
  dataDir: string,
  group: readonly SavedList[],
  stored: StoredList
): Promise<void> {
  const [list] = group as [SavedList];
  if (Math.abs(list.taken.to.getTime() - stored.taken.to.getTime()) > longestShiftMs) return;
  if (meaningOf(group, stored) === null) return;
  const name = group.map(({path}) => basename(path)).join(", ");
  const isDated = factsOfName(list.path, []).takenAt !== null;
  const isSame = isDated && (await readManifest(dataDir, stored.id)).from === name;
  if (list.known.taken !== rowTimes && !isSame) return;
  throw new UserError(
    `${list.path}: the store has this very file as of another time, as snapshot ${stored.id}: give the same flags of time as then, or remove it first by followback snapshots remove ${stored.id}`
  );
}

/** The lists of files in the store, by account and kind. */
async function storedLists(db: Database): Promise<Map<string, StoredList[]>> {
  const rows = await db.rows<{
    account_id: bigint;
    list: string;
    started_at: Date;
    finished_at: Date;
    sitting: string | null;
    snapshot_id: string;
  }>(`
    select account_id, list, started_at, finished_at, sitting, snapshot_id
    from raw.lists l join raw.snapshots s using (snapshot_id) where s.is_user_made order by snapshot_id`);
  const found = new Map<string, StoredList[]>();
  for (const {account_id, list, started_at, finished_at, sitting, snapshot_id: id} of rows) {
    const account = String(account_id);
    const taken = {from: started_at, to: finished_at};
    const of = found.get(`${account} ${list}`) ?? [];
    of.push({id, place: placeOf({account, list, taken}), taken, sitting});
    found.set(`${account} ${list}`, of);
  }
  return found;
}

/** Gives the list of `group` what the stored one says of the same files; returns what each of the two adds. */
function join(group: readonly SavedList[], stored: StoredList): {gained: string[]; kept: string[]} {
  const [list] = group as [SavedList];
  const before = meaningOf(group, stored);
  if (before === null)
    throw new UserError(
      `${list.path}: the store has another list of ${list.list} of that account and time, ${stored.id}: remove it first by followback snapshots remove ${stored.id}`
    );
  const gained: string[] = [];
  const kept: string[] = [];
  const words = {
    null: "not complete",
    declared: "complete, as declared",
    forced: "complete (--complete-anyway)"
  };
  if (rankOf(list) > rankOf(before)) gained.push(words[`${list.basis}`]);
  else if (rankOf(list) < rankOf(before)) {
    for (const page of group) Object.assign(page, {ended: true, basis: before.basis, reason: null});
    kept.push(words[`${before.basis}`]);
  }
  if (list.order !== before.order) {
    if (list.order !== undefined && before.order !== undefined)
      throw contradiction(list, stored, `in the order ${before.order}`);
    if (list.order !== undefined) gained.push(`in the order ${list.order}`);
    else {
      for (const page of group)
        Object.assign(page, {order: before.order, isNewestFirst: before.order !== "none"});
      kept.push(`in the order ${before.order}`);
    }
  }
  const isInside = (a: TimeSpan, b: TimeSpan) => a.from >= b.from && a.to <= b.to;
  if (stored.place !== placeOf(list)) {
    if (isInside(list.taken, stored.taken)) gained.push("with the day in its zone");
    else if (isInside(stored.taken, list.taken)) {
      for (const page of group) page.taken = stored.taken;
      kept.push("with the day in its zone");
    } else throw contradiction(list, stored, "of the same date in another zone");
  }
  return {gained, kept};
}

const contradiction = ({path}: SavedList, {id}: StoredList, how: string) =>
  new UserError(
    `${path}: the store has this list already, ${how}, as snapshot ${id}: leave out the flag, or remove it first by followback snapshots remove ${id}`
  );

/** What was said of the files of `group` when they were stored; null where the stored list is of other files. */
function meaningOf(
  group: readonly SavedList[],
  {id, taken}: StoredList
): (Completeness & {order: ListOrder | undefined}) | null {
  const [first, ...rest] = group as [SavedList, ...SavedList[]];
  for (const completeness of completenesses)
    for (const order of [undefined, ...listOrders]) {
      const said = {...completeness, order};
      if (snapshotId(planOf([{...first, ...said, taken}, ...rest])) === id) return said;
    }
  return null;
}
