import {cpSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {useFreshStore} from "../stored.ts";
import {differences} from "./marts.ts";
import {writeHistories} from "./store.ts";

/** The first seed, and how many histories stand in one store. */
const seed = Number(process.env.SPARK_SEED ?? 1);
const histories = Number(process.env.SPARK_HISTORIES);
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
});
