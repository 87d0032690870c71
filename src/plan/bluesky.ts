import {
  blueskyFeedPage,
  blueskyListPage,
  blueskyRequestsASecond,
  notificationPages,
  notificationRows,
  profilesAtOnce,
  relationshipsAtOnce,
  sampledRecords
} from "../networks/bluesky.ts";
import {freePollAges} from "../networks/polls.ts";
import type {Facts} from "./facts.ts";

/** The two ways to ask: as anybody, and as the account itself, whose lists say of each row how it stands to it. */
export type BlueskyAsker = "public" | "login";

/** What one snapshot asks of one kind, at most, in requests. */
export interface BlueskyLine {
  name: string;
  what: string;
  requests: number;
}

/** Requests of a first snapshot, and of one that comes a day after another. */
export type BlueskyPlan = Record<"first" | "later", Record<BlueskyAsker, BlueskyLine[]>>;

/** Of an account of which nothing else is known it is taken that it has posted for so many days. */
const postedDays = 730;
/** What others did is asked for of posts no older than this. */
const watchedDays = 30;

/** What snapshots ask of Bluesky: rather too much than too little, for nobody is taken to stand in both lists. */
export function blueskyPlanOf(facts: Facts): BlueskyPlan {
  return {
    first: {public: firstLines(facts, "public"), login: firstLines(facts, "login")},
    later: {public: laterLines(facts, "public"), login: laterLines(facts, "login")}
  };
}

export const requestsOf = (lines: readonly BlueskyLine[], ...names: string[]): number =>
  lines
    .filter(({name}) => names.length === 0 || names.includes(name))
    .reduce((sum, {requests}) => sum + requests, 0);

export const minutesOfRequests = (requests: number): number => requests / blueskyRequestsASecond / 60;

const pages = (rows: number, page: number) => Math.ceil(rows / page);

/** All lines in their order; those of a login alone ask nothing without one. */
function linesOf(asked: {
  lists: number;
  relationships: number;
  records: number;
  profiles: number;
  absent: number;
  posts: number;
  acts: number;
  notifications: number;
}): BlueskyLine[] {
  const line = (name: string, what: string, requests: number) => ({
    name,
    what,
    requests: Math.ceil(requests)
  });
  return [
    line("lists", "pages of both lists", asked.lists),
    line("relationships", "relationships of people", asked.relationships),
    line("records", "records sampled for their time", asked.records),
    line("creations", "creations of accounts (lists say them)", 0),
    line("profiles", "profiles of new people, and its own", asked.profiles),
    line("absent", "people whom no list shows, or who moved meanwhile", asked.absent),
    line("posts", "own posts", asked.posts),
    line("acts", "replies, quotes, reposts and likes", asked.acts),
    line("notifications", "notifications", asked.notifications)
  ];
}

/** Each list has one page at least. */
const listPages = ({followers, following}: Facts) =>
  Math.max(1, pages(followers, blueskyListPage)) + Math.max(1, pages(following, blueskyListPage));

/** The account is looked at to find it, before its lists and after them. */
const ownProfiles = 3;

/** A thread, and the pages of quotes, reposts and likes, of one post. */
const actsOfPost = ({quotes, reposts, likes}: Facts) =>
  1 + [quotes, reposts, likes].reduce((sum, rows) => sum + Math.max(1, pages(rows, blueskyFeedPage)), 0);

/** What others do toward the account in a day, each of which is a notification. */
const actsADay = ({posts, quotes, reposts, likes, mentions, newcomers}: Facts) =>
  newcomers + mentions + posts * (quotes + reposts + likes);

function firstLines(facts: Facts, asker: BlueskyAsker): BlueskyLine[] {
  const {followers, following, posts} = facts;
  const people = followers + following;
  const acted = followers + postedDays * (actsADay(facts) - facts.newcomers);
  return linesOf({
    lists: listPages(facts),
    relationships: asker === "login" ? 0 : pages(people, relationshipsAtOnce),
    records: Math.min(sampledRecords, people),
    profiles: ownProfiles + pages(people, profilesAtOnce),
    // Somebody may follow or leave while the lists are read.
    absent: 1,
    posts: pages(posts * postedDays, blueskyFeedPage) + 1,
    acts: Math.ceil(posts * (watchedDays + 1)) * actsOfPost(facts),
    notifications:
      asker === "login" ? Math.min(notificationPages, Math.max(1, pages(acted, notificationRows))) : 0
  });
}

function laterLines(facts: Facts, asker: BlueskyAsker): BlueskyLine[] {
  const {followers, following, newcomers, followed, losses, posts} = facts;
  const gone = Math.ceil(losses / 7);
  return linesOf({
    lists: listPages(facts),
    relationships: pages(asker === "login" ? gone : followers + following + gone, relationshipsAtOnce),
    records: newcomers + followed,
    profiles: ownProfiles + pages(newcomers + followed, profilesAtOnce),
    absent: 1 + pages(gone, profilesAtOnce) + gone,
    posts: pages(posts * (watchedDays + 1), blueskyFeedPage) + 1,
    acts: Math.ceil(posts * freePollAges.length) * actsOfPost(facts),
    notifications: asker === "login" ? pages(actsADay(facts), notificationRows) + 1 : 0
  });
}
