import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {
  Found,
  LocalPost,
  Page,
  PageRequest,
  PostFilter,
  SearchQuery,
  XBackend
} from "../../data-loaders/demo/backend.ts";
import {placeOf, tokenOf} from "../../data-loaders/demo/server/paging.ts";
import {startLocalX, type LocalX, type LocalXOptions} from "../../data-loaders/demo/server/server.ts";
import {openClient, type Client} from "../../data-loaders/x-api/client.ts";
import {takeSnapshot, type SnapshotOptions, type TakenSnapshot} from "../../data-loaders/x-api/snapshot.ts";
import type {Row} from "../../src/duckdb.ts";
import type {TokenKind} from "../../data-loaders/x/access/token.ts";
import {localPost, localUser} from "../demo/local-rows.ts";
import {storedRows} from "../stored.ts";

/** The account of the tests, and secrets that must never be seen again. */
export const account = "9007199254740993001";
export const tokens = {user: "SECRET-user-token", app: "SECRET-app-token"};

/** A clock that only moves when it is told to, or slept on. */
export class TestClock {
  slept: number[] = [];
  constructor(public time = Date.parse("2025-03-03T12:00:00Z")) {}
  now = () => new Date(this.time);
  sleep = async (ms: number) => {
    this.slept.push(ms);
    this.time += ms;
  };
  days(days: number) {
    this.time += days * 86_400_000;
  }
}

export const userOf = localUser;

export const postOf = (id: string, createdAt: Date, more: Partial<LocalPost> = {}): LocalPost =>
  localPost(id, account, createdAt, more);

/** The smallest X: plain arrays, newest first, that a test changes between snapshots. */
export class TinyX implements XBackend {
  viewerId = account;
  followers: string[] = [];
  following: string[] = [];
  lost = new Map<string, "suspended" | "gone">();
  tweets: LocalPost[] = [];
  mentions: LocalPost[] = [];
  reposts = new Map<string, LocalPost[]>();
  quotes = new Map<string, LocalPost[]>();
  likes = new Map<string, string[]>();
  /** People who show their posts to their followers only. */
  hidden = new Set<string>();
  /** Posts of others that only a search finds. */
  posts: LocalPost[] = [];

  user = (id: string): Found => {
    const status = this.lost.get(id);
    if (status) return {status};
    const counts = {followers: this.followers.length, following: this.following.length};
    return {status: "active", user: this.shown(id, id === account ? {...counts, username: "brand"} : {})};
  };
  shown = (id: string, more = {}) => userOf(id, {isProtected: this.hidden.has(id), ...more});
  userByName = (name: string) => (name === "brand" ? this.user(account) : null);
  connection = (id: string) => [
    ...(this.#idsOf(this.following).has(id) ? ["following"] : []),
    ...(this.#idsOf(this.followers).has(id) ? ["followed_by"] : [])
  ];
  /** The ids of a list as it is now: asked for once a person of each page, of lists of thousands. */
  #idsOf(list: readonly string[]) {
    const known = this.#idsOfLists.get(list);
    if (known?.length === list.length) return known.ids;
    const ids = new Set(list);
    this.#idsOfLists.set(list, {ids, length: list.length});
    return ids;
  }
  #idsOfLists = new WeakMap<readonly string[], {ids: ReadonlySet<string>; length: number}>();
  list = (kind: "followers" | "following", _: string, page: PageRequest) =>
    cut(
      this[kind].filter((id) => !this.lost.has(id)),
      page,
      (id) => this.shown(id)
    );
  timeline = (kind: "tweets" | "mentions", _: string, page: PageRequest) =>
    cut(this[kind].slice(0, kind === "mentions" ? 800 : 3200), page, (post) => post);
  post = (id: string) => this.tweets.find((post) => post.id === id) ?? null;
  around = (kind: "quote_tweets" | "retweets", id: string, page: PageRequest) =>
    cut((kind === "retweets" ? this.reposts : this.quotes).get(id) ?? [], page, (post) => post);
  likers = (id: string, page: PageRequest) =>
    cut((this.likes.get(id) ?? []).slice(0, 100), page, (user) => userOf(user));
  search = ({matches}: SearchQuery, page: PageRequest, {startTime, endTime}: PostFilter) =>
    cut(
      [...new Set([...this.posts, ...this.mentions, ...this.tweets])]
        .filter(matches)
        .filter(({authorId}) => !this.hidden.has(authorId) && !this.lost.has(authorId))
        .filter(({createdAt}) => createdAt >= (startTime ?? new Date(0)) && createdAt < endTime!)
        .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()),
      page,
      (post) => post
    );
}

function cut<R, T>(rows: readonly R[], {token, limit}: PageRequest, as: (row: R) => T): Page<T> {
  const from = token === null ? 0 : placeOf(token);
  const to = from + limit;
  return {
    rows: rows.slice(from, to).map(as),
    next: to < rows.length ? tokenOf(to) : null,
    previous: from > 0 ? tokenOf(Math.max(0, from - limit)) : null
  };
}

/**
 * Ids of a block of people, each thousand in an order of its own, for sorted ids would speak against the order of a list:
 * `people(3, 1000)` is 1000, 1617, 1234.
 */
export const people = (count: number, from = 1_000_000) =>
  Array.from({length: count}, (_, nth) => {
    const place = (from + nth) % 1000;
    return String(from + nth - place + ((617 * place) % 1000));
  });

/** A local X, a client for it and a data folder; everything goes when it is closed. */
export interface Bench {
  x: LocalX;
  client: Client;
  clock: TestClock;
  dataDir: string;
  snapshot(options?: Partial<SnapshotOptions>): Promise<TakenSnapshot>;
  rows<T = Row>(sql: string): Promise<T[]>;
  close(): Promise<void>;
}

export async function openBench(
  backend: XBackend,
  {kind = "user", ...options}: LocalXOptions & {kind?: TokenKind} = {}
): Promise<Bench> {
  const clock = new TestClock();
  const x = await startLocalX(backend, {tokens, clock, ...options});
  const client = openClient({token: kind === "user" ? tokens.user : tokens.app, kind, base: x.url, clock});
  const dataDir = await mkdtemp(join(tmpdir(), "followback-test-"));
  return {
    x,
    client,
    clock,
    dataDir,
    snapshot: (more) => takeSnapshot({dataDir, account, client, clock, head: false, ...more}),
    rows: <T>(sql: string) => storedRows<T>(dataDir, sql),
    async close() {
      client.close();
      await x.close();
      await rm(dataDir, {recursive: true, force: true});
    }
  };
}

/** Lets a client die at a search, as a killed process does, once `isDue` says so. */
export function dieAtSearch(client: Client, isDue: () => boolean): void {
  const get = client.get.bind(client);
  client.get = (request, keep) =>
    request.endpoint.startsWith("tweets/search/") && isDue()
      ? Promise.reject(new Error("killed"))
      : get(request, keep);
}
