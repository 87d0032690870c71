import type {PriceTable} from "../../src/plan/prices.ts";
import type {Manifest, Request} from "../../src/snapshots/store.ts";
import {fixed, plural} from "../../src/words.ts";

/** Requests and dollars of a snapshot in one line, with the day of the prices. */
export function costOf(manifest: Manifest, prices: PriceTable): string {
  const asked = sumOf(manifest, ({requests}) => requests);
  return `${plural(asked, "request")}, ${dollarsOf(manifest)}; X's prices of ${prices.of}`;
}

/** Dollars of a snapshot: at both of X's prices where they differ, and the most it can have been. */
export function dollarsOf(manifest: Pick<Manifest, "requests">): string {
  const dollars = (part: (entry: Request) => number) => `$${fixed(sumOf(manifest, part), 2)}`;
  const cost = dollars(({dollars}) => dollars);
  const full = dollars(({dollars, dollars_list: full = dollars}) => full);
  const most = dollars(({dollars, dollars_at_most: most = dollars}) => most);
  // X bills a row once a UTC day, whoever asks for it.
  const isBilledBefore =
    sumOf(manifest, ({resources}) => resources) > 0 && sumOf(manifest, ({billed = 1}) => billed) === 0;
  return (
    (full === cost ? cost : `${cost} at the owner's price, ${full} at the full price`) +
    (isBilledBefore ? " (all billed earlier today)" : "") +
    (most === cost ? "" : `, up to ${most} if X billed answers that never came whole`)
  );
}

const sumOf = ({requests = []}: Pick<Manifest, "requests">, part: (entry: Request) => number) =>
  requests.reduce((total, entry) => total + part(entry), 0);
