import {existsSync, statSync} from "node:fs";
import {mkdir, readFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {z} from "zod";
import {folderError, UserError} from "../errors.ts";
import {
  firstNetwork,
  insideIdOf,
  isInsideId,
  networkNames,
  networkOf,
  type NetworkName
} from "../networks/networks.ts";
import {LockHeld, lockFile} from "./lock-file.ts";
import {replaceFile} from "./replace-file.ts";

/** Whether a text can name an account on one line of a terminal: no control or direction characters, at most 100. */
export const isName = (text: string) =>
  /^[^\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]{1,100}$/u.test(text);

/** Whether a text can be an account's name on X, without the @. Digits alone would be read as an id. */
export const isHandle = (text: string) => /^\w{1,15}$/.test(text) && !/^\d+$/.test(text);

/** Whether a text names a zone of times, such as Europe/Berlin. */
export function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en", {timeZone: text});
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a currency in use, by its three letters. */
export const isCurrency = (text: string) => Intl.supportedValuesOf("currency").includes(text);

const settingsSchema = z.object({
  /** Accounts that get pages, by id; `name` is what the address and the title show. */
  accounts: z
    .array(
      z.object({
        id: z.string().refine(isInsideId),
        name: z.string().refine(isName),
        /** Where it is; not there: on the first network that there was. */
        network: z.enum(networkNames).optional(),
        /** Its permanent id there, where that is a text: names change hands. */
        outside_id: z.string().optional(),
        /** What its interests are, as declared: words, or hashtags with their #. */
        topics: z.array(z.string()).optional(),
        /** Dollars a month that looking at interests may cost. */
        interests_budget: z.number().positive().optional(),
        /** Whose days the shop counts in, where a file does not say; a name of the IANA database. */
        zone: z.string().refine(isZone).optional(),
        /** In which its costs are said, ISO 4217. */
        currency: z.string().refine(isCurrency).optional()
      })
    )
    .default([])
});

export type Settings = z.infer<typeof settingsSchema>;

/** Where a tracked account is. */
export const networkNameOf = ({network}: Settings["accounts"][number]): NetworkName =>
  network ?? firstNetwork;

/**
 * The analyst's data folder: `--data`, else FOLLOWBACK_DATA, else `data` in the working directory. Throws a `UserError`
 * where a file is in its place; it need not exist.
 */
export function dataDirOf(flag?: string): string {
  if (flag === "") throw new UserError("--data: empty: give a folder");
  const dataDir = resolve(flag ?? (process.env.FOLLOWBACK_DATA || "data"));
  if (existsSync(dataDir) && !statSync(dataDir).isDirectory()) {
    throw folderError(dataDir, Object.assign(new Error("not a directory"), {code: "ENOTDIR"}));
  }
  return dataDir;
}

const fileOf = (dataDir: string) => join(dataDir, "followback.json");

/** Reads `followback.json`; a folder without one has the defaults. */
export async function readSettings(dataDir: string): Promise<Settings> {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return settingsSchema.parse({});
  try {
    return settingsSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    throw new UserError(`${file}: not valid settings: fix it, or delete it and track the accounts again`);
  }
}

export async function writeSettings(dataDir: string, settings: Settings): Promise<void> {
  await replaceFile(fileOf(dataDir), JSON.stringify(settings, null, 2) + "\n");
}

/** Changing settings takes a moment; whoever does it at the same time is waited for so long, in milliseconds. */
const patienceMs = 60_000;

/**
 * Reads the settings, changes them and writes them, with nobody else changing them in between: of two commands at once
 * each change counts. Throws what `change` throws, with nothing written.
 */
export async function changeSettings(
  dataDir: string,
  change: (settings: Settings) => Settings | Promise<Settings>
): Promise<void> {
  await mkdir(dataDir, {recursive: true}).catch((error: unknown) => {
    throw folderError(dataDir, error);
  });
  const unlock = await lockFile(join(dataDir, ".settings.lock"), {waitMs: patienceMs}).catch(
    (error: unknown) => {
      if (error instanceof LockHeld)
        throw new UserError(
          `another followback is changing the settings of ${dataDir}: wait for it to finish, then run this again`
        );
      throw folderError(dataDir, error);
    }
  );
  try {
    await writeSettings(dataDir, await change(await readSettings(dataDir)));
  } finally {
    unlock();
  }
}

/**
 * Tracks an account, so that it gets pages; one already tracked keeps its place and takes the new name. A name that
 * cannot stand on one line gives way to the id.
 */
export async function trackAccount(
  dataDir: string,
  {id, name, network, outsideId}: {id: string; name: string; network?: NetworkName; outsideId?: string}
): Promise<void> {
  const isElsewhere = network !== undefined && network !== firstNetwork;
  const account = {
    id,
    name: isName(name) ? name : id,
    ...(isElsewhere && {network}),
    ...(outsideId !== undefined && {outside_id: outsideId})
  };
  await changeSettings(dataDir, (settings) => {
    const tracked = settings.accounts.find((known) => known.id === id);
    if (tracked && network !== undefined && networkNameOf(tracked) !== network)
      throw new UserError(
        `account ${name}: ${tracked.name} on ${networkOf(networkNameOf(tracked)).name} has the same number: track it in another data folder, with --data`
      );
    return {
      ...settings,
      accounts: tracked
        ? settings.accounts.map((known) => (known.id === id ? {...known, ...account} : known))
        : [...settings.accounts, account]
    };
  });
}

/**
 * The tracked account that is meant, by its id or its name; undefined where none is. Throws a `UserError` where several have
 * that name, as where an account was given up and another one took its name.
 */
export function knownAs(account: string, {accounts}: Settings): Settings["accounts"][number] | undefined {
  const given = insideIdOf(account);
  if (given !== null) return accounts.find(({id}) => id === given);
  const name = account.replace(/^@/, "").toLowerCase();
  const named = accounts.filter((known) => known.name.toLowerCase() === name);
  if (named.length > 1) throw severalNamed(account, named.length);
  return named[0];
}

const severalNamed = (account: string, count: number) =>
  new UserError(`account ${account}: ${count} accounts have that name: give the id`);

/** The tracked account of that id or name, with or without its @. Throws a `UserError` where none or several have it. */
export function trackedAs({accounts}: Settings, text: string): Settings["accounts"][number] {
  const plain = text.replace(/^@/, "").toLowerCase();
  const named = accounts.filter(({name}) => name === text || name.toLowerCase() === plain);
  const known = accounts.find(({id}) => id === text) ?? named[0];
  if (!known)
    throw new UserError(
      `unknown account ${text}: not tracked: list the tracked ones with followback accounts`
    );
  if (named.length > 1 && known.id !== text) throw severalNamed(text, named.length);
  return known;
}

/** The tracked account that a flag names, or the only one. Throws a `UserError` where it has to be named. */
export function accountMeant(settings: Settings, flag: string | undefined): Settings["accounts"][number] {
  if (flag !== undefined) return trackedAs(settings, flag);
  const [only, another] = settings.accounts;
  if (only && !another) return only;
  throw new UserError(
    only
      ? `${settings.accounts.length} accounts are tracked: say which with --account`
      : "no account is tracked yet: import its lists, or take a snapshot of it"
  );
}
