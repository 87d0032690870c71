import {afterEach, describe, expect, it} from "vitest";
import {BadQuery, readQuery} from "../../data-loaders/demo/server/search-query.ts";
import {localPost} from "./local-rows.ts";
import {openSmallX} from "./small.ts";

const post = localPost("9", "21", new Date("2026-08-20T00:00:00Z"), {
  text: "Good Coffee, @ann #Espresso",
  conversationId: "5",
  inReplyToUserId: "22",
  referenced: {type: "replied_to", id: "6"},
  hashtags: ["Espresso"]
});

describe("a search query", () => {
  it.each([
    ["conversation_id:5", true],
    ["conversation_id:6", false],
    ["conversation_id:6 OR conversation_id:5", true],
    ["(conversation_id:6 OR conversation_id:5) -from:21", false],
    ["(conversation_id:6 OR conversation_id:5) -from:20", true],
    // What stands beside each other binds before OR.
    ["from:20 coffee OR espresso", true],
    ["from:20 (coffee OR espresso)", false],
    ["to:22", true],
    ["in_reply_to_tweet_id:6 is:reply -is:quote", true],
    ["coffee", true],
    ["COFFEE", true],
    ["coff", false],
    ['"good coffee"', true],
    ['"coffee good"', false],
    ["#espresso", true],
    ["#espress", false],
    ["coffee -(ann OR bob)", false]
  ])("%s: %s", (query, isFound) => {
    expect(readQuery(query).matches(post)).toBe(isFound);
  });

  it.each([
    ["conversation_id:5", ["5"]],
    ["(conversation_id:5 OR conversation_id:6) -from:1", ["5", "6"]],
    ["conversation_id:5 OR coffee", null],
    ["-conversation_id:5 coffee", null]
  ])("%s finds nothing outside of %s", (query, conversations) => {
    expect(readQuery(query).conversations).toEqual(conversations);
  });

  it.each([
    ["(from:1 OR from:2) coffee -is:retweet", ["1", "2"]],
    ["from:1 OR coffee", null],
    ["-from:1 coffee", null]
  ])("%s finds nothing but posts of %s", (query, authors) => {
    expect(readQuery(query).authors).toEqual(authors);
  });

  it.each([
    "-from:21",
    "coffee OR -from:21",
    "(coffee",
    "coffee)",
    "OR",
    "conversation_id:x",
    "likes:5",
    "is:nice"
  ])("%s is refused", (query) => {
    expect(() => readQuery(query)).toThrow(BadQuery);
  });
});

describe("search on the local X", () => {
  let close: () => Promise<void>;
  afterEach(() => close());
  const open = async () => {
    const {x, ...bench} = await openSmallX();
    close = () => x.close();
    return bench;
  };
  const ofLength = (length: number) => encodeURIComponent("a".repeat(length));

  it.each([
    ["recent", 512, "user"],
    ["all", 1024, "app"]
  ])("%s takes queries of up to %d characters", async (kind, length, token) => {
    const {ask, clock} = await open();
    expect((await ask(`/2/tweets/search/${kind}?query=${ofLength(length)}`, token)).status).toBe(200);
    clock.time += 1000;
    const {status, body} = await ask(`/2/tweets/search/${kind}?query=${ofLength(length + 1)}`, token);
    expect([status, body.title]).toEqual([400, "Invalid Request"]);
  });

  it("has pages of 10 to 100, or 500 of the full archive, and takes either name of a token", async () => {
    const {ask, clock} = await open();
    const status = async (path: string, token = "app") => {
      clock.time += 1000;
      return (await ask(`/2/tweets/search/${path}`, token)).status;
    };
    expect(await status("recent?query=a&max_results=9")).toBe(400);
    expect(await status("recent?query=a&max_results=100")).toBe(200);
    expect(await status("recent?query=a&max_results=101")).toBe(400);
    expect(await status("all?query=a&max_results=500")).toBe(200);
    expect(await status("all?query=a&max_results=501")).toBe(400);
    const {body} = await ask("/2/tweets/search/recent?query=a&max_results=10");
    expect([body.data.length, body.meta.result_count]).toEqual([10, 10]);
    const token = body.meta.next_token;
    for (const name of ["next_token", "pagination_token"])
      expect(
        (await ask(`/2/tweets/search/recent?query=a&max_results=10&${name}=${token}`)).body.data.length
      ).toBe(2);
    expect(await status(`recent?query=a&next_token=${token}&pagination_token=${token}`)).toBe(400);
  });

  it("goes back seven days, except in the full archive, which the app alone may ask once a second", async () => {
    const {ask, clock} = await open();
    const from = (seconds: number) => new Date(clock.time - 7 * 86_400_000 + seconds * 1000).toISOString();
    expect((await ask(`/2/tweets/search/recent?query=a&start_time=${from(1)}`)).status).toBe(200);
    expect((await ask(`/2/tweets/search/recent?query=a&start_time=${from(-1)}`)).status).toBe(400);
    expect((await ask(`/2/tweets/search/all?query=a&start_time=${from(-1)}`, "app")).status).toBe(200);
    expect((await ask("/2/tweets/search/all?query=a", "app")).status).toBe(429);
    clock.time += 1000;
    expect((await ask("/2/tweets/search/all?query=a", "app")).status).toBe(200);
    const {status, body} = await ask("/2/tweets/search/all?query=a");
    expect([status, body.title]).toEqual([403, "Unsupported Authentication"]);
  });
});
