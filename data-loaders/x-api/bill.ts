import type {Manifest} from "../../src/snapshots/store.ts";
import {dayOf, type BilledToday} from "./billed-today.ts";
import type {Paid} from "./journal.ts";
import {mostResources, partOf, requestKey, type XRequest} from "../x/protocol/requests.ts";
import type {PriceTable} from "../../src/plan/prices.ts";
import type {Endpoint} from "../../src/networks/x.ts";

interface Missed {
  resources: number;
  /** Micro-dollars a resource. */
  price: number;
}

/** X bills a row once a day: what was missed on another day counts beside it. */
const missKey = (request: XRequest, at: Date) => `${dayOf(at)} ${requestKey(request)}`;

interface Entry {
  requests: number;
  resources: number;
  billed: number;
  microDollars: number;
  /** The same at X's full price. */
  list: number;
  /** How many resources X may have billed in answers that never came whole, and at what price, by `missKey`. */
  unread: Map<string, Missed>;
}

/** What of a request decides its price. */
type Asked = Pick<XRequest, "endpoint" | "params">;

/** Endpoints that read an account: of another one than the token's user, they cost the full price in any case. */
const ofAccounts = new Set<Endpoint>([
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
    /** The most the run may cost, in micro-dollars. */
    readonly budget: number | null,
    /** The developer app is known to belong to the token's user; else the dearer price may be the one X takes. */
    readonly isOwned: boolean,
    /** The token's user, once known: their own lists, posts and mentions are cheaper. */
    readonly owner: () => string | null
  ) {}

  /** How many resources of such a request the rest of the budget pays for. */
  affordable(request: XRequest): number {
    if (this.budget === null) return Infinity;
    const price = this.#price(request, this.isOwned);
    return price === 0 ? Infinity : Math.floor((this.budget - this.#spent) / price);
  }

  /** A request is being sent. */
  ask({endpoint}: XRequest): void {
    this.#entry(endpoint).requests += 1;
  }

  /** An answer came whole, at `at`. Returns its resources, and how many X bills: those it did not bill before that day. */
  settle(request: XRequest, body: unknown, at: Date): Pick<Paid, "resources" | "fresh"> {
    const ids = idsOf(body);
    this.#spend(request, ids.length);
    // What an earlier try for the same was billed, if it was, is not billed again that day; all but what a larger page
    // would have held beyond this one.
    const {unread} = this.#entry(request.endpoint);
    const key = missKey(request, at);
    const missed = unread.get(key);
    const asked = mostResources(request);
    if (missed && ids.length >= asked && missed.resources > asked)
      unread.set(key, {...missed, resources: missed.resources - asked});
    else unread.delete(key);
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
  miss(request: XRequest, at: Date): void {
    const asked = mostResources(request);
    this.#spend(request, asked);
    const {unread} = this.#entry(request.endpoint);
    const key = missKey(request, at);
    const resources = Math.max(asked, unread.get(key)?.resources ?? 0);
    unread.set(key, {resources, price: this.#price(request, this.isOwned)});
  }

  /** What was asked since this was last called, in the order of first asking. */
  take(): NonNullable<Manifest["requests"]> {
    const lines = [...this.#entries].map(([endpoint, {unread, microDollars, list, ...counts}]) => {
      const most = [...unread.values()].reduce(
        (sum, {resources, price}) => sum + resources * price,
        microDollars
      );
      return {
        endpoint: `/2/${endpoint}`,
        ...counts,
        dollars: microDollars / 1e6,
        ...(list > microDollars && {dollars_list: list / 1e6}),
        ...(most > microDollars && {dollars_at_most: most / 1e6})
      };
    });
    this.#entries.clear();
    return lines;
  }

  /** What was paid since the bill was last taken, out of the bill: it is counted elsewhere. What was missed stays. */
  takePaid(): Paid[] {
    return [...this.#entries].map(([endpoint, entry]) => {
      const {requests, resources, billed} = entry;
      Object.assign(entry, {requests: 0, resources: 0, billed: 0, microDollars: 0, list: 0});
      return {walk: endpoint, requests, resources, fresh: billed};
    });
  }

  #spend(request: XRequest, resources: number) {
    this.#spent += resources * this.#price(request, this.isOwned);
  }

  #count(request: Asked, {requests, resources, fresh}: Omit<Paid, "walk">) {
    const entry = this.#entry(request.endpoint);
    entry.requests += requests;
    entry.resources += resources;
    entry.billed += fresh;
    entry.microDollars += fresh * this.#price(request, true);
    entry.list += fresh * this.#price(request, false);
  }

  #price({endpoint, params}: Asked, mayBeOwned: boolean): number {
    const owner = this.owner();
    const isOwn = owner !== null && (!ofAccounts.has(endpoint) || params?.id === owner);
    return this.prices.price(endpoint, mayBeOwned && isOwn);
  }

  #entry(endpoint: Endpoint): Entry {
    const known = this.#entries.get(endpoint);
    if (known) return known;
    const entry = {requests: 0, resources: 0, billed: 0, microDollars: 0, list: 0, unread: new Map()};
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
