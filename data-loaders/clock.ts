import {setTimeout} from "node:timers/promises";

/** The time as a source sees it: the system's, or one that a simulation moves. */
export interface Clock {
  now(): Date;
  /** Comes back when `ms` milliseconds have passed on this clock. */
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (ms) => void (await setTimeout(ms))
};

/**
 * The same clock, but that its time never goes back, as that of a machine does when it is set right: of two pages the one
 * read later is of no earlier time, or people would have come before they were last missing.
 */
export function neverBack(clock: Clock): Clock {
  let latest = Number.NEGATIVE_INFINITY;
  return {
    now: () => new Date((latest = Math.max(latest, clock.now().getTime()))),
    sleep: (ms) => clock.sleep(ms)
  };
}
