import {createHash} from "node:crypto";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {basename, join} from "node:path";
import {quote, withDatabase, type Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {
  attachSnapshots,
  holdStore,
  snapshotId,
  writeSnapshot,
  type Manifest
} from "../../src/snapshots/store.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import {castSql} from "../tables/columns.ts";
import {defineSpans, timestampSql, type TimeSpan} from "../tables/times.ts";
import {groupPages, placeOf, refuseMixUps} from "./against-store.ts";
import type {Input} from "./inputs.ts";
import {factsOfName} from "./file-name.ts";
import {bareDateHint, lineOf} from "./line.ts";
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
    const groups = await understandAll(db, dataDir, inputs, options, tracked, say);
    if (options.isDryRun) return [];
    const imported: ImportedList[] = [];
    for (const group of groups) imported.push(await writeList(db, dataDir, group, options));
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
): Promise<SavedList[][]> {
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
  const known = {...options, times};
  const lists: SavedList[] = [];
  for (const [i, {path, place}] of inputs.entries()) {
    const tempDir = await mkdtemp(join(tmpdir(), "followback-list-"));
    try {
      const file = await sniff(db, path, tempDir, options.format);
      lists.push(...(await understand(db, file, place, `saved_${i}`, known, tracked)));
    } finally {
      await rm(tempDir, {recursive: true, force: true});
    }
  }
  const {groups, repeated} = groupPages(lists);
  // A schema of its own, as the writer's tables have the names of the raw ones.
  await attachSnapshots(db, dataDir);
  try {
    await refuseStoredTimes(db, dataDir, groups, options);
    await refuseMixUps(db, groups, options.isUnlike === true);
  } finally {
    await db.run("drop schema raw cascade");
  }
  const byFile = new Map<string, SavedList[]>();
  for (const list of lists) byFile.set(list.path, [...(byFile.get(list.path) ?? []), list]);
  for (const [path, found] of byFile) {
    const isRepeated = repeated.some((list) => list.path === path);
    say(isRepeated ? `${basename(path)}: the same as another file given: left out` : lineOf(found));
  }
  const bare = lists.find(({day}) => day !== null);
  if (bare) say(bareDateHint(bare.day!));
  return groups;
}

/** Refuses a list where the store has another of that account, kind and time from a file: which one is right? */
async function refuseStoredTimes(
  db: Database,
  dataDir: string,
  groups: readonly SavedList[][],
  options: ImportListsOptions
): Promise<void> {
  const stored = await db.rows<{
    account_id: bigint;
    list: string;
    started_at: Date;
    finished_at: Date;
    snapshot_id: string;
  }>(`
    select account_id, list, started_at, finished_at, l.snapshot_id
    from raw.lists l join raw.snapshots s using (snapshot_id) where s.is_user_made`);
  const places = new Map(
    stored.map(({account_id, list, started_at, finished_at, snapshot_id}) => [
      placeOf({account: String(account_id), list, taken: {from: started_at, to: finished_at}}),
      snapshot_id
    ])
  );
  for (const group of groups) {
    const [list] = group as [SavedList];
    const known = places.get(placeOf(list));
    if (known === undefined || known === snapshotId(planOf(group, options))) continue;
    throw new UserError(
      `${list.path}: the store has another list of ${list.list} of that account and time, ${known}: remove it first by followback snapshots remove ${known}`
    );
  }
}

/** The same files with the same meaning are the same snapshot, in whatever order they come. */
function planOf(group: readonly SavedList[], {order}: ImportListsOptions) {
  const [{account, list, taken, basis, ended}] = group as [SavedList];
  const key = [
    ...group.map(({sha256}) => sha256),
    account,
    list,
    taken.from.toISOString(),
    taken.to.toISOString(),
    basis,
    ended,
    order
  ];
  return {
    source: "tables",
    takenAt: taken.to,
    key: createHash("sha256").update(key.join(" ")).digest("hex")
  };
}

async function writeList(
  db: Database,
  dataDir: string,
  group: readonly SavedList[],
  options: ImportListsOptions
): Promise<ImportedList> {
  const [first] = group as [SavedList];
  const {account} = first;
  const written = await writeSnapshot(dataDir, planOf(group, options), async (writer) => {
    await fillList(writer, group, options);
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

async function fillList(
  writer: SnapshotWriter,
  group: readonly SavedList[],
  {order}: ImportListsOptions
): Promise<void> {
  const [first] = group as [SavedList];
  const {account, list, taken, roles, hasRowTimes, day} = first;
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
