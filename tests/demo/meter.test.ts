import {afterEach, expect, it} from "vitest";
import type {LocalX, LocalXOptions} from "../../data-loaders/demo/server/server.ts";
import {idOf, openSmallX, other, owner, post} from "./small.ts";

// Prices are X's of 2026-08-22, in micro-dollars; every sum below is worked out by hand.
let x: LocalX;
afterEach(() => x.close());

async function open(options: LocalXOptions = {}) {
  const small = await openSmallX(options);
  x = small.x;
  return small;
}

it("bills the owner's own lists at a tenth, and nobody else's", async () => {
  const {ask} = await open();
  await ask(`/2/users/${owner}/followers?max_results=25`);
  expect(x.meter.microDollars).toBe(25 * 1_000);
  await ask(`/2/users/${owner}/following?max_results=10`);
  expect(x.meter.microDollars).toBe(25_000 + 10 * 1_000);
  await ask(`/2/users/${other}/following?max_results=20`);
  // Ten of them were billed on that day, and on that endpoint, already.
  expect(x.meter.microDollars).toBe(35_000 + 10 * 10_000);
  expect(x.meter.byEndpoint["/2/users/:id/following"]).toEqual({
    requests: 2,
    resources: 30,
    billed: 20,
    microDollars: 110_000
  });
});

it("bills a bearer token the full price of the owner's lists too", async () => {
  const {ask} = await open();
  await ask(`/2/users/${owner}/followers?max_results=25`, "app");
  expect(x.meter.microDollars).toBe(25 * 10_000);
});

it("has a price for everything it serves", async () => {
  const {ask} = await open();
  const prices: [path: string, microDollars: number][] = [
    ["/2/users/me", 10_000],
    [`/2/users/${other}`, 10_000],
    ["/2/users/by?usernames=someone", 10_000],
    ["/2/users/by/username/someone", 10_000],
    [`/2/users?ids=${idOf(1)},${idOf(2)}`, 20_000],
    [`/2/users/${owner}/tweets?max_results=5`, 5 * 1_000],
    [`/2/users/${owner}/mentions?max_results=5`, 5 * 1_000],
    [`/2/tweets?ids=${post}`, 5_000],
    [`/2/tweets/${post}/quote_tweets?max_results=10`, 50_000],
    [`/2/tweets/${post}/retweets?max_results=3`, 15_000],
    [`/2/tweets/${post}/liking_users`, 70_000],
    ["/2/tweets/search/recent?query=a&max_results=10", 50_000]
  ];
  let sum = 0;
  for (const [path, price] of prices) {
    expect((await ask(path)).status).toBe(200);
    expect([path, x.meter.microDollars]).toEqual([path, (sum += price)]);
  }
  await x.close();
  const {ask: askAnew} = await open();
  await askAnew(`/2/users/${other}/tweets?max_results=5`);
  await askAnew(`/2/users/${other}/mentions?max_results=5`);
  expect(x.meter.microDollars).toBe(10 * 5_000);
});

it("bills what expansions bring along: three authors and one post", async () => {
  const {ask} = await open();
  const expansions = "expansions=author_id,referenced_tweets.id";
  await ask(`/2/tweets/${post}/quote_tweets?max_results=10&tweet.fields=author_id&${expansions}`);
  expect(x.meter.microDollars).toBe(10 * 5_000 + 3 * 10_000 + 1 * 5_000);
  expect(x.meter.byEndpoint["/2/tweets/:id/quote_tweets"]!.resources).toBe(14);
});

it("bills a resource once a UTC day, and anew after midnight", async () => {
  const {ask, clock} = await open();
  const path = `/2/users/${owner}/followers?max_results=40`;
  for (const at of ["2026-08-22T00:00:00Z", "2026-08-22T23:59:59.999Z"]) {
    clock.time = Date.parse(at);
    await ask(path);
    expect(x.meter.microDollars).toBe(40_000);
  }
  clock.time = Date.parse("2026-08-23T00:00:00Z");
  await ask(path);
  expect(x.meter.microDollars).toBe(80_000);
});

it("bills it each time where X's soft guarantee does not hold", async () => {
  const {ask} = await open({isDeduplicating: false});
  for (const _ of [1, 2, 3]) await ask(`/2/users/${owner}`);
  expect(x.meter.microDollars).toBe(3 * 10_000);
});

it("bills nothing for what it refuses", async () => {
  const {ask} = await open();
  for (const path of ["/2/users?ids=one", `/2/users/${owner}/followers?max_results=0`, "/2/nothing"])
    await ask(path);
  await ask("/2/users/me", "app");
  await ask("/2/users/me", "stolen");
  expect(x.meter.microDollars).toBe(0);
  expect(x.meter.byEndpoint).toEqual({});
});

it("answers 402 once the credits are used up, until more are paid in", async () => {
  const {ask} = await open({credits: 15_000});
  // The request that uses them up is still answered, whole.
  expect((await ask(`/2/users/${owner}`)).status).toBe(200);
  expect((await ask(`/2/users/${other}`)).status).toBe(200);
  expect(x.meter.microDollars).toBe(20_000);
  const refused = await ask(`/2/users/${owner}`);
  expect(refused.status).toBe(402);
  expect(refused.headers.get("content-type")).toMatch(/^application\/json/);
  expect(Number(refused.headers.get("x-rate-limit-remaining"))).toBeGreaterThan(800);
  expect(refused.text).toMatch(/^\{"account_id":2051096097834344448,"title":"CreditsDepleted"/);
  expect(refused.body.type).toBe("https://api.twitter.com/2/problems/credits");
  x.addCredits(5_000);
  expect((await ask(`/2/users/${owner}`)).status).toBe(402);
  x.addCredits(1);
  expect((await ask(`/2/users/${owner}`)).status).toBe(200);
});
