import {BIGINT, BOOLEAN, DuckDBDataChunk, INTEGER, type DuckDBAppender} from "@duckdb/node-api";
import type {Database} from "../duckdb.ts";
import {judgeLists, type JudgedList, type ReplayOptions} from "./replay-lists.ts";

export interface StoreOptions extends Pick<ReplayOptions, "kept" | "memories"> {
  /** About so many people are held at a time: those of many accounts would not fit into the memory of this process. */
  peopleAtOnce?: number;
}

/**
 * Writes the judgement of every list to `judged_lists`, and of every new row that could be placed to `judged_rows`; of
 * lists that were `kept` they have nothing.
 */
export async function storeJudgements(
  db: Database,
  {peopleAtOnce = 1_000_000, ...options}: StoreOptions = {}
) {
  await db.run(`
    create table judged_lists (nth integer, account_id bigint, snapshot_id varchar, list varchar, verdict varchar, why varchar,
      known_rows bigint, order_violations bigint, order_holds boolean, no_order varchar);
    create temp table placed_people (nth integer, user_id bigint, is_arrival boolean)`);
  // An appender on this connection waits for the reading, so many lists are written at a time.
  let judged: JudgedList[] = [];
  let people = 0;
  let written = 0;
  const write = async () => {
    await appendJudged(db, judged, written);
    written += judged.length;
    judged = [];
    people = 0;
  };
  for await (const one of judgeLists(db, options)) {
    judged.push(one);
    people += one.judgement.arrivals.length + one.judgement.reappeared.length;
    if (people >= peopleAtOnce) await write();
  }
  await write();
  await db.run(`
    create table judged_rows as
    select l.account_id, l.snapshot_id, l.list, p.user_id, case when p.is_arrival then 'arrival' else 'reappeared' end as standing
    from placed_people p
    join judged_lists l on l.nth = p.nth;
    drop table placed_people`);
}

/** Appends judged lists, of which the first has the number `from`, and whom they placed. */
async function appendJudged(db: Database, judged: readonly JudgedList[], from: number) {
  const lists = await db.connection.createAppender("judged_lists");
  const people = await db.connection.createAppender("placed_people");
  for (const [index, {accountId, snapshotId, list, judgement}] of judged.entries()) {
    const nth = from + index;
    const isOrdered = judgement.knownRows > 0;
    lists.appendInteger(nth);
    lists.appendBigInt(BigInt(accountId));
    lists.appendVarchar(snapshotId);
    lists.appendVarchar(list);
    lists.appendVarchar(judgement.verdict);
    if (judgement.why === null) lists.appendNull();
    else lists.appendVarchar(judgement.why);
    if (isOrdered) {
      lists.appendBigInt(BigInt(judgement.knownRows));
      lists.appendBigInt(BigInt(judgement.violations));
      lists.appendBoolean(judgement.holds);
    } else for (let column = 0; column < 3; column++) lists.appendNull();
    if (judgement.noOrder === null) lists.appendNull();
    else lists.appendVarchar(judgement.noOrder);
    lists.endRow();
    appendPeople(people, nth, judgement.arrivals, true);
    appendPeople(people, nth, judgement.reappeared, false);
  }
  lists.closeSync();
  people.closeSync();
}

/** As many rows as a chunk of the database holds. */
const chunkRows = 2048;

/** Appends people chunk by chunk, which takes a tenth of the time of value by value. */
function appendPeople(appender: DuckDBAppender, nth: number, ids: readonly bigint[], isArrival: boolean) {
  for (let from = 0; from < ids.length; from += chunkRows) {
    const some = ids.slice(from, from + chunkRows);
    const chunk = DuckDBDataChunk.create([INTEGER, BIGINT, BOOLEAN], some.length);
    chunk.setColumnValues(
      0,
      Array.from(some, () => nth)
    );
    chunk.setColumnValues(1, some);
    chunk.setColumnValues(
      2,
      Array.from(some, () => isArrival)
    );
    appender.appendDataChunk(chunk);
  }
}
