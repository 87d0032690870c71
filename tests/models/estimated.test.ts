import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {cohortSlope} from "../../src/models/computed/cohort-slope.ts";
import {curveTest} from "../../src/models/computed/curve-test.ts";
import {createTable} from "../../src/models/computed/estimated.ts";
import {leavingCauses} from "../../src/models/computed/leaving-causes.ts";
import {preludeSql} from "../../src/models/models.ts";
import {chemotherapy, radiation} from "../statistics/cosmesis.ts";

// Marts made by estimators, on given counts: the figures are those of the published data sets, or worked by hand.
let db: Database;
beforeEach(async () => {
  db = await openDatabase();
  await db.run(preludeSql());
});
afterEach(() => db.close());

describe("the table that an estimator fills", () => {
  it("holds every text as it is: a name may have quotes in it, and a sign that ends SQL", async () => {
    const names = ["it's", "spr\0ing", "\\", "ẞ 🌷", ""];
    await createTable(
      db,
      "named",
      {name: "VARCHAR"},
      names.map((name) => ({name}))
    );
    expect(await db.rows("from named")).toEqual(names.map((name) => ({name})));
  });
});

describe("leaving_causes", () => {
  it("lets causes compete: who was suspended cannot unfollow any more", async () => {
    await db.run(`
      create table leaving_counts as
      select 1::bigint as account_id, 'organic' as route, age_days::integer as age_days, cause, people::bigint as people
      from (values (30, 'unfollowed', 20), (60, 'suspended', 10), (60, null, 50)) c(age_days, cause, people)`);
    await leavingCauses.make(db);
    // At 30 days 20 of 80; at 60 days 10 of the 60 still at risk, so 60/80 of 10/60 of everybody.
    expect(
      await db.rows(
        "select age_days, cause, at_risk, lost, share from leaving_causes order by age_days, cause"
      )
    ).toEqual([
      {age_days: 30, cause: "suspended", at_risk: 80n, lost: 0n, share: 0},
      {age_days: 30, cause: "unfollowed", at_risk: 80n, lost: 20n, share: 0.25},
      {age_days: 60, cause: "suspended", at_risk: 60n, lost: 10n, share: 0.125},
      {age_days: 60, cause: "unfollowed", at_risk: 60n, lost: 0n, share: 0.25}
    ]);
  });

  it("has no table of fewer than thirty people", async () => {
    await db.run(`
      create table leaving_counts as
      select 1::bigint as account_id, 'organic' as route, 30::integer as age_days, 'gone' as cause, 29::bigint as people`);
    await leavingCauses.make(db);
    expect(await db.rows("from leaving_causes")).toEqual([]);
  });
});

describe("curve_test", () => {
  it("is Sun's test on the breast cosmesis data, above 0 where followback leaves sooner", async () => {
    const rows = [
      ...radiation.map((row) => ({...row, route: "organic"})),
      ...chemotherapy.map((row) => ({...row, route: "followback"}))
    ];
    const values = rows.map(
      ({left, right, route}) =>
        `(1::bigint, '${route}', ${left}, ${right === Infinity ? "null" : right}, 1::bigint)`
    );
    await db.run(`create table survival_counts as
      select * from (values ${values.join(", ")}) c(account_id, route, left_days, right_days, people)`);
    await curveTest.make(db);
    const [row] = await db.rows<{z: number; p: number; followback_people: bigint; organic_people: bigint}>(
      "from curve_test"
    );
    expect(row).toMatchObject({followback_people: 48n, organic_people: 46n});
    expect(row!.z).toBeCloseTo(2.6684, 4);
    expect(row!.p).toBeCloseTo(0.00762, 5);
  });
});

describe("cohort_slope", () => {
  it("is Cochran and Armitage's test over complete months", async () => {
    const cohorts = [
      ["2025-11-01", 83, 86],
      ["2025-12-01", 90, 93],
      ["2026-01-01", 129, 136],
      ["2026-02-01", 70, 82]
    ];
    const values = cohorts.map(([cohort, x, n]) => `(date '${cohort}', ${x}::bigint, ${n}::bigint, true)`);
    await db.run(`
      create table cohort_engagement as
      select 1::bigint as account_id, 'month' as period, 'organic' as route, 30 as age_days, *
      from (values ${values.join(", ")}, (date '2026-03-01', 0::bigint, 50::bigint, false)) c(cohort, engaged, size, is_complete);
      create table cohort_retention (account_id bigint, period varchar, route varchar, cohort date, age_days integer, retained bigint, size bigint, is_complete boolean)`);
    await cohortSlope.make(db);
    const [row] = await db.rows<{chi_square: number; p: number; slope: number; cohorts: number}>(
      "from cohort_slope"
    );
    expect(row).toMatchObject({measure: "engaged_30", route: "organic", cohorts: 4, people: 397n});
    expect(row!.chi_square).toBeCloseTo(8.2249, 4);
    expect(row!.p).toBeCloseTo(0.004132, 6);
    expect(row!.slope).toBeLessThan(0);
  });
});
