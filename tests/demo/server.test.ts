import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {MovableClock} from "../../data-loaders/demo/server/clock.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {serveWorld} from "../../data-loaders/demo/served.ts";
import {
  startLocalX,
  type Fault,
  type LocalRequest,
  type LocalX
} from "../../data-loaders/demo/server/server.ts";
import {World, worldStart} from "../../data-loaders/demo/world/world.ts";

// Expected shapes are X's own, as its documentation and recorded answers give them.
const world = new World("typical", 7);
const clock = new MovableClock(worldStart, (now) => world.advanceTo(now));
const brand = world.brand.id;
let x: LocalX;
let fault: ((request: LocalRequest) => Fault | undefined) | undefined;

async function ask(path: string, token = "user") {
  const response = await fetch(`${x.url}${path}`, {headers: {authorization: `Bearer ${token}`}});
  // eslint-disable-next-line typescript/no-explicit-any
  return {status: response.status, headers: response.headers, body: (await response.json()) as any};
}

/** A new window for every limit. */
const nextWindow = () => clock.tick(16 * 60_000);

async function walk(path: string) {
  const rows: {id: string}[] = [];
  const pages: {result_count: number; next_token?: string; previous_token?: string}[] = [];
  let token: string | undefined;
  do {
    const {body} = await ask(`${path}${token ? `&pagination_token=${token}` : ""}`);
    rows.push(...(body.data ?? []));
    pages.push(body.meta);
    token = body.meta.next_token;
  } while (token);
  return {rows, pages};
}

beforeAll(async () => {
  clock.moveTo(new Date(worldStart.getTime() + 40 * 7 * dayMs));
  x = await startLocalX(serveWorld(world), {
    tokens: {app: "app", user: "user"},
    clock,
    fault: (request) => fault?.(request)
  });
});
afterAll(() => x.close());

describe("auth", () => {
  it("answers 401 with X's body to a token it does not know", async () => {
    const {status, body} = await ask(`/2/users/${brand}`, "stolen");
    expect(status).toBe(401);
    expect(body).toEqual({title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized"});
  });

  it("tells the owner of a user token, and refuses a bearer token where X does", async () => {
    expect((await ask("/2/users/me")).body.data.id).toBe(brand);
    for (const path of ["/2/users/me", `/2/tweets/${world.ownPosts[0]!.id}/liking_users`]) {
      const {status, body} = await ask(path, "app");
      expect(status).toBe(403);
      expect(body.type).toMatch(/\/unsupported-authentication$/);
    }
  });

  it("gives connection_status to a user token only", async () => {
    const path = `/2/users/${brand}/following?max_results=1000&user.fields=connection_status`;
    const {body} = await ask(path);
    const follows = new Set(world.inbound.map(({person}) => person.id));
    for (const {id, connection_status: status} of body.data) {
      expect(status).toEqual(follows.has(id) ? ["followed_by", "following"] : ["following"]);
    }
    for (const row of (await ask(path, "app")).body.data) expect(row).not.toHaveProperty("connection_status");
  });
});

describe("lists", () => {
  it("pages newest first to the end, with opaque tokens, without whoever is suspended", async () => {
    const shown = world.inbound.filter(({person}) => person.status === "active").map(({person}) => person.id);
    expect(shown.length).toBeLessThan(world.inbound.length);
    const {rows, pages} = await walk(`/2/users/${brand}/followers?max_results=1000`);
    expect(rows.map(({id}) => id)).toEqual(shown.reverse());
    expect(pages.reduce((sum, {result_count: count}) => sum + count, 0)).toBe(shown.length);
    expect(pages[0]!.previous_token).toBeUndefined();
    expect(pages.at(-1)!.next_token).toBeUndefined();
    for (const {next_token: next} of pages.slice(0, -1)) expect(next).toMatch(/^[0-9A-V]{16,}$/);
    expect(
      (await ask(`/2/users/${brand}/followers?max_results=1000&pagination_token=${pages[1]!.previous_token}`))
        .body.data[0].id
    ).toBe(rows[0]!.id);
  });

  it("shifts nothing when people come while it is walked", async () => {
    const {body} = await ask(`/2/users/${brand}/followers?max_results=100`);
    clock.tick(dayMs);
    const {body: next} = await ask(
      `/2/users/${brand}/followers?max_results=100&pagination_token=${body.meta.next_token}`
    );
    const first = new Set(body.data.map(({id}: {id: string}) => id));
    expect(next.data.filter(({id}: {id: string}) => first.has(id))).toEqual([]);
    expect((await ask(`/2/users/${brand}/followers?max_results=100`)).body.data[0].id).not.toBe(
      body.data[0].id
    );
  });

  it("has no data key where a list is empty", async () => {
    const stranger = world.people.find(({status}) => status === "active")!.id;
    expect((await ask(`/2/users/${stranger}/followers`)).body).toEqual({meta: {result_count: 0}});
  });

  it("refuses page sizes and tokens X refuses", async () => {
    for (const query of [
      "max_results=1001",
      "max_results=0",
      "pagination_token=AAAAAAAAAAAAAAAA",
      "pagination_token=x"
    ]) {
      const {status, body} = await ask(`/2/users/${brand}/followers?${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(body.title).toBe("Invalid Request");
    }
    expect((await ask(`/2/users/${brand}/mentions?max_results=101`)).status).toBe(400);
  });

  it("brings people back at their old place", async () => {
    const back = new World("typical", 3);
    back.advanceTo(new Date(worldStart.getTime() + 100 * dayMs));
    const returned = back.inbound.findIndex(({person}) => person.hidden[0]?.to);
    const {person} = back.inbound[returned]!;
    const rows = serveWorld(back).list("followers", back.brand.id, {token: null, limit: 5000}).rows;
    expect(rows.findIndex(({id}) => id === person.id)).toBeGreaterThan(20);
  });
});

describe("fields", () => {
  it("leaves out what was not asked for, and drops what it does not know", async () => {
    const plain = (await ask(`/2/users/${brand}`)).body.data;
    expect(Object.keys(plain).sort()).toEqual(["id", "name", "username"]);
    const {data} = (await ask(`/2/users/${brand}?user.fields=public_metrics,created_at,nonsense`)).body;
    expect(Object.keys(data).sort()).toEqual(["created_at", "id", "name", "public_metrics", "username"]);
    expect(Object.keys(data.public_metrics).sort()).toEqual([
      "followers_count",
      "following_count",
      "listed_count",
      "tweet_count"
    ]);
    expect(typeof data.id).toBe("string");
  });

  it("speaks both dialects", async () => {
    const path = `/2/users/${brand}/mentions?max_results=100`;
    const old = (await ask(`${path}&tweet.fields=author_id,referenced_tweets,public_metrics,created_at`))
      .body;
    const reply = old.data.find((post: Record<string, unknown>) => post.referenced_tweets);
    expect(reply.referenced_tweets[0].type).toMatch(/replied_to|quoted/);
    expect(reply.public_metrics).toHaveProperty("retweet_count");
    expect(reply).toHaveProperty("edit_history_tweet_ids");
    expect(old).not.toHaveProperty("includes");
    const {data, includes} = (
      await ask(`${path}&post.fields=public_metrics&expansions=author_id,referenced_posts`)
    ).body;
    expect(data[0]).toHaveProperty("author_id");
    expect(data[0].public_metrics).toHaveProperty("repost_count");
    expect(Object.keys(includes).sort()).toEqual(["posts", "users"]);
  });
});

describe("people X does not show", () => {
  const of = (status: string) => world.people.find((person) => person.status === status)!.id;

  it("answers 200 with errors alone", async () => {
    const suspended = of("suspended");
    const {status, body} = await ask(`/2/users/${suspended}`);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["errors"]);
    expect(body.errors[0]).toMatchObject({
      title: "Forbidden",
      detail: `User has been suspended: [${suspended}].`,
      resource_type: "user",
      resource_id: suspended
    });
    expect(body.errors[0].type).toMatch(/\/resource-not-found$/);
    expect((await ask("/2/users/12/followers")).body.errors[0]).toMatchObject({
      title: "Not Found Error",
      detail: "Could not find user with id: [12]."
    });
    expect((await ask("/2/users/by/username/nobody_at_all")).body.errors[0].parameter).toBe("username");
  });

  it("puts them beside the others in a look-up of many", async () => {
    const ids = [of("active"), of("suspended"), of("gone"), "12"];
    const {body} = await ask(`/2/users?ids=${ids.join(",")}`);
    expect(body.data.map(({id}: {id: string}) => id)).toEqual([ids[0]]);
    expect(body.errors.map(({value, title}: Record<string, string>) => [value, title])).toEqual([
      [ids[1], "Forbidden"],
      [ids[2], "Not Found Error"],
      ["12", "Not Found Error"]
    ]);
    expect((await ask("/2/users?ids=one")).status).toBe(400);
  });
});

describe("acts", () => {
  it("shows 800 mentions at most, of all there were", async () => {
    nextWindow();
    expect(world.mentions.length).toBeGreaterThan(800);
    const {rows} = await walk(`/2/users/${brand}/mentions?max_results=100`);
    expect(rows.length).toBeLessThanOrEqual(800);
    expect(rows.length).toBeGreaterThan(760);
    expect(rows[0]!.id).toBe(world.mentions.findLast(({person}) => person!.status === "active")!.id);
  });

  it("stops at since_id", async () => {
    const since = world.mentions.at(-30)!.id;
    const {rows} = await walk(`/2/users/${brand}/mentions?max_results=10&since_id=${since}`);
    const shown = world.mentions.slice(-29).filter(({person}) => person!.status === "active");
    expect(rows.map(({id}) => id)).toEqual(shown.map(({id}) => id).reverse());
  });

  it("shows 100 likers a post at most, for all time", async () => {
    const post = world.ownPosts.find(({id}) => world.around.get(id)!.likes.length > 120)!;
    const {rows} = await walk(`/2/tweets/${post.id}/liking_users?max_results=100`);
    expect(rows.length).toBeLessThanOrEqual(100);
    const {data} = (await ask(`/2/tweets?ids=${post.id},1&tweet.fields=public_metrics`)).body;
    expect(data[0].public_metrics.like_count).toBeGreaterThan(120);
  });

  it("tells reposts with their time, and quotes", async () => {
    const post = world.ownPosts.find(({id}) => world.around.get(id)!.reposts.length > 2)!;
    const {data} = (
      await ask(`/2/tweets/${post.id}/retweets?tweet.fields=created_at,author_id,referenced_tweets`)
    ).body;
    expect(data[0].referenced_tweets).toEqual([{type: "retweeted", id: post.id}]);
    expect(new Date(data[0].created_at).getTime()).toBeGreaterThanOrEqual(post.createdAt.getTime());
    expect((await ask(`/2/tweets/${post.id}/quote_tweets`)).status).toBe(200);
    expect((await ask("/2/tweets/1/retweets")).body.errors[0].title).toBe("Not Found Error");
  });
});

describe("limits and faults", () => {
  it("answers 429 when a window is used up, and again after it", async () => {
    nextWindow();
    const path = `/2/tweets/${world.ownPosts[0]!.id}/liking_users`;
    const first = await ask(path);
    expect(first.headers.get("x-rate-limit-limit")).toBe("75");
    expect(first.headers.get("x-rate-limit-remaining")).toBe("74");
    const reset = Number(first.headers.get("x-rate-limit-reset"));
    expect(reset - clock.now().getTime() / 1000).toBeCloseTo(900, -1);
    for (let i = 1; i < 75; ++i) expect((await ask(path)).status).toBe(200);
    const refused = await ask(path);
    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      title: "Too Many Requests",
      detail: "Too Many Requests",
      type: "about:blank",
      status: 429
    });
    expect(refused.headers.get("x-rate-limit-remaining")).toBe("0");
    await clock.sleep(reset * 1000 - clock.now().getTime());
    expect((await ask(path)).status).toBe(200);
  });

  it("plays scripted faults", async () => {
    fault = ({endpoint}) =>
      endpoint === "/2/users/:id/followers"
        ? {change: () => ({meta: {result_count: 0}})}
        : {status: 503, body: "over capacity"};
    expect((await ask(`/2/users/${brand}/followers`)).body).toEqual({meta: {result_count: 0}});
    const response = await fetch(`${x.url}/2/users/me`, {headers: {authorization: "Bearer user"}});
    expect([response.status, await response.text()]).toEqual([503, "over capacity"]);
    fault = undefined;
    expect((await ask("/2/nothing")).status).toBe(404);
  });
});
