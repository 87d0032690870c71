/** A profile as the local X knows it; `status` says whether X still shows it. */
export interface LocalUser {
  id: string;
  username: string;
  name: string;
  createdAt: Date;
  description: string;
  location: string | null;
  isProtected: boolean;
  isVerified: boolean;
  followers: number;
  following: number;
  posts: number;
  listed: number;
}

/** What X says of an id: the profile, or why there is none. */
export type Found = {status: "active"; user: LocalUser} | {status: "suspended" | "gone"};

/** A post: the account's own, or one by somebody else about it. */
export interface LocalPost {
  id: string;
  authorId: string;
  createdAt: Date;
  text: string;
  conversationId: string;
  inReplyToUserId: string | null;
  referenced: {type: "replied_to" | "quoted" | "retweeted"; id: string} | null;
  hashtags: readonly string[];
  mentions: readonly {id: string; username: string}[];
  lang: string;
  reposts: number;
  replies: number;
  likes: number;
  quotes: number;
  impressions: number;
  /** The ids of its versions where it was edited, the first one first and its own the last. */
  versions?: readonly string[];
}

/** One page asked for: at most `limit` rows from where `token` says (null = from the top). */
export interface PageRequest {
  token: string | null;
  limit: number;
}

/** One page of rows, newest first, with the tokens of its neighbours. A page may be short and still have a next one. */
export interface Page<T> {
  rows: T[];
  next: string | null;
  previous: string | null;
}

/** Posts can be narrowed as X narrows timelines. Bounds are exclusive ids and inclusive-exclusive times. */
export interface PostFilter {
  sinceId: string | null;
  untilId: string | null;
  startTime: Date | null;
  endTime: Date | null;
  excludeReplies: boolean;
  excludeReposts: boolean;
}

/** A search as X reads it. */
export interface SearchQuery {
  matches(post: LocalPost): boolean;
  /** The conversations outside of which nothing can match; null where the query names none. */
  conversations: readonly string[] | null;
  /** The people whose posts alone can match; null where the query names none. */
  authors: readonly string[] | null;
}

/**
 * What the local X server needs to know in order to answer. Lists and timelines come newest first, hold only what X
 * would show at this moment (suspended and deactivated people are filtered out), and end where X ends them: 100
 * likers, 800 mentions, 3,200 own posts. A token nobody gave out throws `BadToken`.
 */
export interface XBackend {
  /** The user a user token belongs to. */
  readonly viewerId: string;
  user(id: string): Found;
  userByName(username: string): Found | null;
  /** How the viewer stands to a user: `following`, `followed_by`; null = the backend does not know. */
  connection(id: string): string[] | null;
  list(kind: "followers" | "following", id: string, page: PageRequest): Page<LocalUser>;
  timeline(kind: "tweets" | "mentions", id: string, page: PageRequest, filter: PostFilter): Page<LocalPost>;
  post(id: string): LocalPost | null;
  around(kind: "quote_tweets" | "retweets", postId: string, page: PageRequest): Page<LocalPost>;
  likers(postId: string, page: PageRequest): Page<LocalUser>;
  /** Posts of anybody that match a query. */
  search(query: SearchQuery, page: PageRequest, filter: PostFilter): Page<LocalPost>;
}

/** A pagination token that was never given out: X answers 400. */
export class BadToken extends Error {
  override name = "BadToken";
}
