import type {ClientRequest, IncomingMessage} from "node:http";
import {adviceFor} from "../x/protocol/failure.ts";
import {Backoff} from "../listening/backoff.ts";
import type {ListenClock} from "../listening/clock.ts";
import {LineReader} from "./lines.ts";
import type {Recorder} from "./recorder.ts";
import {networkFailure, openRequest, readBody, refusal, type Access} from "./requests.ts";
import type {Outage} from "./windows.ts";

export interface StreamOptions extends Access {
  recorder: Recorder;
  clock: ListenClock;
  /** Ends listening. */
  signal: AbortSignal;
  /** Ask X for up to five minutes of what was missed, on every reconnect. */
  backfill?: boolean;
  /** Without a byte for so long, in real milliseconds, the line is dead: X sends a heartbeat every 20 s. */
  stallMs?: number;
  log?: (line: string) => void;
  /** Called whenever X has taken a connection. */
  onConnected?: () => void;
}

const longestBackfill = 5;
/** For how long after a reconnect an event may be one that was asked for again. */
const settlingMs = 2 * 60_000;
/**
 * X gives a sign of life every 20 s, and the line is taken for dead after a minute of this process. Where more time than this has
 * passed, the machine slept, and what comes now may have waited for as long.
 */
const mostSilentMs = 2 * 60_000;
/** What no waiting mends: a wrong request, token, account or scope. */
const final = new Set([400, 401, 402, 403, 404]);

type Ended = {status: number; text: string; reset: number | null} | {broke: unknown; wasOpen: boolean};

/**
 * Listens to X's activity stream until `signal` says stop, and connects again whenever the line breaks, waiting longer
 * each time. Throws a `UserError` where X refuses for good.
 */
export async function listenToStream(options: StreamOptions): Promise<void> {
  const {recorder, clock, signal, log} = options;
  const backoff = new Backoff();
  let mayBackfill = options.backfill ?? false;
  while (!signal.aborted) {
    const minutes = mayBackfill ? minutesMissed(recorder.lastHeard, clock.now()) : null;
    const ended = await connect(options, minutes, () => backoff.reset());
    recorder.disconnected();
    recorder.tick();
    if (signal.aborted) return;
    if ("broke" in ended) {
      const ms = backoff.after("network");
      log?.(
        `${ended.wasOpen ? "the stream broke off" : networkFailure(options, ended.broke).message}: again in ${seconds(ms)}`
      );
      await clock.sleep(ms, signal);
      continue;
    }
    const failure = refusal(options, ended);
    if (minutes !== null && (ended.status === 400 || ended.status === 403)) {
      // Backfill is not part of every plan; without it a gap is healed by the next snapshot.
      mayBackfill = false;
      log?.(`${failure.message}: listening without backfill`);
      continue;
    }
    if (final.has(ended.status)) throw adviceFor(failure, "X_BEARER_TOKEN");
    const ms = Math.max(
      backoff.after(ended.status === 429 ? "limited" : "http"),
      ended.status === 429 && ended.reset !== null
        ? Math.min(ended.reset * 1000 - clock.now().getTime(), 900_000)
        : 0
    );
    log?.(`${failure.message}: again in ${seconds(ms)}`);
    await clock.sleep(ms, signal);
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`;

function minutesMissed(lastHeard: Date | null, now: Date): number | null {
  if (lastHeard === null) return null;
  return Math.min(longestBackfill, Math.max(1, Math.ceil((now.getTime() - lastHeard.getTime()) / 60_000)));
}

/** One connection from beginning to end. Throws what taking an event throws, such as on a full disk. */
function connect(options: StreamOptions, backfillMinutes: number | null, onOpen: () => void): Promise<Ended> {
  const {recorder, clock, signal, stallMs = 60_000} = options;
  const path = `/2/activity/stream${backfillMinutes === null ? "" : `?backfill_minutes=${backfillMinutes}`}`;
  const missedFrom = recorder.lastHeard;
  return new Promise((resolve, reject) => {
    const request: ClientRequest = openRequest(options, "GET", path, {signal});
    let wasOpen = false;
    request.setTimeout(stallMs, () => request.destroy(new Error("nothing heard")));
    request.on("error", (error) => resolve({broke: error, wasOpen}));
    request.on("response", (response) => {
      if (response.statusCode !== 200) return refused(response, resolve);
      wasOpen = true;
      const openedAt = clock.now();
      const lines = new LineReader();
      let slept: {from: Date; to: Date} | null = null;
      recorder.connected(openedAt, mostSilentMs, true);
      options.onConnected?.();
      const take = (chunk: Buffer) => {
        const at = clock.now();
        // Only a line that has spoken is known to work: one that opens and closes at once is waited for longer.
        onOpen();
        if (recorder.isSilent(at)) slept = {from: recorder.lastHeard!, to: at};
        const isSoonAfter = (time: Date) => at.getTime() - time.getTime() <= settlingMs;
        const asked = backfillMinutes !== null && isSoonAfter(openedAt) ? missedFrom : null;
        const from = asked ?? (slept && isSoonAfter(slept.to) ? slept.from : null);
        const outage: Outage | null = from && {from, delivery: "backfill"};
        const read = lines.read(chunk);
        // What is too long is given on as what cannot be read, and so is counted.
        const texts = read.flatMap((line) =>
          line.kind === "line" ? line.text : line.kind === "too_long" ? "" : []
        );
        if (texts.length > 0) recorder.receive(texts, at, outage);
        // What could not be kept was not heard.
        recorder.heard(at);
        recorder.tick();
      };
      response.on("data", (chunk: Buffer) => {
        try {
          take(chunk);
        } catch (error) {
          reject(error);
          request.destroy();
        }
      });
      response.on("error", (error) => resolve({broke: error, wasOpen}));
      response.on("close", () => resolve({broke: new Error("closed"), wasOpen}));
    });
    request.end();
  });
}

function refused(response: IncomingMessage, resolve: (ended: Ended) => void) {
  const reset = Number(response.headers["x-rate-limit-reset"] ?? Number.NaN);
  readBody(response).then(
    (text) => resolve({status: response.statusCode ?? 0, text, reset: Number.isFinite(reset) ? reset : null}),
    (error: unknown) => resolve({broke: error, wasOpen: false})
  );
}
