import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {holdStore} from "../../src/snapshots/store.ts";
import {openClient} from "../x-api/client.ts";
import {takeSnapshot, type Memory} from "../x-api/snapshot.ts";
import {MovableClock} from "./clock.ts";
import {dayMs} from "./people.ts";
import {serveWorld} from "./served.ts";
import {startLocalX, type LocalXOptions, type RequestCounters} from "./server.ts";
import type {World} from "./world.ts";

export interface WatchOptions {
  /** Weeks to watch: a full walk at both ends of each, a head on every day between. */
  weeks: number;
  /** Scripted faults of the local X, for tests. */
  fault?: LocalXOptions["fault"];
  /** Called after each snapshot, with how many are taken. */
  tell?: (done: number, at: Date) => void;
}

const token = "simulated-user-token";

/** How many snapshots a watch of so many weeks takes. */
export const snapshotsIn = (weeks: number) => weeks * 7 + 1;

/**
 * Watches the brand of a world from its first moment on: every Monday a full walk, on the other days a head, through
 * the `x-api` source and a local X. The world moves with the clock, and each request takes some seconds of it, so
 * people come and go while a list is read.
 */
export async function watchWorld(
  dataDir: string,
  world: World,
  {weeks, fault, tell}: WatchOptions
): Promise<RequestCounters> {
  const clock = new MovableClock(new Date(world.start), (now) => world.advanceTo(now));
  const x = await startLocalX(serveWorld(world), {
    tokens: {user: token},
    clock,
    onRequest: ({nth}) => clock.tick(1500 + ((nth * 977) % 4000)),
    ...(fault && {fault})
  });
  const client = openClient({token, kind: "user", base: x.url, clock});
  try {
    await holdStore(dataDir, async () => {
      let memory: Memory | undefined;
      for (let day = 0; day < snapshotsIn(weeks); ++day) {
        clock.moveTo(new Date(world.start + day * dayMs));
        const head = day % 7 !== 0;
        const account = world.brand.id;
        const taken = await takeSnapshot({dataDir, account, client, clock, head, ...(memory && {memory})});
        memory = taken.memory;
        tell?.(day + 1, clock.now());
      }
    });
    return x.requests;
  } finally {
    client.close();
    await x.close();
  }
}

/**
 * Writes the brand's own outreach log, `user_id,followed_at`: the part of the outreach that somebody wrote down, with
 * its exact times. Returns how many lines it has.
 */
export async function writeOutreachLog(dataDir: string, world: World): Promise<{file: string; rows: number}> {
  const file = join(dataDir, "outreach.csv");
  const rows = world.brand.outreach
    .filter(({isLogged}) => isLogged)
    .map(({at, person}) => `${person.id},${new Date(at).toISOString()}`);
  await writeFile(file, ["user_id,followed_at", ...rows, ""].join("\n"));
  return {file, rows: rows.length};
}
