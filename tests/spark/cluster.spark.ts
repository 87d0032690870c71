import {spawnSync} from "node:child_process";
import {cpSync, mkdirSync, readFileSync, readdirSync, statfsSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {explained, messageOf, UserError} from "../../src/errors.ts";
import {buildMarts} from "../../src/models/build.ts";
import {writeSyntheticStore} from "../bench/synthetic.ts";
import {isSlow} from "../long.ts";
import {slow} from "../slow.ts";
import {makeTempDir, removeDir, useFreshStore} from "../stored.ts";
import {settingsForMany, startCluster, type Cluster} from "./cluster.ts";
import {differences} from "./marts.ts";
import {writeHistories} from "./store.ts";

/** Beside random histories, so many accounts with so many followers in so many weeks: SPARK_ACCOUNTS=1000 takes long. */
const histories = 20;
const seed = 1;
const size = {
  accounts: Number(process.env.SPARK_ACCOUNTS ?? 4),
  followers: Number(process.env.SPARK_FOLLOWERS ?? 150),
  weeks: Number(process.env.SPARK_WEEKS ?? 5),
  // So many that some ages lie where two ways of rounding part.
  interactions: Number(process.env.SPARK_FOLLOWERS ?? 5000)
};
const isLarge = process.env.SPARK_ACCOUNTS !== undefined;
const isRoot = process.getuid?.() === 0;

describe("a cluster of a master and two workers", () => {
  const dir = makeTempDir();
  const dataDir = join(dir, "data");
  let cluster: Cluster;
  let rows: Record<string, number>;
  let nth = 0;

  beforeAll(async () => {
    vi.stubEnv("SPARK_LOCAL_IP", "127.0.0.1");
    if (isLarge) vi.stubEnv("SPARK_CONF_DIR", settingsForMany(join(dir, "conf")));
    cluster = await startCluster(join(dir, "cluster"), isLarge ? "3g" : "1g");
    await writeHistories(dataDir, seed, histories);
    await writeSyntheticStore(dataDir, size);
    rows = await buildMarts(dataDir);
  });
  afterAll(() => {
    cluster.stop();
    removeDir(dir);
  });

  /** What lies in the data folder, hidden things too, and the marts byte for byte. */
  const stateOf = (folder: string) => ({
    names: readdirSync(folder).filter((name) => name !== "filler"),
    marts: readdirSync(join(folder, "marts")).map((name) => [name, readFileSync(join(folder, "marts", name))])
  });
  const copyOfStore = () => {
    const copy = join(dir, `copy-${++nth}`);
    cpSync(dataDir, copy, {recursive: true});
    return copy;
  };
  /** Builds by Spark, and does something before some of the steps. */
  const build = (folder: string, before: Record<string, () => void> = {}) =>
    buildMarts(folder, {sparkMaster: cluster.address, onStep: (_, name) => before[name]?.()});
  const refusal = (building: Promise<unknown>) =>
    building.then(
      () => "done",
      (error: unknown) => messageOf(explained(error))
    );

  slow.it.runIf(isRoot)(
    "says in one line that the disk is full, and leaves the old marts (needs root)",
    async () => {
      const disk = join(dir, "disk");
      mkdirSync(disk);
      const {status} = spawnSync("mount", [
        "-t",
        "tmpfs",
        "-o",
        isLarge ? "size=75%" : "size=1g",
        "tmpfs",
        disk
      ]);
      if (status !== 0) throw new Error("cannot mount a tmpfs");
      try {
        cpSync(dataDir, disk, {recursive: true});
        const before = stateOf(disk);
        const fill = () => {
          const {bavail, bsize} = statfsSync(disk);
          writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize));
        };
        expect(await refusal(build(disk, {campaigns_now: fill}))).toMatch(
          /^the disk is full \(model \w+: No space left on device\): free some space, then run this again$/
        );
        expect(stateOf(disk)).toEqual(before);
      } finally {
        spawnSync("umount", ["-l", disk]);
      }
    }
  );

  it(`makes the marts of DuckDB of ${histories} random histories and ${size.accounts} accounts, though a worker dies`, async () => {
    const [worker] = cluster.workers;
    let executors = 0;
    const other = copyOfStore();
    const theirs = await build(other, {
      spells: () =>
        void setTimeout(() => {
          executors = worker!.executors().length;
          worker!.kill();
        }, 200)
    });
    // One of the build before may not have ended yet.
    expect(executors).toBeGreaterThan(0);
    expect(theirs).toEqual(rows);
    expect(await differences(dataDir, other)).toEqual([]);
    expect(readdirSync(other)).toEqual(readdirSync(dataDir));
  });

  slow.it("goes on without its master, and says in one line that no worker is left", async () => {
    const other = copyOfStore();
    const before = stateOf(other);
    const steps: string[] = [];
    const building = buildMarts(other, {
      sparkMaster: cluster.address,
      onStep: (_, name) => {
        steps.push(name);
        if (name === "own_posts") cluster.master.kill();
        if (name === "conversations") for (const worker of cluster.workers) worker.kill();
      }
    });
    await expect(building).rejects.toThrow(
      `Spark's master ${cluster.address} is gone and no worker is left: start them again, then run this again`
    );
    expect(steps).toContain("conversations");
    expect(stateOf(other)).toEqual(before);
  });
});

describe("a master", () => {
  const store = useFreshStore();
  it.each(isSlow ? ["nonsense", "spark://127.0.0.1:9"] : ["spark://127.0.0.1:9"])(
    "must be one that answers: not %s",
    async (wrong) => {
      await writeHistories(store.dataDir, seed, 1);
      await buildMarts(store.dataDir);
      const before = readdirSync(store.dataDir);
      await expect(buildMarts(store.dataDir, {sparkMaster: wrong})).rejects.toThrow(
        new UserError(`Spark's master ${wrong} does not answer: check the address, such as spark://host:7077`)
      );
      expect(readdirSync(store.dataDir)).toEqual(before);
    }
  );
});
