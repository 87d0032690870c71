import {mkdirSync, writeFileSync} from "node:fs";
import {it} from "vitest";
import {BlueskyClient} from "../../../data-loaders/bluesky/client.ts";
import {readPeople, type PeopleRead} from "../../../data-loaders/bluesky/people.ts";
import {takeSnapshot} from "../../../data-loaders/bluesky/snapshot.ts";
import {everybodyMet, expectStore, expectWorld} from "../compare.ts";
import {recordingFetch, type Exchange, type Recording} from "../recorded.ts";
import {useServers} from "../with-servers.ts";
import {World} from "../world.ts";

const used = useServers();

it("reads and stores who follows whom, and what they do, as the world was written, in three looks", async () => {
  const {servers, dir: dataDir} = used;
  const world = await World.begin(servers);
  const begun = () => ({account: world.brand.did, size: 10, looks: []});
  const recording: Recording = begun();
  const snapshots: Recording = begun();
  const looks: PeopleRead[] = [];
  for (const write of ["writeFirstAct", "writeSecondAct", "writeThirdAct"] as const) {
    await world[write]();
    const clientInto = (exchanges: Exchange[]) =>
      new BlueskyClient({base: servers.appView, fetch: recordingFetch(exchanges)});
    const expected = structuredClone(world.expected);
    const {account, size} = recording;
    const exchanges: Exchange[] = [];
    looks.push(await readPeople(clientInto(exchanges), {account, size, knownBefore: everybodyMet(looks)}));
    recording.looks.push({expected, exchanges});
    const ofSnapshot: Exchange[] = [];
    await takeSnapshot({dataDir, account, size, client: clientInto(ofSnapshot)});
    snapshots.looks.push({expected, exchanges: ofSnapshot});
  }
  // What npm test replays is compared with the same world there.
  if (process.env.RECORD) {
    const fixtures = new URL("../fixtures/", import.meta.url);
    mkdirSync(fixtures, {recursive: true});
    for (const [name, what] of Object.entries({people: recording, snapshots}))
      writeFileSync(new URL(`${name}.json`, fixtures), `${JSON.stringify(what, null, 1)}\n`);
  }
  expectWorld(looks, recording);
  await expectStore(dataDir, snapshots);
});
