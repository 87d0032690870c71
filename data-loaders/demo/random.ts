/** A seeded source of chance: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Uniform between two numbers. */
  between(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Log-normal by its median and the spread of its logarithm. */
  lognormal(median: number, spread: number): number;
  /** Poisson count, for means up to some hundreds. */
  poisson(mean: number): number;
  /** A key of `weights`, each as likely as its weight. */
  pick<K extends string>(weights: Readonly<Partial<Record<K, number>>>): K;
}

/** sfc32, a small fast counting generator (public domain, from PractRand), seeded by one integer. */
export function createRandom(seed: number): Random {
  let [a, b, c, d] = [
    seed | 0,
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b),
    Math.imul(seed + 0x243f6a88, 0xc2b2ae35),
    1
  ];
  const uniform = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 20; ++i) uniform();
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    chance: (probability) => uniform() < probability,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    lognormal: (median, spread) => median * Math.exp(spread * normal()),
    poisson(mean) {
      let count = 0;
      for (let left = mean - -Math.log(1 - uniform()); left > 0; left += Math.log(1 - uniform())) count += 1;
      return count;
    },
    pick(weights) {
      let sum = 0;
      for (const key in weights) sum += weights[key]!;
      let left = uniform() * sum;
      let picked!: keyof typeof weights;
      for (picked in weights) if ((left -= weights[picked]!) < 0) break;
      return picked;
    }
  };
}

/** One seed of several numbers: neighbours of one of them give seeds that have nothing in common. */
export function seedOf(...parts: number[]): number {
  return parts.reduce((seed, part) => {
    let mixed = Math.imul(seed ^ part ^ (seed >>> 15), 0x2c1b3c6d);
    mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
    return mixed ^ (mixed >>> 15);
  }, 0x9e3779b9);
}
