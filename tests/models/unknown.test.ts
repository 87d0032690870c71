import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, followed, runHistories, runHistory, weekly, weeks, type Observed} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

// Why a route is unknown, and which of the unknown may be followbacks. Expected values are worked out by hand from the
// definition of routes, or by set arithmetic over the lists.

const cause = async (db: Database, id = 5) =>
  (await db.rows(`select route, unknown_because, may_be_followback from followers where user_id = ${id}`))[0];

/** Weekly followers in which person 5 comes in week 4; `following` was read on the days named, with or without 5. */
const rarelyLooked = (following: Record<number, number[]>, last = 10): Observed[] =>
  weeks(0, last).map((week) => ({
    at: 7 * week,
    followers: {people: [...(week >= 4 ? [5] : []), ...crowd]},
    ...(following[week] && {following: {people: [...following[week], ...followed]}})
  }));

describe.concurrent("why a route is unknown", () => {
  it("both began between the same two lists", async () => {
    const db = await runHistory(weekly(3, [1, 2], [1, 2]));
    expect(await cause(db)).toEqual({
      route: "unknown",
      unknown_because: "same_gap",
      may_be_followback: true
    });
  });

  it("ours was there when the first list of ours was read, after they came", async () => {
    const db = await runHistory(rarelyLooked({5: [5], 6: [5], 10: [5]}));
    expect(await cause(db)).toEqual({
      route: "unknown",
      unknown_because: "undated_follow",
      may_be_followback: true
    });
  });

  it("ours came first but may have been over for more than 30 days", async () => {
    const db = await runHistory(weekly(10, weeks(8, 9), [1, 2]));
    expect(await cause(db)).toEqual({
      route: "unknown",
      unknown_because: "may_have_ended",
      may_be_followback: true
    });
  });

  it("a log of all our follows says until when ours was open, though they came between lists 90 days apart", async () => {
    // They came after day 10 and by day 100. Had ours not gone on until it ended, the log would hold another follow: where it
    // ended on day 75, that was at most 25 days before they came, on day 65 at most 35. Nothing says when it ended of who has
    // no end there; and whom we followed on day 8 and again on day 60 may have come on day 59, long after the first.
    const history = (streams: Observed["streams"]): Observed[] => [
      ...[0, 10].map((at) => ({at, followers: {people: crowd}})),
      ...[100, 110].map((at) => ({at, followers: {people: [9, 8, 7, 6, 5, ...crowd]}})),
      {
        at: 120,
        source: "tables",
        streams,
        events: (
          [
            [5, [8], [75]],
            [6, [8], [65]],
            [7, [8], []],
            [8, [8, 60], [75]],
            [9, [8], [105]]
          ] as const
        ).flatMap(([of, follows, ends]) =>
          (["follow", "unfollow"] as const).flatMap((kind) =>
            (kind === "follow" ? follows : ends).map((at) => ({
              kind,
              of,
              outbound: true,
              after: at,
              before: at,
              exact: true
            }))
          )
        )
      }
    ];
    const ofAll = {from: 8, to: 115, baseline: true, direction: "outbound"} as const;
    const built = await runHistories(history([ofAll]), history([]), history([{...ofAll, from: 9}]));
    const found = await Promise.all(
      built.map(async (db) =>
        (
          await db.rows<{user_id: bigint}>(
            "select user_id from followers where user_id < 10 and route = 'followback' order by all"
          )
        ).map(({user_id}) => Number(user_id))
      )
    );
    expect(found).toEqual([[5, 9], [], []]);
    expect(await cause(built[0]!, 6)).toMatchObject({unknown_because: "may_have_ended"});
  });

  it("only a log from before any list tells of ours", async () => {
    const log: Partial<Observed> = {
      events: [{kind: "follow", of: 5, outbound: true, after: -20, before: -20, exact: true}]
    };
    const db = await runHistory(weekly(4, [2, 3], [], {0: log}));
    expect(await cause(db)).toEqual({route: "unknown", unknown_because: "log_only", may_be_followback: true});
  });

  it("no follow of ours was seen, in lists 56 days apart: no followback in the range", async () => {
    const db = await runHistory(rarelyLooked({0: [], 8: [], 9: [], 10: []}));
    expect(await cause(db)).toEqual({
      route: "unknown",
      unknown_because: "gap_too_wide",
      may_be_followback: false
    });
  });

  it("lists of ours read every two weeks leave no wide gap, however long nobody saw who followed", async () => {
    // Person 5 comes between the followers of day 0 and of day 70. A follow of ours that lasted from one list to the next
    // would have been seen.
    const db = await runHistory(
      weeks(0, 10).map((week) => ({
        at: 7 * week,
        ...((week === 0 || week === 10) && {followers: {people: [...(week === 10 ? [5] : []), ...crowd]}}),
        ...(week % 2 === 0 && {following: {people: [...followed]}})
      }))
    );
    expect(await cause(db)).toEqual({route: "organic", unknown_because: null, may_be_followback: null});
    const [person] = await db.rows("select blind_days from followers where user_id = 5");
    expect(person!["blind_days"]).toBeCloseTo(14, 1);
  });

  it("ours certainly came later, in lists 56 days apart: no followback in the range", async () => {
    const db = await runHistory(rarelyLooked({0: [], 8: [], 9: [5], 10: [5]}));
    expect(await cause(db)).toEqual({
      route: "unknown",
      unknown_because: "gap_too_wide",
      may_be_followback: false
    });
  });

  it("nobody read a list of ours on one side", async () => {
    const built = await runHistories(
      ...[{0: [], 1: []}, {6: [], 7: []}, {}].map((read) => rarelyLooked(read as Record<number, number[]>))
    );
    for (const db of built) {
      expect(await cause(db)).toEqual({
        route: "unknown",
        unknown_because: "no_following_list",
        may_be_followback: true
      });
    }
  });

  it("is said of the unknown alone", async () => {
    const db = await runHistory(weekly(4, [2, 3], [1, 2, 3]));
    expect(await cause(db)).toEqual({
      route: "followback",
      unknown_because: null,
      may_be_followback: null
    });
  });
});

describe.concurrent("how many of the unknown may be followbacks", () => {
  it("is no more than people whom the account newly followed, by set arithmetic over the lists", async () => {
    const newcomers = Array.from({length: 40}, (_, nth) => 100 + nth);
    const newlyFollowed = [103, 117, 700, 701, 139];
    const db = await runHistory([
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
    const seeds = Array.from({length: Number(process.env.RUNS ?? 12)}, (_, nth) => nth + 1);
    const histories = seeds.map(randomHistory);
    const built = await runHistories(...histories);
    for (const [nth, seed] of seeds.entries()) {
      const history = histories[nth]!;
      const ever = new Set(
        history.flatMap((observed) => [
          ...(observed.following?.people ?? []),
          ...(observed.events ?? []).filter(({outbound}) => outbound).map(({of}) => of),
          ...Object.entries(observed.followers?.mutual ?? {})
            .filter(([, isMutual]) => isMutual)
            .map(([id]) => Number(id))
        ])
      );
      const unknown = await built[nth]!.rows<{
        user_id: bigint;
        unknown_because: string;
        may_be_followback: boolean;
      }>("select user_id, unknown_because, may_be_followback from followers where route = 'unknown'");
      for (const {user_id, unknown_because, may_be_followback} of unknown) {
        if (may_be_followback && unknown_because !== "no_following_list")
          expect(ever.has(Number(user_id)), `seed ${seed}`).toBe(true);
        if (!ever.has(Number(user_id)) && unknown_because !== "no_following_list")
          expect(may_be_followback, `seed ${seed}`).toBe(false);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(15);
  });
});
