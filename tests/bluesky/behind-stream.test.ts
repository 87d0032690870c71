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
import {PretendedBluesky, world} from "./pretend.ts";

// Bluesky's servers hear of each other's records with delay: the answers of one may be older than what the stream has told.

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

/** Takes a snapshot, and says of each list why it is not whole. */
async function look(at: string) {
  now = new Date(at);
  const client = new BlueskyClient({fetch: sky.fetch, clock});
  const {lists} = await takeSnapshot({dataDir, account: sky.brand, client});
  return lists.map(({why}) => why);
}

/** Hears somebody delete a record of a follow, and what else is given, and stores it, or is killed before. */
async function hear(did: string, key: string, at: string, {isMadeAgain = false, isKilled = false} = {}) {
  now = new Date(Date.parse(at) + 1_200_000);
  const own = {id: insideOf(sky.brand), did: sky.brand};
  const recorder = await StreamRecorder.open({dataDir, accounts: [own], clock});
  recorder.opened(null);
  const tell = (who: string, minutes: number, rkey: string, subject?: string) => {
    const ms = Date.parse(at) + minutes * 60_000;
    const commit = {
      operation: subject === undefined ? "delete" : "create",
      collection: "app.bsky.graph.follow",
      rkey,
      rev: keyAt(new Date(ms - 1000)),
      ...(subject !== undefined && {record: {subject}})
    };
    recorder.receive(JSON.stringify({did: who, time_us: ms * 1000, kind: "commit", commit}), now);
  };
  tell(did, 0, key);
  if (isMadeAgain) tell(did, 5, key, sky.brand);
  tell(sky.people[20]!.did, 10, "other");
  if (isKilled) recorder.release();
  else await recorder.close();
}

/** How often somebody followed, by what is known, and whether that ended. */
const spells = (did: string) =>
  modelRows<{run: number; is_over: boolean}>(
    dataDir,
    "presence",
    `select run::int as run, end_before is not null as is_over from presence
    where user_id = ${insideOf(did)} order by run`
  );
const unanswered = "how 1 people stand to it was not answered";

it.each([
  ["is stored", false],
  ["waits on disk", true]
])(
  "has no list whole that shows a follow whose end was heard and %s, and no second spell of it",
  async (_, isKilled) => {
    const ann = sky.people[1]!;
    await look("2026-03-10T12:00:00Z");
    await hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z", {isKilled});
    expect(await look("2026-03-11T11:40:00Z")).toEqual([unanswered, unanswered]);
    delete ann.inbound;
    expect(await look("2026-03-12T12:00:00Z")).toEqual([null, null]);
    if (isKilled)
      await (
        await StreamRecorder.open({dataDir, accounts: [{id: insideOf(sky.brand), did: sky.brand}], clock})
      ).close();
    expect(await spells(ann.did)).toEqual([{run: 1, is_over: true}]);
  }
);

it("believes an answer that names a record which was made again under its key", async () => {
  const ann = sky.people[1]!;
  await look("2026-03-10T12:00:00Z");
  await hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z", {isMadeAgain: true});
  expect(await look("2026-03-11T11:40:00Z")).toEqual([null, null]);
});

it("believes it again two days after", async () => {
  const ann = sky.people[1]!;
  await look("2026-03-10T12:00:00Z");
  await hear(ann.did, ann.inbound!, "2026-03-11T11:00:00Z");
  expect(await look("2026-03-13T10:50:00Z")).toEqual([unanswered, unanswered]);
  expect(await look("2026-03-13T11:10:00Z")).toEqual([null, null]);
});
