import {afterEach, describe, expect, it} from "vitest";
import {runModels} from "../../src/models/build.ts";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {preludeSql, readModels} from "../../src/models/models.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";

let db: Database;
afterEach(() => db.close());

/** People `from` to `to` stand in a list; higher numbers are newer and stand in front. */
type People = [from: number, to: number][];

/** One complete list at `day`; `hours` is how long its walk lasts, the pages arriving evenly over it, newest first. */
interface List {
  day: number;
  people: People;
  /** Who has left, as SQL over user_id. Spread over the list: a run of people missing at once is a lost page. */
  gone?: string;
  hours?: number;
  /** Read in part only: it shows who is there, and of nobody that they are gone. */
  isPartial?: boolean;
}

/** Whom a listener heard to unfollow at `day`, as SQL over user_id. */
interface Unfollows {
  day: number;
  who: string;
}

/** Watches an account by these lists and this listener, and runs the models that curves come from. */
async function watch(lists: List[], heard: Unfollows[] = []) {
  db = await openDatabase();
  await createEmptyTables(db);
  for (const [nth, {day, people, gone = "false", hours = 0, isPartial = false}] of lists.entries()) {
    const start = `(timestamp '2024-01-01' + to_microseconds((${day} * 86400000000)::bigint))`;
    const everybody = people
      .map(([from, to]) => `select unnest(range(${from}, ${to + 1})) as user_id`)
      .join(" union all ");
    await db.run(`create or replace table standing as select * from (${everybody}) where not (${gone})`);
    const [{size}] = (await db.rows<{size: number}>("select count(*)::integer as size from standing")) as [
      {size: number}
    ];
    await db.run(`
      insert into raw.snapshots values ${snapshotRowSql(`s${nth}`, "x-api")};
      insert into raw.lists by name select 1 as account_id, 's${nth}' as snapshot_id, 'followers' as list, 'x-api' as source,
        ${start} as taken_at, ${!isPartial} as ended, ${start} as started_at, ${start} + to_microseconds(${hours * 3_600_000_000}) as finished_at,
        ${size} as rows, ${size} as distinct_rows, ${size} as count_before, ${size} as count_after;
      insert into raw.followers by name select 1 as account_id, 's${nth}' as snapshot_id, user_id, position,
        ${start} + to_microseconds((position * ${hours * 3_600_000_000} / ${size})::bigint) as page_at
      from (select user_id, row_number() over (order by user_id desc) - 1 as position
        from standing)`);
  }
  for (const {day, who} of heard)
    await db.run(`
      insert into raw.snapshots values ${snapshotRowSql(`h${day}`, "x-activity")};
      insert into raw.stream_periods by name select 1 as account_id, 'h${day}' as snapshot_id,
        timestamp '2024-01-01' as "from", timestamp '2024-01-01' + to_days(${day}) as "to", false as has_baseline, false as additions_only;
      insert into raw.events by name select 1 as account_id, 'h${day}' as snapshot_id, 'h' || user_id as event_id,
        'unfollow' as kind, 'live' as delivery, user_id as source_id, 1 as target_id,
        timestamp '2024-01-01' + to_days(${day}) - interval 1 minute as "after", timestamp '2024-01-01' + to_days(${day}) as "before",
        false as is_exact
      from (select distinct user_id from raw.followers) where ${who}`);
  await runModels(db, {only: ["survival", "leaving_causes"]});
}

const crowd: [number, number] = [1, 100];

/**
 * 24 people come by day 2 and 4,083 by day 16.3. The list of day 82 shows that 150 of the many have left since day
 * 75.5, and that 2 of the few have. So 3,957 of 4,107 are certainly there at the many's age of 65.7 days, and the
 * likelihood 150 ln p + 3957 ln (1 - p) + (what the few do later) says the same.
 */
const oneLargeList = (hours: number): List[] => [
  {day: 0, people: [crowd]},
  {day: 2, people: [crowd, [101, 124]], hours},
  {day: 16.3, people: [crowd, [101, 124], [201, 4283]], hours},
  {day: 75.5, people: [crowd, [101, 124], [201, 4283]], hours},
  {
    day: 82,
    people: [crowd, [101, 124], [201, 4283]],
    // 150 numbers from 201 to 4260 divide by 27.
    gone: "user_id in (105, 115) or user_id between 201 and 4260 and user_id % 27 = 0",
    hours
  }
];
const stillThere = 3957 / 4107;

describe("survival", () => {
  it.each([
    ["all at one moment", 0],
    ["over nine hours, page by page", 9]
  ])(
    "counts whom one list shows and whom it does not at the same age, when it is read %s",
    async (_, hours) => {
      await watch(oneLargeList(hours));
      const steps = await db.rows<{age: number; watched: bigint; low: number; high: number; from: number}>(
        `select age_days as age, watched, low, high, interval_low as "from" from survival order by age_days`
      );
      // 82 - 16.3 days; nobody but the 24 is watched any longer, so the curve ends there.
      const last = steps.at(-1)!;
      expect(last.age).toBeCloseTo(65.7, 9);
      expect(last.watched).toBe(3933n + 24n);
      expect(last.low).toBeCloseTo(stillThere, 8);
      expect(last.high).toBeCloseTo(stillThere, 8);
      // The binomial standard error is 0.0029.
      expect(last.from).toBeGreaterThan(stillThere - 3 * 0.0029);
      // Between the two lists the 150 may have left at any time; before, nobody has.
      for (const {age, low, high} of steps.slice(0, -1)) {
        expect(high).toBe(1);
        if (age <= 59.2) expect(low).toBe(1);
        else expect(low).toBeCloseTo(stillThere, 8);
      }
      expect(steps.some(({age}) => age > 59.2 && age < 65.7)).toBe(true);
    }
  );

  it("is a band, from the first list to the second, where half a year lies between them", async () => {
    await watch([
      {day: 0, people: [crowd]},
      {day: 30.25, people: [crowd, [101, 600]]},
      {day: 210.75, people: [crowd, [101, 600]], gone: "user_id > 100 and user_id % 25 = 0"}
    ]);
    const steps = await db.rows<{age: number; low: number; high: number}>(
      "select age_days as age, low, high from survival order by age_days"
    );
    // 20 of 500 left within these 180.5 days, and nobody knows when.
    expect(steps[0]).toEqual({age: 0, low: 1, high: 1});
    expect(steps.at(-1)).toEqual({age: 180.5, low: 0.96, high: 0.96});
    expect(steps.length).toBeGreaterThan(20);
    for (const {low, high} of steps.slice(1, -1)) expect([low, high]).toEqual([0.96, 1]);
  });

  it("takes no age from lists that show only who stayed", async () => {
    // 70 people come; the complete list a week later shows all of them, and a partial one a day later 40. Whether the other
    // 30 have left, nobody saw: 7 days is the last age at which anybody was looked for.
    await watch([
      {day: 0, people: [crowd]},
      {day: 7, people: [crowd, [101, 170]]},
      {day: 14, people: [crowd, [101, 170]]},
      {day: 15, people: [[131, 170]], isPartial: true}
    ]);
    expect(await db.rows("select max(age_days) as age, min(low) as low from survival")).toEqual([
      {age: 7, low: 1}
    ]);
    expect(await db.rows("select left_days, right_days, people from survival_counts")).toEqual([
      {left_days: 7, right_days: null, people: 70n}
    ]);
  });

  it("takes no leaving from a listener after the last list, which would have shown who stays", async () => {
    // 40 people come by day 7 and stay, 600 by day 63. The list of day 70 shows all of them; two days later 30 of the 600 are
    // heard to leave. That the other 570 are still there then, nothing shows: only the 40 are known to be there at nine days.
    const young = "user_id > 200 and user_id % 20 = 1";
    const until70: List[] = [
      {day: 0, people: [crowd]},
      {day: 7, people: [crowd, [101, 140]]},
      {day: 63, people: [crowd, [101, 140], [201, 800]]},
      {day: 70, people: [crowd, [101, 140], [201, 800]]}
    ];
    const counts = "select left_days, right_days, people from survival_counts order by left_days";
    await watch(until70, [{day: 72, who: young}]);
    expect(await db.rows(counts)).toEqual([
      {left_days: 7, right_days: null, people: 600n},
      {left_days: 63, right_days: null, people: 40n}
    ]);
    expect(await db.rows("select max(age_days) as age, min(low) as low from survival")).toEqual([
      {age: 63, low: 1}
    ]);
    await db.close();
    // The next list shows the 570: 610 of 640 are there at nine days, and at fourteen.
    await watch([...until70, {day: 77, people: until70[3]!.people, gone: young}], [{day: 72, who: young}]);
    expect(await db.rows(counts)).toEqual([
      {left_days: 7, right_days: 9, people: 30n},
      {left_days: 14, right_days: null, people: 570n},
      {left_days: 70, right_days: null, people: 40n}
    ]);
    expect(await db.rows("select low, high from survival where age_days in (10, 14)")).toEqual(
      [1, 2].map(() => ({low: 610 / 640, high: 610 / 640}))
    );
  });

  it("ends where fewer than thirty people are watched", async () => {
    await watch([
      {day: 0, people: [crowd]},
      {day: 7, people: [crowd, [101, 129]]},
      {day: 14, people: [crowd, [101, 129], [201, 230]]},
      {day: 21, people: [crowd, [101, 129], [201, 229]]}
    ]);
    // At 7 days 29 and 29 people; at 14 days the 29 who came first.
    expect(
      await db.rows("select age_days as age, watched, low, high from survival order by age_days desc limit 1")
    ).toEqual([{age: 7, watched: 58n, low: 0.9830508475, high: 0.9830508475}]);
  });
});

describe("survival_counts", () => {
  it("counts everybody in a walk of hours at its end, and nothing between two of its pages", async () => {
    await watch([
      {day: 0, people: [crowd]},
      {day: 7, people: [crowd, [101, 140]], hours: 2},
      {day: 14, people: [crowd, [101, 140]], gone: "user_id in (110, 120)", hours: 2}
    ]);
    expect(
      await db.rows("select left_days, right_days, people from survival_counts order by left_days")
    ).toEqual([
      {left_days: 0, right_days: 7, people: 2n},
      {left_days: 7, right_days: null, people: 38n}
    ]);
  });
});

describe("first_engagement", () => {
  it("has only those at risk who are watched at the age, not all of that day", async () => {
    db = await openDatabase();
    await db.run(preludeSql());
    // 1,000 people are watched for 10.2 days, 50 for 20; of these ten engage at 10.7 days and one leaves by 10.9.
    await db.run(`
      create table followers as
      select 1::bigint as account_id, i as user_id, 'organic' as route, date '2024-01-01' as cohort_month,
        case when i <= 1000 then timestamp '2024-01-10 19:12:00' else timestamp '2024-01-01' end as first_seen_at,
        timestamp '2024-01-10' as end_after, case when i = 1050 then timestamp '2024-01-11 21:36:00' end as end_before
      from range(1, 1051) t(i);
      create table lists (account_id bigint, direction varchar, verdict varchar, finished_at timestamp);
      create table watches as
      select 1::bigint as account_id, timestamp '2023-12-01' as from_at, timestamp '2024-01-21' as to_at,
        false as is_additions_only;
      create table coverage as
      select 1::bigint as account_id, 'mention' as kind, timestamp '2023-12-01' as from_at, timestamp '2024-01-21' as to_at;
      create table first_interactions as select 1::bigint as account_id, i as user_id, 10.7::double as first_age from range(1001, 1011) t(i)`);
    for (const name of ["leaving_looks", "engagement_cover", "first_engagement_counts", "first_engagement"])
      await readModels()
        .find((model) => model.name === name)!
        .make(db);
    // Ten of fifty, who are a fifth; the 1,000 say nothing of 10.7 days. 39 are left to be watched at 11.
    expect(await db.rows("select age_days, at_risk, engaged, gone_before from first_engagement")).toEqual([
      {age_days: 11, at_risk: 39n, engaged: 0.2, gone_before: 0.02}
    ]);
  });
});

describe("first_engagement of several routes and accounts", () => {
  it("ends each curve where fewer than thirty are watched, and no other", async () => {
    db = await openDatabase();
    await db.run(preludeSql());
    // Of 40 by followback 20 are watched for 10 days; one of the others engages on day 12. Of each 40 organic ones one does on day 3.
    await db.run(`
      create table first_engagement_counts as
      select * from (values
        (1::bigint, 'followback', 10.0::double, null, 20::bigint), (1, 'followback', 12.0, 'engaged', 1), (1, 'followback', 20.0, null, 19),
        (1, 'organic', 3.0, 'engaged', 1), (1, 'organic', 20.0, null, 39),
        (2, 'organic', 3.0, 'engaged', 1), (2, 'organic', 20.0, null, 39)
      ) as t(account_id, route, age_days, happened, people)`);
    await readModels()
      .find((model) => model.name === "first_engagement")!
      .make(db);
    expect(
      await db.rows("select account_id, route, age_days, at_risk, engaged from first_engagement")
    ).toEqual(
      [1n, 2n].map((account_id) => ({
        account_id,
        route: "organic",
        age_days: 3,
        at_risk: 40n,
        engaged: 0.025
      }))
    );
  });
});

describe("leaving_causes", () => {
  it("counts whom one list shows and whom it does not at the same age", async () => {
    await watch(oneLargeList(9));
    // Nobody looked the leavers up. The list of day 75.5 stands for 60 days; none stands near 90 but that of the 24.
    const rows = await db.rows<{age_days: number; at_risk: bigint; lost: bigint}>(
      "select age_days, cause, at_risk, lost, share from leaving_causes"
    );
    expect(rows.filter(({age_days}) => age_days > 60)).toEqual([]);
    expect(rows.reduce((sum, {lost}) => sum + lost, 0n)).toBe(0n);
  });
});
