import type {Command} from "commander";
import {withDatabase} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {dataOption} from "./options.ts";
import {insideIdOf} from "../networks/networks.ts";
import {dataDirOf, isName, readSettings, trackAccount, writeSettings} from "../snapshots/settings.ts";
import {attachSnapshots, listSnapshots, readManifest} from "../snapshots/store.ts";
import {tableNames} from "../snapshots/tables.ts";

export function addAccountsCommand(program: Command): void {
  const accounts = program
    .command("accounts")
    .description("List tracked accounts (those with pages) and all stored accounts")
    .addOption(dataOption())
    .action((flags: {data?: string}) => printAccounts(dataDirOf(flags.data)));
  accounts
    .command("add")
    .description("Track a stored account, so that it gets pages")
    .argument("<id>", "Its numeric id")
    .option("--name <name>", "Name shown in titles and addresses (default: the id)")
    .addOption(dataOption())
    .action((id: string, flags: {name?: string}, command: Command) =>
      addAccount(dataDirOf(command.optsWithGlobals<{data?: string}>().data), id, flags.name)
    );
  accounts
    .command("remove")
    .description("Stop tracking an account; its snapshots stay")
    .argument("<account>", "Its id or name")
    .addOption(dataOption())
    .action((account: string, _: unknown, command: Command) =>
      removeAccount(dataDirOf(command.optsWithGlobals<{data?: string}>().data), account)
    );
}

/** Prints one line an account: `tracked` or `stored`, id, name. Snapshots of very many accounts give one line each. */
async function printAccounts(dataDir: string): Promise<void> {
  const {accounts} = await readSettings(dataDir);
  const stored = new Set<string>();
  const crowds: string[] = [];
  for (const id of await listSnapshots(dataDir)) {
    const manifest = await readManifest(dataDir, id);
    if (typeof manifest.accounts === "number") crowds.push(`stored\t${manifest.accounts} accounts\tin ${id}`);
    else for (const account of manifest.accounts) stored.add(account);
  }
  const lines = [
    ...accounts.map(({id, name}) => `tracked\t${id}\t${name}`),
    ...[...stored]
      .filter((id) => !accounts.some((account) => account.id === id))
      .sort()
      .map((id) => `stored\t${id}\t`),
    ...crowds
  ];
  if (lines.length === 0)
    process.stderr.write("no accounts yet: import an archive or a table, or take a snapshot\n");
  for (const line of lines) process.stdout.write(`${line.trimEnd()}\n`);
}

async function addAccount(dataDir: string, text: string, name?: string): Promise<void> {
  const id = insideIdOf(text);
  if (id === null) throw new UserError(`account ${text}: not a numeric id: find it with followback accounts`);
  if (!(await isStored(dataDir, id))) {
    throw new UserError(`unknown account ${id}: not in the store: import it or take a snapshot of it first`);
  }
  const {accounts} = await readSettings(dataDir);
  const known = accounts.find((account) => account.id === id);
  const newName = name?.trim() || known?.name || id;
  if (!isName(newName)) {
    throw new UserError("--name: not 1 to 100 printable characters on one line: give another name");
  }
  if (accounts.some((account) => account.name === newName && account.id !== id)) {
    throw new UserError(`the name ${newName} belongs to another account: give another with --name`);
  }
  await trackAccount(dataDir, {id, name: newName});
  process.stderr.write(`tracked: ${id} as ${newName}\n`);
}

async function removeAccount(dataDir: string, text: string): Promise<void> {
  const settings = await readSettings(dataDir);
  const named = settings.accounts.filter(({name}) => name === text);
  const known = settings.accounts.find(({id}) => id === text) ?? named[0];
  if (!known)
    throw new UserError(
      `unknown account ${text}: not tracked: list the tracked ones with followback accounts`
    );
  if (named.length > 1 && known.id !== text) {
    throw new UserError(`account ${text}: ${named.length} accounts have that name: give the id`);
  }
  await writeSettings(dataDir, {
    ...settings,
    accounts: settings.accounts.filter((account) => account !== known)
  });
  process.stderr.write(`no longer tracked: ${known.id} (${known.name}); its snapshots stay\n`);
}

/** Whether any snapshot has rows of the account; those of very many accounts only count them, so their rows are asked. */
async function isStored(dataDir: string, id: string): Promise<boolean> {
  let isCrowded = false;
  for (const snapshot of await listSnapshots(dataDir)) {
    const {accounts} = await readManifest(dataDir, snapshot);
    if (typeof accounts === "number") isCrowded = true;
    else if (accounts.includes(id)) return true;
  }
  if (!isCrowded) return false;
  return withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const any = tableNames.map(
      (table) => `(select account_id from raw."${table}" where account_id = ${id} limit 1)`
    );
    return (await db.rows(`select * from (${any.join(" union all ")}) limit 1`)).length > 0;
  });
}
