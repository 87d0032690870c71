import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {quote, withDatabase, type Database} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {martsDir} from "../../src/models/marts.ts";
import type {Model} from "../../src/models/models.ts";
import {writeSettings} from "../../src/snapshots/settings.ts";
import {recordWorlds, truthOf} from "./record-worlds.ts";
import {inSharedFolder} from "../shared-folder.ts";
import {writeRawWorlds} from "./raw-worlds.ts";
import {worlds} from "./worlds.ts";

/** A data folder that tracks every account of `worlds`, with the marts that the models make of their rows. Not to be changed. */
export const openFixture = (): Promise<string> =>
  inSharedFolder("data", async (dataDir) => {
    await writeSettings(dataDir, {
      accounts: [
        ...worlds.map(({id, name}) => ({id, name})),
        ...recordWorlds.map(({id, name, network}) => ({id, name, network}))
      ]
    });
    await mkdir(martsDir(dataDir), {recursive: true});
    await withDatabase(async (db) => {
      await writeRawWorlds(db, worlds, recordWorlds);
      await writeFile(join(dataDir, "truth.json"), await truthOf(db));
      await runModels(db, {onMade: (model) => save(db, model, dataDir)});
    });
  });

/** Writes a mart, with the cells in it that a world wants to be others: a column that the model has not makes it fail. */
async function save(db: Database, {name, kind}: Model, dataDir: string) {
  if (kind !== "marts") return;
  const changes = worlds.flatMap(({id, instead = []}) =>
    instead
      .filter(({mart}) => mart === name)
      .map(({column, value, only}) => {
        const where = [`account_id = ${id}`, ...(only === undefined ? [] : [only])].join(" and ");
        return `update saved set "${column}" = ${value} where ${where}`;
      })
  );
  if (changes.length > 0) await db.run(`create temp table saved as from "${name}"; ${changes.join("; ")}`);
  const file = quote(join(martsDir(dataDir), `${name}.parquet`));
  await db.run(
    `copy ${changes.length > 0 ? "saved" : `"${name}"`} to ${file} (format parquet, compression zstd)`
  );
  if (changes.length > 0) await db.run("drop table saved");
}
