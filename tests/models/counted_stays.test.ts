import {describe, expect, it} from "vitest";
import {crowd, followed, runHistories, runHistory, type Observed, type Walk} from "./histories.ts";

const newcomers = Array.from({length: 20}, (_, nth) => 10 + nth);

/** Complete lists of `days`; the account follows the newcomers by day 7, who follow by day 14; some are gone by a day. */
const lists = (days: number[], gone: {ids: number[]; by: number} = {ids: [], by: Infinity}): Observed[] =>
  days.map((at) => ({
    at,
    followers: {
      people: [...(at < 14 ? [] : newcomers.filter((id) => at < gone.by || !gone.ids.includes(id))), ...crowd]
    },
    following: {people: [...(at < 7 ? [] : newcomers), ...followed]}
  }));

/** Of the newcomers, what each of three pages is made from. */
const figures = {
  curves: "select left_days, right_days, people from survival_counts order by left_days, right_days, people",
  mutual: "select people, weeks, left_count from two_by_two where route = 'followback'",
  fortnights: "select people, x_certain, n from repetition where sign = 'left_meanwhile'"
};

describe("leaving is compared with staying up to the last complete list of followers", () => {
  // Whom the account follows was read once more on day 49, with whether they follow; its followers only in part.
  const following: Walk = {
    people: [...newcomers, ...followed],
    mutual: Object.fromEntries(newcomers.map((id) => [id, id > 11]))
  };
  const later: Observed = {
    at: 49,
    followers: {people: newcomers.slice(2, 14), ended: false, reason: "limit"},
    following
  };

  it("not where the list of whom it follows tells of some later, and a partial list of others", async () => {
    const [before, after] = await runHistories(lists([0, 7, 14, 21, 28, 35, 42]), [
      ...lists([0, 7, 14, 21, 28, 35, 42]),
      later
    ]);
    for (const db of [before, after]) {
      // From day 14 to day 42: 28 days, four weeks, two fortnights each.
      expect(await db.rows(figures.curves)).toEqual([{left_days: 28, right_days: null, people: 20n}]);
      expect(await db.rows(figures.mutual)).toEqual([{people: 20n, weeks: 80, left_count: 0n}]);
      expect(await db.rows(figures.fortnights)).toEqual([{people: 20n, x_certain: 0n, n: 40n}]);
    }
  });

  it("with what was told between two complete lists, once the second shows who stayed", async () => {
    const db = await runHistory([
      ...lists([0, 7, 14, 21, 28, 35, 42]),
      later,
      ...lists([56], {ids: [10, 11], by: 56})
    ]);
    // Gone by day 49, 35 days after the first list with them. Both fortnights that ended with it were over by day 56.
    expect(await db.rows(figures.curves)).toEqual([
      {left_days: 28, right_days: 35, people: 2n},
      {left_days: 42, right_days: null, people: 18n}
    ]);
    expect(await db.rows(figures.mutual)).toEqual([{people: 20n, weeks: 2 * 4 + 18 * 6, left_count: 2n}]);
    expect(await db.rows(figures.fortnights)).toEqual([{people: 20n, x_certain: 2n, n: 20n * 2n + 18n + 2n}]);
  });

  it("and gives no time either to whoever a listener saw leave exactly, later", async () => {
    // 50 and 51 come by day 14, whom the account does not follow, as a listener knows to day 60. 50 leaves on day 58.
    const there = lists([0, 7, 14, 21, 28]).map(({followers, ...more}): Observed => ({
      ...more,
      followers: {people: [...(more.at < 14 ? [] : [50, 51]), ...followers!.people]}
    }));
    const db = await runHistory([
      ...there,
      {
        at: 60,
        streams: [{from: 28, to: 60, baseline: true}],
        events: [{kind: "unfollow", of: 50, after: 58, before: 58, exact: true}]
      }
    ]);
    expect(await db.rows(figures.curves)).toEqual(
      [2n, 20n].map((people) => ({left_days: 14, right_days: null, people}))
    );
    expect(
      await db.rows("select is_mutual, people, weeks, left_count from two_by_two where route = 'organic'")
    ).toEqual([{is_mutual: false, people: 2n, weeks: 4, left_count: 0n}]);
  });

  it("counts a fortnight in which someone left once it is over, for then it shows who stayed", async () => {
    // Two were seen on day 14 alone. On day 21 nobody has stayed for a fortnight that could be compared with theirs; on
    // day 28 eighteen have. Or seen to day 28 and gone by day 35: their second fortnight lasts to day 42.
    const [early, due, undue] = await runHistories(
      lists([0, 7, 14, 21], {ids: [10, 11], by: 21}),
      lists([0, 7, 14, 21, 28], {ids: [10, 11], by: 21}),
      lists([0, 7, 14, 21, 28, 35], {ids: [10, 11], by: 35})
    );
    expect(await early.rows(figures.fortnights)).toEqual([]);
    expect(await due.rows(figures.fortnights)).toEqual([{people: 20n, x_certain: 2n, n: 20n}]);
    expect(await undue.rows(figures.fortnights)).toEqual([{people: 20n, x_certain: 0n, n: 20n}]);
  });
});
