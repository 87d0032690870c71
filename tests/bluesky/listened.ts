import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach} from "vitest";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {StreamRecorder} from "../../data-loaders/bluesky/jetstream/recorder.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {modelRows} from "../model-rows.ts";
import {keyAt} from "./people.ts";
import {PretendedBluesky, world} from "./pretend.ts";

/** An account of Bluesky that forty follow, anew for each test, which is looked at and listened to. */
export function useListened() {
  let dataDir: string;
  let now: Date;
  const clock = {now: () => now, sleep: async () => {}};
  const found = {
    sky: new PretendedBluesky(),

    /** Takes a snapshot, and says of each list why it is not whole. */
    async look(at: string) {
      now = new Date(at);
      const client = new BlueskyClient({fetch: found.sky.fetch, clock});
      const {lists} = await takeSnapshot({dataDir, account: found.sky.brand, client});
      return lists.map(({why}) => why);
    },

    /**
     * Hears somebody delete a record of a follow, and what else is given, then somebody else another one, and stores it, or
     * is killed before.
     */
    async hear(did: string, key: string, at: string, {isMadeAgain = false, isKilled = false} = {}) {
      now = new Date(Date.parse(at) + 1_200_000);
      const recorder = await found.open();
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
      if (isMadeAgain) tell(did, 5, key, found.sky.brand);
      tell(found.sky.people[20]!.did, 10, "other");
      if (isKilled) recorder.release();
      else await recorder.close();
    },

    /** A listener, which begins with what a killed one left. */
    open: () =>
      StreamRecorder.open({
        dataDir,
        accounts: [{id: insideOf(found.sky.brand), did: found.sky.brand}],
        clock
      }),

    /** How often somebody followed, by what is known, and whether that ended. */
    spells: (did: string) =>
      modelRows<{run: number; is_over: boolean}>(
        dataDir,
        "presence",
        `select run::int as run, end_before is not null as is_over from presence
        where user_id = ${insideOf(did)} order by run`
      ),

    /** Their follows of the account as marts tell of them: whether each is over and why, and how often it was hidden meanwhile. */
    follows: (did: string) =>
      modelRows<{is_over: boolean; why: string | null; hidden: number}>(
        dataDir,
        "spells",
        `select end_before is not null as is_over, end_reason as why, hidden::int as hidden from spells
        where direction = 'inbound' and user_id = ${insideOf(did)} order by spell`
      )
  };
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
    found.sky = new PretendedBluesky();
    found.sky.people = world(40, 2);
  });
  afterEach(() => rm(dataDir, {recursive: true, force: true}));
  return found;
}
