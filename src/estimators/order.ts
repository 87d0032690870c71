/**
 * The order check (design §2): lists are served newest first, so people who stood in a list before should stand in the
 * same order again. What stands out of order moved: a refollow, a reinstated profile, or a page served wrongly.
 */

/** A list of follows that names this many known people has shown enough of its order to be judged. */
export const enoughKnown = 25;

/** New people with fewer known people above them than this have arrived; the others have reappeared. */
export const arrivalDepth = 5;

export interface OrderCheck {
  /** Known rows outside the longest run of increasing rank. */
  violations: number;
  /** At least 25 known rows were read, or the list ended, and violations are at most max(3, 5 %). */
  holds: boolean;
}

/** Checks the ranks of the known rows of one list, in served order. `ended`: the list was read to its end. */
export function orderCheck(ranks: readonly number[], ended: boolean): OrderCheck {
  const violations = ranks.length - longestIncreasingRun(ranks);
  const isEnough = ended || ranks.length >= enoughKnown;
  return {violations, holds: isEnough && violations <= Math.max(3, 0.05 * ranks.length)};
}

/**
 * Which of the values stand in the longest strictly increasing subsequence: one flag a value. Where several are as long,
 * the one that ends lowest.
 */
export function inLongestRun(values: readonly number[]): boolean[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [index, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    before.push(low > 0 ? tails[low - 1]! : -1);
    tails[low] = index;
  }
  const flags = values.map(() => false);
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]!) flags[index] = true;
  return flags;
}

/** The length of the longest strictly increasing subsequence, by patience sorting in O(n log n) (Fredman 1975). */
export function longestIncreasingRun(values: readonly number[]): number {
  const tails: number[] = [];
  for (const value of values) {
    // Ranks that keep their order, the usual case, need no search.
    if (tails.length === 0 || value > tails[tails.length - 1]!) {
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
