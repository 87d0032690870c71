import {randomNumbers} from "../../src/statistics/multinomial.ts";
import type {Observed, Profile, Walk} from "./histories.ts";

const everySource = ["x-api", "x-api", "x-api", "x-api", "x-archive", "tables"] as const;

/**
 * What might be observed of a small account over some weeks, with everything that can go wrong: people come, leave, hide
 * and come back, the account follows and unfollows, lists are heads, cut short or miss a page, three sources disagree, and
 * events, interactions, polls, profiles and look-ups come with them. The same seed gives the same history.
 */
export const randomHistory = (seed: number) => randomWalks(seed, 9, everySource);

/** The same of so many `walks`, each of one of the `sources`. */
export function randomWalks(
  seed: number,
  walks: number,
  sources: readonly ("x-api" | "x-archive" | "tables")[]
): Observed[] {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const oneIn = (n: number) => below(n) === 0;
  const pick = <T>(items: readonly T[]) => items[below(items.length)]!;
  const person = () => 2 + below(70);
  let inbound = Array.from({length: 30 + below(20)}, (_, nth) => 2 + ((29 * nth) % 53));
  let outbound = Array.from({length: below(12)}, person).filter(isFirst);
  const hidden = new Map<number, number>();
  const observed: Observed[] = [];
  let at = 0;
  for (let nth = 0; nth < walks; nth++) {
    at += pick([1, 7, 7, 7, 14, 50]) + (oneIn(3) ? random() / 10 : 0);
    const events: Observed["events"] = [];
    const interactions: Observed["interactions"] = [];
    const statuses: Observed["statuses"] = {};
    const profiles: Record<number, Profile> = {};
    const when = () => at - random() * 6;
    const log = (kind: "follow" | "unfollow", of: number, isOutbound: boolean) => {
      if (!oneIn(3)) return;
      const before = when();
      const isExact = oneIn(2);
      events.push({
        kind,
        of,
        outbound: isOutbound,
        after: isExact ? before : before - random(),
        before,
        exact: isExact
      });
    };
    for (let n = below(6); n > 0; n--) {
      const id = person();
      if (inbound.includes(id)) continue;
      inbound.unshift(id);
      log("follow", id, false);
    }
    for (let n = below(4); n > 0; n--) {
      const id = pick(inbound);
      inbound = inbound.filter((other) => other !== id);
      if (oneIn(2)) hidden.set(id, below(inbound.length));
      else log("unfollow", id, false);
      if (!oneIn(3)) statuses[id] = pick(["active", "suspended", "gone"] as const);
    }
    for (const [id, position] of hidden)
      if (oneIn(2)) {
        hidden.delete(id);
        if (!inbound.includes(id)) inbound = inbound.toSpliced(position, 0, id);
      }
    for (let n = below(5); n > 0; n--) {
      const id = person();
      const isNew = !outbound.includes(id);
      outbound = isNew ? [id, ...outbound] : outbound.filter((other) => other !== id);
      log(isNew ? "follow" : "unfollow", id, true);
    }
    for (let n = below(8); n > 0; n--)
      interactions.push({
        by: person(),
        at: when(),
        kind: pick(["reply", "mention", "quote", "repost", "like", "visit"])
      });
    for (const id of inbound.slice(0, 6))
      if (oneIn(2))
        profiles[id] = {
          followers: below(3000),
          following: below(3000),
          posts: below(99),
          born: -below(3000),
          protected: oneIn(9),
          verified: oneIn(9)
        };
    const source = pick(sources);
    const walk = (people: number[], others: number[], from: number): Walk => {
      const to = from + random() / 50;
      const isAsked = source === "x-api" && !oneIn(4);
      const mutual = isAsked ? Object.fromEntries(people.map((id) => [id, others.includes(id)])) : {};
      const fault = source === "x-api" ? below(10) : 9;
      const shown =
        fault === 0
          ? people.slice(0, 26 + below(6))
          : fault === 1
            ? people.filter((_, position) => position < 8 || position > 8 + below(14))
            : people;
      const isShort = fault === 0 || fault === 2;
      return {
        people: shown,
        from,
        to,
        pageAt: from + (to - from) * random(),
        mutual,
        ended: !isShort,
        ...(isShort && {reason: pick(["head", "timed out"])}),
        ...(!oneIn(4) && {count: people.length})
      };
    };
    observed.push({
      at,
      source,
      events,
      interactions,
      statuses,
      profiles,
      ...(!oneIn(8) && {following: walk(outbound, inbound, at)}),
      ...(!oneIn(8) && {followers: walk(inbound, outbound, at + 0.03)}),
      ...(oneIn(5) && {blocking: [person()]}),
      ...(oneIn(6) && {streams: [{from: at - 6, to: at, baseline: oneIn(2), additionsOnly: oneIn(4)}]}),
      polls: oneIn(4)
        ? []
        : [
            {kind: "mention", from: at - 8, to: at, capped: oneIn(5)},
            {kind: "post", from: at - 8, to: at}
          ],
      posts: [
        {
          id: 1000 + nth,
          at: at - 2,
          ...(oneIn(2) && {replyTo: person()}),
          ...(oneIn(3) && {mentions: [person()]})
        }
      ]
    });
  }
  return observed;
}

const isFirst = (id: number, nth: number, ids: number[]) => ids.indexOf(id) === nth;
