import {chiSquareP, reachOfT} from "./distributions.ts";

/**
 * A stretch of an account's time of so many `days`: a week, or a gap between lists that is longer. `outreach`: how many
 * strangers the account certainly began to follow in it; `arrivals`: how many people arrived whom it had certainly not followed
 * before; `unknown`: how many came on both sides of it in an order that lists do not show. None of these are among the first
 * two. `ourAnswers`: how many who had certainly arrived before it followed then. `gap`: days between lists.
 */
export interface Stretch {
  outreach: number;
  arrivals: number;
  unknown: number;
  ourAnswers: number;
  gap: number;
  days: number;
}

export interface Middle {
  /** Of the unknown: how many are expected to be followbacks, and the fewest and the most that fit the counts. */
  expected: number;
  low: number;
  high: number;
}

/** Outreach and other arrivals vary against each other no more than chance makes them where p is as large as this, or larger. */
const contrastP = 0.001;
/** A stretch with no more than this part of the mean outreach is quiet. */
const quiet = 0.25;
/**
 * Of accounts that follow back as often in quiet stretches as in others, 5 in 100 seem not to. Few answers are certain: with a
 * smaller p most accounts that rest there would pass, and be told a number 25 points too high.
 */
const habitP = 0.05;
/** How likely the span holds the truth. */
const level = 0.95;
/** Ratios that are tried: each so many times the one before, as far as so many times the middle one to both sides. */
const [ratioStep, farthest] = [1.13, 1800];
/** Added to counts of people where one is divided by the other. */
const half = 0.5;

/**
 * How many of the people of unknown order are followbacks. Two streams make them: strangers whom the account follows, and who
 * answer before the next list; and people who arrive, and whom it follows before the next list. A constant share of either
 * stream does so, and stretches with much outreach and few other arrivals, and the reverse, tell the shares apart. Nothing is
 * assumed of how long answers take, nor of the days and hours at which people act, but that this is the same all through.
 * Where gaps between lists are of other widths both shares are others, in the same ratio.
 *
 * Null where any split would fit, as outreach and other arrivals do not vary against each other; and where the account follows
 * arrivals back at another rate in stretches without outreach than in the others, or was never seen to do so there.
 *
 * The ratio of the two shares is the one at which unknown people stand where outreach and arrivals do, each stretch weighted by
 * what it tells. Its counts scatter by chance as well, so everybody in them is weighted as though they were not there: for a
 * Poisson count N of mean m, E[N w(N - 1)] = m E[w(N)]. Else that scatter would pass for stretches that differ. The span has
 * every ratio that a score test allows, and the chance that is left once the ratio is known. Arrivals that come with outreach
 * may be answers to follows that ended before a list showed them, whom the account follows no more: it reaches up to where all
 * of them are.
 */
export function modelledMiddle(stretches: readonly Stretch[]): Middle | null {
  const [outreach, arrivals] = [sumOf(stretches, "outreach"), sumOf(stretches, "arrivals")];
  const isQuiet = (one: Stretch) => one.outreach <= (quiet * outreach) / stretches.length;
  const answersOf = (some: readonly Stretch[]) =>
    [sumOf(some, "ourAnswers"), sumOf(some, "arrivals")] as const;
  const inQuiet = answersOf(stretches.filter(isQuiet));
  const inOthers = answersOf(stretches.filter((one) => !isQuiet(one)));
  const rests = inQuiet[0] === 0 && inQuiet[1] > 0;
  const contrast = stretches.map((one) => [one.outreach, one.arrivals] as const);
  if (!(sameRatioP(contrast) < contrastP) || sameRatioP([inQuiet, inOthers]) < habitP || rests) return null;

  const fitOf = fitter(stretches);
  const fits: Fit[] = [];
  for (let by = 1 / farthest; by < farthest; by *= ratioStep) fits.push(fitOf((by * arrivals) / outreach));
  const [least, largest] = [fits[0]!, fits.at(-1)!];
  let best = largest.score > 0 ? largest : least;
  // With too small a ratio too many of the unknown stand where outreach is, with too large a one too few.
  const nth = fits.findIndex(({score}, i) => score > 0 && i + 1 < fits.length && fits[i + 1]!.score <= 0);
  if (nth >= 0) {
    const [one, next] = [fits[nth]!, fits[nth + 1]!];
    best = fitOf(one.ratio * (next.ratio / one.ratio) ** (one.score / (one.score - next.score)));
  }

  const most = reachOfT(level, Math.max(1, stretches.length - 2)) ** 2;
  let [low, high] = [best.followbacks, best.followbacks];
  for (const {misfit, followbacks, drawn, variance} of [...fits, best]) {
    const left = most - (misfit - best.misfit) / best.spread;
    if (left < 0) continue;
    low = Math.min(low, followbacks - Math.sqrt(variance * left));
    high = Math.max(high, followbacks + drawn + Math.sqrt(variance * left));
  }
  return {
    expected: best.followbacks,
    low: Math.max(0, low),
    high: Math.min(sumOf(stretches, "unknown"), high)
  };
}

interface Fit {
  /** How many times as likely an opening of outreach makes someone of unknown order as an arrival does. */
  ratio: number;
  /** 0 at the best ratio; its square by its variance; and how many times that variance stretches scatter, 1 or more. */
  score: number;
  misfit: number;
  spread: number;
  /** Of the unknown, by this ratio; and how many more if no one who arrives with outreach is followed back. */
  followbacks: number;
  drawn: number;
  variance: number;
}

/** How well a ratio fits. */
function fitter(stretches: readonly Stretch[]): (ratio: number) => Fit {
  const byGap = new Map<number, Stretch[]>();
  for (const one of stretches) {
    const nth = Math.round(Math.log2(one.gap));
    byGap.set(nth, [...(byGap.get(nth) ?? []), one]);
  }
  // Arrivals scatter by chance alone about a rate that varies less: for weights, counts are drawn to their mean by that part.
  const mean = sumOf(stretches, "arrivals") / stretches.length;
  const squares = stretches.reduce((sum, {arrivals}) => sum + (arrivals - mean) ** 2, 0);
  const kept = squares > 0 ? Math.max(0, 1 - (mean * (stretches.length - 1)) / squares) : 0;
  const steady = (arrivals: number) => mean + kept * (arrivals - mean);

  const drawnByOne = arrivalsPerOutreach(stretches);

  return (ratio) => {
    const weight = (outreach: number, arrivals: number) =>
      (outreach + half) / (ratio * (outreach + half) + steady(arrivals) + half);
    const oneLess = (count: number) => Math.max(0, count - 1);
    let [score, scatter, variance] = [0, 0, 0];
    for (const group of byGap.values()) {
      const expectedOf = (one: Stretch) => ratio * one.outreach + one.arrivals;
      const all = group.reduce((sum, one) => sum + expectedOf(one), 0);
      if (all === 0) continue;
      const share = sumOf(group, "unknown") / all;
      const usual =
        group.reduce((sum, one) => sum + expectedOf(one) * weight(one.outreach, one.arrivals), 0) / all;
      for (const one of group) {
        const {outreach, arrivals, unknown} = one;
        const own = weight(outreach, arrivals) - usual;
        const ofOutreach = ratio * share * (weight(oneLess(outreach), arrivals) - usual);
        const ofArrivals = share * (weight(outreach, oneLess(arrivals)) - usual);
        const part = unknown * own - outreach * ofOutreach - arrivals * ofArrivals;
        score += part;
        scatter += part ** 2;
        variance +=
          share * expectedOf(one) * own ** 2 + outreach * ofOutreach ** 2 + arrivals * ofArrivals ** 2;
      }
    }
    let [followbacks, drawn, unsure] = [0, 0, 0];
    for (const {outreach, arrivals, unknown} of stretches) {
      const all = ratio * outreach + steady(arrivals);
      const chance = all > 0 ? (ratio * outreach) / all : half;
      followbacks += unknown * chance;
      if (all > 0) drawn += Math.min(unknown * (1 - chance), (unknown * drawnByOne * outreach) / all);
      unsure += unknown * chance * (1 - chance);
    }
    return {
      ratio,
      score,
      misfit: variance > 0 ? score ** 2 / variance : 0,
      spread: variance > 0 ? Math.max(1, scatter / variance) : 1,
      followbacks,
      drawn,
      variance: unsure
    };
  };
}

/**
 * How many more people arrive in a stretch for each whom the account follows there, 0 or more, by least squares with what
 * chance adds to the squares of outreach taken off.
 */
function arrivalsPerOutreach(stretches: readonly Stretch[]): number {
  const products = (one: keyof Stretch, other: keyof Stretch) =>
    stretches.reduce((sum, stretch) => sum + stretch[one] * stretch[other], 0);
  const days = products("days", "days");
  const both = products("days", "outreach");
  const own = products("outreach", "outreach") - sumOf(stretches, "outreach");
  const by = days * own - both ** 2;
  const slope = (days * products("outreach", "arrivals") - both * products("days", "arrivals")) / by;
  return by > 0 ? Math.max(0, slope) : 0;
}

/** The p of a chi-square test that two counts have one and the same ratio everywhere. */
function sameRatioP(counts: readonly (readonly [number, number])[]): number {
  const sums = [0, 1].map((nth) => counts.reduce((sum, pair) => sum + pair[nth]!, 0));
  let chiSquare = 0;
  for (const pair of counts)
    for (const nth of [0, 1]) {
      const expected = ((pair[0] + pair[1]) * sums[nth]!) / (sums[0]! + sums[1]!);
      if (expected > 0) chiSquare += (pair[nth]! - expected) ** 2 / expected;
    }
  return chiSquareP(chiSquare, counts.length - 1);
}

const sumOf = (stretches: readonly Stretch[], key: keyof Stretch) =>
  stretches.reduce((sum, one) => sum + one[key], 0);
