import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {addresseesOf} from "../../../data-loaders/bluesky/acts.ts";
import {ask, keyAt, mentionOf, Person, quoteOf, replyTo, type Refused} from "../people.ts";
import {startServers, type Servers} from "../start-servers.ts";

/**
 * What the source `bluesky` relies on, one test a fact, asked of the real servers. Where one of these fails after a new
 * version of them, the source has to be looked at again before its tests.
 */
let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers?.stop());

const day = 86_400_000;
let number = 0;
/** People of one test, by names that nobody else has. */
const people = (...names: string[]) =>
  Promise.all(names.map((name) => Person.create(servers, `${name}${number++}`)));

interface Page {
  followers: {did: string; indexedAt?: string}[];
  cursor?: string;
}
const view = <T>(method: string, query: Record<string, string | string[]>) =>
  ask<T>(servers.appView, method, {query});
const followersOf = async ({did}: Person, limit = 100) => {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = {actor: did, limit: String(limit), ...(cursor && {cursor})};
    const page: Page = await view("app.bsky.graph.getFollowers", query);
    found.push(...page.followers.map((one) => one.did));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
};

interface Relationship {
  did: string;
  following?: string;
  followedBy?: string;
  blocking?: string;
  blockedBy?: string;
}
const relationOf = async (actor: Person, {did}: {did: string}): Promise<Relationship> => {
  const query = {actor: actor.did, others: did};
  const {relationships} = await view<{relationships: Relationship[]}>(
    "app.bsky.graph.getRelationships",
    query
  );
  return relationships[0]!;
};
const refusalOf = (asking: Promise<unknown>): Promise<Refused> =>
  asking.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: Refused) => error
  );
const profileError = async ({did}: Person) =>
  (await refusalOf(view("app.bsky.actor.getProfile", {actor: did}))).message;

describe("lists", () => {
  it("have the newest first, by the earlier of the claimed time and that of arrival", async () => {
    const [brand, old, young, late] = await people("brand", "old", "young", "late");
    await old!.follow(brand!, {createdAt: new Date(Date.now() - 400 * day)});
    await young!.follow(brand!);
    await late!.follow(brand!, {createdAt: new Date(Date.now() + 400 * day)});
    await servers.settle();
    expect(await followersOf(brand!)).toEqual([late!.did, young!.did, old!.did]);
  });

  it("lose a follower where a page ends between two records of one claimed time", async () => {
    const [brand, one, two] = await people("brand", "one", "two");
    const createdAt = new Date();
    for (const person of [one, two]) await person!.follow(brand!, {createdAt});
    await servers.settle();
    expect((await followersOf(brand!)).toSorted()).toEqual([one!.did, two!.did].toSorted());
    expect(await followersOf(brand!, 1)).toHaveLength(1);
  });

  it("end without a cursor, also where the last page is full", async () => {
    const [brand, one, two] = await people("brand", "one", "two");
    for (const person of [one, two]) await person!.follow(brand!);
    await servers.settle();
    const first = await view<Page>("app.bsky.graph.getFollowers", {actor: brand!.did, limit: "2"});
    expect([first.followers.length, first.cursor]).toEqual([2, undefined]);
  });

  it("hold the account itself where it follows itself, which relationships do not say", async () => {
    const [brand] = await people("brand");
    await brand!.follow(brand!);
    await servers.settle();
    expect(await followersOf(brand!)).toEqual([brand!.did]);
    expect(await relationOf(brand!, brand!)).not.toHaveProperty("followedBy");
  });

  it("lack who is deactivated, taken down, deleted or blocked either way; the count has them", async () => {
    const [brand, ...rest] = await people("brand", "off", "down", "gone", "blocked", "blocker", "stays");
    for (const person of rest) await person.follow(brand!);
    await servers.settle();
    const [off, down, gone, blocked, blocker, stays] = rest as [
      Person,
      Person,
      Person,
      Person,
      Person,
      Person
    ];
    await off.deactivate();
    await down.takeDown();
    await gone.remove();
    await brand!.block(blocked);
    await blocker.block(brand!);
    await servers.settle();
    expect(await followersOf(brand!)).toEqual([stays.did]);
    const {followersCount} = await view<{followersCount: number}>("app.bsky.actor.getProfile", {
      actor: brand!.did
    });
    expect(followersCount).toBeGreaterThanOrEqual(5);

    expect(await relationOf(brand!, off)).toHaveProperty("followedBy");
    expect(await relationOf(brand!, down)).toHaveProperty("followedBy");
    expect(await relationOf(brand!, gone)).not.toHaveProperty("followedBy");
    expect(await relationOf(brand!, blocked)).toMatchObject({
      followedBy: expect.any(String),
      blocking: expect.any(String)
    });
    expect(await relationOf(brand!, blocker)).toMatchObject({
      followedBy: expect.any(String),
      blockedBy: expect.any(String)
    });

    expect(await profileError(off)).toMatch(/^400 AccountDeactivated/);
    expect(await profileError(down)).toMatch(/^400 AccountTakedown/);
    expect(await profileError(gone)).toMatch(/^400 InvalidRequest: Profile not found/);
    const {profiles} = await view<{profiles: {did: string}[]}>("app.bsky.actor.getProfiles", {
      actors: rest.map(({did}) => did)
    });
    expect(profiles.map(({did}) => did).toSorted()).toEqual([blocked.did, blocker.did, stays.did].toSorted());
  });
});

describe("relationships", () => {
  it("say both directions by the addresses of their records", async () => {
    const [brand, both, none] = await people("brand", "both", "none");
    const out = await brand!.follow(both!);
    const inbound = await both!.follow(brand!);
    await servers.settle();
    expect(await relationOf(brand!, both!)).toMatchObject({following: out.uri, followedBy: inbound.uri});
    expect(Object.keys(await relationOf(brand!, none!)).toSorted()).toEqual(["$type", "did"]);
  });

  it("say of somebody who does not exist what they say of a stranger", async () => {
    const [brand] = await people("brand");
    const nobody = {did: `did:plc:${"a".repeat(24)}`};
    expect(Object.keys(await relationOf(brand!, nobody)).toSorted()).toEqual(["$type", "did"]);
  });

  it("answer for 30 people at once, and refuse 31", async () => {
    const [brand, one] = await people("brand", "one");
    const asked = (others: number) =>
      view<{relationships: unknown[]}>("app.bsky.graph.getRelationships", {
        actor: brand!.did,
        others: Array.from({length: others}, () => one!.did)
      });
    expect((await asked(30)).relationships).toHaveLength(30);
    expect((await refusalOf(asked(31))).status).toBe(400);
  });

  it("forget a follow that ended, and show a new address after another", async () => {
    const [brand, one] = await people("brand", "one");
    const first = await one!.follow(brand!);
    await one!.undo(first);
    await servers.settle();
    expect(await relationOf(brand!, one!)).not.toHaveProperty("followedBy");
    const second = await one!.follow(brand!);
    await servers.settle();
    expect((await relationOf(brand!, one!)).followedBy).toBe(second.uri);
    expect(second.uri).not.toBe(first.uri);
  });

  it("show the newer record after a second press, without an unfollow", async () => {
    const [brand, one] = await people("brand", "one");
    await one!.follow(brand!);
    const second = await one!.follow(brand!);
    await servers.settle();
    expect((await relationOf(brand!, one!)).followedBy).toBe(second.uri);
  });

  it("show one of several records that were written at once", async () => {
    const [brand, one] = await people("brand", "one");
    await one!.followTwiceAtOnce(brand!);
    await servers.settle();
    expect(await relationOf(brand!, one!)).toHaveProperty("followedBy");
    expect(await followersOf(brand!)).toEqual([one!.did]);
  });
});

describe("dates", () => {
  it("are what a client says, in the key as in the record", async () => {
    const [brand, one] = await people("brand", "one");
    const at = new Date(Date.now() - 30 * day);
    await one!.followAt(brand!, at);
    await servers.settle();
    const {followedBy} = await relationOf(brand!, one!);
    expect(followedBy!.split("/").at(-1)).toBe(keyAt(at));
  });

  it("lie in keys that the server makes, shortly after the record says", async () => {
    const [brand, one] = await people("brand", "one");
    const before = new Date();
    const {uri} = await one!.follow(brand!);
    const key = uri.split("/").at(-1)!;
    expect(key > keyAt(new Date(before.getTime() - 1000)) && key < keyAt(new Date(Date.now() + 1000))).toBe(
      true
    );
  });
});

describe("what people do", () => {
  it("has one notification a post, whose reason hides that it also answers and quotes", async () => {
    const [brand, one] = await people("brand", "one");
    const post = await brand!.say("Soup of the day");
    const text = `@${one!.handle} and @${brand!.handle}`;
    const start = text.lastIndexOf("@");
    await one!.say(text, {
      ...replyTo(post),
      ...quoteOf(post),
      ...mentionOf(brand!, start, text.length)
    });
    await servers.settle();
    const {notifications} = await brand!.get<{notifications: {reason: string; record: object}[]}>(
      "app.bsky.notification.listNotifications"
    );
    expect(notifications.map(({reason}) => reason)).toEqual(["mention"]);
    expect(notifications[0]!.record).toMatchObject({...replyTo(post), ...quoteOf(post)});
    expect(addresseesOf(notifications[0]!.record)).toEqual([
      {did: brand!.did, how: "reply", target: post.uri}
    ]);
  });

  interface Notice {
    reason: string;
    author: {did: string};
  }
  /** What somebody is told of, page by page. */
  const toldTo = async (person: Person, limit = 100) => {
    const found: Notice[] = [];
    let cursor: string | undefined;
    do {
      const query = {limit: String(limit), priority: "false", ...(cursor !== undefined && {cursor})};
      const page = await person.get<{notifications: Notice[]; cursor?: string}>(
        "app.bsky.notification.listNotifications",
        query
      );
      found.push(...page.notifications);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };

  it("is told no longer once it is undone", async () => {
    const [brand, one, two] = await people("brand", "one", "two");
    const post = await brand!.say("Soup of the day");
    const like = await one!.like(post);
    await two!.follow(brand!);
    await servers.settle();
    expect((await toldTo(brand!)).map(({reason}) => reason).toSorted()).toEqual(["follow", "like"]);
    await one!.undo(like);
    await two!.remove();
    await servers.settle();
    expect(await toldTo(brand!)).toEqual([]);
  });

  it("is lost of one millisecond where a page of notifications ends, whatever it is", async () => {
    const [brand, ...others] = await people("brand", "one", "two", "three");
    const createdAt = new Date().toISOString();
    const text = `@${brand!.handle}`;
    for (const person of others) await person.say(text, {createdAt, ...mentionOf(brand!, 0, text.length)});
    await servers.settle();
    expect(await toldTo(brand!)).toHaveLength(3);
    expect(await toldTo(brand!, 2)).toHaveLength(2);
  });

  it("dates likes, and does not date reposts", async () => {
    const [brand, one] = await people("brand", "one");
    const post = await brand!.say("Soup of the day");
    await one!.like(post);
    await one!.repost(post);
    await servers.settle();
    const {likes} = await view<{likes: object[]}>("app.bsky.feed.getLikes", {uri: post.uri});
    expect(likes).toMatchObject([{createdAt: expect.any(String), actor: {did: one!.did}}]);
    const {repostedBy} = await view<{repostedBy: object[]}>("app.bsky.feed.getRepostedBy", {uri: post.uri});
    expect(repostedBy).toMatchObject([{did: one!.did}]);
    expect(repostedBy[0]).not.toHaveProperty("createdAt");
  });
});

describe("limits", () => {
  it("are said by the PDS in every answer, and not by the AppView", async () => {
    const [brand] = await people("brand");
    const url = (base: string) => `${base}/xrpc/com.atproto.identity.resolveHandle?handle=${brand!.handle}`;
    await servers.settle();
    expect((await fetch(url(servers.pds))).headers.get("ratelimit-reset")).toMatch(/^\d{10}$/);
    expect((await fetch(url(servers.appView))).headers.get("ratelimit-reset")).toBeNull();
  });
});
