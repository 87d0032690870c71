import type {Agent} from "node:http";
import {
  ApiResponseError,
  TwitterApi,
  TwitterApiPluginResponseOverride,
  type IParsedOAuth2TokenResult,
  type ITwitterApiClientPlugin
} from "twitter-api-v2";
import {z} from "zod";
import {readOne, readProblem, userSchema} from "../protocol/answers.ts";
import {systemClock, type Clock} from "../../clock.ts";
import {failureOf, slowFailure, XFailure} from "../protocol/failure.ts";
import {hideSecrets} from "../../access/hide.ts";
import {addressOf, redirectTo} from "../protocol/address.ts";

/** X's name of an app, and the secret of a confidential one. */
export interface App {
  clientId: string;
  clientSecret: string | null;
}

/** What X grants: an access token until `expiresAt`, and, with the scope offline.access, what renews it, once. */
export interface Grant {
  accessToken: string;
  expiresAt: Date;
  refreshToken: string | null;
  /** Empty where X did not say: then it is what was asked for. */
  scopes: string[];
}

export interface OAuthOptions {
  /** Where X is; default FOLLOWBACK_X_BASE, else https://api.x.com. */
  base?: string;
  clock?: Clock;
  /** How long one try may take in all, in real milliseconds. */
  timeoutMs?: number;
  /** More that must never be shown. */
  secrets?: readonly string[];
}

/** X refused for a reason that trying again does not mend, such as `invalid_request`. */
export class OAuthRefusal extends Error {
  override name = "OAuthRefusal";
  constructor(
    message: string,
    readonly code: string
  ) {
    super(message);
  }
  /** Whether X refused the app rather than the code or the token. */
  get isOfApp(): boolean {
    return ["invalid_client", "unauthorized_client"].includes(this.code);
  }
}

const tries = 3;
const grantSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().max(1e9).catch(7200),
  refresh_token: z.string().min(1).nullish(),
  scope: z.string().default("")
});
const refusalSchema = z.object({error: z.string(), error_description: z.string().nullish()});

/**
 * X's OAuth 2.0 endpoints, of docs.x.com, fundamentals/authentication/oauth-2-0. Tries three times where X stumbles or
 * cannot be reached. Throws `OAuthRefusal` or `XFailure`, whose messages hold no secret.
 */
export class OAuth {
  readonly #app: App;
  readonly #base: string;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  /** What must never be shown: what was asked with so far, and what was granted. */
  readonly #secrets: Set<string>;

  constructor(app: App, {base, clock = systemClock, timeoutMs = 15_000, secrets = []}: OAuthOptions = {}) {
    this.#app = app;
    this.#secrets = new Set([...secrets, app.clientSecret ?? ""]);
    this.#base = addressOf(base);
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** The address where the person agrees, and what proves afterwards that the answer belongs to it (PKCE S256). */
  authorization(redirectUri: string, scopes: readonly string[]) {
    const link = this.#open([]).generateOAuth2AuthLink(redirectUri, {scope: [...scopes]});
    const url = new URL(link.url);
    // The library writes it in lower case; the standard and X's pages do not.
    url.searchParams.set("code_challenge_method", "S256");
    const page = this.#base.startsWith("http:") ? `${this.#base}${url.pathname}` : url.origin + url.pathname;
    // X's pages write a blank as %20.
    return {
      url: `${page}${url.search.replaceAll("+", "%20")}`,
      state: link.state,
      verifier: link.codeVerifier
    };
  }

  /** Turns the code of a redirect into tokens. X takes a code for 30 seconds, and once. */
  exchange(code: string, verifier: string, redirectUri: string): Promise<Grant> {
    return this.#grant([code, verifier], (api) =>
      api.loginWithOAuth2({code, codeVerifier: verifier, redirectUri})
    );
  }

  /** Turns a refresh token into a new pair; the old one is spent by that. */
  refresh(refreshToken: string): Promise<Grant> {
    return this.#grant([refreshToken], (api) => api.refreshOAuth2Token(refreshToken));
  }

  /** Ends a token. One that X does not know any more is ended already. */
  async revoke(token: string, type: "access_token" | "refresh_token"): Promise<void> {
    await this.#ask([token], (api) => api.revokeOAuth2Token(token, type)).catch((error: unknown) => {
      if (!(error instanceof OAuthRefusal) || error.isOfApp) throw error;
    });
  }

  /** Whose token it is. X bills one user read, $0.010. */
  async whoIs(accessToken: string): Promise<{id: string; username: string | null}> {
    const {data} = await this.#ask(
      [accessToken],
      (api) => api.v2.get<unknown>("users/me", undefined, {fullResponse: true}),
      accessToken
    );
    const answer = readOne(data, userSchema);
    if ("item" in answer) return answer.item;
    throw new XFailure("X did not say whose login it is", null, "content");
  }

  async #grant(
    secrets: string[],
    ask: (api: TwitterApi) => Promise<IParsedOAuth2TokenResult>
  ): Promise<Grant> {
    // Counted from before the question, so that it never ends later here than at X.
    let askedAt = this.#clock.now();
    const grant = await this.#ask(secrets, (api) => {
      askedAt = this.#clock.now();
      return ask(api);
    });
    for (const token of [grant.accessToken, grant.refreshToken ?? ""]) this.#secrets.add(token);
    return {
      accessToken: grant.accessToken,
      expiresAt: new Date(askedAt.getTime() + grant.expiresIn * 1000),
      refreshToken: grant.refreshToken ?? null,
      scopes: grant.scope
    };
  }

  async #ask<T>(secrets: string[], ask: (api: TwitterApi) => Promise<T>, accessToken?: string): Promise<T> {
    for (const secret of secrets) this.#secrets.add(secret);
    const hide = (text: string) => hideSecrets(text, this.#secrets);
    for (let failed = 0; ;) {
      const {plugin, agent} = redirectTo(this.#base);
      // The transport's own timeout starts anew with each byte; this one ends a body that dribbles, too.
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        agent.destroy();
      }, this.#timeoutMs);
      try {
        return await ask(this.#open([plugin, formsFor(this.#base)], agent, accessToken));
      } catch (error) {
        const failure = isLate ? slowFailure(this.#timeoutMs / 1000) : refusalOf(error, hide);
        const mayRepeat =
          failure instanceof XFailure && (failure.kind === "network" || failure.status! >= 500);
        if (!mayRepeat || ++failed >= tries) throw failure;
        await this.#clock.sleep(1000 * 2 ** (failed - 1));
      } finally {
        clearTimeout(timer);
        agent.destroy();
      }
    }
  }

  #open(plugins: ITwitterApiClientPlugin[], httpAgent?: Agent, accessToken?: string): TwitterApi {
    const {clientId, clientSecret} = this.#app;
    const settings = {plugins, ...(httpAgent && {httpAgent})};
    if (accessToken !== undefined) return new TwitterApi(accessToken, settings);
    return new TwitterApi({clientId, ...(clientSecret !== null && {clientSecret})}, settings);
  }
}

/** Asks OAuth's endpoints with the forms that X's pages describe, and checks what comes back. */
const formsFor = (base: string): ITwitterApiClientPlugin => ({
  onBeforeRequestConfig({params}) {
    // A packed body that is cut leaves the library waiting.
    params.compression = false;
    if (!params.url.startsWith(`${base}/2/oauth2/`)) return;
    // The library would send JSON, and a confidential client's secret in the body beside the header.
    params.forceBodyMode = "url";
    if (params.body) delete (params.body as Record<string, unknown>).client_secret;
  },
  onAfterRequest({params, response}) {
    if (!params.url.startsWith(`${base}/2/oauth2/token`)) return;
    const grant = grantSchema.safeParse(response.data);
    if (!grant.success) throw new XFailure("X's answer to the login has an unknown shape", null, "content");
    return new TwitterApiPluginResponseOverride({...response, data: grant.data});
  }
});

/** What went wrong, without anything of the request. */
function refusalOf(error: unknown, hide: (text: string) => string): OAuthRefusal | XFailure {
  if (error instanceof XFailure) return error;
  if (error instanceof ApiResponseError && error.code < 500) {
    const refusal = refusalSchema.safeParse(error.data);
    if (refusal.success) {
      const {error: code, error_description: words} = refusal.data;
      const shown = hide(words ? `${code}: ${words}` : code).replace(/\s+/g, " ");
      // What to do follows behind a colon.
      const sentence = shown.slice(0, 300).trim().replace(/\.$/, "");
      return new OAuthRefusal(`X answered ${error.code}: ${sentence}`, code);
    }
  }
  return failureOf(error, {readProblem, hide});
}
