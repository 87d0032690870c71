import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {compareGrowth, historiesOfStore} from "./growth.ts";

/** `GROWTH_SEEDS=1-50` runs the long form: 1,000 histories, twenty a store. */
const isLong = process.env.GROWTH_SEEDS !== undefined;
const [first = 1, last = 1] = (process.env.GROWTH_SEEDS ?? "").split("-").filter(Boolean).map(Number);
const seeds = Array.from({length: last - first + 1}, (_, nth) => first + nth);
const total = {lists: 0, accounts: 0};

it.each(seeds)(
  "random histories %i: going on from the last build makes what a full build makes",
  async (seed) => {
    const dir = await mkdtemp(join(tmpdir(), "followback-growth-"));
    try {
      const {lists, accounts} = await compareGrowth(join(dir, "data"), seed, isLong ? historiesOfStore : 5);
      total.lists += lists;
      total.accounts += accounts;
    } finally {
      await rm(dir, {recursive: true, force: true});
    }
  }
);

it("those histories went on from judged lists, and from what was kept of whole accounts", () => {
  expect(total.lists).toBeGreaterThan(3 * seeds.length);
  expect(total.accounts).toBeGreaterThan(2 * seeds.length);
});
