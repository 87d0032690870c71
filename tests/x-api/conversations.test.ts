import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import type {LocalPost} from "../../data-loaders/demo/backend.ts";
import type {LocalRequest} from "../../data-loaders/demo/server/server.ts";
import {BilledToday} from "../../data-loaders/x-api/billed-today.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";
import type {SnapshotOptions} from "../../data-loaders/x-api/snapshot.ts";
import {main} from "../../src/commands/cli.ts";
import {account, dieAtSearch, openBench, people, postOf, TinyX, tokens, type Bench} from "./tiny.ts";

const dayMs = 86_400_000;
const lagMs = 30_000;
const at = (days: number) => new Date(Date.parse("2025-03-03T12:00:00Z") + days * dayMs);
const before = (days: number) => new Date(at(days).getTime() - lagMs);
const [ann, bob, stranger] = ["1000001", "1000002", "77"];

let x: TinyX;
let bench: Bench;
/** Every search that the server was asked, in order. */
let searches: {endpoint: string; query: string; from: string; token: string | null}[];
let onSearch: (request: LocalRequest) => {status: number; body: unknown} | undefined;

async function open(kind: "user" | "bearer" = "user") {
  bench = await openBench(x, {
    kind,
    fault: (request) => {
      const {endpoint, query} = request;
      if (endpoint === "/2/users/:id/mentions") sinceIds.push(query.get("since_id"));
      if (!endpoint.startsWith("/2/tweets/search/")) return undefined;
      const [text, from, token] = ["query", "start_time", "pagination_token"].map((name) => query.get(name));
      searches.push({endpoint, query: text!, from: from!, token: token!});
      return change ? {change} : onSearch(request);
    }
  });
}

/** After which post each request for mentions asks. */
let sinceIds: (string | null)[];
/** What X does to the answers of a search; null for nothing. */
let change: ((body: {data: Record<string, unknown>[]}) => unknown) | null;

beforeEach(async () => {
  change = null;
  sinceIds = [];
  x = new TinyX();
  x.followers = people(30);
  searches = [];
  onSearch = () => undefined;
  await open();
});
afterEach(() => bench.close());

/** A process of its own, which knows only what is on disk. `maxCost` in micro-dollars. */
async function run({
  maxCost = null,
  killedAtSearch = Infinity,
  ...more
}: Partial<SnapshotOptions> & {maxCost?: number | null; killedAtSearch?: number} = {}) {
  const client = openClient({
    token: tokens.user,
    kind: "user",
    base: bench.x.url,
    clock: bench.clock,
    billed: new BilledToday(bench.dataDir),
    maxCost,
    isAppOwned: true
  });
  dieAtSearch(client, () => searches.length >= killedAtSearch - 1);
  try {
    return await bench.snapshot({client, conversations: true, ...more});
  } finally {
    client.close();
  }
}

const answer = (author: string, id: string, days: number, to: {id: string; by: string}): LocalPost =>
  postOf(id, at(days), {
    authorId: author,
    conversationId: "500",
    inReplyToUserId: to.by,
    referenced: {type: "replied_to", id: to.id},
    text: "SECRET-words"
  });

const polls = () =>
  bench.rows(`select target::varchar as target, "from", "to", rows::int as rows, capped, complete
    from raw.polls where kind = 'conversation' order by "to", target`);

/** One conversation: Ann answers the brand, Bob answers Ann, the stranger answers Bob, and the brand answers him. */
function converse() {
  x.tweets = [
    answer(account, "504", -0.5, {id: "503", by: stranger}),
    postOf("500", at(-3.5), {text: "a post"})
  ];
  x.mentions = [
    {...answer(ann, "501", -3, {id: "500", by: account}), mentions: [{id: account, username: "brand"}]}
  ];
  x.posts = [answer(stranger, "503", -1, {id: "502", by: bob}), answer(bob, "502", -2, {id: "501", by: ann})];
}

describe("conversations", () => {
  it("are not asked for unless somebody wants them", async () => {
    converse();
    await run({conversations: false});
    expect(searches).toEqual([]);
    expect(await polls()).toEqual([]);
  });

  it("are acts of others with whom they address, and nothing of what they say", async () => {
    converse();
    await run();
    expect(searches).toEqual([
      {
        endpoint: "/2/tweets/search/recent",
        query: `(conversation_id:500) -from:${account}`,
        from: "2025-02-28T00:00:00Z",
        token: null
      }
    ]);
    expect(
      await bench.rows(`select i.act_id, i.actor_id::varchar as actor, i.kind, i.target_post_id::int as target,
          a.user_id::varchar as addressed, a.how
        from raw.interactions i left join raw.addressed a using (account_id, snapshot_id, act_id) order by 1, 5`)
    ).toEqual([
      {act_id: "501", actor: ann, kind: "reply", target: 500, addressed: account, how: "reply"},
      {act_id: "502", actor: bob, kind: "reply", target: 501, addressed: ann, how: "reply"},
      {act_id: "503", actor: stranger, kind: "reply", target: 502, addressed: bob, how: "reply"}
    ]);
    expect(await polls()).toEqual([
      {
        target: "500",
        from: new Date("2025-02-28T00:00:00Z"),
        to: before(0),
        rows: 3,
        capped: false,
        complete: true
      }
    ]);
    expect(
      await bench.rows("select * from raw.interactions where columns(*)::varchar like '%SECRET%'")
    ).toEqual([]);
  });

  it("are asked for when a post is three days old, and again at seven for what came since", async () => {
    x.tweets = [postOf("500", at(0))];
    for (let day = 0.25; day < 12; day++) {
      bench.clock.time = at(day).getTime();
      await run();
    }
    expect(await polls()).toEqual([
      {target: "500", from: at(0), to: before(3.25), rows: 0, capped: false, complete: true},
      {target: "500", from: before(3.25), to: before(7.25), rows: 0, capped: false, complete: true}
    ]);
    expect(searches.map(({from}) => from)).toEqual(["2025-03-03T12:00:00Z", "2025-03-06T17:59:30Z"]);
  });

  it("are read without a gap over their first week where snapshots are three days apart", async () => {
    x.tweets = [postOf("500", at(0))];
    for (const day of [0.9, 3.9, 6.9, 9.9]) {
      bench.clock.time = at(day).getTime();
      await run();
    }
    expect((await polls()).map(({from, to, complete}) => [from, to, complete])).toEqual([
      [at(0), before(3.9), true],
      [before(3.9), before(9.9), true]
    ]);
  });

  it("are not those of replies and reposts, nor of posts whose week X no longer shows", async () => {
    x.tweets = [
      postOf("504", at(-4), {
        conversationId: "90",
        inReplyToUserId: "9",
        referenced: {type: "replied_to", id: "90"}
      }),
      postOf("503", at(-4), {referenced: {type: "retweeted", id: "91"}}),
      postOf("502", at(-4), {referenced: {type: "quoted", id: "92"}}),
      postOf("501", at(-14))
    ];
    await run();
    expect(searches.map(({query}) => query)).toEqual([`(conversation_id:502) -from:${account}`]);
  });

  it("go in as few queries as X's length allows, those asked for since the same day together", async () => {
    const id = (nth: number) => String(1_890_000_000_000_000_100n + BigInt(nth));
    x.tweets = Array.from({length: 14}, (_, nth) => postOf(id(nth), at(-3.1 - nth / 1000)));
    await run();
    // Each takes 35 characters, 4 more between two, and what stands around them 28: 13 would take 531.
    expect(searches.map(({query}) => query.length)).toEqual([12 * 35 + 11 * 4 + 28, 2 * 35 + 4 + 28]);
    expect((await polls()).length).toBe(14);
  });

  it("are asked of the full archive, in longer queries, by an app's own token, one request a second", async () => {
    await bench.close();
    await open("bearer");
    const id = (nth: number) => String(1_890_000_000_000_000_100n + BigInt(nth));
    x.tweets = Array.from({length: 26}, (_, nth) => postOf(id(nth), at(-20 - nth / 1000)));
    await bench.snapshot({conversations: true});
    expect(searches.map(({endpoint, query, from}) => [endpoint, query.length, from])).toEqual([
      ["/2/tweets/search/all", 25 * 35 + 24 * 4 + 28, at(-20.025).toISOString().replace(".000", "")],
      ["/2/tweets/search/all", 35 + 28, at(-20).toISOString().replace(".000", "")]
    ]);
    expect(bench.clock.slept).toEqual([1000]);
    expect((await polls()).at(-1)).toMatchObject({
      from: at(-20),
      to: new Date(before(0).getTime() + 1000),
      complete: true
    });
  });

  it("hold the same acts as the mentions: none counts twice", async () => {
    converse();
    await run();
    bench.clock.days(4);
    x.posts = [answer(bob, "505", 1, {id: "500", by: account}), ...x.posts];
    x.mentions = [{...x.posts[0]!, mentions: [{id: account, username: "brand"}]}, ...x.mentions];
    await run();
    expect(
      await bench.rows(`select act_id, count(*)::int as rows, count(distinct (actor_id, kind, target_user_id, target_post_id,
          "after"))::int as versions from raw.interactions group by act_id order by act_id`)
    ).toEqual(["501", "502", "503", "505"].map((act_id) => ({act_id, rows: 1, versions: 1})));
  });

  it("do not move the mark down to which mentions are read", async () => {
    converse();
    await run();
    bench.clock.days(1);
    await run();
    // One before the newest mention: the posts after it stand in no timeline of mentions.
    expect(sinceIds).toEqual([null, "500"]);
  });

  it("whose reading the budget cuts are incomplete, and are read again from where the last whole one ended", async () => {
    x.tweets = [postOf("500", at(-3.5))];
    x.posts = Array.from({length: 250}, (_, nth) =>
      answer(ann, String(900 - nth), -1 - nth / 1000, {id: "500", by: account})
    );
    // Lists, profile and post take $0.061 at the owner's price; two pages of posts take one dollar more.
    const {manifest} = await run({maxCost: 1_080_000});
    expect(manifest.stopped).toMatch(/--max-cost/);
    const cut = {target: "500", from: new Date("2025-02-28T00:00:00Z"), capped: false};
    const [first] = await polls();
    expect(first).toMatchObject({...cut, complete: false});
    expect(bench.x.meter.microDollars).toBeLessThanOrEqual(1_080_000);
    bench.clock.days(1);
    await run();
    expect((await polls())[1]).toMatchObject({...cut, complete: true, rows: 250});
  });

  it.each(["in_reply_to_user_id", "conversation_id", "author_id"])(
    "from which X leaves out %s are incomplete, and are asked for again",
    async (field) => {
      converse();
      change = (body) => {
        for (const post of body.data) delete post[field];
        return body;
      };
      const {manifest} = await run();
      expect(manifest.notes).toContain(`conversations of 1 post: X was asked for ${field} and sent none`);
      expect(await polls()).toMatchObject([{complete: false}]);
      // A page that looks wrong is asked for twice more.
      expect(searches).toHaveLength(3);
      change = null;
      bench.clock.days(1);
      await run();
      expect(await polls()).toMatchObject([{complete: false}, {complete: true, rows: 3}]);
    }
  );

  it.each(["a kill", "want of credits"])(
    "that %s interrupted are gone on with, and paid for once",
    async (cause) => {
      x.tweets = [postOf("500", at(-3.5))];
      x.posts = Array.from({length: 250}, (_, nth) =>
        answer(ann, String(900 - nth), -1 - nth / 1000, {id: "500", by: account})
      );
      if (cause === "a kill") await expect(run({killedAtSearch: 3})).rejects.toThrow("killed");
      else {
        onSearch = () =>
          searches.length === 3 ? {status: 402, body: {title: "CreditsDepleted"}} : undefined;
        expect((await run()).manifest.stopped).toBeDefined();
        searches.pop();
        onSearch = () => undefined;
      }
      bench.clock.time += 3_600_000;
      const {manifest} = await run();
      expect(manifest.stopped).toBeUndefined();
      expect(searches.map(({from}) => from)).toEqual(Array(3).fill("2025-02-28T00:00:00Z"));
      expect(new Set(searches.map(({token}) => token)).size).toBe(3);
      const whole = {target: "500", from: at(-3.5), to: before(0), rows: 250, capped: false, complete: true};
      expect((await polls()).filter(({complete}) => complete)).toEqual([whole]);
      expect(bench.x.meter.byEndpoint["/2/tweets/search/recent"]).toMatchObject({billed: 250, requests: 3});
      expect(await bench.rows("select count(distinct act_id)::int as n from raw.interactions")).toEqual([
        {n: 250}
      ]);
    }
  );

  it("that a kill interrupted are kept, as incomplete, where nobody goes on with them that day", async () => {
    x.tweets = [postOf("500", at(-3.5))];
    x.posts = Array.from({length: 150}, (_, nth) =>
      answer(ann, String(900 - nth), -1 - nth / 1000, {id: "500", by: account})
    );
    await expect(run({killedAtSearch: 2})).rejects.toThrow("killed");
    bench.clock.days(1);
    await run();
    expect((await polls()).map(({rows, complete}) => [rows, complete])).toEqual([
      [100, false],
      [150, true]
    ]);
    expect(bench.x.meter.byEndpoint["/2/tweets/search/recent"]).toMatchObject({billed: 250});
  });

  it("make another kind of snapshot: one without them is not gone on with", async () => {
    converse();
    await expect(run({killedAtSearch: 1})).rejects.toThrow("killed");
    const said: string[] = [];
    await run({conversations: false, say: (line) => said.push(line)});
    expect(said).toEqual([expect.stringContaining("another kind of snapshot is asked for")]);
  });

  it("leave nothing of somebody who is forgotten", async () => {
    converse();
    await run();
    const quiet = vi.spyOn(globalThis.process.stderr, "write").mockReturnValue(true);
    try {
      expect(await main(["node", "followback", "forget", bob!, "--data", bench.dataDir])).toBe(0);
    } finally {
      quiet.mockRestore();
    }
    expect(await bench.rows("select act_id from raw.interactions order by 1")).toEqual([{act_id: "501"}]);
    expect(await bench.rows("select user_id::varchar as id from raw.addressed order by act_id")).toEqual([
      {id: account}
    ]);
  });
});
