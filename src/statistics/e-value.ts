/** How strongly an unseen cause would have to go with both, as a risk ratio, to explain the ratio away. */
export function eValue(ratio: number): number {
  const away = ratio < 1 ? 1 / ratio : ratio;
  return away + Math.sqrt(away * (away - 1));
}

/** The E-value of the interval's limit nearer to 1; 1 where the interval holds 1 and nothing needs explaining. */
export function eValueOfInterval({low, high}: {low: number; high: number}): number {
  if (low > 1) return eValue(low);
  return high < 1 ? eValue(high) : 1;
}
