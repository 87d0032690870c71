import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openDatabase, quote, type Database} from "../../src/duckdb.ts";
import {emptyWhen} from "../../src/models/empty-when.ts";

const tables = ["a", "b", "s.c"];
let db: Database;

beforeAll(async () => {
  db = await openDatabase({threads: 1});
  await db.run("create schema s");
  for (const table of tables) await db.run(`create table ${table} (x integer, y integer)`);
});

afterAll(() => db.close());

async function listsOf(select: string) {
  const [row] = await db.rows<{tree: string}>(`select json_serialize_sql(${quote(select)})::varchar as tree`);
  return emptyWhen(row!.tree, new Set(["count", "count_star", "sum", "max"]));
}

/** Whether a SELECT has rows, while only these of the tables have one. */
async function hasRows(select: string, filled: readonly string[]): Promise<boolean> {
  for (const table of tables) {
    await db.run(`delete from ${table}`);
    if (filled.includes(table)) await db.run(`insert into ${table} values (1, 1)`);
  }
  return (await db.rows(select)).length > 0;
}

const everySubset = [...Array(2 ** tables.length).keys()].map((bits) =>
  tables.filter((_, nth) => bits & (2 ** nth))
);

describe("what leaves a SELECT without rows", () => {
  // The lists are read off the words of SQL: of `inner join` either side, of `left join` the left one, and so on.
  it.each<[string, string[][]]>([
    ["select x from a", [["a"]]],
    ["from s.c", [["s.c"]]],
    ["select x from a where y > 0 order by x limit 3", [["a"]]],
    ["select 1", []],
    ["select a.x from a join b using (x)", [["a"], ["b"]]],
    ["select a.x from a, b", [["a"], ["b"]]],
    ["select a.x from a left join b using (x)", [["a"]]],
    ["select a.x from a full join b using (x)", [["a", "b"]]],
    ["select a.x from a right join b using (x)", []],
    ["select x from a union all select x from b", [["a", "b"]]],
    [
      "select x from a union select x from b join s.c using (x)",
      [
        ["a", "b"],
        ["a", "s.c"]
      ]
    ],
    ["select x from a except select x from b", []],
    ["select count(*) from a", []],
    ["select Sum(x) + 1 from a", []],
    ["select 1 from a having count(*) >= 0", []],
    ["select x, count(*) from a group by x", [["a"]]],
    ["select x, count(*) from a group by all", []],
    ["select count(*) from a group by rollup (x)", []],
    ["select count(*) from a group by grouping sets ((x), (y))", [["a"]]],
    ["select sum(x) over () as x from a", [["a"]]],
    ["select x from a qualify row_number() over (order by y) = 1", [["a"]]],
    ["select m from (select max(x) as m from a), b", [["b"]]],
    ["select x from (select x from a) t join b using (x)", [["a"], ["b"]]],
    ["with t as (select x from a), u as (select x from t join b using (x)) select x from u", [["a"], ["b"]]],
    ["with a as (select x from b) select x from a", [["b"]]],
    ["with t as (select count(*) as n from a) select n from t", []],
    ["select (select max(x) from b) as m from a", []],
    ["select x, unnest([1, 2]) as n from a", [["a"]]],
    ["select a.x from a, range(3)", [["a"]]],
    ["select n from unnest([1, 2]) t(n)", []],
    ["with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r", []],
    ["values (1)", []]
  ])("%s", async (select, lists) => {
    const found = await listsOf(select);
    expect(found).toEqual(lists);
    // DuckDB itself agrees: whatever else has rows, the SELECT has none.
    for (const filled of everySubset)
      if (found.some((names) => names.every((name) => !filled.includes(name))))
        expect({filled, rows: await hasRows(select, filled)}).toEqual({filled, rows: false});
  });
});
