import {createHash} from "node:crypto";
import {mkdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {deserialize, serialize} from "node:v8";
import {z} from "zod";
import {quote, type Database} from "../duckdb.ts";
import {ListMemory, type MemoryState} from "../lists/lists.ts";
import {memoryKey, type ReplayOptions} from "../lists/replay-lists.ts";
import {
  attachKept,
  checkKept,
  findKeepable,
  hideKept,
  keptRelations,
  type KeptName,
  type KeptSeries
} from "./kept-relations.ts";
import {digestOfModels} from "./made-from.ts";
import {dropFolder, replaceFolder, sweepBeside} from "../snapshots/replace-folder.ts";
import {compactedIn, countRemovals, snapshotDir} from "../snapshots/store.ts";
import {sha256Of} from "../snapshots/writer.ts";
import {version} from "../version.ts";

/**
 * Builds keep what they found out of lists only where a store has so many rows of lists: below that, reading them all again
 * takes less time than keeping.
 */
const worthKeepingRows = 1_000_000;

/** The folder of what builds keep for the next one. It can be deleted at any time. */
export const derivedDir = (dataDir: string) => join(dataDir, "derived");
const hiddenPrefix = ".derived-";
const stampFile = "stamp.json";
const memoriesFile = "memories.bin";
const fileOf = (name: KeptName) => `${name}.parquet`;
/** Another number where the files mean something else. */
const format = 1;

const schema = z.object({
  format: z.literal(format),
  node: z.string(),
  version: z.string(),
  models: z.string(),
  removals: z.number(),
  /** By the id of each snapshot: the checksum of its `snapshot.json`, which has those of its files. */
  snapshots: z.record(z.string(), z.string()),
  /** The files of this folder, with their bytes and checksums. */
  files: z.record(z.string(), z.object({bytes: z.number(), sha256: z.string()})),
  /** The accounts whose rows are kept. */
  accounts: z.array(z.string()),
  /** The series of lists whose memories are kept, and where these stand in their file. */
  series: z.array(
    z.object({account: z.string(), list: z.string(), source: z.string(), from: z.number(), to: z.number()})
  )
});
type Stamp = z.infer<typeof schema>;

/** The checksum of what each counted snapshot says of itself; of compacted ones, of what they say together. */
export async function digestsOf(dataDir: string, ids: readonly string[]): Promise<Record<string, string>> {
  const compacted = compactedIn(dataDir);
  const digestOf = async (file: string) =>
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  const together = compacted === null ? "" : await digestOf(join(compacted.directory, "snapshot.json"));
  const digests: Record<string, string> = {};
  for (const id of ids)
    digests[id] = compacted?.snapshots.has(id)
      ? together
      : await digestOf(join(snapshotDir(dataDir, id), "snapshot.json"));
  return digests;
}

/** What a former build kept, if all of it is as it was written and made by this program; null otherwise. */
async function readStamp(dataDir: string): Promise<Stamp | null> {
  const folder = derivedDir(dataDir);
  try {
    const stamp = schema.parse(JSON.parse(await readFile(join(folder, stampFile), "utf8")));
    const isOurs =
      stamp.node === process.version && stamp.version === version && stamp.models === digestOfModels();
    if (!isOurs) return null;
    for (const name of [...keptRelations.map(fileOf), memoriesFile]) {
      const written = stamp.files[name];
      const file = join(folder, name);
      if (written === undefined || (await stat(file)).size !== written.bytes) return null;
      if ((await sha256Of(file)) !== written.sha256) return null;
    }
    return stamp;
  } catch {
    // Whatever is wrong with it, everything can be made again.
    return null;
  }
}

/**
 * What builds keep of lists for the next one, in the folder `derived/`: how lists were judged, what that left in mind, when
 * people stood in them and what was said of the other direction. It holds as long as every snapshot it was made of is there
 * unchanged, and new lists come after the old ones of their series; where it does not hold of an account, all lists of that
 * account are read again.
 */
export class KeptLists {
  readonly #old: Stamp | null;
  readonly #series = new Map<string, Stamp["series"][number]>();
  readonly #memories: Buffer | null;
  readonly #packed = new Map<string, {series: KeptSeries; bytes: Uint8Array}>();
  readonly #hidden: string;
  #accounts: string[] = [];

  private constructor(
    readonly dataDir: string,
    readonly digests: Record<string, string>,
    readonly removals: number,
    old: Stamp | null,
    memories: Buffer | null
  ) {
    this.#old = old;
    this.#memories = memories;
    this.#hidden = KeptLists.hiddenDir(dataDir);
    for (const one of old?.series ?? []) this.#series.set(memoryKey(one.account, one.list, one.source), one);
  }

  /** Where this process writes what it keeps before all of it is there. */
  static hiddenDir(dataDir: string): string {
    return join(dataDir, `${hiddenPrefix}${process.pid}`);
  }

  /** Opens what the last build of a store of these snapshots kept; null where it is not worth it. `from`: the fewest rows of lists. */
  static async open(
    db: Database,
    dataDir: string,
    ids: readonly string[],
    from = worthKeepingRows
  ): Promise<KeptLists | null> {
    const [{rows}] = (await db.rows<{rows: number}>(
      "select coalesce(sum(rows), 0)::double as rows from raw.lists"
    )) as [{rows: number}];
    if (rows < from) return null;
    const digests = await digestsOf(dataDir, ids);
    const removals = await countRemovals(dataDir);
    const stamp = await readStamp(dataDir);
    const isExtended =
      stamp !== null &&
      stamp.removals === removals &&
      Object.entries(stamp.snapshots).every(([id, digest]) => digests[id] === digest);
    const old = isExtended ? stamp : null;
    const memories = old && (await readFile(join(derivedDir(dataDir), memoriesFile)));
    return new KeptLists(dataDir, digests, removals, old, memories);
  }

  /** Makes what is kept readable in `db`, which has the snapshots attached as `raw`, and says how to judge lists. */
  async attach(db: Database): Promise<Pick<ReplayOptions, "kept" | "memories">> {
    await rm(this.#hidden, {recursive: true, force: true});
    await mkdir(this.#hidden, {recursive: true});
    const memories = {set: (key: string, memory: ListMemory) => this.#pack(key, memory)};
    if (this.#old === null) {
      await hideKept(db);
      return {memories};
    }
    const isNew = (id: string) => !(id in this.#old!.snapshots);
    const held = await attachKept(db, {
      files: (name) => join(derivedDir(this.dataDir), fileOf(name)),
      newIds: Object.keys(this.digests).filter(isNew),
      accounts: this.#old.accounts,
      series: this.#old.series
    });
    const holding = new Set(held.map(({account, list, source}) => memoryKey(account, list, source)));
    for (const key of this.#series.keys()) if (!holding.has(key)) this.#series.delete(key);
    return {
      memories,
      kept: {
        relation: "raw.kept_lists",
        memoryOf: (key) => this.#unpack(key),
        drop: (key) => void this.#series.delete(key)
      }
    };
  }

  /** Puts the kept judgements beside the new ones, and finds out of which accounts all that is kept holds. */
  async judged(db: Database): Promise<void> {
    if (this.#old !== null) await checkKept(db, [...this.#series.values()]);
    await this.#keep(db, "judged_lists");
    await this.#keep(db, "judged_rows");
  }

  /** Called with each relation once it is made. */
  async made(db: Database, name: string): Promise<void> {
    if (name === "list_presence" || name === "mutual_runs") await this.#keep(db, name);
    if (name === "mutual_runs") this.#accounts = await findKeepable(db);
  }

  /** Puts what this build keeps in the place of what the last one kept. */
  async commit(): Promise<void> {
    const series: Stamp["series"] = [];
    const parts: Uint8Array[] = [];
    let at = 0;
    const add = ({account, list, source}: KeptSeries, bytes: Uint8Array) => {
      series.push({account, list, source, from: at, to: at + bytes.length});
      parts.push(bytes);
      at += bytes.length;
    };
    for (const [key, one] of this.#series)
      if (!this.#packed.has(key)) add(one, this.#memories!.subarray(one.from, one.to));
    for (const {series: one, bytes} of this.#packed.values()) add(one, bytes);
    await writeFile(join(this.#hidden, memoriesFile), parts);
    const files: Stamp["files"] = {};
    for (const name of [...keptRelations.map(fileOf), memoriesFile]) {
      const file = join(this.#hidden, name);
      files[name] = {bytes: (await stat(file)).size, sha256: await sha256Of(file)};
    }
    const stamp: Stamp = {
      format,
      node: process.version,
      version,
      models: digestOfModels(),
      removals: this.removals,
      snapshots: this.digests,
      files,
      accounts: this.#accounts,
      series
    };
    await writeFile(join(this.#hidden, stampFile), JSON.stringify(stamp));
    await sweepBeside(derivedDir(this.dataDir), this.#hidden);
    await replaceFolder(derivedDir(this.dataDir), this.#hidden);
  }

  async #keep(db: Database, name: KeptName): Promise<void> {
    await db.run(`copy "${name}" to ${quote(join(this.#hidden, fileOf(name)))} (format parquet)`);
  }

  #pack(key: string, memory: ListMemory): void {
    const {lostOrders, failedLists} = memory.hindsight;
    // What later lists showed of earlier ones is found by folding more than once.
    if (lostOrders.size + failedLists.size > 0) return;
    const [account, list, source] = key.split(" ") as [string, string, string];
    this.#packed.set(key, {series: {account, list, source}, bytes: serialize(memory.state)});
  }

  #unpack(key: string): ListMemory | null {
    const one = this.#series.get(key);
    if (one === undefined) return null;
    return ListMemory.from(deserialize(this.#memories!.subarray(one.from, one.to)) as MemoryState);
  }
}

/** Removes what builds kept, and what killed ones left half written. */
export async function dropKept(dataDir: string): Promise<void> {
  await dropFolder(derivedDir(dataDir));
  await sweepBeside(derivedDir(dataDir));
}
