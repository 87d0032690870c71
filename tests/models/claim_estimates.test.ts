import {afterEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {claimEstimates} from "../../src/models/computed/claim-estimates.ts";
import {preludeSql, readModels} from "../../src/models/models.ts";
import {newcombe} from "../../src/statistics/proportion.ts";
import {verdictLevel} from "../../src/statistics/verdict.ts";

let db: Database;
afterEach(() => db.close());

/** `[x, n]` of a route; of the unknown also the part that may be followbacks, of the others that which rests on a sitting. */
type Counts = [x: number, n: number, xMaybe?: number, nMaybe?: number, xSitting?: number, nSitting?: number];

/** What is estimated of an account counted once, on 1 July 2024, the same of every claim; a claim's sign by its name. */
async function estimatesOf(signs: Record<string, 1 | -1>, counts: Record<string, Counts>) {
  const claims = Object.entries(signs).map(
    ([claim, sign], nth) => `('${claim}', ${sign}, 0.02::double, ${nth + 1})`
  );
  const routes = Object.entries(counts).map(
    ([route, [x, n, ...parts]]) => `('${route}', ${[x, n, ...parts, 0, 0, 0, 0].slice(0, 6).join(", ")})`
  );
  db = await openDatabase();
  await db.run(preludeSql());
  await db.run(`
    create table claim_definitions as select *, 'share' as unit, false as is_sampled, false as is_clustered from (values ${claims.join(", ")}) t(claim, sign, matters, nth);
    create table arrival_unevenness (
      account_id bigint, evaluated_at timestamp, days_of varchar, unknown_as varchar, followback double, organic double,
      difference double, low_99 double, high_99 double
    );
    create table hour_counts (
      account_id bigint, evaluated_at timestamp, campaign_id varchar, route varchar, hours double, costed bigint, settled bigint,
      answered bigint, known bigint, x bigint, x_low bigint, most_followback bigint, most_organic bigint
    );
    create table accounts as select 1::bigint as account_id, timestamp '2024-04-01' as first_taken_at;
    create table cohort_retention as
      select 0::bigint as account_id, '' as period, '' as route, 0 as age_days, 0 as size, 0 as retained, 0 as size_maybe,
        0 as retained_maybe, 0 as size_sitting, 0 as retained_sitting where false;
    create table cohort_engagement as
      select * exclude (retained, retained_maybe, retained_sitting), 0 as engaged, 0 as engaged_maybe, 0 as engaged_sitting
      from cohort_retention;
    create table claim_counts as
      select 1::bigint as account_id, timestamp '2024-07-01' as evaluated_at, claim, c.*
      from claim_definitions cross join (values ${routes.join(", ")}) c(route, x, n, x_maybe, n_maybe, x_sitting, n_sitting)`);
  await readModels()
    .find(({name}) => name === "comparisons")!
    .make(db);
  await claimEstimates.make(db);
  return db.rows<Record<string, number>>("from claim_estimates");
}

describe("claim_estimates", () => {
  it("have no date where the sample would be reached in ten thousand years, and the build goes on", async () => {
    expect(
      await estimatesOf({engage_less: -1}, {followback: [9, 40], organic: [13, 55], unknown: [1, 6, 1, 6]})
    ).toMatchObject([{verdict: "cannot tell yet", needed_by: null}]);
  });

  it("say by a claim's own sign which way a difference supports it, whatever its name", async () => {
    // 20 points, for one claim and against the other.
    expect(
      await estimatesOf({fewer_of_them: -1, more_of_them: 1}, {followback: [10, 100], organic: [30, 100]})
    ).toMatchObject([
      {claim: "fewer_of_them", difference: 0.2, verdict: "supported"},
      {claim: "more_of_them", difference: -0.2, verdict: "contradicted"}
    ]);
  });

  it("count those of the unknown who cannot be followbacks as organic, on either side and in the worst case", async () => {
    const [row] = await estimatesOf(
      {engage_less: -1},
      {followback: [10, 100], organic: [30, 100], unknown: [20, 50, 2, 10]}
    );
    // (30 + 18) / (100 + 40) − (10 + 2) / (100 + 10) and (30 + 20) / (100 + 50) − 10 / 100.
    expect(row).toMatchObject({
      difference: expect.closeTo(0.2, 9),
      range_low: expect.closeTo(50 / 150 - 10 / 100, 9),
      range_high: expect.closeTo(48 / 140 - 12 / 110, 9)
    });
    // Those of the ten who did it by followback, the eight others organic; and the reverse.
    const [one, other] = [newcombe(48, 148, 12, 102, verdictLevel), newcombe(50, 142, 10, 108, verdictLevel)];
    expect(row!.worst_low).toBeCloseTo(Math.min(one.low, other.low), 9);
    expect(row!.worst_high).toBeCloseTo(Math.max(one.high, other.high), 9);
  });

  it("count those whose route rests on a sitting as unknown on either side and in the worst case", async () => {
    // Of 100 followbacks 10 did it, 1 of 40 by a sitting; of 100 organic 30, 12 of 20 by a sitting.
    const [row] = await estimatesOf(
      {engage_less: -1},
      {followback: [10, 100, 0, 0, 1, 40], organic: [30, 100, 0, 0, 12, 20]}
    );
    // By route 30/100 - 10/100; all as followback 18/80 - 22/120; all as organic 31/140 - 9/60; left out 18/80 - 9/60.
    expect(row).toMatchObject({
      difference: expect.closeTo(0.2, 9),
      range_low: expect.closeTo(18 / 80 - 22 / 120, 9),
      range_high: expect.closeTo(31 / 140 - 9 / 60, 9),
      // By route alone it would be supported: 99 % of 30/100 - 10/100 lies above 0.
      verdict: "cannot tell yet"
    });
    expect(newcombe(30, 100, 10, 100, verdictLevel).low).toBeGreaterThan(0);
    // The 13 who did it by followback, the 47 others organic; and the reverse.
    const [one, other] = [newcombe(18, 127, 22, 73, verdictLevel), newcombe(31, 93, 9, 107, verdictLevel)];
    expect(row!.worst_low).toBeCloseTo(Math.min(one.low, other.low), 9);
    expect(row!.worst_high).toBeCloseTo(Math.max(one.high, other.high), 9);
  });

  it("have no range where nobody's route is certain without sittings", async () => {
    expect(
      await estimatesOf(
        {engage_less: -1},
        {followback: [10, 100, 0, 0, 10, 100], organic: [30, 100, 0, 0, 12, 20]}
      )
    ).toMatchObject([
      {difference: expect.closeTo(0.2, 9), range_low: null, range_high: null, verdict: "cannot tell yet"}
    ]);
  });
});
