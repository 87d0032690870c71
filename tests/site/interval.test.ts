import {expect, test} from "vitest";
import {newcombe, wilson} from "../../reports/components/interval.js";

// Check figures of the literature: Brown, Cai and DasGupta for Wilson, Newcombe 1998 (method 10) for differences.
test.each([
  [0, 10, 0, 0.2775],
  [1, 10, 0.0179, 0.4042],
  [1, 29, 0.0061, 0.1718],
  [65, 500, 0.1033, 0.1623],
  [81, 263, 0.2553, 0.3662]
])("wilson of %i in %i", (hits, size, low, high) => {
  expect(wilson({hits, size}).low).toBeCloseTo(low, 4);
  expect(wilson({hits, size}).high).toBeCloseTo(high, 4);
});

test("wilson of nobody knows nothing", () => {
  expect(wilson({hits: 0, size: 0})).toMatchObject({low: 0, high: 1});
});

test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809]
])("newcombe of %i/%i - %i/%i", (a, n, b, m, low, high) => {
  const difference = newcombe({hits: a, size: n}, {hits: b, size: m});
  expect(difference.low).toBeCloseTo(low, 4);
  expect(difference.high).toBeCloseTo(high, 4);
});
