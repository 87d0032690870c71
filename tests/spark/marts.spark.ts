import {cpSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {useFreshStore} from "../stored.ts";
import {differences} from "./marts.ts";
import {writeHistories} from "./store.ts";

/** The first seed, and how many histories stand in one store. SPARK_HISTORIES=200 takes them all. */
const seed = Number(process.env.SPARK_SEED ?? 1);
const histories = Number(process.env.SPARK_HISTORIES ?? 20);
const master = "local[2]";

describe("marts that Spark made", () => {
  const store = useFreshStore();

  it(`are those of DuckDB, of ${histories} random histories and of campaigns`, async () => {
    await writeHistories(store.dataDir, seed, histories);
    const other = join(store.dir, "spark");
    cpSync(store.dataDir, other, {recursive: true});
    const ours = await buildMarts(store.dataDir);
    const theirs = await buildMarts(other, {sparkMaster: master});
    expect(theirs).toEqual(ours);
    expect(await differences(store.dataDir, other)).toEqual([]);
    // What Spark had on the way is gone, and whatever reads marts reads these.
    expect(readdirSync(other).filter((name) => name.startsWith("."))).toEqual(
      readdirSync(store.dataDir).filter((name) => name.startsWith("."))
    );
    const [read] = await withDatabase(async (db) => {
      await attachMarts(db, other);
      return db.rows<{n: bigint}>("select count(*) as n from followers");
    });
    expect(read!.n).toBe(BigInt(ours.followers!));
  });

  it.each(["nonsense", "spark://127.0.0.1:9"])("need a master that answers: not %s", async (wrong) => {
    await writeHistories(store.dataDir, seed, 1);
    await buildMarts(store.dataDir);
    const before = readdirSync(store.dataDir);
    await expect(buildMarts(store.dataDir, {sparkMaster: wrong})).rejects.toThrow(
      new UserError(`Spark's master ${wrong} does not answer: check the address, such as spark://host:7077`)
    );
    expect(readdirSync(store.dataDir)).toEqual(before);
  });
});
