import type {IncomingMessage, ServerResponse} from "node:http";
import {creditsDepleted, problem} from "./answers.ts";
import {Authenticator, type Caller, type StaticTokens} from "./auth.ts";
import {BadToken, type XBackend} from "../backend.ts";
import {deliver, jsonType, type Answer} from "../delivery.ts";
import {openLocalServer} from "../local-server.ts";
import {playX, type FaultScenario, type Played} from "./faults.ts";
import {RateLimits} from "./limits.ts";
import {Meter} from "./meter.ts";
import {LocalOAuth, type OAuthApp} from "./oauth.ts";
import {answerOAuth, isOAuth} from "./oauth-routes.ts";
import {outcomeOf, type Outcome} from "./outcome.ts";
import {Ask, Refusal, routes, type LocalRequest, type Route} from "./routes.ts";
import type {OAuth1Secrets} from "./signature.ts";
import {Walks} from "./walks.ts";

export type {LocalRequest};

/** What a scripted fault does: answers in X's place, or changes the body X would have sent. */
export type Fault =
  {status: number; body: unknown; headers?: Record<string, string>} | {change: (body: any) => unknown};

export interface LocalXOptions {
  /**
   * The app-only bearer token and the owner's user token (or, unless `oauth1` is given, OAuth 1.0a `oauth_token`), both
   * good for ever. Either may be missing.
   */
  tokens?: StaticTokens;
  /** The app that may log in by OAuth 2.0; without one there are no OAuth addresses. */
  oauth?: OAuthApp;
  /** Requests signed by OAuth 1.0a are verified against these. */
  oauth1?: OAuth1Secrets;
  /** The clock of the rate-limit windows, the tokens and the days of the bill. Default: the system's. */
  clock?: {now(): Date};
  /** Called before each request is answered: where a movable clock ticks and a world moves on. */
  onRequest?: (request: LocalRequest) => void;
  fault?: (request: LocalRequest) => Fault | undefined;
  /** What goes wrong on this day, as data. */
  faultScenario?: FaultScenario;
  /** Replaces limits per 15 minutes, by endpoint. */
  limits?: Record<string, {app: number; user: number}>;
  /** Prepaid, in micro-dollars: once the bill has reached them every request gets 402. Default: without end. */
  credits?: number;
  /** Whether a resource is billed once a UTC day. Default true; X calls it a soft guarantee. */
  isDeduplicating?: boolean;
}

/** Requests and resources served, by endpoint. */
export type RequestCounters = Record<string, {requests: number; resources: number}>;

export interface LocalX {
  /** `http://127.0.0.1:port`, to stand where `https://api.x.com` would. */
  url: string;
  requests: RequestCounters;
  /** The server's own bill. */
  meter: Meter;
  oauth: LocalOAuth;
  /** The faults of the fault scenario, in the order they were played. */
  played: readonly Played[];
  /** Pays in more micro-dollars. */
  addCredits(microDollars: number): void;
  close(): Promise<void>;
}

/** Starts a local X on loopback: X API v2's shapes, limits, prices and errors over whatever the backend knows. */
export async function startLocalX(backend: XBackend, options: LocalXOptions = {}): Promise<LocalX> {
  const clock = options.clock ?? {now: () => new Date()};
  const {viewerId} = backend;
  const limits = new RateLimits(clock, options.limits);
  const meter = new Meter({clock, viewerId, isDeduplicating: options.isDeduplicating ?? true});
  const oauth = new LocalOAuth(clock, options.oauth ?? null);
  const tokens = options.tokens ?? {app: "app-token", user: "user-token"};
  const door = new Authenticator(tokens, oauth, options.oauth1, () => [localUrl, "https://api.x.com"]);
  const player = options.faultScenario ? playX(options.faultScenario, clock) : null;
  const walks = new Walks();
  const requests: RequestCounters = {};
  let credits = options.credits ?? Infinity;
  let localUrl = "";
  let nth = 0;

  async function handle(message: IncomingMessage): Promise<Answer> {
    const url = new URL(message.url ?? "/", localUrl);
    const method = message.method ?? "GET";
    if (options.oauth && isOAuth(url))
      return answerOAuth(oauth, message, url, {player, nth, now: clock.now()});
    const caller = door.identify(message.headers.authorization, method, url);
    if (!caller) return {status: 401, body: problem.unauthorized};
    const route = method === "GET" ? routes.find(({pattern}) => pattern.test(url.pathname)) : undefined;
    return route ? answerRoute(route, url, caller) : {status: 404, body: problem.notFound};
  }

  function answerRoute(route: Route, url: URL, caller: Caller): Answer {
    const {endpoint} = route;
    const {auth} = caller;
    const id = route.pattern.exec(url.pathname)?.[1] ?? null;
    const request: LocalRequest = {
      endpoint,
      id: id === null ? null : decodeURIComponent(id),
      query: url.searchParams,
      auth,
      nth: nth++
    };
    options.onRequest?.(request);
    const count = (requests[endpoint] ??= {requests: 0, resources: 0});
    count.requests += 1;
    const {allowed, headers} = limits.take(endpoint, auth);
    if (!allowed) return {status: 429, body: problem.tooMany, headers};
    if (meter.microDollars >= credits) {
      return {status: 402, body: creditsDepleted, headers: {...headers, "content-type": jsonType}};
    }
    const outcome = befall(request, caller, (request) => answerAs(route, request, headers));
    const body = "billed" in outcome ? outcome.billed : outcome.body;
    if (outcome.status === 200 && body !== null) {
      count.resources += resourcesOf(body);
      meter.bill(request, body, {isDeduplicating: outcome.isDeduplicating ?? true});
    }
    return outcome;
  }

  /** What X would answer, but for a scripted fault. */
  function answerAs(route: Route, request: LocalRequest, headers: Record<string, string>): Answer {
    const fault = options.fault?.(request);
    if (fault && "status" in fault) {
      return {status: fault.status, body: fault.body, headers: {...headers, ...fault.headers}};
    }
    if (route.userOnly && request.auth === "app") return {status: 403, body: problem.wrongAuth, headers};
    if (route.appOnly && request.auth === "user") return {status: 403, body: problem.appOnly, headers};
    try {
      const answered = route.answer(new Ask(backend, request, clock.now(), route.page));
      return {status: 200, body: fault ? fault.change(structuredClone(answered)) : answered, headers};
    } catch (error) {
      if (error instanceof Refusal) return {status: 400, body: error.body, headers};
      if (!(error instanceof BadToken)) throw error;
      const message = `The 'pagination_token' query parameter value [${error.message}] is not valid`;
      return {status: 400, body: problem.invalid("pagination_token", error.message, message), headers};
    }
  }

  /** Lets the fault scenario have its way with an answer. */
  function befall(request: LocalRequest, caller: Caller, answer: (request: LocalRequest) => Answer): Outcome {
    if (!player) return answer(request);
    const token = request.query.get("pagination_token");
    walks.resolve(request.query);
    const whole = answer(request);
    const {accessToken} = caller;
    const scene = {
      request,
      token,
      accessToken,
      viewerId,
      oauth,
      walks,
      random: player.random,
      now: clock.now()
    };
    const outcome = player.strike(request, (fault) => outcomeOf(fault, whole, scene)) ?? whole;
    if (outcome.status === 200) walks.remember(request, outcome.body);
    return outcome;
  }

  async function respond(message: IncomingMessage, response: ServerResponse) {
    try {
      deliver(response, await handle(message));
    } catch (error) {
      const body = {title: "Internal Server Error", detail: String(error), status: 500};
      deliver(response, {status: 500, body});
    }
  }

  const server = await openLocalServer((message, response) => void respond(message, response));
  localUrl = server.url;
  return {
    ...server,
    requests,
    meter,
    oauth,
    played: player?.played ?? [],
    addCredits(microDollars) {
      credits += microDollars;
    }
  };
}

function resourcesOf(body: unknown): number {
  const data = (body as {data?: unknown} | null)?.data;
  return Array.isArray(data) ? data.length : data ? 1 : 0;
}
