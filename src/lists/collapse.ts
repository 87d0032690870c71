/** A list may lose so many people at any time: of small lists anything more would be held back too often. */
export const fewLost = 10;
/** A list may lose a tenth at once: X now and then removes thousands of accounts in a day. */
const purge = 0.1;
/** The share that is taken to leave a day as long as no two lists have shown it. */
const usualDailyLoss = 0.006;
/** So many times the largest daily loss seen so far may still be ordinary. */
const worse = 1.25;

/**
 * How many of the `known` a list may lack, so many days after the one before, before it is held back as if its
 * collection had failed. `dailyLoss` is the largest rate a day at which earlier complete lists lost people (a hazard: minus
 * the logarithm of the share that stayed, over the days), null before two lists.
 *
 * On 2,000 simulated series (50 to 5,000 people, 0.02 to 1 % a day leaving, days on which 5 % leave, lists daily, weekly
 * and monthly) 0.4 % of good lists are held back, most of them by the rule for capped exports, and 99 % of those cut by a quarter or more are caught;
 * tests/lists/collapse.test.ts prints both.
 */
export function lossLimit(known: number, days: number, dailyLoss: number | null): number {
  const rate = worse * (dailyLoss ?? usualDailyLoss) * Math.max(1, days);
  return Math.max(fewLost, known * (1 - Math.exp(-rate - purge)));
}

/** A run of so many neighbours missing whole is a lost page: X's pages hold more, and so few seldom leave together. */
export const longestRunLimit = (known: number) => Math.max(fewLost, Math.min(0.02 * known, 200));
