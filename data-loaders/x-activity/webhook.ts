import {createHmac, timingSafeEqual} from "node:crypto";
import {createServer, type IncomingMessage, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import type {ListenClock} from "../listening/clock.ts";
import type {Recorder} from "./recorder.ts";
import type {Outage} from "./windows.ts";

export interface WebhookOptions {
  /** The app's consumer secret: it signs what X sends and answers X's checks. */
  secret: string;
  recorder: Recorder;
  clock: ListenClock;
  /** Default 127.0.0.1: something that speaks https to the world stands in front. */
  host?: string;
  /** Default 0, any free one. */
  port?: number;
  log?: (line: string) => void;
}

export interface Webhook {
  port: number;
  /** Requests refused for their signature, their size or their form. */
  refused: number;
  /** What comes from now on may be of this stretch, until X says that the replay is done, or an hour has passed. */
  expectReplay(outage: Outage): void;
  close(): Promise<void>;
}

const longestBody = 2 ** 20;
const bodyMs = 8_000;
const replayMs = 3_600_000;
/**
 * A webhook has no heartbeat. X checks it hourly, by one page of its docs, or once a day, by another one: what lies longer between two
 * deliveries or checks may have been lost on the way here.
 */
const mostSilentMs = 65 * 60_000;
/** X's check tokens are plain words. Answering for anything else would sign a body of the asker's choice. */
const checkToken = /^[\w+/=.-]{1,256}$/;

const signatureOf = (secret: string, content: string | Buffer) =>
  createHmac("sha256", secret).update(content).digest();

/** Answers X's webhook calls: its check (CRC), and signed events, which are on disk before they are acknowledged. */
export async function startWebhook(options: WebhookOptions): Promise<Webhook> {
  const {secret, recorder, clock, host = "127.0.0.1", port = 0, log} = options;
  let replay: {outage: Outage; until: number} | null = null;
  let isOpen = false;
  const webhook: Webhook = {
    port,
    refused: 0,
    expectReplay: (outage) => void (replay = {outage, until: clock.now().getTime() + replayMs}),
    close: () =>
      new Promise((resolve) => {
        clearInterval(ticking);
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };

  function refuse(response: ServerResponse, status: number) {
    webhook.refused += 1;
    answer(response, status, {});
  }

  function receive(text: string, at: Date) {
    try {
      return recorder.receive([text], at, replay?.outage ?? null);
    } catch (error) {
      // X sends it again, or gives it up: what comes now may be as old as it is, and this time was not listened to.
      replay = {
        outage: replay?.outage ?? {from: at, delivery: "replay"},
        until: at.getTime() + replayMs
      };
      recorder.disconnected();
      isOpen = false;
      throw error;
    }
  }

  async function take(message: IncomingMessage, response: ServerResponse) {
    const at = clock.now();
    const body = await readRaw(message);
    if (body === null) return refuse(response, 413);
    if (!isSigned(secret, body, message.headers["x-twitter-webhooks-signature"]))
      return refuse(response, 403);
    if (!isOpen) recorder.connected(at, mostSilentMs, false);
    isOpen = true;
    if (replay && at.getTime() > replay.until) replay = null;
    const activities = receive(body.toString("utf8"), at);
    recorder.heard(at);
    if (activities.some(({type}) => type === "replay_done")) replay = null;
    answer(response, 200, {});
    recorder.tick();
  }

  const server = createServer((message, response) => {
    const address = message.url ?? "/";
    const url = URL.canParse(address, "http://localhost") ? new URL(address, "http://localhost") : null;
    if (message.method === "POST") {
      take(message, response).catch((error: unknown) => {
        // Not acknowledged, so that X sends it again.
        log?.(`an event could not be kept: ${error instanceof Error ? error.message : String(error)}`);
        if (!response.headersSent) answer(response, 500, {});
      });
      return;
    }
    const token = message.method === "GET" ? url?.searchParams.get("crc_token") : null;
    if (token === null || token === undefined) return answer(response, 404, {});
    if (!checkToken.test(token)) return refuse(response, 400);
    // X can reach the webhook.
    if (isOpen) recorder.heard(clock.now());
    answer(response, 200, {response_token: `sha256=${signatureOf(secret, token).toString("base64")}`});
  });
  server.requestTimeout = bodyMs;
  server.headersTimeout = bodyMs;
  const ticking = setInterval(() => recorder.tick(), 20_000).unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  webhook.port = (server.address() as AddressInfo).port;
  return webhook;
}

/** Compares in constant time, and over the bytes as they came: another form of the same JSON has another signature. */
export function isSigned(secret: string, body: Buffer, header: string | string[] | undefined): boolean {
  const expected = signatureOf(secret, body);
  const given = Buffer.from(/^sha256=([\w+/]{43}=)$/.exec(String(header ?? ""))?.[1] ?? "", "base64");
  const sameLength = given.length === expected.length;
  return timingSafeEqual(expected, sameLength ? given : Buffer.alloc(expected.length)) && sameLength;
}

/** The raw body, or null where it is above a megabyte. */
async function readRaw(message: IncomingMessage): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    length += (chunk as Buffer).length;
    if (length <= longestBody) pieces.push(chunk as Buffer);
    else pieces.length = 0;
  }
  return length > longestBody ? null : Buffer.concat(pieces);
}

function answer(response: ServerResponse, status: number, body: object) {
  const text = JSON.stringify(body);
  response.writeHead(status, {"content-type": "application/json", "content-length": Buffer.byteLength(text)});
  response.end(text);
}
