import type {LocalOAuth} from "./oauth.ts";
import {Signatures, type OAuth1Secrets} from "./signature.ts";

/** Tokens that are good for ever. Either may be missing. */
export interface StaticTokens {
  app?: string;
  user?: string;
}

/** Whose eyes a request has. `accessToken` is the OAuth 2.0 token it came with, which may die; else null. */
export interface Caller {
  auth: "app" | "user";
  accessToken: string | null;
}

/** Reads whose eyes a request has; null for a token nobody gave out, one that has died, and a wrong signature. */
export class Authenticator {
  readonly #signatures: Signatures | null;

  constructor(
    readonly tokens: StaticTokens,
    readonly oauth: LocalOAuth,
    oauth1: OAuth1Secrets | undefined,
    /** The addresses the server goes by; a client that is redirected may have signed for X's own. */
    readonly bases: () => readonly string[]
  ) {
    this.#signatures = oauth1 ? new Signatures(oauth1) : null;
  }

  identify(header: string | undefined, method: string, url: URL): Caller | null {
    if (header === undefined) return null;
    const bearer = /^Bearer (.+)$/.exec(header)?.[1];
    if (bearer !== undefined && this.oauth.isGood(bearer)) return {auth: "user", accessToken: bearer};
    if (bearer === undefined && this.#signatures) {
      const isSigned = this.#signatures.verify(header, method, url, this.bases());
      return isSigned ? {auth: "user", accessToken: null} : null;
    }
    const token = bearer ?? /oauth_token="([^"]+)"/.exec(header)?.[1];
    if (token === undefined) return null;
    if (token === this.tokens.user) return {auth: "user", accessToken: null};
    return token === this.tokens.app ? {auth: "app", accessToken: null} : null;
  }
}
