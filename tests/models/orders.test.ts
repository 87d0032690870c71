import {createHash} from "node:crypto";
import {mkdtemp, readFile, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {buildMarts} from "../../src/models/build.ts";
import {holdStore} from "../../src/snapshots/store.ts";
import {isLong} from "../long.ts";
import {writeObserved, type Observed} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

/** The checksum of every mart after the snapshots of each account were added in an order, with a build after each `builtEvery`. */
async function martsOf(
  histories: Observed[][],
  order: number[],
  builtEvery: number
): Promise<Record<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-orders-"));
  try {
    for (const [nth, which] of order.entries()) {
      await holdStore(dataDir, async () => {
        for (const [own, history] of histories.entries())
          await writeObserved(dataDir, history[which]!, `${own} ${which}`, String(1_000_000 + own));
      });
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
  it("give the same bytes as built at once", async () => {
    const histories = Array.from({length: Number(process.env.RUNS ?? 2)}, (_, nth) => randomHistory(nth + 1));
    const asTaken = histories[0]!.map((_, nth) => nth);
    const atOnce = await martsOf(histories, asTaken, Infinity);
    expect(Object.keys(atOnce).length).toBeGreaterThan(20);
    expect(await martsOf(histories, asTaken, 4)).toEqual(atOnce);
    const shuffled = asTaken.toSorted((a, b) => ((a * 7 + 1) % 9) - ((b * 7 + 1) % 9));
    // Turned round and shuffled are two ways out of order: the short form takes the second.
    if (isLong) expect(await martsOf(histories, asTaken.toReversed(), 5)).toEqual(atOnce);
    expect(await martsOf(histories, shuffled, 5)).toEqual(atOnce);
  });
});
