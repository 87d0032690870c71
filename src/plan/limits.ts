import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {readOverride, wrongKeys} from "./override.ts";
import type {Endpoint} from "../networks/x.ts";

/** How many requests X answers in a window of 15 minutes, and since when. */
export interface LimitTable {
  /** The day of the limits, such as `2026-08-22`. */
  of: string;
  /** Where they stand: X's page, or the file that overrides it. */
  source: string;
  /** Requests a window, for a user's token (`user`) or the app's own (`bearer`). */
  limit(endpoint: Endpoint, kind: "user" | "bearer"): number;
}

interface Limit {
  app: number;
  user: number;
}

const actLimit: Limit = {app: 75, user: 75};
const listLimit: Limit = {app: 300, user: 300};
const userLimit: Limit = {app: 300, user: 900};

// X names no limit of users/me for the app's own token, which has no user to tell of, and answers search/all to the app alone.
const published: Record<Endpoint, Limit> = {
  users: userLimit,
  "users/me": {app: 75, user: 75},
  "users/:id": userLimit,
  "users/by": userLimit,
  "users/by/username/:username": userLimit,
  "users/:id/followers": listLimit,
  "users/:id/following": listLimit,
  "users/:id/tweets": {app: 10_000, user: 900},
  "users/:id/mentions": {app: 450, user: 300},
  tweets: {app: 3_500, user: 5_000},
  "tweets/:id/retweets": actLimit,
  "tweets/:id/quote_tweets": actLimit,
  "tweets/:id/liking_users": actLimit,
  "tweets/search/recent": {app: 450, user: 300},
  "tweets/search/all": listLimit
};

const tableOf = (of: string, source: string, limits: Record<Endpoint, Limit>): LimitTable => ({
  of,
  source,
  limit: (endpoint, kind) => limits[endpoint][kind === "user" ? "user" : "app"]
});

/** The limits of docs.x.com/x-api/fundamentals/rate-limits. Only a plan rests on them: a snapshot heeds X's headers. */
export const publishedLimits = tableOf("2026-08-22", "docs.x.com/x-api/fundamentals/rate-limits", published);

const requests = z.int("is not a whole number of requests").min(1, "is below one request");

const overrideSchema = z.strictObject(
  {
    of: z.iso.date("is not a day, such as 2026-11-01"),
    limits: z.partialRecord(
      z.enum(Object.keys(published) as [Endpoint, ...Endpoint[]]),
      z.strictObject({app: requests, user: requests}, 'is not {"app": …, "user": …}'),
      {error: wrongKeys("is no endpoint that is ever asked", "is not a table of endpoints")}
    )
  },
  {error: wrongKeys("is not known here", 'is not {"of": …, "limits": {…}}')}
);

/**
 * Limits from a file: `{"of": "2026-11-01", "limits": {"users/:id/followers": {"app": 15, "user": 15}}}`, in requests a
 * window of 15 minutes. Endpoints that are left out keep their published limit. Throws a `UserError` that names the
 * wrong place.
 */
export async function readLimits(file: string): Promise<LimitTable> {
  const {of, limits} = await readOverride(file, overrideSchema, "limits");
  return tableOf(of, file, {...published, ...limits});
}

/** Where the limits of a data folder stand, if its owner wrote any. */
const limitsFile = (dataDir: string): string => join(dataDir, "limits.json");

/** The limits of a data folder: its own, else the published ones. */
export async function limitsIn(dataDir: string): Promise<LimitTable> {
  const file = limitsFile(dataDir);
  return existsSync(file) ? readLimits(file) : publishedLimits;
}
