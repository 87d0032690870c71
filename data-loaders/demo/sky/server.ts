import type {IncomingMessage, ServerResponse} from "node:http";
import {deliver, type Answer} from "../delivery.ts";
import {openLocalServer} from "../local-server.ts";
import {FaultPlayer, type PlayedFault} from "../fault-player.ts";
import type {Fault} from "./fault.ts";
import {outcomeOf, rulesSchema, type FaultScenario} from "./faults.ts";
import {answer, auditLog, Refusal} from "./methods.ts";
import {Pages} from "./pages.ts";
import type {Repositories} from "./repositories.ts";
import type {Json} from "./views.ts";

/** One request as the local AppView understood it. */
export interface AppviewRequest {
  /** The method, such as `app.bsky.graph.getFollowers`. */
  method: string;
  /** The parameters as they were sent. */
  query: URLSearchParams;
  /** How many requests the server had been asked before this one. */
  nth: number;
}

export interface AppviewOptions {
  /** The clock of rate limits. Default: the system's. */
  clock?: {now(): Date};
  /** Called before each request is answered: where a movable clock ticks and a world moves on. */
  onRequest?: (request: AppviewRequest) => void;
  /** Called when the answer to a request is made, with its status, before it is sent. */
  onAnswer?: (request: AppviewRequest, status: number) => void;
  /** What goes wrong, as data. */
  faultScenario?: FaultScenario;
  /** Answers what a server of repositories answers to those who write, by method; see the tests. */
  post?: (method: string, body: Json, authorization: string | null) => Json | Promise<Json>;
  /** Says with every answer what remains of a limit, as servers of repositories do, and the AppView does not. Default false. */
  hasLimits?: boolean;
  /** Whose login a request carries, as DID; null where it is nobody's. Default: everybody is anybody. */
  viewerOf?: (authorization: string | null) => string | null;
}

export interface LocalAppview {
  /** `http://127.0.0.1:port`, to stand where `https://public.api.bsky.app` would. */
  url: string;
  /** Requests served, by method. */
  requests: Record<string, number>;
  /** The faults of the fault scenario, in the order they were played. */
  played: readonly PlayedFault<Fault["kind"]>[];
  close(): Promise<void>;
}

/** Starts a local AppView on loopback, and what its repositories and the directory of DIDs say. */
export async function startAppview(
  repositories: Repositories,
  options: AppviewOptions = {}
): Promise<LocalAppview> {
  const clock = options.clock ?? {now: () => new Date()};
  const {faultScenario} = options;
  const player = faultScenario
    ? new FaultPlayer<Fault>(rulesSchema.parse(faultScenario.rules), faultScenario.seed, {clock})
    : null;
  const pages = new Pages();
  const requests: Record<string, number> = {};
  let nth = 0;

  async function handle(message: IncomingMessage): Promise<Answer> {
    const url = new URL(message.url ?? "/", "http://localhost");
    const [, did] = /^\/(did:[^/]+)\/log\/audit$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (did !== undefined) {
      const log = auditLog(repositories, did);
      return log ? {status: 200, body: log} : {status: 404, body: {message: `DID not registered: ${did}`}};
    }
    const [, method] = /^\/xrpc\/([A-Za-z0-9.]+)$/.exec(url.pathname) ?? [];
    if (method === undefined) return {status: 404, body: {error: "NotFound", message: "Not Found"}};
    const authorization = message.headers.authorization ?? null;
    if (message.method === "POST" && options.post) {
      const body = JSON.parse((await textOf(message)) || "{}") as Json;
      return refused(async () => ({status: 200, body: await options.post!(method, body, authorization)}));
    }
    return answerGet(method, url.searchParams, authorization);
  }

  async function answerGet(method: string, query: URLSearchParams, authorization: string | null) {
    const request = {method, query, nth: nth++};
    options.onRequest?.(request);
    requests[method] = (requests[method] ?? 0) + 1;
    const resolved = pages.resolved(query);
    const whole = await refused(() => ({
      status: 200,
      body: answer(repositories, method, resolved, options.viewerOf?.(authorization) ?? null)
    }));
    const struck = player?.strike({endpoint: method, nth: request.nth}, (fault) =>
      outcomeOf(fault, whole, {method, query, pages, random: player.random}, clock.now())
    );
    const outcome = struck ?? whole;
    if (outcome.status === 200 && typeof outcome.body === "object")
      pages.remember(method, query, outcome.body as Json);
    options.onAnswer?.(request, outcome.status);
    return outcome;
  }

  async function respond(message: IncomingMessage, response: ServerResponse) {
    try {
      const {headers, ...outcome} = await handle(message);
      deliver(response, {
        ...outcome,
        headers: {...(options.hasLimits && limitHeaders(clock.now())), ...headers}
      });
    } catch (error) {
      deliver(response, {status: 500, body: {error: "InternalServerError", message: String(error)}});
    }
  }

  const server = await openLocalServer((message, response) => void respond(message, response));
  return {
    ...server,
    requests,
    played: player?.played ?? []
  };
}

/** A window of five minutes, of which next to nothing is used. */
const limitHeaders = (now: Date) => ({
  "ratelimit-limit": "3000",
  "ratelimit-remaining": "2999",
  "ratelimit-reset": String(Math.ceil(now.getTime() / 1000 + 300)),
  "ratelimit-policy": "3000;w=300"
});

async function refused(make: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const {status, error: word, message} = error;
    return {status, body: {error: word, message}};
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
