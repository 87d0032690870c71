import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {readPeople, standingOf, type PeopleRead} from "../../data-loaders/bluesky/people.ts";
import {everybodyMet, expectWorld} from "./compare.ts";
import {replayingFetch, type Exchange, type Recording} from "./recorded.ts";
import {stoppedClock} from "./stopped-clock.ts";

const file = new URL("fixtures/people.json", import.meta.url);
const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
const {account, size} = recording;

/** Reads what the real servers said, look by look, after `change` has changed it. */
async function replay(change: (exchange: Exchange, look: number) => Exchange = (one) => one) {
  const looks: PeopleRead[] = [];
  for (const [nth, {exchanges}] of recording.looks.entries()) {
    const changed = exchanges.map((one) => change(structuredClone(one), nth));
    const client = new BlueskyClient({
      base: "http://localhost",
      clock: stoppedClock(),
      fetch: replayingFetch(changed)
    });
    looks.push(await readPeople(client, {account, size, knownBefore: everybodyMet(looks)}));
  }
  return looks;
}

const didOf = (name: string) => recording.looks.at(-1)!.expected.names[name]!;

describe("a look at 5,000 followers and as many followed", () => {
  it("takes 434 requests for lists and relationships", async () => {
    const didOf = (nth: number) => `did:web:p${nth}.test`;
    const brand = "did:web:brand.test";
    const followers = Array.from({length: 5000}, (_, nth) => didOf(nth));
    const follows = Array.from({length: 5000}, (_, nth) => didOf(5000 + nth));
    const answer: typeof fetch = async (input) => {
      const url = new URL(String(input));
      const [method, query] = [url.pathname.split(".").at(-1)!, url.searchParams];
      const page = (all: string[]) => {
        const [from, limit] = [Number(query.get("cursor") ?? 0), Number(query.get("limit"))];
        const people = all.slice(from, from + limit).map((did) => ({did, handle: did.slice(8)}));
        return {
          [method === "getFollowers" ? "followers" : "follows"]: people,
          ...(from + limit < all.length && {cursor: String(from + limit)})
        };
      };
      const follow = (did: string) => `at://${did}/app.bsky.graph.follow/3n3gji4l6os2x`;
      const body =
        method === "getFollowers"
          ? page(followers)
          : method === "getFollows"
            ? page(follows)
            : {
                relationships: query.getAll("others").map((did) => ({
                  did,
                  ...(followers.includes(did) ? {followedBy: follow(did)} : {following: follow(brand)})
                }))
              };
      return new Response(JSON.stringify(body), {headers: {"content-type": "application/json"}});
    };
    const client = new BlueskyClient({base: "http://localhost", clock: stoppedClock(), fetch: answer});
    const {people, unknown} = await readPeople(client, {account: brand});
    expect([people.size, unknown.size]).toEqual([10_000, 0]);
    expect(Object.fromEntries(client.requests)).toEqual({
      "app.bsky.graph.getFollows": 50,
      "app.bsky.graph.getFollowers": 50,
      "app.bsky.graph.getRelationships": 334
    });
  });
});

describe("people around a brand, as the real servers showed them", () => {
  it("follow as they did in the world, whatever lists hide and lose", async () => {
    expectWorld(await replay(), recording);
  });

  it("stand in lists that came to their end", async () => {
    for (const {lists} of await replay())
      expect([lists.followers, lists.following].map(({ended, reason}) => ({ended, reason}))).toEqual([
        {ended: true, reason: null},
        {ended: true, reason: null}
      ]);
  });

  it("are unknown, and not gone, where relationships are not answered", async () => {
    const [, look] = await replay((one, nth) =>
      nth === 1 && one.asked.startsWith("app.bsky.graph.getRelationships")
        ? {...one, status: 400, body: {error: "InvalidRequest", message: "no"}}
        : one
    );
    for (const one of look!.people.values()) expect(standingOf(one, "followers")).toEqual({is: "unknown"});
    expect(look!.unknown.size).toBe(look!.people.size);
  });

  it("are unknown where the answer leaves them out, or names the record of another", async () => {
    const [organic, back] = ["organic", "back"].map(didOf) as [string, string];
    const [look] = await replay((one) => {
      if (!one.asked.startsWith("app.bsky.graph.getRelationships")) return one;
      const body = one.body as {relationships: {did: string; followedBy?: string}[]};
      const relationships = body.relationships
        .filter(({did}) => did !== organic)
        .map((row) =>
          row.did === back ? {...row, followedBy: `at://${organic}/app.bsky.graph.follow/3n3gji4l6os2x`} : row
        );
      return {...one, body: {...body, relationships}};
    });
    for (const did of [organic, back])
      expect(standingOf(look!.people.get(did)!, "followers")).toEqual({is: "unknown"});
    expect([...look!.unknown.keys()].toSorted()).toEqual([organic, back].toSorted());
  });

  it("are not taken for deleted where a refusal does not say so", async () => {
    const looks = await replay((one, nth) =>
      nth === 1 && one.status === 400
        ? {...one, body: {error: "InvalidRequest", message: "Something went wrong"}}
        : one
    );
    const {people} = looks[1]!;
    expect(standingOf(people.get(didOf("gone"))!, "followers")).toEqual({is: "gone", why: "unresolved"});
    expect(standingOf(people.get(didOf("down"))!, "followers")).toEqual({is: "unknown"});
  });
});
