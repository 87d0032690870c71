import type {Manifest} from "../../src/snapshots/store.ts";
import type {Ledger} from "./client.ts";
import type {Endpoint} from "./requests.ts";

/** The day of the prices below: X's price page at docs.x.com/x-api/getting-started/pricing. */
export const pricesOf = "2026-08-22";

interface Price {
  /** Dollars a resource where the token's user is the account and owns the developer app. */
  owned: number;
  /** Dollars a resource otherwise. */
  list: number;
}

const ownedRead: Omit<Price, "list"> = {owned: 0.001};
const postRead: Price = {owned: 0.005, list: 0.005};
const userRead: Price = {owned: 0.01, list: 0.01};

const prices: Record<Endpoint, Price> = {
  users: userRead,
  "users/me": userRead,
  "users/:id": userRead,
  "users/by/username/:username": userRead,
  "users/:id/followers": {...ownedRead, list: 0.01},
  "users/:id/following": {...ownedRead, list: 0.01},
  "users/:id/tweets": {...ownedRead, list: 0.005},
  "users/:id/mentions": {...ownedRead, list: 0.005},
  tweets: postRead,
  "tweets/:id/retweets": postRead,
  "tweets/:id/quote_tweets": postRead,
  "tweets/:id/liking_users": userRead
};

/**
 * What resources cost in dollars, if none was read before on the same UTC day: X bills a resource once a day.
 */
export function dollarsFor(endpoint: Endpoint, resources: number, isOwner: boolean): number {
  const price = prices[endpoint][isOwner ? "owned" : "list"];
  return Math.round(resources * price * 1e6) / 1e6;
}

/** What was asked, in the order of first asking, and what it costs if nothing was read before on the same UTC day. */
export const billOf = (ledger: Ledger, isOwner: boolean): NonNullable<Manifest["requests"]> =>
  [...ledger].map(([endpoint, {requests, resources}]) => ({
    endpoint: `/2/${endpoint}`,
    requests,
    resources,
    dollars: dollarsFor(endpoint, resources, isOwner)
  }));

/** Requests and dollars of a snapshot in one line, with the day of the prices. */
export function costOf({requests = []}: Manifest): string {
  const sum = (key: "requests" | "dollars") => requests.reduce((total, entry) => total + entry[key], 0);
  return `${sum("requests")} requests, about $${sum("dollars").toFixed(2)} at X's prices of ${pricesOf}`;
}
