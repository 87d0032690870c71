import type {DuckDBResult, DuckDBValue} from "@duckdb/node-api";
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
  stored_rows: bigint;
  erased_rows: bigint | null;
  erased_verdict: Judgement["verdict"];
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
      with stored as (select account_id, snapshot_id, count(*) as rows from raw."${list}" group by account_id, snapshot_id)
      select l.account_id::varchar as account_id, l.snapshot_id, l.list, l.source, l.ended, l.reason, l.count_before, l.count_after,
        coalesce(s.rows, 0) as stored_rows, e.rows as erased_rows, e.verdict as erased_verdict, e.why as erased_why,
        e.order_holds as erased_holds
      from raw.lists l
      left join raw.erasures e on e.account_id = l.account_id and e.snapshot_id = l.snapshot_id and e.list = l.list
      left join stored s on s.account_id = l.account_id and s.snapshot_id = l.snapshot_id
      where l.list = '${list}' and not coalesce(l.additions_only, false) ${own}
      order by l.account_id, l.source, l.started_at, l.snapshot_id`);
    if (facts.length === 0) continue;
    // Only the ids travel, in the order of the facts: how many belong to each list is known by now.
    const rows = await db.connection.stream(`
      select r.user_id::varchar
      from raw.lists l
      join raw."${list}" r on r.account_id = l.account_id and r.snapshot_id = l.snapshot_id
      where l.list = '${list}' and not coalesce(l.additions_only, false) ${own}
      order by l.account_id, l.source, l.started_at, l.snapshot_id, r.position, r.user_id`);
    const take = takerOf(rows);
    for (const fact of facts) {
      const ids = await take(Number(fact.stored_rows));
      const key = memoryKey(fact.account_id, list, fact.source);
      const memory = memories.get(key) ?? new ListMemory();
      memories.set(key, memory);
      const judgement = memory.judge({
        source: fact.source,
        ended: fact.ended,
        reason: fact.reason,
        ids,
        countBefore: numberOf(fact.count_before),
        countAfter: numberOf(fact.count_after),
        erased: fact.erased_rows === null ? null : erasedOf(fact)
      });
      yield {accountId: fact.account_id, snapshotId: fact.snapshot_id, list, judgement};
    }
  }
}

/** Takes the next so many values of a one-column result, chunk by chunk. */
function takerOf(result: DuckDBResult): (count: number) => Promise<string[]> {
  let values: readonly DuckDBValue[] = [];
  let at = 0;
  return async (count) => {
    const taken: string[] = [];
    while (taken.length < count) {
      if (at === values.length) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0)
          throw new Error("a list has fewer rows than were counted");
        values = chunk.getColumnValues(0);
        at = 0;
      }
      const end = Math.min(values.length, at + count - taken.length);
      while (at < end) taken.push(values[at++] as string);
    }
    return taken;
  };
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
