import {describe, expect, test} from "vitest";
import {forgetPeople} from "../../src/forget/forget.ts";
import {owner, people, useImport} from "./brought.ts";

// What is in the store already, from another file.

const {store, bring, stored} = useImport();
const is = {list: "followers"} as const;
const listsOf = async () =>
  (
    await store.rows(
      "select sitting, distinct_rows::int as n, completeness_basis as basis from raw.lists order by started_at"
    )
  ).map(({sitting, n, basis}) => [sitting, n, basis]);
const many = Array.from({length: 40}, (_, n) => `18${String((n * 7919) % 1009).padStart(4, "0")}55512345678`);

describe("a file with a column of dates that has grown", () => {
  const day = (n: number) => `2025-01-${String(n).padStart(2, "0")}`;
  const grown = (...lists: [n: number, of: string[]][]) =>
    store.write(
      "all.csv",
      `date,id\n${lists.flatMap(([n, of]) => of.map((id) => `${day(n)},${id}`)).join("\n")}\n`
    );

  test("adds its new dates only, and says how many were there", async () => {
    await bring(grown([5, people], [12, people.slice(1)]), is);
    const before = store.snapshots();
    const {lines, ids} = await bring(grown([5, people], [12, people.slice(1)], [19, people.slice(2)]), is);
    expect(lines[1]).toMatch(
      /^all\.csv: 2 of its 3 lists are in the store already, with the same people, from another file, such as snapshot \S+: only the others are added$/
    );
    expect(ids).toEqual(expect.arrayContaining(before));
    expect(await listsOf()).toEqual([
      ["2025-01-05", 12, null],
      ["2025-01-12", 11, null],
      ["2025-01-19", 10, null]
    ]);
    const again = await bring(grown([12, people.slice(1)], [19, people.slice(2)]), is);
    expect(again.lines[1]).toMatch(/^all\.csv: its 2 lists are in the store already, .*: nothing is added$/);
    expect(store.snapshots()).toHaveLength(3);
  });

  test("declares the dates that were there complete too, and leaves those declared before", async () => {
    await bring(grown([5, people]), is);
    const {lines} = await bring(grown([5, people], [12, people]), {...is, isComplete: true});
    expect(lines[1]).toMatch(/it is replaced, now complete, as declared$/);
    expect(await listsOf()).toEqual([
      ["2025-01-05", 12, "declared"],
      ["2025-01-12", 12, "declared"]
    ]);
    await bring(grown([5, people], [12, people], [19, people]), is);
    expect(await listsOf()).toEqual([
      ["2025-01-05", 12, "declared"],
      ["2025-01-12", 12, "declared"],
      ["2025-01-19", 12, null]
    ]);
  });

  test("is refused where a date that is stored says something else", async () => {
    const [id] = (await bring(grown([5, people]), is)).ids;
    await expect(bring(grown([5, people.slice(1)], [12, people]), is)).rejects.toThrow(
      `the store has another list of followers of that account and time, ${id}: remove it first by followback snapshots remove ${id} (people only in the file: 0, only in the store: 1)`
    );
    expect(store.snapshots()).toEqual([id]);
  });

  test("is refused where a date that is stored has more people now", async () => {
    const [id] = (await bring(grown([5, people.slice(1)]), is)).ids;
    await expect(bring(grown([5, people], [12, people]), is)).rejects.toThrow(
      `${id} (people only in the file: 1, only in the store: 0)`
    );
    expect(store.snapshots()).toEqual([id]);
  });

  test("does not bring back who was forgotten out of a date", async () => {
    await bring(grown([5, people]), is);
    await forgetPeople(store.dataDir, {erase: [{id: people[3]!, handles: [], texts: []}], blank: []});
    const next = people.filter((id) => id !== people[3]);
    await bring(grown([5, people], [12, next]), is);
    expect(new Set(await stored()).has(people[3]!)).toBe(false);
    await expect(bring(grown([5, people], [12, next]), {...is, isComplete: true})).rejects.toThrow(
      "people were forgotten out of the stored list"
    );
  });

  test("keeps the order that was said before", async () => {
    await bring(grown([5, people]), {...is, order: "oldest-first"});
    const {lines} = await bring(grown([5, people], [12, people]), is);
    expect(lines[1]).toMatch(/it stays in the order oldest-first$/);
    await expect(bring(grown([5, people], [12, people]), {...is, order: "newest-first"})).rejects.toThrow(
      "the store has this list already, in the order oldest-first"
    );
  });
});

test("the same list in another form is there already", async () => {
  const [id] = (await bring(store.write("followers-2025-01-05.txt", people.join("\n")))).ids;
  const other = store.write(
    "followers_20250105.csv",
    `id,bio\n${people.map((one) => `${one},x`).join("\n")}`
  );
  const {lines, ids} = await bring(other);
  expect(lines[1]).toBe(
    `followers_20250105.csv: this list is in the store already, with the same people, from another file, as snapshot ${id}: nothing is added`
  );
  expect(ids).toEqual([id]);
  expect(store.snapshots()).toEqual([id]);
});

test("a file with less in it does not take the place of one with profiles, or in another order", async () => {
  const table = store.write(
    "followers-2025-01-05.csv",
    `id,followers_count\n${people.map((one) => `${one},5`).join("\n")}`
  );
  const [id] = (await bring(table)).ids;
  const bare = store.write("followers-2025-01-05.txt", people.join("\n"));
  await bring(bare);
  await expect(bring(bare, {isComplete: true})).rejects.toThrow(
    `${bare}: the store has this list already, with profiles, as snapshot ${id} from followers-2025-01-05.csv: give that file again with the flag`
  );
  const ordered = store.write("followers-2025-01-12.txt", people.join("\n"));
  const [next] = (await bring(ordered, {order: "newest-first"})).ids;
  const mixed = [...people.slice(5), ...people.slice(0, 5)];
  const other = store.write("followers_20250112.txt", mixed.join("\n"));
  await bring(other);
  for (const more of [{isComplete: true}, {order: "newest-first"} as const])
    await expect(bring(other, more)).rejects.toThrow(
      `${other}: the store has this list already, in another order, as snapshot ${next}: leave out the flag`
    );
  expect(store.snapshots().filter((name) => /^\d/.test(name))).toEqual([id, next]);
  expect(await stored()).toEqual([...people, ...people]);
});

test.each([
  ["--user-column", {userColumn: "a"}, {userColumn: "b"}],
  [
    "--delimiter",
    {delimiter: ",", hasHeader: false, userColumn: "1"},
    {delimiter: ";", hasHeader: false, userColumn: "2"}
  ]
])("the same file read with another %s is not the same list", async (_, one, other) => {
  const text = `a,b;b\n`.repeat("hasHeader" in one ? 0 : 1).replace("a,b;b", "a,b");
  const rows = people.map((id, n) => ("hasHeader" in one ? `${id},${n};${many[n]}` : `${id},${many[n]}`));
  const file = store.write("followers-2025-01-05.csv", `${text}${rows.join("\n")}\n`);
  await bring(file, one);
  await expect(bring(file, other)).rejects.toThrow(
    "the store has another list of followers of that account and time"
  );
  await bring(file, one);
  expect(await stored()).toEqual(people);
});

describe("the same people in the other direction", () => {
  const takenAt = "2025-01-05T08:00Z";
  test("of the very same file are refused, whatever time is given, and the line says which snapshot has them", async () => {
    const file = store.write("export.txt", people.join("\n"));
    const [id] = (await bring(file, {list: "following", takenAt})).ids;
    for (const at of [takenAt, "2025-01-06T08:00Z"])
      await expect(bring(file, {list: "followers", takenAt: at})).rejects.toThrow(
        `${file}: the store has this very file as a list of following, as snapshot ${id}: check --list, or remove that one first by followback snapshots remove ${id}`
      );
    expect(store.snapshots()).toEqual([id]);
    await bring(file, {list: "followers", takenAt, isUnlike: true});
    expect(store.snapshots()).toHaveLength(2);
  });

  test("of two files with the same bytes are refused before anything is written", async () => {
    const files = ["followers-2025-01-05.txt", "following-2025-01-05.txt"].map((name) =>
      store.write(name, people.join("\n"))
    );
    await expect(bring(files)).rejects.toThrow(
      `${files[1]}: is the same, byte for byte, as ${files[0]}, which is a list of followers: check which list each holds`
    );
    expect(store.snapshots()).toEqual([]);
  });

  test("in another file are refused too, unless the account's own list before was as much alike", async () => {
    const [id] = (await bring(store.write("a.txt", many.join("\n")), {list: "following", takenAt})).ids;
    const same = store.write("b.csv", `id\n${many.toReversed().join("\n")}`);
    await expect(bring(same, {list: "followers", takenAt})).rejects.toThrow(
      `${same}: it holds the same people as the account's following (snapshot ${id}): check --list, or give --unlike-the-last if they are the same on both sides`
    );
    await expect(bring(same, {account: "77", list: "following", takenAt})).rejects.toThrow(
      `${same}: it holds the same people as following of account`
    );
    await bring(same, {list: "followers", takenAt, isUnlike: true});
    const next = store.write("c.txt", many.slice(1).join("\n"));
    await bring(next, {list: "followers", takenAt: "2025-01-12T08:00Z"});
    expect(store.snapshots()).toHaveLength(3);
  });

  test("of another account are refused also where its lists have changed since", async () => {
    const file = store.write("a.txt", many.join("\n"));
    const [id] = (await bring(file, {list: "followers", takenAt})).ids;
    const later = [...many.slice(10), ...people.slice(0, 10)];
    await bring(store.write("b.txt", later.join("\n")), {list: "followers", takenAt: "2025-02-05T08:00Z"});
    await expect(bring(file, {account: "77", list: "followers", takenAt})).rejects.toThrow(
      `${file}: it holds the same people as followers of account ${owner} (snapshot ${id}): check --account`
    );
  });

  test("of another account are refused in one file with the own one", async () => {
    const theirs = many.map((id) => `17${id.slice(2)}`);
    await bring(store.write("a.txt", many.join("\n")), {list: "followers", takenAt});
    await bring(store.write("b.txt", theirs.join("\n")), {account: "77", list: "followers", takenAt});
    const both = store.write("both.txt", [...many.slice(1), ...theirs.slice(1)].join("\n"));
    const next = {list: "followers", takenAt: "2025-01-12T08:00Z"} as const;
    await expect(bring(both, next)).rejects.toThrow(
      /: it holds the followers of account 77 too \(compared with snapshot .*\): save each list to a file of its own, or give --unlike-the-last if it is right$/
    );
    expect(store.snapshots()).toHaveLength(2);
    await bring(both, {...next, isUnlike: true});
    expect(store.snapshots()).toHaveLength(3);
  });

  test("are let in where four in five follow back", async () => {
    await bring(store.write("a.txt", many.join("\n")), {list: "following", takenAt});
    const followers = [...many.slice(8), ...people.slice(0, 8)];
    await bring(store.write("b.txt", followers.join("\n")), {list: "followers", takenAt});
    expect(store.snapshots()).toHaveLength(2);
  });
});
