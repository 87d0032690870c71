import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import type {
  Adjusted,
  CampaignResult,
  CohortCell,
  ExchangeRate,
  GrowthWeek,
  OutreachMonth,
  RouteMonth,
  TwoByTwo,
  WhatIfRow
} from "../../reports/components/rows.js";
import {growthPeriods, shownLaterSentence} from "../../reports/components/growth.js";
import {routes} from "../../reports/components/route.js";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql} from "../../src/models/models.ts";
import {reportRows, selectAccount} from "../../src/site/report-data.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  await db.run(preludeSql());
  await db.run(`
    create table cohort_retention (account_id bigint, period varchar, route varchar, cohort date, members bigint);
    create table cohort_engagement (account_id bigint, period varchar, route varchar, cohort date, members bigint);
    create table outreach (
      account_id bigint, started_on date, is_watched boolean, is_by_sitting boolean, outcome varchar
    );
    create table followers (
      account_id bigint, route varchar, cohort_month date, is_blurred_month boolean, blind_days double, is_reappeared boolean,
      start_after timestamp, first_seen_at timestamp
    );
    create table accounts (account_id bigint, is_retention_recorded boolean);
    create table growth (
      account_id bigint, week date, route varchar, gained bigint, returned bigint, reappeared bigint, hidden bigint,
      lost bigint, lost_unfollowed bigint, lost_suspended bigint, lost_gone bigint, lost_blocked bigint,
      lost_unresolved bigint, net bigint
    );`);
});
afterAll(() => db.close());
beforeEach(() => db.run("delete from followers; delete from growth; delete from outreach"));

const select = () => selectAccount(db, {id: "1", name: "Oak & Iron", slug: "oak-iron"});

describe("arrivals a month", () => {
  const arrive = (month: string, route: string, people: number) =>
    db.run(`insert into followers
      select 1, '${route}', date '${month}', false, 7, false, date '${month}' - 7, date '${month}'
      from generate_series(1, ${people})`);
  const groups = async () =>
    (await reportRows<RouteMonth>(db, "routes")).map(
      ({month, people, group_from, group_to, is_too_few}) =>
        `${month}: ${people} in ${group_from} to ${group_to}${is_too_few ? ", too few" : ""}`
    );

  test("of fewer than 30 people of all routes are shown with the next month, the last with the one before", async () => {
    await arrive("2025-01-01", "organic", 20);
    await arrive("2025-02-01", "followback", 11);
    await arrive("2025-03-01", "organic", 29);
    await arrive("2025-03-01", "unknown", 1);
    await arrive("2025-04-01", "organic", 5);
    await arrive("2025-04-01", "pre_existing", 500);
    await select();
    expect(await groups()).toEqual([
      "2025-01-01: 20 in 2025-01-01 to 2025-02-01",
      "2025-02-01: 11 in 2025-01-01 to 2025-02-01",
      "2025-03-01: 29 in 2025-03-01 to 2025-04-01",
      "2025-03-01: 1 in 2025-03-01 to 2025-04-01",
      "2025-04-01: 5 in 2025-03-01 to 2025-04-01"
    ]);
  });

  test("are too few where there are fewer than 30 in all", async () => {
    await arrive("2025-01-01", "organic", 20);
    await arrive("2025-02-01", "organic", 9);
    await select();
    expect(await groups()).toEqual([
      "2025-01-01: 20 in 2025-01-01 to 2025-02-01, too few",
      "2025-02-01: 9 in 2025-01-01 to 2025-02-01, too few"
    ]);
  });
});

describe("attempts a month", () => {
  const follow = (month: string, outcome: string, people: number) =>
    db.run(`insert into outreach
      select 1, date '${month}', true, false, '${outcome}' from generate_series(1, ${people})`);
  const rates = async () =>
    (await reportRows<OutreachMonth>(db, "outreach")).map(
      ({month, month_to, lowest, highest, low, high_certain}) => [
        `${month} to ${month_to}`, lowest, highest, low !== null, high_certain !== null
      ]
    ); // prettier-ignore

  test("are shown with the next month where the order of fewer than 30 is known", async () => {
    await follow("2025-01-05", "followed_back", 3);
    await follow("2025-01-06", "not_yet", 17);
    await follow("2025-01-07", "unknown", 40);
    await follow("2025-02-05", "not_yet", 10);
    await follow("2025-03-05", "followed_back", 6);
    await follow("2025-03-05", "not_yet", 24);
    await select();
    // 3 of 20 of January stand with none of 10 of February; 43 of 70 (0.614286) at most. In all 9 of 60, and 49 of 100 at most.
    expect(await rates()).toEqual([
      ["null to null", 0.15, 0.49, true, true],
      ["2025-01-01 to 2025-02-01", 0.1, 0.614286, true, true],
      ["2025-03-01 to 2025-03-01", 0.2, 0.2, true, true]
    ]);
  });

  test("have no rate where the order of fewer than 30 is known", async () => {
    await follow("2025-01-05", "followed_back", 1);
    await follow("2025-01-06", "not_yet", 4);
    await follow("2025-01-07", "unknown", 35);
    await select();
    expect(await rates()).toEqual([
      ["null to null", null, null, false, false],
      ["2025-01-01 to 2025-01-01", null, null, false, false]
    ]);
  });
});

describe("followers at a week's end", () => {
  const move = (week: string, route: string, gained: number, lost: number) =>
    db.run(`insert into growth values (1, '${week}', '${route}', ${gained}, 0, 0, 0, ${lost}, ${lost}, 0, 0, 0, 0,
      ${gained - lost})`);
  const weeks = async () =>
    (await reportRows<GrowthWeek>(db, "growth")).map(
      ({route, week, closing, is_route_too_few, is_all_too_few}) =>
        `${route} ${week}: ${closing}${is_route_too_few ? ", too few" : ""}${is_all_too_few ? ", too few in all" : ""}`
    );
  const preExisting = (people: number, shown = "2025-01-06") =>
    db.run(`insert into followers
      select 1, 'pre_existing', null, false, null, false, null, '${shown}' from generate_series(1, ${people})`);

  test("are too few for a rate below 30: of a route, and of all routes", async () => {
    await move("2025-01-06", "organic", 20, 0);
    await move("2025-01-06", "followback", 9, 0);
    await move("2025-01-13", "organic", 10, 0);
    await move("2025-01-20", "followback", 0, 2);
    await select();
    expect(await weeks()).toEqual([
      "followback 2025-01-06: 9, too few, too few in all",
      "followback 2025-01-20: 7, too few",
      "organic 2025-01-06: 20, too few, too few in all",
      "organic 2025-01-13: 30"
    ]);
  });

  test("have losses only where they are recorded, or were seen", async () => {
    await move("2025-01-06", "organic", 5, 0);
    await move("2025-01-13", "organic", 1, 2);
    await select();
    const lost = async () => (await reportRows<GrowthWeek>(db, "growth")).map(({lost}) => lost);
    await db.run("insert into accounts values (1, true)");
    expect(await lost()).toEqual([0, 2]);
    await db.run("update accounts set is_retention_recorded = false");
    expect(await lost()).toEqual([null, 2]);
    await db.run("delete from accounts");
  });

  test("count those who were there first though none of them moves, in the first week as in the last", async () => {
    await move("2025-01-06", "organic", 5, 0);
    await move("2025-01-13", "organic", 1, 0);
    await preExisting(25);
    await select();
    expect(await weeks()).toEqual([
      "organic 2025-01-06: 5, too few",
      "organic 2025-01-13: 6, too few",
      "pre_existing 2025-01-06: 25, too few"
    ]);
  });

  test("count those who were there first where one of them moved", async () => {
    await move("2025-01-06", "organic", 5, 0);
    await move("2025-01-13", "pre_existing", 0, 1);
    await preExisting(25);
    await select();
    // In the first week 25 + 5, in the second one fewer.
    expect(await weeks()).toEqual([
      "organic 2025-01-06: 5, too few",
      "pre_existing 2025-01-06: 25, too few",
      "pre_existing 2025-01-13: 24, too few, too few in all"
    ]);
  });

  test("count those whom a later list was the first to show from its week on, and whom one showed before anything moved from the first", async () => {
    await move("2025-01-13", "organic", 5, 0);
    await move("2025-03-10", "organic", 1, 0);
    await preExisting(29, "2025-01-06");
    await preExisting(40, "2025-03-05");
    await preExisting(2, "2025-03-18");
    await select();
    const rows = await reportRows<GrowthWeek>(db, "growth");
    expect(rows.map(({route, week, first_shown, closing}) => [route, week, first_shown, closing])).toEqual([
      ["organic", "2025-01-13", 0, 5],
      ["organic", "2025-03-10", 0, 6],
      ["pre_existing", "2025-01-13", 29, 29],
      ["pre_existing", "2025-03-03", 40, 69],
      ["pre_existing", "2025-03-17", 2, 71]
    ]);
    expect(rows.map(({is_all_too_few}) => is_all_too_few)).toEqual([false, false, false, false, false]);
    // At the end of January 29 + 5 are known, and from the week of 3 March on 40 more.
    const opening = (by: "week" | "month") =>
      growthPeriods(rows, by, ["organic"], routes).map(({start, opening}) => [start, opening]);
    expect(opening("week")).toEqual([
      ["2025-01-13", null],
      ["2025-03-10", 74]
    ]);
    expect(opening("month")).toEqual([
      ["2025-01-01", null],
      ["2025-03-01", 34]
    ]);
    expect(shownLaterSentence(rows)).toBe(
      "Of those already there 42 were first shown in weeks from 3 Mar 2025 to 17 Mar 2025: " +
        "no one knows since when they followed, so they count from that week on, and as no gain."
    );
    expect(shownLaterSentence(rows.filter(({week}) => week < "2025-03-01"))).toBe("");
  });
});

describe("adjusted figures", () => {
  test("are hidden where they rest on fewer than 30 people of a route, however many the account has", async () => {
    await db.run(`
      create or replace table adjusted as
      select 1::bigint as account_id, outcome, 'month' as period, 4 as strata, people as followback_people, 80 as organic_people,
        1.0 as informative_followback, 1.0 as informative_organic, 0.1 as crude_difference, 0.1 as difference, 0.01 as low,
        0.2 as high, 1.5 as ratio, 1.1 as ratio_low, 2.0 as ratio_high, 2.3 as e_value, 1.4 as e_value_limit
      from (values ('engaged_30', 30), ('retained_90', 29)) as t(outcome, people)`);
    await select();
    const rows = await reportRows<Adjusted>(db, "adjusted");
    expect(
      rows.map(({difference, crude_difference, e_value}) => [difference, crude_difference, e_value])
    ).toEqual([
      [0.1, 0.1, 2.3],
      [null, null, null]
    ]);
  });
});

describe("small cohorts that are shown together", () => {
  test("are marked where one of them has not reached the age, though it has no cell of its own", async () => {
    await db.run(`
      create or replace table cohort_retention as
      select 1::bigint as account_id, period, 'organic' as route, cohort::date as cohort, age_days, members, size, retained, is_complete
      from (values ('month', '2025-01-01', 30, 12, 12, 12, true), ('month', '2025-02-01', 30, 12, 12, 11, true),
        ('month', '2025-03-01', 30, 12, 12, 10, true), ('month', '2025-01-01', 90, 12, 12, 12, true),
        ('month', '2025-02-01', 90, 12, 12, 10, true)) as t(period, cohort, age_days, members, size, retained, is_complete);
      create or replace table cohort_engagement as
      select *, 0 as engaged from cohort_retention where false`);
    await select();
    const cells = await reportRows<CohortCell>(db, "cohorts");
    // Nobody of March has been there for 90 days.
    expect(
      cells.map(({age_days, members, size, is_complete}) => [age_days, members, size, is_complete])
    ).toEqual([
      [30, 36, 36, true],
      [90, 36, 24, false]
    ]);
  });
});

describe("rates of interactions by side", () => {
  test("are hidden where fewer than 30 were there while interactions would have been seen", async () => {
    await db.run(`
      create or replace table two_by_two as
      select 1::bigint as account_id, 'organic' as route, is_mutual, 40 as people, 400.0 as weeks, 4 as left_count,
        1.0 as leaving_rate, 0.5 as leaving_low, 2.0 as leaving_high, covered_people, 9.0 as covered_weeks, 3 as interactions,
        33.3 as interaction_rate, 10.0 as interaction_low, 90.0 as interaction_high
      from (values (false, 29), (true, 30)) as t(is_mutual, covered_people)`);
    await select();
    const rows = await reportRows<TwoByTwo>(db, "two_by_two");
    expect(
      rows.map(({is_mutual, leaving_rate, interactions, interaction_rate, interaction_low}) => [
        is_mutual,
        leaving_rate,
        interactions,
        interaction_rate,
        interaction_low
      ])
    ).toEqual([
      [false, 1, null, null, null],
      [true, 1, 3, 33.3, 10]
    ]);
  });
});

describe("what the account would be without some followers", () => {
  test("is hidden where fewer than 30 would be left out or left, but the account's own figure stays", async () => {
    await db.run(`
      create or replace table campaign_costs (account_id bigint, campaign_id varchar, name varchar, place_kind varchar);
      create or replace table what_if (
        account_id bigint, kind varchar, left_out varchar, figure varchar, left_out_people bigint, unsure bigint,
        people bigint, with_all double, value double, low double, high double
      );
      insert into what_if
      select 1, 'campaign', 'of ' || n, 'engaged_30', n, 0, 100 - n, 0.1, 0.2, 0.1, 0.3
      from (values (3), (30), (71)) as t(n)`);
    await select();
    const rows = await reportRows<WhatIfRow>(db, "what_if");
    expect(rows.map(({left_out, with_all, value, low}) => [left_out, with_all, value, low])).toEqual([
      ["of 3", 0.1, null, null],
      ["of 30", 0.1, 0.2, 0.1],
      ["of 71", 0.1, null, null]
    ]);
  });

  test("is hidden for a campaign where its place beside it would tell of fewer than 30", async () => {
    await db.run(`
      create or replace table campaign_costs as
      select 1::bigint as account_id, unnest(['a', 'b', 'c']) as campaign_id, campaign_id as name, 'list' as place_kind;
      create or replace table what_if as
      select 1::bigint as account_id, kind, left_out, 'followers' as figure, n::bigint as left_out_people, 0 as unsure,
        200 - n as people, 200.0 as with_all, 200.0 - n as value, null::double as low, null::double as high
      from (values ('place_kind', 'list', 110), ('campaign', 'a', 40), ('campaign', 'b', 10), ('campaign', 'c', 60)) as t(kind, left_out, n)`);
    await select();
    const rows = await reportRows<WhatIfRow>(db, "what_if");
    expect(rows.map(({left_out, value}) => [left_out, value])).toEqual([
      ["list", 90],
      ["a", null],
      ["b", null],
      ["c", 140]
    ]);
  });
});

describe("what campaigns brought", () => {
  const of = async (campaigns: [id: string, people: number, answered?: number, known?: number][]) => {
    // The place holds all its campaigns.
    const rows = campaigns.map(([id, people, answered = 0, known = answered]) => ({
      id,
      people,
      answered,
      known
    }));
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
    const place = {
      people: sum((r) => r.people),
      answered: sum((r) => r.answered),
      known: sum((r) => r.known)
    };
    await db.run(`
      create or replace table campaign_costs (account_id bigint, campaign_id varchar, name varchar, place varchar, place_kind varchar);
      insert into campaign_costs select 1, unnest([${rows.map(({id}) => `'${id}'`).join(", ")}]), null, null, 'list';
      update campaign_costs set name = campaign_id;
      create or replace table campaign_results as
      select 1::bigint as account_id, 'list' as place_kind, campaign_id, 'kept_90' as result, 1 as campaigns, people as turned_to,
        0 as left_out, people as attempts, 0 as shared, people as n, people::bigint as people, answered, known, 0 as x, 0 as x_low,
        0 as x_high, 0.1 as share, 0.0 as low, 0.2 as high, 1.0 as hours, null::double as money, 1.0 as cost, 'EUR' as currency,
        null::double as cost_per_result, null::double as cost_low, null::double as cost_high,
        null::double as cost_range_low, null::double as cost_range_high, 1.0 as at_least, null::varchar as note
      from (values ${[{id: null, ...place}, ...rows]
        .map(
          ({id, people, answered, known}) =>
            `(${id === null ? "null" : `'${id}'`}, ${people}, ${answered}, ${known})`
        )
        .join(", ")}) as t(campaign_id, people, answered, known)`);
    await select();
    const shown = await reportRows<CampaignResult>(db, "campaign_results");
    return Object.fromEntries(
      shown.map(({campaign, share, x}) => [campaign ?? "place", share !== null && x !== null])
    );
  };

  test("hides a campaign of enough people where the place less it would tell of fewer than 30", async () => {
    expect(
      await of([
        ["a", 40],
        ["b", 10],
        ["c", 60]
      ])
    ).toEqual({place: true, a: false, b: false, c: true});
    expect(
      await of([
        ["a", 40],
        ["b", 20],
        ["c", 20]
      ])
    ).toEqual({place: true, a: true, b: false, c: false});
    expect(
      await of([
        ["a", 40],
        ["b", 0],
        ["c", 30]
      ])
    ).toEqual({place: true, a: true, b: false, c: true});
    expect(await of([["a", 20]])).toEqual({place: false, a: false});
  });

  test("hides a share that rests on fewer than 30 people whose result is known", async () => {
    // Of 8 of 12 who followed back it is known: 40 of the 60 count. Of 5 of 12: 25 do.
    expect(await of([["a", 60, 12, 8]])).toEqual({place: true, a: true});
    expect(await of([["a", 60, 12, 5]])).toEqual({place: false, a: false});
  });
});

test("exchange rates keep all their digits, and those of no money are not shown", async () => {
  await db.run(`
    create or replace table exchange_rates as select 1::bigint as account_id, currency, 'EUR' as account_currency,
      rate::decimal(18, 10) as rate, timestamp '2026-11-29' as since, currency <> 'XXX' as is_used
    from (values ('IRR', '0.0000000213'), ('JPY', '0.0061'), ('KWD', '2.80'), ('HUF', '100'), ('XXX', '7')) as t(currency, rate)`);
  await select();
  const rows = await reportRows<ExchangeRate>(db, "exchange_rates");
  expect(rows.map(({rate}) => rate)).toEqual(["100", "0.0000000213", "0.0061", "2.8"]);
});
