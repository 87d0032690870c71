import {stat} from "node:fs/promises";
import {basename} from "node:path";
import {quote, rowGroup, setThreads, withDatabase, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {announceReplacing, finishReplacing} from "../../src/snapshots/remove.ts";
import {
  attachSnapshots,
  holdStore,
  readManifest,
  snapshotId,
  writeSnapshot,
  type Manifest
} from "../../src/snapshots/store.ts";
import type {TableName} from "../../src/snapshots/tables.ts";
import {makeTempFolder, removeTempFolder} from "../../src/temporary.ts";
import {plural} from "../../src/words.ts";
import {writeRows, type SnapshotWriter} from "../../src/snapshots/writer.ts";
import {castSql} from "../tables/columns.ts";
import {refuseOtherTimes} from "../tables/other-times.ts";
import type {ListOrder} from "../tables/rows.ts";
import {defineSpans, timestampSql, type ReadTime} from "../tables/times.ts";
import {groupPages, refuseMixUps} from "./against-store.ts";
import type {Input, SaidOfVersion} from "./inputs.ts";
import {factsOfName} from "./file-name.ts";
import {bareDateHint, kindOf, lineOf} from "./line.ts";
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

/** The least that a person takes in a file, about. */
const bytesPerRow = 10;
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
    const {groups, replaced, there} = await understandAll(db, dataDir, inputs, options, tracked, say);
    if (options.isDryRun) return [];
    if (replaced.length > 0) await announceReplacing(dataDir, replaced);
    const imported: ImportedList[] = [];
    const ofOneFile = groups.filter((group) => !there.has(group) && isSettled(group));
    const facts = await writeRows(
      db,
      "lists",
      new Map(ofOneFile.map((group) => [snapshotId(planOf(group)), factsOf(group)]))
    );
    for (const group of groups) {
      const id = there.get(group);
      if (id === undefined) imported.push(await writeList(dataDir, group, facts));
      else
        imported.push({
          id,
          isNew: false,
          manifest: await readManifest(dataDir, id),
          account: group[0]!.account
        });
    }
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
): Promise<{groups: SavedList[][]; replaced: Replacement[]; there: ReadonlyMap<SavedList[], string>}> {
  await defineSpans(db, options);
  const names = new Map<string, string>();
  for (const {path, place, said} of inputs) {
    if (said !== undefined) continue;
    const text = factsOfName(path, place).takenAt;
    if (text !== null && !names.has(text)) names.set(text, path);
  }
  const times =
    options.takenAt === undefined
      ? await timesOfNames(
          [...names].map(([text, path]) => ({text, path})),
          options
        )
      : new Map<string, ReadTime>();
  const withTimes = {...options, times};
  const versions = new Map(inputs.map(({path, said}) => [path, said]));
  const lists: SavedList[] = [];
  const wrong: {path: string; error: UserError}[] = [];
  for (const [i, {path, place, trouble, said}] of inputs.entries()) {
    if (trouble !== undefined) {
      wrong.push({path, error: trouble});
      continue;
    }
    const tempDir = await makeTempFolder();
    try {
      await setThreads(db, (await stat(path)).size / bytesPerRow);
      const file = await sniff(db, path, tempDir, options.format);
      lists.push(
        ...(await understand(db, file, place, `saved_${i}`, ofVersion(withTimes, said), tracked, tempDir))
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      wrong.push({path, error});
    } finally {
      await removeTempFolder(tempDir);
    }
  }
  refuseWrong(wrong, inputs.length, say);
  const {groups, repeated} = groupPages(lists);
  await setThreads(
    db,
    lists.reduce((most, {people}) => Math.max(most, people), 0)
  );
  // A schema of its own, as the writer's tables have the names of the raw ones.
  await attachSnapshots(db, dataDir);
  let settled;
  try {
    settled = await settleWithStored(db, dataDir, groups, options.isUnlike === true);
    const byAccount = new Map(groups.map(([list]) => [list!.account, list!]));
    for (const [account, {path, taken}] of byAccount)
      await refuseOtherTimes(db, dataDir, path, taken.to, [BigInt(account)]);
    await refuseMixUps(db, groups, options.isUnlike === true);
  } finally {
    await db.run("drop schema raw cascade");
  }
  const byFile = new Map<string, SavedList[]>();
  for (const list of lists) {
    const version = versions.get(list.path);
    const key = version === undefined ? list.path : `${version.group}\0${kindOf(list)}`;
    byFile.set(key, [...(byFile.get(key) ?? []), list]);
  }
  const known = new Set(settled.knownAccounts);
  for (const found of byFile.values()) {
    const {account, path} = found[0]!;
    const isRepeated = repeated.some((list) => list.path === path);
    say(
      isRepeated
        ? `${basename(path)}: the same as another file given: left out`
        : lineOf(found, !known.has(account))
    );
    known.add(account);
  }
  for (const line of settled.lines) say(line);
  const bare = lists.find(({day}) => day !== null);
  if (bare) say(bareDateHint(bare));
  return {groups, replaced: settled.replaced, there: settled.there};
}

/** The options for one version of a file, whose history says when it was, and perhaps which list. */
function ofVersion(options: SavedListOptions, said: SaidOfVersion | undefined): SavedListOptions {
  if (said === undefined) return options;
  const {list, at, how} = said;
  const takenAt = at.toISOString();
  return {
    ...options,
    list: list ?? options.list,
    takenAt,
    takenAtIs: how,
    times: new Map([[takenAt, {from: at, to: at, isLocal: false}]])
  };
}

/** So many wrong files are named, each by a line of its own. */
const mostWrong = 10;

/**
 * Throws what is wrong with a file. Where several are wrong, says a line for each and counts them; where the same is wrong
 * with all of them, one line is enough.
 */
export function refuseWrong(
  wrong: readonly {path: string; error: UserError}[],
  inputs: number,
  say: (line: string) => void
): void {
  const [first, ...others] = wrong;
  if (first === undefined) return;
  if (others.length === 0) throw first.error;
  // What only the user can say is asked for; what is wrong with a file is not.
  const Refusal = wrong.every(({error}) => error instanceof UsageError) ? UsageError : UserError;
  const what = ({path, error}: {path: string; error: UserError}) => error.message.replace(path, "");
  if (others.every((one) => what(one) === what(first))) {
    throw new Refusal(`${first.error.message} (the same of ${plural(others.length, "more file")})`);
  }
  for (const {error} of wrong.slice(0, mostWrong)) say(error.message);
  const more = wrong.length > mostWrong ? `, of which ${mostWrong} are named above` : "";
  throw new Refusal(
    `${wrong.length} of ${inputs} files cannot be imported as they are${more}: nothing was written: do what these lines say, or leave these files out`
  );
}

/** `facts` has the table `lists` of those snapshots in which nothing is left to count. */
async function writeList(
  dataDir: string,
  group: readonly SavedList[],
  facts: ReadonlyMap<string, Buffer>
): Promise<ImportedList> {
  const [first] = group as [SavedList];
  const {account} = first;
  const written = await writeSnapshot(dataDir, planOf(group), async (writer) => {
    await fillPeople(writer, group);
    const ofList = facts.get(writer.id);
    if (ofList === undefined)
      await put(writer, "lists", factsOf(group), "", {isOnce: false, isSorted: false});
    else writer.fillWritten("lists", ofList);
    await fillNames(writer, group);
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

/** The names of those who are known by nothing else. */
async function fillNames(writer: SnapshotWriter, group: readonly SavedList[]): Promise<void> {
  const named = group.filter(({hasNames}) => hasNames);
  if (named.length === 0) return;
  const all = named.map(({rows}) => `select user_id, person_name from (${rows})`).join(" union all ");
  await writer.fill(
    "names",
    `select distinct ${group[0]!.account} as account_id, user_id, person_name as name from (${all}) where person_name is not null`
  );
}

async function fillPeople(writer: SnapshotWriter, group: readonly SavedList[]): Promise<void> {
  const [first] = group as [SavedList];
  const {account, list, taken, roles, hasRowTimes, order} = first;
  const pages = group.map(({rows}, nth) => `select ${nth} as page, * from (${rows})`).join(" union all ");
  const isOwners = roles.has("viewer_follows") && roles.has("follows_viewer");
  const people = {
    account_id: account,
    user_id: "user_id",
    position: positionSql(group, order),
    page_at: hasRowTimes ? "span_to(taken)" : timestampSql(taken.to),
    is_mutual: mutualSql(list, roles)
  };
  const viewer = isOwners ? `, (${viewerSql(list, pages)}) as viewer` : "";
  await put(writer, list, people, `from (${pages})${viewer}`, {
    isOnce: isSettled(group),
    isSorted: isWrittenById(group)
  });
}

/** The row of the table `lists`, as SQL by column. */
function factsOf(group: readonly SavedList[]): Record<string, string> {
  const [first] = group as [SavedList];
  const {account, list, taken, day} = first;
  const last = group.at(-1)!;
  return {
    account_id: account,
    list: quote(list),
    source: "'tables'",
    taken_at: timestampSql(taken.to),
    ended: String(last.ended),
    reason: last.reason === null ? "null" : quote(last.reason),
    completeness_basis: last.basis === null ? "null" : quote(last.basis),
    is_newest_first: String(first.isNewestFirst),
    started_at: timestampSql(taken.from),
    finished_at: timestampSql(taken.to),
    ...countsOf(group),
    pages: String(group.length),
    additions_only: "false",
    sitting: day === null ? "null" : quote(day)
  };
}

/** Counts the newest as 0, owners and people who stand twice with the others. */
function positionSql(group: readonly SavedList[], order: ListOrder | undefined): string {
  const [{rowRange}, ...others] = group as [SavedList, ...SavedList[]];
  if (order === "none") return "null";
  const isReverse = order === "oldest-first";
  if (others.length === 0 && rowRange !== null)
    return isReverse ? `${rowRange.last} - row` : `row - ${rowRange.first}`;
  const way = isReverse ? "desc" : "asc";
  return `row_number() over (order by page ${way}, row ${way}) - 1`;
}

/**
 * Whether the rows can be written as they come: by ascending id, not put in the order of the file to count them. Rows that
 * fill several row groups are sorted all the same, as only then each group has as many as it holds.
 */
const isWrittenById = ([first, ...others]: readonly SavedList[]) =>
  others.length === 0 &&
  first!.isById &&
  (first!.rowRange !== null || first!.order === "none") &&
  first!.people + first!.self <= rowGroup;

/** Whether nobody stands in a list twice, not even its owner. */
const isSettled = ([first, ...others]: readonly SavedList[]) =>
  others.length === 0 && first!.duplicates === 0 && first!.self <= 1;

/** Hands rows to the writer as SQL by column; at once where no key comes twice, and as they are where they are sorted. */
async function put(
  writer: SnapshotWriter,
  table: TableName,
  columns: Record<string, string>,
  from: string,
  {isOnce, isSorted}: {isOnce: boolean; isSorted: boolean}
): Promise<void> {
  if (isOnce) return writer.fillAtOnce(table, columns, from, isSorted);
  const named = Object.entries(columns).map(([name, sql]) => `${sql} as "${name}"`);
  await writer.fill(table, `select ${named.join(", ")} ${from}`);
}

/** Of one file the counts are known; pages may repeat each other's people, so the writer counts them. */
function countsOf(group: readonly SavedList[]): Record<string, string> {
  const [{people, duplicates, self}] = group as [SavedList];
  if (group.length > 1) return {};
  return {
    rows: String(people + duplicates + self),
    distinct_rows: String(people),
    duplicate_rows: String(duplicates),
    self_rows: String(self)
  };
}

const isTrue = (column: string) => castSql(column, "BOOLEAN").sql;

/**
 * Whether whoever exported the list is its owner: then every follower follows them, and they follow everybody they follow. X
 * may leave out what is not so, and an exporter then writes nothing: an empty cell is no yes.
 */
const viewerSql = (list: string, rows: string) =>
  `select bool_and(coalesce(${isTrue(list === "followers" ? "follows_viewer" : "viewer_follows")}, false)) as is_owner from (${rows})`;

/** The other direction, as the owner saw it; null in anybody else's export. */
const mutualSql = (list: string, roles: ReadonlySet<string>) =>
  roles.has("viewer_follows") && roles.has("follows_viewer") && list !== "blocking"
    ? `case when viewer.is_owner then ${isTrue(list === "followers" ? "viewer_follows" : "follows_viewer")} end`
    : "null::boolean";

const counts = ["followers_count", "following_count", "posts_count", "listed_count"] as const;
const flags = ["protected", "verified"] as const;
const texts = ["description", "location"] as const;

/** What the file says of people's profiles, as of the list. */
async function fillProfiles(writer: SnapshotWriter, list: SavedList): Promise<void> {
  const {account, taken, roles, rows} = list;
  const has = (role: string) => roles.has(role);
  const columns: Record<string, string> = {
    ...(has("name") && {
      username: "case when regexp_full_match(name, '@?\\w{1,15}') then ltrim(name, '@') end"
    }),
    ...(has("created") && {created_at: "span_from(created)"})
  };
  for (const role of counts.filter(has))
    columns[role] = `case when regexp_full_match(${role}, '\\d{1,18}') then ${role}::bigint end`;
  for (const role of flags.filter(has)) columns[role] = isTrue(role);
  for (const role of texts.filter(has)) columns[role] = role;
  if (Object.keys(columns).length === 0) return;
  const all = {account_id: account, user_id: "user_id", profile_at: timestampSql(taken.to), ...columns};
  await put(writer, "users", all, `from (${rows})`, {isOnce: isSettled([list]), isSorted: false});
}
