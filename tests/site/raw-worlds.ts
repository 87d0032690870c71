import {quote, type Database} from "../../src/duckdb.ts";
import {createSnapshotsSql, createTableSql, snapshotRowSql, tableNames} from "../../src/snapshots/tables.ts";
import {writeRecordWorlds, type RecordWorld} from "./record-worlds.ts";
import {idPrefix, type World} from "./worlds.ts";

/** Watching begins on this Monday, day 0. */
const dayZero = "timestamp '2024-07-08'";
const instant = (day: string) => `(${dayZero} + to_microseconds(((${day}) * 86400000000)::bigint))`;

/** Days between full lists, by source; X is also read in heads in the middle of each week. */
const listDays = {"x-api": 7, "x-archive": 28, tables: 7};
const headDay = 3;
/** A head shows so many rows at most; one list of followers, on its day, broke off after so many. */
const headRows = 100;
const broken = {day: 35, rows: 20};

/**
 * Creates the raw tables of made-up accounts in `db`, as if their loaders had written them: the same rows every time. The
 * schema `made` keeps what really happened.
 */
export async function writeRawWorlds(
  db: Database,
  worlds: World[],
  records: RecordWorld[] = []
): Promise<void> {
  await db.run(`
    create schema raw;
    create schema made;
    create macro chance(who, salt) as cast(hash(concat(who, salt)) % 1000003 as double) / 1000003;
    ${createSnapshotsSql("raw.snapshots")};
    ${tableNames.map((table) => createTableSql(table, `raw."${table}"`)).join(";\n")}`);
  await makePeople(db, worlds);
  await makeLists(db);
  await makeProfiles(db);
  await makeActs(db);
  await makeInterests(db);
  await makeEdges(db);
  await makeCounts(db);
  if (records.length > 0) await writeRecordWorlds(db, records);
  const listed = await db.rows<{snapshot_id: string; source: string}>(
    "select distinct snapshot_id, source from raw.lists order by snapshot_id"
  );
  const snapshots: [string, string][] = [
    ...listed.map(({snapshot_id, source}): [string, string] => [snapshot_id, source]),
    ["interactions", "x-api"],
    ["table of interactions", "tables"],
    ["table of edges", "tables"],
    ["overview of X", "tables"]
  ];
  const rows = snapshots.map(([id, source]) => snapshotRowSql(id, source));
  await db.run(`insert into raw.snapshots values ${rows.join(", ")}`);
}

/** `made.accounts`, and `made.people` with the days on which each comes, is followed, leaves and acts. */
async function makePeople(db: Database, worlds: World[]) {
  const values = worlds.flatMap((world) =>
    (["followback", "organic", "unknown", "pre_existing", "silent"] as const).map((route) => {
      const known = route === "pre_existing" || route === "silent" ? null : route;
      const {weeks, monthly, engages, leaves, sources = "x-api", preExisting = 300} = world;
      // Of those whom the account follows, one in four follows back.
      const comes = route === "silent" ? 3 * monthly.followback : known ? monthly[known] : preExisting;
      return `(${world.id}, '${route}', ${weeks}, ${comes}, ${known ? engages[known] : 0.08},
        ${known ? leaves[known] : 0.012}, ${world.hasEngagement ?? true}, ${world.hasConversations ?? false}, ${world.hasInterests ?? false}, ${quote(sources)}, ${listDays[sources]})`;
    })
  );
  await db.run(`
    create table made.routes as from (values ${values.join(", ")})
      t(account_id, route, weeks, comes, engages, leaves, has_engagement, has_conversations, has_interests, source, list_days);
    create table made.accounts as
      select distinct account_id, weeks, has_engagement, has_conversations, has_interests, source, list_days from made.routes;
    create table made.people as
    with counted as (
      select *, unnest(range(0, case when route = 'pre_existing' then comes
        else cast(greatest(0, weeks - 1) * comes / 4.345 as integer) end)) as i
      from made.routes
    ),
    named as (
      select *, concat(account_id, route, i) as who from counted
    ),
    came as (
      select *, case when route = 'pre_existing' then -1 - 400 * chance(who, 'came')
        else 1 + (weeks - 1) * 7 * chance(who, 'came') end as came_day,
        -ln(1 - chance(who, 'left')) / (leaves / 30) as stays_days
      from named
    ),
    left_or_not as (
      select *,
        -- The first list that can show them: a full one, or the head before it.
        case when route = 'pre_existing' then 0
          when source = 'x-api' and came_day - 7 * floor(came_day / 7) <= ${headDay} then 7 * floor(came_day / 7) + ${headDay}
          else list_days * ceil(came_day / list_days) end as seen_day,
        case when greatest(came_day, 0) + stays_days < weeks * 7 then greatest(came_day, 0) + stays_days end as left_day,
        -- Who follows back was followed two lists before; of whom nobody can log, on the same day.
        case route when 'followback' then came_day - list_days - 1 when 'unknown' then came_day when 'silent' then came_day
          when 'organic' then case when chance(who, 'ours') < 0.2 then came_day + list_days + 1 end
          else case when chance(who, 'ours') < 0.3 then came_day - 5 end end as out_day,
        case when chance(who, 'does') < engages then 30 * chance(who, 'act')
          when chance(who, 'does') < engages * 1.5 then 30 + 60 * chance(who, 'act') end as engages_day,
        case when chance(who, 'why') < 0.78 then 'active' when chance(who, 'why') < 0.9 then 'suspended'
          when chance(who, 'why') < 0.96 then 'gone' when chance(who, 'why') < 0.985 then 'blocked' end as why
      from came
    )
    select *, cast(concat('${idPrefix}', lpad(cast(row_number() over (order by hash(who)) as varchar), 8, '0')) as bigint) as user_id,
      case when route = 'silent' then out_day + 60 end as out_until
    from left_or_not`);
}

/** Full lists, heads and one list that broke off, newest first. */
async function makeLists(db: Database) {
  await db.run(`
    create table made.follows as
      select account_id, 'followers' as list, user_id, came_day as from_day, left_day as to_day
      from made.people where route <> 'silent'
      union all
      select account_id, 'following', user_id, out_day, out_until from made.people where out_day is not null
      union all
      select account_id, 'blocking', user_id, left_day, null from made.people where why = 'blocked' and left_day is not null;
    create table made.walks as
      with days as (
        select account_id, source, list_days, unnest(range(0, weeks * 7 + 1)) as day from made.accounts where source <> 'tables'
      )
      select account_id, source, day, list, concat(account_id, '-', lpad(cast(day as varchar), 4, '0')) as snapshot_id,
        ${instant("day")} as taken_at, ${instant("day")} + to_minutes(nth) as started_at,
        ${instant("day")} + to_minutes(nth + 1) as finished_at,
        case when day % list_days <> 0 then 'head' when day = ${broken.day} and list = 'followers' then 'page 1: X answered 503' end as reason,
        case when day % list_days <> 0 then ${headRows} when day = ${broken.day} and list = 'followers' then ${broken.rows} end as most
      from days, (values ('following', 0), ('followers', 2), ('blocking', 4)) l(list, nth)
      where day % list_days = 0 or source = 'x-api' and day % 7 = ${headDay} and list <> 'blocking';
    create table made.rows as
      select w.account_id, w.snapshot_id, w.list, f.user_id, w.finished_at, w.most,
        cast(row_number() over (partition by w.snapshot_id, w.list order by f.from_day desc, f.user_id) - 1 as integer) as position
      from made.walks w
      join made.follows f on f.account_id = w.account_id and f.list = w.list
        and f.from_day <= w.day and (f.to_day is null or f.to_day > w.day);
    create table made.counts as select snapshot_id, list, count(*) as n from made.rows group by all;
    delete from made.rows where position >= most;
    ${["followers", "following", "blocking"]
      .map(
        (list) => `insert into raw."${list}" by name
          select account_id, snapshot_id, user_id, position, finished_at as page_at from made.rows where list = '${list}';`
      )
      .join("\n")}
    insert into raw.lists by name
      select account_id, snapshot_id, w.list, source, taken_at, coalesce(most, n, 0) >= coalesce(n, 0) as ended,
        case when not ended then reason end as reason, started_at, finished_at,
        least(coalesce(n, 0), coalesce(most, n, 0)) as rows, rows as distinct_rows, 0 as duplicate_rows, 0 as self_rows, 1 as pages,
        case when source = 'x-api' and w.list <> 'blocking' then coalesce(n, 0) end as count_before, count_before as count_after,
        false as additions_only
      from made.walks w
      left join made.counts c using (snapshot_id, list)`);
}

/** Profiles at first sight, and what a look-up says of those a full list no longer shows. */
async function makeProfiles(db: Database) {
  await db.run(
    `
    insert into raw.users by name
      select p.account_id, w.snapshot_id, user_id, w.taken_at as profile_at, 'active' as status, w.taken_at as status_at,
        dayzero() - to_days(cast(60 + 2500 * chance(who, 'born') as integer)) as created_at,
        case when is_builder then 1500 else cast(40 + 700 * pow(chance(who, 'reach'), 3) as integer) end as followers_count,
        case when is_builder then 1600 else 340 end as following_count, 900 as posts_count, false as verified, false as protected
      from (select *, chance(who, 'builder') < case when route = 'followback' then 0.5 else 0.1 end as is_builder from made.people) p
      join made.walks w on w.account_id = p.account_id and w.day = p.seen_day and w.list = 'followers' and w.source = 'x-api'
      where p.route <> 'silent' and (left_day is null or left_day > seen_day)
      union all by name
      select p.account_id, w.snapshot_id, user_id, case when why = 'blocked' then 'active' else why end as status,
        w.finished_at as status_at
      from made.people p
      join made.walks w on w.account_id = p.account_id and w.day = 7 * ceil(left_day / 7) and w.list = 'followers' and w.source = 'x-api'
      where p.route <> 'silent' and left_day > seen_day and why is not null`.replaceAll("dayzero()", dayZero)
  );
}

/** Own posts with polls of what others did with them, and what followers did; reposts of others' posts among it. */
async function makeActs(db: Database) {
  await db.run(`
    create table made.posts as
      select account_id, weeks, account_id * 100000 + d as post_id, d as day, 'post' as kind, null::bigint as in_reply_to_user_id
      from (select *, unnest(range(0, weeks * 7, 3)) as d from made.accounts where has_engagement)
      union all
      -- The account turns to some of its followers on the day after it has seen them.
      select account_id, weeks, account_id * 100000 + 50000 + row_number() over (partition by account_id order by user_id),
        seen_day + 1, 'reply', user_id
      from made.people
      where has_engagement and route <> 'silent' and seen_day + 1 < weeks * 7 and chance(who, 'greeted') < 0.1;
    insert into raw.posts by name
      select account_id, 'interactions' as snapshot_id, post_id, account_id as author_id, ${instant("day")} as created_at, kind, in_reply_to_user_id
      from made.posts;
    insert into raw.polls by name
      select account_id, 'interactions' as snapshot_id, kind, ${instant("7 * week")} as "from", ${instant("7 * week + 7")} as "to",
        true as complete, false as capped
      from (select *, unnest(range(0, weeks)) as week from made.accounts where has_engagement),
        (values ('mention'), ('post')) k(kind)
      union all by name
      select account_id, 'interactions' as snapshot_id, kind, post_id as target, ${instant("day")} as "from", ${instant("least(day + 8, weeks * 7)")} as "to",
        true as complete, false as capped
      from (select * exclude (kind) from made.posts), (values ('like'), ('repost'), ('quote')) k(kind)
      union all by name
      select account_id, 'interactions' as snapshot_id, 'conversation' as kind, post_id as target, ${instant("day")} as "from",
        ${instant("least(day + 8, weeks * 7)")} as "to", true as complete, false as capped
      from made.posts p
      semi join made.accounts a on a.account_id = p.account_id and a.has_conversations
      where kind = 'post';
    create table made.interactions as
      select *, seen_day + engages_day + 5 * nth as day,
        case when chance(who, 'kind') < 0.5 then 'reply' when chance(who, 'kind') < 0.6 then 'quote'
          when chance(who, 'kind') < 0.8 then 'mention' else 'like' end as kind
      from (select *, unnest(range(0, 1 + cast(floor(6 * pow(chance(who, 'often'), 6)) as integer))) as nth
        from made.people where has_engagement and engages_day is not null and route <> 'silent');
    delete from made.interactions where day >= weeks * 7 or day >= left_day;
    insert into raw.interactions by name
      select account_id, 'interactions' as snapshot_id, concat(who, '-', nth) as act_id, user_id as actor_id, kind, account_id as target_user_id,
        ${instant("day")} as "after", "after" as "before", true as is_exact
      from made.interactions
      union all by name
      select account_id, 'interactions' as snapshot_id, concat(who, '-', nth, '-others') as act_id, user_id as actor_id, 'repost' as kind,
        user_id + 1 as target_user_id, ${instant("day")} as "after", "after" as "before", true as is_exact
      from made.interactions where nth = 0
      union all by name
      select account_id, 'table of interactions' as snapshot_id, concat(who, '-', nth, '-nobody') as act_id, user_id as actor_id, 'repost' as kind,
        ${instant("day")} as "after", "after" as "before", true as is_exact
      from made.interactions where nth = 0 and chance(who, 'silent') < 0.1;
    -- Under the account's posts people answer each other, and some of them answer back.
    create table made.places as
      select account_id, user_id, who, weeks, seen_day, row_number() over (partition by account_id order by came_day) as place,
        has_conversations and chance(who, 'talks') < greatest(0.02, 2 * engages) as talks
      from made.people where route <> 'silent';
    create table made.talks as
      select p.account_id, p.user_id, q.user_id as other_id, concat(p.who, '-talks') as act_id, q.who as other,
        p.seen_day + 20 * chance(p.who, 'when') as day, p.weeks
      from made.places p
      join made.places q on q.account_id = p.account_id and q.user_id <> p.user_id
        and q.place = greatest(1, p.place - 1 - cast(floor(4 * chance(p.who, 'whom')) as bigint))
      where p.talks;
    insert into made.talks
      select account_id, other_id, user_id, concat(act_id, '-back'), other, day + 1, weeks
      from made.talks where chance(other, 'back') < 0.4;
    delete from made.talks where day >= weeks * 7;
    insert into raw.interactions by name
      select account_id, 'interactions' as snapshot_id, act_id, user_id as actor_id, 'reply' as kind, other_id as target_user_id,
        ${instant("day")} as "after", "after" as "before", true as is_exact
      from made.talks;
    insert into raw.addressed by name
      select account_id, 'interactions' as snapshot_id, act_id, other_id as user_id, 'reply' as how from made.talks`);
}

/** Looks at five people of each week and stratum, 31 days after they were first seen. */
async function makeInterests(db: Database) {
  await db.run(`
    create table made.looks as
      with newcomers as (
        select *, ${instant("seen_day")} as first_seen_at,
          concat(strftime(first_seen_at, '%G-W%V'), case when out_day <= seen_day then ' followed' else ' not followed' end) as stratum
        from made.people
        where has_interests and route not in ('silent', 'pre_existing') and (left_day is null or left_day > seen_day)
          and seen_day + 38 < weeks * 7
      )
      select *, count(*) over (partition by account_id, stratum) as stratum_people
      from newcomers
      qualify row_number() over (partition by account_id, stratum order by hash(who)) <= 5;
    insert into raw.interests by name
      select account_id, 'interactions' as snapshot_id, user_id, period,
        case when chance(who, 'hidden') >= 0.05 then chance(who, concat('posts', case when chance(who, 'steady') < 0.7 then '' else period end))
          < 0.05 + 1.5 * engages end as matched,
        first_seen_at, first_seen_at + to_days(31) as looked_at, stratum, stratum_people,
        least(5, stratum_people) as sampled_people, 'made' as topics, 'full_archive' as method
      from made.looks, (values ('before'), ('after')) p(period)`);
}

/** Dated follows of accounts known from a table of edges, which never records that somebody left. */
async function makeEdges(db: Database) {
  await db.run(`
    insert into raw.events by name
      select account_id, 'table of edges' as snapshot_id, concat(who, '-', list) as event_id, 'follow' as kind, 'import' as delivery,
        case list when 'followers' then user_id else account_id end as source_id,
        case list when 'followers' then account_id else user_id end as target_id,
        case when day < 0 then null else ${instant("day - is_vague")} end as "after", ${instant("greatest(day, 0) + is_vague")} as "before",
        day >= 0 and is_vague = 0 as is_exact
      from (
        select *, 'followers' as list, came_day as day, 0 as is_vague from made.people where route <> 'silent'
        union all
        select *, 'following', out_day, case when route = 'unknown' then 1 else 0 end from made.people where out_day is not null
      ) where source = 'tables';
    insert into raw.stream_periods by name
      select account_id, 'table of edges' as snapshot_id, ${dayZero} as "from", ${instant("weeks * 7")} as "to", true as has_baseline,
        true as additions_only
      from made.accounts where source = 'tables'`);
}

/** X's own counts of accounts with conversations: every follow, and every unfollow of somebody who was not suspended. */
async function makeCounts(db: Database) {
  await db.run(`
    insert into raw.daily_counts by name
      select account_id, 'overview of X' as snapshot_id, 'x-overview' as download, ${instant("day")} as day,
        count(*) filter (where what = 'came') as new_follows, count(*) filter (where what = 'left') as unfollows,
        40 as profile_visits, 900 as impressions, 1 as posts_created
      from (
        select account_id, unnest(range(0, weeks * 7)) as day, 'none' as what from made.accounts
        where source = 'x-api' and has_conversations and weeks > 50
        union all
        select account_id, cast(floor(came_day) as integer), 'came' from made.people
        where source = 'x-api' and has_conversations and weeks > 50 and route not in ('pre_existing', 'silent')
        union all
        select account_id, cast(floor(left_day) as integer), 'left' from made.people
        where source = 'x-api' and has_conversations and weeks > 50 and left_day is not null
          and route <> 'silent' and coalesce(why, 'active') not in ('suspended', 'gone')
      )
      group by account_id, day;
    insert into raw.downloads by name
      select account_id, 'overview of X' as snapshot_id, 'x-overview' as download, 'counts' as content,
        ${dayZero} as from_day, max(day) as to_day, max(day) + interval 2 day as downloaded_at, 'UTC' as zone
      from raw.daily_counts group by account_id`);
}
