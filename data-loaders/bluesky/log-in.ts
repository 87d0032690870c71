import {UserError} from "../../src/errors.ts";
import {deletePrivate, lockPrivate} from "../access/private-file.ts";
import {systemClock, type Clock} from "../clock.ts";
import {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {callHome, errorOf, findHome, type HomeOptions, type Said} from "./home.ts";
import {readLogin, writeLogin, type BlueskyLogin} from "./login-file.ts";
import {isTokenRefusal, tokensSchema} from "./session.ts";
import {findAccount} from "./snapshot.ts";
import {limitWait} from "./limit.ts";

export interface LogInOptions extends HomeOptions {
  /** Handle or DID. */
  account: string;
  password: string;
  /** Where the login is stored. */
  file: string;
  clock?: Clock;
}

/** What Bluesky makes app passwords of. */
export const isAppPassword = (password: string) => /^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/.test(password);

/**
 * Logs in at the server that holds the account, and stores the tokens it gives; the password is kept nowhere. Throws a
 * `UserError` where that fails; nothing is stored then.
 */
export async function logIn(options: LogInOptions): Promise<BlueskyLogin> {
  const {account, password, file, clock = systemClock, ...rest} = options;
  // What is wrong with the file should be known before anybody is asked.
  await readLogin(file);
  const release = await lockPrivate(file);
  try {
    const {did, handle} = await findAccount(new BlueskyClient({clock, ...rest}), account);
    const pds = await findHome(did, rest);
    const input = {identifier: did, password};
    const said = await callHome(pds, "com.atproto.server.createSession", {input}, rest);
    if (said.status !== 200) throw refusal(said, handle, clock);
    const {data} = tokensSchema.safeParse(said.body);
    if (data?.did !== did)
      throw new UserError(`the server of ${handle} gave no login that can be used: try again later`);
    const login = {
      did,
      handle,
      pds,
      accessToken: data.accessJwt,
      refreshToken: data.refreshJwt,
      since: clock.now()
    };
    await writeLogin(file, login);
    return login;
  } catch (error) {
    if (error instanceof BlueskyFailure)
      throw new UserError(`${error.message}: not logged in: try again later`);
    throw error;
  } finally {
    release();
  }
}

function refusal(said: Said, handle: string, clock: Clock): UserError {
  const error = errorOf(said);
  if (said.status === 429) {
    const until = new Date(clock.now().getTime() + limitWait(said.headers, clock.now(), 86_400_000));
    const time = until.toISOString().slice(0, 19).replace("T", " ");
    return new UserError(`too many logins of ${handle}: try again after ${time} UTC`);
  }
  if (error === "AuthFactorTokenRequired")
    return new UserError(
      `${handle}: this password needs a code by e-mail too: make an app password in Bluesky's settings`
    );
  if (said.status === 401 && error === "AuthenticationRequired")
    return new UserError(`${handle}: wrong password: check it, or make another app password`);
  return new UserError(`${handle}: the server refused the login: ${said.status} ${error}`);
}

/** Ends the login at the server, then here. Returns the login that was ended. */
export async function logOut(file: string, options: HomeOptions = {}): Promise<BlueskyLogin> {
  const release = await lockPrivate(file);
  try {
    const login = await readLogin(file);
    if (login === null) throw new UserError("not logged in to Bluesky: there is nothing to end");
    await endSession(login, file, options);
    await deletePrivate(file);
    return login;
  } finally {
    release();
  }
}

async function endSession({pds, refreshToken}: BlueskyLogin, file: string, options: HomeOptions) {
  const advice = `the login was not removed: run this again, or delete ${file} and the app password in Bluesky's settings`;
  let said: Said;
  try {
    said = await callHome(pds, "com.atproto.server.deleteSession", {token: refreshToken}, options);
  } catch (error) {
    if (error instanceof BlueskyFailure) throw new UserError(`${error.message}: ${advice}`);
    throw error;
  }
  // One that the server no longer takes has ended already.
  const isOver = said.status === 200 || said.status === 401 || isTokenRefusal(errorOf(said));
  if (!isOver) throw new UserError(`the server answered ${said.status} ${errorOf(said)}: ${advice}`);
}
