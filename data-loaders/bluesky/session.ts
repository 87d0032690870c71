import {z} from "zod";
import {UserError} from "../../src/errors.ts";
import {lockPrivate} from "../access/private-file.ts";
import {BlueskyFailure} from "./failure.ts";
import {callHome, errorOf, type HomeOptions} from "./home.ts";
import {readLogin, writeLogin, type BlueskyLogin} from "./login-file.ts";

/** What a server gives at a login and at a renewal. */
export const tokensSchema = z.object({
  did: z.string(),
  accessJwt: z.string().min(1),
  refreshJwt: z.string().min(1)
});

/** What refuses a token that was once good. */
export const isTokenRefusal = (error: string | null) => error === "ExpiredToken" || error === "InvalidToken";

/**
 * A login that `followback login --network bluesky` stored, while it is used. A renewal gives both tokens anew, so the new
 * pair is on the disk before it is used, and one process at a time renews.
 */
export class Session {
  readonly did: string;
  readonly pds: string;
  readonly #secrets = new Set<string>();
  #login: BlueskyLogin;

  constructor(
    readonly file: string,
    login: BlueskyLogin,
    readonly options: HomeOptions = {}
  ) {
    ({did: this.did, pds: this.pds} = login);
    this.#login = login;
    this.#remember(login);
  }

  get token(): string {
    return this.#login.accessToken;
  }

  /** Everything that must never be shown, past tokens of this process included. */
  get secrets(): ReadonlySet<string> {
    return this.#secrets;
  }

  /**
   * Takes another token in the place of one that was refused. Throws a `UserError` where the login has ended, and a
   * `BlueskyFailure` where the server did not say.
   */
  async renew(refused: string): Promise<void> {
    const release = await lockPrivate(this.file);
    try {
      const stored = await readLogin(this.file);
      if (stored === null || stored.did !== this.did) throw this.#ended();
      this.#remember(stored);
      this.#login = stored.accessToken === refused ? await this.#next(stored) : stored;
    } finally {
      release();
    }
  }

  async #next(login: BlueskyLogin): Promise<BlueskyLogin> {
    const method = "com.atproto.server.refreshSession";
    const said = await callHome(this.pds, method, {token: login.refreshToken}, this.options);
    const {data} = tokensSchema.safeParse(said.body);
    if (said.status === 200 && data?.did === this.did) {
      const next = {...login, accessToken: data.accessJwt, refreshToken: data.refreshJwt};
      this.#remember(next);
      await writeLogin(this.file, next);
      return next;
    }
    const error = errorOf(said);
    if (said.status === 401 || (said.status === 400 && isTokenRefusal(error))) throw this.#ended();
    throw new BlueskyFailure(`the login was not renewed: ${said.status} ${error}`, said.status, "unanswered");
  }

  #remember({accessToken, refreshToken}: BlueskyLogin) {
    this.#secrets.add(accessToken).add(refreshToken);
  }

  #ended() {
    return new UserError(
      `the login of ${this.#login.handle} has ended: run followback login --network bluesky again, or followback logout --network bluesky to go on without`
    );
  }
}
