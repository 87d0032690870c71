import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {compareHistories} from "./random.ts";

/** `COMPACT_SEEDS=1-1000` runs the long form, several histories as accounts of one store; `COMPACT_TOGETHER=1` each alone. */
const [first = 1, last = 1] = (process.env.COMPACT_SEEDS ?? "").split("-").filter(Boolean).map(Number);
const together = Number(process.env.COMPACT_TOGETHER ?? (last - first < 10 ? 1 : 20));
const batches = Array.from({length: Math.ceil((last - first + 1) / together)}, (_, nth) =>
  Array.from(
    {length: Math.min(together, last - first + 1 - nth * together)},
    (_, other) => first + nth * together + other
  )
);
let [runs, rows] = [0, 0];

it.each(batches.map((seeds) => [`${seeds[0]} to ${seeds.at(-1)}`, seeds] as const))(
  "random histories %s: the compacted store has the same rows, and makes the same marts",
  async (_, seeds) => {
    const dir = await mkdtemp(join(tmpdir(), "followback-compact-"));
    try {
      const folded = await compareHistories(join(dir, "plain"), join(dir, "packed"), seeds);
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
