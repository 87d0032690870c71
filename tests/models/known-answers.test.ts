import {existsSync, readdirSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {main} from "../../src/commands/cli.ts";
import {makeTempDir, removeDir} from "../stored.ts";
import {slow} from "../slow.ts";

// Real input with answers known by set arithmetic, beside the project in ../shared/data; where that folder is absent
// these tests are skipped, and say so.
const shared = "../shared/data";
const temp = makeTempDir();
let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  vi.spyOn(process.stdout, "write").mockImplementation((text: unknown, done?: unknown) => {
    printed += String(text);
    if (typeof done === "function") (done as () => void)();
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());
afterAll(() => removeDir(temp));

async function followback(dataDir: string, ...args: string[]) {
  expect(await main(["node", "followback", ...args, "--data", dataDir])).toBe(0);
}

/** What `followback query` prints for a SELECT, as JSON. */
async function query(dataDir: string, sql: string): Promise<unknown> {
  printed = "";
  await followback(dataDir, "query", sql, "--format", "json");
  return JSON.parse(printed);
}

async function martBytes(dataDir: string) {
  const files = readdirSync(join(dataDir, "marts")).filter((name) => name.endsWith(".parquet"));
  return new Map(
    await Promise.all(
      files.map(async (name) => [name, await readFile(join(dataDir, "marts", name))] as const)
    )
  );
}

describe.skipIf(!existsSync(`${shared}/archives`))(
  "three archives of one account (skipped where ../shared/data is absent)",
  () => {
    const archives = ["2025-09-30", "2025-10-10", "2025-10-24"].map(
      (date) => `${shared}/archives/acct_775da3_${date}.zip`
    );

    it("give the counts and routes that set arithmetic gives, in any order and twice", async () => {
      const [first, second, third] = archives as [string, string, string];
      const orders = [[first, second, third], [third, first, second, third], [second]];
      const dirs = orders.map((_, nth) => join(temp, `archives-${nth}`));
      await followback(dirs[0]!, "import", ...orders[0]!);
      await followback(dirs[1]!, "import", ...orders[1]!);
      for (const one of [third, second, first]) await followback(dirs[2]!, "import", one);
      for (const dir of dirs) await followback(dir, "build");

      expect(
        await query(
          dirs[0]!,
          "select list, rows from completeness where list <> 'blocking' and verdict = 'complete' order by taken_at, list"
        )
      ).toEqual(
        [
          ["followers", 55],
          ["following", 114],
          ["followers", 53],
          ["following", 140],
          ["followers", 61],
          ["following", 167]
        ].map(([list, rows]) =>
          expect.objectContaining({list, rows: expect.toSatisfy((n) => Number(n) === rows)})
        )
      );
      const routes = `select route, coalesce(route_basis, '') as basis, is_reappeared, count(*)::int as people
      from followers where route <> 'pre_existing' or is_reappeared group by all order by route`;
      expect(await query(dirs[0]!, routes)).toEqual([
        {route: "followback", basis: "", is_reappeared: false, people: 1},
        {route: "organic", basis: "none_seen", is_reappeared: false, people: 17},
        {route: "pre_existing", basis: "", is_reappeared: true, people: 1},
        {route: "unknown", basis: "", is_reappeared: false, people: 2}
      ]);
      expect(
        await query(dirs[0]!, "select sum(lost)::int as lost from growth group by week order by week")
      ).toEqual([{lost: 5}, {lost: 10}]);
      expect(await query(dirs[0]!, "select mutual_now::int as mutual, has_engagement from accounts")).toEqual(
        [{mutual: 6, has_engagement: false}]
      );

      const bytes = await martBytes(dirs[0]!);
      for (const dir of dirs.slice(1)) expect(await martBytes(dir)).toEqual(bytes);
    });
  }
);

slow.describe.skipIf(!existsSync(`${shared}/twitter-dynamic-net`))(
  "443,399 dated follow edges (skipped where ../shared/data is absent)",
  () => {
    it("give the followback, unknown and organic totals, and the followbacks of every step", async () => {
      const dir = join(temp, "edges");
      await followback(
        dir,
        "import",
        `${shared}/twitter-dynamic-net/graph_cb.txt.gz`,
        "--edges",
        "--no-header",
        "--delimiter",
        " ",
        "--all-accounts"
      );
      await followback(dir, "build");
      expect(
        await query(
          dir,
          "select route, count(*)::int as people from followers where route <> 'pre_existing' group by route order by route"
        )
      ).toEqual([
        {route: "followback", people: 10370},
        {route: "organic", people: 12974},
        {route: "unknown", people: 2186}
      ]);
      const steps =
        "select epoch(first_seen_at)::int as step, count(*)::int as people from followers where route = 'followback' group by step order by step";
      expect(await query(dir, steps)).toEqual(
        [
          [15, 8257],
          [17, 977],
          [19, 306],
          [113, 270],
          [116, 164],
          [120, 213],
          [123, 183]
        ].map(([step, people]) => ({step, people}))
      );
      const newest =
        "select account_id::varchar as account, count(*)::int as people from followers where route <> 'pre_existing' group by account order by people desc, account limit 3";
      expect(await query(dir, newest)).toEqual([
        {account: "64771", people: 35},
        {account: "40870", people: 32},
        {account: "75756", people: 31}
      ]);
      expect(await query(dir, "select bool_or(is_retention_recorded) as recorded from accounts")).toEqual([
        {recorded: false}
      ]);
      expect(
        await query(
          dir,
          "select count(*)::int as dated from followers where latency_min_days is not null or blind_days is not null or cohort_month is not null"
        )
      ).toEqual([{dated: 0}]);
    });
  }
);
