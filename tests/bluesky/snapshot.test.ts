import {mkdtemp, readdir, rm} from "node:fs/promises";
import {cpSync, readFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {sampleOf, type FollowRecord} from "../../data-loaders/bluesky/claims.ts";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {takeSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {checkAll} from "../../src/commands/check.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {expectStore} from "./compare.ts";
import {keyOf, PretendedBluesky, world} from "./pretend.ts";
import {replay, type Exchange, type Recording} from "./recorded.ts";
import {isLong} from "../long.ts";
import {modelRows} from "../model-rows.ts";
import {storedRows} from "../stored.ts";
import {slow} from "../slow.ts";

const file = new URL("fixtures/snapshots.json", import.meta.url);
const recording = JSON.parse(readFileSync(file, "utf8")) as Recording;
const {account, size} = recording;
const own = insideOf(account);

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
});
afterEach(() => rm(dataDir, {recursive: true, force: true}));

const clientOf = (exchanges: readonly Exchange[], start?: Date) =>
  new BlueskyClient({base: "http://localhost", ...replay(exchanges, start)});

/** Takes the snapshots that the real servers answered, the first so many of them. */
async function takeAll(into = dataDir, count = recording.looks.length) {
  for (const {exchanges} of recording.looks.slice(0, count))
    await takeSnapshot({dataDir: into, account, size, client: clientOf(exchanges)});
}

const rows = <T>(sql: string) => storedRows<T>(dataDir, sql);

/** What the snapshots of a store hold, by table. */
async function checksums(of = dataDir) {
  const all = await Promise.all((await listSnapshots(of)).map((id) => readManifest(of, id)));
  return all.map(({id, tables}) => [id, tables]);
}

describe("a snapshot of Bluesky", () => {
  it("is not taken with a clock that was set back behind the last one, as its lists would count as older", async () => {
    const sky = new PretendedBluesky();
    sky.people = world(3, 2);
    let now = new Date("2026-03-03T12:00:00Z");
    const look = () =>
      takeSnapshot({
        dataDir,
        account: sky.brand,
        client: new BlueskyClient({fetch: sky.fetch, clock: {now: () => now, sleep: async () => {}}})
      });
    const {id} = await look();
    now = new Date("2026-03-02T12:00:00Z");
    await expect(look()).rejects.toThrow(
      "the clock of this machine says 2026-03-02T12:00:00.000Z, and a snapshot of that account is stored of 2026-03-03T12:00:00.000Z: set the clock"
    );
    expect(await listSnapshots(dataDir)).toEqual([id]);
    now = new Date("2026-03-04T12:00:00Z");
    await look();
  });

  it("holds who follows whom and what they did, as it was done, look by look", async () => {
    await takeAll();
    await expectStore(dataDir, recording);
  });

  it("is the same bytes whenever it is made of the same answers", async () => {
    await takeAll();
    const again = await mkdtemp(join(tmpdir(), "followback-test-"));
    await takeAll(again);
    expect(await checksums(again)).toEqual(await checksums());
    await rm(again, {recursive: true, force: true});
  });

  it("names everybody and every post by its text, beside the number that stands for it", async () => {
    await takeAll(dataDir, 1);
    const [ids] = await rows<{unnamed: bigint; texts: bigint}>(`
      select count(*) filter (where o.id is null) as unnamed, count(distinct o.id) as texts
      from (
        select user_id as id from raw.relationships union select user_id from raw.users
        union select post_id from raw.posts union select actor_id from raw.interactions
        union select cast(act_id as bigint) from raw.interactions where regexp_full_match(act_id, '[0-9]+')
      ) i left join raw.outside_ids o on o.id = i.id`);
    expect(ids!.unnamed).toBe(0n);
    expect(ids!.texts).toBeGreaterThan(30n);
  });

  it("has the time that every key says and every record claims, where a client chose them too", async () => {
    await takeAll(dataDir, 1);
    const {names} = recording.looks[0]!.expected;
    const [backdated, oldkey, forged, organic] = await Promise.all(
      ["backdated", "oldkey", "forged", "organic"].map(async (name) => {
        const [row] = await rows<{key: Date; claim: Date; at: Date}>(`
          select inbound_key_at as key, inbound_claimed_at as claim, answered_at as at from raw.relationships
          where user_id = ${insideOf(names[name]!)}`);
        const days = (at: Date) => Math.round((row!.at.getTime() - at.getTime()) / 86_400_000);
        return {key: days(row!.key), claim: days(row!.claim)};
      })
    );
    expect({backdated, oldkey, forged, organic}).toEqual({
      backdated: {key: 0, claim: 400},
      oldkey: {key: 400, claim: 0},
      forged: {key: 400, claim: 400},
      organic: {key: 0, claim: 0}
    });
  });

  it("asks of every record once what time it claims", async () => {
    await takeAll();
    const asked = recording.looks.map(
      ({exchanges}) => exchanges.filter((one) => one.asked.startsWith("com.atproto.repo.getRecord")).length
    );
    const [{count}] = (await rows(`
      select count(distinct (user_id, inbound_key)) filter (where inbound_key is not null)
        + count(distinct outbound_key) filter (where outbound_key is not null) as count
      from raw.relationships`)) as [{count: bigint}];
    expect(asked.reduce((sum, one) => sum + one)).toBe(Number(count));
    const [{missing}] = (await rows(`
      select count(*) as missing from (
        select inbound_key from raw.relationships where inbound_key is not null
        group by user_id, inbound_key having count(inbound_claimed_at) <> 1)`)) as [{missing: bigint}];
    expect(missing).toBe(0n);
  });

  it("has the counts of whoever is met for the first time", async () => {
    await takeAll();
    const seen = await rows(`
      select snapshot_id, count(*) filter (where followers_count is not null) as people from raw.users
      group by snapshot_id order by snapshot_id`);
    // All but one of the twins at the first look; that one and two newcomers at the second, and those looked at alone.
    const known = Object.keys(recording.looks[0]!.expected.names).length;
    expect(seen[0]).toMatchObject({people: BigInt(known - 1)});
    const [{fresh}] = (await rows(`
      select count(*) as fresh from (
        select user_id from raw.users where followers_count is not null and status = 'active'
        group by user_id having min(snapshot_id) = '${(seen[1] as {snapshot_id: string}).snapshot_id}')`)) as [
      {fresh: bigint}
    ];
    expect(fresh).toBe(3n);
    // At the third one somebody who was met at the first, and follows since the second.
    const {target} = recording.looks[0]!.expected.names;
    const asked = recording.looks[2]!.exchanges.filter((one) =>
      one.asked.startsWith("app.bsky.actor.getProfiles")
    );
    expect(asked.map((one) => one.asked.includes(encodeURIComponent(target!)))).toContain(true);
    const [last] = await rows<{followers: bigint | null}>(`
      select followers_count as followers from raw.users where user_id = ${insideOf(target!)}
      order by snapshot_id desc limit 1`);
    expect(last!.followers).not.toBeNull();
  });

  it("has the counts of whoever was met before and follows since, of the day they were first seen to follow", async () => {
    const sky = new PretendedBluesky();
    sky.people = world(3, 2);
    const look = (at: string) => {
      const clock = {now: () => new Date(at), sleep: async () => {}};
      const client = new BlueskyClient({fetch: sky.fetch, clock});
      return takeSnapshot({dataDir, account: sky.brand, client});
    };
    const ann = sky.people.at(-1)!;
    const ids: string[] = [];
    for (const day of ["03", "10", "17"]) {
      if (day === "10") ann.inbound = keyOf(3);
      ids.push((await look(`2026-03-${day}T12:00:00Z`)).id);
    }
    expect(
      await rows(`select snapshot_id as id, followers_count::integer as followers from raw.users
        where user_id = ${insideOf(ann.did)} order by snapshot_id`)
    ).toEqual([7, 7, null].map((followers, nth) => ({id: ids[nth], followers})));
  });

  it("says what it cost, which is requests alone, and what it could not ask", async () => {
    await takeAll(dataDir, 1);
    const [id] = await listSnapshots(dataDir);
    const {requests, notes, accounts} = await readManifest(dataDir, id!);
    expect(accounts).toEqual([own]);
    expect(requests!.every(({dollars}) => dollars === 0)).toBe(true);
    expect(requests!.reduce((sum, one) => sum + one.requests, 0)).toBe(recording.looks[0]!.exchanges.length);
    expect(notes).toEqual(["without a login: mentions and replies elsewhere were not asked"]);
  });
});

describe("the marts of three looks", () => {
  it("say of every follow that ended why, as it was done, and hold every rule", async () => {
    await takeAll();
    await buildMarts(dataDir);
    const {names} = recording.looks.at(-1)!.expected;
    const nameOf = new Map(Object.entries(names).map(([name, did]) => [insideOf(did), name]));
    const ended = await withDatabase(async (db) => {
      await attachMarts(db, dataDir);
      return db.rows<{id: string; direction: string; cause: string}>(
        "select user_id::varchar as id, direction, end_reason as cause from spells where end_reason is not null"
      );
    });
    const expected = (["followers", "following"] as const).flatMap((list) =>
      Object.keys(names).flatMap((name) => {
        const then = recording.looks.map((one) => one.expected[list][name]);
        const last = then.findLastIndex((one) => one === "there");
        const after = then[last + 1];
        // Who was never there has nothing to end, and who is back was hidden.
        return last < 0 || after === undefined
          ? []
          : [`${name} ${list === "followers" ? "inbound" : "outbound"} ${after.replace(/^\w+ /, "")}`];
      })
    );
    expect(expected.length).toBeGreaterThan(7);
    expect(
      ended.map(({id, direction, cause}) => `${nameOf.get(id)} ${direction} ${cause}`).toSorted()
    ).toEqual(expected.toSorted());
    for await (const {name, failure} of checkAll(dataDir)) expect([name, failure]).toEqual([name, null]);
  });

  slow.it("are the same bytes, built again and again or once", async () => {
    const once = await mkdtemp(join(tmpdir(), "followback-test-"));
    for (const [nth, {exchanges}] of recording.looks.entries()) {
      await takeSnapshot({dataDir, account, size, client: clientOf(exchanges)});
      if (isLong || nth % 3 === 0 || nth === recording.looks.length - 1) await buildMarts(dataDir);
      expect(await listSnapshots(dataDir)).toHaveLength(nth + 1);
    }
    cpSync(join(dataDir, "snapshots"), join(once, "snapshots"), {recursive: true});
    await buildMarts(once);
    const bytesOf = async (of: string) =>
      Object.fromEntries(
        (await readdir(join(of, "marts")))
          .filter((name) => name.endsWith(".parquet"))
          .map((name) => [name, readFileSync(join(of, "marts", name)).toString("base64")])
      );
    expect(await bytesOf(dataDir)).toEqual(await bytesOf(once));
    await rm(once, {recursive: true, force: true});
  });

  it("count as engaged those who acted toward the account, and nobody else", async () => {
    await takeAll(dataDir, 1);
    const [{acted, any}] = (await modelRows(
      dataDir,
      "present_engagement",
      'select sum(acted)::integer as acted, sum(acted_any)::integer as "any" from present_engagement'
    )) as [{acted: number; any: number}];
    const {acts} = recording.looks[0]!.expected;
    const toward = acts.filter((act) => act.includes("brand"));
    expect(any).toBe(toward.length);
    expect(acted).toBe(toward.filter((act) => !/ (like|repost):/.test(act)).length);
  });
});

describe("a snapshot of Bluesky that was interrupted", () => {
  const {exchanges} = recording.looks[0]!;

  it("continues wherever it was killed, and is the snapshot that it would have been", async () => {
    await takeAll(dataDir, 1);
    const [whole] = await checksums();
    for (let kill = 0; kill < exchanges.length; kill += isLong ? 9 : 20) {
      await rm(dataDir, {recursive: true, force: true});
      const killed = clientOf(exchanges);
      const get = killed.get.bind(killed);
      let asked = 0;
      killed.get = (request) => {
        if (asked++ === kill) throw new Error("killed");
        return get(request);
      };
      await expect(takeSnapshot({dataDir, account, size, client: killed})).rejects.toThrow("killed");
      expect(await listSnapshots(dataDir)).toEqual([]);
      const said: string[] = [];
      const client = clientOf(exchanges, killed.clock.now());
      await takeSnapshot({dataDir, account, size, client, say: (line) => said.push(line)});
      expect(said).toEqual([
        expect.stringMatching(/^continuing the snapshot begun at .* is not asked for again$/)
      ]);
      expect(await checksums()).toEqual([whole]);
      const {requests} = await readManifest(dataDir, (await listSnapshots(dataDir))[0]!);
      expect(requests!.reduce((sum, one) => sum + one.requests, 0)).toBe(exchanges.length);
      expect(await readdir(join(dataDir, ".bluesky"))).toEqual([]);
    }
  });

  it("begins again after an hour", async () => {
    const killed = clientOf(exchanges);
    killed.get = () => {
      throw new Error("killed");
    };
    await expect(takeSnapshot({dataDir, account, size, client: killed})).rejects.toThrow("killed");
    const {clock, fetch} = replay(exchanges);
    const later = {...clock, now: () => new Date(clock.now().getTime() + 3_700_000)};
    const client = new BlueskyClient({base: "http://localhost", clock: later, fetch});
    const said: string[] = [];
    await takeSnapshot({dataDir, account, size, client, say: (line) => said.push(line)});
    expect(said).toEqual([]);
  });

  it("is not stored where Bluesky is out of reach, and continues", async () => {
    const {clock, fetch} = replay(exchanges);
    let answers = 0;
    const broken = new BlueskyClient({
      base: "http://localhost",
      clock,
      fetch: (...asked) => (answers++ < 5 ? fetch(...asked) : Promise.reject(new Error("no route to host")))
    });
    await expect(takeSnapshot({dataDir, account, size, client: broken})).rejects.toThrow(
      /no route to host\): nothing was stored: run the same again within 60 minutes/
    );
    expect(await listSnapshots(dataDir)).toEqual([]);
    await takeSnapshot({dataDir, account, size, client: clientOf(exchanges)});
    expect(await listSnapshots(dataDir)).toHaveLength(1);
  });

  it("is not taken twice where only its journal was left behind", async () => {
    const client = clientOf(exchanges);
    const {id} = await takeSnapshot({dataDir, account, size, client});
    const {mkdirSync, writeFileSync} = await import("node:fs");
    const {taken_at: takenAt, version} = await readManifest(dataDir, id);
    mkdirSync(join(dataDir, ".bluesky"), {recursive: true});
    const begin = {account: own, version, base: "http://localhost", takenAt};
    writeFileSync(join(dataDir, ".bluesky", `${own}.ndjson`), `${JSON.stringify({begin})}\n`);
    const again = await takeSnapshot({dataDir, account, size, client: clientOf(exchanges)});
    expect(again).toMatchObject({id, isNew: false});
    expect(await readdir(join(dataDir, ".bluesky"))).toEqual([]);
  });
});

describe("a snapshot of Bluesky with a gap", () => {
  it("is partial where relationships were not answered, and has no row of whom nothing was said", async () => {
    await takeAll(dataDir, 1);
    const {exchanges} = recording.looks[1]!;
    const changed = exchanges.map((one) =>
      one.asked.startsWith("app.bsky.graph.getRelationships")
        ? {...one, status: 400, body: {error: "InvalidRequest", message: "no"}}
        : one
    );
    const {id, lists} = await takeSnapshot({dataDir, account, size, client: clientOf(changed)});
    expect(lists.map(({list, there, why}) => ({list, there, why}))).toEqual(
      ["following", "followers"].map((list) => ({
        list,
        there: 0,
        why: expect.stringMatching(/^how \d+ people stand to it was not answered$/)
      }))
    );
    expect(await rows(`select 1 from raw.relationships where snapshot_id = '${id}'`)).toEqual([]);
    expect(
      await rows(
        `select list, ended, rows::integer as rows from raw.lists where snapshot_id = '${id}' order by list`
      )
    ).toEqual([
      {list: "followers", ended: false, rows: 0},
      {list: "following", ended: false, rows: 0}
    ]);
  });

  it("is partial where an answer contradicts the list, and the second one does not come", async () => {
    const sky = new PretendedBluesky();
    sky.people = world(3, 2);
    const look = (at: string) => {
      const clock = {now: () => new Date(at), sleep: async () => {}};
      return takeSnapshot({
        dataDir,
        account: sky.brand,
        client: new BlueskyClient({fetch: sky.fetch, clock})
      });
    };
    await look("2026-03-03T12:00:00Z");
    let asked = 0;
    // A server that lags knows of no record, and the next one of nothing.
    sky.twist = (method) => {
      if (!method.endsWith("getRelationships")) return null;
      return asked++ === 0
        ? {status: 200, body: {relationships: sky.people.map(({did}) => ({did}))}}
        : {status: 400, body: {error: "InvalidRequest", message: "no"}};
    };
    const {lists} = await look("2026-03-10T12:00:00Z");
    const why = "how 5 people stand to it was not answered";
    expect(lists.map((one) => one.why)).toEqual([why, why]);
    const lost = "select count(*)::integer as lost from presence where end_before is not null";
    expect(await modelRows(dataDir, "presence", lost)).toEqual([{lost: 0}]);
  });
});

describe("a snapshot of Bluesky that is not told what became of people", () => {
  it("is partial where their follow is there, and no list shows them", async () => {
    const toldDir = join(dataDir, "told");
    const {exchanges} = recording.looks[1]!;
    const changed = exchanges.map((one) =>
      one.asked.startsWith("app.bsky.actor.getProfile?") && one.status === 400
        ? {...one, body: {error: "InvalidRequest", message: "no"}}
        : one
    );
    await takeAll(dataDir, 1);
    await takeAll(toldDir, 1);
    const {lists} = await takeSnapshot({dataDir, account, size, client: clientOf(changed)});
    const told = await takeSnapshot({dataDir: toldDir, account, size, client: clientOf(exchanges)});
    expect(told.lists.map(({why}) => why)).toEqual([null, null]);
    // Nobody who is hidden stands in a list, whether it was said why or not.
    expect(lists.map(({there}) => there)).toEqual(told.lists.map(({there}) => there));
    expect(lists.some(({why}) => /^what became of \d+ people was not answered$/.test(why ?? ""))).toBe(true);
  });
});

describe("the records that are asked what time they claim", () => {
  const record = (nth: number): FollowRecord => ({
    did: `did:web:host${nth}.test`,
    subject: account,
    key: "3n3gji4l6os2x"
  });
  const many = Array.from({length: 3000}, (_, nth) => record(nth));

  it("are all new ones, and of the others a thousand, the same in whatever order they come", () => {
    const fresh = [record(5000), record(5001)];
    const drawn = sampleOf(fresh, many, 0);
    expect(drawn).toHaveLength(1002);
    expect(drawn.slice(0, 2)).toEqual(fresh);
    expect(new Set(sampleOf(fresh, many.toReversed(), 0))).toEqual(new Set(drawn));
    // Not the first, nor the oldest: about as many of each half.
    const early = drawn.slice(2).filter((one) => many.indexOf(one) < 1500).length;
    expect(early).toBeGreaterThan(420);
    expect(early).toBeLessThan(580);
  });

  it("are no more once a thousand were asked", () => {
    expect(sampleOf([], many, 1000)).toEqual([]);
    expect(sampleOf([record(5000)], many, 2000)).toEqual([record(5000)]);
  });
});
