import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, newcomers, runHistory, type Observed} from "./histories.ts";

/** Ten people come by day 7; some are gone by a later list. Weekly lists to day 98. */
const history = (covered = 98): Observed[] =>
  Array.from({length: 15}, (_, week) => {
    const at = 7 * week;
    const gone: Record<number, number> = {11: 77, 13: 14, 14: 35};
    return {
      at,
      followers: {people: [...newcomers.filter((id) => at >= 7 && at < (gone[id] ?? Infinity)), ...crowd]},
      following: {people: [800, 801]},
      ...(week === 14 && {
        polls: [{kind: "mention", from: 0, to: covered}],
        interactions: [
          {by: 10, at: 9},
          {by: 11, at: 10},
          {by: 12, at: 20}
        ]
      })
    };
  });

const cells = async (db: Database) =>
  (
    await db.rows(
      "select landmark_days, is_engaged, people, retained from landmarks where route = 'organic' order by landmark_days, is_engaged"
    )
  ).map((row) => Object.values(row));

describe.concurrent("landmarks", () => {
  it("asks only those still there, what they had done by then, and whether they are there 60 days later", async () => {
    const db = await runHistory(history());
    // Day 14: 13 is gone. Day 77 is nearest to day 74: 11 and 14 are gone. Day 37: 14 is gone, 12 has engaged; day 98.
    expect(await cells(db)).toEqual([
      [7, false, 7n, 6n],
      [7, true, 2n, 1n],
      [30, false, 5n, 5n],
      [30, true, 3n, 2n]
    ]);
  });

  it("has no landmark that was not covered up to", async () => {
    const db = await runHistory(history(20));
    expect((await cells(db)).map(([days]) => days)).toEqual([7, 7]);
  });
});
