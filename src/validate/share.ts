import {clusteredShare} from "../statistics/clustered-share.ts";
import {wilson, type Interval} from "../statistics/proportion.ts";

/** So many of so many, with the 95 % interval of the share. */
export interface Share extends Interval {
  x: number;
  n: number;
}

/**
 * A share over accounts. What people of one account have in common moves them together: the interval goes by accounts where
 * there are two of them, and is Wilson's of independent people where there is one.
 */
export function shareOver(accounts: readonly {x: number; n: number}[]): Share {
  const [x, n] = [
    accounts.reduce((sum, one) => sum + one.x, 0),
    accounts.reduce((sum, one) => sum + one.n, 0)
  ];
  const blocks = accounts.map((one, block) => ({block, people: one.n, hits: one.x}));
  const clustered = accounts.length > 1 ? clusteredShare(blocks, {reachOver: 0}) : null;
  const {low, high} = clustered ?? wilson(x, n);
  return {x, n, low, high};
}
