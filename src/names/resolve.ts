import type {Database} from "../duckdb.ts";
import {plainNameSql} from "./stand-in.ts";

/** A name is taken for an id on the word of a profile that is at most so many days away: beyond that it is inexact. */
export const exactDays = 30;

/** Ids above the first tell when X gave them, at `user_id >> 22` milliseconds after 2010-11-04 (github.com/twitter-archive/snowflake). */
const snowflakes = {above: 1e15, epochMs: 1_288_834_974_657};
const snowflakeTime = `(case when user_id > ${snowflakes.above} then epoch_ms((user_id >> 22) + ${snowflakes.epochMs}) end)`;

interface Use {
  people: string[];
  /** When its rows say something of these people. */
  at: string;
  isList: boolean;
  /** A table of a log: whoever keeps one means one person by a name. */
  isLog: boolean;
  /** A text that has the ids of these people in it. */
  text?: string;
}

const list: Use = {people: ["user_id"], at: "page_at", isList: true, isLog: false};
const log = {at: `coalesce("before", "after")`, isList: false, isLog: true};
/** The tables whose rows are about people who may be known by name. */
const uses: Record<string, Use> = {
  followers: list,
  following: list,
  blocking: list,
  users: {people: ["user_id"], at: "profile_at", isList: false, isLog: false},
  events: {...log, people: ["source_id", "target_id"], text: "event_id"},
  campaign_targets: {...log, people: ["user_id"]}
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
  made as (
    select user_id, coalesce(max(created_at), case when ${snowflakeTime} <= min(said_at) then ${snowflakeTime} end) as created_at
    from name_looks group by user_id
  ),
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
 *   all of them: somebody with an id in one list and without in the next would look like one who left and one who came. So
 *   is whoever was several people while one log spoke of them: which of them its rows mean is not known.
 * - `lists_by_name`: one row an account and snapshot whose lists say nothing of who is missing in lists of ids.
 *
 * A name belongs to the id whose profile bore it nearest in time, unless the next profile on the other side says
 * otherwise: that name on another id, or that id under another name. No id is older than its account, whose age long ids tell
 * where no profile does.
 */
export async function resolveNames(db: Database): Promise<void> {
  const used = Object.entries(uses).flatMap(([table, {people, at, isList, isLog}]) =>
    people.map(
      (column) => `
        select account_id, snapshot_id, "${column}" as stand_in, ${at} as said_at, ${isList} as is_in_list, ${isLog} as is_in_log
        from raw."${table}" where "${column}" < 0`
    )
  );
  await db.run(`
    create temp table name_uses as ${used.join(" union all ")};
    create temp table names_used as
    select account_id, stand_in, said_at, bool_or(is_in_list) as is_in_list
    from name_uses
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
    with in_logs as (
      select account_id, stand_in
      from name_uses u
      join name_ids i using (account_id, stand_in, said_at)
      where u.is_in_log
      group by account_id, u.snapshot_id, stand_in having count(distinct i.user_id) > 1
    )
    select account_id, stand_in, bool_or(is_in_list) as is_in_list
    from name_ids
    group by account_id, stand_in
    having count(*) > count(user_id) or (account_id, stand_in) in (from in_logs);
    drop table name_uses;
    create table lists_by_name as
    with listed as (
      select account_id, list, snapshot_id, coalesce(finished_at, taken_at) as listed_at, rows > 0 as is_filled,
        snapshot_id in (select snapshot_id from raw.names) as is_named
      from raw.lists where account_id in (select account_id from unresolved_names where is_in_list)
    ),
    filled as (select account_id, list, listed_at, bool_and(is_named) as is_named from listed where is_filled group by all),
    empty as (from listed where not is_filled and not is_named)
    select account_id, snapshot_id from listed where is_named
    union
    -- An empty list has no names to know it by: it is compared with the list before it, else with the next one.
    select e.account_id, e.snapshot_id
    from empty e
    asof left join filled b on e.account_id = b.account_id and e.list = b.list and e.listed_at >= b.listed_at
    asof left join filled a on e.account_id = a.account_id and e.list = a.list and e.listed_at < a.listed_at
    where coalesce(b.is_named, a.is_named, false)`);
}

/**
 * Replaces stand-ins by ids in the raw tables of `raw`, as `resolveNames` has found them. Makes `names_left_out`, one row an
 * account and stand-in which stays out of these tables, `people_left_out`, how many these are, `logs_left_out`, one row an account
 * whose logs of its own follows hold such people, `targets_left_out`, one row a campaign, log and such a person, and `names_unengaged`, one row an account of whose people some are
 * known by name only, so that nobody's silence is known.
 */
export async function applyNames(db: Database): Promise<void> {
  await resolveNames(db);
  await db.run(`
    create temp table name_map as
    select account_id, stand_in, said_at, user_id from name_ids
    where user_id is not null and (account_id, stand_in) not in (select (account_id, stand_in) from unresolved_names);
    -- Where lists or logs have ids, an unknown name may be anybody in them, and would count twice. An empty list has none.
    create temp table names_left_out as
    select account_id, stand_in from unresolved_names
    where account_id in (
      select account_id from raw.lists
      where list in ('followers', 'following') and rows > 0 and snapshot_id not in (select snapshot_id from raw.names)
      union all select account_id from raw.events where source_id > 0 and target_id > 0);
    create table people_left_out as
    select account_id, count(*) as people from names_left_out group by account_id;
    create table targets_left_out as
    select distinct t.account_id, t.campaign_id, t.snapshot_id, t.user_id
    from raw.campaign_targets t
    join names_left_out o on o.account_id = t.account_id and o.stand_in = t.user_id;
    create table logs_left_out as
    select distinct o.account_id from names_left_out o
    join raw.events e on e.account_id = o.account_id and e.source_id = o.account_id and e.target_id = o.stand_in;
    create temp table names_unengaged as
    select distinct u.account_id from unresolved_names u
    where (u.account_id, u.stand_in) not in (from names_left_out)
      and (u.is_in_list or exists (from raw.events e where e.account_id = u.account_id and e.source_id = u.stand_in))`);
  if (!(await hasNames(db))) return;
  const there = await db.rows<{name: string; type: string}>(
    "select table_name as name, table_type as type from information_schema.tables where table_schema = 'raw'"
  );
  const views = there.flatMap(({name, type}) => {
    const own = `raw."unnamed_${name}"`;
    const use = uses[alike[name] ?? name];
    const sql = use === undefined ? others[name]?.(own) : mappedSql(own, use);
    return sql === undefined ? [] : [{name, type, sql}];
  });
  // Views read the tables of others as they were; those of compacted lists read the rows beside them, which come first.
  views.sort((a, b) => Number(b.name.startsWith("stored_")) - Number(a.name.startsWith("stored_")));
  for (const {name, type} of views)
    await db.run(`alter ${type === "VIEW" ? "view" : "table"} raw."${name}" rename to "unnamed_${name}"`);
  for (const {name, sql} of views) await db.run(`create view raw."${name}" as ${sql}`);
}

/** Where names are not resolved, people known by name only stay in the raw tables: makes the tables of those left out, empty. */
export const leaveNobodyOut = (db: Database) =>
  db.run(
    "create table targets_left_out (account_id bigint, campaign_id varchar, snapshot_id varchar, user_id bigint)"
  );

/** What becomes of tables that are not about people, by the table. */
const others: Record<string, (from: string) => string> = {
  lists: (from) => `
    select t.* replace (case when b.snapshot_id is null then t.source else 'names' end as source)
    from ${from} t left join lists_by_name b on b.account_id = t.account_id and b.snapshot_id = t.snapshot_id`,
  names: (from) => `
    select distinct n.* replace (coalesce(m.user_id, n.user_id) as user_id)
    from ${from} n
    left join raw.unnamed_lists l on l.account_id = n.account_id and l.snapshot_id = n.snapshot_id
    left join name_map m on m.account_id = n.account_id and m.stand_in = n.user_id and m.said_at = l.finished_at`,
  // A log of which rows are left out does not hold all follows.
  stream_periods: (from) => `
    select t.* from ${from} t
    where not exists (
      from raw.unnamed_names n
      join names_left_out o on o.account_id = n.account_id and o.stand_in = n.user_id
      where n.account_id = t.account_id and n.snapshot_id = t.snapshot_id)`,
  // Acts have ids: who of the people known by name did none of them is not known.
  polls: (from) => `
    select t.* from ${from} t where t.kind = 'post' or t.account_id not in (from names_unengaged)`
};

function mappedSql(from: string, {people, at, isList, isLog, text}: Use): string {
  const joins = people.map(
    (column, nth) => `
      left join name_map m${nth}
        on m${nth}.account_id = t.account_id and m${nth}.stand_in = t."${column}" and m${nth}.said_at = ${at.replaceAll(/\b(page_at|profile_at)\b|"(before|after)"/g, 't."$1$2"')}`
  );
  const columns = people.map((column, nth) => `coalesce(m${nth}.user_id, t."${column}") as "${column}"`);
  // The same follow told by name and by id is one event.
  if (text !== undefined) {
    const named = people.map((column, nth) => ({column, id: `m${nth}.user_id`}));
    const renamed = named.reduce(
      (sql, {column, id}) =>
        `case when ${id} is null then ${sql} else replace(${sql}, t."${column}"::varchar, ${id}::varchar) end`,
      `t."${text}"`
    );
    columns.push(`${renamed} as "${text}"`);
  }
  const isIn = (column: string) =>
    `t."${column}" < 0 and exists (from names_left_out o where o.account_id = t.account_id and o.stand_in = t."${column}")`;
  const isOut = people.map((column) => `(${isIn(column)})`).join(" or ");
  // Somebody may stand in one list by id and by name.
  const isTwice = `t.user_id < 0 and exists (
    from ${from} i where i.account_id = t.account_id and i.snapshot_id = t.snapshot_id and i.user_id = m0.user_id)`;
  const where = isList ? `where not (${isOut}) and not (${isTwice})` : isLog ? `where not (${isOut})` : "";
  return `select t.* replace (${columns.join(", ")}) from ${from} t ${joins.join("")} ${where}`;
}
