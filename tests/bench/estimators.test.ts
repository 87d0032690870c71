import {describe, expect, it} from "vitest";
import {lifeTable} from "../../src/statistics/life-table.ts";
import {mantelHaenszel} from "../../src/statistics/mantel-haenszel.ts";
import {bootstrapBand} from "../../src/statistics/survival-band.ts";
import {turnbull} from "../../src/statistics/turnbull.ts";

const many = 1e15;

/** Ages between which people left: 250 pairs, more people in some than in others, `people` in all. */
function grouped(people: number) {
  const rows = Array.from({length: 250}, (_, nth) => ({
    left: (nth % 50) * 7,
    right: nth % 5 === 4 ? Infinity : (nth % 50) * 7 + 7 * (1 + (nth % 3)),
    weight: 1 + ((nth * 37) % 17)
  }));
  const all = rows.reduce((sum, {weight}) => sum + weight, 0);
  return rows.map(({left, right, weight}) => ({left, right, count: Math.round((people * weight) / all)}));
}

const estimators: Record<string, (people: number) => unknown> = {
  "Turnbull's estimate": (people) => turnbull(grouped(people)),
  "its bootstrap": (people) => bootstrapBand(grouped(people), [30, 60, 90], {draws: 40}),
  "a life table": (people) =>
    lifeTable(
      grouped(people).map(({left, right, count}) => ({
        age: left,
        cause: right < 100 ? "unfollowed" : null,
        count
      })),
      Array.from({length: 50}, (_, week) => week * 7)
    ),
  "Mantel–Haenszel": (people) =>
    mantelHaenszel(
      grouped(people).map(({count}, nth) => ({
        x1: Math.round(count / (3 + (nth % 4))),
        n1: count,
        x0: Math.round(count / 3),
        n0: count
      }))
    )
};

describe("once grouped, followers cost nothing", () => {
  // Anything that went through the people one by one would never come to its end, or find no room for them.
  it.each(Object.keys(estimators))("%s is found of a thousand million million followers", (name) => {
    const estimate = estimators[name]!;
    expect(estimate(many)).toBeDefined();
  });
});
