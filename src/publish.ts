import {publishedCells, smallestGroup} from "./estimators/publication.ts";
import type {Database} from "./duckdb.ts";

/**
 * The publication rule, here and nowhere else. Report SQL shows a rate or a split only through `published(value,
 * members)`, and joins `published_groups` to merge small periods: a row an account, kind (cohort, outreach), route and
 * period, with the group it belongs to.
 */
export async function preparePublication(db: Database, accountId: string): Promise<void> {
  await db.run(`
    create or replace macro published(value, members) as case when members >= ${smallestGroup} then value end;
    create or replace macro is_too_few(members) as members < ${smallestGroup};
    create table if not exists published_groups (
      account_id bigint, kind varchar, route varchar, period date, group_from date, group_to date, group_members bigint
    );
    delete from published_groups where account_id = ${accountId};`);
  const rows = await db.rows<{kind: string; route: string; period: string; members: bigint}>(`
    select 'cohort' as kind, route, cast(cohort as varchar) as period, max(members) as members
    from cohort_retention where account_id = ${accountId} and period = 'month' group by route, cohort
    union all
    select 'cohort', e.route, cast(e.cohort as varchar), max(e.members)
    from cohort_engagement e
    where e.account_id = ${accountId} and e.period = 'month' and not exists (
      select 1 from cohort_retention r
      where r.account_id = e.account_id and r.period = 'month' and r.route = e.route and r.cohort = e.cohort)
    group by e.route, e.cohort
    union all
    select 'outreach', 'all', cast(cast(date_trunc('month', started_before) as date) as varchar), count(*)
    from outreach where account_id = ${accountId} and started_before is not null group by 3
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
