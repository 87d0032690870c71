import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../../src/errors.ts";
import {holdStore} from "../../src/snapshots/store.ts";
import {BilledToday} from "../x-api/billed-today.ts";
import {openClient} from "../x-api/client.ts";
import {staticCredentials} from "../x/access/credentials.ts";
import {takeSnapshot, type Memory} from "../x-api/snapshot.ts";
import {snapshotOn, scheduleOf, type ScheduleName} from "../../src/plan/schedules.ts";
import type {FaultScenario} from "./server/faults.ts";
import {MovableClock} from "./server/clock.ts";
import {demoApp, logIn} from "./server/login.ts";
import {campaignsOf} from "./world/campaigns.ts";
import {brandTopics} from "./world/interests.ts";
import {dayMs} from "./world/people.ts";
import {serveWorld} from "./served.ts";
import {startLocalX, type LocalXOptions} from "./server/server.ts";
import type {Watched} from "./watched.ts";
import type {World} from "./world/world.ts";

export interface WatchOptions {
  /** Weeks to watch, both ends included. */
  weeks: number;
  /** When to take what. Default: a full walk at both ends of each week, a head on every day between. */
  schedule?: ScheduleName;
  /** Read the conversations under the brand's posts too. Default false. */
  conversations?: boolean;
  /** Look for the brand's topics in the posts of sampled followers too, for so many dollars a month. Default: not. */
  interestsBudget?: number;
  /** Let no time pass while a snapshot is read, so that everything in it is of one moment. Default false. */
  readsAtOnce?: boolean;
  /** What goes wrong while it is watched. */
  faultScenario?: FaultScenario;
  /** Scripted faults of the local X, for tests. */
  fault?: LocalXOptions["fault"];
  /** Called before each snapshot: what the brand does at its desk on that day. */
  before?: (now: Date) => Promise<void>;
  /** Called after each snapshot, with how many are taken. */
  log?: (done: number, at: Date) => void;
}

const token = "simulated-user-token";
const appToken = "simulated-app-token";
/** Real milliseconds of silence after which a rehearsed bad day goes on; the local X itself answers in a few. */
const patienceMs = 2000;

/** How many snapshots a daily watch of so many weeks takes. */
export const snapshotsIn = (weeks: number) => weeks * 7 + 1;

/**
 * Watches the brand of a world from its first moment on: every Monday a full walk, on the other days a head, through
 * the `x-api` source and a local X. The world moves with the clock, and each request takes some seconds of it, so
 * people come and go while a list is read.
 *
 * On a fault scenario every snapshot is taken as by a process of its own: with a login that ends and is renewed, a journal,
 * and a client that may give up. A day on which none can be taken passes, as it would for anybody.
 */
export async function watchWorld(
  dataDir: string,
  world: World,
  {
    weeks,
    schedule = "heads-weekly",
    conversations = false,
    interestsBudget,
    readsAtOnce = false,
    faultScenario,
    fault,
    before,
    log
  }: WatchOptions
): Promise<Watched> {
  const clock = new MovableClock(new Date(world.start), (now) => world.advanceTo(now));
  const account = world.brand.id;
  const x = await startLocalX(serveWorld(world), {
    tokens: {user: token, app: appToken},
    oauth: demoApp,
    clock,
    ...(!readsAtOnce && {onRequest: ({nth}) => clock.tick(1500 + ((nth * 977) % 4000))}),
    ...(faultScenario && {faultScenario}),
    ...(fault && {fault})
  });
  const login = faultScenario ? await logIn(x, account, clock) : null;
  const open = async () =>
    openClient({
      credentials: (await login?.credentials()) ?? staticCredentials(token, "user"),
      appCredentials: interestsBudget === undefined ? null : staticCredentials(appToken, "bearer"),
      base: x.url,
      clock,
      isAppOwned: true,
      ...(faultScenario && {timeoutMs: patienceMs, billed: new BilledToday(dataDir)})
    });
  const watched = {requests: x.requests, meter: x.meter, played: x.played, lists: 0, partial: 0, missed: 0};
  let client = await open();
  try {
    const take = async () => {
      let memory: Memory | undefined;
      for (let day = 0; day < snapshotsIn(weeks); ++day) {
        const asked = snapshotOn(day, scheduleOf(schedule));
        if (asked === null) continue;
        clock.moveTo(new Date(world.start + day * dayMs));
        await before?.(clock.now());
        try {
          const taken = await takeSnapshot({
            dataDir,
            account,
            client,
            clock,
            head: asked === "head",
            conversations,
            interests:
              interestsBudget === undefined
                ? undefined
                : {topics: brandTopics, budget: Math.round(interestsBudget * 1e6)},
            isJournaled: faultScenario !== undefined,
            ...(memory && {memory})
          });
          memory = taken.memory;
          watched.lists += taken.lists.length;
          watched.partial += taken.lists.filter(({verdict}) => verdict === "partial").length;
        } catch (error) {
          if (!faultScenario || !(error instanceof UserError)) throw error;
          memory = undefined;
          watched.missed += 1;
        }
        log?.(day + 1, clock.now());
        if (!faultScenario) continue;
        client.close();
        client = await open();
      }
    };
    // Hundreds of small tables: handing each to several threads costs more than it saves.
    await holdStore(dataDir, take, {threads: 1});
    return watched;
  } finally {
    client.close();
    await x.close();
    await login?.end();
  }
}

/**
 * Writes the brand's own outreach log, `user_id,followed_at,campaign`: the part of the outreach that somebody wrote down, with
 * its exact times. Returns how many lines it has.
 */
export async function writeOutreachLog(dataDir: string, world: World): Promise<{file: string; rows: number}> {
  const file = join(dataDir, "outreach.csv");
  const campaignOf = new Map(
    campaignsOf(world).flatMap(({name, follows}) => follows.map((entry) => [entry, name] as const))
  );
  const rows = world.brand.outreach
    .filter(({isLogged}) => isLogged)
    .map((entry) => `${entry.person.id},${new Date(entry.at).toISOString()},${campaignOf.get(entry) ?? ""}`);
  await writeFile(file, ["user_id,followed_at,campaign", ...rows, ""].join("\n"));
  return {file, rows: rows.length};
}
