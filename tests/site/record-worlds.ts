import type {Database} from "../../src/duckdb.ts";
import type {NetworkName} from "../../src/networks/networks.ts";
import {idPrefix} from "./worlds.ts";

/** A made-up account on a network whose follows are records: who is there at the first snapshot, and who comes later. */
export interface RecordWorld {
  id: string;
  name: string;
  network: NetworkName;
  /** Weekly snapshots after the first one. */
  weeks: number;
  /** Who is there at the first snapshot, by what records say; and new followers a week. */
  first: {followback: number; organic: number; unknown: number};
  weekly: {followback: number; organic: number; unknown: number};
  /** Own posts are read, and what others did with them. */
  hasPosts: boolean;
}

const nobody = {followback: 0, organic: 0, unknown: 0};

/** One that has everything, one at its first snapshot, a small one, and one whom no one follows. */
export const recordWorlds: RecordWorld[] = [
  {
    id: "3001",
    name: "oak.example.com",
    network: "bluesky",
    weeks: 40,
    first: {followback: 160, organic: 230, unknown: 12},
    weekly: {followback: 8, organic: 7, unknown: 1},
    hasPosts: true
  },
  {
    id: "3002",
    name: "first.example.com",
    network: "bluesky",
    weeks: 0,
    first: {followback: 60, organic: 70, unknown: 3},
    weekly: nobody,
    hasPosts: true
  },
  {
    id: "3003",
    name: "few.example.com",
    network: "bluesky",
    weeks: 3,
    first: {followback: 4, organic: 6, unknown: 1},
    weekly: {followback: 1, organic: 1, unknown: 0},
    hasPosts: false
  },
  {
    id: "3004",
    name: "none.example.com",
    network: "bluesky",
    weeks: 1,
    first: nobody,
    weekly: nobody,
    hasPosts: false
  }
];

/** Of the first of them, so many routes by records are wrong: the person unfollowed and followed again. */
export const wrongRoutes = 9;
/** So many people were missed by the first lists, and met at the third snapshot. */
export const metLate = 3;
/** One in so many claims a time 400 days before its key. */
const backdated = 100;

const dayZero = "timestamp '2024-07-08'";
const instant = (day: string) => `(${dayZero} + to_microseconds(((${day}) * 86400000000)::bigint))`;

/** Adds their raw rows, as if the source had written them: the same rows every time. The schema `made` has what really happened. */
export async function writeRecordWorlds(db: Database, worlds: RecordWorld[]): Promise<void> {
  const groups = worlds.flatMap(({id, weeks, first, weekly, hasPosts}) =>
    (["followback", "organic", "unknown"] as const).flatMap((route) => [
      `(${id}, '${route}', true, ${first[route]}, ${weeks}, ${hasPosts})`,
      `(${id}, '${route}', false, ${weekly[route] * weeks}, ${weeks}, ${hasPosts})`
    ])
  );
  await db.run(`
    create table made.record_groups as from (values ${groups.join(", ")})
      t(account_id, route, is_first, people, weeks, has_posts);
    create table made.record_people as
    with counted as (select *, unnest(range(0, people)) as nth from made.record_groups),
    named as (select *, concat('r', account_id, route, is_first, nth) as who from counted),
    came as (
      select *,
        case when is_first then -10 - 500 * chance(who, 'came') else 0.5 + (7 * weeks - 2) * chance(who, 'came') end as in_day,
        case when not is_first and route = 'followback' then 160 when route = 'followback' then 420 else 900 end as stays
      from named
    )
    select *,
      case route when 'followback' then in_day - 1 - 5 * chance(who, 'out') when 'unknown' then in_day + 0.001
        else case when chance(who, 'mutual') < 0.3 then in_day + 2 end end as out_day,
      case when is_first and route = 'organic' and account_id = 3001 and nth < ${metLate} then 14 else 0 end as met_day,
      greatest(in_day, 0.5) - ln(1 - chance(who, 'left')) * stays as left_day,
      case when chance(who, 'why') < 0.7 then 'unfollowed' when chance(who, 'why') < 0.8 then 'deactivated'
        when chance(who, 'why') < 0.86 then 'blocks_us' when chance(who, 'why') < 0.91 then 'blocked'
        when chance(who, 'why') < 0.95 then 'taken_down' else 'deleted' end as why,
      cast(concat('${idPrefix}', lpad(cast(90000000 + row_number() over (order by hash(who)) as varchar), 8, '0')) as bigint) as user_id
    from came;
    create table made.record_looks as
      select account_id, has_posts, unnest(range(0, weeks + 1)) * 7 as day, max(weeks) over () as any_weeks
      from (select distinct account_id, weeks, has_posts from made.record_groups);
    create table made.record_answers as
      select p.*, l.day, concat(p.account_id, '-', lpad(cast(l.day as varchar), 4, '0')) as snapshot_id,
        in_day <= l.day and (left_day > l.day or why not in ('unfollowed', 'deleted')) as has_in,
        out_day <= l.day and (left_day > l.day or why <> 'deleted') as has_out,
        case when in_day <= l.day and left_day <= l.day and why <> 'unfollowed' then why end as hidden,
        in_day <= l.day and left_day <= l.day as is_gone
      from made.record_people p
      join made.record_looks l using (account_id)
      where l.day >= p.met_day and (in_day <= l.day or out_day <= l.day)
        and not (is_first and left_day < 0.5);
    insert into raw.relationships by name
      select account_id, snapshot_id, user_id,
        case when has_in then concat('in', who) end as inbound_key,
        case when has_in then ${instant("in_day")} end as inbound_key_at,
        case when has_in then ${instant(`in_day - case when cast(hash(who) % ${backdated} as integer) = 7 then 400 else 0 end`)} end as inbound_claimed_at,
        case when has_out then concat('out', who) end as outbound_key,
        case when has_out then ${instant("out_day")} end as outbound_key_at,
        case when has_out then ${instant("out_day")} end as outbound_claimed_at,
        hidden, ${instant("day + 0.005")} as asked_at, ${instant("day + 0.01")} as answered_at
      from made.record_answers;
    insert into raw.users by name
      select account_id, snapshot_id, user_id, case when hidden in ('deactivated', 'taken_down', 'deleted') then hidden else 'active' end as status,
        ${instant("day + 0.01")} as status_at
      from made.record_answers where is_gone and left_day > day - 7
      union all by name
      select account_id, snapshot_id, user_id, 'active' as status, ${instant("day + 0.01")} as status_at,
        ${instant("day + 0.01")} as profile_at, cast(40 + 900 * chance(who, 'reach') as integer) as followers_count,
        340 as following_count, 90 as posts_count
      from made.record_answers where has_in and not is_gone and (day = greatest(7 * ceil(in_day / 7), met_day));
    create table made.record_rows as
      select account_id, snapshot_id, day, user_id, 'followers' as list, has_out as is_mutual, -in_day as place
      from made.record_answers where has_in and hidden is null
      union all
      select account_id, snapshot_id, day, user_id, 'following', has_in, -out_day
      from made.record_answers where has_out and hidden is null;
    insert into raw.lists by name
      select l.account_id, concat(l.account_id, '-', lpad(cast(l.day as varchar), 4, '0')) as snapshot_id, n.list, 'bluesky' as source,
        ${instant("l.day")} as taken_at, true as ended, ${instant("l.day")} as started_at, ${instant("l.day + 0.01")} as finished_at,
        coalesce(c.n, 0) as rows, coalesce(c.n, 0) as distinct_rows, 0 as duplicate_rows, 0 as self_rows, 1 as pages, false as additions_only
      from made.record_looks l
      cross join (values ('followers'), ('following')) n(list)
      left join (select account_id, day, list, count(*) as n from made.record_rows group by all) c
        on c.account_id = l.account_id and c.day = l.day and c.list = n.list;
    ${["followers", "following"]
      .map(
        (list) => `insert into raw."${list}" by name
          select account_id, snapshot_id, user_id, is_mutual, ${instant("day + 0.01")} as page_at,
            cast(row_number() over (partition by snapshot_id order by place, user_id) - 1 as integer) as position
          from made.record_rows where list = '${list}';`
      )
      .join("\n")}
    create table made.record_last as select account_id, has_posts, max(day) as day from made.record_looks group by all;
    insert into raw.posts by name
      select account_id, concat(account_id, '-', lpad(cast(day as varchar), 4, '0')) as snapshot_id, account_id * 1000 + nth as post_id,
        account_id as author_id, ${instant("day - 5 * nth - 1")} as created_at, 'post' as kind
      from made.record_last, range(0, 12) r(nth) where has_posts;
    insert into raw.polls by name
      select account_id, concat(account_id, '-', lpad(cast(day as varchar), 4, '0')) as snapshot_id, 'post' as kind,
        ${instant("day - 400")} as "from", ${instant("day + 0.011")} as "to", true as complete, false as capped
      from made.record_last where has_posts
      union all by name
      select account_id, concat(account_id, '-', lpad(cast(day as varchar), 4, '0')) as snapshot_id, kind, account_id * 1000 + nth as target,
        ${instant("day - 5 * nth - 1")} as "from", ${instant("day + 0.01")} as "to", true as complete, false as capped
      from made.record_last, range(0, 12) r(nth), (values ('like'), ('repost'), ('quote')) k(kind) where has_posts;
    insert into raw.interactions by name
      select p.account_id, concat(p.account_id, '-', lpad(cast(l.day as varchar), 4, '0')) as snapshot_id, concat(who, '-act') as act_id,
        user_id as actor_id, case when chance(who, 'kind') < 0.6 then 'reply' else 'like' end as kind, p.account_id as target_user_id,
        ${instant("l.day - 25 * chance(who, 'when') - 0.5")} as "after", "after" as "before", true as is_exact
      from made.record_people p
      join made.record_last l using (account_id)
      where l.has_posts and in_day < l.day - 26 and left_day > l.day
        and chance(who, 'acts') < case route when 'organic' then 0.3 else 0.1 end`);
}

/** The true first route of everyone of the first account, as `truth.json` has it. */
export async function truthOf(db: Database): Promise<string> {
  const people = await db.rows(`
    select cast(user_id as varchar) as user_id,
      [case when route = 'organic' and nth between 100 and ${99 + wrongRoutes} then 'followback' else route end] as inbound_routes
    from made.record_people
    where account_id = 3001 and route <> 'unknown'
    order by user_id`);
  return JSON.stringify({people});
}
