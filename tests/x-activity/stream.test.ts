import {existsSync} from "node:fs";
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {
  eventLine,
  startLocalActivity,
  type Connection,
  type LocalActivity
} from "../../data-loaders/demo/server/activity.ts";
import type {Recorder} from "../../data-loaders/x-activity/recorder.ts";
import {listenToStream} from "../../data-loaders/x-activity/stream.ts";
import {listSubscriptions, subscribe} from "../../data-loaders/x-activity/subscriptions.ts";
import {keptByListener} from "../../data-loaders/listening/kept.ts";
import {lockData} from "../../src/snapshots/lock.ts";
import {removeSnapshots} from "../../src/snapshots/remove.ts";
import {listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {account, follow, openDesk, secrets, until, type Desk} from "./samples.ts";

let desk: Desk;
let x: LocalActivity;
const said: string[] = [];
beforeEach(async () => {
  desk = await openDesk();
  said.length = 0;
});
afterEach(async () => {
  await x?.close();
  await desk.close();
});

/** Listens to a script until `isEnough`, then stops and stores. */
async function play(
  script: Connection[],
  isEnough: (recorder: Recorder) => boolean,
  {backfill = false, stallMs = 3_600_000} = {}
) {
  x = await startLocalActivity({token: secrets.token, script});
  const recorder = await desk.open({log: (line) => said.push(line)});
  const stop = new AbortController();
  const {clock} = desk;
  const listening = listenToStream({
    token: secrets.token,
    base: x.url,
    recorder,
    clock,
    signal: stop.signal,
    backfill,
    stallMs,
    log: (line) => said.push(line)
  });
  try {
    await Promise.race([until(() => isEnough(recorder)), listening]);
  } finally {
    stop.abort();
    await listening.catch(() => {});
    await recorder.close();
  }
  await listening;
  return recorder;
}

const events = () =>
  desk.rows<{id: string; source: string; after: Date; before: Date; delivery: string}>(
    `select event_id as id, source_id::varchar as source, "after", "before", delivery from raw.events order by "before", event_id`
  );

it("stores each event once with the minute before its receipt, though a character is cut in two and an event is repeated", async () => {
  const bytes = Buffer.from(eventLine(follow("-7953119945885597316", "5")));
  const cut = bytes.indexOf(Buffer.from("🍵")) + 2;
  const steps = [
    {heartbeat: true} as const,
    {chunks: [bytes.subarray(0, cut), bytes.subarray(cut)]},
    {send: follow("-7953119945885597316", "5")},
    {send: follow("-1", "6", {type: "follow.unfollow"})},
    {send: "what is this\r\n"},
    {send: {event_uuid: "8", event_type: "profile.update.bio", payload: {}}}
  ];
  const recorder = await play([{steps}], ({counts}) => counts.unused === 1);
  expect(recorder.counts).toEqual({stored: 2, repeated: 1, unused: 1, unknown: 1});
  const at = desk.clock.now();
  const minuteBefore = new Date(at.getTime() - 60_000);
  expect(await events()).toEqual([
    {id: "-1", source: "6", after: minuteBefore, before: at, delivery: "live"},
    {id: "-7953119945885597316", source: "5", after: minuteBefore, before: at, delivery: "live"}
  ]);
  expect(await desk.rows("select description from raw.users where user_id = 5")).toEqual([
    {description: "likes tea 🍵 and ďábel"}
  ]);
});

it("connects again after a broken line, a refusal and a limit, each with X's own waits", async () => {
  const limit = {"x-rate-limit-reset": String(desk.clock.time / 1000 + 300)};
  const recorder = await play(
    [
      {steps: [{send: follow("1", "5")}, {waitMs: 50}, {drop: true}]},
      {status: 503, body: "<html>"},
      {status: 503},
      {status: 429, headers: limit},
      {
        steps: [
          {heartbeat: true},
          {send: follow("1", "5")},
          {send: follow("2", "6")},
          {waitMs: 50},
          {drop: true}
        ]
      },
      {steps: [{send: follow("3", "7")}]}
    ],
    ({counts}) => counts.stored === 3
  );
  // 300 s after the start, less the 250 ms, 5 s and 10 s already waited; then a working line began the count anew.
  expect(desk.clock.slept).toEqual([250, 5_000, 10_000, 300_000 - 15_250, 250]);
  expect(recorder.counts.repeated).toBe(1);
  expect((await events()).map(({id}) => id)).toEqual(["1", "2", "3"]);
});

it("has a period for each unbroken line, ended by its last sign of life", async () => {
  const beat = {heartbeat: true} as const;
  const script = [
    {steps: [beat, {waitMs: 100}, {send: follow("1", "5")}, {waitMs: 50}, {drop: true} as const]},
    {steps: [beat, {waitMs: 100}, {send: follow("2", "6")}]}
  ];
  const start = desk.clock.time;
  // A second goes by with every look at the clock, however long the machine takes.
  desk.clock.now = () => new Date((desk.clock.time += 1000));
  await play(script, ({counts}) => counts.stored === 2);
  const periods = await desk.rows<{from: Date; to: Date; has_baseline: boolean}>(
    `select "from", max("to") as "to", has_baseline from raw.stream_periods group by all order by "from"`
  );
  expect(periods).toHaveLength(2);
  const [first, second] = periods;
  expect(first!.from.getTime()).toBeGreaterThanOrEqual(start);
  expect(first!.to.getTime()).toBeGreaterThan(first!.from.getTime());
  expect(second!.from.getTime()).toBeGreaterThan(first!.to.getTime());
  expect(first!.has_baseline).toBe(false);
});

it("was not listened to while the machine slept, and gives what waited for it the window of that sleep", async () => {
  const beat = {heartbeat: true} as const;
  const pause = {waitMs: 200};
  const steps = [
    beat,
    pause,
    {send: follow("1", "5")},
    pause,
    {send: follow("2", "6")},
    {send: follow("3", "7")}
  ];
  const start = desk.clock.time;
  const hours = (count: number) => count * 3_600_000;
  let slept = 0;
  // A second goes by with every look at the clock, and then eight hours.
  desk.clock.now = () => new Date((desk.clock.time += 1000) + slept);
  await play([{steps}], ({counts}) => {
    if (counts.stored === 1) slept = hours(8);
    return counts.stored === 3;
  });
  const found = await events();
  expect(found.map(({id, delivery}) => [id, delivery])).toEqual([
    ["1", "live"],
    ["2", "backfill"],
    ["3", "backfill"]
  ]);
  for (const {after, before} of found.slice(1)) {
    expect(after.getTime() - start).toBeLessThan(hours(1));
    expect(before.getTime() - start).toBeGreaterThan(hours(8));
  }
  const periods = await desk.rows<{from: Date; to: Date}>(
    `select distinct "from", "to" from raw.stream_periods`
  );
  expect(periods).not.toEqual([]);
  for (const {from, to} of periods) expect(to.getTime() - from.getTime()).toBeLessThan(hours(1));
});

it("gives what comes after a reconnect with backfill the window of the outage, and goes on without where X refuses it", async () => {
  const start = desk.clock.time;
  const script: Connection[] = [
    {steps: [{send: follow("1", "5")}, {waitMs: 50}, {drop: true}]},
    {steps: [{send: follow("2", "6")}, {waitMs: 50}, {drop: true}]},
    {status: 400, body: {title: "Invalid Request"}},
    {steps: [{send: follow("3", "7")}]}
  ];
  await play(script, ({counts}) => counts.stored === 3, {backfill: true});
  expect(x.connections).toEqual([
    "/2/activity/stream",
    "/2/activity/stream?backfill_minutes=1",
    "/2/activity/stream?backfill_minutes=1",
    "/2/activity/stream"
  ]);
  expect((await events()).map(({delivery, after}) => [delivery, after.getTime() - start])).toEqual([
    ["live", -60_000],
    ["backfill", -60_000],
    ["live", 500 - 60_000]
  ]);
});

it("takes silence for a broken line", async () => {
  await play(
    [{steps: [{heartbeat: true}]}, {steps: [{send: follow("1", "5")}]}],
    ({counts}) => counts.stored === 1,
    {
      stallMs: 300
    }
  );
  expect(x.connections).toHaveLength(2);
  expect(said).toContain("the stream broke off: again in 0.25 s");
});

it.each([401, 402, 403])("ends with one line where X answers %i, and stores what it had", async (status) => {
  const script: Connection[] = [
    {steps: [{send: follow("1", "5")}, {waitMs: 50}, {drop: true}]},
    {status, body: {title: "No", detail: `not with ${secrets.token}`}}
  ];
  await expect(play(script, () => false)).rejects.toThrow(
    new RegExp(`^X answered ${status}: No: not with \\[token\\]`)
  );
  expect(await events()).toHaveLength(1);
  expect(await desk.written()).not.toContain("SECRET");
});

it("keeps events on disk while another process writes, and stores them later as one snapshot a batch", async () => {
  const unlock = await lockData(desk.dataDir);
  await play([{steps: [{send: follow("1", "5")}]}], ({counts}) => counts.stored === 1);
  unlock();
  expect(said).toContain("another followback is writing: events wait on disk");
  expect(await events()).toEqual([]);
  await (await desk.open()).close();
  expect(await events()).toHaveLength(1);
});

it("stores what a killed listener had received, and knows it again when it is replayed", async () => {
  const killed = await desk.open();
  killed.receive([JSON.stringify({data: follow("-5", "5")})], desk.clock.now());
  killed.release();
  const next = await desk.open();
  expect(await events()).toHaveLength(1);
  expect((await desk.open().catch((error: Error) => error)) as Error).toMatchObject({
    message: expect.stringMatching(/^another followback listen is running/)
  });
  next.receive([JSON.stringify({data: follow("-5", "5")})], desk.clock.now());
  expect(next.counts).toMatchObject({stored: 0, repeated: 1});
  await next.close();
  const third = await desk.open();
  third.receive([JSON.stringify({data: follow("-5", "5")})], desk.clock.now());
  expect(third.counts).toMatchObject({stored: 0, repeated: 1});
  await third.close();
  expect(await events()).toHaveLength(1);
});

it("stores two batches of one moment as two, though the first is stored before the second is closed", async () => {
  const recorder = await desk.open();
  for (const nth of ["1", "2"]) {
    recorder.receive([JSON.stringify({data: follow(nth, `5${nth}`)})], desk.clock.now());
    await recorder.flush();
  }
  await recorder.close();
  expect(await events()).toHaveLength(2);
});

it("writes a batch when it is full or old, and posts as acts with their own time", async () => {
  const recorder = await desk.open({mostEvents: 2, everyMs: 60_000});
  const reply = {
    event_uuid: "9",
    event_type: "post.reply.create",
    filter: {user_id: account},
    payload: {
      id: "1834567890123456789",
      author_id: "77",
      created_at: "2026-03-03T11:00:00.000Z",
      in_reply_to_user_id: account,
      referenced_tweets: [{type: "replied_to", id: "1834567890123456001"}]
    }
  };
  recorder.receive(
    [JSON.stringify({data: follow("1", "5")}), JSON.stringify({data: reply})],
    desk.clock.now()
  );
  recorder.tick();
  await recorder.flush();
  expect(
    await desk.rows(
      `select act_id, actor_id, kind, target_post_id, "before" as at, is_exact from raw.interactions`
    )
  ).toEqual([
    {
      act_id: "1834567890123456789",
      actor_id: 77n,
      kind: "reply",
      target_post_id: 1834567890123456001n,
      at: new Date("2026-03-03T11:00:00Z"),
      is_exact: true
    }
  ]);
  expect(await desk.rows("select act_id, user_id::varchar as user, how from raw.addressed")).toEqual([
    {act_id: "1834567890123456789", user: account, how: "reply"}
  ]);
  recorder.receive([JSON.stringify({data: follow("2", "6")})], desk.clock.now());
  recorder.tick();
  expect(await desk.rows("select distinct snapshot_id from raw.events")).toHaveLength(1);
  desk.clock.time += 60_000;
  recorder.tick();
  await until(async () => (await desk.rows("select distinct snapshot_id from raw.events")).length === 2);
  await recorder.close();
});

it("ends with the error where the disk is full, and not in the middle of nowhere, and covers no time of what was lost", async () => {
  x = await startLocalActivity({
    token: secrets.token,
    script: [{steps: [{send: follow("1", "5")}, {waitMs: 50}]}]
  });
  const recorder = await desk.open();
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {code: "ENOSPC"});
  recorder.receive = () => {
    throw full;
  };
  const stop = new AbortController();
  try {
    await expect(
      listenToStream({
        token: secrets.token,
        base: x.url,
        recorder,
        clock: desk.clock,
        signal: stop.signal,
        onConnected: () => (desk.clock.time += 20_000)
      })
    ).rejects.toBe(full);
  } finally {
    stop.abort();
    await recorder.close();
  }
  expect(await desk.rows("from raw.stream_periods")).toEqual([]);
});

it("subscribes to what is not subscribed yet", async () => {
  x = await startLocalActivity({token: secrets.token});
  const access = {token: secrets.token, base: x.url};
  expect(await subscribe(access, [account], null)).toBe(6);
  expect(await subscribe(access, [account], null)).toBe(0);
  expect((await listSubscriptions(access)).map(({eventType}) => eventType)).toContain("follow.unfollow");
});

it("refuses to remove what a running listener has stored, and drops the batch that would bring it back", async () => {
  const recorder = await desk.open();
  recorder.receive([eventLine(follow("1", "5")).trim()], desk.clock.now());
  await recorder.flush();
  const [id] = await listSnapshots(desk.dataDir);
  const remove = () => removeSnapshots(desk.dataDir, [id!], {kept: [keptByListener]});
  await expect(remove()).rejects.toThrow(/^followback listen is running on this data: stop it/);
  expect(await listSnapshots(desk.dataDir)).toEqual([id]);
  await recorder.close();
  // As a listener leaves it that is killed between storing a batch and deleting it.
  const {taken_at: at} = await readManifest(desk.dataDir, id!);
  const batch = join(desk.dataDir, ".listen", `${Date.parse(at)}.ndjson`);
  await writeFile(batch, "");
  await remove();
  expect(existsSync(batch)).toBe(false);
});
