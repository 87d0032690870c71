import {describe, expect, it} from "vitest";
import {longestIncreasingRun, orderCheck} from "../../src/lists/order.ts";

describe("longestIncreasingRun", () => {
  it("is the longest subsequence in order, not the longest stretch", () => {
    // Fredman's kind of example, worked by hand: 0 2 6 9 11 15.
    expect(longestIncreasingRun([0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15])).toBe(6);
    expect(longestIncreasingRun([3, 2, 1])).toBe(1);
    expect(longestIncreasingRun([])).toBe(0);
  });
});

describe("orderCheck", () => {
  const inOrder = (n: number) => Array.from({length: n}, (_, rank) => rank);
  it("needs 25 known rows, or the end of the list", () => {
    expect(orderCheck(inOrder(24), false)).toMatchObject({violations: 0, holds: false});
    expect(orderCheck(inOrder(24), true)).toMatchObject({violations: 0, holds: true});
    expect(orderCheck(inOrder(25), false)).toMatchObject({violations: 0, holds: true});
  });
  it("allows three rows out of order, or one in twenty", () => {
    const moved = (n: number, total: number) => [
      ...inOrder(total).slice(-n).reverse(),
      ...inOrder(total - n)
    ];
    // The moved ones stand in reverse on top: all but one of them, or all, break the run of the rest.
    expect(orderCheck(moved(3, 40), true)).toMatchObject({violations: 3, holds: true});
    expect(orderCheck(moved(4, 40), true)).toMatchObject({violations: 4, holds: false});
    expect(orderCheck(moved(5, 100), true)).toMatchObject({violations: 5, holds: true});
    expect(orderCheck(moved(6, 100), true)).toMatchObject({violations: 6, holds: false});
  });
});
