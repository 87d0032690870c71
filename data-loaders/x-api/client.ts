import {Agent as HttpAgent} from "node:http";
import {Agent as HttpsAgent} from "node:https";
import {TwitterApi, type ITwitterApiClientPlugin, type TwitterRateLimit} from "twitter-api-v2";
import {UserError} from "../../src/errors.ts";
import {meRequest, type Endpoint, type XRequest} from "./requests.ts";
import {readOne, readProblem, userSchema, type Dialect} from "./answers.ts";
import {systemClock, type Clock} from "./clock.ts";
import {failureOf, XFailure} from "./failure.ts";

/** A user token speaks for one person; a bearer token only for the app. */
export type TokenKind = "user" | "bearer";

export interface ClientOptions {
  token: string;
  kind: TokenKind;
  /** Where X is; default FOLLOWBACK_X_BASE, else https://api.x.com. Plain http only on this machine. */
  base?: string;
  clock?: Clock;
  /** Called before a wait for a rate limit, with what is waited for. */
  onWait?: (until: Date, endpoint: Endpoint) => void;
}

/** One answer: the body as it came, when it was asked for and when it was there. */
export interface Answer {
  body: unknown;
  askedAt: Date;
  at: Date;
}

/** Requests sent and resources returned, by endpoint. */
export type Ledger = ReadonlyMap<Endpoint, {requests: number; resources: number}>;

export const xBase = "https://api.x.com";
const windowMs = 15 * 60_000;
const tries = 3;
const limitedTries = 4;
const timeoutMs = 60_000;

/** The name of the environment variable that holds a token of each kind. */
export const tokenNames: Record<TokenKind, string> = {user: "X_USER_TOKEN", bearer: "X_BEARER_TOKEN"};

/** The token the environment holds; the user token goes first, because only it sees who follows whom and who liked. */
export function tokenFrom(env: NodeJS.ProcessEnv = process.env): {token: string; kind: TokenKind} {
  for (const kind of ["user", "bearer"] as const) {
    const token = env[tokenNames[kind]]?.trim();
    if (!token) continue;
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new UserError(
        `${tokenNames[kind]} is not a token: it holds characters that no token has, copy it again`
      );
    }
    return {token, kind};
  }
  throw new UserError(
    `missing X_USER_TOKEN or X_BEARER_TOKEN: get one in X's developer console and set it in the environment, see README "Live X"`
  );
}

/**
 * Reads X API v2, one request at a time: waits for rate limits on its clock, and tries again where X stumbles. The
 * only place that talks to X. Budgets, token refresh and resuming a walk belong here or right above, when they come.
 */
export class Client {
  readonly kind: TokenKind;
  readonly clock: Clock;
  readonly #token: string;
  readonly #api: TwitterApi["v2"];
  readonly #agent: HttpAgent;
  readonly #onWait: ClientOptions["onWait"];
  readonly #limits = new Map<Endpoint, TwitterRateLimit>();
  #ledger = new Map<Endpoint, {requests: number; resources: number}>();
  #dialects = new Set<Dialect>();
  #owner: Promise<string | null> | null = null;

  constructor({token, kind, base, clock = systemClock, onWait}: ClientOptions) {
    const url = baseOf(base ?? process.env.FOLLOWBACK_X_BASE ?? xBase);
    const Agent = url.startsWith("http:") ? HttpAgent : HttpsAgent;
    const redirect: ITwitterApiClientPlugin = {
      onBeforeRequestConfig({params}) {
        params.url = params.url.replace(xBase, url);
      }
    };
    this.kind = kind;
    this.clock = clock;
    this.#token = token;
    this.#onWait = onWait;
    this.#agent = new Agent({keepAlive: true});
    this.#api = new TwitterApi(token, {plugins: [redirect], httpAgent: this.#agent}).v2;
  }

  /**
   * Sends one request and returns what X answered with 200. Waits where the limit of the endpoint is used up; tries
   * three times where X answers 5xx or the network fails. Throws `XFailure` for anything else.
   */
  async get(request: XRequest): Promise<Answer> {
    for (let failed = 0, limited = 0; ;) {
      await this.#waitForLimit(request.endpoint);
      const askedAt = this.clock.now();
      try {
        this.#count(request.endpoint, 1, 0);
        const {data, rateLimit} = await this.#api.get<unknown>(request.endpoint, request.query, {
          fullResponse: true,
          params: request.params,
          timeout: timeoutMs
        });
        this.#noteLimit(request.endpoint, rateLimit);
        this.#count(request.endpoint, 0, resourcesOf(data));
        return {body: data, askedAt, at: this.clock.now()};
      } catch (error) {
        const failure = failureOf(error, {readProblem, hide: this.hide});
        const mayRepeat = failure.kind === "network" || (failure.status ?? 0) >= 500;
        if (failure.status === 429 && ++limited < limitedTries) this.#noteRefusal(request.endpoint, error);
        else if (mayRepeat && ++failed < tries) await this.clock.sleep(1000 * 2 ** (failed - 1));
        else throw failure;
      }
    }
  }

  /** The id of the token's user; null for a bearer token, and where X does not say. Asked once a client. */
  owner(): Promise<string | null> {
    return (this.#owner ??= this.#readOwner());
  }

  /** What was spent since this was last called. */
  takeLedger(): Ledger {
    const ledger = this.#ledger;
    this.#ledger = new Map();
    return ledger;
  }

  /** Notes the field dialect of what was read. */
  seeDialect(dialect: Dialect | null): void {
    if (dialect) this.#dialects.add(dialect);
  }

  /** The field dialects seen since this was last called, in the order of first sight. */
  takeDialects(): Dialect[] {
    const dialects = [...this.#dialects];
    this.#dialects.clear();
    return dialects;
  }

  /** Lets go of the open connections. */
  close(): void {
    this.#agent.destroy();
  }

  async #readOwner() {
    if (this.kind === "bearer") return null;
    try {
      const answer = readOne((await this.get(meRequest())).body, userSchema);
      return "item" in answer ? answer.item.id : null;
    } catch (error) {
      if (!(error instanceof XFailure)) throw error;
      // The token may still read lists; it only cannot prove whose eyes it has. A later snapshot asks again.
      this.#owner = null;
      return null;
    }
  }

  async #waitForLimit(endpoint: Endpoint) {
    const limit = this.#limits.get(endpoint);
    if (!limit || limit.remaining > 0) return;
    this.#limits.delete(endpoint);
    const now = this.clock.now().getTime();
    // Windows last 15 minutes; a longer wait can only come from clocks that disagree.
    const ms = Math.min(limit.reset * 1000 - now, windowMs + 1000);
    if (ms <= 0) return;
    this.#onWait?.(new Date(now + ms), endpoint);
    await this.clock.sleep(ms);
  }

  #noteLimit(endpoint: Endpoint, limit: TwitterRateLimit | undefined) {
    if (limit) this.#limits.set(endpoint, limit);
  }

  /** After a 429 the next try waits for the reset X named, at least a second; without one, a whole window. */
  #noteRefusal(endpoint: Endpoint, error: unknown) {
    const now = this.clock.now().getTime() / 1000;
    const limit = (error as {rateLimit?: TwitterRateLimit}).rateLimit;
    const reset =
      limit && Number.isFinite(limit.reset) ? Math.max(limit.reset, now + 1) : now + windowMs / 1000;
    this.#limits.set(endpoint, {limit: limit?.limit ?? 0, remaining: 0, reset});
  }

  #count(endpoint: Endpoint, requests: number, resources: number) {
    const entry = this.#ledger.get(endpoint) ?? {requests: 0, resources: 0};
    this.#ledger.set(endpoint, {
      requests: entry.requests + requests,
      resources: entry.resources + resources
    });
  }

  /** Takes the token out of a text of X, before it is shown or stored: a refusal may repeat what it refuses. */
  readonly hide = (text: string) => text.replaceAll(this.#token, "[token]");
}

/** Opens a client for one token. Close it when done. */
export const openClient = (options: ClientOptions) => new Client(options);

export function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal))) {
    return url.href.replace(/\/+$/, "");
  }
  throw new UserError("FOLLOWBACK_X_BASE: must be an https address, or http on this machine");
}

function resourcesOf(body: unknown): number {
  const data = (body as {data?: unknown} | null)?.data;
  return Array.isArray(data) ? data.length : data ? 1 : 0;
}
