import {KnownPeople} from "./known-people.ts";
import {arrivalDepth, inLongestRun, orderCheck} from "./order.ts";

/** One walked list, its rows in served order, each person once, the account itself dropped. Ids as they are given. */
export interface WalkedList<Ids> {
  source: string;
  ended: boolean;
  reason: string | null;
  ids: Ids;
  countBefore: number | null;
  countAfter: number | null;
  /** Rows erased from it since by request, and what it was worth with them; see the raw table `erasures`. */
  erased?: {rows: number; verdict: Verdict; why: string | null; holds: boolean} | null;
}

/** A list as a loader has it: ids are strings at every border. */
export type ServedList = WalkedList<readonly string[]>;
/** A list as it is stored. */
export type StoredList = WalkedList<BigInt64Array>;

export type Verdict = "complete" | "head" | "partial";

/** What a list is worth, and who of it stands where. */
export interface Judged<Id> {
  verdict: Verdict;
  /** Why it is partial; null otherwise. */
  why: string | null;
  /** Known rows read, those of them out of order, and whether the order check holds; null where nobody was known. */
  knownRows: number;
  violations: number;
  holds: boolean;
  /** New people at the top, newest first. Empty where the order check fails. */
  arrivals: Id[];
  /** New people, or absentees come back, at a place where they stood before. Empty where the order check fails. */
  reappeared: Id[];
  /** People of the last complete list (and arrivals since) whom this complete list no longer shows. */
  missing: Id[];
}

export type Judgement = Judged<string>;

/** The people a walk may meet again. */
export interface Known {
  size: number;
  has(id: string): boolean;
}

/** How far above an absentee's old place we look for people they stood below. */
const neighbourhood = 1000;

/**
 * Judges the lists of one account, direction and source, oldest first, and remembers what the next judgement needs:
 * the last complete list, the arrivals of heads since, and where absentees last stood (design §2, §5). The loader folds
 * earlier snapshots through it before a head; the build folds all of them.
 */
export class ListMemory {
  readonly #known = new KnownPeople();
  /** How far the last complete list fell short of the profile's count; null before any. */
  #shortfall: number | null = null;
  /** A list that would have been complete but for a lost run or a grown shortfall: accepted if the next one agrees. */
  #pending: {has: Uint8Array; shortfall: number} | null = null;
  #absentees = new Map<number, {people: Int32Array; position: number}>();

  /** Whether any list was complete so far: before that, only a full walk can tell anything. */
  get hasComplete(): boolean {
    return this.#shortfall !== null;
  }

  /** The known people: the last complete list, under the arrivals of heads since. */
  known(): Known {
    return this.#known;
  }

  /** Judges the next list and remembers it. */
  judge(list: ServedList): Judgement {
    const judged = this.judgeStored({...list, ids: BigInt64Array.from(list.ids, BigInt)});
    const {arrivals, reappeared, missing} = judged;
    return {
      ...judged,
      arrivals: arrivals.map(String),
      reappeared: reappeared.map(String),
      missing: missing.map(String)
    };
  }

  /** The same for a list as it is stored. */
  judgeStored(list: StoredList): Judged<bigint> {
    const {people, ranks} = this.#known.read(list.ids);
    const isFirst = !this.hasComplete;
    const check = orderCheck(ranks, list.ended);
    const violations = check.violations;
    const holds = list.erased?.holds ?? check.holds;
    const {arrivals, reappeared} =
      isFirst || !holds
        ? {arrivals: [], reappeared: []}
        : this.#standings(people, people.length - ranks.length, violations > 0 ? inLongestRun(ranks) : null);
    const judged = {
      knownRows: ranks.length,
      violations,
      holds: holds && !isFirst,
      arrivals: this.#known.idsOf(arrivals),
      reappeared: this.#known.idsOf(reappeared),
      missing: [] as bigint[]
    };
    if (!list.ended) {
      const isHead = list.erased ? list.erased.verdict === "head" : !isFirst && holds;
      if (isHead) this.#known.add(arrivals);
      return {
        ...judged,
        verdict: isHead ? "head" : "partial",
        why: isHead ? null : (list.erased?.why ?? headFailure(list, holds, isFirst) ?? list.reason)
      };
    }
    const implausible = this.#implausible(list, people);
    const why = list.erased ? list.erased.why : implausible;
    if (list.erased ? list.erased.verdict !== "complete" : why !== null)
      return {...judged, verdict: "partial", why};
    const missing = this.#known.idsOf(this.#known.missing());
    this.#remember(list, people);
    return {...judged, missing, verdict: "complete", why: null};
  }

  /** Why a list that ended cannot be taken as complete; null if it can. Archives and tables answer for themselves. */
  #implausible(list: StoredList, people: Int32Array): string | null {
    if (list.source !== "x-api") return null;
    const counts = [list.countBefore, list.countAfter].filter((count) => count !== null);
    const rows = rowsOf(list);
    if (counts.length > 0) {
      const count = Math.min(...counts);
      if (rows === 0 && count > 0) return `empty, while the profile counts ${count}`;
      if (rows < 0.9 * count - 5) return `${rows} rows, while the profile counts ${count}`;
    }
    const last = this.#shortfall;
    if (last === null) return null;
    const shortfall = shortfallOf(list);
    const pending = this.#pending;
    const allowed = Math.max(10, 0.005 * (rows + shortfall));
    const hold = (why: string) => {
      const has = new Uint8Array(this.#known.numbers);
      for (const person of people) has[person] = 1;
      this.#pending = {has, shortfall};
      return why;
    };
    const base = pending === null ? last : Math.max(last, pending.shortfall);
    if (shortfall - base > allowed)
      return hold(`${shortfall} short of the profile's count, ${last} at the last complete list`);
    const limit = Math.max(10, Math.min(0.02 * this.#known.complete.length, 200));
    const run = this.#longestMissingRun();
    if (run >= limit)
      return hold(`${run} people who stood together are missing at once, as if a page were lost`);
    return null;
  }

  /**
   * The longest run of neighbours of the last complete list of whom nobody is in this one. People who were already
   * missing from the list held back last time are taken as gone by then and do not count.
   */
  #longestMissingRun(): number {
    let longest = 0;
    let run = 0;
    for (const person of this.#known.complete) {
      if (this.#known.isSeen(person)) run = 0;
      else if (this.#pending === null || this.#pending.has[person] === 1) longest = Math.max(longest, ++run);
    }
    return longest;
  }

  #remember(list: StoredList, people: Int32Array) {
    const before = this.#known.complete;
    for (let position = 0; position < before.length; position++) {
      const person = before[position]!;
      if (!this.#known.isSeen(person)) this.#absentees.set(person, {people: before, position});
    }
    for (const person of this.#absentees.keys())
      if (this.#known.isSeen(person)) this.#absentees.delete(person);
    this.#known.replace(people);
    this.#shortfall = shortfallOf(list);
    this.#pending = null;
  }

  /**
   * Who of the rows that are not known arrived at the top, and who came back to a place they had before. Known people out
   * of order followed again and stand on top themselves: they say nothing of those below them (`inOrder` has a flag for
   * each known row, null where all are in order). It looks no further than the last of so many `strangers`.
   */
  #standings(people: Int32Array, strangers: number, inOrder: boolean[] | null) {
    const arrivals: number[] = [];
    const reappeared: number[] = [];
    let knownAbove = 0;
    let nthKnown = 0;
    let positions: Int32Array | null = null;
    for (let position = 0; position - nthKnown < strangers; position++) {
      const person = people[position]!;
      if (this.#known.isKnown(person)) {
        if (inOrder === null || inOrder[nthKnown]) knownAbove++;
        nthKnown++;
        continue;
      }
      const absentee = this.#absentees.get(person);
      if (absentee) {
        positions ??= this.#positionsOf(people);
        if (this.#stoodBelow(absentee, position, positions)) reappeared.push(person);
        else if (knownAbove < arrivalDepth) arrivals.push(person);
      } else if (knownAbove < arrivalDepth) arrivals.push(person);
      else reappeared.push(person);
    }
    return {arrivals, reappeared};
  }

  /** By person: where they stand in this list. Others have whatever number. */
  #positionsOf(people: Int32Array): Int32Array {
    const positions = new Int32Array(this.#known.numbers);
    for (let position = 0; position < people.length; position++) positions[people[position]!] = position;
    return positions;
  }

  /** Whether an absentee stands again below at least five people they stood below when last seen. */
  #stoodBelow(
    absentee: {people: Int32Array; position: number},
    position: number,
    positions: Int32Array
  ): boolean {
    let above = 0;
    const end = Math.max(0, absentee.position - neighbourhood);
    for (let at = absentee.position - 1; at >= end; at--) {
      const person = absentee.people[at]!;
      const isAbove = this.#known.isSeen(person) && positions[person]! < position;
      if (isAbove && ++above >= arrivalDepth) return true;
    }
    return false;
  }
}

/** Why a list that did not end is not a head either; null where the loader's own reason says it. */
function headFailure(list: StoredList, holds: boolean, isFirst: boolean): string | null {
  if (list.reason !== "head") return null;
  if (isFirst) return "a head before any complete list";
  return holds ? null : "the order check failed";
}

/** Each person once, those erased since included. */
const rowsOf = (list: StoredList) => list.ids.length + (list.erased?.rows ?? 0);

/** How many the profile counts beyond the rows, by its smaller count: who came while the list was read is in no row. */
function shortfallOf(list: StoredList): number {
  const counts = [list.countBefore, list.countAfter].filter((count) => count !== null);
  const count = counts.length > 0 ? Math.min(...counts) : 0;
  return Math.max(0, count - rowsOf(list));
}
