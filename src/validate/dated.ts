/** A follow of which it is known when it began. Times are milliseconds since 1970. */
export interface DatedFollow {
  /** The person on the other side, an id inside. */
  user: string;
  /** inbound: they follow the account; outbound: the account follows them. */
  direction: "inbound" | "outbound";
  start: number;
  /** From then on the follow is no more; Infinity while it lasts. */
  end: number;
}

/** In [from, to) no list shows a person, for their profile is away. */
export interface Absence {
  user: string;
  from: number;
  to: number;
  /** What X says of them meanwhile. */
  status: "suspended" | "gone";
}

/** An account and the dated follows around it, each stretch once: two of one person and direction do not overlap. */
export interface DatedAccount {
  /** An id inside. */
  account: string;
  follows: readonly DatedFollow[];
  absences?: readonly Absence[];
}

/** How a follow truly came about; null where both began in the same millisecond, so that no order is true. */
export type TrueRoute = "followback" | "organic" | null;

/** An unfollow of ours longer ago than this no longer makes a follow a followback: the product's own rule. Milliseconds. */
export const dropCountsMs = 30 * 86_400_000;

/** The route of an inbound follow that began at `start`, by every outbound follow of the same person. */
export function trueRouteOf(start: number, outbound: readonly DatedFollow[]): TrueRoute {
  if (outbound.some((ours) => ours.start < start && start - ours.end <= dropCountsMs)) return "followback";
  return outbound.some((ours) => ours.start === start) ? null : "organic";
}

/** The follows of each person, by `inbound user` and `outbound user`, oldest first. Throws an `Error` where two overlap. */
export function byPerson(follows: readonly DatedFollow[]): Map<string, DatedFollow[]> {
  const found = new Map<string, DatedFollow[]>();
  for (const follow of [...follows].sort((a, b) => a.start - b.start)) {
    const name = `${follow.direction} ${follow.user}`;
    const own = found.get(name);
    if (own === undefined) found.set(name, [follow]);
    else if (own.at(-1)!.end > follow.start) throw new Error(`two follows of ${name} overlap`);
    else own.push(follow);
  }
  return found;
}
