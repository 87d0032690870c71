import {describe, expect, it} from "vitest";
import {sailSky} from "./sky-storm.ts";

// Every fourth is twice as rough. `STORMS=100` is the long form.
const voyages = process.env.STORMS
  ? Array.from({length: Number(process.env.STORMS)}, (_, nth) => nth + 1)
  : [1, 4];

describe("the scenario storm on Bluesky", () => {
  it.each(voyages)(
    "stores nothing wrong, loses no one, and says what is not whole (seed %d)",
    async (seed) => {
      const voyage = await sailSky({seed, force: seed % 4 === 0 ? 2 : 1});
      expect(voyage.wrongs).toEqual([]);
      expect(voyage.ends.length).toBeGreaterThanOrEqual(3);
      expect(voyage.faults.length).toBeGreaterThan(0);
      for (const end of voyage.ends) expect(end).toMatch(/^whole$|^partial: .|^nothing: ./);
    }
  );
});
