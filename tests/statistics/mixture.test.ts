import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {modelledMiddle, type Stretch} from "../../src/statistics/mixture.ts";
import {drawerOf} from "./arrival-worlds.ts";

const weekly = {ourAnswers: 3, gap: 7, days: 7};
/** Of 100 whom the account follows 20 answer before the next list; of 40 who arrive it follows 10 before that. */
const busy = {...weekly, outreach: 100, arrivals: 40, unknown: 30};
const quiet = {...weekly, outreach: 0, arrivals: 40, unknown: 10};
const times = (count: number, one: Stretch) => Array.from({length: count}, () => one);

describe("modelledMiddle", () => {
  it("finds 20 of 30 in weeks of outreach and none in the others", () => {
    const middle = modelledMiddle([...times(20, busy), ...times(10, quiet)])!;
    // Counts that do not scatter at all: half a hundredth is made up for chance that is not there.
    expect(Math.abs(middle.expected - 20 * 20)).toBeLessThan(4);
    expect(middle.low).toBeGreaterThan(300);
    expect(middle.high).toBeLessThan(500);
  });

  it("takes the shares to be in one ratio where lists come more often, and no more than that", () => {
    // In daily lists both shares are half as large.
    const daily = (one: Stretch) => ({...one, unknown: one.unknown / 2, gap: 1});
    const middle = modelledMiddle([
      ...times(20, busy),
      ...times(4, quiet),
      ...times(4, daily(busy)),
      ...times(20, daily(quiet))
    ])!;
    expect(Math.abs(middle.expected - (20 * 20 + 4 * 10))).toBeLessThan(5);
  });

  it("takes everybody for a followback where no one is unknown without outreach, and the reverse", () => {
    const all = modelledMiddle([...times(20, {...busy, unknown: 20}), ...times(10, {...quiet, unknown: 0})])!;
    expect(all.high).toBe(400);
    expect(all.expected).toBeGreaterThan(398);
    // None of 400 arrivals: up to 3 in 400 would fit, which are 6 of the 800 in weeks of outreach.
    expect(all.low).toBeLessThan(395);
    const none = modelledMiddle([...times(20, {...busy, unknown: 10}), ...times(10, quiet)])!;
    expect(none.low).toBe(0);
    expect(none.expected / 300).toBeLessThan(0.02);
    expect(none.high).toBeGreaterThan(20);
  });

  it("takes arrivals that come with outreach for others like all, and reaches up to where none of them is followed back", () => {
    // 100 more in weeks of outreach: a quarter of them are followed back, which leaves 175 of 300; or none is, which leaves 200.
    const tenfold = (one: Stretch, more = 0) => ({
      ...one,
      outreach: 10 * one.outreach,
      arrivals: 10 * one.arrivals + more,
      unknown: 10 * one.unknown
    });
    const quietOnes = times(10, tenfold(quiet));
    const middle = modelledMiddle([...times(20, tenfold(busy, 100)), ...quietOnes])!;
    expect(Math.abs(middle.expected - 20 * 175)).toBeLessThan(35);
    const alike = modelledMiddle([...times(20, tenfold(busy)), ...quietOnes])!;
    expect(middle.low).toBeLessThan(alike.low - 300);
    expect(Math.abs(middle.high - alike.high)).toBeLessThan(100);
  });

  it("says nothing where outreach and other arrivals never vary against each other", () => {
    expect(modelledMiddle(times(30, busy))).toBeNull();
    const twice = {...busy, outreach: 200, arrivals: 80, unknown: 60};
    expect(modelledMiddle([...times(15, busy), ...times(15, twice)])).toBeNull();
    expect(modelledMiddle([])).toBeNull();
    expect(modelledMiddle(times(30, {...busy, arrivals: 0}))).toBeNull();
  });

  it("says nothing where the account follows back at another rate without outreach", () => {
    // 60 answers on 800 arrivals, and so many on 400: with 30 the rate is the same.
    const answering = (count: number) => [...times(20, busy), ...times(10, {...quiet, ourAnswers: count})];
    expect(modelledMiddle(answering(3))).not.toBeNull();
    expect(modelledMiddle(answering(1))).toBeNull();
    expect(modelledMiddle(answering(6))).toBeNull();
    // 2 on 800, and none on 400: chance alone would do that, but nothing shows that it follows back then at all.
    const few = (count: number) => [
      ...times(2, {...busy, ourAnswers: 1}),
      ...times(18, {...busy, ourAnswers: 0}),
      {...quiet, ourAnswers: count},
      ...times(9, {...quiet, ourAnswers: 0})
    ];
    expect(modelledMiddle(few(1))).not.toBeNull();
    expect(modelledMiddle(few(0))).toBeNull();
    // Nor does anything where it was never seen to, in any week: it may follow back in weeks of outreach alone, within hours.
    const never = (one: Stretch) => ({...one, ourAnswers: 0});
    expect(modelledMiddle([...times(20, never(busy)), ...times(10, never(quiet))])).toBeNull();
  });

  /** Weeks of a brand whose outreach and arrivals scatter by chance alone around `outreach` and `arrivals`. */
  function world(seed: number, outreach: (week: number) => number, arrivals: number) {
    const drawer = drawerOf(seed);
    const poisson = (mean: number) => drawer.day({mean, dispersion: 0});
    let truth = 0;
    const stretches = Array.from({length: 26}, (_, week): Stretch => {
      const followbacks = poisson(0.2 * outreach(week));
      truth += followbacks;
      return {
        outreach: poisson(0.8 * outreach(week)),
        arrivals: poisson(0.75 * arrivals),
        unknown: followbacks + poisson(0.25 * arrivals),
        ourAnswers: 1,
        gap: 7,
        days: 7
      };
    });
    return {stretches, truth, unknown: stretches.reduce((sum, {unknown}) => sum + unknown, 0)};
  }

  it("is off by less than three points on average where weeks are so small that chance is much of what varies", () => {
    const errors: number[] = [];
    let held = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const {stretches, truth, unknown} = world(seed, (week) => (week % 2 === 0 ? 24 : 6), 12);
      const middle = modelledMiddle(stretches);
      if (middle === null) continue;
      errors.push((middle.expected - truth) / unknown);
      if (middle.low <= truth && truth <= middle.high) held++;
    }
    expect(errors.length).toBeGreaterThan(270);
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.03);
    // At 95 % so few of 285 would be held once in 500 times.
    expect(held).toBeGreaterThan(0.91 * errors.length);
  });

  const stretch = fc.record({
    outreach: fc.nat(60),
    arrivals: fc.nat(30),
    unknown: fc.nat(20),
    ourAnswers: fc.constant(1),
    gap: fc.constantFrom(0, 1 / 24, 1, 7, 30),
    days: fc.constantFrom(1, 7, 30)
  });

  it("stays inside the range and does not depend on the order of weeks", () => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(stretch, {minLength: 1, maxLength: 12}), (stretches) => {
        const middle = modelledMiddle(stretches);
        if (middle === null) return;
        told++;
        const unknown = stretches.reduce((sum, one) => sum + one.unknown, 0);
        expect(middle.low).toBeGreaterThanOrEqual(0);
        expect(middle.low).toBeLessThanOrEqual(middle.expected + 1e-9);
        expect(middle.expected).toBeLessThanOrEqual(middle.high + 1e-9);
        expect(middle.high).toBeLessThanOrEqual(unknown);
        const turned = modelledMiddle(stretches.toReversed())!;
        expect(turned.expected).toBeCloseTo(middle.expected, 6);
        expect(turned.high - turned.low).toBeCloseTo(middle.high - middle.low, 6);
      }),
      {numRuns: 500, seed: 1}
    );
    expect(told).toBeGreaterThan(100);
  });
});
