import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {day, type Observed} from "./histories.ts";

/**
 * Worlds in which it is known who followed and unfollowed between two lists. They know nothing of how the models count: people
 * come, leave, come back, are suspended and reinstated at any moment, lists are read now and then, and X counts by days.
 */

/** One follow of one person: days; `end` null while it lasts. A suspension hides it meanwhile. */
export interface Stay {
  of: number;
  start: number;
  end: number | null;
  hidden: {from: number; to: number}[];
  /** Its begin was seen as it happened. */
  isLogged: boolean;
}

export interface ChurnWorld {
  history: Observed[];
  /** When each complete list was begun and read, in days. */
  lists: {from: number; to: number}[];
  stays: Stay[];
  /** X counts a suspension as an unfollow and a reinstatement as a new follow. */
  countsSuspended: boolean;
}

const people = 40;
const profile = {followers: 1, following: 1, posts: 1, protected: false, verified: false};
const isThere = ({start, end, hidden}: Stay, at: number) =>
  start <= at && (end === null || end > at) && !hidden.some(({from, to}) => from <= at && to > at);

/** How many stays began and were ended by an unfollow within (from, to], and stand in no list and no log. */
export const unseenStays = ({stays, lists}: ChurnWorld, from: number, to: number): number =>
  stays.filter(
    (stay) =>
      !stay.isLogged &&
      stay.start > from &&
      stay.end !== null &&
      stay.end <= to &&
      !lists.some((list) => isThere(stay, list.to))
  ).length;

/** The world of a seed. */
export function churnWorld(seed: number): ChurnWorld {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const oneIn = (n: number) => below(n) === 0;
  const length = 20 + below(40);
  const [countsSuspended, isOrdered, isLookedUp, hasLog] = [oneIn(2), !oneIn(3), !oneIn(3), oneIn(4)];
  // How long a stay lasts, how often someone comes, is suspended, comes back: it differs from world to world.
  const daysOfStay = [0.3, 2, 6][below(3)]!;
  const arrivalsADay = [0.5, 2, 5][below(3)]!;
  const [share, again] = [random() * 0.4, random() * 0.5];
  const stays: Stay[] = [];
  for (let id = 0; id < people; id++) {
    const start = -1 - random() * 400;
    stays.push({
      of: 100 + ((17 * id) % people),
      start,
      end: oneIn(4) ? random() * length : null,
      hidden: [],
      isLogged: false
    });
  }
  /** Accounts that were created shortly before they followed first. */
  const bornOn = new Map<number, number>();
  const exponential = (mean: number) => -Math.log(1 - random()) * mean;
  let newcomer = 1000;
  for (let at = exponential(1 / arrivalsADay); at < length; at += exponential(1 / arrivalsADay)) {
    let start = at;
    const of = 1000 + ((389 * newcomer++) % 5003);
    if (oneIn(4)) bornOn.set(of, start - random() * 2);
    for (;;) {
      const end = oneIn(2) ? start + exponential(daysOfStay) : null;
      stays.push({
        of,
        start,
        end: end !== null && end < length ? end : null,
        hidden: [],
        isLogged: hasLog && oneIn(4)
      });
      if (end === null || end >= length || random() > again) break;
      start = end + exponential(daysOfStay);
      if (start >= length) break;
    }
  }
  for (const stay of stays) {
    if (random() > share) continue;
    const last = stay.end ?? length;
    const from = Math.max(-1, stay.start) + random() * (last - Math.max(-1, stay.start));
    const to = Math.min(from + exponential(4), last);
    // Whoever leaves does so by themselves, so that no stay ends while it is hidden.
    if (from < to && from > stay.start)
      stay.hidden.push({from, to: stay.end === null ? Math.min(from + 4, length + 9) : to - 1e-6});
  }
  const lists: ChurnWorld["lists"] = [];
  const step = [1, 3.5, 7, 14][below(4)]!;
  for (let at = random(); at < length - 1; at += step * (0.5 + random()))
    lists.push({from: at - (oneIn(2) ? 0 : random() * 0.1), to: at});
  const source = isOrdered ? "x-api" : "tables";
  const absent = new Set<number>();
  let before = -1;
  const history: Observed[] = lists.map(({from, to}) => {
    const there = stays.filter((stay) => isThere(stay, to));
    const shown = new Set(there.map(({of}) => of));
    const statuses: NonNullable<Observed["statuses"]> = {};
    for (const {of} of stays)
      if (!shown.has(of) && absent.has(of) && isLookedUp)
        statuses[of] = stays.some(
          (stay) => stay.of === of && stay.hidden.some((gap) => gap.from <= to && gap.to > to)
        )
          ? "suspended"
          : "active";
    const profiles = Object.fromEntries(
      [...shown].flatMap((of) => (bornOn.has(of) ? [[of, {...profile, born: bornOn.get(of)!}]] : []))
    );
    const events = stays
      .filter(({isLogged, start}) => isLogged && start > before && start <= to)
      .map(({of, start}) => ({kind: "follow" as const, of, after: start, before: start, exact: true}));
    before = to;
    absent.clear();
    for (const of of shown) absent.add(of);
    const inOrder = [...there].sort((a, b) => b.start - a.start).map(({of}) => of);
    const byId = [...shown].sort((a, b) => a - b);
    return {
      at: to,
      source,
      followers: {people: isOrdered ? inOrder : byId, from, to, pageAt: to},
      statuses,
      profiles,
      events
    };
  });
  const counts = new Map<number, {follows: number; unfollows: number}>();
  for (let nth = -1; nth <= length + 1; nth++) counts.set(nth, {follows: 0, unfollows: 0});
  const count = (at: number, what: "follows" | "unfollows") => {
    const one = counts.get(Math.floor(at));
    if (one !== undefined) one[what]++;
  };
  for (const {start, end, hidden} of stays) {
    count(start, "follows");
    if (end !== null) count(end, "unfollows");
    if (countsSuspended)
      for (const {from, to} of hidden) {
        count(from, "unfollows");
        count(to, "follows");
      }
  }
  // Some worlds lack some days: a download was forgotten.
  const missing = oneIn(3) ? below(length) : null;
  const rows = [...counts].filter(([nth]) => nth !== missing);
  history.push({
    at: length + 3,
    source: "tables",
    beyond: {
      downloads: [
        {download: "x-overview", content: "counts", from_day: day(-1), to_day: day(length + 1), downloaded_at: day(length + 2), zone: "UTC"}
      ],
      daily_counts: rows.map(([nth, {follows, unfollows}]) => ({
        download: "x-overview",
        day: day(nth),
        new_follows: follows,
        unfollows,
        impressions: 1000
      }))
    }
  }); // prettier-ignore
  return {history, lists, stays, countsSuspended};
}
