import {copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {main} from "../../src/commands/cli.ts";
import {openClient, type Client} from "../../data-loaders/x-api/client.ts";
import {BilledToday} from "../../data-loaders/x-api/billed-today.ts";
import {settleUnfinished} from "../../data-loaders/x-api/resume.ts";
import {workDir} from "../../data-loaders/x-api/work.ts";
import {unfinished} from "../../data-loaders/x-api/journal.ts";
import {keptByX} from "../../data-loaders/x-api/kept.ts";
import {countBill} from "../../data-loaders/demo/watched.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {listSnapshots} from "../../src/snapshots/store.ts";
import type {SnapshotOptions} from "../../data-loaders/x-api/snapshot.ts";
import type {LocalRequest} from "../../data-loaders/demo/server/server.ts";
import {account, openBench, people, postOf, TinyX, tokens, type Bench} from "./tiny.ts";
import {isSlow} from "../long.ts";
import {slow} from "../slow.ts";

let bench: Bench;
let x: TinyX;
/** Every request of a list page that the server answered: its token, or "top". */
let pages: string[] = [];
let refuse: ((request: LocalRequest) => {status: number; body: unknown} | undefined) | undefined;

function brand() {
  const x = new TinyX();
  x.following = people(1500, 2_000_000);
  x.followers = people(4200);
  x.tweets = [postOf("501", new Date("2025-03-01T00:00:00Z"), {reposts: 1, likes: 2, quotes: 0})];
  x.reposts.set("501", [
    postOf("601", new Date("2025-03-01T05:00:00Z"), {
      authorId: "1000003",
      referenced: {type: "retweeted", id: "501"}
    })
  ]);
  x.likes.set("501", ["1000001", "1000002"]);
  return x;
}

beforeEach(async () => {
  pages = [];
  refuse = undefined;
  x = brand();
  bench = await openBench(x, {
    fault: (request) => refuse?.(request),
    onRequest: ({endpoint, query}) => {
      if (/follow(ers|ing)$/.test(endpoint))
        pages.push(`${endpoint} ${query.get("pagination_token") ?? "top"}`);
    }
  });
});
afterEach(() => bench.close());

/** A process of its own: a new client, which knows only what is on disk. */
async function process(options: Partial<SnapshotOptions> & {maxCost?: number} = {}) {
  const {maxCost, ...more} = options;
  const said: string[] = [];
  const client: Client = openClient({
    token: tokens.user,
    kind: "user",
    base: bench.x.url,
    clock: bench.clock,
    billed: new BilledToday(bench.dataDir),
    maxCost: maxCost ?? null,
    isAppOwned: true
  });
  try {
    return {...(await bench.snapshot({client, say: (line) => said.push(line), ...more})), said, client};
  } finally {
    client.close();
  }
}

/** The same, killed when it has got so many rows of lists. */
const killedAt = (rows: number, options: Partial<SnapshotOptions> = {}) =>
  process({
    ...options,
    log(done) {
      if (done >= rows) throw new Error("killed");
    }
  }).catch((error: Error) => error.message);

const storedRows = () =>
  bench.rows<Record<string, unknown>>(`
    select 'followers' as list, user_id::varchar as id, position, is_mutual from raw.followers
    union all select 'following', user_id::varchar, position, is_mutual from raw.following
    union all select 'interactions', act_id, 0, null from raw.interactions
    union all select 'polls ' || kind, coalesce(target, 0)::varchar, rows::int, complete from raw.polls
    order by 1, 2, 3`);

/** Dollars of all stored snapshots together, in micro-dollars. */
async function told() {
  const root = join(bench.dataDir, "snapshots");
  let sum = 0;
  for (const id of readdirSync(root)) {
    const {requests} = JSON.parse(readFileSync(join(root, id, "snapshot.json"), "utf8"));
    for (const {dollars} of requests) sum += Math.round(dollars * 1e6);
  }
  return sum;
}

const repeats = () => pages.length - new Set(pages).size;
const journalFile = () => join(workDir(bench.dataDir), `${account}.ndjson`);

describe("a snapshot that was interrupted", () => {
  it.each(isSlow ? [1, 1500, 2500, 5700] : [2500])(
    "goes on after being killed at row %d, and asks for no page twice",
    async (rows) => {
      expect(await killedAt(rows)).toBe("killed");
      expect(existsSync(join(bench.dataDir, "snapshots"))).toBe(true);
      expect(readdirSync(join(bench.dataDir, "snapshots"))).toEqual([]);
      const {said, lists, manifest} = await process();
      expect(said).toEqual([
        expect.stringMatching(/^going on with the snapshot begun at 2025-03-03 12:00 UTC/)
      ]);
      expect(lists.map(({verdict}) => verdict)).toEqual(["complete", "complete"]);
      expect(repeats()).toBe(0);
      expect(manifest.stopped).toBeUndefined();
      expect(unfinished(bench.dataDir)).toEqual([]);
      // 5,700 rows of lists and one post at $0.001; the profile, its owner and two likers at $0.010; a repost at $0.005.
      expect(await told()).toBe(5_700_000 + 1_000 + 40_000 + 5_000);
      expect(await storedRows()).toEqual(await (undisturbed ??= rowsOfUndisturbed()));
    }
  );

  let undisturbed: Promise<Record<string, unknown>[]> | undefined;
  /** What a snapshot stores that nothing interrupts. */
  async function rowsOfUndisturbed() {
    await bench.close();
    bench = await openBench(brand());
    await process();
    return storedRows();
  }

  it("keeps the times at which each page really came", async () => {
    await killedAt(2500);
    bench.clock.time += 3 * 3_600_000;
    await process();
    const [list] = await bench.rows<{began: Date; ended: Date; taken: Date; pages: Date[]}>(`
      select started_at as began, finished_at as ended, taken_at as taken from raw.lists where list = 'followers'`);
    expect(list!.began.toISOString()).toBe("2025-03-03T12:00:00.000Z");
    expect(list!.ended.toISOString()).toBe("2025-03-03T15:00:00.000Z");
    expect(list!.taken.toISOString()).toBe("2025-03-03T12:00:00.000Z");
    expect(
      await bench.rows(
        `select page_at::varchar as at, count(*)::int as n from raw.followers group by 1 order by 1`
      )
    ).toEqual([
      {at: "2025-03-03 12:00:00", n: 1000},
      {at: "2025-03-03 15:00:00", n: 3200}
    ]);
  });

  slow.it("is killed again and again, and still pays for each page once", async () => {
    for (const rows of [1, 900, 1600, 2600, 2600, 4000]) await killedAt(rows);
    await process();
    expect(repeats()).toBe(0);
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("goes on though the last line of the journal is torn", async () => {
    await killedAt(2500);
    const text = readFileSync(journalFile());
    writeFileSync(journalFile(), text.subarray(0, text.length - 1000));
    // What was billed is noted after the answer is on disk, so that it cannot be known of a torn one: 1,000 digests less.
    const billed = readdirSync(workDir(bench.dataDir)).find((name) => name.startsWith("billed-"))!;
    const digests = readFileSync(join(workDir(bench.dataDir), billed));
    writeFileSync(join(workDir(bench.dataDir), billed), digests.subarray(0, digests.length - 8000));
    const {lists} = await process();
    expect(lists[1]).toMatchObject({verdict: "complete", rows: 4200});
    expect(repeats()).toBe(1);
    // X had billed that page, and bills a row once a day.
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("was killed after it was stored and before that was noted: it is not taken twice", async () => {
    const copy = join(bench.dataDir, "copy");
    const first = await process({
      log: (done) => {
        if (done === 5700) copyFileSync(journalFile(), copy);
      }
    });
    copyFileSync(copy, journalFile());
    const before = bench.x.meter.microDollars;
    const again = await process();
    // Without its name the account would be tracked under its id.
    expect(again).toMatchObject({id: first.id, isNew: false, username: "brand"});
    expect(again.said).toEqual([expect.stringContaining("had been stored when it was interrupted")]);
    expect(bench.x.meter.microDollars).toBe(before);
    expect(unfinished(bench.dataDir)).toEqual([]);
  });

  it("is begun again on another day; what it had read is kept as partial", async () => {
    await killedAt(2500);
    bench.clock.days(1);
    const {said, id} = await process();
    expect(said).toEqual([
      "the snapshot begun at 2025-03-03 12:00 UTC was not finished and its UTC day is over: what it had read is stored as partial, starting again"
    ]);
    expect(
      await bench.rows(
        `select snapshot_id = '${id}' as is_new, list, ended, reason, rows::int as rows from raw.lists order by taken_at, list desc`
      )
    ).toEqual([
      {is_new: false, list: "following", ended: true, reason: null, rows: 1500},
      {
        is_new: false,
        list: "followers",
        ended: false,
        reason: "page 2: interrupted after 2025-03-03 12:00 UTC, and not continued in time",
        rows: 1000
      },
      {is_new: true, list: "following", ended: true, reason: null, rows: 1500},
      {is_new: true, list: "followers", ended: true, reason: null, rows: 4200}
    ]);
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("is given up where another kind of snapshot is asked for", async () => {
    await process();
    bench.clock.days(1);
    await killedAt(2500);
    bench.clock.time += 60_000;
    const {said, lists} = await process({head: true});
    expect(said[0]).toContain("another kind of snapshot is asked for");
    expect(lists.map(({isHead}) => isHead)).toEqual([true, true]);
  });

  it("begins a walk at its top again where X does not take the old page token", async () => {
    await killedAt(3500);
    refuse = ({endpoint, query}) =>
      endpoint === "/2/users/:id/followers" && query.has("pagination_token") && pages.length <= 5
        ? {status: 400, body: {title: "Invalid Request", errors: [{message: "token expired"}]}}
        : undefined;
    expect(pages).toHaveLength(4);
    const {said, lists} = await process();
    expect(said[1]).toContain(
      `X cannot continue the interrupted scan where it stopped: users/:id/followers ${account}`
    );
    expect(lists[1]).toMatchObject({verdict: "complete", rows: 4200});
    expect(
      await bench.rows("select count(*)::int as n, count(distinct position)::int as p from raw.followers")
    ).toEqual([{n: 4200, p: 4200}]);
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("begins a walk at its top only once, however long X refuses the token", async () => {
    await killedAt(3500);
    refuse = ({endpoint, query}) =>
      query.has("pagination_token") && /follow(ers|ing)$/.test(endpoint)
        ? {status: 400, body: {title: "Invalid Request", errors: [{message: "token expired"}]}}
        : undefined;
    const {said, lists} = await process();
    expect(said).toHaveLength(2);
    expect(lists[1]).toMatchObject({verdict: "partial", rows: 1000});
    expect(lists[1]!.why).toMatch(/^page 2: X answered 400/);
  });

  it("goes on once more after a kill, though the first one tore the journal", async () => {
    await killedAt(2500);
    writeFileSync(journalFile(), readFileSync(journalFile()).subarray(0, -1000));
    await killedAt(3500);
    const {lists} = await process();
    expect(lists[1]).toMatchObject({verdict: "complete", rows: 4200});
    // The torn page only.
    expect(repeats()).toBe(1);
  });

  it("is not gone on with by another user's token, which sees with other eyes", async () => {
    await killedAt(2500);
    x.viewerId = "1000005";
    bench.clock.time += 60_000;
    const {said, lists} = await process();
    expect(said[0]).toContain("the token is another user's now: what it had read is stored as partial");
    expect(lists.map(({rows}) => rows)).toEqual([1500, 4200]);
    expect(
      await bench.rows(
        "select count(is_mutual)::int as n from raw.following where snapshot_id = (select max(snapshot_id) from raw.lists)"
      )
    ).toEqual([{n: 0}]);
  });

  it("asks again for what X answered badly, rather than believe it all day", async () => {
    refuse = ({endpoint}) =>
      endpoint === "/2/users/:id" ? {status: 200, body: {errors: [{title: "Not Found Error"}]}} : undefined;
    await expect(process()).rejects.toThrow("X does not show it (Not Found Error)");
    refuse = undefined;
    expect((await process()).lists.map(({verdict}) => verdict)).toEqual(["complete", "complete"]);
    bench.clock.days(1);
    // A page that is short thrice, and a stop after it, so that the journal stays.
    refuse = ({endpoint, query}) =>
      endpoint.endsWith("/tweets")
        ? {status: 402, body: {title: "CreditsDepleted"}}
        : endpoint.endsWith("followers") && query.has("pagination_token")
          ? {status: 200, body: {data: [{id: "7"}], meta: {result_count: 2}}}
          : undefined;
    expect((await process()).lists[1]).toMatchObject({
      verdict: "head",
      rows: 1000,
      reason: "page 2: X announced 2 rows and sent 1"
    });
    refuse = undefined;
    bench.clock.time += 60_000;
    expect((await process()).lists[1]).toMatchObject({verdict: "complete", rows: 4200});
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("does not keep the next day's snapshot from being taken, though it was killed when it was stored", async () => {
    const copy = join(bench.dataDir, "copy");
    const first = await process({
      log: (done) => {
        if (done === 5700) copyFileSync(journalFile(), copy);
      }
    });
    copyFileSync(copy, journalFile());
    bench.clock.days(1);
    const second = await process();
    expect(second.id).not.toBe(first.id);
    expect(second.isNew).toBe(true);
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("never blocks the account where nothing can be made of the journal any more", async () => {
    await killedAt(2500);
    // Another version of the program asked for other fields.
    writeFileSync(
      journalFile(),
      readFileSync(journalFile(), "utf8")
        .replaceAll("created_at%2C", "")
        .replace(/"version":"[^"]*"/, '"version":"0.0.0"')
    );
    const {said, lists} = await process();
    expect(said).toEqual([expect.stringContaining("the program is another version now: starting again")]);
    expect(lists.map(({verdict}) => verdict)).toEqual(["complete", "complete"]);
    expect(await told()).toBe(bench.x.meter.microDollars);
  });

  it("is stored as partial before anybody is forgotten", async () => {
    await killedAt(2500);
    expect(await settleUnfinished(bench.dataDir, bench.clock)).toBe(1);
    expect(unfinished(bench.dataDir)).toEqual([]);
    expect(await bench.rows("select count(*)::int as n from raw.followers")).toEqual([{n: 1000}]);
  });
});

describe("forgetting", () => {
  it("leaves no byte of somebody whom only an interrupted snapshot had read", async () => {
    await killedAt(2500);
    const person = "1000123";
    expect(readFileSync(journalFile(), "utf8")).toContain(person);
    const quiet = vi.spyOn(globalThis.process.stderr, "write").mockReturnValue(true);
    try {
      expect(await main(["node", "followback", "forget", person, "--data", bench.dataDir])).toBe(0);
    } finally {
      quiet.mockRestore();
    }
    expect(existsSync(workDir(bench.dataDir))).toBe(false);
    expect(await bench.rows(`select * from raw.followers where user_id = ${person}`)).toEqual([]);
    expect(await bench.rows("select count(*)::int as n from raw.followers")).toEqual([{n: 999}]);
    for (const name of readdirSync(bench.dataDir, {recursive: true, withFileTypes: true}))
      if (name.isFile())
        expect(readFileSync(join(name.parentPath, name.name)).includes(person), name.name).toBe(false);
  });
});

it("is left as it is where nobody is found to be forgotten", async () => {
  await killedAt(2500);
  let said = "";
  const quiet = vi
    .spyOn(globalThis.process.stderr, "write")
    .mockImplementation((text) => Boolean((said += String(text))));
  try {
    expect(await main(["node", "followback", "forget", "424242", "--data", bench.dataDir])).toBe(1);
  } finally {
    quiet.mockRestore();
  }
  expect(said).toMatch(/^followback: .*424242/);
  const {lists} = await process();
  expect(lists.map(({verdict}) => verdict)).toEqual(["complete", "complete"]);
  expect(repeats()).toBe(0);
});

it("stopped once more without any news stores nothing more", async () => {
  await bench.close();
  bench = await openBench(brand(), {credits: 3_000_000});
  await process();
  bench.clock.time += 60_000;
  await expect(process()).rejects.toThrow(/^X answered 402/);
  bench.clock.days(1);
  bench.x.addCredits(100_000_000);
  await process();
  expect(readdirSync(join(bench.dataDir, "snapshots"))).toHaveLength(2);
  expect(await told()).toBe(bench.x.meter.microDollars);
});

it("leaves what a failing account cost out of the next one's bill", async () => {
  const client = openClient({
    token: tokens.user,
    kind: "user",
    base: bench.x.url,
    clock: bench.clock,
    billed: new BilledToday(bench.dataDir),
    isAppOwned: true
  });
  refuse = ({id}) => (id === "77" ? {status: 404, body: {title: "Not Found"}} : undefined);
  try {
    await expect(bench.snapshot({client, account: "77"})).rejects.toThrow("X does not know it");
    await bench.snapshot({client});
  } finally {
    client.close();
  }
  refuse = undefined;
  bench.clock.time += 60_000;
  await expect(process({account: "77"})).resolves.toBeDefined();
  expect(await told()).toBe(bench.x.meter.microDollars);
});

describe("a snapshot that X or the budget stopped", () => {
  it("is kept as partial when the credits are used up, and gone on with when there are new ones", async () => {
    await bench.close();
    bench = await openBench(brand(), {
      credits: 3_000_000,
      onRequest: ({endpoint, query}) => {
        if (/follow(ers|ing)$/.test(endpoint))
          pages.push(`${endpoint} ${query.get("pagination_token") ?? "top"}`);
      }
    });
    const first = await process();
    expect(first.manifest.stopped).toMatch(/^X answered 402: CreditsDepleted/);
    expect(first.lists[1]).toMatchObject({verdict: "partial", rows: 2000});
    const asked = bench.x.requests["/2/users/:id/followers"]!.requests;
    expect(asked).toBe(3);
    expect(bench.x.requests["/2/users/:id/tweets"]).toBeUndefined();
    expect(await told()).toBe(bench.x.meter.microDollars);
    bench.x.addCredits(100_000_000);
    bench.clock.time += 3_600_000;
    const second = await process();
    expect(second.lists.map(({verdict, rows}) => [verdict, rows])).toEqual([
      ["complete", 1500],
      ["complete", 4200]
    ]);
    // The refused page was asked for twice, and served once.
    expect(repeats()).toBe(1);
    expect(await told()).toBe(bench.x.meter.microDollars);
    expect(unfinished(bench.dataDir)).toEqual([]);
  });

  it.each(
    isSlow ? [20_000, 30_000, 1_000_000, 1_530_001, 3_333_000, 5_730_000, 5_780_000] : [30_000, 5_730_000]
  )(
    "never costs more than %d micro-dollars by the server's meter, and goes on from there",
    async (maxCost) => {
      const {manifest} = await process({maxCost});
      expect(bench.x.meter.microDollars).toBeLessThanOrEqual(maxCost);
      expect(manifest.stopped === undefined).toBe(maxCost >= 5_780_000);
      expect(await told()).toBe(bench.x.meter.microDollars);
      let runs = 1;
      for (let done = manifest.stopped === undefined; !done; runs++) {
        bench.clock.time += 60_000;
        const before = bench.x.meter.microDollars;
        const next = await process({maxCost: 2_000_000});
        expect(bench.x.meter.microDollars - before).toBeLessThanOrEqual(2_000_000);
        done = next.manifest.stopped === undefined;
        expect(runs).toBeLessThan(8);
      }
      expect(repeats()).toBe(0);
      expect(await told()).toBe(bench.x.meter.microDollars);
    }
  );
});

describe("a snapshot that was removed", () => {
  const remove = (id: string) => removeSnapshots(bench.dataDir, [id], {kept: [keptByX]});
  const counted = async () => Math.round((await countBill(bench.dataDir)).dollars * 1e6);

  beforeEach(async () => {
    await bench.close();
    bench = await openBench(brand(), {
      credits: 3_000_000,
      onRequest: ({endpoint, query}) => {
        if (/follow(ers|ing)$/.test(endpoint))
          pages.push(`${endpoint} ${query.get("pagination_token") ?? "top"}`);
      }
    });
  });

  it("though X had stopped it: the next one goes on the same day, and both are paid for once", async () => {
    const {id} = await process();
    await remove(id);
    expect(await counted()).toBe(bench.x.meter.microDollars);
    bench.x.addCredits(100_000_000);
    bench.clock.time += 3_600_000;
    const second = await process();
    expect(second.id).not.toBe(id);
    expect(second.lists.map(({verdict, rows}) => [verdict, rows])).toEqual([
      ["complete", 1500],
      ["complete", 4200]
    ]);
    // The refused page was asked for twice, and served once.
    expect(repeats()).toBe(1);
    expect(await counted()).toBe(bench.x.meter.microDollars);
    expect(await listSnapshots(bench.dataDir)).toEqual([second.id]);
    expect(unfinished(bench.dataDir)).toEqual([]);
  });

  it("does not come back on another day out of what was kept to go on with it", async () => {
    const {id} = await process();
    await remove(id);
    bench.clock.days(1);
    bench.x.addCredits(100_000_000);
    const second = await process();
    expect(await listSnapshots(bench.dataDir)).toEqual([second.id]);
    expect(await counted()).toBe(bench.x.meter.microDollars);
  });

  it("does not come back though it was killed before its journal went, and is not billed again that day", async () => {
    bench.x.addCredits(100_000_000);
    let journal: Buffer | null = null;
    const first = await process({
      log() {
        if (existsSync(journalFile())) journal = readFileSync(journalFile());
      }
    });
    expect(first.manifest.stopped).toBeUndefined();
    writeFileSync(journalFile(), journal!);
    await remove(first.id);
    expect(unfinished(bench.dataDir)).toEqual([]);
    bench.clock.time += 60_000;
    const spent = bench.x.meter.microDollars;
    const second = await process();
    expect(await listSnapshots(bench.dataDir)).toEqual([second.id]);
    expect(bench.x.meter.microDollars).toBe(spent);
    expect(await counted()).toBe(spent);
  });
});
