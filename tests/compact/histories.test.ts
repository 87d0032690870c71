import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {compareHistories} from "./random.ts";

/** `COMPACT_SEEDS=1-1000` runs the long form. */
const [first = 1, last = 3] = (process.env.COMPACT_SEEDS ?? "").split("-").filter(Boolean).map(Number);
const seeds = Array.from({length: last - first + 1}, (_, nth) => first + nth);
let [runs, rows] = [0, 0];

it.each(seeds)(
  "random history %i: the compacted store has the same rows, and makes the same marts",
  async (seed) => {
    const dir = await mkdtemp(join(tmpdir(), "followback-compact-"));
    try {
      const folded = await compareHistories(join(dir, "plain"), join(dir, "packed"), seed);
      runs += folded.runs;
      rows += folded.rows;
    } finally {
      await rm(dir, {recursive: true, force: true});
    }
  }
);

it("those histories have lists that were folded", () => {
  expect(rows).toBeGreaterThan(2 * runs);
  expect(runs).toBeGreaterThan(0);
});
