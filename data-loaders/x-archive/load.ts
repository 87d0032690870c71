import {basename, resolve} from "node:path";
import {UsageError, UserError} from "../../src/errors.ts";
import {networks} from "../../src/networks/networks.ts";
import {announceReplacing, finishReplacing} from "../../src/snapshots/remove.ts";
import {holdStore, snapshotId, writeSnapshot, type Manifest} from "../../src/snapshots/store.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import {openArchive, type ArchiveFiles} from "./files.ts";
import {idOf} from "./ids.ts";
import {readItems} from "./items.ts";
import {partsOf, readManifestFile, type ArchiveManifest, type Parts} from "./manifest.ts";
import {readOwner, type Owner} from "./owner.ts";
import {postOf} from "./posts.ts";
import {settleArchive, uncounted, type Content} from "./settle-stored.ts";
import {plural} from "../../src/words.ts";

export interface ArchiveOptions {
  /** When an archive without a manifest (2018, 2019) was made: nothing in such an archive says it. */
  takenAt?: Date;
  /** Of a bare date the earliest that it can have been, where `takenAt` is the latest. Default: `takenAt`. */
  takenFrom?: Date;
  /** Declares the lists of an archive without a manifest complete; with one, its counts decide. */
  isComplete?: boolean;
  /** The same, whatever speaks against it later. */
  isForced?: boolean;
}

/** What came in, and whose archive it is. */
export interface ImportedArchive {
  id: string;
  isNew: boolean;
  manifest: Manifest;
  takenAt: Date;
  account: {id: string; name: string};
  /** The stored snapshot of the same archive whose place it took, because that one held less. */
  replaces: string | null;
}

/** What an archive is, read without storing anything. */
export interface UnderstoodArchive {
  account: {id: string; name: string | null};
  takenAt: Date;
  /** The earliest that it can have been, of an archive without a manifest. */
  takenFrom: Date;
  hasManifest: boolean;
  /** `people`, each once, without the account itself, is null where the archive lacks the list; `reason` says why a list is not complete. */
  lists: {list: string; people: number | null; reason: string | null}[];
  hasPosts: boolean;
}

const day = 24 * 3600 * 1000;
const lists = [
  {table: "followers", type: "follower", wrapper: "follower", isNeeded: true},
  {table: "following", type: "following", wrapper: "following", isNeeded: true},
  {table: "blocking", type: "block", wrapper: "blocking", isNeeded: false}
] as const;

/**
 * Makes one snapshot of one archive of X, a zip or an unpacked folder: followers, following, blocking where there, own
 * posts where there; that the file of posts is missing stands in the snapshot. The same archive again, zipped or unpacked, is recognised. Opens no other file than these, the
 * manifest and `account.js`, of which only id, name and date of creation are taken.
 */
export async function importArchive(
  dataDir: string,
  path: string,
  isFolder: boolean,
  options: ArchiveOptions = {}
): Promise<ImportedArchive> {
  return withArchive(path, isFolder, options, (opened) =>
    holdStore(dataDir, async (db) => {
      const {archive, manifest, owner, takenAt, listed, tweets, lacksPosts} = opened;
      const content: Content = {
        certainty:
          manifest !== null
            ? "counted"
            : options.isForced
              ? "forced"
              : options.isComplete
                ? "declared"
                : "none",
        lists: listed.filter(({missing}) => missing.length === 0).map(({table}) => table),
        hasPosts: !lacksPosts
      };
      const {plan, replaces} = await settleArchive(
        db,
        dataDir,
        path,
        {source: "x-archive", takenAt, key: `${owner.id} ${takenAt.toISOString()}`},
        content
      );
      if (replaces !== null) await announceReplacing(dataDir, [{id: replaces, by: snapshotId(plan)}]);
      const written = await writeSnapshot(dataDir, plan, async (writer) => {
        const notes: string[] = [];
        if (lacksPosts) notes.push(missingPosts(tweets));
        const isGiven = manifest === null;
        const from = (isGiven ? options.takenFrom : undefined) ?? takenAt;
        const newest = await loadPosts(archive, tweets, owner, {from, to: takenAt, isGiven}, writer);
        if (!newest)
          notes.push("no own post in the 24 h before: lists taken as begun 24 h before generationDate");
        for (const list of listed) {
          const {table, files} = list;
          if (list.missing.length > 0) {
            notes.push(`no ${table} list in the archive`);
            continue;
          }
          const rows = await loadList(archive, list, owner, takenAt, writer);
          const reason = partialReason(rows, list.count, manifest, options);
          if (reason) notes.push(`${table} is partial: ${reason}`);
          const declared = options.isForced ? "forced" : "declared";
          await writer.append("lists", {
            account_id: owner.id,
            list: table,
            source: "x-archive",
            taken_at: takenAt,
            ended: reason === null,
            reason,
            completeness_basis: reason !== null ? null : manifest === null ? declared : "counted",
            is_newest_first: true,
            started_at: newest ?? new Date(from.getTime() - day),
            finished_at: takenAt,
            pages: files.length,
            additions_only: false
          });
        }
        await writer.append("users", {
          account_id: owner.id,
          user_id: owner.id,
          profile_at: takenAt,
          username: owner.username,
          created_at: owner.createdAt,
          status: "active",
          status_at: takenAt
        });
        return {
          accounts: [owner.id],
          from: basename(resolve(path)),
          ...(notes.length > 0 && {notes}),
          ...(lacksPosts && {posts_missing: {counted: tweets.count}})
        };
      });
      if (replaces !== null) await finishReplacing(dataDir);
      return {...written, takenAt, account: {id: owner.id, name: owner.username ?? owner.id}, replaces};
    })
  );
}

/** Reads what an archive is and how many people its lists hold, and stores nothing. */
export const understandArchive = (
  path: string,
  isFolder: boolean,
  options: ArchiveOptions = {}
): Promise<UnderstoodArchive> =>
  withArchive(
    path,
    isFolder,
    options,
    async ({archive, manifest, owner, takenAt, listed, tweets, lacksPosts}) => {
      const understood: UnderstoodArchive["lists"] = [];
      for (const list of listed) {
        if (list.missing.length > 0) {
          understood.push({list: list.table, people: null, reason: null});
          continue;
        }
        let rows = 0;
        const people = new Set<string>();
        for await (const id of idsOf(archive, list)) {
          rows++;
          if (id !== owner.id) people.add(id);
        }
        understood.push({
          list: list.table,
          people: people.size,
          reason: partialReason(rows, list.count, manifest, options)
        });
      }
      return {
        account: {id: owner.id, name: owner.username},
        takenAt,
        takenFrom: (manifest === null ? options.takenFrom : undefined) ?? takenAt,
        hasManifest: manifest !== null,
        lists: understood,
        hasPosts: !lacksPosts && tweets.files.length > 0
      };
    }
  );

/** Opens an archive, says what is in it, and closes it when `use` is done. */
async function withArchive<T>(
  path: string,
  isFolder: boolean,
  options: ArchiveOptions,
  use: (opened: {
    archive: ArchiveFiles;
    manifest: ArchiveManifest | null;
    owner: Owner;
    takenAt: Date;
    listed: ((typeof lists)[number] & Parts)[];
    tweets: Parts;
    lacksPosts: boolean;
  }) => Promise<T>
): Promise<T> {
  const archive = await openArchive(path, isFolder);
  try {
    const manifest = await readManifestFile(archive);
    const owner = await readOwner(archive, manifest);
    const takenAt = takenAtOf(archive, manifest, options);
    const listed = lists.map((list) => ({...list, ...listParts(archive, manifest, list)}));
    const tweets = partsOf(archive, manifest, ["tweets", "tweet"], ["tweets", "tweet"]);
    refuseLostParts(archive, tweets, false);
    // A manifest that counts none needs no file.
    const lacksPosts = tweets.missing.length > 0 && tweets.count !== 0;
    return await use({archive, manifest, owner, takenAt, listed, tweets, lacksPosts});
  } finally {
    archive.close();
  }
}

const isDeclared = ({isComplete, isForced}: ArchiveOptions) => Boolean(isComplete || isForced);

/** The id of the account an archive is of, read without storing anything. */
export async function archiveOwnerId(path: string, isFolder: boolean): Promise<string> {
  const archive = await openArchive(path, isFolder);
  try {
    return (await readOwner(archive, await readManifestFile(archive))).id;
  } finally {
    archive.close();
  }
}

/** What to say of an archive without its file of posts, which is not the same as one of an account that posts nothing. */
const missingPosts = ({missing, count}: Parts) =>
  `${missing[0]} is missing${count === null ? "" : ` though the manifest counts ${plural(count, "post")}`}: own posts are not collected`;

function takenAtOf(
  {path}: ArchiveFiles,
  manifest: ArchiveManifest | null,
  {takenAt, isComplete}: ArchiveOptions
) {
  if (manifest === null) {
    if (takenAt) return takenAt;
    throw new UsageError(
      `${path}: manifest.js is missing, so the archive has no date: give the time of X's email with --taken-at TIME, and --complete if its lists are whole`
    );
  }
  const generatedAt = new Date(manifest.archiveInfo.generationDate);
  // A day more, because clocks and time zones are set wrong; every age would be counted up to a later one.
  if (generatedAt < networks.x.beganAt || generatedAt.getTime() > Date.now() + day) {
    throw new UserError(
      `${path}: its manifest says it was made at ${generatedAt.toISOString()}, which is impossible: download the archive again`
    );
  }
  if (takenAt && takenAt.getTime() !== generatedAt.getTime()) {
    throw new UserError(
      `${path}: its manifest says it was made at ${generatedAt.toISOString()}: leave out --taken-at`
    );
  }
  if (isComplete) throw new UserError(`${path}: its manifest already counts the lists: leave out --complete`);
  return generatedAt;
}

function listParts(
  archive: ArchiveFiles,
  manifest: ArchiveManifest | null,
  {type, isNeeded}: (typeof lists)[number]
): Parts {
  const parts = partsOf(archive, manifest, [type], [type]);
  refuseLostParts(archive, parts, isNeeded);
  return parts;
}

/** A needed file must be there; of one that is not, no part may be missing while another is there: the loss would be silent. */
function refuseLostParts({path}: ArchiveFiles, {files, missing}: Parts, isNeeded: boolean) {
  if (missing.length === 0 || (!isNeeded && missing.length >= files.length)) return;
  throw new UserError(
    `${path}: ${missing[0]} is missing: use the archive as X delivered it, zipped or unpacked`
  );
}

function partialReason(
  rows: number,
  count: number | null,
  manifest: ArchiveManifest | null,
  options: ArchiveOptions
): string | null {
  if (manifest === null) return isDeclared(options) ? null : uncounted;
  if (manifest.archiveInfo.isPartialArchive) return "the archive says that it is partial";
  if (count === null) return "the manifest has no count of it";
  return rows === count ? null : `${rows} rows where the manifest counts ${count}`;
}

/** Returns how many rows the list has, as served. */
async function loadList(
  archive: ArchiveFiles,
  {table, type, wrapper, files}: (typeof lists)[number] & Parts,
  owner: Owner,
  takenAt: Date,
  writer: SnapshotWriter
): Promise<number> {
  let position = 0;
  for await (const id of idsOf(archive, {type, wrapper, files})) {
    await writer.append(table, {account_id: owner.id, user_id: id, position, page_at: takenAt});
    position++;
  }
  return position;
}

/** The ids of the people in a list, as served. */
async function* idsOf(
  archive: ArchiveFiles,
  {type, wrapper, files}: {type: string; wrapper: string; files: readonly string[]}
): AsyncGenerator<string> {
  let nth = 0;
  for (const file of files) {
    const where = `${archive.path}: ${file}`;
    for await (const item of readItems(archive.read(file), where, [type, wrapper])) {
      const {accountId} = (item[wrapper] ?? item) as {accountId?: unknown};
      yield idOf(accountId, `${where}: item ${++nth}`);
    }
  }
}

/**
 * Loads own posts and returns when the newest was written, if that is within 24 h before the archive can have been `made`.
 * Throws a `UserError` where one is later than the user says that it was.
 */
async function loadPosts(
  archive: ArchiveFiles,
  {files, missing}: Parts,
  owner: Owner,
  made: {from: Date; to: Date; isGiven: boolean},
  writer: SnapshotWriter
): Promise<Date | null> {
  if (missing.length > 0) return null;
  let newest = made.from.getTime() - day;
  let isFound = false;
  for (const file of files) {
    const where = `${archive.path}: ${file}`;
    let nth = 0;
    for await (const item of readItems(archive.read(file), where, ["tweets", "tweet"])) {
      const post = postOf(
        (item.tweet ?? item) as Record<string, unknown>,
        owner.id,
        `${where}: item ${++nth}`
      );
      await writer.append("posts", post);
      const at = post.created_at.getTime();
      if (at > made.to.getTime() && made.isGiven)
        throw new UserError(
          `${archive.path}: holds a post of ${post.created_at.toISOString()}, later than --taken-at: give the time of X's email`
        );
      if (at > newest && at <= made.to.getTime()) [newest, isFound] = [at, true];
    }
  }
  return isFound ? new Date(newest) : null;
}
