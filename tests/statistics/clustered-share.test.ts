import {describe, expect, it} from "vitest";
import {clusteredDifference, clusteredShare} from "../../src/statistics/clustered-share.ts";
import {newcombe, wilson} from "../../src/statistics/proportion.ts";

/** Student's quantiles for 95 %, from a printed table, and the normal one. */
const t3 = 3.182446;
const t1 = 12.706205;
const z = 1.959964;
const alone = {reachOver: 0};

describe("a share of people who depend on each other", () => {
  // 40 people, 12 of whom did it; 0.3 of each ten are expected: residuals 5, -1, -3, -1.
  const blocks = [8, 2, 0, 2].map((hits, block) => ({block, people: 10, hits}));

  it("has the interval of as many independent people as its blocks are worth", () => {
    // Variance (25 + 1 + 9 + 1) / 40² * 4 / 3 = 0.03; binomial 0.21 / 40 = 0.00525; design effect 5.714286.
    const effective = (40 / 5.714286) * (z / t3) ** 2;
    const {low, high} = wilson(0.3 * effective, effective);
    const share = clusteredShare(blocks, alone)!;
    expect(share.share).toBeCloseTo(0.3, 12);
    expect(share.variance).toBeCloseTo(0.03, 12);
    expect(share.effective).toBeCloseTo(effective, 4);
    expect(share.low).toBeCloseTo(low, 5);
    expect(share.high).toBeCloseTo(high, 5);
  });

  it("counts neighbouring blocks together, the less the further apart they are", () => {
    // Products of neighbours 5 * -1 + -1 * -3 + -3 * -1 = 1, each twice at half the weight: 36 + 1 = 37.
    expect(clusteredShare(blocks, {reachOver: 1})!.variance).toBeCloseTo(((37 / 1600) * 4) / 3, 12);
    // The order of the rows does not matter, the numbers of the blocks do: with a hole there are no neighbours.
    const apart = blocks.map((row) => ({...row, block: 2 * row.block})).reverse();
    expect(clusteredShare(apart, {reachOver: 1})!.variance).toBeCloseTo(0.03, 12);
  });

  it("is never surer than of independent people", () => {
    // Each block has its share, so that nothing varies between them.
    const even = [3, 3, 3, 3].map((hits, block) => ({block, people: 10, hits}));
    const share = clusteredShare(even, alone)!;
    expect(share.effective).toBeCloseTo(40 * (z / t3) ** 2, 4);
    expect(share.low).toBeLessThan(wilson(12, 40).low);
    expect(share.high).toBeGreaterThan(wilson(12, 40).high);
  });

  it("keeps a bound where nobody did it", () => {
    const none = [0, 1].map((block) => ({block, people: 50, hits: 0}));
    const effective = 100 * (z / t1) ** 2;
    const share = clusteredShare(none, alone)!;
    expect(share.low).toBe(0);
    expect(share.high).toBeCloseTo(wilson(0, effective).high, 5);
  });

  it("may be anything where all came in one block, and nothing where nobody came", () => {
    expect(clusteredShare([{block: 7, people: 40, hits: 4}], alone)).toMatchObject({
      share: 0.1,
      low: 0,
      high: 1,
      effective: 0
    });
    expect(clusteredShare([], alone)).toBeNull();
  });
});

describe("the difference of two such shares", () => {
  const of = (hits: number[], people: number) =>
    clusteredShare(
      hits.map((some, block) => ({block, people, hits: some})),
      alone
    )!;

  it("is Newcombe's where their blocks have nothing to do with each other", () => {
    const [first, second] = [of([8, 2, 8, 2], 10), of([3, 3, 1, 1], 10)]; // residuals ± 3 and ± 1: products cancel
    const {difference, low, high} = clusteredDifference(first, second, alone);
    const {effective: a} = first;
    const {effective: b} = second;
    const expected = newcombe(0.5 * a, a, 0.2 * b, b);
    expect(difference).toBeCloseTo(0.3, 12);
    expect(low).toBeCloseTo(expected.low, 9);
    expect(high).toBeCloseTo(expected.high, 9);
  });

  it("is surer where both rise and fall together, and no surer where one rises as the other falls", () => {
    const width = (second: number[]) => {
      const {low, high} = clusteredDifference(of([8, 2, 8, 2], 10), of(second, 10), alone);
      return high - low;
    };
    const unrelated = width([7, 7, 1, 1]);
    expect(width([7, 1, 7, 1])).toBeLessThan(unrelated);
    expect(width([1, 7, 1, 7])).toBeCloseTo(unrelated, 9);
  });
});
