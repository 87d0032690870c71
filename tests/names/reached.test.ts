import {expect, test} from "vitest";
import {from, fromLists, named, put, timeOf, type NamedList} from "./named-lists.ts";

const crowd = from(100, 20);
const drawn = from(1001, 200);

/**
 * How many of 200 people drawn for day 1 the account followed, and the effect on those: it follows the first hundred on day 2, as
 * drawn, of whom 40 follow back by day 10. Lists of whom it follows are of these days, by id or by name.
 */
const reachedOf = async (days: readonly number[], form: "ids" | "names" = "ids") => {
  const lists = [
    ...[0, 10, 20, 35, 50].map((at): NamedList => ({
      at,
      list: "followers",
      people: [...(at >= 10 ? drawn.slice(0, 40) : []), ...crowd]
    })),
    ...days.map((at): NamedList => {
      const following = [...(at >= 2 ? drawn.slice(0, 100) : []), ...from(200, 20)];
      return {at, list: "following", people: form === "ids" ? following : named(following)};
    })
  ];
  const [row] = await fromLists(
    lists,
    ["experiment_results"],
    (db) =>
      db.rows<Record<string, unknown>>(
        "select state, difference, reached_first, reached_second, second_difference from experiment_results"
      ),
    async (db) => {
      await put(
        db,
        "experiments",
        `snapshot_id, experiment_id, units, seed, arms, outcome, analysis, matters, planned_at, "from", "to"`,
        [
          `'plan', 'x', 'people', 1, ['follow', 'leave'], 'follows_30', 'exact_test', 20, ${timeOf(0)}, ${timeOf(1)}, ${timeOf(32)}`
        ]
      );
      await put(
        db,
        "assignments",
        "snapshot_id, experiment_id, unit, user_id, day, arm, stratum",
        drawn.map((id, nth) => `'plan', 'x', ${nth + 1}, ${id}, ${timeOf(1)}, '${nth < 100 ? "follow" : "leave"}', ''`) // prettier-ignore
      );
    }
  );
  return row;
};

const read = {state: "read", difference: 0.4};
const all = {...read, reached_first: 100n, reached_second: 0n, second_difference: 0.4};
const unknown = {...read, reached_first: null, reached_second: null, second_difference: null};

test.each([
  ["every two weeks", [0, 14, 28, 42], all],
  ["a month apart", [0, 35], all],
  ["two months apart", [0, 60], unknown],
  ["from a day after the first follows on", [5, 20, 35], unknown],
  ["before the experiment alone", [0], unknown],
  ["never", [], unknown]
])("who was followed in fact by lists that are read %s", async (_, days, expected) => {
  expect(await reachedOf(days)).toEqual(expected);
});

test("nobody knows who was followed in fact where lists by name leave them out", async () => {
  expect(await reachedOf([0, 14, 28, 42], "names")).toEqual(unknown);
});
