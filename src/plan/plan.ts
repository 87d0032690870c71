import type {LimitTable} from "./limits.ts";
import type {Facts} from "./facts.ts";
import {actLines, conversationLine, countsDue} from "./polls.ts";
import type {Schedule} from "./schedules.ts";
import {
  type Endpoint,
  caps,
  headPage,
  headRows,
  listPage,
  lookupSize,
  postPage,
  windowMinutes
} from "../networks/x.ts";
import type {PriceTable} from "./prices.ts";
import type {Asked, Asker, Line} from "./asked.ts";

/** A schedule's snapshots, and how many of each there are in a year. */
export interface Plan {
  schedule: Schedule;
  /** Null where every snapshot is a full walk. */
  head: Asked | null;
  full: Asked;
  headsAYear: number;
  fullsAYear: number;
}

const daysAYear = 365;
/** The profile is asked for before, between and after the lists; X bills a resource once a UTC day. */
const profileReads = 3;
/** What a request takes beside waiting: an assumption, in seconds. */
const secondsARequest = 1;

/**
 * What a schedule asks of X: rather too much than too little. Every person missing is taken as active (X bills only
 * those), nobody as met twice on a day, likers of several posts included.
 */
export function planOf(schedule: Schedule, facts: Facts, asker: Asker, conversations = false): Plan {
  const {every, full} = schedule;
  const ofKind = (kind: "head" | "full"): Asked =>
    [
      ...(asker === "user" ? [{endpoint: "users/me" as const, requests: 1, resources: 1}] : []),
      {endpoint: "users/:id" as const, requests: profileReads, resources: 1},
      listLine("users/:id/following", kind, facts.following, facts.followed * every),
      listLine("users/:id/followers", kind, facts.followers, facts.newcomers * every),
      ...(kind === "full" ? [linesOf("users", (facts.losses / 7) * full, lookupSize)] : []),
      // The newest known post comes too, each time: it shows that nothing between was cut.
      linesOf("users/:id/tweets", Math.min(caps.post, facts.posts * every + 1), postPage),
      linesOf("users/:id/mentions", Math.min(caps.mention, facts.mentions * every + 1), postPage),
      linesOf("tweets", countsDue(facts, every), lookupSize),
      ...(conversations ? [conversationLine(facts, every, asker)] : []),
      ...actLines(facts, every, asker)
    ].filter(({requests}) => requests > 0);
  const fullsAYear = daysAYear / full;
  const headsAYear = daysAYear / every - fullsAYear;
  return {
    schedule,
    head: headsAYear > 0 ? ofKind("head") : null,
    full: ofKind("full"),
    headsAYear,
    fullsAYear
  };
}

const linesOf = (endpoint: Endpoint, resources: number, page: number): Line => ({
  endpoint,
  requests: Math.ceil(resources / page),
  resources
});

/** A list: all of it, or pages from the top until enough people in a row are known, with those who are new above them. */
function listLine(
  endpoint: "users/:id/followers" | "users/:id/following",
  kind: "head" | "full",
  people: number,
  fresh: number
): Line {
  if (kind === "full" || people < headRows)
    return {endpoint, requests: Math.max(1, Math.ceil(people / listPage)), resources: people};
  const pages = Math.ceil(Math.min(people, fresh + headRows) / headPage);
  return {endpoint, requests: pages, resources: Math.min(people, pages * headPage)};
}

/** What is asked of each endpoint in a year. */
export function yearOf({head, full, headsAYear, fullsAYear}: Plan): Line[] {
  const lines = new Map<Endpoint, Line>();
  for (const [asked, times] of [
    [full, fullsAYear],
    [head ?? [], headsAYear]
  ] as const)
    for (const {endpoint, requests, resources} of asked) {
      const own = lines.get(endpoint) ?? {endpoint, requests: 0, resources: 0};
      lines.set(endpoint, {
        endpoint,
        requests: own.requests + requests * times,
        resources: own.resources + resources * times
      });
    }
  return [...lines.values()];
}

/** Dollars for what is asked, at X's owner's price or at its full price. */
export const dollarsOf = (asked: Asked, prices: PriceTable, isOwned: boolean): number =>
  asked.reduce((sum, {endpoint, resources}) => sum + resources * prices.price(endpoint, isOwned), 0) / 1e6;

/** The endpoints of the acts on a post are asked in turn, so that they wait for their limits together. */
const together: readonly Endpoint[] = [
  "tweets/:id/retweets",
  "tweets/:id/quote_tweets",
  "tweets/:id/liking_users"
];

/** Minutes a snapshot takes: waiting for limits, and in all with a second a request. */
export function minutesOf(asked: Asked, limits: LimitTable, asker: Asker): {waiting: number; all: number} {
  const waits = asked.map(({endpoint, requests}) => {
    const limit = limits.limit(endpoint, asker);
    const full = Math.max(0, Math.ceil(requests / limit) - 1);
    return {endpoint, minutes: full * Math.max(0, windowMinutes - (limit * secondsARequest) / 60)};
  });
  const inTurn = waits.filter(({endpoint}) => !together.includes(endpoint));
  const atOnce = waits.filter(({endpoint}) => together.includes(endpoint));
  const waiting =
    inTurn.reduce((sum, {minutes}) => sum + minutes, 0) + Math.max(0, ...atOnce.map(({minutes}) => minutes));
  const requests = asked.reduce((sum, line) => sum + line.requests, 0);
  return {waiting, all: waiting + (requests * secondsARequest) / 60};
}
