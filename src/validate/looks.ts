import type {DatedFollow} from "./dated.ts";

export const listSchedules = ["hourly", "daily", "weekly"] as const;
export type ListSchedule = (typeof listSchedules)[number];

const hour = 3_600_000;
/** Milliseconds from one look at both lists to the next. */
export const stepOf: Record<ListSchedule, number> = {hourly: hour, daily: 24 * hour, weekly: 7 * 24 * hour};

const minute = 60_000;
/**
 * When the one page of each list arrives, after the look began; reading a list takes a minute on either side of it.
 * `following` is read first, as a snapshot of X does.
 */
export const pageAfter = {following: minute, followers: 4 * minute} as const;
export const readingTakes = minute;
/** When people who are missing are looked up. */
export const lookUpAfter = 6 * minute;

/**
 * When lists are read: at every step back from the last whole step of the time, as far as it goes or as `mostRows` rows of
 * lists allow, oldest first. At least two looks, if there is time for two.
 */
export function looksOf(
  schedule: ListSchedule,
  {from, to}: {from: number; to: number},
  follows: readonly DatedFollow[],
  mostRows = Infinity
): number[] {
  const step = stepOf[schedule];
  const starts = Float64Array.from(follows, ({start}) => start).sort();
  const ends = Float64Array.from(follows, ({end}) => end).sort();
  const looks: number[] = [];
  let rows = 0;
  // All of a look has to lie in the time.
  for (let at = Math.floor((to - lookUpAfter) / step) * step; at >= from; at -= step) {
    rows += countUpTo(starts, at) - countUpTo(ends, at);
    if (rows > mostRows && looks.length >= 2) break;
    looks.push(at);
  }
  return looks.reverse();
}

/** How many of sorted numbers are not above a limit. */
function countUpTo(sorted: Float64Array, limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
