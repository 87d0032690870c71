import {UserError} from "../../../src/errors.ts";
import {systemClock} from "../../clock.ts";
import {deletePrivate, lockPrivate} from "../../access/private-file.ts";
import {isUsername, readCredentials, writeCredentials, type Login} from "./credentials-file.ts";
import {adviceFor, XFailure} from "../protocol/failure.ts";
import {openLoopback} from "./loopback.ts";
import {OAuth, OAuthRefusal, type App, type OAuthOptions} from "./oauth.ts";

/** What a login asks for; offline.access is what lets it outlive two hours. Scopes: docs.x.com, oauth-2-0/authorization-code. */
export const scopes = ["tweet.read", "users.read", "follows.read", "like.read", "offline.access"];

export interface LogInOptions extends OAuthOptions {
  app: App;
  /** The credentials file. */
  file: string;
  port: number;
  /** Ask X whose login it is, for a cent. */
  askMe: boolean;
  /** How long the person may take, in milliseconds. */
  waitMs?: number;
  /** Shows the address to open. */
  show(url: string): void;
  log(line: string): void;
}

/**
 * Logs a person in by their browser (OAuth 2.0, PKCE, redirect to loopback) and stores the login. Throws a `UserError`
 * where that fails; nothing is stored then.
 */
export async function logIn(options: LogInOptions): Promise<Login> {
  const {app, file, port, askMe, show, log, waitMs = 5 * 60_000, clock = systemClock} = options;
  const oauth = new OAuth(app, options);
  // What is wrong with the file or its folder should be known before anybody goes to the browser.
  await readCredentials(file);
  (await lockPrivate(file))();
  const loopback = await openLoopback(port);
  try {
    const {redirectUri} = loopback;
    const {url, state, verifier} = oauth.authorization(redirectUri, scopes);
    const answered = loopback.code(state, waitMs);
    log(`the app must have this redirect address registered, exactly: ${redirectUri}`);
    log(
      `open this address in a browser on this machine, and allow it; waiting for ${Math.round(waitMs / 60_000)} minutes:`
    );
    show(url);
    // X shows such an error in the browser and sends nobody back, so that nothing here hears of it.
    log(
      "if X shows an error there, the client id or the redirect address does not match the app's; Ctrl+C ends this"
    );
    const grant = await oauth.exchange(await answered, verifier, redirectUri);
    const login: Login = {
      ...app,
      accessToken: grant.accessToken,
      expiresAt: grant.expiresAt,
      refreshToken: grant.refreshToken,
      scopes: grant.scopes.length > 0 ? grant.scopes : scopes,
      userId: null,
      username: null,
      since: clock.now()
    };
    // Stored before anything else is asked: X would not give this pair again.
    await store(file, login);
    if (!askMe) return login;
    const named = {...login, ...(await whoIs(oauth, login, log))};
    if (named.userId !== null) await store(file, named, login);
    return named;
  } catch (error) {
    throw adviceOn(error);
  } finally {
    await loopback.close();
  }
}

/** Ends the login at X, then here. Other secrets of the file stay. Returns the login that was ended. */
export async function logOut(file: string, options: OAuthOptions = {}): Promise<Login> {
  const release = await lockPrivate(file);
  try {
    const {login, ...rest} = await readCredentials(file);
    if (!login) throw new UserError("not logged in: there is nothing to end");
    const oauth = new OAuth(login, {...options, secrets: [login.accessToken, login.refreshToken ?? ""]});
    try {
      if (login.refreshToken !== null) await oauth.revoke(login.refreshToken, "refresh_token");
      await oauth.revoke(login.accessToken, "access_token");
    } catch (error) {
      if (!(error instanceof XFailure) && !(error instanceof OAuthRefusal)) throw error;
      throw new UserError(
        `${error.message}: the login was not removed: run followback logout again, or delete ${file} and revoke the app's access on X`
      );
    }
    if (Object.keys(rest).length > 0) await writeCredentials(file, rest);
    else await deletePrivate(file);
    return login;
  } finally {
    release();
  }
}

/** Stores a login in place of any other; one that only gets a name, only where it is still there. */
async function store(file: string, login: Login, before?: Login): Promise<void> {
  const release = await lockPrivate(file);
  try {
    const contents = await readCredentials(file);
    if (before && contents.login?.accessToken !== before.accessToken) return;
    await writeCredentials(file, {...contents, login});
  } finally {
    release();
  }
}

async function whoIs(oauth: OAuth, {accessToken}: Login, log: (line: string) => void) {
  log("asking X once whose login this is: $0.010 (--no-me leaves that out)");
  try {
    const {id, username} = await oauth.whoIs(accessToken);
    return {userId: id, username: isUsername(username) ? username : null};
  } catch (error) {
    if (!(error instanceof XFailure)) throw error;
    log(`X did not say whose login it is (${error.message}); it is stored all the same`);
    return {userId: null, username: null};
  }
}

function adviceOn(error: unknown): unknown {
  if (error instanceof XFailure) return adviceFor(error, "the login");
  if (!(error instanceof OAuthRefusal)) return error;
  return new UserError(
    error.isOfApp
      ? `${error.message}: X rejected the app: check the client id; an app of type "confidential" needs X_CLIENT_SECRET too`
      : `${error.message}: run followback login again, and check that the client id is the app's OAuth 2.0 client id`
  );
}
