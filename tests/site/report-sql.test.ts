import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {
  CircleRow,
  Claim,
  CohortCell,
  FunnelStage,
  OutreachMonth,
  PresentMonth,
  Rate,
  RepetitionRow,
  TrendPoint
} from "../../reports/components/rows.js";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql} from "../../src/models/models.ts";
import {standInForMarts} from "../../src/site/missing-marts.ts";
import {reportRows, selectAccount} from "../../src/site/report-data.ts";
import {claimWords} from "./claim-words.ts";

let db: Database;
const account = {id: "1", name: "Oak & Iron", slug: "oak-iron"};
beforeAll(async () => {
  db = await openDatabase();
  await db.run(preludeSql());
  await standInForMarts(db, []);
  await selectAccount(db, account);
});
afterAll(() => db.close());

describe("the claim that an experiment of weeks decides", () => {
  test("keeps its verdict: it counts weeks, so that no people are too few for it", async () => {
    const {statement, title, unit, needs} = claimWords.nothing_beyond_x;
    // As the models make it of an experiment that brings more: see tests/models/experiments.test.ts.
    await db.run(`
      insert into claim_definitions by name
      select 8 as nth, 'nothing_beyond_x' as claim, '${statement}' as statement, '${title}' as title, '${unit}' as unit,
        '${needs}' as needs, false as is_asked, false as is_sampled, false as is_main, 'beyond X' as circle, 1.0 as matters;
      insert into claims by name
      select 1::bigint as account_id, timestamp '2027-04-01' as evaluated_at, true as is_latest, 8 as nth,
        'nothing_beyond_x' as claim, true as is_collected, 0 as n_followback, 0 as n_organic, 0 as n_unknown,
        0 as n_maybe, 0 as n_sitting, 'contradicted' as verdict`);
    expect(await reportRows<Claim>(db, "claims")).toMatchObject([
      {is_collected: true, verdict: "contradicted"}
    ]);
    expect(await reportRows<CircleRow>(db, "circles")).toMatchObject([
      {circle: "beyond X", is_collected: true, verdict: "contradicted"}
    ]);
  });
});

describe("the month of a follow of today", () => {
  test("is not known where the follow may have begun in another one", async () => {
    // Two snapshots seven weeks apart say no more of a follow without a sure date than that it lies between them.
    await db.run(`
      insert into present_routes by name
      select 1::bigint as account_id, user_id, 'organic' as route, route_basis, "after"::timestamp as followed_after,
        "before"::timestamp as followed_before
      from (values
        (11, 'records', '2025-03-05 10:00', '2025-03-05 10:04'),
        (12, 'looks', '2025-01-20 06:00', '2025-03-10 06:00'),
        (13, 'looks', '2025-03-01 06:00', '2025-03-10 06:00'),
        (14, 'records', null, '2025-03-10 06:00')) t(user_id, route_basis, "after", "before")`);
    expect(await reportRows<PresentMonth>(db, "present_dates")).toEqual([
      {month: "2025-03-01", route: "organic", people: 2},
      {month: null, route: "organic", people: 2}
    ]);
  });
});

describe("the modelled middle of the unknown", () => {
  test("has no row of fewer than 30 people, which would read as weeks that do not tell", async () => {
    const add = (people: number) =>
      db.run(`
        delete from unknown_route_estimate;
        insert into unknown_route_estimate by name
        select 1::bigint as account_id, ${people} as unknown_people, 10 as expected_followbacks, 0.4 as chance,
          0.3 as low_95, 0.5 as high_95, 0 as left_out`);
    await add(29);
    expect(await reportRows(db, "unknown_route_estimate")).toEqual([]);
    await add(30);
    expect(await reportRows(db, "unknown_route_estimate")).toMatchObject([{unknown_people: 30, chance: 0.4}]);
  });
});

describe("the share who engaged in a week", () => {
  test("is hidden where it varies like that of fewer than 30 people, however many there are", async () => {
    await db.run(`
      insert into engagement_trend by name
      select 1::bigint as account_id, 'organic' as route, date '2027-01-04' as week, 200 as at_risk, 0.2 as share,
        0.1 as low, 0.3 as high, effective as effective_people
      from (values (29), (30)) t(effective)`);
    expect((await reportRows<TrendPoint>(db, "trend")).map(({share}) => share).sort()).toEqual([0.2, null]);
  });
});

describe("a rate of fewer than 30 people, and the number that it is made of", () => {
  test("is not shown of a cohort of whom fewer can be seen at an age", async () => {
    const cells = [
      [30, 60, 29, 20],
      [60, 60, 30, 20]
    ];
    for (const mart of ["cohort_retention", "cohort_engagement"])
      for (const period of ["month", "week"])
        await db.run(`
          insert into ${mart} by name
          select 1::bigint as account_id, '${period}' as period, 'organic' as route, date '2025-01-06' as cohort,
            age_days, members, size, x as ${mart === "cohort_retention" ? "retained" : "engaged"}, true as is_complete
          from (values ${cells.map((cell) => `(${cell.join(", ")})`).join(", ")}) t(age_days, members, size, x)`);
    await selectAccount(db, account);
    for (const name of ["cohorts", "cohorts_weekly"])
      expect(await reportRows<CohortCell>(db, name)).toMatchObject(
        ["engaged", "retained"].flatMap((measure) => [
          {measure, age_days: 30, members: 60, size: 29, share: null, low: null, high: null},
          {measure, age_days: 60, members: 60, size: 30, share: 0.666667}
        ])
      );
    expect(await reportRows<Rate>(db, "rates")).toMatchObject(
      ["engaged", "retained"].flatMap((measure) => [
        {measure, age_days: 30, size: 29, hits: null, share: null},
        {measure, age_days: 60, size: 30, hits: 20, share: 0.666667}
      ])
    );
  });

  test("is not shown of accounts that were followed where fewer answers are known", async () => {
    const attempts = (month: string, answered: number, unknown: number) =>
      db.run(`
        insert into outreach by name
        select 1::bigint as account_id, date '${month}-05' as started_on, true as is_watched, false as is_by_sitting,
          case when i <= ${answered} then 'followed_back' else 'unknown' end as outcome
        from range(1, ${answered + unknown + 1}) t(i)`);
    await attempts("2025-01", 10, 40);
    await attempts("2025-02", 19, 0);
    await selectAccount(db, account);
    const few = {
      attempts: 69,
      unknown: 40,
      lowest: null,
      highest: null,
      low: null,
      high: null,
      high_certain: null
    };
    expect(await reportRows<OutreachMonth>(db, "outreach")).toMatchObject([
      {month: null, ...few},
      {month: "2025-01-01", month_to: "2025-02-01", ...few}
    ]);
    await attempts("2025-03", 1, 0);
    await selectAccount(db, account);
    expect(await reportRows<OutreachMonth>(db, "outreach")).toMatchObject([
      {month: null, attempts: 70, lowest: 1, highest: 1},
      {month: "2025-01-01", month_to: "2025-03-01", attempts: 70, lowest: 1}
    ]);
  });

  test("is not shown of stretches, or of unfollows, of fewer people", async () => {
    await db.run(`
      insert into repetition by name
      select 1::bigint as account_id, 'left_meanwhile' as sign, who, 14 as days, people, 5 as x_certain, 5 as x_at_most,
        100 as n, 0 as n_unknown, 0.05 as share_certain, 0.05 as share_at_most, 0.02 as low, 0.11 as high
      from (values ('followback', 29), ('organic', 30)) t(who, people)`);
    expect(await reportRows<RepetitionRow>(db, "repetition")).toMatchObject([
      {
        who: "followback",
        n: 100,
        x_certain: null,
        x_at_most: null,
        share_certain: null,
        low: null,
        high: null
      },
      {who: "organic", n: 100, x_certain: 5, share_certain: 0.05}
    ]);
  });

  test("is not shown of a stage of the funnel; how many were followed is", async () => {
    await db.run(`
      insert into funnel by name
      select 1::bigint as account_id, step, stage, of_stage, x, n, x / n as share
      from (values
        (1, 'attempted', null, 40, null), (4, 'followed_back', 'attempted', 20, 40),
        (7, 'engaged_30', 'followed_back', 2, 20)) t(step, stage, of_stage, x, n)`);
    expect(await reportRows<FunnelStage>(db, "funnel")).toMatchObject([
      {stage: "attempted", x: 40, share: null},
      {stage: "followed_back", x: 20, share: 0.5},
      {stage: "engaged_30", x: null, n: 20, share: null}
    ]);
  });
});
