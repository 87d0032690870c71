import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {
  crowd,
  days,
  followed,
  runHistories,
  runHistory,
  weeklyNewcomers,
  type Observed
} from "./histories.ts";

describe.concurrent("the counts of a quarter end", () => {
  const counted = (db: Database) =>
    db.rows(
      "select claim, route, x, n from claim_counts where claim = 'leave_sooner' and evaluated_at = timestamp '2024-04-01'"
    );
  /** Lists of the given days; 5 is there from the first after day 0 until before `left`, and from `back` on. */
  const lists = (
    at: number[],
    left: number,
    back = Infinity,
    statuses: Observed["statuses"] = {}
  ): Observed[] =>
    at.map((list) => ({
      at: list,
      followers: {people: [...((list > at[0]! && list < left) || list >= back ? [5] : []), ...crowd]},
      following: {people: followed},
      ...(list === left && {statuses})
    }));
  const head = (at: number): Observed => ({
    at,
    followers: {people: crowd.slice(0, 26), ended: false, reason: "head"}
  });

  it("stay as they are when a later list comes", async () => {
    // First sight on day 0.5: 90 days are over on day 90.5; the quarter ends on day 91. The nearest list is that of day 87
    // until one comes on day 93: so nothing counts yet at that quarter end, before and after.
    const until = [0, 0.5, ...Array.from({length: 12}, (_, week) => 10 + 7 * week)];
    const [db, later] = await runHistories(
      [...lists(until, 92), head(91.01)],
      [...lists(until, 92), head(91.01), ...lists([0, 93], 92).slice(1)]
    );
    const then = await counted(db);
    expect(then).toEqual([]);
    expect(await counted(later)).toEqual(then);
  });

  it("stay as they are when somebody comes back later", async () => {
    // First sight on day -4, 90 days over on day 86; suspended from day 85 to day 99.
    const until = [-5, -4, ...Array.from({length: 12}, (_, week) => 3 + 7 * week), 85, 90, 91.5];
    const [db, later] = await runHistories(
      lists(until, 85, 99, {5: "suspended"}),
      lists([...until, 99], 85, 99, {5: "suspended"})
    );
    const then = await counted(db);
    expect(then).toEqual([{claim: "leave_sooner", route: "organic", x: 1n, n: 1n}]);
    expect(await counted(later)).toEqual(then);
  });

  it("stay as they are when a later poll fills a gap", async () => {
    // First sight on day 7: days 7 to 37 count. Days 20 to 25 are read on day 98 alone: after the quarter end on day 91,
    // before the one on day 182.
    const world = (...late: {from: number; to: number}[]) =>
      weeklyNewcomers(28, (week) => ({
        ...(week === 27 && {
          polls: [{from: 0, to: 20}, {from: 25, to: 84}, ...late].map((poll) => ({kind: "mention", ...poll}))
        })
      }));
    const [db, later] = await runHistories(world(), world({from: 15, to: 98}));
    const engaged = (of: Database) =>
      of.rows(
        "select cast(evaluated_at as date)::varchar as at, n from claim_counts where claim = 'engage_less' order by 1"
      );
    expect(await engaged(db)).toEqual([]);
    expect(await engaged(later)).toEqual([{at: "2024-07-01", n: 10n}]);
  });

  it("stay as they are when a later poll fills a gap in a conversation", async () => {
    // First sight on day 7; a post of day 10, whose conversation is over on day 17. Its days 12 to 14 are read on day 98 alone.
    const world = (...late: {from: number; to: number}[]) =>
      weeklyNewcomers(28, (week) => ({
        ...(week === 27 && {
          posts: [
            {id: 1000, at: 10},
            {id: 1001, at: 80}
          ],
          polls: [
            ...[{from: 10, to: 12}, {from: 14, to: 18}, ...late].map((poll) => ({target: 1000, ...poll})),
            {target: 1001, from: 0, to: 88}
          ].map((poll) => ({kind: "conversation", ...poll}))
        })
      }));
    const [db, later] = await runHistories(world(), world({from: 11, to: 98}));
    const reached = (of: Database) =>
      of.rows(
        "select cast(evaluated_at as date)::varchar as at, n from claim_counts where claim = 'engage_less_others' order by 1"
      );
    expect(await reached(db)).toEqual([]);
    expect(await reached(later)).toEqual([{at: "2024-07-01", n: 10n}]);
  });
});

it("What had been read by the end of a poll is unbroken as far as polls that ended by then tell", async () => {
  const polls = [
    [0, 2], // the first
    [1, 4],
    [4, 5], // touches
    [7, 8], // leaves a gap after 5
    [10, 12], // and after 8
    [6, 13], // fills the second, and begins before 7
    [12.5, 14],
    [4.5, 16], // fills the first
    [20, 21], // leaves a gap that nothing fills
    [19, 22],
    [22, 23]
  ].map(([from, to]) => ({kind: "mention", from: from!, to: to!}));
  const db = await runHistory(weeklyNewcomers(5, (week) => (week === 4 ? {polls} : {})));
  const rows = await db.rows("select from_at, to_at from seen_stretches order by to_at");
  expect(rows.map(({from_at, to_at}) => [days(from_at), days(to_at)])).toEqual([
    [0, 2],
    [0, 4],
    [0, 5],
    [7, 8],
    [10, 12],
    [6, 13],
    [6, 14],
    [0, 16],
    [20, 21],
    [19, 22],
    [19, 23]
  ]);
});
