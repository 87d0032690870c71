import {blueskyListPage, type BlueskyMethod} from "../../src/networks/bluesky.ts";

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
