import {describe, expect, it} from "vitest";
import {days, newcomers, weeklyNewcomers, runHistory, weekly, weeks} from "./histories.ts";

describe.concurrent("engagement_trend", () => {
  it("weighs the age bands by the account's own spread", async () => {
    // Ten followers of day 7 (route organic) from the week of day 14 on; eleven covered weeks, days 7 to 84.
    // They are at most 4 weeks old in the weeks of days 14 to 42 and 5 to 12 in those of days 49 to 77.
    const interactions = [
      {by: 10, at: 15},
      {by: 11, at: 15},
      {by: 10, at: 50}
    ];
    const db = await runHistory(
      weeklyNewcomers(13, (week) =>
        week === 12 ? {interactions, polls: [{kind: "mention", from: 7, to: 84}]} : {}
      )
    );
    const rows = await db.rows<{week: Date}>(
      "select week, at_risk, engaged, interactions, bands, share, share_raw from engagement_trend order by week"
    );
    expect(rows.map((row) => days(row.week))).toEqual([14, 21, 28, 35, 42, 49, 56, 63, 70, 77]);
    expect(rows[0]).toMatchObject({
      at_risk: 10n,
      engaged: 2n,
      interactions: 2n,
      bands: 1,
      share: 0.2,
      share_raw: 0.2
    });
    expect(rows[5]).toMatchObject({at_risk: 10n, engaged: 1n, share: 0.1});
  });

  it("mixes bands with the weights of all followers together", async () => {
    // Ten of day 7 and ten more of day 63: in the week of day 70 the first are 8 weeks old, the others none.
    const late = Array.from({length: 10}, (_, nth) => 50 + nth);
    const interactions = [
      {by: 10, at: 71},
      {by: 11, at: 71},
      {by: 50, at: 71}
    ];
    const history = weeklyNewcomers(13, (week) =>
      week === 12 ? {interactions, polls: [{kind: "mention", from: 7, to: 84}]} : {}
    );
    for (const observed of history) if (observed.at >= 63) observed.followers!.people.unshift(...late);
    const db = await runHistory(history);
    const [row] = await db.rows<{share: number}>(
      "select share, bands, at_risk, effective_people from engagement_trend where week = date '2024-03-11'"
    );
    // Follower-weeks at risk: band 0-4 has 10 x 5 + 10 x 2 = 70, band 5-12 has 10 x 5 = 50.
    expect(row).toMatchObject({bands: 2, at_risk: 20n});
    expect(row!.share).toBeCloseTo((70 * 0.1 + 50 * 0.2) / 120, 10);
    // 120² / (70² / 10 + 50² / 10) = 19.46.
    expect(row).toMatchObject({effective_people: 19n});
  });

  it("has nobody at risk in weeks after the last list", async () => {
    // Lists until day 35; mentions are polled until day 84.
    const history = weekly(6, weeks(1, 5), []);
    history[5] = {...history[5]!, interactions: [], polls: [{kind: "mention", from: 0, to: 84}]};
    const db = await runHistory(history);
    const [row] = await db.rows<{last: Date}>("select max(week) as last from engagement_trend");
    expect(days(row!.last)).toBeLessThanOrEqual(28);
  });

  it("has nobody at risk after the last list where events tell of those who left alone", async () => {
    // Lists until day 35 and unfollows heard until day 84: two of the ten leave on day 77, of the others nobody knows.
    const history = weekly(6, [], []).map((observed) =>
      observed.at === 0
        ? observed
        : {...observed, followers: {people: [...newcomers, ...observed.followers!.people]}}
    );
    const db = await runHistory([
      ...history,
      {
        at: 84,
        source: "tables",
        events: [10, 11].map((of) => ({kind: "unfollow", of, after: 77, before: 77, exact: true})),
        streams: [{from: 35, to: 84, baseline: false}],
        interactions: [{by: 10, at: 50}],
        polls: [{kind: "mention", from: 0, to: 84}]
      }
    ]);
    const rows = await db.rows<{week: Date}>(
      "select week, at_risk, engaged from engagement_trend order by week"
    );
    expect(rows.map(({week, ...row}) => [days(week), ...Object.values(row)])).toEqual(
      [14, 21, 28].map((day) => [day, 10n, 0n])
    );
    // Ten people from day 7 to day 35, in rates of interactions and in the weeks beside mutual follows.
    expect(
      await db.rows(
        "select weeks, interactions from interaction_rates where route = 'organic' and family = 'mention'"
      )
    ).toEqual([{weeks: 40, interactions: 0n}]);
    expect(
      await db.rows("select sum(weeks + unclear_weeks) as weeks from two_by_two where route = 'organic'")
    ).toEqual([{weeks: 40}]);
  });

  it("compares no weeks in which a route has nobody of an age that another has", async () => {
    // Ten who came on their own by day 7; ten more, whom the account followed by day 14, by day 21. The first are 5 to 12
    // weeks old from the week of day 49 on, the others from that of day 63 on.
    const late = Array.from({length: 10}, (_, nth) => 50 + nth);
    const history = weeklyNewcomers(13, (week) =>
      week === 12 ? {interactions: [{by: 50, at: 50}], polls: [{kind: "mention", from: 7, to: 84}]} : {}
    ).map((observed) => ({
      ...observed,
      followers: {people: [...(observed.at >= 21 ? late : []), ...observed.followers!.people]},
      following: {people: [...(observed.at >= 14 ? late : []), ...observed.following!.people]}
    }));
    const db = await runHistory(history);
    const rows = await db.rows<{week: Date}>(
      "select week, route, share_raw, share, low, bands, effective_people from engagement_trend order by week, route"
    );
    const of = (day: number) => rows.filter(({week}) => days(week) === day);
    expect(of(49)).toMatchObject([
      {route: "followback", share_raw: 0.1, share: null, low: null, bands: 1, effective_people: 0n},
      {route: "organic", share_raw: 0, share: null, low: null, bands: 1, effective_people: 0n}
    ]);
    expect(of(63)).toMatchObject([
      {route: "followback", share: 0, bands: 1, effective_people: 10n},
      {route: "organic", share: 0, bands: 1, effective_people: 10n}
    ]);
  });
});
