/**
 * Sums over people of a sample who were drawn with different probabilities. A weight is how many people of the
 * population one person of the sample stands for: N / n of their stratum.
 */
export interface WeightedSums {
  /** Of the weights, of their squares, and of the weights of those who did it. */
  weight: number;
  squares: number;
  hits: number;
}

/** So many people of one weight, and how many of them did it. */
export interface WeightedPeople {
  weight: number;
  people: number;
  hits: number;
}

export function weightedSums(groups: Iterable<WeightedPeople>): WeightedSums {
  const sums = {weight: 0, squares: 0, hits: 0};
  for (const {weight, people, hits} of groups) {
    sums.weight += weight * people;
    sums.squares += weight * weight * people;
    sums.hits += weight * hits;
  }
  return sums;
}

/**
 * The count with which a plain sample would be as precise: the share, weighted by design, of an effective sample size
 * (Σw)² / Σw² (Kish 1965, Survey Sampling, 11.7). A score interval of it is an interval of the share (Franco, Little, Louis
 * and Slud 2019, Journal of Survey Statistics and Methodology 7, 334–364, compare such intervals). That the sample is of a finite population
 * narrows nothing: what is asked is what people who come that way do, not what those who came did (Korn and Graubard 1998,
 * The American Statistician 52, 291–295).
 */
export function effectiveCount({weight, squares, hits}: WeightedSums): {x: number; n: number} {
  if (!(squares > 0)) return {x: 0, n: 0};
  const n = (weight * weight) / squares;
  // Where everybody did it, rounding must not leave a bit of doubt.
  return {x: hits >= weight ? n : (hits / weight) * n, n};
}
