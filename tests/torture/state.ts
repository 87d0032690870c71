import {createHash} from "node:crypto";
import {existsSync, lstatSync, readdirSync, readFileSync, readlinkSync} from "node:fs";
import {join, relative} from "node:path";
import {withDatabase} from "../../src/duckdb.ts";
import {isBuilt} from "../../src/models/build.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {tableNames} from "../../src/snapshots/tables.ts";

/** What a data folder holds, as a reader sees it. */
export interface State {
  /** By the id of each snapshot: how many rows each raw table has of it, and a checksum of these as a set. */
  snapshots: Map<string, string>;
  /** The settings as they stand in their file. */
  settings: string;
  /** A checksum of the marts, null where there are none; `isBuilt`: the program takes them for those of these snapshots. */
  marts: string | null;
  isBuilt: boolean;
  /** Every file and folder but those of `snapshots/` and `marts/`, and the lock. */
  others: string[];
}

export async function stateOf(dataDir: string): Promise<State> {
  return {
    snapshots: await rowsOf(dataDir),
    settings: textOf(join(dataDir, "followback.json")),
    marts: digestOf(join(dataDir, "marts")),
    isBuilt: existsSync(dataDir) && (await isBuilt(dataDir)),
    others: pathsBelow(dataDir).filter(
      (path) => !/^(snapshots\/[^.]|marts\/)|(^|\/)\.(settings\.)?lock$|^(snapshots|marts)$/.test(path)
    )
  };
}

async function rowsOf(dataDir: string): Promise<Map<string, string>> {
  const snapshots = new Map((await listSnapshots(dataDir)).map((id) => [id, ""]));
  if (snapshots.size === 0) return snapshots;
  await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const counts = tableNames.map(
      (table) => `
      select '${table}' as name, snapshot_id as id, count(*)::varchar as n, sum(hash(t)::hugeint)::varchar as sum
      from raw."${table}" t group by snapshot_id`
    );
    const found = await db.rows<{name: string; id: string; n: string; sum: string}>(
      `${counts.join(" union all ")} order by name, id`
    );
    for (const {name, id, n, sum} of found)
      snapshots.set(id, `${snapshots.get(id) ?? "not listed: "}${name} ${n} ${sum}; `);
  });
  return snapshots;
}

const textOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");

/** The paths of everything below a folder, sorted. */
export function pathsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** A checksum of names and contents of everything below a folder; null where it is not there. */
export function digestOf(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const hash = createHash("sha256");
  for (const path of pathsBelow(folder)) {
    const file = join(folder, path);
    const found = lstatSync(file);
    const content = found.isSymbolicLink() ? readlinkSync(file) : found.isFile() ? readFileSync(file) : "";
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** How two stores differ in their rows, snapshot by snapshot; empty where they are the same. */
export function differences(a: State["snapshots"], b: State["snapshots"]): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id)).sort();
}
