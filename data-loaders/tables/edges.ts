import {quote} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {plural} from "../../src/words.ts";
import {timestampSql, parseTime, zoneRemarks} from "./times.ts";
import {firstTime} from "./writings.ts";
import {
  checkColumn, emptyWords, readColumns, refuseNoFollows, resolveColumn, unreadColumns, type Origin
} from "./columns.ts"; // prettier-ignore
import {readPeopleOf, type PeopleColumn} from "./ids-of-names.ts";
import type {Prepare, Prepared, Scope} from "./prepared.ts";

/** A dated edge list: who followed whom, and when. */
export interface EdgeOptions {
  /** Names, or positions from 1. Default follower (or follower_id), followed, time; without a header 1, 2, 3. */
  followerColumn?: string;
  followedColumn?: string;
  timeColumn?: string;
  /**
   * What the times are: when a follow happened, or when a collector first saw it. Unsaid, they are when it happened, unless
   * they look like a collector's, or their column is named so, which is refused.
   */
  timesAre?: "sightings" | "exact";
  /** Everything up to and including it existed when watching began. Default: the earliest time in the data. */
  baseline?: string;
}

/**
 * Times look like a collector's where more than so many edges, and more than so great a part of all, lie within an hour
 * after the earliest: people do not follow so evenly, pages of lists are read so.
 */
const collector = {edges: 25, part: 0.1, hours: 1};
/** What a collector calls the time at which it saw a follow. */
const seenColumn =
  /^(first)?_?(seen|fetched|scraped|crawled|collected|captured|observed|retrieved)(_?(at|on|date|time))?$/i;
/** A pause longer than this separates two runs of a collector: limits of X make it wait 15 minutes within one. */
const pauseHours = 1;
/** A run that lasts longer is no look at one time: what came during it would seem to have been there before. */
const longestRunHours = 24;
/** So many follows of one list that all are first seen after the first run were there before: the list was not read. */
const lateList = 25;

/**
 * Edges become `events` with a baseline and additions only: those up to the baseline have no `after`, later ones are
 * points (whole days where the data has bare dates). Edges to oneself are dropped, of repeated ones the earliest stays.
 * An edge between two accounts of the scope gives an event for each.
 * Times that are sightings are windows: an edge first seen in one run of the collector began after the run before it
 * started. The first run counts as one instant, its start, and is the baseline.
 */
export const prepareEdges: Prepare<EdgeOptions> = async (db, source, options, tempFile, known) => {
  const usual = (position: string, first: string, ...others: string[]) =>
    options.hasHeader === false
      ? position
      : ([first, ...others].find((name) => source.columns.includes(name)) ?? first);
  const wanted = new Map<string, Origin>(
    Object.entries({
      follower_id: options.followerColumn ?? usual("1", "follower", "follower_id"),
      followed_id: options.followedColumn ?? usual("2", "followed", "followed_id"),
      time: options.timeColumn ?? usual("3", "time", "first_seen", "followed_at", "created_at")
    }).map(([name, column]) => [name, {column: resolveColumn(source, column)}])
  );
  if (options.timesAre === undefined) refuseSeen(source.path, wanted.get("time")!);
  const rows = await readColumns(db, source, wanted);
  await refuseOtherEdges(db, source, wanted);
  const ends = ["follower_id", "followed_id"].map((column): PeopleColumn => ({column, holds: null}));
  const named = await readPeopleOf(db, source, wanted, ends, known);
  await checkColumn(db, source, wanted, "time", "TIMESTAMP", true);
  await db.run(`
    create temp table served as select
      follower_id_person as source_id, followed_id_person as target_id,
      span_from("time") as t_from, span_to("time") as t_to
    from source;
    create temp table users as select source_id as id from served union select target_id from served`);
  if (named > 0 && options.accounts === "all")
    throw new UserError(
      `${source.path}: --all-accounts: its people are names, and accounts are tracked by ids: give --account ID with --name`
    );
  await scopeAccounts(db, options.accounts, source.path, named > 0);
  const [times] = await db.rows<{first: Date; last: Date; self: bigint}>(
    `select min(t_to) as first, max(t_to) as last, count(*) filter (where source_id = target_id) as self from served`
  );
  const {first, last, self} = times!;
  // Of a repeated edge only the first counts: it began no earlier than any `t_from` and no later than any `t_to`.
  await db.run(`create temp table edges as
    select source_id, target_id, min(t_from) as t_from, min(t_to) as t_to, 1 as run, null::timestamp as run_before
    from served where source_id <> target_id group by source_id, target_id`);
  const given = options.baseline ? (await parseTime(options.baseline, "--baseline", options)).to : null;
  if (given !== null && given > last)
    throw new UserError(
      `--baseline ${options.baseline}: later than the latest edge of ${source.path}: give an earlier time`
    );
  const isSighted = options.timesAre === "sightings";
  if (options.timesAre === undefined) await refuseCollected(db, source.path);
  const runs = isSighted ? await tellRuns(db, source.path, given) : 0;
  const baseline = given ?? first;
  const [kept] = await db.rows<{n: bigint}>("select count(*) as n from edges");
  const repeated = rows - Number(self) - Number(kept!.n);
  const isBaseline = `(t_to <= ${timestampSql(baseline)}${isSighted ? " or run = 1" : ""})`;
  const eventOf = (account: string) => `
    select ${account} as account_id, 'follow:' || source_id || ':' || target_id || ':' || epoch_ms(t_to) as event_id,
      'follow' as kind, source_id, target_id,
      case when ${isBaseline} then null else ${isSighted ? "run_before" : "t_from"} end as "after",
      case when ${isBaseline} then ${timestampSql(baseline)} else t_to end as "before",
      not ${isBaseline} and ${isSighted ? "false" : "t_from = t_to"} as is_exact, 'import' as delivery
    from edges where ${account} in (select id from scope)`;
  await db.run(
    `copy (${eventOf("target_id")} union all ${eventOf("source_id")}) to ${tempFile("events")} (format parquet)`
  );
  await db.run(`copy (
    select id as account_id, ${timestampSql(baseline)} as "from", ${timestampSql(last)} as "to", true as has_baseline,
      true as additions_only
    from scope) to ${tempFile("stream_periods")} (format parquet)`);
  const notes = [
    `rows: ${rows}, baseline ${baseline.toISOString()}`,
    ...(await zoneRemarks(db, ["time"], options))
  ];
  if (isSighted) notes.push(`runs of the collector: ${runs}, the first from ${first.toISOString()}`);
  if (self > 0n) notes.push(`edges to oneself, dropped: ${self}`);
  if (repeated > 0) notes.push(`repeated edges, dropped: ${repeated}`);
  const tables: Prepared["tables"] = ["events", "stream_periods"];
  if (named > 0) {
    const sides = ["source_id", "target_id"].map(
      (end) => `
      select e.account_id, n.user_id, n.name
      from (${eventOf("target_id")} union all ${eventOf("source_id")}) e join person_names n on n.user_id = e.${end}`
    );
    await db.run(`copy (${sides.join(" union ")}) to ${tempFile("names")} (format parquet)`);
    tables.unshift("names");
    const [others] = await db.rows<{n: bigint}>(
      "select count(*) as n from edges where source_id not in (select id from scope) and target_id not in (select id from scope)"
    );
    notes.push(`people by name only: ${named}`);
    if (others!.n > 0n) notes.push(`edges of others, left out: ${others!.n}`);
  }
  return [{takenAt: last, tables, notes, part: ""}];
};

/** Asks what the times are where their column says that a collector saw the follows then: of few edges nothing else shows it. */
function refuseSeen(path: string, time: Origin): void {
  if (!("column" in time) || !seenColumn.test(time.column)) return;
  throw new UsageError(
    `${path}: its column ${time.column} may say when a program first saw each follow: ` +
      "give --times-are-sightings if so, or --times-are-exact if it says when the follow happened"
  );
}

/** Columns that say what a row is, and what they say of a follow. */
const kindColumn = /^(relationship|relation|edgetype|type|kind|event|eventtype|action)$/;
const followWords = "(?i)follow(s|ed|er|ers|ing)?";
const endColumn = /^(unfollow(ed|date|time)?(at|on)?|dateunfollowed)$/;

/** Asks about rows that are no follows, such as mentions or unfollows, each of which would count as one, and about follows that ended. */
async function refuseOtherEdges(
  db: Parameters<Prepare>[0],
  source: Parameters<Prepare>[1],
  wanted: ReadonlyMap<string, Origin>
): Promise<void> {
  for (const unread of unreadColumns(source, wanted)) {
    const {column, plain, text} = unread;
    if (endColumn.test(plain)) {
      const [ended] = await db.rows<{n: bigint}>(
        `select count(*) as n from ${source.from} where lower(${text}) not in ${emptyWords}`
      );
      if (ended!.n > 0n)
        throw new UsageError(
          `${source.path}: its column ${column} says that ${plural(Number(ended!.n), "follow")} ended, which a table of follows does not hold: delete that column, or bring follows and unfollows by --table events`
        );
    } else if (kindColumn.test(plain))
      await refuseNoFollows(
        db,
        source,
        unread,
        `not regexp_full_match(${text}, ${quote(followWords)})`,
        "keep the rows of follows, and delete that column (follows and unfollows come by --table events)"
      );
  }
}

/** Refuses edges dated by a collector unless the person says what their times are. */
async function refuseCollected(db: Parameters<Prepare>[0], path: string): Promise<void> {
  const [counts] = await db.rows<{soon: bigint; every: bigint}>(`
    with earliest as (select min(t_from) as t from edges)
    select count(*) filter (where t_from = t_to and t_from > t and t_from <= t + interval ${collector.hours} hours) as soon,
      count(*) as every
    from edges, earliest where t >= ${timestampSql(firstTime)}`);
  const [soon, every] = [Number(counts!.soon), Number(counts!.every)];
  if (soon <= collector.edges || soon <= every * collector.part) return;
  throw new UsageError(
    `${path}: ${soon} of ${every} edges lie within an hour after the earliest, as when a program read lists page by page: ` +
      "give --times-are-sightings if each time is when an edge was first seen, or --times-are-exact if it is when the follow happened"
  );
}

/**
 * Numbers the runs of the collector from 1 and gives each edge its run and the start of the run before. Returns how many
 * runs there are. Refuses runs that cannot be told apart, and lists that were first read in a later run.
 */
async function tellRuns(db: Parameters<Prepare>[0], path: string, baseline: Date | null): Promise<number> {
  await db.run(`create temp table runs as
    with times as (select t_from, max(t_to) as t_to from served group by t_from),
    starts as (
      select *, coalesce(t_from > lag(t_from) over (order by t_from) + interval ${pauseHours} hours, true) as is_start
      from times
    ),
    numbered as (select *, sum(is_start::int) over (order by t_from) as run from starts)
    select run::int as run, min(t_from) as started, max(t_from) as ended from numbered group by run`);
  const [first] = await db.rows<{started: Date}>("select min(started) as started from runs");
  if (first!.started < firstTime)
    throw new UserError(`${path}: its times are bare numbers: --times-are-sightings needs dates`);
  const [long] = await db.rows<{started: Date; ended: Date}>(`
    select started, ended from runs where ended > started + interval ${longestRunHours} hours order by run limit 1`);
  if (long)
    throw new UserError(
      `${path}: a run of the collector would last from ${long.started.toISOString()} to ${long.ended.toISOString()} ` +
        "without a pause of over an hour: --times-are-sightings needs runs of a day at most"
    );
  await db.run(`create or replace temp table edges as
    select e.source_id, e.target_id, e.t_from, e.t_to, r.run, b.started as run_before
    from edges e
    join runs r on e.t_from between r.started and r.ended
    left join runs b on b.run = r.run - 1`);
  const [late] = await db.rows<{id: bigint; side: string; n: bigint; t: Date}>(`
    with sides as (
      select source_id as id, 'by' as side, run, t_to from edges where source_id in (select id from scope)
      union all
      select target_id, 'of', run, t_to from edges where target_id in (select id from scope)
    ),
    firsts as (select id, side, min(run) as first_run from sides group by id, side)
    select id, side, count(*) as n, max(t_to) as t
    from sides join firsts using (id, side)
    where run = first_run and run > 1 and ${baseline === null ? "true" : `t_to > ${timestampSql(baseline)}`}
    group by id, side having count(*) > ${lateList} order by id, side limit 1`);
  if (late)
    throw new UserError(
      `${path}: ${late.n} follows ${late.side} account ${late.id} are first seen at ${late.t.toISOString()}, in a later run than ` +
        "the first: its list was not read before: leave out what was seen earlier, or give --baseline with that time"
    );
  const [count] = await db.rows<{n: bigint}>("select count(*) as n from runs");
  return Number(count!.n);
}

/** Fills the temporary table `scope` with the accounts asked for, each of which must be in the table `users`. */
async function scopeAccounts(
  db: Parameters<Prepare>[0],
  accounts: Scope | undefined,
  path: string,
  areNames: boolean
): Promise<void> {
  if (accounts === undefined) {
    throw new UserError(
      `${path}: no account is named for its follows: give --account ID, --accounts FILE or --all-accounts`
    );
  }
  if (accounts === "all") return db.run("create temp table scope as select id from users");
  await db.run(`create temp table scope as select distinct unnest([${accounts.join(", ")}]::bigint[]) as id`);
  const [unknown] = await db.rows<{id: bigint}>(
    "select id from scope where id not in (select id from users) order by id limit 1"
  );
  if (unknown)
    throw new UserError(
      `${path}: account ${unknown.id} is in none of its rows: check the id${areNames ? ", or give the account's name there by --name" : ""}`
    );
}
