import {fewLost, lossLimit} from "./collapse.ts";
import {enoughNewPeople, shareInFront} from "./order-trust.ts";

/** Lists that were taken as complete until a later one showed that they were not: why, by their number. */
export type FailedLists = ReadonlyMap<number, string>;

/** A complete list as the next one can look back at it. People go by their number. */
export interface PastList {
  /** Its number among the lists of its series, from 0. */
  nth: number;
  /** It is the first complete one, and only its user says that it is: nothing else could tell whether it was whole. */
  isFirst: boolean;
  /** It is empty, and nothing but its own count says that this is right. */
  isEmpty: boolean;
  /** Whom it lacked of those known before. */
  missing: readonly number[];
}

/** What the next complete list shows of it. */
export interface NextList {
  people: number;
  /** People in it whom the list before did not hold; of those never seen before, how many stand in front of the known. */
  unknown: number;
  newPeople: number;
  inFront: number;
  /** Days since the list before. */
  days: number;
  isSeen: (person: number) => boolean;
}

/**
 * Why a list that nothing counted was not whole after all, as the next complete list shows; null where it may have been.
 * People who leave seldom come back together: if half of more than ten missing people are back, the list had lost them.
 * And nothing before a first list says that it was cut short, but the next one does: so many people cannot all be new,
 * unless they stand in front, as new people do.
 */
export function failureOf(past: PastList, next: NextList): string | null {
  if (past.isEmpty)
    return next.people > lossLimit(next.people, next.days, null)
      ? `empty, while the next list has ${next.people} people`
      : null;
  const back = past.missing.filter(next.isSeen).length;
  if (past.missing.length > fewLost && 2 * back >= past.missing.length)
    return `${back} of the ${past.missing.length} people missing from it are in the next list again, as if it had been cut short`;
  if (!past.isFirst || next.unknown <= lossLimit(next.people, next.days, null)) return null;
  const isGrowth = next.newPeople >= enoughNewPeople && next.inFront >= shareInFront * next.newPeople;
  return isGrowth
    ? null
    : `${next.unknown} of the ${next.people} people of the next list are not in it, as if it had been cut short`;
}
