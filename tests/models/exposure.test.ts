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

  it("has one stretch after the other where a single list lacked ours while it was read", async () => {
    // Pages come as a list is being read, which takes two tenths of a day. Ours is missing on day 14 alone.
    const db = await runHistory(
      Array.from({length: 6}, (_, week) => {
        const [from, to] = [7 * week, 7 * week + 0.2];
        return {
          at: from,
          followers: {people: [5, ...crowd], from, to, pageAt: from + 0.15},
          following: {
            people: [...(week === 1 || week >= 3 ? [5] : []), ...followed],
            from,
            to,
            pageAt: from + 0.1
          }
        };
      })
    );
    const rows = await db.rows<{from_at: Date; to_at: Date; is_mutual: boolean | null}>(
      "from exposure where user_id = 5 order by stretch"
    );
    expect(rows.map(({from_at, to_at, is_mutual}) => [days(from_at), days(to_at), is_mutual])).toEqual([
      [0.15, 7.1, null],
      [7.1, 14.2, null],
      [14.2, 21.1, null],
      [21.1, 35.1, true],
      [35.1, 35.15, null]
    ]);
  });
});
