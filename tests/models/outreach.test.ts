import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, followed, personOf, runHistory, weekly, weeks} from "./histories.ts";

// Weekly complete lists on day 7k unless a case says otherwise; person 5 is the one looked at.

describe.concurrent("outreach", () => {
  const attempts = (db: Database) =>
    db.rows(`select attempt, outcome, is_attempt from outreach where user_id = 5 order by attempt`);

  it("somebody who reappeared had followed before: never certainly followed back", async () => {
    const old = [...crowd.slice(0, 20), 5, ...crowd.slice(20)];
    const db = await runHistory(
      weekly(4, [], [1, 2, 3], {
        2: {followers: {people: old}, following: {people: [5, ...followed]}},
        3: {followers: {people: old}, following: {people: [5, ...followed]}}
      })
    );
    expect(await personOf(db)).toMatchObject({route: "pre_existing", is_reappeared: true});
    expect(await attempts(db)).not.toMatchObject([{outcome: "followed_back"}]);
  });

  it("one follow of theirs answers one attempt, the last before it", async () => {
    const db = await runHistory(weekly(20, weeks(18, 19), [1, 2, 16, 17, 18, 19]));
    expect(await attempts(db)).toMatchObject([
      {attempt: 1n, outcome: "closed_without"},
      {attempt: 2n, outcome: "followed_back"}
    ]);
  });
});
