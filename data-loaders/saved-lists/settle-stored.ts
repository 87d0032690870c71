import {createHash} from "node:crypto";
import {basename} from "node:path";
import type {Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {readManifest, selectList, snapshotId, type SnapshotPlan} from "../../src/snapshots/store.ts";
import {listOrders, type ListOrder} from "../tables/rows.ts";
import type {TimeSpan} from "../tables/times.ts";
import {placeOf} from "./against-store.ts";
import {factsOfName} from "./file-name.ts";
import {listNames, type ListName} from "./people.ts";
import {rowTimes, type SavedList} from "./understand.ts";

/** The same files with the same meaning are the same snapshot, in whatever order they come. */
export function planOf(group: readonly SavedList[]): SnapshotPlan {
  const [{account, list, taken, basis, ended, order, reading}] = group as [SavedList];
  const key = [
    ...group.map(({sha256}) => sha256),
    account,
    list,
    taken.from.toISOString(),
    taken.to.toISOString(),
    basis,
    ended,
    order,
    ...(reading === null ? [] : [reading])
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

interface StoredList extends Completeness {
  id: string;
  list: ListName;
  place: string;
  taken: TimeSpan;
  sitting: string | null;
  people: number;
  isNewestFirst: boolean | null;
  /** How many people were erased from it. */
  erased: number;
}

/** A stored snapshot, and the one that is to take its place. */
export interface Replacement {
  id: string;
  by: string;
}

/** What the store makes of the lists that come. */
interface Settled {
  replaced: Replacement[];
  /** Lists that the store has already, from another file that says the same: they are not written. By their snapshot. */
  there: ReadonlyMap<SavedList[], string>;
  lines: string[];
  knownAccounts: ReadonlySet<string>;
}

/**
 * Compares the lists that come with those of the store of one account, kind and time. Where the same files, or others
 * that hold the same people, are stored already and flags now say more of them, or said more before, the two are one list
 * of which all is known that either import said: so the order of imports does not matter. Changes `groups` accordingly.
 * Throws a `UserError` where the store has another list, where the two imports contradict each other, where the same
 * file is stored as a list of the other direction, unless `isUnlike`, or where the file has grown and is now read in another
 * zone. `raw.lists` must be readable on `db`.
 */
export async function settleWithStored(
  db: Database,
  dataDir: string,
  groups: readonly SavedList[][],
  isUnlike: boolean
): Promise<Settled> {
  const stored = await storedLists(db);
  const places = new Set(groups.map(([list]) => placeOf(list!)));
  const accounts = await db.rows<{id: bigint}>("select distinct account_id as id from raw.lists");
  const replaced: Replacement[] = [];
  const there = new Map<SavedList[], string>();
  const same = new Map<string, string[]>();
  const changes = new Map<string, {path: string; id: string; lists: number}>();
  const note = (what: string, path: string, id: string) => {
    const known = changes.get(what) ?? {path, id, lists: 0};
    changes.set(what, {...known, lists: known.lists + 1});
  };
  if (!isUnlike) await refuseOtherDirection(db, dataDir, groups, stored);
  if (!isUnlike) await refuseSavedAgain(db, dataDir, groups, stored);
  for (const group of groups) {
    const [list] = group as [SavedList];
    const place = placeOf(list);
    const all = stored.get(`${list.account} ${list.list}`) ?? [];
    const known = all.filter((one) => one.place === place || (list.day !== null && one.sitting === list.day));
    for (const one of all)
      if (!known.includes(one) && !places.has(one.place)) await refuseOtherTime(dataDir, group, one);
    const settled: {one: StoredList; isFile: boolean; gained: string[]; kept: string[]}[] = [];
    for (const one of known) settled.push({one, ...(await join(db, dataDir, group, one))});
    const by = snapshotId(planOf(group));
    for (const {one, isFile, gained, kept} of settled) {
      const {id} = one;
      if (id !== by && (isFile || gained.length > 0)) {
        if (one.erased > 0)
          throw new UserError(
            `${list.path}: people were forgotten out of the stored list ${id}, and this file would bring them back: leave out the flag`
          );
        replaced.push({id, by});
        note(`is replaced, now ${gained.join(", ")}`, list.path, id);
        continue;
      }
      if (!isFile) {
        there.set(group, id);
        same.set(list.path, [...(same.get(list.path) ?? []), id]);
      }
      if (kept.length > 0) note(`stays ${kept.join(", ")}`, list.path, id);
    }
  }
  await refuseGrownInOtherZone(db, dataDir, groups, stored);
  const lines = [...changes].map(([what, {path, id, lists}]) =>
    lists === 1
      ? `${basename(path)}: the store has this list already, as snapshot ${id}: it ${what}`
      : `${lists} of these lists are in the store already, such as snapshot ${id}: each ${what}`
  );
  for (const [path, ids] of same) lines.push(lineOfSame(path, ids, groups));
  return {replaced, there, lines, knownAccounts: new Set(accounts.map(({id}) => String(id)))};
}

/** `all.csv: 3 of its 5 lists are in the store already, with the same people: only the others are added`. */
function lineOfSame(path: string, ids: readonly string[], groups: readonly SavedList[][]): string {
  const all = groups.filter((group) => group.some((list) => list.path === path)).length;
  const is = "in the store already, with the same people, from another file";
  if (all === 1) return `${basename(path)}: this list is ${is}, as snapshot ${ids[0]}: nothing is added`;
  return ids.length === all
    ? `${basename(path)}: its ${all} lists are ${is}, such as snapshot ${ids[0]}: nothing is added`
    : `${basename(path)}: ${ids.length} of its ${all} lists are ${is}, such as snapshot ${ids[0]}: only the others are added`;
}

/** Refuses a file that is stored, or comes, as another of the account's lists too: nobody saves two lists into the same bytes. */
async function refuseOtherDirection(
  db: Database,
  dataDir: string,
  groups: readonly SavedList[][],
  stored: ReadonlyMap<string, StoredList[]>
): Promise<void> {
  const coming = new Map<string, SavedList>();
  for (const group of groups) {
    const [first] = group as [SavedList];
    if (first.people < fewestOfFile) continue;
    const {account, list, path} = first;
    const bytes = `${account} ${group.map(({sha256}) => sha256).join(" ")}`;
    const other = coming.get(bytes);
    if (other !== undefined && other.list !== list)
      throw new UserError(
        `${path}: is the same, byte for byte, as ${other.path}, which is a list of ${other.list}: check which list each holds, or give --unlike-the-last if both are right`
      );
    coming.set(bytes, first);
    for (const name of listNames.filter((one) => one !== list)) {
      const asOther = group.map((one) => ({...one, list: name}));
      for (const one of stored.get(`${account} ${name}`) ?? [])
        if (
          (group.length > 1 || one.people === first.people) &&
          (meaningOf(asOther, one) !== null || (await isSameByName(db, dataDir, asOther, one)))
        )
          throw new UserError(
            `${path}: the store has this very file as a list of ${name}, as snapshot ${one.id}: check --list, or remove that one first by followback snapshots remove ${one.id}`
          );
    }
  }
}

/** Whether a stored list of that very time came from files of these names and holds the same people, however they were read. */
async function isSameByName(
  db: Database,
  dataDir: string,
  group: readonly SavedList[],
  stored: StoredList
): Promise<boolean> {
  if (stored.place !== placeOf(group[0]!)) return false;
  const names = group.map(({path}) => basename(path)).join(", ");
  if ((await readManifest(dataDir, stored.id)).from !== names) return false;
  return (await differenceOf(db, dataDir, group, stored)).isSame;
}

/** An account can have the same one or two people on both sides, in files that are the same. */
const fewestOfFile = 3;

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

/** Lists of fewer people may be the same twice, byte for byte. */
const fewestTwice = 20;
/** What changes from day to day in profiles. */
const countRoles = ["followers_count", "following_count", "posts_count"];
/** So many people of a list between two readings that are the same may have come and gone. */
const mostBetween = 10;

/** A list of that account and kind: stored, or about to be. */
type Reading = {taken: TimeSpan; day: string | null; id: string} & (
  {stored: StoredList} | {group: readonly SavedList[]}
);

const readingOf = (group: readonly SavedList[]): Reading => {
  const [{taken, day, path}] = group as [SavedList];
  return {taken, day, id: path, group};
};

const readingOfStored = (stored: StoredList): Reading => ({
  taken: stored.taken,
  day: stored.sitting,
  id: `snapshot ${stored.id}`,
  stored
});

/**
 * Refuses a file that is stored, or comes, as of another time too, where it cannot have been read twice: the counts of its
 * profiles are the same days later, or a list between the two has people who are in neither. Files whose time their history
 * says are let through: they say themselves that nothing changed.
 */
async function refuseSavedAgain(
  db: Database,
  dataDir: string,
  groups: readonly SavedList[][],
  stored: ReadonlyMap<string, StoredList[]>
): Promise<void> {
  const coming = new Map<string, SavedList[]>();
  for (const group of groups) {
    const [list, another] = group as [SavedList, SavedList?];
    if (another !== undefined || list.people < fewestTwice) continue;
    if (!["file name", "--taken-at"].includes(list.known.taken)) continue;
    const {account, list: kind, sha256, taken, path} = list;
    const all = stored.get(`${account} ${kind}`) ?? [];
    const bytes = `${account} ${kind} ${sha256}`;
    const sameFiles: Reading[] = [
      ...(coming.get(bytes) ?? []).map((one) => readingOf([one])),
      ...all
        .filter((one) => one.place !== placeOf(list) && one.people === list.people && meaningOf(group, one))
        .map(readingOfStored)
    ];
    coming.set(bytes, [...(coming.get(bytes) ?? []), list]);
    const isApart = ({taken: then}: Reading) =>
      Math.abs(then.to.getTime() - taken.to.getTime()) > farthestZonesMs;
    const others = [
      ...groups.filter(([one]) => one!.account === account && one!.list === kind).map(readingOf),
      ...all.map(readingOfStored)
    ];
    for (const same of sameFiles.filter(isApart)) {
      const [from, to] = [same.taken.to, taken.to].sort((a, b) => a.getTime() - b.getTime()) as [Date, Date];
      const between = others.find(({taken: {to: at}}) => at > from && at < to);
      const lacking = between === undefined ? 0 : await countLacking(db, dataDir, list, between);
      const why = countRoles.some((role) => list.roles.has(role))
        ? "with the same counts of every profile"
        : lacking > mostBetween
          ? `though a list between the two (${between!.id}) has ${lacking} people who are not in it`
          : null;
      if (why === null) continue;
      throw new UserError(
        `${path}: is the same, byte for byte, as the list of ${same.day ?? same.taken.to.toISOString().slice(0, 10)} (${same.id}), ${why}: give the file that was saved then, or --unlike-the-last if it is right`
      );
    }
  }
}

/** How many people of another list of its account and kind are not in a list. */
async function countLacking(db: Database, dataDir: string, list: SavedList, other: Reading): Promise<number> {
  const rows = "stored" in other ? rowsOfStored(dataDir, list, other.stored) : peopleOf(other.group);
  const [found] = await db.rows<{n: bigint}>(
    `select count(*) as n from ${rows} o where user_id not in (select user_id from ${peopleOf([list])})`
  );
  return Number(found!.n);
}

/** Zones are so far apart at most, and by a multiple of so much. */
const farthestZonesMs = 26 * 3_600_000;
const zoneStepMs = 15 * 60_000;

const isOtherZone = (a: TimeSpan, b: TimeSpan): boolean => {
  const shift = b.to.getTime() - a.to.getTime();
  return shift !== 0 && shift % zoneStepMs === 0 && Math.abs(shift) <= farthestZonesMs;
};

/**
 * Refuses a file of several clock times without a zone where the store has each list of a file of that name with the same
 * people, at a time that may be the same one in another zone: then the file has grown, and its lists would be stored twice.
 */
async function refuseGrownInOtherZone(
  db: Database,
  dataDir: string,
  groups: readonly SavedList[][],
  stored: ReadonlyMap<string, StoredList[]>
): Promise<void> {
  const byFile = new Map<string, SavedList[]>();
  for (const [list, ...others] of groups as [SavedList, ...SavedList[]][]) {
    if (others.length > 0 || !list.isOfLocalTimes) continue;
    const key = `${list.path} ${list.list}`;
    byFile.set(key, [...(byFile.get(key) ?? []), list]);
  }
  for (const lists of byFile.values()) {
    const [{account, list, path}] = lists as [SavedList];
    const all = stored.get(`${account} ${list}`) ?? [];
    const places = new Set(lists.map(placeOf));
    if (lists.length < 2 || all.some(({place}) => places.has(place))) continue;
    const coming = lists.toSorted((a, b) => a.taken.to.getTime() - b.taken.to.getTime());
    const near = all.filter((one) => coming.some(({taken}) => isOtherZone(one.taken, taken)));
    const before: StoredList[] = [];
    for (const one of near)
      if ((await readManifest(dataDir, one.id)).from === basename(path)) before.push(one);
    if (before.length === 0) continue;
    before.sort((a, b) => a.taken.to.getTime() - b.taken.to.getTime());
    for (let start = 0; start + before.length <= coming.length; start++) {
      const pairs = before.map((one, nth) => [one, coming[start + nth]!] as const);
      const isLike = pairs.every(
        ([one, next]) => isOtherZone(one.taken, next.taken) && one.people + one.erased === next.people
      );
      if (!isLike) continue;
      let areSame = true;
      for (const [one, next] of pairs) areSame &&= (await differenceOf(db, dataDir, [next], one)).isSame;
      if (areSame)
        throw new UserError(
          `${path}: the store has lists of this file's name with the same people as of other times, such as snapshot ${before[0]!.id}: give the same --zone as then, or none if none was given; rename the file if these are other lists`
        );
    }
  }
}

/** The lists of files in the store, by account and kind. */
async function storedLists(db: Database): Promise<Map<string, StoredList[]>> {
  const rows = await db.rows<{
    account_id: bigint;
    list: ListName;
    started_at: Date;
    finished_at: Date;
    sitting: string | null;
    snapshot_id: string;
    ended: boolean;
    basis: string | null;
    people: bigint;
    is_newest_first: boolean | null;
    erased: bigint;
  }>(`
    select l.account_id, l.list, l.started_at, l.finished_at, l.sitting, snapshot_id, l.ended,
      l.completeness_basis as basis, coalesce(l.distinct_rows, 0) as people, l.is_newest_first, coalesce(e.rows, 0) as erased
    from raw.lists l join raw.snapshots s using (snapshot_id)
    left join raw.erasures e using (account_id, snapshot_id, list)
    where s.is_user_made order by snapshot_id`);
  const found = new Map<string, StoredList[]>();
  for (const row of rows) {
    const {account_id, list, started_at, finished_at} = row;
    const account = String(account_id);
    const taken = {from: started_at, to: finished_at};
    const of = found.get(`${account} ${list}`) ?? [];
    of.push({
      id: row.snapshot_id,
      list,
      place: placeOf({account, list, taken}),
      taken,
      sitting: row.sitting,
      ended: row.ended,
      basis: row.ended && row.basis === "forced" ? "forced" : row.ended ? "declared" : null,
      people: Number(row.people),
      isNewestFirst: row.is_newest_first,
      erased: Number(row.erased)
    });
    found.set(`${account} ${list}`, of);
  }
  return found;
}

/**
 * Gives the list of `group` what the stored one says of the same people; returns what each of the two adds, and whether
 * the stored one came from these very files (`isFile`).
 */
async function join(
  db: Database,
  dataDir: string,
  group: readonly SavedList[],
  stored: StoredList
): Promise<{isFile: boolean; gained: string[]; kept: string[]}> {
  const [list] = group as [SavedList];
  const ofFile = meaningOf(group, stored);
  const isFile = ofFile !== null;
  if (!isFile) await refuseOtherPeople(db, dataDir, group, stored);
  const order = isFile ? undefined : await orderOfStored(db, dataDir, group, stored);
  const isInOtherOrder = order === "other";
  const before = ofFile ?? {...stored, order: order === "other" ? list.order : order};
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
  if (!isFile && gained.length > 0) await refuseLesser(dataDir, list, stored);
  if (isInOtherOrder && (gained.length > 0 || list.order !== undefined))
    throw contradiction(list, stored, "in another order");
  return {isFile, gained, kept};
}

/** Columns that say nothing of a person's profile. */
const otherRoles = ["owner", "taken"];

/** Refuses a file that would take the place of one that holds more: the profiles of its people. */
async function refuseLesser(dataDir: string, list: SavedList, {id}: StoredList): Promise<void> {
  const {tables, from} = await readManifest(dataDir, id);
  if ((tables.users?.rows ?? 0) === 0 || [...list.roles].some((role) => !otherRoles.includes(role))) return;
  throw new UserError(
    `${list.path}: the store has this list already, with profiles, as snapshot ${id}${from ? ` from ${from}` : ""}: give that file again with the flag, or remove it first by followback snapshots remove ${id}`
  );
}

/** The rows of a stored list. */
const rowsOfStored = (dataDir: string, {account, list}: SavedList, {id}: StoredList) =>
  `(select user_id, position from (${selectList(dataDir, list, id) ?? "select null::bigint as account_id, null::bigint as user_id, null::integer as position where false"}) where account_id = ${account})`;

/** Every person of the files once, with the first row they stand in. */
const peopleOf = (group: readonly SavedList[]) => {
  const pages = group.map(({rows}, page) => `select ${page} as page, row, user_id from (${rows})`);
  return `(select user_id, min((page, row)) as place from (${pages.join(" union all ")}) where user_id <> ${group[0]!.account} group by user_id)`;
};

/**
 * How many people stand only in the files, and how many only in the stored list. `isSame`: nobody differs but those who were
 * erased from the stored list.
 */
async function differenceOf(
  db: Database,
  dataDir: string,
  group: readonly SavedList[],
  stored: StoredList
): Promise<{added: bigint; lacking: bigint; isSame: boolean}> {
  const [found] = await db.rows<{added: bigint; lacking: bigint}>(`
    select count(*) filter (where s.user_id is null) as added, count(*) filter (where n.user_id is null) as lacking
    from ${peopleOf(group)} n full join ${rowsOfStored(dataDir, group[0]!, stored)} s on s.user_id = n.user_id`);
  const {added, lacking} = found!;
  return {added, lacking, isSame: lacking === 0n && Number(added) === stored.erased};
}

/** Refuses files with other people than the stored list of that account, kind and time. Those erased from it may stand in them. */
async function refuseOtherPeople(
  db: Database,
  dataDir: string,
  group: readonly SavedList[],
  stored: StoredList
): Promise<void> {
  const [list] = group as [SavedList];
  const {added, lacking, isSame} = await differenceOf(db, dataDir, group, stored);
  if (isSame) return;
  const counts = `people only in the file: ${added}, only in the store: ${lacking}`;
  const isReading = list.day !== null && list.known.taken !== rowTimes && group.length === 1;
  const reading = isReading
    ? `, or, if this is a second reading of that day, say when by --taken-at ${list.day}T18:00`
    : "";
  throw new UserError(
    `${list.path}: the store has another list of ${list.list} of that account and time, ${stored.id}: remove it first by followback snapshots remove ${stored.id}${reading} (${counts})`
  );
}

/** The order that the stored list has beside that of the files, in the words of the flag; undefined where it has none, "other" where it is another one. */
async function orderOfStored(
  db: Database,
  dataDir: string,
  group: readonly SavedList[],
  stored: StoredList
): Promise<ListOrder | "other" | undefined> {
  const [list] = group as [SavedList];
  if (stored.isNewestFirst === null) return undefined;
  if (!stored.isNewestFirst) return "none";
  const [found] = await db.rows<{same: boolean; reverse: boolean}>(`
    select coalesce(bool_and(n_rank = s_rank), true) as same, coalesce(bool_and(n_back = s_rank), true) as reverse
    from (
      select row_number() over (order by n.place) as n_rank, row_number() over (order by n.place desc) as n_back,
        row_number() over (order by s.position) as s_rank
      from ${peopleOf(group)} n join ${rowsOfStored(dataDir, list, stored)} s on s.user_id = n.user_id
    )`);
  if (found!.same) return "newest-first";
  return found!.reverse ? "oldest-first" : "other";
}

const contradiction = ({path}: SavedList, {id}: StoredList, how: string) =>
  new UserError(
    `${path}: the store has this list already, ${how}, as snapshot ${id}: leave out the flag, or remove it first by followback snapshots remove ${id}`
  );

/** What was said of the files of `group` when they were stored; null where the stored list is of other files. */
function meaningOf(
  group: readonly SavedList[],
  {id, taken}: Pick<StoredList, "id" | "taken">
): (Completeness & {order: ListOrder | undefined}) | null {
  const [first, ...rest] = group as [SavedList, ...SavedList[]];
  for (const completeness of completenesses)
    for (const order of [undefined, ...listOrders]) {
      const said = {...completeness, order};
      if (snapshotId(planOf([{...first, ...said, taken}, ...rest])) === id) return said;
    }
  return null;
}
