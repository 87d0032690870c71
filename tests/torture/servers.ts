import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {eventLine, startLocalActivity} from "../../data-loaders/demo/server/activity.ts";
import {startLocalX} from "../../data-loaders/demo/server/server.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import type {Recording} from "../bluesky/recorded.ts";
import {serveRecorded} from "../bluesky/serve-recorded.ts";
import {follow} from "../x-activity/samples.ts";
import {account as accountOnX, people, postOf, TinyX, tokens} from "../x-api/tiny.ts";
import type {RunOptions} from "./program.ts";

/** What a verb asks over the network, while it fails and while it runs again. */
export interface Serving {
  /** Called before each run: what the run needs beside its words. */
  begin(dir: string): Promise<Pick<RunOptions, "env" | "hear">>;
  close(): Promise<void>;
}

export const recording = JSON.parse(
  readFileSync(new URL("../bluesky/fixtures/snapshots.json", import.meta.url), "utf8")
) as Recording;
export {accountOnX};

/** An X of some pages of lists, with posts and what others did there; its clock stands where that of the program stands. */
export async function serveX(now: number): Promise<Serving> {
  const town = new TinyX();
  town.followers = people(2300);
  town.following = people(1200, 2_000_000);
  const at = (daysAgo: number) => new Date(now - daysAgo * 86_400_000);
  town.tweets = [1.5, 3.5, 6].map((daysAgo, nth) =>
    postOf(`190000000000000010${9 - nth}`, at(daysAgo), {reposts: 1, quotes: 1, likes: 1})
  );
  town.mentions = town.followers
    .slice(0, 5)
    .map((authorId, nth) =>
      postOf(`190000000000000020${9 - nth}`, at(0.5 + nth / 10), {authorId, inReplyToUserId: accountOnX})
    );
  for (const {id} of town.tweets) town.likes.set(id, town.followers.slice(7, 20));
  const x = await startLocalX(town, {tokens, clock: {now: () => new Date(now)}});
  return {
    begin: async () => ({env: {FOLLOWBACK_X_BASE: x.url, X_USER_TOKEN: tokens.user}}),
    close: () => x.close()
  };
}

/** A Bluesky that answers as the real servers did at their first look. */
export async function serveBluesky(): Promise<Serving> {
  const {account, looks} = recording;
  const server = await serveRecorded(() => looks[0]!.exchanges, {account, handle: "the-brand.test"});
  return {
    begin: async () => ({env: {FOLLOWBACK_BLUESKY_BASE: server.url}}),
    close: () => server.close()
  };
}

/** The events of the stream: one a follower. */
export const streamedEvents = Array.from({length: 8}, (_, nth) => `event-${nth}`);

/**
 * A stream of follows that breaks once all were sent, after which the listener is asked to end. What a killed one had
 * taken is not sent again: X has no memory of what arrived either.
 */
export function serveStream(account: string): Serving {
  const token = "token-of-tests";
  let close = async () => {};
  return {
    async begin(dir) {
      await close();
      const taken = await eventsIn(join(dir, "data"));
      const left = streamedEvents.filter((uuid) => !taken.includes(uuid));
      const lines = left.map((uuid) =>
        eventLine(follow(uuid, `70${streamedEvents.indexOf(uuid)}`, {of: account}))
      );
      const x = await startLocalActivity({
        token,
        script: [
          // Each in a piece of its own, so that each is an operation of its own.
          {steps: [{chunks: lines.map((line) => Buffer.from(line))}, {drop: true}]},
          {steps: []}
        ]
      });
      close = () => x.close();
      return {
        env: {FOLLOWBACK_X_BASE: x.url, X_BEARER_TOKEN: token},
        hear(child, said) {
          // Asked a second time it would end at once.
          if (!child.killed && said.includes("connected again")) child.kill("SIGTERM");
        }
      };
    },
    close: () => close()
  };
}

/** The ids of the events that a listener has taken, stored or not, sorted; twice what is there twice. */
export async function eventsIn(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, ".listen");
  const spooled = !existsSync(folder)
    ? []
    : readdirSync(folder)
        .filter((name) => name.endsWith(".ndjson"))
        .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
        .flatMap((line) => /^\{"table":"events".*"event_id":"([^"]+)".*\}$/.exec(line)?.[1] ?? []);
  const stored = await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return db.rows<{id: string}>("select event_id as id from raw.events where event_id like 'event-%'");
  });
  return [...spooled, ...stored.map(({id}) => id)].sort();
}
