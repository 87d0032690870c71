import {createHash} from "node:crypto";
import {
  appendFile,
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile
} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {Journal} from "../../data-loaders/x-api/journal.ts";
import {checkAll, type CheckResult} from "../../src/commands/check.ts";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {buildMarts, isBuilt} from "../../src/models/build.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {snapshotsDir, writeSnapshot} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";

describe("check", () => {
  let dataDir: string;
  let id: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
    const plan = {source: "tables", takenAt: new Date("2026-01-05T00:00:00Z"), key: "check"} as const;
    ({id} = await writeSnapshot(dataDir, plan, async (writer) => {
      await writer.append("followers", {account_id: "1", user_id: "2", position: 0});
      await writer.append("following", {account_id: "1", user_id: "3", position: 0});
      return {accounts: ["1"]};
    }));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(dataDir, {recursive: true, force: true});
  });

  async function failures(): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for await (const result of checkAll(dataDir)) results.push(result);
    expect(results.length).toBeGreaterThanOrEqual(4);
    return results.filter(({failure}) => failure !== null);
  }

  it("finds nothing wrong with what the store wrote", async () => {
    expect(await failures()).toEqual([]);
  });

  it("says that a folder which is not there would be made", async () => {
    const missing = join(dataDir, "not", "there");
    const names: string[] = [];
    for await (const {name, failure} of checkAll(missing)) if (failure === null) names.push(name);
    expect(names).toContain(`writing to ${missing} (no such folder yet; it would be made)`);
    for await (const {name} of checkAll(dataDir)) names.push(name);
    expect(names).toContain(`writing to ${dataDir}`);
  });

  it("names a file that is missing", async () => {
    await rm(join(snapshotsDir(dataDir), id, "following.parquet"));
    expect(await failures()).toEqual([
      {name: `snapshot ${id}`, failure: expect.stringContaining("following.parquet is missing: ")}
    ]);
  });

  it("names a file that was changed", async () => {
    await appendFile(join(snapshotsDir(dataDir), id, "followers.parquet"), "x");
    expect(await failures()).toEqual([
      {
        name: `snapshot ${id}`,
        failure: expect.stringContaining("followers.parquet is damaged or was changed: ")
      }
    ]);
  });

  it("names a file that nobody wrote", async () => {
    await writeFile(join(snapshotsDir(dataDir), id, "users.parquet"), "");
    expect(await failures()).toEqual([
      {name: `snapshot ${id}`, failure: expect.stringContaining("users.parquet is not in snapshot.json: ")}
    ]);
  });

  describe("whose file and snapshot.json say different things", () => {
    type Facts = {tables: Record<string, {rows: number; bytes: number; sha256: string}>};
    const change = async (to: (tables: Facts["tables"], folder: string) => Promise<void> | void) => {
      const folder = join(snapshotsDir(dataDir), id);
      const file = join(folder, "snapshot.json");
      const facts = JSON.parse(await readFile(file, "utf8")) as Facts;
      await to(facts.tables, folder);
      await writeFile(file, JSON.stringify(facts));
    };
    /** Another file in the place of one, of which `snapshot.json` has the checksum. */
    const rewritten = (select: string) =>
      change(async (tables, folder) => {
        const file = join(folder, "followers.parquet");
        await withDatabase((db) =>
          db.run(`create table old as from read_parquet(${quote(file)});
            copy (${select}) to ${quote(file)} (format parquet)`)
        );
        const bytes = await readFile(file);
        const sha256 = createHash("sha256").update(bytes).digest("hex");
        tables.followers = {rows: 1, bytes: bytes.length, sha256};
      });
    const failed = (failure: string) => [{name: `snapshot ${id}`, failure: expect.stringContaining(failure)}];

    it("names how many rows it has and should have", async () => {
      await change((tables) => void (tables.followers!.rows = 2));
      expect(await failures()).toEqual(
        failed("followers.parquet has 1 rows, snapshot.json says 2: restore the snapshot from a backup")
      );
    });

    it("names a column that it lacks", async () => {
      await rewritten("select * exclude (user_id) from old");
      expect(await failures()).toEqual(failed("followers.parquet has no column user_id: restore"));
    });

    it("names a table of a newer version", async () => {
      await change(async (tables, folder) => {
        tables.dreams = tables.followers!;
        await copyFile(join(folder, "followers.parquet"), join(folder, "dreams.parquet"));
      });
      const [first] = await failures();
      expect(first).toEqual(failed("unknown table dreams: update followback")[0]);
    });
  });

  describe("numbers that stand for texts", () => {
    const take = (
      source: string,
      table: "names" | "outside_ids" | "lists",
      row: Omit<RawRow, "account_id">
    ) =>
      writeSnapshot(
        dataDir,
        {source, takenAt: new Date("2026-01-06T00:00:00Z"), key: `${source} ${JSON.stringify(row)}`},
        async (writer) => {
          await writer.append(table, {account_id: "1", ...row});
          return {accounts: ["1"]};
        }
      );

    it("names names that do not fit theirs, and such as share one", async () => {
      await take("tables", "names", {user_id: "-5", name: "ada"});
      expect(await failures()).toEqual([
        {
          name: "1 person known by name",
          failure: expect.stringMatching(/^1 names do not fit their numbers: remove/)
        }
      ]);
      await take("tables", "names", {user_id: "-5", name: "bea"});
      expect(await failures()).toEqual([
        {
          name: "2 people known by name",
          failure: expect.stringMatching(/^1 of the names share their number with another name: .*: export/)
        }
      ]);
    });

    it("names ids from outside that do not fit theirs, and such as share one", async () => {
      await take("bluesky", "outside_ids", {id: "5", owner_id: "5", text: `did:plc:${"a".repeat(24)}`});
      expect(await failures()).toEqual([
        {
          name: "1 ids that are texts",
          failure: expect.stringMatching(/^1 of them do not fit their numbers: remove/)
        }
      ]);
      await take("bluesky", "outside_ids", {id: "5", owner_id: "5", text: `did:plc:${"b".repeat(24)}`});
      expect(await failures()).toEqual([
        {
          name: "2 ids that are texts",
          failure: expect.stringMatching(
            /^1 of them share their number with another: .*: forget one of the two$/
          )
        }
      ]);
    });

    it("names an account that snapshots of two networks tell of", async () => {
      const list = {list: "followers", source: "tables", rows: 0, ended: true};
      await take("tables", "lists", list);
      await take("bluesky", "lists", list);
      expect(await failures()).toEqual([
        {
          name: "0 ids that are texts",
          failure:
            "1 of the accounts: snapshots of two networks: remove those of one by followback snapshots remove"
        }
      ]);
    });
  });

  it("names a directory without a manifest, and one whose manifest cannot be read", async () => {
    await mkdir(join(snapshotsDir(dataDir), "20260101T000000Z-tables-00000000"));
    await writeFile(join(snapshotsDir(dataDir), id, "snapshot.json"), "{");
    expect(await failures()).toEqual([
      {
        name: "snapshot 20260101T000000Z-tables-00000000",
        failure: expect.stringContaining("no snapshot.json")
      },
      {name: `snapshot ${id}`, failure: expect.stringContaining("snapshot.json cannot be read")}
    ]);
  });

  it("names a copy of a snapshot", async () => {
    await cp(join(snapshotsDir(dataDir), id), join(snapshotsDir(dataDir), `${id} copy`), {recursive: true});
    expect(await failures()).toEqual([
      {name: `snapshot ${id} copy`, failure: `a copy of snapshot ${id}: move it out of snapshots/`}
    ]);
  });

  it("names settings that cannot be read, and a mart that is gone", async () => {
    await writeFile(join(dataDir, "followback.json"), "{{");
    await mkdir(join(dataDir, "marts"));
    expect(await failures()).toEqual([
      {name: "settings", failure: expect.stringContaining("followback.json: not valid settings: fix it")},
      {
        name: "reading the marts",
        failure: expect.stringMatching(/^\w+\.parquet is not there: run followback build/)
      }
    ]);
  });

  describe("of marts", () => {
    const lines = async () => {
      const found: string[] = [];
      for await (const {name, failure} of checkAll(dataDir))
        found.push(failure ? `${name}: ${failure}` : name);
      return found;
    };

    it("names one that is older than what the others say of it", async () => {
      await buildMarts(dataDir);
      const mart = join(dataDir, "marts", "followers.parquet");
      const old = await readFile(mart);
      const plan = {source: "tables", takenAt: new Date("2026-01-12T00:00:00Z"), key: "more"} as const;
      await writeSnapshot(dataDir, plan, async (writer) => {
        const list = {account_id: "1", list: "followers", source: "tables"};
        const at = {started_at: plan.takenAt, finished_at: plan.takenAt};
        await writer.append("lists", {...list, ...at, ended: true});
        await writer.append("followers", {account_id: "1", user_id: "9", position: 0, page_at: plan.takenAt});
        return {accounts: ["1"]};
      });
      await buildMarts(dataDir);
      expect(await isBuilt(dataDir)).toBe(true);
      await writeFile(mart, old);
      expect(await isBuilt(dataDir)).toBe(false);
      expect(await failures()).toEqual([
        {
          name: "reading the marts",
          failure: "followers.parquet is not as it was built: run followback build again"
        }
      ]);
      await buildMarts(dataDir);
      expect(await lines()).toContain("reading the marts");
    });

    it("names one of as many bytes, of which one is another", async () => {
      await buildMarts(dataDir);
      const mart = join(dataDir, "marts", "followers.parquet");
      const bytes = await readFile(mart);
      bytes[5]! ^= 1;
      await writeFile(mart, bytes);
      expect(await isBuilt(dataDir)).toBe(false);
    });

    it("holds no rule against marts that the snapshots have left behind, and says so", async () => {
      await buildMarts(dataDir);
      expect(await lines()).toContain("data test one_row_a_person");
      await removeSnapshots(dataDir, [id]);
      expect((await lines()).slice(-2)).toEqual([
        "reading the marts",
        "data tests: the marts are older than the snapshots or the models, see followback build"
      ]);
    });
  });

  it("says so where the marts cannot be read", async () => {
    await mkdir(join(dataDir, "marts"));
    await writeFile(join(dataDir, "marts", "followers.parquet"), "torn");
    const [marts] = await failures();
    expect(marts?.name).toBe("reading the marts");
    expect(marts?.failure).toMatch(/followback build/);
  });

  it("says so where a file is in the place of the marts", async () => {
    await writeFile(join(dataDir, "marts"), "torn");
    expect(await failures()).toContainEqual({
      name: "reading the marts",
      failure: `marts in ${dataDir} cannot be read: run \`followback build\` again`
    });
  });

  it("tells of a snapshot that is not finished, which is no failure", async () => {
    (
      await Journal.begin(dataDir, {
        account: "42",
        head: false,
        conversations: false,
        interests: null,
        version: "0",
        base: "https://x.example",
        takenAt: new Date()
      })
    ).close();
    expect(await failures()).toEqual([]);
    const names: string[] = [];
    for await (const {name} of checkAll(dataDir)) names.push(name);
    expect(names).toContain(
      "unfinished snapshot of 42: followback snapshot continues it, or saves it as partial"
    );
  });

  it("fails where a forgetting was interrupted", async () => {
    await writeFile(join(dataDir, ".forget.json"), "{}");
    expect(await failures()).toEqual([
      {name: "forgetting", failure: "an earlier run was interrupted: run followback forget to finish it"}
    ]);
  });

  describe("the credentials file", () => {
    let home: string;
    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), "followback-home-"));
    });
    afterEach(() => rm(home, {recursive: true, force: true}));

    async function keepAt(file: string, mode: number) {
      await writeFile(file, '{"X_BEARER_TOKEN": "SECRET-bearer"}');
      await chmod(file, mode);
      vi.stubEnv("FOLLOWBACK_CREDENTIALS", file);
      const found = await failures();
      expect(JSON.stringify(found)).not.toContain("SECRET");
      return found;
    }

    it("is well where it is its owner's alone", async () => {
      expect(await keepAt(join(home, "login.json"), 0o600)).toEqual([]);
    });

    it.skipIf(process.platform === "win32")("fails where others may read it", async () => {
      const file = join(home, "login.json");
      expect(await keepAt(file, 0o640)).toEqual([
        {
          name: "credentials",
          failure: `${file}: others on this machine can read it (mode 640): run chmod 600 ${file}`
        }
      ]);
    });

    it("fails where it lies in the data folder, also by a link", async () => {
      const inside = join(dataDir, "login.json");
      const wrong = [{name: "credentials", failure: expect.stringContaining("lies in the data folder")}];
      expect(await keepAt(inside, 0o600)).toEqual(wrong);
      const link = join(home, "link.json");
      await symlink(inside, link);
      vi.stubEnv("FOLLOWBACK_CREDENTIALS", link);
      expect(await failures()).toEqual(wrong);
    });
  });
});
