import type {Command} from "commander";
import {openClient, tokenFrom, type Client} from "../../data-loaders/x-api/client.ts";
import {findAccount} from "../../data-loaders/x-api/profile.ts";
import {costOf} from "../../data-loaders/x-api/prices.ts";
import {takeSnapshot, type ListVerdict} from "../../data-loaders/x-api/snapshot.ts";
import {UserError} from "../errors.ts";
import {startProgress, type Progress} from "../progress.ts";
import {dataDirOf, readSettings, trackAccount} from "../settings.ts";

export function addSnapshotCommand(program: Command): void {
  program
    .command("snapshot")
    .description("take one snapshot of accounts from X: lists, profiles, posts and acts")
    .argument("[accounts...]", "ids or @usernames; default: all tracked accounts")
    .option("--head", "read only the newest part of each list, where enough is known for that")
    .option("--data <dir>", "the data folder (default: FOLLOWBACK_DATA, else data)")
    .action(async (accounts: string[], options: {head?: boolean; data?: string}) => {
      await snapshotAccounts(accounts, {head: options.head ?? false, dataDir: dataDirOf(options.data)});
    });
}

/** Takes one snapshot of each account, one after another, and tracks them. Ids go to stdout, talk to stderr. */
async function snapshotAccounts(named: string[], {head, dataDir}: {head: boolean; dataDir: string}) {
  const accounts = named.length > 0 ? named : (await readSettings(dataDir)).accounts.map(({id}) => id);
  if (accounts.length === 0) {
    throw new UserError(
      `no account: name one (followback snapshot @name); none is tracked in ${dataDir} yet`
    );
  }
  const client = openClient({
    ...tokenFrom(),
    onWait: (until, endpoint) =>
      tell(`rate limit of /2/${endpoint}: waiting until ${until.toISOString().slice(11, 19)} UTC`)
  });
  try {
    for (const account of accounts) {
      const profile = await findAccount(client, account);
      const name = profile.username ?? profile.id;
      const progress = startProgress(
        `snapshot of @${name}`,
        head ? 0 : (profile.following ?? 0) + (profile.followers ?? 0)
      );
      await snapshotOne(client, {account: profile.id, name, head, dataDir}, progress);
    }
  } finally {
    client.close();
  }
}

const tell = (line: string) => void process.stderr.write(`${line}\n`);

async function snapshotOne(
  client: Client,
  {account, name, head, dataDir}: {account: string; name: string; head: boolean; dataDir: string},
  progress: Progress
) {
  const taken = await takeSnapshot({
    dataDir,
    account,
    client,
    clock: client.clock,
    head,
    tell: (done, message) => progress.at(done, message)
  }).catch((error: unknown) => {
    progress.end(`snapshot of @${name}: nothing was stored`);
    throw error;
  });
  await trackAccount(dataDir, {id: account, name});
  const isPartial = taken.lists.some(({verdict}) => verdict === "partial");
  progress.end(`snapshot of @${name}: ${isPartial ? "stored, with a partial list" : "stored"}`);
  for (const list of taken.lists) tell(lineOf(list));
  tell(costOf(taken.manifest));
  process.stdout.write(`${taken.id}\n`);
}

/** `followers: 3,433 rows, complete`, or why it is not. */
function lineOf({list, rows, verdict, why, reason}: ListVerdict): string {
  const because = why ?? (reason === "head" ? null : reason);
  const kept = verdict === "partial" ? " (kept; nobody counts as gone by it)" : "";
  return `${list}: ${rows.toLocaleString("en")} rows, ${verdict}${because ? `: ${because}` : ""}${kept}`;
}
