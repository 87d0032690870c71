import type {Manifest} from "../../src/snapshots/store.ts";
import {BilledToday} from "./billed.ts";
import type {Paid} from "./journal.ts";
import type {PriceTable} from "./prices.ts";
import {mostResources, partOf, requestKey, type Endpoint, type XRequest} from "./requests.ts";

/** The most a run may cost. Dollars at the list price, unless the developer app is known to belong to the account. */
export interface Budget {
  microDollars: number;
  isOwned: boolean;
}

interface Entry {
  requests: number;
  resources: number;
  billed: number;
  microDollars: number;
  /** What X may have billed for answers that never came whole, by request. */
  unread: Map<string, number>;
}

/** What of a request decides its price. */
type Asked = Pick<XRequest, "endpoint" | "params">;

/** Endpoints whose price depends on whose account it is. */
const ownReads = new Set<Endpoint>([
  "users/:id/followers",
  "users/:id/following",
  "users/:id/tweets",
  "users/:id/mentions"
]);

/**
 * Our own count of what X bills: every resource of an answer with 200, once a UTC day, at the price of its endpoint,
 * in whole micro-dollars. What was asked and never came whole is counted apart, as much as it can have been.
 */
export class Bill {
  readonly #entries = new Map<Endpoint, Entry>();
  /** What the run has cost at most, for the budget: as if X never left out what it has billed that day already. */
  #spent = 0;

  constructor(
    readonly prices: PriceTable,
    readonly billed: BilledToday,
    readonly budget: Budget | null,
    /** The token's user, once known: their own lists, posts and mentions are cheaper. */
    readonly owner: () => string | null
  ) {}

  /** How many resources of such a request the rest of the budget pays for. */
  affordable(request: XRequest): number {
    if (this.budget === null) return Infinity;
    const price = this.#price(request, this.budget.isOwned);
    return price === 0 ? Infinity : Math.floor((this.budget.microDollars - this.#spent) / price);
  }

  /** A request is being sent. */
  ask({endpoint}: XRequest): void {
    this.#entry(endpoint).requests += 1;
  }

  /** An answer came whole, at `at`. Returns its resources, and how many X bills: those it did not bill before that day. */
  settle(request: XRequest, body: unknown, at: Date): Pick<Paid, "resources" | "fresh"> {
    const ids = idsOf(body);
    this.#spend(request, ids.length);
    // What an earlier try for the same was billed, if it was, is not billed again that day.
    this.#entry(request.endpoint).unread.delete(requestKey(request));
    const fresh = this.billed.note(request.endpoint, ids, at);
    this.#count(request, {requests: 0, resources: ids.length, fresh});
    return {resources: ids.length, fresh};
  }

  /** What interrupted runs had paid for the snapshot that is gone on with. */
  adopt(paid: readonly Paid[]): void {
    for (const {walk, ...counts} of paid) this.#count(partOf(walk), counts);
  }

  /** An answer is taken from a journal: what it holds was billed, whether or not that run came to noting it. */
  recall(request: XRequest, body: unknown, at: Date): void {
    this.billed.note(request.endpoint, idsOf(body), at);
  }

  /** An answer may have left X, and did not come whole. */
  miss(request: XRequest): void {
    const most = mostResources(request);
    this.#spend(request, most);
    this.#entry(request.endpoint).unread.set(requestKey(request), most * this.#price(request, true));
  }

  /** What was asked since this was last called, in the order of first asking. */
  take(): NonNullable<Manifest["requests"]> {
    const lines = [...this.#entries].map(([endpoint, {unread, microDollars, ...counts}]) => {
      const most = [...unread.values()].reduce((sum, cost) => sum + cost, microDollars);
      return {
        endpoint: `/2/${endpoint}`,
        ...counts,
        dollars: microDollars / 1e6,
        ...(most > microDollars && {dollars_at_most: most / 1e6})
      };
    });
    this.#entries.clear();
    return lines;
  }

  #spend(request: XRequest, resources: number) {
    this.#spent += resources * this.#price(request, this.budget?.isOwned ?? false);
  }

  #count(request: Asked, {requests, resources, fresh}: Omit<Paid, "walk">) {
    const entry = this.#entry(request.endpoint);
    entry.requests += requests;
    entry.resources += resources;
    entry.billed += fresh;
    entry.microDollars += fresh * this.#price(request, true);
  }

  #price({endpoint, params}: Asked, mayBeOwned: boolean): number {
    const owner = this.owner();
    return this.prices.price(
      endpoint,
      mayBeOwned && ownReads.has(endpoint) && owner !== null && params?.id === owner
    );
  }

  #entry(endpoint: Endpoint): Entry {
    const known = this.#entries.get(endpoint);
    if (known) return known;
    const entry = {requests: 0, resources: 0, billed: 0, microDollars: 0, unread: new Map<string, number>()};
    this.#entries.set(endpoint, entry);
    return entry;
  }
}

/** The ids of what an answer holds; something without one is counted all the same, each as another. */
function idsOf(body: unknown): string[] {
  const data = (body as {data?: unknown} | null)?.data;
  const items = Array.isArray(data) ? data : data ? [data] : [];
  return items.map((item: {id?: unknown} | null, nth) => String(item?.id ?? `nameless ${nth}`));
}
