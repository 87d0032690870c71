import {afterEach, describe, expect, it} from "vitest";
import {Recorder} from "../../data-loaders/x-activity/recorder.ts";
import type {Outage} from "../../data-loaders/x-activity/windows.ts";
import {runModels} from "../../src/models/build.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import {account, openDesk, type Desk} from "../x-activity/samples.ts";

// Complete weekly lists of day 0 and day 7; person 5 stands in the second. What a listener heard comes in between.

const dayZero = Date.parse("2026-02-02T00:00:00Z");
const day = (days: number) => new Date(dayZero + Math.round(days * 86_400_000));
const minute = 1 / 1440;

let desk: Desk;
afterEach(() => desk.close());

async function walk(at: number, people: number[]) {
  await writeSnapshot(desk.dataDir, {source: "x-api", takenAt: day(at), key: String(at)}, async (writer) => {
    for (const list of ["following", "followers"] as const) {
      const own = list === "followers" ? people : [];
      const row = {account_id: account, list, source: "x-api", taken_at: day(at), ended: true};
      await writer.append("lists", {...row, started_at: day(at), finished_at: day(at), pages: 1});
      for (const [position, id] of own.entries())
        await writer.append(list, {account_id: account, user_id: String(id), position, page_at: day(at)});
    }
    return {accounts: [account]};
  });
}

const crowd = Array.from({length: 30}, (_, nth) => 900 + nth);

/** The start of person 5 when a follow was heard on these days: the days of its window. */
async function startHeard(heardAt: number | null, outage: Outage | null = null, type = "follow.follow") {
  desk = await openDesk();
  desk.clock.time = day(7).getTime();
  await walk(0, type === "follow.follow" ? crowd : [5, ...crowd]);
  await walk(7, type === "follow.follow" ? [5, ...crowd] : crowd);
  if (heardAt !== null) {
    const recorder = await Recorder.open({dataDir: desk.dataDir, accounts: [account], clock: desk.clock});
    const payload = {source: {data: {id: "5"}}, target: {data: {id: account}}};
    const data = {event_uuid: "-8", event_type: type, filter: {user_id: account}, payload};
    recorder.receive([JSON.stringify({data})], day(heardAt), outage);
    await recorder.close();
  }
  return withDatabase(async (db) => {
    await attachSnapshots(db, desk.dataDir);
    await runModels(db, {only: ["spells"]});
    const [row] = await db.rows<Record<string, Date | null>>(
      "select start_after, start_before, end_after, end_before from spells where user_id = 5 and direction = 'inbound'"
    );
    const days = (time: Date | null) => time && (time.getTime() - dayZero) / 86_400_000;
    return Object.values(row!).map(days);
  });
}

describe("an event in the marts", () => {
  it("without one the start is the gap between the lists", async () => {
    expect((await startHeard(null)).slice(0, 2)).toEqual([0, 7]);
  });

  it("heard live narrows a start to the minute before its receipt", async () => {
    const [after, before] = await startHeard(3.5);
    expect(after).toBeCloseTo(3.5 - minute, 9);
    expect(before).toBe(3.5);
  });

  it("replayed narrows it to its outage, and no further", async () => {
    const [after, before] = await startHeard(3.5, {from: day(2), delivery: "replay"});
    expect(after).toBeCloseTo(2 - minute, 9);
    expect(before).toBe(3.5);
  });

  it("an outage that began before the last list says no more than that list", async () => {
    const [after, before] = await startHeard(3.5, {from: day(-1), delivery: "replay"});
    expect([after, before]).toEqual([0, 3.5]);
  });

  it("an unfollow heard live says by when they were gone; when they were last seen it does not", async () => {
    const [, , after, before] = await startHeard(3.5, null, "follow.unfollow");
    expect([after, before]).toEqual([0, 3.5]);
  });
});
