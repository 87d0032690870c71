import {describe, expect, it} from "vitest";
import {lifeTable} from "../../src/estimators/life-table.ts";
import {mantelHaenszel} from "../../src/estimators/mantel-haenszel.ts";
import {bootstrapBand} from "../../src/estimators/survival-band.ts";
import {turnbull} from "../../src/estimators/turnbull.ts";

// The same groups, once with ten thousand followers in them and once with ten million.
const few = 10_000;
const many = 10_000_000;

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

/** The quickest of some runs: what the work takes when nothing else is in its way. */
function quickest(run: () => unknown, runs: number): number {
  return Math.min(
    ...Array.from({length: runs}, () => {
      const began = performance.now();
      run();
      return performance.now() - began;
    })
  );
}

describe("once grouped, followers cost nothing", () => {
  it.each(Object.keys(estimators))("%s takes as long for ten million as for ten thousand", (name) => {
    const estimate = estimators[name]!;
    quickest(() => estimate(few), 3);
    const [small, large] = [few, many].map((people) => quickest(() => estimate(people), 7));
    process.stderr.write(
      `${name}: ${small!.toFixed(2)} ms for ten thousand, ${large!.toFixed(2)} ms for ten million\n`
    );
    // A thousand times the people: anything that grew with them would be far beyond this.
    expect(large!).toBeLessThan(5 * small! + 20);
  });
});
