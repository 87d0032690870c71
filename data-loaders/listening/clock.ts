import {setTimeout as wait} from "node:timers/promises";

/** The time as a listener sees it; waiting ends early where `signal` says so. */
export interface ListenClock {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const listenClock: ListenClock = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, {signal}).catch(() => {})
};

/** A timer of Node that is set for longer, in milliseconds, goes off at once. */
const longestTimer = 2 ** 31 - 1;

/** Calls `end` when so many milliseconds have passed, however many; returns what calls that off. */
export function callAfter(ms: number, end: () => void): () => void {
  let timer: NodeJS.Timeout;
  const set = (left: number) => {
    const part = Math.min(left, longestTimer);
    timer = setTimeout(() => (left > part ? set(left - part) : end()), part);
  };
  set(ms);
  return () => clearTimeout(timer);
}
