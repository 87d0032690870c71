import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {storeJudgements} from "../../src/lists/judgements.ts";
import {judgeLists, recallLists} from "../../src/lists/replay-lists.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {writeObserved} from "../models/histories.ts";
import {randomHistory} from "../models/random-history.ts";
import {PlainMemory} from "./plain-memory.ts";

interface Fact {
  snapshot_id: string;
  list: string;
  source: string;
  ended: boolean;
  reason: string | null;
  count_before: number | null;
  count_after: number | null;
  ids: string[];
}

describe("judging stored lists", () => {
  let dataDir: string;
  let db: Database;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "followback-recall-"));
    for (const [nth, observed] of randomHistory(5).entries())
      await writeObserved(dataDir, observed, String(nth));
    db = await openDatabase();
    await attachSnapshots(db, dataDir);
  });
  afterAll(async () => {
    await db.close();
    await rm(dataDir, {recursive: true, force: true});
  });

  const judgedBy = async (rowsAtOnce?: number) => {
    const judged = [];
    for await (const one of judgeLists(db, {...(rowsAtOnce && {rowsAtOnce})})) judged.push(one);
    return judged;
  };

  it("says the same however many rows are read at once", async () => {
    const judged = await judgedBy();
    expect(judged.length).toBeGreaterThan(10);
    expect(await judgedBy(1)).toEqual(judged);
    expect(await judgedBy(400)).toEqual(judged);
  });

  it("stores the same however many people are held at once", async () => {
    const stored = async (peopleAtOnce?: number) => {
      await storeJudgements(db, {...(peopleAtOnce && {peopleAtOnce})});
      const lists = await db.rows("from judged_lists order by nth");
      const people = await db.rows("from judged_rows order by all");
      await db.run("drop table judged_lists; drop table judged_rows");
      return {lists, people};
    };
    const all = await stored();
    expect(all.lists.length).toBeGreaterThan(10);
    expect(all.people.length).toBeGreaterThan(10);
    expect(await stored(1)).toEqual(all);
  });

  it("says what the yardstick says of the same rows, and leaves the same people in mind", async () => {
    const plain = new Map<string, PlainMemory>();
    const facts = await db.rows<Fact>(`
      select l.snapshot_id, l.list, l.source, l.ended, l.reason, l.count_before::integer as count_before, l.count_after::integer as count_after,
        coalesce((select list(r.user_id::varchar order by r.position, r.user_id) from (
          select 'followers' as list, * from raw.followers union all select 'following', * from raw.following
        ) r where r.list = l.list and r.snapshot_id = l.snapshot_id), []) as ids
      from raw.lists l where l.list <> 'blocking' order by l.list, l.source, l.started_at, l.snapshot_id`);
    const right = facts.map(({snapshot_id, list, source, ended, reason, count_before, count_after, ids}) => {
      const key = `${list} ${source}`;
      const memory = plain.get(key) ?? new PlainMemory();
      plain.set(key, memory);
      const judgement = memory.judge({
        source,
        ended,
        reason,
        ids,
        countBefore: count_before,
        countAfter: count_after
      });
      return {snapshotId: snapshot_id, list, ...judgement};
    });
    const judged = (await judgedBy()).map(({snapshotId, list, judgement}) => ({
      snapshotId,
      list,
      ...judgement,
      arrivals: judgement.arrivals.map(String),
      reappeared: judgement.reappeared.map(String),
      missing: judgement.missing.map(String)
    }));
    expect(judged).toEqual(right);
    const recall = await recallLists(db, "1");
    for (const [key, memory] of plain) {
      const [list, source] = key.split(" ");
      const known = recall(list as "followers" | "following", source!).known();
      expect(known.size).toBe(memory.known().size);
      expect([...memory.known().keys()].every((id) => known.has(id))).toBe(true);
    }
  });
});
