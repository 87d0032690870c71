/** Whose eyes a token has: a user's, or only the app's. */
export type TokenKind = "user" | "bearer";

/** What goes into a request: an OAuth 2.0 token (a user's or the app's), or the four parts of OAuth 1.0a. */
export type Token =
  | {kind: "oauth2"; accessToken: string}
  | {kind: "oauth1"; appKey: string; appSecret: string; accessToken: string; accessSecret: string};

/** A token that may change while it is used. */
export interface Credentials {
  readonly kind: TokenKind;
  /** What an error may name: `X_USER_TOKEN`, `X_ACCESS_TOKEN`, `X_BEARER_TOKEN`, `the login of @x`. */
  readonly name: string;
  /** The token for the next request; one that is known to end within a minute is renewed first. */
  token(): Promise<Token>;
  /**
   * After X answered 401 to `refused`: another token, or null where there is none to be had. Throws a `UserError` with
   * what to do where X will not renew it, an `XFailure` where X cannot be reached; either way the next call tries again.
   */
  renew(refused: Token): Promise<Token | null>;
  /** Everything that must never be shown, past tokens of this process included. */
  secrets(): string[];
}
