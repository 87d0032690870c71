import {postPage, queryLengths, type Endpoint} from "../../../src/networks/x.ts";

/** One request of X API v2: the path as a template, so that limits and costs can be counted by endpoint. */
export interface XRequest {
  /** Below `/2/`, such as `users/:id/followers`. */
  endpoint: Endpoint;
  params?: Record<string, string>;
  query: Record<string, string | number>;
}

export type ListName = "followers" | "following";

/** The fewest rows a page may be asked to hold, where it is not one. */
const leastPages: Partial<Record<Endpoint, number>> = {
  "users/:id/tweets": 5,
  "users/:id/mentions": 5,
  "tweets/:id/quote_tweets": 10,
  "tweets/search/recent": 10,
  "tweets/search/all": 10
};

/** The most resources an answer can hold, and so be billed for. */
export function mostResources({query}: XRequest): number {
  const asked = query.ids ?? query.usernames;
  return typeof asked === "string" ? asked.split(",").length : Number(query.max_results ?? 1);
}

/** The same request for a page of at most so many rows; null where X gives no page that small. */
export function withPage(request: XRequest, rows: number): XRequest | null {
  if (rows >= mostResources(request)) return request;
  if (request.query.max_results === undefined || rows < (leastPages[request.endpoint] ?? 1)) return null;
  return {...request, query: {...request.query, max_results: rows}};
}

/** What a request asks about, whatever the page: the walk it is a part of. */
export const walkKey = ({endpoint, params}: XRequest): string =>
  [endpoint, ...Object.values(params ?? {})].join(" ");

/** The endpoint and the id that a `walkKey` names. */
export function partOf(walk: string): Pick<XRequest, "endpoint" | "params"> {
  const [endpoint, id] = walk.split(" ") as [Endpoint, string?];
  return {endpoint, ...(id !== undefined && {params: {id}})};
}

/** What makes two requests ask for the same thing. The size of a page does not: its token says where it begins. */
export const requestKey = (request: XRequest): string =>
  `${walkKey(request)}?${new URLSearchParams(
    Object.entries(request.query)
      .filter(([name]) => name !== "max_results")
      .map(([name, value]) => [name, String(value)])
  )}`;

// Every field name that is ever sent stands here, so that it can be checked against X's description of its API: an
// unknown one is dropped silently, and the answer is billed all the same.
const userFields = "created_at,description,location,protected,public_metrics,username,verified";
const ownPostFields =
  "author_id,conversation_id,created_at,entities,in_reply_to_user_id,lang,public_metrics,referenced_tweets";
const actFields = "author_id,created_at,in_reply_to_user_id,referenced_tweets";
const conversationFields =
  "author_id,conversation_id,created_at,entities,in_reply_to_user_id,referenced_tweets";
/** A long post has its whole text in a field of its own. */
const interestFields = "author_id,created_at,note_tweet";
/** Whom a post addresses stands in its entities too. */
const addressFields = "author_id,created_at,entities,in_reply_to_user_id,referenced_tweets";

const paged = (token: string | null) => (token === null ? undefined : {pagination_token: token});
const since = (id: string | null) => (id === null ? undefined : {since_id: id});

export const meRequest = (): XRequest => ({endpoint: "users/me", query: {}});

export const profileRequest = (id: string): XRequest => ({
  endpoint: "users/:id",
  params: {id},
  query: {"user.fields": userFields}
});

export const namedProfileRequest = (username: string): XRequest => ({
  endpoint: "users/by/username/:username",
  params: {username},
  query: {"user.fields": userFields}
});

/** A page of followers or following, newest first as far as X is known to serve them. `connection` needs a user token. */
export const listRequest = (
  list: ListName,
  id: string,
  {token, size, connection}: {token: string | null; size: number; connection: boolean}
): XRequest => ({
  endpoint: `users/:id/${list}`,
  params: {id},
  query: {
    max_results: size,
    "user.fields": connection ? `${userFields},connection_status` : userFields,
    ...paged(token)
  }
});

export const lookupRequest = (ids: readonly string[]): XRequest => ({
  endpoint: "users",
  query: {ids: ids.join(","), "user.fields": userFields}
});

/** The same by names, without @. */
export const namesRequest = (names: readonly string[]): XRequest => ({
  endpoint: "users/by",
  query: {usernames: names.join(","), "user.fields": userFields}
});

/** The account's own posts, newest first, those after `sinceId` only. */
export const timelineRequest = (id: string, token: string | null, sinceId: string | null): XRequest => ({
  endpoint: "users/:id/tweets",
  params: {id},
  query: {max_results: postPage, "tweet.fields": ownPostFields, ...since(sinceId), ...paged(token)}
});

export const mentionsRequest = (id: string, token: string | null, sinceId: string | null): XRequest => ({
  endpoint: "users/:id/mentions",
  params: {id},
  query: {max_results: postPage, "tweet.fields": addressFields, ...since(sinceId), ...paged(token)}
});

export const postsRequest = (ids: readonly string[]): XRequest => ({
  endpoint: "tweets",
  query: {ids: ids.join(","), "tweet.fields": ownPostFields}
});

/** Reposts as posts of their own, which have a time; `retweeted_by` would only name the people. */
export const repostsRequest = (id: string, token: string | null): XRequest => ({
  endpoint: "tweets/:id/retweets",
  params: {id},
  query: {max_results: postPage, "tweet.fields": actFields, ...paged(token)}
});

export const quotesRequest = (id: string, token: string | null): XRequest => ({
  endpoint: "tweets/:id/quote_tweets",
  params: {id},
  query: {max_results: postPage, "tweet.fields": addressFields, ...paged(token)}
});

export const likersRequest = (id: string, token: string | null): XRequest => ({
  endpoint: "tweets/:id/liking_users",
  params: {id},
  query: {max_results: postPage, ...paged(token)}
});

export type SearchEndpoint = keyof typeof queryLengths;

/** The query for every post in some conversations that is not by the account itself. */
export const conversationsQuery = (account: string, conversations: readonly string[]): string =>
  `(${conversations.map((id) => `conversation_id:${id}`).join(" OR ")}) -from:${account}`;

/** Ids in their order, in as few parts as X's longest query allows. */
function partsWithin(
  endpoint: SearchEndpoint,
  ids: readonly string[],
  queryOf: (ids: readonly string[]) => string
): string[][] {
  const parts: string[][] = [];
  for (const id of ids) {
    const last = parts.at(-1);
    const isRoom = last && queryOf([...last, id]).length <= queryLengths[endpoint];
    if (isRoom) last.push(id);
    else parts.push([id]);
  }
  return parts;
}

/** The conversations in their order, in as few parts as X's longest query allows. */
export const partsForSearch = (
  endpoint: SearchEndpoint,
  account: string,
  conversations: readonly string[]
): string[][] => partsWithin(endpoint, conversations, (ids) => conversationsQuery(account, ids));

/** A page of the posts of others in the account's conversations since `from`, newest first. */
export const conversationsRequest = (
  endpoint: SearchEndpoint,
  account: string,
  {conversations, from, token}: {conversations: readonly string[]; from: Date; token: string | null}
): XRequest => ({
  endpoint,
  // No conversation stands in two requests of a snapshot: its id tells one walk from another.
  params: {id: conversations[0]!},
  query: {
    query: conversationsQuery(account, conversations),
    start_time: seconds(from),
    max_results: postPage,
    "tweet.fields": conversationFields,
    ...paged(token)
  }
});

/** The query for posts of some people that hold one of the topics. X takes no keyword to mean what reposts repeat. */
export const interestsQuery = (topics: readonly string[], people: readonly string[]): string =>
  `(${topics.map(termOf).join(" OR ")}) (${people.map((id) => `from:${id}`).join(" OR ")}) -is:retweet`;

/** A word as it is; what has signs in it, or spaces, as a phrase. X finds a word in a hashtag too. */
const termOf = (topic: string) => (/^#?[\p{L}\p{M}\p{N}_]+$/u.test(topic) ? topic : `"${topic}"`);

/** People in their order, in as few parts as X's longest query allows. */
export const peopleForSearch = (
  endpoint: SearchEndpoint,
  topics: readonly string[],
  people: readonly string[]
): string[][] => partsWithin(endpoint, people, (ids) => interestsQuery(topics, ids));

/**
 * A page of the posts of some people on some topics, newest first, from `from` to before `to` (null: to now). `walk` tells
 * what belongs together from all else.
 */
export const interestsRequest = (
  endpoint: SearchEndpoint,
  {query, from, to}: {query: string; from: Date; to: Date | null},
  {walk, token, size}: {walk: string; token: string | null; size: number}
): XRequest => ({
  endpoint,
  params: {id: walk},
  query: {
    query,
    start_time: seconds(from),
    ...(to && {end_time: seconds(to)}),
    max_results: size,
    "tweet.fields": interestFields,
    ...paged(token)
  }
});

const seconds = (at: Date) => at.toISOString().replace(/\.\d+/, "");
