import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {didOf} from "../../data-loaders/demo/sky/names.ts";
import {checkAll} from "../../src/commands/check.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {modelRows} from "../model-rows.ts";
import {stoppedClock} from "./stopped-clock.ts";
import {hours, ToldWorld} from "./told.ts";
import {slow} from "../slow.ts";

/** So few that a test reaches them. */
vi.mock("../../src/networks/bluesky.ts", async (load) => ({...(await load<object>()), notificationPages: 4}));

let world: ToldWorld;
let dir: string;
beforeEach(async () => {
  world = new ToldWorld();
  dir = await world.store();
  await world.start();
});
afterEach(() => world.stop());

const notesOf = async (store = dir) =>
  (await readManifest(store, (await listSnapshots(store)).at(-1)!)).notes;

/** What was done in the two minutes before a look may be held back. */
const held = (look: number) => Math.round((look - 1 / 30) * 100) / 100;

/** When the brand began, in hours from the first look: 120 days and a half. */
const began = -2892;

/** People act toward the brand in every way, in the days before the first look. */
function writeTown() {
  world.say("brand", {at: -1440});
  const old = world.say("brand", {at: -1439});
  const soup = world.say("brand", {at: -120});
  const first = world.say("anna", {at: -72}, {names: ["brand"]});
  const answer = world.say("ben", {at: -96}, {reply: soup, quote: soup, names: ["brand"]});
  world.say("cleo", {at: -95}, {quote: soup, names: ["brand", "dora"]});
  world.say("eve", {at: -90}, {reply: world.say("dora", {at: -200}), names: ["brand"]});
  world.say("fay", {at: -80}, {reply: answer});
  world.like("gus", soup, {at: -94});
  world.repost("hal", soup, {at: -93});
  world.like("ian", old, {at: -92});
  world.say("jil", {at: -50, claims: -9650}, {names: ["brand"]});
  world.say("kit", {at: -49});
  world.say("brand", {at: -48}, {reply: answer, quote: soup, names: ["brand", "ben"]});
  world.like("brand", soup, {at: -47});
  world.follow("leo", "brand", {at: -70});
  world.follow("mia", "brand", {at: -60, claims: -9600});
  world.follow("brand", "leo", {at: -75});
  world.follow("brand", "mia", {at: -65});
  return {soup, first};
}

const told = [
  "anna mention (mention brand) at -72",
  "ben reply (reply brand) at -96",
  "cleo quote (mention dora, quote brand) at -95",
  "eve mention (mention brand, reply dora) at -90",
  "fay reply (reply ben) at -80",
  "gus like at -94",
  "hal repost at -93",
  // Its key and its claim disagree: it is no older than the brand.
  `jil mention (mention brand) ${began} to 0`
];

describe("a snapshot as the account, of what others did", () => {
  it("holds mentions elsewhere, and every act once, by what its record says, with its time", async () => {
    writeTown();
    await world.look(dir, 0);
    expect(await world.acts(dir)).toEqual([told]);
    expect(await notesOf()).toEqual([]);
  });

  it("claims to have seen all since the oldest of them, and 30 days at most", async () => {
    writeTown();
    await world.look(dir, 0);
    // Six posts; the oldest act whose key and claim agree is the answer of ben.
    const one = {to: held(0), rows: 6, complete: true, capped: false};
    expect(await world.polls(dir)).toEqual([{from: -96, ...one}]);
    world.say("ian", {at: -900}, {names: ["brand"]});
    const other = await world.store();
    await world.look(other, 0);
    expect(await world.polls(other)).toEqual([{...one, from: held(-720), rows: 7}]);
  });

  it("says of follows what one without a login says, and of acts more", async () => {
    writeTown();
    const open = await world.store();
    await world.look(open, 0, false);
    expect(await world.acts(open)).toEqual([
      [
        ...told.filter((act) => /^(ben|cleo|fay)/.test(act)),
        // After the post, and before the look.
        "gus like -120 to 0",
        "hal repost -120 to 0"
      ]
    ]);
    expect(await notesOf(open)).toEqual(["without a login: mentions and replies elsewhere were not asked"]);
    expect(await world.polls(open)).toEqual([]);
    await world.look(dir, 0);
    const follow = `select who(user_id) as who, inbound_key, inbound_key_at, inbound_claimed_at, outbound_key,
      outbound_claimed_at, hidden from raw.relationships order by who`;
    const [own, anybodys] = await Promise.all([world.rows(dir, follow), world.rows(open, follow)]);
    expect(own).toEqual(anybodys);
    expect(own).toHaveLength(2);
    const routes = (store: string) =>
      modelRows(
        store,
        "present_routes",
        "select user_id, route, route_basis from present_routes order by user_id"
      );
    expect(await routes(dir)).toEqual(await routes(open));
  });

  it("takes what follows claim from them, and asks for no record that they tell of", async () => {
    writeTown();
    await world.look(dir, 0);
    // The two of the brand itself, of which nobody is told.
    expect(world.asked("getRecord").map(({query}) => query.get("repo"))).toEqual([world.brand, world.brand]);
    const claims = await world.rows(
      dir,
      "select who(user_id) as who, inbound_claimed_at as at, inbound_claim_told as told from raw.relationships order by who"
    );
    expect(claims).toEqual([
      {who: "leo", at: hours(-70), told: true},
      {who: "mia", at: hours(-9600), told: true}
    ]);
  });

  it("holds later what is new, and nothing twice", async () => {
    const {soup, first} = writeTown();
    await world.look(dir, 0);
    world.repositories.remove(first.uri);
    world.say("anna", {at: 6}, {names: ["brand"]});
    world.say("nia", {at: 7, key: -9000}, {names: ["brand"]});
    world.say("oda", {at: 8, claims: -2400}, {names: ["brand"]});
    world.like("pia", soup, {at: 5});
    world.say("quin", {at: 9}, {reply: soup});
    await world.look(dir, 24);
    // Seven days after the post: what is below it is asked for once more.
    world.say("rik", {at: 30, key: -9000}, {reply: soup});
    await world.look(dir, 49);
    const [, second, third] = await world.acts(dir);
    expect(second).toEqual([
      "anna mention (mention brand) at 6",
      // Not there at the first look.
      `nia mention (mention brand) ${held(0)} to 24`,
      // Nobody looked so deep before.
      `oda mention (mention brand) ${began} to 24`,
      "pia like at 5",
      "quin reply (reply brand) at 9"
    ]);
    // The thread shows it too, and only that it is younger than the post.
    expect(third!.filter((act) => !/^(ben|cleo|fay|quin) /.test(act))).toEqual([
      `rik reply (reply brand) ${held(24)} to 49`
    ]);
    expect(await world.polls(dir)).toMatchObject([
      {to: held(0), complete: true},
      // The first one of anna was taken back.
      {from: held(0), to: held(24), rows: 9, complete: true},
      {from: held(24), to: held(49), complete: true}
    ]);
    await buildMarts(dir);
    for await (const {name, failure} of checkAll(dir)) expect([name, failure]).toEqual([name, null]);
    const acts = await withDatabase(async (db) => {
      await attachMarts(db, dir);
      const [cover] = await db.rows<{from_at: Date; to_at: Date}>(
        "select from_at, to_at from coverage where kind = 'mention'"
      );
      const [account] = await db.rows<{has_engagement: boolean}>("select has_engagement from accounts");
      return {cover, account};
    });
    expect(acts.account).toEqual({has_engagement: true});
    expect(acts.cover!.from_at).toEqual(hours(-96));
    expect(Math.abs(acts.cover!.to_at.getTime() - hours(49 - 1 / 30).getTime())).toBeLessThan(1000);
  });

  it("holds what came late, and claims a time that was read before", async () => {
    for (let nth = 0; nth < 100; nth++) world.say(`k${nth}`, {at: -0.9 + nth * 0.008}, {names: ["brand"]});
    await world.look(dir, 0);
    // The server heard of it after the first look: it stands below a whole page that is known.
    world.say("late", {at: 0.25, claims: -0.95, key: -0.95}, {names: ["brand"]});
    for (let nth = 0; nth < 100; nth++) world.say(`m${nth}`, {at: 1 + nth / 10}, {names: ["brand"]});
    await world.look(dir, 24);
    expect(world.asked("listNotifications")).toHaveLength(3);
    const [, second] = await world.acts(dir);
    expect(second).toHaveLength(101);
    expect(second).toContain("late mention (mention brand) at -0.95");
  });

  it("asks for follows and replies that are lost where a page ends between two of one millisecond", async () => {
    const soup = world.say("brand", {at: -120});
    for (let nth = 0; nth < 99; nth++) world.say(`m${nth}`, {at: -1 - nth / 10}, {names: ["brand"]});
    const at = {at: -20};
    world.say("tom", at, {names: ["brand"]});
    world.follow("sue", "brand", at);
    world.say("rob", at, {reply: soup});
    world.say("una", at, {names: ["brand"]});
    world.say("vic", {at: -30}, {names: ["brand"]});
    await world.look(dir, 0);
    expect(world.asked("listNotifications")).toHaveLength(2);
    const [acts] = await world.acts(dir);
    expect(acts!.filter((act) => !act.startsWith("m"))).toEqual([
      "rob reply (reply brand) at -20",
      "tom mention (mention brand) at -20",
      "vic mention (mention brand) at -30"
    ]);
    expect(acts).toHaveLength(102);
    expect(world.asked("getRecord").map(({query}) => query.get("repo"))).toEqual([didOf("sue")]);
    expect(
      await world.rows(
        dir,
        "select inbound_claimed_at as at, inbound_claim_told as told from raw.relationships"
      )
    ).toEqual([{at: hours(-20), told: null}]);
  });
});

describe("how deep notifications are read", () => {
  const mentions = (count: number, from: number, step: number) => {
    for (let nth = 0; nth < count; nth++) world.say(`p${nth}`, {at: from + nth * step}, {names: ["brand"]});
  };

  it("is to the end at first, and then down to a page that was all read before", async () => {
    mentions(350, -400, 1);
    await world.look(dir, 0);
    expect(world.asked("listNotifications")).toHaveLength(4);
    mentions(5, 1, 1);
    await world.look(dir, 24);
    expect(world.asked("listNotifications")).toHaveLength(2);
    // An account that chose to be told of some people alone is told of all.
    expect(world.asked("listNotifications").map(({query}) => query.get("priority"))).toEqual([
      "false",
      "false"
    ]);
    expect((await world.acts(dir)).map((acts) => acts.length)).toEqual([350, 5]);
    expect(await world.polls(dir)).toMatchObject([
      {from: -400, to: held(0), rows: 350, complete: true, capped: false},
      {from: held(0), to: held(24), rows: 200, complete: true, capped: false}
    ]);
  });

  it("is a limit, and then no earlier time is claimed than what was reached", async () => {
    mentions(500, -500, 1);
    await world.look(dir, 0);
    expect(world.asked("listNotifications")).toHaveLength(4);
    mentions(500, 0.1, 0.04);
    await world.look(dir, 24);
    expect(world.asked("listNotifications")).toHaveLength(4);
    expect(await world.polls(dir)).toEqual([
      {from: -400, to: held(0), rows: 400, complete: true, capped: true},
      // The 400th from behind: 0.1 + 100 × 0.04.
      {from: 4.1, to: held(24), rows: 400, complete: true, capped: true}
    ]);
    const covered = await modelRows<{from_at: Date}>(
      dir,
      "coverage",
      "select from_at from coverage where kind = 'mention' order by from_at"
    );
    expect(covered.map(({from_at}) => from_at)).toEqual([hours(-400), hours(4.1)]);
  });

  it("is no limit where all of thirty days was read", async () => {
    mentions(500, -1000, 2);
    await world.look(dir, 0);
    expect(await world.polls(dir)).toEqual([
      {from: held(-720), to: held(0), rows: 400, complete: true, capped: false}
    ]);
  });
});

describe("notifications that go wrong", () => {
  const method = "app.bsky.notification.listNotifications";
  /** Before the first page two profiles and two lists are asked for. */
  const nth = (page: number) => ({from: page + 3, to: page + 4});
  const mentions = () => {
    for (let nth = 0; nth < 150; nth++) world.say(`p${nth}`, {at: -1 - nth}, {names: ["brand"]});
  };

  it("leave a page out that fails, say so, claim nothing, and are read once more", async () => {
    mentions();
    await world.start({rules: [{on: method, ...nth(2), do: {kind: "refused"}}], seed: 1});
    const {lists} = await world.look(dir, 0);
    expect(lists.map(({why}) => why)).toEqual([null, null]);
    expect(await notesOf()).toEqual([
      "notifications: page 2: Bluesky answered 400: InvalidRequest: upstream is not available"
    ]);
    await world.start();
    await world.look(dir, 24);
    expect((await world.acts(dir)).map((acts) => acts.length)).toEqual([100, 50]);
    expect(await world.polls(dir)).toEqual([
      {from: -100, to: held(0), rows: 100, complete: false, capped: false},
      {from: -150, to: held(24), rows: 150, complete: true, capped: false}
    ]);
  });

  it("leave a row out that is none, and claim nothing where nobody knows of what time it is", async () => {
    mentions();
    const rule = {on: method, ...nth(1), do: {kind: "odd-json", form: "null-row"}} as const;
    await world.start({rules: [rule], seed: 1});
    await world.look(dir, 0);
    expect(await world.acts(dir)).toMatchObject([{length: 150}]);
    expect(await notesOf()).toEqual(["notifications: 1 could not be understood"]);
    expect(await world.polls(dir)).toMatchObject([{complete: false}]);
  });

  it.each([
    [-10, false],
    [-800, true]
  ])("spoil the time that they are of alone: %i hours, complete: %s", async (at, complete) => {
    mentions();
    const facets = [{features: [{$type: "app.bsky.richtext.facet#mention", did: world.brand}]}];
    world.write("odd", "app.bsky.feed.post", {text: "words", reply: 5, facets}, {at});
    await world.look(dir, 0);
    expect(await world.polls(dir)).toMatchObject([{from: -150, complete, rows: 150}]);
    expect(await notesOf()).toEqual(["notifications: 1 could not be understood"]);
  });

  slow.it("are asked for once, wherever a snapshot was killed", async () => {
    writeTown();
    mentions();
    await world.look(dir, 0);
    const [acts, polls] = [await world.acts(dir), await world.polls(dir)];
    const whole = world.requests.length;
    // The last profile, both pages of notifications, and what comes behind.
    for (let kill = 3; kill < 9; kill++) {
      const other = await world.store();
      const clock = stoppedClock(hours(0));
      const killed = world.client(clock);
      const get = killed.get.bind(killed);
      let asked = 0;
      killed.get = (request) => (asked++ === kill ? Promise.reject(new Error("killed")) : get(request));
      world.requests.length = 0;
      const account = world.brand;
      await expect(takeSnapshot({dataDir: other, account, client: killed})).rejects.toThrow("killed");
      await takeSnapshot({dataDir: other, account, client: world.client(clock)});
      expect(world.requests).toHaveLength(whole);
      expect([await world.acts(other), await world.polls(other)]).toEqual([acts, polls]);
    }
  });

  it("store nothing where Bluesky is out of reach", async () => {
    writeTown();
    const {from} = nth(1);
    await world.start({rules: [{from, do: {kind: "server-error", status: 502}}], seed: 1});
    await expect(world.look(dir, 0)).rejects.toThrow(/nothing was stored/);
    expect(await listSnapshots(dir)).toEqual([]);
  });
});
