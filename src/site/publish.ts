import {publishedCells} from "../statistics/publication.ts";
import type {Database} from "../duckdb.ts";

/**
 * Small-cell suppression of the report, here and nowhere else. Report SQL shows a rate or a split only through
 * `suppressed(value, members)`, asks `is_too_few(members)`, and joins `published_groups` to merge small periods: a row an
 * account, kind (cohort, cohort_week, outreach, arrivals), route and period, with the group it belongs to. Components get
 * what is decided: a null figure, or a column that begins with `is_`.
 */
export async function preparePublication(db: Database, accountId: string): Promise<void> {
  await db.run(`
    create or replace macro is_too_few(members) as coalesce(members, 0) < smallest_group();
    create or replace macro suppressed(value, members) as case when not is_too_few(members) then value end;
    create table if not exists published_groups (
      account_id bigint, kind varchar, route varchar, period date, group_from date, group_to date, group_members bigint
    );
    delete from published_groups where account_id = ${accountId};`);
  const rows = await db.rows<{kind: string; route: string; period: string; members: bigint}>(`
    select case period when 'month' then 'cohort' else 'cohort_week' end as kind, route,
      cast(cohort as varchar) as period, max(members) as members
    from (
      select period, route, cohort, members from cohort_retention where account_id = ${accountId}
      union all
      select period, route, cohort, members from cohort_engagement where account_id = ${accountId})
    group by 1, route, cohort
    union all
    select 'outreach', 'all', cast(cast(date_trunc('month', started_on) as date) as varchar),
      count(*) filter (where is_watched and not is_by_sitting and outcome <> 'unknown')
    from outreach where account_id = ${accountId} and started_on is not null group by 3
    union all
    select 'arrivals', 'all', cast(cohort_month as varchar), count(*)
    from followers
    where account_id = ${accountId} and route <> 'pre_existing' and cohort_month is not null group by 3
    order by kind, route, period`);
  const values: string[] = [];
  const sizes = new Map<string, {period: string; members: number}[]>();
  for (const {kind, route, period, members} of rows) {
    const key = `'${kind}', '${route}'`;
    sizes.set(key, [...(sizes.get(key) ?? []), {period, members: Number(members)}]);
  }
  for (const [key, periods] of sizes) {
    for (const group of publishedCells(periods)) {
      for (const period of group.periods)
        values.push(`(${accountId}, ${key}, '${period}', '${group.from}', '${group.to}', ${group.members})`);
    }
  }
  if (values.length > 0) await db.run(`insert into published_groups values ${values.join(", ")}`);
}
