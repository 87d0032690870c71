import {existsSync} from "node:fs";
import {mkdir, readFile, rename, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {z} from "zod";
import {UserError} from "./errors.ts";

const settingsSchema = z.object({
  /** Accounts that get pages, by id; `name` is what the address and the title show. */
  accounts: z.array(z.object({id: z.string().regex(/^\d+$/), name: z.string().min(1)})).default([])
});

export type Settings = z.infer<typeof settingsSchema>;

/** The analyst's data folder: `--data`, else FOLLOWBACK_DATA, else `data` in the working directory. */
export const dataDirOf = (flag?: string) => resolve(flag ?? process.env.FOLLOWBACK_DATA ?? "data");

const fileOf = (dataDir: string) => join(dataDir, "followback.json");

/** Reads `followback.json`; a folder without one has the defaults. */
export async function readSettings(dataDir: string): Promise<Settings> {
  const file = fileOf(dataDir);
  if (!existsSync(file)) return settingsSchema.parse({});
  try {
    return settingsSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    throw new UserError(
      `${file} is not readable as settings: mend it, or delete it and track the accounts again`
    );
  }
}

export async function writeSettings(dataDir: string, settings: Settings): Promise<void> {
  await mkdir(dataDir, {recursive: true});
  const hidden = fileOf(dataDir) + `.${process.pid}`;
  await writeFile(hidden, JSON.stringify(settings, null, 2) + "\n", {flush: true});
  await rename(hidden, fileOf(dataDir));
}

/** Tracks an account, so that it gets pages; one already tracked keeps its place and takes the new name. */
export async function trackAccount(dataDir: string, account: {id: string; name: string}): Promise<void> {
  const settings = await readSettings(dataDir);
  const accounts = settings.accounts.some(({id}) => id === account.id)
    ? settings.accounts.map((known) => (known.id === account.id ? account : known))
    : [...settings.accounts, account];
  await writeSettings(dataDir, {...settings, accounts});
}
