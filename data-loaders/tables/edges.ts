import {UserError} from "../../src/errors.ts";
import {timestampSql, parseTime} from "./times.ts";
import {castSql, checkColumn, readColumns, resolveColumn, type Origin} from "./columns.ts";
import type {Prepare, Prepared, Scope} from "./prepared.ts";

/** A dated edge list: who followed whom, and when. */
export interface EdgeOptions {
  /** Names, or positions from 1. Default follower, followed, time; without a header 1, 2, 3. */
  followerColumn?: string;
  followedColumn?: string;
  timeColumn?: string;
  /** Everything up to and including it existed when watching began. Default: the earliest time in the data. */
  baseline?: string;
}

/**
 * Edges become `events` with a baseline and additions only: those up to the baseline have no `after`, later ones are
 * points (whole days where the data has bare dates). Edges to oneself are dropped, of repeated ones the earliest stays.
 * An edge between two accounts of the scope gives an event for each.
 */
export const prepareEdges: Prepare<EdgeOptions> = async (db, source, options, tempFile) => {
  const byPosition = options.hasHeader === false;
  const wanted = new Map<string, Origin>(
    Object.entries({
      follower_id: options.followerColumn ?? (byPosition ? "1" : "follower"),
      followed_id: options.followedColumn ?? (byPosition ? "2" : "followed"),
      time: options.timeColumn ?? (byPosition ? "3" : "time")
    }).map(([name, column]) => [name, {column: resolveColumn(source, column)}])
  );
  const rows = await readColumns(db, source, wanted);
  await checkColumn(db, source, wanted, "follower_id", "BIGINT", true);
  await checkColumn(db, source, wanted, "followed_id", "BIGINT", true);
  await checkColumn(db, source, wanted, "time", "TIMESTAMP", true);
  await db.run(`
    create temp table served as select
      ${castSql("follower_id", "BIGINT").sql} as source_id, ${castSql("followed_id", "BIGINT").sql} as target_id,
      span_from("time") as t_from, span_to("time") as t_to
    from source;
    create temp table users as select source_id as id from served union select target_id from served`);
  await scopeAccounts(db, options.accounts, source.path);
  const [times] = await db.rows<{first: Date; last: Date; self: bigint}>(
    `select min(t_to) as first, max(t_to) as last, count(*) filter (where source_id = target_id) as self from served`
  );
  const {first, last, self} = times!;
  const baseline = options.baseline ? (await parseTime(options.baseline, "--baseline", options)).to : first;
  if (baseline > last)
    throw new UserError(
      `--baseline ${options.baseline}: later than the latest edge of ${source.path}: give an earlier time`
    );
  // Of a repeated edge only the first counts: it began no earlier than any `t_from` and no later than any `t_to`.
  await db.run(`create temp table edges as
    select source_id, target_id, min(t_from) as t_from, min(t_to) as t_to
    from served where source_id <> target_id group by source_id, target_id`);
  const [kept] = await db.rows<{n: bigint}>("select count(*) as n from edges");
  const repeated = rows - Number(self) - Number(kept!.n);
  const isBaseline = `t_to <= ${timestampSql(baseline)}`;
  const eventOf = (account: string) => `
    select ${account} as account_id, 'follow:' || source_id || ':' || target_id || ':' || epoch_ms(t_to) as event_id,
      'follow' as kind, source_id, target_id,
      case when ${isBaseline} then null else t_from end as "after",
      case when ${isBaseline} then ${timestampSql(baseline)} else t_to end as "before",
      not (${isBaseline}) and t_from = t_to as is_exact, 'import' as delivery
    from edges where ${account} in (select id from scope)`;
  await db.run(
    `copy (${eventOf("target_id")} union all ${eventOf("source_id")}) to ${tempFile("events")} (format parquet)`
  );
  await db.run(`copy (
    select id as account_id, ${timestampSql(baseline)} as "from", ${timestampSql(last)} as "to", true as has_baseline,
      true as additions_only
    from scope) to ${tempFile("stream_periods")} (format parquet)`);
  const notes = [`rows: ${rows}, baseline ${baseline.toISOString()}`];
  if (self > 0n) notes.push(`edges to oneself, dropped: ${self}`);
  if (repeated > 0) notes.push(`repeated edges, dropped: ${repeated}`);
  return [{takenAt: last, tables: ["events", "stream_periods"], notes, part: ""}] satisfies Prepared[];
};

/** Fills the temporary table `scope` with the accounts asked for, each of which must be in the table `users`. */
async function scopeAccounts(
  db: Parameters<Prepare>[0],
  accounts: Scope | undefined,
  path: string
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
  if (unknown) throw new UserError(`${path}: account ${unknown.id} is in none of its rows: check the id`);
}
