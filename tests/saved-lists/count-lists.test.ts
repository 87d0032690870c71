import {afterAll, beforeAll, expect, test} from "vitest";
import {countList, countSeries} from "../../data-loaders/saved-lists/count-lists.ts";
import {openDatabase, type Database} from "../../src/duckdb.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  // Lists 0 to 4: ascending; descending, with the account itself; somebody twice; the first rows of two kinds of people
  // in turn; nobody at number 4, whose rows another account's are.
  await db.run(`
    create table rows as
    select row_number() over () - 1 as row, * from (
      select 0::integer as list_number, 100 + i as user_id from range(12) t(i)
      union all select 1, 130 - i from range(30) t(i)
      union all select 1, 5
      union all select 2, unnest([107, 130, 107, 9223372036854775807])
      union all select 3, unnest([107, 9223372036854775807, 42])
      union all select 5, unnest([42, 101])
    );
    alter table rows alter user_id type bigint`);
});
afterAll(() => db.close());

test("a series of lists is counted as each list by itself, with whom each shares with the one before", async () => {
  const counts = (await countSeries(db, "from rows", 6, "5"))!;
  // By hand: list 1 is 130, 129, …, 101 and the account; list 0 is 100 to 111, of whom 101 to 111 come again.
  expect(counts).toEqual([
    {
      all: 12,
      self: 0,
      people: 12,
      rowRange: {first: 0, last: 11},
      sorted: "ascending",
      sample: "100",
      shared: 0
    },
    {
      all: 31,
      self: 1,
      people: 30,
      rowRange: {first: 12, last: 42},
      sorted: "descending",
      sample: "101",
      shared: 11
    },
    {all: 4, self: 0, people: 3, rowRange: {first: 43, last: 46}, sorted: null, sample: "107", shared: 2},
    {all: 3, self: 0, people: 3, rowRange: {first: 47, last: 49}, sorted: null, sample: "42", shared: 2},
    null,
    {all: 2, self: 0, people: 2, rowRange: {first: 50, last: 51}, sorted: null, sample: "42", shared: 0}
  ]);
  for (const [nth, found] of counts.entries()) {
    if (found === null) continue;
    const {shared: _, ...alone} = found;
    expect(await countList(db, `from rows where list_number = ${nth}`, "5")).toEqual(alone);
  }
});

test("rows of others between those of a list leave it without a range", async () => {
  const counts = (await countSeries(db, "from rows where list_number < 2 and user_id <> 120", 2, "5"))!;
  expect(counts.map((found) => found!.rowRange)).toEqual([{first: 0, last: 11}, null]);
  expect(counts.map((found) => found!.people)).toEqual([12, 29]);
});
