import {setTimeout} from "node:timers/promises";

/** The time as a listener sees it; waiting ends early where `signal` says so. */
export interface ListenClock {
  now(): Date;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const listenClock: ListenClock = {
  now: () => new Date(),
  sleep: (ms, signal) => setTimeout(ms, undefined, {signal}).catch(() => {})
};
