import {createHash, randomBytes} from "node:crypto";
import type {Answer} from "../delivery.ts";

/** An app as X knows it. With a secret it is a confidential client and signs in with Basic, else a public one. */
export interface OAuthApp {
  clientId: string;
  clientSecret?: string;
  /** The redirect addresses that were registered; X compares them letter by letter. */
  redirectUris: readonly string[];
}

/** What the token endpoint answers. `refresh_token` is there only where the scope `offline.access` was asked for. */
export interface TokenPair {
  token_type: "bearer";
  /** Seconds. */
  expires_in: number;
  access_token: string;
  scope: string;
  refresh_token?: string;
}

/** A code lives for 30 seconds and an access token for two hours: docs.x.com, oauth-2-0/authorization-code. */
const codeMs = 30_000;
const accessMs = 2 * 3_600_000;
const offline = "offline.access";

interface Code {
  until: number;
  redirectUri: string;
  challenge: string;
  scope: string;
}

const refuse = (status: number, error: string, description: string): Answer => ({
  status,
  body: {error, error_description: description}
});
const invalidRequest = (description: string) => refuse(400, "invalid_request", description);
const wrongToken = () => invalidRequest("Value passed for the token was invalid.");

/**
 * X's OAuth 2.0 with PKCE, for one app and one user who always agrees. Refresh tokens rotate: each is good for one
 * refresh. Nothing is kept but what is still good, so a used code or token is as unknown as an invented one.
 */
export class LocalOAuth {
  /** How many refreshes were granted, and refused; how many codes were exchanged for a first pair. */
  refreshes = 0;
  refusals = 0;
  logins = 0;
  /** Set it to let the person in front of the browser say no. */
  isDenying = false;
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, number>();
  readonly #refresh = new Map<string, string>();

  constructor(
    readonly clock: {now(): Date},
    readonly app: OAuthApp | null
  ) {}

  /** Whether an access token is good now. */
  isGood(token: string): boolean {
    return this.#now() < (this.#access.get(token) ?? -Infinity);
  }

  /** All access tokens die at once; refresh tokens live on. */
  expireAll(): void {
    this.#access.clear();
  }

  /** A pair as a login would have given it. */
  issue(scope = `tweet.read users.read follows.read like.read ${offline}`): TokenPair {
    const access = newSecret();
    this.#access.set(access, this.#now() + accessMs);
    const pair: TokenPair = {
      token_type: "bearer",
      expires_in: accessMs / 1000,
      access_token: access,
      scope
    };
    if (!scope.split(" ").includes(offline)) return pair;
    pair.refresh_token = newSecret();
    this.#refresh.set(pair.refresh_token, scope);
    return pair;
  }

  /** `GET /i/oauth2/authorize`: sends the browser back with a code, at once. */
  authorize(query: URLSearchParams): Answer {
    const redirectUri = query.get("redirect_uri") ?? "";
    const challenge = query.get("code_challenge") ?? "";
    const scope = query.get("scope") ?? "";
    const state = query.get("state") ?? "";
    if (query.get("client_id") !== this.app?.clientId)
      return invalidRequest("Value passed for the client id was invalid.");
    // An address that was not registered is never redirected to, not even with an error.
    if (!this.app!.redirectUris.includes(redirectUri))
      return invalidRequest("Value passed for the redirect uri did not match a registered one.");
    if (query.get("response_type") !== "code")
      return invalidRequest("Value passed for the response type was invalid.");
    if (query.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(challenge))
      return invalidRequest("Value passed for the code challenge was invalid.");
    if (!scope || !state) return invalidRequest(`Missing required parameter [${scope ? "state" : "scope"}].`);
    const back = new URL(redirectUri);
    back.searchParams.set("state", state);
    if (this.isDenying) back.searchParams.set("error", "access_denied");
    else {
      const code = newSecret();
      this.#codes.set(code, {until: this.#now() + codeMs, redirectUri, challenge, scope});
      back.searchParams.set("code", code);
    }
    return {status: 302, body: "", headers: {location: back.href}};
  }

  /** `POST /2/oauth2/token`. */
  token(form: URLSearchParams, authorization: string | undefined): Answer {
    const stranger = this.#refuseStranger(form, authorization);
    if (stranger) return stranger;
    const grant = form.get("grant_type");
    if (grant === "refresh_token") return this.#refreshPair(form);
    if (grant === "authorization_code") return this.#exchangeCode(form);
    return refuse(400, "unsupported_grant_type", "Value passed for the grant type was invalid.");
  }

  /** `POST /2/oauth2/revoke`: a token that is not known is as good as revoked. */
  revoke(form: URLSearchParams, authorization: string | undefined): Answer {
    const stranger = this.#refuseStranger(form, authorization);
    if (stranger) return stranger;
    const token = form.get("token") ?? "";
    this.#access.delete(token);
    this.#refresh.delete(token);
    return {status: 200, body: {revoked: true}};
  }

  #now = () => this.clock.now().getTime();

  #refreshPair(form: URLSearchParams): Answer {
    const token = form.get("refresh_token") ?? "";
    const scope = this.#refresh.get(token);
    this.#refresh.delete(token);
    if (scope === undefined) {
      this.refusals += 1;
      return wrongToken();
    }
    this.refreshes += 1;
    return {status: 200, body: this.issue(scope)};
  }

  #exchangeCode(form: URLSearchParams): Answer {
    const name = form.get("code") ?? "";
    const code = this.#codes.get(name);
    // Whatever comes of it, a code is good for one try.
    this.#codes.delete(name);
    if (!code || this.#now() >= code.until)
      return invalidRequest("Value passed for the authorization code was invalid.");
    if (form.get("redirect_uri") !== code.redirectUri)
      return invalidRequest(
        "Value passed for the redirect uri did not match the uri of the authorization code."
      );
    const verifier = form.get("code_verifier");
    if (verifier === null) return invalidRequest("Missing required parameter [code_verifier].");
    if (createHash("sha256").update(verifier).digest("base64url") !== code.challenge)
      return invalidRequest("Value passed for the code verifier did not match the code challenge.");
    this.logins += 1;
    return {status: 200, body: this.issue(code.scope)};
  }

  /** A public client says who it is in the form, a confidential one proves it by Basic. */
  #refuseStranger(form: URLSearchParams, authorization: string | undefined): Answer | null {
    const {clientId, clientSecret} = this.app!;
    if (clientSecret === undefined) {
      if (form.get("client_id") === clientId) return null;
      return invalidRequest("Value passed for the client id was invalid.");
    }
    const proof = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString(
      "base64"
    );
    if (authorization === `Basic ${proof}`) return null;
    return refuse(401, "unauthorized_client", "Missing valid authorization header");
  }
}

const newSecret = () => randomBytes(32).toString("base64url");
