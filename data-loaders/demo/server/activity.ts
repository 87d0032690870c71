import {createHmac} from "node:crypto";
import {request, type IncomingMessage, type ServerResponse} from "node:http";
import {openLocalServer} from "../local-server.ts";
import {problem, type Json} from "./answers.ts";

/** One thing the local X does on an open stream, in order. A script is data: one list of steps a connection. */
export type StreamStep =
  | {send: Json | string}
  /** The bytes as they are, each a chunk of its own: to cut where nobody would. */
  | {chunks: Buffer[]}
  | {heartbeat: true}
  | {waitMs: number}
  /** Breaks the line without an end. */
  | {drop: true};

/** What one connection gets: an open line with its steps, or a refusal. After the steps the line stays open. */
export type Connection =
  {steps: StreamStep[]} | {status: number; body?: unknown; headers?: Record<string, string>};

export interface LocalActivityOptions {
  token: string;
  /** One entry a connection, in order; more connections get the last one again. */
  script?: Connection[];
  /** Called when a replay is asked for. */
  onReplay?: (wanted: Json) => void;
}

export interface LocalActivity {
  url: string;
  /** The addresses of the stream as they were asked for. */
  connections: string[];
  subscriptions: Json[];
  close(): Promise<void>;
}

/** The line X would send for an event. */
export const eventLine = (event: Json) => `${JSON.stringify({data: event})}\r\n`;

/** Starts a local activity API on loopback: subscriptions, a scripted stream, and replays. */
export async function startLocalActivity({
  token,
  script = [{steps: []}],
  onReplay
}: LocalActivityOptions): Promise<LocalActivity> {
  const connections: string[] = [];
  const subscriptions: Json[] = [];

  async function handle(message: IncomingMessage, response: ServerResponse) {
    const url = new URL(message.url ?? "/", "http://localhost");
    if (message.headers.authorization !== `Bearer ${token}`) return send(response, 401, problem.unauthorized);
    const route = `${message.method} ${url.pathname}`;
    if (route === "GET /2/activity/stream") return openStream(url, response);
    if (route === "GET /2/activity/subscriptions") {
      return send(response, 200, {data: subscriptions, meta: {total_subscriptions: subscriptions.length}});
    }
    const body = JSON.parse((await textOf(message)) || "null") as Json;
    if (route === "POST /2/activity/subscriptions") {
      const made = {subscription_id: String(1976325569252868096n + BigInt(subscriptions.length)), ...body};
      subscriptions.push(made);
      return send(response, 200, {data: made, meta: {total_subscriptions: subscriptions.length}});
    }
    if (route === "POST /2/webhooks/replay") {
      onReplay?.(body);
      return send(response, 200, {data: {job_id: "1"}});
    }
    send(response, 404, problem.notFound);
  }

  async function openStream(url: URL, response: ServerResponse) {
    const connection = script[Math.min(connections.length, script.length - 1)]!;
    connections.push(`${url.pathname}${url.search}`);
    if ("status" in connection)
      return send(response, connection.status, connection.body ?? {}, connection.headers);
    response.writeHead(200, {"content-type": "application/json"});
    response.flushHeaders();
    for (const step of connection.steps) await play(response, step);
  }

  const server = await openLocalServer((message, response) => {
    handle(message, response).catch(() => response.destroy());
  });
  return {
    ...server,
    connections,
    subscriptions
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function play(response: ServerResponse, step: StreamStep) {
  const write = (bytes: string | Buffer) =>
    new Promise<void>((resolve) => response.write(bytes, () => resolve()));
  if ("send" in step) await write(typeof step.send === "string" ? step.send : eventLine(step.send));
  else if ("heartbeat" in step) await write("\r\n");
  else if ("waitMs" in step) await pause(step.waitMs);
  else if ("drop" in step) response.destroy();
  else
    for (const chunk of step.chunks) {
      await write(chunk);
      await pause(15);
    }
}

/** Sends an event to a webhook as X does; `signature` replaces the right one. Returns the status of the answer. */
export function sendToWebhook(
  url: string,
  secret: string,
  body: Json | string,
  signature?: string
): Promise<number> {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const right = `sha256=${createHmac("sha256", secret).update(bytes).digest("base64")}`;
  const headers = {
    "content-type": "application/json",
    "content-length": bytes.length,
    "x-twitter-webhooks-signature": signature ?? right
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, {method: "POST", headers, agent: false}, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(bytes);
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const chunk of message) pieces.push(chunk as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": bytes.length,
    ...headers
  });
  response.end(bytes);
}
