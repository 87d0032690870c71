import {ApiPartialResponseError, ApiRequestError, ApiResponseError} from "twitter-api-v2";
import {UserError} from "../../../src/errors.ts";

/** One of X's problem objects, from `errors` or the body of a refused request. Absent fields are null. */
export interface Problem {
  title: string | null;
  detail: string | null;
  /** The last path segment of `type`: the hosts in front of it vary. */
  type: string | null;
  /** The id or name it is about. */
  subject: string | null;
  /** A word for why, where X gives one: `client-not-enrolled`. */
  reason?: string | null;
}

/** X did not give what was asked for: over HTTP, on the network, or in the content. The message is one line. */
export class XFailure extends Error {
  override name = "XFailure";
  constructor(
    message: string,
    /** The HTTP status, or null where there was none. */
    readonly status: number | null,
    /**
     * `network` and `http` from 500 may be tried again; `content` was a well-formed answer that says something else;
     * `stop` was never asked, because nothing more is asked of X in this run.
     */
    readonly kind: "http" | "network" | "content" | "stop",
    {type = null, isUnread = false}: {type?: string | null; isUnread?: boolean} = {}
  ) {
    super(message);
    this.type = type;
    this.isUnread = isUnread;
  }

  /** The last path segment of the problem's `type`. */
  readonly type: string | null;
  /** X may have answered, and billed what it sent, but the answer never came whole. */
  readonly isUnread: boolean;
}

/**
 * Whether asking on makes no sense: no credits, a token refused for good, a spending cap, an app that is not enrolled
 * (docs.x.com/x-api/fundamentals/response-codes-and-errors).
 */
export const isFinal = ({status, kind, type, message}: XFailure): boolean =>
  kind === "stop" ||
  status === 401 ||
  status === 402 ||
  (status === 403 && (type === "client-forbidden" || /spend(ing)? cap|not.enrolled/i.test(message)));

/**
 * A problem in X's own words, on one line. `hide` takes out what X may have echoed, before the line is cut: a half of a
 * token would not be known for one.
 */
export const wordsOf = ({title, detail}: Problem, hide: (text: string) => string) =>
  oneLine(hide([title, detail === title ? null : detail].filter(Boolean).join(": ")) || "no explanation");

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim().slice(0, 300);

/**
 * Turns whatever the transport threw into an `XFailure`. Nothing of the request is kept, because its headers hold the
 * token; `hide` takes the token out of texts that X may have echoed.
 */
export function failureOf(
  error: unknown,
  {readProblem, hide}: {readProblem: (body: unknown) => Problem | null; hide: (text: string) => string}
): XFailure {
  if (error instanceof ApiResponseError) {
    const problem = readProblem(error.data);
    const words = problem ? `: ${wordsOf(problem, hide)}` : "";
    return new XFailure(`X answered ${error.code}${words}`, error.code, "http", {
      type: problem?.type ?? null
    });
  }
  if (error instanceof ApiPartialResponseError) {
    return partialFailure();
  }
  if (error instanceof ApiRequestError) {
    // The library's own getter for the cause reads a property that it never sets.
    const cause = (Reflect.get(error, "_options") as {error?: unknown} | undefined)?.error;
    const why = cause instanceof Error ? cause.message || ((cause as {code?: string}).code ?? "") : "";
    const code = cause instanceof Error ? ((cause as {code?: string}).code ?? "") : "";
    return new XFailure(`X cannot be reached${why ? ` (${oneLine(hide(why))})` : ""}`, null, "network", {
      isUnread: !neverSent.has(code)
    });
  }
  throw new Error(hide(error instanceof Error ? error.message : String(error)));
}

/** Codes of a connection that never came about, so that nothing was asked. */
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** An answer that did not come whole, or was no JSON: X may have billed it all the same. */
export const partialFailure = () =>
  new XFailure("X's answer broke off or is not JSON", null, "network", {isUnread: true});

/** An answer that took too long. */
export const slowFailure = (seconds: number) =>
  new XFailure(`X did not finish its answer within ${seconds} seconds`, null, "network", {isUnread: true});

/** What the person at the keyboard can do about a failure that leaves nothing to store. */
export function adviceFor(failure: XFailure, tokenName: string): UserError {
  const advice: Record<number, string> = {
    401: `${tokenName} is wrong or has expired: make a new one, see docs/live-x.md`,
    402: "the developer account has no credits left: add some in X's developer console, then run this again",
    403: `${tokenName} may not read this: check its scopes and the app's access, see docs/live-x.md`,
    429: "the rate limit did not open again: run this later"
  };
  if (failure.kind === "stop") return new UserError(failure.message);
  const hint =
    (failure.status !== null && advice[failure.status]) ||
    (failure.kind === "network"
      ? "check the network, then run this again"
      : "run this again later, and see docs/live-x.md if it stays");
  return new UserError(`${failure.message.replace(/\.$/, "")}: ${hint}`);
}
