import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, followed, runHistories, type Observed} from "./histories.ts";

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
});
