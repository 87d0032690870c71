import type {Database} from "../duckdb.ts";
import {ListMemory, type Judgement} from "./lists.ts";

/** One stored list with how it was judged. */
export interface JudgedList {
  accountId: string;
  snapshotId: string;
  list: "followers" | "following";
  judgement: Judgement;
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
}

const numberOf = (count: bigint | null) => (count === null ? null : Number(count));

/**
 * Folds the stored lists through `ListMemory`, each account, list and source oldest first, and yields every judgement
 * as it is made. Reads `raw.lists`, `raw.followers` and `raw.following`, one list in memory at a time.
 */
export async function* judgeLists(
  db: Database,
  memories = new Map<string, ListMemory>(),
  accountId?: string
): AsyncGenerator<JudgedList> {
  const own = accountId === undefined ? "" : `and l.account_id = ${BigInt(accountId)}`;
  for (const list of ["followers", "following"] as const) {
    const facts = await db.rows<ListFacts>(`
      select l.account_id::varchar as account_id, l.snapshot_id, l.list, l.source, l.ended, l.reason, l.count_before, l.count_after
      from raw.lists l
      where l.list = '${list}' and not coalesce(l.additions_only, false) ${own}
      order by l.account_id, l.source, l.started_at, l.snapshot_id`);
    if (facts.length === 0) continue;
    const rows = await db.connection.stream(`
      select r.user_id::varchar as user_id, l.account_id::varchar as account_id, l.snapshot_id
      from raw.lists l
      join raw."${list}" r on r.account_id = l.account_id and r.snapshot_id = l.snapshot_id
      where l.list = '${list}' and not coalesce(l.additions_only, false) ${own}
      order by l.account_id, l.source, l.started_at, l.snapshot_id, r.position, r.user_id`);
    const served = listsOf(rows.yieldRows() as AsyncIterable<[string, string, string][]>);
    let next = await served.next();
    for (const fact of facts) {
      let ids: string[] = [];
      if (
        !next.done &&
        next.value.accountId === fact.account_id &&
        next.value.snapshotId === fact.snapshot_id
      ) {
        ids = next.value.ids;
        next = await served.next();
      }
      const key = memoryKey(fact.account_id, list, fact.source);
      const memory = memories.get(key) ?? new ListMemory();
      memories.set(key, memory);
      const judgement = memory.judge({
        source: fact.source,
        ended: fact.ended,
        reason: fact.reason,
        ids,
        countBefore: numberOf(fact.count_before),
        countAfter: numberOf(fact.count_after)
      });
      yield {accountId: fact.account_id, snapshotId: fact.snapshot_id, list, judgement};
    }
  }
}

/** Cuts a stream of ordered rows into the lists they belong to. */
async function* listsOf(chunks: AsyncIterable<[string, string, string][]>) {
  let current: {accountId: string; snapshotId: string; ids: string[]} | null = null;
  for await (const chunk of chunks) {
    for (const [userId, accountId, snapshotId] of chunk) {
      if (current === null || current.snapshotId !== snapshotId || current.accountId !== accountId) {
        if (current !== null) yield current;
        current = {accountId, snapshotId, ids: []};
      }
      current.ids.push(userId);
    }
  }
  if (current !== null) yield current;
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
