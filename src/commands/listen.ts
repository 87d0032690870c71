import {InvalidArgumentError, Option, type Command} from "commander";
import {callAfter, listenClock} from "../../data-loaders/listening/clock.ts";
import {Recorder} from "../../data-loaders/x-activity/recorder.ts";
import type {Access} from "../../data-loaders/x-activity/requests.ts";
import {listenToStream} from "../../data-loaders/x-activity/stream.ts";
import {
  askReplay,
  findUnsubscribed,
  listSubscriptions,
  subscribe
} from "../../data-loaders/x-activity/subscriptions.ts";
import {startWebhook} from "../../data-loaders/x-activity/webhook.ts";
import {maybeReadSecret} from "../../data-loaders/x/access/credentials.ts";
import {UserError} from "../errors.ts";
import {listenBluesky} from "./listen-bluesky.ts";
import {dataOption} from "./options.ts";
import {firstNetwork, networkNames, networks, type NetworkName} from "../networks/networks.ts";
import {dataDirOf, knownAs, networkNameOf, readSettings} from "../snapshots/settings.ts";
import {plural} from "../words.ts";

interface ListenFlags {
  network?: NetworkName;
  data?: string;
  subscribe?: boolean;
  subscriptions?: boolean;
  backfill?: boolean;
  webhook?: boolean;
  host: string;
  port: number;
  webhookId?: string;
  replay?: boolean;
  every: number;
  most: number;
  for?: number;
}

export function addListenCommand(program: Command): void {
  program
    .command("listen")
    .description("Record follows, unfollows and posts as they happen, until you stop it")
    .argument("[accounts...]", "Ids, or names of tracked accounts (default: all tracked accounts)")
    .addOption(
      new Option("--network <name>", "Where the accounts are (default: where they are tracked)").choices(
        networkNames
      )
    )
    .option("--subscribe", "Subscribe first to events that are not subscribed yet; X bills each event")
    .option("--subscriptions", "Print the app's subscriptions and end")
    .option("--backfill", "On every reconnect, ask X for up to 5 missed minutes (not in every plan)")
    .option("--webhook", "Receive events by webhook (put an HTTPS proxy in front)")
    .option("--host <address>", "Address the webhook listens on", "127.0.0.1")
    .option("--port <number>", "Port the webhook listens on", wholeNumber, 8787)
    .option("--webhook-id <id>", "X's id of the webhook, for --subscribe and --replay")
    .option("--replay", "Ask X to resend what the webhook missed in the past day")
    .option("--every <minutes>", "Write a snapshot this long after its first event", minutesOf, 15)
    .option("--most <events>", "Write a snapshot after this many events", wholeNumber, 1000)
    .option("--for <minutes>", "End after this many minutes", minutesOf)
    .addOption(dataOption())
    .action((accounts: string[], flags: ListenFlags) => listen(accounts, flags));
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

function minutesOf(text: string): number {
  if (!/^\d{1,6}(\.\d+)?$/.test(text)) throw new InvalidArgumentError("Give a number of minutes.");
  return Number(text);
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function listen(named: string[], flags: ListenFlags) {
  const dataDir = dataDirOf(flags.data);
  if ((await networkMeant(dataDir, named, flags)) === "bluesky") {
    const given = ofXAlone.filter((name) => flags[name] !== undefined && flags[name] !== false);
    if (given.length > 0)
      throw new UserError(
        `--${dashed(given[0]!)}: of X alone: leave it out, because Bluesky's stream is open to all`
      );
    return listenBluesky(named, {
      dataDir,
      every: flags.every,
      most: flags.most,
      ...(flags.for !== undefined && {for: flags.for})
    });
  }
  if (flags.replay && !(flags.webhook && flags.webhookId))
    throw new UserError("--replay: X resends to webhooks only: give --webhook and --webhook-id");
  if (flags.subscribe && flags.webhook && flags.webhookId === undefined)
    throw new UserError(
      "--subscribe: X sends events to a webhook only if the subscription names it: give --webhook-id"
    );
  const needsToken = !flags.webhook || flags.subscribe || flags.subscriptions || flags.replay;
  const token = needsToken ? await maybeReadSecret("X_BEARER_TOKEN") : "";
  const secret = flags.webhook ? await maybeReadSecret("X_CONSUMER_SECRET") : "";
  const accounts = flags.subscriptions ? [] : await accountsOf(dataDir, named);
  const lacksAccount = !flags.subscriptions && accounts.length === 0;
  if (token === null || secret === null || lacksAccount) {
    const lacking = [token === null && "X_BEARER_TOKEN", secret === null && "X_CONSUMER_SECRET"];
    throw lacks(
      lacking.filter((name) => name !== false),
      lacksAccount ? dataDir : null
    );
  }
  const access: Access = {token};
  if (flags.subscriptions) return printSubscriptions(access);
  if (flags.subscribe) {
    const made = await subscribe(access, accounts, flags.webhookId ?? null);
    log(`subscriptions made: ${made}`);
  } else if (!flags.webhook) {
    const lacking = await findUnsubscribed(access, accounts);
    if (lacking)
      throw new UserError(
        `account ${lacking.account}: X is not asked to send its ${lacking.type} events, so that silence would say nothing: add --subscribe`
      );
  }
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const recorder = await Recorder.open({
    dataDir,
    accounts,
    clock: listenClock,
    everyMs: flags.every * 60_000,
    mostEvents: flags.most,
    secrets: [access.token, secret],
    log
  });
  // Not before: a timer keeps the process alive, though it cannot listen.
  const callOff = flags.for === undefined ? () => {} : callAfter(flags.for * 60_000, onSignal);
  try {
    if (flags.webhook) await listenByWebhook(access, secret, recorder, flags, stop.signal);
    else {
      log("connecting to X's activity stream …; stop with Ctrl-C");
      const {signal} = stop;
      const whom = plural(accounts.length, "account");
      let connections = 0;
      await listenToStream({
        ...access,
        recorder,
        clock: listenClock,
        signal,
        backfill: flags.backfill ?? false,
        log,
        onConnected: () =>
          log(
            connections++ === 0 ? `listening to ${whom}; each follow event is about $0.01` : "connected again"
          )
      });
    }
  } finally {
    callOff();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await recorder.close();
    const {stored, repeated, unused, unknown} = recorder.counts;
    log(`events kept: ${stored}; repeated: ${repeated}; of no use: ${unused}; not understood: ${unknown}`);
  }
}

/** Flags that mean nothing elsewhere. */
const ofXAlone = ["subscribe", "subscriptions", "backfill", "webhook", "webhookId", "replay"] as const;
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** On which network to listen: as the flag says, else where the accounts that are meant are tracked. */
async function networkMeant(dataDir: string, named: string[], {network}: ListenFlags): Promise<NetworkName> {
  if (network !== undefined) return network;
  const settings = await readSettings(dataDir);
  const meant =
    named.length === 0 ? settings.accounts : named.flatMap((name) => knownAs(name, settings) ?? []);
  const found = new Set(meant.map(networkNameOf));
  if (found.size > 1)
    throw new UserError(
      "listen: accounts on X and on Bluesky are meant: one process listens to one network: give --network, or name those of one"
    );
  return [...found][0] ?? firstNetwork;
}

async function listenByWebhook(
  access: Access,
  secret: string,
  recorder: Recorder,
  flags: ListenFlags,
  signal: AbortSignal
) {
  const missedFrom = recorder.lastHeard;
  const webhook = await startWebhook({
    secret,
    recorder,
    clock: listenClock,
    host: flags.host,
    port: flags.port,
    log
  }).catch((error: unknown) => {
    throw new UserError(
      `cannot listen on ${flags.host}:${flags.port} (${String((error as {code?: string}).code)}): choose another --port`
    );
  });
  try {
    log(`webhook on http://${flags.host}:${webhook.port}; stop with Ctrl-C`);
    if (flags.replay) {
      const now = listenClock.now();
      const from = new Date(Math.max(missedFrom?.getTime() ?? 0, now.getTime() - 86_400_000 + 60_000));
      webhook.expectReplay({from, delivery: "replay"});
      await askReplay(access, flags.webhookId!, from, now);
      log(`asked X for what came since ${from.toISOString()}`);
    }
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener("abort", resolve, {once: true}));
  } finally {
    await webhook.close();
    if (webhook.refused > 0) log(`requests refused: ${webhook.refused}`);
  }
}

/** All that is not there yet, in one line: secrets by name, and an account where none is tracked in `dataDir`. */
function lacks(secrets: string[], dataDir: string | null): UserError {
  const them = secrets.length === 1 ? "it" : "them";
  const parts = [
    secrets.length > 0 &&
      `missing ${secrets.join(" and ")}: get ${them} in X's developer console and set ${them} in the environment or the credentials file`,
    dataDir !== null && `no account: none is tracked in ${dataDir} yet: name one by its id`
  ];
  return new UserError(`${parts.filter(Boolean).join("; ")}, see docs/live-x.md`);
}

/** Ids of the accounts to listen to, none where none is tracked: X's stream names accounts by id only. */
async function accountsOf(dataDir: string, named: string[]): Promise<string[]> {
  const settings = await readSettings(dataDir);
  if (named.length === 0)
    return settings.accounts.filter((account) => networkNameOf(account) === "x").map(({id}) => id);
  return named.map((text) => {
    const id = networks.x.ids.inside(text);
    if (id !== null) return id;
    const known = knownAs(text, settings);
    if (!known)
      throw new UserError(`account ${text}: not tracked: give its id, which followback accounts prints`);
    return known.id;
  });
}

async function printSubscriptions(access: Access) {
  const subscriptions = await listSubscriptions(access);
  for (const {id, eventType, account, webhookId} of subscriptions)
    process.stdout.write(`${id ?? ""}\t${eventType}\t${account ?? ""}\t${webhookId ?? ""}`.trimEnd() + "\n");
  if (subscriptions.length === 0) log("no subscriptions: make some with followback listen --subscribe");
}
