import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {parseRules, readFaults, type Rule} from "../../data-loaders/demo/server/faults.ts";
import {attachSnapshots, listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {watchWorld} from "../../data-loaders/demo/watch.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {formatTruth, writeTruth} from "../../data-loaders/demo/world/truth.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {holdAddressedAgainstTruth, tellAddressed} from "../../src/site/known-truth.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {isLong} from "../long.ts";

/** Long enough for a month of newcomers whose thirty days and last conversations are over. */
const weeks = 11;

it.each(isLong ? (["typical", "contrary"] as const) : (["typical"] as const))(
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
      const {resources, billed} = meter.byEndpoint[search]!;
      expect(billed).toBe(resources);
    } finally {
      await rm(dataDir, {recursive: true, force: true});
    }
  }
);

const search = "/2/tweets/search/recent";
const searchFaults = parseRules(
  JSON.stringify(
    [
      {kind: "cut"},
      {kind: "reset", billed: true},
      {kind: "not-json"},
      {kind: "server-error", status: 503},
      {kind: "duplicate-rows"},
      {kind: "repeat-page"},
      {kind: "loop-token"},
      {kind: "empty-page"},
      {kind: "only-errors"},
      {kind: "short-page"},
      {kind: "other-dialect"},
      {kind: "drop-field", field: "created_at"}
    ].map((fault) => ({on: search, chance: 0.05, do: fault}))
  ),
  "search"
);

it.each(isLong ? [1, 2, 3] : [1])(
  "conversations read through a storm are complete only where nothing of them is missing, and billed as counted (%d)",
  async (seed) => {
    const dataDir = await mkdtemp(join(tmpdir(), "followback-storm-"));
    try {
      const world = new World("typical", 30 + seed);
      // Their own bill is looked at, so X keeps to its word to bill nothing twice a day.
      const isQuick = ({do: {kind}}: Rule) => !["silence", "slow", "dedupe-off"].includes(kind);
      const rules = [...searchFaults, ...readFaults("storm").filter(isQuick)];
      const {meter, played} = await watchWorld(dataDir, world, {
        weeks: 3,
        conversations: true,
        faultScenario: {rules, seed}
      });
      expect(played.filter(({endpoint}) => endpoint === search).length).toBeGreaterThan(3);
      const {polls, acts} = await withDatabase(async (db) => {
        await attachSnapshots(db, dataDir);
        return {
          polls: await db.rows<{target: string; from: Date; to: Date}>(`
            select target::varchar as target, "from", "to" from raw.polls where kind = 'conversation' and complete`),
          acts: await db.rows<{id: string; addressed: string}>(`
            select distinct i.act_id as id, a.user_id::varchar as addressed
            from raw.interactions i
            join raw.addressed a using (account_id, snapshot_id, act_id)
            where i.kind in ('reply', 'quote', 'mention')`)
        };
      });
      const known = new Map(acts.map(({id, addressed}) => [id, addressed]));
      // Each act addresses whom it really did.
      for (const [id, addressed] of known) {
        const {inReplyToUserId, mentions} = world.posts.get(id)!;
        expect([inReplyToUserId, ...mentions.map(({id}) => id)]).toContain(addressed);
      }
      let expected = 0;
      for (const {target, from, to} of polls) {
        for (const {id, person, createdAt} of world.conversations.get(target)!) {
          if (person === null || person.hidden.length > 0 || createdAt <= from || createdAt > to) continue;
          expected += 1;
          expect([id, known.has(id)]).toEqual([id, true]);
        }
      }
      expect(expected).toBeGreaterThan(20);
      const ids = await listSnapshots(dataDir);
      const bills = await Promise.all(ids.map((id) => readManifest(dataDir, id)));
      const counted = bills
        .flatMap(({requests = []}) => requests)
        .filter(({endpoint}) => endpoint === search)
        .reduce((sum, {dollars, dollars_at_most: most = dollars}) => sum + most, 0);
      expect(meter.byEndpoint[search]!.microDollars).toBeLessThanOrEqual(Math.round(counted * 1e6));
    } finally {
      await rm(dataDir, {recursive: true, force: true});
    }
  }
);
