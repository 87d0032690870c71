import {grown, halvesOf, Numbering} from "./numbering.ts";
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

/** The rank of those who are not known. */
const unranked = 0x7fffffff;

/** A complete list: its people by their numbers, in served order. */
interface Complete {
  people: Int32Array;
  shortfall: number;
}

/**
 * Judges the lists of one account, direction and source, oldest first, and remembers what the next judgement needs:
 * the last complete list, the arrivals of heads since, and where absentees last stood (design §2, §5). The loader folds
 * earlier snapshots through it before a head; the build folds all of them. People go by their number in `#numbering`,
 * and a list is read beside the one before it: where both go on alike, nobody is looked up.
 */
export class ListMemory {
  readonly #numbering = new Numbering();
  #complete: Complete | null = null;
  /** A list that would have been complete but for a lost run or a grown shortfall: accepted if the next one agrees. */
  #pending: {nth: number; shortfall: number} | null = null;
  /** Arrivals of heads since the last complete list, the newest last: they rank -1, -2 and so on. */
  #arrivals: number[] = [];
  #absentees = new Map<number, {people: Int32Array; position: number}>();
  /** How many lists were judged; the marks below are such numbers. */
  #nth = 0;
  /** By person: rank among the known, the last list that held them, and the last one held back that did. */
  #rank = new Int32Array(0);
  #seen = new Int32Array(0);
  #held = new Int32Array(0);

  /** Whether any list was complete so far: before that, only a full walk can tell anything. */
  get hasComplete(): boolean {
    return this.#complete !== null;
  }

  /** The known people: the last complete list, under the arrivals of heads since. */
  known(): Known {
    return {
      size: this.#arrivals.length + (this.#complete?.people.length ?? 0),
      has: (id) => {
        const person = this.#numbering.find(BigInt(id));
        return person >= 0 && this.#rank[person] !== unranked;
      }
    };
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
    const people = this.#numbersOf(list.ids);
    const ranks = this.#ranksOf(people);
    const isFirst = this.#complete === null;
    const check = orderCheck(ranks, list.ended);
    const violations = check.violations;
    const holds = list.erased?.holds ?? check.holds;
    const {arrivals, reappeared} =
      isFirst || !holds
        ? {arrivals: [], reappeared: []}
        : this.#standings(people, violations > 0 ? inLongestRun(ranks) : null);
    const idsOf = (numbers: number[]) => numbers.map((person) => this.#numbering.id(person));
    const judged = {
      knownRows: ranks.length,
      violations,
      holds: holds && !isFirst,
      arrivals: idsOf(arrivals),
      reappeared: idsOf(reappeared),
      missing: [] as bigint[]
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
    const implausible = this.#implausible(list, people);
    const why = list.erased ? list.erased.why : implausible;
    if (list.erased ? list.erased.verdict !== "complete" : why !== null)
      return {...judged, verdict: "partial", why};
    const missing = idsOf(this.#missing());
    this.#remember(list, people);
    return {...judged, missing, verdict: "complete", why: null};
  }

  /** The people of a list by number, marked as seen in it. */
  #numbersOf(ids: BigInt64Array): Int32Array {
    this.#nth++;
    this.#makeRoom(this.#numbering.size + ids.length);
    const people = new Int32Array(ids.length);
    const halves = halvesOf(ids);
    // Who stands next in the known order, as long as this list follows it.
    let next = -this.#arrivals.length;
    for (let row = 0; row < people.length; row++) {
      const first = halves[2 * row]!;
      const second = halves[2 * row + 1]!;
      let person = this.#knownAt(next);
      if (person === undefined || !this.#numbering.is(person, first, second))
        person = this.#numbering.number(first, second);
      people[row] = person;
      this.#seen[person] = this.#nth;
      const rank = this.#rank[person]!;
      if (rank !== unranked) next = rank + 1;
    }
    return people;
  }

  #knownAt(rank: number): number | undefined {
    return rank < 0 ? this.#arrivals[-rank - 1] : this.#complete?.people[rank];
  }

  #makeRoom(people: number) {
    const size = this.#rank.length;
    if (people <= size) return;
    const room = Math.max(people, 2 * size);
    this.#rank = grown(this.#rank, room).fill(unranked, size);
    this.#seen = grown(this.#seen, room);
    this.#held = grown(this.#held, room);
  }

  /** The ranks of the known people of a list, in served order. */
  #ranksOf(people: Int32Array): Int32Array {
    const ranks = new Int32Array(people.length);
    let known = 0;
    for (const person of people) {
      const rank = this.#rank[person]!;
      if (rank !== unranked) ranks[known++] = rank;
    }
    return ranks.subarray(0, known);
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
    const last = this.#complete;
    if (last === null) return null;
    const shortfall = shortfallOf(list);
    const pending = this.#pending;
    const allowed = Math.max(10, 0.005 * (rows + shortfall));
    const hold = (why: string) => {
      this.#pending = {nth: this.#nth, shortfall};
      for (const person of people) this.#held[person] = this.#nth;
      return why;
    };
    const base = pending === null ? last.shortfall : Math.max(last.shortfall, pending.shortfall);
    if (shortfall - base > allowed)
      return hold(`${shortfall} short of the profile's count, ${last.shortfall} at the last complete list`);
    const limit = Math.max(10, Math.min(0.02 * last.people.length, 200));
    const run = this.#longestMissingRun(last.people);
    if (run >= limit)
      return hold(`${run} people who stood together are missing at once, as if a page were lost`);
    return null;
  }

  /**
   * The longest run of neighbours of the last complete list of whom nobody is in this one. People who were already
   * missing from the list held back last time are taken as gone by then and do not count.
   */
  #longestMissingRun(before: Int32Array): number {
    let longest = 0;
    let run = 0;
    for (const person of before) {
      if (this.#seen[person] === this.#nth) run = 0;
      else if (this.#pending === null || this.#held[person] === this.#pending.nth)
        longest = Math.max(longest, ++run);
    }
    return longest;
  }

  /** Who is known, newest first, and not in this list. */
  #missing(): number[] {
    const missing: number[] = [];
    const note = (person: number) => {
      if (this.#seen[person] !== this.#nth) missing.push(person);
    };
    for (const person of this.#arrivals.toReversed()) note(person);
    for (const person of this.#complete?.people ?? []) note(person);
    return missing;
  }

  #remember(list: StoredList, people: Int32Array) {
    const before = this.#complete?.people ?? new Int32Array(0);
    for (let position = 0; position < before.length; position++) {
      const person = before[position]!;
      this.#rank[person] = unranked;
      if (this.#seen[person] !== this.#nth) this.#absentees.set(person, {people: before, position});
    }
    for (const person of this.#arrivals) this.#rank[person] = unranked;
    for (const person of this.#absentees.keys())
      if (this.#seen[person] === this.#nth) this.#absentees.delete(person);
    for (let rank = 0; rank < people.length; rank++) this.#rank[people[rank]!] = rank;
    this.#complete = {people, shortfall: shortfallOf(list)};
    this.#pending = null;
    this.#arrivals = [];
  }

  /** Puts arrivals, newest first, above everybody known. */
  #addArrivals(arrivals: readonly number[]) {
    for (const person of arrivals.toReversed()) this.#rank[person] = -this.#arrivals.push(person);
  }

  /**
   * Who of the rows that are not known arrived at the top, and who came back to a place they had before. Known people out
   * of order followed again and stand on top themselves: they say nothing of those below them (`inOrder` has a flag for
   * each known row, null where all are in order).
   */
  #standings(people: Int32Array, inOrder: boolean[] | null) {
    const arrivals: number[] = [];
    const reappeared: number[] = [];
    let knownAbove = 0;
    let nthKnown = 0;
    let positions: Int32Array | null = null;
    for (let position = 0; position < people.length; position++) {
      const person = people[position]!;
      if (this.#rank[person] !== unranked) {
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
    const positions = new Int32Array(this.#numbering.size);
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
      const isAbove = this.#seen[person] === this.#nth && positions[person]! < position;
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

const shortfallOf = (list: StoredList) =>
  Math.max(0, (list.countAfter ?? list.countBefore ?? rowsOf(list)) - rowsOf(list));
