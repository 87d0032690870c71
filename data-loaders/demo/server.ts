import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {problem} from "./answers.ts";
import {BadToken, type XBackend} from "./backend.ts";
import {RateLimits} from "./limits.ts";
import {Ask, Refusal, routes, type LocalRequest} from "./routes.ts";

export type {LocalRequest};

/** What a scripted fault does: answers in X's place, or changes the body X would have sent. */
export type Fault =
  {status: number; body: unknown; headers?: Record<string, string>} | {change: (body: any) => unknown};

export interface LocalXOptions {
  /** The app-only bearer token and the owner's user token (or OAuth 1.0a `oauth_token`). Either may be missing. */
  tokens?: {app?: string; user?: string};
  /** The clock the rate-limit windows run on. Default: the system's. */
  clock?: {now(): Date};
  /** Called before each request is answered: where a movable clock ticks and a world moves on. */
  onRequest?: (request: LocalRequest) => void;
  fault?: (request: LocalRequest) => Fault | undefined;
  /** Replaces limits per 15 minutes, by endpoint. */
  limits?: Record<string, {app: number; user: number}>;
}

/** Requests and resources served, by endpoint. */
export type RequestCounters = Record<string, {requests: number; resources: number}>;

export interface LocalX {
  /** `http://127.0.0.1:port`, to stand where `https://api.x.com` would. */
  url: string;
  requests: RequestCounters;
  close(): Promise<void>;
}

/** Starts a local X on loopback: X API v2's shapes, limits and errors over whatever the backend knows. */
export async function startLocalX(backend: XBackend, options: LocalXOptions = {}): Promise<LocalX> {
  const tokens = options.tokens ?? {app: "app-token", user: "user-token"};
  const limits = new RateLimits(options.clock ?? {now: () => new Date()}, options.limits);
  const requests: RequestCounters = {};
  let nth = 0;

  function handle(message: IncomingMessage): Answer {
    const url = new URL(message.url ?? "/", "http://localhost");
    const auth = authOf(message.headers.authorization, tokens);
    if (!auth) return {status: 401, body: problem.unauthorized};
    const route =
      message.method === "GET" ? routes.find(({pattern}) => pattern.test(url.pathname)) : undefined;
    if (!route) return {status: 404, body: problem.notFound};
    const id = route.pattern.exec(url.pathname)?.[1] ?? null;
    const request: LocalRequest = {
      endpoint: route.endpoint,
      id: id === null ? null : decodeURIComponent(id),
      query: url.searchParams,
      auth,
      nth: nth++
    };
    options.onRequest?.(request);
    const count = (requests[route.endpoint] ??= {requests: 0, resources: 0});
    count.requests += 1;
    const {allowed, headers} = limits.take(route.endpoint, auth);
    if (!allowed) return {status: 429, body: problem.tooMany, headers};
    const fault = options.fault?.(request);
    if (fault && "status" in fault)
      return {status: fault.status, body: fault.body, headers: {...headers, ...fault.headers}};
    if (route.userOnly && auth === "app") return {status: 403, body: problem.wrongAuth, headers};
    try {
      const answered = route.answer(new Ask(backend, request, route.page));
      const body = fault ? fault.change(structuredClone(answered)) : answered;
      count.resources += resourcesOf(body);
      return {status: 200, body, headers};
    } catch (error) {
      if (error instanceof Refusal) return {status: 400, body: error.body, headers};
      if (!(error instanceof BadToken)) throw error;
      const message = `The 'pagination_token' query parameter value [${error.message}] is not valid`;
      return {status: 400, body: problem.invalid("pagination_token", error.message, message), headers};
    }
  }

  const server = createServer((message, response) => {
    try {
      send(response, handle(message));
    } catch (error) {
      send(response, {
        status: 500,
        body: {title: "Internal Server Error", detail: String(error), status: 500}
      });
    }
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

function send(response: ServerResponse, {status, body, headers}: Answer) {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const type = typeof body === "string" ? "text/html" : "application/json; charset=utf-8";
  response.writeHead(status, {"content-type": type, "content-length": bytes.length, ...headers});
  response.end(bytes);
}

function authOf(header: string | undefined, tokens: {app?: string; user?: string}): "app" | "user" | null {
  const token = /^Bearer (.+)$/.exec(header ?? "")?.[1] ?? /oauth_token="([^"]+)"/.exec(header ?? "")?.[1];
  if (token === undefined) return null;
  if (token === tokens.user) return "user";
  return token === tokens.app ? "app" : null;
}

function resourcesOf(body: unknown): number {
  const data = (body as {data?: unknown} | null)?.data;
  return Array.isArray(data) ? data.length : data ? 1 : 0;
}
