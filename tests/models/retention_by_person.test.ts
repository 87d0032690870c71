import {describe, expect, it} from "vitest";
import {crowd, followed, runHistory, spellsOf, weekly, weeks, type Observed} from "./histories.ts";

describe.concurrent("who is kept", () => {
  it("another source's list cannot tell whether somebody whom it never showed had left", async () => {
    // 5 is seen by archives only (the API hides them); the archives of days 8 and 60 show them, that of day 120 does not.
    const archive = (at: number, there: boolean): Observed => ({
      at,
      source: "x-archive",
      followers: {people: [...(there ? [5] : []), ...crowd]},
      following: {people: followed}
    });
    const history = [
      ...weekly(20, [], []),
      archive(1, false),
      archive(8, true),
      archive(60, true),
      archive(120, false)
    ];
    const db = await runHistory(history.sort((a, b) => a.at - b.at));
    // Last seen on day 60, gone by day 120: at age 90, day 98, nobody knows.
    expect(
      await db.rows(
        "select k.is_retained from stay_groups s join retention_by_person k on k.user_id = s.representative_user_id where s.user_id = 5 and k.age_days = 90"
      )
    ).toEqual([{is_retained: null}]);
  });

  it("is_mutual said no between two complete lists: last seen is the list before, not the first one", async () => {
    // There in weeks 1 to 4, left on day 29, back on day 33, there in week 5: no complete list lacks them.
    const history = weekly(9, weeks(1, 8), weeks(0, 8));
    history.push({
      at: 30,
      following: {people: [5, ...followed.slice(0, 28)], ended: false, reason: "head", mutual: {5: false}}
    });
    const db = await runHistory(history.sort((a, b) => a.at - b.at));
    expect(await spellsOf(db, "inbound")).toMatchObject([
      {start: [0, 7], end: [28, 30]},
      {start: [30, 35], end: [56, null]}
    ]);
    expect(
      await db.rows(
        "select k.is_retained from stay_groups s join retention_by_person k on k.user_id = s.representative_user_id where s.user_id = 5 and k.age_days = 14"
      )
    ).toEqual([{is_retained: true}]);
  });

  it("who unfollowed, came back and was suspended then is gone for that, not for the unfollow", async () => {
    // First seen on day 7, away on day 21, back from day 28 to 70, gone on day 77: day 97 finds them gone at 90 days.
    const db = await runHistory(
      weekly(20, [1, 2, ...weeks(4, 10)], [], {
        3: {statuses: {5: "active"}},
        11: {statuses: {5: "suspended"}}
      })
    );
    expect(await db.rows("select age_days, cause, people from leaving_counts")).toEqual([
      {age_days: 90, cause: "suspended", people: 1n}
    ]);
  });
});
