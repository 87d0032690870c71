import {confirm, isCancel} from "@clack/prompts";
import type {Command} from "commander";
import {BilledToday} from "../../data-loaders/x-api/billed-today.ts";
import {openClient, type Client} from "../../data-loaders/x-api/client.ts";
import {costOf} from "../../data-loaders/x-api/cost.ts";
import {affordableNames, lookUpNames, namesCost} from "../../data-loaders/x-api/name-lookups.ts";
import {credentialsFrom} from "../../data-loaders/x/access/credentials.ts";
import {UserError} from "../errors.ts";
import {countNames} from "../names/count-names.ts";
import {exactDays} from "../names/resolve.ts";
import {pricesIn, type PriceTable} from "../plan/prices.ts";
import {dataDirOf, readSettings} from "../snapshots/settings.ts";
import {listSnapshots} from "../snapshots/store.ts";
import {dollarsAtMost, plural} from "../words.ts";
import {dataOption, microDollarsOf} from "./options.ts";
import {startProgress} from "./progress.ts";

interface NamesFlags {
  data?: string;
  unknown?: boolean;
  lookup?: boolean;
  maxCost?: number;
}

export function addNamesCommand(program: Command): void {
  program
    .command("names")
    .description(
      "Count the people of whom only the name is known, by account, and say what would show who they are"
    )
    .option("--unknown", "Print the names themselves, one a line, instead of counts")
    .option(
      "--lookup",
      "Ask X who bears the unknown names now, at the price that is said first (by --max-cost, or if you agree)"
    )
    .option("--max-cost <dollars>", "With --lookup: ask for as many names as this pays for", microDollarsOf)
    .addOption(dataOption())
    .action(names);
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function names({data, unknown: isListed = false, lookup = false, maxCost}: NamesFlags) {
  const dataDir = dataDirOf(data);
  if (maxCost !== undefined && !lookup)
    throw new UserError("--max-cost: only asking X costs: give --lookup, or leave it out");
  if ((await listSnapshots(dataDir)).length === 0)
    throw new UserError(`no snapshots in ${dataDir}: check --data`);
  if (lookup) await askX(dataDir, maxCost);
  const {counts, unknown} = await countNames(dataDir);
  if (counts.length === 0) return log("no names: every person in the store has an id");
  const {accounts} = await readSettings(dataDir);
  const called = new Map(accounts.map(({id, name}) => [id, name]));
  // Several accounts may know of the same person.
  if (isListed) for (const name of new Set(unknown.map(({name}) => name))) process.stdout.write(`@${name}\n`);
  else
    for (const {account, names, known, inexact, unknown} of counts)
      process.stdout.write(
        `${called.get(account) ?? account}: ${plural(names, "name")}: ${known} known by a profile${inexact > 0 ? ` (${inexact} inexact: by one more than ${exactDays} days away)` : ""}, ${unknown} unknown\n`
      );
  if (unknown.length > 0)
    log(
      "a stored profile shows whose a name is: import an export with ids and names, take a snapshot with followback snapshot, or ask X with followback names --lookup, then run followback build"
    );
  if (unknown.length > 0)
    log(
      "where an account has lists or logs of ids too, unknown names are left out of the figures: the same person may stand there by id"
    );
}

/** Asks X about the unknown names of every account, each name once, and stores the profiles. */
async function askX(dataDir: string, maxCost: number | undefined): Promise<void> {
  const {unknown} = await countNames(dataDir);
  const asked = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const {account, name} of unknown) {
    if (seen.has(name)) continue;
    seen.add(name);
    asked.set(account, [...(asked.get(account) ?? []), name]);
  }
  if (seen.size === 0) return log("no unknown names: X was not asked");
  const prices = await pricesIn(dataDir);
  const {requests, microDollars} = namesCost(seen.size, prices);
  log(
    `${plural(seen.size, "unknown name")}: ${plural(requests, "request")}, at most ${dollarsAtMost(microDollars / 1e6)} at X's prices of ${prices.of}`
  );
  let affordable = maxCost === undefined ? Infinity : affordableNames(maxCost, prices);
  if (affordable === 0) throw new UserError(`--max-cost: pays for no name: give at least what one costs`);
  if (maxCost === undefined && !(await isAgreed())) return;
  const client = openClient({
    credentials: await credentialsFrom(),
    prices,
    billed: new BilledToday(dataDir),
    maxCost: maxCost ?? null,
    onWait: (until) => log(`rate limit: waiting until ${until.toISOString().slice(11, 19)} UTC`)
  });
  try {
    let left = seen.size;
    for (const [account, names] of asked) {
      const some = names.slice(0, affordable);
      affordable -= some.length;
      left -= some.length;
      if (some.length > 0 && client.stopped === null)
        await askOf(dataDir, {account, names: some}, client, prices);
    }
    if (left > 0) log(`not asked for, as --max-cost does not pay for them: ${plural(left, "name")}`);
  } finally {
    client.close();
  }
}

async function isAgreed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UserError("names --lookup: asking X costs money: say how much it may cost by --max-cost");
  const agreed = await confirm({message: "Ask X?", initialValue: false, output: process.stderr});
  if (!isCancel(agreed) && agreed) return true;
  log("X was not asked");
  return false;
}

async function askOf(
  dataDir: string,
  {account, names}: {account: string; names: string[]},
  client: Client,
  prices: PriceTable
): Promise<void> {
  const progress = startProgress("asking X", names.length);
  const {found, nobody, unanswered, snapshot, stopped} = await lookUpNames(
    dataDir,
    account,
    names,
    client,
    (done) => progress.at(done)
  ).catch((error: unknown) => {
    progress.end("asking X: nothing was stored");
    throw error;
  });
  progress.end(
    `names of ${account}: ${found} with a profile now, ${nobody} that nobody bears, no answer for ${unanswered}`
  );
  if (snapshot !== null) {
    log(costOf(snapshot.manifest, prices));
    process.stdout.write(`${snapshot.id}\n`);
  }
  if (stopped === null) return;
  log(`stopped early: ${stopped}`);
  process.exitCode = 1;
}
