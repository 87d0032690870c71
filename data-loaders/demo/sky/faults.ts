import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {z} from "zod";
import {UserError} from "../../../src/errors.ts";
import {gatewayPage, type Answer} from "../delivery.ts";
import {isOnTheWay, onItsWay, readRules, rulesSchemaOf} from "../fault-player.ts";
import {spoilBody, type Scene} from "./body-faults.ts";
import {faultSchema, type Fault} from "./fault.ts";
import {methods} from "./methods.ts";
import type {Json} from "./views.ts";

const directory = fileURLToPath(new URL("faults/", import.meta.url));
export const rulesSchema = rulesSchemaOf(z.enum(Object.keys(methods)), faultSchema);

export type Rule = z.output<typeof rulesSchema>[number];

/** What goes wrong, and how the dice fall: the same rules, seed and requests give the same day. */
export interface FaultScenario {
  rules: z.input<typeof rulesSchema>;
  seed: number;
}

/** The faults of an AppView that come with the program. */
export const appviewFaultNames = (): string[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();

/** Reads the rules of a fault scenario by its name. Throws `UserError` where the file is not one. */
export function readAppviewFaults(name: string): Rule[] {
  if (!appviewFaultNames().includes(name)) {
    throw new UserError(`unknown faults ${name}: give one of ${appviewFaultNames().join(", ")}`);
  }
  return readRules(rulesSchema, readFileSync(`${directory}${name}.json`, "utf8"), name);
}

/** What becomes of an answer by a fault; null where it does not fit the request, and so has not happened. */
export function outcomeOf(fault: Fault, answer: Answer, scene: Scene, now: Date): Answer | null {
  switch (fault.kind) {
    case "too-many":
      return {
        status: 429,
        body: {error: "RateLimitExceeded", message: "Rate Limit Exceeded"},
        headers: limitHeaders(fault, now)
      };
    case "refused":
      return {status: fault.status, body: {error: fault.error, message: fault.message}};
    case "server-error":
      return {status: fault.status, body: fault.body === "html" ? gatewayPage(fault.status) : ""};
  }
  if (answer.status !== 200) return null;
  if (isOnTheWay(fault)) return onItsWay(fault, answer);
  const body = spoilBody(fault, structuredClone(answer.body) as Json, scene);
  return body && {...answer, body};
}

/** The headers of a window that is used up; without a reset there are none at all. */
function limitHeaders({reset, retryAfter}: Extract<Fault, {kind: "too-many"}>, now: Date) {
  if (reset === null) return {};
  return {
    "ratelimit-limit": "3000",
    "ratelimit-remaining": "0",
    "ratelimit-reset": String(Math.ceil(now.getTime() / 1000 + reset)),
    "ratelimit-policy": "3000;w=300",
    ...(retryAfter && {"retry-after": String(Math.max(0, Math.ceil(reset)))})
  };
}
