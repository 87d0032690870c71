/** A stream of numbers in [0, 1) that the seed alone decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** As many people as `counts` hold, drawn anew with replacement: how many fall on each row. */
export function multinomial(counts: number[], random: () => number): number[] {
  let left = counts.reduce((sum, count) => sum + count, 0);
  let open = left;
  return counts.map((count) => {
    const drawn = open > 0 ? binomial(left, Math.min(1, count / open), random) : 0;
    left -= drawn;
    open -= count;
    return drawn;
  });
}

/**
 * Successes in n trials, exactly distributed. Small means count the failures between successes; large ones use
 * Hörmann's transformed rejection (BTRS, 1993), which takes about as long for ten million trials as for a hundred.
 */
export function binomial(n: number, p: number, random: () => number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p > 0.5) return n - binomial(n, 1 - p, random);
  return n * p < 10 ? bySkipping(n, p, random) : byRejection(n, p, random);
}

function bySkipping(n: number, p: number, random: () => number): number {
  const failure = Math.log1p(-p);
  let successes = -1;
  for (let trial = 0; trial <= n; successes++) trial += Math.floor(Math.log(1 - random()) / failure) + 1;
  return successes;
}

function byRejection(n: number, p: number, random: () => number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const odds = p / (1 - p);
  const alpha = (2.83 + 5.1 / b) * deviation;
  const mode = Math.floor((n + 1) * p);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (k < 0 || k > n) continue;
    const bound =
      (mode + 0.5) * Math.log((mode + 1) / (odds * (n - mode + 1))) +
      (n + 1) * Math.log((n - mode + 1) / (n - k + 1)) +
      (k + 0.5) * Math.log((odds * (n - k + 1)) / (k + 1)) +
      stirlingRest(mode) +
      stirlingRest(n - mode) -
      stirlingRest(k) -
      stirlingRest(n - k);
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

/** What Stirling's formula leaves out of log k!, by its series in k + 1. */
function stirlingRest(k: number): number {
  const x = k + 1;
  if (k < 10) {
    let logFactorial = 0;
    for (let i = 2; i <= k; i++) logFactorial += Math.log(i);
    return logFactorial - (0.5 * Math.log(2 * Math.PI) + (k + 0.5) * Math.log(x) - x);
  }
  return (1 / 12 - (1 / 360 - 1 / 1260 / x ** 2) / x ** 2) / x;
}
