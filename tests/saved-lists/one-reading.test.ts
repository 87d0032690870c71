import {expect, test} from "vitest";
import {forgetPeople} from "../../src/forget/forget.ts";
import {people, useImport} from "./brought.ts";

// One reading of a list stays one list, whatever is said of it the second time.

const {store, bring, stored} = useImport();
const list = people.join("\n");
const countLists = async () => (await store.rows("select 1 as one from raw.lists")).length;

test("the same file with a clock time, imported again in another zone, is refused", async () => {
  const file = store.write("followers-2025-01-05T0900.txt", list);
  const [id] = (await bring(file)).ids;
  await expect(bring(file, {zone: "Asia/Tokyo"})).rejects.toThrow(
    `the store has this very file as of another time, as snapshot ${id}: give the same flags of time as then, or remove it first by followback snapshots remove ${id}`
  );
  expect(await countLists()).toBe(1);
});

test("so is a file whose name bears a date, with another --taken-at", async () => {
  const file = store.write("followers-2025-01-05.txt", list);
  await bring(file);
  await expect(bring(file, {takenAt: "2025-01-05T09:00:00Z"})).rejects.toThrow("as of another time");
});

test("so is a file with a column of times, in another zone; in the same one it is there already", async () => {
  const rows = ["2025-01-05 09:00", "2025-01-06 09:00"].flatMap((at) => people.map((id) => `${id},${at}`));
  const file = store.write("followers.csv", ["id,taken_at", ...rows].join("\n"));
  await bring(file, {list: "followers"});
  await bring(file, {list: "followers"});
  expect(await countLists()).toBe(2);
  await expect(bring(file, {list: "followers", zone: "-05:00"})).rejects.toThrow("as of another time");
  expect(await countLists()).toBe(2);
});

test("lists of two days that hold the same people are two lists", async () => {
  await bring(store.write("followers-2025-01-05.txt", list));
  await bring(store.write("followers-2025-01-06.txt", list));
  expect(await countLists()).toBe(2);
});

test("a list out of which somebody was forgotten is not replaced by the file that holds them", async () => {
  const file = store.write("followers-2025-01-05.txt", list);
  await bring(file);
  await forgetPeople(store.dataDir, {erase: [{id: people[3]!, handles: [], texts: []}], blank: []});
  await expect(bring(file, {isComplete: true})).rejects.toThrow(
    "people were forgotten out of the stored list"
  );
  expect(await stored()).not.toContain(people[3]);
});

test("a remark that may begin another list stops the import; other remarks are left out", async () => {
  const parts = (remark: string) => [...people.slice(0, 6), remark, ...people.slice(6)].join("\n");
  await expect(bring(store.write("followers-2025-01-05.txt", parts("# Following")))).rejects.toThrow(
    'a remark inside the list, "# Following", may begin another list'
  );
  await bring(store.write("followers-2025-01-06.txt", parts("# page 2")));
  expect(await stored()).toEqual(people);
});

test.each([0, people.length])("a line that counts the others is no id: row %i", async (at) => {
  const lines = people.toSpliced(at, 0, String(people.length));
  await expect(bring(store.write("followers-2025-01-05.txt", lines.join("\n")))).rejects.toThrow(
    `row ${at + 1} holds ${people.length}, which is how many people the others are`
  );
});
