import {describe, expect, it} from "vitest";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {runHistory, type Observed} from "./histories.ts";

const crowd = Array.from({length: 30}, (_, nth) => 900_000 + nth);

interface Met {
  id: number;
  /** Days: when the account followed them, and when they followed it; infinite for never. */
  followed: number;
  arrived: number;
}

/** Forty weeks of outreach in campaigns and of people who come on their own; nobody leaves. */
function world(seed: number): Met[] {
  const random = randomNumbers(seed);
  const delay = (share: number, mean: number) =>
    random() < share ? -mean * Math.log(1 - random()) : Infinity;
  const people: Met[] = [];
  for (let day = 0; day < 280; day++) {
    for (let nth = day % 28 < 7 ? 20 : 1; nth > 0; nth--) {
      const followed = day + random();
      people.push({id: people.length + 1000, followed, arrived: followed + delay(0.25, 1.5)});
    }
    for (let nth = 0; nth < 3; nth++) {
      const arrived = day + random();
      people.push({id: people.length + 1000, arrived, followed: arrived + delay(0.2, 2)});
    }
  }
  return people;
}

/** The world as full lists `gap` days apart show it, newest first. */
function watch(people: Met[], gap: number): Observed[] {
  const listAt = (at: number, key: "followed" | "arrived") =>
    people
      .filter((one) => one[key] <= at)
      .sort((a, b) => b[key] - a[key])
      .map(({id}) => id);
  return Array.from({length: 280 / gap + 1}, (_, nth) => ({
    at: gap * nth,
    followers: {people: [...listAt(gap * nth, "arrived"), ...crowd]},
    following: {people: [...listAt(gap * nth, "followed"), 800, 801]}
  }));
}

describe.concurrent("unknown_route_estimate", () => {
  it.each([1, 2])("comes within ten points of a known truth, watched weekly (seed %i)", async (seed) => {
    const people = world(seed);
    const db = await runHistory(watch(people, 7));
    const unknown = people.filter(
      ({followed, arrived}) => arrived < 280 && Math.floor(followed / 7) === Math.floor(arrived / 7)
    );
    const truth = unknown.filter(({followed, arrived}) => followed < arrived).length;
    const [row] = await db.rows<{unknown_people: bigint; expected_followbacks: number; chance: number}>(
      "select unknown_people, expected_followbacks, chance from unknown_route_estimate"
    );
    expect(Number(row!.unknown_people)).toBe(unknown.length);
    expect(Math.abs(row!.chance - truth / unknown.length)).toBeLessThan(0.1);
    expect(row!.expected_followbacks / Number(row!.unknown_people)).toBeCloseTo(row!.chance, 6);
  });

  it("takes the windows of both sides from the lists, and models nothing where few are unknown", async () => {
    // 10 is followed and comes in the same week; 11 is followed a week before, 12 a week after; 13 is never answered.
    const at = (day: number, followers: number[], following: number[]): Observed => ({
      at: day,
      followers: {people: [...followers, ...crowd]},
      following: {people: [...following, 800, 801]}
    });
    const db = await runHistory([
      at(0, [], []),
      at(7, [12], [11, 13]),
      at(14, [10, 11, 12], [10, 12, 11, 13]),
      at(21, [10, 11, 12], [10, 12, 11, 13])
    ]);
    const start = Date.UTC(2024, 0, 1) / 60_000;
    const rows = await db.rows<Record<string, unknown>>(`
      select kind, (followed_after - ${start}) / 1440 as fa, (followed_before - ${start}) / 1440 as fb,
        (arrived_after - ${start}) / 1440 as aa, (arrived_before - ${start}) / 1440 as ab, is_unknown, people
      from answer_windows order by kind, fa, aa`);
    expect(rows.map((row) => Object.values(row))).toEqual([
      ["arrival", null, null, 0, 7, false, 1n],
      ["outreach", 0, 7, null, null, false, 2n],
      ["pair", 0, 7, 7, 14, false, 1n],
      ["pair", 7, 14, 0, 7, false, 1n],
      ["pair", 7, 14, 7, 14, true, 1n]
    ]);
    expect(await db.rows("from unknown_route_estimate")).toEqual([]);
  });

  it("learns from the follow that the route rests on, not from one that only a log tells of", async () => {
    // Ours was in the list of day 0, gone on day 5. A log has another on day 8, before any list of followers, and the list
    // of day 10 lacks it. On day 20 they follow: within 30 days of the first follow, which a list showed.
    const db = await runHistory([
      {at: -10, following: {people: [800, 801]}},
      {at: 0, following: {people: [10, 800, 801]}},
      {at: 5, following: {people: [800, 801]}},
      {
        at: 9,
        source: "tables",
        events: [{kind: "follow", of: 10, outbound: true, after: 8, before: 8, exact: true}]
      },
      {at: 10, followers: {people: crowd}, following: {people: [800, 801]}},
      {at: 20, followers: {people: [10, ...crowd]}, following: {people: [800, 801]}}
    ]);
    expect(await db.rows("select route from followers where user_id = 10")).toEqual([{route: "followback"}]);
    const start = Date.UTC(2024, 0, 1) / 60_000;
    expect(
      await db.rows(`
        select (followed_after - ${start}) / 1440 as fa, (followed_before - ${start}) / 1440 as fb, (arrived_before - ${start}) / 1440 as ab
        from answer_windows where kind = 'pair'`)
    ).toEqual([{fa: -10, fb: 0, ab: 20}]);
  });

  it("learns nothing from outreach while nobody looked at the followers", async () => {
    // A log of follows on days -20, 3 and 20, and lists of followers of days 0, 7 and 14: an answer to the first stands
    // in the first list already, and one to the last in none.
    const db = await runHistory([
      ...[0, 7, 14].map((at): Observed => ({at, followers: {people: crowd}})),
      {
        at: 21,
        source: "tables",
        events: [-20, 3, 20].map((on, nth) => ({
          kind: "follow",
          of: 10 + nth,
          outbound: true,
          after: on,
          before: on,
          exact: true
        }))
      }
    ]);
    expect(await db.rows("select user_id from outreach where is_attempt order by 1")).toHaveLength(3);
    const start = Date.UTC(2024, 0, 1) / 60_000;
    expect(
      await db.rows(`select kind, (followed_after - ${start}) / 1440 as day, people from answer_windows`)
    ).toEqual([{kind: "outreach", day: 3, people: 1n}]);
  });
});
