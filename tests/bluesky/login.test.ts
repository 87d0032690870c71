import {mkdtemp, readdir, readFile, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {logIn, logOut} from "../../data-loaders/bluesky/log-in.ts";
import {loginPath, readLogin} from "../../data-loaders/bluesky/login-file.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {Session} from "../../data-loaders/bluesky/session.ts";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import {hear} from "../commands/hear.ts";
import {Vault} from "../rehearsal/vault.ts";
import {keyOf, PretendedBluesky, world} from "./pretend.ts";
import {stoppedClock} from "./stopped-clock.ts";

let dir: string;
let sky: PretendedBluesky;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "followback-test-"));
  sky = new PretendedBluesky();
  vi.stubEnv("FOLLOWBACK_BLUESKY_PLC", "https://plc.test");
  vi.stubEnv("FOLLOWBACK_BLUESKY_BASE", "https://public.test");
  vi.stubEnv("FOLLOWBACK_CREDENTIALS", join(dir, "credentials.json"));
  file = loginPath();
});
afterEach(async () => {
  process.exitCode = undefined;
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(dir, {recursive: true, force: true});
});

const login = (password = sky.password) =>
  logIn({account: "the-brand.test", password, file, clock: stoppedClock(), fetch: sky.fetch});
const clientOf = async (isBrand: boolean, clock = stoppedClock()) => {
  const stored = isBrand ? await readLogin(file) : null;
  const session = stored && new Session(file, stored, {fetch: sky.fetch});
  return new BlueskyClient({clock, fetch: sky.fetch, session});
};
const take = async (dataDir: string, isBrand: boolean, start?: Date) =>
  takeSnapshot({dataDir, account: sky.brand, client: await clientOf(isBrand, stoppedClock(start))});
const wrong = (asking: Promise<unknown>) =>
  asking.then(
    () => "nothing was refused",
    (error: Error) => error.message
  );

describe("a login to Bluesky", () => {
  it("is asked of the server that holds the account, and stored for its owner alone without the password", async () => {
    await login();
    expect(sky.asked.map(({method, host}) => `${host} ${method.replace(/^\/did.*/, "document")}`)).toEqual([
      "public.test app.bsky.actor.getProfile",
      "plc.test document",
      "pds.test com.atproto.server.createSession"
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).not.toContain(sky.password);
    expect(await readLogin(file)).toMatchObject({did: sky.brand, handle: "the-brand.test", pds: sky.pds});
  });

  it("says in one line that the password is wrong, and stores nothing", async () => {
    expect(await wrong(login("abcd-abcd-abcd-abcd"))).toBe(
      "the-brand.test: wrong password: check it, or make another app password"
    );
    expect(await readLogin(file)).toBeNull();
  });

  it.each([
    [{"retry-after": "60"}, "12:01:00"],
    [
      {
        "ratelimit-limit": "30",
        "ratelimit-remaining": "0",
        "ratelimit-reset": String(Date.parse("2026-05-01T12:04:00Z") / 1000)
      },
      "12:04:00"
    ]
  ])("says when it may be tried again after too many, by %j", async (headers, until) => {
    sky.twist = (method) =>
      method.endsWith("createSession") ? {status: 429, body: {error: "RateLimitExceeded"}, headers} : null;
    expect(await wrong(login())).toMatch(
      `too many logins of the-brand.test: try again after 2026-05-01 ${until}`
    );
  });

  it("sends no password where the document is of somebody else, or names an address that is not safe", async () => {
    const service = {
      id: "#atproto_pds",
      type: "AtprotoPersonalDataServer",
      serviceEndpoint: "http://pds.test"
    };
    for (const [id, message] of [
      ["did:plc:other", /no document says where/],
      [sky.brand, /must be an https address/]
    ] as const) {
      sky.twist = (method) =>
        method.startsWith("/did") ? {status: 200, body: {id, service: [service]}} : null;
      expect(await wrong(login())).toMatch(message);
    }
    expect(sky.logins).toBe(0);
  });

  it("is ended at the server, then here; one that the server has ended is forgotten too", async () => {
    await login();
    await logOut(file, {fetch: sky.fetch});
    expect([sky.access, await readLogin(file)]).toEqual(["", null]);
    expect(await wrong(logOut(file, {fetch: sky.fetch}))).toMatch(/there is nothing to end/);
    await login();
    sky.twist = () => ({status: 503, body: {}});
    expect(await wrong(logOut(file, {fetch: sky.fetch}))).toMatch(
      /^the server answered 503 .* was not removed/
    );
    sky.twist = () => ({status: 400, body: {error: "ExpiredToken"}});
    await logOut(file, {fetch: sky.fetch});
    expect(await readLogin(file)).toBeNull();
  });
});

describe("a snapshot as the account", () => {
  beforeEach(async () => {
    sky.people = world(30, 20, 10);
    await login();
    sky.asked.length = 0;
  });

  it("asks for the relationships of nobody whom its lists show", async () => {
    const {lists} = await take(dir, true);
    expect(lists.map(({there, why}) => [there, why])).toEqual([
      [30, null],
      [40, null]
    ]);
    expect([sky.count("getFollowers"), sky.count("getFollows"), sky.count("getRelationships")]).toEqual([
      1, 1, 0
    ]);
  });

  it("asks as the account for lists, relationships and notifications alone", async () => {
    await take(dir, true);
    const asBrand = sky.asked.filter(({isBrand}) => isBrand).map(({method}) => method);
    expect([...new Set(asBrand)].toSorted()).toEqual([
      "app.bsky.graph.getFollowers",
      "app.bsky.graph.getFollows",
      "app.bsky.notification.listNotifications"
    ]);
  });

  it("stores what one without a login stores: follows, keys, dates, who is hidden and why", async () => {
    const [own, open] = [join(dir, "own"), join(dir, "open")];
    const later = new Date("2026-05-02T12:00:00Z");
    for (const [dataDir, isBrand] of [
      [own, true],
      [open, false]
    ] as const) {
      sky.people = world(30, 20, 10);
      await take(dataDir, isBrand);
      delete sky.people[0]!.inbound;
      sky.people[1]!.isBlocked = true;
      sky.people[2]!.state = "AccountDeactivated";
      sky.people[31]!.state = "AccountTakedown";
      sky.people.splice(3, 1);
      await take(dataDir, isBrand, later);
    }
    const [[first, ...a], [second, ...b]] = [await contents(own), await contents(open)];
    expect(a).toEqual(b);
    expect(first).toEqual(second);
    // Worked out from what was done above: 40 and 30, less one who left, three hidden or gone, and one hidden.
    expect(a.at(-1)).toEqual({followers: [40, 36], following: [30, 29]});
  });

  it("takes nothing for an act toward it that is its own, or of another reason", async () => {
    const post = (did: string, nth: number, record: object, reason: string) => ({
      uri: `at://${did}/app.bsky.feed.post/${keyOf(nth)}`,
      author: {did},
      reason,
      record: {createdAt: "2026-04-30T00:00:00Z", ...record},
      indexedAt: "2026-04-30T00:00:00Z"
    });
    const {did} = sky.people[0]!;
    const named = {facets: [{features: [{$type: "app.bsky.richtext.facet#mention", did: sky.brand}]}]};
    const own = {uri: `at://${sky.brand}/app.bsky.feed.post/${keyOf(1)}`};
    sky.notifications = [
      post(sky.brand, 2, named, "mention"),
      post(did, 3, {}, "subscribed-post"),
      {...post(did, 4, {subject: own}, "like-via-repost"), uri: `at://${did}/app.bsky.feed.like/${keyOf(4)}`},
      {...post(did, 5, {}, "starterpack-joined"), uri: `at://${did}/app.bsky.graph.starterpack/${keyOf(5)}`},
      post(did, 6, named, "mention")
    ];
    await take(dir, true);
    const found = await withDatabase(async (db) => {
      await attachSnapshots(db, dir);
      const acts = await db.rows("select kind, actor_id::varchar as actor from raw.interactions");
      const polls = await db.rows(
        "select rows::integer as rows, complete from raw.polls where kind = 'mention'"
      );
      return {acts, polls};
    });
    expect(found).toEqual({
      acts: [{kind: "mention", actor: insideOf(did)}],
      polls: [{rows: 1, complete: true}]
    });
  });

  it("renews a token that has ended, stores the new pair before it is used, and loses no row", async () => {
    sky.expire();
    const {lists} = await take(dir, true);
    expect(lists.map(({there}) => there)).toEqual([30, 40]);
    expect(sky.count("refreshSession")).toBe(1);
    expect(await readLogin(file)).toMatchObject({accessToken: sky.access, refreshToken: sky.refresh});
  });

  it("stores nothing where the login has ended, and says what to do", async () => {
    sky.expire();
    sky.refresh = "";
    expect(await wrong(take(dir, true))).toMatch(
      /^the login of the-brand.test has ended: run followback login/
    );
    expect(await readdir(join(dir, "snapshots")).catch(() => [])).toEqual([]);
  });

  it("asks for whom a row says nothing, or names a record of somebody else", async () => {
    const plain = sky.fetch;
    const others: string[] = [];
    const odd = async (...asked: Parameters<typeof fetch>) => {
      const url = new URL(asked[0] as string);
      others.push(...url.searchParams.getAll("others"));
      const answer = await plain(...asked);
      if (!url.pathname.endsWith("getFollowers")) return answer;
      const body = (await answer.json()) as {followers: {viewer: {followedBy: string} | null}[]};
      body.followers[0]!.viewer = null;
      body.followers[1]!.viewer!.followedBy = `at://${sky.brand}/app.bsky.graph.follow/${keyOf(9)}`;
      return new Response(JSON.stringify(body), {headers: {"content-type": "application/json"}});
    };
    Object.assign(sky, {fetch: odd});
    const {lists} = await take(dir, true);
    expect(others).toEqual([sky.people[0]!.did, sky.people[1]!.did]);
    expect(lists.map(({there, why}) => [there, why])).toEqual([
      [30, null],
      [40, null]
    ]);
  });
});

describe("the secrets of a login to Bluesky", () => {
  it("stand in no message, no journal, no snapshot and no other file", async () => {
    vi.stubGlobal("fetch", sky.fetch);
    vi.stubEnv("FOLLOWBACK_BLUESKY_PASSWORD", sky.password);
    sky.people = world(3, 2);
    const vault = new Vault();
    const data = join(dir, "data");
    const run = async (name: string, ...argv: string[]) => {
      const {out, err, code} = await hear(["--debug", ...argv]);
      vault.keep(`${name}: said`, out + err);
      await vault.keepFolder(data, name);
      return code;
    };
    expect(await run("login", "login", "the-brand.test", "--network", "bluesky")).toBe(0);
    const snapshot = ["snapshot", "the-brand.test", "--network", "bluesky", "--data", data];
    expect(await run("snapshot", ...snapshot)).toBe(0);
    // The worst of days: every token comes back in whatever is answered.
    const echo = () => sky.issued.join(" ");
    sky.twist = (method) =>
      method.endsWith("getFollowers")
        ? {status: 400, body: {error: "InvalidRequest", message: echo()}}
        : null;
    await run("refused", ...snapshot);
    sky.twist = (method) =>
      method.endsWith("Session")
        ? {status: 500, body: {error: sky.password, message: `${echo()} ${sky.password}`}}
        : null;
    sky.expire();
    await run("not renewed", ...snapshot);
    await run("login refused", "login", "the-brand.test", "--network", "bluesky");
    await run("logout refused", "logout", "--network", "bluesky");
    await run("status", "login", "--status", "--network", "bluesky");
    vault.note("app password", sky.password);
    for (const token of sky.issued) vault.note("token", token);
    expect(sky.issued.length).toBeGreaterThan(1);
    expect(vault.leaks()).toEqual([]);
  });
});

/** What a store holds of follows and people, snapshot by snapshot, without what only its own moment says. */
const contents = (dataDir: string) =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const nth = "dense_rank() over (order by snapshot_id)::integer as nth";
    const all = await Promise.all([
      db.rows(`select ${nth}, user_id::varchar as id, inbound_key, outbound_key, inbound_key_at, outbound_key_at,
        inbound_claimed_at, outbound_claimed_at, hidden from raw.relationships order by all`),
      db.rows(
        `select ${nth}, user_id::varchar as id, username, followers_count, status from raw.users order by all`
      ),
      ...["followers", "following"].map((list) =>
        db.rows(`select ${nth}, user_id::varchar as id, is_mutual from raw.${list} order by all`)
      )
    ]);
    const counts = await db.rows<{list: string; rows: number[]}>(
      "select list, list(rows::integer order by taken_at) as rows from raw.lists group by list order by list"
    );
    expect(insideOf(sky.brand)).toMatch(/^\d+$/);
    return [...all, Object.fromEntries(counts.map(({list, rows}) => [list, rows]))];
  });
