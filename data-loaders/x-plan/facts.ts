import {withDatabase, type Database} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";

/** What a plan rests on. */
export interface Facts {
  followers: number;
  following: number;
  /** People who newly follow the account, and people whom it newly follows, a day. */
  newcomers: number;
  followed: number;
  /** People no longer listed, in either list, a week: each is looked up. */
  losses: number;
  /** Own posts, replies and quotes, a day: each is polled for its acts. */
  posts: number;
  /** Replies, quotes and mentions of others, a day. */
  mentions: number;
  /** Acts on an own post in the end. */
  reposts: number;
  quotes: number;
  /** At most a hundred: X shows no more likers. */
  likes: number;
}

export type Origin = "measured" | "given" | "assumed";
export type FactName = keyof Facts;

/** What each fact is, and what it is counted in. */
export const factWords: Record<FactName, string> = {
  followers: "followers",
  following: "accounts followed",
  newcomers: "new followers a day",
  followed: "newly followed a day",
  losses: "people gone from either list a week",
  posts: "own posts, replies and quotes a day",
  mentions: "mentions, replies and quotes by others a day",
  reposts: "reposts of an own post",
  quotes: "quotes of an own post",
  likes: "likes of an own post, up to 100"
};

export const factNames = Object.keys(factWords) as FactName[];

/** X shows no more likers of a post than this (docs.x.com/x-api/posts/likes/introduction). */
export const likersCap = 100;

/** Facts are measured over so many days before the newest snapshot. */
export const measuredDays = 90;

/** What is assumed of an account of which nothing is known: a small business that reaches out to twenty people a day. */
function assumed({followers = 10_000, newcomers = followers / 1000, followed = 20}: Partial<Facts>): Facts {
  return {
    followers,
    following: followers / 2,
    newcomers,
    followed,
    // Half of those who come and three in four of those who are followed are gone again sooner or later.
    losses: 7 * (newcomers / 2 + (3 * followed) / 4),
    posts: 1,
    mentions: (3 * followers) / 10_000,
    reposts: 2,
    quotes: 0.5,
    likes: 20
  };
}

/** The facts to plan with: those given, else those measured, else those assumed; and which of the three each one is. */
export function settleFacts(
  given: Partial<Facts>,
  measured: Partial<Facts>
): {facts: Facts; origins: Record<FactName, Origin>} {
  const known = {...measured, ...given};
  const origins = Object.fromEntries(
    factNames.map((name) => [
      name,
      given[name] !== undefined ? "given" : measured[name] !== undefined ? "measured" : "assumed"
    ])
  ) as Record<FactName, Origin>;
  return {facts: {...assumed(known), ...known}, origins};
}

/**
 * The same account at another size: what comes from followers goes with their number; how much the account posts and
 * reaches out does not.
 */
export function atSize(facts: Facts, followers: number): Facts {
  const times = followers / Math.max(1, facts.followers);
  return {
    ...facts,
    followers,
    following: facts.following * times,
    newcomers: facts.newcomers * times,
    losses: facts.losses * times,
    mentions: facts.mentions * times,
    reposts: facts.reposts * times,
    quotes: facts.quotes * times,
    likes: facts.likes * times
  };
}

/** What the store tells of an account, over its last 90 days. What it does not tell is left out. */
export const measureFacts = (dataDir: string, account: string): Promise<Partial<Facts>> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const own = `account_id = ${BigInt(account)}`;
    const followers = await measureList(db, own, "followers");
    const following = await measureList(db, own, "following");
    const rates = {
      followers: followers.people,
      following: following.people,
      newcomers: followers.came,
      followed: following.came,
      losses: sumOf(followers.left, following.left),
      ...(await measurePosts(db, own)),
      mentions: await measureMentions(db, own)
    };
    return Object.fromEntries(
      Object.entries(rates).filter(([, value]) => value !== null && value !== undefined)
    );
  });

const sumOf = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/** How long a list is, who came to it a day, and who left it a week; null where the lists do not tell. */
async function measureList(db: Database, own: string, list: string) {
  const [row] = await db.rows<Record<"people" | "came" | "left", number | null>>(`
    with walks as (
      select snapshot_id, source, taken_at, ended, distinct_rows, coalesce(count_after, count_before) as counted
      from raw.lists where ${own} and list = '${list}' and not coalesce(additions_only, false)
    ),
    newest as (select source, taken_at from walks where ended order by taken_at desc limit 1),
    same as (select w.* from walks w join newest n on n.source = w.source),
    since as (select max(taken_at) - interval ${measuredDays} day as since_at from same),
    base as (
      select snapshot_id, taken_at from same, since
      where ended
      order by taken_at <= since_at desc, abs(epoch(taken_at) - epoch(since_at)) limit 1
    ),
    seen as (
      select r.user_id, min(s.taken_at) as first_at, max(s.taken_at) as last_at
      from raw.${list} r
      join same s on s.snapshot_id = r.snapshot_id
      join base b on s.taken_at >= b.taken_at
      where r.${own} group by r.user_id
    ),
    span as (
      select (select taken_at from base) as began, (select max(taken_at) from same) as ended_at, (select taken_at from newest) as full_at
    )
    select
      coalesce(
        (select counted from same where counted is not null order by taken_at desc limit 1),
        (select distinct_rows from same where ended order by taken_at desc limit 1)
      )::double as people,
      (select count(*) filter (where first_at > began) / nullif(epoch(any_value(ended_at - began)) / 86400, 0) from seen, span)::double as came,
      (select 7 * count(*) filter (where last_at < full_at) / nullif(epoch(any_value(full_at - began)) / 86400, 0) from seen, span)::double as left`);
  return row!;
}

/** Own posts a day since the first one known, at most so far back, and the acts on each. */
async function measurePosts(db: Database, own: string) {
  const [row] = await db.rows<Record<"posts" | "reposts" | "quotes" | "likes", number | null>>(`
    with posts as (
      select post_id, any_value(created_at) as created_at, max(reposts_count) as reposts, max(quotes_count) as quotes,
        max(least(likes_count, ${likersCap})) as likes
      from raw.posts where ${own} and author_id = account_id and kind is distinct from 'repost' group by post_id
    ),
    span as (
      select greatest(max("to") - interval ${measuredDays} day, (select min(created_at) from posts)) as began, max("to") as ended
      from raw.polls where ${own} and kind = 'post'
    )
    select (count(post_id) / nullif(epoch(any_value(ended - began)) / 86400, 0))::double as posts,
      avg(reposts)::double as reposts, avg(quotes)::double as quotes, avg(likes)::double as likes
    from span left join posts on created_at >= began`);
  return row!;
}

/** Acts of others in the timeline of mentions a day, since the first one known, at most so far back. */
async function measureMentions(db: Database, own: string): Promise<number | null> {
  const [row] = await db.rows<{mentions: number | null}>(`
    with acts as (
      select act_id, any_value("before") as acted_at from raw.interactions
      where ${own} and kind in ('reply', 'quote', 'mention') group by act_id
    ),
    span as (
      select
        greatest(max("to") - interval ${measuredDays} day, min("from"), (select min(acted_at) from acts)) as began,
        max("to") as ended
      from raw.polls where ${own} and kind = 'mention' and complete
    )
    select (count(act_id) / nullif(epoch(any_value(ended - began)) / 86400, 0))::double as mentions
    from span left join acts on acted_at >= began and acted_at <= ended`);
  return row!.mentions;
}
