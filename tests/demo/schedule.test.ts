import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {storedRows} from "../stored.ts";

// Eight days of the brand, from its first on.
it.each([
  ["daily-full", ["full", "full", "full", "full", "full", "full", "full", "full"]],
  ["heads-weekly", ["full", "head", "head", "head", "head", "head", "head", "full"]],
  ["heads-biweekly", ["full", "head", "head", "head", "head", "head", "head", "head"]],
  ["heads-monthly", ["full", "head", "head", "head", "head", "head", "head", "head"]],
  ["weekly-full", ["full", "full"]],
  ["monthly-full", ["full"]]
] as const)("a world watched by %s", async (schedule, walks) => {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-schedule-"));
  try {
    await watchWorld(dataDir, new World("typical", 5), {weeks: 1, schedule});
    const taken = await storedRows<{walk: string}>(
      dataDir,
      `
        select case when ended then 'full' else reason end as walk from raw.lists
        where list = 'followers' order by taken_at`
    );
    expect(taken.map(({walk}) => walk)).toEqual(walks);
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
});
