/**
 * Plausible marts behind the notebooks, from the tables `worlds` and `dated` of the fixture: the right columns, figures
 * that hang together, and no row for an account that has nothing to say.
 */
export async function saveNotebookMarts(save: (mart: string, sql: string) => Promise<void>): Promise<void> {
  const watched = "dated where route <> 'pre_existing' and weeks > 8";
  await save(
    "survival",
    `select account_id, route, cast(a as integer) as age_days, count(*) as people, exp(-any_value(leaves) * a / 30.0) as low,
      exp(-any_value(leaves) * a / 30.0) + case when a between 100 and 140 then 0.04 else 0 end as high,
      greatest(0, exp(-any_value(leaves) * a / 30.0) - 0.03) as interval_low, least(1, exp(-any_value(leaves) * a / 30.0) + 0.06) as interval_high, true as is_proved
    from (select *, unnest(range(0, 300, 7)) as a from ${watched} and is_recorded) group by account_id, route, a having count(*) >= 30 order by account_id, route, a`
  );
  await save(
    "first_engagement",
    `select account_id, route, cast(a as integer) as age_days, count(*) as at_risk, any_value(engages) * (1 - exp(-a / 20.0)) as engaged,
      any_value(engages) * (1 - exp(-a / 20.0)) * 0.8 as engaged_low, any_value(engages) * (1 - exp(-a / 20.0)) * 1.2 as engaged_high, 0.1 as gone_before
    from (select *, unnest(range(1, 120, 5)) as a from ${watched} and has_engagement) group by account_id, route, a having count(*) >= 30 order by account_id, route, a`
  );
  await save(
    "adjusted",
    `select distinct account_id, outcome, 'month' as period, cast(40 as integer) as strata, 0.99 as informative_followback, 0.9 as informative_organic,
      -0.14 as crude_difference, -0.1 as difference, -0.13 as low, -0.07 as high, 0.3 as ratio, 0.2 as ratio_low, 0.4 as ratio_high, 6.1 as e_value, 4.4 as e_value_limit
    from worlds, (values ('engaged_30', has_engagement), ('retained_90', is_recorded)) o(outcome, is_there)
    where is_there and weeks > 52 order by account_id, outcome`
  );
  await save(
    "balance",
    `select distinct account_id, trait, 1200.5 as followback_value, 480.25 as organic_value, 0.63 as difference_standardised, cast(900 as bigint) as followback_n, cast(800 as bigint) as organic_n
    from worlds, (values ('followers'), ('account_age')) t(trait) where weeks > 52 order by account_id, trait`
  );
  await save(
    "funnel",
    `select account_id, cast(step as integer) as step, stage, of_stage, cast(round(n * part) as bigint) as x, n, part as share, part * 0.9 as low, part * 1.1 as high,
      part as range_low, least(1, part * 1.2) as range_high, cast(null as varchar) as note
    from (select account_id, count(*) as n from ${watched} and route = 'followback' group by account_id),
      (values (1, 'attempted', null, null), (2, 'followed_back_7', 'attempted', 0.2), (3, 'followed_back_30', 'attempted', 0.24), (4, 'followed_back', 'attempted', 0.25),
        (5, 'retained_30', 'followed_back', 0.7), (6, 'retained_90', 'followed_back', 0.6), (7, 'engaged_30', 'followed_back', 0.04)) s(step, stage, of_stage, part)
    union all by name
    select distinct account_id, cast(8 as integer) as step, 'visited' as stage, 'followed_back' as of_stage, cast(null as bigint) as x, cast(null as bigint) as n, cast(null as double) as share,
      cast(null as double) as low, cast(null as double) as high, cast(null as double) as range_low, cast(null as double) as range_high, 'not collected' as note from ${watched}
    order by account_id, step`
  );
  await save(
    "two_by_two",
    `select account_id, route, is_mutual, count(*) as people, count(*) * 20.5 as weeks,
      case when any_value(is_recorded) then count(*) filter (where left_day is not null) end as left_count,
      case when any_value(is_recorded) then 1.4 end as leaving_rate, case when any_value(is_recorded) then 1.1 end as leaving_low, case when any_value(is_recorded) then 1.8 end as leaving_high,
      case when any_value(has_engagement) then cast(60 as bigint) end as interactions, case when any_value(has_engagement) then 2.2 end as interaction_rate,
      case when any_value(has_engagement) then 1.6 end as interaction_low, case when any_value(has_engagement) then 3.1 end as interaction_high
    from (select *, unnest([true, false]) as is_mutual from dated where weeks > 8) group by account_id, route, is_mutual order by account_id, route, is_mutual`
  );
  await save(
    "landmarks",
    `select account_id, route, cast(landmark_days as integer) as landmark_days, is_engaged, count(*) as people, cast(count(*) * 0.8 as bigint) as retained, 0.8 as share, 0.74 as low, 0.85 as high
    from (select *, unnest([7, 30]) as landmark_days, coalesce(engaged_age < 30, false) as is_engaged from ${watched} and has_engagement and is_recorded)
    group by account_id, route, landmark_days, is_engaged order by account_id, route, landmark_days, is_engaged`
  );
  await save(
    "interaction_rates",
    `select account_id, route, family, is_prompted, count(*) as people, count(*) * 20.5 as weeks, cast(90 as bigint) as interactions, 3.4 as rate, 2.5 as low, 4.6 as high, family <> 'mention' as is_at_least
    from dated, (values ('mention'), ('repost'), ('like')) f(family), (values (cast(null as boolean)), (true), (false)) a(is_prompted)
    where has_engagement and weeks > 8 group by account_id, route, family, is_prompted
    order by account_id, route, family, is_prompted`
  );
  await save(
    "concentration",
    `select account_id, route, count(*) as people, cast(count(*) filter (where engaged_age is not null) as bigint) as interactions, 0.3 as top_1, 0.62 as top_5, 0.81 as top_10, 0.0::double as median
    from dated where has_engagement and weeks > 8 group by account_id, route order by account_id, route`
  );
  await save(
    "unknown_route_estimate",
    `select account_id, count(*) as unknown_people, count(*) * 0.7 as expected_followbacks, 0.7 as chance
    from ${watched} and route = 'unknown' group by account_id order by account_id`
  );
}
