import {join} from "node:path";
import {expect, test} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {snapshotDir} from "../../src/snapshots/store.ts";
import type {ListOrder} from "../../data-loaders/tables/rows.ts";
import {owner, people, useImport} from "./brought.ts";

// Lists of many dates in one file are stored each by ascending id, with the places that their people have in the file.

const {store, bring} = useImport();

const dates = ["2025-01-05", "2025-01-06", "2025-01-07"];
/** Each day's list begins with somebody else; the account itself stands in the second. */
const lists = dates.map((_, day) => [
  ...people.slice(day),
  ...people.slice(0, day),
  ...(day === 1 ? [owner] : [])
]);

/** The rows of a stored list as they stand in its file. */
const inFile = (id: string) =>
  withDatabase((db) =>
    db.rows<{id: string; position: number | null}>(
      `select user_id::varchar as id, position from read_parquet('${join(snapshotDir(store.dataDir, id), "followers.parquet")}')`
    )
  );

const inPieces = lists.flatMap((list, day) => list.map((id) => `${id},${dates[day]}`));
const lastFirst = lists
  .map((list, day) => list.map((id) => `${id},${dates[day]}`))
  .reverse()
  .flat();
const mixed = Array.from({length: 13}, (_, place) =>
  lists.flatMap((list, day) => (place < list.length ? [`${list[place]},${dates[day]}`] : []))
).flat();

test.for<[string, string[], ListOrder | undefined]>([
  ["one below the other", inPieces, undefined],
  ["the last date first", lastFirst, "newest-first"],
  ["from the oldest follower", inPieces, "oldest-first"],
  ["in no order", inPieces, "none"],
  ["row by row", mixed, "newest-first"],
  ["row by row, from the oldest follower", mixed, "oldest-first"],
  ["with a remark among them", inPieces.toSpliced(20, 0, "# seen,"), "newest-first"]
])("lists that stand in their file %s", async ([, rows, order]) => {
  const file = store.write("followers.csv", ["id,date", ...rows].join("\n"));
  const {ids} = await bring(file, {list: "followers", order});
  expect(ids).toHaveLength(3);
  for (const [day, id] of ids.entries()) {
    // A row of a remark or of the account itself leaves a gap, which only an order of all rows would close.
    const list = lists[day]!.filter((one) => one !== owner);
    const placeOf = (one: string) =>
      order === "oldest-first" ? list.length - 1 - list.indexOf(one) : list.indexOf(one);
    const stored = await inFile(id);
    expect(stored.map((row) => row.id)).toEqual([...list].sort());
    const placed = stored.toSorted((a, b) => a.position! - b.position!).map((row) => row.id);
    if (order === "none") expect(stored.every(({position}) => position === null)).toBe(true);
    else expect(placed).toEqual([...list].sort((a, b) => placeOf(a) - placeOf(b)));
  }
});

test("midnights that a spreadsheet makes of dates are whole days, as the dates are", async () => {
  const rows = inPieces.map((row) => `${row} 00:00:00`);
  const {lines} = await bring(store.write("followers.csv", ["id,date", ...rows].join("\n")), {
    list: "followers"
  });
  expect(lines[0]).toContain("3 lists from 2025-01-05, at an unknown hour to 2025-01-07, at an unknown hour");
  expect(
    (await store.rows("select sitting from raw.lists order by sitting")).map(({sitting}) => sitting)
  ).toEqual(dates);
});

test("lists longer than a row group fill all their row groups but the last", async () => {
  const csv = join(store.dir, "followers.csv");
  await withDatabase((db) =>
    db.run(`copy (
      select '1' || lpad((i * 7919 % 130003)::varchar, 12, '0') as id, date '2025-01-05' + d::integer as date
      from range(2) t(d), range(130000) p(i) order by d, hash(i)) to '${csv}' (header)`)
  );
  const {ids} = await bring(csv, {list: "followers"});
  expect(ids).toHaveLength(2);
  for (const id of ids) {
    const file = join(snapshotDir(store.dataDir, id), "followers.parquet");
    const groups = await withDatabase((db) =>
      db.rows<{n: bigint}>(
        `select distinct row_group_id, row_group_num_rows as n from parquet_metadata('${file}') order by row_group_id`
      )
    );
    expect(groups.map(({n}) => Number(n))).toEqual([122_880, 130_000 - 122_880]);
  }
});

test("a time of day is asked for where the dates stand: in the rows, or in the file's name", async () => {
  const dated = store.write("followers.csv", ["id,date", ...inPieces].join("\n"));
  const {lines} = await bring(dated, {list: "followers"});
  expect(lines.at(-1)).toMatch(
    /^a time of day would tell more of .*: 2025-01-05T09:00 in its rows, with --zone /
  );
  const one = store.write("followers-2025-01-09.txt", people.join("\n"));
  expect((await bring(one, {})).lines.at(-1)).toMatch(
    /^a time of day would tell more of .*: --taken-at 2025-01-09T09:00, or a file name such as /
  );
});
