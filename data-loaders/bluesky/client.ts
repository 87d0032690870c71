import {Client as Xrpc, parseRateLimitHeaders, type FetchHandler} from "@atcute/client";
import type {XRPCQueryMetadata} from "@atcute/lexicons/validations";
import {blueskyRequestsASecond, type BlueskyMethod} from "../../src/networks/bluesky.ts";
import {hideSecrets, withoutSecrets} from "../access/hide.ts";
import {neverBack, systemClock, type Clock} from "../clock.ts";
import type {Recorded} from "../answer-file.ts";
import {safeAddress} from "../access/address.ts";
import {BlueskyFailure} from "./failure.ts";
import {limitWait} from "./limit.ts";
import type {BlueskyRequest} from "./requests.ts";
import {isTokenRefusal, type Session} from "./session.ts";

/** Where anybody may ask what is public, without a login. */
export const publicBase = "https://public.api.bsky.app";

export interface ClientOptions {
  /** Where Bluesky is; default FOLLOWBACK_BLUESKY_BASE, else the public AppView. Plain http only on this machine. */
  base?: string;
  clock?: Clock;
  /** How a request is sent; default: over the network. */
  fetch?: typeof globalThis.fetch;
  /** The login of the account that is looked at: what only it sees, and who follows it, is asked as that account. */
  session?: Session | null;
  /** Called before a wait for a rate limit. */
  onWait?: (until: Date) => void;
  /** How long an answer may take, in milliseconds. */
  timeoutMs?: number;
}

/** One answer: the body as it came, when it was asked for and when it was there. */
export interface Answer {
  body: unknown;
  askedAt: Date;
  at: Date;
}

/** What knows answers of an interrupted run, and keeps those of this one. */
export interface AnswerStore {
  replay: (request: BlueskyRequest) => Recorded | null;
  record: (request: BlueskyRequest, answer: Recorded) => void;
}

/** The queries that are asked: what comes back is checked where it is read, and never trusted to have a form. */
type Queries = Record<BlueskyMethod, XRPCQueryMetadata>;

/** What the account sees better than others: whom its lists show with both addresses, and what others did toward it. */
const asAccount: ReadonlySet<BlueskyMethod> = new Set<BlueskyMethod>([
  "app.bsky.graph.getFollowers",
  "app.bsky.graph.getFollows",
  "app.bsky.graph.getRelationships",
  "app.bsky.notification.listNotifications"
]);

const tries = 4;
/** So many requests in a row without an answer, each tried again and again, and Bluesky is taken to be out of reach. */
const unansweredInARow = 3;

/**
 * The address that is asked: the one given, else FOLLOWBACK_BLUESKY_BASE, else the public one. Throws a `UserError` for what is
 * none, and for plain http to another machine.
 */
export function blueskyAddress(base?: string): string {
  return safeAddress(base ?? process.env.FOLLOWBACK_BLUESKY_BASE ?? publicBase, "FOLLOWBACK_BLUESKY_BASE");
}

/**
 * Asks Bluesky, one request at a time and at most five a second: waits where a limit is reached, and tries again where a
 * server stumbles. Once it is out of reach nothing more is asked: see `stopped`.
 */
export class BlueskyClient {
  readonly clock: Clock;
  readonly base: string;
  /** How many requests were sent, by method. */
  readonly requests = new Map<string, number>();
  /** Answers in the place of Bluesky what it knows, and gets every answer of its. */
  journal: AnswerStore | null = null;
  /** Whose eyes answers have; null: anybody's. */
  readonly session: Session | null;
  readonly #public: Xrpc<Queries>;
  readonly #own: Xrpc<Queries> | null;
  readonly #onWait: ((until: Date) => void) | undefined;
  /** When the next request may be sent, in milliseconds since 1970. */
  #notBefore = 0;
  #unanswered = 0;
  #stopped: BlueskyFailure | null = null;

  constructor(options: ClientOptions = {}) {
    const {
      base,
      clock = systemClock,
      fetch = globalThis.fetch,
      onWait,
      timeoutMs = 60_000,
      session = null
    } = options;
    this.clock = neverBack(clock);
    this.base = blueskyAddress(base);
    this.#onWait = onWait;
    this.session = session;
    const handlerOf =
      (address: string, more: RequestInit = {}): FetchHandler =>
      (path, init) =>
        fetch(address + path, {...init, ...more, signal: AbortSignal.timeout(timeoutMs)});
    this.#public = new Xrpc<Queries>({handler: handlerOf(this.base)});
    // Nobody else is to get the token, wherever a server points.
    this.#own = session && new Xrpc<Queries>({handler: handlerOf(session.pds, {redirect: "error"})});
  }

  /** Why nothing more is asked; null while it is. */
  get stopped(): BlueskyFailure | null {
    return this.#stopped;
  }

  /** Where, and as whom, it is asked: another place may answer otherwise. */
  get place(): string {
    return this.session ? `${this.base} as ${this.session.did} at ${this.session.pds}` : this.base;
  }

  /** Returns what was answered with 200. Throws `BlueskyFailure` for anything else. */
  async get(request: BlueskyRequest): Promise<Answer> {
    const known = this.journal?.replay(request);
    if (known) return known;
    if (this.#stopped) throw new BlueskyFailure(this.#stopped.message, null, "stop");
    let hasRenewed = false;
    for (let nth = 1; ; nth++) {
      await this.#waitForTurn();
      const askedAt = this.clock.now();
      this.requests.set(request.method, (this.requests.get(request.method) ?? 0) + 1);
      const token = this.#tokenFor(request);
      const outcome = await this.#send(request, token);
      if ("body" in outcome) {
        this.#unanswered = 0;
        const answer = {body: outcome.body, askedAt, at: this.clock.now()};
        this.journal?.record(request, answer);
        return answer;
      }
      const {failure, waitMs} = outcome;
      if (token !== null && !hasRenewed && isTokenRefusal(failure.error)) {
        hasRenewed = true;
        await this.#waitForTurn();
        await this.session!.renew(token);
        continue;
      }
      if (failure.kind !== "unanswered") {
        this.#unanswered = 0;
        throw failure;
      }
      if (nth === tries) {
        if (++this.#unanswered >= unansweredInARow) this.#stopped = failure;
        throw failure;
      }
      this.#notBefore = this.clock.now().getTime() + (waitMs ?? 1000 * 4 ** (nth - 1));
      if (waitMs !== null) this.#onWait?.(new Date(this.#notBefore));
    }
  }

  /** What is asked as the account has its token; what everybody sees is asked without. */
  #tokenFor({method}: BlueskyRequest): string | null {
    return this.session !== null && asAccount.has(method) ? this.session.token : null;
  }

  async #send(
    {method, query}: BlueskyRequest,
    token: string | null
  ): Promise<{body: unknown} | {failure: BlueskyFailure; waitMs: number | null}> {
    const secrets = this.session?.secrets ?? [];
    try {
      const answer = await (token === null ? this.#public : this.#own!).get(method, {
        params: query as Record<string, unknown>,
        as: "json",
        ...(token !== null && {headers: {authorization: `Bearer ${token}`}})
      });
      this.#noteLimit(answer.headers);
      if (answer.ok) return {body: withoutSecrets(answer.data, secrets)};
      const {status, data} = answer;
      const words = hideSecrets([data.error, data.message].filter(Boolean).join(": "), secrets)
        .replaceAll(/\s+/g, " ")
        .slice(0, 300);
      const isUnanswered = status === 429 || status >= 500;
      return {
        failure: new BlueskyFailure(
          `Bluesky answered ${status}: ${words}`,
          status,
          isUnanswered ? "unanswered" : "refused",
          data.error
        ),
        waitMs: status === 429 ? limitWait(answer.headers, this.clock.now()) : null
      };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = hideSecrets(cause instanceof Error ? cause.message || cause.name : String(cause), secrets);
      return {
        failure: new BlueskyFailure(
          `Bluesky cannot be reached, or its answer broke off (${why})`,
          null,
          "unanswered"
        ),
        waitMs: null
      };
    }
  }

  /** Where nothing remains of a limit, the next request waits until it opens again. */
  #noteLimit(headers: Headers) {
    const limit = parseRateLimitHeaders(headers);
    if (limit && limit.remaining <= 0)
      this.#notBefore = this.clock.now().getTime() + limitWait(headers, this.clock.now());
  }

  async #waitForTurn() {
    const now = this.clock.now().getTime();
    if (this.#notBefore > now) await this.clock.sleep(this.#notBefore - now);
    this.#notBefore = this.clock.now().getTime() + 1000 / blueskyRequestsASecond;
  }
}
