import type {Database} from "../duckdb.ts";
import {withSnapshots} from "../snapshots/store.ts";
import type {FactName, Measured} from "./facts.ts";
import {likersCap} from "../networks/x.ts";

/** Facts are measured over so many days before the newest snapshot. */
const measuredDays = 90;

/** Whoever watched for less than a week has seen neither a weekend nor enough people to tell a rate. */
export const leastDays = 7;

/** What the store tells of an account, over its last 90 days. */
export const measureFacts = (dataDir: string, account: string): Promise<Measured> =>
  withSnapshots(dataDir, async (db) => {
    const own = `account_id = ${BigInt(account)}`;
    const followers = await measureList(db, own, "followers");
    const following = await measureList(db, own, "following");
    const posts = await measurePosts(db, own);
    const mentions = await measureMentions(db, own);
    const sizes = {followers: followers.people, following: following.people};
    const rates: Partial<Record<FactName, Rate>> = {
      newcomers: {value: followers.came, days: followers.days},
      followed: {value: following.came, days: following.days},
      losses: {
        value: sumOf(followers.left, following.left),
        days:
          followers.walkedDays === null || following.walkedDays === null
            ? null
            : Math.min(followers.walkedDays, following.walkedDays)
      },
      posts: {value: posts.posts, days: posts.days},
      mentions: {value: mentions.mentions, days: mentions.days},
      reposts: {value: posts.reposts, days: posts.days},
      quotes: {value: posts.quotes, days: posts.days},
      likes: {value: posts.likes, days: posts.days}
    };
    // A week's two walks may start some minutes nearer to each other than a week.
    const isLong = ({days}: Rate) => days !== null && Math.round(days) >= leastDays;
    const known = Object.entries(rates).filter(([, {value}]) => value !== null);
    return {
      facts: Object.fromEntries([
        ...Object.entries(sizes).filter(([, people]) => people !== null),
        ...known.filter(([, rate]) => isLong(rate)).map(([name, {value}]) => [name, value])
      ]),
      watchedDays: Object.fromEntries(
        Object.entries(rates).flatMap(([name, rate]) =>
          rate.days === null || isLong(rate) ? [] : [[name, rate.days]]
        )
      )
    };
  });

/** What was counted, and over how many days; null where nothing was. */
interface Rate {
  value: number | null;
  days: number | null;
}

const sumOf = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);

/**
 * How long a list is, how many days lie between its first and its newest list, and full walk, who came to it a day, and
 * who left it a week; null where the lists do not tell. Lists of names and of ids are two kinds: beside each other everybody would
 * seem to have left, and others to have come.
 */
async function measureList(db: Database, own: string, list: string) {
  const [row] = await db.rows<Record<"people" | "days" | "walkedDays" | "came" | "left", number | null>>(`
    with walks as (
      select snapshot_id, source, taken_at, ended, distinct_rows, coalesce(count_after, count_before) as counted,
        snapshot_id in (select snapshot_id from raw.names) as is_named
      from raw.lists where ${own} and list = '${list}' and not coalesce(additions_only, false)
    ),
    newest as (select source, is_named, taken_at from walks where ended order by taken_at desc limit 1),
    same as (select w.* from walks w join newest n on n.source = w.source and n.is_named = w.is_named),
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
      (select epoch(ended_at - began) / 86400 from span)::double as days,
      (select epoch(full_at - began) / 86400 from span)::double as "walkedDays",
      (select count(*) filter (where first_at > began) / nullif(epoch(any_value(ended_at - began)) / 86400, 0) from seen, span)::double as came,
      (select 7 * count(*) filter (where last_at < full_at) / nullif(epoch(any_value(full_at - began)) / 86400, 0) from seen, span)::double as left`);
  return row!;
}

/** Own posts a day since the first one known, at most so far back, and the acts on each. */
async function measurePosts(db: Database, own: string) {
  const [row] = await db.rows<Record<"posts" | "days" | "reposts" | "quotes" | "likes", number | null>>(`
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
      (epoch(any_value(ended - began)) / 86400)::double as days, avg(reposts)::double as reposts, avg(quotes)::double as quotes, avg(likes)::double as likes
    from span left join posts on created_at >= began`);
  return row!;
}

/** Acts that address the account, as its timeline of mentions has them, a day: since the first one known, at most so far back. */
async function measureMentions(db: Database, own: string) {
  const [row] = await db.rows<Record<"mentions" | "days", number | null>>(`
    with acts as (
      select act_id, any_value("before") as acted_at from raw.interactions
      where ${own} and kind in ('reply', 'quote', 'mention') and (target_user_id = account_id or target_user_id is null
        and snapshot_id in (select snapshot_id from raw.snapshots where not is_user_made))
      group by act_id
    ),
    span as (
      select
        greatest(max("to") - interval ${measuredDays} day, min("from"), (select min(acted_at) from acts)) as began,
        max("to") as ended
      from raw.polls where ${own} and kind = 'mention' and complete
    )
    select (count(act_id) / nullif(epoch(any_value(ended - began)) / 86400, 0))::double as mentions,
      (epoch(any_value(ended - began)) / 86400)::double as days
    from span left join acts on acted_at >= began and acted_at <= ended`);
  return row!;
}
