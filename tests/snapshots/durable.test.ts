import {mkdirSync, existsSync, writeFileSync} from "node:fs";
import {join, relative} from "node:path";
import {afterAll, beforeEach, expect, it, vi} from "vitest";
import {compactStore} from "../../src/compact/compact.ts";
import {replaceFile} from "../../src/snapshots/replace-file.ts";
import {holdStore, writeSnapshot} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir} from "../stored.ts";

/** What was brought to disk and renamed, in the order in which it was done. */
const done: string[] = [];
let dataDir = "";
const named = (path: unknown) =>
  relative(join(dataDir, "snapshots"), String(path))
    .replace(/\d{8}T\S*-tables-\w{8}(-\d+)?/, "ID")
    .replace(/compacted-\d{6}(-\d+)?/, "compacted-ID") || ".";

vi.mock("node:fs/promises", async (importActual) => {
  const actual = await importActual<typeof import("node:fs/promises")>();
  return {
    ...actual,
    open: async (...args: Parameters<typeof actual.open>) => {
      const handle = await actual.open(...args);
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        await sync();
        done.push(`synced ${named(args[0])}`);
      };
      return handle;
    },
    rename: async (from: string, to: string) => {
      await actual.rename(from, to);
      done.push(`renamed ${named(from)} to ${named(to)}`);
    }
  };
});

const temp = makeTempDir();
afterAll(() => removeDir(temp));
let nth = 0;
beforeEach(() => {
  dataDir = join(temp, String(++nth));
  done.length = 0;
});

const write = (key: string) =>
  writeSnapshot(
    dataDir,
    {source: "tables", takenAt: new Date("2026-01-05T00:00:00Z"), key},
    async (writer) => {
      await writer.append("followers", {account_id: "1", user_id: "2", position: 0});
      await writer.append("users", {account_id: "1", user_id: "2"});
      return {accounts: ["1"]};
    }
  );

it("a snapshot is on disk, with each file and its folder, before it is renamed, and its name is afterwards", async () => {
  await write("one");
  const renamed = done.indexOf("renamed .ID to ID");
  // Each once: waiting for the disk is what a small snapshot spends its time on.
  expect(done.slice(0, renamed).sort()).toEqual([
    "synced .ID",
    "synced .ID/followers.parquet",
    "synced .ID/snapshot.json",
    "synced .ID/users.parquet"
  ]);
  expect(done.slice(renamed + 1)).toEqual(["synced ."]);
});

it("compacted snapshots are on disk before they are renamed, and their name is before the old folders go", async () => {
  await write("one");
  await write("two");
  done.length = 0;
  await compactStore(dataDir);
  const renamed = done.indexOf("renamed .0-compacted-ID to 0-compacted-ID");
  expect(done.slice(0, renamed).sort()).toEqual(
    [
      "",
      ...["followers", "list_runs", "run_lists", "run_pages", "users"].map((table) => `/${table}.parquet`),
      "/snapshot.json"
    ]
      .map((file) => `synced .0-compacted-ID${file}`)
      .sort()
  );
  expect(done.slice(renamed + 1)).toEqual([
    "synced .",
    "renamed ID to .ID-compacted",
    "renamed ID to .ID-compacted",
    "synced ."
  ]);
});

it("a file that takes the place of another is on disk before it does, and its name is afterwards", async () => {
  const folder = join(dataDir, "snapshots");
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, "removed.json"), "old");
  await replaceFile(join(folder, "removed.json"), "new");
  const hidden = `removed.json.${process.pid}.new`;
  expect(done).toEqual([`synced ${hidden}`, `renamed ${hidden} to removed.json`, "synced ."]);
});

it("what a killed writer left is swept up by the first of many snapshots, and none of theirs with it", async () => {
  const left = join(dataDir, "snapshots", ".20260101T000000Z-tables-00000000-1");
  mkdirSync(left, {recursive: true});
  writeFileSync(join(left, "followers.parquet"), "half");
  await holdStore(dataDir, async () => {
    const first = await write("one");
    expect(existsSync(left)).toBe(false);
    const second = await write("two");
    for (const {id} of [first, second])
      expect(existsSync(join(dataDir, "snapshots", id, "snapshot.json"))).toBe(true);
  });
});
