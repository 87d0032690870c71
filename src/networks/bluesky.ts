/** What is known of Bluesky's API, and how often it is asked: loaders go by it, and the plan estimates by it. */

/** A permanent id of an account, as a regular expression that JavaScript and DuckDB read alike. */
export const didPattern = "did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.:%_-]{1,250})";

/** The address of a record: its owner, its collection and its key, the same. */
export const recordPattern = `at://(${didPattern})/([A-Za-z0-9.-]{1,317})/([A-Za-z0-9._~:-]{1,512})`;

/** The methods of Bluesky that are ever asked. */
export type BlueskyMethod =
  | "app.bsky.actor.getProfile"
  | "app.bsky.actor.getProfiles"
  | "app.bsky.graph.getFollowers"
  | "app.bsky.graph.getFollows"
  | "app.bsky.graph.getRelationships"
  | "app.bsky.feed.getAuthorFeed"
  | "app.bsky.feed.getLikes"
  | "app.bsky.feed.getPostThread"
  | "app.bsky.feed.getQuotes"
  | "app.bsky.feed.getRepostedBy"
  | "app.bsky.notification.listNotifications"
  | "com.atproto.repo.getRecord";

/** Most rows a page of a list can hold, most people a request for relationships or for profiles can name. */
export const blueskyListPage = 100;
export const relationshipsAtOnce = 30;
export const profilesAtOnce = 25;

/** Most rows a page of a feed, of likes, of reposts or of quotes can hold; and how deep a thread of replies is read. */
export const blueskyFeedPage = 100;
export const threadDepth = 100;

/** So many pages of notifications are read at most. */
export const notificationPages = 100;

/**
 * So many records are asked what time they claim, where more are met at once: of a world in which 1 % claim a wrong one, that is
 * enough to show that at most 2 % do. Whoever comes later is asked for alone.
 */
export const sampledRecords = 1000;

/** What an interrupted snapshot had read is used for so many minutes: reading it again costs nothing. */
export const journalMinutes = 60;

/** So many requests a second are sent at most: the limits of the public servers are not published, and they ask for care. */
export const blueskyRequestsASecond = 5;

/** Key and claimed time of a record are taken to agree within so many minutes, which clients and servers differ by. */
export const agreementMinutes = 2;
