import {join} from "node:path";
import {afterAll, beforeAll, expect, it, vi} from "vitest";
import {BlueskyClient} from "../../../data-loaders/bluesky/client.ts";
import {logIn, logOut} from "../../../data-loaders/bluesky/log-in.ts";
import {readLogin} from "../../../data-loaders/bluesky/login-file.ts";
import {readPeople, type PeopleRead} from "../../../data-loaders/bluesky/people.ts";
import {Session} from "../../../data-loaders/bluesky/session.ts";
import {takeSnapshot} from "../../../data-loaders/bluesky/snapshot.ts";
import {withDatabase} from "../../../src/duckdb.ts";
import {buildMarts} from "../../../src/models/build.ts";
import {attachMarts} from "../../../src/models/marts.ts";
import {everybodyMet, expectWorld} from "../compare.ts";
import type {Recording} from "../recorded.ts";
import {storedLooks} from "../stored-looks.ts";
import {useServers} from "../with-servers.ts";
import {World} from "../world.ts";

const used = useServers();
beforeAll(() => {
  vi.stubEnv("FOLLOWBACK_BLUESKY_PLC", used.servers.plc);
  vi.stubEnv("FOLLOWBACK_BLUESKY_BASE", used.servers.appView);
});
afterAll(() => void vi.unstubAllEnvs());

/** What marts say of every follower but the moment at which a run happened to ask. */
const routesOf = async (dataDir: string) => {
  await buildMarts(dataDir);
  return withDatabase(async (db) => {
    await attachMarts(db, dataDir);
    return db.rows(`
      select user_id::varchar as id, route, route_basis, unknown_because, end_reason, is_dated
      from followers order by user_id`);
  });
};

it("sees as the brand, by an app password, what anybody sees, in fewer requests", async () => {
  const {servers, dir} = used;
  const world = await World.begin(servers);
  const {brand} = world;
  const file = join(dir, "login.json");
  const {password} = await brand.post<{password: string}>("com.atproto.server.createAppPassword", {
    name: "followback"
  });
  await servers.settle();
  await logIn({account: brand.handle, password, file});
  const session = new Session(file, (await readLogin(file))!);
  const account = brand.did;
  const [open, own] = [join(dir, "open"), join(dir, "own")];
  const looks: PeopleRead[] = [];
  const relationships = new Map<string, number>();
  const recording: Recording = {account, size: 10, looks: []};
  for (const write of ["writeFirstAct", "writeSecondAct", "writeThirdAct"] as const) {
    await world[write]();
    const knownBefore = everybodyMet(looks);
    looks.push(await readPeople(new BlueskyClient({session}), {account, size: 10, knownBefore}));
    recording.looks.push({expected: structuredClone(world.expected), exchanges: []});
    for (const [dataDir, client] of [
      [open, new BlueskyClient()],
      [own, new BlueskyClient({session})]
    ] as const) {
      await takeSnapshot({dataDir, account, size: 10, client});
      const asked = client.requests.get("app.bsky.graph.getRelationships") ?? 0;
      relationships.set(dataDir, (relationships.get(dataDir) ?? 0) + asked);
    }
    // Tokens last for hours: a renewal in between is as good.
    await session.renew(session.token);
  }
  expectWorld(looks, recording);
  // Rows say it as the brand; only whom no list shows is asked for.
  expect(relationships.get(own)).toBeLessThan(relationships.get(open)!);

  const {names} = recording.looks.at(-1)!.expected;
  const [asAnybody, asBrand] = [
    await storedLooks(open, account, names),
    await storedLooks(own, account, names)
  ];
  for (const [nth, {acts, inboundKeys, ...seen}] of asBrand.entries()) {
    const {acts: openActs, inboundKeys: openKeys, ...openSeen} = asAnybody[nth]!;
    // Of two records written at once it is not said which one is shown.
    expect({...inboundKeys, twice: ""}).toEqual({...openKeys, twice: ""});
    expect(seen).toEqual(openSeen);
    // Mentions elsewhere are told to the brand alone.
    expect(acts).toEqual([...openActs, ...(nth === 0 ? ["fan7 mention: mention brand"] : [])].toSorted());
  }
  expect(await routesOf(own)).toEqual(await routesOf(open));
  expect(await readLogin(file)).not.toBeNull();
  await logOut(file);
  await expect(session.renew(session.token)).rejects.toThrow("the login of the-brand.test has ended");
});
