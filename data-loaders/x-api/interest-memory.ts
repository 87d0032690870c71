import {quote, withDatabase, type Database} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";
import type {Newcomer} from "../../src/interests/sample.ts";
import {topicsDigest} from "../../src/interests/topics.ts";
import {dayOf} from "./billed-today.ts";

const dayMs = 86_400_000;
/** Newcomers are remembered for so many days: until they were looked at, and as the pace of the weeks after. */
const rememberedDays = 90;
/** Whom the account followed so many days before first sight, as far as lists of it showed, it followed then. */
const followedDays = 40;

/** What was spent on a batch on one day, whatever became of it. */
export interface Spent {
  at: Date;
  posts: number;
  profiles: number;
}

/** How far somebody was looked at by recent search. */
export interface LookedSoFar {
  to: Date;
  matched: boolean;
}

/** What lists and looks so far say of who may be looked at for interests. */
export class InterestMemory {
  /** Everybody who ever stood among the followers. */
  readonly #seen = new Set<string>();
  readonly #newcomers = new Map<string, Newcomer>();
  readonly #followedAt = new Map<string, number>();
  readonly #spent = new Map<string, Spent>();
  /** When the first whole list of followers was read: whoever stood in it came before. */
  #baselineAt: Date | null = null;
  /** When people were looked at, by id. */
  readonly #lookedAt = new Map<string, Date>();
  /** People of whom all is known. */
  readonly done = new Set<string>();
  /** Sizes of strata that were fixed when their first batch was looked at. */
  readonly fixed = new Map<string, {people: number; sampled: number}>();
  /** By id: people who are looked at by recent search, and not to the end yet. */
  readonly looks = new Map<string, LookedSoFar>();

  get newcomers(): Newcomer[] {
    return [...this.#newcomers.values()];
  }

  /** Somebody stands in a list of the account, at that time; `isMutual` as the row says. */
  see(list: "followers" | "following", id: string, at: Date, isMutual: boolean | null): void {
    if (list === "following") return void this.#followedAt.set(id, at.getTime());
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    if (this.#baselineAt === null || at <= this.#baselineAt) return;
    const followedAt = this.#followedAt.get(id) ?? -Infinity;
    const isFollowed = isMutual ?? at.getTime() - followedAt <= followedDays * dayMs;
    this.#newcomers.set(id, {id, firstSeenAt: at, isFollowed});
  }

  /** A whole list of followers was read. */
  finish(at: Date): void {
    this.#baselineAt ??= at;
  }

  /** Forgets what no look needs any more. */
  moveTo(now: Date): void {
    for (const [id, {firstSeenAt}] of this.#newcomers)
      if (now.getTime() - firstSeenAt.getTime() > rememberedDays * dayMs) this.#newcomers.delete(id);
    const isOld = (at: Date) => now.getTime() - at.getTime() > rememberedDays * dayMs;
    for (const [key, {at}] of this.#spent) if (isOld(at)) this.#spent.delete(key);
    for (const [id, at] of this.#lookedAt) if (isOld(at)) this.#lookedAt.delete(id);
  }

  /** Somebody was looked at to the end. */
  look(id: string, at: Date): void {
    this.done.add(id);
    this.#lookedAt.set(id, at);
  }

  /** How many people were looked at before a day in the time that is remembered, and what was spent on looks, in micro-dollars. */
  past(day: Date, prices: {post: number; user: number}): {people: number; spent: number} {
    const isBefore = (at: Date) => dayOf(at) < dayOf(day);
    return {
      people: [...this.#lookedAt.values()].filter(isBefore).length,
      spent: costOf(
        [...this.#spent.values()].filter(({at}) => isBefore(at)),
        prices
      )
    };
  }

  /** What was read for a batch; told again on the same day, it is the larger of the two: X bills it once a day. */
  spend(batch: string, {at, posts, profiles}: Spent): void {
    const key = `${dayOf(at)} ${batch}`;
    const known = this.#spent.get(key);
    this.#spent.set(key, {
      at,
      posts: Math.max(posts, known?.posts ?? 0),
      profiles: Math.max(profiles, known?.profiles ?? 0)
    });
  }

  /** What was spent in the calendar month of a time, in micro-dollars, but for one batch on that day. */
  spentIn(now: Date, prices: {post: number; user: number}, but: string): number {
    const others = [...this.#spent].filter(
      ([key, {at}]) => monthOf(at) === monthOf(now) && key !== `${dayOf(now)} ${but}`
    );
    return costOf(
      others.map(([, spent]) => spent),
      prices
    );
  }

  /**
   * Reads it from the store of an account, at `now`, of which these snapshots have a whole list of followers. Unfinished looks for
   * other topics than these are left out: they found nothing of these.
   */
  static recall(
    dataDir: string,
    account: string,
    {now, topics, wholeLists}: {now: Date; topics: readonly string[]; wholeLists: ReadonlySet<string>}
  ): Promise<InterestMemory> {
    return withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      const memory = new InterestMemory();
      await memory.#recallPeople(db, account, {now, wholeLists});
      await memory.#recallLooks(db, account, {now, topics});
      return memory;
    });
  }

  async #recallPeople(
    db: Database,
    account: string,
    {now, wholeLists}: {now: Date; wholeLists: ReadonlySet<string>}
  ) {
    const own = `account_id = ${BigInt(account)}`;
    // A list that came to its end may lack people all the same, who are no newcomers in the next one.
    const lists = await db.rows<{id: string; at: Date}>(
      `select snapshot_id as id, finished_at as "at" from raw.lists where ${own} and list = 'followers' and ended and snapshot_id not in (select snapshot_id from raw.names) order by finished_at`
    );
    this.#baselineAt = lists.find(({id}) => wholeLists.has(id))?.at ?? null;
    const people = await db.rows<{id: bigint; at: Date; isFollowed: boolean | null}>(`
      with seen as (
        select f.user_id, f.is_mutual, coalesce(f.page_at, l.finished_at, l.taken_at) as seen_at
        from raw.followers f
        left join raw.lists l
          on l.account_id = f.account_id and l.snapshot_id = f.snapshot_id and l.list = 'followers'
        where f.${own} and f.user_id > 0
      ),
      firsts as (
        select user_id, min(seen_at) as seen_at, arg_min_null(is_mutual, seen_at) as is_mutual from seen group by user_id
      ),
      followed as (
        select user_id, page_at from raw.following where ${own} and page_at > ${timestamp(now, rememberedDays + followedDays)}
      )
      select f.user_id as id, f.seen_at as "at", coalesce(f.is_mutual, count(g.page_at) > 0) as "isFollowed"
      from firsts f
      left join followed g
        on g.user_id = f.user_id and g.page_at <= f.seen_at and g.page_at >= f.seen_at - interval ${followedDays} day
      group by f.user_id, f.seen_at, f.is_mutual
      order by f.user_id`);
    const since = now.getTime() - rememberedDays * dayMs;
    for (const {id, at, isFollowed} of people) {
      this.#seen.add(String(id));
      if (this.#baselineAt === null || at === null || at <= this.#baselineAt || at.getTime() < since)
        continue;
      this.#newcomers.set(String(id), {id: String(id), firstSeenAt: at, isFollowed: isFollowed ?? false});
    }
  }

  async #recallLooks(db: Database, account: string, {now, topics}: {now: Date; topics: readonly string[]}) {
    const own = `account_id = ${BigInt(account)}`;
    for (const {id, at} of await db.rows<{id: bigint; at: Date}>(
      `select user_id as id, max(looked_at) as "at" from raw.interests where ${own} group by user_id`
    ))
      this.look(String(id), at);
    const polls = await db.rows<{
      stratum: string;
      target: bigint;
      at: Date;
      posts: bigint | null;
      profiles: bigint | null;
      people: bigint | null;
      sampled: bigint | null;
    }>(`
      select stratum, target, "to" as "at", rows as posts, reported_count as profiles, stratum_people as people,
        sampled_people as sampled
      from raw.polls where ${own} and kind = 'interest' and "to" > ${timestamp(now, rememberedDays)} order by "to"`);
    for (const {stratum, target, at, posts, profiles, people, sampled} of polls) {
      this.spend(batchKey(stratum, Number(target)), {at, posts: Number(posts), profiles: Number(profiles)});
      if (people !== null && !this.fixed.has(stratum))
        this.fixed.set(stratum, {people: Number(people), sampled: Number(sampled)});
    }
    const looks = await db.rows<{id: bigint; to: Date; matched: boolean}>(`
      select user_id as id, max("to") as to, bool_or(matched) as matched from raw.interest_looks
      where ${own} and topics = ${quote(topicsDigest(topics))} group by user_id`);
    for (const {id, to, matched} of looks)
      if (!this.done.has(String(id))) this.looks.set(String(id), {to, matched});
  }
}

/** What names a batch: its stratum, and its number in it. */
export const batchKey = (stratum: string, number: number): string => `${stratum} ${number}`;

const costOf = (spent: Spent[], prices: {post: number; user: number}) =>
  spent.reduce((sum, {posts, profiles}) => sum + posts * prices.post + profiles * prices.user, 0);

const monthOf = (at: Date) => at.toISOString().slice(0, 7);

const timestamp = (now: Date, daysAgo: number) =>
  `timestamp '${new Date(now.getTime() - daysAgo * dayMs).toISOString().replace("Z", "")}'`;
