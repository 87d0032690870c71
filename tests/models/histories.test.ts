import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {
  crowd,
  days,
  followed,
  personOf,
  runHistories,
  runHistory,
  spellsOf,
  weekly,
  weeks,
  type Observed
} from "./histories.ts";

// What each order of follows and lists makes of spells, routes, growth, outreach and engagement: weekly complete lists on
// day 7k unless a case says otherwise; person 5 is the one looked at. Expected values are worked out by hand.

const outreach = (db: Database) =>
  db.rows(`select outcome, is_attempt, is_after_close from outreach where user_id = 5`);
const growth = (db: Database) =>
  db.rows<Record<string, bigint>>(
    `select sum(gained) as gained, sum(returned) as returned, sum(lost) as lost, sum(hidden) as hidden, sum(reappeared) as reappeared from growth`
  );
const engaged = (db: Database) => db.rows(`select act_id, placement from engagements order by act_id`);

describe.concurrent("histories", () => {
  it("1: followed a week before them: followback", async () => {
    const db = await runHistory(weekly(4, [2, 3], [1, 2, 3]));
    expect(await personOf(db)).toMatchObject({
      route: "followback",
      start: [7, 14],
      latency_min_days: 0,
      latency_max_days: 14
    });
    expect(await outreach(db)).toEqual([{outcome: "followed_back", is_attempt: true, is_after_close: false}]);
  });

  it("2: both in one gap: unknown, and null in outreach", async () => {
    const db = await runHistory(weekly(3, [1, 2], [1, 2]));
    expect(await personOf(db)).toMatchObject({route: "unknown", start: [0, 7]});
    expect(await outreach(db)).toEqual([{outcome: "unknown", is_attempt: null, is_after_close: null}]);
  });

  it("3: ours ended at most 30 days before theirs: followback, whether after the close is not known", async () => {
    const db = await runHistory(weekly(4, [2, 3], [1]));
    expect(await personOf(db)).toMatchObject({route: "followback"});
    expect(await outreach(db)).toEqual([{outcome: "followed_back", is_attempt: true, is_after_close: null}]);
    const mutual = await db.rows(
      `select is_mutual from exposure where user_id = 5 and from_at >= timestamp '2024-01-15'`
    );
    expect(mutual).toEqual([{is_mutual: false}]);
  });

  it("4: a gap of 28 to 42 days: unknown", async () => {
    const db = await runHistory(weekly(10, weeks(8, 9), [1, 2]));
    expect(await personOf(db)).toMatchObject({route: "unknown"});
  });

  it("5: a gap of 42 to 56 days: organic with prior outreach", async () => {
    const db = await runHistory(weekly(12, weeks(10, 11), [1, 2]));
    expect(await personOf(db)).toMatchObject({
      route: "organic",
      prior_outreach: true,
      route_basis: "none_seen"
    });
  });

  it("6: back after leaving is returned, in no cohort", async () => {
    const db = await runHistory(weekly(8, [2, 3, 4, 6, 7], weeks(3, 7)));
    expect(await personOf(db)).toMatchObject({route: "organic", route_basis: "first", start: [7, 14]});
    expect(await spellsOf(db, "inbound")).toMatchObject([
      {start: [7, 14], end: [28, 35]},
      {start: [35, 42], end: [49, null]}
    ]);
    expect(
      await db.rows(
        `select count(*) as n from followers where user_id = 5 and cohort_month is not null and not is_blurred_month`
      )
    ).toEqual([{n: 1n}]);
    expect(await growth(db)).toEqual([{gained: 1n, returned: 1n, lost: 1n, hidden: 0n, reappeared: 0n}]);
  });

  it("7: a partial list says nothing of absence", async () => {
    const db = await runHistory(
      weekly(5, [3, 4], [], {2: {followers: {people: crowd.slice(0, 10), ended: false, reason: "timeout"}}})
    );
    expect(await personOf(db)).toMatchObject({route: "organic", start: [7, 21]});
  });

  it("8: in a partial first list only: pre-existing, ended by the first complete one", async () => {
    const db = await runHistory(
      weekly(3, [], [], {0: {followers: {people: [5, ...crowd], ended: false, reason: "timeout"}}})
    );
    expect(await personOf(db)).toMatchObject({route: "pre_existing", start: [null, 0], end: [0, 7]});
  });

  it("9: suspended for a week: one spell, hidden", async () => {
    const db = await runHistory(weekly(7, [0, 1, 2, 3, 5, 6], [], {4: {statuses: {5: "suspended"}}}));
    expect(await spellsOf(db, "inbound")).toMatchObject([{start: [null, 0], end: [42, null]}]);
    const hidden = await db.rows<{hidden_after: Date; hidden_before: Date}>("from hidden");
    expect(hidden.map((row) => [days(row.hidden_after), days(row.hidden_before)])).toEqual([[21, 35]]);
    expect(await growth(db)).toEqual([{gained: 0n, returned: 0n, lost: 0n, hidden: 1n, reappeared: 1n}]);
  });

  const causeOf = async (db: Database) =>
    (await db.rows<{why: string}>("select end_reason as why from followers where user_id = 5"))[0]?.why;

  it("9b: a look that told nothing gives way to a later one, and never to one from before the absence", async () => {
    const history = weekly(3, [0, 1], [], {2: {statuses: {5: "unresolved"}}});
    const [later, before, late] = await runHistories(
      [...history, {at: 10, statuses: {5: "active"}}, {at: 15, statuses: {5: "suspended"}}],
      [...history, {at: 10, statuses: {5: "active"}}],
      [...history, {at: 23.5, statuses: {5: "suspended"}}]
    );
    expect(await causeOf(later)).toBe("suspended");
    // Only the look from before: nobody knows.
    expect(await causeOf(before)).toBe("unresolved");
    // Nine days after the end a look says nothing of it any more.
    expect(await causeOf(late)).toBe("unresolved");
  });

  it("9c: a late look does not make a loss a hiding: who comes back on top afterwards returned", async () => {
    const history = weekly(6, [0, 1], [], {2: {statuses: {5: "unresolved"}}});
    const back = history.map((observed) =>
      observed.at < 28 ? observed : {...observed, followers: {people: [5, ...crowd]}}
    );
    const db = await runHistory([...back, {at: 19, statuses: {5: "suspended"}}]);
    expect(await spellsOf(db, "inbound")).toMatchObject([
      {start: [null, 0], end: [7, 14]},
      {start: [21, 28], end: [35, null]}
    ]);
  });

  it("10: an act inside the start window is in engaged_at_most only", async () => {
    const db = await runHistory(
      weekly(12, weeks(4, 11), [], {
        11: {interactions: [{by: 5, at: 24}], polls: [{kind: "mention", from: 0, to: 77}]}
      })
    );
    expect(await engaged(db)).toEqual([{act_id: "11-0", placement: "at_start"}]);
    expect(
      await db.rows(
        `select size, engaged, engaged_at_most from cohort_engagement where period = 'month' and age_days = 30`
      )
    ).toEqual([{size: 1n, engaged: 0n, engaged_at_most: 1n}]);
  });

  it("11: an act inside the end window is in engaged_at_most only", async () => {
    const db = await runHistory(
      weekly(12, [1, 2, 3], [], {
        11: {interactions: [{by: 5, at: 26}], polls: [{kind: "mention", from: 0, to: 77}]}
      })
    );
    expect(await engaged(db)).toEqual([{act_id: "11-0", placement: "at_end"}]);
    expect(
      await db.rows(
        `select size, engaged, engaged_at_most from cohort_engagement where period = 'month' and age_days = 30`
      )
    ).toEqual([{size: 1n, engaged: 0n, engaged_at_most: 1n}]);
  });

  describe("12: the order of the walks of one hour", () => {
    const hour = 1 / 24;
    const walked = (followersFirst: boolean, mutual?: Record<number, boolean>) => {
      const early = {from: 21, to: 21 + hour / 2};
      const late = {from: 21 + hour / 2, to: 21 + hour};
      return weekly(6, [4, 5], [3, 4, 5], {
        3: {
          followers: {people: crowd, ...(followersFirst ? early : late)},
          following: {people: [5, ...followed], ...(followersFirst ? late : early), mutual}
        }
      });
    };
    it("followers first: unknown", async () => {
      const db = await runHistory(walked(true));
      expect(await personOf(db)).toMatchObject({route: "unknown"});
    });
    it("following first: followback", async () => {
      const db = await runHistory(walked(false));
      expect(await personOf(db)).toMatchObject({route: "followback"});
    });
    it("followers first, but the following row said that they did not follow us: followback", async () => {
      const db = await runHistory(walked(true, {5: false}));
      expect(await personOf(db)).toMatchObject({route: "followback"});
    });
  });

  it("13: sources see different lists: no end across them", async () => {
    const db = await runHistory([
      {at: 10 / 24, source: "x-archive", followers: {people: [5, ...crowd]}, following: {people: followed}},
      {at: 15 / 24, source: "x-api", followers: {people: crowd}, following: {people: followed}}
    ]);
    expect(await spellsOf(db, "inbound")).toMatchObject([{end: [expect.any(Number), null]}]);
    expect(await growth(db)).toEqual([
      {gained: null, returned: null, lost: null, hidden: null, reappeared: null}
    ]);
  });

  it("14: a replayed event's window holds the outreach: unknown", async () => {
    const db = await runHistory(
      weekly(4, [2, 3], [2, 3], {
        2: {
          followers: {people: [5, ...crowd]},
          following: {people: [5, ...followed]},
          events: [
            {kind: "follow", of: 5, after: 9.9, before: 10.6},
            {kind: "follow", of: 5, outbound: true, after: 10.3, before: 10.3, exact: true}
          ]
        }
      })
    );
    expect(await personOf(db)).toMatchObject({route: "unknown", start: [9.9, 10.6]});
    expect(await spellsOf(db, "outbound")).toMatchObject([{start: [10.3, 10.3]}]);
  });

  it("15: an outbound follow that came and went in one gap is missed: organic, and blind_days says how long", async () => {
    const db = await runHistory(weekly(4, [2, 3], []));
    expect(await personOf(db)).toMatchObject({route: "organic", route_basis: "none_seen", blind_days: 7});
  });

  it("16: known from events only: in growth, in no cohort", async () => {
    const db = await runHistory(
      weekly(3, [], [], {
        2: {
          events: [
            {kind: "follow", of: 5, after: 8.1, before: 8.1, exact: true},
            {kind: "unfollow", of: 5, after: 9, before: 9, exact: true}
          ],
          streams: [{from: 7, to: 14, baseline: false}]
        }
      })
    );
    expect(await growth(db)).toMatchObject([{gained: 1n, lost: 1n}]);
    expect(await personOf(db)).toMatchObject({
      is_listed: false,
      cohort_month: null,
      start: [8.1, 8.1],
      end: [9, 9]
    });
  });

  it("17: ours toward a follower is never outreach", async () => {
    const db = await runHistory(weekly(7, [1, 2, 3, 5, 6], weeks(2, 6)));
    expect(await outreach(db)).toEqual([]);
    expect(await growth(db)).toMatchObject([{gained: 1n, returned: 1n, lost: 1n}]);
  });

  it("18: a start window wider than a month is blurred and out of the triangle", async () => {
    const at = (list: number, isThere: boolean): Observed => ({
      at: list,
      followers: {people: [...(isThere ? [5] : []), ...crowd]},
      following: {people: followed}
    });
    const [db, narrow] = await runHistories(
      [at(27, false), at(69, true), at(76, true)],
      [at(27, false), at(34, true), at(41, true)]
    );
    expect(await personOf(db)).toMatchObject({month: "2024-03", is_blurred_month: true});
    expect(
      await db.rows(
        `select count(*) as n from followers where user_id = 5 and cohort_month is not null and not is_blurred_month`
      )
    ).toEqual([{n: 0n}]);
    expect(await personOf(narrow)).toMatchObject({month: "2024-02", is_blurred_month: false});
  });

  it("19: a person served twice keeps the lowest position, the account itself is dropped, both are counted", async () => {
    const db = await runHistory([{at: 0, followers: {people: [7, 5, 6, 1, 5]}}]);
    expect(await db.rows(`select user_id, position from raw.followers order by position`)).toEqual([
      {user_id: 7n, position: 0},
      {user_id: 5n, position: 1},
      {user_id: 6n, position: 2}
    ]);
    expect(await db.rows(`select rows, distinct_rows, duplicate_rows, self_rows from completeness`)).toEqual([
      {rows: 5n, distinct_rows: 3n, duplicate_rows: 1n, self_rows: 1n}
    ]);
  });

  it("20: kept at 7 days by the nearest list", async () => {
    const at = (list: number, isThere: boolean): Observed => ({
      at: list,
      followers: {people: [...(isThere ? [5] : []), ...crowd]}
    });
    const db = await runHistory([at(-1, false), at(0, true), at(6 + 23 / 24, true), at(13 + 23 / 24, false)]);
    expect(
      await db.rows(
        `select k.age_days, k.is_retained from stay_groups s join retention_by_person k on k.user_id = s.representative_user_id where s.user_id = 5 and k.age_days in (7, 14) order by k.age_days`
      )
    ).toEqual([
      {age_days: 7, is_retained: true},
      {age_days: 14, is_retained: false}
    ]);
  });

  const head = (at: number, people: number[]): Observed => ({
    at,
    followers: {people: [...people, ...crowd.slice(0, 25)], ended: false, reason: "head"},
    following: {people: followed.slice(0, 25), ended: false, reason: "head"}
  });

  it("21: first in a head, gone by the next full walk: a window of a day, in a cohort", async () => {
    const [first, second] = weekly(2, [], []);
    const db = await runHistory([first!, head(1, []), head(2, []), head(3, [5]), second!]);
    expect(await personOf(db)).toMatchObject({
      route: "organic",
      start: [2, 3],
      end: [3, 7],
      month: "2024-01"
    });
  });

  it("22: first seen below five people of the last list: reappeared, so pre-existing", async () => {
    const db = await runHistory(
      weekly(3, [], [], {
        1: {followers: {people: [...crowd.slice(0, 5), 5, ...crowd.slice(5)]}},
        2: {followers: {people: [...crowd.slice(0, 5), 5, ...crowd.slice(5)]}}
      })
    );
    expect(await personOf(db)).toMatchObject({route: "pre_existing", is_reappeared: true});
    expect(await growth(db)).toMatchObject([{gained: 0n, reappeared: 1n}]);
  });

  it("23: dropped and followed again after them: organic, they were first as far as lists tell", async () => {
    const db = await runHistory(weekly(4, [1, 2, 3], [3]));
    expect(await personOf(db)).toMatchObject({route: "organic", route_basis: "first", start: [0, 7]});
    expect(await spellsOf(db, "outbound")).toMatchObject([{start: [14, 21]}]);
  });

  it("24: in both baseline lists: pre-existing", async () => {
    const db = await runHistory(weekly(2, [0, 1], [0, 1]));
    expect(await personOf(db)).toMatchObject({route: "pre_existing"});
    expect(await outreach(db)).toEqual([]);
  });

  it("25: two arrivals below a refollower on top of a head are both found", async () => {
    const [first, second] = weekly(2, [], []);
    const refollower = crowd[27]!;
    const db = await runHistory([first!, head(3, [refollower, 5, 6]), second!]);
    expect(await personOf(db, 5)).toMatchObject({start: [0, 3], route: "organic"});
    expect(await personOf(db, 6)).toMatchObject({start: [0, 3], route: "organic"});
    expect(
      await db.rows(`select verdict from completeness where list = 'followers' order by started_at`)
    ).toEqual([{verdict: "complete"}, {verdict: "head"}, {verdict: "complete"}]);
  });

  describe("26: reinstated deep in the list, where heads never look", () => {
    const heads = (at: number, outbound: boolean): Observed => ({
      ...head(at, []),
      following: {people: [...(outbound ? [5] : []), ...followed.slice(0, 25)], ended: false, reason: "head"}
    });
    const history = (last: number[]): Observed[] => [
      ...weekly(4, [], []),
      ...[22, 23].map((at) => heads(at, false)),
      ...[24, 25, 26, 27].map((at) => heads(at, true)),
      {at: 28, followers: {people: last}, following: {people: [5, ...followed]}}
    ];
    it("where the order check holds: pre-existing, reappeared", async () => {
      const db = await runHistory(history([...crowd.slice(0, 20), 5, ...crowd.slice(20)]));
      expect(await personOf(db)).toMatchObject({route: "pre_existing", is_reappeared: true, start: [21, 28]});
    });
    it("where it does not: unknown, never followback", async () => {
      const shuffled = [...crowd].reverse();
      const db = await runHistory(history([...shuffled.slice(0, 20), 5, ...shuffled.slice(20)]));
      expect(await personOf(db)).toMatchObject({route: "unknown", start: [21, 28]});
    });
  });

  it("27: followers alone, no following list at all: unknown", async () => {
    const at = (list: number, people: number[]): Observed => ({
      at: list,
      source: "tables",
      followers: {people}
    });
    const db = await runHistory([at(0, crowd), at(7, [5, ...crowd]), at(14, [6, 5, ...crowd])]);
    expect(await personOf(db, 5)).toMatchObject({route: "unknown"});
    expect(await personOf(db, 6)).toMatchObject({route: "unknown"});
  });
});
