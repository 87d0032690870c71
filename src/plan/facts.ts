import {likersCap} from "../networks/x.ts";

/** What a plan rests on. */
export interface Facts {
  followers: number;
  following: number;
  /** People who newly follow the account, and people whom it newly follows, a day. */
  newcomers: number;
  followed: number;
  /** People no longer listed, in either list, a week: each is looked up. */
  losses: number;
  /** Own posts, replies and quotes, a day: each is polled for its acts. */
  posts: number;
  /** Replies, quotes and mentions of others, a day. */
  mentions: number;
  /** Acts on an own post in the end. */
  reposts: number;
  quotes: number;
  /** At most a hundred: X shows no more likers. */
  likes: number;
}

export type Origin = "measured" | "given" | "assumed";
export type FactName = keyof Facts;

/** What each fact is, and what it is counted in. */
export const factWords: Record<FactName, string> = {
  followers: "followers",
  following: "accounts followed",
  newcomers: "new followers a day",
  followed: "accounts newly followed a day",
  losses: "people gone from either list a week",
  posts: "own posts, replies and quotes a day",
  mentions: "mentions, replies and quotes by others a day",
  reposts: "reposts of an own post",
  quotes: "quotes of an own post",
  likes: "likes of an own post, up to 100"
};

export const factNames = Object.keys(factWords) as FactName[];

/** What the store tells of an account. What it does not tell is left out. */
export interface Measured {
  facts: Partial<Facts>;
  /** Days watched, at least 0, of the facts that were watched for less than `leastDays` of measured.ts. */
  watchedDays: Partial<Record<FactName, number>>;
}

const nothingMeasured: Measured = {facts: {}, watchedDays: {}};

/**
 * What is assumed of an account of which nothing is known: a small business that reaches out to twenty people a day, or
 * to one in a hundred of its followers where that is less. What comes from followers goes with their number.
 */
function assumed({
  followers = 10_000,
  newcomers = followers / 1000,
  followed = Math.min(20, followers / 100)
}: Partial<Facts>): Facts {
  return {
    followers,
    following: followers / 2,
    newcomers,
    followed,
    // Half of those who come and three in four of those who are followed are gone again sooner or later.
    losses: 7 * (newcomers / 2 + (3 * followed) / 4),
    posts: 1,
    mentions: (3 * followers) / 10_000,
    reposts: followers / 5_000,
    quotes: followers / 20_000,
    likes: Math.min(likersCap, followers / 500)
  };
}

/** The facts to plan with: those given, else those measured, else those assumed; and which of the three each one is. */
export function settleFacts(given: Partial<Facts>, measured: Measured = nothingMeasured): Settled {
  const known = {...measured.facts, ...given};
  const origins = Object.fromEntries(
    factNames.map((name) => [
      name,
      given[name] !== undefined ? "given" : measured.facts[name] !== undefined ? "measured" : "assumed"
    ])
  ) as Record<FactName, Origin>;
  return {facts: {...assumed(known), ...known}, origins, watchedDays: measured.watchedDays};
}

/** What is planned with, and where it comes from. */
export interface Settled extends Pick<Measured, "watchedDays"> {
  facts: Facts;
  origins: Record<FactName, Origin>;
}

/**
 * The same account at another size, as if that size had been given: what is assumed goes with it, what was given or
 * measured stays.
 */
export function atSize({facts, origins}: Pick<Settled, "facts" | "origins">, followers: number): Facts {
  const kept = factNames.filter((name) => origins[name] !== "assumed").map((name) => [name, facts[name]]);
  const known: Partial<Facts> = {...Object.fromEntries(kept), followers};
  return {...assumed(known), ...known};
}
