import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {
  downloadsOf,
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
  PresentRow,
  PresentTruth,
  Rate,
  Summary,
  UnseenChurn
} from "../../reports/components/rows.js";
import {quote} from "../../src/duckdb.ts";
import {notebooksOf} from "../../src/site/page-list.ts";
import {openFixture} from "./fixture.ts";
import {metLate, recordWorlds, wrongRoutes} from "./record-worlds.ts";
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
    "small",
    "oak-example-com",
    "first-example-com",
    "few-example-com",
    "none-example-com"
  ]);
  const tracked = [...worlds, ...recordWorlds];
  for (const [i, slug] of [...read.keys()].entries()) {
    expect(rowsOf<Summary>(slug, "summary")).toHaveLength(1);
    const isRecords = i >= worlds.length;
    expect(rowsOf<Summary>(slug, "summary")[0]).toMatchObject({
      name: tracked[i]!.name,
      network: isRecords ? "Bluesky" : "X",
      has_records: isRecords
    });
  }
});

describe("accounts whose follows are records", () => {
  const present = (slug: string) => rowsOf<PresentRow>(slug, "present");
  const sum = (rows: {people: number}[]) => rows.reduce((total, {people}) => total + people, 0);

  test("have who is there at the first snapshot by route, as the world was made", () => {
    // Of the 60, 70 and 3 who were made, no one had left; one record of each claims another time, so that its route is open
    // where the account follows them too.
    const rows = present("first-example-com");
    expect(rows.every(({route_basis, is_all_too_few}) => route_basis === "records" && !is_all_too_few)).toBe(
      true
    );
    expect(sum(rows)).toBe(133);
    const undated = rows.filter(({unknown_because}) => unknown_because === "undated_record");
    const back = rows.filter(({route}) => route === "followback");
    expect(sum(back)).toBeGreaterThan(60 - 3);
    expect(sum(back)).toBeLessThanOrEqual(60);
    expect(sum(undated)).toBeLessThanOrEqual(4);
    const met = present("oak-example-com").filter(({unknown_because}) => unknown_because === "met_late");
    expect(sum(met)).toBeLessThanOrEqual(metLate);
  });

  test("have routes by records apart from those that snapshots prove, as many in all as follow now", () => {
    const rows = present("oak-example-com");
    const [summary] = rowsOf<Summary>("oak-example-com", "summary");
    expect(sum(rows)).toBe(summary!.followers_now);
    expect([...new Set(rows.map(({route_basis}) => route_basis))].sort()).toEqual(["looks", "records"]);
    const looks = rows.filter(({route_basis}) => route_basis === "looks");
    // Everybody of whom a snapshot proves the start is dated, and some of those have left.
    expect(sum(looks)).toBeLessThan(summary!.followback + summary!.organic + summary!.unknown);
  });

  test("have wrong routes by records where the truth is known, and no line where not", () => {
    const [truth, ...others] = rowsOf<PresentTruth>("oak-example-com", "present_truth");
    expect(others).toEqual([]);
    const known = present("oak-example-com").filter(
      ({route, route_basis}) => route !== "unknown" && route_basis === "records"
    );
    expect(truth!.people).toBe(sum(known));
    // Of nine who followed again, those who are still there.
    expect(truth!.wrong).toBeGreaterThan(0);
    expect(truth!.wrong).toBeLessThanOrEqual(wrongRoutes);
    expect(rowsOf("first-example-com", "present_truth")).toEqual([]);
    expect(rowsOf("oak-iron", "present_truth")).toEqual([]);
  });

  test("have every loss with its cause, and none of an account with few followers", () => {
    const rows = rowsOf<{cause: string | null; people: number}>("oak-example-com", "departures");
    expect([...new Set(rows.map(({cause}) => cause))].sort()).toEqual([
      "blocked",
      "blocks_us",
      "deactivated",
      "deleted",
      "taken_down",
      "unfollowed"
    ]);
    const weeks = rowsOf<GrowthWeek>("oak-example-com", "growth");
    expect(sum(rows)).toBe(weeks.reduce((total, {lost}) => total + lost!, 0));
    const few = rowsOf<{cause: string | null; people: number}>("few-example-com", "departures");
    expect(few.length).toBeGreaterThan(0);
    expect(few.every(({cause}) => cause === null)).toBe(true);
  });

  test("have claims that lead to pages which they have", () => {
    const pages = notebooksOf({network: "bluesky"}).map(({page}) => page);
    const rows = rowsOf<{page: string | null}>("oak-example-com", "claims");
    expect(rows.length).toBeGreaterThan(5);
    for (const {page} of rows) if (page !== null) expect(pages).toContain(page);
    expect(rowsOf<{page: string}>("oak-iron", "claims").map(({page}) => page)).toContain("circles");
  });

  test("have no arrival of anybody who was there at the first snapshot, and no rate of fewer than thirty", () => {
    for (const {gained, route} of rowsOf<GrowthWeek>("oak-example-com", "growth"))
      if (route === "pre_existing") expect(gained).toBe(0);
    for (const name of ["present_engagement", "survivor_retention"])
      for (const row of rowsOf<{people: number; share: number | null}>("oak-example-com", name))
        expect(row.share === null).toBe(row.people < 30);
    expect(rowsOf("oak-iron", "present")).toEqual([]);
  });
});

test("interactions that do not address the brand are not among the interactions of its followers", () => {
  const kinds = rowsOf<{kind: string}>("oak-iron", "interactions").map(({kind}) => kind);
  expect([...new Set(kinds)].sort()).toEqual(["like", "mention", "quote", "reply"]);
});

test("downloads in Parquet are packed as small readers unpack them, and hold what the CSV holds", async () => {
  await withReportDatabase(dataDir, async (db) => {
    await selectAccount(db, (await pagedAccounts(dataDir))[0]!);
    for (const name of downloadsOf({})) {
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

  test("losses that a source does not record are null, and not zero", () => {
    const movesOf = (slug: string) => rowsOf<GrowthWeek>(slug, "growth");
    expect(movesOf("edges").length).toBeGreaterThan(0);
    for (const week of movesOf("edges")) expect(week).toMatchObject({hidden: null, lost: null});
    for (const week of movesOf("archives-only")) expect(week.lost).not.toBeNull();
  });

  test("no rate of fewer than thirty, no split of a loss among fewer", () => {
    for (const slug of read.keys()) {
      for (const rate of rowsOf<Rate>(slug, "rates")) if (rate.size < 30) expect(rate.share).toBeNull();
      for (const week of rowsOf<GrowthWeek>(slug, "growth")) {
        if (week.closing + (week.lost ?? 0) < 30) expect(week.unfollowed).toBeNull();
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
        if (row.people! < 30) {
          expect([name, row[figure]]).toEqual([name, null]);
          if ("interactions" in row) expect([name, row.interactions]).toEqual([name, null]);
        }
});

test("pooled rates add up", () => {
  const kept = rowsOf<Rate>("oak-iron", "rates").find(
    (rate) => rate.measure === "retained" && rate.route === "followback" && rate.age_days === 90
  )!;
  expect(kept.share).toBeCloseTo(kept.hits! / kept.size, 5);
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
