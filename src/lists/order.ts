/**
 * The order check: where lists are served newest first, people who stood in a list before should stand in the
 * same order again. What stands out of order moved: a refollow, a reinstated profile, or a page served wrongly.
 */

/** A list of follows that names this many known people has shown enough of its order to be judged. */
const enoughKnown = 25;

/** New people with fewer known people above them than this have arrived; the others have reappeared. */
export const arrivalDepth = 5;

/**
 * Whether somebody with so many of the `known` above them stands in front of those known: below none of them, or of a
 * fifth of them at most. In a list in no order one in five would.
 */
export const isInFront = (above: number, known: number) =>
  above < Math.min(arrivalDepth, Math.max(1, Math.floor(known / arrivalDepth)));

/** Ranks in served order. */
export type Ranks = readonly number[] | Int32Array;

export interface OrderCheck {
  /** Known rows outside the longest run of increasing rank. */
  violations: number;
  /** More of them than max(3, 5 %): the list stands in another order than before. */
  isBroken: boolean;
  /** It is not broken, and at least 25 known rows were read, or the list ended. */
  holds: boolean;
}

/** Checks the ranks of the known rows of one list, in served order. `ended`: the list was read to its end. */
export function orderCheck(ranks: Ranks, ended: boolean): OrderCheck {
  const violations = ranks.length - longestIncreasingRun(ranks);
  const isEnough = ended || ranks.length >= enoughKnown;
  const isBroken = violations > Math.max(3, 0.05 * ranks.length);
  return {violations, isBroken, holds: isEnough && !isBroken};
}

/**
 * Which of the values stand in the longest strictly increasing subsequence: one flag a value. Where several are as long,
 * the one that ends lowest.
 */
export function inLongestRun(values: Ranks): boolean[] {
  const tails: number[] = [];
  const before = new Int32Array(values.length);
  for (const [index, value] of values.entries()) {
    // Ranks that keep their order, the usual case, need no search.
    const isNext = tails.length > 0 && values[tails.at(-1)!]! < value;
    let low = isNext ? tails.length : 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  }
  const flags = Array.from(values, () => false);
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]!) flags[index] = true;
  return flags;
}

/** The length of the longest strictly increasing subsequence, by patience sorting in O(n log n) (Fredman 1975). */
export function longestIncreasingRun(values: Ranks): number {
  // Ranks that keep their order, the usual case, need no search.
  let sorted = Math.min(1, values.length);
  while (sorted < values.length && values[sorted]! > values[sorted - 1]!) sorted++;
  if (sorted === values.length) return sorted;
  const tails = Array.from(values.slice(0, sorted));
  for (const value of values.slice(sorted)) {
    if (value > tails.at(-1)!) {
      tails.push(value);
      continue;
    }
    let low = 0;
    let high = tails.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tails[middle]! < value) low = middle + 1;
      else high = middle;
    }
    tails[low] = value;
  }
  return tails.length;
}
