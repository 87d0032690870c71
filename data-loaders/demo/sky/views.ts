import {
  likes,
  posts,
  reposts,
  follows,
  type LocalAccount,
  type LocalRecord,
  type Repositories
} from "./repositories.ts";

export type Json = Record<string, unknown>;

/** Who wrote a post, as posts show them. */
export const authorView = ({did, handle, displayName}: LocalAccount): Json => ({
  did,
  handle,
  displayName,
  associated: {activitySubscription: {allowSubscriptions: "followers"}},
  labels: []
});

/** Somebody among others. `indexedAt` is that of the profile, and says nothing of a follow. */
export const profileView = (account: LocalAccount): Json => ({
  ...authorView(account),
  description: account.description,
  indexedAt: account.createdAt.toISOString()
});

/** A row of a list. */
export const rowView = (account: LocalAccount): Json => ({
  ...profileView(account),
  createdAt: account.createdAt.toISOString()
});

/** A profile with its counts, which contain whoever is hidden. */
export function profileDetailed(repositories: Repositories, account: LocalAccount): Json {
  const {did, counts} = account;
  const distinct = (records: LocalRecord[], of: (record: LocalRecord) => unknown) =>
    new Set(records.map(of)).size;
  return {
    ...rowView(account),
    followersCount: counts?.followers ?? distinct(repositories.about(follows, did), (one) => one.did),
    followsCount: counts?.follows ?? distinct(repositories.of(did, follows), (one) => one.value.subject),
    postsCount: counts?.posts ?? repositories.of(did, posts).length
  };
}

/** A post with its counts, which contain whoever is hidden too. */
export function postView(repositories: Repositories, record: LocalRecord): Json {
  const {uri, cid, did, value} = record;
  const count = (kind: string) => repositories.about(kind, uri).length;
  return {
    uri,
    cid,
    author: authorView(repositories.accounts.get(did)!),
    record: value,
    bookmarkCount: 0,
    replyCount: count("reply"),
    repostCount: count(reposts),
    likeCount: count(likes),
    quoteCount: count("quote"),
    indexedAt: new Date(record.sortAt).toISOString(),
    labels: []
  };
}
