import {gatewayPage, jsonType, type Answer} from "../delivery.ts";
import {isOnTheWay, onItsWay} from "../fault-player.ts";
import {creditsDepleted, problem} from "./answers.ts";
import {spoilBody} from "./body-faults.ts";
import type {Fault} from "./fault.ts";
import type {Scene} from "./scene.ts";

/** An answer and what X books for it: the body that is sent unless said otherwise; null = nothing. */
export interface Outcome extends Answer {
  billed?: unknown;
  isDeduplicating?: boolean;
}

/** What becomes of an answer by a fault; null where it does not fit the request, and so has not happened. */
export function outcomeOf(fault: Fault, answer: Answer, scene: Scene): Outcome | null {
  return refusalOf(fault, answer, scene) ?? (answer.status === 200 ? spoiled(fault, answer, scene) : null);
}

/** What becomes of a request for tokens. `grant` spends the code or token it came with, and is called at most once. */
export function tokenOutcome(fault: Fault, grant: () => Answer, around: Around): Outcome | null {
  const nothing = {status: 200, body: ""};
  const refusal = refusalOf(fault, nothing, around);
  if (refusal) return refusal;
  // A pair that was given out and lost on its way is the worst of faults: it takes a new login.
  const isDone = "billed" in fault ? fault.billed : isOnTheWay(fault);
  return isOnTheWay(fault) ? onItsWay(fault, isDone ? grant() : nothing) : null;
}

type Around = Pick<Scene, "oauth" | "accessToken" | "now">;

/** The faults that stand in the place of any answer. */
function refusalOf(fault: Fault, {headers}: Answer, {oauth, accessToken, now}: Around): Outcome | null {
  switch (fault.kind) {
    case "status": {
      const named = bodyOf(fault.body, fault.status);
      return {status: fault.status, ...named, headers: {...headers, ...named.headers, ...fault.headers}};
    }
    case "too-many":
      return {
        status: 429,
        body: fault.form === "old" ? problem.oldTooMany : problem.tooMany,
        headers: spentHeaders(headers, fault.reset, now)
      };
    case "credits":
      return {status: 402, ...bodyOf("credits", 402), headers: {...headers, "content-type": jsonType}};
    case "spend-cap":
      return {status: 403, body: problem.spendCap, headers};
    case "not-enrolled":
      return {status: 403, body: problem.notEnrolled(fault.reason), headers};
    case "wrong-auth":
      return {status: 403, body: problem.wrongAuth, headers};
    case "unauthorized":
      return {status: 401, body: problem.unauthorized};
    case "expire-tokens":
      if (accessToken === null) return null;
      oauth.expireAll();
      return {status: 401, body: problem.unauthorized};
    case "server-error":
      return {status: fault.status, body: fault.body === "html" ? gatewayPage(fault.status) : "", headers};
    default:
      return null;
  }
}

/** The faults that happen to an answer X has made: on its way, in its body, or on the bill. */
function spoiled(fault: Fault, answer: Answer, scene: Scene): Outcome | null {
  if (isOnTheWay(fault)) return onItsWay(fault, answer);
  if (fault.kind === "dedupe-off") return {...answer, isDeduplicating: false};
  const body = spoilBody(fault, structuredClone(answer.body) as Record<string, unknown>, scene);
  return body && {...answer, body};
}

function bodyOf(body: unknown, status: number): {body: unknown; headers?: Record<string, string>} {
  const named: Record<string, unknown> = {
    unauthorized: problem.unauthorized,
    "too-many": problem.tooMany,
    "not-found": problem.notFound,
    "spend-cap": problem.spendCap,
    "not-enrolled": problem.notEnrolled("client-not-enrolled"),
    "wrong-auth": problem.wrongAuth,
    html: gatewayPage(status),
    empty: ""
  };
  if (body === "credits") return {body: creditsDepleted, headers: {"content-type": jsonType}};
  return {body: typeof body === "string" && body in named ? named[body] : body};
}

/** The headers of a window that is used up; without a reset there are none at all. */
function spentHeaders(headers: Record<string, string> = {}, reset: number | null, now: Date) {
  if (reset === null) return {};
  return {
    ...headers,
    "x-rate-limit-remaining": "0",
    "x-rate-limit-reset": String(Math.ceil(now.getTime() / 1000 + reset))
  };
}
