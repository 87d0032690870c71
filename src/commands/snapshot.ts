import type {Command} from "commander";
import {BilledToday} from "../../data-loaders/x-api/billed-today.ts";
import {openClient, type Client} from "../../data-loaders/x-api/client.ts";
import {appCredentialsFrom, credentialsFrom} from "../../data-loaders/x/access/credentials.ts";
import {costOf, dollarsOf} from "../../data-loaders/x-api/cost.ts";
import {findAccount} from "../../data-loaders/x-api/profile.ts";
import type {WantedInterests} from "../../data-loaders/x-api/observation.ts";
import {takeSnapshot, type JudgedList, type TakenSnapshot} from "../../data-loaders/x-api/snapshot.ts";
import {UserError} from "../errors.ts";
import {foldInterests} from "../forget/fold.ts";
import {compactIfItPays} from "./compact.ts";
import {dataOption, formerOption, microDollarsOf, networkOption, ownedOption, warnFormer} from "./options.ts";
import {clearProgress} from "./progress.ts";
import {snapshotBluesky} from "./snapshot-bluesky.ts";
import {Screen} from "./snapshot-screen.ts";
import {firstNetwork, networkOf, networks, type NetworkName} from "../networks/networks.ts";
import {interestsBudget} from "../interests/sample.ts";
import {
  dataDirOf,
  knownAs,
  networkNameOf,
  readSettings,
  trackAccount,
  type Settings
} from "../snapshots/settings.ts";
import type {Manifest} from "../snapshots/store.ts";
import {pricesIn} from "../plan/prices.ts";
import {plural} from "../words.ts";

interface SnapshotFlags {
  incremental?: boolean;
  /** Former name of `incremental`. */
  head?: boolean;
  conversations?: boolean;
  interests?: boolean;
  maxCost?: number;
  owned?: boolean;
  /** False by `--no-compact`. */
  compact: boolean;
  network?: NetworkName;
  data?: string;
}

export function addSnapshotCommand(program: Command): void {
  program
    .command("snapshot")
    .description(
      "Take one snapshot of each account from X or Bluesky: lists, profiles, posts and interactions"
    )
    .argument("[accounts...]", "Ids, @usernames or handles (default: all tracked accounts)")
    .addOption(networkOption("Where accounts are that are not tracked yet"))
    .option("--incremental", "Read only the newest part of each list, where enough is known for that")
    .addOption(formerOption("--head", "--incremental"))
    .option(
      "--conversations",
      "Also read what others write to each other under the account's posts (costs extra)"
    )
    .option(
      "--interests",
      "Also look for the account's topics in the posts of sampled new followers (costs extra)"
    )
    .option(
      "--max-cost <dollars>",
      "Stop before this run can cost more; what was read so far is saved",
      microDollarsOf
    )
    .addOption(ownedOption("Count --max-cost"))
    .option("--no-compact", "Leave old snapshots as they are; see followback compact")
    .addOption(dataOption())
    .action(snapshotAccounts);
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** Takes one snapshot of each account, one after another, and tracks them. Ids go to stdout, talk to stderr. */
async function snapshotAccounts(named: string[], flags: SnapshotFlags) {
  if (flags.head) warnFormer("--head", "--incremental");
  const dataDir = dataDirOf(flags.data);
  const settings = await readSettings(dataDir);
  const accounts = named.length > 0 ? named : settings.accounts.map(({id}) => id);
  if (accounts.length === 0) {
    throw new UserError(
      `no account: none is tracked in ${dataDir} yet: name one, as in followback snapshot @name`
    );
  }
  const on = (network: NetworkName) =>
    accounts.filter((account) => networkFor(account, flags, settings) === network);
  const [ofX, ofBluesky] = [on("x"), on("bluesky")];
  if (ofX.length === 0) refuseFlagsOfX(flags);
  const takes = [
    ...(ofX.length > 0 ? [() => snapshotX(ofX, {flags, settings, dataDir})] : []),
    ...(ofBluesky.length > 0 ? [() => snapshotBluesky(ofBluesky, {settings, dataDir})] : [])
  ];
  let failure: UserError | null = null;
  for (const take of takes) {
    try {
      await take();
    } catch (error) {
      // What is wrong with one network says nothing about the other.
      if (!(error instanceof UserError) || take === takes.at(-1)) throw error;
      failure = error;
    }
  }
  if (flags.compact) await compactIfItPays(dataDir);
  if (failure) throw failure;
}

/** Where an account is: what is tracked stays where it is. Throws a `UserError` where the flag says otherwise. */
function networkFor(account: string, {network}: SnapshotFlags, settings: Settings): NetworkName {
  const known = knownAs(account, settings);
  const own = known ? networkNameOf(known) : undefined;
  if (own !== undefined && network !== undefined && own !== network)
    throw new UserError(
      `${account}: tracked on ${networkOf(own).name}: leave out --network, or give the id of another account`
    );
  return own ?? network ?? firstNetwork;
}

/** Flags that say how much of X is read and paid for. */
function refuseFlagsOfX({incremental, head, conversations, interests, maxCost, owned}: SnapshotFlags) {
  const given = Object.entries({
    "--incremental": incremental || head,
    "--conversations": conversations,
    "--interests": interests,
    "--max-cost": maxCost,
    "--owned": owned
  }).find(([, value]) => value !== undefined);
  if (given)
    throw new UserError(
      `${given[0]}: of X alone: leave it out, because Bluesky is read whole and costs nothing`
    );
}

interface Run {
  flags: SnapshotFlags;
  settings: Settings;
  dataDir: string;
}

async function snapshotX(accounts: readonly string[], {flags, settings, dataDir}: Run) {
  const screen = new Screen();
  const client = openClient({
    credentials: await credentialsFrom(),
    appCredentials: flags.interests ? await appCredentialsFrom() : null,
    prices: await pricesIn(dataDir),
    billed: new BilledToday(dataDir),
    maxCost: flags.maxCost ?? null,
    isAppOwned: flags.owned ?? false,
    onWait: (until, endpoint) => screen.wait(until, `rate limit of /2/${endpoint}`)
  });
  const onSignal = (signal: NodeJS.Signals) => process.exit(signal === "SIGINT" ? 130 : 143);
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal).once("exit", logInterrupted);
  try {
    const taken = new Set<string>();
    for (const [nth, account] of accounts.entries()) {
      const isLast = nth === accounts.length - 1;
      try {
        await snapshotOne(client, {account, settings, flags, dataDir}, screen, taken);
      } catch (error) {
        // An error with one account says nothing about the next, unless X gives nothing more.
        if (!(error instanceof UserError) || isLast || client.stopped) throw error;
        log(`followback: ${error.message}`);
        process.exitCode = 1;
      }
      if (client.stopped === null) continue;
      // A limit that was asked for is no failure.
      if (client.stopped.type !== "max-cost") process.exitCode = 1;
      if (!isLast) log(`not taken: ${accounts.slice(nth + 1).join(", ")}`);
      break;
    }
    const folded = await foldInterests(dataDir, client.clock.now());
    if (folded > 0)
      log(
        `interests of ${plural(folded, "person", "people")}, looked at more than 90 days ago: kept as counts only`
      );
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("exit", logInterrupted);
    client.close();
  }
}

/** Said when Ctrl+C or a scheduler ends the process; what was read is on disk by then. */
function logInterrupted() {
  clearProgress();
  log("interrupted: run the same command again before midnight UTC to continue without paying twice");
}

const {inside} = networks.x.ids;

interface Wanted {
  /** As it was named: an id or a username. */
  account: string;
  settings: Settings;
  flags: SnapshotFlags;
  dataDir: string;
}

async function snapshotOne(
  client: Client,
  {account, settings, flags, dataDir}: Wanted,
  screen: Screen,
  done: Set<string>
) {
  const known = knownAs(account, settings);
  // X bills each look at a profile: one that is tracked need not be looked for.
  const given = inside(account);
  const {id, name} =
    known ?? (given === null ? nameOf(await findAccount(client, account)) : {id: given, name: account});
  if (done.has(id)) return;
  done.add(id);
  const interests = flags.interests ? interestsOf(id, name, settings) : undefined;
  const title = `snapshot of ${calledBy(name)}`;
  let read = {rows: 0, of: 0};
  const taken = await takeSnapshot({
    dataDir,
    account: id,
    client,
    clock: client.clock,
    head: (flags.incremental || flags.head) ?? false,
    conversations: flags.conversations ?? false,
    interests,
    log: (done, message, total) => {
      read = {rows: done, of: total};
      screen.at(title, done, message, total);
    },
    say: (line) => screen.say(line)
  }).catch((error: unknown) => {
    screen.fail(`${title}: nothing was stored`);
    throw error;
  });
  await trackAccount(dataDir, {id, name: taken.username ?? name});
  screen.end(`snapshot of ${calledBy(taken.username ?? name)}: ${outcomeOf(taken)}`);
  const {manifest} = taken;
  for (const list of taken.lists) log(lineOf(list, manifest.stopped));
  if (client.stopped?.type === "max-cost") log(limitLine(manifest, flags, read));
  else {
    log(costOf(manifest, client.prices));
    if (manifest.stopped !== undefined) log(`stopped early: ${manifest.stopped}; ${adviceFor(client)}`);
  }
  process.stdout.write(`${taken.id}\n`);
}

/** The topics of an account and what looking for them may cost. Throws a `UserError` where it has none. */
function interestsOf(id: string, name: string, {accounts}: Settings): WantedInterests {
  const known = accounts.find((account) => account.id === id);
  if (!known?.topics?.length)
    throw new UserError(
      `--interests: ${calledBy(name)} has no topics: declare them with followback accounts set ${name} --topics "#coffee, roasting"`
    );
  return {
    topics: known.topics,
    budget: Math.round((known.interests_budget ?? interestsBudget) * 1e6)
  };
}

const nameOf = ({id, username}: {id: string; username: string | null}) => ({id, name: username ?? id});

function outcomeOf({lists, isNew}: TakenSnapshot): string {
  if (!isNew) return "stored before";
  return lists.some(({verdict}) => verdict === "partial") ? "stored, with a partial list" : "stored";
}

/** A name with its @; an id is none. */
const calledBy = (name: string) => (inside(name) === null ? `@${name}` : name);

/** Where the limit of cost was reached, what was spent by then, and how to go on. */
function limitLine(
  manifest: Manifest,
  {maxCost, owned}: SnapshotFlags,
  {rows, of}: {rows: number; of: number}
) {
  const count = (value: number) => value.toLocaleString("en");
  const read =
    of === 0 ? `${count(rows)} rows` : rows < of ? `${count(rows)} of about ${count(of)} rows` : "both lists";
  const isDearer = manifest.requests?.some((entry) => entry.dollars_list !== undefined) ?? false;
  const cheaper = isDearer && !owned ? ", with --owned if you registered the app with this account" : "";
  return (
    `stopped at the limit of $${maxCost! / 1e6} after ${read}; it cost ${dollarsOf(manifest)}. ` +
    `Go on before midnight UTC with the same command${cheaper}`
  );
}

function adviceFor({stopped}: Client): string {
  const again = "run the same again before midnight UTC to go on where it stopped";
  if (stopped?.status === 402) return `add credits in X's developer console, then ${again}`;
  if (stopped?.status === 401) return `log in again, then ${again}`;
  return again;
}

/** `followers: 3,433 rows, complete`, or why it is not; why the whole snapshot stopped is said once, for all of it. */
function lineOf({list, rows, verdict, why, reason}: JudgedList, stopped: string | undefined): string {
  const given = why ?? (reason === "head" ? null : reason);
  const because = stopped !== undefined && given?.endsWith(stopped) ? "stopped early" : given;
  const kept = verdict === "partial" ? " (kept; no one counts as lost because of it)" : "";
  const read = verdict === "head" ? "newest part" : verdict;
  return `${list}: ${rows.toLocaleString("en")} rows, ${read}${because ? `: ${because}` : ""}${kept}`;
}
