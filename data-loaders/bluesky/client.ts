import {Client as Xrpc, parseRateLimitHeaders, type FetchHandler} from "@atcute/client";
import type {XRPCQueryMetadata} from "@atcute/lexicons/validations";
import {UserError} from "../../src/errors.ts";
import {blueskyRequestsASecond, type BlueskyMethod} from "../../src/networks/bluesky.ts";
import {neverBack, systemClock, type Clock} from "../clock.ts";
import type {Recorded} from "../answer-file.ts";
import {BlueskyFailure} from "./failure.ts";
import type {BlueskyRequest} from "./requests.ts";

/** Where anybody may ask what is public, without a login. */
export const publicBase = "https://public.api.bsky.app";

export interface ClientOptions {
  /** Where Bluesky is; default FOLLOWBACK_BLUESKY_BASE, else the public AppView. Plain http only on this machine. */
  base?: string;
  clock?: Clock;
  /** How a request is sent; default: over the network. */
  fetch?: typeof globalThis.fetch;
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

const tries = 4;
/** Where no answer says when the limit opens again: its window is five minutes (docs.bsky.app/docs/advanced-guides/rate-limits). */
const limitMs = 5 * 60_000;
/** So many requests in a row without an answer, each tried again and again, and Bluesky is taken to be out of reach. */
const unansweredInARow = 3;

/**
 * The address that is asked: the one given, else FOLLOWBACK_BLUESKY_BASE, else the public one. Throws a `UserError` for what is
 * none, and for plain http to another machine.
 */
export function blueskyAddress(base?: string): string {
  const text = base ?? process.env.FOLLOWBACK_BLUESKY_BASE ?? publicBase;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal)))
    return url.href.replace(/\/+$/, "");
  throw new UserError("FOLLOWBACK_BLUESKY_BASE: must be an https address, or http on this machine");
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
  readonly #xrpc: Xrpc<Queries>;
  readonly #onWait: ((until: Date) => void) | undefined;
  /** When the next request may be sent, in milliseconds since 1970. */
  #notBefore = 0;
  #unanswered = 0;
  #stopped: BlueskyFailure | null = null;

  constructor(options: ClientOptions = {}) {
    const {base, clock = systemClock, fetch = globalThis.fetch, onWait, timeoutMs = 60_000} = options;
    this.clock = neverBack(clock);
    this.base = blueskyAddress(base);
    this.#onWait = onWait;
    const handler: FetchHandler = (path, init) =>
      fetch(this.base + path, {...init, signal: AbortSignal.timeout(timeoutMs)});
    this.#xrpc = new Xrpc<Queries>({handler});
  }

  /** Why nothing more is asked; null while it is. */
  get stopped(): BlueskyFailure | null {
    return this.#stopped;
  }

  /** Returns what was answered with 200. Throws `BlueskyFailure` for anything else. */
  async get(request: BlueskyRequest): Promise<Answer> {
    const known = this.journal?.replay(request);
    if (known) return known;
    if (this.#stopped) throw new BlueskyFailure(this.#stopped.message, null, "stop");
    for (let nth = 1; ; nth++) {
      await this.#waitForTurn();
      const askedAt = this.clock.now();
      this.requests.set(request.method, (this.requests.get(request.method) ?? 0) + 1);
      const outcome = await this.#send(request);
      if ("body" in outcome) {
        this.#unanswered = 0;
        const answer = {body: outcome.body, askedAt, at: this.clock.now()};
        this.journal?.record(request, answer);
        return answer;
      }
      const {failure, waitMs} = outcome;
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

  async #send({
    method,
    query
  }: BlueskyRequest): Promise<{body: unknown} | {failure: BlueskyFailure; waitMs: number | null}> {
    try {
      const answer = await this.#xrpc.get(method, {params: query as Record<string, unknown>, as: "json"});
      this.#noteLimit(answer.headers);
      if (answer.ok) return {body: answer.data};
      const {status, data} = answer;
      const words = [data.error, data.message]
        .filter(Boolean)
        .join(": ")
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
        waitMs: status === 429 ? this.#limitWait(answer.headers) : null
      };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message || cause.name : String(cause);
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
      this.#notBefore = this.clock.now().getTime() + this.#limitWait(headers);
  }

  /** Milliseconds until a limit opens again: as `retry-after` says, else `ratelimit-reset`, at least a second. */
  #limitWait(headers: Headers): number {
    const after = Number(headers.get("retry-after") ?? Number.NaN) * 1000;
    const reset = parseRateLimitHeaders(headers)?.reset.getTime();
    const ms = Number.isFinite(after)
      ? after
      : reset === undefined
        ? limitMs
        : reset - this.clock.now().getTime();
    // A longer wait can only come from clocks that disagree.
    return Math.min(Math.max(ms, 1000), limitMs + 1000);
  }

  async #waitForTurn() {
    const now = this.clock.now().getTime();
    if (this.#notBefore > now) await this.clock.sleep(this.#notBefore - now);
    this.#notBefore = this.clock.now().getTime() + 1000 / blueskyRequestsASecond;
  }
}
