import {appendFile, mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {checkAll, type CheckResult} from "../../src/commands/check.ts";
import {snapshotsDir, writeSnapshot} from "../../src/snapshots/store.ts";

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
  afterEach(() => rm(dataDir, {recursive: true, force: true}));

  async function failures(): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for await (const result of checkAll(dataDir)) results.push(result);
    expect(results.length).toBeGreaterThanOrEqual(4);
    return results.filter(({failure}) => failure !== null);
  }

  it("finds nothing wrong with what the store wrote", async () => {
    expect(await failures()).toEqual([]);
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
      {name: `snapshot ${id}`, failure: expect.stringContaining("followers.parquet is torn or was changed: ")}
    ]);
  });

  it("names a file that nobody wrote", async () => {
    await writeFile(join(snapshotsDir(dataDir), id, "users.parquet"), "");
    expect(await failures()).toEqual([
      {name: `snapshot ${id}`, failure: expect.stringContaining("users.parquet is not in snapshot.json: ")}
    ]);
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

  it("names settings that cannot be read, and a mart that is gone", async () => {
    await writeFile(join(dataDir, "followback.json"), "{{");
    await mkdir(join(dataDir, "marts"));
    expect(await failures()).toEqual([
      {name: "settings", failure: expect.stringContaining("is not readable as settings: mend it")},
      {
        name: "reading the marts",
        failure: expect.stringMatching(/^\w+\.parquet is not there: run followback build/)
      }
    ]);
  });

  it("says so where the marts cannot be read", async () => {
    await mkdir(join(dataDir, "marts"));
    await writeFile(join(dataDir, "marts", "followers.parquet"), "torn");
    const [marts] = await failures();
    expect(marts?.name).toBe("reading the marts");
    expect(marts?.failure).toMatch(/followback build/);
  });
});
