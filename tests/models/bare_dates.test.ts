import {describe, expect, it} from "vitest";
import {
  crowd,
  day,
  followed,
  personOf,
  runHistories,
  runHistory,
  spellsOf,
  type Observed
} from "./histories.ts";

// Day 0 is Monday, 1 January 2024. A date lasts 50 hours anywhere on Earth: from 10:00 of the day before, in UTC, to noon of
// the next.
const begin = (on: number) => on - 10 / 24;
const end = (on: number) => on + 1.5 - 1 / 86_400_000;
const dateOf = (on: number) => day(on).toISOString().slice(0, 10);

const listed = (on: number, people: number[]): Observed => ({
  at: end(on),
  source: "tables",
  followers: {people, from: begin(on), to: end(on), sitting: dateOf(on)},
  following: {people: followed, from: begin(on), to: end(on), sitting: dateOf(on)}
});

const weeks =
  "select cast(week as varchar) as week, sum(gained) as gained, sum(lost) as lost from growth group by week order by week";

describe("what a list or a log gives no more than a date of stands under that date", () => {
  it("in cohorts and weeks, though in UTC the day is over on the next one", async () => {
    // Sunday the 28th of January, Wednesday the 31st, and Sunday the 4th of February, when one is gone.
    const db = await runHistory([
      listed(27, crowd),
      listed(30, [10, ...crowd]),
      listed(34, [11, 10, ...crowd.slice(0, -1)])
    ]);
    expect(await personOf(db, 10)).toMatchObject({month: "2024-01", cohort_week: day(28)});
    expect(await personOf(db, 11)).toMatchObject({month: "2024-02", cohort_week: day(28)});
    expect(await db.rows(weeks)).toEqual([{week: "2024-01-29", gained: 2n, lost: 1n}]);
    expect(await db.rows("select cast(week as varchar) as week, cause, spells from departures")).toEqual([
      {week: "2024-01-29", cause: "unresolved", spells: 1n}
    ]);
  });

  it("wherever in the world the day is meant, and so do follows and unfollows with a date", async () => {
    const told = (from: (on: number) => number, to: (on: number) => number): Observed => ({
      at: to(42),
      source: "tables",
      streams: [{from: from(0), to: to(42), baseline: true}],
      events: [
        {kind: "follow", of: 10, after: from(34), before: to(34)},
        {kind: "unfollow", of: 10, after: from(41), before: to(41)},
        {kind: "follow", of: 11, outbound: true, after: from(30), before: to(30)}
      ]
    });
    // Anywhere; in Hawaii, 10 hours behind UTC, in New York, 5 behind; in Tokyo, 9 ahead, and in Auckland, 13.
    const zoned = (ahead: number) =>
      told(
        (on) => on - ahead / 24,
        (on) => on + 1 - ahead / 24 - 1 / 86_400_000
      );
    const of = await runHistories([told(begin, end)], [zoned(-10)], [zoned(-5)], [zoned(9)], [zoned(13)]);
    for (const db of of) {
      expect(await db.rows(weeks)).toEqual([
        {week: "2024-01-29", gained: 1n, lost: 0n},
        {week: "2024-02-05", gained: 0n, lost: 1n}
      ]);
      expect(await db.rows("select user_id, cast(started_on as varchar) as day from outreach")).toEqual([
        {user_id: 11n, day: "2024-01-31"}
      ]);
    }
  });
});

// A list with a bare date tells of some moment of its day. What a log says of an exact moment of that day stands; the list
// was then read on that side of it on which it is right.
describe.concurrent(
  "beside a log that gives the moment, a list with that date invents no follow and no loss",
  () => {
    const dated = (on: number, lists: {following?: number[]; mutual?: boolean}): Observed => ({
      at: on + 1 - 1 / 86_400_000,
      source: "tables",
      following: {
        people: [...(lists.following ?? []), ...followed],
        from: on,
        to: on + 1 - 1 / 86_400_000,
        sitting: dateOf(on),
        ...(lists.mutual !== undefined && {mutual: {5: lists.mutual}})
      }
    });
    const told = (...events: [kind: "follow" | "unfollow", on: number, outbound?: boolean][]): Observed => ({
      at: 60,
      source: "tables",
      events: events.map(([kind, on, outbound = false]) => ({
        kind,
        of: 5,
        outbound,
        after: on,
        before: on,
        exact: true
      }))
    });
    const answers = (...mutual: [number, boolean][]) =>
      mutual.map(([on, mutual]) => dated(on, {following: [5], mutual}));
    const dates = async (history: Observed[], direction: "inbound" | "outbound" = "inbound") =>
      (await spellsOf(await runHistory(history), direction)).map(({start, end}) => [start, end]);

    it("who follows back at noon of the day whose list says that they do not", async () => {
      const of = [...answers([10, false], [17, true], [24, true]), told(["follow", 10.5])];
      expect(await dates(of)).toEqual([
        [
          [10.5, 10.5],
          [25, null]
        ]
      ]);
    });

    it("who had gone before, and follows again at noon of the day whose list lacks them", async () => {
      // The list of day 10 was read before noon, and they had gone by then.
      const of = [...answers([3, true], [10, false], [17, true]), told(["follow", 10.5])];
      expect(await dates(of)).toEqual([
        [
          [null, 4],
          [4, 10.5]
        ],
        [
          [10.5, 10.5],
          [18, null]
        ]
      ]);
    });

    it("who follows at noon and is not there in the next list left between them", async () => {
      const of = [...answers([10, false], [17, false], [24, false]), told(["follow", 10.5])];
      expect(await dates(of)).toEqual([
        [
          [10.5, 10.5],
          [10.5, 18]
        ]
      ]);
    });

    it("whom the account unfollows at noon of the day whose list still holds them", async () => {
      const lists = [3, 10].map((on) => dated(on, {following: [5]}));
      const of = [...lists, dated(17, {}), dated(24, {}), told(["unfollow", 10.5, true])];
      expect(await dates(of, "outbound")).toEqual([
        [
          [null, 4],
          [10.5, 10.5]
        ]
      ]);
    });

    it("who unfollows at noon of the day whose list says that they follow", async () => {
      const of = [...answers([3, true], [10, true], [17, false]), told(["unfollow", 10.5])];
      expect(await dates(of)).toEqual([
        [
          [null, 4],
          [10.5, 10.5]
        ]
      ]);
    });
  }
);
