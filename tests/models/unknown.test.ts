import {afterEach, describe, expect, it} from "vitest";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {claimEstimates} from "../../src/models/computed/claim-estimates.ts";
import {newcombe} from "../../src/statistics/proportion.ts";
import {verdictLevel} from "../../src/statistics/verdict.ts";
import {crowd, followed, runHistory, weekly, weeks, type Observed} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

// Why a route is unknown, and which of the unknown may be followbacks. Expected values are worked out by hand from the
// definition of routes, or by set arithmetic over the lists.

let db: Database;
afterEach(() => db.close());

const cause = async (id = 5) =>
  (await db.rows(`select route, unknown_because, may_be_followback from followers where user_id = ${id}`))[0];

/** Weekly followers in which person 5 comes in week 4; `following` was read on the days named, with or without 5. */
const rarelyLooked = (following: Record<number, number[]>, last = 10): Observed[] =>
  weeks(0, last).map((week) => ({
    at: 7 * week,
    followers: {people: [...(week >= 4 ? [5] : []), ...crowd]},
    ...(following[week] && {following: {people: [...following[week], ...followed]}})
  }));

describe("why a route is unknown", () => {
  it("both began between the same two lists", async () => {
    db = await runHistory(weekly(3, [1, 2], [1, 2]));
    expect(await cause()).toEqual({
      route: "unknown",
      unknown_because: "same_gap",
      may_be_followback: true
    });
  });

  it("ours was there when the first list of ours was read, after they came", async () => {
    db = await runHistory(rarelyLooked({5: [5], 6: [5], 10: [5]}));
    expect(await cause()).toEqual({
      route: "unknown",
      unknown_because: "undated_follow",
      may_be_followback: true
    });
  });

  it("ours came first but may have been over for more than 30 days", async () => {
    db = await runHistory(weekly(10, weeks(8, 9), [1, 2]));
    expect(await cause()).toEqual({
      route: "unknown",
      unknown_because: "may_have_ended",
      may_be_followback: true
    });
  });

  it("only a log from before any list tells of ours", async () => {
    const log: Partial<Observed> = {
      events: [{kind: "follow", of: 5, outbound: true, after: -20, before: -20, exact: true}]
    };
    db = await runHistory(weekly(4, [2, 3], [], {0: log}));
    expect(await cause()).toEqual({route: "unknown", unknown_because: "log_only", may_be_followback: true});
  });

  it("no follow of ours was seen, in lists 56 days apart: no followback in the range", async () => {
    db = await runHistory(rarelyLooked({0: [], 8: [], 9: [], 10: []}));
    expect(await cause()).toEqual({
      route: "unknown",
      unknown_because: "gap_too_wide",
      may_be_followback: false
    });
  });

  it("lists of ours read every two weeks leave no wide gap, however long nobody saw who followed", async () => {
    // Person 5 comes between the followers of day 0 and of day 70. A follow of ours that lasted from one list to the next
    // would have been seen.
    db = await runHistory(
      weeks(0, 10).map((week) => ({
        at: 7 * week,
        ...((week === 0 || week === 10) && {followers: {people: [...(week === 10 ? [5] : []), ...crowd]}}),
        ...(week % 2 === 0 && {following: {people: [...followed]}})
      }))
    );
    expect(await cause()).toEqual({route: "organic", unknown_because: null, may_be_followback: null});
    const [person] = await db.rows("select blind_days from followers where user_id = 5");
    expect(person!["blind_days"]).toBeCloseTo(14, 1);
  });

  it("ours certainly came later, in lists 56 days apart: no followback in the range", async () => {
    db = await runHistory(rarelyLooked({0: [], 8: [], 9: [5], 10: [5]}));
    expect(await cause()).toEqual({
      route: "unknown",
      unknown_because: "gap_too_wide",
      may_be_followback: false
    });
  });

  it("nobody read a list of ours on one side", async () => {
    for (const following of [{0: [], 1: []}, {6: [], 7: []}, {}] as Record<number, number[]>[]) {
      db = await runHistory(rarelyLooked(following));
      expect(await cause()).toEqual({
        route: "unknown",
        unknown_because: "no_following_list",
        may_be_followback: true
      });
      db.close();
    }
    db = await openDatabase();
  });

  it("is said of the unknown alone", async () => {
    db = await runHistory(weekly(4, [2, 3], [1, 2, 3]));
    expect(await cause()).toEqual({
      route: "followback",
      unknown_because: null,
      may_be_followback: null
    });
  });
});

describe("how many of the unknown may be followbacks", () => {
  it("is no more than people whom the account newly followed, by set arithmetic over the lists", async () => {
    const newcomers = Array.from({length: 40}, (_, nth) => 100 + nth);
    const newlyFollowed = [103, 117, 700, 701, 139];
    db = await runHistory([
      {at: 0, followers: {people: crowd}, following: {people: followed}},
      ...[20, 40].map((at, half) => ({
        at,
        followers: {people: [...newcomers.slice(0, 20 * (half + 1)).reverse(), ...crowd]}
      })),
      {
        at: 60,
        followers: {people: [...newcomers.toReversed(), ...crowd]},
        following: {people: [...newlyFollowed, ...followed]}
      }
    ]);
    const both = newcomers.filter((id) => newlyFollowed.includes(id)).length;
    expect(both).toBe(3);
    expect(
      await db.rows(
        "select count(*) as unknown_people, count(*) filter (where may_be_followback) as maybe from followers where route = 'unknown'"
      )
    ).toEqual([{unknown_people: 40n, maybe: BigInt(both)}]);
  });

  it("is no more than people whom any list, log or look-up ever showed as followed, in random histories", async () => {
    let seen = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const history = randomHistory(seed);
      const ever = new Set(
        history.flatMap((observed) => [
          ...(observed.following?.people ?? []),
          ...(observed.events ?? []).filter(({outbound}) => outbound).map(({of}) => of),
          ...Object.entries(observed.followers?.mutual ?? {})
            .filter(([, isMutual]) => isMutual)
            .map(([id]) => Number(id))
        ])
      );
      db = await runHistory(history);
      const unknown = await db.rows<{user_id: bigint; unknown_because: string; may_be_followback: boolean}>(
        "select user_id, unknown_because, may_be_followback from followers where route = 'unknown'"
      );
      db.close();
      for (const {user_id, unknown_because, may_be_followback} of unknown) {
        if (may_be_followback && unknown_because !== "no_following_list")
          expect(ever.has(Number(user_id)), `seed ${seed}`).toBe(true);
        if (!ever.has(Number(user_id)) && unknown_because !== "no_following_list")
          expect(may_be_followback, `seed ${seed}`).toBe(false);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(15);
    db = await openDatabase();
  });
});

describe("what the unknown can make of a difference", () => {
  const counted = `t(route, x, n, x_maybe, n_maybe, x_sitting, n_sitting),
    (select 1 as account_id, timestamp '2024-07-01' as evaluated_at, 'engage_less' as claim)`;

  async function estimated() {
    await db.run(`
      create table claim_definitions as select 'engage_less' as claim, -1 as sign, 0.02::double as matters, 1 as nth;
      create table accounts as select 1 as account_id, timestamp '2024-01-01' as first_taken_at`);
    await claimEstimates.make(db);
    const [row] = await db.rows<Record<string, number | string | null>>("from claim_estimates");
    return row!;
  }

  it("counts those whose route rests on a sitting as unknown on either side and in the worst case", async () => {
    db = await openDatabase();
    // Of 100 followbacks 10 did it, 1 of 40 by a sitting; of 100 organic 30, 12 of 20 by a sitting.
    await db.run(`
      create table claim_counts as from (values
        ('followback', 10, 100, 0, 0, 1, 40), ('organic', 30, 100, 0, 0, 12, 20)) ${counted}`);
    const row = await estimated();
    // By route 30/100 - 10/100; all as followback 18/80 - 22/120; all as organic 31/140 - 9/60; left out 18/80 - 9/60.
    expect(row).toMatchObject({
      difference: expect.closeTo(0.2, 9),
      range_low: expect.closeTo(18 / 80 - 22 / 120, 9),
      range_high: expect.closeTo(0.2, 9),
      // By route alone it would be supported: 99 % of 30/100 - 10/100 lies above 0.
      verdict: "cannot tell yet"
    });
    expect(newcombe(30, 100, 10, 100, verdictLevel).low).toBeGreaterThan(0);
    // The 13 who did it by followback, the 47 others organic; and the reverse.
    const [one, other] = [newcombe(18, 127, 22, 73, verdictLevel), newcombe(31, 93, 9, 107, verdictLevel)];
    expect(row.worst_low).toBeCloseTo(Math.min(one.low, other.low), 9);
    expect(row.worst_high).toBeCloseTo(Math.max(one.high, other.high), 9);
  });

  it("has no range where nobody's route is certain without sittings", async () => {
    db = await openDatabase();
    await db.run(`
      create table claim_counts as from (values
        ('followback', 10, 100, 0, 0, 10, 100), ('organic', 30, 100, 0, 0, 12, 20)) ${counted}`);
    expect(await estimated()).toMatchObject({
      difference: expect.closeTo(0.2, 9),
      range_low: null,
      range_high: null,
      verdict: "cannot tell yet"
    });
  });

  it("counts those who cannot be followbacks as organic, on either side and in the worst case", async () => {
    db = await openDatabase();
    // 10 of 100 followbacks, 30 of 100 organic, 20 of 50 unknown, of whom 2 of 10 may be followbacks.
    await db.run(`
      create table claim_counts as from (values
        ('followback', 10, 100, 0, 0, 0, 0), ('organic', 30, 100, 0, 0, 0, 0), ('unknown', 20, 50, 2, 10, 0, 0))
        ${counted}`);
    const row = await estimated();
    // (30 + 18) / (100 + 40) − (10 + 2) / (100 + 10) and (30 + 20) / (100 + 50) − 10 / 100.
    expect(row).toMatchObject({
      difference: expect.closeTo(0.2, 9),
      range_low: expect.closeTo(0.2, 9),
      range_high: expect.closeTo(48 / 140 - 12 / 110, 9)
    });
    // Those of the ten who did it by followback, the eight others organic; and the reverse.
    const [one, other] = [newcombe(48, 148, 12, 102, verdictLevel), newcombe(50, 142, 10, 108, verdictLevel)];
    expect(row.worst_low).toBeCloseTo(Math.min(one.low, other.low), 9);
    expect(row.worst_high).toBeCloseTo(Math.max(one.high, other.high), 9);
  });
});
