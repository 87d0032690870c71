import {readFile} from "node:fs/promises";
import {group} from "d3";
import type {KnownNames} from "../tables/ids-of-names.ts";
import type {TableOptions} from "../tables/load.ts";
import {archiveOwnerId} from "../x-archive/load.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {insideIdOf, networkOf} from "../../src/networks/networks.ts";
import {plainNameOf} from "../../src/names/stand-in.ts";
import {networkNameOf, readSettings, trackAccount, type Settings} from "../../src/snapshots/settings.ts";
import type {Manifest} from "../../src/snapshots/store.ts";
import type {TableName} from "../../src/snapshots/tables.ts";
import type {ImportRequest, Kind} from "./request.ts";

/**
 * The one account that `--name` is for, or "unread" where only the rows of a single table say which. Throws a `UserError`
 * before anything is stored where the inputs are of several accounts, or another account has that name.
 */
export async function accountToName(
  dataDir: string,
  inputs: string[],
  kinds: Kind[],
  options: TableOptions | null,
  flags: ImportRequest
): Promise<string> {
  const {name, set} = flags;
  const ids = new Set<string>();
  const several = new UserError(
    "--name: the inputs belong to several accounts: import one account at a time"
  );
  const named = set?.account_id ?? "";
  for (const [i, path] of inputs.entries()) {
    if (kinds[i] === "list" || kinds[i] === "returns" || kinds[i] === "log" || kinds[i] === "posts")
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

/** The accounts named by flags: ids, or names of tracked accounts. An outreach log may be of the only tracked one. */
export async function scopeOf(
  dataDir: string,
  flags: ImportRequest,
  isLog = false
): Promise<string[] | "all" | undefined> {
  if (flags.allAccounts) {
    if (flags.account === undefined) return "all";
    throw new UserError("--all-accounts and --account: both are given: give only one");
  }
  const {accounts: tracked} = await readSettings(dataDir);
  const named = [...(flags.account ?? []), ...(flags.accounts ? await readAccounts(flags.accounts) : [])];
  if (named.length === 0) {
    return (flags.outreach || isLog) && tracked.length === 1 ? [tracked[0]!.id] : undefined;
  }
  return [...new Set(named.map((told) => accountIdOf(told, tracked)))].sort();
}

/** The names of tracked accounts, and the one that `--name` gives to a single account, with their ids. */
export async function knownNames(dataDir: string, flags: ImportRequest): Promise<KnownNames> {
  const {accounts: tracked} = await readSettings(dataDir);
  const {name, account = []} = flags;
  const meant = account.length === 1 ? insideIdOf(account[0]!.replace(/^@/, "")) : null;
  const known = new Map<string, string>();
  for (const [plain, named] of group(tracked, ({name}) => plainNameOf(name))) {
    // Where an account was given up and another took its name, rows of that name are of the one that is meant, if any.
    const one = named.length === 1 ? named[0] : named.find(({id}) => id === meant);
    if (one !== undefined && plain !== one.id) known.set(plain, one.id);
  }
  if (name !== undefined && account.length === 1)
    known.set(plainNameOf(name), accountIdOf(account[0]!, tracked));
  return known;
}

/** The id of an account named by flag: an id, or the name of a tracked account, with or without @. */
export function accountIdOf(told: string, tracked: Settings["accounts"]): string {
  const name = told.replace(/^@/, "");
  const id = insideIdOf(name);
  if (id !== null) return id;
  const [known, another] = tracked.filter((account) => plainNameOf(account.name) === plainNameOf(name));
  if (known === undefined || another !== undefined) {
    const what = another ? `${name} is the name of several accounts` : `unknown account ${name}`;
    throw new UserError(`${what}: give its numeric id`);
  }
  return known.id;
}

/** Whether an account on any network may have rows in a raw table: it holds no people and no posts. */
export const isOfAnyNetwork = (table: TableName): boolean =>
  ["campaigns", "links", "costs", "visits", "sales", "downloads"].includes(table);

/**
 * Refuses an account (of these ids) that is tracked elsewhere than on X, of which lists, logs and tables of people are, and X's
 * own counts. Throws a `UsageError`.
 */
export function refuseElsewhere(ids: readonly string[], tracked: Settings["accounts"]): void {
  const known = tracked.find((account) => networkNameOf(account) !== "x" && ids.includes(account.id));
  if (known !== undefined)
    throw new UsageError(
      `${known.name}: an account on ${networkOf(networkNameOf(known)).name}, and what is given here is of X: give --account with the id of your account on X`
    );
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
export function accountsToTrack(
  {accounts}: TableOptions,
  imported: readonly {manifest: Manifest}[]
): readonly string[] {
  if (accounts === "all") return [];
  if (accounts !== undefined) return accounts;
  const held = imported.flatMap(({manifest}) => (Array.isArray(manifest.accounts) ? manifest.accounts : []));
  return [...new Set(held)];
}

/** Tracks an account by id and, once its name is known, by name. A name already given stays: the report's address has it. */
export async function track(dataDir: string, account: {id: string; name: string}): Promise<void> {
  const {accounts} = await readSettings(dataDir);
  const known = accounts.find(({id}) => id === account.id);
  if (known && known.name !== known.id) return;
  if (known?.name !== account.name) await trackAccount(dataDir, {id: account.id, name: account.name});
}
