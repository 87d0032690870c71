import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {publishedCells} from "../../src/statistics/publication.ts";

const shown = (...members: number[]) =>
  publishedCells(
    members.map((size, i) => ({period: `2026-${String(i + 1).padStart(2, "0")}`, members: size}))
  ).map(({from, to, members: all}) => `${from.slice(5)}–${to.slice(5)} ${all}`);

describe("publishedCells", () => {
  it("lets 30 stand alone, and not 29", () => {
    expect(shown(30, 45)).toEqual(["01–01 30", "02–02 45"]);
    expect(shown(29, 30)).toEqual(["01–02 59"]);
  });
  it("merges with the next until they are enough, the last with the one before", () => {
    expect(shown(12, 9, 9, 40, 5)).toEqual(["01–03 30", "04–05 45"]);
  });
  it("puts all together where even they are too few", () => {
    expect(shown(10, 19)).toEqual(["01–02 29"]);
    expect(shown(10)).toEqual(["01–01 10"]);
    expect(shown()).toEqual([]);
  });
  it("takes periods in order, however they come", () => {
    const cells = [
      {period: "2026-02", members: 30},
      {period: "2025-12", members: 20},
      {period: "2026-01", members: 10}
    ];
    expect(publishedCells(cells).map(({periods}) => periods)).toEqual([["2025-12", "2026-01"], ["2026-02"]]);
  });
  it("loses nobody, leaves nothing under 30 beside another, and never merges more than it must", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), {maxLength: 30}), (sizes) => {
        const cells = sizes.map((members, i) => ({period: String(i).padStart(3, "0"), members}));
        const groups = publishedCells(cells);
        expect(groups.flatMap(({periods}) => periods)).toEqual(cells.map(({period}) => period));
        expect(groups.reduce((sum, {members}) => sum + members, 0)).toBe(sizes.reduce((a, b) => a + b, 0));
        for (const group of groups) {
          if (groups.length > 1) expect(group.members).toBeGreaterThanOrEqual(30);
        }
        for (const {periods} of groups.slice(0, -1)) {
          const early = periods.slice(0, -1).reduce((sum, period) => sum + sizes[Number(period)]!, 0);
          expect(early).toBeLessThan(30);
        }
      })
    );
  });
});
