import {describe, expect, it} from "vitest";
import {crowd, runHistories, weeks, type Observed} from "./histories.ts";

const people = Array.from({length: 60}, (_, nth) => 200 + nth);

/** Sixty people come by day 7; mentions are read until day 119. Two of them engage, on days 10 and 50; ten are gone by day 28. */
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
      {by: 201, at: 50}
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
