import {createHash} from "node:crypto";

/** Somebody who was first seen among the followers after the first list, as lists alone tell it. */
export interface Newcomer {
  id: string;
  firstSeenAt: Date;
  /** Whether the account followed them when they were first seen. */
  isFollowed: boolean;
}

/** So many days before and after first sight are looked at. */
export const windowDays = 30;
/** A look is taken when so many whole days have passed since first sight, first and last. */
export const lookAges = {from: 31, to: 37};
/** The looks of recent search, which goes back a week, that cover the days after first sight, and the days between two. */
export const recentLooks = {number: 5, everyDays: 6};

/** Dollars a month that looking at interests may cost, unless the account's settings say otherwise. */
export const interestsBudget = 5;

/** A month has at most so many weeks that begin in it: a weekly run spends its part of the budget so often. */
const weeksAMonth = 5;
/** The fewest posts X gives a page: each page shows of at least one more person that they matched. */
export const pageSize = 10;

/** How somebody is looked at: by full-archive search once, or by recent search for the days after alone. */
export type Method = "full_archive" | "recent";

const periods: Record<Method, number> = {full_archive: 2, recent: 1};

/** The most that looking at one person costs, in micro-dollars: a page for each period, and their profile. */
export const worstPrice = (method: Method, {post, user}: {post: number; user: number}): number =>
  periods[method] * pageSize * post + user;

/** Once so many people were looked at, what one of them cost says what the next will. */
const enoughLooks = 30;
/** A month may turn out so many times as dear as the ones before: people match more, or their profiles are not shown. */
const safety = 2;

/**
 * What to expect of a look, in micro-dollars: what looks of the last months cost a person, `safety` times, and never more
 * than the worst; the worst where too few were taken. Past looks alone decide, so that who is looked at now has no say in
 * how many are. The month's budget is held request by request all the same.
 */
export const expectedPrice = (worst: number, past: {people: number; spent: number}): number =>
  past.people < enoughLooks ? worst : Math.min(worst, Math.ceil((safety * past.spent) / past.people));

/** How many people of one week's newcomers may be looked at, within a budget a month in micro-dollars, at a price a person. */
export const peopleAWeek = (budget: number, price: number): number =>
  price === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(budget / weeksAMonth / price);

/** The ISO week of a time: `2026-W05`. */
export function weekOf(at: Date): string {
  // The year of a week is that of its Thursday.
  const thursday = new Date(at);
  thursday.setUTCDate(at.getUTCDate() + 3 - ((at.getUTCDay() + 6) % 7));
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The stratum of a newcomer: `2026-W05 followed` or `2026-W05 not followed`. */
export const stratumOf = ({firstSeenAt, isFollowed}: Pick<Newcomer, "firstSeenAt" | "isFollowed">): string =>
  `${weekOf(firstSeenAt)} ${isFollowed ? "followed" : "not followed"}`;

/** Shares `people` among the strata of one week, by size: each gets as many as the other, and what one lacks the other has. */
export function sharesOf(people: number, sizes: ReadonlyMap<string, number>): Map<string, number> {
  const shares = new Map<string, number>();
  let left = people;
  // The smallest first: what it cannot use is there for the others. Between equals the name decides.
  const order = [...sizes].sort(([a, n], [b, m]) => n - m || (a < b ? -1 : 1));
  for (const [nth, [stratum, size]] of order.entries()) {
    const share = Math.min(size, Math.ceil(left / (order.length - nth)));
    shares.set(stratum, share);
    left -= share;
  }
  return shares;
}

/** Who is drawn of a stratum. The probability of each is `sampled.length / people`. */
export interface Drawn {
  stratum: string;
  people: number;
  /** In seeded random order. */
  sampled: Newcomer[];
}

/**
 * Draws the sample among newcomers: of each week so many people, half of them followed at first sight and half not, in an
 * order that the seed decides. The same newcomers, number and seed give the same sample.
 */
export function drawSample(
  newcomers: readonly Newcomer[],
  {peopleAWeek, seed}: {peopleAWeek: number; seed: string}
): Drawn[] {
  const weeks = new Map<string, Map<string, Newcomer[]>>();
  for (const person of newcomers) {
    const week = weekOf(person.firstSeenAt);
    const strata = weeks.get(week) ?? new Map<string, Newcomer[]>();
    weeks.set(week, strata);
    const stratum = stratumOf(person);
    const people = strata.get(stratum);
    if (people) people.push(person);
    else strata.set(stratum, [person]);
  }
  return [...weeks.values()].flatMap((strata) => {
    const shares = sharesOf(
      peopleAWeek,
      new Map([...strata].map(([stratum, {length}]) => [stratum, length]))
    );
    return [...strata].map(([stratum, people]) => ({
      stratum,
      people: people.length,
      sampled: seededOrder(people, `${seed} ${stratum}`).slice(0, shares.get(stratum))
    }));
  });
}

/** Whoever has an id, in an order that only the seed decides. */
export function seededOrder<T extends {id: string}>(items: readonly T[], seed: string): T[] {
  return items
    .map((item) => ({item, place: placeOf(item.id, seed)}))
    .sort((a, b) => a.place - b.place || (a.item.id < b.item.id ? -1 : 1))
    .map(({item}) => item);
}

/** A number from 0 to below 1 that looks drawn at random. */
const placeOf = (id: string, seed: string): number =>
  createHash("sha256").update(`${seed} ${id}`).digest().readUIntBE(0, 6) / 2 ** 48;
