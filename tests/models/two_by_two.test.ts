import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, runHistories, runHistory, type Observed} from "./histories.ts";

/** Who stands in the list of a day: from their first day to before the day they are gone. */
const listed = (at: number, stays: [id: number, from: number, gone?: number][]) =>
  stays.filter(([, from, gone = Infinity]) => at >= from && at < gone).map(([id]) => id);

/**
 * Weekly lists to day 70. 10 comes by day 7 and is gone by day 42; 11 comes by day 7 and is followed by day 21; 14 is seen
 * on day 21 only. 12 and 13 are followed by day 7 and come by day 14; 12 is gone by day 56, followed all the while; 13
 * is gone by day 28, and so is our follow.
 */
const history: Observed[] = Array.from({length: 11}, (_, week) => {
  const at = 7 * week;
  return {
    at,
    followers: {
      people: [
        ...listed(at, [
          [14, 21, 28],
          [12, 14, 56],
          [13, 14, 28],
          [10, 7, 42],
          [11, 7]
        ]),
        ...crowd
      ]
    },
    following: {
      people: [
        ...listed(at, [
          [11, 21],
          [12, 7],
          [13, 7, 28]
        ]),
        800,
        801
      ]
    },
    ...(week === 10 && {
      polls: [{kind: "mention", from: 0, to: 70}],
      // In order: not mutual, not known, mutual, mutual.
      interactions: [10, 16, 30, 31].map((act) => ({by: 11, at: act}))
    })
  };
});

describe("two_by_two", () => {
  let db: Database;
  beforeAll(async () => {
    db = await runHistory(history);
  });
  afterAll(() => db.close());

  it("splits each person's weeks and puts leaving down to how things stood when last seen", async () => {
    const rows = await db.rows<Record<string, unknown>>(`
      select route, is_mutual, people, weeks, left_count, leaving_rate, unclear_weeks, unclear_left
      from two_by_two order by route, is_mutual`);
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["followback", true, 2n, 6, 2n, 33.33333333, 0, 0n],
      ["organic", false, 3n, 5, 2n, 40, 1, 0n],
      ["organic", true, 1n, 7, 0n, 0, 1, 0n],
      ["pre_existing", false, 30n, 300, 0n, 0, 0, 0n]
    ]);
  });

  it("gives leaving its interval over persons, and Poisson's upper limit where nobody left", async () => {
    const rows = await db.rows<{route: string; leaving_low: number; leaving_high: number}>(
      "select route, leaving_low, leaving_high from two_by_two where not is_mutual order by route"
    );
    // Left 1, 0, 1 in 4, 1, 0 weeks: r = 0.4, sum of squares 0.36 + 0.16 + 1, error √(3/2 · 1.52) / 2 of the rate.
    expect(rows[0]!.leaving_low).toBeCloseTo(9.1079, 4);
    expect(rows[0]!.leaving_high).toBeCloseTo(175.672, 3);
    // Nobody in 300 weeks: -ln 0.025 / 3.
    expect(rows[1]).toMatchObject({route: "pre_existing", leaving_low: 0});
    expect(rows[1]!.leaving_high).toBeCloseTo(1.22963, 4);
  });

  it("counts interactions on the side they fell on, and leaves out those of no known side", async () => {
    const rows = await db.rows<Record<string, unknown>>(
      "select is_mutual, covered_people, covered_weeks, interactions, interaction_rate from two_by_two where route = 'organic' order by is_mutual"
    );
    // Of the three that were not mutual one had no time at all.
    expect(rows.map((row) => Object.values(row))).toEqual([
      [false, 2n, 5, 1n, 20],
      [true, 1n, 7, 2n, 28.57142857]
    ]);
  });

  it("says of how many people interactions would have been seen", async () => {
    // Mentions were covered from day 56 on, when 10, 12, 13 and 14 were gone.
    const late = await runHistory(
      history.map((observed) =>
        observed.polls ? {...observed, polls: [{kind: "mention", from: 56, to: 70}]} : observed
      )
    );
    const rows = await late.rows<Record<string, unknown>>(
      "select route, is_mutual, people, covered_people, covered_weeks from two_by_two order by route, is_mutual"
    );
    await late.close();
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["followback", true, 2n, 0n, 0],
      ["organic", false, 3n, 0n, 0],
      ["organic", true, 1n, 1n, 2],
      ["pre_existing", false, 30n, 30n, 60]
    ]);
  });

  it("has no act rate where mentions were not collected", async () => {
    const bare = await runHistory(history.map((observed) => ({...observed, polls: [], interactions: []})));
    const rows = await bare.rows(
      "select distinct interactions, interaction_rate, interaction_low, interaction_high from two_by_two"
    );
    await bare.close();
    expect(rows).toEqual([
      {interactions: null, interaction_rate: null, interaction_low: null, interaction_high: null}
    ]);
  });

  it("puts leaving down to no side while nobody read whom the account follows", async () => {
    // Ten come by day 7, five of them are gone by day 35; whom the account follows is read from day 56 on, to day 84.
    const db = await runHistory(
      Array.from({length: 13}, (_, week) => ({
        at: 7 * week,
        followers: {
          people: [
            ...listed(7 * week, [
              [20, 7, 35],
              [21, 7, 35],
              [22, 7, 35],
              [23, 7, 35],
              [24, 7, 35],
              [30, 7],
              [31, 7],
              [32, 7],
              [33, 7],
              [34, 7]
            ]),
            ...crowd
          ]
        },
        ...(week >= 8 && {following: {people: [800, 801]}})
      }))
    );
    const rows = await db.rows<Record<string, unknown>>(
      "select route, is_mutual, people, weeks, left_count, leaving_rate, unclear_weeks, unclear_left from two_by_two where route <> 'pre_existing'"
    );
    // Five stay for 4 weeks that were watched; unclear are the 7 before, and 3 weeks of each of the five who left.
    expect(rows.map((row) => Object.values(row))).toEqual([["unknown", false, 5n, 20, 0n, 0, 50, 5n]]);
  });

  it("counts no leaving that a listener told after the last list: nobody's stay is known so long", async () => {
    // 10 and 11 come by day 7 and are last listed on day 14, a week later; 10 is heard to leave on day 40.
    const lists = (days: number[]) =>
      days.map((at): Observed => ({
        at,
        followers: {people: [...(at < 7 ? [] : at < 40 ? [10, 11] : [11]), ...crowd]},
        following: {people: [800, 801]}
      }));
    const heard: Observed = {
      at: 40,
      streams: [{from: 14, to: 40, baseline: false}],
      events: [{kind: "unfollow", of: 10, after: 39.999, before: 40}]
    };
    const [listedLast, heardLast] = await runHistories(
      [...lists([0, 7, 14, 42]), heard],
      [...lists([0, 7, 14]), heard]
    );
    const query = "select is_mutual, people, weeks, left_count from two_by_two where route = 'organic'";
    expect(await heardLast.rows(query)).toEqual([{is_mutual: false, people: 2n, weeks: 2, left_count: 0n}]);
    // Read on day 42, 11 has been there for five weeks.
    expect(await listedLast.rows(query)).toEqual([{is_mutual: false, people: 2n, weeks: 6, left_count: 1n}]);
  });

  it("takes the lists of one snapshot for one look, whichever was read first", async () => {
    const db = await runHistory(
      [0, 7, 14].map((at) => ({
        at,
        followers: {people: [...crowd, ...(at === 0 ? [40] : [])]},
        following: {people: [800, 801], from: at + 0.04}
      }))
    );
    const rows = await db.rows("select is_mutual, left_count, unclear_left from two_by_two");
    expect(rows).toEqual([{is_mutual: false, left_count: 1n, unclear_left: 0n}]);
  });
});
