import {z, type ZodType} from "zod";
import {addressOf, isDid} from "./keys.ts";
import {BlueskyFailure} from "./failure.ts";

const did = z.string().refine(isDid, "not a DID");
const time = z.iso
  .datetime({offset: true})
  .transform((text) => new Date(text))
  .nullish()
  .catch(null)
  .transform((at) => at ?? null);
const count = z
  .number()
  .int()
  .min(0)
  .nullish()
  .transform((value) => value ?? null);
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/** What an answer as the account says beside a profile; anything odd is taken for nothing, and asked for. */
const viewerSchema = z
  .object({
    following: z.string().optional(),
    followedBy: z.string().optional(),
    blocking: z.string().optional(),
    blockingByList: z.unknown().optional(),
    blockedBy: z.boolean().optional()
  })
  .nullish()
  .catch(null)
  .transform((viewer) => viewer ?? null);
export type Viewer = NonNullable<z.infer<typeof viewerSchema>>;

/** A profile as a list, or a look at it alone, shows it. Lists have no counts. */
export const profileSchema = z.object({
  did,
  handle: z.string(),
  description: text,
  createdAt: time,
  followersCount: count,
  followsCount: count,
  postsCount: count,
  viewer: viewerSchema
});
export type Profile = z.infer<typeof profileSchema>;

const cursor = z
  .string()
  .nullish()
  .transform((value) => value || null);
const followersSchema = z.object({followers: z.array(profileSchema), cursor});
const followsSchema = z.object({follows: z.array(profileSchema), cursor});

/** The rows of a page of either list, and where the next one begins; null at the end. */
export const listPageSchema = z.union([
  followersSchema.transform(({followers, cursor}) => ({rows: followers, cursor})),
  followsSchema.transform(({follows, cursor}) => ({rows: follows, cursor}))
]);
export type ListPage = z.infer<typeof listPageSchema>;

export const profilesSchema = z.object({profiles: z.array(profileSchema)});

/** The address of a follow or a block; what is none would pass for "no relation". */
const record = z
  .string()
  .refine((uri) => addressOf(uri) !== null, "not the address of a record")
  .nullish()
  .transform((uri) => uri ?? null);

const relationshipSchema = z.object({
  did,
  following: record,
  followedBy: record,
  blocking: record,
  blockedBy: record,
  blockingByList: record,
  blockedByList: record
});

/** How an account stands to others: each either known by its DID, or `notFound` for what is no DID. */
export const relationshipsSchema = z.object({
  relationships: z.array(
    z.union([relationshipSchema, z.object({actor: z.string(), notFound: z.literal(true)})])
  )
});
export type RelationshipAnswer = z.infer<typeof relationshipSchema>;

const author = z.object({did});
const postAddress = z.string().refine((uri) => addressOf(uri) !== null, "not the address of a record");

/** A post as feeds, quotes and threads show it; `record` is what its author wrote. */
const postViewSchema = z.object({
  uri: postAddress,
  author,
  record: z.unknown(),
  indexedAt: time,
  replyCount: count,
  repostCount: count,
  likeCount: count,
  quoteCount: count
});
export type PostView = z.infer<typeof postViewSchema>;

/** An entry of a feed: a post of the account, or one that it reposted, by the record `uri`. */
const feedEntrySchema = z.object({
  post: postViewSchema,
  reason: z
    .object({uri: postAddress.optional(), indexedAt: time})
    .nullish()
    .transform((reason) => reason ?? null)
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;
export const feedSchema = z
  .object({feed: z.array(feedEntrySchema), cursor})
  .transform((page) => ({rows: page.feed, cursor: page.cursor}));

/** Who liked a post, or reposted it: what likes claim of their time is not used, and reposts claim none. */
export const likesSchema = z
  .object({likes: z.array(z.object({actor: author})), cursor})
  .transform((page) => ({rows: page.likes.map(({actor}) => actor), cursor: page.cursor}));
export const repostsSchema = z
  .object({repostedBy: z.array(author), cursor})
  .transform((page) => ({rows: page.repostedBy, cursor: page.cursor}));
export const quotesSchema = z
  .object({posts: z.array(postViewSchema), cursor})
  .transform((page) => ({rows: page.posts, cursor: page.cursor}));

/** A post of a thread and the answers below it; null for what is not shown. */
export interface ThreadPost {
  post: PostView | null;
  replies: ThreadPost[];
}
const threadPostSchema: z.ZodType<ThreadPost> = z.lazy(() =>
  z.object({
    post: postViewSchema
      .nullish()
      .transform((post) => post ?? null)
      .catch(null),
    replies: z
      .array(threadPostSchema)
      .nullish()
      .transform((replies) => replies ?? [])
  })
);
export const threadSchema = z.object({thread: threadPostSchema});

/** What a notification tells of: the record, whose it is, and when the server takes it to be made. */
const notificationSchema = z.object({
  uri: postAddress,
  author,
  reason: z.string(),
  record: z.unknown(),
  indexedAt: time
});
export type NotificationRow = z.infer<typeof notificationSchema>;
/** A row that is no notification as they should be, with the time that it has all the same. */
const oddRowSchema = z
  .object({indexedAt: time})
  .catch({indexedAt: null})
  .transform(({indexedAt}) => ({uri: null, indexedAt}));
export type OddRow = z.infer<typeof oddRowSchema>;
export const notificationsSchema = z
  .object({notifications: z.array(z.union([notificationSchema, oddRowSchema])), cursor})
  .transform((page) => ({rows: page.notifications, cursor: page.cursor}));

/** What the record of a follow, a like or a repost says, in a notification. */
export const toldFollowSchema = z.object({createdAt: time, subject: did});
export const toldActSchema = z.object({createdAt: time, subject: z.object({uri: postAddress})});

/** A follow as its owner wrote it. */
export const followRecordSchema = z.object({
  uri: postAddress,
  value: z.object({createdAt: time, subject: did})
});

/** Reads a body. Throws a `BlueskyFailure` of kind `content` where it has not the form that it should have. */
export function read<T>(body: unknown, schema: ZodType<T>, what: string): T {
  const {success, data, error} = schema.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join(".")}` : "";
  throw new BlueskyFailure(`${what}: the answer has not the form it should have${where}`, null, "content");
}
