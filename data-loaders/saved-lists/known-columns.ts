/** What a column of an exporter's file means here, whatever the exporter calls it. */
export type Role =
  | "owner"
  | "id"
  | "name"
  | "address"
  | "taken"
  | "viewer_follows"
  | "follows_viewer"
  | "created"
  | "followers_count"
  | "following_count"
  | "posts_count"
  | "listed_count"
  | "protected"
  | "verified"
  | "description"
  | "location";

/** Names by role, without case and signs; of several that a file has, the first here is taken. */
const names: Record<Role, string[]> = {
  owner: ["ownerid", "owner", "listof", "listowner"],
  id: [
    "idstr",
    "userid",
    "useridstr",
    "restid",
    "twitterid",
    "twitteruserid",
    "xid",
    "xuserid",
    "followerid",
    "friendid",
    "followingid",
    "accountid",
    "uid",
    "id"
  ],
  name: [
    "screenname",
    "username",
    "handle",
    "twitterhandle",
    "xhandle",
    "twitterusername",
    "xusername",
    "followerusername",
    "twitterscreenname",
    "login",
    "user"
  ],
  address: ["profileurl", "profilelink", "twitterurl", "userlink", "userurl", "link", "url", "profile"],
  taken: [
    "snapshotdate",
    "snapshotat",
    "snapshottime",
    "takenat",
    "capturedat",
    "capturedate",
    "capturetime",
    "fetchedat",
    "fetchdate",
    "scrapedat",
    "scrapedate",
    "scrapedtime",
    "retrievedat",
    "twarcretrievedat",
    "collectedat",
    "collectiondate",
    "collectedon",
    "crawledat",
    "crawldate",
    "observedat",
    "exportedat",
    "exportdate",
    "listdate",
    "asof",
    "pageat",
    "date",
    "day",
    "timestamp"
  ],
  viewer_follows: ["following", "followedbyme", "youfollow", "ifollow", "iamfollowing"],
  follows_viewer: [
    "followedby",
    "followsyou",
    "followsme",
    "isfollowingme",
    "followingme",
    "stillfollowsme",
    "isfollower"
  ],
  created: [
    "createdat",
    "accountcreatedat",
    "created",
    "joinedat",
    "joined",
    "joindate",
    "since",
    "datejoined"
  ],
  followers_count: [
    "followerscount",
    "followercount",
    "publicmetricsfollowerscount",
    "followers",
    "numfollowers"
  ],
  following_count: [
    "friendscount",
    "followingcount",
    "followingscount",
    "publicmetricsfollowingcount",
    "friends",
    "numfollowing"
  ],
  posts_count: [
    "statusescount",
    "tweetcount",
    "tweetscount",
    "postscount",
    "publicmetricstweetcount",
    "statuses",
    "tweets",
    "posts"
  ],
  listed_count: ["listedcount", "publicmetricslistedcount", "listed"],
  protected: ["protected", "isprotected", "private", "isprivate"],
  verified: ["verified", "isverified"],
  description: ["description", "bio"],
  location: ["location"]
};

/** A column's name as it is compared: without case, spaces and signs. */
export const plainName = (column: string) => column.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Which columns of a file play which role. */
export function rolesOf(columns: readonly string[]): Partial<Record<Role, string>> {
  const byName = new Map([...columns].reverse().map((column) => [plainName(column), column]));
  const roles: Partial<Record<Role, string>> = {};
  const taken = new Set<string>();
  for (const [role, known] of Object.entries(names) as [Role, string[]][]) {
    const column = known
      .map((name) => byName.get(name))
      .find((name) => name !== undefined && !taken.has(name));
    if (column === undefined) continue;
    roles[role] = column;
    taken.add(column);
  }
  // Programs that read lists of several accounts write whose list it is into the columns that otherwise hold people.
  const of = (...known: string[]) => known.map((name) => byName.get(name)).find((name) => name !== undefined);
  const listed = of("followerid", "friendid", "followingid");
  if (listed !== undefined) {
    const owner =
      roles.owner ?? of("accountid", "userid", "twitterid", "id", "screenname", "username", "user");
    return {
      id: listed,
      ...(owner !== undefined && {owner}),
      ...(roles.taken !== undefined && {taken: roles.taken})
    };
  }
  const account = of("accountid");
  if (account !== undefined && roles.id !== account) roles.owner ??= account;
  return roles;
}

/** The list that a column of people names by itself: `follower_id` holds followers. */
export function listOfColumn(column: string | undefined): "followers" | "following" | null {
  const name = plainName(column ?? "");
  return name === "followerid"
    ? "followers"
    : name === "friendid" || name === "followingid"
      ? "following"
      : null;
}

/** What stands above one column of people, beside the names of columns. */
const headings = /^(followers?|followings?|friends|blocked|unfollowers?|mutuals?|names?|handles|users|usernames|screennames|accounts?|profiles|ids)$/; // prettier-ignore

/** Whether a line of one word may stand above people and be none. */
export const isHeading = (line: string): boolean => namesPeople([line]) || headings.test(plainName(line));

/** Whether a first line can be a header: it has a column of people. */
export const namesPeople = (columns: readonly string[]): boolean => {
  const {id, name, address} = rolesOf(columns);
  return id !== undefined || name !== undefined || address !== undefined;
};
