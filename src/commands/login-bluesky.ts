import {isCancel, password as askPassword} from "@clack/prompts";
import {cleanSecret} from "../../data-loaders/bluesky/secret.ts";
import {isAppPassword, logIn, logOut} from "../../data-loaders/bluesky/log-in.ts";
import {loginPath, readLogin, type BlueskyLogin} from "../../data-loaders/bluesky/login-file.ts";
import {UsageError, UserError} from "../errors.ts";
import {networks} from "../networks/networks.ts";

const log = (line: string) => void process.stderr.write(`${line}\n`);
const passwordName = "FOLLOWBACK_BLUESKY_PASSWORD";

const whoOf = ({handle, did}: BlueskyLogin) => `${handle} (${did})`;

/** Logs in to Bluesky as an account, by its handle or DID, and an app password that no flag ever holds. */
export async function logInToBluesky(account: string | undefined): Promise<void> {
  const name = account?.replace(/^@/, "");
  if (name === undefined)
    throw new UsageError("login: say as whom: followback login --network bluesky name.bsky.social");
  if (networks.bluesky.ids.inside(name) === null && !networks.bluesky.isHandle(name))
    throw new UserError(`${account}: not a name on Bluesky: give the whole handle, such as name.bsky.social`);
  const file = loginPath();
  const before = await readLogin(file);
  const password = await passwordOf(name);
  if (!isAppPassword(password))
    log(
      "this is no app password: one is safer (xxxx-xxxx-xxxx-xxxx, from Bluesky's settings), for it can be taken back alone"
    );
  if (before) log(`this replaces the login of ${whoOf(before)}`);
  const login = await logIn({account: name, password, file});
  log(`logged in as ${whoOf(login)} at ${login.pds}; stored in ${file}, without the password`);
}

/** From the environment, else from a pipe, else typed, unseen. */
async function passwordOf(name: string): Promise<string> {
  const given = process.env[passwordName] ?? (process.stdin.isTTY ? await typed(name) : await piped());
  const password = cleanSecret(given);
  if (password === null)
    throw new UsageError(`missing password: set ${passwordName}, or type it when you are asked`);
  return password;
}

async function typed(name: string): Promise<string> {
  const answer = await askPassword({message: `App password of ${name}`, mask: "", output: process.stderr});
  if (isCancel(answer)) throw new UserError("not logged in: no password was given");
  return answer ?? "";
}

async function piped(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text;
}

export async function logOutOfBluesky(): Promise<void> {
  log(`logged out: ${whoOf(await logOut(loginPath()))}`);
}

export async function printBlueskyLogin(): Promise<void> {
  const file = loginPath();
  const login = await readLogin(file);
  if (login === null)
    throw new UserError(`not logged in to Bluesky (${file}): run followback login --network bluesky`);
  process.stdout.write(`user: ${whoOf(login)}\nsince: ${login.since.toISOString()}\nserver: ${login.pds}\n`);
}
