import {mkdirSync, rmdirSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {addressOfFollow} from "../../data-loaders/bluesky/jetstream/held.ts";
import {StreamRecorder} from "../../data-loaders/bluesky/jetstream/recorder.ts";
import {jetstreamAddress, listenToJetstream} from "../../data-loaders/bluesky/jetstream/stream.ts";
import {timeOfKey} from "../../data-loaders/bluesky/keys.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {MovableTestClock, until} from "../x-activity/samples.ts";
import {startLocalJetstream, type LocalJetstream, type Published} from "./local-jetstream.ts";
import {storedRows} from "../stored.ts";

const didOf = (letter: string) => `did:plc:${letter.repeat(24)}`;
const [brand, ann, ben, cas] = ["a", "b", "c", "d"].map(didOf) as [string, string, string, string];
const account = {id: insideOf(brand), did: brand};

const alphabet = "234567abcdefghijklmnopqrstuvwxyz";
/** A key, or a revision, of a time: 53 bits of microseconds and 10 of a clock. */
function keyAt(ms: number, clock = 7): string {
  let bits = ((BigInt(Math.round(ms)) * 1000n) << 10n) | BigInt(clock);
  let key = "";
  for (let nth = 0; nth < 13; nth++, bits >>= 5n) key = alphabet[Number(bits & 31n)]! + key;
  return key;
}

/** The clock of the tests begins here. */
const start = Date.parse("2026-03-03T12:00:00Z");
/** Seconds since then, as the stream counts. */
const us = (seconds: number) => (start + seconds * 1000) * 1000;

interface Commit {
  by: string;
  key: string;
  at: number;
  of?: string;
  rev?: string;
  operation?: string;
  collection?: string;
}

/** A commit as Jetstream tells of it; without `of` a deletion. The server made it a second before. */
const commit = ({
  by,
  key,
  at,
  of,
  rev = keyAt(start + at * 1000 - 1000),
  operation,
  collection = "app.bsky.graph.follow"
}: Commit) => ({
  did: by,
  time_us: us(at),
  kind: "commit",
  commit: {
    rev,
    operation: operation ?? (of === undefined ? "delete" : "create"),
    collection,
    rkey: key,
    ...(of !== undefined && {
      record: {$type: "app.bsky.graph.follow", createdAt: new Date(start).toISOString(), subject: of},
      cid: "bafy"
    })
  }
});
const accountEvent = (did: string, at: number, status?: string) => ({
  did,
  time_us: us(at),
  kind: "account",
  account: {
    active: status === undefined,
    did,
    seq: 1,
    time: new Date(start).toISOString(),
    ...(status && {status})
  }
});
/** Something of other people, by which the stream shows that it is alive. */
const other = (at: number) => commit({by: cas, key: keyAt(start + at, 99), at, of: ben});

let dataDir: string;
let clock: MovableTestClock;
let jetstream: LocalJetstream;
const said: string[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "followback-jetstream-"));
  // A day after everything, so that no message comes from the future; the tests of windows move it back.
  clock = new MovableTestClock(start + 86_400_000);
  jetstream = await startLocalJetstream();
  said.length = 0;
  await snapshot({[ann]: {inbound: "annskey"}, [ben]: {outbound: "brandskey"}});
});
afterEach(async () => {
  await jetstream.close();
  await rm(dataDir, {recursive: true, force: true});
});

/** A snapshot, by default an hour before the stream begins: who stands to the brand by which keys. */
const snapshot = (
  people: Record<string, {inbound?: string; outbound?: string}>,
  at = start - 3_600_000,
  of = account
) =>
  writeSnapshot(dataDir, {source: "bluesky", takenAt: new Date(at), key: "look"}, async (writer) => {
    const own = {account_id: of.id};
    const texts = [of.did, ...Object.keys(people)];
    for (const text of texts)
      await writer.append("outside_ids", {...own, id: insideOf(text), owner_id: insideOf(text), text});
    for (const [did, {inbound, outbound}] of Object.entries(people))
      await writer.append("relationships", {
        ...own,
        user_id: insideOf(did),
        inbound_key: inbound ?? null,
        outbound_key: outbound ?? null,
        asked_at: new Date(at),
        answered_at: new Date(at)
      });
    return {accounts: [of.id]};
  });

const rows = <T>(sql: string) => storedRows<T>(dataDir, sql);
const names = new Map(
  [brand, ann, ben, cas].map((did, nth) => [insideOf(did), ["brand", "ann", "ben", "cas"][nth]!])
);

/** Every event that is stored, oldest first: who did what to whom, in which seconds. */
const events = async () => {
  const found = await rows<{kind: string; source: string; target: string; after: Date | null; before: Date}>(`
    select kind, source_id::varchar as source, target_id::varchar as target, "after", "before" from raw.events
    order by "before", event_id`);
  const seconds = (time: Date | null) => (time === null ? null : (time.getTime() - start) / 1000);
  return found.map(
    ({kind, source, target, after, before}) =>
      `${names.get(source)} ${kind} ${names.get(target)} (${seconds(after)}, ${seconds(before)}]`
  );
};
const periods = async () => {
  const found = await rows<{from: Date; to: Date}>(
    `select "from", max("to") as "to" from raw.stream_periods group by "from" order by "from"`
  );
  return found.map(({from, to}) => [from, to].map((time) => (time.getTime() - start) / 1000));
};

const openRecorder = (options: Partial<Parameters<typeof StreamRecorder.open>[0]> = {}) =>
  StreamRecorder.open({dataDir, accounts: [account], clock, log: (line) => said.push(line), ...options});

/** Feeds messages to a recorder as one connection, then closes it. */
async function hear(messages: Published[], receivedAt = new Date(start + 86_400_000), accounts = [account]) {
  // Two processes do not end in one millisecond.
  clock.time += 1000;
  const recorder = await openRecorder({accounts});
  recorder.opened(recorder.cursor);
  for (const message of messages)
    recorder.receive(typeof message === "string" ? message : JSON.stringify(message), receivedAt);
  await recorder.close();
  return recorder.counts;
}

describe("what the stream says of the account's follows", () => {
  it("keeps a follow of the account and one by it, from the server's time of the commit on, and drops all others", async () => {
    const counts = await hear([
      commit({by: cas, key: "k1", at: 10, of: brand}),
      commit({by: brand, key: "k2", at: 20, of: cas}),
      other(30),
      commit({by: cas, key: "k3", at: 40, of: brand, collection: "app.bsky.graph.block"})
    ]);
    // The revision is a second older than the message, and servers' clocks differ by two minutes at most.
    expect(await events()).toEqual(["cas follow brand (-111, 10]", "brand follow cas (-101, 20]"]);
    expect(counts).toMatchObject({stored: 2, unused: 2, unknown: 0});
    expect(
      await rows(`select text from raw.outside_ids where snapshot_id like '%-bluesky-stream-%' order by text`)
    ).toEqual([{text: cas}]);
  });

  it("counts a deletion for the addresses that are held, by either side, and for no other", async () => {
    const counts = await hear([
      commit({by: ann, key: "annskey", at: 10}),
      commit({by: brand, key: "brandskey", at: 20}),
      // Another record of hers, and his record under the same key.
      commit({by: ann, key: "another", at: 30}),
      commit({by: ben, key: "annskey", at: 40}),
      other(50)
    ]);
    expect(await events()).toEqual(["ann unfollow brand (-111, 10]", "brand unfollow ben (-101, 20]"]);
    expect(counts).toMatchObject({stored: 2, unused: 3});
  });

  it("takes a record that its own commit replaces for no unfollow, in whichever order the two are told", async () => {
    const rev = keyAt(start + 9000);
    const counts = await hear([
      commit({by: ann, key: "annskey", at: 10, rev}),
      commit({by: ann, key: "second", at: 10.001, of: brand, rev}),
      other(20),
      commit({by: ann, key: "third", at: 30, of: brand, rev: keyAt(start + 29_000)}),
      commit({by: ann, key: "second", at: 30.001, rev: keyAt(start + 29_000)}),
      other(40),
      // The one that is there now is held.
      commit({by: ann, key: "third", at: 50}),
      other(60)
    ]);
    expect(counts.replaced).toBe(2);
    // It was there when it was made, on second 30.
    expect(await events()).toEqual(["ann unfollow brand (30, 50]"]);
  });

  it("has an unfollow and a follow where two commits follow each other at once", async () => {
    await hear([
      commit({by: ann, key: "annskey", at: 10}),
      commit({by: ann, key: "second", at: 10.5, of: brand}),
      other(20)
    ]);
    expect(await events()).toEqual(["ann unfollow brand (-111, 10]", "ann follow brand (-110.5, 10.5]"]);
  });

  it("holds two records of one follow, and has an unfollow when the last one goes", async () => {
    await hear([
      commit({by: cas, key: "k1", at: 10, of: brand}),
      commit({by: cas, key: "k2", at: 11, of: brand}),
      commit({by: cas, key: "k1", at: 20}),
      commit({by: cas, key: "k2", at: 30}),
      other(40)
    ]);
    expect(await events()).toEqual(["cas follow brand (-111, 10]", "cas unfollow brand (11, 30]"]);
  });

  it("takes a record put in the place of another one for the unfollow of whom that one followed", async () => {
    await hear([commit({by: brand, key: "brandskey", at: 10, of: cas, operation: "update"}), other(20)]);
    expect(await events()).toEqual(["brand follow cas (-111, 10]", "brand unfollow ben (-111, 10]"]);
  });

  it("knows no earliest time of a commit whose revision is no time, or a later one; an unfollow has the last time it was there", async () => {
    await hear([
      commit({by: cas, key: "k1", at: 10, of: brand, rev: "self-made"}),
      commit({by: ann, key: "annskey", at: 20, rev: keyAt(start + 900_000)}),
      other(30)
    ]);
    expect(await events()).toEqual(["cas follow brand (null, 10]", "ann unfollow brand (-3600, 20]"]);
  });

  it("ends no window after the receipt, whatever the stream says", async () => {
    await hear([commit({by: cas, key: "k1", at: 10, of: brand})], new Date(start + 4000));
    expect(await events()).toEqual(["cas follow brand (-111, 4]"]);
  });

  it("stores what became of the accounts of people it knows, in our words", async () => {
    await hear([
      accountEvent(ann, 10, "deactivated"),
      accountEvent(ann, 20),
      accountEvent(ben, 30, "takendown"),
      accountEvent(cas, 40, "deleted"),
      accountEvent(ann, 50, "throttled"),
      accountEvent(ann, 60, "deleted")
    ]);
    const found = await rows<{user: string; status: string; at: Date}>(
      `select user_id::varchar as user, status, status_at as at from raw.users order by status_at`
    );
    // Of one person a snapshot holds one row, the latest.
    expect(
      found.map(({user, status, at}) => [names.get(user), status, (at.getTime() - start) / 1000])
    ).toEqual([
      ["ben", "taken_down", 30],
      ["ann", "deleted", 60]
    ]);
  });

  it("reads on after what is no message, or one of another time", async () => {
    const counts = await hear([
      "",
      "not json",
      "null",
      "[]",
      '{"did":"did:plc:x","time_us":1,"kind":"commit"}',
      JSON.stringify({...commit({by: cas, key: "k1", at: 10, of: brand}), time_us: us(10 * 86_400)}),
      JSON.stringify({...commit({by: cas, key: "k1", at: 10, of: brand}), time_us: 1e300}),
      JSON.stringify({...commit({by: cas, key: "k1", at: 10, of: brand}), commit: {operation: "create"}}),
      JSON.stringify(commit({by: cas, key: "../k", at: 10, of: brand})),
      JSON.stringify(commit({by: cas, key: "k", at: 10, of: "did:plc:nobody"})),
      commit({by: brand, key: "self", at: 10, of: brand}),
      commit({by: cas, key: "k1", at: 20, of: brand})
    ]);
    expect(counts).toMatchObject({unknown: 10, stored: 1});
    expect(await events()).toEqual(["cas follow brand (-101, 20]"]);
  });

  it("asks for a snapshot first, without which no deletion is anybody's", async () => {
    const stranger = {id: insideOf(cas), did: cas};
    await expect(openRecorder({accounts: [account, stranger]})).rejects.toThrow(
      `account ${cas}: no snapshot says who follows it, and an unfollow names only a record: take one with followback snapshot first`
    );
    await (await openRecorder()).close();
  });
});

describe("time in which the stream was heard", () => {
  it("is one period while each connection begins where the last one was, and another one behind a gap", async () => {
    const recorder = await openRecorder();
    const connect = (...seconds: number[]) => {
      recorder.opened(recorder.cursor);
      for (const at of seconds) recorder.receive(JSON.stringify(other(at)), clock.now());
    };
    connect(0, 30, 500);
    expect(recorder.cursor).toBe(us(495));
    // Heard again from before the last message on; then from behind it, which is a gap.
    connect(496, 500, 520);
    connect(600, 620);
    await recorder.close();
    expect(await periods()).toEqual([
      [0, 520],
      [600, 620]
    ]);
  });

  it("goes on in the next process where it is heard from there on, and repeats nothing", async () => {
    const follow = commit({by: cas, key: "k1", at: 95, of: brand});
    await hear([other(0), follow, other(100)]);
    const counts = await hear([follow, other(100), other(130)]);
    expect(counts).toMatchObject({stored: 0, repeated: 1});
    await hear([other(1000), other(1010)]);
    expect(await periods()).toEqual([
      [0, 100],
      [100, 130],
      [1000, 1010]
    ]);
    expect(await events()).toHaveLength(1);
  });

  it("is none before a snapshot that was taken in a break: which records went meanwhile is not told whole", async () => {
    await hear([other(0), other(100)]);
    // Ann unfollows and follows again, and the snapshot knows the new record alone.
    await snapshot({[ann]: {inbound: "second"}, [ben]: {outbound: "brandskey"}}, start + 200_000);
    await hear([
      other(96),
      commit({by: ann, key: "annskey", at: 130}),
      commit({by: ann, key: "second", at: 150, of: brand}),
      other(250),
      commit({by: ann, key: "second", at: 260}),
      other(300)
    ]);
    expect(await events()).toEqual(["ann unfollow brand (200, 260]"]);
    expect(await periods()).toEqual([
      [0, 100],
      [200, 300]
    ]);
  });

  it("is none of an account before it was looked at first, though the stream goes on for another", async () => {
    await hear([other(0), other(100)]);
    const second = {id: insideOf(didOf("e")), did: didOf("e")};
    await snapshot({[ann]: {inbound: "toThem"}}, start + 200_000, second);
    await hear([other(96), other(250)], undefined, [account, second]);
    // The first account was listened to alone for a while, and both again.
    await hear([other(250), other(300)]);
    await hear([other(246), other(400)], undefined, [account, second]);
    const found = await rows<{id: string; from: Date; to: Date}>(`
      select account_id::varchar as id, "from", max("to") as "to" from raw.stream_periods
      group by account_id, "from" order by account_id = ${second.id}, "from"`);
    expect(
      found.map(({id, from, to}) => [
        names.get(id) ?? "second",
        ...[from, to].map((at) => (at.getTime() - start) / 1000)
      ])
    ).toEqual([
      ["brand", 0, 100],
      ["brand", 100, 250],
      ["brand", 250, 300],
      ["brand", 300, 400],
      ["second", 200, 250],
      ["second", 250, 400]
    ]);
  });

  it("ends before a deletion of which the commit is not over, and the next process hears it again", async () => {
    const deletion = commit({by: ann, key: "annskey", at: 100});
    await hear([other(0), deletion]);
    expect(await events()).toEqual([]);
    expect(await periods()).toEqual([[0, 99.999]]);
    await hear([deletion, other(110)]);
    expect(await events()).toEqual(["ann unfollow brand (-21, 100]"]);
  });

  it("ends before what could not be written, and the next process hears it again", async () => {
    const deletion = commit({by: ann, key: "annskey", at: 100});
    const recorder = await openRecorder();
    recorder.opened(null);
    for (const message of [other(0), deletion]) recorder.receive(JSON.stringify(message), clock.now());
    const open = join(dataDir, ".listen-bluesky", "open.ndjson");
    mkdirSync(open);
    expect(() => recorder.receive(JSON.stringify(other(110)), clock.now())).toThrow("EISDIR");
    rmdirSync(open);
    await recorder.close();
    expect(await periods()).toEqual([[0, 99.999]]);
    await hear([deletion, other(110)]);
    expect(await events()).toEqual(["ann unfollow brand (-21, 100]"]);
  });

  it("keeps what a killed process had received, and a second one is refused meanwhile", async () => {
    const killed = await openRecorder();
    killed.opened(null);
    killed.receive(JSON.stringify(commit({by: cas, key: "k1", at: 10, of: brand})), clock.now());
    await expect(openRecorder()).rejects.toThrow(/^another followback listen is running/);
    killed.release();
    await (await openRecorder()).close();
    expect(await events()).toHaveLength(1);
    expect(await periods()).toEqual([]);
  });
});

describe("the line to a local Jetstream", () => {
  /** Listens until `isEnough`, and stores. */
  async function play(
    isEnough: (recorder: StreamRecorder) => boolean,
    act: () => Promise<void> | void,
    stallMs = 3_600_000
  ) {
    const recorder = await openRecorder();
    const stop = new AbortController();
    const listening = listenToJetstream({
      base: jetstream.url,
      recorder,
      clock,
      signal: stop.signal,
      stallMs,
      log: (line) => said.push(line)
    });
    try {
      await Promise.race([
        (async () => {
          await act();
          await until(() => isEnough(recorder));
        })(),
        listening
      ]);
    } finally {
      stop.abort();
      await listening.catch(() => {});
      await recorder.close();
    }
    await listening;
    return recorder;
  }
  const connected = (count: number) => until(() => jetstream.connections.length === count);

  it("ends with the error where the disk is full", async () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {code: "ENOSPC"});
    const recorder = await openRecorder();
    recorder.receive = () => {
      throw full;
    };
    const stop = new AbortController();
    const listening = listenToJetstream({base: jetstream.url, recorder, clock, signal: stop.signal});
    const ended = expect(listening).rejects.toBe(full);
    try {
      await connected(1);
      jetstream.publish(other(10));
      await ended;
    } finally {
      stop.abort();
      await recorder.close();
    }
  });

  it("asks for follows alone, and after a break for what came since a few seconds before it", async () => {
    await play(
      ({counts}) => counts.stored === 2,
      async () => {
        await connected(1);
        await until(() => {
          jetstream.publish(commit({by: cas, key: "k1", at: 10, of: brand}));
          return true;
        });
        await until(async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          return true;
        });
        jetstream.drop();
        // While nobody listens.
        jetstream.publish(commit({by: brand, key: "k2", at: 20, of: cas}));
        await connected(2);
      }
    );
    const asked = jetstream.connections.map((url) => new URL(url, jetstream.url).searchParams);
    expect(asked.map((query) => query.getAll("wantedCollections"))).toEqual([
      ["app.bsky.graph.follow"],
      ["app.bsky.graph.follow"]
    ]);
    expect(asked.map((query) => query.get("cursor"))).toEqual([null, String(us(5))]);
    expect(asked.map((query) => query.get("compress"))).toEqual([null, null]);
    expect(await events()).toEqual(["cas follow brand (-111, 10]", "brand follow cas (-101, 20]"]);
    expect(await periods()).toEqual([[10, 20]]);
  });
});

it("takes an address over TLS, or one of this machine", () => {
  expect(jetstreamAddress("wss://jetstream.example/")).toBe("wss://jetstream.example");
  expect(jetstreamAddress("ws://127.0.0.1:6008")).toBe("ws://127.0.0.1:6008");
  for (const text of ["ws://jetstream.example", "https://jetstream.example", "jetstream.example"])
    expect(() => jetstreamAddress(text)).toThrow(/^FOLLOWBACK_JETSTREAM_BASE: must be a wss address/);
});

it("has the test's keys say the time they are made of", () => {
  expect(timeOfKey(keyAt(start))).toEqual(new Date(start));
  expect(addressOfFollow(brand, keyAt(start))).not.toBeNull();
});
