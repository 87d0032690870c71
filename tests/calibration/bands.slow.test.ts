import {expect, it} from "vitest";
import {bandCoverage, bandWorlds, truthAt} from "./bands.ts";

// The short form of `npm run calibrate -- --bands 600`: few worlds, so that only what is plainly wrong fails.
const worlds = 60;

it.each(bandWorlds.filter(({lists}) => lists < 10))(
  "the band of the curve holds the truth: $name",
  async (kind) => {
    const seeds = Array.from({length: worlds}, (_, nth) => 9001 + nth);
    for (const {covered, worlds: n, width, open} of await bandCoverage(kind, seeds)) {
      expect(n).toBeGreaterThan(worlds / 2);
      // A true 95 % holds the truth less often than this once in a thousand times.
      expect(covered / n).toBeGreaterThanOrEqual(0.95 - 3.1 * Math.sqrt((0.95 * 0.05) / n));
      // Not by being wide: what the lists leave open aside, a few points.
      expect(width - open).toBeLessThan(0.06);
    }
  }
);

it("the truth is what whoever is still there at the first list goes on to do", () => {
  // By hand: of those who come evenly over 30 days, 0.2 * 16 / 30 * (1 - e^(-30/16)) and 0.8 * 420 / 30 * (1 - e^(-30/420)) stand in it.
  const [early, late] = [0.2 * (16 / 30) * (1 - Math.exp(-30 / 16)), 0.8 * 14 * (1 - Math.exp(-1 / 14))];
  expect(truthAt(0, 30)).toBeCloseTo(1, 12);
  expect(truthAt(60, 30)).toBeCloseTo(
    (early * Math.exp(-60 / 16) + late * Math.exp(-60 / 420)) / (early + late),
    12
  );
});
