import {InvalidArgumentError, Option, type Command} from "commander";
import {UserError} from "../errors.ts";
import {networkOf, networks} from "../networks/networks.ts";
import {xListsSource} from "../networks/sources.ts";
import {dataDirOf, networkNameOf, readSettings, trackedAs, type Settings} from "../snapshots/settings.ts";
import {listSnapshots} from "../snapshots/store.ts";
import {formatValidation, wrongLine} from "../validate/format-validation.ts";
import {listSchedules, type ListSchedule} from "../validate/looks.ts";
import {readDatedFollows, type DatedStore} from "../validate/read-dated.ts";
import type {ScheduleResult} from "../validate/summary.ts";
import {validateSchedule} from "../validate/validate.ts";
import {plural} from "../words.ts";
import {dataOption} from "./options.ts";
import {startProgress} from "./progress.ts";

interface ValidateFlags {
  data?: string;
  weeks?: number;
  schedule?: ListSchedule;
  format: "table" | "json";
}

export function addValidateCommand(program: Command): void {
  program
    .command("validate")
    .description(
      "Judge the method for X by dated follows: throw the dates away, read lists, compare the routes"
    )
    .argument("[account]", "Name or id of a tracked Bluesky account (default: the only one)")
    .option(
      "--weeks <number>",
      "Go back so many weeks from the last snapshot (default: to the first follow)",
      weeksOf
    )
    .addOption(
      new Option(
        "--schedule <name>",
        "How often lists are read: judge this schedule only (default: all)"
      ).choices(listSchedules)
    )
    .addOption(new Option("--format <name>", "Output format").choices(["table", "json"]).default("table"))
    .addOption(dataOption())
    .action(validate);
}

function weeksOf(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1)
    throw new InvalidArgumentError("Give a whole number of weeks, 1 at least.");
  return Number(text);
}

/** So many rows of lists are written at one schedule at most: some minutes of work. */
const mostRows = 10_000_000;
const day = 86_400_000;

async function validate(named: string | undefined, {data, weeks, schedule: only, format}: ValidateFlags) {
  const dataDir = dataDirOf(data);
  const account = accountOf(await readSettings(dataDir), named);
  if ((await listSnapshots(dataDir)).length === 0)
    throw new UserError(`no snapshots in ${dataDir}: take one of ${account.name} with followback snapshot`);
  const dated = await readDatedFollows(dataDir, account.id);
  const {follows, from, to} = dated;
  if (from === null || to === null)
    throw new UserError(
      `account ${account.name}: no follow with a sure date is stored: take a snapshot of it with followback snapshot`
    );
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  for (const line of describe(account.name, dated)) log(line);
  const period = {from: weeks === undefined ? from : Math.max(from, to - 7 * weeks * day), to, mostRows};
  const schedules = only === undefined ? listSchedules : [only];
  const progress = startProgress("judging", schedules.length);
  const results: ScheduleResult[] = [];
  for (const [nth, schedule] of schedules.entries()) {
    progress.at(nth, `lists read ${schedule}`);
    const one = {account: account.id, follows};
    results.push(await validateSchedule(schedule, [one], {period, source: xListsSource}));
  }
  progress.end("judged");
  const {follows: _, ...facts} = dated;
  process.stdout.write(
    format === "json"
      ? `${JSON.stringify({account: account.id, ...facts, results}, null, 2)}\n`
      : formatValidation(results)
  );
  const wrong = wrongLine(results);
  if (wrong !== null) throw new UserError(wrong);
}

/** The account meant: it has to be on a network that dates follows. */
function accountOf(settings: Settings, named: string | undefined): Settings["accounts"][number] {
  const {name: network} = networks.bluesky;
  if (named !== undefined) {
    const account = trackedAs(settings, named);
    const own = networkNameOf(account);
    if (own !== "bluesky")
      throw new UserError(
        `account ${account.name}: ${networkOf(own).name} does not say when a follow was made: name an account on ${network}`
      );
    return account;
  }
  const candidates = settings.accounts.filter((account) => networkNameOf(account) === "bluesky");
  if (candidates.length === 1) return candidates[0]!;
  throw new UserError(
    candidates.length === 0
      ? `no account on ${network} is tracked: validate needs dated follows: followback snapshot HANDLE --network bluesky stores them`
      : `validate: ${candidates.length} accounts on ${network} are tracked: name one of them`
  );
}

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** What the judgement rests on, and what it cannot see. */
function describe(name: string, dated: DatedStore): string[] {
  const {follows, byRecord, byKey, undated, openEnd, from, to, firstLook} = dated;
  const theirs = follows.filter(({direction}) => direction === "inbound").length;
  const left = [
    undated > 0 && `${plural(undated, "person", "people")} without a sure date`,
    openEnd > 0 && `${plural(openEnd, "person", "people")} whom you may have dropped too long before`
  ].filter((part) => part !== false);
  return [
    `${name}: ${plural(follows.length, "dated follow")} of ${dayText(from!)} to ${dayText(to!)}: ${theirs} by followers, ${
      follows.length - theirs
    } by the account; ${byRecord} dated by key and record, ${byKey} by the key alone`,
    ...(left.length > 0 ? [`left out: ${left.join("; ")}`] : []),
    `only people who were there on ${dayText(firstLook!)}, at the first snapshot, or came since: no list here has those who left before`
  ];
}
