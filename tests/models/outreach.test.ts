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

  describe("whether anybody looked at followers after our follow began", () => {
    const log = (at: number, of: number) => ({
      kind: "follow" as const,
      of,
      outbound: true,
      after: at,
      before: at,
      exact: true
    });
    const looks = (db: Database) =>
      db.rows("select user_id::int as id, outcome, is_looked_after from outreach order by user_id");
    const stage = (db: Database) =>
      db.rows(
        "select x::int as x, n::int as n, n_unknown::int as open from funnel where stage = 'followed_back'"
      );

    it("is not so of a log alone, which does not say who followed back", async () => {
      const db = await runHistory([{at: 30, source: "tables", events: [log(3, 5), log(4, 6)]}]);
      expect(await looks(db)).toEqual([
        {id: 5, outcome: "not_yet", is_looked_after: false},
        {id: 6, outcome: "not_yet", is_looked_after: false}
      ]);
    });

    it("is so up to the last list of followers", async () => {
      // Complete lists on days 0, 7, 14 and 21; 5 is followed on day 20, 6 on day 22.
      const lists = weekly(4, [], []);
      const db = await runHistory([...lists, {at: 30, source: "tables", events: [log(20, 5), log(22, 6)]}]);
      expect(await looks(db)).toMatchObject([
        {id: 5, is_looked_after: true},
        {id: 6, is_looked_after: false}
      ]);
      expect(await stage(db)).toEqual([{x: 0, n: 1, open: 1}]);
    });

    it("is so up to the last follow that a log tells of", async () => {
      const back = {kind: "follow" as const, of: 5, after: 6, before: 6, exact: true};
      const db = await runHistory([
        {at: 30, source: "tables", events: [log(3, 5), log(4, 6), log(9, 7), back]}
      ]);
      expect(await looks(db)).toMatchObject([
        {id: 5, is_looked_after: true},
        {id: 6, is_looked_after: true},
        {id: 7, is_looked_after: false}
      ]);
    });
  });

  it("one follow of theirs answers one attempt, the last before it", async () => {
    const db = await runHistory(weekly(20, weeks(18, 19), [1, 2, 16, 17, 18, 19]));
    expect(await attempts(db)).toMatchObject([
      {attempt: 1n, outcome: "closed_without"},
      {attempt: 2n, outcome: "followed_back"}
    ]);
  });
});
