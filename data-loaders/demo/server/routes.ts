import {
  missingPost,
  missingUser,
  postAnswer,
  problem,
  shown,
  userAnswer,
  type Dialect,
  type Json
} from "./answers.ts";
import {BadQuery, readQuery} from "./search-query.ts";
import type {LocalPost, LocalUser, Page, PageRequest, PostFilter, XBackend} from "../backend.ts";

/** One request as the local X understood it. */
export interface LocalRequest {
  /** The endpoint as X documents it, such as `/2/users/:id/followers`. */
  endpoint: string;
  /** The id or name in the path, if there is one. */
  id: string | null;
  query: URLSearchParams;
  auth: "app" | "user";
  /** How many requests the server had been asked before this one. */
  nth: number;
}

type Bounds = {min: number; max: number; fallback: number};
export interface Route {
  endpoint: string;
  pattern: RegExp;
  page?: Bounds;
  userOnly?: boolean;
  appOnly?: boolean;
  answer: (ask: Ask) => Json;
}

/** A request X refuses with 400. */
export class Refusal extends Error {
  constructor(readonly body: Json) {
    super("refused");
  }
}

/** One request on its way to an answer: reads the parameters once, then words what the backend found. */
export class Ask {
  readonly dialect: Dialect;
  readonly #userFields: Set<string>;
  readonly #postFields: Set<string>;
  readonly #expansions: Set<string>;

  constructor(
    readonly backend: XBackend,
    readonly request: LocalRequest,
    readonly now: Date,
    readonly bounds?: Bounds
  ) {
    this.dialect = request.query.has("post.fields") ? "post" : "tweet";
    this.#userFields = this.#set("user.fields");
    this.#postFields = this.#set(`${this.dialect}.fields`);
    this.#expansions = this.#set("expansions");
  }

  get id() {
    return this.request.id!;
  }

  #set(name: string) {
    return new Set((this.request.query.get(name) ?? "").split(",").filter(Boolean));
  }

  /** The ids asked for, at most 100, all integers. */
  ids(): string[] {
    const text = this.request.query.get("ids") ?? "";
    const ids = text.split(",");
    if (ids.length > 100 || !ids.every((id) => /^\d{1,19}$/.test(id))) {
      throw new Refusal(
        problem.invalid("ids", text.slice(0, 60), "The `ids` query parameter value takes 1 to 100 valid ids")
      );
    }
    return ids;
  }

  /** The names asked for, at most 100, all names. */
  names(): string[] {
    const text = this.request.query.get("usernames") ?? "";
    const names = text.split(",");
    const wrong = names.find((name) => !/^[A-Za-z0-9_]{1,15}$/.test(name));
    if (names.length > 100 || wrong !== undefined) {
      const message = `The \`usernames\` query parameter value [${(wrong ?? text).slice(0, 60)}] does not match ^[A-Za-z0-9_]{1,15}$`;
      throw new Refusal(problem.invalid("usernames", text.slice(0, 60), message));
    }
    return names;
  }

  page(): PageRequest {
    const {query} = this.request;
    const text = query.get("max_results");
    const limit = text === null ? this.bounds!.fallback : Number(text);
    if (!Number.isInteger(limit) || limit < this.bounds!.min || limit > this.bounds!.max) {
      const range = `between ${this.bounds!.min} and ${this.bounds!.max}`;
      const message = `The \`max_results\` query parameter value [${text}] is not ${range}`;
      throw new Refusal(problem.invalid("max_results", text ?? "", message));
    }
    return {token: query.get("pagination_token") ?? query.get("next_token"), limit};
  }

  filter(): PostFilter {
    const {query} = this.request;
    const date = (name: string) => (query.has(name) ? new Date(query.get(name)!) : null);
    const exclude = this.#set("exclude");
    return {
      sinceId: query.get("since_id"),
      untilId: query.get("until_id"),
      startTime: date("start_time"),
      endTime: date("end_time"),
      excludeReplies: exclude.has("replies"),
      excludeReposts: exclude.has("retweets")
    };
  }

  /** The posts that a search finds: of `days` at most, where it does not go back further. */
  search(length: number, days: number | null): Json {
    const {query} = this.request;
    const text = query.get("query") ?? "";
    if (text.length === 0 || text.length > length) {
      const message = `Your rule length of ${text.length} exceeds the maximum of ${length}, or is empty`;
      throw new Refusal(problem.invalid("query", text, message));
    }
    if (query.has("pagination_token") && query.has("next_token"))
      throw new Refusal(problem.invalid("next_token", query.get("next_token")!, "Give one page token"));
    const earliest = days === null ? null : new Date(this.now.getTime() - days * 86_400_000);
    const latest = new Date(this.now.getTime() - searchLagMs);
    const {startTime, endTime, ...filter} = this.filter();
    if (earliest !== null && startTime !== null && startTime < earliest) {
      const value = query.get("start_time")!;
      const message = `Invalid 'start_time':'${value}'. 'start_time' must be on or after ${earliest.toISOString()}`;
      throw new Refusal(problem.invalid("start_time", value, message));
    }
    const times = {startTime: startTime ?? earliest, endTime: endTime ?? latest};
    return this.postPage(this.backend.search(this.#query(text), this.page(), {...filter, ...times}));
  }

  #query(text: string) {
    try {
      return readQuery(text);
    } catch (error) {
      if (!(error instanceof BadQuery)) throw error;
      throw new Refusal(problem.invalid("query", text, error.message));
    }
  }

  user = (user: LocalUser): Json => {
    const connection = this.request.auth === "user" ? this.backend.connection(user.id) : null;
    return userAnswer(user, this.#userFields, this.dialect, connection);
  };

  post = (post: LocalPost): Json => postAnswer(post, this.#postFields, this.#expansions, this.dialect);

  /** A page of users; where X has none, there is no `data` at all. */
  users({rows, next, previous}: Page<LocalUser>): Json {
    return {...(rows.length > 0 && {data: rows.map(this.user)}), meta: metaOf(rows.length, next, previous)};
  }

  /** Posts with what their expansions bring along. */
  posts(rows: LocalPost[]): Json {
    return {...(rows.length > 0 && {data: rows.map(this.post)}), ...this.#includes(rows)};
  }

  postPage({rows, next, previous}: Page<LocalPost>): Json {
    const ends = rows.length > 0 && {newest_id: rows[0]!.id, oldest_id: rows.at(-1)!.id};
    return {...this.posts(rows), meta: {...ends, ...metaOf(rows.length, next, previous)}};
  }

  #includes(rows: LocalPost[]): Json {
    const users = new Map<string, LocalUser>();
    const posts = new Map<string, LocalPost>();
    const addUser = (id: string | null) => {
      const user = id === null ? null : shown(this.backend.user(id));
      if (user) users.set(user.id, user);
    };
    for (const row of rows) {
      if (this.#expansions.has("author_id")) addUser(row.authorId);
      if (this.#expansions.has("in_reply_to_user_id")) addUser(row.inReplyToUserId);
      if (this.#expansions.has("entities.mentions.username")) for (const {id} of row.mentions) addUser(id);
      if (
        row.referenced &&
        (this.#expansions.has("referenced_tweets.id") || this.#expansions.has("referenced_posts"))
      ) {
        const post = this.backend.post(row.referenced.id);
        if (post) posts.set(post.id, post);
      }
    }
    const includes = {
      ...(users.size > 0 && {users: [...users.values()].map(this.user)}),
      ...(posts.size > 0 && {
        [this.dialect === "tweet" ? "tweets" : "posts"]: [...posts.values()].map(this.post)
      })
    };
    return Object.keys(includes).length > 0 ? {includes} : {};
  }

  /** The account in the path, or X's answer where it does not show it: `errors` alone, with no `data` and no `meta`. */
  whenShown(answer: () => Json): Json {
    const found = this.backend.user(this.id);
    return found.status === "active" ? answer() : {errors: [missingUser(this.id, found.status, "id")]};
  }

  whenPosted(answer: () => Json): Json {
    return this.backend.post(this.id) ? answer() : {errors: [missingPost(this.id, "id")]};
  }
}

const metaOf = (count: number, next: string | null, previous: string | null) => ({
  result_count: count,
  ...(next !== null && {next_token: next}),
  ...(previous !== null && {previous_token: previous})
});

const lists: Bounds = {min: 1, max: 1000, fallback: 100};
const timelines: Bounds = {min: 5, max: 100, fallback: 10};
/** Unless it is asked for, a search leaves out the last half minute. */
const searchLagMs = 30_000;
const around: Bounds = {min: 1, max: 100, fallback: 100};

/** The endpoints the local X has. */
export const routes: Route[] = [
  {
    endpoint: "/2/users/me",
    pattern: /^\/2\/users\/me$/,
    userOnly: true,
    answer: (ask) => {
      const user = shown(ask.backend.user(ask.backend.viewerId));
      return user ? {data: ask.user(user)} : {errors: [missingUser(ask.backend.viewerId, "gone", "id")]};
    }
  },
  {
    endpoint: "/2/users",
    pattern: /^\/2\/users$/,
    answer: (ask) => {
      const data: Json[] = [];
      const errors: Json[] = [];
      for (const id of ask.ids()) {
        const found = ask.backend.user(id);
        if (found.status === "active") data.push(ask.user(found.user));
        else errors.push(missingUser(id, found.status, "ids"));
      }
      return {...(data.length > 0 && {data}), ...(errors.length > 0 && {errors})};
    }
  },
  {
    endpoint: "/2/users/:id",
    pattern: /^\/2\/users\/(\d+)$/,
    answer: (ask) => ask.whenShown(() => ({data: ask.user(shown(ask.backend.user(ask.id))!)}))
  },
  {
    endpoint: "/2/users/by",
    pattern: /^\/2\/users\/by$/,
    answer: (ask) => {
      const data: Json[] = [];
      const errors: Json[] = [];
      for (const name of ask.names()) {
        const found = ask.backend.userByName(name);
        if (found?.status === "active") data.push(ask.user(found.user));
        else errors.push(missingUser(name, found?.status ?? "gone", "usernames"));
      }
      return {...(data.length > 0 && {data}), ...(errors.length > 0 && {errors})};
    }
  },
  {
    endpoint: "/2/users/by/username/:username",
    pattern: /^\/2\/users\/by\/username\/([^/]+)$/,
    answer: (ask) => {
      const found = ask.backend.userByName(ask.id);
      if (found?.status === "active") return {data: ask.user(found.user)};
      return {errors: [missingUser(ask.id, found?.status ?? "gone", "username")]};
    }
  },
  ...(["followers", "following"] as const).map((kind): Route => ({
    endpoint: `/2/users/:id/${kind}`,
    pattern: new RegExp(`^/2/users/(\\d+)/${kind}$`),
    page: lists,
    answer: (ask) => ask.whenShown(() => ask.users(ask.backend.list(kind, ask.id, ask.page())))
  })),
  ...(["tweets", "mentions"] as const).map((kind): Route => ({
    endpoint: `/2/users/:id/${kind}`,
    pattern: new RegExp(`^/2/users/(\\d+)/${kind}$`),
    page: timelines,
    answer: (ask) =>
      ask.whenShown(() => ask.postPage(ask.backend.timeline(kind, ask.id, ask.page(), ask.filter())))
  })),
  {
    endpoint: "/2/tweets",
    pattern: /^\/2\/tweets$/,
    answer: (ask) => {
      const ids = ask.ids();
      const found = ids.map((id) => ask.backend.post(id)).filter((post) => post !== null);
      const errors = ids.filter((id) => !ask.backend.post(id)).map((id) => missingPost(id, "ids"));
      return {...ask.posts(found), ...(errors.length > 0 && {errors})};
    }
  },
  ...(["quote_tweets", "retweets"] as const).map((kind): Route => ({
    endpoint: `/2/tweets/:id/${kind}`,
    pattern: new RegExp(`^/2/tweets/(\\d+)/${kind}$`),
    page: kind === "quote_tweets" ? {min: 10, max: 100, fallback: 10} : around,
    answer: (ask) => ask.whenPosted(() => ask.postPage(ask.backend.around(kind, ask.id, ask.page())))
  })),
  {
    endpoint: "/2/tweets/:id/liking_users",
    pattern: /^\/2\/tweets\/(\d+)\/liking_users$/,
    page: around,
    userOnly: true,
    answer: (ask) => ask.whenPosted(() => ask.users(ask.backend.likers(ask.id, ask.page())))
  },
  {
    endpoint: "/2/tweets/search/recent",
    pattern: /^\/2\/tweets\/search\/recent$/,
    page: {min: 10, max: 100, fallback: 10},
    answer: (ask) => ask.search(512, 7)
  },
  {
    endpoint: "/2/tweets/search/all",
    pattern: /^\/2\/tweets\/search\/all$/,
    page: {min: 10, max: 500, fallback: 10},
    appOnly: true,
    answer: (ask) => ask.search(1024, null)
  }
];
