import {describe, expect, it} from "vitest";
import {readModels} from "../../src/models/models.ts";
import type {Database} from "../../src/duckdb.ts";
import {runHistory} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

/** Every row of every mart, in one order. */
async function figuresOf(db: Database): Promise<Record<string, unknown[]>> {
  const figures: Record<string, unknown[]> = {};
  for (const {name, kind} of readModels())
    if (kind === "marts") figures[name] = await db.rows(`from "${name}" order by all`);
  await db.close();
  return figures;
}

// Other tests rest on it: those of one file are accounts of one build.
describe("accounts of one store", () => {
  it("have the figures that each has in a store of its own", async () => {
    const histories = [11, 12, 13].map(randomHistory);
    const beside = await Promise.all(histories.map(async (history) => figuresOf(await runHistory(history))));
    for (const [nth, history] of histories.entries()) {
      const alone = await figuresOf(await runHistory(history));
      expect(alone["followers"]!.length).toBeGreaterThan(30);
      expect(beside[nth]).toEqual(alone);
    }
  });
});
