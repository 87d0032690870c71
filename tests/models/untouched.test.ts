import {cp, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {compactStore} from "../../src/compact/compact.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {linesOfHeldBack} from "../../src/lists/held-back.ts";
import {buildMarts} from "../../src/models/build.ts";
import {listMarts, martsDir} from "../../src/models/marts.ts";
import {findTouched} from "../../src/models/untouched.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {attachSnapshots, listSnapshots} from "../../src/snapshots/store.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {martSums} from "../compact/stores.ts";
import {isLong} from "../long.ts";
import {slow} from "../slow.ts";
import {writeObserved} from "./histories.ts";
import {randomHistory} from "./random-history.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "followback-untouched-"));
});
afterAll(() => rm(dir, {recursive: true, force: true}));

/** Whose rows a build would make, had it to be made now. */
const touchedOf = (dataDir: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir, "store");
    const [ids, marts] = [await listSnapshots(dataDir), await listMarts(dataDir)];
    return findTouched(db, {dataDir, ids, marts, schema: "store"});
  });

/** Builds, and returns the checksum of every mart and what is said of lists that are held back. */
async function build(dataDir: string) {
  const lines: string[] = [];
  await buildMarts(dataDir, {threads: 1, onHeldBack: (lists) => lines.push(...linesOfHeldBack(lists))});
  return {sums: await martSums(dataDir), lines};
}

/** `UNTOUCHED_SEEDS=1-50` runs the long form. */
const [first = 1, last = 1] = (process.env.UNTOUCHED_SEEDS ?? "").split("-").filter(Boolean).map(Number);
const seeds = Array.from({length: last - first + 1}, (_, nth) => first + nth);
let taken = 0;

slow.it.each(seeds)("random histories %i: rows taken over are those of a full build", async (seed) => {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const [grown, full] = [join(dir, `grown-${seed}`), join(dir, `full-${seed}`)];
  const both = async (use: (dataDir: string) => Promise<unknown>) => {
    for (const dataDir of [grown, full]) await use(dataDir);
  };
  const histories = Array.from({length: 5}, (_, nth) => ({
    id: String(500 + nth),
    history: randomHistory(1000 * seed + nth).map((observed, step) => ({observed, step}))
  }));
  const write = async (nth: number) => {
    const {id, history} = histories[nth]!;
    const next = history.splice(below(Math.min(2, history.length)), 1)[0];
    if (next) await both((dataDir) => writeObserved(dataDir, next.observed, `${id}-${next.step}`, id));
  };
  for (const nth of histories.keys()) for (let times = 3; times > 0; times--) await write(nth);
  for (let step = 0; step < (isLong ? 5 : 3); step++) {
    if (step > 0) for (let times = 1 + below(2); times > 0; times--) await write(below(5));
    if (below(6) === 0) {
      const ids = await listSnapshots(grown);
      const gone = ids[below(ids.length)]!;
      await both((dataDir) => removeSnapshots(dataDir, [gone]));
    }
    const id = String(2 + below(70));
    if (below(6) === 0)
      await both((dataDir) => forgetPeople(dataDir, {erase: [{id, handles: [], texts: []}], blank: []}));
    if (below(6) === 0) await both((dataDir) => compactStore(dataDir, {rowsAtOnce: 500}));
    taken += (await touchedOf(grown)) === null ? 0 : 1;
    await rm(martsDir(full), {recursive: true, force: true});
    expect(await build(grown)).toEqual(await build(full));
  }
});

slow.it("those builds took over rows", () => expect(taken).toBeGreaterThanOrEqual(seeds.length));

describe("rows of accounts of which nothing new came", () => {
  let built: string;
  beforeAll(async () => {
    built = join(dir, "built");
    for (const nth of [0, 1, 2, 3, 4, 5]) {
      const history = randomHistory(nth);
      await writeObserved(built, history[0]!, `${nth}`, String(500 + nth));
    }
    await buildMarts(built, {threads: 1});
    await writeObserved(built, randomHistory(1)[1]!, "new", "501");
  });
  let copies = 0;
  const copyOf = async () => {
    const copy = join(dir, `copy-${(copies += 1)}`);
    await cp(built, copy, {recursive: true});
    return copy;
  };

  it("are taken over from the marts in place", async () => {
    expect(await touchedOf(await copyOf())).toEqual(["501"]);
  });

  it("are not where a mart is not as it was written, or gone", async () => {
    const copy = await copyOf();
    const file = join(martsDir(copy), "spells.parquet");
    const bytes = await readFile(file);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(file, bytes);
    expect(await touchedOf(copy)).toBeNull();
    await writeFile(file, bytes.subarray(1));
    expect(await touchedOf(copy)).toBeNull();
  });

  it.each(["node", "version", "models", "removals", "snapshots"])(
    "are not where its %s is another",
    async (name) => {
      const copy = await copyOf();
      const file = join(martsDir(copy), "made-of.json");
      const record = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
      const [id] = await listSnapshots(copy);
      // All others stay in it, or their accounts would be touched for another reason.
      const snapshots = {...(record.snapshots as object), [id!]: "0"};
      record[name] = name === "removals" ? 7 : name === "snapshots" ? snapshots : "0";
      await writeFile(file, JSON.stringify(record));
      expect(await touchedOf(copy)).toBeNull();
      await writeFile(file, "{");
      expect(await touchedOf(copy)).toBeNull();
      await rm(file);
      expect(await touchedOf(copy)).toBeNull();
    }
  );
});
