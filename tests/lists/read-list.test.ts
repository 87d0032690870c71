import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {readStored} from "../../src/lists/read-list.ts";

describe("readStored", () => {
  let db: Database;
  beforeAll(async () => {
    db = await openDatabase();
    await db.run(`
      create schema raw;
      create table raw.followers as
      select * from (values
        (7, 'a', 30, 0), (7, 'a', 10, 1), (7, 'a', 20, 2),
        (7, 'b', 10, 5), (7, 'b', 30, 0), (7, 'b', 20, 3000),
        (7, 'c', 10, 5), (7, 'c', 30, 0), (7, 'c', 20, 2),
        (8, 'a', 3, 1), (8, 'a', 2, null), (8, 'a', 9, 0), (8, 'a', 1, null), (8, 'a', 4, 1),
        (9, 'a', -5, 1), (9, 'a', 9223372036854775807, 0), (9, 'a', 6, -1)
      ) as r(account_id, snapshot_id, user_id, position);
      alter table raw.followers alter user_id type bigint;`);
  });
  afterAll(() => db.close());

  const read = async (...lists: [string, string][]) =>
    (
      await readStored(
        db,
        "followers",
        lists.map(([account_id, snapshot_id]) => ({account_id, snapshot_id, rows: 2n}))
      )
    ).map((ids) => Array.from(ids, String));

  it("gives ids by position, lists in the order asked for", async () => {
    expect(await read(["9", "a"], ["7", "a"])).toEqual([
      ["6", "9223372036854775807", "-5"],
      ["30", "10", "20"]
    ]);
  });
  it("takes gaps between positions", async () => {
    expect(await read(["7", "b"], ["7", "c"])).toEqual([
      ["30", "10", "20"],
      ["30", "20", "10"]
    ]);
  });
  it("puts equal positions and none at all in order of id", async () => {
    expect(await read(["8", "a"])).toEqual([["9", "3", "4", "1", "2"]]);
  });
  it("gives an empty list where nothing is stored", async () => {
    expect(await read(["5", "a"], ["7", "a"])).toEqual([[], ["30", "10", "20"]]);
  });
  it("finds every id of a list longer than what is read at once", async () => {
    await db.run(`
      insert into raw.followers
      select 10, 'z', (nth * 7919) % 10007, nth from range(10007) as r(nth) order by (nth * 7919) % 10007`);
    const [ids] = await read(["10", "z"]);
    expect(ids).toEqual(Array.from({length: 10007}, (_, nth) => String((nth * 7919) % 10007)));
  });
});
