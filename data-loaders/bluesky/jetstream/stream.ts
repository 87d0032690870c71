import {safeAddress} from "../../access/address.ts";
import {WebSocket} from "ws";
import {UserError} from "../../../src/errors.ts";
import {Backoff} from "../../listening/backoff.ts";
import type {ListenClock} from "../../listening/clock.ts";
import {followCollection} from "./events.ts";
import type {StreamRecorder} from "./recorder.ts";

export interface JetstreamOptions {
  /** Default: FOLLOWBACK_JETSTREAM_BASE, else the public one. */
  base?: string;
  recorder: StreamRecorder;
  clock: ListenClock;
  /** Ends listening. */
  signal: AbortSignal;
  /** Without a byte for so long, in real milliseconds, the line is dead: it is asked for a sign of life every third of it. */
  stallMs?: number;
  log?: (line: string) => void;
  /** Called whenever a connection was opened. */
  onConnected?: () => void;
}

/** One of the public instances (github.com/bluesky-social/jetstream). */
const publicBase = "wss://jetstream2.us-east.bsky.network";
/** A follow takes some hundred bytes. Longer messages are not sent, and break the line where they are sent all the same. */
const longestMessage = 64 * 1024;
/** After so many lines in a row that broke without news, what broke them is left out, and is a gap. */
const mostIdle = 3;

type Ended = {status: number} | {broke: string; wasOpen: boolean; isNews: boolean};

/**
 * The address of the stream. Throws a `UserError` for what is none, and for plain ws to another machine.
 */
export function jetstreamAddress(base?: string): string {
  return safeAddress(
    base ?? process.env.FOLLOWBACK_JETSTREAM_BASE ?? publicBase,
    "FOLLOWBACK_JETSTREAM_BASE",
    "ws"
  );
}

/**
 * Listens to every follow on Bluesky until `signal` says stop, and connects again whenever the line breaks, a few seconds
 * before where it was. Throws a `UserError` where the server refuses for good.
 */
export async function listenToJetstream(options: JetstreamOptions): Promise<void> {
  const {recorder, clock, signal, log} = options;
  const base = jetstreamAddress(options.base);
  const backoff = new Backoff();
  let idle = 0;
  while (!signal.aborted) {
    // Where the same cursor leads to nothing again and again, what follows it cannot be read.
    const cursor = idle < mostIdle ? recorder.cursor : null;
    const ended = await connect(options, addressOf(base, cursor), cursor);
    recorder.tick();
    if (signal.aborted) return;
    if ("broke" in ended) {
      if (ended.isNews) backoff.reset();
      idle = ended.isNews || !ended.wasOpen ? 0 : idle + 1;
      const ms = backoff.after("network");
      log?.(
        `${ended.wasOpen ? "the stream broke off" : `Jetstream cannot be reached (${ended.broke})`}: again in ${seconds(ms)}`
      );
      await clock.sleep(ms, signal);
      continue;
    }
    const {status} = ended;
    if (status >= 400 && status < 500 && status !== 429)
      throw new UserError(
        `Jetstream answered ${status}: this version cannot listen to it any more: update followback`
      );
    const ms = backoff.after(status === 429 ? "limited" : "http");
    log?.(`Jetstream answered ${status}: again in ${seconds(ms)}`);
    await clock.sleep(ms, signal);
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;

function addressOf(base: string, cursor: number | null): string {
  const query = new URLSearchParams({
    wantedCollections: followCollection,
    maxMessageSizeBytes: String(longestMessage)
  });
  if (cursor !== null) query.set("cursor", String(cursor));
  return `${base}/subscribe?${query}`;
}

/** One connection from beginning to end. Throws what taking a message throws, such as on a full disk. */
function connect(options: JetstreamOptions, address: string, cursor: number | null): Promise<Ended> {
  const {recorder, clock, signal, stallMs = 60_000} = options;
  return new Promise((resolve, reject) => {
    let [wasOpen, isNews, broke] = [false, false, "closed"];
    const socket = new WebSocket(address, {
      handshakeTimeout: stallMs,
      maxPayload: 4 * longestMessage,
      perMessageDeflate: false
    });
    let heardAt = performance.now();
    const heard = () => (heardAt = performance.now());
    const watch = setInterval(() => {
      if (performance.now() - heardAt >= stallMs) socket.terminate();
      else if (wasOpen) socket.ping();
    }, stallMs / 3);
    const onAbort = () => socket.terminate();
    const end = (ended: Ended) => {
      clearInterval(watch);
      signal.removeEventListener("abort", onAbort);
      resolve(ended);
    };
    signal.addEventListener("abort", onAbort, {once: true});
    socket.on("open", () => {
      wasOpen = true;
      heard();
      recorder.opened(cursor);
      options.onConnected?.();
    });
    socket.on("pong", heard);
    socket.on("message", (data, isBinary) => {
      heard();
      try {
        if (isBinary) recorder.refuse(data.length);
        else if (recorder.receive(data.toString("utf8"), clock.now())) isNews = true;
        recorder.tick();
      } catch (error) {
        reject(error);
        socket.terminate();
      }
    });
    socket.on("unexpected-response", (_, response) => {
      response.resume();
      socket.terminate();
      end({status: response.statusCode ?? 0});
    });
    socket.on("error", (error) => (broke = error.message || "no answer"));
    socket.on("close", () => end({broke, wasOpen, isNews}));
  });
}
