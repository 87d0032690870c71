import type {Judgement, ServedList} from "../../src/estimators/lists.ts";
import {arrivalDepth, inLongestRun, orderCheck} from "../../src/estimators/order.ts";

/** How far above an absentee's old place we look for people they stood below. */
const neighbourhood = 1000;

interface Complete {
  ids: readonly string[];
  shortfall: number;
}

/**
 * Design §2 and §5 word for word, with maps and sets of ids: what `ListMemory` must say of every list. It takes some ten
 * times as long and keeps every old list, so it only serves as the yardstick.
 */
export class PlainMemory {
  #complete: Complete | null = null;
  /** A list that would have been complete but for a lost run or a grown shortfall: accepted if the next one agrees. */
  #pending: {ids: ReadonlySet<string>; shortfall: number} | null = null;
  #arrivals: string[] = [];
  #known: Map<string, number> | null = null;
  #absentees = new Map<string, {ids: readonly string[]; position: number}>();

  /** Whether any list was complete so far: before that, only a full walk can tell anything. */
  get hasComplete(): boolean {
    return this.#complete !== null;
  }

  /** The known people with their rank, 0 the newest: the last complete list, under the arrivals of heads since. */
  known(): ReadonlyMap<string, number> {
    return (this.#known ??= new Map(
      [...this.#arrivals, ...(this.#complete?.ids ?? [])].map((id, rank) => [id, rank])
    ));
  }

  /** Judges the next list and remembers it. */
  judge(list: ServedList): Judgement {
    const known = this.known();
    const ranks = list.ids.map((id) => known.get(id)).filter((rank) => rank !== undefined);
    const isFirst = this.#complete === null;
    const check = orderCheck(ranks, list.ended);
    const violations = check.violations;
    const holds = list.erased?.holds ?? check.holds;
    const {arrivals, reappeared} =
      isFirst || !holds
        ? {arrivals: [], reappeared: []}
        : this.#standings(list.ids, known, violations > 0 ? inLongestRun(ranks) : null);
    const judged = {
      knownRows: ranks.length,
      violations,
      holds: holds && !isFirst,
      arrivals,
      reappeared,
      missing: [] as string[]
    };
    if (!list.ended) {
      const isHead = list.erased ? list.erased.verdict === "head" : !isFirst && holds;
      if (isHead) this.#addArrivals(arrivals);
      return {
        ...judged,
        verdict: isHead ? "head" : "partial",
        why: isHead ? null : (list.erased?.why ?? headFailure(list, holds, isFirst) ?? list.reason)
      };
    }
    const implausible = this.#implausible(list);
    const why = list.erased ? list.erased.why : implausible;
    if (list.erased ? list.erased.verdict !== "complete" : why !== null)
      return {...judged, verdict: "partial", why};
    const present = new Set(list.ids);
    const missing = [...known.keys()].filter((id) => !present.has(id));
    this.#remember(list, present);
    return {...judged, missing, verdict: "complete", why: null};
  }

  /** Why a list that ended cannot be taken as complete; null if it can. Archives and tables answer for themselves. */
  #implausible(list: ServedList): string | null {
    if (list.source !== "x-api") return null;
    const counts = [list.countBefore, list.countAfter].filter((count) => count !== null);
    const rows = rowsOf(list);
    if (counts.length > 0) {
      const count = Math.min(...counts);
      if (rows === 0 && count > 0) return `empty, while the profile counts ${count}`;
      if (rows < 0.9 * count - 5) return `${rows} rows, while the profile counts ${count}`;
    }
    const last = this.#complete;
    if (last === null) return null;
    const shortfall = shortfallOf(list);
    const pending = this.#pending;
    const allowed = Math.max(10, 0.005 * (rows + shortfall));
    const present = new Set(list.ids);
    const hold = (why: string) => {
      this.#pending = {ids: present, shortfall};
      return why;
    };
    const base = pending === null ? last.shortfall : Math.max(last.shortfall, pending.shortfall);
    if (shortfall - base > allowed)
      return hold(`${shortfall} short of the profile's count, ${last.shortfall} at the last complete list`);
    const limit = Math.max(10, Math.min(0.02 * last.ids.length, 200));
    const run = longestMissingRun(last.ids, present, pending?.ids);
    if (run >= limit)
      return hold(`${run} people who stood together are missing at once, as if a page were lost`);
    return null;
  }

  #remember(list: ServedList, present: ReadonlySet<string>) {
    const before = this.#complete?.ids ?? [];
    for (const [position, id] of before.entries())
      if (!present.has(id)) this.#absentees.set(id, {ids: before, position});
    for (const id of list.ids) this.#absentees.delete(id);
    this.#complete = {ids: list.ids, shortfall: shortfallOf(list)};
    this.#pending = null;
    this.#arrivals = [];
    this.#known = null;
  }

  #addArrivals(arrivals: readonly string[]) {
    if (arrivals.length === 0) return;
    this.#arrivals = [...arrivals, ...this.#arrivals];
    this.#known = null;
  }

  /**
   * Who of the rows that are not known arrived at the top, and who came back to a place they had before. Known people out
   * of order followed again and stand on top themselves: they say nothing of those below them (`inOrder` has a flag for
   * each known row, null where all are in order).
   */
  #standings(ids: readonly string[], known: ReadonlyMap<string, number>, inOrder: boolean[] | null) {
    const arrivals: string[] = [];
    const reappeared: string[] = [];
    let knownAbove = 0;
    let nthKnown = 0;
    let positions: Map<string, number> | null = null;
    for (const [position, id] of ids.entries()) {
      if (known.has(id)) {
        if (inOrder === null || inOrder[nthKnown]) knownAbove++;
        nthKnown++;
        continue;
      }
      const absentee = this.#absentees.get(id);
      if (absentee) {
        positions ??= new Map(ids.map((other, at) => [other, at]));
        if (stoodBelow(absentee, position, positions)) reappeared.push(id);
        else if (knownAbove < arrivalDepth) arrivals.push(id);
      } else if (knownAbove < arrivalDepth) arrivals.push(id);
      else reappeared.push(id);
    }
    return {arrivals, reappeared};
  }
}

/** Why a list that did not end is not a head either; null where the loader's own reason says it. */
function headFailure(list: ServedList, holds: boolean, isFirst: boolean): string | null {
  if (list.reason !== "head") return null;
  if (isFirst) return "a head before any complete list";
  return holds ? null : "the order check failed";
}

/** Each person once, those erased since included. */
const rowsOf = (list: ServedList) => list.ids.length + (list.erased?.rows ?? 0);

const shortfallOf = (list: ServedList) =>
  Math.max(
    0,
    Math.min(list.countBefore ?? Infinity, list.countAfter ?? list.countBefore ?? rowsOf(list)) - rowsOf(list)
  );

/**
 * The longest run of neighbours in `before` of whom nobody is in `present`. People who were already missing from the
 * list held back last time (`pending`) are taken as gone by then and do not count.
 */
function longestMissingRun(
  before: readonly string[],
  present: ReadonlySet<string>,
  pending?: ReadonlySet<string>
): number {
  let longest = 0;
  let run = 0;
  for (const id of before) {
    if (present.has(id)) run = 0;
    else if (pending === undefined || pending.has(id)) longest = Math.max(longest, ++run);
  }
  return longest;
}

/** Whether an absentee stands again below at least five people they stood below when last seen. */
function stoodBelow(
  absentee: {ids: readonly string[]; position: number},
  position: number,
  positions: ReadonlyMap<string, number>
): boolean {
  let above = 0;
  const end = Math.max(0, absentee.position - neighbourhood);
  for (let at = absentee.position - 1; at >= end; at--) {
    const now = positions.get(absentee.ids[at]!);
    if (now !== undefined && now < position && ++above >= arrivalDepth) return true;
  }
  return false;
}
