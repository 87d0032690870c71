import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {isDated} from "../../reports/components/format.js";
import * as named from "../../reports/components/thresholds.js";
import {openDatabase, quote, type Database} from "../../src/duckdb.ts";
import {networks} from "../../src/networks/networks.ts";
import {preludeSql} from "../../src/models/models.ts";
import {campaignIdOf} from "../../src/snapshots/tables.ts";
import {newcombe, wilson} from "../../src/statistics/proportion.ts";
import {smallestGroup} from "../../src/statistics/publication.ts";
import {publishedIntervals} from "../statistics/published-intervals.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await db.run(preludeSql());
});
afterAll(() => db.close());

const four = (values: Record<string, number>) => Object.values(values).map((value) => value.toFixed(4));

describe("the intervals of the prelude", () => {
  it.each(publishedIntervals)("Wilson's of %i in %i", async (x, n, low, high) => {
    const [row] = await db.rows<Record<string, number>>(
      `select wilson_low(${x}, ${n}) as low, wilson_high(${x}, ${n}) as high`
    );
    expect(four(row!)).toEqual([low, high]);
  });

  // Newcombe 1998, method 10.
  it.each([
    [56, 70, 48, 80, "0.0524", "0.3339"],
    [9, 10, 3, 10, "0.1705", "0.8090"]
  ])("Newcombe's of %i/%i - %i/%i", async (x1, n1, x2, n2, low, high) => {
    const counts = `${x1}, ${n1}, ${x2}, ${n2}, z_95()`;
    const [row] = await db.rows<Record<string, number>>(
      `select newcombe_low(${counts}) as low, newcombe_high(${counts}) as high`
    );
    expect(four(row!)).toEqual([low, high]);
  });

  it("are those of TypeScript on a grid of counts, at 95 and 99 %", async () => {
    const rows = await db.rows<Record<string, number>>(`
      with counts as (
        select cast(round(n * part) as bigint) as x, n
        from (values (1), (7), (30), (263), (5000), (2000000)) a(n), (values (0.0), (0.01), (0.3), (0.5), (0.97), (1.0)) b(part)
      ),
      levels as (select 0.95 as level, z_95() as z union all select 0.99, z_99())
      select
        l.level::double as level, a.x::int as x1, a.n as n1, b.x::int as x2, b.n as n2,
        wilson_low_at(a.x, a.n, z) as wilson_low, wilson_high_at(a.x, a.n, z) as wilson_high,
        difference_of(a.x, a.n, b.x, b.n) as difference,
        newcombe_low(a.x, a.n, b.x, b.n, z) as low, newcombe_high(a.x, a.n, b.x, b.n, z) as high
      from counts a, counts b, levels l`);
    expect(rows).toHaveLength(36 * 36 * 2);
    for (const {level, x1, n1, x2, n2, ...found} of rows) {
      const one = wilson(x1!, n1!, level);
      const two = newcombe(x1!, n1!, x2!, n2!, level);
      const wanted = {wilson_low: one.low, wilson_high: one.high, ...two};
      for (const [name, value] of Object.entries(wanted))
        if (!(Math.abs(found[name]! - value) < 1e-9))
          expect.fail(`${name} of ${x1}/${n1} - ${x2}/${n2} at ${level}: ${found[name]}, not ${value}`);
    }
  });

  it("say nothing over nobody", async () => {
    const [row] = await db.rows<Record<string, number | null>>(
      "select wilson_low(0, 0) as a, wilson_high(0, 0) as b, newcombe_low(0, 0, 3, 10, z_95()) as c, newcombe_high(1, 2, 0, 0, z_95()) as d, difference_of(0, 0, 1, 2) as e"
    );
    expect(Object.values(row!)).toEqual([null, null, null, null, null]);
  });
});

describe("dates", () => {
  it("begin with the first network, in models and on pages", async () => {
    const first = Math.min(...Object.values(networks).map(({beganAt}) => beganAt.getTime()));
    for (const [ms, is] of [
      [first, true],
      [first - 1000, false],
      [59_000, false]
    ] as const) {
      const iso = new Date(ms).toISOString();
      const began = `timestamp '${new Date(first).toISOString().slice(0, 19)}'`;
      const sql = `select is_date(timestamp '${iso.slice(0, 19)}', ${began}) as is_dated`;
      expect([iso, await db.rows(sql), isDated(iso)]).toEqual([iso, [{is_dated: is}], is]);
    }
  });
});

describe("the numbers that models and pages share", () => {
  it("are equal in SQL and TypeScript", async () => {
    expect(Object.keys(named).length).toBeGreaterThan(5);
    for (const [name, value] of Object.entries(named)) {
      const macro = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      expect([name, await db.rows(`select ${macro}() as value`)]).toEqual([name, [{value}]]);
    }
    expect(smallestGroup).toBe(named.smallestGroup);
  });
});

describe("a name without what people write differently", () => {
  it.each([
    ["  Team \t FB\n", "team fb"],
    ["CAFE\u0301 So\u0308der", "caf\u00e9 s\u00f6der"],
    ["Soup\u00a0lovers\u3000\u2009Tokyo\ufeff", "soup lovers tokyo"],
    ["\u000bスープ\u2028部\u000c", "スープ 部"],
    ["ΣΟΎΠΕΣ Α", "σούπεσ α"],
    ["σούπες α", "σούπεσ α"],
    ["İSTANBUL I\u0307", "istanbul i"],
    ["", ""]
  ])("is the same in SQL and in TypeScript: %j", async (name, plain) => {
    expect(campaignIdOf(name)).toBe(plain);
    expect(await db.rows(`select plain_name(${quote(name)}) as name`)).toEqual([{name: plain}]);
  });
});
