import {withSnapshots} from "../snapshots/store.ts";
import {resolveNames} from "./resolve.ts";

/** How many names an account's lists and logs hold, and of how many it is known whose they are. */
export interface NameCounts {
  account: string;
  names: number;
  /** Of them, those that a stored profile shows, and of these the ones whose nearest profile is more than 30 days away. */
  known: number;
  inexact: number;
  unknown: number;
}

/** Counts the names of a store by account, and gives the unknown ones by account, in alphabetical order. */
export async function countNames(
  dataDir: string
): Promise<{counts: NameCounts[]; unknown: {account: string; name: string}[]}> {
  return withSnapshots(dataDir, async (db) => {
    await resolveNames(db);
    const rows = await db.rows<Record<"account", string> & Record<"names" | "unknown" | "inexact", bigint>>(`
      with people as (
        select account_id, stand_in, (account_id, stand_in) in (select (account_id, stand_in) from unresolved_names) as is_unknown,
          bool_or(user_id is not null and not is_exact) as is_inexact
        from name_ids group by account_id, stand_in
      )
      select account_id::varchar as account, count(*) as names, count(*) filter (where is_unknown) as unknown,
        count(*) filter (where is_inexact and not is_unknown) as inexact
      from people group by account_id order by account_id`);
    const unknown = await db.rows<{account: string; name: string}>(`
      select distinct u.account_id::varchar as account, n.name
      from unresolved_names u
      join raw.names n on n.user_id = u.stand_in
      order by account, name`);
    return {
      counts: rows.map(({account, names, unknown, inexact}) => ({
        account,
        names: Number(names),
        known: Number(names - unknown),
        inexact: Number(inexact),
        unknown: Number(unknown)
      })),
      unknown
    };
  });
}
