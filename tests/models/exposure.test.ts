import {describe, expect, it} from "vitest";
import {crowd, days, followed, weeklyNewcomers, runHistory, weekly, weeks} from "./histories.ts";

// Weekly complete lists on day 7k unless a case says otherwise; person 5 is the one looked at.

describe.concurrent("exposure", () => {
  it("follows the account's own follow through an inbound spell", async () => {
    const history = weeklyNewcomers(6, () => ({}));
    for (const observed of history)
      if (observed.at >= 14 && observed.at <= 21) observed.following!.people.unshift(10);
    const db = await runHistory(history);
    const rows = await db.rows<{from_at: Date; to_at: Date; is_mutual: boolean | null}>(
      "from exposure where user_id = 10 order by stretch"
    );
    expect(rows.map(({from_at, to_at, is_mutual}) => [days(from_at), days(to_at), is_mutual])).toEqual([
      [7, 14, null],
      [14, 21, true],
      [21, 28, null],
      [28, 35, false]
    ]);
  });

  it("is not known where nobody ever walked following", async () => {
    const db = await runHistory(weekly(4, weeks(1, 3), []).map(({at, followers}) => ({at, followers})));
    expect(await db.rows("select distinct is_mutual from exposure where user_id = 5")).toEqual([
      {is_mutual: null}
    ]);
  });

  it("is not known before ours reappeared at an old place", async () => {
    const old = [...followed.slice(0, 20), 5, ...followed.slice(20)];
    const db = await runHistory(
      weekly(4, weeks(0, 3), [], {
        2: {followers: {people: [5, ...crowd]}, following: {people: old}},
        3: {followers: {people: [5, ...crowd]}, following: {people: old}}
      })
    );
    const before = await db.rows(
      `select distinct is_mutual from exposure where user_id = 5 and to_at <= timestamp '2024-01-15'`
    );
    expect(before).toEqual([{is_mutual: null}]);
  });
});
