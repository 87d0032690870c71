import {basename} from "node:path";
import {readHistory} from "../git-history/read-history.ts";
import {writeReturns, understandReturns, type UnderstoodReturns} from "../returns/import-returns.ts";
import {mappedTables, type MappedTable} from "../returns/mapped.ts";
import {recognise} from "../returns/recognise.ts";
import {importLists, refuseWrong} from "../saved-lists/import-lists.ts";
import {findInputs, type Input} from "../saved-lists/inputs.ts";
import {importTable} from "../tables/load.ts";
import {recogniseLog} from "../tables/log-columns.ts";
import {recognisePosts} from "../tables/post-exports.ts";
import {parseDate} from "../tables/times.ts";
import {lineOfArchive} from "../x-archive/line.ts";
import {importArchive, understandArchive} from "../x-archive/load.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {plural} from "../../src/words.ts";
import {readSettings, trackAccount} from "../../src/snapshots/settings.ts";
import type {Manifest} from "../../src/snapshots/store.ts";
import {makeTempFolder, removeTempFolder} from "../../src/temporary.ts";
import {
  accountIdOf,
  accountsToTrack,
  accountToName,
  isOfAnyNetwork,
  knownNames,
  refuseElsewhere,
  track
} from "./accounts.ts";
import {delimiterOf, exportOptionsOf, placed, returnsOptionsOf, tableOptionsOf, timesOf} from "./options.ts";
import type {ImportRequest, Kind} from "./request.ts";
import {refuseUnread} from "./unread-flags.ts";

/** What is said while inputs are imported. */
export interface ImportLog {
  /** One line. */
  line(text: string): void;
  /** Runs the import of one input, and says what came in. */
  input(path: string, run: () => Promise<ImportedSnapshot[]>): Promise<void>;
}

/** A snapshot that an input became, or had become before. */
export interface ImportedSnapshot {
  id: string;
  isNew: boolean;
  manifest: Manifest;
  /** The stored snapshot whose place it took. */
  replaces?: string | null;
}

/**
 * Imports files, folders of files and archives, in any order, and tracks the accounts they are of. Throws a `UserError`
 * or `UsageError` where flags contradict each other or an input cannot be understood.
 */
export async function importInputs(
  dataDir: string,
  words: string[],
  flags: ImportRequest,
  log: ImportLog
): Promise<void> {
  if (flags.git !== undefined) return importHistory(dataDir, flags.git, words, flags, log);
  if (words.length === 0)
    throw new UsageError("nothing to import: name files, folders or archives, or a repository by --git PATH");
  if (flags.file !== undefined || flags.eachCommitIsALook || flags.without !== undefined)
    throw new UsageError(
      "--file, --each-commit-is-a-look, --without: only a history has them: give --git PATH"
    );
  const mappedTable = mappedTables.find((table) => table === flags.table);
  const isTable = Boolean((flags.table && !mappedTable) || flags.edges || flags.outreach);
  const skipped: string[] = [];
  const found = await findInputs(
    words,
    (path) => void skipped.push(basename(path)),
    isTable || mappedTable ? undefined : async (path, names) => (await recognise(path, names)) !== null
  );
  if (skipped.length > 0) {
    const named = `${skipped.slice(0, 5).join(", ")}${skipped.length > 5 ? ", …" : ""}`;
    log.line(`skipped ${plural(skipped.length, "file")} that cannot be lists: ${named}`);
  }
  const inputs = found.map(({path}) => path);
  const logs = isTable || mappedTable || flags.takenAt !== undefined ? [] : await logsOf(found, flags);
  const posts = new Set<Input>();
  if (!isTable && !mappedTable)
    for (const input of found)
      if (input.kind === "file" && input.trouble === undefined && (await recognisePosts(input.path)))
        posts.add(input);
  if (flags.covers !== undefined && !isTable && posts.size === 0)
    throw new UsageError(
      "--covers: only exported posts have a period: leave it out, or give --table interactions"
    );
  const kinds = found.map((input): Kind =>
    input.kind !== "file"
      ? input.kind
      : isTable
        ? "table"
        : mappedTable
          ? "returns"
          : logs.includes(input)
            ? "log"
            : posts.has(input)
              ? "posts"
              : "list"
  );
  const broken = found.find(({trouble}) => trouble !== undefined);
  if (isTable && broken) throw broken.trouble!;
  refuseUnread(flags, kinds);
  if (flags.dryRun && isTable && !flags.outreach)
    throw new UsageError("--dry-run: not with --table or --edges: leave out either");
  const tableOptions =
    kinds.includes("table") || logs.length > 0 ? await tableOptionsOf(dataDir, flags, logs.length > 0) : null;
  const exportOptions = posts.size > 0 ? await exportOptionsOf(dataDir, flags) : null;
  const {accounts: tracked} = await readSettings(dataDir);
  for (const options of [tableOptions, exportOptions])
    if (Array.isArray(options?.accounts) && !(flags.table && isOfAnyNetwork(flags.table)))
      refuseElsewhere(options.accounts as readonly string[], tracked);
  const archives = kinds.filter((kind) => kind.startsWith("archive")).length;
  if (archives > 1 && flags.takenAt) {
    throw new UserError(
      "--taken-at: one time cannot fit several archives: import archives without a manifest one at a time"
    );
  }
  const returns = await understoodReturns(
    dataDir,
    found.filter((_, i) => kinds[i] === "returns"),
    mappedTable ?? null,
    kinds.every((kind) => kind === "returns"),
    flags,
    log
  );
  if (returns?.understood.prepared.some(({rows}) => rows.some(([table]) => !isOfAnyNetwork(table))))
    refuseElsewhere([returns.account], tracked);
  const named =
    flags.name === undefined ? null : await accountToName(dataDir, inputs, kinds, tableOptions, flags);
  const made =
    archives > 0 && flags.takenAt ? await parseDate(flags.takenAt, "--taken-at", placed(flags)) : undefined;
  const archiveOptions =
    archives === 0
      ? {}
      : {
          takenAt: made?.to,
          takenFrom: made?.from,
          isComplete: flags.complete,
          isForced: flags.completeAnyway
        };
  const seen = new Set<string>();
  const lists = found.filter((_, i) => kinds[i] === "list");
  if (lists.length > 0) for (const id of await importListFiles(dataDir, lists, flags, log)) seen.add(id);
  const owners: {id: string; name: string; takenAt: Date}[] = [];
  const known = await knownNames(dataDir, flags);
  for (const [i, path] of inputs.entries()) {
    const isFolder = kinds[i] === "archive folder";
    if (kinds[i] === "list" || kinds[i] === "returns") continue;
    const isOfRows = kinds[i] === "table" || kinds[i] === "log" || kinds[i] === "posts";
    const ofRows = kinds[i] === "posts" ? exportOptions! : tableOptions!;
    if (isOfRows && flags.dryRun)
      await importTable(dataDir, path, ofRows, {say: log.line, isDryRun: true, known});
    if (!isOfRows) log.line(lineOfArchive(path, await understandArchive(path, isFolder, archiveOptions)));
    if (flags.dryRun) continue;
    await log.input(path, async () => {
      if (isOfRows) {
        const imported = await importTable(dataDir, path, ofRows, {say: log.line, known});
        for (const id of accountsToTrack(ofRows, imported)) {
          seen.add(id);
          await track(dataDir, {id, name: id});
        }
        return imported;
      }
      const imported = await importArchive(dataDir, path, isFolder, archiveOptions);
      owners.push({...imported.account, takenAt: imported.takenAt});
      await track(dataDir, {id: imported.account.id, name: imported.account.id});
      return [imported];
    });
  }
  if (flags.dryRun) return log.line("dry run: nothing was written");
  if (returns !== null) {
    const imported = await writeReturns(dataDir, returns.understood, returns.account);
    const isNew = imported.filter((one) => one.isNew).length;
    log.line(`stored: ${plural(isNew, "download")} of ${whatCameIn(returns.understood)}`);
    seen.add(returns.account);
    await track(dataDir, {id: returns.account, name: returns.account});
  }
  // The newest archive names an account, whatever the order they came in.
  owners.sort((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
  for (const owner of owners) await track(dataDir, owner);
  // Of one file without `--account` only its content says whose it is.
  const [only] = named === "unread" ? seen : [named];
  if (flags.name !== undefined && only) await trackAccount(dataDir, {id: only, name: flags.name});
}

/** The files that are logs of follows. Asks by a `UsageError` where nothing says who followed whom. */
async function logsOf(inputs: readonly Input[], flags: ImportRequest): Promise<Input[]> {
  const logs: Input[] = [];
  for (const input of inputs) {
    if (input.kind !== "file" || input.trouble !== undefined) continue;
    const kind = await recogniseLog(input.path);
    if (kind === null) continue;
    if (kind === "unsaid" && flags.list === undefined)
      throw new UsageError(
        `${input.path}: a log of follows that does not say who followed whom: give --list following if the account followed these people, or --list followers if they followed it`
      );
    if (kind === "outreach" && [flags.list ?? []].flat().includes("followers"))
      throw new UsageError(
        `${input.path}: says when people followed back, so the account followed them first: leave out --list followers, and import other logs by a command of their own`
      );
    logs.push(input);
  }
  return logs;
}

/** What downloads are of, in words. */
function whatCameIn({prepared}: UnderstoodReturns): string {
  const areCounts = prepared.map(({rows}) => rows.some(([table]) => table === "daily_counts"));
  if (!areCounts.includes(true)) return "visits, sales, hours or clicks";
  return areCounts.includes(false) ? "visits, sales, hours, clicks or X's counts" : "X's counts";
}

/** Understands every file of visits, sales, hours and clicks, and says one line each; null where there are none. `isAll`: no other input is given. */
async function understoodReturns(
  dataDir: string,
  inputs: Input[],
  table: MappedTable | null,
  isAll: boolean,
  flags: ImportRequest,
  log: ImportLog
): Promise<{understood: UnderstoodReturns; account: string} | null> {
  if (inputs.length === 0) return null;
  const options = await returnsOptionsOf(dataDir, inputs[0]!.path, table, flags);
  const files = inputs.map(({path, names}) => ({path, names: names ?? null}));
  const understood = await understandReturns(dataDir, files, options);
  refuseWrong(understood.wrong, inputs.length, log.line);
  const {unneeded} = understood;
  if (isAll && unneeded.length === inputs.length)
    refuseWrong(
      unneeded.map((error) => ({path: "", error})),
      inputs.length,
      log.line
    );
  for (const error of unneeded) log.line(`left out: ${error.message}`);
  for (const line of understood.lines) log.line(line);
  return {understood, account: options.account};
}

/** Imports every version of files in a repository of git as lists of people. */
async function importHistory(
  dataDir: string,
  path: string,
  words: readonly string[],
  flags: ImportRequest,
  log: ImportLog
): Promise<void> {
  const {file: files = [], takenAt, table, edges, outreach} = flags;
  const lists = [flags.list ?? []].flat();
  if (words.length > 0)
    throw new UsageError("--git: files beside it are not read: name those of the repository by --file");
  if (takenAt !== undefined || table !== undefined || edges || outreach)
    throw new UsageError("--git: reads dated lists: leave out --taken-at, --table, --edges and --outreach");
  if (files.length === 0)
    throw new UsageError(
      "--git: name the files of the repository that hold the lists: --file followers.txt --list followers"
    );
  if (new Set(files).size < files.length)
    throw new UsageError("--file: names one file twice: name each once");
  refuseUnread(flags, ["list"]);
  if (lists.length > 0 && lists.length !== files.length)
    throw new UsageError("--list: give one for each --file, in the same order, or none if the names say it");
  const folder = await makeTempFolder();
  let inWords = (text: string) => text;
  try {
    const history = await readHistory(
      path,
      files.map((file, nth) => ({file, list: lists[nth]})),
      folder,
      {isEachCommitALook: flags.eachCommitIsALook, without: flags.without}
    );
    ({inWords} = history);
    for (const line of history.lines) log.line(line);
    const ids = await importListFiles(dataDir, history.inputs, flags, {
      ...log,
      line: (line) => log.line(inWords(line))
    });
    if (flags.dryRun) return log.line("dry run: nothing was written");
    const [only] = ids;
    if (flags.name !== undefined && only !== undefined)
      await trackAccount(dataDir, {id: only, name: flags.name});
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = inWords(error.message);
    const Kind = error instanceof UsageError ? UsageError : UserError;
    throw new Kind(
      Kind === UserError && /^[0-9a-f]{10}:/.test(text)
        ? `${text} (or leave the commit out by --without ${text.slice(0, 10)})`
        : text
    );
  } finally {
    await removeTempFolder(folder);
  }
}

/** Imports files that hold lists of people, and tracks their accounts, whose ids are returned. */
async function importListFiles(
  dataDir: string,
  inputs: Input[],
  flags: ImportRequest,
  log: ImportLog
): Promise<Set<string>> {
  const {accounts} = await readSettings(dataDir);
  if (flags.allAccounts || flags.accounts || (flags.account ?? []).length > 1)
    throw new UsageError("one list is of one account: give --account ID once");
  const [account] = flags.account ?? [];
  if (account !== undefined) refuseElsewhere([accountIdOf(account, accounts)], accounts);
  // Its owner may stand in a list by the name that is given only now.
  const tracked =
    flags.name === undefined || account === undefined
      ? accounts
      : [...accounts, {id: accountIdOf(account, accounts), name: flags.name}];
  const {format, takenAt, order, userColumn, timeColumn} = flags;
  const [list, another] = flags.git === undefined ? [flags.list ?? []].flat() : [];
  if (another !== undefined && another !== list)
    throw new UsageError("--list: is given twice: import the files of each list by a command of its own");
  const imported = await importLists(
    dataDir,
    inputs,
    {
      format,
      takenAt,
      list,
      order,
      userColumn,
      timeColumn,
      ...(await timesOf(flags)),
      delimiter: delimiterOf(flags.delimiter),
      hasHeader: flags.header,
      account: account === undefined ? undefined : accountIdOf(account, tracked),
      isComplete: flags.complete,
      isForced: flags.completeAnyway,
      kind: flags.ids ? "ids" : flags.names ? "names" : undefined,
      isSplit: flags.split,
      isUnlike: flags.unlikeTheLast,
      isDryRun: flags.dryRun
    },
    tracked,
    log.line
  );
  const ids = new Set(imported.map((one) => one.account));
  for (const id of ids) await track(dataDir, {id, name: id});
  const isNew = imported.filter((one) => one.isNew).length;
  const old = imported.length - isNew;
  if (!flags.dryRun)
    log.line(`stored: ${plural(isNew, "list")}${old > 0 ? `; already there: ${plural(old, "list")}` : ""}`);
  return ids;
}
