import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {loginPath, readLogin} from "../../data-loaders/bluesky/login-file.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {findAccount, takeSnapshot, type ReadList} from "../../data-loaders/bluesky/snapshot.ts";
import {Session} from "../../data-loaders/bluesky/session.ts";
import {UserError} from "../errors.ts";
import {networks} from "../networks/networks.ts";
import {knownAs, trackAccount, type Settings} from "../snapshots/settings.ts";
import {plural} from "../words.ts";
import {clearProgress} from "./progress.ts";
import {Screen} from "./snapshot-screen.ts";

const log = (line: string) => void process.stderr.write(`${line}\n`);

interface Run {
  settings: Settings;
  dataDir: string;
}

/** Takes one snapshot of each account on Bluesky, one after another, and tracks them. */
export async function snapshotBluesky(accounts: readonly string[], run: Run): Promise<void> {
  const screen = new Screen();
  const onWait = (until: Date) => screen.wait(until, "rate limit of Bluesky");
  const anybody = new BlueskyClient({onWait});
  const file = loginPath();
  const login = await readLogin(file);
  const own = login && new BlueskyClient({onWait, session: new Session(file, login)});
  // Whoever is logged in sees more of that account alone.
  const clients = {anybody, clientOf: (did: string) => (own && did === login?.did ? own : anybody)};
  const onSignal = (signal: NodeJS.Signals) => process.exit(signal === "SIGINT" ? 130 : 143);
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal).once("exit", logInterrupted);
  try {
    const taken = new Set<string>();
    for (const [nth, account] of accounts.entries()) {
      try {
        await snapshotOne(clients, account, run, screen, taken);
      } catch (error) {
        // An error with one account says nothing about the next, unless Bluesky is out of reach.
        if (!(error instanceof UserError) || nth === accounts.length - 1 || anybody.stopped || own?.stopped)
          throw error;
        log(`followback: ${error.message}`);
        process.exitCode = 1;
      }
    }
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("exit", logInterrupted);
  }
}

function logInterrupted() {
  clearProgress();
  log("interrupted: run the same command again within an hour to continue where it stopped");
}

interface Clients {
  anybody: BlueskyClient;
  clientOf: (did: string) => BlueskyClient;
}

async function snapshotOne(
  {anybody, clientOf}: Clients,
  account: string,
  {settings, dataDir}: Run,
  screen: Screen,
  taken: Set<string>
) {
  const {did, handle} = await findAccount(anybody, nameOf(account, settings));
  if (taken.has(did)) return;
  taken.add(did);
  const client = clientOf(did);
  const title = `snapshot of ${handle}${client.session ? ", logged in" : ""}`;
  const result = await takeSnapshot({
    dataDir,
    account: did,
    client,
    log: (done, message, total) => screen.at(title, done, message, total),
    say: (line) => screen.say(line)
  }).catch((error: unknown) => {
    screen.fail(`${title}: nothing was stored`);
    throw error;
  });
  await trackAccount(dataDir, {id: insideOf(did), name: handle, network: "bluesky", outsideId: did});
  const isPartial = result.lists.some(({why}) => why !== null);
  const outcome = !result.isNew ? "stored before" : isPartial ? "stored, with a partial list" : "stored";
  screen.end(`${title}: ${outcome}`);
  for (const list of result.lists) log(lineOf(list));
  const requests = (result.manifest.requests ?? []).reduce((sum, one) => sum + one.requests, 0);
  if (result.isNew) log(`${plural(requests, "request")}, free of charge`);
  process.stdout.write(`${result.id}\n`);
}

/** What Bluesky can be asked for: a DID, that of a tracked account, or a handle. Throws a `UserError` for what is none. */
function nameOf(account: string, settings: Settings): string {
  const tracked = knownAs(account, settings)?.outside_id;
  if (tracked !== undefined) return tracked;
  const name = account.replace(/^@/, "");
  if (networks.bluesky.ids.inside(name) !== null || networks.bluesky.isHandle(name)) return name;
  throw new UserError(
    `${account}: not a name on Bluesky: give the whole handle, such as name.bsky.social, or the DID`
  );
}

/** `followers: 3,433 follows, 12 of them hidden, complete`, or why it is not whole. */
function lineOf({list, there, hidden, why}: ReadList): string {
  const count = (value: number) => value.toLocaleString("en");
  const also = hidden > 0 ? `, ${count(hidden)} more hidden` : "";
  const verdict = why === null ? "complete" : `partial: ${why} (kept; no one counts as lost because of it)`;
  return `${list}: ${count(there)} follows${also}, ${verdict}`;
}
