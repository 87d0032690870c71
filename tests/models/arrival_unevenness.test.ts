import {afterEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {arrivalUnevenness} from "../../src/models/computed/arrival-unevenness.ts";
import {claimEstimates} from "../../src/models/computed/claim-estimates.ts";
import {preludeSql, readModels} from "../../src/models/models.ts";

let db: Database;
const opened: Database[] = [];
afterEach(() => {
  for (const open of opened.splice(0)) open.close();
});

/** Days of a week of one kind of days, way of counting the unknown and route; weeks count from 1 January 2024, a Monday. */
interface Week {
  of?: "all" | "quiet";
  as?: "left_out" | "followback" | "organic";
  route: "followback" | "organic";
  days: number[];
}

/** Every week of a series has the days of its turn among `weeks`; verdicts on 1 April and 1 July 2024. */
async function judged(weeks: number, series: Week[][]) {
  const rows = series.flatMap((turns) =>
    Array.from({length: weeks}, (_, nth) => {
      const {of = "all", as = "left_out", route, days} = turns[nth % turns.length]!;
      const people = days.reduce((sum, count) => sum + count, 0);
      const squares = days.reduce((sum, count) => sum + count * count, 0);
      return `(1::bigint, date '2024-01-01' + ${7 * nth}, '${of}', '${as}', '${route}', ${days.length}::bigint,
        ${people}::bigint, ${squares}::bigint, 0::bigint, 0::bigint, ${people >= days.length ? 0 : "null"}::double)`;
    })
  );
  db = await openDatabase();
  opened.push(db);
  await db.run(preludeSql());
  await db.run(`
    create table arrivals as from (values ${rows.join(", ")})
      t(account_id, week, days_of, unknown_as, route, days, people, squares, people_maybe, people_sitting, unevenness);
    create table verdict_dates as from (values (1::bigint, timestamp '2024-04-01'), (1::bigint, timestamp '2024-07-01'))
      t(account_id, evaluated_at);
    create table accounts as select 1::bigint as account_id, timestamp '2024-01-01' as first_taken_at;
    create table people_facts as
      select 1::bigint as account_id, 1::bigint as user_id, 'organic' as route, null::boolean as engaged_30, null::timestamp as engaged_30_at,
        null::boolean as retained_90, null::timestamp as retained_90_at, null::timestamp as retained_90_hidden_until,
        null::boolean as is_count_builder, null::timestamp as first_seen_at, false as may_be_followback, false as is_by_sitting
      where false;
    create table other_follower_facts as
      select 1::bigint as account_id, 1::bigint as user_id, null::timestamp as reached_30_at, null::boolean as reached_30
      where false;
    create table interest_cells as
      select 1::bigint as account_id, 'organic' as route, 'after' as period, null::timestamp as due_at, 0::bigint as people,
        false as may_be_followback, false as is_by_sitting where false;
    create table hour_attempts as
      select 1::bigint as account_id, null::timestamp as evaluated_at, 1::bigint as user_id, 'organic' as route, true as is_counted,
        false as is_by_sitting where false;
    create table hour_counts as
      select 1::bigint as account_id, null::timestamp as evaluated_at, '' as campaign_id, 'organic' as route, 0.0::double as hours,
        0::bigint as costed, 0::bigint as settled, 0::bigint as answered, 0::bigint as known, 0::bigint as x, 0::bigint as x_low,
        0::bigint as most_followback, 0::bigint as most_organic where false;
    create table cohort_retention as
      select 1::bigint as account_id, 'month' as period, 30::integer as age_days, 'organic' as route, 0::bigint as size,
        0::bigint as retained, 0::bigint as size_maybe, 0::bigint as retained_maybe, 0::bigint as size_sitting,
        0::bigint as retained_sitting where false;
    create table cohort_engagement as
      select account_id, period, age_days, route, size, retained as engaged, size_maybe, retained_maybe as engaged_maybe,
        size_sitting, retained_sitting as engaged_sitting from cohort_retention`);
  for (const name of ["claim_definitions", "claim_counts", "comparisons"])
    await readModels()
      .find((model) => model.name === name)!
      .make(db);
  await arrivalUnevenness.make(db);
  await claimEstimates.make(db);
  return db.rows<Record<string, unknown>>(
    "from claim_estimates where claim = 'assembly_line' order by evaluated_at"
  );
}

/** Two kinds of weeks in turn, so that something is left to chance. */
const bursts = [
  [14, 0, 0, 7, 0, 0, 0],
  [0, 0, 9, 1, 0, 4, 0]
];
const calm = [
  [2, 1, 3, 2, 1, 3, 2],
  [3, 1, 2, 0, 2, 3, 3]
];
const turns = (days: number[][], week: Omit<Week, "days">): Week[] => days.map((of) => ({...week, days: of}));
const quietOf = (days: number[][]) => days.map((of) => of.slice(0, 4));

const [followback, organic] = [{route: "followback"}, {route: "organic"}] as const;

describe("the claim that followers arrive like an assembly line", () => {
  it("has its values from the pairs of people who share a day, week by week alike", async () => {
    const rows = await judged(26, [turns(bursts, followback), turns(calm, organic)]);
    expect(rows.map(({evaluated_at}) => (evaluated_at as Date).toISOString().slice(0, 10))).toEqual([
      "2024-04-01",
      "2024-07-01"
    ]);
    // 14, 7 of 21: m = 3, s² = (245 − 63)/6 = 91/3, excess (91/3 − 3)/9 = 82/27, shrinkage 1 − 91/3/63 = 14/27;
    // 9, 1, 4 of 14: m = 2, s² = (98 − 28)/6 = 35/3, excess (35/3 − 2)/4 = 29/12, shrinkage 1 − 35/3/28 = 7/12.
    expect(rows[1]!.value_followback).toBeCloseTo((82 / 27 + 29 / 12) / (14 / 27 + 7 / 12), 9);
    // Both of 14: 32 − 28 = 4 and 36 − 28 = 8 over 6; excess (2/3 − 2)/4 = −1/3 and (4/3 − 2)/4 = −1/6; shrinkage
    // 1 − 2/3/28 = 41/42 and 1 − 4/3/28 = 20/21.
    expect(rows[1]!.value_organic).toBeCloseTo((-1 / 3 - 1 / 6) / (41 / 42 + 40 / 42), 9);
    expect(rows[1]!.difference).toBeCloseTo(
      Number(rows[1]!.value_followback) - Number(rows[1]!.value_organic),
      9
    );
  });

  it("is supported only if it stays on days without outreach", async () => {
    const all = [turns(bursts, followback), turns(calm, organic)];
    const verdicts = async (...more: Week[][]) => {
      const rows = await judged(26, [...all, ...more]);
      return rows.map(({verdict}) => verdict);
    };
    // No day is without outreach; or the bursts are gone on such days; or they stay.
    expect((await verdicts()).at(-1)).toBe("cannot tell yet");
    const quiet = (days: number[][], route: "followback" | "organic") =>
      turns(quietOf(days), {of: "quiet", route});
    expect((await verdicts(quiet(calm, "followback"), quiet(calm, "organic"))).at(-1)).toBe(
      "cannot tell yet"
    );
    expect((await verdicts(quiet(bursts, "followback"), quiet(calm, "organic"))).at(-1)).toBe("supported");
  });

  it("has to hold with the unknown counted either way", async () => {
    const open = (as: "followback" | "organic", first: number[][]) => [
      turns(first, {as, route: "followback"}),
      turns(calm, {as, route: "organic"})
    ];
    const quiet = [
      turns(quietOf(bursts), {of: "quiet", route: "followback"}),
      turns(quietOf(calm), {of: "quiet", route: "organic"})
    ];
    const main = [turns(bursts, followback), turns(calm, organic)];
    const [, firm] = await judged(26, [
      ...main,
      ...quiet,
      ...open("followback", bursts),
      ...open("organic", bursts)
    ]);
    expect(firm).toMatchObject({verdict: "supported"});
    // With the unknown among the followbacks these come evenly.
    const [, loose] = await judged(26, [
      ...main,
      ...quiet,
      ...open("followback", calm),
      ...open("organic", bursts)
    ]);
    expect(loose).toMatchObject({verdict: "cannot tell yet", range_low: 0});
    // The estimate without the unknown is no way of counting them.
    const [, even] = await judged(26, [...main, ...open("followback", calm), ...open("organic", calm)]);
    expect(even).toMatchObject({range_low: 0, range_high: 0});
    expect(Number(even!.difference)).toBeGreaterThan(0.5);
  });

  it("is contradicted where organic followers come in bursts, and says nothing below eight weeks", async () => {
    const contrary = [turns(calm, followback), turns(bursts, organic)];
    expect((await judged(26, contrary)).at(-1)).toMatchObject({verdict: "contradicted"});
    expect((await judged(7, contrary)).at(-1)).toMatchObject({verdict: "cannot tell yet", difference: null});
  });
});
