import {InvalidArgumentError, type Command} from "commander";
import {listExchangeRates, setExchangeRates, setHourCost, type GivenRate} from "../campaigns/campaigns.ts";
import {withDatabase} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {wordsOfTopic} from "../interests/match.ts";
import {parseTopics, sensitiveSubject} from "../interests/topics.ts";
import {dataOption} from "./options.ts";
import {firstNetwork, insideIdOf, networkOf, type NetworkName} from "../networks/networks.ts";
import {sourceOf} from "../networks/sources.ts";
import {
  changeSettings,
  dataDirOf,
  isCurrency,
  isName,
  isZone,
  networkNameOf,
  readSettings,
  trackAccount,
  trackedAs
} from "../snapshots/settings.ts";
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
  accounts
    .command("set")
    .description(
      "Say what a tracked account is about, what looking at interests may cost, and what an hour costs"
    )
    .argument("<account>", "Its id or name")
    .option("--topics <list>", 'Words and hashtags, such as "#coffee, roasting"; replaces the list')
    .option("--no-topics", "Remove all topics")
    .option("--interests-budget <dollars>", "Dollars a month for snapshot --interests", dollarsOf)
    .option("--hour-cost <amount>", "What an hour of outreach costs, in the account's currency", moneyOf)
    .option("--currency <code>", "Currency of its costs, such as EUR", currencyOf)
    .option(
      "--rate <currency=rate>",
      "What one of another currency counts in the account's, such as USD=0.92; USD= takes it back; repeatable",
      ratesOf
    )
    .option("--zone <zone>", "Zone of its shop's days, such as Europe/Berlin", zoneOf)
    .addOption(dataOption())
    .action((account: string, flags: SetFlags, command: Command) =>
      setAccount(dataDirOf(command.optsWithGlobals<{data?: string}>().data), account, flags)
    );
  accounts
    .command("topics")
    .description("Show an account's topics, and propose hashtags of its own posts")
    .argument("<account>", "Its id or name")
    .addOption(dataOption())
    .action((account: string, _: unknown, command: Command) =>
      printTopics(dataDirOf(command.optsWithGlobals<{data?: string}>().data), account)
    );
}

interface SetFlags {
  /** False: none. */
  topics?: string | false;
  interestsBudget?: number;
  hourCost?: number;
  currency?: string;
  rate?: GivenRate[];
  zone?: string;
}

/** An amount of money or hours at the command line: above 0, two decimals. */
export function moneyOf(text: string): number {
  const amount = Number(text);
  if (/^\d{1,9}(\.\d{1,2})?$/.test(text) && amount > 0) return amount;
  throw new InvalidArgumentError("Write a number above 0, such as 25 or 12.50.");
}

export function currencyOf(text: string): string {
  const code = text.toUpperCase();
  if (isCurrency(code)) return code;
  throw new InvalidArgumentError("Write a currency by its three letters, such as EUR.");
}

/** Digits that a stored rate holds. */
const rateDigits = /^\d{1,8}(\.\d{1,10})?$/;

function ratesOf(text: string, before: GivenRate[] = []): GivenRate[] {
  const [, code = "", rate = ""] = /^([^=]*)=(.*)$/.exec(text.replaceAll(" ", "")) ?? [];
  const currency = code.toUpperCase();
  if (!isCurrency(currency) || (rate !== "" && !(rateDigits.test(rate) && Number(rate) > 0)))
    throw new InvalidArgumentError("Write a currency and what one of it counts, such as USD=0.92, or USD=.");
  return [...before.filter((one) => one.currency !== currency), {currency, rate: rate || null}];
}

function zoneOf(text: string): string {
  // Short names such as CST mean several zones: import refuses them too.
  if (isZone(text) && (text.includes("/") || text === "UTC")) return text;
  throw new InvalidArgumentError("Write a zone by its name, such as Europe/Berlin.");
}

function dollarsOf(text: string): number {
  const dollars = Number(text);
  if (/^\d+(\.\d{1,2})?$/.test(text) && dollars > 0 && dollars <= 10_000) return dollars;
  throw new InvalidArgumentError("Write dollars above 0, such as 5 or 2.50.");
}

async function setAccount(dataDir: string, text: string, flags: SetFlags): Promise<void> {
  const {topics, interestsBudget, hourCost, currency, rate, zone} = flags;
  const settings = await readSettings(dataDir);
  const known = trackedAs(settings, text);
  if ([topics, interestsBudget, hourCost, currency, rate, zone].every((flag) => flag === undefined))
    throw new UserError(
      'nothing to set: give --topics "#coffee, roasting", --interests-budget 5, --hour-cost 25 --currency EUR, --rate USD=0.92 or --zone Europe/Berlin'
    );
  const account = {...known};
  if (topics === false) delete account.topics;
  else if (topics !== undefined) account.topics = await parseTopics(topics);
  if (interestsBudget !== undefined) account.interests_budget = interestsBudget;
  if (currency !== undefined) account.currency = currency;
  if (zone !== undefined) account.zone = zone;
  if (hourCost !== undefined && account.currency === undefined)
    throw new UserError("--hour-cost: of no currency: give --currency EUR too");
  if (rate !== undefined && account.currency === undefined)
    throw new UserError("--rate: the account has no currency: give --currency EUR too");
  if (rate?.some((one) => one.currency === account.currency))
    throw new UserError(`--rate: ${account.currency} is the account's own currency: give rates of others`);
  if (currency !== undefined && hourCost === undefined && known.currency && known.currency !== currency)
    throw new UserError(
      `--currency: costs of ${known.name} are in ${known.currency} so far: give --hour-cost in ${currency} too`
    );
  const isOther = known.currency !== undefined && currency !== undefined && known.currency !== currency;
  const lost = isOther ? await listExchangeRates(dataDir, known.id) : [];
  // Of what somebody else changed meanwhile, only what is given here is changed again.
  const given = Object.fromEntries(
    Object.entries(account).filter(([key, value]) => value !== known[key as keyof typeof known])
  );
  await changeSettings(dataDir, (now) => ({
    ...now,
    accounts: now.accounts.map((other) => {
      if (other.id !== known.id) return other;
      const {topics: _, ...withoutTopics} = other;
      return {...(topics === false ? withoutTopics : other), ...given};
    })
  }));
  if (hourCost !== undefined) await setHourCost(dataDir, known.id, hourCost, account.currency!);
  if (rate !== undefined) await setExchangeRates(dataDir, known.id, rate, account.currency!);
  const said = [
    ...(topics === undefined ? [] : [`topics of ${known.name}: ${account.topics?.join(", ") ?? "none"}`]),
    ...(interestsBudget === undefined
      ? []
      : [`interests of ${known.name}: at most $${interestsBudget.toFixed(2)} a month`]),
    ...(hourCost === undefined ? [] : [`an hour of ${known.name} costs ${hourCost} ${account.currency}`]),
    ...(currency === undefined || hourCost !== undefined ? [] : [`currency of ${known.name}: ${currency}`]),
    ...(rate ?? []).map(({currency: of, rate}) =>
      rate === null
        ? `money of ${known.name} in ${of} has no rate any more`
        : `money of ${known.name} in ${of} counts: 1 ${of} is ${rate} ${account.currency}, whatever the day of the money`
    ),
    ...lost.map(
      (one) =>
        `the rate of ${one.currency} into ${one.account_currency} does not count any more: give one into ${currency}`
    ),
    ...(zone === undefined ? [] : [`days of ${known.name} are those of ${zone}`])
  ];
  for (const line of said) process.stderr.write(`${line}\n`);
}

/** A hashtag is proposed as a topic from so many own posts on, and so many at most. */
const proposed = {posts: 3, topics: 10};

/** Prints one line a topic: `declared` or `proposed`, the topic, the own posts with it. Says what to type for a yes. */
async function printTopics(dataDir: string, text: string): Promise<void> {
  const {id, name, topics = []} = trackedAs(await readSettings(dataDir), text);
  const tags = await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return db.rows<{tag: string; post: bigint}>(`
      select distinct post_id as post, unnest(hashtags) as tag from raw.posts
      where account_id = ${id} and author_id = ${id} and kind <> 'repost'`);
  });
  const posts = new Map<string, Set<bigint>>();
  for (const {tag, post} of tags) {
    const topic = wordsOfTopic(`#${tag}`);
    posts.set(topic, (posts.get(topic) ?? new Set()).add(post));
  }
  const countOf = (topic: string) => posts.get(topic)?.size ?? 0;
  const proposals = [...posts.keys()]
    .filter((topic) => countOf(topic) >= proposed.posts && !topics.includes(topic))
    .filter((topic) => sensitiveSubject(topic) === null)
    .sort((a, b) => countOf(b) - countOf(a) || (a < b ? -1 : 1))
    .slice(0, proposed.topics);
  for (const topic of topics) process.stdout.write(`declared\t${topic}\t${countOf(topic)}\n`);
  for (const topic of proposals) process.stdout.write(`proposed\t${topic}\t${countOf(topic)}\n`);
  if (proposals.length > 0)
    process.stderr.write(
      `if these are your topics: followback accounts set ${name} --topics "${[...topics, ...proposals].join(", ")}"\n`
    );
  else if (topics.length === 0)
    process.stderr.write(
      `no topics: no hashtag stands on ${proposed.posts} or more of the stored posts of ${name}: declare some, as in followback accounts set ${name} --topics "#coffee, roasting"\n`
    );
}

/** Prints one line an account: `tracked` or `stored`, id, name, and the network where it is not X. Snapshots of very many accounts give one line each. */
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
    ...accounts.map((account) => {
      const network = networkNameOf(account);
      const elsewhere = network === firstNetwork ? "" : `\t${networkOf(network).name}`;
      return `tracked\t${account.id}\t${account.name}${elsewhere}`;
    }),
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
  await trackAccount(dataDir, {id, name: newName, ...(await elsewhereOf(dataDir, id))});
  process.stderr.write(`tracked: ${id} as ${newName}\n`);
}

async function removeAccount(dataDir: string, text: string): Promise<void> {
  const known = trackedAs(await readSettings(dataDir), text);
  await changeSettings(dataDir, (settings) => ({
    ...settings,
    accounts: settings.accounts.filter(({id}) => id !== known.id)
  }));
  process.stderr.write(`no longer tracked: ${known.id} (${known.name}); its snapshots stay\n`);
}

/** Where an account is that its snapshots show elsewhere than on the first network, and its permanent id there. */
async function elsewhereOf(
  dataDir: string,
  id: string
): Promise<{network?: NetworkName; outsideId?: string}> {
  for (const snapshot of await listSnapshots(dataDir)) {
    const {accounts, source} = await readManifest(dataDir, snapshot);
    const {network} = sourceOf(source);
    if (network === firstNetwork || !Array.isArray(accounts) || !accounts.includes(id)) continue;
    const [own] = await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      return db.rows<{text: string}>(
        `select text from raw.outside_ids where account_id = ${id} and id = ${id} limit 1`
      );
    });
    return {network, ...(own && {outsideId: own.text})};
  }
  return {};
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
