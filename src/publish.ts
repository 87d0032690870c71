import {smallestGroup} from "../reports/components/compare.js";
import type {Database} from "./duckdb.ts";

/** Neighbouring periods as one published group. Periods are ISO dates. */
export interface PublishedGroup {
  periods: string[];
  members: number;
}

/**
 * Merges periods, oldest first, until every group has `smallest` members; what is left over at the end joins the group
 * before it. All together may still be too few: then it is one small group.
 */
export function mergePeriods(
  periods: {period: string; members: number}[],
  smallest = smallestGroup
): PublishedGroup[] {
  const groups: PublishedGroup[] = [];
  let open: PublishedGroup = {periods: [], members: 0};
  for (const {period, members} of [...periods].sort((a, b) => (a.period < b.period ? -1 : 1))) {
    open = {periods: [...open.periods, period], members: open.members + members};
    if (open.members < smallest) continue;
    groups.push(open);
    open = {periods: [], members: 0};
  }
  if (open.periods.length === 0) return groups;
  const last = groups.pop();
  if (!last) return [open];
  return [...groups, {periods: [...last.periods, ...open.periods], members: last.members + open.members}];
}

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
    for (const group of mergePeriods(periods)) {
      const [from, to] = [group.periods[0], group.periods.at(-1)];
      for (const period of group.periods)
        values.push(`(${accountId}, ${key}, '${period}', '${from}', '${to}', ${group.members})`);
    }
  }
  if (values.length > 0) await db.run(`insert into published_groups values ${values.join(", ")}`);
}
