import {
  blueskyFeedPage,
  blueskyListPage,
  threadDepth,
  type BlueskyMethod
} from "../../src/networks/bluesky.ts";

/** One request: a method and its parameters. A parameter that is a list is sent once for each of its values. */
export interface BlueskyRequest {
  method: BlueskyMethod;
  query: Record<string, string | number | readonly string[]>;
}

export type ListName = "followers" | "following";

const listMethods = {
  followers: "app.bsky.graph.getFollowers",
  following: "app.bsky.graph.getFollows"
} as const satisfies Record<ListName, BlueskyMethod>;

/** A page of a list; `size` from 1 to 100 rows. */
export const listRequest = (
  list: ListName,
  actor: string,
  cursor: string | null,
  size = blueskyListPage
): BlueskyRequest => ({
  method: listMethods[list],
  query: {actor, limit: size, ...(cursor !== null && {cursor})}
});

/** How an account stands to at most 30 others, all by their DIDs: a handle would pass for somebody who is not there. */
export const relationshipsRequest = (actor: string, others: readonly string[]): BlueskyRequest => ({
  method: "app.bsky.graph.getRelationships",
  query: {actor, others}
});

/** One profile by DID or handle. It is refused, with the reason, where it is not shown. */
export const profileRequest = (actor: string): BlueskyRequest => ({
  method: "app.bsky.actor.getProfile",
  query: {actor}
});

/** At most 25 profiles. Those that are not shown are left out without a word. */
export const profilesRequest = (actors: readonly string[]): BlueskyRequest => ({
  method: "app.bsky.actor.getProfiles",
  query: {actors}
});

/** The posts of an account with its replies and reposts, the newest first. */
export const feedRequest = (actor: string, cursor: string | null): BlueskyRequest => ({
  method: "app.bsky.feed.getAuthorFeed",
  query: {actor, filter: "posts_with_replies", limit: blueskyFeedPage, ...(cursor !== null && {cursor})}
});

const actMethods = {
  like: "app.bsky.feed.getLikes",
  repost: "app.bsky.feed.getRepostedBy",
  quote: "app.bsky.feed.getQuotes"
} as const satisfies Record<string, BlueskyMethod>;

/** A page of those who liked, reposted or quoted a post. */
export const actsRequest = (
  kind: keyof typeof actMethods,
  uri: string,
  cursor: string | null
): BlueskyRequest => ({
  method: actMethods[kind],
  query: {uri, limit: blueskyFeedPage, ...(cursor !== null && {cursor})}
});

/** A post and the answers to it. */
export const threadRequest = (uri: string): BlueskyRequest => ({
  method: "app.bsky.feed.getPostThread",
  query: {uri, depth: threadDepth, parentHeight: 0}
});

/**
 * What others did toward the account that is logged in, the newest first. An account may have chosen to be told of those alone
 * whom it follows: that choice is not for what is counted.
 */
export const notificationsRequest = (cursor: string | null): BlueskyRequest => ({
  method: "app.bsky.notification.listNotifications",
  query: {limit: blueskyFeedPage, priority: "false", ...(cursor !== null && {cursor})}
});

/** A record as its owner wrote it. The public AppView answers for records that it has seen itself. */
export const recordRequest = (repo: string, collection: string, rkey: string): BlueskyRequest => ({
  method: "com.atproto.repo.getRecord",
  query: {repo, collection, rkey}
});

/** What makes two requests ask for the same thing. */
export const blueskyRequestKey = ({method, query}: BlueskyRequest): string => {
  const params = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, String(one)] as [string, string])
  );
  return `${method}?${new URLSearchParams(params)}`;
};
