import {InvalidArgumentError, Option, type Command} from "commander";
import {readBought} from "../../data-loaders/x-plan/bought.ts";
import {limitsIn} from "../../data-loaders/x-plan/limits.ts";
import {
  factNames,
  factWords,
  measureFacts,
  settleFacts,
  type Facts
} from "../../data-loaders/x-plan/facts.ts";
import {csvOf, jsonOf} from "../../data-loaders/x-plan/rows.ts";
import {tellPlan} from "../../data-loaders/x-plan/told.ts";
import {pricesIn} from "../../data-loaders/x-api/prices.ts";
import {UserError} from "../errors.ts";
import {dataDirOf, isAccountId, readSettings} from "../settings.ts";

interface PlanOptions extends Partial<Facts> {
  budget?: number;
  owned?: boolean;
  bearer?: boolean;
  whole?: boolean;
  format: "table" | "json" | "csv";
  data?: string;
}

export function addPlanCommand(program: Command): void {
  const plan = program
    .command("plan")
    .description("what snapshots would cost in requests, minutes and dollars, and what each strategy buys")
    .argument("[account]", "id or @name; default: the tracked account, if it is the only one")
    .option("--budget <dollars>", "choose the strategy for so much a month", amount)
    .option(
      "--owned",
      "the developer app belongs to the account (a budget is held against the list price otherwise)"
    )
    .addOption(
      new Option("--bearer", "with the app's own token, which sees no likers, at the list price").conflicts(
        "owned"
      )
    )
    .option("--whole", "name the endpoints of every strategy, not only of the one chosen")
    .addOption(
      new Option("--format <name>", "csv: a row an endpoint, period and strategy; json: everything")
        .choices(["table", "json", "csv"])
        .default("table")
    )
    .option("--data <dir>", "the data folder (default: FOLLOWBACK_DATA, else data)");
  for (const name of factNames)
    plan.option(`--${name} <n>`, `${factWords[name]} (default: measured, else assumed)`, amount);
  plan.action(runPlan);
}

function amount(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= 1e9) return value;
  throw new InvalidArgumentError("it takes a number from 0 on.");
}

/** Nothing is asked of X: the store, a table of prices and simulated figures are all a plan needs. */
async function runPlan(named: string | undefined, options: PlanOptions) {
  const dataDir = dataDirOf(options.data);
  const account = await accountOf(named, dataDir);
  const measured = account === null ? {} : await measureFacts(dataDir, account);
  const given = Object.fromEntries(
    factNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))
  ) as Partial<Facts>;
  if (measured.followers === undefined && given.followers === undefined)
    process.stderr.write(
      `no list of ${named ?? "an account"} in ${dataDir}: its size is assumed, give --followers\n`
    );
  const {facts, origins} = settleFacts(given, measured);
  const terms = {
    facts,
    prices: await pricesIn(dataDir),
    limits: await limitsIn(dataDir),
    bought: readBought(),
    asker: options.bearer ? ("bearer" as const) : ("user" as const)
  };
  const wish = {
    budget: options.budget ?? null,
    isOwned: options.owned ?? false,
    isWhole: options.whole ?? false,
    origins
  };
  process.stdout.write(
    options.format === "csv"
      ? csvOf(terms)
      : options.format === "json"
        ? jsonOf(account, terms, wish)
        : tellPlan(terms, wish)
  );
}

/** The id of the account meant; null where none is known here: a plan can be made before anything is. */
async function accountOf(named: string | undefined, dataDir: string): Promise<string | null> {
  const {accounts} = await readSettings(dataDir);
  if (named === undefined) {
    if (accounts.length > 1)
      throw new UserError(`plan: ${accounts.length} accounts are tracked in ${dataDir}: name one of them`);
    return accounts[0]?.id ?? null;
  }
  if (isAccountId(named)) return named;
  const name = named.replace(/^@/, "");
  return accounts.find((account) => account.name === name)?.id ?? null;
}
