import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {openClient, type Client} from "../../data-loaders/x-api/client.ts";
import {profileRequest} from "../../data-loaders/x/protocol/requests.ts";
import {TestClock} from "./tiny.ts";

let server: Server;
let client: Client;
afterEach(async () => {
  client?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
});

type Reply = {status?: number; headers?: Record<string, string>; body?: string; isTorn?: boolean};

/** A server that gives the replies in turn, the last one for ever, and a client for it. */
async function serve(replies: ((now: number) => Reply)[], clock = new TestClock()) {
  const asked: string[] = [];
  server = createServer((request, response) => {
    const reply = replies[Math.min(asked.length, replies.length - 1)]!(clock.time / 1000);
    asked.push(request.url!);
    response.writeHead(reply.status ?? 200, {"content-type": "application/json", ...reply.headers});
    if (reply.isTorn) return response.write(reply.body, () => response.destroy());
    response.end(reply.body ?? '{"data":{"id":"1"}}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = openClient({token: "SECRET", kind: "bearer", base, clock});
  return {asked, clock};
}

const limits = (remaining: number, reset: number) => ({
  "x-rate-limit-limit": "300",
  "x-rate-limit-remaining": String(remaining),
  "x-rate-limit-reset": String(reset)
});
const tooMany =
  '{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}';

describe("rate limits", () => {
  it("waits on the clock until the reset X names, after a 429", async () => {
    const {asked, clock} = await serve([
      (now) => ({status: 429, headers: limits(0, now + 600), body: tooMany}),
      () => ({})
    ]);
    await client.get(profileRequest("1"));
    expect(clock.slept).toEqual([600_000]);
    expect(asked).toHaveLength(2);
  });

  it("waits before the next request of that endpoint where none remains, and not before others", async () => {
    const {clock} = await serve([(now) => ({headers: limits(0, now + 60)}), () => ({})]);
    await client.get(profileRequest("1"));
    await client.get({endpoint: "users/me", query: {}});
    expect(clock.slept).toEqual([]);
    await client.get(profileRequest("1"));
    expect(clock.slept).toEqual([60_000]);
  });

  it("waits a whole window where X names no reset, and gives up after four refusals", async () => {
    const {asked, clock} = await serve([() => ({status: 429, body: tooMany})]);
    await expect(client.get(profileRequest("1"))).rejects.toThrow("X answered 429: Too Many Requests");
    expect(clock.slept).toEqual([900_000, 900_000, 900_000]);
    expect(asked).toHaveLength(4);
  });
});

describe("trying again", () => {
  it.each([
    {name: "503", reply: {status: 503, body: "<html>", headers: {"content-type": "text/html"}}},
    {name: "an answer that is cut", reply: {body: '{"data":[{"id":'}}
  ])("repeats after $name, four times in all", async ({reply}) => {
    const {asked, clock} = await serve([() => reply, () => reply, () => reply, () => ({})]);
    expect((await client.get(profileRequest("1"))).body).toEqual({data: {id: "1"}});
    expect(asked).toHaveLength(4);
    expect(clock.slept).toEqual([1000, 4000, 16_000]);
    expect(client.takeBill()).toEqual([
      {endpoint: "/2/users/:id", requests: 4, resources: 1, billed: 1, dollars: 0.01}
    ]);
  });

  it("does not repeat 401, 402 and 403", async () => {
    const {asked} = await serve([
      () => ({status: 402, body: '{"account_id":2051096097834344448,"title":"CreditsDepleted"}'})
    ]);
    await expect(client.get(profileRequest("1"))).rejects.toMatchObject({
      status: 402,
      message: "X answered 402: CreditsDepleted"
    });
    expect(asked).toHaveLength(1);
  });

  it("says that X cannot be reached, and never the token", async () => {
    client = openClient({token: "SECRET", kind: "user", base: "http://127.0.0.1:9", clock: new TestClock()});
    const error = (await client.get(profileRequest("1")).catch((thrown: Error) => thrown)) as Error;
    expect(error.message).toMatch(/^X cannot be reached \(.*ECONNREFUSED/);
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain("SECRET");
  });
});

describe("the bill", () => {
  const page = (rows: number) =>
    JSON.stringify({
      data: Array.from({length: rows}, (_, nth) => ({id: String(nth + 1)})),
      meta: {result_count: rows}
    });
  const list = {
    endpoint: "users/:id/followers",
    params: {id: "9"},
    query: {max_results: 100}
  } as const;
  const torn = () => ({headers: {"content-length": "5000"}, body: '{"data":[', isTorn: true});

  it("counts what X may have billed for an answer that never came whole, at most", async () => {
    await serve([torn]);
    await expect(client.get(list)).rejects.toThrow("X's answer broke off");
    // A hundred rows at $0.01: however often it was asked for, X bills a row once a day.
    expect(client.takeBill()).toEqual([
      {
        endpoint: "/2/users/:id/followers",
        requests: 4,
        resources: 0,
        billed: 0,
        dollars: 0,
        dollars_at_most: 1
      }
    ]);
  });

  it("counts what was lost on either side of midnight twice, as X may have billed it", async () => {
    const {clock} = await serve([torn, torn, torn, torn, torn, () => ({body: page(3)})]);
    await expect(client.get(list)).rejects.toThrow("X's answer broke off");
    clock.days(1);
    await client.get(list);
    // A hundred rows lost on the first day; on the second the page came whole after all, with three.
    expect(client.takeBill()).toMatchObject([{dollars: 0.03, dollars_at_most: 1.03}]);
  });

  it("forgets that once the same answer came whole", async () => {
    await serve([torn, () => ({body: page(3)})]);
    await client.get(list);
    expect(client.takeBill()).toEqual([
      {endpoint: "/2/users/:id/followers", requests: 2, resources: 3, billed: 3, dollars: 0.03}
    ]);
  });

  it("asks for a smaller page after a lost one, where the rest of the limit pays for no more", async () => {
    const {asked} = await serve([torn, () => ({body: page(50)})]);
    client.close();
    client = openClient({
      token: "SECRET",
      kind: "bearer",
      base: client.base,
      clock: new TestClock(),
      maxCost: 1_500_000
    });
    await client.get(list);
    expect(asked.map((url) => new URL(url, "http://x").searchParams.get("max_results"))).toEqual([
      "100",
      "50"
    ]);
    // The lost page may have held fifty rows more than the one that came.
    expect(client.takeBill()).toMatchObject([{dollars: 0.5, dollars_at_most: 1}]);
    await expect(client.get(list)).rejects.toThrow(
      "--max-cost: the next request could have cost more than what is left of $1.5 at the full price"
    );
  });

  it("says what it is at the other price, where nobody said whose the app is", async () => {
    await serve([() => ({body: '{"data":{"id":"9"}}'}), () => ({body: page(10)})]);
    client.close();
    client = openClient({token: "SECRET", kind: "user", base: client.base, clock: new TestClock()});
    expect(await client.owner()).toBe("9");
    await client.get(list);
    expect(client.takeBill()[1]).toMatchObject({dollars: 0.01, dollars_list: 0.1});
  });
});

describe("the token", () => {
  it("is never sent over plain http to another machine", () => {
    expect(() => openClient({token: "a", kind: "user", base: "http://x.example.org"})).toThrow(
      "FOLLOWBACK_X_BASE"
    );
  });
});
