import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {
  crowd,
  followed,
  personOf,
  runHistories,
  runHistory,
  weekly,
  weeks,
  type Observed
} from "./histories.ts";

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

  it("counts only attempts since which somebody looked at the followers", async () => {
    // Forty are followed between days 21 and 28, forty others between days 63 and 70, of whom nobody ever follows back.
    const early = Array.from({length: 40}, (_, nth) => 300 + nth);
    const late = Array.from({length: 40}, (_, nth) => 400 + nth);
    const until = (last: number, more: Partial<Observed> = {}) =>
      weeks(0, 12).map((week): Observed => ({
        at: 7 * week,
        ...(7 * week <= last && {followers: {people: crowd}}),
        following: {people: [...(week >= 10 ? late : []), ...(week >= 4 ? early : []), ...followed]},
        ...(week === 12 && more)
      }));
    const answered = {kind: "follow", of: 300, after: 30, before: 33, exact: false} as const;
    const tried = {kind: "follow", of: 500, outbound: true, after: 80, before: 80, exact: true} as const;
    const [never, half, whole, told, kept] = await runHistories(
      until(-1),
      until(35),
      until(84),
      // A log that says who followed back says of the others that they had not, up to its last line: 40 follow later.
      until(-1, {events: [answered]}),
      until(-1, {events: [answered, tried]})
    );
    const triedOf = async (db: Database) =>
      (await db.rows("select x, n from funnel where stage = 'followed_back'")).map((row) =>
        Object.values(row)
      );
    expect(await triedOf(never)).toEqual([]);
    expect(await triedOf(half)).toEqual([[0n, 40n]]);
    expect(await triedOf(whole)).toEqual([[0n, 80n]]);
    expect(await triedOf(told)).toEqual([[1n, 40n]]);
    expect(await triedOf(kept)).toEqual([[1n, 81n]]);
    expect(
      await half.rows("select is_watched, count(*) as n from outreach group by all order by all")
    ).toEqual([
      {is_watched: false, n: 40n},
      {is_watched: true, n: 40n}
    ]);
  });

  it("one follow of theirs answers one attempt, the last before it", async () => {
    const db = await runHistory(weekly(20, weeks(18, 19), [1, 2, 16, 17, 18, 19]));
    expect(await attempts(db)).toMatchObject([
      {attempt: 1n, outcome: "closed_without"},
      {attempt: 2n, outcome: "followed_back"}
    ]);
  });

  it("an answer stays one where the account follows again within 90 days in the same gap as they do", async () => {
    // Ours of days 0 to 7 certainly came before theirs of days 7 to 14; of those of days 35 to 42 nobody knows.
    const db = await runHistory(weekly(9, [2, 3, 6, 7, 8], [1, 2, 3, 6, 7, 8]));
    expect(await personOf(db)).toMatchObject({route: "followback"});
    expect(
      await db.rows(
        "select is_attempt, outcome, is_by_sitting, is_after_close, latency_max_days from outreach where user_id = 5"
      )
    ).toEqual([
      {
        is_attempt: true,
        outcome: "followed_back",
        is_by_sitting: false,
        is_after_close: false,
        latency_max_days: 14
      }
    ]);
  });
});
