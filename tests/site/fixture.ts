import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {preludeSql, readModels} from "../../src/models/models.ts";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {writeSettings} from "../../src/snapshots/settings.ts";
import {countClaims} from "./fixture-claims.ts";
import {saveNotebookMarts} from "./fixture-notebooks.ts";

/** A made-up account: what its marts should look like. Rates are 0–1. */
export interface World {
  id: string;
  name: string;
  weeks: number;
  /** New followers a month by route. */
  monthly: {followback: number; organic: number; unknown: number};
  /** Chance of having engaged within 30 days, and of leaving within any 30 days, by route. */
  engages: {followback: number; organic: number; unknown: number};
  leaves: {followback: number; organic: number; unknown: number};
  hasEngagement?: boolean;
  isRetentionRecorded?: boolean;
  sources?: string;
  /** How many were there before; 1500 unless said otherwise. */
  preExisting?: number;
}

/** An ordinary account, to vary. */
export const usual: World = {
  id: "1001",
  name: "Oak & Iron",
  weeks: 78,
  monthly: {followback: 110, organic: 95, unknown: 38},
  engages: {followback: 0.035, organic: 0.17, unknown: 0.06},
  leaves: {followback: 0.075, organic: 0.015, unknown: 0.05}
};

/** One account for every situation that the pages must put into words. */
export const worlds: World[] = [
  usual,
  {
    ...usual,
    id: "1002",
    name: "contrary",
    engages: {followback: 0.24, organic: 0.06, unknown: 0.2},
    leaves: {followback: 0.01, organic: 0.07, unknown: 0.02}
  },
  {
    ...usual,
    id: "1003",
    name: "level",
    engages: {followback: 0.012, organic: 0.012, unknown: 0.012},
    leaves: {followback: 0.03, organic: 0.03, unknown: 0.03}
  },
  {
    ...usual,
    id: "1004",
    name: "archives only",
    weeks: 26,
    monthly: {followback: 9, organic: 14, unknown: 3},
    hasEngagement: false,
    sources: "x-archive"
  },
  {...usual, id: "1005", name: "first-look", weeks: 0, hasEngagement: false},
  {...usual, id: "1006", name: "edges", hasEngagement: false, isRetentionRecorded: false, sources: "tables"}
];

/** Every follower's id begins like this, so that a test can look for any of them in the pages. */
export const idPrefix = "77190423";

const start = "timestamp '2024-07-08'";

/** Writes plausible marts for `worlds` to `dataDir`, and tracks the accounts. The same bytes every time. */
export async function writeFixture(dataDir: string, wanted: World[] = worlds): Promise<void> {
  const marts = join(dataDir, "marts");
  await mkdir(marts, {recursive: true});
  await writeSettings(dataDir, {accounts: wanted.map(({id, name}) => ({id, name}))});
  await withDatabase(async (db) => {
    await db.run(preludeSql());
    await db.run("create macro chance(i, salt) as cast(hash(concat(i, salt)) % 1000003 as double) / 1000003");
    const values = wanted.flatMap((world) =>
      (["followback", "organic", "unknown", "pre_existing"] as const).map((route) => {
        const known = route === "pre_existing" ? null : route;
        return `(${world.id}, '${route}', ${world.weeks}, ${known ? world.monthly[known] : (world.preExisting ?? 1500)},
          ${known ? world.engages[known] : 0.08}, ${known ? world.leaves[known] : 0.012},
          ${world.hasEngagement ?? true}, ${world.isRetentionRecorded ?? true}, ${quote(world.sources ?? "x-api")})`;
      })
    );
    await db.run(`create table worlds as from (values ${values.join(", ")})
      t(account_id, route, weeks, monthly, engages, leaves, has_engagement, is_recorded, sources)`);
    // One person a row: comes on a day, leaves on a day or never, engages after some days or never.
    await db.run(`create table people as
      with grid as (
        select w.*, unnest(range(0, case when route = 'pre_existing' then monthly
          else cast(greatest(0, weeks - 1) * monthly / 4.345 as integer) end)) as i
        from worlds w
      ), named as (
        select *, concat(account_id, route, i) as who,
          case when route = 'pre_existing' then 0 else chance(concat(account_id, route, i), 'came') * (weeks - 1) * 7 + 1 end as came_day,
          -ln(1 - chance(concat(account_id, route, i), 'left')) / (leaves / 30) as stays_days,
          case when chance(concat(account_id, route, i), 'does') < engages then 30 * chance(concat(account_id, route, i), 'act')
            when chance(concat(account_id, route, i), 'does') < engages * 1.5 then 30 + 60 * chance(concat(account_id, route, i), 'act') end as engages_day
        from grid
      )
      select *, cast(concat('${idPrefix}', lpad(cast(row_number() over (order by account_id, route, i) as varchar), 8, '0')) as bigint) as user_id,
        ${start} + to_days(cast(floor(came_day) as integer)) as first_seen_at,
        case when is_recorded and came_day + stays_days < weeks * 7 then came_day + stays_days end as left_day,
        case when has_engagement and (engages_day < stays_days or not is_recorded) and came_day + engages_day < weeks * 7 then engages_day end as engaged_age
      from named`);
    const save = async (mart: string, sql: string) => {
      await db.run(`create table "${mart}" as ${sql}`);
      await db.run(
        `copy "${mart}" to ${quote(join(marts, `${mart}.parquet`))} (format parquet, compression zstd)`
      );
    };
    const models = readModels();
    /** Makes a model of the tables that are there, and saves it where it is a mart. */
    const make = async (name: string) => {
      const model = models.find((one) => one.name === name)!;
      await model.make(db);
      if (model.kind === "marts")
        await db.run(
          `copy "${name}" to ${quote(join(marts, `${name}.parquet`))} (format parquet, compression zstd)`
        );
    };
    const causes = ["unfollowed", "suspended", "gone", "blocked", "unresolved"];
    await db.run(`create view dated as select *,
      case when left_day is null then null when chance(who, 'why') < 0.78 then 'unfollowed' when chance(who, 'why') < 0.9 then 'suspended'
        when chance(who, 'why') < 0.97 then 'gone' when chance(who, 'why') < 0.985 then 'blocked' else 'unresolved' end as end_reason,
      cast(date_trunc('month', first_seen_at) as date) as cohort_month, cast(date_trunc('week', first_seen_at) as date) as cohort_week
      from people`);
    await save(
      "followers",
      `select account_id, user_id, route, case when route = 'organic' then 'none_seen' end as route_basis,
      case when route = 'unknown' then 'same_gap' end as unknown_because, case when route = 'unknown' then true end as may_be_followback,
      false as prior_outreach, 0.5 as latency_min_days, 3.5 as latency_max_days, cast(7 as double) as blind_days, first_seen_at,
      first_seen_at - interval 7 day as start_after, first_seen_at as start_before,
      ${start} + to_days(cast(left_day as integer)) - interval 7 day as end_after, ${start} + to_days(cast(left_day as integer)) as end_before,
      end_reason, true as is_listed, false as is_reappeared, true as is_dated,
      case when route <> 'pre_existing' then cohort_month end as cohort_month, case when route <> 'pre_existing' then cohort_week end as cohort_week,
      false as is_blurred_month, false as is_blurred_week, 210 as followers_count, 340 as following_count, 900 as posts_count,
      timestamp '2019-03-01' as account_created_at, false as is_protected, false as is_verified
      from dated order by account_id, user_id`
    );
    const cohort = (ages: number[], hit: string, extra: string) => `
      with cells as (
        select account_id, 'month' as period, route, cohort_month as cohort, age_days, count(*) as members,
          count(*) filter (where came_day + age_days <= weeks * 7) as size,
          count(*) filter (where came_day + age_days <= weeks * 7 and ${hit}) as hits
        from dated, (select unnest(${JSON.stringify(ages)}) as age_days)
        where route <> 'pre_existing' and ${extra} group by all
      )`;
    await save(
      "cohort_retention",
      `${cohort([7, 14, 30, 60, 90, 120, 150, 180, 270, 365], "(left_day is null or left_day > came_day + age_days)", "is_recorded")}
      select account_id, period, route, cohort, age_days, members, size, hits as retained,
        case when size > 0 then hits / size end as share, case when size > 0 then wilson_low(hits, size) end as low, case when size > 0 then wilson_high(hits, size) end as high, size = members as is_complete,
        case when route = 'unknown' then size else 0 end as size_maybe, case when route = 'unknown' then hits else 0 end as retained_maybe,
        0 as size_sitting, 0 as retained_sitting
      from cells order by account_id, period, route, cohort, age_days`
    );
    await save(
      "cohort_engagement",
      `${cohort([7, 30, 90], "engaged_age <= age_days", "has_engagement")}
      select account_id, period, route, cohort, age_days, members, size, hits as engaged, cast(ceil(hits * 1.2) as bigint) as engaged_at_most, hits as engaged_with_likes,
        case when size > 0 then hits / size end as share, case when size > 0 then wilson_low(hits, size) end as low, case when size > 0 then wilson_high(hits, size) end as high, size = members as is_complete,
        case when route = 'unknown' then size else 0 end as size_maybe, case when route = 'unknown' then hits else 0 end as engaged_maybe,
        0 as size_sitting, 0 as engaged_sitting
      from cells order by account_id, period, route, cohort, age_days`
    );
    await db.run(`create table weeks as select account_id, route, weeks, engages, has_engagement, is_recorded, cast(${start} + to_days(cast(7 * w as integer)) as date) as week, 7 * w as from_day
      from (select *, unnest(range(0, weeks)) as w from worlds)`);
    await db.run(`create table weekly as select w.account_id, w.route, w.week, w.engages, w.has_engagement, w.is_recorded,
      count(*) filter (where came_day >= from_day and came_day < from_day + 7 and w.route <> 'pre_existing') as gained,
      ${causes.map((cause) => `count(*) filter (where end_reason = '${cause}' and left_day >= from_day and left_day < from_day + 7) as lost_${cause}`).join(", ")},
      count(*) filter (where came_day < from_day + 7 and (left_day is null or left_day >= from_day + 7)) as closing
      from weeks w join dated p on p.account_id = w.account_id and p.route = w.route group by all`);
    await save(
      "growth",
      `select account_id, week, route, gained, cast(gained / 25 as bigint) as returned, 0 as hidden, 0 as reappeared,
      ${causes.map((cause) => `lost_${cause}`).join(" + ")} as lost, ${causes.map((cause) => `lost_${cause}`).join(", ")},
      gained + cast(gained / 25 as bigint) - ${causes.map((cause) => `lost_${cause}`).join(" - ")} as net from weekly order by account_id, week, route`
    );
    await save(
      "engagement_trend",
      `select account_id, route, week, closing as at_risk, engaged, engaged * 2 as interactions, engaged / closing as share,
      wilson_low(engaged, closing) as low, wilson_high(engaged, closing) as high, engaged / closing as share_raw
      from (select *, cast(round(closing * engages * (0.25 + 0.2 * chance(concat(account_id, route, week), 'trend'))) as bigint) as engaged from weekly where has_engagement and closing > 0)
      order by account_id, route, week`
    );
    await saveNotebookMarts(save);
    await save(
      "outreach",
      `select account_id, user_id, 1 as attempt, first_seen_at - interval 7 day as started_after, first_seen_at as started_before,
      null::timestamp as closed_after, null::timestamp as closed_before,
      case when chance(who, 'back') < 0.22 then 'followed_back' when chance(who, 'back') < 0.3 then 'unknown' when chance(who, 'back') < 0.7 then 'closed_without' else 'not_yet' end as outcome,
      true as is_attempt, false as is_by_sitting, false as is_after_close, greatest(0, 2 * -ln(1 - chance(who, 'soon')) - 1) as latency_min_days, 2 * -ln(1 - chance(who, 'soon')) + 1 + 10 * pow(chance(who, 'late'), 6) as latency_max_days
      from dated where route = 'followback' order by account_id, user_id, attempt`
    );
    await save(
      "engagements",
      `select account_id, concat(user_id, '-1') as act_id, user_id, case when chance(who, 'kind') < 0.5 then 'reply' when chance(who, 'kind') < 0.6 then 'quote' when chance(who, 'kind') < 0.8 then 'mention' else 'like' end as kind,
      'brand' as circle, first_seen_at as acted_after, first_seen_at as acted_before, 1 as spell, 'inside' as placement, engaged_age as age_days, true as is_covered
      from dated where engaged_age is not null
      union all
      -- Reposts of other followers' posts, and of posts that nobody named: no engagement with the brand.
      select account_id, concat(user_id, '-', circle), user_id, 'repost', circle, first_seen_at, first_seen_at, 1, 'inside', engaged_age, false
      from dated cross join (values ('others'), ('nobody')) c(circle) where engaged_age is not null
      order by account_id, act_id`
    );
    await save(
      "completeness",
      `select account_id, concat(strftime(taken_at, '%Y%m%dT%H%M%SZ'), '-', sources) as snapshot_id, list, sources as source, taken_at, taken_at - interval 1 hour as started_at, taken_at as finished_at,
      case when d % 7 <> 0 then 'head' when d = 35 and list = 'followers' then 'partial' else 'complete' end as verdict,
      case when d = 35 and list = 'followers' then '412 rows of a profile count of 1,664' end as why,
      cast(case when d % 7 <> 0 then 100 else 1500 + d * 7 end as bigint) as rows, cast(case when d % 7 <> 0 then 100 else 1498 + d * 7 end as bigint) as distinct_rows, cast(2 as bigint) as duplicate_rows, cast(0 as bigint) as self_rows,
      cast(1503 + d * 7 as bigint) as profile_count, cast(100 as bigint) as known_rows, cast(0 as bigint) as order_violations, true as order_holds, null::varchar as no_order,
      case when d > 0 and d % 7 = 0 then cast(7 as double) end as gap_days, not is_recorded as additions_only
      from (select distinct account_id, sources, weeks, is_recorded, unnest(range(0, weeks * 7 + 1)) as d from worlds where route = 'organic'),
        (values ('followers'), ('following')) l(list)
        , (select ${start} as t0), lateral (select t0 + to_days(cast(d as integer)) + interval 6 hour as taken_at)
      where (sources = 'x-api' or d % 91 = 0) and (is_recorded or d = 0) and d % 2 = 0 or d % 7 = 0 and sources = 'x-api' order by account_id, snapshot_id, list`
    );
    await save(
      "coverage",
      `select account_id, unnest(['mention', 'repost', 'like']) as kind, ${start} as from_at, ${start} + to_days(cast(weeks * 7 as integer)) as to_at
      from worlds where route = 'organic' and has_engagement order by 1, 2`
    );
    await save(
      "spells",
      "select account_id, 'inbound' as direction, user_id, 1 as spell from dated order by account_id, user_id"
    );
    await save(
      "exposure",
      "select account_id, user_id, 1 as spell, 1 as stretch, first_seen_at as from_at, first_seen_at as to_at, true as is_mutual from dated order by account_id, user_id"
    );
    await save(
      "accounts",
      `select account_id, any_value(sources) as sources, ${start} as first_taken_at, ${start} + to_days(cast(any_value(weeks) * 7 as integer)) as last_taken_at,
      cast(2 * (any_value(weeks) + 1) as bigint) as lists, cast(2 * (any_value(weeks) + 1) - 1 as bigint) as complete_lists,
      count(*) filter (where left_day is null) as followers_now, cast(4100 as bigint) as following_now, cast(1400 as bigint) as mutual_now,
      cast(0 as bigint) as interactions_without_target, any_value(has_engagement) as has_engagement, any_value(is_recorded) as is_retention_recorded, count(*) as people,
      ${["followback", "unknown", "organic", "pre_existing"].map((route) => `count(*) filter (where route = '${route}') as ${route}`).join(", ")}
      from people group by account_id order by account_id`
    );
    await make("differences");
    await countClaims(db);
    for (const name of ["claim_definitions", "claim_estimates", "claims"]) await make(name);
  });
}
