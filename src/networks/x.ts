/** What is known of X's API, and how often it is asked: loaders go by it, and the plan estimates by it. */

/** The endpoints of X that are ever asked, below `/2/`, as templates. */
export type Endpoint =
  | "users"
  | "users/me"
  | "users/:id"
  | "users/by"
  | "users/by/username/:username"
  | "users/:id/followers"
  | "users/:id/following"
  | "users/:id/tweets"
  | "users/:id/mentions"
  | "tweets"
  | "tweets/:id/retweets"
  | "tweets/:id/quote_tweets"
  | "tweets/:id/liking_users"
  | "tweets/search/recent"
  | "tweets/search/all";

/** Most rows a page of followers or following can hold, most ids a look-up can name, most posts or likers a page. */
export const listPage = 1000;
export const lookupSize = 100;
export const postPage = 100;

/** The most posts X ever shows of each timeline. */
export const caps = {post: 3200, mention: 800};

/** X shows no more likers of a post than this (docs.x.com/x-api/posts/likes/introduction). */
export const likersCap = 100;

/** Minutes of a rate-limit window. It opens with its first request. */
export const windowMinutes = 15;

/** A head ends after so many known rows in a row, and comes in pages of this size. */
export const headRows = 25;
export const headPage = 100;

/** The most characters of a search query, by endpoint (docs.x.com/x-api/posts/search/introduction). */
export const queryLengths = {"tweets/search/recent": 512, "tweets/search/all": 1024} as const;

/** So many conversations fit into a query of recent search: an id has 19 digits. */
export const postsASearch = 12;

/** Recent search goes back so many days. */
export const recentDays = 7;

/** A search shows nothing of the last so many seconds, unless asked for. */
export const searchLagSeconds = 30;

/** Milliseconds from one request to the next, where X limits them by the second. */
export const spacings: Partial<Record<Endpoint, number>> = {"tweets/search/all": 1000};
