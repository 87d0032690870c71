import {describe, expect, it} from "vitest";
import {sail} from "./storm.ts";

// Every fourth is twice as rough. `STORMS=60` is the long form; 200 voyages are in `npm run rehearse`.
const voyages = process.env.STORMS
  ? Array.from({length: Number(process.env.STORMS)}, (_, nth) => nth + 1)
  : [1, 4];

describe("the scenario storm", () => {
  it.each(voyages)("stores nothing wrong, and counts the bill to the cent (seed %d)", async (seed) => {
    const voyage = await sail({seed, force: seed % 4 === 0 ? 2 : 1});
    expect(voyage.wrongs).toEqual([]);
    expect(voyage.ends.length).toBeGreaterThanOrEqual(3);
    expect(voyage.faults.length).toBeGreaterThan(0);
    expect(voyage.looked).toBeGreaterThan(0);
    for (const end of voyage.ends) expect(end).toMatch(/^whole$|^partial: .|^nothing: ./);
  });
});
