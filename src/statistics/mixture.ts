import {chiSquareP} from "./distributions.ts";

/**
 * `count` people newly on both sides, in days from any common zero: the account followed them in
 * (followedAfter, followedBefore], they arrived in (arrivedAfter, arrivedBefore], and they were watched for `days`
 * from then. Pairs whose order is known belong in it too: they teach how long people, and the account, take to
 * answer. `outreach` is how many strangers the account certainly began to follow in the rate window of the first window, `arrivals`
 * how many people arrived in that of the second one certainly not followed before: neither counts pairs of unknown order.
 */
export type PairRow = {
  followedAfter: number;
  followedBefore: number;
  arrivedAfter: number;
  arrivedBefore: number;
  days: number;
  outreach: number;
  arrivals: number;
  count: number;
};

/** All certain outreach attempts and all certain arrivals, answered or not, by the days they were watched for. */
export type WatchedRow = {kind: "outreach" | "arrival"; days: number; count: number};

export type Middle = {
  /** The pairs as given, each with the chance that they are followbacks: 1 and 0 where the order is known. */
  pairs: (PairRow & {followback: number})[];
  /**
   * Expected followbacks among the pairs whose order is unknown, and how many those are. low, high: the fewest and the most
   * that fit the counts nearly as well, see `lost`.
   */
  expected: number;
  low: number;
  high: number;
  unknown: number;
  /** Share that ever answers, by mean delay in days: they our outreach, we their arrival. */
  theirAnswers: Answer[];
  ourAnswers: Answer[];
};

export type Answer = {meanDays: number; share: number};

type Span = readonly [after: number, before: number];

/** The window, in days, over which the rate of a stream in one of its windows is taken. */
export type RateWindow = (after: number, before: number) => Span;

/** In minutes. */
const [day, week] = [1440, 7 * 1440];
/** Lists of every day are not a day apart to the minute. */
const aboutADay = 1.25 * day;
/** People who come independently of each other are as uneven as that, or more, once in a thousand streams. */
const burstP = 0.001;
/** How many times the square of their mean days vary beyond chance where bursts make the stream: 2.5 for two days of a week. */
const burstSpread = 1;

/**
 * Over which windows the rate of a stream is taken, by its certain openings, which are given in days but known to the minute:
 * over whole weeks, as there are too few people for days singly, unless they come on some days of a week. Never over hours,
 * however people crowd in some: of an hour without certain openings the people whose order is open would be all of its rate,
 * and make themselves likely.
 */
export function rateWindowOf(
  openings: readonly {after: number; before: number; people: number}[]
): RateWindow {
  const days = new Map<number, number>();
  const weeks = new Map<number, number>();
  for (const {after, before, people} of openings) {
    const {minutes, middle} = inMinutes(after, before);
    if (minutes > aboutADay) continue;
    add(days, nthOf(middle, day), people);
    add(weeks, nthOf(middle, week), people);
  }
  const each = week / day;
  // A day without anybody is as far from its mean as that is large.
  let [chiSquare, excess, squares] = [0, 0, 0];
  for (const people of weeks.values()) {
    chiSquare += people;
    excess += people ** 2 / each - people;
    squares += people ** 2 / each;
  }
  for (const [nth, people] of days) {
    const mean = weeks.get(Math.floor(nth / each))! / each;
    chiSquare += (people - mean) ** 2 / mean - mean;
    excess += (people - mean) ** 2 - mean ** 2;
  }
  const isBursty = excess >= burstSpread * squares && chiSquareP(chiSquare, weeks.size * (each - 1)) < burstP;
  const around = (middle: number, minutes: number): Span => {
    const from = nthOf(middle, minutes) * minutes;
    return [from / day, (from + minutes) / day];
  };
  return (after, before) => {
    const {minutes, middle} = inMinutes(after, before);
    if (minutes >= week) return [after, before];
    if (!isBursty) return around(middle, week);
    return minutes < day ? around(middle, day) : [after, before];
  };
}

/** Which of the windows of so many minutes an instant lies in: the one that ends with it, where it lies between two. */
const nthOf = (at: number, minutes: number) => Math.ceil(at / minutes) - 1;

/** How wide a window is, and where its middle is. */
function inMinutes(after: number, before: number): {minutes: number; middle: number} {
  const [from, to] = [Math.round(after * day), Math.round(before * day)];
  return {minutes: to - from, middle: (from + to) / 2};
}

const add = (counts: Map<number, number>, key: number, people: number) =>
  counts.set(key, (counts.get(key) ?? 0) + people);

/** The rate of either stream in each window is that of the window itself. */
const ownWindows: Rates = {
  followed: (after, before) => [after, before],
  arrived: (after, before) => [after, before]
};

/** Over which windows the rates are taken: of outreach in `followed` windows, of other arrivals in `arrived` ones. */
export type Rates = {followed: RateWindow; arrived: RateWindow};

/** Mean delays from an hour to most of a year; a mixture of them can follow any decreasing delay density. */
const meanDays = [0.04, 0.2, 1, 4, 16, 64, 256];

/**
 * How likely each pair of unknown order is a followback, from the account's own arrival rates with and without
 * outreach. Two streams make pairs: strangers we follow answer, and people who arrive are answered by us. Gaps
 * between lists with much outreach and few other arrivals, and the reverse, tell the two apart; what is seen to
 * take longer than a gap tells how much falls inside one. An EM over both streams
 * and all delays at once splits each pair's windows by the number expected from either stream.
 *
 * Assumed: inside a window follows and arrivals come evenly; a quicker answer is always likelier than a slower one;
 * both habits are the same all through; nobody is on both sides by chance. Where the data say little (every answer
 * comes within a gap, and outreach and arrivals never vary against each other) many splits fit them alike: `low` and
 * `high` then lie far apart, and `expected` is worth nothing.
 */
export function modelledMiddle(
  pairs: PairRow[],
  watched: WatchedRow[],
  {rates = ownWindows, turns = 500}: {rates?: Rates; turns?: number} = {}
): Middle {
  const split = splitter(pairs, watched, rates);
  const best = split({turns});
  const answersOf = (from: number) =>
    meanDays.map((mean, k) => ({meanDays: mean, share: best.shares[from + k]!}));
  return {
    pairs: pairs.map((pair, i) => ({...pair, followback: best.chances[i]!})),
    expected: best.followbacks,
    low: furthest(split, best, -1, turns),
    high: furthest(split, best, 1, turns),
    unknown: sumOf(pairs.map((pair) => (orderOf(pair) === null ? pair.count : 0))),
    theirAnswers: answersOf(0),
    ourAnswers: answersOf(meanDays.length)
  };
}

/** The most likely split of the unknown pairs between the two streams, where each followback is worth something. */
interface Split {
  /** By stream: the share of openings that is ever answered at its mean delay. */
  shares: number[];
  /** By pair: that it is a followback, and, kept beside it, that it is not: 1 - chance is 0 where a chance is nearly 1. */
  chances: number[];
  otherChances: number[];
  /** How many of the unknown are followbacks. */
  followbacks: number;
  /** The log-likelihood of the counts with so many of them, but for a constant. */
  support: number;
}

interface SplitOptions {
  turns: number;
  /** What each followback among the unknown is worth: above 0 the most likely split of a larger number is found. */
  worth?: number;
  from?: Split;
}

type Splitter = (options: SplitOptions) => Split;

/**
 * A number of followbacks fits nearly as well if its log-likelihood falls short of the best by no more than this. In theory 1.92
 * give 95 %; but the rates of the weeks are learned too, and with 3 the truth was held in 136 of 143 simulated brands of a half
 * or a whole year, read weekly or daily (tests/validation/middle.test.ts).
 */
const lost = 3;
/** What a followback is worth where nobody, or everybody, is taken for one. */
const largestWorth = 20;
const smallestWorth = 0.02;

/** The fewest (side -1) or the most (side 1) followbacks that fit nearly as well as the best split. */
function furthest(split: Splitter, best: Split, side: -1 | 1, turns: number): number {
  const fits = ({support}: Split) => best.support - support <= lost;
  const tried = (worth: number, from: Split) =>
    split({turns: Math.ceil(turns / 10), worth: side * worth, from});
  const end = tried(largestWorth, best);
  if (fits(end)) return end.followbacks;
  let found = best;
  let [low, high] = [0, largestWorth];
  for (let nth = 0; nth < 8 && high > smallestWorth; nth++) {
    const worth = low === 0 ? high / 4 : Math.sqrt(low * high);
    const next = tried(worth, found);
    if (fits(next)) {
      low = worth;
      if (side * (next.followbacks - found.followbacks) > 0) found = next;
    } else high = worth;
  }
  return found.followbacks;
}

/** What splits the unknown pairs of an account between the two streams. */
function splitter(pairs: PairRow[], watched: WatchedRow[], rates: Rates): Splitter {
  const rows = pairs.map((pair) => ({pair, order: orderOf(pair), cell: cellOf(pair, rates)}));
  const streams = (["outreach", "arrival"] as const).flatMap((kind) =>
    meanDays.map((mean) => ({kind, mean}))
  );
  const certain = streams.map(({kind, mean}) =>
    watched.reduce((sum, row) => sum + (row.kind === kind ? row.count * answered(row.days, mean) : 0), 0)
  );
  const followedIn = windowsOf(pairs.map((pair) => rates.followed(pair.followedAfter, pair.followedBefore)));
  const arrivedIn = windowsOf(pairs.map((pair) => rates.arrived(pair.arrivedAfter, pair.arrivedBefore)));
  const unsure = rows.flatMap(({pair, order}, i) => (order === null ? [{i, count: pair.count}] : []));
  const answeredOf = streams.map(({mean}) => Float64Array.from(pairs, ({days}) => answered(days, mean)));
  const theirsOf = meanDays.length;

  // Openings that nobody has answered yet, by how long they were watched.
  const silent = (["outreach", "arrival"] as const).map((kind, nth) => {
    const all = watched.filter((row) => row.kind === kind);
    const known = sumOf(rows.map(({pair, order}) => (order === 1 - nth ? pair.count : 0)));
    const part = Math.max(0, 1 - known / sumOf(all.map(({count}) => count)));
    return all.map(({days, count}) => ({
      count: count * part,
      answered: meanDays.map((mean) => answered(days, mean))
    }));
  });
  const windowOutreach = new Map(rows.map(({pair}, i) => [followedIn[i]!, pair.outreach]));
  const windowArrivals = new Map(rows.map(({pair}, i) => [arrivedIn[i]!, pair.arrivals]));
  /** What the windows' openings, and silence, add to the support of the pairs. */
  const supportOf = (shares: number[], outreach: Float64Array, arrivals: Float64Array) => {
    let support = 0;
    for (const [nth, all] of silent.entries())
      for (const row of all) {
        let share = 0;
        for (let k = 0; k < theirsOf; k++) share += shares[nth * theirsOf + k]! * row.answered[k]!;
        support += row.count * Math.log(Math.max(1e-9, 1 - share));
      }
    for (const [w, n] of windowOutreach) if (n > 0) support += n * Math.log(n + outreach[w]!);
    for (const [w, n] of windowArrivals) if (n > 0) support += n * Math.log(n + arrivals[w]!);
    return support;
  };

  return ({turns, worth = 0, from}) => {
    const shares = from?.shares.slice() ?? streams.map(() => 1 / streams.length);
    const chances = from?.chances.slice() ?? rows.map(({order}): number => order ?? 0.5);
    const otherChances = from?.otherChances.slice() ?? chances.map((chance) => 1 - chance);
    const parts = new Float64Array(streams.length);
    const answers = new Float64Array(streams.length);
    const open = new Float64Array(streams.length);
    let support = 0;
    for (let turn = 0; turn < turns; turn++) {
      // Pairs of unknown order are outreach, and arrivals, as far as they are now believed to be.
      const outreach = believed(unsure, followedIn, chances);
      const arrivals = believed(unsure, arrivedIn, otherChances);
      answers.fill(0);
      open.set(certain);
      support = 0;
      for (let i = 0; i < rows.length; i++) {
        const {pair, order, cell} = rows[i]!;
        const followed = pair.outreach + outreach[followedIn[i]!]!;
        const arrived = pair.arrivals + arrivals[arrivedIn[i]!]!;
        let [theirs, ours] = [0, 0];
        for (let k = 0; k < parts.length; k++) {
          parts[k] = (k < theirsOf ? followed : arrived) * shares[k]! * cell[k]!;
          if (k < theirsOf) theirs += parts[k]!;
          else ours += parts[k]!;
        }
        const theirWorth = order === null ? theirs * Math.exp(worth) : theirs;
        const whole = theirWorth + ours;
        if (order === null) {
          chances[i] = whole > 0 ? theirWorth / whole : 0.5;
          otherChances[i] = whole > 0 ? ours / whole : 0.5;
        }
        const [theirCount, ourCount] = [pair.count * chances[i]!, pair.count * otherChances[i]!];
        for (let k = 0; k < parts.length; k++) {
          const [count, of] = k < theirsOf ? [theirCount, theirs] : [ourCount, ours];
          if (of > 0) answers[k]! += (count * parts[k]!) / of;
          if (order === null) open[k]! += count * answeredOf[k]![i]!;
        }
        if (whole > 0) support += pair.count * Math.log(whole) - (order === null ? worth * theirCount : 0);
      }
      if (turn === turns - 1) support += supportOf(shares, outreach, arrivals);
      for (let k = 0; k < streams.length; k++) shares[k] = open[k]! > 0 ? answers[k]! / open[k]! : 0;
    }
    return {
      shares,
      chances,
      otherChances,
      followbacks: sumOf(unsure.map(({i, count}) => count * chances[i]!)),
      support
    };
  };
}

/** The same number for the same window. */
function windowsOf(windows: Span[]): number[] {
  const numbers = new Map<string, number>();
  return windows.map(([after, before]) => {
    const name = `${after} ${before}`;
    return numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1);
  });
}

/** By window, the pairs of unknown order in it as far as each counts. */
function believed(unsure: {i: number; count: number}[], windows: number[], parts: number[]): Float64Array {
  const sums = new Float64Array(windows.length);
  for (const {i, count} of unsure) sums[windows[i]!]! += count * parts[i]!;
  return sums;
}

/** Share of spans of a mean length, begun evenly inside a gap, that also end inside it and so pass unseen. */
export const shareInsideGap = (gap: number, mean: number): number => answeredWithin(gap, mean) / gap;

/** 1 where the account certainly came first, 0 where they did, null where the windows overlap or are one instant. */
function orderOf(pair: PairRow): 1 | 0 | null {
  const isFirst = pair.followedBefore <= pair.arrivedAfter;
  const isLast = pair.arrivedBefore <= pair.followedAfter;
  return isFirst === isLast ? null : isFirst ? 1 : 0;
}

/** Per opening of each stream in its rate's window: the chance that it falls into its own window, and the answer into the other. */
function cellOf(pair: PairRow, rates: Rates): number[] {
  const followed = widened(pair.followedAfter, pair.followedBefore);
  const arrived = widened(pair.arrivedAfter, pair.arrivedBefore);
  const daysOf = ([after, before]: Span) => before - after;
  const followedDays = daysOf(widened(...rates.followed(pair.followedAfter, pair.followedBefore)));
  const arrivedDays = daysOf(widened(...rates.arrived(pair.arrivedAfter, pair.arrivedBefore)));
  return [
    ...meanDays.map((mean) => answersBetween(followed, arrived, mean) / followedDays),
    ...meanDays.map((mean) => answersBetween(arrived, followed, mean) / arrivedDays)
  ];
}

/** A point in time counts as the minute that ends at it: with no width at all nothing would be expected in it. */
const widened = (after: number, before: number) => [Math.min(after, before - 1 / 1440), before] as const;

/** ∫∫ of the delay density over an opening in (a, b] and its answer in (c, d]. */
function answersBetween(
  [a, b]: readonly [number, number],
  [c, d]: readonly [number, number],
  mean: number
): number {
  const within = (days: number) => answeredWithin(days, mean);
  return Math.max(0, within(d - a) - within(d - b) - within(c - a) + within(c - b));
}

/** Days' worth of openings, one a day for this many days, that are answered by their end. */
const answeredWithin = (days: number, mean: number) =>
  days > 0 ? days + mean * Math.expm1(-days / mean) : 0;

/** Share answered within so many days, of those ever answered at this mean delay. */
const answered = (days: number, mean: number) => -Math.expm1(-days / mean);

const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
