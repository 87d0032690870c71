import {createHash} from "node:crypto";
import {mkdtemp, readFile, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {buildMarts} from "../../src/models/build.ts";
import {writeObserved, type Observed} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

/** The checksum of every mart after the snapshots were added in an order, with a build after each `builtEvery`. */
async function martsOf(
  history: Observed[],
  order: number[],
  builtEvery: number
): Promise<Record<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-orders-"));
  try {
    for (const [nth, which] of order.entries()) {
      await writeObserved(dataDir, history[which]!, String(which));
      if (nth === order.length - 1 || nth % builtEvery === builtEvery - 1) await buildMarts(dataDir);
    }
    const marts = join(dataDir, "marts");
    const sums: Record<string, string> = {};
    for (const file of (await readdir(marts)).filter((name) => name.endsWith(".parquet")))
      sums[file] = createHash("sha256")
        .update(await readFile(join(marts, file)))
        .digest("hex");
    return sums;
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

describe("marts built in whatever order snapshots came", () => {
  it.each([1, 2])("history %i: the same bytes as built at once", async (seed) => {
    const history = randomHistory(seed);
    const asTaken = history.map((_, nth) => nth);
    const atOnce = await martsOf(history, asTaken, Infinity);
    expect(Object.keys(atOnce).length).toBeGreaterThan(20);
    expect(await martsOf(history, asTaken, 4)).toEqual(atOnce);
    expect(await martsOf(history, asTaken.toReversed(), 5)).toEqual(atOnce);
    const shuffled = asTaken.toSorted((a, b) => ((a * 7 + seed) % 9) - ((b * 7 + seed) % 9));
    expect(await martsOf(history, shuffled, 5)).toEqual(atOnce);
  });
});
