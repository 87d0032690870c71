import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, join} from "node:path";
import {quote, withDatabase, type Database} from "../../src/duckdb.ts";
import {announceReplacing, finishReplacing} from "../../src/snapshots/remove.ts";
import {attachSnapshots, holdStore, writeSnapshot, type Manifest} from "../../src/snapshots/store.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import {castSql} from "../tables/columns.ts";
import {refuseOtherTimes} from "../tables/other-times.ts";
import {defineSpans, timestampSql, type TimeSpan} from "../tables/times.ts";
import {groupPages, refuseMixUps} from "./against-store.ts";
import type {Input} from "./inputs.ts";
import {factsOfName} from "./file-name.ts";
import {bareDateHint, lineOf} from "./line.ts";
import {planOf, settleWithStored, type Replacement} from "./settle-stored.ts";
import {sniff} from "./sniff.ts";
import {
  timesOfNames,
  understand,
  type KnownAccount,
  type SavedList,
  type SavedListOptions
} from "./understand.ts";

/** What came in, or was there already. */
export interface ImportedList {
  id: string;
  isNew: boolean;
  manifest: Manifest;
  account: string;
}

export interface ImportListsOptions extends SavedListOptions {
  /** Understand and say, but write nothing. */
  isDryRun?: boolean;
}

/** Memory for lists of many million rows; the database uses the disk beyond it. */
const memoryLimit = "1GB";

/**
 * Understands every file first, says one line a file through `say`, and then writes a snapshot a list. Throws a
 * `UserError` that names the file, and a `UsageError` where only the user can know; then nothing is written at all.
 */
export async function importLists(
  dataDir: string,
  inputs: readonly Input[],
  options: ImportListsOptions,
  tracked: readonly KnownAccount[],
  say: (line: string) => void
): Promise<ImportedList[]> {
  const run = async (db: Database): Promise<ImportedList[]> => {
    const {groups, replaced} = await understandAll(db, dataDir, inputs, options, tracked, say);
    if (options.isDryRun) return [];
    if (replaced.length > 0) await announceReplacing(dataDir, replaced);
    const imported: ImportedList[] = [];
    for (const group of groups) imported.push(await writeList(dataDir, group));
    if (replaced.length > 0) await finishReplacing(dataDir);
    return imported;
  };
  const limited = {memoryLimit: process.env.FOLLOWBACK_MEMORY || memoryLimit};
  return options.isDryRun ? withDatabase(run, limited) : holdStore(dataDir, run, limited);
}

async function understandAll(
  db: Database,
  dataDir: string,
  inputs: readonly Input[],
  options: ImportListsOptions,
  tracked: readonly KnownAccount[],
  say: (line: string) => void
): Promise<{groups: SavedList[][]; replaced: Replacement[]}> {
  await defineSpans(db, options);
  const names = new Map<string, string>();
  for (const {path, place} of inputs) {
    const text = factsOfName(path, place).takenAt;
    if (text !== null && !names.has(text)) names.set(text, path);
  }
  const times =
    options.takenAt === undefined
      ? await timesOfNames(
          [...names].map(([text, path]) => ({text, path})),
          options
        )
      : new Map<string, TimeSpan>();
  const withTimes = {...options, times};
  const lists: SavedList[] = [];
  for (const [i, {path, place}] of inputs.entries()) {
    const tempDir = await mkdtemp(join(tmpdir(), "followback-list-"));
    try {
      const file = await sniff(db, path, tempDir, options.format);
      lists.push(...(await understand(db, file, place, `saved_${i}`, withTimes, tracked)));
    } finally {
      await rm(tempDir, {recursive: true, force: true});
    }
  }
  const {groups, repeated} = groupPages(lists);
  // A schema of its own, as the writer's tables have the names of the raw ones.
  await attachSnapshots(db, dataDir);
  let settled;
  try {
    settled = await settleWithStored(db, groups);
    const byAccount = new Map(groups.map(([list]) => [list!.account, list!]));
    for (const [account, {path, taken}] of byAccount)
      await refuseOtherTimes(db, dataDir, path, taken.to, [BigInt(account)]);
    await refuseMixUps(db, groups, options.isUnlike === true);
  } finally {
    await db.run("drop schema raw cascade");
  }
  const byFile = new Map<string, SavedList[]>();
  for (const list of lists) byFile.set(list.path, [...(byFile.get(list.path) ?? []), list]);
  const known = new Set(settled.knownAccounts);
  for (const [path, found] of byFile) {
    const isRepeated = repeated.some((list) => list.path === path);
    const {account} = found[0]!;
    say(
      isRepeated
        ? `${basename(path)}: the same as another file given: left out`
        : lineOf(found, !known.has(account))
    );
    known.add(account);
  }
  for (const line of settled.lines) say(line);
  const bare = lists.find(({day}) => day !== null);
  if (bare) say(bareDateHint(bare.day!));
  return {groups, replaced: settled.replaced};
}

async function writeList(dataDir: string, group: readonly SavedList[]): Promise<ImportedList> {
  const [first] = group as [SavedList];
  const {account} = first;
  const written = await writeSnapshot(dataDir, planOf(group), async (writer) => {
    await fillList(writer, group);
    await fillProfiles(writer, first);
    const notes = first.duplicates > 0 ? [`people listed twice, dropped: ${first.duplicates}`] : [];
    return {
      accounts: [account],
      ...(notes.length > 0 && {notes}),
      from: group.map(({path}) => basename(path)).join(", ")
    };
  });
  return {...written, account};
}

async function fillList(writer: SnapshotWriter, group: readonly SavedList[]): Promise<void> {
  const [first] = group as [SavedList];
  const {account, list, taken, roles, hasRowTimes, day, order} = first;
  const last = group.at(-1)!;
  const pages = group.map(({rows}, nth) => `select ${nth} as page, * from (${rows})`).join(" union all ");
  const direction = order === "oldest-first" ? "desc" : "asc";
  const position =
    order === "none" ? "null" : `row_number() over (order by page ${direction}, row ${direction}) - 1`;
  await writer.fill(
    list,
    `select ${account}::bigint as account_id, user_id, ${position} as position,
      ${hasRowTimes ? "span_to(taken)" : timestampSql(taken.to)} as page_at,
      ${mutualSql(list, roles)} as is_mutual
    from (${pages})${roles.has("viewer_follows") && roles.has("follows_viewer") ? `, (${viewerSql(list, pages)}) as viewer` : ""}`,
    {isUnique: group.length === 1 && first.duplicates === 0 && first.self <= 1}
  );
  const reason = last.reason === null ? "null" : quote(last.reason);
  await writer.fill(
    "lists",
    `select ${account}::bigint as account_id, ${quote(list)} as list, 'tables' as source,
      ${timestampSql(taken.to)} as taken_at, ${last.ended} as ended, ${reason} as reason,
      ${last.basis === null ? "null" : quote(last.basis)} as completeness_basis,
      ${first.isNewestFirst === null ? "null::boolean" : first.isNewestFirst} as is_newest_first,
      ${timestampSql(taken.from)} as started_at, ${timestampSql(taken.to)} as finished_at, ${countsSql(group)}
      ${group.length} as pages, false as additions_only, ${day === null ? "null" : quote(day)} as sitting`
  );
}

/** Of one file the counts are known; pages may repeat each other's people, so the writer counts them. */
function countsSql(group: readonly SavedList[]): string {
  const [{people, duplicates, self}] = group as [SavedList];
  if (group.length > 1) return "";
  return `${people + duplicates + self} as rows, ${people} as distinct_rows, ${duplicates} as duplicate_rows, ${self} as self_rows,`;
}

const isTrue = (column: string) => castSql(column, "BOOLEAN").sql;

/** Whether whoever exported the list is its owner: then every follower follows them, and they follow everybody they follow. */
const viewerSql = (list: string, rows: string) =>
  `select coalesce(bool_and(${isTrue(list === "followers" ? "follows_viewer" : "viewer_follows")}), false) as is_owner from (${rows})`;

/** The other direction, as the owner saw it; null in anybody else's export. */
const mutualSql = (list: string, roles: ReadonlySet<string>) =>
  roles.has("viewer_follows") && roles.has("follows_viewer") && list !== "blocking"
    ? `case when viewer.is_owner then ${isTrue(list === "followers" ? "viewer_follows" : "follows_viewer")} end`
    : "null::boolean";

const counts = ["followers_count", "following_count", "posts_count", "listed_count"] as const;
const flags = ["protected", "verified"] as const;
const texts = ["description", "location"] as const;

/** What the file says of people's profiles, as of the list. */
async function fillProfiles(writer: SnapshotWriter, {account, taken, roles, rows}: SavedList): Promise<void> {
  const has = (role: string) => roles.has(role);
  const columns = [
    has("name") && `case when regexp_full_match(name, '@?\\w{1,15}') then ltrim(name, '@') end as username`,
    has("created") && "span_from(created) as created_at",
    ...counts.map(
      (role) =>
        has(role) && `case when regexp_full_match(${role}, '\\d{1,18}') then ${role}::bigint end as ${role}`
    ),
    ...flags.map((role) => has(role) && `${isTrue(role)} as ${role}`),
    ...texts.map((role) => has(role) && role)
  ].filter((column) => column !== false);
  if (columns.length === 0) return;
  await writer.fill(
    "users",
    `select ${account}::bigint as account_id, user_id, ${timestampSql(taken.to)} as profile_at, ${columns.join(", ")} from (${rows})`
  );
}
