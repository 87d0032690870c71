import {UserError} from "../../src/errors.ts";
import {castSql, checkColumn, readColumns, resolveColumn, type Origin} from "./columns.ts";
import type {Prepare} from "./prepared.ts";

/** A log of outreach: whom the account followed, and when. */
export interface OutreachOptions {
  /** Names, or positions from 1. Default user_id and time; without a header 1 and 2. */
  userColumn?: string;
  timeColumn?: string;
}

/**
 * A log becomes outbound `events`: a point a row, a whole day where the log has bare dates. It says nothing of the follows
 * it does not hold, so no period of watching comes with it.
 */
export const prepareOutreach: Prepare<OutreachOptions> = async (db, source, options, tempFile) => {
  const [account, another] = Array.isArray(options.accounts) ? options.accounts : [];
  if (account === undefined || another !== undefined) {
    throw new UserError(`${source.path}: no account is named for this log: give one --account ID`);
  }
  const byPosition = options.hasHeader === false;
  const wanted = new Map<string, Origin>([
    ["user_id", {column: resolveColumn(source, options.userColumn ?? (byPosition ? "1" : "user_id"))}],
    ["time", {column: resolveColumn(source, options.timeColumn ?? (byPosition ? "2" : "time"))}]
  ]);
  await readColumns(db, source, wanted);
  await checkColumn(db, source, wanted, "user_id", "BIGINT", true);
  await checkColumn(db, source, wanted, "time", "TIMESTAMP", true);
  await db.run(`create temp table outreach as select ${castSql("user_id", "BIGINT").sql} as target_id,
    span_from("time") as t_from, span_to("time") as t_to from source`);
  await db.run(`copy (
    select distinct ${account}::bigint as account_id,
      'follow:' || ${account} || ':' || target_id || ':' || epoch_ms(t_to) as event_id,
      'follow' as kind, ${account}::bigint as source_id, target_id, t_from as "after", t_to as "before",
      t_from = t_to as is_exact, 'import' as delivery
    from outreach where target_id <> ${account}) to ${tempFile("events")} (format parquet)`);
  const [facts] = await db.rows<{last: Date; self: bigint}>(
    `select max(t_to) as last, count(*) filter (where target_id = ${account}) as self from outreach`
  );
  const notes = facts!.self > 0n ? [`rows about the account itself, dropped: ${facts!.self}`] : [];
  return [{takenAt: facts!.last, tables: ["events"], notes, part: ""}];
};
