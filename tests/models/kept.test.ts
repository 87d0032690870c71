import {cp, mkdtemp, readFile, readdir, rm, truncate, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildMarts} from "../../src/models/build.ts";
import {derivedDir} from "../../src/models/kept.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {listSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {growOnce} from "./growth.ts";
import {account, crowd, day, weeklyNewcomers, writeObserved} from "./histories.ts";

const history = weeklyNewcomers(5, (week) => ({gone: week > 2 ? [12] : []}));
let dir: string;
let built: string;

/** A store of four weekly lists, built and so kept, to which the fifth list has come since. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "followback-kept-"));
  built = join(dir, "built");
  for (const [nth, observed] of history.slice(0, 4).entries())
    await writeObserved(built, observed, String(nth));
  await growOnce(built);
  await writeObserved(built, history[4]!, "4");
});
afterAll(() => rm(dir, {recursive: true, force: true}));

let copies = 0;
async function copyOf(): Promise<string> {
  const copy = join(dir, `copy-${(copies += 1)}`);
  await cp(built, copy, {recursive: true});
  return copy;
}
const nothing = {lists: 0, accounts: 0};

describe("what a build keeps of lists", () => {
  it("is gone on from: of five lists each of followers and following, four need no reading", async () => {
    expect(await growOnce(await copyOf())).toEqual({lists: 8, accounts: 1});
  });

  it("is gone on from again", async () => {
    const copy = await copyOf();
    await growOnce(copy);
    expect(await growOnce(copy)).toEqual({lists: 10, accounts: 1});
  });

  const files = [
    "judged_lists.parquet",
    "judged_rows.parquet",
    "list_presence.parquet",
    "mutual_runs.parquet"
  ];
  it.each([...files, "memories.bin", "stamp.json"])("is not used where %s is cut short", async (file) => {
    const copy = await copyOf();
    const path = join(derivedDir(copy), file);
    await truncate(path, (await readFile(path)).length - 1);
    expect(await growOnce(copy)).toEqual(nothing);
  });

  it.each([...files, "memories.bin"])("is not used where a byte of %s is another", async (file) => {
    const copy = await copyOf();
    const path = join(derivedDir(copy), file);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await writeFile(path, bytes);
    expect(await growOnce(copy)).toEqual(nothing);
  });

  it.each([...files, "memories.bin", "stamp.json"])("is not used where %s is gone", async (file) => {
    const copy = await copyOf();
    await rm(join(derivedDir(copy), file));
    expect(await growOnce(copy)).toEqual(nothing);
  });

  const stamped = async (copy: string, change: (stamp: Record<string, unknown>) => void) => {
    const path = join(derivedDir(copy), "stamp.json");
    const stamp = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
    change(stamp);
    await writeFile(path, JSON.stringify(stamp));
  };
  it.each([
    ["models", "0000000000000000"],
    ["version", "0.0.1"],
    ["node", "v1.0.0"],
    ["format", 0],
    ["removals", 1]
  ])("is not used where its %s is another", async (name, value) => {
    const copy = await copyOf();
    await stamped(copy, (stamp) => (stamp[name] = value));
    expect(await growOnce(copy)).toEqual(nothing);
  });

  it("is not used where a snapshot is not as it was", async () => {
    const copy = await copyOf();
    const [id] = await listSnapshots(copy);
    await stamped(copy, (stamp) => ((stamp.snapshots as Record<string, string>)[id!] = "0"));
    expect(await growOnce(copy)).toEqual(nothing);
  });

  it("is not used where a snapshot of it was removed, nor when the same one came back", async () => {
    const copy = await copyOf();
    const ids = await listSnapshots(copy);
    const kept = await cp(derivedDir(copy), join(dir, "aside"), {recursive: true});
    expect(kept).toBeUndefined();
    await removeSnapshots(copy, [ids[1]!]);
    expect(await growOnce(copy)).toEqual(nothing);
    await writeObserved(copy, history[1]!, "1");
    await rm(derivedDir(copy), {recursive: true});
    await cp(join(dir, "aside"), derivedDir(copy), {recursive: true});
    expect(await growOnce(copy)).toEqual(nothing);
  });

  it("is not used of an account whose older list came later", async () => {
    const copy = await copyOf();
    await writeObserved(copy, {at: 3, followers: {people: crowd}}, "late");
    // The lists of whom it follows came in their order.
    expect(await growOnce(copy)).toEqual({lists: 4, accounts: 0});
  });

  it("is not used of an account whose answers have no times: their order leaves doubt", async () => {
    const store = join(dir, "untimed");
    const write = (week: number, page_at: Date | null) =>
      writeSnapshot(store, {source: "x-api", takenAt: day(7 * week), key: `${week}`}, async (writer) => {
        const list = {account_id: account, list: "followers", source: "x-api", taken_at: day(7 * week)};
        const at = {started_at: day(7 * week), finished_at: day(7 * week)};
        await writer.append("lists", {...list, ended: true, reason: null, pages: 1, ...at});
        for (const [position, id] of crowd.entries()) {
          const row = {account_id: account, user_id: String(id), position, page_at};
          await writer.append("followers", {...row, is_mutual: (position % 2 === 0) === week < 2});
        }
        return {accounts: [account]};
      });
    for (const week of [0, 1]) await write(week, week === 0 ? null : day(7));
    await growOnce(store);
    await write(2, day(14));
    expect(await growOnce(store)).toEqual({lists: 2, accounts: 0});
  });

  it("is not there for a store so small that reading it again costs less", async () => {
    const copy = await copyOf();
    await buildMarts(copy, {threads: 1});
    expect(await readdir(copy)).not.toContain("derived");
  });
});
