import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, day, followed, runHistories, runHistory, weekly, type Observed} from "./histories.ts";

// Day 0 is a Monday. Complete lists of both directions at noon of every day unless a case says otherwise.

/** Who is first listed on which day: `[day, ids]`. */
type Coming = [day: number, ...ids: number[]][];

const listedBy = (coming: Coming, day: number) =>
  coming
    .filter(([from]) => from <= day)
    .toSorted(([a], [b]) => b - a)
    .flatMap(([, ...ids]) => ids);

/** Lists at noon of each of these days. */
const daily = (days: number[], inbound: Coming, outbound: Coming = [], hour = 12): Observed[] =>
  days.map((day) => ({
    at: day + hour / 24,
    followers: {people: [...listedBy(inbound, day), ...crowd]},
    following: {people: [...listedBy(outbound, day), ...followed]}
  }));

const upTo = (last: number) => Array.from({length: last + 1}, (_, day) => day);
const people = (from: number, count: number) => Array.from({length: count}, (_, nth) => from + nth);

const weeksOf = (db: Database) =>
  db.rows(`
    select cast(week as varchar) as week, days_of, unknown_as, route, days, people, squares, unevenness
    from arrivals
    order by week, days_of, unknown_as, route`);

describe.concurrent("the mart arrivals", () => {
  it("has the excess dispersion of a whole week by route", async () => {
    // Seven people followed on Sunday, day 6, all follow back on Monday; organic ones come 3, 0, 1, 1, 0, 2, 0.
    const back = people(10, 7);
    const db = await runHistory(
      daily(
        upTo(15),
        [
          [7, ...back, 30, 31, 32],
          [9, 33],
          [10, 34],
          [12, 35, 36]
        ],
        [[6, ...back]]
      )
    );
    const rows = (await weeksOf(db)).filter(({days_of}) => days_of === "all");
    expect(rows).toEqual([
      // m = 1, s² = (36 + 6 · 1) / 6 = 7: (7 - 1) / 1.
      expect.objectContaining({
        week: "2024-01-08",
        unknown_as: "left_out",
        route: "followback",
        days: 7n,
        people: 7n,
        squares: 49n,
        unevenness: 6
      }),
      // m = 1, s² = (4 + 1 + 0 + 0 + 1 + 1 + 1) / 6 = 8 / 6.
      expect.objectContaining({
        route: "organic",
        people: 7n,
        squares: 15n,
        unevenness: expect.closeTo(1 / 3, 9)
      })
    ]);
  });

  it("counts again the days on which, and in the three days before which, the account did not reach out", async () => {
    // Followed on day 6: its window begins on day 5, and days 7 to 9 are still loud; day 13 is before the last list.
    const db = await runHistory(
      daily(
        upTo(15),
        [
          [8, ...people(40, 3)],
          [10, 50, 51, 52],
          [11, 53],
          [13, 54]
        ],
        [[6, 10]]
      )
    );
    // Days 10 to 13: 3, 1, 0, 1; m = 5/4, s² = (9 + 1 + 0 + 1 - 25/4) / 3 = 19/12: (19/12 - 15/12) / (25/16) = 16/75.
    expect((await weeksOf(db)).filter(({days_of}) => days_of === "quiet")).toEqual([
      expect.objectContaining({
        route: "organic",
        days: 4n,
        people: 5n,
        squares: 11n,
        unevenness: expect.closeTo(16 / 75, 9)
      })
    ]);
  });

  it("calls no day quiet over which nobody watched whom the account follows", async () => {
    // Whoever is followed on day 10 and dropped on day 40 stands in no list of two that are two months apart.
    const days = (read: (day: number) => boolean) =>
      runHistory(
        daily(upTo(62), []).map(({following, ...one}, day) =>
          read(day) ? {...one, following: following!} : one
        )
      );
    const [daysApart, twoMonthsApart] = await Promise.all([
      days((day) => day % 31 === 0),
      days((day) => day % 62 === 0)
    ]);
    const quiet = "select is_quiet, count(*) as days from arrival_days group by all";
    // Eight whole weeks, days 7 to 62; the day of the last list is not over.
    expect(await daysApart.rows(`${quiet} order by all`)).toEqual([
      {is_quiet: true, days: 55n},
      {is_quiet: null, days: 1n}
    ]);
    expect(await twoMonthsApart.rows(quiet)).toEqual([{is_quiet: null, days: 56n}]);
  });

  it("takes no following back for outreach", async () => {
    // The account follows on day 9 someone who came on day 8.
    const db = await runHistory(daily(upTo(15), [[8, 40]], [[9, 40]]));
    expect(await db.rows("select count(*) as days from arrival_days where is_quiet")).toEqual([{days: 7n}]);
  });

  it("has no row of a week with a day without a look, and none under weekly lists", async () => {
    const came: Coming = [[8, ...people(40, 7)]];
    const [db, weeklyRead] = await runHistories(
      daily(
        upTo(22).filter((day) => day !== 10),
        came
      ),
      weekly(20, [3], [])
    );
    // A day without a look leaves the next one open too; the third week is whole.
    expect(new Set((await weeksOf(db)).map(({week}) => week))).toEqual(new Set(["2024-01-15"]));
    expect(await weeksOf(weeklyRead)).toEqual([]);
  });

  it("asks of two looks on neighbouring days that they lie 18 to 30 hours apart", async () => {
    const watched = async (hour: number) => {
      // Day 9 is looked at at this hour, all others at noon.
      const db = await runHistory([
        ...daily(upTo(8), []),
        ...daily([9], [], [], hour),
        ...daily([10, 11, 12, 13, 14], [])
      ]);
      const days = await db.rows("select day from watched_days order by day");
      return days.length;
    };
    // Days 1 to 14: a look at 17:00 is 29 and 19 hours from its neighbours, one at 19:00 31 and 17.
    expect(await Promise.all([watched(17), watched(19)])).toEqual([14, 12]);
  });

  it("watches no day by lists, or events, of which nothing but the date is known: their arrivals have no day", async () => {
    // A date lasts 50 hours anywhere on Earth, from 10:00 of the day before, in UTC, to noon of the next.
    const [from, to] = [-10 / 24, 1.5 - 1 / 86_400_000];
    const dateOf = (on: number) => day(on).toISOString().slice(0, 10);
    const [listed, logged] = await runHistories(
      upTo(15).map((on): Observed => ({
        at: on + to,
        source: "tables",
        followers: {
          people: [...listedBy([[9, ...people(10, 9)]], on), ...crowd],
          from: on + from,
          to: on + to,
          sitting: dateOf(on)
        }
      })),
      [
        {
          at: 20,
          source: "tables",
          events: people(40, 7).map((of, nth) => ({
            kind: "follow" as const,
            of,
            after: 7 + nth + from,
            before: 7 + nth + to
          })),
          streams: [{from: 6.5, to: 20, baseline: true, additionsOnly: true}]
        }
      ]
    );
    expect(await listed.rows("from watched_days")).toEqual([]);
    // Nobody came on the days after.
    expect(
      await logged.rows("select cast(min(day) as varchar) as first, count(*) as days from watched_days")
    ).toEqual([{first: "2024-01-16", days: 5n}]);
  });

  it("places on a day only whose start is known to within 30 hours", async () => {
    // Events are listened to all the time, but what lists show on day 12 and they did not may be from any day since day 0.
    const events = people(40, 8).map((of) => ({
      kind: "follow" as const,
      of,
      after: 11,
      before: 11.5,
      exact: false
    }));
    const db = await runHistory([
      ...daily([0], []),
      ...daily([12], [[12, ...people(60, 9), ...people(40, 8)]]),
      {at: 20, source: "tables", events, streams: [{from: 6.5, to: 20, baseline: false}]}
    ]);
    const rows = await db.rows("select route, people from arrivals where days_of = 'all'");
    expect(rows.map(({people: came}) => came)).toEqual([8n]);
  });

  it("places follows that were listened to, without any list", async () => {
    const events = people(40, 7).map((of, nth) => ({
      kind: "follow" as const,
      of,
      after: 7 + nth,
      before: 7 + nth,
      exact: true
    }));
    const db = await runHistory([
      {at: 20, source: "tables", events, streams: [{from: 6.5, to: 20, baseline: true, additionsOnly: true}]}
    ]);
    // One a day: s² = 0, (0 - 1) / 1. Too even for chance.
    expect((await weeksOf(db)).filter(({days_of}) => days_of === "all")).toEqual([
      expect.objectContaining({week: "2024-01-08", people: 7n, squares: 7n, unevenness: -1})
    ]);
    // From the middle of day 6 on: days 7 to 19.
    expect(await db.rows("select count(*) as days from watched_days")).toEqual([{days: 13n}]);
  });

  it("counts the unknown in every way", async () => {
    // Followed and following back between the same two lists: unknown, may be followbacks.
    const both = people(60, 2);
    const db = await runHistory(
      daily(
        upTo(15),
        [
          [8, ...both],
          [9, ...people(10, 7)],
          [11, ...people(40, 8)]
        ],
        [
          [7, ...people(10, 7)],
          [8, ...both]
        ]
      )
    );
    const of = await db.rows(
      "select unknown_as, route, people, squares, people_maybe from arrivals where days_of = 'all' order by unknown_as, route"
    );
    expect(of.map((row) => Object.values(row))).toEqual([
      ["followback", "followback", 9n, 53n, 0n],
      ["followback", "organic", 8n, 64n, 0n],
      ["left_out", "followback", 7n, 49n, 0n],
      ["left_out", "organic", 8n, 64n, 0n],
      ["left_out", "unknown", 2n, 4n, 2n],
      ["organic", "followback", 7n, 49n, 0n],
      ["organic", "organic", 10n, 68n, 0n]
    ]);
  });
});
