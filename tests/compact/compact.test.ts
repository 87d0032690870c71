import {appendFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {spawn} from "node:child_process";
import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {compactStore, leastLoose, paysToCompact} from "../../src/compact/compact.ts";
import {finishForgetting, forgetPeople, isForgetOpen} from "../../src/forget/forget.ts";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {attachLedger} from "../../src/site/ledger.ts";
import {checkAll} from "../../src/commands/check.ts";
import {compactIfItPays} from "../../src/commands/compact.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {isSource} from "../../src/networks/sources.ts";
import {
  holdStore,
  listSnapshots,
  readAgainIfMoved,
  readManifest,
  withSnapshots,
  writeSnapshot,
  type Manifest
} from "../../src/snapshots/store.ts";
import {hear} from "../commands/hear.ts";
import {isLong, isSlow} from "../long.ts";
import {makeTempDir, removeDir, storedRows} from "../stored.ts";
import {differences, martSums} from "./stores.ts";
import {slow} from "../slow.ts";

const temp = makeTempDir();
afterAll(() => removeDir(temp));
let nth = 0;
let dir = "";
let dataDir = "";
beforeEach(async () => {
  dir = join(temp, String(++nth));
  dataDir = join(dir, "data");
  await mkdir(dir);
});

const account = "42";
const at = (day: number, seconds = 0) => new Date(Date.UTC(2025, 0, 1) + (day * 86_400 + seconds) * 1000);

interface Day {
  people: number[];
  /** The number of the row, where it is not its position. */
  position?: (row: number) => number | null;
  /** Seconds after the start at which the row's page came. */
  page?: (row: number) => number;
  followed?: number[];
  /** The list was read to its end; default true. */
  ended?: boolean;
}

/** Stores the list of one day, with its bill. */
async function store(day: number, {people, position, page, followed, ended = true}: Day, folder = dataDir) {
  const source = "x-api";
  const taken = await writeSnapshot(folder, {source, takenAt: at(day), key: String(day)}, async (writer) => {
    await writer.append("lists", {
      account_id: account,
      list: "followers",
      source,
      taken_at: at(day),
      ended,
      started_at: at(day),
      finished_at: at(day, 600)
    });
    for (const [row, id] of people.entries())
      await writer.append("followers", {
        account_id: account,
        user_id: String(id),
        position: position ? position(row) : row,
        page_at: at(day, page ? page(row) : 5),
        is_mutual: followed ? followed.includes(id) : null
      });
    await writer.append("users", {account_id: account, user_id: "1", username: `one${day % 2}`});
    const endpoint = "/2/users/:id/followers";
    return {
      accounts: [account],
      from: `day ${day}`,
      requests: [{endpoint, requests: 1, resources: people.length, dollars: 0.25}]
    };
  });
  return taken.id;
}

/** Ten days: 7 comes on day 3, 2 is away on days 5 to 7 and comes back to the old place. */
const tenDays = Array.from({length: 10}, (_, day) =>
  [7, 6, 5, 4, 3, 2, 1].filter((id) => (id !== 7 || day >= 3) && (id !== 2 || day < 5 || day > 7))
);
/** Stores ten days as they are, or with more about each. As they are, they are written once, and copied from then on. */
async function storeTen(facts?: Partial<Day>) {
  if (facts) return writeTen(dataDir, facts);
  const ids = await (writtenTen ??= writeTen(template));
  cpSync(template, dataDir, {recursive: true});
  return [...ids];
}
const template = join(temp, "ten-days");
let writtenTen: Promise<string[]> | null = null;
const writeTen = (folder: string, facts: Partial<Day> = {}) =>
  holdStore(folder, async () => {
    const ids: string[] = [];
    for (const [day, people] of tenDays.entries()) ids.push(await store(day, {people, ...facts}, folder));
    return ids;
  });
const runs = () =>
  storedRows(
    dataDir,
    "select user_id::integer as id, first_nth as first, last_nth as last from raw.list_runs order by chain, place"
  );
const folders = () => readdirSync(join(dataDir, "snapshots")).sort();
const failures = async () => {
  const found: string[] = [];
  for await (const {name, failure} of checkAll(dataDir)) if (failure) found.push(`${name}: ${failure}`);
  return found;
};
/** The store as it was. */
const copy = () => {
  const folder = join(dir, "before");
  rmSync(folder, {recursive: true, force: true});
  cpSync(dataDir, folder, {recursive: true});
  return folder;
};

describe("compacting", () => {
  it("writes somebody once for each unbroken stay, in the one order that every list keeps", async () => {
    await storeTen();
    const before = copy();
    expect(await compactStore(dataDir)).toMatchObject({added: 10, snapshots: 10});
    expect(folders()).toEqual(["0-compacted-000001"]);
    expect(await runs()).toEqual([
      {id: 7, first: 3, last: 9},
      {id: 6, first: 0, last: 9},
      {id: 5, first: 0, last: 9},
      {id: 4, first: 0, last: 9},
      {id: 3, first: 0, last: 9},
      {id: 2, first: 8, last: 9},
      {id: 2, first: 0, last: 4},
      {id: 1, first: 0, last: 9}
    ]);
    expect(await differences(before, dataDir)).toEqual([]);
  });

  it.each<[string, Partial<Day>]>([
    ["pages of three rows", {page: (row) => 3 * Math.floor(row / 3)}],
    ["a position left out", {position: (row) => (row < 2 ? row : row + 1)}],
    ["an answer on every row", {followed: [4, 6]}]
  ])("gives %s back", async (_, facts) => {
    await storeTen(facts);
    const before = copy();
    await compactStore(dataDir);
    expect((await runs()).length).toBe(8);
    expect(await differences(before, dataDir)).toEqual([]);
  });

  it("ends a run where the answer of is_mutual changes", async () => {
    for (const [day, people] of tenDays.entries()) await store(day, {people, followed: day < 4 ? [] : [6]});
    await compactStore(dataDir);
    expect((await runs()).filter(({id}) => id === 6)).toEqual([
      {id: 6, first: 4, last: 9},
      {id: 6, first: 0, last: 3}
    ]);
  });

  it.each<[string, Partial<Day>]>([
    ["no positions", {position: () => null}],
    ["one position for all", {position: () => 0}]
  ])("keeps lists of %s as they are", async (_, facts) => {
    await storeTen(facts);
    const before = copy();
    await compactStore(dataDir);
    expect(await runs()).toEqual([]);
    expect(await differences(before, dataDir)).toEqual([]);
  });

  it("goes on with the runs there are, and folds anew what an older list came into", async () => {
    const later = tenDays.slice(6);
    for (const [day, people] of tenDays.slice(0, 6).entries()) await store(day, {people});
    await compactStore(dataDir);
    for (const [day, people] of later.entries()) await store(6 + day, {people});
    expect(await compactStore(dataDir)).toMatchObject({added: 4, snapshots: 10});
    expect(folders()).toEqual(["0-compacted-000002"]);
    expect(await runs()).toHaveLength(8);
    // Without 5, between day 2 and day 3.
    await store(2.5, {people: [6, 4, 3, 2, 1]});
    const before = copy();
    await compactStore(dataDir);
    expect((await runs()).filter(({id}) => id === 5)).toEqual([
      {id: 5, first: 4, last: 10},
      {id: 5, first: 0, last: 2}
    ]);
    expect(await differences(before, dataDir)).toEqual([]);
  });

  it("is read once more by whoever reads it in the meantime", async () => {
    await storeTen();
    let times = 0;
    const read = (db: Database) => db.rows("select count(*)::int as n from raw.followers");
    const rows = await withSnapshots(dataDir, async (db) => {
      times++;
      await read(db);
      if (times === 1) await compactStore(dataDir);
      return read(db);
    });
    expect(rows).toEqual([{n: tenDays.flat().length}]);
    expect(times).toBe(2);
  });

  it("is read once where nothing moved, however that ends", async () => {
    await storeTen();
    rmSync(join(dataDir, "snapshots", folders()[3]!, "followers.parquet"));
    let times = 0;
    const reading = readAgainIfMoved(dataDir, () => {
      times++;
      return withSnapshots(dataDir, (db) => db.rows("from raw.followers"));
    });
    await expect(reading).rejects.toThrow("followers.parquet is missing");
    expect(times).toBe(1);
  });

  it("leaves nothing to do a second time", async () => {
    await storeTen();
    await compactStore(dataDir);
    expect(await compactStore(dataDir)).toBeNull();
    expect(folders()).toEqual(["0-compacted-000001"]);
    expect(await compactStore(join(dir, "nothing"))).toBeNull();
  });

  it("pays from 30 snapshots on, once they have a quarter of the size of those compacted", async () => {
    for (let day = 0; day < leastLoose - 1; day++) await store(day, {people: [2, 1]});
    expect(await paysToCompact(dataDir)).toBe(false);
    await compactIfItPays(dataDir);
    expect(folders()).toHaveLength(leastLoose - 1);
    await store(leastLoose, {people: [2, 1]});
    expect(await paysToCompact(dataDir)).toBe(true);
    await compactIfItPays(dataDir);
    expect(folders()).toEqual(["0-compacted-000001"]);
    expect(await paysToCompact(dataDir)).toBe(false);
  });
});

describe("lists between those of a chain", () => {
  const everybody = Array.from({length: 30}, (_, row) => 30 - row);
  const without5 = everybody.filter((id) => id !== 5);
  /** Whether a build of the compacted store makes the marts that the store would make as it was. */
  async function expectSameMarts(before: string) {
    expect(await differences(before, dataDir)).toEqual([]);
    await buildMarts(before);
    await buildMarts(dataDir);
    expect(await martSums(dataDir)).toEqual(await martSums(before));
  }
  const spellsOf5 = () =>
    withDatabase(async (db) => {
      await attachMarts(db, dataDir);
      const [row] = await db.rows<{n: bigint}>("select count(*) as n from spells where user_id = 5");
      return Number(row!.n);
    });

  it("end the runs of those of whom they say otherwise", async () => {
    for (let day = 0; day < 8; day++) await store(day, {people: everybody, followed: [5, 6]});
    // A short look after day 3: the account does not follow 5 at that moment.
    await store(3.5, {people: [30, 29, 6, 5], followed: [6], ended: false});
    const before = copy();
    await compactStore(dataDir);
    expect((await runs()).filter(({id}) => id === 5 || id === 6)).toEqual([
      {id: 6, first: 0, last: 7},
      {id: 5, first: 4, last: 7},
      {id: 5, first: 0, last: 3}
    ]);
    await expectSameMarts(before);
    // Their follow of the account, and two of the account's of them.
    expect(await spellsOf5()).toBe(3);
  });

  slow.it("end the runs of lists that did not end, where they did and may lack somebody", async () => {
    await store(0, {people: everybody});
    for (let day = 1; day < 7; day++) await store(day, {people: everybody, ended: false});
    await store(3.5, {people: without5});
    await store(7, {people: everybody});
    const before = copy();
    await compactStore(dataDir);
    await expectSameMarts(before);
    expect(await spellsOf5()).toBe(2);
  });

  slow.it("end runs also where their pages are of an earlier time than they are", async () => {
    for (let day = 0; day < 8; day++) await store(day, {people: everybody, followed: [5, 6]});
    // Begun on day 3, as it says, with rows of day 2: in between, the account does not follow 5.
    await store(3.2, {people: everybody, followed: [6], page: () => -0.7 * 86_400});
    const before = copy();
    await compactStore(dataDir);
    // Days 0 to 2, and 4 to 7: the list of day 3 and that one lie across each other, and stay rows.
    expect((await runs()).filter(({id}) => id === 6)).toEqual([
      {id: 6, first: 0, last: 2},
      {id: 6, first: 0, last: 3}
    ]);
    await expectSameMarts(before);
  });

  slow.it("make no gap between two runs of somebody who has a gap elsewhere", async () => {
    // 5 is away on day 6; their run also ends on day 3, where the account's follow of them does.
    for (let day = 0; day < 9; day++)
      await store(day, {people: day === 6 ? without5 : everybody, followed: day < 3 ? [5] : []});
    await store(1.5, {people: [30, 29, 5], followed: [5], ended: false});
    const before = copy();
    await compactStore(dataDir);
    expect((await runs()).filter(({id}) => id === 5)).toEqual([
      {id: 5, first: 7, last: 8},
      {id: 5, first: 3, last: 5},
      {id: 5, first: 0, last: 2}
    ]);
    await expectSameMarts(before);
    // Theirs of the account before and after day 6, and the account's of them.
    expect(await spellsOf5()).toBe(3);
  });

  slow.it("count as well where they came after the chain was compacted", async () => {
    for (let day = 0; day < 8; day++) await store(day, {people: everybody});
    await compactStore(dataDir);
    await store(3.5, {people: without5});
    const before = join(dir, "before");
    for (let day = 0; day < 8; day++) await store(day, {people: everybody}, before);
    await store(3.5, {people: without5}, before);
    await expectSameMarts(before);
    expect(await spellsOf5()).toBe(2);
  });
});

describe("a compacted store", () => {
  const ledger = () =>
    withDatabase(async (db) => {
      await attachLedger(db, dataDir);
      return db.rows("select * from ledger order by all");
    });
  const run = (...argv: string[]) => hear([...argv, "--data", dataDir]);

  it("lists the same snapshots, keeps their bills, and passes check", async () => {
    const ids = await storeTen();
    const before = [await run("snapshots"), await run("snapshots", "--account", account), await ledger()];
    const manifest = await readManifest(dataDir, ids[3]!);
    expect(await run("compact")).toMatchObject({code: 0, out: ""});
    expect([await run("snapshots"), await run("snapshots", "--account", account), await ledger()]).toEqual(
      before
    );
    expect(await listSnapshots(dataDir)).toEqual(ids);
    expect(await readManifest(dataDir, ids[3]!)).toEqual(manifest);
    expect(await failures()).toEqual([]);
    expect(await run("compact")).toMatchObject({
      code: 0,
      err: "nothing to compact: no snapshot has a folder of its own\n"
    });
  });

  it("is refused by versions that know nothing of it: its folder looks like a snapshot of a source that no version has", async () => {
    await storeTen();
    await compactStore(dataDir);
    const facts = readFileSync(join(dataDir, "snapshots", "0-compacted-000001", "snapshot.json"), "utf8");
    const {source, accounts, tables} = JSON.parse(facts) as Manifest;
    expect({accounts, hasTables: tables !== null}).toEqual({accounts: 0, hasTables: true});
    expect(isSource(source)).toBe(false);
  });

  it("knows an observation that it has", async () => {
    const [first] = await storeTen();
    await compactStore(dataDir);
    const written = await writeSnapshot(dataDir, {source: "x-api", takenAt: at(0), key: "0"}, () =>
      expect.unreachable()
    );
    expect(written).toMatchObject({id: first, isNew: false});
  });

  /** Four daily lists, each with one person more on top. */
  const writeLists = () =>
    Array.from({length: 4}, (_, day) => {
      const file = join(dir, `followers-2025-01-0${day + 1}.txt`);
      const ids = Array.from({length: 12}, (__, row) => 900 + day - row);
      writeFileSync(file, ids.map((id) => `${id}\n`).join(""));
      return file;
    });

  it("takes more about a list that it has, and refuses another one of that time", async () => {
    const files = writeLists();
    const importAll = (some: string[], ...flags: string[]) =>
      run("import", ...some, "--account", account, "--list", "followers", ...flags);
    expect(await importAll(files)).toMatchObject({code: 0});
    expect(await run("compact")).toMatchObject({code: 0});
    expect(await importAll([files[1]!], "--complete")).toMatchObject({
      code: 0,
      err: expect.stringContaining("it is replaced, now complete, as declared")
    });
    const bases = await storedRows(
      dataDir,
      "select completeness_basis as basis from raw.lists order by started_at"
    );
    expect(bases.map(({basis}) => basis)).toEqual([null, "declared", null, null]);
    expect(await failures()).toEqual([]);
    writeFileSync(files[2]!, "901\n555\n");
    expect(await importAll([files[2]!])).toMatchObject({
      code: 1,
      err: expect.stringContaining("the store has another list of followers")
    });
  });

  it("knows a file that was imported, and takes it back and in again", async () => {
    const files = writeLists();
    const importAll = (...some: string[]) =>
      run("import", ...some, "--account", account, "--list", "followers", "--complete");
    expect(await importAll(...files)).toMatchObject({code: 0});
    const before = copy();
    expect(await run("compact")).toMatchObject({code: 0});
    expect(await runs()).not.toEqual([]);
    const again = await importAll(files[1]!);
    expect(again).toMatchObject({code: 0, err: expect.stringMatching(/already/)});
    expect(await differences(before, dataDir)).toEqual([]);
    const ids = await listSnapshots(dataDir);
    expect(ids).toHaveLength(4);
    expect(await run("snapshots", "remove", ids[1]!)).toMatchObject({code: 0});
    expect(await listSnapshots(dataDir)).toEqual(ids.filter((_, day) => day !== 1));
    expect(await importAll(files[1]!)).toMatchObject({code: 0});
    expect(await differences(before, dataDir)).toEqual([]);
    expect(await failures()).toEqual([]);
  });

  it("names the file that was changed", async () => {
    await storeTen();
    await compactStore(dataDir);
    const file = join(dataDir, "snapshots", "0-compacted-000001", "list_runs.parquet");
    appendFileSync(file, "x");
    expect(await failures()).toEqual([
      "compacted snapshots (10): list_runs.parquet is damaged or was changed: restore 0-compacted-000001 from a backup"
    ]);
    await expect(storedRows(dataDir, "from raw.followers")).rejects.toThrow(
      `compacted snapshots: ${file} is damaged or was changed: restore that folder from a backup`
    );
  });

  it("is not taken for one without snapshots where it does not say any more what it holds", async () => {
    await storeTen();
    await compactStore(dataDir);
    const file = join(dataDir, "snapshots", "0-compacted-000001", "snapshot.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -20));
    await expect(storedRows(dataDir, "from raw.followers")).rejects.toThrow(
      `${file} cannot be read: restore 0-compacted-000001 from a backup`
    );
  });

  it("is not compacted further while a forgetting is not finished: nothing is moved that it still looks for", async () => {
    await storeTen();
    writeFileSync(join(dataDir, ".forget.json"), "{}");
    expect(await hear(["compact", "--data", dataDir])).toMatchObject({
      code: 1,
      err: "followback: an earlier run was interrupted: run followback forget to finish it\n"
    });
    expect(readdirSync(join(dataDir, "snapshots")).filter((name) => /compacted/.test(name))).toEqual([]);
  });
});

describe("killed", () => {
  const script = (module: string, call: string) => `
    import {${call.split("(")[0]}} from ${JSON.stringify(new URL(`../../src/${module}`, import.meta.url).href)};
    const onStep = (step) => { if (step === process.env.STEP) process.kill(process.pid, "SIGKILL"); };
    await ${call};`;

  async function kill(module: string, call: string, step: string, wish: unknown = null) {
    const file = join(dir, "killed.mts");
    writeFileSync(file, script(module, call));
    const env = {...process.env, DIR: dataDir, STEP: step, WISH: JSON.stringify(wish)};
    const child = spawn(process.execPath, ["--import", "tsx", file], {
      env,
      stdio: ["ignore", "ignore", "inherit"]
    });
    const signal = await new Promise((resolve) => child.on("exit", (_, killed) => resolve(killed)));
    expect(signal).toBe("SIGKILL");
  }

  // Of the folders that go, the first and the last one.
  it.each(
    isLong
      ? ["folded", "written lists", "written list_runs", "written", "committed", "first", "last"]
      : isSlow
        ? ["folded", "written", "committed", "last"]
        : ["written"]
  )("after the step %s of compacting every row is there once, and the next run completes", async (step) => {
    const ids = await storeTen();
    await compactStore(dataDir);
    for (const day of [10, 11]) ids.push(await store(day, {people: [7, 6, 5, 4, 3, 2, 1]}));
    const before = copy();
    const named = {first: "deleted 0-compacted-000001", last: `deleted ${ids.at(-1)!}`}[step] ?? step;
    await kill("compact/compact.ts", "compactStore(process.env.DIR, {onStep})", named);
    expect(await listSnapshots(dataDir)).toEqual(ids);
    expect(await differences(before, dataDir)).toEqual([]);
    expect(await failures()).toEqual([]);
    ids.push(await store(12, {people: [7, 6]}));
    await store(12, {people: [7, 6]}, before);
    expect(folders().filter((name) => name.startsWith("."))).toEqual([]);
    expect(await differences(before, dataDir)).toEqual([]);
    await compactStore(dataDir);
    expect(folders()).toHaveLength(1);
    expect(await differences(before, dataDir)).toEqual([]);
  });

  slow.it.each(isLong ? ["committed", "finished"] : ["committed"])(
    "after the step %s of a removal the snapshot counts no more",
    async (step) => {
      const ids = await storeTen();
      const before = copy();
      await compactStore(dataDir);
      await kill(
        "snapshots/remove.ts",
        "removeSnapshots(process.env.DIR, JSON.parse(process.env.WISH), {onStep})",
        step,
        [ids[4]]
      );
      rmSync(join(before, "snapshots", ids[4]!), {recursive: true});
      expect(await differences(before, dataDir)).toEqual([]);
      expect(await failures()).toEqual([]);
      for (const folder of [before, dataDir]) await store(12, {people: [7, 6]}, folder);
      expect(await differences(before, dataDir)).toEqual([]);
      expect(await failures()).toEqual([]);
    }
  );

  it.each(
    isLong ? ["written list_runs", "written", "committed"] : isSlow ? ["written", "committed"] : ["written"]
  )(
    "after the step %s of a forgetting all of them is there or nothing, and a rerun completes",
    async (step) => {
      await storeTen({page: (row) => 3 * Math.floor(row / 3)});
      const before = copy();
      await compactStore(dataDir);
      const wish = {erase: [{id: "5", handles: [], texts: []}], blank: []};
      await kill(
        "forget/forget.ts",
        "forgetPeople(process.env.DIR, JSON.parse(process.env.WISH), {onStep})",
        step,
        wish
      );
      const [rows] = await storedRows(dataDir, "select count(*) as n from raw.followers where user_id = 5");
      expect(rows!.n).toBe(step === "committed" ? 0n : 10n);
      expect(isForgetOpen(dataDir)).toBe(true);
      expect(await finishForgetting(dataDir)).toMatchObject({people: 1, proof: {remainders: []}});
      await forgetPeople(before, wish);
      expect(await differences(before, dataDir)).toEqual([]);
      expect(await failures()).toEqual([]);
      expect((await readManifest(dataDir, (await listSnapshots(dataDir))[0]!)).forgotten).toBe(1);
    }
  );
});
