import {expect, test} from "vitest";
import {checkAll} from "../../src/commands/check.ts";
import {compactStore} from "../../src/compact/compact.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {findPerson, listPeople} from "../../src/forget/people.ts";
import {buildMarts} from "../../src/models/build.ts";
import {martsDir} from "../../src/models/marts.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {useImport} from "../saved-lists/brought.ts";
import {isSlow} from "../long.ts";

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

/** What a build says of every list, and whom it takes as gone. */
async function built() {
  await buildMarts(store.dataDir);
  return withDatabase(async (db) => {
    const rows = (mart: string, sql: string) =>
      db.rows(sql.replace("MART", `read_parquet('${martsDir(store.dataDir)}/${mart}.parquet')`));
    return {
      lists: (
        await rows("completeness", "select verdict from MART where list = 'followers' order by finished_at")
      ).map(({verdict}) => verdict),
      gone: (
        await rows("followers", "select user_id from MART where end_before is not null order by user_id")
      ).map(({user_id}) => String(user_id))
    };
  });
}

const profiles = (people: [id: string, name: string][]) =>
  `id,username\n${people.map((person) => `${person.join(",")}\n`).join("")}`;

/**
 * Lists by name and by id of thirty people and ada, who gives her name away before the fourth list: there it is fay's. Two
 * others come meanwhile. Nobody ever leaves.
 */
async function fillOfOnePerson() {
  const [ada, fay] = ["1799000901", "1799000902"];
  const others = Array.from({length: 30}, (_, n): [string, string] => [`17990001${n * 7 + 11}`, `made_${n}`]);
  const names = others.map(([, name]) => name);
  const lists: [string, string, string][] = [
    ["a.txt", ["ada", ...names].join("\n"), "2025-01-05T08:00Z"],
    ["b.csv", profiles([[ada, "ada"], ...others]), "2025-01-06T08:00Z"],
    ["c.csv", profiles([[fay, "ada"], [ada, "adb"], ...others]), "2025-02-05T08:00Z"],
    ["d.txt", ["ada", "adb", ...names].join("\n"), "2025-02-06T08:00Z"]
  ]; // prettier-ignore
  for (const [name, text, takenAt] of lists)
    await bring(store.write(name, text), {list: "followers", takenAt, isComplete: true});
  return {ada, fay, other: others[3]![0]};
}

test.each(isSlow ? [false, true] : [true])(
  "lists by name are worth the same once somebody is forgotten (compacted: %s)",
  async (isCompacted) => {
    const {other} = await fillOfOnePerson();
    if (isCompacted) await compactStore(store.dataDir);
    const before = await built();
    expect(before).toEqual({lists: Array.from({length: 4}, () => "complete"), gone: []});
    const {people} = await forgetPeople(store.dataDir, {erase: await find(other), blank: []});
    expect(people).toBe(1);
    expect(await built()).toEqual(before);
  }
);

test.each(isSlow ? [false, true] : [true])(
  "whoever bears a forgotten name by now does not seem to have left (compacted: %s)",
  async (isCompacted) => {
    const {ada} = await fillOfOnePerson();
    if (isCompacted) await compactStore(store.dataDir);
    await built();
    await forgetPeople(store.dataDir, {erase: await find(ada), blank: []});
    // The name goes, so that the fourth list lacks fay, who was in it.
    expect(await built()).toEqual({lists: ["complete", "complete", "complete", "partial"], gone: []});
  }
);

test("a compacted store of names can be checked", async () => {
  await fillOfOnePerson();
  await compactStore(store.dataDir);
  await built();
  const checked: string[] = [];
  for await (const {name, failure} of checkAll(store.dataDir)) {
    expect(failure).toBeNull();
    checked.push(name);
  }
  expect(checked).toContain("data test one_row_a_person");
});

test("X is never asked about people of whom only the name is known", async () => {
  await fill();
  const people = await withDatabase(async (db) => {
    await attachSnapshots(db, store.dataDir);
    return listPeople(db, "x");
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
