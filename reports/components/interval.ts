/** How many of how many. */
export interface Count {
  hits: number;
  size: number;
}

/** A share with its 95 % interval, all 0–1. */
export interface Interval {
  share: number;
  low: number;
  high: number;
}

const z = 1.959963984540054;

/** Wilson's 95 % interval of a proportion. Of nobody it is everything: 0 to 1. */
export function wilson({hits, size}: Count): Interval {
  if (size === 0) return {share: NaN, low: 0, high: 1};
  const share = hits / size;
  const centre = (share + (z * z) / (2 * size)) / (1 + (z * z) / size);
  const half =
    (z * Math.sqrt((share * (1 - share)) / size + (z * z) / (4 * size * size))) / (1 + (z * z) / size);
  return {
    share,
    low: hits === 0 ? 0 : Math.max(0, centre - half),
    high: hits === size ? 1 : Math.min(1, centre + half)
  };
}

/** The difference a − b of two proportions with Newcombe's 95 % interval (the hybrid of two Wilson intervals). */
export function newcombe(a: Count, b: Count): Interval {
  const [p, q] = [wilson(a), wilson(b)];
  const share = p.share - q.share;
  return {
    share,
    low: share - Math.hypot(p.share - p.low, q.high - q.share),
    high: share + Math.hypot(p.high - p.share, q.share - q.low)
  };
}

/** Two groups as one. */
export const together = (a: Count, b: Count): Count => ({hits: a.hits + b.hits, size: a.size + b.size});

/** The first group without the second, which is part of it. */
export const without = (a: Count, b: Count): Count => ({hits: a.hits - b.hits, size: a.size - b.size});
