import {InvalidArgumentError, type Command} from "commander";
import {maybeReadSecret} from "../../data-loaders/x/access/credentials.ts";
import {credentialsPath} from "../../data-loaders/access/private-file.ts";
import {readCredentials, type Login} from "../../data-loaders/x/access/credentials-file.ts";
import {logIn, scopes} from "../../data-loaders/x/access/login.ts";
import type {App} from "../../data-loaders/x/access/oauth.ts";
import {UserError} from "../errors.ts";
import {firstNetwork, type NetworkName} from "../networks/networks.ts";
import {logInToBluesky, printBlueskyLogin} from "./login-bluesky.ts";
import {networkOption} from "./options.ts";

interface LoginFlags {
  clientId?: string;
  port: number;
  me: boolean;
  status?: boolean;
  network?: NetworkName;
}

export function addLoginCommand(program: Command): void {
  program
    .command("login")
    .description("Sign in to X with your browser, or to Bluesky, so that snapshots can see what you see")
    .argument("[account]", "On Bluesky: the handle or DID to sign in as")
    .addOption(networkOption("Where to sign in"))
    .option(
      "--client-id <id>",
      "OAuth 2.0 client id of your app (default: X_CLIENT_ID, else that of the last login)"
    )
    .option("--port <number>", "Port of the callback address http://127.0.0.1:PORT/callback", portOf, 8723)
    .option("--no-me", "Do not ask X who signed in; asking costs $0.010")
    .option("--status", "Print who is logged in, with which scopes, and until when")
    .action((account: string | undefined, flags: LoginFlags) => {
      if ((flags.network ?? firstNetwork) !== firstNetwork)
        return flags.status ? printBlueskyLogin() : logInToBluesky(account);
      if (account !== undefined)
        throw new UserError(`${account}: X says itself who signs in: leave it out, or add --network bluesky`);
      return flags.status ? printStatus() : login(flags);
    });
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new InvalidArgumentError("Give a whole number from 1 to 65535.");
  return port;
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

/** `@name (id: 123)`, as far as it is known. */
export const whoOf = ({username, userId}: Login) =>
  userId === null
    ? "an unknown user (X was not asked)"
    : `${username ? `@${username}` : "a user"} (id: ${userId})`;

/** Only the address goes to stdout. */
async function login({clientId, port, me}: LoginFlags) {
  const file = credentialsPath();
  const {login: before} = await readCredentials(file);
  const app = await appOf(clientId, before);
  if (before) log(`this replaces the login of ${whoOf(before)}`);
  const login = await logIn({
    app,
    file,
    port,
    askMe: me,
    show: (url) => void process.stdout.write(`${url}\n`),
    log
  });
  const lacking = scopes.filter((scope) => !login.scopes.includes(scope));
  if (lacking.length > 0) log(`X did not grant: ${lacking.join(" ")}`);
  if (login.refreshToken === null)
    log(`it cannot be renewed, and ends ${login.expiresAt.toISOString()}: the app must allow offline.access`);
  log(`logged in as ${whoOf(login)}; stored in ${file}`);
  await tellOfOthers();
}

/** The app: named by flag or environment, else that of the last login. */
async function appOf(flag: string | undefined, before: Login | undefined): Promise<App> {
  const clientId = flag?.trim() || (await maybeReadSecret("X_CLIENT_ID")) || before?.clientId;
  if (!clientId || !/^[\x21-\x7e]+$/.test(clientId)) {
    throw new UserError(
      "missing client id: copy the app's OAuth 2.0 client id from X's developer console and give it by --client-id or X_CLIENT_ID, see docs/live-x.md"
    );
  }
  const isSame = clientId === before?.clientId;
  const clientSecret = (await maybeReadSecret("X_CLIENT_SECRET")) ?? (isSame ? before.clientSecret : null);
  return {clientId, clientSecret};
}

async function printStatus() {
  const file = credentialsPath();
  const {login} = await readCredentials(file);
  if (!login) throw new UserError(`not logged in (${file}): run followback login`);
  const {expiresAt, refreshToken, since, scopes: granted} = login;
  const until = expiresAt.toISOString();
  const end = refreshToken
    ? `${until}, then renewed by itself`
    : `${until}, not renewed: log in again by then`;
  process.stdout.write(
    `user: ${whoOf(login)}\nsince: ${since.toISOString()}\nscopes: ${granted.join(" ")}\ntoken until: ${end}\n`
  );
  await tellOfOthers();
}

/** A login that is not used should not seem to be. */
async function tellOfOthers() {
  for (const name of ["X_USER_TOKEN", "X_ACCESS_TOKEN"] as const)
    if (await maybeReadSecret(name)) return log(`${name} is set and goes first: unset it to use this login`);
}
