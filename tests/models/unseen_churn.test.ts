import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Database} from "../../src/duckdb.ts";
import {churnWorld, unseenStays} from "./churn-worlds.ts";
import {crowd, day, days, runHistories, runHistory, type Observed} from "./histories.ts";
import {slow} from "../slow.ts";

/** `WORLDS=500` for the long form. */
const worlds = Number(process.env.WORLDS ?? 8);

/** Daily counts as follows and unfollows from day `from` on; null is a day that no file holds. */
const counted = (from: number, figures: ([number, number] | null)[], at = 90, id = "a"): Observed => ({
  at,
  source: "tables",
  beyond: {
    downloads: [
      {download: "x-overview", content: "counts", from_day: day(from), to_day: day(from + figures.length - 1), downloaded_at: day(at), zone: "UTC"}
    ],
    daily_counts: figures.flatMap((one, nth) =>
      one === null ? [] : [{download: "x-overview", day: day(from + nth), new_follows: one[0], unfollows: one[1], impressions: id.length}]
    )
  }
}); // prettier-ignore

const rowsOf = async (db: Database) =>
  (await db.rows<Record<string, unknown>>("from unseen_churn")).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === "bigint" ? Number(value) : name.endsWith("_at") ? days(value) : value
      ])
    )
  );
const broken = (db: Database) =>
  db.rows(readFileSync(new URL("../../src/models/tests/churn_holds.sql", import.meta.url), "utf8"));

const born = (on: number) => ({followers: 1, following: 1, posts: 1, born: on, protected: false, verified: false}); // prettier-ignore

/** Three lists at noon, a week apart: 5 and 6 come in the first week, 900 leaves in the second. */
const lists: Observed[] = [
  {at: 0.5, followers: {people: crowd}},
  {at: 7.5, followers: {people: [6, 5, ...crowd]}, profiles: {5: born(3), 6: born(4)}},
  {at: 14.5, followers: {people: [6, 5, ...crowd.filter((id) => id !== 900)]}, statuses: {900: "active"}}
];
const without = (what: "statuses" | "profiles") => lists.map((one) => ({...one, [what]: undefined}));
/** 0 to 14: on every day one new follow but on day 7, which has 3; unfollows on days 3, 7, 10 and 14. */
const figures = Array.from({length: 15}, (_, nth): [number, number] => [
  nth === 7 ? 3 : 1,
  [3, 7, 10, 14].includes(nth) ? 1 : 0
]);

describe.concurrent("unseen churn", () => {
  it("is at most what X counted over the days that cover two lists, less what the lists surely saw", async () => {
    const db = await runHistory([...lists, counted(0, figures)]);
    const [first, second, stretch, ...others] = await rowsOf(db);
    expect(others).toEqual([]);
    // By hand: days 0 to 7 have 10 new follows and 2 unfollows, days 1 to 6 have 6 and 1.
    expect(first).toEqual({
      account_id: 1, span: "gap", from_at: 0.5, to_at: 7.5, lists: 2, days: 8, counted_days: 8,
      new_follows: 10, unfollows: 2, new_follows_between: 6, unfollows_between: 1,
      arrivals: 2, departures: 0, sure_arrivals: 2, sure_departures: 0,
      // The lesser of 10 - 2 and 2 - 0; edge days out of 6 - 2 and 1 - 0.
      at_most: 2, at_most_as_listed: 2, at_most_between: 1,
      // X's counts leave 6 - 2 = 4 to 10 - 1 = 9 for a list that grew by 2.
      list_net: 2, count_net_least: 4, count_net_most: 9, is_net_alike: false, is_contradicted: false
    }); // prettier-ignore
    // Days 7 to 14 have 3 + 7 new follows and 3 unfollows, days 8 to 13 have 6 and 1.
    expect(second).toMatchObject({
      span: "gap", from_at: 7.5, to_at: 14.5, new_follows: 10, unfollows: 3, new_follows_between: 6, unfollows_between: 1,
      arrivals: 0, departures: 1, sure_departures: 1, at_most: 2, at_most_between: 0, list_net: -1
    }); // prettier-ignore
    // All 15 days have 17 and 4, the 13 between 15 and 3: the lesser of 17 - 2 and 4 - 1 is less than 2 + 2.
    expect(stretch).toMatchObject({
      span: "stretch", from_at: 0.5, to_at: 14.5, lists: 3, days: 15, new_follows: 17, unfollows: 4, new_follows_between: 15,
      unfollows_between: 3, at_most: 3, at_most_between: 2, list_net: 1, count_net_least: 11, count_net_most: 14
    }); // prettier-ignore
    expect(await broken(db)).toEqual([]);
  });

  it("counts as sure only whose account was created meanwhile, and who was active after leaving", async () => {
    const [unlooked, old] = await runHistories(
      [...without("statuses"), counted(0, figures)],
      [...without("profiles"), counted(0, figures)]
    );
    // By hand: of 17 and 4 in all, the lesser of 17 - 2 and 4 - 0, and of 17 - 0 and 4 - 1; as listed of 17 - 2 and 4 - 1.
    expect((await rowsOf(unlooked)).at(-1)).toMatchObject({departures: 1, sure_departures: 0, at_most: 4, at_most_as_listed: 3}); // prettier-ignore
    expect((await rowsOf(old)).at(-1)).toMatchObject({arrivals: 2, sure_arrivals: 0, at_most: 3, at_most_as_listed: 3}); // prettier-ignore
  });

  it("counts a new account that was suspended and came back as one sure follow", async () => {
    // 5 joined on day 3 and followed on day 4; suspended on day 10, back on day 20, of which X counts nothing.
    const away: Observed[] = [
      {at: 0.5, followers: {people: crowd}},
      {at: 7.5, followers: {people: [5, ...crowd]}, profiles: {5: born(3)}},
      {at: 14.5, followers: {people: crowd}, statuses: {5: "suspended"}},
      {at: 21.5, followers: {people: [5, ...crowd]}, profiles: {5: born(3)}}
    ];
    // Someone whom no list shows followed on day 5 and unfollowed on day 6.
    const counts = Array.from({length: 22}, (_, nth): [number, number] => [
      [4, 5].includes(nth) ? 1 : 0,
      nth === 6 ? 1 : 0
    ]);
    const rows = await rowsOf(await runHistory([...away, counted(0, counts)]));
    expect(rows.at(-1)).toMatchObject({
      span: "stretch", lists: 4, new_follows: 2, unfollows: 1, arrivals: 2, sure_arrivals: 1, at_most: 1
    }); // prettier-ignore
    expect(rows.map(({at_most}) => at_most)).toEqual([1, 0, 0, 1]);
  });

  it("has no bound over a day that is not counted, nor where X counted fewer than there surely were", async () => {
    const holed = figures.map((one, nth) => (nth === 10 ? null : one));
    const few = figures.map(([, unfollows], nth): [number, number] => [nth === 12 ? 1 : 0, unfollows]);
    const [unknown, contradicted, none] = await runHistories(
      [...lists, counted(0, holed)],
      [...lists, counted(0, few)],
      lists
    );
    const [first, second, stretch] = await rowsOf(unknown);
    expect(first).toMatchObject({at_most: 2});
    expect(second).toMatchObject({days: 8, counted_days: 7, new_follows: null, arrivals: null, at_most: null, is_net_alike: null, is_contradicted: null}); // prettier-ignore
    expect(stretch).toMatchObject({span: "stretch", to_at: 7.5, lists: 2, at_most: 2});
    // Two surely came in the first week, of which X counted no follow.
    expect((await rowsOf(contradicted)).map((row) => [row.at_most, row.is_contradicted])).toEqual([
      [null, true],
      [1, false],
      [null, true]
    ]);
    expect(await rowsOf(none)).toEqual([]);
    for (const db of [unknown, contradicted, none]) expect(await broken(db)).toEqual([]);
  });

  it("has net change agree where X counts as the lists do", async () => {
    // Two come on day 3, one leaves on day 10, and somebody whom no list shows on day 5.
    const right = figures.map((_, nth): [number, number] => [nth === 3 ? 2 : nth === 5 ? 1 : 0, [5, 10].includes(nth) ? 1 : 0]); // prettier-ignore
    const db = await runHistory([...lists, counted(0, right)]);
    expect(await rowsOf(db)).toMatchObject([
      {
        at_most: 1,
        at_most_between: 1,
        is_net_alike: true,
        count_net_least: 2,
        count_net_most: 2,
        list_net: 2
      },
      {at_most: 0, is_net_alike: true, list_net: -1},
      {at_most: 1, at_most_as_listed: 1, is_net_alike: true, list_net: 1}
    ]);
  });
});

slow.describe("in generated worlds", () => {
  it("never is less than who came and left unseen", async () => {
    const batch = 20;
    const seen = {
      spans: 0,
      unseen: 0,
      missedBetween: 0,
      listed: 0,
      bound: 0,
      follows: 0,
      contradicted: 0,
      alike: 0
    };
    const wrong: unknown[] = [];
    for (let first = 0; first < worlds; first += batch) {
      const some = Array.from({length: Math.min(batch, worlds - first)}, (_, nth) =>
        churnWorld(1 + first + nth)
      );
      const dbs = await runHistories(...some.map(({history}) => history));
      for (const [nth, db] of dbs.entries()) {
        const world = some[nth]!;
        for (const row of await rowsOf(db)) {
          if (row.new_follows === null) continue;
          const [most, listed] = [row.at_most as number | null, row.at_most_as_listed as number | null];
          const truth = unseenStays(world, row.from_at as number, row.to_at as number);
          seen.spans++;
          seen.unseen += truth;
          seen.follows += row.new_follows as number;
          seen.bound += most ?? 0;
          if ((row.at_most_between as number) < truth) seen.missedBetween++;
          const isWrong = most === null || most < truth || row.is_contradicted;
          if (isWrong) wrong.push({seed: 1 + first + nth, truth, row});
          if (world.countsSuspended) {
            seen.listed++;
            if (row.is_net_alike) seen.alike++;
            if (listed === null || listed < truth || !row.is_net_alike)
              wrong.push({seed: 1 + first + nth, truth, row, as: "listed"});
          }
        }
        expect(await broken(db)).toEqual([]);
      }
      await Promise.all(dbs.map((db) => db.close()));
    }
    if (process.env.WORLDS) console.log(worlds, seen);
    expect(wrong).toEqual([]);
    // The worlds can tell a bound from what is none: many are unseen, and without edge days figures are too small.
    expect(seen.unseen).toBeGreaterThan(worlds);
    expect(seen.missedBetween).toBeGreaterThan(0);
    expect(seen.bound).toBeLessThan(seen.follows);
  });
});
