import {randomNumbers} from "../../src/statistics/multinomial.ts";
import type {WeekOfArrivals} from "../../src/statistics/unevenness.ts";

/** How followers of a route arrive: so many a day on average, each day's rate gamma distributed with this squared coefficient of variation. */
export interface Law {
  mean: number;
  dispersion: number;
}

/** Draws weeks of daily arrivals, independent days, from one stream of random numbers. */
export function drawerOf(seed: number) {
  const random = randomNumbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  /** Marsaglia and Tsang 2000; shapes below 1 by their boost. */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * (1 - random()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - random()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  function poisson(mean: number): number {
    if (mean > 30) return poisson(mean / 2) + poisson(mean / 2);
    const least = Math.exp(-mean);
    let count = -1;
    for (let product = 1; product > least; count++) product *= 1 - random();
    return count;
  }

  const dayOf = ({mean, dispersion}: Law) =>
    poisson(dispersion > 0 ? mean * dispersion * gamma(1 / dispersion) : mean);

  return {
    random,
    day: dayOf,
    week: (law: Law) => Array.from({length: 7}, () => dayOf(law))
  };
}

/** A week's days as the estimator takes them. */
export const weekOf = (days: number[]): WeekOfArrivals => ({
  days: days.length,
  people: days.reduce((sum, count) => sum + count, 0),
  squares: days.reduce((sum, count) => sum + count * count, 0)
});
