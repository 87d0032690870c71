import {quote, type Database} from "../duckdb.ts";

/** The relations of which a build keeps all rows for the next one. */
export const keptRelations = ["judged_lists", "judged_rows", "list_presence", "mutual_runs"] as const;
export type KeptName = (typeof keptRelations)[number];

/** The lists of one account, kind and source. */
export interface KeptSeries {
  account: string;
  list: string;
  source: string;
}

const listKinds = ["followers", "following"] as const;
const columns = "account_id, snapshot_id, user_id, page_at, is_mutual";
const walked = "l.list in ('followers', 'following') and not coalesce(l.additions_only, false)";

const emptyTables = `
  create table raw.kept_presence (account_id bigint, direction varchar, source varchar, user_id bigint,
    first_number integer, last_number integer, first_at timestamp, last_at timestamp);
  create table raw.kept_mutual_runs (account_id bigint, direction varchar, user_id bigint, is_present boolean,
    first_at timestamp, last_at timestamp, first_id varchar, last_id varchar);`;

/**
 * Makes the relations that stand beside the raw tables of lists where nothing is kept: every row is fresh. See `checkKept`.
 */
export async function hideKept(db: Database): Promise<void> {
  const there = await db.rows(
    "select 1 from information_schema.tables where table_schema = 'raw' and table_name = 'fresh_runs'"
  );
  if (there.length > 0) return;
  const views = listKinds.map(
    (list) => `
      create view raw.fresh_${list} as select ${columns} from raw.unfolded_${list};
      create view raw.past_${list} as select ${columns} from raw.unfolded_${list} where false;`
  );
  await db.run(`${emptyTables} ${views.join("")}
    create view raw.fresh_runs as from raw.folded_runs;
    create view raw.past_runs as from raw.folded_runs where false;`);
}

export interface AttachKept {
  files: (name: KeptName) => string;
  /** The snapshots that came since. */
  newIds: readonly string[];
  accounts: readonly string[];
  series: readonly KeptSeries[];
}

const valuesOf = (rows: readonly string[], columnNames: string, types: string) =>
  rows.length > 0
    ? `select * from (values ${rows.join(", ")}) as v(${columnNames})`
    : `select ${types} where false`;

/**
 * Makes what is kept readable: `raw.kept_lists` names the lists that need not be judged again. Returns the series of lists
 * whose new lists come after all that was kept of them.
 */
export async function attachKept(
  db: Database,
  {files, newIds, accounts, series}: AttachKept
): Promise<KeptSeries[]> {
  const fresh = newIds.map((id) => `(${quote(id)})`);
  const kept = series.map(
    ({account, list, source}) => `(${BigInt(account)}::bigint, ${quote(list)}, ${quote(source)})`
  );
  const eligible = accounts.map((id) => `(${BigInt(id)}::bigint)`);
  await db.run(`
    create table raw.new_snapshots as ${valuesOf(fresh, "snapshot_id", "null::varchar as snapshot_id")};
    create table raw.kept_accounts as ${valuesOf(eligible, "account_id", "null::bigint as account_id")};
    create table raw.kept_series as ${valuesOf(
      kept,
      "account_id, list, source",
      "null::bigint as account_id, null::varchar as list, null::varchar as source"
    )};
    ${keptRelations.map((name) => `create view raw.old_${name} as from read_parquet(${quote(files(name))});`).join("")}
    -- A list that does not come last in its series changes what the ones behind it mean.
    create temp table misordered as
    select account_id, list, source
    from (
      select
        l.account_id, l.list, l.source, bool_or(l.started_at is null) as is_untimed,
        max({'at': l.started_at, 'id': l.snapshot_id}) filter (where n.snapshot_id is null) as last_old,
        min({'at': l.started_at, 'id': l.snapshot_id}) filter (where n.snapshot_id is not null) as first_new
      from raw.lists l
      left join raw.new_snapshots n on n.snapshot_id = l.snapshot_id
      where ${walked}
      group by l.account_id, l.list, l.source
    )
    where is_untimed or coalesce(first_new <= last_old, false);
    delete from raw.kept_series k
    where exists (
      from misordered m where m.account_id = k.account_id and m.list = k.list and m.source = k.source);
    delete from raw.kept_accounts where account_id in (select account_id from misordered);
    create table raw.kept_lists as
    select l.account_id, l.snapshot_id, l.list
    from raw.lists l
    join raw.kept_series k on k.account_id = l.account_id and k.list = l.list and k.source = l.source
    where l.snapshot_id not in (select snapshot_id from raw.new_snapshots);`);
  return db.rows<{account: string; list: string; source: string}>(
    "select account_id::varchar as account, list, source from raw.kept_series"
  );
}

/**
 * After the new lists were judged: puts the kept judgements of `series` beside theirs, leaves out accounts of which what is
 * kept does not hold, and makes the relations that models read of lists:
 *
 * - `kept_presence`, `kept_mutual_runs`: the rows of `list_presence` and `mutual_runs` of lists that were there before;
 * - `fresh_followers`, `fresh_following`, `fresh_runs`: the rows of all other lists, see `unfolded_followers` and
 *   `folded_runs` of `attachFoldedLists`;
 * - `past_followers`, `past_following`, `past_runs`: the rows of the lists that were there before.
 */
export async function checkKept(db: Database, series: readonly KeptSeries[]): Promise<void> {
  const kept = series.map(
    ({account, list, source}) => `(${BigInt(account)}::bigint, ${quote(list)}, ${quote(source)})`
  );
  const rowsOf = (list: string) => `
    select r.account_id, ${list === "followers" ? "'outbound'" : "'inbound'"} as direction, '${list}' as list, r.snapshot_id,
      r.page_at, r.is_mutual
    from raw.unfolded_${list} r
    where r.snapshot_id in (select snapshot_id from raw.new_snapshots)`;
  await db.run(`
    create or replace table raw.kept_series as ${valuesOf(
      kept,
      "account_id, list, source",
      "null::bigint as account_id, null::varchar as list, null::varchar as source"
    )};
    create temp table kept_places as
    select l.account_id, l.snapshot_id, l.list
    from raw.kept_lists l
    join raw.lists r on r.account_id = l.account_id and r.snapshot_id = l.snapshot_id and r.list = l.list
    join raw.kept_series k on k.account_id = l.account_id and k.list = l.list and k.source = r.source;
    insert into judged_lists by name
    select o.* from raw.old_judged_lists o semi join kept_places using (account_id, snapshot_id, list);
    insert into judged_rows
    select o.* from raw.old_judged_rows o semi join kept_places using (account_id, snapshot_id, list);

    -- A list may be taken for another than before: later ones showed it.
    delete from raw.kept_accounts
    where account_id in (
      select o.account_id
      from raw.old_judged_lists o
      left join judged_lists j using (account_id, snapshot_id, list)
      where j.verdict is distinct from o.verdict);
    -- Answers go on from the kept ones only if they were given after those.
    create temp table new_answers as
    select
      r.account_id, r.direction, min(r.page_at) as first_at, bool_or(r.page_at is null) as is_untimed,
      bool_or(r.is_mutual and l.list is null) as is_unlisted
    from (${listKinds.map(rowsOf).join(" union all ")}) r
    left join raw.lists l
      on l.account_id = r.account_id and l.snapshot_id = r.snapshot_id and l.list = r.list and ${walked}
    group by r.account_id, r.direction;
    delete from raw.kept_accounts
    where account_id in (
      select n.account_id
      from new_answers n
      left join (
        select account_id, direction, max(last_at) as last_at
        from raw.old_mutual_runs
        group by account_id, direction
      ) o on o.account_id = n.account_id and o.direction = n.direction
      where n.is_untimed or n.is_unlisted or n.first_at <= o.last_at);`);
  const [others] = await db.rows<{n: number}>(`
    select count(*)::double as n
    from raw.lists
    where snapshot_id not in (select snapshot_id from raw.new_snapshots)
      and account_id not in (select account_id from raw.kept_accounts)`);
  const fresh = await db.rows<{id: string}>("select snapshot_id as id from raw.new_snapshots");
  const isNew = fresh.length > 0 ? `snapshot_id in (${fresh.map(({id}) => quote(id)).join(", ")})` : "false";
  const isKept = "account_id in (select account_id from raw.kept_accounts)";
  const views = listKinds.map(
    (list) => `
      create view raw.fresh_${list} as
      select ${columns} from raw.unfolded_${list} where ${isNew}
      ${others!.n > 0 ? `union all select ${columns} from raw.unfolded_${list} where not (${isNew}) and not (${isKept})` : ""};
      create view raw.past_${list} as
      select ${columns} from raw.unfolded_${list} where not (${isNew}) and ${isKept};`
  );
  await db.run(`${views.join("")}
    create view raw.fresh_runs as from raw.folded_runs where not (${isKept});
    create view raw.past_runs as from raw.folded_runs where ${isKept};
    create view raw.kept_presence as from raw.old_list_presence where ${isKept};
    create view raw.kept_mutual_runs as from raw.old_mutual_runs where ${isKept};`);
}

/**
 * The accounts (ids) of which `list_presence` and `mutual_runs` can be gone on from: every answer of theirs stands in a list
 * that is judged, and their order leaves no doubt.
 */
export async function findKeepable(db: Database): Promise<string[]> {
  const doubtful = listKinds.map(
    (list) => `
      select r.account_id
      from (select distinct account_id, snapshot_id from raw.fresh_${list} where is_mutual) r
      left join raw.lists l
        on l.account_id = r.account_id and l.snapshot_id = r.snapshot_id and l.list = '${list}' and ${walked}
      where l.list is null
      union all
      select account_id from raw.fresh_${list} where page_at is null and is_mutual is not null`
  );
  const rows = await db.rows<{id: string}>(`
    select distinct account_id::varchar as id
    from lists l
    where direction in ('inbound', 'outbound')
      and account_id not in (select account_id from raw.lists where additions_only)
      and account_id not in (${doubtful.join(" union all ")})
      and account_id not in (
        select account_id
        from mutual_runs
        group by account_id, direction, user_id
        having count(*) > count(distinct first_at) or count(last_at) < count(*))
    order by id`);
  return rows.map(({id}) => id);
}
