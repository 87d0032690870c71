import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {StreamRecorder} from "../../data-loaders/bluesky/jetstream/recorder.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {modelRows} from "../model-rows.ts";
import {keyAt} from "./people.ts";
import {keyOf, PretendedBluesky, world} from "./pretend.ts";

let dataDir: string;
let now: Date;
let sky: PretendedBluesky;
const clock = {now: () => now, sleep: async () => {}};
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
  sky = new PretendedBluesky();
  sky.people = world(40, 2);
});
afterEach(() => rm(dataDir, {recursive: true, force: true}));

async function look(at: string) {
  now = new Date(at);
  const client = new BlueskyClient({fetch: sky.fetch, clock});
  await takeSnapshot({dataDir, account: sky.brand, client});
}

/** Somebody deletes a record of a follow while a listener hears it; half an hour later somebody else deletes another. */
async function hearDeletion(did: string, key: string, at: string) {
  now = new Date(Date.parse(at) + 3_600_000);
  const own = {id: insideOf(sky.brand), did: sky.brand};
  const recorder = await StreamRecorder.open({dataDir, accounts: [own], clock});
  recorder.opened(null);
  for (const [who, rkey, ms] of [
    [did, key, Date.parse(at)],
    [sky.people[20]!.did, "other", Date.parse(at) + 1_800_000]
  ] as const) {
    const commit = {
      operation: "delete",
      collection: "app.bsky.graph.follow",
      rkey,
      rev: keyAt(new Date(ms - 1000))
    };
    recorder.receive(JSON.stringify({did: who, time_us: ms * 1000, kind: "commit", commit}), now);
  }
  await recorder.close();
}

/** How often somebody followed, by what is known, and whether that ended. */
const spells = (did: string) =>
  modelRows<{run: number; is_over: boolean}>(
    dataDir,
    "presence",
    `select run::int as run, end_before is not null as is_over from presence
    where user_id = ${insideOf(did)} order by run`
  );

it("takes the deletion of one of two records, of which a look had shown only that one, for no unfollow", async () => {
  const ann = sky.people[1]!;
  await look("2026-03-10T12:00:00Z");
  await hearDeletion(ann.did, ann.inbound!, "2026-03-11T11:00:00Z");
  // It was made on the first of March too, and is shown since the other one is gone.
  ann.inbound = keyOf(2);
  await look("2026-03-12T12:00:00Z");
  await look("2026-03-13T12:00:00Z");
  expect(await spells(ann.did)).toEqual([{run: 1, is_over: false}]);
});

it("takes it for one where nothing is there afterwards, or a record that was made later", async () => {
  const [ann, ben] = [sky.people[1]!, sky.people[3]!];
  await look("2026-03-10T12:00:00Z");
  await hearDeletion(ann.did, ann.inbound!, "2026-03-11T11:00:00Z");
  await hearDeletion(ben.did, ben.inbound!, "2026-03-11T14:00:00Z");
  delete ann.inbound;
  ben.inbound = keyAt(new Date("2026-03-11T20:00:00Z"));
  await look("2026-03-12T12:00:00Z");
  await look("2026-03-13T12:00:00Z");
  expect(await spells(ann.did)).toEqual([{run: 1, is_over: true}]);
  expect(await spells(ben.did)).toEqual([
    {run: 1, is_over: true},
    {run: 2, is_over: false}
  ]);
});
