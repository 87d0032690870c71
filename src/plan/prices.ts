import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {readOverride, wrongKeys} from "./override.ts";
import type {Endpoint} from "../networks/x.ts";

/** What X asks for a resource (a row of `data`), by endpoint, and since when. */
export interface PriceTable {
  /** The day of the prices, such as `2026-08-22`. */
  of: string;
  /** Where they stand: X's page, or the file that overrides it. */
  source: string;
  /**
   * Whole micro-dollars a resource: the owner's price where `isOwned`, which is where the token's user is the account that
   * is read and registered the developer app, else the full price.
   */
  price(endpoint: Endpoint, isOwned: boolean): number;
}

/** Whole micro-dollars a resource: the owner's price (X's "owned reads"), and the full one (X's price list). */
interface Price {
  owned: number;
  list: number;
}

const postRead: Price = {owned: 5_000, list: 5_000};
const userRead: Price = {owned: 10_000, list: 10_000};

const published: Record<Endpoint, Price> = {
  users: userRead,
  "users/me": userRead,
  "users/:id": userRead,
  "users/by": userRead,
  "users/by/username/:username": userRead,
  "users/:id/followers": {owned: 1_000, list: 10_000},
  "users/:id/following": {owned: 1_000, list: 10_000},
  "users/:id/tweets": {owned: 1_000, list: 5_000},
  "users/:id/mentions": {owned: 1_000, list: 5_000},
  tweets: postRead,
  "tweets/:id/retweets": postRead,
  "tweets/:id/quote_tweets": postRead,
  "tweets/:id/liking_users": userRead,
  "tweets/search/recent": postRead,
  "tweets/search/all": postRead
};

const endpoints = Object.keys(published) as [Endpoint, ...Endpoint[]];

const tableOf = (of: string, source: string, prices: Record<Endpoint, Price>): PriceTable => ({
  of,
  source,
  price: (endpoint, isOwned) => prices[endpoint][isOwned ? "owned" : "list"]
});

/** The prices of docs.x.com/x-api/getting-started/pricing. */
export const publishedPrices = tableOf("2026-08-22", "docs.x.com/x-api/getting-started/pricing", published);

/** Dollars as a person writes them, as whole micro-dollars: what is finer could not be added up exactly. */
const microDollars = z
  .number("is not a number of dollars")
  .nonnegative("is below nothing")
  .max(1000, "is above $1000 a resource")
  .transform((dollars, context) => {
    const micros = Math.round(dollars * 1e6);
    if (Math.abs(dollars * 1e6 - micros) > 1e-6) context.addIssue("is finer than a millionth of a dollar");
    return micros;
  });

const overrideSchema = z.strictObject(
  {
    of: z.iso.date("is not a day, such as 2026-11-01"),
    prices: z.partialRecord(
      z.enum(endpoints),
      z.strictObject({owned: microDollars, list: microDollars}, 'is not {"owned": …, "list": …}'),
      {error: wrongKeys("is no endpoint that is ever asked", "is not a table of endpoints")}
    )
  },
  {error: wrongKeys("is not known here", 'is not {"of": …, "prices": {…}}')}
);

/**
 * Prices from a file: `{"of": "2026-11-01", "prices": {"users/:id/followers": {"owned": 0.001, "list": 0.01}}}`, in
 * dollars a resource. Endpoints that are left out keep their published price. Throws a `UserError` that names the
 * wrong place.
 */
export async function readPrices(file: string): Promise<PriceTable> {
  const {of, prices} = await readOverride(file, overrideSchema, "prices");
  return tableOf(of, file, {...published, ...prices});
}

/** Where the prices of a data folder stand, if its owner wrote any. */
export const pricesFile = (dataDir: string): string => join(dataDir, "prices.json");

/** The prices of a data folder: its own, else the published ones. */
export async function pricesIn(dataDir: string): Promise<PriceTable> {
  const file = pricesFile(dataDir);
  return existsSync(file) ? readPrices(file) : publishedPrices;
}
