import type {Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import type {TableName} from "../../src/snapshots/tables.ts";
import {parseDate, timestampSql, type TimeOptions, type TimeSpan} from "./times.ts";

const dayMs = 86_400_000;

/**
 * Reads `FROM..TO`, dates or instants. Of dates whose zone is not known it is the time that lies within these days wherever
 * they are meant. Throws a `UserError` where it is none, runs backwards, or is not over yet.
 */
export async function periodOf(text: string, options: TimeOptions, now = new Date()): Promise<TimeSpan> {
  const [first, last, ...more] = text.split("..");
  if (!first || !last || more.length > 0)
    throw new UsageError(`--covers ${text}: not a period: write it as 2026-01-01..2026-03-31`);
  const began = await parseDate(first, "--covers", options);
  const ended = await parseDate(last, "--covers", options);
  // A day's span ends with its last millisecond.
  const endOf = ({from, to}: TimeSpan) => to.getTime() + (to > from ? 1 : 0);
  const dayOf = ({from, to}: TimeSpan) => (to > from ? dayMs : 0);
  const from = new Date(Math.max(began.from.getTime(), endOf(began) - dayOf(began)));
  const to = new Date(Math.min(endOf(ended), ended.from.getTime() + dayOf(ended)));
  if (from >= to) throw new UserError(`--covers ${text}: ends before it begins: give the earlier time first`);
  if (to > now) throw new UserError(`--covers ${text}: is not over yet: end it when the file was made`);
  return {from, to};
}

/** Writes a poll of mentions that the user declares for each account, to a file; returns the table it is of. */
export async function writeDeclared(
  db: Database,
  {from, to}: TimeSpan,
  accounts: string,
  file: string
): Promise<TableName[]> {
  await db.run(`copy (
    select account_id, 'mention' as kind, ${timestampSql(from)} as "from", ${timestampSql(to)} as "to", true as complete,
      true as declared
    from (${accounts}) order by account_id) to ${file} (format parquet)`);
  return ["polls"];
}
