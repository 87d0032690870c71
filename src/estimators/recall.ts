import type {Database} from "../duckdb.ts";
import {ListMemory, type Judged, type Verdict} from "./lists.ts";
import {readStored} from "./stored.ts";

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
  erased_rows: bigint | null;
  erased_verdict: Verdict;
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

/**
 * Folds the stored lists through `ListMemory`, each account, list and source oldest first, and yields every judgement
 * as it is made. Reads `raw.lists`, `raw.followers` and `raw.following`, about `rowsAtOnce` rows at a time, so that a store
 * of small lists takes few queries and one of large lists little memory. `memories`, if given, holds what every account,
 * list and source leaves in mind at the end.
 */
export async function* judgeLists(
  db: Database,
  memories?: Map<string, ListMemory>,
  accountId?: string,
  rowsAtOnce = 2_000_000
): AsyncGenerator<JudgedList> {
  const own = accountId === undefined ? "" : `and l.account_id = ${BigInt(accountId)}`;
  for (const list of ["followers", "following"] as const) {
    const facts = await db.rows<ListFacts>(`
      select l.account_id::varchar as account_id, l.snapshot_id, l.list, l.source, l.ended, l.reason, l.count_before, l.count_after,
        coalesce(l.distinct_rows, l.rows, 0) as rows, e.rows as erased_rows, e.verdict as erased_verdict, e.why as erased_why,
        e.order_holds as erased_holds
      from raw.lists l
      left join raw.erasures e on e.account_id = l.account_id and e.snapshot_id = l.snapshot_id and e.list = l.list
      where l.list = '${list}' and not coalesce(l.additions_only, false) ${own}
      order by l.account_id, l.source, l.started_at, l.snapshot_id`);
    let key = "";
    let memory = new ListMemory();
    for await (const {batch, stored} of readAhead(db, list, batchesOf(facts, rowsAtOnce))) {
      for (const [nth, fact] of batch.entries()) {
        const ownKey = memoryKey(fact.account_id, list, fact.source);
        if (ownKey !== key) memory = memories?.get(ownKey) ?? new ListMemory();
        key = ownKey;
        memories?.set(key, memory);
        const judgement = memory.judgeStored({
          source: fact.source,
          ended: fact.ended,
          reason: fact.reason,
          ids: stored[nth]!,
          countBefore: numberOf(fact.count_before),
          countAfter: numberOf(fact.count_after),
          erased: fact.erased_rows === null ? null : erasedOf(fact)
        });
        yield {accountId: fact.account_id, snapshotId: fact.snapshot_id, list, judgement};
      }
    }
  }
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

const memoryKey = (accountId: string, list: string, source: string) => `${accountId} ${list} ${source}`;

/** Which memory of an account's lists: see `recallLists`. */
export type Recall = (list: "followers" | "following", source: string) => ListMemory;

/**
 * What the stored lists of one account leave in mind for its next walk: a memory a list and source, made where there is
 * none yet. `db` must have the snapshots attached as schema `raw`.
 */
export async function recallLists(db: Database, accountId: string): Promise<Recall> {
  const memories = new Map<string, ListMemory>();
  for await (const _ of judgeLists(db, memories, accountId)) void _;
  return (list, source) => {
    const key = memoryKey(accountId, list, source);
    const memory = memories.get(key) ?? new ListMemory();
    memories.set(key, memory);
    return memory;
  };
}
