/** Shorter lists may ascend by chance. */
const enoughToSeeSorting = 10;

/** So much of the neighbours may stand the other way in a list that somebody sorted. */
const strays = 0.05;

/** As far as a list is looked at before it is taken to be in no such order. */
const firstLook = 1000;

/**
 * Whether ids ascend or descend, as numbers or as text (as a spreadsheet sorts them), but for one pair of neighbours in
 * twenty: somebody sorted them, and their places say nothing of when anybody came. Fewer than ten say nothing.
 */
export function isSorted(ids: BigInt64Array): boolean {
  return isMonotone(ids, (a, b) => a < b) || isMonotone(ids, (a, b) => String(a) < String(b));
}

/** Whether values are sorted, given how many pairs of neighbours ascend and how many descend. */
export function isSortedBy(ascending: number, descending: number): boolean {
  const pairs = ascending + descending;
  return pairs >= enoughToSeeSorting - 1 && Math.min(ascending, descending) <= strays * pairs;
}

function isMonotone(ids: BigInt64Array, isBefore: (a: bigint, b: bigint) => boolean): boolean {
  let ascending = 0;
  for (let at = 1; at < ids.length; at++) {
    if (isBefore(ids[at - 1]!, ids[at]!)) ascending++;
    // Most lists are in neither order, which shows after a few rows.
    if (at === firstLook && Math.min(ascending, at - ascending) > 4 * strays * at) return false;
  }
  return isSortedBy(ascending, ids.length - 1 - ascending);
}
