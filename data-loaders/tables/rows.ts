import {UsageError, UserError} from "../../src/errors.ts";
import {quote} from "../../src/duckdb.ts";
import {columnsOf, type ColumnType, type TableName} from "../../src/snapshots/tables.ts";
import {
  castSql,
  checkColumn,
  emptyWords,
  itHas,
  noWords,
  readColumns,
  refuseWhere,
  resolveColumn,
  type Origin
} from "./columns.ts";
import {actsOfPosts} from "./acts-of-posts.ts";
import {writeDeclared} from "./covers.ts";
import type {Prepare, Prepared} from "./prepared.ts";
import {coverTables, ends, isImported, listTables, shapes} from "./shapes.ts";
import {timestampSql, zoneRemarks, type TimeSpan} from "./times.ts";
import {firstTime, isoDay} from "./writings.ts";

/** How the rows of a list stand: who followed last first, who followed first first, or neither. */
export const listOrders = ["newest-first", "oldest-first", "none"] as const;
export type ListOrder = (typeof listOrders)[number];

/** Rows of one raw table, its columns mapped. */
export interface RowOptions {
  table: TableName;
  /** Columns of the raw table by columns of the file; those of the same name are taken unasked. */
  map?: Record<string, string>;
  /** Columns of the raw table that have one value in all rows. */
  set?: Record<string, string>;
  /** When it was taken, where the rows do not say, or later than they say. */
  takenAt?: TimeSpan;
  /** Declares a followers, following or blocking list complete. */
  isComplete?: boolean;
  /** Declares it complete in spite of what the build would hold against it: people missing at once, or nobody in it. */
  isForced?: boolean;
  /** The order of a list's rows. Default: nothing is known of it, and it has to be earned. */
  order?: ListOrder;
  /** With `interactions`: the account that its rows address where they do not say whom. */
  target?: string;
  /** The file holds every reply, quote and mention toward the account of this time. */
  covers?: TimeSpan;
  /** Each time of a list's `page_at` is a list of its own, and gives a snapshot of its own. */
  isSplit?: boolean;
}

/** Rows of any raw table. A list (followers, following, blocking) also gets its `lists` row. */
export const prepareRows: Prepare<RowOptions> = async (db, source, options, tempFile) => {
  const {table, takenAt, target} = options;
  if (table === "erasures")
    throw new UserError(
      `${source.path}: erasures are written by followback forget only: choose another --table`
    );
  if (table === "lists") {
    throw new UserError(
      `${source.path}: rows of lists come with the list itself: import it with --table followers, following or blocking`
    );
  }
  if (!isImported(table))
    throw new UserError(
      `${source.path}: ${table} are written by followback snapshot --interests only: choose another --table`
    );
  const shape = shapes[table];
  const isList = listTables.includes(table);
  const hasAt = shape.defaults !== undefined && "after" in shape.defaults;
  const types: Record<string, ColumnType> = {...columnsOf(table), ...(hasAt && {at: "TIMESTAMP"})};
  const wanted = originsOf(source, types, options);
  const unused = unusedColumns(source, types, wanted, options);
  for (const name of shape.needed) {
    if (wanted.has(name) || (name === "before" && wanted.has("at"))) continue;
    const meant = name === "before" && hasAt ? "at" : name;
    throw new UserError(
      `${source.path}: no column for ${meant}: ${itHas(source)}, map one with --map ${meant}=COLUMN`
    );
  }
  if (options.order !== undefined && wanted.has("position"))
    throw new UserError(`${source.path}: it has a position column, which gives the order: leave out --order`);
  if (table === "posts" && !wanted.has("kind"))
    await askForKinds(db, source, wanted.has("in_reply_to_user_id"));
  await readColumns(db, source, wanted);
  for (const name of wanted.keys()) {
    // In a file of many lists, a time without a person is a run that came back empty.
    const mayBeEmpty = isList && options.isSplit === true && name === "user_id";
    const isNeeded = !mayBeEmpty && (name === "account_id" || name === "at" || shape.needed.includes(name));
    await checkColumn(db, source, wanted, name, types[name]!, isNeeded);
  }
  for (const [name, values] of Object.entries(shape.values ?? {})) {
    if (!wanted.has(name)) continue;
    const known = values.map(quote).join(", ");
    const what = `is not one of ${values.join(", ")}: fix it in the file`;
    await refuseWhere(
      db,
      source,
      wanted,
      name,
      `"${name}" is not null and "${name}" not in (${known})`,
      what
    );
  }
  if (coverTables.includes(table) && options.zone === undefined)
    for (const name of ["from", "to"].filter((one) => wanted.has(one)))
      await refuseWhere(
        db,
        source,
        wanted,
        name,
        `regexp_full_match("${name}", ${quote(isoDay)})`,
        "is a day that begins and ends at other hours elsewhere, and a period must not hold more than was read: give --zone",
        UsageError
      );
  for (const [first, last] of [
    ["after", "before"],
    ["from", "to"]
  ] as const) {
    if (!wanted.has(first) || !wanted.has(last)) continue;
    // Of two bare dates the later one has both its bounds later, though their days overlap on Earth.
    const condition = ["from", "to"]
      .map((end) => `span_${end}("${first}") > span_${end}("${last}")`)
      .join(" and ");
    await refuseWhere(db, source, wanted, first, condition, `is later than its ${last}: fix it in the file`);
  }
  const typed = Object.entries(types)
    .filter(([name]) => name !== "snapshot_id" && name !== "at")
    .map(([name, type]) =>
      wanted.has(name)
        ? `${castSql(name, type, ends.has(name) ? "to" : "from").sql} as "${name}"`
        : `null::${type} as "${name}"`
    );
  const bounds = (name: string) => (wanted.has(name) ? `"${name}"` : "null::varchar");
  await db.run(`create temp table typed as
    select _row, ${typed.join(", ")}, span_from(${bounds("at")}) as at_from, span_to(${bounds("at")}) as at_to,
      span_from(${bounds("page_at")}) as page_from, span_to(${bounds("created_at")}) as created_to
    from source`);
  await scopeRows(db, source.path, options);
  if (isList) await refuseHollowLists(db, source, options);
  if (target !== undefined) await checkTarget(db, target);
  const observed = [...shape.observed, ...(hasAt ? ["at_to"] : [])]
    .map((name) => `max("${name}")`)
    .join(", ");
  const [times] = await db.rows<{last: Date | null}>(
    `select ${observed ? `greatest(${observed})` : "null::timestamp"} as last from typed`
  );
  const last = takenAt?.to ?? times!.last;
  if (last === null) {
    const map = shape.observed.length > 0 ? `map ${shape.observed[0]}, or ` : "";
    throw new UserError(`${source.path}: the time it was taken is missing: ${map}give --taken-at TIME`);
  }
  if (times!.last !== null && times!.last > last) {
    throw new UserError(
      `${source.path}: holds times up to ${times!.last.toISOString()}, later than --taken-at: give a later --taken-at`
    );
  }
  const dated = Object.keys(types).filter((name) => types[name] === "TIMESTAMP" && wanted.has(name));
  await refuseMixedTimes(db, source.path, dated, last);
  const remarks = await zoneRemarks(db, wanted.has("at") ? [...dated, "at"] : dated, options);
  const parts = isList
    ? await partsOfList(db, source.path, options, last)
    : table === "users"
      ? await partsOfProfiles(db, last)
      : [{takenAt: last, where: "true", part: ""}];
  const prepared: Prepared[] = [];
  for (const {takenAt: partAt, where, part} of parts) {
    const defaults: Record<string, string> = isList
      ? {
          position: positionSql(options.order),
          page_at: timestampSql(partAt)
        }
      : {
          ...shape.defaults,
          ...(table === "users" && {profile_at: timestampSql(partAt)}),
          ...(target !== undefined && {target_user_id: targetSql(target)})
        };
    const columns = Object.entries(types)
      .filter(([name]) => name !== "snapshot_id" && name !== "at")
      .map(([name, type]) =>
        defaults[name] ? `coalesce("${name}", ${defaults[name]})::${type} as "${name}"` : `"${name}"`
      );
    const people = isList ? `${where} and user_id is not null` : where;
    await db.run(`copy (select ${columns.join(", ")} from typed where ${people} order by _row)
      to ${tempFile(table, part)} (format parquet)`);
    if (isList) {
      const start = timestampSql(takenAt?.from ?? partAt);
      await db.run(`copy (
        select account_id, '${table}' as list, 'tables' as source, ${timestampSql(partAt)} as taken_at,
          ${endedSql(options)} as ended, ${reasonSql(options)} as reason,
          case when ${endedSql(options)} then '${options.isForced ? "forced" : "declared"}' end as completeness_basis,
          ${isNewestFirstSql(options.order)} as is_newest_first,
          coalesce(min(page_from), ${start}) as started_at, coalesce(max(page_at), ${timestampSql(partAt)}) as finished_at,
          false as additions_only, ${sittingSql("page_from", "page_at", start, timestampSql(partAt))} as sitting
        from typed where ${where} group by account_id order by account_id
      ) to ${tempFile("lists", part)} (format parquet)`);
    }
    const polls =
      options.covers === undefined
        ? []
        : await declarePeriod(db, source.path, options, tempFile(`polls`, part));
    const repeated =
      table === "interactions" && !wanted.has("act_id") ? await repeatedActs(db, tempFile(table, part)) : [];
    const acts = table === "posts" ? await actsOfPosts(db, tempFile, part) : [];
    prepared.push({
      takenAt: partAt,
      tables: isList ? [table, "lists"] : [...polls, ...acts, table],
      notes: [...unused, ...repeated, ...remarks],
      part
    });
  }
  return prepared;
};

/** A column that says of a post whether it repeats, quotes or answers another, or which: not one that counts. */
const saysKind = (column: string) =>
  /retweet|repost|quote|repl(y|ied)/i.test(column) &&
  !/count|number|total|settings|(retweet|repost|quote)s$/i.test(column);

/** Refuses posts whose kind no column gives where another column shows that some are no plain posts: they would count as such. */
async function askForKinds(
  db: Parameters<Prepare>[0],
  source: Parameters<Prepare>[1],
  areAnswersKnown: boolean
): Promise<void> {
  const telling = source.columns.filter(saysKind);
  for (const column of telling.filter((name) => !areAnswersKnown || !/repl(y|ied)/i.test(name))) {
    const text = `lower(trim(${source.expressionOf(column)}))`;
    const [found] = await db.rows(
      `select 1 from ${source.from} where ${text} not in ${noWords} and ${text} not in ${emptyWords} limit 1`
    );
    if (found !== undefined)
      throw new UsageError(
        `${source.path}: its column ${column} says that some posts are answers, reposts or quotes, and no column gives the kind: map one with post, reply, quote and repost by --map kind=COLUMN, or delete that column`
      );
  }
}

/** A note on rows that nothing tells from another one: their interactions have no post, and count once. */
async function repeatedActs(db: Parameters<Prepare>[0], file: string): Promise<string[]> {
  const [found] = await db.rows<{n: bigint}>(
    `select count(*) - count(distinct act_id) as n from read_parquet(${file}) where post_id is null`
  );
  return found!.n > 0n ? [`rows without post_id that are like another, counted once: ${found!.n}`] : [];
}

/** Declares the period of a file of interactions, or of posts of others, whole. */
async function declarePeriod(
  db: Parameters<Prepare>[0],
  path: string,
  {table, covers}: RowOptions,
  file: string
): Promise<TableName[]> {
  if (table !== "interactions" && table !== "posts")
    throw new UsageError(
      `${path}: --covers: only interactions and posts have a period: leave it out, or give --table interactions`
    );
  return writeDeclared(db, covers!, "select distinct account_id from typed", file);
}

/** A column's name without case, signs and what only says that it is true or false: `is_complete` is `complete`. */
const likeName = (column: string) =>
  column
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .replace(/^(is|was|has)/, "");

/**
 * A note that names the columns of the file that are not used. Throws a `UsageError` where one of them looks like a column of
 * the raw table that nothing fills.
 */
function unusedColumns(
  source: Parameters<Prepare>[1],
  types: Record<string, ColumnType>,
  wanted: ReadonlyMap<string, Origin>,
  {table}: RowOptions
): string[] {
  const used = new Set([...wanted.values()].map((origin) => ("column" in origin ? origin.column : "")));
  const unused = source.columns.filter((column) => !used.has(column));
  const empty = Object.keys(types).filter((name) => name !== "snapshot_id" && !wanted.has(name));
  for (const column of unused) {
    const meant = empty.find((name) => likeName(name) === likeName(column));
    if (meant !== undefined)
      throw new UsageError(
        `${source.path}: its column ${column} looks like ${meant} of the table ${table}, which nothing fills: give --map ${meant}=${column}, or delete that column`
      );
  }
  return unused.length === 0
    ? []
    : [`columns not used: ${unused.slice(0, 10).join(", ")}${unused.length > 10 ? ", …" : ""}`];
}

/** Refuses steps in one column and dates in another, or in the time it was taken: steps give no time. */
async function refuseMixedTimes(
  db: Parameters<Prepare>[0],
  path: string,
  columns: readonly string[],
  takenAt: Date
) {
  const kinds = columns.map((name) => `select is_step("${name}") from source where "${name}" is not null`);
  const all = [`select ${timestampSql(takenAt)} < ${timestampSql(firstTime)} as is_bare`, ...kinds];
  const found = await db.rows(`select distinct is_bare from (${all.join(" union all ")})`);
  if (found.length > 1)
    throw new UserError(
      `${path}: some times are bare numbers, others dates: write every time as a date, or give --time-unit`
    );
}

/** Whether a list was read to its end, so far as its file says: an empty one was not, unless that is forced. */
const endedSql = ({isComplete, isForced}: RowOptions) =>
  isForced ? "true" : isComplete ? "count(user_id) > 0" : "false";

/** What keeps a list from being complete; null where nothing does. */
const reasonSql = ({isComplete, isForced}: RowOptions) =>
  isForced
    ? "null"
    : `case when count(user_id) = 0 then 'empty: the export has no rows' ${isComplete ? "" : "else 'not declared complete'"} end`;

/** The day that is all its file says of when a list was read, as `2025-01-05`; null where it says more. */
function sittingSql(from: string, to: string, defaultFrom: string, defaultTo: string) {
  const [first, last] = [`coalesce(${from}, ${defaultFrom})`, `coalesce(${to}, ${defaultTo})`];
  return `case when bool_and(${first} < ${last}) and min(${first}) = max(${first}) then date_there(min(${first}), max(${last})) end`;
}

const isNewestFirstSql = (order: ListOrder | undefined) =>
  order === undefined ? "null::boolean" : String(order !== "none");

/** Positions count from the newest, 0; rows in no order have none. */
function positionSql(order: ListOrder | undefined) {
  if (order === "none") return "null::integer";
  const direction = order === "oldest-first" ? "desc" : "asc";
  return `row_number() over (partition by account_id order by _row ${direction}) - 1`;
}

/** Refuses lists that hold nobody but their owner: the export went wrong, and everybody would seem to have left. */
async function refuseHollowLists(
  db: Parameters<Prepare>[0],
  source: Parameters<Prepare>[1],
  {isSplit}: RowOptions
) {
  const time = isSplit ? "page_at" : "null::timestamp";
  const [mixed] = await db.rows<{_row: bigint}>(`
    select min(_row) filter (where user_id is null) as _row from typed group by account_id, ${time}
    having count(user_id) > 0 and count(*) > count(user_id) order by _row limit 1`);
  if (mixed)
    throw new UserError(
      `${source.path}: ${source.placeOf(Number(mixed._row))}: user_id is missing, though other rows of the same list have one: fill it in or delete the row`
    );
  const [hollow] = await db.rows<{account_id: bigint; seen_at: Date | null}>(`
    select account_id, ${time} as seen_at from typed group by account_id, ${time}
    having count(user_id) > 0 and bool_and(user_id = account_id) order by seen_at, account_id limit 1`);
  if (!hollow) return;
  const when = hollow.seen_at === null ? "" : ` at ${hollow.seen_at.toISOString()}`;
  throw new UserError(
    `${source.path}: the list of account ${hollow.account_id}${when} holds nobody but the account itself: export it again`
  );
}

/** Where each column of the raw table comes from: `--set`, `--map`, a column of the same name, the one account named. */
function originsOf(
  source: Parameters<Prepare>[1],
  types: Record<string, ColumnType>,
  options: Parameters<typeof prepareRows>[2]
) {
  const wanted = new Map<string, Origin>();
  const {map = {}, set = {}, accounts, table} = options;
  for (const name of [...Object.keys(map), ...Object.keys(set)]) {
    if (Object.hasOwn(types, name) && name !== "snapshot_id") continue;
    const known = Object.keys(types).filter((column) => column !== "snapshot_id");
    throw new UserError(
      `--${name in map ? "map" : "set"} ${name}: table ${table} has no such column: it has ${known.join(", ")}`
    );
  }
  for (const name of Object.keys(types)) {
    if (name === "snapshot_id") continue;
    if (name in set) wanted.set(name, {value: set[name]!});
    else if (name in map) wanted.set(name, {column: resolveColumn(source, map[name]!)});
    else if (source.columns.includes(name)) wanted.set(name, {column: name});
    else if (name === "account_id") {
      if (!Array.isArray(accounts) || accounts.length !== 1) {
        throw new UserError(
          `${source.path}: no column for account_id: ${itHas(source)}, map one with --map account_id=COLUMN, or give --account ID`
        );
      }
      wanted.set(name, {value: accounts[0] as string});
    }
  }
  return wanted;
}

/** Keeps the rows of the accounts asked for. Unasked, a file may hold one account. */
async function scopeRows(
  db: Parameters<Prepare>[0],
  path: string,
  {accounts}: {accounts?: readonly string[] | "all"}
) {
  if (accounts === "all") return;
  const held = await db.rows<{id: bigint}>("select distinct account_id as id from typed order by id");
  if (accounts === undefined) {
    if (held.length === 1) return;
    throw new UserError(
      `${path}: holds ${held.length} accounts: give --account ID, --accounts FILE or --all-accounts`
    );
  }
  const unknown = accounts.find((id) => !held.some((account) => account.id === BigInt(id)));
  if (unknown !== undefined)
    throw new UserError(`${path}: account ${unknown} is in none of its rows: check the id`);
  await db.run(`delete from typed where account_id not in (${accounts.join(", ")})`);
}

/** The target of an act whose row does not say whom, in SQL over the row: the account named, in its own rows. */
const targetSql = (account: string) => `case when account_id = ${account} then account_id end`;

/** Refuses a target that no row is about: its acts would address somebody else without a word. */
async function checkTarget(db: Parameters<Prepare>[0], target: string) {
  const held = await db.rows<{id: bigint}>("select distinct account_id as id from typed order by id");
  if (held.some(({id}) => id === BigInt(target))) return;
  const about = held.length > 3 ? `${held.length} others` : held.map(({id}) => id).join(", ");
  throw new UserError(`--target ${target}: no account of the table: it is about ${about}`);
}

/** A snapshot holds one profile of a person: those of other times are snapshots of their own, the newest first. */
async function partsOfProfiles(db: Parameters<Prepare>[0], last: Date) {
  await db.run(`create or replace temp table typed as
    select *, dense_rank() over (
      partition by account_id, user_id
      order by coalesce(profile_at, ${timestampSql(last)}) desc, status_at desc nulls last) as reading
    from typed`);
  const earlier = await db.rows<{reading: bigint; seen_at: Date | null}>(`
    select reading, max(greatest(profile_at, status_at)) as seen_at from typed
    where reading > 1 group by reading order by reading`);
  return [
    {takenAt: last, where: "reading = 1", part: ""},
    ...earlier.map(({reading, seen_at}) => ({
      takenAt: seen_at ?? last,
      where: `reading = ${reading}`,
      part: String(reading)
    }))
  ];
}

/** One list, or one a time. A person twice at different times is two lists, which must be said. */
async function partsOfList(db: Parameters<Prepare>[0], path: string, {isSplit}: RowOptions, last: Date) {
  if (isSplit) {
    const times = await db.rows<{seen_at: Date | null}>(
      "select distinct page_at as seen_at from typed order by seen_at"
    );
    if (times.some(({seen_at}) => seen_at === null))
      throw new UserError(`${path}: --split needs a time in every row: map page_at`);
    return times.map(({seen_at}) => ({
      takenAt: seen_at!,
      where: `page_at = ${timestampSql(seen_at!)}`,
      part: seen_at!.toISOString()
    }));
  }
  const [twice] = await db.rows<{user_id: bigint; first: Date; last: Date}>(`
    select user_id, min(page_at) as first, max(page_at) as last from typed group by account_id, user_id
    having count(distinct page_at) > 1 order by user_id limit 1`);
  if (twice) {
    throw new UserError(
      `${path}: user ${twice.user_id} is listed at ${twice.first.toISOString()} and at ${twice.last.toISOString()}: ` +
        "if each time is a list of its own, give --split"
    );
  }
  return [{takenAt: last, where: "true", part: ""}];
}
