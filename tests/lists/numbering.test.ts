import {describe, expect, it} from "vitest";
import {halvesOf, Numbering} from "../../src/lists/numbering.ts";

/** Ids that fill both halves, some of them negative or alike in one half. */
const ids = BigInt64Array.from({length: 5000}, (_, nth) =>
  nth % 3 === 0 ? BigInt(nth) : nth % 3 === 1 ? BigInt(nth) << 32n : BigInt(nth) * -987654321987654n
);

describe("Numbering", () => {
  it("gives each id one number, in order of first sight, and gives it back", () => {
    const numbering = new Numbering();
    const halves = halvesOf(ids);
    const number = (nth: number) => numbering.number(halves[2 * nth]!, halves[2 * nth + 1]!);
    const all = Array.from(ids, (_, nth) => nth);
    expect(all.map(number)).toEqual(all);
    expect(all.map(number)).toEqual(all);
    expect(numbering.size).toBe(5000);
    expect(all.map((nth) => numbering.id(nth))).toEqual(Array.from(ids));
    expect(all.every((nth) => numbering.find(ids[nth]!) === nth)).toBe(true);
    expect(all.every((nth) => numbering.is(nth, halves[2 * nth]!, halves[2 * nth + 1]!))).toBe(true);
    expect(numbering.is(0, halves[2]!, halves[3]!)).toBe(false);
    expect(numbering.find(1n << 61n)).toBe(-1);
  });
});
