import {open} from "node:fs/promises";
import {splitLine} from "./source.ts";

/** What a column of a log of follows means, whatever the log calls it. */
export type LogRole =
  "id" | "name" | "followed" | "followedBack" | "unfollowed" | "event" | "time" | "campaign" | "place";

/** Names by role, without case and signs; of several that a file has, the first here is taken. */
const names: Record<LogRole, string[]> = {
  // Beside one for the person, the others are of whoever followed them.
  id: ["targetid", "targetuserid", "userid", "useridstr", "idstr", "twitterid", "xid", "restid", "uid", "id"],
  name: [
    "targetusername",
    "targetscreenname",
    "targethandle",
    "targetuser",
    "target",
    "username",
    "screenname",
    "handle",
    "twitterhandle",
    "xhandle",
    "profileurl",
    "person",
    "user",
    "account"
  ],
  followed: ["followedat", "followedon", "followdate", "followtime", "datefollowed", "followed"],
  followedBack: ["followedbackat", "followbackat", "followedbackon", "followbackdate", "datefollowedback"],
  unfollowed: [
    "unfollowedat",
    "unfollowedon",
    "unfollowdate",
    "unfollowtime",
    "dateunfollowed",
    "unfollowed"
  ],
  event: ["event", "action", "eventtype"],
  time: ["time", "date", "timestamp", "datetime", "at", "eventat", "eventtime", "happenedat", "createdat"],
  campaign: ["campaign"],
  place: ["place", "foundunder", "foundin", "hashtag", "keyword", "source", "reason"]
};

const plainName = (column: string) => column.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The columns of a log by what they mean. */
export function rolesOfLog(columns: readonly string[]): Partial<Record<LogRole, string>> {
  const plain = columns.map(plainName);
  const roles: Partial<Record<LogRole, string>> = {};
  for (const [role, known] of Object.entries(names) as [LogRole, string[]][]) {
    const name = known.find((one) => plain.includes(one));
    if (name !== undefined) roles[role] = columns[plain.indexOf(name)]!;
  }
  return roles;
}

/** Whose follows a log tells of: those of the account ("following"), those of others toward it, or it does not say. */
export type LogKind = "outreach" | "unsaid";

/**
 * Whether columns are those of a log of follows: people, and when they were followed, unfollowed, or what happened when.
 * When somebody followed back says that the account had followed them. Null where they are none.
 */
export function logOf(columns: readonly string[]): LogKind | null {
  const plain = columns.map(plainName);
  const {id, name, followed, followedBack, unfollowed, event, time} = rolesOfLog(columns);
  const hasPeople = id !== undefined || name !== undefined;
  // Both ends of a follow make a table of edges, and texts one of posts.
  if (
    plain.some((one) =>
      ["follower", "followerid", "followed", "followedid", "fulltext", "text"].includes(one)
    ) &&
    followed === undefined
  )
    return null;
  if (!hasPeople) return null;
  if (followedBack !== undefined) return "outreach";
  const isDated = (column: string | undefined) =>
    column !== undefined && /(at|on|date|time)/.test(plainName(column));
  return isDated(followed) || isDated(unfollowed) || (event !== undefined && time !== undefined)
    ? "unsaid"
    : null;
}

const headBytes = 8192;

/** Looks at the first line of a file of text: whether it is a log of follows. */
export async function recogniseLog(path: string): Promise<LogKind | null> {
  const file = await open(path);
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const [first = ""] = buffer
      .subarray(0, bytesRead)
      .toString()
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\r|\n/);
    const delimiter = [",", ";", "\t"].find((sign) => first.includes(sign));
    if (delimiter === undefined) return null;
    return logOf(splitLine(first, delimiter).map((column) => column.trim()));
  } finally {
    await file.close();
  }
}
