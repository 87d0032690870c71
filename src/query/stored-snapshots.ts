import {statSync} from "node:fs";
import {join} from "node:path";
import {quote, withDatabase, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {isBuilt} from "../models/build.ts";
import {martsDir} from "../models/marts.ts";
import {compactedFile} from "../snapshots/compacted.ts";
import {
  accountsOf,
  compactedIn,
  listSnapshots,
  readAgainIfMoved,
  readManifest,
  snapshotDir,
  type Manifest,
  type Request
} from "../snapshots/store.ts";
import type {TableName} from "../snapshots/tables.ts";
import {runQuery, type QueryFormat} from "./query.ts";

/** What a table's rows are called where they are counted. Tables that only say how others came about have no name. */
const rowNames: Partial<Record<TableName, string>> = {
  followers: "followers",
  following: "following",
  blocking: "blocking",
  users: "profiles",
  posts: "posts",
  interactions: "interactions",
  events: "dated follows",
  campaigns: "campaigns",
  campaign_targets: "campaign targets",
  links: "links",
  // Sums by day and code, of which the number says little: how many rows there are.
  visits: "rows of visits",
  sales: "rows of sales",
  costs: "rows of costs",
  exchange_rates: "exchange rates",
  daily_counts: "days of X's counts",
  assignments: "people or weeks of an experiment",
  post_readings: "readings of posts"
};

/** One list of one or more accounts, as a snapshot has it. */
interface StoredList {
  id: string;
  list: TableName;
  accounts: number;
  people: number;
  /** How many of the accounts' lists are complete, or were read to their end where no build has judged them. */
  complete: number;
  partial: number;
  isJudged: boolean;
  why: string | null;
  /** The date, where its file says no more of when it was read. */
  day: string | null;
}

export interface StoredOptions {
  format: QueryFormat;
  /** Only snapshots about this account. */
  account?: string;
  /** Names by account id. */
  names: ReadonlyMap<string, string>;
}

/**
 * Prints what is stored, oldest first: one row a snapshot. Reads each `snapshot.json` and the small tables of lists, and
 * no list itself. What a list is worth is what the marts say, where they are of these very snapshots. Returns null where
 * nothing is stored of what was asked for.
 */
export const printStored = (dataDir: string, options: StoredOptions): Promise<string | Uint8Array | null> =>
  readAgainIfMoved(dataDir, () => printNow(dataDir, options));

async function printNow(
  dataDir: string,
  {format, account, names}: StoredOptions
): Promise<string | Uint8Array | null> {
  const ids = await listSnapshots(dataDir);
  const all = await Promise.all(ids.map((id) => readManifest(dataDir, id)));
  return withDatabase(async (db) => {
    const manifests = account === undefined ? all : await about(db, dataDir, all, account);
    if (manifests.length === 0 && format === "table") return null;
    const lists = await readLists(db, dataDir, manifests);
    await db.run(`create table stored (
      id varchar, day varchar, taken_at timestamp, source varchar, accounts varchar[], names varchar[], account_count bigint,
      holds varchar, "from" varchar, dollars double, dollars_at_most double)`);
    const rows = manifests.map((manifest) => rowOf(manifest, lists.get(manifest.id) ?? [], names));
    if (rows.length > 0) await db.run(`insert into stored values ${rows.join(", ")}`);
    return runQuery(
      db,
      format === "table"
        ? `select id, coalesce(day, strftime(taken_at, '%Y-%m-%d %H:%M')) as "taken (UTC)", source,
            coalesce(array_to_string(names, ', '), account_count || ' accounts') as account, holds,
            coalesce("from", '') as "from", coalesce(
              case
                when dollars > 0 and dollars < 0.005 then printf('$%.1g', dollars) else printf('$%.2f', dollars)
              end, ''
            ) as cost
          from stored order by id`
        : `select * exclude (day) replace (strftime(taken_at, '%Y-%m-%dT%H:%M:%S.%gZ') as taken_at)
          from stored order by id`,
      format
    );
  });
}

/** The snapshots about one account. Those of very many only count them, so their rows are asked. */
async function about(db: Database, dataDir: string, manifests: readonly Manifest[], account: string) {
  const kept: Manifest[] = [];
  for (const manifest of manifests) {
    const {accounts} = manifest;
    const held = Array.isArray(accounts) ? accounts : await accountsOf(db, dataDir, manifest, account);
    if (held.includes(account)) kept.push(manifest);
  }
  return kept;
}

async function readLists(
  db: Database,
  dataDir: string,
  manifests: readonly Manifest[]
): Promise<Map<string, StoredList[]>> {
  const compacted = compactedIn(dataDir);
  const together = compacted && compactedFile(compacted, "lists");
  const files = manifests.flatMap(({id, tables: {lists}}) => {
    if (lists === undefined || compacted?.snapshots.has(id)) return [];
    const file = join(snapshotDir(dataDir, id), "lists.parquet");
    if (statSync(file, {throwIfNoEntry: false})?.size === lists.bytes) return [quote(file)];
    throw new UserError(
      `snapshot ${id}: lists.parquet is missing, damaged or was changed: run followback check`
    );
  });
  if (together !== null) files.push(quote(together));
  const byId = new Map<string, StoredList[]>();
  if (files.length === 0) return byId;
  const isJudged = await isBuilt(dataDir);
  const mart = quote(join(martsDir(dataDir), "completeness.parquet"));
  const judged = isJudged
    ? `from read_parquet(${mart})`
    : "select null::bigint as account_id, null as snapshot_id, null as list, null as verdict, null as why where false";
  const rows = await db.rows<StoredList>(`
    with judged as (${judged}),
    lists as (
      select l.snapshot_id as id, l.list, l.distinct_rows, try_cast(l.sitting as date) as day, j.verdict is not null as judged,
        coalesce(j.verdict, case
          when l.reason = 'head' or l.additions_only then 'head'
          when l.ended and l.reason is null then 'complete'
          else 'partial'
        end) as verdict,
        case when j.verdict is null then l.reason else j.why end as why
      from read_parquet([${files.join(", ")}], union_by_name = true) l
      left join judged j on j.account_id = l.account_id and j.snapshot_id = l.snapshot_id and j.list = l.list
    )
    select id, list, count(*)::double as accounts, coalesce(sum(distinct_rows), 0)::double as people,
      (count(*) filter (where verdict = 'complete'))::double as complete,
      (count(*) filter (where verdict = 'partial'))::double as partial,
      bool_and(judged) as "isJudged", any_value(why) as why,
      case when count(day) = count(*) and min(day) = max(day) then min(day)::varchar end as day
    from lists group by id, list order by id, list`);
  for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return byId;
}

const counted = (count: number) => count.toLocaleString("en");

/** `followers 1,234 (complete)`. A list that no build has judged yet is only known to have been read to its end. */
function worthOf({list, accounts, people, complete, partial, isJudged, why}: StoredList): string {
  const whole = isJudged ? "complete" : "read to the end";
  if (accounts > 1) {
    const parts = [
      complete > 0 && `${counted(complete)} ${whole}`,
      partial > 0 && `${counted(partial)} partial`
    ];
    return `${list} ${counted(people)} of ${counted(accounts)} accounts (${parts.filter(Boolean).join(", ") || "newest part"})`;
  }
  if (complete > 0) return `${list} ${counted(people)} (${whole})`;
  if (partial === 0) return `${list} ${counted(people)} (newest part)`;
  return `${list} ${counted(people)} (partial${why ? `: ${why}` : ""})`;
}

/** What a snapshot holds: its lists with their worth, then how many rows there are of anything else. */
function holdsOf({tables}: Manifest, lists: readonly StoredList[]): string {
  const walked = new Set(lists.map(({list}) => list));
  const others = (Object.keys(rowNames) as TableName[])
    .filter((table) => !walked.has(table) && (tables[table]?.rows ?? 0) > 0)
    .map((table) => `${rowNames[table]} ${counted(tables[table]!.rows)}`);
  return [...lists.map(worthOf), ...others].join(", ") || "nobody and nothing";
}

/** What X billed, and at most; null where nothing was asked of it. */
const dollarsOf = (requests: readonly Request[] | undefined, part: (request: Request) => number) =>
  requests === undefined || requests.length === 0
    ? "null"
    : String(Math.round(requests.reduce((sum, request) => sum + part(request), 0) * 1e6) / 1e6);

/** One row of the table `stored`, as SQL. */
function rowOf(manifest: Manifest, lists: readonly StoredList[], names: ReadonlyMap<string, string>): string {
  const {id, taken_at: takenAt, source, accounts, from, requests} = manifest;
  const texts = (values: readonly string[]) => `[${values.map(quote).join(", ")}]::varchar[]`;
  const isCounted = typeof accounts === "number";
  // A date is stored by its end anywhere on Earth, which in UTC is on the next day.
  const days = new Set(lists.map(({day}) => day));
  const [day = null] = days.size === 1 ? days : [];
  return `(${[
    quote(id),
    day === null ? "null" : quote(day),
    quote(takenAt),
    quote(source),
    isCounted ? "null" : texts(accounts),
    isCounted ? "null" : texts(accounts.map((account) => names.get(account) ?? account)),
    isCounted ? accounts : accounts.length,
    quote(holdsOf(manifest, lists)),
    from === undefined ? "null" : quote(from),
    dollarsOf(requests, ({dollars}) => dollars),
    dollarsOf(requests, ({dollars, dollars_at_most: most = dollars}) => most)
  ].join(", ")})`;
}
