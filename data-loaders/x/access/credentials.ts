import {UserError} from "../../../src/errors.ts";
import {systemClock, type Clock} from "../../clock.ts";
import {credentialsPath} from "../../access/private-file.ts";
import {readCredentials, type CredentialsFile} from "./credentials-file.ts";
import {LoginCredentials} from "./login-credentials.ts";
import {cleanSecret, secretNames, type SecretName, type Secrets} from "./secrets.ts";
import type {Credentials, Token, TokenKind} from "./token.ts";

export interface CredentialOptions {
  /** Where X is, for renewing; default FOLLOWBACK_X_BASE, else https://api.x.com. */
  base?: string;
  clock?: Clock;
}

/** A token that stays what it is. */
export function staticCredentials(token: string, kind: TokenKind): Credentials {
  const name = kind === "user" ? "X_USER_TOKEN" : "X_BEARER_TOKEN";
  return new StaticCredentials(kind, name, {kind: "oauth2", accessToken: token}, [token]);
}

/**
 * The credentials of this environment, user's eyes before the app's, because only they see who follows whom and who
 * liked: X_USER_TOKEN, the four of OAuth 1.0a, the login of `followback login`, X_BEARER_TOKEN. What the environment
 * does not hold may stand in the credentials file under the same name. Throws a `UserError` where there is none.
 */
export async function credentialsFrom(
  env: NodeJS.ProcessEnv = process.env,
  {base, clock = systemClock}: CredentialOptions = {}
): Promise<Credentials> {
  const file = credentialsPath(env);
  const stored = await readCredentials(file);
  const found = gather(env, stored);
  const all = [...found.values()];
  const user = found.get("X_USER_TOKEN");
  if (user) return new StaticCredentials("user", "X_USER_TOKEN", {kind: "oauth2", accessToken: user}, all);
  const oauth1 = oauth1From(found);
  if (oauth1) return new StaticCredentials("user", "X_ACCESS_TOKEN", oauth1, all);
  if (stored.login) return new LoginCredentials({file, login: stored.login, base, clock, secrets: all});
  const bearer = found.get("X_BEARER_TOKEN");
  if (bearer)
    return new StaticCredentials("bearer", "X_BEARER_TOKEN", {kind: "oauth2", accessToken: bearer}, all);
  throw noCredentials(found);
}

/** The app's own token, which alone may search the full archive; null where there is none. */
export async function appCredentialsFrom(env: NodeJS.ProcessEnv = process.env): Promise<Credentials | null> {
  const token = await maybeReadSecret("X_BEARER_TOKEN", env);
  return token === null ? null : staticCredentials(token, "bearer");
}

/** One secret of the environment, else of the credentials file; null where neither holds it. */
export async function maybeReadSecret(
  name: SecretName,
  env: NodeJS.ProcessEnv = process.env
): Promise<string | null> {
  return cleanSecret(env as Secrets, name) ?? cleanSecret(await readCredentials(credentialsPath(env)), name);
}

function gather(env: NodeJS.ProcessEnv, stored: CredentialsFile): Map<SecretName, string> {
  const found = new Map<SecretName, string>();
  for (const name of secretNames) {
    const secret = cleanSecret(env as Secrets, name) ?? cleanSecret(stored, name);
    // The id of an app is no secret: it stands in the address where one logs in.
    if (secret !== null && name !== "X_CLIENT_ID") found.set(name, secret);
  }
  return found;
}

const oauth1Names = [
  "X_CONSUMER_KEY",
  "X_CONSUMER_SECRET",
  "X_ACCESS_TOKEN",
  "X_ACCESS_TOKEN_SECRET"
] as const;

function oauth1From(found: ReadonlyMap<SecretName, string>): Token | null {
  const [appKey, appSecret, accessToken, accessSecret] = oauth1Names.map((name) => found.get(name));
  // The app's two have other uses, a user's two have none.
  if (!accessToken && !accessSecret) return null;
  if (appKey && appSecret && accessToken && accessSecret)
    return {kind: "oauth1", appKey, appSecret, accessToken, accessSecret};
  const missing = oauth1Names.filter((name) => !found.has(name)).join(", ");
  // Going on with a lesser token would see less, and may cost ten times as much.
  throw new UserError(
    `missing ${missing}: OAuth 1.0a needs all four of ${oauth1Names.join(", ")}: set it, or unset the others`
  );
}

/** Half of OAuth 1.0a is told of only here: the app's two have other uses, and beside a login they are no mistake. */
function noCredentials(found: ReadonlyMap<SecretName, string>): UserError {
  const set = oauth1Names.filter((name) => found.has(name));
  if (set.length === 0)
    return new UserError(
      "missing X_USER_TOKEN or X_BEARER_TOKEN: log in with followback login, or set one in the environment, see docs/live-x.md"
    );
  const missing = oauth1Names.filter((name) => !found.has(name));
  return new UserError(
    `missing ${missing.join(", ")}: OAuth 1.0a needs ${missing.length === 1 ? "it" : "them"} beside ${set.join(", ")}: set all four, or log in with followback login, see docs/live-x.md`
  );
}

class StaticCredentials implements Credentials {
  constructor(
    readonly kind: TokenKind,
    readonly name: string,
    private readonly held: Token,
    private readonly hidden: readonly string[]
  ) {}
  token = async () => this.held;
  renew = async () => null;
  secrets = () => [...this.hidden];
}
