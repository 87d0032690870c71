import {expect, test} from "vitest";
import {mergePeriods} from "../../src/publish.ts";

const merged = (...members: number[]) =>
  mergePeriods(members.map((count, i) => ({period: `2025-0${i + 1}-01`, members: count}))).map(
    (group) => group.members
  );

test("groups of thirty stand alone", () => expect(merged(30, 45, 31)).toEqual([30, 45, 31]));
test("a small one joins the next", () => expect(merged(12, 45, 31)).toEqual([57, 31]));
test("several small ones join until they are enough", () => expect(merged(9, 9, 9, 9, 40)).toEqual([36, 40]));
test("the last joins the one before", () => expect(merged(40, 35, 29)).toEqual([40, 64]));
test("all together may be too few", () => expect(merged(9, 9)).toEqual([18]));
test("nobody is no group", () => expect(merged()).toEqual([]));
test("periods are merged in their order", () => {
  const groups = mergePeriods([
    {period: "2025-02-01", members: 40},
    {period: "2025-01-01", members: 5}
  ]);
  expect(groups).toEqual([{periods: ["2025-01-01", "2025-02-01"], members: 45}]);
});
