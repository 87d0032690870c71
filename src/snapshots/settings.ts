import {existsSync, statSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {z} from "zod";
import {folderError, UserError} from "../errors.ts";
import {isInsideId} from "../networks/networks.ts";
import {replaceFile} from "./replace-file.ts";

/** Whether a text can name an account on one line of a terminal: no control or direction characters, at most 100. */
export const isName = (text: string) =>
  /^[^\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]{1,100}$/u.test(text);

/** Whether a text can be an account's name on X, without the @. Digits alone would be read as an id. */
export const isHandle = (text: string) => /^\w{1,15}$/.test(text) && !/^\d+$/.test(text);

const settingsSchema = z.object({
  /** Accounts that get pages, by id; `name` is what the address and the title show. */
  accounts: z
    .array(
      z.object({
        id: z.string().refine(isInsideId),
        name: z.string().refine(isName),
        /** What its interests are, as declared: words, or hashtags with their #. */
        topics: z.array(z.string()).optional(),
        /** Dollars a month that looking at interests may cost. */
        interests_budget: z.number().positive().optional()
      })
    )
    .default([])
});

export type Settings = z.infer<typeof settingsSchema>;

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

/**
 * Tracks an account, so that it gets pages; one already tracked keeps its place and takes the new name. A name that
 * cannot stand on one line gives way to the id.
 */
export async function trackAccount(dataDir: string, {id, name}: {id: string; name: string}): Promise<void> {
  const settings = await readSettings(dataDir);
  const account = {id, name: isName(name) ? name : id};
  const accounts = settings.accounts.some(({id}) => id === account.id)
    ? settings.accounts.map((known) => (known.id === account.id ? {...known, ...account} : known))
    : [...settings.accounts, account];
  await writeSettings(dataDir, {...settings, accounts});
}
