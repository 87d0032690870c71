import {describe, expect, it} from "vitest";
import {drawPeople, type Candidate} from "../../src/experiments/draw.ts";

const people = (count: number, followers: number | null, following: number | null, from = 1): Candidate[] =>
  Array.from({length: count}, (_, nth) => ({id: String(from + nth), followers, following}));

const count = <T>(items: readonly T[], is: (item: T) => boolean) => items.filter(is).length;

describe("drawPeople", () => {
  const some = [
    ...people(21, 100, 500),
    ...people(40, 5000, 100, 100),
    ...people(7, 500, 500, 200),
    ...people(61, null, null, 300)
  ];

  it("shares out each stratum evenly, small ones together, and everybody once", () => {
    const drawn = drawPeople(some, 7);
    expect(new Set(drawn.map(({id}) => id)).size).toBe(129);
    const strata = [...new Set(drawn.map(({stratum}) => stratum))].sort();
    expect(strata).toEqual([
      "2,000 or more followers, ratio below 0.8",
      "below 300 followers, ratio above 1.25",
      "nothing known",
      "other"
    ]);
    for (const stratum of strata) {
      const [follow, leave] = ["follow", "leave"].map((arm) =>
        count(drawn, (one) => one.stratum === stratum && one.arm === arm)
      );
      expect(Math.abs(follow! - leave!)).toBeLessThanOrEqual(1);
    }
    expect(Math.abs(count(drawn, ({arm}) => arm === "follow") - 64.5)).toBe(0.5);
  });

  it("names at most 50 people a day in a list, day after day", () => {
    const drawn = drawPeople(people(260, null, null), 1);
    for (const arm of ["follow", "leave"]) {
      const days = drawn.filter((one) => one.arm === arm).map(({day}) => day);
      expect([0, 1, 2].map((day) => count(days, (one) => one === day))).toEqual([50, 50, 30]);
    }
  });

  it("is the same for a seed whatever the order of the file, and another for another seed", () => {
    expect(drawPeople(some.toReversed(), 7)).toEqual(drawPeople(some, 7));
    expect(drawPeople(some, 8)).not.toEqual(drawPeople(some, 7));
  });

  it("gives everybody the same chance to be followed", () => {
    const ten = people(11, 100, 500);
    const followed = new Map<string, number>();
    for (let seed = 0; seed < 4000; seed++)
      for (const {id, arm} of drawPeople(ten, seed))
        if (arm === "follow") followed.set(id, (followed.get(id) ?? 0) + 1);
    // Four standard errors of a half in 4,000 draws.
    for (const times of followed.values()) expect(Math.abs(times / 4000 - 0.5)).toBeLessThan(0.032);
    expect(followed.size).toBe(11);
  });
});
