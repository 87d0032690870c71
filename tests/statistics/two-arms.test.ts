import {describe, expect, it} from "vitest";
import {binomial, randomNumbers} from "../../src/statistics/multinomial.ts";
import {armsResult, complierEffect, exactP, type CrossedStratum} from "../../src/statistics/two-arms.ts";
import type {Stratum} from "../../src/statistics/mantel-haenszel.ts";

const stratum = (x1: number, n1: number, x0: number, n0: number): Stratum => ({x1, n1, x0, n0});
const threeStrata = [stratum(7, 20, 3, 20), stratum(9, 15, 4, 15), stratum(12, 40, 5, 40)];

describe("exactP", () => {
  it("has the lady tasting tea: three of four cups and one of four, 34 of 70 draws", () => {
    expect(exactP([stratum(3, 4, 1, 4)])).toBeCloseTo(34 / 70, 12);
  });

  it("is R's exact test, of one stratum and of several, where the arms are equal", () => {
    // fisher.test(matrix(c(12, 28, 5, 35), 2)); mantelhaen.test(…, exact = TRUE). R 4.2.2.
    expect(exactP([stratum(12, 40, 5, 40)])).toBeCloseTo(0.09930407, 7);
    expect(exactP(threeStrata)).toBeCloseTo(0.004712894, 7);
  });

  it("counts draws by hand where the arms are unequal", () => {
    // Two of five people have it and one is drawn to the first arm: with them 2/5 of draws, difference 1 - 1/4; else 0 - 2/4.
    expect(exactP([stratum(1, 1, 1, 4)])).toBeCloseTo(2 / 5, 12);
    expect(exactP([stratum(0, 1, 2, 4)])).toBe(1);
  });

  it("stands thousands of people", () => {
    expect(exactP([stratum(1500, 5000, 1500, 5000)])).toBeCloseTo(1, 9);
    expect(exactP([stratum(2500, 5000, 100, 5000)])).toBeLessThan(1e-100);
  });
});

describe("armsResult", () => {
  it("has the score intervals of Newcombe 1998 (Statistics in Medicine 17, 873–890, table II)", () => {
    const published: [Stratum, string[]][] = [
      [stratum(56, 70, 48, 80), ["0.2000", "0.0528", "0.3382"]],
      [stratum(9, 10, 3, 10), ["0.6000", "0.1700", "0.8406"]]
    ];
    for (const [one, figures] of published) {
      const {difference, interval} = armsResult([one])!;
      expect([difference, interval.low, interval.high].map((figure) => figure.toFixed(4))).toEqual(figures);
    }
  });

  it("has the score interval over strata as another program has it, which looks for each likeliest share", () => {
    // optimize() of the likelihood and uniroot() of the score, R 4.2.2.
    const {difference, interval} = armsResult(threeStrata)!;
    expect(difference).toBeCloseTo(16 / 75, 12);
    expect(interval.low).toBeCloseTo(0.0745869, 6);
    expect(interval.high).toBeCloseTo(0.3486188, 6);
    const none = armsResult([stratum(0, 60, 0, 50)])!;
    expect(none.p).toBe(1);
    expect(none.interval.low).toBeCloseTo(-0.0719551, 6);
    expect(none.interval.high).toBeCloseTo(0.0606904, 6);
  });

  it("learns nothing from a stratum of one arm, and nothing from none", () => {
    expect(armsResult([...threeStrata, stratum(5, 9, 0, 0)])).toEqual(armsResult(threeStrata));
    expect(armsResult([stratum(5, 9, 0, 0)])).toBeNull();
  });

  it("turns its sign with the arms", () => {
    const turned = armsResult(threeStrata.map(({x1, n1, x0, n0}) => stratum(x0, n0, x1, n1)))!;
    const one = armsResult(threeStrata)!;
    expect(turned.difference).toBeCloseTo(-one.difference, 12);
    expect(turned.interval.low).toBeCloseTo(-one.interval.high, 9);
    expect(turned.p).toBeCloseTo(one.p, 12);
  });
});

const arm = (people: number, outcomes: number, followed: number, both: number) => ({
  people,
  outcomes,
  followed,
  both
});

describe("complierEffect", () => {
  const crossed = {first: arm(200, 60, 160, 55), second: arm(200, 40, 30, 12)};

  it("is the difference of outcomes over that of follows, 0.1 over 0.65, with the interval another program finds", () => {
    // uniroot() over a two-sample z of outcome less effect times followed, with var(), R 4.2.2.
    const one = complierEffect([crossed])!;
    expect([one.compliers, one.effect]).toEqual([expect.closeTo(0.65, 12), expect.closeTo(0.1 / 0.65, 12)]);
    expect([one.interval.low, one.interval.high]).toEqual([
      expect.closeTo(0.024353867, 6),
      expect.closeTo(0.281415307, 6)
    ]);
    const two = complierEffect([crossed, {first: arm(50, 9, 30, 6), second: arm(60, 8, 12, 3)}])!;
    expect([two.compliers, two.effect]).toEqual([
      expect.closeTo(0.596428571, 7),
      expect.closeTo(0.148502994, 7)
    ]);
    expect([two.interval.low, two.interval.high]).toEqual([
      expect.closeTo(0.027116372, 6),
      expect.closeTo(0.268867067, 6)
    ]);
  });

  it("says nothing of an effect where the draw may have moved nobody", () => {
    const weak = complierEffect([{first: arm(100, 20, 22, 6), second: arm(100, 18, 20, 5)}])!;
    expect(weak).toMatchObject({effect: null, interval: {low: -Infinity, high: Infinity}});
    expect(weak.compliers).toBeCloseTo(0.02, 12);
  });

  it("says nothing at all of fewer than five people with the outcome", () => {
    expect(complierEffect([{first: arm(100, 3, 100, 3), second: arm(100, 1, 0, 0)}])).toBeNull();
  });
});

/** `WORLDS=2000` plays as many worlds, and prints what it found. */
const isLong = process.env.WORLDS !== undefined;
const worlds = Number(process.env.WORLDS ?? 200);
const slack = 4 * Math.sqrt((0.05 * 0.95) / worlds);

/** Worlds of people in strata of which each person does or does not comply; effect is what a follow adds to the share. */
function rates(people: number, base: number, effect: number, crossing: number) {
  const random = randomNumbers(20261128);
  let [rejected, held, complierHeld, given] = [0, 0, 0, 0];
  const strata = 8;
  for (let world = 0; world < worlds; world++) {
    const crossed: CrossedStratum[] = Array.from({length: strata}, (_, nth) => {
      const size = Math.round(people / strata / 2);
      const share = base * (0.4 + (1.2 * nth) / (strata - 1));
      const draw = (rate: number) => {
        const followed = binomial(size, rate, random);
        const both = binomial(followed, share + effect, random);
        return arm(size, both + binomial(size - followed, share, random), followed, both);
      };
      return {first: draw(1 - crossing), second: draw(crossing)};
    });
    const result = armsResult(
      crossed.map(({first, second}) => stratum(first.outcomes, first.people, second.outcomes, second.people))
    )!;
    const truth = effect * (1 - 2 * crossing);
    if (result.p <= 0.05) rejected++;
    if (result.interval.low <= truth && truth <= result.interval.high) held++;
    const complier = complierEffect(crossed);
    if (complier === null) continue;
    given++;
    if (complier.interval.low <= effect && effect <= complier.interval.high) complierHeld++;
  }
  return {rejected: rejected / worlds, held: held / worlds, complierHeld: complierHeld / given};
}

describe(`two arms in ${worlds} worlds`, () => {
  it.each([
    [200, 0.3, 0],
    [400, 0.1, 0],
    [1000, 0.05, 0],
    [1000, 0.3, 0],
    ...(isLong ? ([[4000, 0.3, 0]] as [number, number, number][]) : []),
    [400, 0.1, 0.2],
    [1000, 0.05, 0.2],
    [1000, 0.05, 0.4]
  ])(
    "of %i people, %f of whom do it anyway, are judged as often as said where %f crossed",
    (people, base, crossing) => {
      const none = rates(people, base, 0, crossing);
      const some = rates(people, base, 0.1, crossing);
      if (isLong) process.stdout.write(`${JSON.stringify({people, base, crossing, none, some})}\n`);
      expect(none.rejected).toBeLessThanOrEqual(0.05 + slack);
      for (const {held, complierHeld} of [none, some])
        for (const share of [held, complierHeld]) {
          expect(share).toBeGreaterThanOrEqual(0.95 - slack);
          expect(share).toBeLessThanOrEqual(0.97 + slack);
        }
    }
  );
});
