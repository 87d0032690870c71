import {expect, test} from "vitest";
import type {ImportListsOptions} from "../../data-loaders/saved-lists/import-lists.ts";
import {people, useImport} from "./brought.ts";

// The same file again, with flags that say more of it, or less: one list, of which all is known that was ever said.

const {store, bring} = useImport();
const name = "followers-2025-01-05.txt";
const list = people.join("\n");
const listsOf = () =>
  store.rows(
    "select ended, completeness_basis as basis, is_newest_first, started_at, finished_at, sitting from raw.lists"
  );

const said: Record<string, ImportListsOptions> = {
  nothing: {},
  complete: {isComplete: true},
  "complete anyway": {isForced: true},
  order: {order: "newest-first"},
  zone: {zone: "America/New_York"}
};
const permutations = <T>(of: T[]): T[][] =>
  of.length < 2
    ? [of]
    : of.flatMap((one, n) => permutations(of.toSpliced(n, 1)).map((rest) => [one, ...rest]));

test.each([
  ["nothing", "complete", "zone"],
  ["complete", "complete anyway", "order"]
])("%s, %s and %s, in any order: one list of which all is known", async (...words) => {
  const file = store.write(name, list);
  const results = new Set<string>();
  for (const [nth, some] of permutations(words).entries()) {
    store.dataDir = `${store.dir}/data-${nth}`;
    for (const word of some) await bring(file, said[word]);
    expect(await listsOf()).toHaveLength(1);
    results.add(JSON.stringify([await listsOf(), store.snapshots().filter((one) => /^\d/.test(one))]));
  }
  expect(results.size).toBe(1);
  const [only] = await listsOf();
  const has = (word: string) => words.includes(word);
  const [from, to] = has("zone")
    ? ["2025-01-05T05:00:00.000Z", "2025-01-06T04:59:59.999Z"]
    : ["2025-01-04T10:00:00.000Z", "2025-01-06T11:59:59.999Z"];
  expect(only).toEqual({
    ended: true,
    basis: has("complete anyway") ? "forced" : "declared",
    is_newest_first: has("order") ? true : null,
    started_at: new Date(from),
    finished_at: new Date(to),
    sitting: "2025-01-05"
  });
});

test("the line says what of the stored list changes, or that nothing does", async () => {
  const file = store.write(name, list);
  const [first] = (await bring(file)).ids;
  const declared = await bring(file, {isComplete: true, isDryRun: true});
  expect(declared.lines[0]).toContain("complete, as declared");
  expect(declared.lines[1]).toBe(
    `${name}: the store has this list already, as snapshot ${first}: it is replaced, now complete, as declared`
  );
  expect(store.snapshots()).toEqual([first]);
  const [second] = (await bring(file, {isComplete: true})).ids;
  const again = await bring(file);
  expect(again.ids).toEqual([second]);
  expect(again.lines[1]).toBe(
    `${name}: the store has this list already, as snapshot ${second}: it stays complete, as declared`
  );
  const dated = await bring(file, {zone: "Asia/Tokyo", order: "newest-first"});
  expect(dated.lines[1]).toContain("it is replaced, now in the order newest-first, with the day in its zone");
});

test("many lists of one file change in one line", async () => {
  const file = store.write(
    "followers.csv",
    `id,date\n${[5, 12, 19].flatMap((day) => people.map((id) => `${id},2025-01-${String(day).padStart(2, "0")}`)).join("\n")}`
  );
  await bring(file);
  const {lines} = await bring(file, {isComplete: true});
  expect(lines[1]).toMatch(
    /^3 of these lists are in the store already, such as snapshot \S+: each is replaced, now complete, as declared$/
  );
  expect(await store.rows("select count(*)::int as n, bool_and(ended) as ended from raw.lists")).toEqual([
    {n: 3, ended: true}
  ]);
});

test("what contradicts the stored list is refused, and so is another list of that date", async () => {
  const file = store.write(name, list);
  const [id] = (await bring(file, {zone: "Asia/Tokyo", order: "newest-first"})).ids;
  const remove = `leave out the flag, or remove it first by followback snapshots remove ${id}`;
  await expect(bring(file, {zone: "America/New_York"})).rejects.toThrow(
    `${file}: the store has this list already, of the same date in another zone, as snapshot ${id}: ${remove}`
  );
  await expect(bring(file, {zone: "Asia/Tokyo", order: "oldest-first"})).rejects.toThrow(
    `${file}: the store has this list already, in the order newest-first, as snapshot ${id}: ${remove}`
  );
  const other = store.write("followers_20250105.txt", people.slice(1).join("\n"));
  await expect(bring(other)).rejects.toThrow(
    `${other}: the store has another list of followers of that account and time, ${id}: remove it first by followback snapshots remove ${id}, or, if this is a second reading of that day, say when by --taken-at 2025-01-05T18:00 (people only in the file: 0, only in the store: 1)`
  );
  expect(await listsOf()).toHaveLength(1);
  await bring(other, {takenAt: "2025-01-05T18:00"});
  expect(await listsOf()).toHaveLength(2);
});

test("a list without a change on the next date is a list of its own", async () => {
  await bring(store.write("followers-2025-01-05.txt", list));
  await bring(store.write("followers-2025-01-06.txt", list));
  expect(await listsOf()).toHaveLength(2);
});
