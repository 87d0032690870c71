import {readdirSync, truncateSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {openDatabase, withDatabase, type Database} from "../../src/duckdb.ts";
import {knownOutlines, noOutlines, runModels} from "../../src/models/build.ts";
import {readModels, type Model} from "../../src/models/models.ts";
import {findOutlines, readOutlines, type Outlines} from "../../src/models/outlines.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {isLong, isSlow} from "../long.ts";
import {writeHistories} from "../spark/store.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();

/** The raw tables of a store with something of everything, of which those in `emptied` lose their rows. */
async function openStore(dataDir: string, emptied: readonly string[]): Promise<Database> {
  const db = await openDatabase({threads: 1});
  await attachSnapshots(db, dataDir, "raw", {willReadOften: true});
  for (const table of emptied) await db.run(`delete from raw."${table}"`);
  return db;
}

/** Every relation with its columns and its rows: those of marts in their order; the order of a step is nobody's. */
async function relationsOf(db: Database): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const {name, kind} of readModels()) {
    const columns = await db.rows<{column: string}>(
      `select column_name || ' ' || column_type as column from (describe "${name}")`
    );
    const rows = await db.rows<{row: string}>(`select (r::varchar) as row from "${name}" r`);
    const texts = rows.map(({row}) => row);
    found[name] = [...columns.map(({column}) => column), ...(kind === "marts" ? texts : texts.sort())];
  }
  return found;
}

const made = async (dataDir: string, emptied: readonly string[], outlines?: Outlines) => {
  const db = await openStore(dataDir, emptied);
  try {
    await runModels(db, outlines ? {outlines} : {});
    return await relationsOf(db);
  } finally {
    await db.close();
  }
};

describe("relations that a store has nothing for", () => {
  const seeds = Array.from({length: isLong ? 60 : isSlow ? 4 : 1}, (_, nth) => nth + 1);

  const tablesOf = (dataDir: string) =>
    withDatabase(async (db) => {
      await attachSnapshots(db, dataDir, "raw", {willReadOften: true});
      const found = await db.rows<{name: string}>(
        "select table_name as name from duckdb_tables() where schema_name = 'raw' and table_name <> 'snapshots' order by 1"
      );
      return found.map(({name}) => name);
    });

  it.each(seeds)(
    "are those that planning each of them makes, whatever tables have no rows: seed %i",
    async (seed) => {
      await store.begin("histories", () => writeHistories(store.dataDir, 7, 3));
      const random = randomNumbers(seed);
      const share = random();
      const emptied = (await tablesOf(store.dataDir)).filter(() => random() < share);
      const [short, long] = [
        await made(store.dataDir, emptied),
        await made(store.dataDir, emptied, noOutlines)
      ];
      for (const [name, rows] of Object.entries(long))
        expect({name, emptied, rows: short[name]}).toEqual({name, emptied, rows});
    }
  );

  it("are created by their outlines: their SQL is not planned", async () => {
    // An outline that is wrong shows that it was taken.
    const outlines = new Map(await knownOutlines());
    outlines.set("own_posts", {columns: '"taken" boolean', emptyWhen: [["raw.posts"]]});
    await withDatabase(async (db) => {
      await attachSnapshots(db, store.dataDir);
      await runModels(db, {only: ["own_posts"], outlines});
      expect(await db.rows("select column_name from (describe own_posts)")).toEqual([{column_name: "taken"}]);
    });
  });
});

describe("what is known of relations", () => {
  const select = "select 1::bigint as a, 'x' as b from raw.lists";
  const makeAll = async (db: Database, onMade: (model: Model) => Promise<void>) => {
    const model = {name: "one", select, reads: [] as string[]} as Model;
    await db.run(`create table "${model.name}" as ${select}`);
    await onMade(model);
  };
  const outlines = new Map([["one", {columns: '"a" BIGINT, "b" VARCHAR', emptyWhen: [["raw.lists"]]}]]);
  const never = () => Promise.reject(new Error("found out again"));

  it("is found out once, and read from its file from then on", async () => {
    expect(await readOutlines(makeAll, store.dir)).toEqual(outlines);
    expect(await readOutlines(never, store.dir)).toEqual(outlines);
  });

  it("is found out again where its file is cut, and the file is whole again", async () => {
    await readOutlines(makeAll, store.dir);
    const [name] = readdirSync(store.dir);
    const file = join(store.dir, name!);
    truncateSync(file, 20);
    expect(await readOutlines(makeAll, store.dir)).toEqual(outlines);
    expect(await readOutlines(never, store.dir)).toEqual(outlines);
  });

  it("is not kept where the models change on disk meanwhile", async () => {
    expect(await readOutlines(makeAll, store.dir, () => false)).toEqual(outlines);
    await expect(readOutlines(never, store.dir)).rejects.toThrow("found out again");
  });

  it("is found out where no file can be written", async () => {
    const folder = store.write("no folder", "");
    expect(await readOutlines(makeAll, folder)).toEqual(outlines);
  });

  it("counts a macro that aggregates among aggregates", async () => {
    // `total(x)` makes a row of no rows.
    const found = await findOutlines(async (db, onMade) => {
      await db.run(
        "create macro total(x) as coalesce(sum(x), 0); create macro grand_total(x) as 1 + total(x)"
      );
      const model = {
        name: "one",
        select: "select grand_total(kept) as n from raw.lists",
        reads: [] as string[]
      } as Model;
      await db.run("create table one as select 0 as n");
      await onMade(model);
    });
    expect(found.get("one")!.emptyWhen).toEqual([]);
  });

  it("of an estimator is that it has no rows where all that it reads has none, if it makes none of those", async () => {
    const models = readModels();
    const found = await knownOutlines();
    const survival = models.find(({name}) => name === "survival")!;
    expect(found.get("survival")!.emptyWhen).toEqual([survival.reads]);
    // It says of each claim what it cannot say, too.
    expect(found.get("claims")!.emptyWhen).not.toContainEqual([]);
  });
});
