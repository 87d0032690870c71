import type {RawRow} from "../../src/snapshots/tables.ts";
import type {XUser} from "../x/protocol/answers.ts";

/** The row of `users` for a profile that X showed at an instant: whoever X shows is active then. */
export const userRow = (account: string, user: XUser, at: Date): RawRow => ({
  account_id: account,
  user_id: user.id,
  profile_at: at,
  username: user.username,
  created_at: user.createdAt,
  followers_count: user.followers,
  following_count: user.following,
  posts_count: user.posts,
  listed_count: user.listed,
  verified: user.verified,
  protected: user.protected,
  description: user.description,
  location: user.location,
  status: "active",
  status_at: at
});
