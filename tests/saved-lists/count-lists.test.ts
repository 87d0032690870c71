import {afterAll, beforeAll, expect, test} from "vitest";
import {countList} from "../../data-loaders/saved-lists/count-lists.ts";
import {Series} from "../../data-loaders/saved-lists/series.ts";
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

/** How many rows each list has. */
const sizes = [12, 31, 4, 3, 0, 2];

test("a series of lists is counted as each list by itself, with whom each shares with the one before", async () => {
  const counts = (await Series.read(db, "from rows", sizes, null))!.counts("5");
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
  const rows = "from rows where list_number < 2 and user_id <> 120";
  const counts = (await Series.read(db, rows, sizes.slice(0, 2), null))!.counts("5");
  expect(counts.map((found) => found!.rowRange)).toEqual([{first: 0, last: 11}, null]);
  expect(counts.map((found) => found!.people)).toEqual([12, 29]);
});

test("lists whose rows stand mixed are counted as those in one piece", async () => {
  const apart = (await Series.read(db, "from rows order by hash(row)", sizes, null))!.counts("5");
  const together = (await Series.read(db, "from rows", sizes, null))!.counts("5");
  const of = (counts: typeof apart) =>
    counts.map((found) => found && [found.all, found.people, found.shared]);
  expect(of(apart)).toEqual(of(together));
});

test("lists in one piece each are told apart by their first rows", async () => {
  // List 4 is of nobody, and may begin anywhere; of list 1 the first row was dropped.
  const rows = "select row, user_id from rows where row <> 12";
  const counts = (await Series.read(db, rows, sizes, [0, 12, 43, 47, 52, 50]))!.counts("5");
  const all = (await Series.read(db, "from rows where row <> 12", sizes, null))!.counts("5");
  expect(counts).toEqual(all);
  expect(counts[1]).toMatchObject({all: 30, rowRange: {first: 13, last: 42}});
});

test("lists are written by ascending id, with somebody who stands twice in the order of the file", async () => {
  const series = (await Series.read(db, "from rows", sizes, null))!;
  await series.write(db, "sorted");
  const found = await db.rows<{list_number: number; row: number; user_id: bigint}>("from sorted");
  expect(found.filter(({list_number}) => list_number === 2)).toEqual([
    {list_number: 2, row: 43, user_id: 107n},
    {list_number: 2, row: 45, user_id: 107n},
    {list_number: 2, row: 44, user_id: 130n},
    {list_number: 2, row: 46, user_id: 9223372036854775807n}
  ]);
  expect(found).toEqual(
    await db.rows(
      "select list_number, row::integer as row, user_id from rows order by list_number, user_id, row"
    )
  );
});

test("many people are sorted too, of whom each list holds few", async () => {
  // 5,000 people take two steps of the sort, and 60,000 rows more than one chunk.
  await db.run(`
    create table many as
    select (i // 1000)::integer as list_number, i as row, (hash(i % 5000 + i // 20000) % 9000000000000000000)::bigint as user_id
    from range(60000) t(i)`);
  const series = (await Series.read(
    db,
    "from many",
    Array.from({length: 60}, () => 1000),
    null
  ))!;
  await series.write(db, "sorted");
  const rowsOf = (from: string) => db.rows(`select list_number, row::integer as row, user_id from ${from}`);
  expect(await rowsOf("sorted")).toEqual(await rowsOf("(from many order by list_number, user_id, row)"));
});
