import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {timeOfKey} from "../../data-loaders/bluesky/keys.ts";
import {appviewFaultNames, readAppviewFaults, type Rule} from "../../data-loaders/demo/sky/faults.ts";
import {faultSchema} from "../../data-loaders/demo/sky/fault.ts";
import {didOf, keyOf} from "../../data-loaders/demo/sky/names.ts";
import {Repositories, follows} from "../../data-loaders/demo/sky/repositories.ts";
import {startAppview, type AppviewOptions, type LocalAppview} from "../../data-loaders/demo/sky/server.ts";

// What the real servers were asked too stands in tests/bluesky/real, and is asked of the local one in tests/bluesky.

const start = Date.parse("2025-06-01T12:00:00Z");
const brand = didOf("brand");
const people = Array.from({length: 250}, (_, nth) => didOf(`person ${nth}`));

let repositories: Repositories;
let appview: LocalAppview;
beforeEach(() => {
  repositories = new Repositories();
  for (const [nth, did] of [brand, ...people].entries())
    repositories.addAccount({
      did,
      handle: nth === 0 ? "brand.test" : `person-${nth - 1}.test`,
      displayName: "",
      description: "",
      createdAt: new Date(start),
      state: "active"
    });
  for (const [nth, did] of people.entries()) {
    const at = new Date(start + nth * 1000);
    repositories.write(did, follows, {subject: brand, createdAt: at.toISOString()}, {at});
  }
});
afterEach(() => appview?.close());

async function open(options: AppviewOptions = {}) {
  appview = await startAppview(repositories, options);
}
async function ask(method: string, query: Record<string, string | string[]>) {
  const params = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
  );
  const response = await fetch(`${appview.url}/xrpc/${method}?${params}`);
  const text = await response.text();
  // eslint-disable-next-line typescript/no-explicit-any
  const body = (() => {
    try {
      return JSON.parse(text) as any;
    } catch {
      return text;
    }
  })();
  return {status: response.status, body, headers: response.headers};
}
const list = (query: Record<string, string> = {}) =>
  ask("app.bsky.graph.getFollowers", {actor: brand, limit: "100", ...query});

describe("the local AppView", () => {
  it("serves 100, 100 and 50 rows, the newest first, and takes no other page", async () => {
    await open();
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const {body} = await list(cursor === undefined ? {} : {cursor});
      pages.push(body.followers.map(({did}: {did: string}) => did));
      cursor = body.cursor;
      if (cursor !== undefined) expect(cursor).toMatch(/^\d{13}__bafyrei[a-z2-7]{51}$/);
    } while (cursor !== undefined);
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(pages.flat()).toEqual(people.toReversed());
    for (const limit of ["101", "0", "x"])
      expect((await list({limit})).body).toMatchObject({error: "InvalidRequest"});
  });

  it("takes rubbish for a fault of its own, and a text with colons for the end, as the real one does", async () => {
    await open();
    expect((await list({cursor: "rubbish"})).status).toBe(500);
    const {status, body} = await list({cursor: "1748779200000::x"});
    expect([status, body.followers, body.cursor]).toEqual([200, [], undefined]);
  });

  it("fills up pages where people are hidden", async () => {
    const hidden = new Set(people.filter((_, nth) => nth % 5 === 0));
    for (const did of hidden) Object.assign(repositories.accounts.get(did)!, {state: "deactivated"});
    await open();
    const {body} = await list();
    expect(body.followers).toHaveLength(100);
    const {body: profile} = await ask("app.bsky.actor.getProfile", {actor: "brand.test"});
    expect(profile.followersCount).toBe(250);
  });

  it("serves records by their keys, and one empty page behind the last", async () => {
    await open();
    for (const did of people.slice(0, 12))
      repositories.write(
        brand,
        follows,
        {subject: did, createdAt: new Date(start).toISOString()},
        {at: new Date(start)}
      );
    const sizes: number[] = [];
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const query = {repo: brand, collection: follows, limit: "5", ...(cursor !== undefined && {cursor})};
      const {body} = await ask("com.atproto.repo.listRecords", query);
      sizes.push(body.records.length);
      keys.push(...body.records.map(({uri}: {uri: string}) => uri.split("/").at(-1)!));
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(sizes).toEqual([5, 5, 2, 0]);
    expect(keys).toEqual(keys.toSorted().toReversed());
    // Of one millisecond, and no two alike.
    expect(new Set(keys).size).toBe(12);
    expect(new Set(keys.map((key) => timeOfKey(key)!.getTime()))).toEqual(new Set([start]));
  });

  it("says of a record that is not there, of a repository, a handle and a method what the real ones say", async () => {
    await open();
    const refusal = async (method: string, query: Record<string, string>) => {
      const {status, body} = await ask(method, query);
      return [status, body.error, body.message];
    };
    const rkey = keyOf(BigInt(start) * 1000n);
    expect(await refusal("com.atproto.repo.getRecord", {repo: brand, collection: follows, rkey})).toEqual([
      400,
      "RecordNotFound",
      `Could not locate record: at://${brand}/${follows}/${rkey}`
    ]);
    const unknown = didOf("nobody");
    expect(
      (await refusal("com.atproto.repo.listRecords", {repo: unknown, collection: follows}))[2]
    ).toContain("Could not find repo");
    expect((await ask("com.atproto.identity.resolveHandle", {handle: "brand.test"})).body).toEqual({
      did: brand
    });
    expect(await refusal("app.bsky.graph.getBlocks", {})).toEqual([
      501,
      "MethodNotImplemented",
      "Method Not Implemented"
    ]);
    const {body} = await ask("app.bsky.graph.getRelationships", {actor: unknown, others: [brand]});
    expect(body).toEqual({
      relationships: [{$type: "app.bsky.graph.defs#notFoundActor", actor: brand, notFound: true}]
    });
    const log = await fetch(`${appview.url}/${brand}/log/audit`).then((response) => response.json());
    expect(log).toMatchObject([{did: brand, createdAt: new Date(start).toISOString()}]);
  });
});

describe("the notifications of the local AppView", () => {
  const post = "app.bsky.feed.post";
  const write = (did: string, collection: string, value: object, second: number) => {
    const at = new Date(start + 1e6 + second * 1000);
    return repositories.write(did, collection, {...value, createdAt: at.toISOString()}, {at});
  };
  const [anna, ben, cleo] = people as [string, string, string];
  const ref = ({uri, cid}: {uri: string; cid: string}) => ({uri, cid});
  const naming = {facets: [{features: [{$type: "app.bsky.richtext.facet#mention", did: brand}]}]};
  const told = async (query: Record<string, string> = {}, token = "brand") => {
    const params = new URLSearchParams({limit: "100", ...query});
    const headers = {authorization: `Bearer ${token}`};
    const url = `${appview.url}/xrpc/app.bsky.notification.listNotifications?${params}`;
    // eslint-disable-next-line typescript/no-explicit-any
    return (await fetch(url, {headers}).then((response) => response.json())) as any;
  };
  /** Without the follows that were there before. */
  const acts = async () =>
    (await told()).notifications.flatMap(
      ({reason, reasonSubject, author}: {reason: string; reasonSubject?: string; author: {did: string}}) =>
        reason === "follow" ? [] : [[reason, author.did, reasonSubject]]
    );
  const openOwn = () => open({viewerOf: (word) => (word === "Bearer brand" ? brand : null)});

  it("are told to the account alone", async () => {
    await openOwn();
    expect((await told()).notifications).toHaveLength(100);
    expect(await told({}, "somebody")).toMatchObject({error: "AuthMissing"});
  });

  it("have one reason for a post, mention before quote before reply, and vanish with what they tell of", async () => {
    await openOwn();
    const soup = write(brand, post, {text: "soup"}, 0);
    const reply = {reply: {root: ref(soup), parent: ref(soup)}};
    const quote = {embed: {record: ref(soup)}};
    write(anna, post, {...reply, ...quote, ...naming}, 1);
    write(ben, post, {...reply, ...quote}, 2);
    const answer = write(cleo, post, reply, 3);
    write(anna, post, {reply: {root: ref(soup), parent: ref(answer)}}, 4);
    write(ben, "app.bsky.feed.like", {subject: ref(soup)}, 5);
    const again = write(cleo, "app.bsky.feed.repost", {subject: ref(soup)}, 6);
    write(brand, post, reply, 7);
    const all = [
      ["repost", cleo, soup.uri],
      ["like", ben, soup.uri],
      ["reply", anna, soup.uri],
      ["reply", cleo, soup.uri],
      ["quote", ben, soup.uri],
      ["mention", anna, undefined]
    ];
    expect(await acts()).toEqual(all);
    repositories.remove(again.uri);
    expect(await acts()).toEqual(all.slice(1));
    Object.assign(repositories.accounts.get(ben)!, {state: "deactivated"});
    expect(await acts()).toEqual([all[2], all[3], all[5]]);
    repositories.remove(soup.uri);
    expect(await acts()).toEqual([all[5]]);
  });

  it("lose what is of one millisecond where a page ends, whatever it is", async () => {
    await openOwn();
    for (const did of people.slice(0, 3)) write(did, post, naming, 1);
    write(anna, post, naming, 0);
    const first = await told({limit: "2"});
    expect(first.cursor).toBe(new Date(start + 1e6 + 1000).toISOString());
    const second = await told({limit: "2", cursor: first.cursor});
    const all = [...first.notifications, ...second.notifications];
    expect(all.map(({author}: {author: {did: string}}) => author.did)).toEqual([
      anna,
      ben,
      anna,
      people[249]
    ]);
  });
});

describe("faults of the local AppView", () => {
  const play = (rule: Partial<Rule> & {do: Rule["do"]}) =>
    open({faultScenario: {rules: [rule], seed: 1}, clock: {now: () => new Date(start)}});

  it("are every kind there is in the storm, and about a tenth of all requests", () => {
    expect(appviewFaultNames()).toEqual(["storm"]);
    const rules = readAppviewFaults("storm");
    const kinds = new Set(faultSchema.options.map((option) => option.shape.kind.value as string));
    expect(new Set(rules.map((rule) => rule.do.kind as string))).toEqual(kinds);
    const sum = rules.reduce((all, {chance}) => all + chance, 0);
    expect(sum).toBeGreaterThan(0.1);
    expect(sum).toBeLessThan(0.25);
    expect(() => readAppviewFaults("plague")).toThrow(/^unknown faults plague: give one of storm$/);
  });

  it("say of a limit when it opens again by ratelimit-reset alone, or not at all", async () => {
    await play({do: {kind: "too-many", reset: 90, retryAfter: false}});
    const {status, body, headers} = await list();
    expect([status, body.error]).toEqual([429, "RateLimitExceeded"]);
    expect(headers.get("ratelimit-reset")).toBe(String(start / 1000 + 90));
    expect(headers.get("retry-after")).toBeNull();
    await appview.close();
    await play({do: {kind: "too-many", reset: null, retryAfter: false}});
    expect((await list()).headers.get("ratelimit-reset")).toBeNull();
  });

  it("lose no row by an empty page, and hide those of a page that shows the one before", async () => {
    await play({from: 1, to: 2, do: {kind: "empty-page"}, chance: 1, every: 1});
    const first = (await list()).body;
    const empty = (await list({cursor: first.cursor})).body;
    expect(empty.followers).toEqual([]);
    const third = (await list({cursor: empty.cursor})).body;
    expect(third.followers[0].did).toBe(people[149]);
    await appview.close();
    await play({from: 1, to: 2, do: {kind: "repeat-page"}, chance: 1, every: 1});
    const again = (await list()).body;
    const repeated = (await list({cursor: again.cursor})).body;
    expect(repeated.followers).toEqual(again.followers);
    expect((await list({cursor: repeated.cursor})).body.followers[0].did).toBe(people[49]);
  });

  it("loop where a cursor comes again", async () => {
    await play({do: {kind: "loop-cursor"}, chance: 1, every: 1});
    const {cursor} = (await list()).body;
    expect((await list({cursor})).body.cursor).toBe(cursor);
  });

  it.each([
    [{kind: "lose-people", rows: 2}, (body: any) => expect(body.relationships).toHaveLength(3)],
    [{kind: "odd-json", form: "no-rows"}, (body: any) => expect(body.relationships).toEqual({})],
    [{kind: "odd-json", form: "null-row"}, (body: any) => expect(body.relationships[0]).toBeNull()],
    [{kind: "odd-json", form: "other-body"}, (body: any) => expect(body).toEqual({ok: true})],
    [{kind: "drop-field", field: "did"}, (body: any) => expect(body.relationships[0].did).toBeUndefined()],
    [
      {kind: "other-record"},
      (body: any) => expect(body.relationships[0].followedBy).not.toContain(people[0]!)
    ]
  ] as [Rule["do"], (body: any) => void][])("spoil what was said of people: %o", async (fault, expected) => {
    await play({do: fault});
    const {body} = await ask("app.bsky.graph.getRelationships", {actor: brand, others: people.slice(0, 5)});
    expected(body);
  });
});
