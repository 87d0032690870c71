import {mkdirSync, writeFileSync} from "node:fs";
import {afterAll, beforeAll, it} from "vitest";
import {BlueskyClient} from "../../../data-loaders/bluesky/client.ts";
import {readPeople, type PeopleRead} from "../../../data-loaders/bluesky/people.ts";
import {everybodyMet, expectWorld} from "../compare.ts";
import {recordingFetch, type Exchange, type Recording} from "../recorded.ts";
import {startServers, type Servers} from "../start-servers.ts";
import {World} from "../world.ts";

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers?.stop());

it("reads who follows whom as the world was written, in three looks", async () => {
  const world = await World.begin(servers);
  const recording: Recording = {account: world.brand.did, size: 10, looks: []};
  const looks: PeopleRead[] = [];
  for (const write of ["writeFirstAct", "writeSecondAct", "writeThirdAct"] as const) {
    await world[write]();
    const exchanges: Exchange[] = [];
    const client = new BlueskyClient({base: servers.appView, fetch: recordingFetch(exchanges)});
    const {account, size} = recording;
    looks.push(await readPeople(client, {account, size, knownBefore: everybodyMet(looks)}));
    recording.looks.push({expected: structuredClone(world.expected), exchanges});
  }
  expectWorld(looks, recording);
  if (!process.env.RECORD) return;
  const fixtures = new URL("../fixtures/", import.meta.url);
  mkdirSync(fixtures, {recursive: true});
  writeFileSync(new URL("people.json", fixtures), `${JSON.stringify(recording, null, 1)}\n`);
});
