import {join} from "node:path";
import {expect, test} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {renameSentence} from "../../reports/components/collection.ts";
import {useImport} from "../saved-lists/brought.ts";

const {store, bring} = useImport();
// In no order of the alphabet: a sorted list says nothing of who came first.
const names = Array.from({length: 40}, (_, nth) => `@made_${(nth * 17) % 41}_${nth}`);
const renamed = (from: string[], ...places: number[]) =>
  from.map((name, nth) => (places.includes(nth) ? `@new_${nth}` : name));

test("a leaver and a newcomer at one place between the same neighbours are counted", async () => {
  const lists = [
    names,
    ["@first_1", "@first_2", ...names],
    // Two at their places under new names, one who left, and two who came on top.
    ["@top_9", "@top_3", "@first_1", "@first_2", ...renamed(names, 10, 25).filter((_, nth) => nth !== 33)],
    // Two neighbours at once may have changed places as well: nobody can say.
    [
      "@top_9",
      "@top_3",
      "@first_1",
      "@first_2",
      ...renamed(names, 10, 25, 15, 16).filter((_, nth) => nth !== 33)
    ]
  ];
  for (const [nth, list] of lists.entries())
    await bring(store.write(`${nth}.txt`, list.join("\n")), {
      list: "followers",
      takenAt: `2025-01-0${nth + 1}T08:00Z`,
      isComplete: true,
      order: "newest-first"
    });
  await buildMarts(store.dataDir);
  const found = await withDatabase((db) =>
    db.rows(
      `select order_holds, rename_suspects::integer as suspects from read_parquet('${join(store.dataDir, "marts", "completeness.parquet")}') order by taken_at`
    )
  );
  expect(found).toEqual([
    {order_holds: false, suspects: null},
    {order_holds: true, suspects: 0},
    {order_holds: true, suspects: 2},
    {order_holds: true, suspects: 0}
  ]);
});

test("the page on quality says how many", () => {
  const of = (...counts: (number | null)[]) =>
    renameSentence(counts.map((rename_suspects) => ({rename_suspects})));
  expect(of(null)).toBe("");
  expect(of(null, 0, 2, 1)).toBe(
    "3 lists hold names without ids, where a renamed person looks like one who left and one who came. In 3 cases a person left and another came at the very same place: these may be renamed people."
  );
});
