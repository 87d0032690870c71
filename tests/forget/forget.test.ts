import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, afterEach, beforeEach, describe, expect, it} from "vitest";
import {runModels} from "../../src/models/build.ts";
import {checkAll} from "../../src/commands/check.ts";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {finishForgetting, forgetPeople, isForgetOpen, planForgetting} from "../../src/forget/forget.ts";
import {lockData} from "../../src/snapshots/lock.ts";
import {findPerson} from "../../src/forget/people.ts";
import {searchRemainders} from "../../src/forget/prove.ts";
import {
  attachSnapshots,
  holdStore,
  listSnapshots,
  readManifest,
  snapshotDir,
  writeSnapshot
} from "../../src/snapshots/store.ts";
import {isLong, isSlow} from "../long.ts";
import {makeTempDir, removeDir} from "../stored.ts";
import {keptByListener} from "../../data-loaders/listening/kept.ts";

const account = "9007199254740993001";
const gone = "1834567890123456789";
const handle = "leaving_today";
const text = "grows tulips on a houseboat";
const person = {id: gone, handles: [handle], texts: [text]};
const other = (nth: number) => String(1_500_000_000_000_000_000n + BigInt(nth));
const dayMs = 86_400_000;
const dayZero = Date.parse("2025-01-06T12:00:00Z");

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "followback-forget-"))));
afterEach(() => rm(dataDir, {recursive: true, force: true}));
const templates = makeTempDir();
afterAll(() => removeDir(templates));

/**
 * Weekly complete lists of 40 people; the one to forget stands among them in weeks 1 to 3. `isThere` false: never. Each
 * such store is written once, and copied from then on.
 */
async function fill(folder: string, {isThere = true, weeks = 6} = {}) {
  const template = join(templates, `${weeks}-${isThere}`);
  if (!existsSync(template)) await holdStore(template, () => write(template, isThere, weeks));
  await cp(template, folder, {recursive: true});
}

async function write(folder: string, isThere: boolean, weeks: number) {
  for (let week = 0; week < weeks; week++) {
    const at = new Date(dayZero + week * 7 * dayMs);
    const isListed = isThere && week >= 1 && week <= 3;
    await writeSnapshot(folder, {source: "x-api", takenAt: at, key: String(week)}, async (writer) => {
      const newcomers = Array.from({length: week}, (_, nth) => other(100 + week - nth));
      const crowd = Array.from({length: 40}, (_, nth) => other(nth));
      const people = [...newcomers, ...crowd.slice(0, 4), ...(isListed ? [gone] : []), ...crowd.slice(4)];
      for (const list of ["following", "followers"] as const) {
        const count = people.length;
        await writer.append("lists", {
          account_id: account,
          list,
          source: "x-api",
          taken_at: at,
          ended: true,
          started_at: at,
          finished_at: at,
          pages: 1,
          count_before: count,
          count_after: count
        });
        for (const [position, id] of people.entries())
          await writer.append(list, {account_id: account, user_id: id, position, page_at: at});
      }
      for (const id of people) {
        const isOne = id === gone;
        await writer.append("users", {
          account_id: account,
          user_id: id,
          profile_at: at,
          username: isOne ? handle : `u${id.slice(-4)}`,
          description: isOne ? text : "nothing to say",
          status: "active",
          status_at: at
        });
      }
      const mentions = [other(1), ...(isThere ? [gone] : [])];
      await writer.append("posts", {
        account_id: account,
        post_id: String(10_000 + week),
        author_id: account,
        created_at: at,
        kind: isListed ? "reply" : "post",
        in_reply_to_user_id: isListed ? gone : null,
        mentions,
        urls: isThere
          ? [`https://x.com/${handle}/status/1`, "https://example.org/"]
          : ["https://example.org/"]
      });
      const actors = [other(2), ...(isListed ? [gone] : [])];
      for (const actor of actors)
        await writer.append("interactions", {
          account_id: account,
          act_id: `like:${actor}:${10_000 + week}`,
          actor_id: actor,
          kind: "like",
          target_user_id: account,
          target_post_id: String(10_000 + week),
          after: at,
          before: at,
          is_exact: false
        });
      if (isListed)
        await writer.append("events", {
          account_id: account,
          event_id: `follow:${gone}:${account}`,
          kind: "follow",
          source_id: gone,
          target_id: account,
          after: at,
          before: at,
          is_exact: true,
          delivery: "import"
        });
      return {accounts: [account]};
    });
  }
}

const withStore = <T>(use: (db: Database) => Promise<T>, folder = dataDir) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, folder);
    return use(db);
  });
const request = {erase: [person], blank: []};
const failures = async () => {
  const found: string[] = [];
  for await (const {name, failure} of checkAll(dataDir)) if (failure) found.push(`${name}: ${failure}`);
  return found;
};
/** What the models say of everybody else. */
const judged = () =>
  withStore(async (db) => {
    await runModels(db, {only: ["completeness", "spells", "followers"]});
    return {
      lists: await db.rows(
        "select snapshot_id, list, verdict, why, order_holds from completeness order by all"
      ),
      spells:
        await db.rows(`select direction, user_id, start_after, start_before, end_after, end_before, end_reason
        from spells where user_id <> ${gone} order by all`),
      people: await db.rows(
        `select user_id, route, cohort_month from followers where user_id <> ${gone} order by all`
      )
    };
  });

describe("forgetting", () => {
  it("leaves no byte, nobody else changed, and files equal to those of a store that never had them", async () => {
    await fill(dataDir);
    await mkdir(join(dataDir, "marts"));
    const before = await judged();
    const found = await withDatabase((db) => searchRemainders(db, [dataDir], [person]));
    expect(new Set(found.remainders.map(({what}) => what))).toEqual(
      new Set(
        [
          "id in its bytes",
          "handle in its bytes",
          "text in its bytes",
          "statistics of its columns",
          "rows by user_id",
          "rows by username",
          "rows by actor_id",
          "rows by act_id",
          "rows by source_id",
          "rows by event_id",
          "rows by in_reply_to_user_id",
          "rows by mentions"
        ].filter((what) => found.remainders.some((remainder) => remainder.what === what))
      )
    );
    expect(found.remainders.length).toBeGreaterThan(10);
    const done = await forgetPeople(dataDir, request);
    expect(done).toMatchObject({people: 1, snapshots: 6, hadMarts: true, proof: {remainders: []}});
    expect(existsSync(join(dataDir, "marts"))).toBe(false);
    expect(isForgetOpen(dataDir)).toBe(false);
    expect(await judged()).toEqual(before);
    expect(await failures()).toEqual([]);
    const never = join(dataDir, "never");
    await fill(never, {isThere: false});
    for (const id of await listSnapshots(never)) {
      const [ours, theirs] = [await readManifest(dataDir, id), await readManifest(never, id)];
      for (const table of ["users", "interactions"] as const)
        expect(ours.tables[table]!.sha256, `${id} ${table}`).toBe(theirs.tables[table]!.sha256);
    }
  });

  it("says in every snapshot and in the ledger how many, and nowhere who", async () => {
    await fill(dataDir);
    await forgetPeople(dataDir, request);
    const ids = await listSnapshots(dataDir);
    const counts = await Promise.all(ids.map(async (id) => (await readManifest(dataDir, id)).forgotten));
    expect(counts).toEqual([1, 1, 1, 1, 1, 1]);
    expect(JSON.parse(await readFile(join(dataDir, "forgotten.json"), "utf8"))).toMatchObject([
      {people: 1, blanked: 0}
    ]);
    const lists = await withStore((db) =>
      db.rows(`select l.rows, l.distinct_rows, e.rows as erased, e.verdict from raw.lists l
        join raw.erasures e using (account_id, snapshot_id, list) where list = 'followers' order by snapshot_id`)
    );
    expect(lists.map(({rows, distinct_rows, erased}) => [rows, distinct_rows, erased])).toEqual([
      [40n, 40n, 0n],
      [42n, 41n, 1n],
      [43n, 42n, 1n],
      [44n, 43n, 1n],
      [44n, 44n, 0n],
      [45n, 45n, 0n]
    ]);
    expect(lists.every(({verdict}) => verdict === "complete")).toBe(true);
  });

  it("takes whom their acts addressed, and them out of whom other acts addressed", async () => {
    await fill(dataDir, {weeks: 2});
    const at = new Date(dayZero + 14 * dayMs);
    const act = (act_id: string, actor_id: string, target_user_id: string) => ({
      account_id: account,
      act_id,
      actor_id,
      kind: "reply",
      target_user_id,
      post_id: act_id,
      after: at,
      before: at,
      is_exact: true
    });
    const addressed = (act_id: string, user_id: string) => ({
      account_id: account,
      act_id,
      user_id,
      how: "reply"
    });
    await writeSnapshot(dataDir, {source: "x-api", takenAt: at, key: "acts"}, async (writer) => {
      await writer.append("interactions", act("501", gone, other(1))); // theirs
      await writer.append("interactions", act("502", other(1), gone)); // toward them alone
      await writer.append("interactions", act("503", other(2), account)); // toward the account and them
      await writer.append("addressed", addressed("502", gone));
      await writer.append("addressed", addressed("503", gone));
      await writer.append("addressed", addressed("503", account));
      return {accounts: [account]};
    });
    // Somebody may say in another file whom the same acts addressed.
    await writeSnapshot(
      dataDir,
      {source: "tables", takenAt: new Date(at.getTime() + dayMs), key: "whom"},
      async (writer) => {
        await writer.append("addressed", addressed("501", other(3)));
        await writer.append("addressed", addressed("502", other(3)));
        await writer.append("addressed", addressed("503", other(3)));
        return {accounts: [account]};
      }
    );
    const left = () =>
      withStore((db) =>
        db.rows("select act_id, user_id::varchar as user from raw.addressed order by act_id, user_id desc")
      );
    expect(await left()).toHaveLength(6);
    const {proof} = await forgetPeople(dataDir, request);
    expect(proof.remainders).toEqual([]);
    expect(await left()).toEqual([
      {act_id: "503", user: account},
      {act_id: "503", user: other(3)}
    ]);
    expect(
      await withStore((db) => db.rows("select act_id from raw.interactions where act_id like '50%'"))
    ).toEqual([{act_id: "503"}]);
  });

  it("keeps a list partial that was: ten who stood together stay there though one of them is forgotten", async () => {
    await fill(dataDir, {weeks: 2});
    const at = new Date(dayZero + 14 * dayMs);
    // Ten neighbours are missing at once, the one to forget among them: a lost page.
    const rest = [
      other(101),
      ...Array.from({length: 40}, (_, nth) => other(nth)).filter((_, nth) => nth < 1 || nth > 9)
    ];
    await writeSnapshot(dataDir, {source: "x-api", takenAt: at, key: "torn"}, async (writer) => {
      await writer.append("lists", {
        account_id: account,
        list: "followers",
        source: "x-api",
        ended: true,
        started_at: at,
        finished_at: at,
        count_before: 32,
        count_after: 32
      });
      for (const [position, id] of rest.entries())
        await writer.append("followers", {account_id: account, user_id: id, position, page_at: at});
      return {accounts: [account]};
    });
    const before = await judged();
    expect(before.lists.at(-1)).toMatchObject({
      verdict: "partial",
      why: expect.stringContaining("10 people who stood together")
    });
    await forgetPeople(dataDir, request);
    expect(await judged()).toEqual(before);
  });

  it("says what would change and changes nothing", async () => {
    await fill(dataDir);
    const plan = await planForgetting(dataDir, request);
    expect(plan.map(({tables}) => tables.followers?.rows ?? 0)).toEqual([0, 1, 1, 1, 0, 0]);
    expect(plan.map(({tables}) => tables.posts)).toEqual(
      Array.from({length: 6}, () => ({rows: 0, mended: 1}))
    );
    expect(await withStore((db) => findPerson(db, `@${handle.toUpperCase()}`))).toEqual([person]);
  });

  it("erases only the texts of those who are withheld", async () => {
    await fill(dataDir);
    await forgetPeople(dataDir, {erase: [], blank: [person]});
    const rows = await withStore((db) =>
      db.rows(`select distinct username, description, location from raw.users where user_id = ${gone}`)
    );
    expect(rows).toEqual([{username: handle, description: null, location: null}]);
    expect(await failures()).toEqual([]);
  });

  it("keeps the files that did not change: they are linked, not copied", async () => {
    await fill(dataDir);
    const [first] = await listSnapshots(dataDir);
    const file = join(snapshotDir(dataDir, first!), "followers.parquet");
    const {ino} = await stat(file);
    await forgetPeople(dataDir, request);
    expect((await stat(file)).ino).toBe(ino);
  });

  it.each([
    ["nobody", "99", /^99: not in any snapshot/],
    ["an unknown name", "@nobody_here", /^@nobody_here: no stored profile or list of names has that name/],
    ["the account", account, /an account of the store, not a person/],
    ["no name at all", "not a name", /^not a name: not a name on X \(letters, digits and _ only\)/]
  ])("refuses %s in one line", async (_, user, message) => {
    await fill(dataDir, {weeks: 1});
    await expect(withStore((db) => findPerson(db, user))).rejects.toThrow(message);
  });

  it("ends with an error that names the file where something is left, and goes on when it is gone", async () => {
    await fill(dataDir, {weeks: 2});
    await writeFile(join(dataDir, "notes.txt"), `call ${handle} back`);
    await expect(forgetPeople(dataDir, request)).rejects.toThrow(
      /^notes\.txt: still contains their data \(handle/
    );
    expect(isForgetOpen(dataDir)).toBe(true);
    await rm(join(dataDir, "notes.txt"));
    expect(await finishForgetting(dataDir)).toMatchObject({people: 1, snapshots: 0});
    expect(isForgetOpen(dataDir)).toBe(false);
  });

  it("leaves whoever had the same name: a handle that leads nowhere is handle.invalid for all, and names change hands", async () => {
    const at = new Date(dayZero);
    const name = "handle.invalid";
    await writeSnapshot(dataDir, {source: "bluesky", takenAt: at, key: "names"}, async (writer) => {
      for (const id of [gone, other(3)])
        await writer.append("users", {account_id: account, user_id: id, profile_at: at, username: name});
      return {accounts: [account]};
    });
    const {proof} = await forgetPeople(dataDir, {
      erase: await withStore((db) => findPerson(db, gone)),
      blank: []
    });
    expect(await withStore((db) => db.rows("select user_id, username from raw.users"))).toEqual([
      {user_id: BigInt(other(3)), username: name}
    ]);
    expect(new Set(proof.named).size).toBe(1);
    // Whoever is sought is found all the same.
    const sought = [{id: other(3), handles: [name], texts: []}];
    const {remainders} = await withStore((db) => searchRemainders(db, [dataDir], sought));
    expect(new Set(remainders.map(({what}) => what))).toContain("rows by username");
  });

  it.each([3, 400])(
    "tells of names that the user gave which hold theirs, and leaves these: %i campaigns",
    async (count) => {
      await fill(dataDir, {weeks: 2});
      const at = new Date(dayZero);
      const campaign = (name: string) => ({account_id: account, campaign_id: name, name, place: name});
      // Not the least or the greatest of them, which stand in the footer; many are packed too well to be found in bytes.
      const names = [
        "aaa",
        `followers of @${handle}`,
        "zzz",
        ...Array.from({length: count - 3}, (_, nth) => `of @other${nth}`)
      ];
      const {id} = await writeSnapshot(
        dataDir,
        {source: "tables", takenAt: at, key: "campaigns"},
        async (writer) => {
          for (const name of names) await writer.append("campaigns", campaign(name));
          return {accounts: [account]};
        }
      );
      const {proof} = await forgetPeople(dataDir, request);
      expect(proof).toMatchObject({
        remainders: [],
        named: [],
        given: [join("snapshots", id, "campaigns.parquet")]
      });
      expect(await withStore((db) => db.rows("select count(*) as n from raw.campaigns"))).toEqual([
        {n: BigInt(count)}
      ]);
    }
  );

  it("takes somebody of whom a table has a name that means something else in a pattern", async () => {
    const at = new Date(dayZero);
    await writeSnapshot(dataDir, {source: "tables", takenAt: at, key: "users"}, async (writer) => {
      await writer.append("users", {account_id: account, user_id: gone, profile_at: at, username: "ann(1"});
      return {accounts: [account], from: "ann(1 and others.csv"};
    });
    const erase = await withStore((db) => findPerson(db, gone));
    await forgetPeople(dataDir, {erase, blank: []});
    const [id] = await listSnapshots(dataDir);
    expect(await readManifest(dataDir, id!)).toMatchObject({forgotten: 1, tables: {users: {rows: 0}}});
    expect((await readManifest(dataDir, id!)).from).toBeUndefined();
  });

  it("takes them out of what a listener has not stored yet", async () => {
    await fill(dataDir, {weeks: 2});
    await mkdir(join(dataDir, ".listen"));
    const line = (id: string) => JSON.stringify({table: "events", row: {account_id: account, source_id: id}});
    const act = (act_id: string, actor_id: string) =>
      JSON.stringify({table: "interactions", row: {account_id: account, act_id, actor_id}});
    const toward = (act_id: string, user_id: string) =>
      JSON.stringify({table: "addressed", row: {account_id: account, act_id, user_id, how: "reply"}});
    const stay = [line(other(3)), act("502", other(3)), toward("502", account)];
    const go = [line(gone), act("501", gone), toward("501", other(3)), toward("502", gone)];
    await writeFile(join(dataDir, ".listen", "5.ndjson"), [...go, ...stay, ""].join("\n"));
    // A killed forgetting of somebody else had begun to write this, and the batch has been stored since.
    await writeFile(join(dataDir, ".listen", "4.ndjson.4711.new"), line(gone));
    await forgetPeople(dataDir, request, {kept: [keptByListener]});
    expect(await readFile(join(dataDir, ".listen", "5.ndjson"), "utf8")).toBe([...stay, ""].join("\n"));
    expect((await readdir(join(dataDir, ".listen"))).filter((name) => name.endsWith(".new"))).toEqual([]);
  });
});

it("waits for nobody: while somebody else writes it is refused, and nothing changes", async () => {
  await fill(dataDir, {weeks: 1});
  const before = await readdir(join(dataDir, "snapshots"));
  const release = await lockData(dataDir);
  try {
    await expect(forgetPeople(dataDir, request)).rejects.toThrow(
      /^another followback is writing to .+: wait for it to finish, then run this again$/
    );
  } finally {
    release();
  }
  expect(isForgetOpen(dataDir)).toBe(false);
  expect(await readdir(join(dataDir, "snapshots"))).toEqual(before);
});

/** One of the first accounts of X: its digits stand in many times, and in many ids of events that are digests. */
const short = "12";
const digests = [
  "sha256:ab12cd4f5e6a7b8c9d0e1f2a3b4c5d6e",
  "sha256:12cd4f5e6a7b8c9d0e1f2a3b4c5d6eab",
  "f3a-12-4bd2",
  "-12"
];

it("takes nobody else out of what a listener has not stored yet, though a time or a text has the digits of a short id", async () => {
  const at = new Date(dayZero);
  await writeSnapshot(dataDir, {source: "x-api", takenAt: at, key: "short"}, async (writer) => {
    await writer.append("users", {account_id: account, user_id: short, profile_at: at});
    return {accounts: [account]};
  });
  await mkdir(join(dataDir, ".listen"));
  const after = "2026-12-12T12:12:12.012Z";
  const line = (table: string, row: object) => JSON.stringify({table, row: {account_id: account, ...row}});
  const stay = [
    line("events", {event_id: "-7120", kind: "follow", source_id: other(3), target_id: account, after}),
    ...digests.map((event_id) =>
      line("events", {event_id, kind: "follow", source_id: other(3), target_id: account, after})
    ),
    line("users", {user_id: other(3), description: "12 cats", followers_count: 12, status_at: after})
  ];
  const go = [
    line("events", {event_id: "-7121", kind: "follow", source_id: short, target_id: account, after}),
    line("interactions", {act_id: `like:${short}:900`, actor_id: short, after})
  ];
  await writeFile(join(dataDir, ".listen", "5.ndjson"), [...go, ...stay, ""].join("\n"));
  await forgetPeople(
    dataDir,
    {erase: [{id: short, handles: [], texts: []}], blank: []},
    {kept: [keptByListener]}
  );
  expect(await readFile(join(dataDir, ".listen", "5.ndjson"), "utf8")).toBe([...stay, ""].join("\n"));
});

it("takes no stored event of somebody else whose id has the digits of a short id in it", async () => {
  const at = new Date(dayZero);
  const event = (event_id: string, source_id: string) => ({
    account_id: account,
    event_id,
    kind: "follow",
    source_id,
    target_id: account,
    after: at,
    before: at,
    is_exact: true
  });
  const theirs = `follow:${short}:${account}:1704067200000`;
  await writeSnapshot(dataDir, {source: "x-activity", takenAt: at, key: "short"}, async (writer) => {
    for (const id of digests) await writer.append("events", event(id, other(3)));
    await writer.append("events", event(theirs, short));
    // Whoever made this id put them into it, though the columns name others.
    await writer.append("events", event(`seen:${short}`, other(3)));
    return {accounts: [account]};
  });
  const {proof} = await forgetPeople(dataDir, {
    erase: [{id: short, handles: [], texts: []}],
    blank: []
  });
  expect(proof.remainders).toEqual([]);
  expect(await withStore((db) => db.rows("select event_id as id from raw.events order by id"))).toEqual(
    digests.toSorted().map((id) => ({id}))
  );
});

it("waits for nobody: while a listener runs it is refused, and nothing changes", async () => {
  await fill(dataDir, {weeks: 1});
  const release = await lockData(join(dataDir, ".listen"));
  await expect(forgetPeople(dataDir, request, {kept: [keptByListener]})).rejects.toThrow(
    /^followback listen is running on this data: stop it/
  );
  release();
  expect(isForgetOpen(dataDir)).toBe(false);
});

it("a record of what was to be forgotten that cannot be read is named, and never taken for none", async () => {
  await fill(dataDir, {weeks: 1});
  const file = join(dataDir, ".forget.json");
  await writeFile(file, '{"erase": [');
  await expect(finishForgetting(dataDir)).rejects.toThrow(
    `${file} cannot be read: delete it, then run followback forget again`
  );
  expect(isForgetOpen(dataDir)).toBe(true);
});

describe("killed in the middle of forgetting", () => {
  const module = new URL("../../src/forget/forget.ts", import.meta.url).href;
  const script = `
    import {forgetPeople, finishForgetting} from ${JSON.stringify(module)};
    let left = Number(process.env.STEPS);
    const options = {onStep: () => { if (left-- === 0) process.kill(process.pid, "SIGKILL"); }};
    await forgetPeople(process.env.DIR, JSON.parse(process.env.WISH), options);`;

  // Steps: the journal, the marts, then three for each of three snapshots (written, committed, settled), searched, noted.
  it.each(isLong ? [0, 1, 2, 3, 4, 5, 9, 11, 12] : isSlow ? [0, 2, 3, 4, 12] : [3])(
    "after step %i no snapshot is lost or half seen, and a rerun completes",
    async (steps) => {
      await fill(dataDir, {weeks: 3});
      const file = join(dataDir, "forgetter.mts");
      await writeFile(file, script);
      const env = {...process.env, DIR: dataDir, STEPS: String(steps), WISH: JSON.stringify(request)};
      const child = spawn(process.execPath, ["--import", "tsx", file], {
        env,
        stdio: ["ignore", "ignore", "inherit"]
      });
      const signal = await new Promise((resolve) => child.on("exit", (_, killed) => resolve(killed)));
      await rm(file);
      expect(signal).toBe("SIGKILL");
      expect(await listSnapshots(dataDir)).toHaveLength(3);
      expect(await withStore((db) => db.rows("select count(*) as n from raw.lists"))).toEqual([{n: 6n}]);
      // Nothing is wrong but that it is not done, and that is told once it is on the record.
      expect(
        (await failures()).filter(
          (failure) => !failure.startsWith("forgetting: an earlier run was interrupted")
        )
      ).toEqual([]);
      expect(await finishForgetting(dataDir)).toMatchObject({people: 1, proof: {remainders: []}});
      expect(await failures()).toEqual([]);
      const counts = await Promise.all(
        (await listSnapshots(dataDir)).map(async (id) => (await readManifest(dataDir, id)).forgotten)
      );
      expect(counts).toEqual([1, 1, 1]);
      expect(JSON.parse(await readFile(join(dataDir, "forgotten.json"), "utf8"))).toHaveLength(1);
    }
  );
});
