import {
  blueskyFeedPage,
  blueskyListPage,
  blueskyRequestsASecond,
  notificationPages,
  profilesAtOnce,
  relationshipsAtOnce,
  sampledRecords
} from "../networks/bluesky.ts";
import type {Facts} from "./facts.ts";

/** What a first snapshot of a free network asks for, in requests: without a login, and logged in as the account. */
export interface FreeRow {
  what: string;
  open: number;
  loggedIn: number;
}

/** Own posts so many days old, and younger, are looked at for interactions. */
const actDays = 30;
/** The account's own profile: to find it, before its lists and after them. */
const ownProfiles = 3;

const pages = (rows: number, size: number) => Math.ceil(rows / size);

/**
 * The requests of a first snapshot, at most, where nobody stands in both lists and nobody is asked for twice. Later ones ask the
 * same lists and relationships, and of records, profiles and posts only what is new.
 */
export function freeRows({followers, following, posts, reposts, quotes, likes}: Facts): FreeRow[] {
  const people = followers + following;
  const lists = pages(followers, blueskyListPage) + pages(following, blueskyListPage);
  const written = Math.ceil(posts * actDays);
  const page = (acts: number) => Math.max(1, pages(acts, blueskyFeedPage));
  // The feed, then of each post the replies, quotes, reposts and likes.
  const acts =
    1 + pages(written, blueskyFeedPage) + written * (1 + page(quotes) + page(reposts) + page(likes));
  const same = (what: string, requests: number) => ({what, open: requests, loggedIn: requests});
  const rows = [
    {
      what: "lists and relationships",
      open: lists + pages(people, relationshipsAtOnce),
      loggedIn: lists
    },
    same("records sampled", Math.min(sampledRecords, people)),
    same("profiles", pages(people, profilesAtOnce) + ownProfiles),
    same("interactions", acts),
    // How many an account was ever told of is not known: so many pages are the limit.
    {what: "notifications", open: 0, loggedIn: notificationPages}
  ];
  const sum = (key: "open" | "loggedIn") => rows.reduce((total, row) => total + row[key], 0);
  return [...rows, {what: "total", open: sum("open"), loggedIn: sum("loggedIn")}];
}

/** Minutes that so many requests take at the rate at which they are sent. */
const freeMinutes = (requests: number) => requests / blueskyRequestsASecond / 60;

/** The plan as text. */
export function formatFree(facts: Facts): string {
  const rows = freeRows(facts);
  const {open, loggedIn} = rows.at(-1)!;
  const count = (value: number) => Math.round(value).toLocaleString("en");
  const minutes = (requests: number) => freeMinutes(requests).toFixed(1);
  const lines = [
    ["requests", "no login", "logged in"],
    ...rows.map((row) => [row.what, count(row.open), count(row.loggedIn)]),
    ["minutes", minutes(open), minutes(loggedIn)]
  ];
  const table = lines.map(([what, ...cells]) =>
    [what!.padEnd(24), ...cells.map((cell) => cell.padStart(10))].join("")
  );
  return [
    `A first snapshot of ${count(facts.followers)} followers and ${count(facts.following)} accounts followed, free of charge:`,
    "",
    ...table,
    "",
    `${blueskyRequestsASecond} requests a second. Of notifications at most ${notificationPages} pages are read. Later snapshots ask the same lists and relationships, and beside them only what is new;`,
    "whoever is gone or hidden is asked for too, at most two requests a person.",
    ""
  ].join("\n");
}

/** The same as JSON, or as CSV. */
export const jsonOfFree = (facts: Facts): string =>
  `${JSON.stringify({facts, requests: freeRows(facts), requests_a_second: blueskyRequestsASecond, dollars: 0}, null, 2)}\n`;
export const csvOfFree = (facts: Facts): string =>
  [
    "what,no_login,logged_in",
    ...freeRows(facts).map(({what, open, loggedIn}) => `${what},${open},${loggedIn}`),
    ""
  ].join("\n");
