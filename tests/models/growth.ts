import {existsSync} from "node:fs";
import {cp, mkdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {expect} from "vitest";
import {compactStore} from "../../src/compact/compact.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {buildMarts, runModels} from "../../src/models/build.ts";
import {derivedDir, KeptLists} from "../../src/models/kept.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {attachSnapshots, listSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {martSums} from "../compact/stores.ts";
import {appendObserved, day} from "./histories.ts";
import {randomHistory, randomWalks} from "./random-history.ts";

/** What a build keeps, and what the models make of it next. */
const relations = ["judged_lists", "judged_rows", "list_presence", "mutual_runs"];

/** How many lists and accounts a build went on from. */
export interface GrownFrom {
  lists: number;
  accounts: number;
}

/**
 * Makes the relations that are kept, once going on from what the last build kept and once from nothing. Throws where they
 * differ. What the first of the two keeps stays for the next build.
 */
export async function growOnce(dataDir: string): Promise<GrownFrom> {
  return withDatabase(
    async (db) => {
      const ids = await listSnapshots(dataDir);
      await attachSnapshots(db, dataDir, "raw", {willReadOften: true});
      const kept = await KeptLists.open(db, dataDir, ids, 0);
      await runModels(db, {only: relations.slice(2), kept});
      await kept!.commit();
      return withDatabase(
        async (whole) => {
          await attachSnapshots(whole, dataDir);
          await runModels(whole, {only: relations.slice(2)});
          for (const relation of relations) {
            const [grown, full] = [await rowsOf(db, relation), await rowsOf(whole, relation)];
            if (grown !== full) throw new Error(`${relation} differs:\n${difference(grown, full)}`);
          }
          return grownFrom(db);
        },
        {threads: 1}
      );
    },
    {threads: 1}
  );
}

async function rowsOf(db: Parameters<typeof runModels>[0], relation: string): Promise<string> {
  const rows = await db.rows<{row: string}>(
    `select (r::varchar) as row from (select ${relation === "judged_lists" ? "* exclude nth" : "*"} from "${relation}") r order by 1`
  );
  return rows.map(({row}) => row).join("\n");
}

function difference(grown: string, full: string): string {
  const [ours, theirs] = [new Set(grown.split("\n")), new Set(full.split("\n"))];
  return [
    ...[...ours].filter((row) => !theirs.has(row)).map((row) => `  only grown: ${row}`),
    ...[...theirs].filter((row) => !ours.has(row)).map((row) => `  only in full: ${row}`)
  ]
    .slice(0, 12)
    .join("\n");
}

async function grownFrom(db: Parameters<typeof runModels>[0]): Promise<GrownFrom> {
  const [{n}] = (await db.rows<{n: number}>(
    "select count(*)::integer as n from information_schema.tables where table_name = 'kept_places'"
  )) as [{n: number}];
  if (n === 0) return {lists: 0, accounts: 0}; // nothing was kept
  const [counts] = await db.rows<GrownFrom>(`
    select (select count(*) from kept_places)::integer as lists, (select count(*) from raw.kept_accounts)::integer as accounts`);
  return counts!;
}

/** How many histories stand in one store, each of an account of its own. */
export const historiesOfStore = 20;

/**
 * Writes random histories into one store step by step, some of it out of order, with a snapshot removed, a person forgotten,
 * snapshots compacted, what was kept restored from before, and builds killed in between, and builds after most steps. Throws
 * where going on from what was kept makes anything else than reading everything. In the end the marts are built both ways and
 * compared byte by byte.
 */
export async function compareGrowth(
  dataDir: string,
  seed: number,
  accounts = historiesOfStore
): Promise<GrownFrom> {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const oneIn = (n: number) => below(n) === 0;
  const total: GrownFrom = {lists: 0, accounts: 0};
  const done: string[] = [];
  const waiting = Array.from({length: accounts}, (_, nth) => {
    const sources = [["x-api"], ["tables"], ["x-api", "tables"]][below(3)] as ("x-api" | "tables")[];
    const own = seed * 1000 + nth;
    const history = oneIn(3) ? randomHistory(own) : randomWalks(own, 5 + below(5), sources);
    if (oneIn(3)) {
      const [a, b] = [below(history.length), below(history.length)];
      [history[a], history[b]] = [history[b]!, history[a]!];
    }
    return {id: String(500 + nth), history: history.map((observed, step) => ({observed, step}))};
  });
  /** One step of some accounts, those of one source in one snapshot. */
  const write = async () => {
    const rows = waiting
      .filter(({history}) => history.length > 0 && !oneIn(6))
      .map(({id, history}) => ({id, ...history.shift()!}));
    for (const source of ["x-api", "x-archive", "tables"] as const) {
      const these = rows.filter(({observed}) => (observed.source ?? "x-api") === source);
      if (these.length === 0) continue;
      const plan = {source, takenAt: day(these[0]!.observed.at), key: `${done.length}`};
      await writeSnapshot(dataDir, plan, async (writer) => {
        for (const {id, observed, step} of these) await appendObserved(writer, observed, String(step), id);
        return {accounts: these.map(({id}) => id)};
      });
    }
  };
  try {
    while (waiting.some(({history}) => history.length > 0)) {
      done.push("write");
      await write();
      if (oneIn(6)) continue;
      if (oneIn(8)) {
        const ids = await listSnapshots(dataDir);
        const id = ids[below(ids.length)]!;
        done.push(`remove ${id}`);
        if (ids.length > 1) await removeSnapshots(dataDir, [id]);
      }
      if (oneIn(8)) {
        const id = String(2 + below(70));
        done.push(`forget ${id}`);
        // As if the folder had come back from a backup.
        const aside = `${dataDir}-aside`;
        const isRestored = oneIn(2) && existsSync(derivedDir(dataDir));
        if (isRestored) await cp(derivedDir(dataDir), aside, {recursive: true});
        await forgetPeople(dataDir, {erase: [{id, handles: [], texts: []}], blank: []});
        expect(existsSync(derivedDir(dataDir))).toBe(false);
        if (isRestored) await rename(aside, derivedDir(dataDir));
      }
      if (oneIn(8)) {
        done.push("compact");
        await compactStore(dataDir, {rowsAtOnce: 500 + below(4000)});
      }
      if (oneIn(8)) {
        done.push("killed build");
        await mkdir(join(dataDir, ".derived-1"), {recursive: true});
        await writeFile(join(dataDir, ".derived-1", "judged_lists.parquet"), "half");
      }
      if (oneIn(8)) {
        done.push("stopped build");
        const onStep = (_: number, name: string) => {
          if (name === "presence") throw new Error("stopped");
        };
        const stopped = buildMarts(dataDir, {threads: 1, keepFrom: 0, onStep});
        await expect(stopped).rejects.toThrow("stopped");
      }
      done.push("build");
      const from = await growOnce(dataDir);
      total.lists += from.lists;
      total.accounts += from.accounts;
    }
    await buildMarts(dataDir, {threads: 1, keepFrom: 0});
    const grown = await martSums(dataDir);
    await rm(derivedDir(dataDir), {recursive: true, force: true});
    await buildMarts(dataDir, {threads: 1, keepFrom: Infinity});
    const full = await martSums(dataDir);
    expect(Object.keys(full).filter((name) => grown[name] !== full[name])).toEqual([]);
  } catch (error) {
    throw new Error(`seed ${seed} after ${done.join(", ")}: ${(error as Error).message}`, {cause: error});
  }
  return total;
}
