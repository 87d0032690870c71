import {existsSync} from "node:fs";
import {Option, type Command} from "commander";
import {dollarsOf} from "../../data-loaders/x-api/cost.ts";
import {keptByBluesky} from "../../data-loaders/bluesky/kept.ts";
import {keptByBlueskyListener, keptByListener} from "../../data-loaders/listening/kept.ts";
import {keptByX} from "../../data-loaders/x-api/kept.ts";
import {UserError} from "../errors.ts";
import {isForgetOpen} from "../forget/forget.ts";
import {martsDir} from "../models/marts.ts";
import {insideIdOf} from "../networks/networks.ts";
import {dataOption} from "./options.ts";
import {writeOut} from "./write-out.ts";
import {queryFormats, type QueryFormat} from "../query/query.ts";
import {printStored} from "../query/stored-snapshots.ts";
import {findSnapshots, removeSnapshots} from "../snapshots/remove.ts";
import {dataDirOf, readSettings, trackedAs, type Settings} from "../snapshots/settings.ts";
import {listSnapshots, readManifest, type Manifest} from "../snapshots/store.ts";

/** What the sources keep in a data folder beside their snapshots. */
const kept = [keptByX, keptByBluesky, keptByListener, keptByBlueskyListener];

export function addSnapshotsCommand(program: Command): void {
  const snapshots = program
    .command("snapshots")
    .description("List what is stored, oldest first: when, of which account, what, from which file")
    .option("--account <account>", "Only snapshots of this account: its id, or the name of a tracked one")
    .addOption(
      new Option("--format <format>", "Output format")
        .choices(queryFormats.filter((format) => format !== "arrow"))
        .default("table")
    )
    .addOption(dataOption())
    .action((flags: {account?: string; format: QueryFormat; data?: string}) => list(flags));
  snapshots
    .command("remove")
    .description("Take snapshots back, such as a mistaken import; what X billed for them stays in the ledger")
    .argument("<ids...>", "Their ids, as followback snapshots lists them")
    .option("--dry-run", "Print what would be removed, and change nothing")
    .addOption(dataOption())
    .action((ids: string[], {dryRun}: {dryRun?: boolean}, command: Command) =>
      remove(dataDirOf(command.optsWithGlobals<{data?: string}>().data), ids, dryRun ?? false)
    );
}

const log = (line: string) => void process.stderr.write(`${line}\n`);
const counted = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "snapshot" : "snapshots"}`;

async function list({account, format, data}: {account?: string; format: QueryFormat; data?: string}) {
  const dataDir = dataDirOf(data);
  const settings = await readSettings(dataDir);
  const names = new Map(settings.accounts.map(({id, name}) => [id, name]));
  const id = account === undefined ? undefined : idOf(account, settings);
  const printed = await printStored(dataDir, {format, names, ...(id !== undefined && {account: id})});
  if (printed === null)
    return log(
      id === undefined
        ? "no snapshots yet: import an archive or a table, or take a snapshot"
        : `no snapshots of account ${id}`
    );
  await writeOut(printed);
}

/** The id of an account: as given, or of the one tracked account with that name. */
const idOf = (account: string, settings: Settings): string =>
  insideIdOf(account.replace(/^@/, "")) ?? trackedAs(settings, account).id;

async function remove(dataDir: string, ids: string[], isDryRun: boolean) {
  if (isForgetOpen(dataDir))
    throw new UserError("an earlier run was interrupted: run followback forget to finish it");
  if (isDryRun) {
    const manifests = await findSnapshots(dataDir, ids);
    for (const {id} of manifests) process.stdout.write(`${id}\n`);
    warnOfForgotten(manifests);
    return log(`would remove ${counted(manifests.length)}; nothing was changed`);
  }
  const removed = await removeSnapshots(dataDir, ids, {kept});
  for (const {id} of removed) process.stdout.write(`${id}\n`);
  await report(dataDir, removed);
}

/** Says what was removed, what stays, and what to do next. */
async function report(dataDir: string, removed: readonly Manifest[]) {
  const requests = removed.flatMap((manifest) => manifest.requests ?? []);
  const bill = requests.some(({dollars}) => dollars > 0)
    ? `; what X billed for it stays in the ledger: ${dollarsOf({requests})}`
    : "";
  log(`removed ${counted(removed.length)}${bill}`);
  warnOfForgotten(removed);
  const left = await listSnapshots(dataDir);
  if (left.length === 0)
    log("no snapshot is left: the pages and marts stay as they are until you import something and build");
  else if (existsSync(martsDir(dataDir))) log("the marts are older than the snapshots: run followback build");
  for (const {id, name} of await bereft(dataDir, removed, left))
    log(
      `${name} has no snapshot left, and is still tracked: to end that, run followback accounts remove ${id}`
    );
}

/** A snapshot that is gone no longer says that people were forgotten out of it: its file would bring them back. */
function warnOfForgotten(manifests: readonly Manifest[]) {
  const found = manifests.filter(({forgotten = 0}) => forgotten > 0).length;
  if (found > 0)
    log(
      `people were forgotten out of ${counted(found)} here: the same files would bring them back: after another import, run followback forget for them again`
    );
}

/** The tracked accounts that removed snapshots were about, and that no other one is about. */
async function bereft(dataDir: string, removed: readonly Manifest[], left: readonly string[]) {
  const {accounts} = await readSettings(dataDir);
  const manifests = await Promise.all(left.map((id) => readManifest(dataDir, id)));
  // Where a snapshot only counts its accounts, nobody can be said to be without one.
  const isAbout = (id: string) => (manifest: Manifest) =>
    typeof manifest.accounts === "number" || manifest.accounts.includes(id);
  return accounts.filter(
    ({id}) =>
      removed.some((manifest) => Array.isArray(manifest.accounts) && manifest.accounts.includes(id)) &&
      !manifests.some(isAbout(id))
  );
}
