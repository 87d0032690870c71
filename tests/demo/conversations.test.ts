import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {formatTruth, writeTruth} from "../../data-loaders/demo/world/truth.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {holdAddressedAgainstTruth, tellAddressed} from "../../src/site/known-truth.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";

/** Long enough for a month of newcomers whose thirty days and last conversations are over. */
const weeks = 11;

it.each(["typical", "contrary"] as const)(
  "conversations of a watched world are stored as they were, and counted by route as in its truth (%s)",
  async (name) => {
    const dataDir = await mkdtemp(join(tmpdir(), "followback-talk-"));
    try {
      const world = new World(name, 21);
      const {meter} = await watchWorld(dataDir, world, {weeks, conversations: true});
      await writeTruth(join(dataDir, "truth.json"), world);
      const {people} = formatTruth(world);
      const stored = await withDatabase(async (db) => {
        await attachSnapshots(db, dataDir);
        return db.rows<{actor: string; addressed: string; at: Date}>(`
          select i.actor_id::varchar as actor, a.user_id::varchar as addressed, i."after" as at
          from raw.interactions i
          join raw.addressed a using (account_id, snapshot_id, act_id)
          where a.user_id <> i.account_id and a.how = 'reply'`);
      });
      const key = (actor: string, addressed: string, at: number) =>
        `${actor} ${addressed} ${Math.floor(at / 1000)}`;
      const told = people.flatMap((person) =>
        person.answers.map(([at, to]) => ({
          at: Date.parse(at),
          key: key(person.user_id, to, Date.parse(at)),
          person
        }))
      );
      const known = new Set(stored.map(({actor, addressed, at}) => key(actor, addressed, at.getTime())));
      expect(known.size).toBeGreaterThan(100);
      const answers = new Set(told.map(({key}) => key));
      expect([...known].filter((one) => !answers.has(one))).toEqual([]);
      // Whoever X hid when it was asked is not shown; and the last posts are not seven days old yet.
      const isShown = ({at, person}: (typeof told)[number]) =>
        person.hidden.length === 0 && at < world.now - 8 * dayMs;
      expect(told.filter((one) => isShown(one) && !known.has(one.key))).toEqual([]);

      await buildMarts(dataDir);
      const routes = await holdAddressedAgainstTruth(dataDir);
      expect(routes.map(({route}) => route)).toEqual(["followback", "organic"]);
      for (const {people, low, high, truth} of routes) {
        expect(people).toBeGreaterThan(50);
        expect(truth).toBeGreaterThan(low);
        expect(truth).toBeLessThan(high);
      }
      expect(tellAddressed(routes)).toMatch(
        /: \d+\.\d % of followback \(\d+\.\d %\); \d+\.\d % of organic \(\d/
      );
      const covered = await withDatabase(async (db) => {
        await attachMarts(db, dataDir);
        return db.rows("select 1 from coverage where kind = 'conversation'");
      });
      expect(covered).toHaveLength(1);
      // A post of others is billed once: the two polls of a conversation do not overlap.
      const {resources, billed} = meter.byEndpoint["/2/tweets/search/recent"]!;
      expect(billed).toBe(resources);
    } finally {
      await rm(dataDir, {recursive: true, force: true});
    }
  },
  600_000
);
