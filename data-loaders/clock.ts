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
