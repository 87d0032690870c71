import type {Clock} from "../../data-loaders/clock.ts";

/** A clock that moves by what is slept on it, and notes it, in milliseconds. */
export function stoppedClock(start = new Date("2026-05-01T12:00:00Z")): Clock & {slept: number[]} {
  let now = start.getTime();
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    }
  };
}
