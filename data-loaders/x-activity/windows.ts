/** How an event came: as it happened, in what X sends after a reconnect, or by a replay that was asked for. */
export type Delivery = "live" | "backfill" | "replay";

/** How long X may take to deliver a live event: the least that can be said of when it happened. */
export const liveLagMs = 60_000;

/** A stretch in which nobody listened, as seen when events of it come in late. */
export interface Outage {
  /** The last moment at which the line was known to be alive. */
  from: Date;
  delivery: Exclude<Delivery, "live">;
}

/**
 * When an event happened, from its receipt alone: a live one in the minute before it, one that comes late at any time
 * since its outage began. What was on its way when the line went dead counts to the outage, so that begins a minute
 * before the last sign of life.
 */
export function windowOf(
  receivedAt: Date,
  outage: Outage | null
): {after: Date; before: Date; delivery: Delivery} {
  const from = outage?.from ?? receivedAt;
  return {
    after: new Date(Math.min(from.getTime(), receivedAt.getTime()) - liveLagMs),
    before: receivedAt,
    delivery: outage?.delivery ?? "live"
  };
}
