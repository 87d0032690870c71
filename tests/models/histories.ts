import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll} from "vitest";
import {runModels} from "../../src/models/build.ts";
import {openDatabase, type Database} from "../../src/duckdb.ts";
import {attachSnapshots, holdStore, writeSnapshot} from "../../src/snapshots/store.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import type {RawRow, RawValue} from "../../src/snapshots/tables.ts";

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
  source?: "x-api" | "x-archive" | "tables" | "bluesky";
  followers?: Walk;
  following?: Walk;
  statuses?: Record<number, string>;
  /** How the account and people stood to each other when it was asked. */
  relationships?: Relation[];
  blocking?: number[];
  interactions?: Act[];
  polls?: {kind: string; from: number; to: number; target?: number; capped?: boolean; declared?: boolean}[];
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
  /** Outbound alone: a log that holds all follows by the account. */
  streams?: {
    from: number;
    to: number;
    baseline: boolean;
    additionsOnly?: boolean;
    direction?: "outbound";
  }[];
  looks?: Look[];
  foldedLooks?: FoldedLook[];
  /** Rows of the raw tables about campaigns, costs, visits and sales, as they are stored. */
  beyond?: Partial<Record<BeyondTable, Record<string, RawValue>[]>>;
}

/** The record of a follow: its key, the day that the key says, and the day that it claims; null: not asked. */
export interface FollowRecord {
  key: string;
  at: number | null;
  claims: number | null;
  /** A notification told what it claims: nobody chose it to be asked. */
  isTold?: boolean;
}

/** How the account and a person stood to each other; days when it was asked and answered. */
export interface Relation {
  of: number;
  inbound?: FollowRecord | undefined;
  outbound?: FollowRecord | undefined;
  hidden?: string | undefined;
  asked: number;
  answered: number;
}

export type BeyondTable =
  | "campaigns"
  | "campaign_targets"
  | "links"
  | "costs"
  | "exchange_rates"
  | "visits"
  | "sales"
  | "downloads"
  | "daily_counts"
  | "experiments"
  | "assignments";

/** What a look at a person's interests found; a period that is left out was not asked for, null could not be seen. */
export interface Look {
  of: number;
  stratum: string;
  /** People of the stratum. */
  among: number;
  first: number;
  before?: boolean | null;
  after?: boolean | null;
  topics?: string;
  at?: number;
}

/** Looks of one stratum and route as counts. */
export interface FoldedLook {
  stratum: string;
  among: number;
  route: string;
  period: "before" | "after";
  people: number;
  matched: number;
  hidden: number;
  topics?: string;
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

interface Asked {
  history: Observed[];
  resolve: (db: Database) => void;
  reject: (error: unknown) => void;
}
let asked: Asked[] = [];

/** What stands open; a file of tests need not close what it asks for. */
const opened = new Set<Database>();
afterAll(async () => {
  for (const db of opened) await db.close();
});

/**
 * Writes a history as snapshots and runs every model over it. Histories asked for at once are accounts of one store and of one build: `describe.concurrent` starts the tests of a file together, so that a file
 * of forty histories builds once. Each caller gets a database in which every relation and raw table holds its own account
 * alone, under the id `account`.
 */
export function runHistory(history: Observed[]): Promise<Database> {
  return new Promise((resolve, reject) => {
    if (asked.length === 0)
      setImmediate(() => {
        const together = asked;
        asked = [];
        runTogether(together.map(({history}) => history)).then(
          (built) => together.forEach(({resolve}, nth) => resolve(closedOnce(built[nth]!))),
          (error: unknown) => together.forEach(({reject}) => reject(error))
        );
      });
    asked.push({history, resolve, reject});
  });
}

/** Several histories of one test, as `runHistory`. */
export const runHistories = <const T extends Observed[][]>(...histories: T) =>
  Promise.all(histories.map(runHistory)) as Promise<{[K in keyof T]: Database}>;

function closedOnce(db: Database): Database {
  const once: Database = {
    ...db,
    close: async () => {
      if (opened.delete(once)) await db.close();
    }
  };
  opened.add(once);
  return once;
}

/** The id of the nth of several histories in their store; far from those of people. */
const idOf = (nth: number) => String(4_000_000_000_001 + nth);

/** Builds histories as accounts of one store, and opens a database for each. */
async function runTogether(histories: Observed[][]): Promise<Database[]> {
  const ids = histories.length === 1 ? [account] : histories.map((_, nth) => idOf(nth));
  const dataDir = await mkdtemp(join(tmpdir(), "followback-history-"));
  try {
    await holdStore(dataDir, () => writeTogether(dataDir, histories, ids));
    const db = await openDatabase({threads: 1});
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
    await runModels(db);
    return histories.length === 1 ? [db] : await openEach(db, ids);
  } finally {
    await rm(dataDir, {recursive: true, force: true});
  }
}

/** Writes what histories observed at the same time, by the same source, as one snapshot of all their accounts. */
async function writeTogether(dataDir: string, histories: Observed[][], ids: string[]) {
  const snapshots = new Map<string, {observed: Observed; key: string; id: string; nth: number}[]>();
  for (const [which, history] of histories.entries()) {
    const seen = new Map<string, number>();
    for (const [nth, observed] of history.entries()) {
      const moment = `${observed.at} ${observed.source ?? "x-api"}`;
      // Two of one account are two snapshots.
      const key = String(seen.get(moment) ?? 0);
      seen.set(moment, Number(key) + 1);
      const name = `${moment} ${key}`;
      if (!snapshots.has(name)) snapshots.set(name, []);
      snapshots.get(name)!.push({observed, key, id: ids[which]!, nth});
    }
  }
  for (const parts of snapshots.values()) {
    const {observed, key} = parts[0]!;
    const {at, source = "x-api"} = observed;
    await writeSnapshot(dataDir, {source, takenAt: day(at), key}, async (writer) => {
      for (const {observed, nth, id} of parts) await appendObserved(writer, observed, String(nth), id);
      return {accounts: parts.map(({id}) => id)};
    });
  }
}

/** One database an account, over one that holds them all: each is a catalog whose views show that account's rows. */
async function openEach(all: Database, ids: string[]): Promise<Database[]> {
  const columns = await all.rows<{schema: string; name: string; has_account: boolean}>(`
    select schema_name as schema, table_name as name, bool_or(column_name = 'account_id') as has_account
    from duckdb_columns() where schema_name in ('main', 'raw') and not internal group by all`);
  let open = ids.length;
  let last: Promise<unknown> = Promise.resolve();
  /** One at a time: which catalog is meant is a setting of the connection. */
  const inTurn = <T>(use: () => Promise<T>): Promise<T> => {
    const next = last.then(use);
    last = next.catch(() => {});
    return next;
  };
  return Promise.all(
    ids.map(async (id, nth) => {
      const catalog = `history_${nth}`;
      const waiting = [...columns];
      await inTurn(() => all.run(`attach ':memory:' as ${catalog}; create schema ${catalog}.raw`));
      /** Makes the views of the relations that a query names. */
      const prepare = async (sql: string) => {
        const words = new Set(sql.match(/\w+/g));
        for (const column of waiting.filter(({name}) => words.has(name))) {
          const {schema, name, has_account} = column;
          const own = has_account ? `select * replace (${account}::bigint as account_id)` : "";
          const where = has_account ? `where account_id = ${id}` : "";
          await all.run(
            `create view ${catalog}.${schema}."${name}" as ${own} from memory.${schema}."${name}" ${where}`
          );
          waiting.splice(waiting.indexOf(column), 1);
        }
        await all.run(`use ${catalog}`);
      };
      const within = <T>(sql: string, use: () => Promise<T>) =>
        inTurn(async () => {
          await prepare(sql);
          try {
            return await use();
          } finally {
            await all.run("use memory");
          }
        });
      return {
        connection: all.connection,
        run: (sql: string) => within(sql, () => all.run(sql)),
        rows: <T>(sql: string) => within(sql, () => all.rows<T>(sql)),
        async *read<T>(sql: string) {
          yield* await within(sql, () => all.rows<T>(sql));
        },
        close: () =>
          inTurn(async () => {
            await all.run(`detach ${catalog}`);
            if (--open === 0) await all.close();
          })
      };
    })
  );
}

/** Writes one observation as a snapshot; `key` tells it from others of the same day and source. */
export const writeObserved = (dataDir: string, observed: Observed, key: string, own = account) =>
  writeObservedOf(dataDir, [{observed, key, own}], key);

/** Writes one snapshot of several accounts, all read by the source and named after the day of the first; `key` tells it from others. */
export async function writeObservedOf(
  dataDir: string,
  parts: readonly {observed: Observed; key: string; own: string}[],
  key: string
) {
  const {at, source = "x-api"} = parts[0]!.observed;
  await writeSnapshot(dataDir, {source, takenAt: day(at), key}, async (writer) => {
    for (const {observed, key, own} of parts) await appendObserved(writer, observed, key, own);
    return {accounts: parts.map(({own}) => own)};
  });
}

/** Appends what was observed of one account to a snapshot; where `account` stands for a person, that is `own`. */
export async function appendObserved(writer: SnapshotWriter, observed: Observed, key: string, own: string) {
  const {at, source = "x-api"} = observed;
  const personId = (id: number | string) => (String(id) === account ? own : String(id));
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
    const row: RawRow = {account_id: own, list, source, taken_at: day(at), ended, reason, pages: 1};
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
        account_id: own,
        user_id: personId(id),
        position,
        page_at: day(pageAt),
        is_mutual: mutual[id]
      });
    }
  }
  if (observed.blocking) {
    const row: RawRow = {
      account_id: own,
      list: "blocking",
      source,
      taken_at: day(at),
      ended: true,
      pages: 1
    };
    await writer.append("lists", {...row, started_at: day(at), finished_at: day(at)});
    for (const id of observed.blocking)
      await writer.append("blocking", {
        account_id: own,
        user_id: personId(id),
        position: 0,
        page_at: day(at)
      });
  }
  for (const {of, inbound, outbound, hidden, asked, answered} of observed.relationships ?? []) {
    const at = (days: number | null | undefined) => (days == null ? null : day(days));
    await writer.append("relationships", {
      account_id: own,
      user_id: personId(of),
      inbound_key: inbound?.key,
      inbound_key_at: at(inbound?.at),
      inbound_claimed_at: at(inbound?.claims),
      inbound_claim_told: inbound?.isTold ?? null,
      outbound_key: outbound?.key,
      outbound_key_at: at(outbound?.at),
      outbound_claimed_at: at(outbound?.claims),
      hidden,
      asked_at: day(asked),
      answered_at: day(answered)
    });
  }
  for (const [id, status] of Object.entries(observed.statuses ?? {})) {
    await writer.append("users", {
      account_id: own,
      user_id: personId(id),
      status,
      status_at: day(at + 0.001)
    });
  }
  for (const [id, profile] of Object.entries(observed.profiles ?? {})) {
    await writer.append("users", {
      account_id: own,
      user_id: personId(id),
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
      account_id: own,
      act_id: id,
      actor_id: personId(act.by),
      kind: act.kind ?? "reply",
      target_user_id: toward === null ? null : personId(toward),
      target_post_id: post === undefined ? null : String(post),
      after: day(after),
      before: day(act.at),
      is_exact: after === act.at
    });
    for (const user of act.whom ?? [])
      await writer.append("addressed", {
        account_id: own,
        act_id: id,
        user_id: personId(user),
        how: "mention"
      });
  }
  for (const post of observed.posts ?? []) {
    await writer.append("posts", {
      account_id: own,
      post_id: String(post.id),
      author_id: post.by === undefined ? own : personId(post.by),
      created_at: day(post.at),
      kind: post.kind ?? (post.replyTo === undefined ? "post" : "reply"),
      in_reply_to_user_id: post.replyTo === undefined ? null : personId(post.replyTo),
      mentions: post.mentions?.map(personId)
    });
  }
  for (const poll of observed.polls ?? []) {
    await writer.append("polls", {
      account_id: own,
      kind: poll.kind,
      target: poll.target === undefined ? null : String(poll.target),
      from: day(poll.from),
      to: day(poll.to),
      complete: true,
      capped: poll.capped ?? false,
      declared: poll.declared ?? null
    });
  }
  for (const [nth, event] of (observed.events ?? []).entries()) {
    const user = personId(event.of);
    await writer.append("events", {
      account_id: own,
      event_id: `${key}-${nth}`,
      kind: event.kind,
      delivery: "import",
      is_exact: event.exact ?? false,
      source_id: event.outbound ? own : user,
      target_id: event.outbound ? user : own,
      after: event.after === null ? null : day(event.after),
      before: day(event.before)
    });
  }
  for (const stream of observed.streams ?? []) {
    await writer.append("stream_periods", {
      account_id: own,
      from: day(stream.from),
      to: day(stream.to),
      has_baseline: stream.baseline,
      additions_only: stream.additionsOnly ?? false,
      direction: stream.direction
    });
  }
  for (const {
    of,
    stratum,
    among,
    first,
    topics = "t",
    at: lookedAt = first + 31,
    ...periods
  } of observed.looks ?? [])
    for (const period of ["before", "after"] as const) {
      if (periods[period] === undefined) continue;
      await writer.append("interests", {
        account_id: own,
        user_id: personId(of),
        period,
        matched: periods[period],
        first_seen_at: day(first),
        looked_at: day(lookedAt),
        stratum,
        stratum_people: among,
        topics,
        method: "full_archive"
      });
    }
  for (const [table, rows] of Object.entries(observed.beyond ?? {}))
    for (const row of rows) await writer.append(table as BeyondTable, {...row, account_id: own});
  for (const {stratum, among, route, period, people, matched, hidden, topics = "t"} of observed.foldedLooks ??
    [])
    await writer.append("interest_counts", {
      account_id: own,
      stratum,
      route,
      period,
      people,
      matched,
      not_observable: hidden,
      stratum_people: among,
      topics,
      method: "full_archive",
      folded_at: day(at)
    });
}
