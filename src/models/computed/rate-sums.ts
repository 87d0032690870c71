import type {RateSums} from "../../statistics/rate.ts";

const secondsOfWeek = 7 * 86_400;

/** Sums over persons as models count them: time in seconds, and what happened in it. */
export interface SecondSums {
  people: bigint;
  seconds: bigint;
  seconds_squared: bigint;
  interactions: bigint;
  interactions_squared: bigint;
  interactions_seconds: bigint;
}

export const weeksOf = (seconds: bigint): number => Number(seconds) / secondsOfWeek;

/** The same sums as `rate` takes them: time in weeks. */
export const rateSums = (sums: SecondSums): RateSums => ({
  units: Number(sums.people),
  interactions: Number(sums.interactions),
  weeks: weeksOf(sums.seconds),
  interactionsSquared: Number(sums.interactions_squared),
  interactionsWeeks: weeksOf(sums.interactions_seconds),
  weeksSquared: Number(sums.seconds_squared) / secondsOfWeek ** 2
});
