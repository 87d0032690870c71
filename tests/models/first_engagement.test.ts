import {describe, expect, it} from "vitest";
import {crowd, day, runHistories, weeks, type Observed} from "./histories.ts";

const people = Array.from({length: 60}, (_, nth) => 200 + nth);

/**
 * Sixty people come by day 7; mentions are read until day 119. Two of them engage, on days 10 and 50; ten are gone by day 28, of
 * whom one still names the account on day 30.
 */
const history = (listDays: number[]): Observed[] => [
  ...listDays.map((at): Observed => ({
    at,
    followers: {people: [...(at === 0 ? [] : people.filter((id) => at < 28 || id < 250)), ...crowd]},
    following: {people: [800, 801]}
  })),
  {
    at: 119,
    polls: [{kind: "mention", from: 0, to: 119}],
    interactions: [
      {by: 200, at: 10},
      {by: 201, at: 50},
      {by: 255, at: 30}
    ]
  }
];

describe.concurrent("first_engagement", () => {
  it("waits for nobody longer than their leaving would have shown: to the last complete list", async () => {
    const select = "select age_days, at_risk, engaged, gone_before from first_engagement";
    const [short, long] = await runHistories(
      history([0, 7, 14]),
      history(weeks(0, 17).map((week) => 7 * week))
    );
    // Three days after day 7 one of sixty. What came of them after day 14 nobody saw.
    const third = {age_days: 3, at_risk: 60n, engaged: 0.01666666667, gone_before: 0};
    expect(await short.rows(select)).toEqual([third]);
    // 43 days after it one more of the 49 who were there and had not engaged: (1 - 1/60 - 10/60) / 49 more.
    expect(await long.rows(select)).toEqual([
      third,
      {age_days: 43, at_risk: 49n, engaged: 0.03333333333, gone_before: 0.1666666667}
    ]);
  });
});

describe.concurrent("shares of those who engaged within 30 days", () => {
  it("hold only those of whom somebody looked since whether they had left", async () => {
    const select =
      "select age_days, size, engaged from cohort_engagement where period = 'month' order by age_days";
    const [short, late, long] = await runHistories(
      history([0, 7, 14]),
      history([0, 7, 14, 35]),
      history(weeks(0, 17).map((week) => 7 * week))
    );
    const week = {age_days: 7, size: 60n, engaged: 1n};
    // Thirty days end on day 37, when one who had left by day 28 has named the account as somebody who follows no more.
    expect(await short.rows(select)).toEqual([week]);
    expect(await late.rows(select)).toEqual([week]);
    expect(await long.rows(select)).toEqual([
      week,
      {age_days: 30, size: 60n, engaged: 1n},
      {age_days: 90, size: 60n, engaged: 2n}
    ]);
    const facts =
      "select count(*) as people, count(engaged_30) as known, count(*) filter (where engaged_30) as engaged from people_facts";
    expect(await late.rows(facts)).toEqual([{people: 60n, known: 0n, engaged: 0n}]);
    expect(await long.rows(facts)).toEqual([{people: 60n, known: 60n, engaged: 1n}]);
  });

  it("are known when mentions were read and somebody had looked, whichever came later", async () => {
    // Mentions are read week by week, until day 42 and on; lists lack those who left from day 28, 35, 70 or 77 on.
    const read = weeks(1, 12).map((week): Observed => ({
      at: 7 * week,
      polls: [{kind: "mention", from: 7 * (week - 1), to: 7 * week}]
    }));
    const [often, seldom] = await runHistories(
      [...history([0, 7, 14, 35, 42, 70]).slice(0, -1), ...read],
      [...history([0, 7, 14, 35, 70, 77]).slice(0, -1), ...read]
    );
    const known = "select distinct engaged_30_at from people_facts";
    expect(await often.rows(known)).toEqual([{engaged_30_at: day(42)}]);
    expect(await seldom.rows(known)).toEqual([{engaged_30_at: day(70)}]);
  });
});
