import {expect, it} from "vitest";
import {compareWithEm} from "./exact-ages.ts";

// The short form; `npm run calibrate -- --ages 500` compares 500 data sets.
it("curves equal a plain EM on exact ages, where thousands share few lists", async () => {
  const {sets, ages, unproved, furthest, leastCertain} = await compareWithEm(
    Array.from({length: 60}, (_, nth) => nth + 1)
  );
  expect(sets).toBeGreaterThan(50);
  expect(ages).toBeGreaterThan(1000);
  expect(unproved).toBe(0);
  expect(leastCertain).toBeLessThan(1e-6);
  expect(furthest).toBeLessThan(1e-6);
});
