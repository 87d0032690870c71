import {group} from "d3";
import {quote, type Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import type {TimeSpan} from "../tables/times.ts";
import type {ListName} from "./people.ts";
import type {SavedList} from "./understand.ts";

/** Below this share of people in common with the account's last list, a list is taken for a mix-up. */
const leastInCommon = 0.2;
/** Above this share in common with another list, it is taken for that one. */
const mostOfOther = 0.8;
/** Above this share of both, two lists of an account are taken for one: even those whom everybody follows back have fewer in common. */
const mostOfBoth = 0.95;
/** Above this share in common, the account's two lists are too alike to tell them apart. */
const mostShared = 0.6;
/** Lists of fewer people say too little. */
const leastPeople = 20;

/** A list that is stored, or that is about to be, as `saved`: `rows` is a SELECT with a column `user_id`. */
interface KnownList {
  account: string;
  list: ListName;
  at: Date;
  rows: string;
  people: number;
  name: string;
  /** Of names: nobody in it has the id that lists of ids have. */
  hasNames: boolean;
  saved: readonly SavedList[];
}

/**
 * Compares every list with the account's own nearest one, in the store or among those that come with it. Throws a
 * `UserError` where a list is of other people: where it is of the other direction or of another account, it says which.
 * `raw.lists` must be readable on `db`, see `attachSnapshots`. `isUnlike` lets the others through.
 */
export async function refuseMixUps(
  db: Database,
  groups: readonly (readonly SavedList[])[],
  isUnlike: boolean
): Promise<void> {
  const stored = await storedLists(db);
  // Pages of one scan hold different people by nature: they are compared together.
  const coming: KnownList[] = groups.map((group) => {
    const [{account, list, taken, path}] = group as [SavedList];
    return {
      account,
      list,
      at: taken.to,
      rows: group.map(({rows}) => `select user_id from (${rows})`).join(" union all "),
      people: group.reduce((total, {people}) => total + people, 0),
      name: path,
      hasNames: group.some(({hasNames}) => hasNames),
      saved: group
    };
  });
  const kindsOf = (lists: readonly KnownList[]) => [
    ...group(lists, ({account, list, hasNames}) => `${account} ${list} ${hasNames}`).values()
  ];
  const kinds = kindsOf([...stored, ...coming]);
  const storedKinds = kindsOf(stored);
  for (const [i, next] of coming.entries()) {
    const all = nearestOfEach(next, kinds);
    const own = all.find((known) => known.account === next.account && known.list === next.list) ?? null;
    const isSmall = own === null || Math.min(own.people, next.people) < leastPeople;
    if (isSmall || (await shareAtLeast(db, own, next, leastInCommon))) {
      if (isUnlike) continue;
      await refuseTwin(db, own, next, all);
      if (!isSmall) await refuseBoth(db, own, next, all);
      continue;
    }
    const path = groups[i]![0]!.path;
    const others = [...nearestOfEach(next, storedKinds), ...coming].filter(
      ({account, list, hasNames}) =>
        (account !== next.account || list !== next.list) && hasNames === next.hasNames
    );
    for (const other of others) {
      if (
        Math.min(other.people, next.people) < leastPeople ||
        !(await shareAtLeast(db, other, next, mostOfOther))
      )
        continue;
      const whose =
        other.account === next.account
          ? `the account's ${other.list}`
          : `${other.list} of account ${other.account}`;
      throw new UserError(
        `${path}: by its people it is a list of ${whose}, not of ${next.list}${other.account === next.account ? "" : ` of ${next.account}`} (compared with ${other.name}): check --account and --list`
      );
    }
    if (!isUnlike)
      throw new UserError(
        `${path}: hardly any of its people stand in the account's nearest list of ${next.list} (${own.name}): check --account and --list, or give --unlike-the-last if it is right`
      );
  }
}

/**
 * Refuses a list that is the account's other one by its people, and less its own last one, which may be missing. So are
 * lists of another account.
 */
async function refuseTwin(
  db: Database,
  own: KnownList | null,
  next: KnownList,
  all: readonly KnownList[]
): Promise<void> {
  const other = nearest(
    next,
    all.filter(({account, list}) => account === next.account && list !== next.list)
  );
  const others = all.filter(({account}) => account !== next.account);
  const alike = [...(other === null ? [] : [other]), ...others].filter((known) =>
    isAsLong(known, next, mostOfBoth)
  );
  if (alike.length === 0 || (own !== null && (await isTwin(db, own, next, mostOfOther)))) return;
  for (const known of alike) {
    if (!(await isTwin(db, known, next, mostOfBoth))) continue;
    throw new UserError(
      known === other
        ? `${next.name}: it holds the same people as the account's ${known.list} (${known.name}): check --list, or give --unlike-the-last if they are the same on both sides`
        : `${next.name}: it holds the same people as ${known.list} of account ${known.account} (${known.name}): check --account, or give --unlike-the-last if it is right`
    );
  }
}

const isAsLong = (a: KnownList, b: KnownList, share: number) => {
  const [least, most] = [Math.min(a.people, b.people), Math.max(a.people, b.people)];
  return least >= leastPeople && least >= share * most;
};

/** Whether at least this share of the longer of two lists stands in the shorter too. */
async function isTwin(db: Database, a: KnownList, b: KnownList, share: number): Promise<boolean> {
  if (!isAsLong(a, b, share)) return false;
  return shareAtLeast(db, a, b, (share * Math.max(a.people, b.people)) / Math.min(a.people, b.people));
}

/**
 * Refuses a list that holds the account's own one and another, which the own one did not hold: the other direction's, or that
 * of another account.
 */
async function refuseBoth(db: Database, own: KnownList, next: KnownList, all: KnownList[]): Promise<void> {
  const others = all.filter(
    (known) => known !== own && known.people >= leastPeople && known.people < next.people
  );
  if (others.length === 0 || !(await shareAtLeast(db, own, next, mostOfOther))) return;
  for (const other of others) {
    if (!(await shareAtLeast(db, other, next, mostOfOther))) continue;
    // Whose followers nearly all follow back has one list in the other, and had before.
    if (await shareAtLeast(db, own, other, mostShared)) continue;
    const whose =
      other.account === next.account
        ? `the account's ${other.list}`
        : `the ${other.list} of account ${other.account}`;
    throw new UserError(
      `${next.name}: it holds ${whose} too (compared with ${other.name}): save each list to a file of its own, or give --unlike-the-last if it is right`
    );
  }
}

/** Of each account and kind the known list nearest in time to `to`, of names or of ids as that is. */
function nearestOfEach(to: KnownList, kinds: readonly (readonly KnownList[])[]): KnownList[] {
  return kinds
    .filter(([first]) => first!.hasNames === to.hasNames)
    .map((of) => nearest(to, of))
    .filter((known) => known !== null);
}

/** The known list nearest in time before `to`, which it is not itself; where there is none, the nearest after it. */
function nearest(to: KnownList, lists: readonly KnownList[]): KnownList | null {
  let before: KnownList | null = null;
  let after: KnownList | null = null;
  for (const known of lists) {
    if (known === to) continue;
    if (known.at > to.at) {
      if (after === null || known.at < after.at) after = known;
    } else if (before === null || known.at > before.at) before = known;
  }
  return before ?? after;
}

/**
 * Whether at least this share of the shorter list stands in the other. A part of it tells mostly, as far as it has enough
 * of them; only where it has not, all are looked at.
 */
async function shareAtLeast(db: Database, a: KnownList, b: KnownList, share: number): Promise<boolean> {
  const [small, large] = a.people <= b.people ? [a, b] : [b, a];
  const least = share * small.people;
  if (knownShared(a, b) >= least) return true;
  const common = async (people: string) => {
    const [found] = await db.rows<{n: bigint}>(
      `select count(*) as n from (${people}) where user_id in (select user_id from (${large.rows}))`
    );
    return Number(found!.n);
  };
  const some = `select user_id from (${small.rows}) limit ${Math.ceil(1.5 * least)}`;
  return (await common(some)) >= least || (await common(small.rows)) >= least;
}

/** So many people at least are known to stand in both lists. */
const knownShared = (a: KnownList, b: KnownList): number =>
  Math.max(
    0,
    ...[...a.saved, ...b.saved].map(({shared}) =>
      shared !== undefined && [...a.saved, ...b.saved].includes(shared.before) ? shared.people : 0
    )
  );

/** So many stored lists are looked at: of stores of very many accounts the last ones of each. */
const mostStored = 100_000;

/** The lists of the store. */
async function storedLists(db: Database): Promise<KnownList[]> {
  const found = await db.rows<{
    account_id: bigint;
    list: ListName;
    snapshot_id: string;
    finished_at: Date;
    n: bigint;
    has_names: boolean;
  }>(`
    select account_id, list, snapshot_id, finished_at, coalesce(distinct_rows, 0) as n,
      snapshot_id in (select snapshot_id from raw.names) as has_names
    from raw.lists
    where coalesce(distinct_rows, 0) > 0 and not coalesce(additions_only, false)
    qualify row_number() over (partition by account_id, list, has_names order by finished_at desc, snapshot_id desc)
      <= (select greatest(1, ${mostStored} // count(distinct account_id)) from raw.lists)
    order by finished_at, snapshot_id`);
  return found.map(({account_id, list, snapshot_id, finished_at, n, has_names}) => ({
    account: String(account_id),
    list,
    at: finished_at,
    rows: `select user_id from raw."${list}" where snapshot_id = ${quote(snapshot_id)} and account_id = ${account_id}`,
    people: Number(n),
    name: `snapshot ${snapshot_id}`,
    hasNames: has_names,
    saved: []
  }));
}

/** Whose list at which time, as one text. */
export const placeOf = ({
  account,
  list,
  taken: {from, to}
}: {
  account: string;
  list: string;
  taken: TimeSpan;
}) => `${account} ${list} ${from.getTime()} ${to.getTime()}`;

/**
 * Lists of one account, kind and time: pages of one scan become one list, a file given twice counts once, anything else
 * is refused. Returns the groups in the order given, each with its files in order.
 */
export function groupPages(lists: readonly SavedList[]): {groups: SavedList[][]; repeated: SavedList[]} {
  const byPlace = new Map<string, SavedList[]>();
  const repeated: SavedList[] = [];
  for (const list of lists) {
    const group = byPlace.get(placeOf(list)) ?? [];
    if (group.some(({sha256, path}) => sha256 === list.sha256 && path !== list.path)) repeated.push(list);
    else group.push(list);
    byPlace.set(placeOf(list), group);
  }
  for (const group of byPlace.values()) {
    const [first, second] = group;
    // The last page by itself is the old end of a list.
    if (second === undefined && first!.isFirstPage === false && first!.ended && first!.basis !== "forced")
      Object.assign(first!, {ended: false, basis: null, reason: "the pages before it are missing"});
    if (second === undefined) continue;
    const starts = group.filter(({isFirstPage}) => isFirstPage === true).length;
    const ends = group.filter(({isFirstPage, ended}) => isFirstPage !== null && ended).length;
    const arePages = group.every(({isFirstPage}) => isFirstPage !== null) && starts === 1 && ends <= 1;
    if (!arePages)
      throw new UserError(
        `${second.path}: is a list of ${second.list} of the same time as ${first!.path}: give only one of them, or a clock time for each`
      );
    // The first page, the pages between by name, the last.
    group.sort(
      (a, b) =>
        Number(b.isFirstPage) - Number(a.isFirstPage) ||
        Number(a.ended) - Number(b.ended) ||
        (a.path < b.path ? -1 : 1)
    );
  }
  return {groups: [...byPlace.values()], repeated};
}
