import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {importLists} from "../../data-loaders/saved-lists/import-lists.ts";
import {findInputs} from "../../data-loaders/saved-lists/inputs.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts, runModels} from "../../src/models/build.ts";
import {readModels} from "../../src/models/models.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {owner} from "../saved-lists/brought.ts";
import {useFreshStore} from "../stored.ts";
import {slow} from "../slow.ts";

const store = useFreshStore();
const idOf = (nth: number) => `1799000${String((nth * 7919) % 1009).padStart(4, "0")}`;
const nameOf = (nth: number) => `made_${nth}`;
const range = (from: number, to: number) => Array.from({length: to - from}, (_, nth) => from + nth);

/** A file of the store: people by id, by name, or by id with their names. */
const listOf = (file: string, people: number[], form: "ids" | "names" | "both"): [string, string] => [
  file,
  form === "both"
    ? `id,username\n${people.map((nth) => `${idOf(nth)},${nameOf(nth)}`).join("\n")}`
    : people.map((nth) => (form === "ids" ? idOf(nth) : `@${nameOf(nth)}`)).join("\n")
];

async function bring(dataDir: string, files: [string, string][]) {
  for (const [file, content] of files)
    await importLists(
      dataDir,
      await findInputs([store.write(file, content)]),
      {account: owner, isComplete: true},
      [],
      () => {}
    );
}

/** The rows of a query over the followers that the models make. */
const rowsOf = async (dataDir: string, sql: string) => (await rowsOfAll(dataDir, [sql]))[0];
const rowsOfAll = (dataDir: string, queries: string[]) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    await runModels(db, {only: ["followers"]});
    const rows: unknown[] = [];
    for (const sql of queries) rows.push(await db.rows(sql));
    return rows;
  });

// Day 5: 0 to 29 follow. Day 12: 1 is gone, 30 and 31 came. We followed 31 on day 12 as well, and 40 before.
const followers = [range(0, 30), [...range(2, 32), 0]];
const following = [[40], [40, 31]];
const all = (form: "ids" | "names" | "both"): [string, string][] => [
  listOf("followers-2025-01-05T0800.csv", followers[0]!, form),
  listOf("following-2025-01-05T0800.csv", following[0]!, form),
  listOf("followers-2025-01-12T0800.csv", followers[1]!, form),
  listOf("following-2025-01-12T0800.csv", following[1]!, form)
];
const counts = `select route, count(*)::integer as people, count(end_before)::integer as lost
  from followers group by route order by route`;
const worked = [
  {route: "organic", people: 1, lost: 0},
  {route: "pre_existing", people: 30, lost: 1},
  {route: "unknown", people: 1, lost: 0}
];

test("a store of names has the figures of the same store of ids", async () => {
  await bring(store.dataDir, all("ids"));
  expect(await rowsOf(store.dataDir, counts)).toEqual(worked);
  const named = `${store.dataDir}-names`;
  await bring(named, all("names"));
  const ids = `select count(*)::integer as n from followers where user_id >= 0`;
  expect(await rowsOfAll(named, [counts, ids])).toEqual([worked, [{n: 0}]]);
});

test.each<[string, there: number[], figures: object[]]>([
  [
    "all of them known: one list follows the other",
    followers[0]!.filter((nth) => nth !== 1),
    [
      {route: "organic", people: 1, lost: 0},
      {route: "pre_existing", people: 29, lost: 0},
      {route: "unknown", people: 1, lost: 0}
    ]
  ],
  // No profile shows whose name person 1 had, who may be anybody of those in the later list: nobody is new or lost.
  ["one of them unknown", followers[0]!, [{route: "pre_existing", people: 31, lost: 0}]]
])("names that profiles of a later list show become ids: %s", async (_, there, figures) => {
  await bring(store.dataDir, [
    listOf("followers-2025-01-05T0800.csv", there, "names"),
    listOf("following-2025-01-05T0800.csv", following[0]!, "names"),
    ...all("both").slice(2)
  ]);
  const named = `select user_id from followers where user_id < 0`;
  expect(await rowsOfAll(store.dataDir, [named, counts])).toEqual([[], figures]);
});

test("a list of names beside lists of ids makes nobody lost, new or twice there", async () => {
  await bring(store.dataDir, all("ids"));
  const before = await rowsOf(store.dataDir, `from followers order by user_id`);
  await bring(store.dataDir, [
    listOf("followers-2025-01-08T0800.csv", followers[0]!, "names"),
    listOf("following-2025-01-08T0800.csv", following[0]!, "names"),
    listOf("followers-2025-01-15T0800.csv", followers[1]!, "names"),
    listOf("following-2025-01-15T0800.csv", following[1]!, "names")
  ]);
  expect(await rowsOf(store.dataDir, `from followers order by user_id`)).toEqual(before);
});

test("following by name says nothing of followers by id", async () => {
  await bring(store.dataDir, [
    listOf("followers-2025-01-05T0800.csv", followers[0]!, "ids"),
    listOf("following-2025-01-05T0800.csv", following[0]!, "names"),
    listOf("followers-2025-01-12T0800.csv", followers[1]!, "ids"),
    listOf("following-2025-01-12T0800.csv", following[1]!, "names")
  ]);
  const why = `select distinct unknown_because from followers where route = 'unknown'`;
  expect(await rowsOfAll(store.dataDir, [counts, why])).toEqual([
    [
      {route: "pre_existing", people: 30, lost: 1},
      {route: "unknown", people: 2, lost: 0}
    ],
    [{unknown_because: "no_following_list"}]
  ]);
});

slow.it("the marts are the same bytes in every order of import", async () => {
  const files = [
    ...all("names"),
    listOf("followers-2025-01-13T0800.csv", range(0, 20), "both"),
    listOf("followers-2025-01-20T0800.csv", range(0, 33), "both")
  ];
  const bytes: Buffer[][] = [];
  for (const [nth, order] of [
    files,
    files.toReversed(),
    [...files.slice(3), ...files.slice(0, 3)]
  ].entries()) {
    const dataDir = `${store.dataDir}-${nth}`;
    await bring(dataDir, order);
    await buildMarts(dataDir, {threads: 1});
    const marts = readModels().filter(({kind}) => kind === "marts");
    bytes.push(marts.map(({name}) => readFileSync(join(dataDir, "marts", `${name}.parquet`))));
  }
  expect(bytes[1]!.every((file, nth) => file.equals(bytes[0]![nth]!))).toBe(true);
  expect(bytes[2]!.every((file, nth) => file.equals(bytes[0]![nth]!))).toBe(true);
  expect(standIn("made_1")).toMatch(/^-/);
});
