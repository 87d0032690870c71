import type {Database} from "../duckdb.ts";
import {plural} from "../words.ts";
import {hasNames} from "./resolve.ts";

/** What a build leaves out or open of an account, because it knows people by name only. */
export interface NamesLeftOut {
  accountId: string;
  /** People who stay out of all figures: lists or logs of ids may hold them too. */
  people: number;
  /** People by name only, where interactions were read, which have ids: then nobody's silence counts; else 0. */
  unengaged: number;
}

/** Reads it after `applyNames`, in the order of the accounts. */
export async function readNamesLeftOut(db: Database): Promise<NamesLeftOut[]> {
  if (!(await hasNames(db))) return [];
  const rows = await db.rows<{account_id: bigint; people: bigint; unengaged: bigint}>(`
    with out as (select account_id, count(*) as people from names_left_out group by account_id),
    open as (
      select account_id, count(*) as people from unresolved_names
      where account_id in (from names_unengaged)
        and account_id in (select account_id from raw.unnamed_polls where kind <> 'post')
      group by account_id
    )
    select account_id, coalesce(out.people, 0) as people, coalesce(open.people, 0) as unengaged
    from out full join open using (account_id) order by account_id`);
  return rows.map(({account_id, people, unengaged}) => ({
    accountId: String(account_id),
    people: Number(people),
    unengaged: Number(unengaged)
  }));
}

/** A line for each thing left out or open, with what to do. */
export function linesOfNames(accounts: readonly NamesLeftOut[]): string[] {
  const what = "followback names says what shows who they are";
  return accounts.flatMap(({accountId, people, unengaged}) => [
    ...(people > 0
      ? [
          `left out of the figures of ${accountId}: ${plural(people, "person", "people")} of whom only the name is known, as lists or logs of ids may hold them too: ${what}`
        ]
      : []),
    ...(unengaged > 0
      ? [
          `left open of ${accountId}: who never engaged, as interactions have ids, and of ${plural(unengaged, "person", "people")} only the name is known: ${what}`
        ]
      : [])
  ]);
}
