import type {Database} from "../duckdb.ts";
import {ListMemory, type Hindsight, type Judged, type Judgement} from "./lists.ts";
import {isSortedBy} from "./sorted.ts";
import {readStored} from "./read-list.ts";

/** One stored list with how it was judged. */
export interface JudgedList {
  accountId: string;
  snapshotId: string;
  list: "followers" | "following";
  judgement: Judged<bigint>;
}

interface ListFacts {
  account_id: string;
  snapshot_id: string;
  list: "followers" | "following";
  source: string;
  ended: boolean;
  reason: string | null;
  count_before: bigint | null;
  count_after: bigint | null;
  rows: bigint;
  started_ms: bigint;
  basis: "counted" | "declared" | "forced" | null;
  is_newest_first: boolean | null;
  names_ascend: bigint | null;
  names_descend: bigint | null;
  erased_rows: bigint | null;
  erased_verdict: Judgement;
  erased_why: string | null;
  erased_holds: boolean | null;
}

const erasedOf = (fact: ListFacts) => ({
  rows: Number(fact.erased_rows),
  verdict: fact.erased_verdict,
  why: fact.erased_why,
  holds: fact.erased_holds ?? false
});

const numberOf = (count: bigint | null) => (count === null ? null : Number(count));

/** What was kept of lists that were folded before, by another build. */
export interface KeptLists {
  /** The relation that names these lists, by `account_id`, `snapshot_id` and `list`. They are the first of their series. */
  relation: string;
  /** What they left in mind; null where nothing is kept of that series. */
  memoryOf: (key: string) => ListMemory | null;
  /** A later list shows that what was kept of a series does not hold: all of it is folded again. */
  drop: (key: string) => void;
}

export interface ReplayOptions {
  /** Gets what every account, list and source leaves in mind. */
  memories?: {set: (key: string, memory: ListMemory) => unknown};
  /** Only the lists of this account. */
  accountId?: string;
  /** About so many rows are read at a time. */
  rowsAtOnce?: number;
  /** Lists that need not be folded again: judgements of them are not yielded. */
  kept?: KeptLists;
}

/**
 * Folds the stored lists through `ListMemory`, each account, list and source oldest first, and yields every judgement.
 * Reads `raw.lists`, `raw.followers`, `raw.following`, `raw.users`, `raw.names` and `raw.snapshots`, some rows at a time, so that a store
 * of small lists takes few queries and one of large lists little memory. Where a later list proves that an order was none, or
 * that a list was not complete, its series is folded again.
 */
export async function* judgeLists(
  db: Database,
  {memories, accountId, rowsAtOnce = 2_000_000, kept}: ReplayOptions = {}
): AsyncGenerator<JudgedList> {
  for (const list of ["followers", "following"] as const) {
    let facts = await readFacts(db, list, {accountId, without: kept?.relation});
    const hindsights = new Map<string, Hindsight>();
    let isFirst = true;
    while (facts.length > 0) {
      const again = new Set<string>();
      const continued = new Set<string>();
      const begin = (key: string) => {
        const memory = isFirst ? kept?.memoryOf(key) : undefined;
        if (memory) continued.add(key);
        return memory ?? new ListMemory(hindsights.get(key));
      };
      for await (const series of foldSeries(db, list, facts, begin, rowsAtOnce)) {
        const {key, memory, judged} = series;
        if (sizeOf(memory.hindsight) > sizeOf(hindsights.get(key))) {
          hindsights.set(key, memory.hindsight);
          again.add(key);
          continue;
        }
        memories?.set(key, memory);
        yield* judged;
      }
      const dropped = [...continued].filter((key) => again.has(key));
      for (const key of dropped) kept!.drop(key);
      if (dropped.length > 0) facts = await readFacts(db, list, {accountId});
      facts = facts.filter((fact) => again.has(keyOf(fact, list)));
      isFirst = false;
    }
  }
}

const sizeOf = (hindsight: Hindsight | undefined) =>
  hindsight === undefined ? 0 : hindsight.lostOrders.size + hindsight.failedLists.size;

interface Series {
  key: string;
  memory: ListMemory;
  judged: JudgedList[];
}

/** Folds the lists of each account and source through a memory of their own, and yields each series once it is whole. */
async function* foldSeries(
  db: Database,
  list: "followers" | "following",
  facts: ListFacts[],
  begin: (key: string) => ListMemory,
  rowsAtOnce: number
): AsyncGenerator<Series> {
  let series = null as Series | null;
  for await (const {batch, stored} of readAhead(db, list, batchesOf(facts, rowsAtOnce))) {
    for (const [nth, fact] of batch.entries()) {
      const key = keyOf(fact, list);
      if (series?.key !== key) {
        if (series !== null) yield series;
        series = {key, memory: begin(key), judged: []};
      }
      const judgement = series.memory.judgeStored({
        source: fact.source,
        ended: fact.ended,
        reason: fact.reason,
        ids: stored[nth]!,
        countBefore: numberOf(fact.count_before),
        countAfter: numberOf(fact.count_after),
        startedMs: Number(fact.started_ms),
        basis: fact.basis,
        isNewestFirst: fact.is_newest_first,
        hasSortedNames: isSortedBy(Number(fact.names_ascend ?? 0n), Number(fact.names_descend ?? 0n)),
        erased: fact.erased_rows === null ? null : erasedOf(fact)
      });
      series.judged.push({accountId: fact.account_id, snapshotId: fact.snapshot_id, list, judgement});
    }
  }
  if (series !== null) yield series;
}

const keyOf = (fact: ListFacts, list: string) => memoryKey(fact.account_id, list, fact.source);

/** What the store says of every list, in the order of the fold. Names are looked at in files of users only: nobody sorts what is served. */
async function readFacts(
  db: Database,
  list: "followers" | "following",
  {accountId, without}: {accountId?: string | undefined; without?: string | undefined}
): Promise<ListFacts[]> {
  const own = [
    accountId === undefined ? "" : `and l.account_id = ${BigInt(accountId)}`,
    without === undefined
      ? ""
      : `and not exists (
          from ${without} k where k.account_id = l.account_id and k.snapshot_id = l.snapshot_id and k.list = l.list)`
  ].join(" ");
  const [userMade] = await db.rows("select 1 from raw.snapshots where is_user_made limit 1");
  return await db.rows<ListFacts>(`
    with named as (
      select r.account_id, r.snapshot_id, lower(u.username) as name,
        lag(lower(u.username)) over (partition by r.account_id, r.snapshot_id order by r.position, r.user_id) as name_above
      from raw.lists l
      join raw.snapshots s on s.snapshot_id = l.snapshot_id and s.is_user_made
      join raw."${list}" r on r.account_id = l.account_id and r.snapshot_id = l.snapshot_id
      join (
        select account_id, snapshot_id, user_id, username from raw.users
        union all select account_id, snapshot_id, user_id, name from raw.names
      ) u on u.account_id = r.account_id and u.snapshot_id = r.snapshot_id and u.user_id = r.user_id
      where l.list = '${list}' and u.username is not null and ${userMade !== undefined} ${own}
    ),
    names as (
      select account_id, snapshot_id, count(*) filter (where name > name_above) as ascend,
        count(*) filter (where name < name_above) as descend
      from named group by account_id, snapshot_id
    )
    select l.account_id::varchar as account_id, l.snapshot_id, l.list, l.source, l.ended, l.reason, l.count_before, l.count_after,
      coalesce(l.distinct_rows, l.rows, 0) as rows, epoch_ms(l.started_at) as started_ms, l.completeness_basis as basis,
      l.is_newest_first, n.ascend as names_ascend, n.descend as names_descend,
      e.rows as erased_rows, e.verdict as erased_verdict, e.why as erased_why, e.order_holds as erased_holds
    from raw.lists l
    left join raw.erasures e on e.account_id = l.account_id and e.snapshot_id = l.snapshot_id and e.list = l.list
    left join names n on n.account_id = l.account_id and n.snapshot_id = l.snapshot_id
    where l.list = '${list}' and not coalesce(l.additions_only, false) ${own}
    order by l.account_id, l.source, l.started_at, l.snapshot_id`);
}

/** Batches of lists with their ids. The database reads the next one while this one is being judged. */
async function* readAhead(db: Database, list: "followers" | "following", batches: Iterable<ListFacts[]>) {
  let reading: Promise<{batch: ListFacts[]; stored: BigInt64Array[]}> | null = null;
  try {
    for (const batch of batches) {
      const next = readStored(db, list, batch).then((stored) => ({batch, stored}));
      next.catch(() => {}); // whoever awaits it hears of it
      if (reading) yield await reading;
      reading = next;
    }
    if (reading) yield await reading;
  } finally {
    await reading?.catch(() => {});
  }
}

/** Neighbouring lists that together hold about as many rows as are read at once, or one that holds more. */
function* batchesOf(facts: ListFacts[], rowsAtOnce: number): Generator<ListFacts[]> {
  let batch: ListFacts[] = [];
  let rows = 0;
  for (const fact of facts) {
    if (batch.length > 0 && rows + Number(fact.rows) > rowsAtOnce) {
      yield batch;
      batch = [];
      rows = 0;
    }
    batch.push(fact);
    rows += Number(fact.rows) + 100; // a list costs something, however short
  }
  if (batch.length > 0) yield batch;
}

/** How a series of lists is called. */
export const memoryKey = (accountId: string, list: string, source: string) =>
  `${accountId} ${list} ${source}`;

/** Which memory of an account's lists: see `recallLists`. */
export type Recall = (list: "followers" | "following", source: string) => ListMemory;

/**
 * What the stored lists of one account leave in mind for its next walk: a memory a list and source, made where there is
 * none yet. `db` must have the snapshots attached as schema `raw`. `onJudged` hears of each list how it was judged.
 */
export async function recallLists(
  db: Database,
  accountId: string,
  onJudged: (one: JudgedList) => void = () => {}
): Promise<Recall> {
  const memories = new Map<string, ListMemory>();
  for await (const one of judgeLists(db, {memories, accountId})) onJudged(one);
  return (list, source) => {
    const key = memoryKey(accountId, list, source);
    const memory = memories.get(key) ?? new ListMemory();
    memories.set(key, memory);
    return memory;
  };
}
