import {sourceOf} from "../networks/sources.ts";
import {accident, CapWatch, missingAtOldEnd, oldEndWhy, type Run} from "./capped.ts";
import {fewLost, lossLimit, longestRunLimit} from "./collapse.ts";
import {failureOf, type FailedLists, type PastList} from "./hindsight.ts";
import {KnownPeople, type KnownState} from "./known-people.ts";
import {arrivalDepth, inLongestRun, isInFront, orderCheck} from "./order.ts";
import {OrderTrust, type LostOrders, type NoOrder, type TrustState} from "./order-trust.ts";
import {PastOrder} from "./past-order.ts";
import {isSorted} from "./sorted.ts";

/** One walked list, its rows in served order, each person once, the account itself dropped. Ids as they are given. */
export interface WalkedList<Ids> {
  source: string;
  ended: boolean;
  reason: string | null;
  ids: Ids;
  countBefore: number | null;
  countAfter: number | null;
  /** When the walk began, in milliseconds since 1970; default: a day after the list before. */
  startedMs?: number;
  /** What speaks for a list that ended: the raw column `completeness_basis`. Default null: only the source itself. */
  basis?: "counted" | "declared" | "forced" | null;
  /** As the raw column `is_newest_first` has it. Default: what is known of the source. */
  isNewestFirst?: boolean | null;
  /** The names of its people ascend or descend. */
  hasSortedNames?: boolean;
  /** Rows erased from it since by request, and what it was worth with them; see the raw table `erasures`. */
  erased?: {rows: number; verdict: Judgement; why: string | null; holds: boolean} | null;
}

/** A list as a loader has it: ids are strings at every border. */
export type ServedList = WalkedList<readonly string[]>;
/** A list as it is stored. */
export type StoredList = WalkedList<BigInt64Array>;

/** What a list is taken to be; the column `verdict` of models and stored rows. Claims have verdicts: `statistics/verdict.ts`. */
export type Judgement = "complete" | "head" | "partial";

/** What a list is worth, and who of it stands where. */
export interface Judged<Id> {
  verdict: Judgement;
  /** Why it is partial; null otherwise. */
  why: string | null;
  /** Known rows read, those of them out of order, and whether its order can be used: it is trusted, and the check holds. */
  knownRows: number;
  violations: number;
  holds: boolean;
  /** Why its order is not trusted; null where it is. */
  noOrder: NoOrder | null;
  /** New people at the top, newest first. Empty where the order check fails. */
  arrivals: Id[];
  /** New people, or absentees come back, at a place where they stood before. Empty where the order check fails. */
  reappeared: Id[];
  /** People of the last complete list (and arrivals since) whom this complete list no longer shows. */
  missing: Id[];
}

/** The people a walk may meet again. */
export interface Known {
  size: number;
  has(id: string): boolean;
}

/** How far above an absentee's old place we look for people they stood below. */
const neighbourhood = 1000;

/** What later lists show of earlier ones, by the numbers of the lists, from 0. */
export interface Hindsight {
  /** Orders that were used and then proved wrong, by the list they began with. */
  lostOrders: LostOrders;
  /** Lists that were taken as complete and were not. */
  failedLists: FailedLists;
}

/** A list that nobody called whole: its people by number, and when it began. */
interface ShownList {
  people: Int32Array;
  startedMs: number;
}

/** Who stood in a complete list and not in the next one: in which, and at which position. */
interface Absentee {
  list: PastOrder;
  position: number;
}

/** What a memory holds, as plain values and arrays of numbers that `structuredClone` could copy. */
export interface MemoryState {
  known: KnownState;
  trust: TrustState;
  completeMs: number | null;
  dailyLoss: number | null;
  shortfall: number | null;
  pending: {has: Uint8Array; shortfall: number; startedMs: number} | null;
  run: Run | null;
  shown: ShownList[];
  lists: number;
  past: PastList | null;
  /** Former complete lists, the newest first, each by how it differs from the one before it in this array. */
  orders: Int32Array[];
  /** Who is absent, in which of these lists, and where they stood. */
  absentees: {people: Int32Array; orders: Int32Array; positions: Int32Array};
}

/** A later list of at least so large a share takes the place of an earlier one that nobody called whole. */
const aboutAsLong = 0.9;

const noHindsight: Hindsight = {lostOrders: new Map(), failedLists: new Map()};

const dayMs = 86_400_000;

/**
 * Judges the lists of one account, direction and source, oldest first, and remembers what the next judgement needs:
 * the last complete list, the arrivals of heads since, and where absentees last stood. The loader folds earlier
 * snapshots through it before a head; the build folds all of them.
 *
 * Positions count only while the order is trusted: see `OrderTrust`. Where a later list proves that an order used before
 * was none, or that a list taken as complete was not, `hindsight` says so, and the fold is to be made again with a memory
 * that is given it.
 */
export class ListMemory {
  readonly #known = new KnownPeople();
  readonly #trust: OrderTrust;
  /** When the last complete list began, and the largest share of the known that a complete list lost, a day. */
  #completeMs: number | null = null;
  #dailyLoss: number | null = null;
  /** How far the last complete list fell short of the profile's count; null before any. */
  #shortfall: number | null = null;
  /** A list that would have been complete but for what it lost: accepted if the next one agrees. */
  #pending: {has: Uint8Array; shortfall: number; startedMs: number} | null = null;
  readonly #caps = new CapWatch();
  /** Lists since the last complete one that nobody calls whole: presence in them still speaks against a shorter one. */
  #shown: ShownList[] = [];
  #absentees = new Map<number, Absentee>();
  /** The last complete list; those before it that absentees are remembered from lead to it. */
  #order: PastOrder | null = null;

  #lists = 0;
  readonly #failed: Map<number, string>;
  /** The last complete list, unless something else than its series speaks for it. */
  #past: PastList | null = null;

  /** `hindsight`: what an earlier fold of the same lists found out in the end. */
  constructor({lostOrders, failedLists}: Hindsight = noHindsight) {
    this.#trust = new OrderTrust(lostOrders);
    this.#failed = new Map(failedLists);
  }

  /** What it remembers, so that another process can go on from there. Only of a memory without hindsight. */
  get state(): MemoryState {
    if (this.#failed.size + this.#trust.lost.size > 0)
      throw new Error("a memory with hindsight cannot be kept");
    const numbers = this.#known.numbers;
    let oldest = this.#order;
    for (const {list} of this.#absentees.values()) if (list.nth < oldest!.nth) oldest = list;
    const former: PastOrder[] = [];
    for (let at = oldest; at !== this.#order; at = at!.next) former.unshift(at!);
    const numberOf = new Map(former.map((order, nth) => [order, nth]));
    const absentees = [...this.#absentees.values()];
    return {
      known: this.#known.state,
      trust: this.#trust.state,
      completeMs: this.#completeMs,
      dailyLoss: this.#dailyLoss,
      shortfall: this.#shortfall,
      pending: this.#pending,
      run: this.#caps.run,
      shown: this.#shown,
      lists: this.#lists,
      past: this.#past,
      orders: former.map((order) => order.difference(numbers)),
      absentees: {
        people: Int32Array.from(this.#absentees.keys()),
        orders: Int32Array.from(absentees, ({list}) => numberOf.get(list)!),
        positions: Int32Array.from(absentees, ({position}) => position)
      }
    };
  }

  /** The memory that had this state. */
  static from(state: MemoryState): ListMemory {
    const memory = new ListMemory();
    memory.#known.state = state.known;
    memory.#trust.state = state.trust;
    memory.#completeMs = state.completeMs;
    memory.#dailyLoss = state.dailyLoss;
    memory.#shortfall = state.shortfall;
    memory.#pending = state.pending;
    memory.#caps.run = state.run;
    memory.#shown = state.shown;
    memory.#lists = state.lists;
    memory.#past = state.past;
    if (memory.hasComplete) memory.#order = new PastOrder(state.lists, memory.#known.complete);
    const orders = state.orders.map((difference, nth) => new PastOrder(-1 - nth, null, difference));
    for (const [nth, order] of orders.entries()) order.next = orders[nth - 1] ?? memory.#order;
    const {people, orders: places, positions} = state.absentees;
    for (const [nth, person] of people.entries())
      memory.#absentees.set(person, {list: orders[places[nth]!]!, position: positions[nth]!});
    return memory;
  }

  /** What was believed of the lists folded so far and then proved wrong. */
  get hindsight(): Hindsight {
    return {lostOrders: this.#trust.lost, failedLists: this.#failed};
  }

  /** Whether any list was complete so far: before that, only a full walk can tell anything. */
  get hasComplete(): boolean {
    return this.#shortfall !== null;
  }

  /** The known people: the last complete list, under the arrivals of heads since. */
  known(): Known {
    return this.#known;
  }

  /** Judges the next list and remembers it. */
  judge(list: ServedList): Judged<string> {
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
    const nth = this.#lists++;
    const before = this.#known.numbers;
    const {people, ranks} = this.#known.read(list.ids);
    const isFirst = !this.hasComplete;
    const check = orderCheck(ranks, list.ended);
    const violations = check.violations;
    const placed =
      isFirst || !check.holds
        ? {arrivals: [], reappeared: [], newPeople: 0, inFront: 0}
        : this.#standings(people, ranks.length, before, violations > 0 ? inLongestRun(ranks) : null);
    const noOrder = this.#trust.judge({
      isNewestFirst: list.isNewestFirst ?? sourceOf(list.source).listsNewestFirst,
      wasTrusted: list.erased?.holds ?? false,
      isBroken: check.isBroken,
      sorted: isSorted(list.ids) ? "ids are sorted" : list.hasSortedNames ? "names are sorted" : null,
      newPeople: placed.newPeople,
      inFront: placed.inFront
    });
    const holds = list.erased?.holds ?? (check.holds && noOrder === null);
    const {arrivals, reappeared} = holds ? placed : {arrivals: [], reappeared: []};
    const judged = {
      knownRows: ranks.length,
      violations,
      holds: holds && !isFirst,
      noOrder: holds ? null : noOrder,
      arrivals: this.#known.idsOf(arrivals),
      reappeared: this.#known.idsOf(reappeared),
      missing: [] as bigint[]
    };
    if (!list.ended) {
      const isHead = list.erased ? list.erased.verdict === "head" : !isFirst && holds;
      if (isHead) {
        this.#known.add(arrivals);
        this.#trust.accept(false);
      }
      if (this.#show(list, people)) this.#lookBack(list, people, ranks.length, placed);
      return {
        ...judged,
        verdict: isHead ? "head" : "partial",
        why: isHead ? null : (list.erased?.why ?? headFailure(list, holds, isFirst, noOrder) ?? list.reason)
      };
    }
    this.#watchForCap(nth, list, people, holds);
    const implausible = this.#failed.get(nth) ?? this.#implausible(list, people, holds);
    const why = list.erased ? list.erased.why : implausible;
    if (list.erased ? list.erased.verdict !== "complete" : why !== null)
      return {...judged, verdict: "partial", why};
    const missing = this.#known.missing();
    this.#lookBack(list, people, ranks.length, placed);
    // A source that serves pages says itself when a list has come to its end; of a table only its user does.
    const {listsArePaged} = sourceOf(list.source);
    const isEmpty = isEmptyByOwnCount(list);
    const isVouched = isCountedBy(list) && !isEmpty;
    this.#past = isVouched ? null : {nth, isFirst: isFirst && !listsArePaged, isEmpty, missing};
    this.#trust.accept(true);
    this.#remember(list, people);
    return {...judged, missing: this.#known.idsOf(missing), verdict: "complete", why: null};
  }

  /** Takes the lists of a capped export as failed: this one and those before that are capped alike. */
  #watchForCap(nth: number, list: StoredList, people: Int32Array, isOrdered: boolean) {
    if (!isUncounted(list)) {
      this.#caps.end();
      return;
    }
    const found = this.#caps.look({
      nth,
      people,
      rows: rowsOf(list),
      isOrdered,
      isThere: (person) => this.#known.isSeen(person),
      whyBefore: list.erased?.why ?? null
    });
    for (const one of found?.nths ?? []) if (!this.#failed.has(one)) this.#failed.set(one, found!.why);
  }

  /** Looks at the complete list before from this one, complete or not, which shows whom it lacked. */
  #lookBack(
    list: StoredList,
    people: Int32Array,
    known: number,
    {newPeople, inFront}: {newPeople: number; inFront: number}
  ) {
    const past = this.#past;
    if (past === null) return;
    const why = failureOf(past, {
      people: people.length,
      unknown: people.length - known,
      newPeople,
      inFront,
      days: (this.#startOf(list) - this.#completeMs!) / dayMs,
      isSeen: (person) => this.#known.isSeen(person)
    });
    if (why !== null && !this.#failed.has(past.nth)) this.#failed.set(past.nth, why);
  }

  /** Why a list that ended cannot be taken as complete; null if it can. What was counted at its source needs no more, unless it is empty. */
  #implausible(list: StoredList, people: Int32Array, isOrdered: boolean): string | null {
    const {length: before} = this.#known.complete;
    if (isEmptyByOwnCount(list) && before > fewLost)
      return `empty, while the list before it has ${before} people`;
    const basis = basisOf(list);
    if (basis === "counted" || basis === "forced") return null;
    const counts = [list.countBefore, list.countAfter].filter((count) => count !== null);
    const rows = rowsOf(list);
    if (counts.length > 0) {
      const count = Math.min(...counts);
      if (rows === 0 && count > 0) return `empty, while the profile counts ${count}`;
      if (rows < 0.9 * count - 5) return `${rows} rows, while the profile counts ${count}`;
    }
    const isAfterOthers = this.#known.complete.length > 0 || this.#shown.length > 0;
    if (rows === 0 && counts.length === 0 && isAfterOthers)
      return "empty, and nothing counts whom it should hold";
    const shortfall = shortfallOf(list);
    const pending = this.#pending;
    const hold = (why: string) => {
      const has = new Uint8Array(this.#known.numbers);
      for (const person of people) has[person] = 1;
      this.#pending = {has, shortfall, startedMs: this.#startOf(list)};
      if (isUncounted(list)) this.#caps.suspect();
      return why;
    };
    const last = this.#shortfall;
    if (last === null) {
      const lacked = this.#lacksShown(list);
      return lacked === null ? null : hold(lacked);
    }
    const isSeen = (person: number) => this.#known.isSeen(person);
    if (isOrdered && isUncounted(list)) {
      const {atOldEnd, chance} = missingAtOldEnd(this.#known.complete, isSeen);
      if (atOldEnd >= longestRunLimit(this.#known.complete.length) && chance < accident)
        return hold(oldEndWhy(atOldEnd));
    }
    if (counts.length > 0) {
      const allowed = Math.max(10, 0.005 * (rows + shortfall));
      const base = pending === null ? last : Math.max(last, pending.shortfall);
      if (shortfall - base > allowed)
        return hold(`${shortfall} short of the profile's count, ${last} at the last complete list`);
    } else {
      const {lost, known} = this.#losses(this.#known.complete);
      const since = pending?.startedMs ?? this.#completeMs!;
      const limit = lossLimit(known, (this.#startOf(list) - since) / dayMs, this.#dailyLoss);
      if (lost > limit)
        return hold(
          `${lost} of the ${known} people of the list before are missing at once, as if it had been cut short`
        );
      const lacked = this.#lacksShown(list);
      if (lacked !== null) return hold(lacked);
    }
    // Without an order nobody stands together, but on a page.
    if (!isOrdered && !sourceOf(list.source).listsArePaged) return null;
    const run = this.#longestMissingRun();
    if (run >= longestRunLimit(this.#known.complete.length))
      return hold(`${run} people who stood together are missing at once, as if a page were lost`);
    return null;
  }

  /** When a list began, as far as it is known. */
  #startOf(list: StoredList): number {
    return list.startedMs ?? (this.#completeMs ?? 0) + dayMs;
  }

  /**
   * Keeps a list that did not end, unless only its newest part was asked for, or its source says itself how long it should
   * be: then it is not kept, and false. One about as long as those before it takes their place. Whom it shows is not gone.
   */
  #show(list: StoredList, people: Int32Array): boolean {
    const isCounted = list.countBefore !== null || list.countAfter !== null;
    if (list.reason === "head" || isCounted || sourceOf(list.source).listsArePaged) return false;
    if (this.#pending !== null) {
      const has = new Uint8Array(this.#known.numbers);
      has.set(this.#pending.has);
      for (const person of people) has[person] = 1;
      this.#pending.has = has;
    }
    if (people.length <= fewLost) return true;
    this.#shown = this.#shown.filter((one) => aboutAsLong * one.people.length > people.length);
    this.#shown.push({people, startedMs: this.#startOf(list)});
    return true;
  }

  /** What a list that is called whole lacks of those that nobody called so, where that is too much; null where it is not. */
  #lacksShown(list: StoredList): string | null {
    for (const {people, startedMs} of this.#shown) {
      const {lost, known} = this.#losses(people);
      const since = Math.max(startedMs, this.#pending?.startedMs ?? startedMs);
      if (lost > lossLimit(known, (this.#startOf(list) - since) / dayMs, this.#dailyLoss))
        return `${lost} of the ${known} people of an earlier list, which was not declared complete, are missing at once, as if it had been cut short`;
    }
    return null;
  }

  /**
   * How many people of an earlier list the list read last lacks, of how many. Whom the list held back last time lacked too
   * is taken as gone by then: neither lost nor known.
   */
  #losses(earlier: Int32Array): {lost: number; known: number} {
    let lost = 0;
    let known = 0;
    for (const person of earlier) {
      const isSeen = this.#known.isSeen(person);
      if (!isSeen && this.#pending !== null && this.#pending.has[person] !== 1) continue;
      known++;
      if (!isSeen) lost++;
    }
    return {lost, known};
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
    const order = this.#order;
    this.#order = new PastOrder(this.#lists, people);
    if (order !== null) order.next = this.#order;
    let gone = 0;
    for (let position = 0; position < before.length; position++) {
      const person = before[position]!;
      if (this.#known.isSeen(person)) continue;
      this.#absentees.set(person, {list: order!, position});
      gone++;
    }
    if (gone === 0) order?.shorten(this.#known.numbers);
    for (const person of this.#absentees.keys())
      if (this.#known.isSeen(person)) this.#absentees.delete(person);
    const startedMs = this.#startOf(list);
    // A collapse that was held back once says nothing of how many leave on usual days.
    if (this.#completeMs !== null && this.#pending === null && before.length > 0) {
      const days = Math.max(1, (startedMs - this.#completeMs) / dayMs);
      const left = Math.max(1, before.length - this.#losses(before).lost) / before.length;
      this.#dailyLoss = Math.max(this.#dailyLoss ?? 0, -Math.log(left) / days);
    }
    this.#completeMs = startedMs;
    this.#known.replace(people);
    this.#shortfall = shortfallOf(list);
    this.#pending = null;
    this.#shown = [];
  }

  /**
   * Who of the rows that are not known arrived at the top, and who came back to a place they had before. Known people out
   * of order followed again and stand on top themselves: they say nothing of those below them (`inOrder` has a flag for
   * each of the `known` rows, null where all are in order). People numbered from `firstNew` on were in no list so far: so
   * many `newPeople`, and of them `inFront` stand in front of those known, which is what speaks for the order.
   */
  #standings(people: Int32Array, known: number, firstNew: number, inOrder: boolean[] | null) {
    const arrivals: number[] = [];
    const reappeared: number[] = [];
    const ordered = inOrder === null ? known : inOrder.filter(Boolean).length;
    const strangers = people.length - known;
    let knownAbove = 0;
    let nthKnown = 0;
    let newPeople = 0;
    let inFront = 0;
    let positions: Int32Array | null = null;
    for (let position = 0; position - nthKnown < strangers; position++) {
      const person = people[position]!;
      if (this.#known.isKnown(person)) {
        if (inOrder === null || inOrder[nthKnown]) knownAbove++;
        nthKnown++;
        continue;
      }
      if (person >= firstNew && ordered >= arrivalDepth) {
        newPeople++;
        if (isInFront(knownAbove, ordered)) inFront++;
      }
      const absentee = this.#absentees.get(person);
      if (absentee) {
        positions ??= this.#positionsOf(people, inOrder);
        if (this.#stoodBelow(absentee, position, positions)) reappeared.push(person);
        else if (knownAbove < arrivalDepth) arrivals.push(person);
      } else if (knownAbove < arrivalDepth) arrivals.push(person);
      else reappeared.push(person);
    }
    return {arrivals, reappeared, newPeople, inFront};
  }

  /**
   * By person: where they stand in this list if they are known and in order. Whoever came back or followed again meanwhile
   * may stand above anybody, and gets a place below everybody.
   */
  #positionsOf(people: Int32Array, inOrder: boolean[] | null): Int32Array {
    const positions = new Int32Array(this.#known.numbers).fill(people.length);
    let nthKnown = 0;
    for (let position = 0; position < people.length; position++) {
      const person = people[position]!;
      if (!this.#known.isKnown(person)) continue;
      if (inOrder === null || inOrder[nthKnown]) positions[person] = position;
      nthKnown++;
    }
    return positions;
  }

  /** Whether an absentee stands again below at least five people they stood below when last seen, who stayed in place. */
  #stoodBelow({list, position: stood}: Absentee, position: number, positions: Int32Array): boolean {
    let above = 0;
    const {people} = list;
    const end = Math.max(0, stood - neighbourhood);
    for (let at = stood - 1; at >= end; at--) {
      const person = people[at]!;
      const isAbove = this.#known.isSeen(person) && positions[person]! < position;
      if (isAbove && ++above >= arrivalDepth) return true;
    }
    return false;
  }
}

/** Why a list that did not end is not a head either; null where the loader's own reason says it. */
function headFailure(
  list: StoredList,
  holds: boolean,
  isFirst: boolean,
  noOrder: NoOrder | null
): string | null {
  if (list.reason !== "head") return null;
  if (isFirst) return "an incremental list before any complete list";
  if (holds) return null;
  return noOrder === null ? "the order check failed" : `its order cannot be used: ${noOrder}`;
}

/** What speaks for a list: some sources count theirs. */
function basisOf({basis, source}: StoredList) {
  const {listsAreCounted, listsAreAsked} = sourceOf(source);
  return basis ?? (listsAreCounted || listsAreAsked ? "counted" : null);
}

/** Whether something else than its series says how long a list is, or settles it: a count, or the user. */
function isCountedBy(list: StoredList): boolean {
  const basis = basisOf(list);
  return (
    basis === "counted" ||
    basis === "forced" ||
    list.countBefore !== null ||
    list.countAfter !== null ||
    !!list.erased
  );
}

/** Whether a list is empty, and nobody but who exported it says that this is right: an export that failed counts nobody either. */
const isEmptyByOwnCount = (list: StoredList) =>
  list.ids.length === 0 &&
  !list.erased &&
  basisOf(list) === "counted" &&
  !sourceOf(list.source).listsAreAsked;

/** Each person once, those erased since included. */
const rowsOf = (list: StoredList) => list.ids.length + (list.erased?.rows ?? 0);

/** Whether only its user says that a list is whole. */
const isUncounted = (list: StoredList) =>
  !sourceOf(list.source).listsArePaged && !isCountedBy({...list, erased: null});

/** How many the profile counts beyond the rows, by its smaller count: who came while the list was read is in no row. */
function shortfallOf(list: StoredList): number {
  const counts = [list.countBefore, list.countAfter].filter((count) => count !== null);
  const count = counts.length > 0 ? Math.min(...counts) : 0;
  return Math.max(0, count - rowsOf(list));
}
