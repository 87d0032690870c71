import type {Json} from "./answers.ts";
import type {LocalRequest} from "./routes.ts";

/**
 * Micro-dollars a resource, full price: docs.x.com, x-api/getting-started/pricing, as of 2026-08-22. It is written out
 * once more on purpose: a table shared with the program that is tested would be wrong on both sides at once.
 */
const listPrices: Record<string, number> = {
  "/2/users": 10_000,
  "/2/users/me": 10_000,
  "/2/users/:id": 10_000,
  "/2/users/by": 10_000,
  "/2/users/by/username/:username": 10_000,
  "/2/users/:id/followers": 10_000,
  "/2/users/:id/following": 10_000,
  "/2/users/:id/tweets": 5_000,
  "/2/users/:id/mentions": 5_000,
  "/2/tweets": 5_000,
  "/2/tweets/:id/quote_tweets": 5_000,
  "/2/tweets/:id/retweets": 5_000,
  "/2/tweets/:id/liking_users": 10_000,
  "/2/tweets/search/recent": 5_000,
  "/2/tweets/search/all": 5_000
};
/** What is read of one's own account costs this, where the token is its owner's. */
const ownedEndpoints = new Set(
  ["followers", "following", "tweets", "mentions"].map((kind) => `/2/users/:id/${kind}`)
);
const ownedPrice = 1_000;
const includedUser = 10_000;
const includedPost = 5_000;

export interface MeterEntry {
  /** Answers with 200 that left. Refused requests cost nothing and are not counted here. */
  requests: number;
  /** Rows in them, those of `includes` too. */
  resources: number;
  /** Rows that were charged: the others had been, on the same UTC day. */
  billed: number;
  microDollars: number;
}

/** One row to be charged: what it is charged as, its id, and its price in micro-dollars. */
interface Resource {
  as: string;
  id: string;
  price: number;
}

/**
 * The bill as X would write it, in whole micro-dollars: each resource of an answer once a UTC day, as X de-duplicates.
 * It knows nothing of what the client counts.
 */
export class Meter {
  microDollars = 0;
  readonly byEndpoint: Record<string, MeterEntry> = {};
  readonly #clock: {now(): Date};
  readonly #viewerId: string;
  readonly #isDeduplicating: boolean;
  readonly #billed = new Set<string>();
  #day = "";

  constructor(options: {clock: {now(): Date}; viewerId: string; isDeduplicating: boolean}) {
    this.#clock = options.clock;
    this.#viewerId = options.viewerId;
    this.#isDeduplicating = options.isDeduplicating;
  }

  /** Books an answer with 200. X calls its de-duplication a soft guarantee: an answer may be booked without it. */
  bill(request: LocalRequest, body: unknown, {isDeduplicating = true} = {}): void {
    const {endpoint} = request;
    const entry = (this.byEndpoint[endpoint] ??= {requests: 0, resources: 0, billed: 0, microDollars: 0});
    const day = this.#clock.now().toISOString().slice(0, 10);
    if (day !== this.#day) this.#billed.clear();
    this.#day = day;
    entry.requests += 1;
    for (const {as, id, price} of resourcesOf(body, endpoint, this.#priceOf(request))) {
      const key = `${as} ${id}`;
      entry.resources += 1;
      if (this.#billed.has(key) && isDeduplicating && this.#isDeduplicating) continue;
      this.#billed.add(key);
      entry.billed += 1;
      entry.microDollars += price;
      this.microDollars += price;
    }
  }

  #priceOf({endpoint, auth, id}: LocalRequest): number {
    if (auth === "user" && id === this.#viewerId && ownedEndpoints.has(endpoint)) return ownedPrice;
    const price = listPrices[endpoint];
    if (price === undefined) throw new Error(`no price: ${endpoint}`);
    return price;
  }
}

function resourcesOf(body: unknown, endpoint: string, price: number): Resource[] {
  if (typeof body !== "object" || body === null) return [];
  const {data, includes} = body as {data?: Json | Json[]; includes?: Record<string, Json[]>};
  const rows = (values: readonly Json[] | undefined, as: string, price: number): Resource[] =>
    (values ?? []).map(({id}) => ({as, id: String(id), price}));
  return [
    ...rows(data === undefined ? [] : Array.isArray(data) ? data : [data], endpoint, price),
    ...rows(includes?.users, `${endpoint} includes users`, includedUser),
    ...rows(includes?.tweets ?? includes?.posts, `${endpoint} includes posts`, includedPost)
  ];
}
