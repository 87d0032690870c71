import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {
  downloads,
  pagedAccounts,
  reportDataNames,
  reportRows,
  selectAccount,
  withReportDatabase,
  writeReportData
} from "../../src/site/report-data.ts";
import type {
  CohortCell,
  GrowthWeek,
  OutreachMonth,
  Rate,
  Summary,
  UnseenChurn
} from "../../reports/components/rows.js";
import {quote} from "../../src/duckdb.ts";
import {openFixture} from "./fixture.ts";
import {idPrefix, worlds} from "./worlds.ts";

/** All report data by account and file. */
const read = new Map<string, Record<string, Record<string, unknown>[]>>();
let dataDir: string;
let outDir: string;

beforeAll(async () => {
  dataDir = await openFixture();
  outDir = await mkdtemp(join(tmpdir(), "followback-data-"));
  await withReportDatabase(dataDir, async (db) => {
    for (const account of await pagedAccounts(dataDir)) {
      await selectAccount(db, account);
      const files: Record<string, Record<string, unknown>[]> = {};
      for (const name of await reportDataNames()) files[name] = await reportRows(db, name);
      read.set(account.slug, files);
    }
  });
});

afterAll(() => rm(outDir, {recursive: true, force: true}));

const rowsOf = <T>(slug: string, name: string) => read.get(slug)![name] as unknown as T[];

test("pages are made of marts alone, and do not look for the rows of every snapshot", async () => {
  const raw = await withReportDatabase(dataDir, (db) =>
    db.rows("select table_name from information_schema.tables where table_schema = 'raw'")
  );
  expect(raw).toEqual([]);
});

test("every tracked account has its data, and only its own", () => {
  expect([...read.keys()]).toEqual([
    "oak-iron",
    "contrary",
    "level",
    "archives-only",
    "first-look",
    "edges",
    "one-follower",
    "two-million",
    "nobody-left",
    "no-outreach",
    "small"
  ]);
  for (const [i, slug] of [...read.keys()].entries()) {
    expect(rowsOf<Summary>(slug, "summary")).toHaveLength(1);
    expect(rowsOf<Summary>(slug, "summary")[0]!.name).toBe(worlds[i]!.name);
  }
});

test("interactions that do not address the brand are not among the interactions of its followers", () => {
  const kinds = rowsOf<{kind: string}>("oak-iron", "interactions").map(({kind}) => kind);
  expect([...new Set(kinds)].sort()).toEqual(["like", "mention", "quote", "reply"]);
});

test("downloads in Parquet are packed as small readers unpack them, and hold what the CSV holds", async () => {
  await withReportDatabase(dataDir, async (db) => {
    await selectAccount(db, (await pagedAccounts(dataDir))[0]!);
    for (const name of downloads) {
      const files = [join(outDir, `${name}.parquet`), join(outDir, `${name}.csv`)] as const;
      await writeReportData(db, name, "parquet", files[0]);
      await writeReportData(db, name, "csv", files[1]);
      const packed = await db.rows<{compression: string}>(
        `select distinct compression from parquet_metadata(${quote(files[0])}) where total_compressed_size > 0`
      );
      for (const {compression} of packed) expect(compression, name).toBe("SNAPPY");
      const counts = await Promise.all(
        files.map((file) => db.rows<{n: bigint}>(`select count(*) as n from ${quote(file)}`))
      );
      expect(counts[0]).toEqual(counts[1]);
    }
  });
});

describe("the border", () => {
  test("lets through numbers, text, dates and truth values, nothing else", () => {
    for (const files of read.values())
      for (const rows of Object.values(files))
        for (const row of rows)
          for (const value of Object.values(row))
            expect(value === null || ["number", "string", "boolean"].includes(typeof value)).toBe(true);
  });

  test("lets no id through", () => {
    const text = JSON.stringify([...read.values()]);
    expect(text).not.toContain(idPrefix);
    expect(text).not.toMatch(/"user_id"|"act_id"|"username"/);
  });

  test("has X's own counts of the accounts that imported them, and a bound between their lists", () => {
    // 78 weeks, each of seven days; X's counts of suspended people are not in them, so that they leave other net change.
    expect(rowsOf("oak-iron", "counted_days")).toEqual([{days: 546, first_day: "2024-07-08", last_day: "2026-01-04", missing_days: 0}]); // prettier-ignore
    const [stretch, ...others] = rowsOf<UnseenChurn>("oak-iron", "unseen_churn");
    expect([stretch!.is_net_alike, stretch!.is_contradicted, others]).toEqual([false, false, []]);
    expect(stretch!.at_most).toBeLessThan(stretch!.unfollows);
    expect(rowsOf("contrary", "counted_days")).toMatchObject([{days: 0, first_day: null}]);
    expect(rowsOf("contrary", "unseen_churn")).toEqual([]);
  });

  test("writes days as days and times as times", () => {
    expect(rowsOf<GrowthWeek>("oak-iron", "growth")[0]!.week).toBe("2024-07-08");
    expect(rowsOf<Summary>("oak-iron", "summary")[0]!.last_taken_at).toBe("2026-01-05T00:00:00.000Z");
  });
});

describe("the publication rule", () => {
  test("no cohort of fewer than thirty shows a share; the same people are all still there, merged", async () => {
    for (const slug of read.keys()) {
      for (const cell of [
        ...rowsOf<CohortCell>(slug, "cohorts"),
        ...rowsOf<CohortCell>(slug, "cohorts_weekly")
      ]) {
        expect(cell.is_too_few).toBe(cell.members < 30);
        if (cell.members < 30) expect([cell.share, cell.low, cell.high]).toEqual([null, null, null]);
      }
    }
    const cells = rowsOf<CohortCell>("small", "cohorts").filter(
      ({measure, age_days}) => measure === "retained" && age_days === 30
    );
    expect(cells.some((cell) => cell.cohort !== cell.cohort_to)).toBe(true);
    const total = (route: string) =>
      cells.filter((cell) => cell.route === route).reduce((sum, {members}) => sum + members, 0);
    const {id} = worlds.find(({name}) => name === "small")!;
    const unmerged = await withReportDatabase(dataDir, (db) =>
      db.rows<{route: string; members: number}>(`
        select route, sum(members)::integer as members from cohort_retention
        where account_id = ${id} and period = 'month' and age_days = 30 group by route`)
    );
    expect(unmerged.map(({route}) => route).sort()).toEqual(["followback", "organic", "unknown"]);
    for (const {route, members} of unmerged) expect([route, total(route)]).toEqual([route, members]);
  });

  test("no rate of fewer than thirty, no split of a loss among fewer", () => {
    for (const slug of read.keys()) {
      for (const rate of rowsOf<Rate>(slug, "rates")) if (rate.size < 30) expect(rate.share).toBeNull();
      for (const week of rowsOf<GrowthWeek>(slug, "growth")) {
        if (week.closing + week.lost < 30) expect(week.unfollowed).toBeNull();
      }
    }
  });
});

test("what the notebooks split shows no figure of fewer than thirty", () => {
  const shares = {
    two_by_two: "leaving_rate",
    landmarks: "share",
    interaction_rates: "rate",
    concentration: "top_1"
  };
  for (const slug of read.keys())
    for (const [name, figure] of Object.entries(shares))
      for (const row of rowsOf<Record<string, number | null>>(slug, name))
        if (row.people! < 30) expect([name, row[figure]]).toEqual([name, null]);
});

test("pooled rates add up", () => {
  const kept = rowsOf<Rate>("oak-iron", "rates").find(
    (rate) => rate.measure === "retained" && rate.route === "followback" && rate.age_days === 90
  )!;
  expect(kept.share).toBeCloseTo(kept.hits / kept.size, 5);
  expect(kept.low!).toBeLessThan(kept.share!);
  expect(kept.high!).toBeGreaterThan(kept.share!);
});

test("followed back is a range from c/(c+n) to (c+u)/(c+u+n), the months adding up to all", () => {
  const [all, ...months] = rowsOf<OutreachMonth>("oak-iron", "outreach");
  const {attempts, followed_back, unknown} = all!;
  expect(all!.month).toBeNull();
  expect(all!.lowest).toBeCloseTo(followed_back / (attempts - unknown), 5);
  expect(all!.highest).toBeCloseTo((followed_back + unknown) / attempts, 5);
  expect(months.reduce((sum, month) => sum + month.attempts, 0)).toBe(attempts);
});

test("a folder without marts says what to run", async () => {
  const empty = await mkdtemp(join(tmpdir(), "followback-empty-"));
  await expect(withReportDatabase(empty, async () => {})).rejects.toThrow(/run `followback build` first/);
  await rm(empty, {recursive: true});
});
