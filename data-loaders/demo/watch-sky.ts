import {UserError} from "../../src/errors.ts";
import {holdStore} from "../../src/snapshots/store.ts";
import {BlueskyClient} from "../bluesky/client.ts";
import {takeSnapshot} from "../bluesky/snapshot.ts";
import {MovableClock} from "./server/clock.ts";
import type {FaultScenario} from "./sky/faults.ts";
import {startAppview} from "./sky/server.ts";
import {plural} from "../../src/words.ts";
import {dayMs} from "./world/people.ts";
import type {WrittenWorld} from "./written.ts";

export interface WatchSkyOptions {
  /** Weeks to watch, both ends included: one snapshot a week. */
  weeks: number;
  /** Let no time pass while a snapshot is read, so that everything in it is of one moment. Default false. */
  readsAtOnce?: boolean;
  /** What goes wrong while it is watched. */
  faultScenario?: FaultScenario;
  /** Called after each snapshot, with how many are taken. */
  log?: (done: number, at: Date) => void;
}

/** What a watch came to. */
export interface WatchedSky {
  requests: number;
  /** Requests that met a fault. */
  faults: number;
  /** Lists that were read, and how many of them came out partial. */
  lists: number;
  partial: number;
  /** Weeks in which no snapshot could be taken. */
  missed: number;
}

/** Real milliseconds of silence after which a rehearsed bad day goes on; the local AppView itself answers in a few. */
const patienceMs = 2000;

/** How many snapshots a watch of so many weeks takes. */
export const snapshotsOfWeeks = (weeks: number) => weeks + 1;

/**
 * Watches the brand of a world from its first moment on, once a week, through the `bluesky` source and a local AppView. The
 * world moves with the clock, and every request takes a fifth of a second of it. A week in which no snapshot can be taken
 * passes, as it would for anybody.
 */
export async function watchSky(
  dataDir: string,
  written: WrittenWorld,
  {weeks, readsAtOnce = false, faultScenario, log}: WatchSkyOptions
): Promise<WatchedSky> {
  const {start} = written.world;
  let isReading = false;
  const clock = new MovableClock(new Date(start), (now) => {
    if (!isReading || !readsAtOnce) written.advanceTo(now);
  });
  const appview = await startAppview(written.repositories, {clock, ...(faultScenario && {faultScenario})});
  const watched: WatchedSky = {requests: 0, faults: 0, lists: 0, partial: 0, missed: 0};
  const take = async () => {
    for (let week = 0; week < snapshotsOfWeeks(weeks); ++week) {
      isReading = false;
      clock.moveTo(new Date(start + week * 7 * dayMs));
      isReading = true;
      // Each is taken as by a process of its own.
      const client = new BlueskyClient({
        base: appview.url,
        clock,
        ...(faultScenario && {timeoutMs: patienceMs})
      });
      try {
        const {lists} = await takeSnapshot({
          dataDir,
          account: written.did,
          client,
          isJournaled: faultScenario !== undefined
        });
        watched.lists += lists.length;
        watched.partial += lists.filter(({why}) => why !== null).length;
      } catch (error) {
        if (!faultScenario || !(error instanceof UserError)) throw error;
        watched.missed += 1;
      }
      log?.(week + 1, clock.now());
    }
  };
  try {
    // Dozens of small tables: handing each to several threads costs more than it saves.
    await holdStore(dataDir, take, {threads: 1});
    watched.requests = Object.values(appview.requests).reduce((sum, requests) => sum + requests, 0);
    watched.faults = appview.played.length;
    return watched;
  } finally {
    await appview.close();
  }
}

/** A watch through a fault scenario in one line. */
export function formatSky({requests, faults, lists, partial, missed}: WatchedSky): string {
  const count = (number: number) => number.toLocaleString("en");
  return [
    `${count(faults)} of ${count(requests)} requests met a fault`,
    partial === 0
      ? `all ${count(lists)} lists came out whole`
      : `${count(partial)} of ${count(lists)} lists came out partial`,
    missed === 0 ? "no week was missed" : `${plural(missed, "week was", "weeks were")} missed`
  ].join("; ");
}
