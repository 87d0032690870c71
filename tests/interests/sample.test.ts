import {describe, expect, it} from "vitest";
import {
  drawSample,
  expectedPrice,
  peopleAWeek,
  seededOrder,
  sharesOf,
  stratumOf,
  weekOf,
  worstPrice,
  type Newcomer
} from "../../src/interests/sample.ts";

describe("what a look is expected to cost", () => {
  const worst = 110_000;

  it("is the worst until thirty people were looked at, then twice what they cost", () => {
    expect(expectedPrice(worst, {people: 0, spent: 0})).toBe(worst);
    expect(expectedPrice(worst, {people: 29, spent: 290_000})).toBe(worst);
    expect(expectedPrice(worst, {people: 30, spent: 300_000})).toBe(20_000);
    // A fifth of $5 at two cents.
    expect(peopleAWeek(5_000_000, 20_000)).toBe(50);
  });

  it("is never more than the worst, and may be nothing", () => {
    expect(expectedPrice(worst, {people: 30, spent: 30 * worst})).toBe(worst);
    expect(expectedPrice(worst, {people: 30, spent: 0})).toBe(0);
  });
});

describe("strata", () => {
  // ISO 8601: the week of a year's first Thursday is its first.
  it.each([
    ["2026-01-01", "2026-W01"],
    ["2025-12-29", "2026-W01"],
    ["2025-12-28", "2025-W52"],
    ["2027-01-01", "2026-W53"],
    ["2026-02-01T23:59:59Z", "2026-W05"],
    ["2026-02-02", "2026-W06"]
  ])("%s lies in %s", (day, week) => {
    expect(weekOf(new Date(day))).toBe(week);
  });

  it("are a week and whether the account followed the person then", () => {
    const firstSeenAt = new Date("2026-02-01");
    expect(stratumOf({firstSeenAt, isFollowed: true})).toBe("2026-W05 followed");
    expect(stratumOf({firstSeenAt, isFollowed: false})).toBe("2026-W05 not followed");
  });
});

describe("the size of the sample", () => {
  it("is what the worst price allows: a page for each period, and a profile", () => {
    // $0.005 a post, $0.01 a profile: 2 × 10 × 5000 + 10000 = 110000; of $1 a week, 9 people. 5 million / 5 / 60000 = 16.
    const prices = {post: 5_000, user: 10_000};
    expect(worstPrice("full_archive", prices)).toBe(110_000);
    expect(worstPrice("recent", prices)).toBe(60_000);
    expect(peopleAWeek(5_000_000, 110_000)).toBe(9);
    expect(peopleAWeek(5_000_000, 60_000)).toBe(16);
    expect(peopleAWeek(500_000, 110_000)).toBe(0);
  });

  it("is halved between the strata of a week, and what one lacks the other has", () => {
    const shares = (people: number, a: number, b: number) => [
      ...sharesOf(people, new Map(Object.entries({a, b}))).entries()
    ];
    expect(Object.fromEntries(shares(9, 100, 50))).toEqual({b: 5, a: 4});
    expect(Object.fromEntries(shares(9, 100, 2))).toEqual({b: 2, a: 7});
    expect(Object.fromEntries(shares(9, 3, 2))).toEqual({a: 3, b: 2});
    expect(Object.fromEntries(shares(0, 3, 2))).toEqual({a: 0, b: 0});
  });
});

const newcomers: Newcomer[] = Array.from({length: 40}, (_, nth) => ({
  id: String(1000 + nth),
  firstSeenAt: new Date(Date.UTC(2026, 0, 26 + (nth % 7))),
  isFollowed: nth % 4 === 0
}));

describe("the sample", () => {
  it("is the same for the same seed, another for another", () => {
    const draw = (seed: string) => drawSample(newcomers, {peopleAWeek: 9, seed});
    expect(draw("a")).toEqual(draw("a"));
    expect(drawSample([...newcomers].reverse(), {peopleAWeek: 9, seed: "a"})).toEqual(
      expect.arrayContaining(draw("a"))
    );
    expect(draw("b")).not.toEqual(draw("a"));
    expect(
      draw("a")
        .map(({stratum, people, sampled}) => [stratum, people, sampled.length])
        .sort()
    ).toEqual([
      ["2026-W05 followed", 10, 5],
      ["2026-W05 not followed", 30, 4]
    ]);
  });

  it("draws each of a stratum with its probability", () => {
    const times = new Map<string, number>();
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++)
      for (const {sampled} of drawSample(newcomers, {peopleAWeek: 9, seed: String(seed)}))
        for (const {id} of sampled) times.set(id, (times.get(id) ?? 0) + 1);
    // Five standard errors: sqrt(p (1 - p) / 4000) is 0.0079 of 1/2 and 0.0054 of 4/30.
    for (const {id, isFollowed} of newcomers) {
      const [p, error] = isFollowed ? [5 / 10, 0.0079] : [4 / 30, 0.0054];
      expect(Math.abs(times.get(id)! / draws - p)).toBeLessThan(5 * error);
    }
  });

  it("has no order but the seed's: every order of three comes equally often", () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = seededOrder([{id: "1"}, {id: "2"}, {id: "3"}], String(seed))
        .map(({id}) => id)
        .join("");
      times.set(order, (times.get(order) ?? 0) + 1);
    }
    // 1000 of each, with a standard error of sqrt(6000 × 1/6 × 5/6) = 28.9.
    expect(times.size).toBe(6);
    for (const count of times.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 28.9);
  });
});
