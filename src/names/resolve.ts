import type {Database} from "../duckdb.ts";
import {plainNameSql} from "./stand-in.ts";

/** A name is taken for an id on the word of a profile that is at most so many days away: beyond that it is inexact. */
export const exactDays = 30;

/** The tables whose rows are about one person, and when those rows say something of them. */
const uses: Record<string, {people: string[]; at: string; isList: boolean}> = {
  followers: {people: ["user_id"], at: "page_at", isList: true},
  following: {people: ["user_id"], at: "page_at", isList: true},
  blocking: {people: ["user_id"], at: "page_at", isList: true},
  users: {people: ["user_id"], at: "profile_at", isList: false},
  events: {people: ["source_id", "target_id"], at: `coalesce("before", "after")`, isList: false},
  campaign_targets: {people: ["user_id"], at: `coalesce("before", "after")`, isList: false}
};

/** Views of the same rows as `followers` and `following`, where a store has folded lists. */
const alike: Record<string, string> = {
  followers: "followers",
  following: "following",
  stored_followers: "followers",
  stored_following: "following",
  unfolded_followers: "followers",
  unfolded_following: "following"
};

/** Whether the store knows people by name only. `schema` has the snapshots attached. */
export async function hasNames(db: Database, schema = "raw"): Promise<boolean> {
  return (await db.rows(`select 1 from ${schema}.names limit 1`)).length > 0;
}

const looksSql = `
  select ${plainNameSql("username")} as name, user_id, profile_at as said_at, created_at
  from raw.users
  where user_id > 0 and username is not null and profile_at is not null`;

/**
 * Makes `name_ids` of `names_used` and `names_asked`. A store may have a profile on every row of its lists: only those of
 * people who ever bore such a name are compared.
 */
const nameIdsSql = `
  create temp table name_looks as
  select distinct * from (${looksSql})
  where user_id in (select user_id from (${looksSql}) where name in (select name from names_asked));
  create table name_ids as
  with asked as (from names_asked),
  bearers as (select name, said_at, min(user_id) as low, max(user_id) as high from name_looks group by name, said_at),
  bearing as (
    select a.name, a.stand_in, a.said_at, b.said_at as before_at, f.said_at as after_at,
      case when b.low = b.high or b.low is null then coalesce(b.low, f.low) end as user_id,
      b.low is null or f.low is null or b.low = f.low as is_one,
      coalesce(f.low = f.high, true) as is_sure
    from asked a
    asof left join bearers b on a.name = b.name and a.said_at >= b.said_at
    asof left join bearers f on a.name = f.name and a.said_at < f.said_at
  ),
  handles as (select user_id, said_at, min(name) as low, max(name) as high from name_looks group by user_id, said_at),
  made as (select user_id, max(created_at) as created_at from name_looks group by user_id),
  found as (
    select c.stand_in, c.said_at, c.user_id,
      least(coalesce(c.said_at - c.before_at, c.after_at - c.said_at), coalesce(c.after_at - c.said_at, c.said_at - c.before_at))
        <= interval ${exactDays} day as is_exact
    from bearing c
    left join made m on m.user_id = c.user_id
    asof left join handles b on c.user_id = b.user_id and c.said_at >= b.said_at
    asof left join handles f on c.user_id = f.user_id and c.said_at < f.said_at
    where c.user_id is not null and c.is_one and c.is_sure
      and coalesce(m.created_at <= c.said_at, true)
      and coalesce(b.low = c.name and b.high = c.name, true)
      and coalesce(f.low = c.name and f.high = c.name, true)
  )
  select u.account_id, u.stand_in, u.said_at, f.user_id, coalesce(f.is_exact, false) as is_exact, u.is_in_list
  from names_used u
  left join found f on f.stand_in = u.stand_in and f.said_at = u.said_at;
  drop table name_looks;`;

/**
 * Makes, of the raw tables in `raw`, what names mean:
 *
 * - `name_ids`: one row an account, stand-in and instant (`said_at`) at which the store speaks of it. `user_id` is whose name it
 *   was then, null where that is not known; `is_exact` where the profile that shows it is near; `is_in_list`: a list speaks of it.
 * - `unresolved_names`: one row an account and stand-in which is not known at some instant. It stays a person of its own at
 *   all of them: somebody with an id in one list and without in the next would look like one who left and one who came.
 * - `lists_by_name`: one row an account and snapshot whose lists say nothing of who is missing in lists of ids.
 *
 * A name belongs to the id whose profile bore it nearest in time, unless the next profile on the other side says
 * otherwise: that name on another id, or that id under another name. No id is older than its account.
 */
export async function resolveNames(db: Database): Promise<void> {
  const used = Object.entries(uses).flatMap(([table, {people, at, isList}]) =>
    people.map(
      (column) => `
        select account_id, "${column}" as stand_in, ${at} as said_at, ${isList} as is_in_list from raw."${table}" where "${column}" < 0`
    )
  );
  await db.run(`
    create temp table names_used as
    select account_id, stand_in, said_at, bool_or(is_in_list) as is_in_list
    from (${used.join(" union all ")})
    group by account_id, stand_in, said_at;
    create temp table names_asked as
    select distinct n.name, u.stand_in, u.said_at
    from names_used u
    join (select distinct user_id as stand_in, name from raw.names) n using (stand_in)
    where u.said_at is not null`);
  const isAsked = (await db.rows("select 1 from names_asked limit 1")).length > 0;
  await db.run(`
    ${isAsked ? nameIdsSql : `create table name_ids as select *, null::bigint as user_id, false as is_exact from names_used;`}
    drop table names_asked;
    drop table names_used;
    create table unresolved_names as
    select account_id, stand_in, bool_or(is_in_list) as is_in_list
    from name_ids group by account_id, stand_in having count(*) > count(user_id);
    create table lists_by_name as
    select distinct account_id, snapshot_id
    from raw.lists l
    join (select distinct snapshot_id from raw.names) n using (snapshot_id)
    where account_id in (select account_id from unresolved_names where is_in_list)`);
}

/** Replaces stand-ins by ids in the raw tables of `raw`, as `resolveNames` has found them. */
export async function applyNames(db: Database): Promise<void> {
  await resolveNames(db);
  if (!(await hasNames(db))) return;
  await db.run(`
    create temp table name_map as
    select account_id, stand_in, said_at, user_id from name_ids
    where user_id is not null and (account_id, stand_in) not in (select (account_id, stand_in) from unresolved_names);
    -- Where other lists have ids, an unknown name may be anybody in them, and would count twice.
    create temp table names_left_out as
    select account_id, stand_in from unresolved_names
    where account_id in (
      select account_id from raw.lists
      where list in ('followers', 'following') and snapshot_id not in (select snapshot_id from raw.names))`);
  const there = await db.rows<{name: string; type: string}>(
    "select table_name as name, table_type as type from information_schema.tables where table_schema = 'raw'"
  );
  for (const {name, type} of there) {
    const use = uses[alike[name] ?? name];
    if (use === undefined && !["lists", "names"].includes(name)) continue;
    const own = `raw."unnamed_${name}"`;
    await db.run(`alter ${type === "VIEW" ? "view" : "table"} raw."${name}" rename to "unnamed_${name}"`);
    if (name === "names") continue;
    await db.run(
      use === undefined
        ? `create view raw.lists as
            select t.* replace (case when b.snapshot_id is null then t.source else 'names' end as source)
            from ${own} t left join lists_by_name b on b.account_id = t.account_id and b.snapshot_id = t.snapshot_id`
        : `create view raw."${name}" as ${mappedSql(own, use)}`
    );
  }
  await db.run(`
    create view raw.names as
    select distinct n.* replace (coalesce(m.user_id, n.user_id) as user_id)
    from raw.unnamed_names n
    left join raw.unnamed_lists l on l.account_id = n.account_id and l.snapshot_id = n.snapshot_id
    left join name_map m on m.account_id = n.account_id and m.stand_in = n.user_id and m.said_at = l.finished_at`);
}

function mappedSql(from: string, {people, at, isList}: (typeof uses)[string]): string {
  const joins = people.map(
    (column, nth) => `
      left join name_map m${nth}
        on m${nth}.account_id = t.account_id and m${nth}.stand_in = t."${column}" and m${nth}.said_at = ${at.replaceAll(/\b(page_at|profile_at)\b|"(before|after)"/g, 't."$1$2"')}`
  );
  const ids = people.map((column, nth) => `coalesce(m${nth}.user_id, t."${column}") as "${column}"`);
  // Somebody may stand in one list by id and by name.
  const kept = isList
    ? `where t.user_id >= 0 or (
        not exists (from names_left_out o where o.account_id = t.account_id and o.stand_in = t.user_id)
        and not exists (from ${from} i
          where i.account_id = t.account_id and i.snapshot_id = t.snapshot_id and i.user_id = m0.user_id))`
    : "";
  return `select t.* replace (${ids.join(", ")}) from ${from} t ${joins.join("")} ${kept}`;
}
