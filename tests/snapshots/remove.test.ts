import {spawn} from "node:child_process";
import {existsSync, readdirSync} from "node:fs";
import {mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {checkAll} from "../../src/commands/check.ts";
import {countBill} from "../../data-loaders/demo/watched.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {forgetPeople} from "../../src/forget/forget.ts";
import {attachLedger} from "../../src/site/ledger.ts";
import {commitRewritten} from "../../src/snapshots/directory.ts";
import {lockData} from "../../src/snapshots/lock.ts";
import {announceReplacing, finishReplacing, removeSnapshots} from "../../src/snapshots/remove.ts";
import {
  listSnapshots,
  readManifest,
  snapshotDir,
  writeSnapshot,
  type Request,
  type SnapshotFacts
} from "../../src/snapshots/store.ts";
import {storedRows} from "../stored.ts";
import {isSlow} from "../long.ts";

const account = "9007199254740993001";
const person = "1834567890123456789";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "followback-remove-"))));
afterEach(() => rm(dataDir, {recursive: true, force: true}));

/** Stores the list of one day: one follower. */
const store = async (day: number, facts: Partial<SnapshotFacts> = {}, source = "tables") => {
  const at = new Date(Date.UTC(2025, 0, day));
  const written = await writeSnapshot(dataDir, {source, takenAt: at, key: String(day)}, async (writer) => {
    await writer.append("lists", {
      account_id: account,
      list: "followers",
      source,
      taken_at: at,
      ended: true,
      started_at: at,
      finished_at: at
    });
    await writer.append("followers", {account_id: account, user_id: person, position: 0, page_at: at});
    return {accounts: [account], ...facts};
  });
  return written.id;
};
const bill = (dollars: number): Request[] => [
  {endpoint: "/2/users/:id/followers", requests: 2, resources: 50, billed: 40, dollars}
];
const listsOf = async () => {
  const sql = "select snapshot_id as id from raw.lists order by 1";
  return (await storedRows<{id: string}>(dataDir, sql)).map(({id}) => id);
};
const ledger = () =>
  withDatabase(async (db) => {
    await attachLedger(db, dataDir);
    return db.rows(
      "select account_id::varchar as account, dollars::double as dollars from ledger order by dollars"
    );
  });
const failures = async () => {
  const found: string[] = [];
  for await (const {name, failure} of checkAll(dataDir)) if (failure) found.push(`${name}: ${failure}`);
  return found;
};
const names = () => readdirSync(join(dataDir, "snapshots"));

describe("removing snapshots", () => {
  it("takes their rows and files away, leaves the others, and lets the same observation in again", async () => {
    const [first, second, third] = [await store(1), await store(2), await store(3)];
    const removed = await removeSnapshots(dataDir, [third, first, third]);
    expect(removed.map(({id}) => id)).toEqual([first, third]);
    expect(await listSnapshots(dataDir)).toEqual([second]);
    expect(await listsOf()).toEqual([second]);
    expect(names().sort()).toEqual([second, "removed.json"].sort());
    expect(await failures()).toEqual([]);
    expect(await store(1)).toBe(first);
    expect(await listsOf()).toEqual([first, second]);
    await removeSnapshots(dataDir, [first]);
    expect(await listsOf()).toEqual([second]);
  });

  it("keeps the bills, each counted once", async () => {
    const paid = await store(1, {requests: bill(0.25)}, "x-api");
    await store(2, {requests: bill(0.5)}, "x-api");
    const before = await ledger();
    expect(before).toEqual([
      {account, dollars: 0.25},
      {account, dollars: 0.5}
    ]);
    await removeSnapshots(dataDir, [paid]);
    expect(await ledger()).toEqual(before);
    expect(await countBill(dataDir)).toEqual({dollars: 0.75, atMost: 0.75});
    // Stored once more, it brings its bill along.
    await store(1, {requests: bill(0.25)}, "x-api");
    expect(await ledger()).toEqual(before);
    await removeSnapshots(dataDir, [paid]);
    expect(await ledger()).toEqual(before);
  });

  it("removes none where one is not stored, and names the one that is near", async () => {
    const [first, second] = [await store(1), await store(2)];
    const typo = `${second.slice(0, -1)}${second.endsWith("0") ? "1" : "0"}`;
    const refused = (id: string) => removeSnapshots(dataDir, [first, id]);
    await expect(refused(typo)).rejects.toThrow(`snapshot ${typo}: not stored: did you mean ${second}?`);
    const part = second.slice(-8);
    await expect(refused(part)).rejects.toThrow(`snapshot ${part}: not stored: did you mean ${second}?`);
    await expect(refused("it's")).rejects.toThrow(
      "snapshot it's: not stored: list what is with followback snapshots"
    );
    await expect(refused("../followback.json")).rejects.toThrow("not stored");
    expect(await listSnapshots(dataDir)).toEqual([first, second]);
    expect(names()).not.toContain("removed.json");
  });

  it("makes no data folder where there is none", async () => {
    const nowhere = join(dataDir, "nowhere");
    await expect(removeSnapshots(nowhere, ["x"])).rejects.toThrow("not stored");
    expect(existsSync(nowhere)).toBe(false);
  });

  it("waits for nobody who is writing", async () => {
    const id = await store(1);
    const unlock = await lockData(dataDir);
    await expect(removeSnapshots(dataDir, [id])).rejects.toThrow(/^another followback is writing to/);
    unlock();
    expect(await listSnapshots(dataDir)).toEqual([id]);
  });

  it("takes a snapshot away in whichever of its two forms a killed forgetting left it", async () => {
    const [id, other] = [await store(1), await store(2)];
    const root = join(dataDir, "snapshots");
    await mkdir(join(root, ".written"));
    for (const name of readdirSync(snapshotDir(dataDir, id)))
      await writeFile(join(root, ".written", name), await readFile(join(root, id, name)));
    await commitRewritten(root, id, join(root, ".written"));
    await removeSnapshots(dataDir, [id]);
    expect(names().sort()).toEqual([other, "removed.json"].sort());
  });

  it("refuses a record that is not what was written, and says which", async () => {
    await store(1);
    await writeFile(join(dataDir, "snapshots", "removed.json"), "{}");
    await expect(listSnapshots(dataDir)).rejects.toThrow(
      /removed\.json cannot be read: restore it from a backup$/
    );
  });
});

describe("forgetting somebody after a removal", () => {
  it("takes them out of the bills that stay, and finds nothing left", async () => {
    // The account of a removed snapshot stands in the lists of another one.
    const id = await store(1, {accounts: [person], requests: bill(0.25)}, "x-api");
    await store(2);
    await removeSnapshots(dataDir, [id]);
    const done = await forgetPeople(dataDir, {erase: [{id: person, handles: [], texts: []}], blank: []});
    expect(done.proof.remainders).toEqual([]);
    const kept = await readFile(join(dataDir, "snapshots", "removed.json"), "utf8");
    expect(kept).not.toContain(person);
    expect(await countBill(dataDir)).toMatchObject({dollars: 0.25});
    expect(await failures()).toEqual([]);
  });

  it("drops the name of a file that names them, and keeps the others", async () => {
    const named = await store(1, {from: "Leaving_Today-2025.csv"});
    const numbered = await store(2, {from: `list ${person}.csv`});
    const told = await store(3, {from: "Grows tulips on a boat.csv"});
    const other = await store(4, {from: `x${person}9.csv`});
    const gone = {id: person, handles: ["leaving_today"], texts: ["grows tulips on a boat"]};
    const done = await forgetPeople(dataDir, {erase: [gone], blank: []});
    expect(done.proof.remainders).toEqual([]);
    for (const id of [named, numbered, told]) expect((await readManifest(dataDir, id)).from).toBeUndefined();
    expect((await readManifest(dataDir, other)).from).toBe(`x${person}9.csv`);
  });
});

describe("killed in the middle of removing", () => {
  const module = new URL("../../src/snapshots/remove.ts", import.meta.url).href;
  const script = `
    import {removeSnapshots} from ${JSON.stringify(module)};
    let left = Number(process.env.STEPS);
    const onStep = () => { if (left-- === 0) process.kill(process.pid, "SIGKILL"); };
    await removeSnapshots(process.env.DIR, JSON.parse(process.env.IDS), {onStep});`;

  // Steps: announced, committed, one for each of two snapshots, finished.
  it.each(isSlow ? [0, 1, 2, 3, 4] : [0, 2])(
    "after step %i all of them count or none, and the next writer cleans up",
    async (steps) => {
      const [first, second, third] = [
        await store(1, {requests: bill(0.25)}, "x-api"),
        await store(2),
        await store(3, {requests: bill(0.5)}, "x-api")
      ];
      const before = await ledger();
      const file = join(dataDir, "remover.mts");
      await writeFile(file, script);
      const env = {...process.env, DIR: dataDir, STEPS: String(steps), IDS: JSON.stringify([first, second])};
      const child = spawn(process.execPath, ["--import", "tsx", file], {
        env,
        stdio: ["ignore", "ignore", "inherit"]
      });
      const signal = await new Promise((resolve) => child.on("exit", (_, killed) => resolve(killed)));
      await rm(file);
      expect(signal).toBe("SIGKILL");
      const counting = steps === 0 ? [first, second, third] : [third];
      expect(await listSnapshots(dataDir)).toEqual(counting);
      expect(await listsOf()).toEqual(counting);
      expect(await ledger()).toEqual(before);
      expect(await failures()).toEqual([]);
      // The next writer may be the import of the very same file.
      expect(await store(2)).toBe(second);
      expect(await listsOf()).toEqual(steps === 0 ? counting : [second, third]);
      expect(names().filter((name) => name.startsWith("."))).toEqual([]);
      if (steps === 0) await removeSnapshots(dataDir, [first]);
      expect(await ledger()).toEqual(before);
      expect(await failures()).toEqual([]);
    }
  );

  it("leaves a copy of the record half written: the next writer deletes it, and check does not mind", async () => {
    await store(1);
    const half = join(dataDir, "snapshots", "removed.json.5.new");
    await writeFile(half, "{");
    expect(await failures()).toEqual([]);
    await store(2);
    expect(existsSync(half)).toBe(false);
  });
});

describe("replacing snapshots", () => {
  const idOfDay = async (day: number) => {
    const id = await store(day);
    await removeSnapshots(dataDir, [id]);
    return id;
  };

  it("counts the old one until the new one is committed, and the new one from then on", async () => {
    const by = await idOfDay(2);
    const old = await store(1);
    await announceReplacing(dataDir, [{id: old, by}]);
    expect(await listsOf()).toEqual([old]);
    // As a writer does whose process dies before it deletes the old one.
    const record = await readFile(join(dataDir, "snapshots", "removed.json"), "utf8");
    expect(await store(2)).toBe(by);
    await store(1);
    await writeFile(join(dataDir, "snapshots", "removed.json"), record);
    expect(await listsOf()).toEqual([by]);
    for await (const {name, failure} of checkAll(dataDir))
      if (name.startsWith("snapshot")) expect(failure).toBeNull();
    await finishReplacing(dataDir);
    expect(await listSnapshots(dataDir)).toEqual([by]);
    expect(existsSync(join(dataDir, "snapshots", old))).toBe(false);
  });

  it("keeps the old one where the new one was never committed", async () => {
    const old = await store(1);
    await announceReplacing(dataDir, [{id: old, by: "20250102T000000Z-tables-00000000"}]);
    (await lockData(dataDir))();
    expect(await listsOf()).toEqual([old]);
    expect(JSON.parse(await readFile(join(dataDir, "snapshots", "removed.json"), "utf8"))).toEqual({
      removals: 0,
      removing: [],
      bills: []
    });
  });

  it("refuses to lose a bill", async () => {
    const old = await store(1, {requests: bill(0.4)});
    await expect(
      announceReplacing(dataDir, [{id: old, by: "20250102T000000Z-tables-00000000"}])
    ).rejects.toThrow("it has a bill");
  });
});
