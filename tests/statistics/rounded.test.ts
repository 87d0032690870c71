import {expect, it} from "vitest";
import {rounded} from "../../src/statistics/rounded.ts";

it("keeps ten significant digits, and has no infinities and no minus zero", () => {
  expect(rounded(0.1 + 0.2)).toBe(0.3);
  expect(rounded(123456.78901234)).toBe(123456.789);
  expect(rounded(1.23456789012345e-9)).toBe(1.23456789e-9);
  expect([rounded(Infinity), rounded(NaN), rounded(null)]).toEqual([null, null, null]);
  expect(Object.is(rounded(-0), 0)).toBe(true);
});
