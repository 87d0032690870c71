import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {runModels} from "../../src/models/build.ts";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {attachSnapshots, writeSnapshot} from "../../src/snapshots/store.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";

/** Day 0 of every history. */
export const dayZero = Date.parse("2024-01-01T00:00:00Z");
export const day = (days: number) => new Date(dayZero + Math.round(days * 86_400_000));
export const account = "1";

/** One walked list of a history; people are numbers, newest first. */
export interface Walk {
  people: number[];
  /** Days: when the walk started and finished; the page arrives when it finished. Default: the snapshot's day. */
  from?: number;
  to?: number;
  pageAt?: number;
  ended?: boolean;
  reason?: string;
  mutual?: Record<number, boolean>;
  count?: number;
  /** What it shares with other lists of its day, where nothing but the day is known of it. */
  sitting?: string;
}

/** A profile as it stood when the snapshot was taken; `born` is the day the person joined. */
export interface Profile {
  followers: number;
  following: number;
  posts: number;
  born: number;
  protected: boolean;
  verified: boolean;
}

/** An act of somebody; times are days. */
export interface Act {
  by: number;
  at: number;
  kind?: string;
  /** Whom it addresses: a person, or null where the source does not say. Default: the account. */
  toward?: number | null;
  /** Everybody whom it addresses, in rows of their own: people, or 1 for the account. */
  whom?: number[];
  /** The post it is about. */
  post?: number;
  /** Its own id, where it is collected more than once. */
  id?: string;
  /** When its window begins, where it is not known exactly. */
  after?: number;
}

export interface Observed {
  at: number;
  source?: "x-api" | "x-archive" | "tables";
  followers?: Walk;
  following?: Walk;
  statuses?: Record<number, "active" | "suspended" | "gone" | "unresolved">;
  blocking?: number[];
  interactions?: Act[];
  polls?: {kind: string; from: number; to: number; target?: number; capped?: boolean}[];
  posts?: {id: number; at: number; by?: number; kind?: string; replyTo?: number; mentions?: number[]}[];
  profiles?: Record<number, Profile>;
  events?: {
    kind: "follow" | "unfollow";
    of: number;
    outbound?: boolean;
    after: number | null;
    before: number;
    exact?: boolean;
  }[];
  streams?: {from: number; to: number; baseline: boolean; additionsOnly?: boolean}[];
}

/** People who are always there: followers, and whom the account follows. Ids that ascend would speak against their order. */
export const crowd = Array.from({length: 30}, (_, nth) => 900 + ((7 * nth) % 30));
export const followed = Array.from({length: 30}, (_, nth) => 800 + ((7 * nth) % 30));

/** Weekly complete lists in which person 5 stands on top of followers in weeks `inbound`, of following in weeks `outbound`. */
export function weekly(
  weeks: number,
  inbound: number[],
  outbound: number[],
  more: Record<number, Partial<Observed>> = {}
): Observed[] {
  return Array.from({length: weeks}, (_, week) => ({
    at: 7 * week,
    followers: {people: [...(inbound.includes(week) ? [5] : []), ...crowd]},
    following: {people: [...(outbound.includes(week) ? [5] : []), ...followed]},
    ...more[week]
  }));
}

/** Ten people who come between the first and the second weekly list. */
export const newcomers = Array.from({length: 10}, (_, nth) => 10 + nth);

/** Weekly complete lists in which the newcomers stand on top of followers from week 1 on, but for those `gone` in a week. */
export const weeklyNewcomers = (
  weeks: number,
  at: (week: number) => Partial<Observed> & {gone?: number[]}
): Observed[] =>
  Array.from({length: weeks}, (_, week) => {
    const {gone = [], ...more} = at(week);
    const there = week === 0 ? [] : newcomers.filter((id) => !gone.includes(id));
    return {
      at: 7 * week,
      followers: {people: [...there, ...crowd]},
      following: {people: [800, 801]},
      ...more
    };
  });

/** The weeks from one to another, both included. */
export const weeks = (from: number, to: number) =>
  Array.from({length: to - from + 1}, (_, nth) => from + nth);
/** A time as days since day 0. */
export const days = (time: unknown) =>
  time === null ? null : Math.round(((time as Date).getTime() - dayZero) / 8640) / 10_000;

/** The row of `followers` of a person, with its windows as `start` and `end` in days and its month; undefined where there is none. */
export async function personOf(db: Database, id = 5) {
  const [row] = await db.rows<Record<string, unknown>>(`from followers where user_id = ${id}`);
  return (
    row && {
      ...row,
      start: [days(row.start_after), days(row.start_before)],
      end: [days(row.end_after), days(row.end_before)],
      month: row.cohort_month && (row.cohort_month as Date).toISOString().slice(0, 7)
    }
  );
}

/** The spells of a person in one direction, in order, with their windows in days. */
export async function spellsOf(db: Database, direction: "inbound" | "outbound", id = 5) {
  const rows = await db.rows<Record<string, unknown>>(
    `from spells where direction = '${direction}' and user_id = ${id} order by spell`
  );
  return rows.map((row) => ({
    start: [days(row.start_after), days(row.start_before)],
    end: [days(row.end_after), days(row.end_before)],
    because: row.end_reason
  }));
}

/** Writes a history as snapshots and runs every model over it, or those of `only` and what they read. Close the database when done. */
export async function runHistory(history: Observed[], only?: readonly string[]): Promise<Database> {
  const dataDir = await mkdtemp(join(tmpdir(), "followback-history-"));
  try {
    for (const [nth, observed] of history.entries()) await writeObserved(dataDir, observed, String(nth));
    const db = await openDatabase();
    await attachSnapshots(db, dataDir);
    await db.run("create schema kept; ");
    // The views read files that go with the folder: keep their rows instead.
    for (const {name} of await db.rows<{name: string}>(
      "select view_name as name from duckdb_views() where schema_name = 'raw'"
    )) {
      await db.run(
        `create table kept."${name}" as from raw."${name}"; drop view raw."${name}"; create view raw."${name}" as from kept."${name}"`
      );
    }
    await runModels(db, only ? {only} : {});
    return db;
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

/** Writes one observation as a snapshot; `key` tells it from others of the same day and source. */
export async function writeObserved(dataDir: string, observed: Observed, key: string) {
  const {at, source = "x-api"} = observed;
  await writeSnapshot(dataDir, {source, takenAt: day(at), key}, async (writer) => {
    for (const list of ["followers", "following"] as const) {
      const walk = observed[list];
      if (!walk) continue;
      const {
        people,
        from = at,
        to = from,
        pageAt = to,
        ended = true,
        reason = null,
        mutual = {},
        count,
        sitting
      } = walk;
      const row: RawRow = {account_id: account, list, source, taken_at: day(at), ended, reason, pages: 1};
      await writer.append("lists", {
        ...row,
        started_at: day(from),
        finished_at: day(to),
        count_before: count,
        count_after: count,
        sitting
      });
      for (const [position, id] of people.entries()) {
        await writer.append(list, {
          account_id: account,
          user_id: String(id),
          position,
          page_at: day(pageAt),
          is_mutual: mutual[id]
        });
      }
    }
    if (observed.blocking) {
      const row: RawRow = {
        account_id: account,
        list: "blocking",
        source,
        taken_at: day(at),
        ended: true,
        pages: 1
      };
      await writer.append("lists", {...row, started_at: day(at), finished_at: day(at)});
      for (const id of observed.blocking)
        await writer.append("blocking", {
          account_id: account,
          user_id: String(id),
          position: 0,
          page_at: day(at)
        });
    }
    for (const [id, status] of Object.entries(observed.statuses ?? {})) {
      await writer.append("users", {account_id: account, user_id: id, status, status_at: day(at + 0.001)});
    }
    for (const [id, profile] of Object.entries(observed.profiles ?? {})) {
      await writer.append("users", {
        account_id: account,
        user_id: id,
        profile_at: day(at),
        created_at: day(profile.born),
        followers_count: profile.followers,
        following_count: profile.following,
        posts_count: profile.posts,
        protected: profile.protected,
        verified: profile.verified,
        status: "active",
        status_at: day(at)
      });
    }
    for (const [nth, act] of (observed.interactions ?? []).entries()) {
      const {toward = Number(account), post, id = `${key}-${nth}`, after = act.at} = act;
      await writer.append("interactions", {
        account_id: account,
        act_id: id,
        actor_id: String(act.by),
        kind: act.kind ?? "reply",
        target_user_id: toward === null ? null : String(toward),
        target_post_id: post === undefined ? null : String(post),
        after: day(after),
        before: day(act.at),
        is_exact: after === act.at
      });
      for (const user of act.whom ?? [])
        await writer.append("addressed", {
          account_id: account,
          act_id: id,
          user_id: String(user),
          how: "mention"
        });
    }
    for (const post of observed.posts ?? []) {
      await writer.append("posts", {
        account_id: account,
        post_id: String(post.id),
        author_id: post.by === undefined ? account : String(post.by),
        created_at: day(post.at),
        kind: post.kind ?? (post.replyTo === undefined ? "post" : "reply"),
        in_reply_to_user_id: post.replyTo === undefined ? null : String(post.replyTo),
        mentions: post.mentions?.map(String)
      });
    }
    for (const poll of observed.polls ?? []) {
      await writer.append("polls", {
        account_id: account,
        kind: poll.kind,
        target: poll.target === undefined ? null : String(poll.target),
        from: day(poll.from),
        to: day(poll.to),
        complete: true,
        capped: poll.capped ?? false
      });
    }
    for (const [nth, event] of (observed.events ?? []).entries()) {
      const user = String(event.of);
      await writer.append("events", {
        account_id: account,
        event_id: `${key}-${nth}`,
        kind: event.kind,
        delivery: "import",
        is_exact: event.exact ?? false,
        source_id: event.outbound ? account : user,
        target_id: event.outbound ? user : account,
        after: event.after === null ? null : day(event.after),
        before: day(event.before)
      });
    }
    for (const stream of observed.streams ?? []) {
      await writer.append("stream_periods", {
        account_id: account,
        from: day(stream.from),
        to: day(stream.to),
        has_baseline: stream.baseline,
        additions_only: stream.additionsOnly ?? false
      });
    }
    return {accounts: [account]};
  });
}
