import {describe, expect, it} from "vitest";
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {estimateOf, shareOf, type InterestCell} from "../../src/models/computed/interest-shares.ts";
import {formatStudy, looksOf, newcomersOf, simulate, studyWorlds} from "./circles-study.ts";

/**
 * `WORLDS=2000` for the long form; each law has so many. `REDRAWS=8` draws the interests of each world's people so many
 * times: with 250 worlds 2,000 draws of interests in an eighth of the time.
 */
const worlds = Number(process.env.WORLDS ?? 3);
const isLong = worlds >= 100;
const redraws = Number(process.env.REDRAWS ?? (isLong ? 1 : 6));
const draws = Number(process.env.DRAWS ?? (isLong ? 2000 : 80));
const seed = 20261128;
/** A few worlds would be too much of their own truth: others join them in it. */
const truthSeeds = isLong ? [] : Array.from({length: 3}, (_, nth) => 5_000_000 + nth);
const seeds = Array.from({length: worlds}, (_, nth) => seed + nth);
/** Below so many events intervals cover too often, as they should. */
const enoughEvents = 10;

const laws: WorldName[] = ["typical", "contrary", "no-difference"];

describe("interests and other followers in simulated worlds", () => {
  it.each(laws)("have intervals that hold the truth, and verdicts that hold (%s)", (name) => {
    const study = studyWorlds(name, seeds, {redraws, truthSeeds});
    if (isLong) console.log(formatStudy(name, study));
    expect(study.figures.size).toBe(13);
    for (const [figure, {covered, worlds: n, events, halfWidth}] of study.figures) {
      if (events / n < enoughEvents) continue;
      const share = covered / n;
      // So many worlds leave 93 to 97 % to chance by three standard errors; a short run shows gross errors alone.
      const error = n >= 2000 ? 0 : 3 * Math.sqrt((0.95 * 0.05) / n);
      expect([figure, share >= 0.93 - error]).toEqual([figure, true]);
      if (isLong) expect([figure, share <= 0.97 + error]).toEqual([figure, true]);
      // What $5 a month buys.
      if (/^interests (before|after), (followback|organic)$/.test(figure))
        expect(halfWidth / n).toBeLessThan(0.1);
    }
    for (const {worlds: n, everDecided, last} of study.claims.values()) {
      const share = (verdict: string) => (last[verdict] ?? 0) / n;
      if (name === "contrary") expect(share("contradicted")).toBeGreaterThanOrEqual(isLong ? 0.95 : 0.7);
      if (name === "typical") expect(share("contradicted")).toBe(0);
      if (name === "no-difference") expect(everDecided / n).toBeLessThanOrEqual(isLong ? 0.05 : 0.3);
    }
  });
});

describe("a sample of looks", () => {
  it("holds what a look at everybody would show, drawn again and again of one world", () => {
    const world = simulate("typical", seed);
    const {sample, census} = looksOf(world, newcomersOf(world));
    const figures = (["before", "after"] as const).flatMap((period) =>
      (["followback", "organic"] as const).map((route) => ({period, route, held: 0, sum: 0}))
    );
    const of = (cells: InterestCell[], {period, route}: (typeof figures)[number]) =>
      estimateOf(shareOf(cells.filter((cell) => cell.route === route && cell.period === period)))!;
    const all = census();
    for (let nth = 0; nth < draws; ++nth) {
      const cells = sample(`draw ${nth}`);
      for (const figure of figures) {
        const {share, low, high} = of(cells, figure);
        const truth = of(all, figure).share;
        figure.held += low <= truth && truth <= high ? 1 : 0;
        figure.sum += share;
      }
    }
    const lines = figures.map((figure) => {
      const {period, route, held, sum} = figure;
      const truth = of(all, figure).share;
      expect(held / draws).toBeGreaterThanOrEqual(isLong ? 0.93 : 0.88);
      // The weights make up for the strata: without them the mean of draws would lie off the census.
      expect(Math.abs(sum / draws - truth)).toBeLessThan(isLong ? 0.003 : 0.012);
      return `${period}, ${route}: held in ${((100 * held) / draws).toFixed(1)} % of ${draws} draws, mean ${(sum / draws).toFixed(4)}, census ${truth.toFixed(4)}`;
    });
    if (isLong) console.log(lines.join("\n"));
  });
});
