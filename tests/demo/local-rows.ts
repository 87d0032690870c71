import type {LocalPost, LocalUser} from "../../data-loaders/demo/backend.ts";

/** Somebody on the local X, of no account in particular. */
export const localUser = (id: string, more: Partial<LocalUser> = {}): LocalUser => ({
  id,
  username: `u${id}`,
  name: "someone",
  createdAt: new Date("2020-01-01T00:00:00Z"),
  description: "",
  location: null,
  isProtected: false,
  isVerified: false,
  followers: 1,
  following: 1,
  posts: 1,
  listed: 0,
  ...more
});

/** A post on the local X which nobody did anything with. */
export const localPost = (
  id: string,
  authorId: string,
  createdAt: Date,
  more: Partial<LocalPost> = {}
): LocalPost => ({
  id,
  authorId,
  createdAt,
  text: "a post",
  conversationId: id,
  inReplyToUserId: null,
  referenced: null,
  hashtags: [],
  mentions: [],
  lang: "en",
  reposts: 0,
  replies: 0,
  likes: 0,
  quotes: 0,
  impressions: 0,
  ...more
});
