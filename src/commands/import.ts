import {readFile} from "node:fs/promises";
import {basename} from "node:path";
import {InvalidArgumentError, Option, type Command} from "commander";
import {archiveOwnerId, importArchive} from "../../data-loaders/x-archive/load.ts";
import {importTable, type TableOptions} from "../../data-loaders/tables/load.ts";
import {tableFormats, type TableFormat} from "../../data-loaders/tables/file.ts";
import {importedTables, type ImportedTable} from "../../data-loaders/tables/shapes.ts";
import {
  parseDate,
  parseOrigin,
  parseTime,
  timeUnits,
  type TimeOptions,
  type TimeUnit
} from "../../data-loaders/tables/times.ts";
import {listOrders, type ListOrder} from "../../data-loaders/tables/rows.ts";
import {importLists} from "../../data-loaders/saved-lists/import-lists.ts";
import {findInputs, type Input} from "../../data-loaders/saved-lists/inputs.ts";
import type {ListName} from "../../data-loaders/saved-lists/people.ts";
import {UsageError, UserError} from "../errors.ts";
import {plural} from "../words.ts";
import {dataOption} from "./options.ts";
import {startProgress} from "./progress.ts";
import {insideIdOf} from "../networks/networks.ts";
import {dataDirOf, isHandle, readSettings, trackAccount, type Settings} from "../snapshots/settings.ts";
import type {Manifest} from "../snapshots/store.ts";

interface ImportFlags {
  data?: string;
  takenAt?: string;
  complete?: boolean;
  completeAnyway?: boolean;
  order?: ListOrder;
  list?: ListName;
  ids?: boolean;
  names?: boolean;
  dryRun?: boolean;
  unlikeTheLast?: boolean;
  table?: ImportedTable;
  edges?: boolean;
  outreach?: boolean;
  map?: Record<string, string>;
  set?: Record<string, string>;
  target?: string;
  split?: boolean;
  format?: TableFormat;
  delimiter?: string;
  header?: boolean;
  timeUnit?: TimeUnit;
  timeOrigin?: string;
  zone?: string;
  dayFirst?: boolean;
  monthFirst?: boolean;
  timesAreSightings?: boolean;
  timesAreExact?: boolean;
  followerColumn?: string;
  followedColumn?: string;
  userColumn?: string;
  timeColumn?: string;
  baseline?: string;
  account?: string[];
  accounts?: string;
  allAccounts?: boolean;
  name?: string;
}

function readHandle(value: string): string {
  const name = value.replace(/^@/, "");
  if (isHandle(name)) return name;
  throw new InvalidArgumentError(
    "Give a name on X: 1 to 15 letters, digits and underscores, not digits alone."
  );
}

const collect = (value: string, before: string[] = []) => [...before, value];

function collectPair(value: string, before: Record<string, string> = {}): Record<string, string> {
  const at = value.indexOf("=");
  if (at < 1 || at === value.length - 1) throw new InvalidArgumentError("Write it as COLUMN=VALUE.");
  return {...before, [value.slice(0, at)]: value.slice(at + 1)};
}

export function addImportCommand(program: Command): void {
  program
    .command("import")
    .description(
      "Import lists of followers in almost any form, X archives, and tables; says what it understood before it writes"
    )
    .argument("<inputs...>", "Files, folders of files, and X archives, in any order")
    .addOption(dataOption())
    .option("--dry-run", "Say what was understood of each file, and write nothing")
    .addOption(
      new Option("--list <name>", "Which list a file holds, if neither it nor its name says").choices([
        "followers",
        "following",
        "blocking"
      ])
    )
    .option("--taken-at <time>", "Time the data was taken, if the input does not say")
    .option("--complete", "Declare a list complete, if the source gives no count")
    .option(
      "--complete-anyway",
      "Declare it complete even if many people are missing at once or the list is empty"
    )
    .addOption(
      new Option(
        "--order <order>",
        "Order of the rows in a list (default: worked out from the lists)"
      ).choices(listOrders)
    )
    .addOption(
      new Option("--ids", "Take bare values as ids, where digits and names are mixed").conflicts("names")
    )
    .option("--names", "Take bare values as names, where digits and names are mixed")
    .option("--unlike-the-last", "Take a list though it shares few people with the account's nearest one")
    .addOption(
      new Option("--table <name>", "Import the rows into this raw table")
        .choices(importedTables)
        .conflicts(["edges", "outreach"])
    )
    .option(
      "--map <column=source>",
      "Fill a column of the raw table from a column of the file (name, or position from 1)",
      collectPair
    )
    .option("--set <column=value>", "Fill a column of the raw table with one value for all rows", collectPair)
    .option(
      "--target <account>",
      "With --table interactions: target (id or @name) of the rows that have no target_user_id"
    )
    .option("--split", "Read each time in the column of times as a list of its own")
    .addOption(
      new Option("--edges", "Import follow edges with dates: follower, followed, time").conflicts("outreach")
    )
    .option(
      "--follower-column <column>",
      "With --edges: column of the follower (default: follower or follower_id, or 1)"
    )
    .option(
      "--followed-column <column>",
      "With --edges: column of the followed account (default: followed or followed_id, or 2)"
    )
    .option(
      "--baseline <time>",
      "With --edges: follows up to this time existed before tracking (default: the earliest time)"
    )
    .option("--outreach", "Import an outreach log: whom the account followed, and when")
    .option(
      "--user-column <column>",
      "Column of the people (default: by its name; with --outreach: user_id, or 1)"
    )
    .option(
      "--time-column <column>",
      "Column of the time (default: by its name; with --edges and --outreach: time, or the last)"
    )
    .addOption(
      new Option("--format <format>", "Format of the table (default: by its file name)").choices(tableFormats)
    )
    .option(
      "--delimiter <text>",
      "Column separator: one character, tab or space (default: by the first line)"
    )
    .option("--header", "The first line holds the columns' names (default: by its content)")
    .option("--no-header", "The first line holds data; columns are named by position, from 1")
    .addOption(
      new Option(
        "--time-unit <unit>",
        "Unit of integer times (default: epoch times by their size, else step, order only)"
      ).choices(timeUnits)
    )
    .option("--time-origin <date>", "Origin of integer times (default: 1970-01-01)")
    .option(
      "--zone <zone>",
      "Zone of times without one, such as America/New_York or -05:00 (default: UTC; dates: the day anywhere on Earth)"
    )
    .addOption(new Option("--day-first", "Read 05/01/2025 as 5 January").conflicts("monthFirst"))
    .option("--month-first", "Read 05/01/2025 as 1 May")
    .addOption(
      new Option(
        "--times-are-sightings",
        "With --edges: times are when a program first saw the follow"
      ).conflicts("timesAreExact")
    )
    .option("--times-are-exact", "With --edges: times are when the follow happened")
    .option("--account <id>", "Account the table is about, which is then tracked (repeat for more)", collect)
    .addOption(
      new Option("--accounts <file>", "File of accounts, one id a line, which are then tracked").conflicts(
        "allAccounts"
      )
    )
    .option("--all-accounts", "Import every account in the table, and track none")
    .option("--name <@name>", "Name of the account on the pages (default: from the archive)", readHandle)
    .action(runImport);
}

async function runImport(words: string[], flags: ImportFlags): Promise<void> {
  const dataDir = dataDirOf(flags.data);
  const isTable = Boolean(flags.table || flags.edges || flags.outreach);
  const skipped: string[] = [];
  const found = await findInputs(words, (path) => void skipped.push(basename(path)));
  if (skipped.length > 0)
    process.stderr.write(
      `skipped ${plural(skipped.length, "file")} that cannot be lists: ${skipped.slice(0, 5).join(", ")}${skipped.length > 5 ? ", …" : ""}\n`
    );
  const inputs = found.map(({path}) => path);
  const kinds = found.map(({kind}): Kind => (kind !== "file" ? kind : isTable ? "table" : "list"));
  if (flags.dryRun && isTable)
    throw new UserError("--dry-run: not with --table, --edges or --outreach: leave out either");
  const tableOptions = kinds.includes("table") ? await tableOptionsOf(dataDir, flags) : null;
  const archives = kinds.filter((kind) => kind.startsWith("archive")).length;
  if (archives > 1 && flags.takenAt) {
    throw new UserError(
      "--taken-at: one time cannot fit several archives: import archives without a manifest one at a time"
    );
  }
  const named =
    flags.name === undefined ? null : await accountToName(dataDir, inputs, kinds, tableOptions, flags);
  const seen = new Set<string>();
  const lists = found.filter((_, i) => kinds[i] === "list");
  if (lists.length > 0) for (const id of await runLists(dataDir, lists, flags)) seen.add(id);
  const owners: {id: string; name: string; takenAt: Date}[] = [];
  for (const [i, path] of inputs.entries()) {
    const isFolder = kinds[i] === "archive folder";
    if (kinds[i] === "list") continue;
    if (flags.dryRun) {
      const owner = await archiveOwnerId(path, isFolder);
      process.stderr.write(`${basename(path)}: an archive of X, of account ${owner}\n`);
      continue;
    }
    await told(path, async () => {
      if (kinds[i] === "table") {
        const imported = await importTable(dataDir, path, tableOptions!);
        for (const id of accountsToTrack(tableOptions!, imported)) {
          seen.add(id);
          await track(dataDir, {id, name: id});
        }
        return imported;
      }
      const takenAt = flags.takenAt
        ? (await parseDate(flags.takenAt, "--taken-at", placed(flags))).to
        : undefined;
      const imported = await importArchive(dataDir, path, isFolder, {
        takenAt,
        isComplete: flags.complete
      });
      owners.push({...imported.account, takenAt: imported.takenAt});
      await track(dataDir, {id: imported.account.id, name: imported.account.id});
      return [imported];
    });
  }
  if (flags.dryRun) return void process.stderr.write("dry run: nothing was written\n");
  // The newest archive names an account, whatever the order they came in.
  owners.sort((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
  for (const owner of owners) await track(dataDir, owner);
  // Of one file without `--account` only its content says whose it is.
  const [only] = named === "unread" ? seen : [named];
  if (flags.name !== undefined && only) await trackAccount(dataDir, {id: only, name: flags.name});
}

/**
 * The one account that `--name` is for, or "unread" where only the rows of a single table say which. Throws a `UserError`
 * before anything is stored where the inputs are of several accounts, or another account has that name.
 */
async function accountToName(
  dataDir: string,
  inputs: string[],
  kinds: Kind[],
  options: TableOptions | null,
  flags: ImportFlags
): Promise<string> {
  const {name, set} = flags;
  const ids = new Set<string>();
  const several = new UserError(
    "--name: the inputs belong to several accounts: import one account at a time"
  );
  const named = set?.account_id ?? "";
  for (const [i, path] of inputs.entries()) {
    if (kinds[i] === "list")
      ids.add(
        flags.account?.length === 1
          ? accountIdOf(flags.account[0]!, (await readSettings(dataDir)).accounts)
          : "unread"
      );
    else if (kinds[i] !== "table") ids.add(await archiveOwnerId(path, kinds[i] === "archive folder"));
    else if (Array.isArray(options!.accounts)) for (const id of options!.accounts) ids.add(id);
    else if (options!.accounts === "all") throw several;
    else ids.add(insideIdOf(named) ?? "unread");
  }
  if (ids.has("unread") && inputs.length > 1)
    throw new UserError("--name: several inputs, and no account is named: give --account ID");
  if (ids.size > 1) throw several;
  const [id] = ids;
  const {accounts} = await readSettings(dataDir);
  if (accounts.some((account) => account.name === name && account.id !== id))
    throw new UserError(`--name: ${name} is the name of another account: give another`);
  return id!;
}

/** What is done with an input. */
type Kind = "archive zip" | "archive folder" | "table" | "list";

/** Imports files that hold lists of people, and tracks their accounts, whose ids are returned. */
async function runLists(dataDir: string, inputs: Input[], flags: ImportFlags): Promise<Set<string>> {
  const {accounts: tracked} = await readSettings(dataDir);
  if (flags.allAccounts || flags.accounts || (flags.account ?? []).length > 1)
    throw new UsageError("one list is of one account: give --account ID once");
  const [account] = flags.account ?? [];
  const {format, takenAt, list, order, userColumn, timeColumn} = flags;
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
    (line) => void process.stderr.write(`${line}\n`)
  );
  const ids = new Set(imported.map((one) => one.account));
  for (const id of ids) await track(dataDir, {id, name: id});
  const isNew = imported.filter((one) => one.isNew).length;
  const old = imported.length - isNew;
  if (!flags.dryRun)
    process.stderr.write(
      `stored: ${plural(isNew, "list")}${old > 0 ? `; already there: ${plural(old, "list")}` : ""}\n`
    );
  return ids;
}

/** How times are meant that do not say their zone, or whether the day comes first. */
const placed = ({zone, dayFirst, monthFirst}: ImportFlags): TimeOptions => ({
  zone,
  dayOrder: dayFirst ? "day-first" : monthFirst ? "month-first" : undefined
});

/** How the flags mean times of all kinds. */
async function timesOf(flags: ImportFlags): Promise<TimeOptions> {
  const {timeUnit} = flags;
  const timeOrigin = flags.timeOrigin
    ? await parseOrigin(flags.timeOrigin, "--time-origin", {...placed(flags), timeUnit})
    : undefined;
  return {timeUnit, timeOrigin, ...placed(flags)};
}

/** Reads the flags of a table; everything that may differ between two imports of one file is in the result. */
async function tableOptionsOf(dataDir: string, flags: ImportFlags): Promise<TableOptions> {
  const times = await timesOf(flags);
  const common = {
    format: flags.format,
    delimiter: delimiterOf(flags.delimiter),
    hasHeader: flags.header ?? true,
    ...times,
    accounts: await scopeOf(dataDir, flags)
  };
  const {followerColumn, followedColumn, userColumn, timeColumn, baseline} = flags;
  if (flags.target !== undefined && flags.table !== "interactions")
    throw new UserError(
      "--target: only interactions have a target: leave it out, or give --table interactions"
    );
  if (!flags.edges && (flags.timesAreSightings || flags.timesAreExact))
    throw new UsageError("--times-are-sightings, --times-are-exact: only edges have them: give --edges");
  if (flags.edges) {
    const timesAre = flags.timesAreSightings ? "sightings" : flags.timesAreExact ? "exact" : undefined;
    return {shape: "edges", ...common, followerColumn, followedColumn, timeColumn, baseline, timesAre};
  }
  if (flags.outreach) return {shape: "outreach", ...common, userColumn, timeColumn};
  return {
    shape: "rows",
    ...common,
    table: flags.table!,
    map: flags.map,
    set: flags.set,
    target:
      flags.target === undefined
        ? undefined
        : accountIdOf(flags.target, (await readSettings(dataDir)).accounts),
    takenAt: flags.takenAt ? await parseTime(flags.takenAt, "--taken-at", times) : undefined,
    isComplete: flags.complete || flags.completeAnyway,
    ...(flags.completeAnyway && {isForced: true}),
    ...(flags.order && {order: flags.order}),
    isSplit: flags.split
  };
}

function delimiterOf(flag: string | undefined): string | undefined {
  const named: Record<string, string> = {tab: "\t", "\\t": "\t", space: " "};
  const delimiter = flag && (named[flag] ?? flag);
  if (delimiter && delimiter.length !== 1)
    throw new UserError(`--delimiter ${flag}: not one character: write one, or tab, or space`);
  return delimiter;
}

/** The accounts named by flags: ids, or names of tracked accounts. An outreach log may be of the only tracked one. */
async function scopeOf(dataDir: string, flags: ImportFlags): Promise<string[] | "all" | undefined> {
  if (flags.allAccounts) {
    if (flags.account === undefined) return "all";
    throw new UserError("--all-accounts and --account: both are given: give only one");
  }
  const {accounts: tracked} = await readSettings(dataDir);
  const named = [...(flags.account ?? []), ...(flags.accounts ? await readAccounts(flags.accounts) : [])];
  if (named.length === 0) {
    return flags.outreach && tracked.length === 1 ? [tracked[0]!.id] : undefined;
  }
  return [...new Set(named.map((told) => accountIdOf(told, tracked)))].sort();
}

/** The id of an account named by flag: an id, or the name of a tracked account, with or without @. */
function accountIdOf(told: string, tracked: Settings["accounts"]): string {
  const name = told.replace(/^@/, "");
  const id = insideIdOf(name);
  if (id !== null) return id;
  const [known, another] = tracked.filter((account) => account.name === name);
  if (known === undefined || another !== undefined) {
    const what = another ? `${name} is the name of several accounts` : `unknown account ${name}`;
    throw new UserError(`${what}: give its numeric id`);
  }
  return known.id;
}

async function readAccounts(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UserError(`${path}: no such file: check the path given with --accounts`);
  });
  const ids = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (ids.length === 0) throw new UserError(`${path}: the file has no accounts: write one id a line`);
  return ids;
}

/** An import of one account, or of accounts named by flag, tracks them; one of all accounts tracks none. */
function accountsToTrack(
  {accounts}: TableOptions,
  imported: readonly {manifest: Manifest}[]
): readonly string[] {
  if (accounts === "all") return [];
  if (accounts !== undefined) return accounts;
  const held = imported.flatMap(({manifest}) => (Array.isArray(manifest.accounts) ? manifest.accounts : []));
  return [...new Set(held)];
}

/** Tracks an account by id and, once its name is known, by name. A name already given stays: the report's address has it. */
async function track(dataDir: string, account: {id: string; name: string}): Promise<void> {
  const {accounts} = await readSettings(dataDir);
  const known = accounts.find(({id}) => id === account.id);
  if (known && known.name !== known.id) return;
  if (known?.name !== account.name) await trackAccount(dataDir, {id: account.id, name: account.name});
}

/** Runs the import of one input and says in one line what came in. */
async function told(path: string, run: () => Promise<{id: string; isNew: boolean; manifest: Manifest}[]>) {
  const name = basename(path);
  const job = process.stderr.isTTY && !process.env.CI ? startProgress(`reading ${name}`, 0) : null;
  const end = (line: string) => (job ? job.end(line) : void process.stderr.write(`${line}\n`));
  try {
    const imported = await run();
    const lines = imported.map(({id, isNew, manifest}) =>
      isNew ? `${id}: ${contentOf(manifest)}` : `${id}: already there, nothing added`
    );
    const more = lines.length > 3 ? [...lines.slice(0, 2), `and ${lines.length - 2} more snapshots`] : lines;
    end(`${name}: ${more.join("; ")}`);
  } catch (error) {
    job?.end(`${name}: not imported`);
    throw error;
  }
}

/** `61 followers, 167 following, 2,045 posts (what the loader noted)`. */
function contentOf({tables, notes}: Manifest): string {
  const rows = Object.entries(tables)
    .filter(([table]) => (table !== "lists" && table !== "users") || Object.keys(tables).length === 1)
    .filter(([, {rows}]) => rows > 0)
    .map(([table, {rows}]) => `${rows.toLocaleString("en-US")} ${table}`);
  return (rows.join(", ") || "no rows") + (notes?.length ? ` (${notes.join("; ")})` : "");
}
