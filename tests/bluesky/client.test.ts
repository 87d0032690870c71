import {describe, expect, it} from "vitest";
import {BlueskyClient, blueskyAddress} from "../../data-loaders/bluesky/client.ts";
import {profileRequest, relationshipsRequest} from "../../data-loaders/bluesky/requests.ts";
import {walkList} from "../../data-loaders/bluesky/walk.ts";
import {stoppedClock} from "./stopped-clock.ts";

type Said = {status?: number; headers?: Record<string, string>; body?: unknown} | Error;

/** A client whose requests get these answers, the last one again and again. */
function clientOf(...answers: Said[]) {
  const clock = stoppedClock();
  const asked: string[] = [];
  const waits: Date[] = [];
  const client = new BlueskyClient({
    base: "http://localhost",
    clock,
    onWait: (until) => waits.push(until),
    fetch: async (input) => {
      asked.push(String(input));
      const said = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (said instanceof Error) throw said;
      const {status = 200, headers = {}, body = {}} = said;
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return new Response(text, {status, headers: {"content-type": "application/json", ...headers}});
    }
  });
  return {client, clock, asked, waits};
}

const ask = (client: BlueskyClient) => client.get(profileRequest("brand.test"));
const failureOf = (asking: Promise<unknown>) =>
  asking.then(
    () => null,
    (error: unknown) => error as {message: string; kind: string; error: string | null}
  );
const limited = {status: 429, body: {error: "RateLimitExceeded", message: "Rate Limit Exceeded"}};
const start = Date.parse("2026-05-01T12:00:00Z");
const seconds = (ms: number) => String(Math.floor(ms / 1000));

describe("the client of Bluesky", () => {
  it("sends a list of people as one parameter each", async () => {
    const {client, asked} = clientOf({});
    await client.get(relationshipsRequest("did:a", ["did:b", "did:c"]));
    expect(asked).toEqual([
      "http://localhost/xrpc/app.bsky.graph.getRelationships?actor=did%3Aa&others=did%3Ab&others=did%3Ac"
    ]);
  });

  it("sends at most five requests a second", async () => {
    const {client, clock} = clientOf({});
    for (let nth = 0; nth < 6; nth++) await ask(client);
    expect(clock.now().getTime() - start).toBe(1000);
  });

  it.each([
    ["retry-after", {"retry-after": "20"}, 20],
    [
      "ratelimit-reset, where that is missing",
      {
        "ratelimit-limit": "3000",
        "ratelimit-remaining": "0",
        "ratelimit-reset": seconds(start + 40_000)
      },
      40
    ],
    ["a whole window, where nothing is said", {}, 300]
  ])("waits after a 429 by %s", async (_, headers, wait) => {
    const {client, clock, waits} = clientOf({...limited, headers}, {body: {ok: true}});
    expect((await ask(client)).body).toEqual({ok: true});
    expect(clock.now().getTime() - start).toBe(wait * 1000);
    expect(waits).toEqual([new Date(start + wait * 1000)]);
  });

  it("waits before it is refused, where nothing remains of a limit", async () => {
    const headers = {
      "ratelimit-limit": "3000",
      "ratelimit-remaining": "0",
      "ratelimit-reset": seconds(start + 60_000)
    };
    const {client, clock} = clientOf({headers}, {});
    await ask(client);
    await ask(client);
    expect(clock.now().getTime() - start).toBe(60_000);
  });

  it.each([
    ["no connection", new TypeError("fetch failed", {cause: new Error("connect ECONNREFUSED")})],
    ["an answer that broke off", {body: '{"followers": ['}],
    ["a page of a proxy", {status: 502, headers: {"content-type": "text/html"}, body: "<html>"}]
  ] as const)("tries four times after %s, then says so in one line", async (_, said) => {
    const {client, asked} = clientOf(said);
    const failure = (await failureOf(ask(client)))!;
    expect(asked).toHaveLength(4);
    expect(failure.kind).toBe("unanswered");
    expect(failure.message).toMatch(/^Bluesky [^\n]+$/);
  });

  it("asks nothing more once three requests in a row had no answer", async () => {
    const {client, asked} = clientOf({status: 500, body: {error: "InternalServerError"}});
    for (let nth = 0; nth < 3; nth++) await failureOf(ask(client));
    const before = asked.length;
    expect((await failureOf(ask(client)))!.kind).toBe("stop");
    expect(asked).toHaveLength(before);
  });

  it("takes a refusal for an answer, with the server's own word", async () => {
    const {client, asked} = clientOf({
      status: 400,
      body: {error: "AccountDeactivated", message: "Account is deactivated"}
    });
    expect(await failureOf(ask(client))).toMatchObject({kind: "refused", error: "AccountDeactivated"});
    expect([asked.length, client.stopped]).toEqual([1, null]);
  });

  it("is asked over plain http on this machine only", () => {
    expect(blueskyAddress("http://localhost:2584/")).toBe("http://localhost:2584");
    expect(() => blueskyAddress("http://example.com")).toThrow("must be an https address");
  });
});

describe("a walk of a list", () => {
  const person = (nth: number) => ({
    did: `did:plc:${"a".repeat(23)}${"234567bcd"[nth]}`,
    handle: `p${nth}.test`
  });
  const walked = async (...answers: Said[]) => {
    const walk = walkList(clientOf(...answers).client, {account: "did:plc:x", list: "followers"});
    const dids: string[] = [];
    for (;;) {
      const {done, value} = await walk.next();
      if (done) return {dids, ...value};
      dids.push(...value.people.map(({did}) => did));
    }
  };
  const page = (people: object[], cursor?: string) => ({body: {followers: people, ...(cursor && {cursor})}});

  it("goes on after an empty page that has a cursor", async () => {
    expect(await walked(page([person(0)], "a"), page([], "b"), page([person(1)]))).toEqual({
      dids: [person(0).did, person(1).did],
      ended: true,
      reason: null
    });
  });

  it("has not ended where the same cursor comes again", async () => {
    const {ended, reason} = await walked(page([person(0)], "a"), page([person(1)], "a"));
    expect([ended, reason]).toEqual([false, "page 2: the same cursor came again, so the scan would loop"]);
  });

  it("is read on where a page repeats the one before, and has not ended: nobody saw the rows of that page", async () => {
    expect(await walked(page([person(0)], "a"), page([person(0)], "b"), page([person(2)]))).toEqual({
      dids: [person(0), person(0), person(2)].map(({did}) => did),
      ended: false,
      reason: "page 2: it only repeated earlier rows, so that others may be missing"
    });
  });

  it("has not ended where page after page brings nobody new", async () => {
    const cursors = ["a", "b", "c", "d", "e", "f", "g"];
    const {ended, reason} = await walked(...cursors.map((cursor) => page([person(0)], cursor)));
    expect([ended, reason]).toEqual([false, "page 6: 5 pages in a row brought nothing new"]);
  });

  it.each([
    ["rows without an id", {body: {followers: [{handle: "a.test"}]}}],
    ["no rows at all", {body: {}}]
  ])("keeps what it has read, and has not ended, where a page has %s", async (_, bad) => {
    expect(await walked(page([person(0)], "a"), bad)).toMatchObject({
      dids: [person(0).did],
      ended: false,
      reason: expect.stringMatching(/^page 2: followers: the answer has not the form/)
    });
  });
});
