import type {Database} from "../../src/duckdb.ts";

/**
 * What the claims of the fixture are judged from, out of its tables `worlds` and `dated`: the relations that the models
 * of claims read, with counts at one quarter end and nobody's profile.
 */
export async function countClaims(db: Database): Promise<void> {
  // The world begins on 8 July 2024: the quarter end is the first of January after half a year and after eighteen months.
  await db.run(`
    create table verdict_dates as
      select distinct account_id, case when weeks >= 78 then timestamp '2026-01-01' else timestamp '2025-01-01' end as evaluated_at
      from worlds where is_recorded and weeks >= 26;
    create table claim_counts as
      with counted as (
        select account_id, 'engage_less' as claim, route, count(*) filter (where engaged_age <= engaged_days()) as x, count(*) as n
        from dated where route <> 'pre_existing' and has_engagement and came_day + engaged_days() <= weeks * 7 - 5 group by 1, 2, 3
        union all
        select account_id, 'leave_sooner', route, count(*) filter (where left_day <= came_day + retained_days()), count(*)
        from dated where route <> 'pre_existing' and is_recorded and came_day + retained_days() <= weeks * 7 - 5 group by 1, 2, 3
      )
      select c.*, l.evaluated_at, case when route = 'unknown' then x else 0 end as x_maybe, case when route = 'unknown' then n else 0 end as n_maybe,
        0 as x_sitting, 0 as n_sitting
      from counted c join verdict_dates l using (account_id);
    create table people_facts (account_id bigint, is_count_builder boolean)`);
}
