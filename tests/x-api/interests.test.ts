import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import type {LocalPost} from "../../data-loaders/demo/backend.ts";
import type {LocalRequest} from "../../data-loaders/demo/server/server.ts";
import {staticCredentials} from "../../data-loaders/x/access/credentials.ts";
import {BilledToday} from "../../data-loaders/x-api/billed-today.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";
import {InterestMemory} from "../../data-loaders/x-api/interest-memory.ts";
import {recallMemory} from "../../data-loaders/x-api/memory.ts";
import type {SnapshotOptions} from "../../data-loaders/x-api/snapshot.ts";
import {main} from "../../src/commands/cli.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {topicsDigest} from "../../src/interests/topics.ts";
import {runModels} from "../../src/models/build.ts";
import {attachSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {account, dieAtSearch, openBench, people, postOf, TinyX, tokens, userOf, type Bench} from "./tiny.ts";
import {slow} from "../slow.ts";

const dayMs = 86_400_000;
const at = (days: number) => new Date(Date.parse("2025-03-03T12:00:00Z") + days * dayMs);
const topics = ["#tea", "coffee"];
/** Whoever comes on day 1 is looked at on day 33: that day begins 31.5 days after. */
const lookDay = 33;
const [ann, bob, cat, dan, eve, fay, gil, hal] = people(8, 2_000_000) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string
];

let x: TinyX;
let bench: Bench;
let searches: {endpoint: string; query: string; from: string; to: string | null; size: string}[];
let onSearch: (request: LocalRequest) => {status: number; body: unknown} | undefined;

beforeEach(async () => {
  x = new TinyX();
  x.followers = people(30);
  searches = [];
  onSearch = () => undefined;
  bench = await openBench(x, {
    fault: (request) => {
      const {endpoint, query} = request;
      if (!endpoint.startsWith("/2/tweets/search/")) return undefined;
      const [text, from, to, size] = ["query", "start_time", "end_time", "max_results"].map((name) =>
        query.get(name)
      );
      searches.push({endpoint, query: text!, from: from!, to: to!, size: size!});
      return onSearch(request);
    }
  });
});
afterEach(() => bench.close());

interface RunOptions extends Partial<SnapshotOptions> {
  /** Micro-dollars. */
  budget?: number;
  maxCost?: number | null;
  killedAtSearch?: number;
  hasApp?: boolean;
}

/** A process of its own, which knows only what is on disk: the owner's token, and the app's beside it. */
async function run({
  budget = 5_000_000,
  maxCost = null,
  killedAtSearch = Infinity,
  hasApp = true,
  ...more
}: RunOptions = {}) {
  const client = openClient({
    token: tokens.user,
    kind: "user",
    appCredentials: hasApp ? staticCredentials(tokens.app, "bearer") : null,
    base: bench.x.url,
    clock: bench.clock,
    billed: new BilledToday(bench.dataDir),
    maxCost,
    isAppOwned: true
  });
  dieAtSearch(client, () => searches.length >= killedAtSearch - 1);
  try {
    return await bench.snapshot({client, interests: {topics, budget}, ...more});
  } finally {
    client.close();
  }
}

const goTo = (days: number) => void (bench.clock.time = at(days).getTime());

/** A list on day 0, and another on day 1 with these people on top. */
async function come(newcomers: readonly string[], followed: readonly string[] = []) {
  await run();
  x.followers = [...newcomers, ...x.followers];
  x.following = [...followed];
  goTo(1);
  await run();
}

let nextId = 900n;
const says = (author: string, days: number, text: string): LocalPost =>
  postOf(String(nextId++), at(days), {
    authorId: author,
    text: `SECRET ${text}`,
    hashtags: [...text.matchAll(/#(\p{L}+)/gu)].map(([, tag]) => tag!)
  });

const interests = () =>
  bench.rows<{who: string; before: boolean | null; after: boolean | null}>(`
    select user_id::varchar as who, bool_or(matched) filter (where period = 'before') as before,
      bool_or(matched) filter (where period = 'after') as after
    from raw.interests group by user_id order by user_id`);
const polls = () =>
  bench.rows(`select stratum, stratum_people::int as people, sampled_people::int as sampled, rows::int as posts,
    reported_count::int as profiles, complete from raw.polls where kind = 'interest' order by "to", stratum, target`);
const paid = (endpoint = "/2/tweets/search/all") => bench.x.meter.byEndpoint[endpoint];

/** What the store has for a snapshot of that time. */
async function recallInterests(now: Date) {
  const {wholeLists} = await recallMemory(bench.dataDir, account, now);
  return InterestMemory.recall(bench.dataDir, account, {now, topics, wholeLists});
}

describe("interests", () => {
  it("are whether sampled newcomers posted on a topic in the 30 days before and after first sight", async () => {
    x.posts = [
      says(ann, 20, "good Coffee"),
      says(bob, -5, "#Tea time"),
      says(cat, 3, "coffeehouse #teatime"),
      says(cat, -3, "tea"),
      says(dan, 3, "coffee"),
      says(hal, 1 + 30, "coffee"),
      says(hal, 1 - 30.001, "coffee")
    ];
    await come([ann, bob, cat, dan, eve, fay, gil, hal]);
    x.hidden.add(dan);
    x.lost.set(eve, "suspended").set(fay, "gone");
    x.followers = x.followers.filter((id) => id !== gil);
    goTo(lookDay - 1);
    await run();
    expect(await interests()).toEqual([]);
    goTo(lookDay);
    await run();
    const no = {before: false, after: false};
    const unseen = {before: null, after: null};
    expect(await interests()).toEqual(
      [
        {who: ann, before: false, after: true},
        {who: bob, before: true, after: false},
        {who: cat, ...no},
        {who: dan, ...unseen},
        {who: eve, ...unseen},
        {who: fay, ...unseen},
        {who: gil, ...no},
        {who: hal, ...no}
      ].sort((a, b) => Number(a.who) - Number(b.who))
    );
    expect(
      await bench.rows(`select distinct period, first_seen_at, looked_at, stratum, stratum_people::int as people,
        sampled_people::int as sampled, topics, method from raw.interests order by period`)
    ).toEqual(
      ["after", "before"].map((period) => ({
        period,
        first_seen_at: at(1),
        looked_at: at(lookDay),
        stratum: "2025-W10 not followed",
        people: 8,
        sampled: 8,
        topics: topicsDigest(topics),
        method: "full_archive"
      }))
    );
    // Only the first page of each search has hits, and what its people's windows do not hold is paid too.
    expect(searches.map(({endpoint, size}) => [endpoint, size])).toEqual(
      searches.map(() => ["/2/tweets/search/all", "10"])
    );
    expect(searches[0]).toMatchObject({from: "2025-03-04T12:00:00Z", to: "2025-04-03T12:00:00Z"});
    expect(searches.at(-1)).toMatchObject({from: "2025-02-02T12:00:00Z"});
    expect(searches[0]!.query).toMatch(/^\(#tea OR coffee\) \(from:\d+( OR from:\d+){7}\) -is:retweet$/);
    expect(paid()).toMatchObject({billed: 2});
    // Nobody is looked at twice.
    const asked = searches.length;
    goTo(lookDay + 1);
    await run();
    expect(searches).toHaveLength(asked);
  });

  it("are not asked for unless somebody wants them, nor of whoever stood in the first list", async () => {
    x.posts = [says(ann, 3, "coffee")];
    await come([ann]);
    goTo(lookDay);
    await run({interests: undefined});
    expect(searches).toEqual([]);
    bench.clock.time += 1000;
    await run();
    expect(searches.every(({query}) => query.includes(`(from:${ann})`))).toBe(true);
    expect(await interests()).toEqual([{who: ann, before: false, after: true}]);
  });

  it("are of nobody whom a first list lacked that was too short, though X said that it had come to its end", async () => {
    const all = people(60);
    x.followers = all.slice(20);
    const {user} = x;
    // The profile counts sixty, and the list ends after forty.
    x.user = (id) =>
      id === account ? {status: "active", user: userOf(id, {followers: 60, username: "brand"})} : user(id);
    const {manifest} = await run();
    expect(manifest.notes).toContainEqual("followers: partial: 40 rows, while the profile counts 60");
    x.followers = all;
    goTo(1);
    await run();
    x.user = user;
    x.followers = [ann, ...all];
    goTo(2);
    await run();
    goTo(lookDay + 1);
    await run();
    expect(await interests()).toEqual([{who: ann, before: false, after: false}]);
    // The same where one process takes all of them.
    expect((await recallInterests(bench.clock.now())).newcomers).toMatchObject([{id: ann}]);
  });

  it("leave no text and no id of a post anywhere, a run that was killed included", async () => {
    x.posts = [says(ann, 3, "coffee"), says(bob, 4, "coffee")];
    await come([ann, bob]);
    goTo(lookDay);
    await expect(run({killedAtSearch: 2})).rejects.toThrow("killed");
    const files = () =>
      readdirSync(bench.dataDir, {recursive: true, withFileTypes: true})
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
    const journal = files().find((text) => text.includes("is_match"));
    expect(journal).toContain('"is_match":true');
    for (const text of files()) {
      expect(text).not.toContain("SECRET");
      for (const {id} of x.posts) expect(text).not.toContain(`"id":"${id}"`);
    }
    await run();
    expect(await bench.rows("select * from raw.posts where author_id <> account_id")).toEqual([]);
    for (const text of files()) expect(text).not.toContain("SECRET");
  });

  it("cost at most a page a person and period, however much somebody posts", async () => {
    x.posts = Array.from({length: 400}, (_, nth) => says(ann, 30 - nth / 8, "coffee")).concat(
      says(bob, 2, "coffee")
    );
    await come([ann, bob]);
    goTo(lookDay);
    await run();
    expect(await interests()).toEqual(
      [
        {who: ann, before: true, after: true},
        {who: bob, before: false, after: true}
      ].sort((a, b) => Number(a.who) - Number(b.who))
    );
    // Ann's newest ten, Bob's one, then Ann's newest ten before.
    expect(paid()).toMatchObject({billed: 21});
  });

  it("are of as many people as the worst price allows, half of them followed at first sight", async () => {
    const newcomers = people(40, 3_000_000);
    await come(newcomers, newcomers.slice(0, 15));
    goTo(lookDay);
    // $5 / 5 = $1 a week, $0.11 a person: 9, of the smaller stratum 5.
    await run();
    expect(await polls()).toEqual([
      {stratum: "2025-W10 followed", people: 15, sampled: 5, posts: 0, profiles: 0, complete: true},
      {stratum: "2025-W10 not followed", people: 25, sampled: 4, posts: 0, profiles: 0, complete: true}
    ]);
    expect(await interests()).toHaveLength(9);
    expect(paid()?.billed ?? 0).toBe(0);
  });

  it("stop where the month's budget is reached: of the batch that it cuts no row is kept, and its cost is", async () => {
    await come([ann]);
    goTo(1.4);
    x.followers = [bob, ...x.followers];
    await run();
    // In Bob's window, and after Ann's: paid for, and says nothing of either.
    x.posts = Array.from({length: 300}, (_, nth) => says(ann, 31.39 - nth / 1000, "coffee"));
    goTo(lookDay);
    // A fifth a week, $0.11 a person: the two of them. 22 pages of ten at $0.005 a post are $1.10.
    const budget = 1_100_000;
    const {manifest} = await run({budget});
    expect(manifest.notes).toContainEqual(
      "interests: the budget of the month was reached: 1 batch not looked at"
    );
    expect(await interests()).toEqual([]);
    const cut = {stratum: "2025-W10 not followed", people: 2, sampled: 2, profiles: 0};
    expect(await polls()).toEqual([{...cut, posts: 220, complete: false}]);
    expect(paid()).toMatchObject({billed: 220, microDollars: budget});
    // The rest of the month has nothing left.
    goTo(lookDay + 1);
    await run({budget});
    expect(paid()).toMatchObject({billed: 220});
    expect(await interests()).toEqual([]);
  });

  it("are dropped batch by batch where X fails, and looked at on another day", async () => {
    x.posts = [says(ann, 3, "coffee")];
    await come([ann, bob], [bob]);
    goTo(lookDay);
    onSearch = ({query}) =>
      query.get("query")!.includes(bob) ? {status: 400, body: {title: "Invalid Request"}} : undefined;
    const {manifest} = await run();
    expect(manifest.notes).toContainEqual(expect.stringMatching(/^interests: a batch of 1 was dropped: /));
    expect(await interests()).toEqual([{who: ann, before: false, after: true}]);
    onSearch = () => undefined;
    goTo(lookDay + 1);
    await run();
    expect((await interests()).map(({who}) => who).sort()).toEqual([ann, bob].sort());
  });

  it("are not looked at any more when 38 days have passed", async () => {
    await come([ann]);
    goTo(1 + 38.6);
    await run();
    expect(searches).toEqual([]);
  });

  it("are over when the models take those of a week to be", async () => {
    await run();
    x.followers = [ann, ...x.followers];
    // Sunday evening: 37 whole days have passed all of the Wednesday that begins 44 days after the week's Monday.
    goTo(6.4);
    await run();
    goTo(44);
    await run();
    const looked = await bench.rows<{at: Date}>(`select distinct looked_at as "at" from raw.interests`);
    expect(looked).toEqual([{at: at(44)}]);
    const due = await withDatabase(async (db) => {
      await attachSnapshots(db, bench.dataDir);
      await runModels(db, {only: ["interest_cells"]});
      return db.rows<{at: Date}>(`select distinct due_at as "at" from interest_cells`);
    });
    expect(due).toEqual([{at: new Date("2025-04-17T00:00:00Z")}]);
  });

  it.each(["a kill", "want of credits", "--max-cost"])(
    "that %s interrupted are gone on with, and paid for once",
    async (cause) => {
      x.posts = [ann, bob, cat].flatMap((id, nth) =>
        Array.from({length: 12}, (_, post) => says(id, 25 - nth - post / 100, "coffee"))
      );
      await come([ann, bob, cat]);
      goTo(lookDay);
      if (cause === "a kill") await expect(run({killedAtSearch: 3})).rejects.toThrow("killed");
      else if (cause === "want of credits") {
        onSearch = () =>
          searches.length === 3 ? {status: 402, body: {title: "CreditsDepleted"}} : undefined;
        expect((await run()).manifest.stopped).toBeDefined();
        onSearch = () => undefined;
      } else expect((await run({maxCost: 260_000})).manifest.stopped).toContain("--max-cost");
      expect(await interests().catch(() => [])).toEqual([]);
      bench.clock.time += 3_600_000;
      const {manifest} = await run();
      expect(manifest.stopped).toBeUndefined();
      expect((await interests()).map(({after}) => after)).toEqual([true, true, true]);
      // A page of ten of each of the three.
      expect(paid()).toMatchObject({billed: 30});
      expect((await polls()).filter(({complete}) => complete)).toMatchObject([{posts: 30}]);
    }
  );

  it("leave nothing of somebody who is forgotten", async () => {
    x.posts = [says(ann, 3, "coffee")];
    await come([ann, bob]);
    goTo(lookDay);
    await run();
    const quiet = vi.spyOn(globalThis.process.stderr, "write").mockReturnValue(true);
    try {
      expect(await main(["node", "followback", "forget", ann, "--data", bench.dataDir])).toBe(0);
    } finally {
      quiet.mockRestore();
    }
    expect(await interests()).toEqual([{who: bob, before: false, after: false}]);
  });
});

describe("interests without the app's own token", () => {
  const recent = "/2/tweets/search/recent";
  const wait = (days: number) => {
    goTo(days);
    return run({hasApp: false});
  };

  slow.it("are those of the 30 days after alone, by five looks six days apart", async () => {
    // A past of four weeks: two newcomers a week are expected, and all are drawn.
    x.posts = [says(ann, 1 + 13, "coffee"), says(ann, 1 + 29.9, "coffee"), says(bob, 1 - 2, "coffee")];
    await come([ann, bob, dan]);
    x.hidden.add(dan);
    for (let day = 2; day <= 31; day++) await wait(day);
    expect(await interests()).toEqual([]);
    expect(
      await bench.rows(`select "from", count(*)::int as people, count(*) filter (where matched)::int as matched
        from raw.interest_looks group by "from" order by "from"`)
    ).toMatchObject([
      {from: at(1), people: 3, matched: 0},
      {people: 3, matched: 0},
      {people: 3, matched: 1},
      {people: 3, matched: 1},
      {people: 3, matched: 1}
    ]);
    await wait(32);
    expect(await interests()).toEqual(
      [
        {who: ann, before: null, after: true},
        {who: bob, before: null, after: false},
        {who: dan, before: null, after: null}
      ].sort((a, b) => Number(a.who) - Number(b.who))
    );
    expect(await bench.rows("select distinct method, period from raw.interests")).toEqual([
      {method: "recent", period: "after"}
    ]);
    expect(searches.every(({endpoint}) => endpoint === recent)).toBe(true);
    for (const {from} of searches.slice(0, 1)) expect(from).toBe("2025-03-04T12:00:00Z");
    // Ann is not asked for any more once she was found.
    expect(paid(recent)).toMatchObject({billed: 1});
  });

  it("are not known of whoever was not looked at for more than a week, and a note says so", async () => {
    x.posts = [says(ann, 3, "coffee")];
    await come([ann]);
    for (const day of [7, 13]) await wait(day);
    const {manifest} = await wait(20.5);
    expect(manifest.notes).toContainEqual(
      expect.stringMatching(/^interests: 1 person not looked at to the end: .*every 6 days or more often$/)
    );
    for (const day of [26, 32]) await wait(day);
    expect(await interests()).toEqual([]);
  });

  it("are not those of former topics, found by looks that a change of topics interrupted", async () => {
    // Looked at for coffee until day 13, then for honey: of the first twelve days nobody knows who posted of that.
    x.posts = [says(ann, 3, "coffee"), says(bob, 20, "honey")];
    await come([ann, bob]);
    for (const day of [7, 13]) await wait(day);
    expect(await bench.rows("select user_id::varchar as who from raw.interest_looks where matched")).toEqual([
      {who: ann},
      {who: ann}
    ]);
    for (const day of [14, 19, 25, 31, 32]) {
      goTo(day);
      await run({hasApp: false, interests: {topics: ["honey"], budget: 5_000_000}});
    }
    expect(await interests()).toEqual([]);
  });
});

it("counts nobody as followed at first sight whom the account followed only later, though the first list does not say", async () => {
  const look = (day: number, ids: string[], isMutual: boolean | null) =>
    writeSnapshot(bench.dataDir, {source: "x-api", takenAt: at(day), key: String(day)}, async (writer) => {
      const of = {account_id: account, page_at: at(day), is_mutual: isMutual};
      const times = {taken_at: at(day), started_at: at(day), finished_at: at(day)};
      const list = {account_id: account, list: "followers", source: "x-api", ended: true, ...times};
      await writer.append("lists", list);
      for (const [position, id] of ids.entries())
        await writer.append("followers", {...of, user_id: id, position});
      return {accounts: [account]};
    });
  // With the app's token X says of nobody whether the follow is mutual.
  await look(0, [ann], null);
  await look(1, [bob, ann], null);
  await look(8, [bob, ann], true);
  const {newcomers} = await recallInterests(at(9));
  expect(newcomers).toEqual([{id: bob, firstSeenAt: at(1), isFollowed: false}]);
});
