import {setTimeout as sleep} from "node:timers/promises";
import {afterEach, describe, expect, it} from "vitest";
import {
  faultNames,
  parseRules,
  readFaults,
  type FaultScenario
} from "../../data-loaders/demo/server/faults.ts";
import type {Fault} from "../../data-loaders/demo/server/fault.ts";
import type {LocalX, LocalXOptions} from "../../data-loaders/demo/server/server.ts";
import {until} from "../x-activity/samples.ts";
import {idOf, openSmallX, other, owner, post, type StillClock} from "./small.ts";

// What each fault must look like is X's own shape: the pages on errors and pagination, and answers people have shown.
let x: LocalX;
let clock: StillClock;
let ask: Awaited<ReturnType<typeof openSmallX>>["ask"];

async function open(rules: FaultScenario["rules"], more: LocalXOptions = {}) {
  ({x, clock, ask} = await openSmallX({faultScenario: {rules, seed: 1}, ...more}));
}
afterEach(() => x.close());

const list = `/2/users/${owner}/followers?max_results=10&user.fields=public_metrics,created_at,connection_status`;
const page = (token: string) => `${list}&pagination_token=${token}`;
const idsOf = (body: {data?: {id: string}[]}) => (body.data ?? []).map(({id}) => id);
/** The people of a page, newest first; the first page is 0. */
const people = (nth: number) => Array.from({length: 10}, (_, row) => idOf(39 - 10 * nth - row));
/** How asking fails. `ms`: somebody loses patience so long after X has begun to play its fault. */
const failure = (path: string, ms?: number) => {
  const impatience = new AbortController();
  const {length} = x.played;
  if (ms !== undefined)
    void until(() => x.played.length > length)
      .then(() => sleep(ms))
      .then(() => impatience.abort(new DOMException("no answer", "TimeoutError")));
  return fetch(`${x.url}${path}`, {headers: {authorization: "Bearer user"}, signal: impatience.signal})
    .then((response) => response.text())
    .then(
      () => null,
      (error: Error & {cause?: {code?: string}}) => error.cause?.code ?? error.name
    );
};

describe("refusals", () => {
  const cases: [
    fault: Fault | FaultScenario["rules"][number]["do"],
    status: number,
    body: object | string
  ][] = [
    [{kind: "status", status: 418, body: "spend-cap"}, 418, {title: "SpendCapReached"}],
    [{kind: "status", status: 400, body: {title: "Odd"}}, 400, {title: "Odd"}],
    [{kind: "status", status: 404, body: "not-found"}, 404, {title: "Not Found", type: "about:blank"}],
    [{kind: "too-many"}, 429, {title: "Too Many Requests", type: "about:blank", status: 429}],
    [{kind: "too-many", form: "old"}, 429, {errors: [{code: 88, message: "Rate limit exceeded"}]}],
    [{kind: "credits"}, 402, {title: "CreditsDepleted"}],
    [{kind: "spend-cap"}, 403, {title: "SpendCapReached", detail: expect.stringContaining("spend cap")}],
    [
      {kind: "not-enrolled"},
      403,
      {reason: "client-not-enrolled", type: expect.stringMatching(/\/client-forbidden$/)}
    ],
    [{kind: "wrong-auth"}, 403, {type: expect.stringMatching(/\/unsupported-authentication$/)}],
    [
      {kind: "unauthorized"},
      401,
      {title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized"}
    ],
    [{kind: "server-error"}, 503, "<!DOCTYPE html>"],
    [{kind: "server-error", status: 500, body: "empty"}, 500, ""]
  ];
  for (const [fault, status, body] of cases) {
    it(`${JSON.stringify(fault)}, once, and not billed`, async () => {
      await open([{times: 1, do: fault}]);
      const answer = await ask(list);
      expect(answer.status).toBe(status);
      if (typeof body === "string") expect(answer.text.startsWith(body)).toBe(true);
      else expect(answer.body).toMatchObject(body);
      expect(x.meter.microDollars).toBe(0);
      expect((await ask(list)).status).toBe(200);
      expect(x.played).toEqual([{nth: 0, endpoint: "/2/users/:id/followers", kind: fault.kind}]);
    });
  }

  it("writes the number of the account that pays as a bare number no double can hold", async () => {
    await open([{do: {kind: "credits"}}]);
    expect((await ask(list)).text).toContain('"account_id":2051096097834344448,');
  });

  it("names a reset in so many seconds, in the past, or none at all", async () => {
    await open([
      {to: 1, do: {kind: "too-many", reset: 90}},
      {from: 1, to: 2, do: {kind: "too-many", reset: -30}},
      {from: 2, do: {kind: "too-many", reset: null}}
    ]);
    const now = clock.time / 1000;
    const resets = [];
    for (let i = 0; i < 3; ++i) resets.push((await ask(list)).headers.get("x-rate-limit-reset"));
    expect(resets).toEqual([String(now + 90), String(now - 30), null]);
    expect((await ask(list)).headers.get("x-rate-limit-remaining")).toBeNull();
  });

  it("lets all OAuth tokens die, and nothing else", async () => {
    await open([{times: 1, do: {kind: "expire-tokens"}}], {oauth: {clientId: "an-app", redirectUris: []}});
    expect((await ask(list)).status).toBe(200);
    expect(x.played).toEqual([]);
    const [one, two] = [x.oauth.issue(), x.oauth.issue()];
    for (const {access_token: token} of [one, one, two]) expect((await ask(list, token)).status).toBe(401);
    expect(x.played.map(({kind}) => kind)).toEqual(["expire-tokens"]);
    expect((await ask(list, x.oauth.issue().access_token)).status).toBe(200);
  });
});

describe("answers that do not arrive", () => {
  it("breaks the line before the first byte, booked or not", async () => {
    for (const [billed, bill] of [
      [false, 0],
      [true, 10_000]
    ] as const) {
      await open([{times: 1, do: {kind: "reset", billed}}]);
      expect(await failure(list)).toBe("ECONNRESET");
      expect(x.meter.microDollars).toBe(bill);
      if (!billed) await x.close();
    }
  });

  it("keeps silent until the client gives up, booked or not", async () => {
    for (const [billed, bill] of [
      [false, 0],
      [true, 10_000]
    ] as const) {
      await open([{do: {kind: "silence", billed}}]);
      expect(await failure(list, 60)).toBe("TimeoutError");
      expect(x.meter.microDollars).toBe(bill);
      if (!billed) await x.close();
    }
  });

  it("cuts a body midway, after announcing and booking the whole", async () => {
    await open([
      {to: 1, do: {kind: "cut"}},
      {from: 1, to: 2, do: {kind: "cut", at: 0}}
    ]);
    const response = await fetch(`${x.url}${list}`, {headers: {authorization: "Bearer user"}});
    expect(response.status).toBe(200);
    let received = 0;
    await expect(
      (async () => {
        for await (const chunk of response.body!) received += (chunk as Uint8Array).length;
      })()
    ).rejects.toThrow("terminated");
    const whole = Number(response.headers.get("content-length"));
    expect(received).toBe(Math.floor(whole / 2));
    expect(x.meter.microDollars).toBe(10_000);
    expect(await failure(list)).toBe("UND_ERR_SOCKET");
    expect((await ask(list)).text).toHaveLength(whole);
  });

  it("dribbles a body byte by byte, until it is whole", async () => {
    await open([{do: {kind: "slow", everyMs: 1}}]);
    const {status, body} = await ask(`/2/users/${owner}`);
    expect([status, body.data.id]).toEqual([200, owner]);
    expect(await failure(list, 30)).toBe("TimeoutError");
    expect(x.meter.microDollars).toBe(10_000 + 10_000);
  });

  it("or for ever", async () => {
    await open([{do: {kind: "slow", everyMs: 1, isEndless: true}}]);
    const headers = {authorization: "Bearer user"};
    const impatience = new AbortController();
    const response = await fetch(`${x.url}/2/users/me`, {headers, signal: impatience.signal});
    let text = "";
    await expect(
      (async () => {
        for await (const chunk of response.body!) {
          text += Buffer.from(chunk as Uint8Array).toString();
          if (text.length > 20) impatience.abort();
        }
      })()
    ).rejects.toThrow();
    expect(text).toMatch(/^ {3,}$/);
    expect(x.meter.microDollars).toBe(10_000);
  });

  it("sends a page of HTML with 200", async () => {
    await open([{do: {kind: "not-json"}}]);
    const {status, text, headers} = await ask(list);
    expect([status, headers.get("content-type")]).toEqual([200, "text/html"]);
    expect(text).toMatch(/^<!DOCTYPE html>/);
    expect(x.meter.microDollars).toBe(0);
  });
});

describe("odd pages", () => {
  it("repeats some rows further down, and counts them", async () => {
    await open([{do: {kind: "duplicate-rows", rows: 2}}]);
    const {body} = await ask(list);
    expect(body.meta.result_count).toBe(12);
    expect(body.data).toHaveLength(12);
    expect([...new Set(idsOf(body))].sort()).toEqual(people(0).sort());
    expect(x.meter.microDollars).toBe(10_000);
  });

  it("serves the page before in the place of the second, and goes on after it", async () => {
    await open([{from: 1, to: 2, do: {kind: "repeat-page"}}]);
    const first = (await ask(list)).body;
    const second = (await ask(page(first.meta.next_token))).body;
    expect(idsOf(second)).toEqual(people(0));
    expect(second.meta.next_token).not.toBe(first.meta.next_token);
    expect(idsOf((await ask(page(second.meta.next_token))).body)).toEqual(people(2));
    // Ten people were shown twice, and billed once.
    expect(x.meter.microDollars).toBe(20_000);
  });

  it("cannot repeat what was not before the first page", async () => {
    await open([{do: {kind: "repeat-page"}}, {do: {kind: "loop-token"}}]);
    expect(idsOf((await ask(list)).body)).toEqual(people(0));
    expect(x.played).toEqual([]);
  });

  it("gives a token that was given before", async () => {
    await open([{do: {kind: "loop-token"}}]);
    const {next_token: token} = (await ask(list)).body.meta;
    const second = (await ask(page(token))).body;
    expect(idsOf(second)).toEqual(people(1));
    expect(second.meta.next_token).toBe(token);
  });

  it("puts an empty page before the real one, the first too", async () => {
    await open([{times: 2, do: {kind: "empty-page"}}]);
    const empty = (await ask(list)).body;
    expect(empty).toEqual({meta: {result_count: 0, next_token: expect.stringMatching(/^[0-9A-V]{16,}$/)}});
    const again = (await ask(page(empty.meta.next_token))).body;
    expect(again.meta.next_token).not.toBe(empty.meta.next_token);
    const real = (await ask(page(again.meta.next_token))).body;
    expect(idsOf(real)).toEqual(people(0));
    expect(idsOf((await ask(page(real.meta.next_token))).body)).toEqual(people(1));
    expect(x.meter.microDollars).toBe(20_000);
  });

  it("answers with errors alone", async () => {
    await open([{do: {kind: "only-errors"}}]);
    const {status, body} = await ask(list);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["errors"]);
    expect(body.errors).toMatchObject([
      {
        title: "Authorization Error",
        resource_id: owner,
        type: expect.stringMatching(/\/not-authorized-for-resource$/)
      }
    ]);
    const {errors} = (await ask(`/2/users?ids=${owner},${other}`)).body;
    expect(errors.map(({value}: {value: string}) => value)).toEqual([owner, other]);
    expect((await ask(`/2/tweets/${post}/retweets`)).body.errors[0].resource_type).toBe("tweet");
    expect(x.meter.microDollars).toBe(0);
  });

  it("announces more rows than it holds", async () => {
    await open([{do: {kind: "short-page", rows: 4}}]);
    const {data, meta} = (await ask(list)).body;
    expect([data.length, meta.result_count]).toEqual([6, 10]);
    expect(x.meter.microDollars).toBe(6_000);
  });

  it("speaks the other dialect than it was asked in", async () => {
    await open([{do: {kind: "other-dialect"}}]);
    const {data} = (await ask(list)).body;
    expect(data[0].public_metrics).toHaveProperty("post_count");
    expect(data[0].public_metrics).not.toHaveProperty("tweet_count");
    const fields = "tweet.fields=author_id,referenced_tweets,public_metrics";
    const quotes = (await ask(`/2/tweets/${post}/quote_tweets?${fields}`)).body.data;
    expect(Object.keys(quotes[0]).sort()).toEqual([
      "author_id",
      "edit_history_post_ids",
      "id",
      "public_metrics",
      "referenced_posts",
      "text"
    ]);
    expect(quotes[0].public_metrics).toHaveProperty("repost_count");
    const renewed = (await ask(`/2/tweets/${post}/quote_tweets?post.fields=public_metrics`)).body.data;
    expect(renewed[0].public_metrics).toHaveProperty("retweet_count");
  });

  for (const field of ["connection_status", "public_metrics", "created_at"] as const) {
    it(`leaves out ${field} without a word`, async () => {
      await open([{do: {kind: "drop-field", field}}]);
      const {data} = (await ask(list)).body;
      expect(data).toHaveLength(10);
      for (const row of data) expect(row).not.toHaveProperty(field);
      await ask("/2/users/me");
      expect(x.played).toHaveLength(1);
    });
  }

  it("bills again what was billed that day", async () => {
    await open([{from: 1, to: 2, do: {kind: "dedupe-off"}}]);
    for (const _ of [1, 2, 3]) expect((await ask(list)).status).toBe(200);
    expect(x.meter.microDollars).toBe(20_000);
  });
});

describe("faults at the token endpoint", () => {
  const oauth = {clientId: "an-app", redirectUris: []};
  const refresh = (token: string) =>
    fetch(`${x.url}/2/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({grant_type: "refresh_token", refresh_token: token, client_id: "an-app"})
    });

  it("come only where a rule names it, and leave the token unspent", async () => {
    await open(
      [{times: 1, on: "/2/oauth2/token", do: {kind: "server-error"}}, {do: {kind: "server-error"}}],
      {oauth}
    );
    const {refresh_token: token} = x.oauth.issue();
    expect((await refresh(token!)).status).toBe(503);
    expect((await refresh(token!)).status).toBe(200);
    expect(x.played).toEqual([{nth: 0, endpoint: "/2/oauth2/token", kind: "server-error"}]);
  });

  it("may lose a pair that was given out", async () => {
    const lose = (billed: boolean) => ({
      times: 1,
      on: "/2/oauth2/token" as const,
      do: {kind: "reset" as const, billed}
    });
    await open([lose(false), {...lose(true), every: 2}], {oauth});
    const {refresh_token: token} = x.oauth.issue();
    await expect(refresh(token!)).rejects.toThrow();
    expect(x.oauth.refreshes).toBe(0);
    await expect(refresh(token!)).rejects.toThrow();
    expect(x.oauth.refreshes).toBe(1);
    expect((await refresh(token!)).status).toBe(400);
  });
});

describe("rules", () => {
  const numbers = () => x.played.map(({nth}) => nth);
  const error = {kind: "server-error"} as const;
  const askTimes = async (times: number, path = list) => {
    for (let i = 0; i < times; ++i) await ask(path);
  };

  it("count requests of their own endpoints", async () => {
    await open([{on: ["/2/users/me", "/2/users/:id/followers"], every: 3, times: 2, do: error}]);
    await askTimes(2, `/2/users/${owner}`);
    await askTimes(12);
    expect(numbers()).toEqual([4, 7]);
  });

  it("begin and end by number, by time since the start, or by date", async () => {
    await open([
      {to: 2, do: error},
      {from: "2h", to: "1d", do: error},
      {from: "2026-09-01T00:00:00Z", do: error}
    ]);
    await askTimes(3);
    for (const hours of [1.99, 2, 23.99, 24, 24 * 9.4, 24 * 9.5]) {
      clock.time = Date.parse("2026-08-22T12:00:00Z") + hours * 3_600_000;
      await ask(list);
    }
    expect(numbers()).toEqual([0, 1, 4, 5, 8]);
  });

  it("fall by their seed, each by dice of its own", async () => {
    const half = {chance: 0.5, do: error};
    const play = async (rules: FaultScenario["rules"], seed: number) => {
      await open(rules, {faultScenario: {rules, seed}});
      await askTimes(40);
      const played = numbers();
      await x.close();
      return played;
    };
    const first = await play([half], 7);
    expect(first.length).toBeGreaterThan(10);
    expect(first.length).toBeLessThan(30);
    expect(await play([half], 7)).toEqual(first);
    expect(await play([half], 8)).not.toEqual(first);
    const both = await play(
      [half, {on: "/2/users/:id/followers", chance: 0.2, do: {kind: "duplicate-rows"}}],
      7
    );
    expect(both).toEqual(expect.arrayContaining(first));
  });

  it("are told from what is none in one line", () => {
    for (const [text, words] of [
      ["{", /^faults x: it is not JSON: /],
      ["[]", /^faults x: it: /],
      ['[{"do": {"kind": "plague"}}]', /^faults x: 0\.do\.kind: /],
      ['[{"do": {"kind": "reset"}}, {"chance": 2, "do": {"kind": "reset"}}]', /^faults x: 1\.chance: /],
      ['[{"on": "/2/users/:id/folowers", "do": {"kind": "reset"}}]', /^faults x: 0\.on: /],
      ['[{"do": {"kind": "cut", "bytes": 3}}]', /^faults x: 0\.do: /]
    ] as const) {
      expect(() => parseRules(text, "x")).toThrow(words);
    }
    expect(() => readFaults("plague")).toThrow(/^unknown faults plague: give one of .*storm/);
  });
});

describe("the faults that come along", () => {
  it("can all be read, and the storm knows every fault there is", async () => {
    expect(faultNames()).toEqual([
      "credits-run-out",
      "flaky-network",
      "limits",
      "odd-pages",
      "storm",
      "token-expires"
    ]);
    for (const name of faultNames()) expect(readFaults(name).length).toBeGreaterThan(1);
    const {mishapSchema} = await import("../../data-loaders/demo/server/fault.ts");
    const kinds = mishapSchema.options.map((option) => option.shape.kind.value);
    const inStorm = new Set(readFaults("storm").map((rule) => rule.do.kind));
    expect(kinds.filter((kind) => !inStorm.has(kind))).toEqual([]);
  });

  it("meet a tenth of the requests in a storm, a few of them in a time-out", async () => {
    const rules = readFaults("storm");
    const sum = (rules: {chance: number}[]) => rules.reduce((sum, {chance}) => sum + chance, 0);
    const isOfApi = ({on}: {on?: unknown}) => on === undefined;
    expect(sum(rules.filter(isOfApi))).toBeCloseTo(0.115, 2);
    const slow = rules.filter((rule) => ["slow", "silence"].includes(rule.do.kind));
    expect(slow.map(({times}) => times)).toEqual([1, 1, 1]);
  });
});
