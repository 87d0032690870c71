import {spawn} from "node:child_process";
import {existsSync, readdirSync} from "node:fs";
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {withDatabase} from "../../src/duckdb.ts";
import {
  attachSnapshots,
  listSnapshots,
  readManifest,
  snapshotId,
  writeSnapshot,
  type SnapshotPlan
} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import {sha256Of, type SnapshotWriter} from "../../src/snapshots/writer.ts";
import {storedRows} from "../stored.ts";
import {isSlow} from "../long.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "followback-store-"))));
afterEach(() => rm(dataDir, {recursive: true, force: true}));

const noon = new Date("2024-05-06T12:00:00Z");
const plan: SnapshotPlan = {source: "tables", takenAt: noon, key: "the same input"};
const follower = (id: RawRow[string], position = 0): RawRow => ({
  account_id: "1",
  user_id: id,
  position,
  page_at: noon
});

async function load(writer: SnapshotWriter, ids: RawRow[string][]) {
  await writer.append("lists", {
    account_id: "1",
    list: "followers",
    source: "tables",
    ended: true,
    started_at: noon,
    finished_at: noon
  });
  for (const [position, id] of ids.entries()) await writer.append("followers", follower(id, position));
  return {accounts: ["1"]};
}

const write = (ids: RawRow[string][], of = plan) => writeSnapshot(dataDir, of, (writer) => load(writer, ids));
const followers = () =>
  storedRows(dataDir, "select user_id::varchar as id, position from raw.followers order by position");

describe("the name of a snapshot's source", () => {
  it.each(["x-api", "tables", "bluesky"])("may be %s, which the store need not know", (source) => {
    expect(snapshotId({...plan, source})).toMatch(new RegExp(`^20240506T120000Z-${source}-[0-9a-f]{8}$`));
  });

  it.each(["", "X API", "../x", "x_api", "-x", "5"])(
    "is not %j, which could not stand in a path or a name",
    (source) => {
      expect(() => snapshotId({...plan, source})).toThrow(/not a name of a source/);
    }
  );
});

describe("a snapshot", () => {
  it("is read where it was written before a column was added, which is null then", async () => {
    const {id} = await write(["3"]);
    const folder = join(dataDir, "snapshots", id);
    const manifestFile = join(folder, "snapshot.json");
    const manifest = JSON.parse(await readFile(manifestFile, "utf8"));
    const [file, older] = [join(folder, "lists.parquet"), join(dataDir, "older.parquet")];
    await withDatabase((db) =>
      db.run(
        `copy (select * exclude (completeness_basis, is_newest_first, sitting) from '${file}') to '${older}' (format parquet)`
      )
    );
    await writeFile(file, await readFile(older));
    manifest.tables.lists.bytes = (await readFile(file)).length;
    await writeFile(manifestFile, JSON.stringify(manifest));
    const lists = await storedRows(
      dataDir,
      "select list, completeness_basis, is_newest_first, sitting from raw.lists"
    );
    expect(lists).toEqual([
      {list: "followers", completeness_basis: null, is_newest_first: null, sitting: null}
    ]);
  });

  it("is named after its time, source and input, and says what it holds", async () => {
    const {id, isNew} = await write(["3", "2"]);
    expect(id).toMatch(/^20240506T120000Z-tables-[0-9a-f]{8}$/);
    expect(isNew).toBe(true);
    const manifest = await readManifest(dataDir, id);
    expect(manifest).toMatchObject({
      source: "tables",
      taken_at: "2024-05-06T12:00:00.000Z",
      accounts: ["1"],
      tables: {followers: {rows: 2}, lists: {rows: 1}}
    });
    expect(await sha256Of(join(dataDir, "snapshots", id, "followers.parquet"))).toBe(
      manifest.tables.followers!.sha256
    );
  });

  it("keeps ids beyond 2^53 exact", async () => {
    await write(["9223372036854775807", "9007199254740993"]);
    expect(await followers()).toEqual([
      {id: "9223372036854775807", position: 0},
      {id: "9007199254740993", position: 1}
    ]);
  });

  it("is recognised when it is made again, and nothing is added", async () => {
    const first = await write(["3"]);
    const bytes = await readFile(join(dataDir, "snapshots", first.id, "followers.parquet"));
    const again = await writeSnapshot(dataDir, plan, () => Promise.reject(new Error("not to be called")));
    expect(again).toMatchObject({id: first.id, isNew: false});
    expect(await listSnapshots(dataDir)).toEqual([first.id]);
    expect(await readFile(join(dataDir, "snapshots", first.id, "followers.parquet"))).toEqual(bytes);
  });

  it("has the same bytes wherever it is made from the same rows in another order", async () => {
    const one = await write(["3", "2"]);
    const other = await writeSnapshot(join(dataDir, "other"), plan, async (writer) => {
      await writer.append("followers", follower("2", 1));
      await writer.append("followers", follower("3", 0));
      return load(writer, []);
    });
    expect(other.manifest.tables.followers!.sha256).toBe(one.manifest.tables.followers!.sha256);
  });

  it.each([2, 10_050])(
    "counts what a list of %i people held: who came twice, and the account itself",
    async (n) => {
      const ids = Array.from({length: n}, (_, nth) => String(nth + 2));
      // Served twice: the first at the end, the account in between.
      await write([...ids.slice(0, -1), "1", ...ids.slice(-1), "2"]);
      const [list] = await storedRows(
        dataDir,
        "select rows, self_rows, distinct_rows, duplicate_rows from raw.lists"
      );
      expect(list).toEqual({
        rows: BigInt(n + 2),
        self_rows: 1n,
        distinct_rows: BigInt(n),
        duplicate_rows: 1n
      });
      const stored = await followers();
      expect(stored.length).toBe(n);
      expect(stored[0]).toEqual({id: "2", position: 0});
    }
  );

  it.each([
    ["twelve", 'followers.user_id: "twelve" is not an integer id or count'],
    ["1.5e3", 'followers.user_id: "1.5e3" is not an integer id or count'],
    [2 ** 53, 'followers.user_id: "9007199254740992" is not an integer id or count'],
    ["9223372036854775808", 'followers.user_id: "9223372036854775808" is not an integer id or count']
  ])("refuses the id %s and leaves no trace", async (id, message) => {
    await expect(write(["2", id])).rejects.toThrow(message);
    expect(readdirSync(join(dataDir, "snapshots"))).toEqual([]);
  });

  it("keeps one act a post and actor: reply before quote before mention", async () => {
    await writeSnapshot(dataDir, plan, async (writer) => {
      for (const kind of ["mention", "reply", "quote"])
        await writer.append("interactions", {account_id: "1", act_id: "77", actor_id: "5", kind});
      return {accounts: ["1"]};
    });
    const kinds = await storedRows(dataDir, "select kind from raw.interactions");
    expect(kinds).toEqual([{kind: "reply"}]);
  });
});

describe("tables that will be read often", () => {
  const attach = {willReadOften: true};
  const heldAs = async (table: string) => {
    const [row] = await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir, "raw", attach);
      return db.rows<{table_type: string; rows: number}>(`
        select table_type, (select count(*)::integer from raw."${table}") as rows
        from information_schema.tables where table_schema = 'raw' and table_name = '${table}'`);
    });
    return row;
  };

  it("are in memory where their files are small, with every row of each", async () => {
    await write(["3", "9007199254740993"]);
    await write(["3"], {...plan, key: "another"});
    expect(await heldAs("followers")).toEqual({table_type: "BASE TABLE", rows: 3});
  });

  it("stay in their files where these are large", async () => {
    await write(Array.from({length: 10_001}, (_, nth) => String(nth + 2)));
    expect(await heldAs("followers")).toEqual({table_type: "VIEW", rows: 10_001});
    expect(await heldAs("lists")).toEqual({table_type: "BASE TABLE", rows: 1});
  });

  it("leave the database as many threads as it had", async () => {
    await write(["3"]);
    const threads = await withDatabase(
      async (db) => {
        await attachSnapshots(db, dataDir, "raw", attach);
        return db.rows("select current_setting('threads')::integer as threads");
      },
      {threads: 3}
    );
    expect(threads).toEqual([{threads: 3}]);
  });
});

describe("two writers", () => {
  it("exclude each other while one lives", async () => {
    const inside = await writeSnapshot(dataDir, plan, async (writer) => {
      await expect(write(["4"], {...plan, key: "another"})).rejects.toThrow(
        /already|another followback is writing/i
      );
      return load(writer, ["3"]);
    });
    expect(inside.isNew).toBe(true);
    expect((await write(["4"], {...plan, key: "another"})).isNew).toBe(true);
  });
});

describe("a snapshot that is not as it was written", () => {
  const attached = () => withDatabase((db) => attachSnapshots(db, dataDir));

  it("is refused with its name: a list without its people would read as if they had all left", async () => {
    const {id} = await write(["7"]);
    const file = join(dataDir, "snapshots", id, "followers.parquet");
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, 40));
    await expect(attached()).rejects.toThrow(
      `snapshot ${id}: followers.parquet is damaged or was changed: restore the snapshot from a backup, or remove its directory`
    );
    await rm(file);
    await expect(attached()).rejects.toThrow(`snapshot ${id}: followers.parquet is missing: `);
    await writeFile(file, bytes);
    await attached();
    for (const broken of ["{", "null", "[]", "{}", '{"accounts": "7", "tables": {}}']) {
      await writeFile(join(dataDir, "snapshots", id, "snapshot.json"), broken);
      await expect(attached()).rejects.toThrow(`snapshot ${id}: snapshot.json cannot be read: restore`);
    }
  });

  it.each([" copy", " (1)", "-old"])(
    "is refused where it is a copy: everything in it would count twice (%j)",
    async (more) => {
      const {id} = await write(["7", "8"]);
      const copy = join(dataDir, "snapshots", id + more);
      await cp(join(dataDir, "snapshots", id), copy, {recursive: true});
      await expect(followers()).rejects.toThrow(
        `snapshot ${id}${more}: a copy of snapshot ${id}: move it out of snapshots/`
      );
      await rm(copy, {recursive: true});
      expect(await followers()).toHaveLength(2);
    }
  );

  it("says so where a file is in the place of the folder", async () => {
    await writeFile(join(dataDir, "snapshots"), "in the way");
    await expect(attached()).rejects.toThrow(/snapshots: a file, not a folder: give another data folder/);
  });
});

describe("another process", () => {
  const store = new URL("../../src/snapshots/store.ts", import.meta.url).href;
  const script = (stage: string) => `
    import {writeSnapshot} from ${JSON.stringify(store)};
    await writeSnapshot(process.env.DIR, {source: "tables", takenAt: new Date("2024-05-06T12:00:00Z"), key: "the same input"}, async (writer) => {
      await writer.append("lists", {account_id: "1", list: "followers", source: "tables", ended: true});
      for (let id = 2; id < 200000; id++) await writer.append("followers", {account_id: "1", user_id: String(id), position: id});
      console.log(${JSON.stringify(stage)});
      if (${JSON.stringify(stage)} === "loading") await new Promise((resolve) => process.stdin.on("end", resolve).resume());
      return {accounts: ["1"]};
    });
    console.log("done");`;

  const startWriter = async (stage: string) => {
    const file = join(dataDir, "writer.mts");
    await writeFile(file, script(stage));
    const child = spawn(process.execPath, ["--import", "tsx", file], {
      env: {...process.env, DIR: dataDir},
      // Where this process dies, its end of the pipe closes and the writer goes on and ends.
      stdio: ["pipe", "pipe", "inherit"]
    });
    const exited = new Promise((resolve) => child.on("exit", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    return async () => {
      child.kill("SIGKILL");
      await exited;
      await rm(file);
    };
  };

  it("keeps others out while it lives, and not once it is dead", async () => {
    const kill = await startWriter("loading");
    await expect(write(["4"])).rejects.toThrow(
      /^another followback is writing to .* \(process \d+\): wait for it to finish/
    );
    await kill();
    expect((await write(["4"])).isNew).toBe(true);
  });

  it.each([
    [0, "loading"] as const,
    [20, "writing"] as const,
    ...(isSlow ? [0, 60, 120].map((delay) => [delay, "writing"] as const) : [])
  ])("killed after %i ms of %s leaves all or nothing, and a rerun completes", async (delay, stage) => {
    await mkdir(join(dataDir, "snapshots"));
    const kept = await write(["7"], {...plan, key: "kept"});
    const kill = await startWriter(stage);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await kill();
    const ids = await listSnapshots(dataDir);
    expect(ids).toContain(kept.id);
    for (const id of ids) {
      const {tables} = await readManifest(dataDir, id);
      for (const [table, {sha256}] of Object.entries(tables))
        expect(await sha256Of(join(dataDir, "snapshots", id, `${table}.parquet`))).toBe(sha256);
    }
    await write(["3"]);
    expect(await listSnapshots(dataDir)).toHaveLength(2);
    expect(readdirSync(join(dataDir, "snapshots")).filter((name) => name.startsWith("."))).toEqual([]);
    expect(existsSync(join(dataDir, "snapshots", snapshotId(plan)))).toBe(true);
  });
});
