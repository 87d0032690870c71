import {keptBills, listSnapshots, readManifest} from "../../src/snapshots/store.ts";
import {tokenEndpoint, type Played} from "./server/faults.ts";
import type {Meter} from "./server/meter.ts";
import type {RequestCounters} from "./server/server.ts";
import {plural} from "../../src/words.ts";

/** What a watch came to, by the local X and by the snapshots. */
export interface Watched {
  requests: RequestCounters;
  /** The local X's own bill. */
  meter: Pick<Meter, "microDollars" | "byEndpoint">;
  /** The faults that were played, in order. */
  played: readonly Played[];
  /** Lists that were read, and how many of them came out partial. */
  lists: number;
  partial: number;
  /** Days on which no snapshot could be taken. */
  missed: number;
}

/** Dollars as the snapshots count them; `atMost` with whatever X may have billed for answers that never came whole. */
export interface CountedBill {
  dollars: number;
  atMost: number;
}

/** What all snapshots of a store say they cost, removed ones included. */
export async function countBill(dataDir: string): Promise<CountedBill> {
  const ids = await listSnapshots(dataDir);
  const manifests = await Promise.all(ids.map((id) => readManifest(dataDir, id)));
  const entries = [...manifests, ...(await keptBills(dataDir, ids))].flatMap(({requests = []}) => requests);
  return {
    dollars: entries.reduce((sum, {dollars}) => sum + dollars, 0),
    atMost: entries.reduce((sum, {dollars, dollars_at_most: most = dollars}) => sum + most, 0)
  };
}

/** A watch through a fault scenario in one line: the local X's own bill is the one to hold the snapshots' count against. */
export function formatWatched(
  {requests, played, lists, partial, missed, meter}: Watched,
  {dollars, atMost}: CountedBill
): string {
  const sent = Object.values(requests).reduce((sum, {requests}) => sum + requests, 0);
  const met = played.filter(({endpoint}) => endpoint !== tokenEndpoint).length;
  const count = (number: number) => number.toLocaleString("en");
  const money = (dollars: number) => `$${dollars.toFixed(2)}`;
  const whole =
    partial === 0
      ? `all ${count(lists)} lists came out whole`
      : `${count(partial)} of ${count(lists)} lists came out partial`;
  const days = missed === 0 ? "no day was missed" : `${plural(missed, "day was", "days were")} missed`;
  const [billed, counted, most] = [meter.microDollars / 1e6, dollars, atMost].map(money);
  const ours = counted === billed ? "and we counted the same" : `we counted ${counted}`;
  const lost = most === counted ? "" : `, at most ${most} with answers that never came whole`;
  return [
    `${count(met)} of ${count(sent)} requests met a fault`,
    `${whole}, ${days}`,
    `X billed ${billed}, ${ours}${lost}`
  ].join("; ");
}
