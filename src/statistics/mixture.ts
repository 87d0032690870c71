/**
 * `count` people newly on both sides, in days from any common zero: the account followed them in
 * (followedAfter, followedBefore], they arrived in (arrivedAfter, arrivedBefore], and they were watched for `days`
 * from then. Pairs whose order is known belong in it too: they teach how long people, and the account, take to
 * answer. `outreach` is how many strangers the account certainly began to follow in the first window, `arrivals`
 * how many people arrived in the second one certainly not followed before: neither counts pairs of unknown order.
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
  /** Expected followbacks among the pairs whose order is unknown, and how many those are. */
  expected: number;
  unknown: number;
  /** Share that ever answers, by mean delay in days: they our outreach, we their arrival. */
  theirAnswers: Answer[];
  ourAnswers: Answer[];
};

export type Answer = {meanDays: number; share: number};

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
 * comes within a gap, and outreach and arrivals never vary against each other) it leans on how many strangers were
 * followed and how many people arrived, and can be far off. So it stands inside the range, never alone.
 */
export function modelledMiddle(pairs: PairRow[], watched: WatchedRow[], turns = 500): Middle {
  const rows = pairs.map((pair) => ({pair, order: orderOf(pair), cell: cellOf(pair)}));
  const streams = (["outreach", "arrival"] as const).flatMap((kind) =>
    meanDays.map((mean) => ({kind, mean}))
  );
  const certain = streams.map(({kind, mean}) =>
    watched.reduce((sum, row) => sum + (row.kind === kind ? row.count * answered(row.days, mean) : 0), 0)
  );
  const followedIn = windowsOf(pairs.map((pair) => `${pair.followedAfter} ${pair.followedBefore}`));
  const arrivedIn = windowsOf(pairs.map((pair) => `${pair.arrivedAfter} ${pair.arrivedBefore}`));
  const unsure = rows.flatMap(({pair, order}, i) => (order === null ? [{i, count: pair.count}] : []));
  const answeredOf = streams.map(({mean}) =>
    Float64Array.from(unsure, ({i}) => answered(pairs[i]!.days, mean))
  );
  const shares = streams.map(() => 1 / streams.length);
  const chances: number[] = rows.map(({order}) => order ?? 0.5);
  // Kept beside each chance, not as 1 - chance: that would be 0 where a chance is nearly 1, and so favour one side.
  const otherChances: number[] = chances.map((chance) => 1 - chance);
  const parts = new Float64Array(streams.length);
  const answers = new Float64Array(streams.length);
  for (let turn = 0; turn < turns; turn++) {
    // Pairs of unknown order are outreach, and arrivals, as far as they are now believed to be.
    const outreach = believed(unsure, followedIn, chances);
    const arrivals = believed(unsure, arrivedIn, otherChances);
    answers.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const {pair, order, cell} = rows[i]!;
      const followed = pair.outreach + outreach[followedIn[i]!]!;
      const arrived = pair.arrivals + arrivals[arrivedIn[i]!]!;
      let theirs = 0;
      let ours = 0;
      for (let k = 0; k < parts.length; k++) {
        parts[k] = (k < meanDays.length ? followed : arrived) * shares[k]! * cell[k]!;
        if (k < meanDays.length) theirs += parts[k]!;
        else ours += parts[k]!;
      }
      const whole = theirs + ours;
      if (whole > 0) for (let k = 0; k < parts.length; k++) answers[k]! += (pair.count * parts[k]!) / whole;
      if (order === null) {
        chances[i] = whole > 0 ? theirs / whole : 0.5;
        otherChances[i] = whole > 0 ? ours / whole : 0.5;
      }
    }
    for (const [k, {kind}] of streams.entries()) {
      let open = 0;
      for (let nth = 0; nth < unsure.length; nth++) {
        const {i, count} = unsure[nth]!;
        const chance = kind === "outreach" ? chances[i]! : otherChances[i]!;
        open += count * chance * answeredOf[k]![nth]!;
      }
      shares[k] = certain[k]! + open > 0 ? answers[k]! / (certain[k]! + open) : 0;
    }
  }
  const answersOf = (from: number) => meanDays.map((mean, k) => ({meanDays: mean, share: shares[from + k]!}));
  return {
    pairs: pairs.map((pair, i) => ({...pair, followback: chances[i]!})),
    expected: rows.reduce(
      (sum, {pair, order}, i) => sum + (order === null ? pair.count * chances[i]! : 0),
      0
    ),
    unknown: sumOf(rows.map(({pair, order}) => (order === null ? pair.count : 0))),
    theirAnswers: answersOf(0),
    ourAnswers: answersOf(meanDays.length)
  };
}

/** The same number for the same window. */
function windowsOf(names: string[]): number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => numbers.get(name) ?? (numbers.set(name, numbers.size), numbers.size - 1));
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

/** Per unit of each stream's rate in its window: the chance that the answer falls into the other window. */
function cellOf(pair: PairRow): number[] {
  const followed = widened(pair.followedAfter, pair.followedBefore);
  const arrived = widened(pair.arrivedAfter, pair.arrivedBefore);
  return [
    ...meanDays.map((mean) => answersBetween(followed, arrived, mean) / (followed[1] - followed[0])),
    ...meanDays.map((mean) => answersBetween(arrived, followed, mean) / (arrived[1] - arrived[0]))
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
