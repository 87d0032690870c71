import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {crowd, runHistory, type Observed} from "./histories.ts";

/**
 * Weekly lists to day 70; 10 and 11 are there from day 7 on. Mentions were covered to day 42. Likes were covered from
 * day 11 until, by day 17 at the latest, a post stands there whose likes nobody asked for again.
 */
const history = (posts: Observed["posts"]): Observed[] =>
  Array.from({length: 11}, (_, week) => ({
    at: 7 * week,
    followers: {people: [...(week > 0 ? [10, 11] : []), ...crowd]},
    following: {people: [800, 801]},
    ...(week === 10 && {
      posts,
      polls: [
        {kind: "mention", from: 0, to: 42},
        {kind: "like", from: 10, to: 11, target: 1},
        {kind: "like", from: 11, to: 17, target: 1, capped: true}
      ],
      interactions: [
        ...[10, 20, 30, 50].map((at) => ({by: 10, at})),
        {by: 11, at: 12, kind: "like"},
        {by: 11, at: 30, kind: "like"}
      ]
    })
  }));

const ratesOf = async (db: Database, route = "organic") =>
  (
    await db.rows(`
      select family, is_prompted, people, round(weeks, 4) as weeks, interactions, round(rate, 4) as rate, is_at_least
      from interaction_rates where route = '${route}' order by family, is_prompted nulls first`)
  ).map((row) => Object.values(row));

describe.concurrent("interaction_rates", () => {
  it("counts covered interactions over covered weeks, by whether the account had turned to them in the 7 days before", async () => {
    // A reply on day 15 comes five days before the act of day 20; a mention on day 22.5 seven and a half before day 30.
    const db = await runHistory(
      history([
        {id: 1, at: 10},
        {id: 2, at: 15, replyTo: 10},
        {id: 3, at: 22.5, mentions: [10, 11]}
      ])
    );
    expect(await ratesOf(db)).toEqual([
      // Two people for the four days from 11 to 15, when the reply came: 8 / 7 weeks.
      ["like", null, 2n, 1.1429, 1n, 87.5, true],
      ["like", false, 2n, 1.1429, 1n, 87.5, true],
      ["like", true, 2n, 1.1429, 0n, 0, true],
      // Two people for the five weeks from day 7 to day 42.
      ["mention", null, 2n, 10, 3n, 30, false],
      ["mention", false, 2n, 10, 2n, 20, false],
      ["mention", true, 2n, 10, 1n, 10, false]
    ]);
    // People who were there from the beginning stand apart: six weeks each.
    expect((await ratesOf(db, "pre_existing"))[3]).toEqual(["mention", null, 30n, 180, 0n, 0, false]);
  });

  it("counts interactions as long as somebody was seen, as the weeks do, though mentions were read on", async () => {
    // The last list is that of day 21: two weeks each, and of the acts of days 10, 20 and 30 the first two.
    const db = await runHistory(
      history([]).map((observed) =>
        observed.at > 21 ? ({...observed, followers: undefined} as Observed) : observed
      )
    );
    expect((await ratesOf(db)).filter(([family]) => family === "mention")).toEqual([
      ["mention", null, 2n, 4, 2n, 50, false]
    ]);
    expect(await db.rows("select interactions from two_by_two where route = 'organic'")).toContainEqual({
      interactions: 2n
    });
    expect(await db.rows("select interactions, followers from concentration_counts order by 1")).toEqual([
      {interactions: 0n, followers: 1n},
      {interactions: 2n, followers: 1n}
    ]);
  });

  it("counts the likes of the last week, which are read moments after the last list", async () => {
    const likes = [7, 14, 21].map((at) => ({by: 10, kind: "like", after: at + 0.01, at: at + 7.01}));
    const db = await runHistory(
      [0, 7, 14, 21, 28].map((at) => ({
        at,
        followers: {people: [...(at > 0 ? [10, 11] : []), ...crowd]},
        following: {people: [800, 801]},
        ...(at === 28 && {
          posts: [{id: 1, at: 1}],
          polls: [7, 14, 21, 28].map((to) => ({kind: "like", from: to - 7, to: to + 0.01, target: 1})),
          interactions: likes
        })
      }))
    );
    // Two people from the first poll, on day 7.01, to the last list, on day 28: 2 × 20.99 / 7 weeks.
    expect((await ratesOf(db))[0]).toEqual(["like", null, 2n, 5.9971, 3n, 50.0238, false]);
  });

  it("does not split by attention where the account's own posts were not collected", async () => {
    const db = await runHistory(history([]));
    expect(
      await db.rows("select distinct family, is_prompted from interaction_rates order by family")
    ).toEqual([
      {family: "like", is_prompted: null},
      {family: "mention", is_prompted: null}
    ]);
  });
});

describe.concurrent("concentration", () => {
  it("gives the share of interactions by the most active, the silent counted among all", async () => {
    const arrivals = Array.from({length: 20}, (_, nth) => 10 + nth);
    const interactions = [...Array<number>(6).fill(10), 11, 11, 11, 12].map((by, nth) => ({
      by,
      at: 10 + nth
    }));
    const db = await runHistory(
      [0, 7, 14, 21, 28].map((at) => ({
        at,
        followers: {people: [...(at > 0 ? arrivals : []), ...crowd]},
        following: {people: [800, 801]},
        ...(at === 28 && {interactions, polls: [{kind: "mention", from: 0, to: 28}]})
      }))
    );
    // 1 % and 5 % of twenty are one person with 6 of 10 interactions; 10 % are two with 9.
    const rows = await db.rows(
      "select route, people, interactions, top_1, top_5, top_10, median from concentration"
    );
    expect(rows.map((row) => Object.values(row))).toEqual([["organic", 20n, 10n, 0.6, 0.6, 0.9, 0]]);
  });
});
