import type {Judged, ServedList} from "../../src/lists/lists.ts";
import type {NoOrder} from "../../src/lists/order-trust.ts";
import {arrivalDepth, inLongestRun, orderCheck} from "../../src/lists/order.ts";

const dayMs = 86_400_000;

/** How far above an absentee's old place we look for people they stood below. */
const neighbourhood = 1000;

interface Complete {
  ids: readonly string[];
  shortfall: number;
  startedMs: number;
}

/** Lists that go on in one order: who was new in each accepted one, with how many of the known above, of how many. */
interface Order {
  began: number;
  seen: {above: number; known: number}[];
  sorted: NoOrder | null;
  wasTrusted: boolean;
}

/**
 * The rules of lists word for word, with maps and sets of ids: what `ListMemory` must say of every list. It takes some ten
 * times as long and keeps every old list, so it only serves as the yardstick.
 */
export class PlainMemory {
  #complete: Complete | null = null;
  /** A list that would have been complete but for a lost run or a grown shortfall: accepted if the next one agrees. */
  #pending: {ids: ReadonlySet<string>; shortfall: number; startedMs: number} | null = null;
  /** The largest share lost a day, as a hazard. */
  #dailyLoss: number | null = null;
  #everybody = new Set<string>();
  #lists = 0;
  #order: Order = {began: 0, seen: [], sorted: null, wasTrusted: false};
  /** Orders in which places were used before evidence was against them. */
  readonly used = new Set<number>();
  readonly lost = new Map<number, NoOrder>();

  /** Lists of one count, as far as a cap can be seen in them. */
  #run: {
    lists: {nth: number; ids: readonly string[]; rows: number}[];
    isSuspect: boolean;
    why: string | null;
  } | null = null;

  /** The last complete list that only its series speaks for; and lists found to have failed. */
  #past: {nth: number; isFirst: boolean; isEmpty: boolean; missing: string[]} | null = null;
  readonly failed = new Map<number, string>();

  /** Lists since the last complete one that were not called whole. */
  #shown: {ids: readonly string[]; startedMs: number}[] = [];

  constructor(readonly given: ReadonlyMap<number, NoOrder> = new Map()) {}
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
  judge(list: ServedList): Judged<string> {
    const known = this.known();
    const ranks = list.ids.map((id) => known.get(id)).filter((rank) => rank !== undefined);
    const isFirst = this.#complete === null;
    const check = orderCheck(ranks, list.ended);
    const violations = check.violations;
    const placed =
      isFirst || !check.holds
        ? {arrivals: [], reappeared: [], seen: []}
        : this.#standings(list.ids, known, violations > 0 ? inLongestRun(ranks) : null);
    for (const id of list.ids) this.#everybody.add(id);
    const {order, noOrder} = this.#orderOf(list, check.isBroken, placed.seen);
    const holds = list.erased?.holds ?? (check.holds && noOrder === null);
    const {arrivals, reappeared} = holds ? placed : {arrivals: [], reappeared: []};
    const judged = {
      knownRows: ranks.length,
      violations,
      holds: holds && !isFirst,
      noOrder: holds ? null : noOrder,
      arrivals,
      reappeared,
      missing: [] as string[]
    };
    if (!list.ended) {
      const isHead = list.erased ? list.erased.verdict === "head" : !isFirst && holds;
      if (isHead) this.#addArrivals(arrivals);
      if (isHead && order.began === this.#order.began) this.#order = order;
      if (this.#show(list)) this.#lookBack(list, known, new Set(list.ids), placed.seen);
      return {
        ...judged,
        verdict: isHead ? "head" : "partial",
        why: isHead ? null : (list.erased?.why ?? headFailure(list, holds, isFirst, noOrder) ?? list.reason)
      };
    }
    this.#watchForCap(list, holds);
    const implausible = this.failed.get(this.#lists - 1) ?? this.#implausible(list, holds);
    const why = list.erased ? list.erased.why : implausible;
    if (list.erased ? list.erased.verdict !== "complete" : why !== null)
      return {...judged, verdict: "partial", why};
    const present = new Set(list.ids);
    const missing = [...known.keys()].filter((id) => !present.has(id));
    this.#lookBack(list, known, present, placed.seen);
    const isOpen =
      !list.erased &&
      list.countBefore === null &&
      list.countAfter === null &&
      list.source !== "x-archive" &&
      (list.basis ?? "declared") === "declared";
    this.#past =
      isOpen || isEmptyExport(list)
        ? {
            nth: this.#lists - 1,
            isFirst: isFirst && list.source !== "x-api",
            isEmpty: isEmptyExport(list),
            missing
          }
        : null;
    this.#order = order;
    this.#remember(list, present);
    return {...judged, missing, verdict: "complete", why: null};
  }

  /** Whether this list shows that the complete one before had failed. */
  #lookBack(
    list: ServedList,
    known: ReadonlyMap<string, number>,
    present: ReadonlySet<string>,
    seen: Order["seen"]
  ) {
    if (this.#past === null) return;
    const {nth, missing: lacked} = this.#past;
    const back = lacked.filter((id) => present.has(id)).length;
    const days = Math.max(1, (this.#startOf(list) - this.#complete!.startedMs) / dayMs);
    const strangers = list.ids.filter((id) => !known.has(id)).length;
    const front = seen.filter(({above, known: all}) => above < Math.min(5, Math.max(1, Math.floor(all / 5))));
    const isKnown = this.failed.has(nth);
    const isGrowth = seen.length >= 10 && front.length >= 0.8 * seen.length;
    const many = Math.max(10, list.ids.length * (1 - Math.exp(-1.25 * 0.006 * days - 0.1)));
    if (this.#past.isEmpty) {
      if (!isKnown && list.ids.length > many)
        this.failed.set(nth, `empty, while the next list has ${list.ids.length} people`);
    } else if (!isKnown && lacked.length > 10 && back >= lacked.length / 2)
      this.failed.set(
        nth,
        `${back} of the ${lacked.length} people missing from it are in the next list again, as if it had been cut short`
      );
    else if (!isKnown && this.#past.isFirst && strangers > many && !isGrowth)
      this.failed.set(
        nth,
        `${strangers} of the ${list.ids.length} people of the next list are not in it, as if it had been cut short`
      );
  }

  /** Lists of one count within one: how often whole ones would look alike, and all of them failed where that is seldom. */
  #watchForCap(list: ServedList, isOrdered: boolean) {
    if (!isUncounted(list)) {
      this.#run = null;
      return;
    }
    const rows = rowsOf(list);
    const one = {nth: this.#lists - 1, ids: list.ids, rows};
    const run = this.#run;
    const first = run?.lists[0];
    const goesOn =
      first !== undefined &&
      rows <= first.rows + 1 &&
      (rows >= first.rows - 1 || (run!.why !== null && rows >= 0.99 * first.rows));
    this.#run = goesOn ? {...run!, lists: [...run!.lists, one]} : {lists: [one], isSuspect: false, why: null};
    const before = list.erased?.why;
    if (before?.startsWith("looks capped:")) this.#run.why ??= before;
    this.#run.why ??= capOf(this.#run.lists, this.#run.isSuspect, isOrdered);
    if (this.#run.why === null) return;
    for (const {nth} of this.#run.lists) if (!this.failed.has(nth)) this.failed.set(nth, this.#run.why);
  }

  /** The order this list goes on with or begins, and why it is not trusted. */
  #orderOf(
    list: ServedList,
    isBroken: boolean,
    seen: Order["seen"]
  ): {order: Order; noOrder: NoOrder | null} {
    const nth = this.#lists++;
    const before: Order = isBroken ? {began: nth, seen: [], sorted: null, wasTrusted: false} : this.#order;
    const order: Order = {
      began: before.began,
      seen: [...before.seen, ...seen],
      sorted:
        before.sorted ??
        (isSortedPlainly(list.ids) ? "ids are sorted" : list.hasSortedNames ? "names are sorted" : null),
      wasTrusted: before.wasTrusted || list.erased?.holds === true
    };
    const inFront = order.seen.filter(({above, known}) =>
      known >= 25 ? above < 5 : above < Math.max(1, Math.floor(known / 5))
    ).length;
    const isKnownSource = list.isNewestFirst ?? (list.source === "x-api" || list.source === "x-archive");
    let noOrder: NoOrder | null = null;
    if (list.isNewestFirst === false) noOrder = "declared to be in no order";
    else if (order.sorted !== null) noOrder = order.sorted;
    else if (order.seen.length >= 10 && inFront / order.seen.length < 0.8)
      noOrder = "new people do not stand in front";
    if (noOrder !== null) {
      if (this.used.has(order.began)) this.lost.set(order.began, noOrder);
      return {order, noOrder};
    }
    const lost = this.lost.get(order.began) ?? this.given.get(order.began);
    if (lost !== undefined) return {order, noOrder: lost};
    if (!isKnownSource && !order.wasTrusted && order.seen.length < 10)
      return {order, noOrder: "nothing says that the newest come first"};
    this.used.add(order.began);
    return {order, noOrder: null};
  }

  /** Why a list that ended cannot be taken as complete; null if it can. */
  #implausible(list: ServedList, isOrdered: boolean): string | null {
    const before = this.#complete?.ids.length ?? 0;
    if (isEmptyExport(list) && before > 10) return `empty, while the list before it has ${before} people`;
    if (list.basis === "counted" || list.basis === "forced") return null;
    if (list.source === "x-archive" && (list.basis ?? null) === null) return null;
    const counts = [list.countBefore, list.countAfter].filter((count) => count !== null);
    const rows = rowsOf(list);
    if (counts.length > 0) {
      const count = Math.min(...counts);
      if (rows === 0 && count > 0) return `empty, while the profile counts ${count}`;
      if (rows < 0.9 * count - 5) return `${rows} rows, while the profile counts ${count}`;
    }
    const last = this.#complete;
    if (counts.length === 0 && rows === 0 && ((last?.ids.length ?? 0) > 0 || this.#shown.length > 0))
      return "empty, and nothing counts whom it should hold";
    const shortfall = shortfallOf(list);
    const pending = this.#pending;
    const present = new Set(list.ids);
    const hold = (why: string) => {
      this.#pending = {ids: present, shortfall, startedMs: this.#startOf(list)};
      if (isUncounted(list) && this.#run?.lists.length === 1) this.#run.isSuspect = true;
      return why;
    };
    const lacked = this.#lackOfShown(list, present);
    if (last === null) return lacked === null ? null : hold(lacked);
    if (isOrdered && isUncounted(list)) {
      const end = oldEndOf(last.ids, present);
      if (end.length >= Math.max(10, Math.min(0.02 * last.ids.length, 200)) && end.chance < 0.005)
        return hold(
          `looks capped: the ${inWords(end.length)} oldest people of the list before are missing together: ${remedy}`
        );
    }
    if (counts.length > 0) {
      const allowed = Math.max(10, 0.005 * (rows + shortfall));
      const base = pending === null ? last.shortfall : Math.max(last.shortfall, pending.shortfall);
      if (shortfall - base > allowed)
        return hold(`${shortfall} short of the profile's count, ${last.shortfall} at the last complete list`);
    } else {
      const collapse = this.#collapseOf(last.ids, (pending ?? last).startedMs, list, present);
      if (collapse !== null)
        return hold(
          `${collapse.lost} of the ${collapse.asked} people of the list before are missing at once, as if it had been cut short`
        );
      if (lacked !== null) return hold(lacked);
    }
    if (!isOrdered && list.source !== "x-api") return null;
    const limit = Math.max(10, Math.min(0.02 * last.ids.length, 200));
    const run = longestMissingRun(last.ids, present, pending?.ids);
    if (run >= limit)
      return hold(`${run} people who stood together are missing at once, as if a page were lost`);
    return null;
  }

  /** How many of the earlier people are missing, where that is too many for the time since. */
  #collapseOf(earlier: readonly string[], sinceMs: number, list: ServedList, present: ReadonlySet<string>) {
    const pending = this.#pending;
    const asked = earlier.filter((id) => present.has(id) || pending === null || pending.ids.has(id));
    const lost = asked.filter((id) => !present.has(id)).length;
    const days = Math.max(1, (this.#startOf(list) - sinceMs) / dayMs);
    const stays = Math.exp(-1.25 * (this.#dailyLoss ?? 0.006) * days) * Math.exp(-0.1);
    return lost > 10 && lost > asked.length * (1 - stays) + 1e-9 ? {lost, asked: asked.length} : null;
  }

  /** A list that was not called whole: what it shows is there, and counts until one about as long follows. */
  #show(list: ServedList): boolean {
    if (list.source === "x-api" || list.reason === "head") return false;
    if (list.countBefore !== null || list.countAfter !== null) return false;
    if (this.#pending !== null)
      this.#pending = {...this.#pending, ids: new Set([...this.#pending.ids, ...list.ids])};
    if (list.ids.length <= 10) return true;
    const {ids} = list;
    this.#shown = this.#shown.filter((one) => ids.length < 0.9 * one.ids.length);
    this.#shown.push({ids, startedMs: this.#startOf(list)});
    return true;
  }

  #lackOfShown(list: ServedList, present: ReadonlySet<string>): string | null {
    const pendingMs = this.#pending?.startedMs ?? -Infinity;
    for (const {ids, startedMs} of this.#shown) {
      const collapse = this.#collapseOf(ids, Math.max(startedMs, pendingMs), list, present);
      if (collapse !== null)
        return `${collapse.lost} of the ${collapse.asked} people of an earlier list, which was not declared complete, are missing at once, as if it had been cut short`;
    }
    return null;
  }

  #startOf(list: ServedList) {
    return list.startedMs ?? (this.#complete?.startedMs ?? 0) + dayMs;
  }

  #remember(list: ServedList, present: ReadonlySet<string>) {
    const before = this.#complete?.ids ?? [];
    for (const [position, id] of before.entries())
      if (!present.has(id)) this.#absentees.set(id, {ids: before, position});
    for (const id of list.ids) this.#absentees.delete(id);
    const startedMs = this.#startOf(list);
    if (this.#complete !== null && this.#pending === null && before.length > 0) {
      const days = Math.max(1, (startedMs - this.#complete.startedMs) / dayMs);
      const stayed = Math.max(1, before.filter((id) => present.has(id)).length);
      this.#dailyLoss = Math.max(this.#dailyLoss ?? 0, Math.log(before.length / stayed) / days);
    }
    this.#complete = {ids: list.ids, shortfall: shortfallOf(list), startedMs};
    this.#pending = null;
    this.#shown = [];
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
    const seen: Order["seen"] = [];
    const ordered = ids
      .filter((id) => known.has(id))
      .filter((_, nth) => inOrder === null || inOrder[nth]).length;
    let knownAbove = 0;
    let nthKnown = 0;
    let positions: ReadonlyMap<string, number> | null = null;
    for (const [position, id] of ids.entries()) {
      if (known.has(id)) {
        if (inOrder === null || inOrder[nthKnown]) knownAbove++;
        nthKnown++;
        continue;
      }
      if (!this.#everybody.has(id) && ordered >= 5) seen.push({above: knownAbove, known: ordered});
      const absentee = this.#absentees.get(id);
      if (absentee) {
        positions ??= placesOfKnown(ids, known, inOrder);
        if (stoodBelow(absentee, position, positions)) reappeared.push(id);
        else if (knownAbove < arrivalDepth) arrivals.push(id);
      } else if (knownAbove < arrivalDepth) arrivals.push(id);
      else reappeared.push(id);
    }
    return {arrivals, reappeared, seen};
  }
}

const remedy = "export the whole list, or give --complete-anyway";
const inWords = (n: number) => String(n).replace(/(?<=\d)(?=(\d{3})+$)/g, ",");

/** An export of nobody, which only its own count vouches for. */
const isEmptyExport = ({ids, erased, source, basis}: ServedList) =>
  ids.length === 0 &&
  !erased &&
  (basis === "counted" || (source === "x-archive" && (basis ?? null) === null));

const isUncounted = (list: ServedList) =>
  list.source === "tables" &&
  list.countBefore === null &&
  list.countAfter === null &&
  (list.basis ?? "declared") === "declared";

/** What lists of one count say of a cap; null where whole ones look so often enough. */
function capOf(
  lists: readonly {ids: readonly string[]; rows: number}[],
  isSuspect: boolean,
  isOrdered: boolean
): string | null {
  const first = lists[0]!;
  const last = new Set(lists.at(-1)!.ids);
  if (lists.length < 2) return null;
  let chance = 1;
  if (first.rows > 0)
    for (const unit of [100, 500, 1000, 5000]) if (first.rows % unit === 0) chance = 1 / unit;
  let gone = 0;
  for (const [nth, {ids}] of lists.slice(1).entries()) {
    const [now, then] = [new Set(ids), new Set(lists[nth]!.ids)];
    const left = [...then].filter((id) => !now.has(id)).length;
    const changes = left + [...now].filter((id) => !then.has(id)).length;
    gone += left;
    if (changes > 0)
      chance *=
        changes % 2 === 0
          ? Math.min(1, Math.sqrt(2 / (Math.PI * changes)))
          : Math.min(1, 2 * Math.sqrt(2 / (Math.PI * (changes + 1))));
  }
  const repeats = `looks capped: the count stays at ${inWords(first.rows)} while people come and go: ${remedy}`;
  if (isSuspect && chance < 0.05) return repeats;
  if (gone < 3) return null;
  if (!isOrdered) return chance < 0.005 ? repeats : null;
  const end = oldEndOf(first.ids, last);
  return end.length >= 3 && chance * end.chance < 0.005
    ? `looks capped: the oldest people are missing while the count stays at ${inWords(first.rows)}: ${remedy}`
    : null;
}

/** The people missing at the old end of a list, and how often so many stand there if as many leave anywhere. */
function oldEndOf(ids: readonly string[], present: ReadonlySet<string>) {
  const stays = ids.findLastIndex((id) => present.has(id));
  const length = ids.length - 1 - stays;
  const missing = ids.filter((id) => !present.has(id)).length;
  const chance = Array.from({length}, (_, nth) => (missing - nth) / (ids.length - nth)).reduce(
    (a, b) => a * b,
    1
  );
  return {length, chance};
}

/** Ten ids or more that ascend or descend, by number or letter by letter, but for a twentieth of the neighbours. */
function isSortedPlainly(ids: readonly string[]): boolean {
  if (ids.length < 10) return false;
  const pairs = ids.slice(1).map((id, nth) => [ids[nth]!, id] as const);
  const up = [pairs.filter(([a, b]) => BigInt(a) < BigInt(b)).length, pairs.filter(([a, b]) => a < b).length];
  return up.some((n) => Math.min(n, pairs.length - n) <= 0.05 * pairs.length);
}

/** Why a list that did not end is not a head either; null where the loader's own reason says it. */
function headFailure(
  list: ServedList,
  holds: boolean,
  isFirst: boolean,
  noOrder: NoOrder | null
): string | null {
  if (list.reason !== "head") return null;
  if (isFirst) return "an incremental list before any complete list";
  if (holds) return null;
  return noOrder === null ? "the order check failed" : `its order cannot be used: ${noOrder}`;
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

/** Where those known stand who kept their order: whoever followed again may stand above anybody. */
function placesOfKnown(
  ids: readonly string[],
  known: ReadonlyMap<string, number>,
  inOrder: boolean[] | null
): ReadonlyMap<string, number> {
  const places = ids.map((id, at) => [id, at] as const).filter(([id]) => known.has(id));
  return new Map(places.filter((_, nth) => inOrder === null || inOrder[nth]));
}

/** Whether an absentee stands again below at least five people they stood below when last seen, who kept their order. */
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
