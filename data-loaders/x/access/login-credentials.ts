import {UserError} from "../../../src/errors.ts";
import type {Clock} from "../../clock.ts";
import {lockPrivate} from "../../access/private-file.ts";
import {readCredentials, writeCredentials, type Login} from "./credentials-file.ts";
import {XFailure} from "../protocol/failure.ts";
import {OAuth, OAuthRefusal} from "./oauth.ts";
import type {Credentials, Token} from "./token.ts";

/** A token that ends within this is renewed before it is used. */
const marginMs = 60_000;

export interface LoginOptions {
  file: string;
  login: Login;
  base?: string | undefined;
  clock: Clock;
  /** More that must never be shown. */
  secrets?: readonly string[];
  /** Called when a new pair is on the disk, before it is used. */
  onStored?: () => void;
}

/**
 * The login that `followback login` stored. X gives a new refresh token with every renewal and takes the old one never
 * again, so the new pair is on the disk before it is used, and one process at a time renews; the others then find its
 * pair in the file.
 */
export class LoginCredentials implements Credentials {
  readonly kind = "user";
  readonly #options: LoginOptions;
  readonly #secrets: Set<string>;
  #login: Login;
  #renewing: Promise<Token> | null = null;
  /** A pair X gave that could not be stored, and the refresh token it was given for. */
  #unsaved: {spent: string; login: Login} | null = null;

  constructor(options: LoginOptions) {
    this.#options = options;
    this.#login = options.login;
    this.#secrets = new Set(options.secrets);
    this.#remember(options.login);
  }

  get name(): string {
    const {username, userId} = this.#login;
    return username ? `the login of @${username}` : userId ? `the login of ${userId}` : "the login";
  }

  async token(): Promise<Token> {
    // Without the scope offline.access there is nothing to renew it by, and it is used up to its end.
    const mayRenew = this.#login.refreshToken !== null;
    if (this.#lasts(this.#login, mayRenew ? marginMs : 0)) return tokenOf(this.#login);
    try {
      return await this.#renewed(null);
    } catch (error) {
      // Its last minute is better than nothing; what X refused for good is told at once.
      if (error instanceof XFailure && this.#lasts(this.#login, 0)) return tokenOf(this.#login);
      throw error;
    }
  }

  async renew(refused: Token): Promise<Token> {
    if (refused.accessToken !== this.#login.accessToken) return tokenOf(this.#login);
    return this.#renewed(refused.accessToken);
  }

  secrets = () => [...this.#secrets];

  /** All who ask at the same time share one renewal; one that failed is forgotten. */
  #renewed(refused: string | null): Promise<Token> {
    this.#renewing ??= this.#renewUnderLock(refused).finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renewUnderLock(refused: string | null): Promise<Token> {
    const {file, onStored} = this.#options;
    const release = await lockPrivate(file);
    try {
      const contents = await readCredentials(file);
      const stored = this.#check(contents.login);
      this.#remember(stored);
      if (stored.accessToken !== refused && this.#lasts(stored, marginMs)) {
        this.#login = stored;
        return tokenOf(stored);
      }
      const login = await this.#next(stored);
      await writeCredentials(file, {...contents, login});
      this.#unsaved = null;
      onStored?.();
      this.#login = login;
      return tokenOf(login);
    } finally {
      release();
    }
  }

  /** The login after a renewal at X, or the one X gave before that is not stored yet. */
  async #next(stored: Login): Promise<Login> {
    const {refreshToken: spent} = stored;
    if (spent !== null && this.#unsaved?.spent === spent) return this.#unsaved.login;
    if (spent === null) throw new UserError(`${this.name} has expired: run followback login`);
    const grant = await this.#refresh(stored, spent);
    const login = {
      ...stored,
      accessToken: grant.accessToken,
      expiresAt: grant.expiresAt,
      refreshToken: grant.refreshToken ?? spent,
      scopes: grant.scopes.length > 0 ? grant.scopes : stored.scopes
    };
    this.#remember(login);
    this.#unsaved = {spent, login};
    return login;
  }

  async #refresh({clientId, clientSecret}: Login, spent: string) {
    const {base, clock} = this.#options;
    try {
      const options = {...(base && {base}), clock, secrets: this.secrets()};
      return await new OAuth({clientId, clientSecret}, options).refresh(spent);
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      throw new UserError(
        error.isOfApp
          ? `${error.message}: X rejected the app of ${this.name}: check X_CLIENT_SECRET, then run followback login`
          : `${error.message}: ${this.name} has expired, or is used on another machine: run followback login`
      );
    }
  }

  /** What the file holds, if it still is the same person's: nobody goes on with other eyes in the middle of a walk. */
  #check(stored: Login | undefined): Login {
    if (!stored) throw new UserError(`${this.name} is gone from the credentials file: run followback login`);
    const {userId, since} = this.#login;
    const isSame =
      userId !== null && stored.userId !== null
        ? userId === stored.userId
        : since.getTime() === stored.since.getTime();
    if (!isSame)
      throw new UserError(`${this.name} was replaced by another login: run this again to use the new one`);
    return stored;
  }

  #lasts = ({expiresAt}: Login, ms: number) => this.#options.clock.now().getTime() + ms < expiresAt.getTime();

  #remember({clientSecret, accessToken, refreshToken}: Login) {
    for (const secret of [clientSecret, accessToken, refreshToken]) if (secret) this.#secrets.add(secret);
  }
}

const tokenOf = ({accessToken}: Login): Token => ({kind: "oauth2", accessToken});
