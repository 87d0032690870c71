import {existsSync} from "node:fs";
import {InvalidArgumentError, Option, type Command} from "commander";
import {readPrecision} from "../plan/precision.ts";
import {limitsIn} from "../plan/limits.ts";
import {factNames, factWords, settleFacts, type Facts} from "../plan/facts.ts";
import {measureFacts} from "../plan/measured.ts";
import {csvOf, jsonOf} from "../plan/rows.ts";
import {formatPlan} from "../plan/format-plan.ts";
import {UserError} from "../errors.ts";
import {csvOfFree, formatFree, jsonOfFree} from "../plan/free.ts";
import {dataOption, networkOption, ownedOption} from "./options.ts";
import {firstNetwork, insideIdOf, type NetworkName} from "../networks/networks.ts";
import {dataDirOf, knownAs, networkNameOf, readSettings} from "../snapshots/settings.ts";
import {pricesIn} from "../plan/prices.ts";

interface PlanOptions extends Partial<Facts> {
  budget?: number;
  owned?: boolean;
  bearer?: boolean;
  conversations?: boolean;
  whole?: boolean;
  format: "table" | "json" | "csv";
  network?: NetworkName;
  data?: string;
}

export function addPlanCommand(program: Command): void {
  const plan = program
    .command("plan")
    .description(
      "Estimate what snapshots cost in requests, minutes and dollars, and how precise each schedule is"
    )
    .argument("[account]", "Id or @name (default: the tracked account, if there is only one)")
    .option("--budget <dollars>", "Pick the best schedule for this monthly budget", amountSuchAs("70"))
    .addOption(ownedOption("Plan"))
    .addOption(
      new Option(
        "--bearer",
        "Plan for the app's own token, which sees no likers, at X's full price"
      ).conflicts("owned")
    )
    .option(
      "--conversations",
      "Include the conversations under the posts, as snapshot --conversations reads them"
    )
    .option("--whole", "Print the endpoints of every schedule, not only of the one chosen")
    .addOption(
      new Option(
        "--format <name>",
        "Output format; csv has a row per endpoint, period and schedule; json has everything"
      )
        .choices(["table", "json", "csv"])
        .default("table")
    )
    .addOption(networkOption("Where the account is that is not tracked yet"))
    .addOption(dataOption());
  for (const name of factNames)
    plan.option(
      `--${name} <n>`,
      `Number of ${factWords[name]} (default: measured, else assumed)`,
      name === "followers" ? followersOf : amountSuchAs("5000")
    );
  plan.action(runPlan);
}

function amountSuchAs(example: string) {
  return (text: string) => {
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError(`Write digits only, such as ${example}.`);
    if (value > 1e9) throw new InvalidArgumentError("Give at most 1000000000.");
    return value;
  };
}

function followersOf(text: string) {
  const followers = amountSuchAs("5000")(text);
  if (followers < 1) throw new InvalidArgumentError("Give at least 1.");
  return followers;
}

/** Nothing is asked of X: the store, a table of prices and simulated figures are all a plan needs. */
async function runPlan(named: string | undefined, options: PlanOptions) {
  const dataDir = dataDirOf(options.data);
  // A plan needs no data: only who names a folder means one that is there.
  if (options.data !== undefined && !existsSync(dataDir))
    throw new UserError(
      `${dataDir}: no such folder: give the folder with your snapshots, or leave out --data`
    );
  const account = await accountOf(named, dataDir);
  const measured = account === null ? undefined : await measureFacts(dataDir, account);
  const given = Object.fromEntries(
    factNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  ) as Partial<Facts>;
  if (named !== undefined && measured?.facts.followers === undefined)
    process.stderr.write(`no list of ${named} in ${dataDir}: what is not given is assumed\n`);
  const {accounts} = await readSettings(dataDir);
  const tracked = accounts.find(({id}) => id === account);
  const network = tracked ? networkNameOf(tracked) : (options.network ?? firstNetwork);
  if (network !== firstNetwork) {
    refuseFlagsOfX(options);
    const {facts} = settleFacts(given, measured);
    const format = {csv: csvOfFree, json: jsonOfFree, table: formatFree}[options.format];
    process.stdout.write(format(facts));
    return;
  }
  const terms = {
    ...settleFacts(given, measured),
    prices: await pricesIn(dataDir),
    limits: await limitsIn(dataDir),
    precision: readPrecision(),
    asker: options.bearer ? ("bearer" as const) : ("user" as const),
    conversations: options.conversations ?? false,
    interestsBudget: tracked?.interests_budget
  };
  const request = {
    budget: options.budget ?? null,
    isOwned: options.owned ?? false,
    isWhole: options.whole ?? false
  };
  process.stdout.write(
    options.format === "csv"
      ? csvOf(terms)
      : options.format === "json"
        ? jsonOf(account, terms, request)
        : formatPlan(terms, request)
  );
}

/** What a plan of X is told of money and of what is paid for. */
function refuseFlagsOfX({budget, owned, bearer, conversations, whole}: PlanOptions) {
  const given = Object.entries({
    "--budget": budget,
    "--owned": owned,
    "--bearer": bearer,
    "--conversations": conversations,
    "--whole": whole
  }).find(([, value]) => value !== undefined);
  if (given)
    throw new UserError(
      `${given[0]}: of X alone: leave it out, because Bluesky is read whole and costs nothing`
    );
}

/** The id of the account meant; null where none is known here: a plan can be made before anything is. */
async function accountOf(named: string | undefined, dataDir: string): Promise<string | null> {
  const settings = await readSettings(dataDir);
  const {accounts} = settings;
  if (named === undefined) {
    if (accounts.length > 1)
      throw new UserError(`plan: ${accounts.length} accounts are tracked in ${dataDir}: name one of them`);
    return accounts[0]?.id ?? null;
  }
  return insideIdOf(named) ?? knownAs(named, settings)?.id ?? null;
}
