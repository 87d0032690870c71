import {expect, test} from "vitest";
import {compactStore} from "../../src/compact/compact.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {findPerson, listPeople} from "../../src/forget/people.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {useImport} from "../saved-lists/brought.ts";

const {store, bring} = useImport();
const find = (user: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, store.dataDir);
    return findPerson(db, user);
  });

/** A list of names, and a later one that says whose two of them are. */
async function fill() {
  await bring(store.write("a.txt", "@made_ada\n@made_bob\n@made_eve\n"), {
    list: "followers",
    takenAt: "2025-01-05T08:00Z"
  });
  await bring(store.write("b.csv", "id,username\n1799000001,made_ada\n1799000002,made_bob\n"), {
    list: "followers",
    takenAt: "2025-01-12T08:00Z"
  });
}

test.each([
  ["@made_ada", ["1799000001", standIn("made_ada")]],
  ["@MADE_ADA", ["1799000001", standIn("made_ada")]],
  ["1799000001", ["1799000001", standIn("made_ada")]],
  ["@made_eve", [standIn("made_eve")]]
])("%s is forgotten under the id and under the name", async (user, ids) => {
  await fill();
  const people = await find(user);
  expect(people.map(({id}) => id)).toEqual(ids);
  await forgetPeople(store.dataDir, {erase: people, blank: []});
  const left = await store.rows("select count(*)::integer as n from raw.followers");
  expect(left).toEqual([{n: 5 - ids.length}]);
  expect(await store.rows(`select 1 from raw.names where user_id in (${ids.join(", ")})`)).toEqual([]);
  await expect(find(user)).rejects.toThrow(/nothing to forget|has that name/);
});

test("X is never asked about people of whom only the name is known", async () => {
  await fill();
  const people = await withDatabase(async (db) => {
    await attachSnapshots(db, store.dataDir);
    return listPeople(db);
  });
  expect(people).toEqual(["1799000001", "1799000002"]);
});

test("compacting a store leaves lists of names as they are", async () => {
  await fill();
  const rows = "from raw.followers order by all";
  const before = await store.rows(rows);
  const names = await store.rows("from raw.names order by all");
  await compactStore(store.dataDir);
  expect(await store.rows(rows)).toEqual(before);
  expect(await store.rows("from raw.names order by all")).toEqual(names);
  expect(await store.rows("select count(*)::integer as n from raw.list_runs where user_id < 0")).toEqual([
    {n: 0}
  ]);
});
