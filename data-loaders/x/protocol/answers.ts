import {z} from "zod";
import {faultOf} from "../../../src/errors.ts";
import {networks} from "../../../src/networks/networks.ts";
import {XFailure, type Problem} from "./failure.ts";

/**
 * Reads X's answers, in the old field dialect (`tweet`) and the new one (`post`), into one form. Unknown fields are
 * dropped; fields X leaves out are null; ids stay strings because they exceed 2^53.
 */
export type Dialect = "tweet" | "post";

export interface XUser {
  id: string;
  username: string | null;
  createdAt: Date | null;
  followers: number | null;
  following: number | null;
  posts: number | null;
  listed: number | null;
  verified: boolean | null;
  protected: boolean | null;
  description: string | null;
  location: string | null;
  /** How the token's owner stands to them: `following`, `followed_by`, …; null where X did not say. */
  connection: readonly string[] | null;
  dialect: Dialect | null;
}

export type Reference = "replied_to" | "quoted" | "reposted";

export interface XPost {
  id: string;
  /** The id of its first version: whoever edits a post gives it another id. */
  firstId: string;
  authorId: string | null;
  createdAt: Date | null;
  conversationId: string | null;
  inReplyToUserId: string | null;
  references: readonly {type: Reference; id: string}[];
  hashtags: readonly string[] | null;
  mentions: readonly string[] | null;
  /** Whom it names of itself: of a reply, without the names before its text, where X puts everybody of the thread. */
  namedInText: readonly string[];
  urls: readonly string[] | null;
  lang: string | null;
  reposts: number | null;
  replies: number | null;
  likes: number | null;
  quotes: number | null;
  impressions: number | null;
  dialect: Dialect | null;
}

const id = z.string().refine((text) => networks.x.ids.inside(text) !== null, "is not an id");
/** A count no integer can hold is not worth the page it stands on: it is as if X had left it out. */
const count = z
  .number()
  .nullish()
  .transform((value) => (Number.isSafeInteger(value) && value! >= 0 ? value : null));
const text = z.string().nullish();
const flag = z.boolean().nullish();
const time = text.transform((value) => {
  const date = value ? new Date(value) : null;
  return date && !Number.isNaN(date.getTime()) ? date : null;
});

export const userSchema = z
  .object({
    id,
    username: text,
    created_at: time,
    description: text,
    location: text,
    verified: flag,
    protected: flag,
    connection_status: z.array(z.string()).nullish(),
    public_metrics: z
      .object({
        followers_count: count,
        following_count: count,
        tweet_count: count,
        post_count: count,
        listed_count: count
      })
      .nullish()
  })
  .transform(({public_metrics: metrics, ...user}): XUser => ({
    id: user.id,
    username: user.username ?? null,
    createdAt: user.created_at,
    followers: metrics?.followers_count ?? null,
    following: metrics?.following_count ?? null,
    posts: metrics?.tweet_count ?? metrics?.post_count ?? null,
    listed: metrics?.listed_count ?? null,
    verified: user.verified ?? null,
    protected: user.protected ?? null,
    description: user.description ?? null,
    location: user.location ?? null,
    connection: user.connection_status ?? null,
    dialect: dialectOf(metrics?.tweet_count, metrics?.post_count)
  }));

const references = z
  .array(z.object({type: z.string(), id}))
  .nullish()
  .transform((items) =>
    (items ?? []).flatMap((item) => {
      const type = referenceNames[item.type];
      return type ? [{type, id: item.id}] : [];
    })
  );
const referenceNames: Record<string, Reference> = {
  replied_to: "replied_to",
  quoted: "quoted",
  retweeted: "reposted",
  reposted: "reposted"
};

/** An @name in a post's text: its first character, and the one after its last. */
const nameSchema = z.object({id: id.nullish(), start: count, end: count});

/** The ids of all versions of a post, the first one first (docs.x.com/x-api/fundamentals/edit-posts). */
const versions = z.array(id).nullish().catch(null);

export const postSchema = z
  .object({
    id,
    author_id: id.nullish(),
    created_at: time,
    conversation_id: id.nullish(),
    in_reply_to_user_id: id.nullish(),
    referenced_tweets: references,
    referenced_posts: references,
    edit_history_tweet_ids: versions,
    edit_history_post_ids: versions,
    lang: text,
    entities: z
      .object({
        hashtags: z.array(z.object({tag: z.string()})).nullish(),
        mentions: z.array(nameSchema).nullish(),
        urls: z.array(z.object({expanded_url: text, url: text})).nullish()
      })
      .nullish(),
    public_metrics: z
      .object({
        retweet_count: count,
        repost_count: count,
        reply_count: count,
        like_count: count,
        quote_count: count,
        impression_count: count
      })
      .nullish()
  })
  .transform(({public_metrics: metrics, entities, ...post}): XPost => ({
    id: post.id,
    firstId: (post.edit_history_tweet_ids ?? post.edit_history_post_ids)?.[0] ?? post.id,
    authorId: post.author_id ?? null,
    createdAt: post.created_at,
    conversationId: post.conversation_id ?? null,
    inReplyToUserId: post.in_reply_to_user_id ?? null,
    references: [...post.referenced_tweets, ...post.referenced_posts],
    hashtags: entities?.hashtags?.map(({tag}) => tag) ?? [],
    mentions: entities?.mentions?.flatMap((mention) => mention.id ?? []) ?? [],
    namedInText: (isReply(post) ? afterLeadingNames : allNames)(entities?.mentions ?? []),
    urls: entities?.urls?.flatMap(({expanded_url, url}) => expanded_url ?? url ?? []) ?? [],
    lang: post.lang ?? null,
    reposts: metrics?.retweet_count ?? metrics?.repost_count ?? null,
    replies: metrics?.reply_count ?? null,
    likes: metrics?.like_count ?? null,
    quotes: metrics?.quote_count ?? null,
    impressions: metrics?.impression_count ?? null,
    dialect: dialectOf(
      post.edit_history_tweet_ids ?? metrics?.retweet_count,
      post.edit_history_post_ids ?? metrics?.repost_count
    )
  }));

type Name = z.infer<typeof nameSchema>;

const isReply = (
  post: {in_reply_to_user_id?: string | null} & Record<
    "referenced_tweets" | "referenced_posts",
    {type: Reference}[]
  >
) =>
  Boolean(post.in_reply_to_user_id) ||
  [...post.referenced_tweets, ...post.referenced_posts].some(({type}) => type === "replied_to");

const allNames = (names: readonly Name[]) => names.flatMap((name) => name.id ?? []);

/** The names that do not belong to the leading run: names from the first character on, one space between them. */
function afterLeadingNames(names: readonly Name[]): string[] {
  let next = 0;
  const inText: Name[] = [];
  // Where a name stands is not known of one without places: it is not taken to be in the text.
  const placed = names.filter(({start, end}) => start !== null && end !== null);
  for (const name of placed.sort((a, b) => a.start! - b.start!)) {
    if (name.start === next) next = name.end! + 1;
    else inText.push(name);
  }
  return allNames(inText);
}

/** A post of which only this is kept: whose it is, when it was, and whether it holds a topic. */
export interface InterestPost {
  id: string;
  authorId: string | null;
  createdAt: Date | null;
  /** Null where X sent no text. */
  isMatch: boolean | null;
  dialect: Dialect | null;
}

export const interestPostSchema = z
  .object({
    id,
    author_id: id.nullish(),
    created_at: time,
    is_match: flag,
    edit_history_tweet_ids: z.unknown().optional(),
    edit_history_post_ids: z.unknown().optional()
  })
  .transform((post): InterestPost => ({
    id: post.id,
    authorId: post.author_id ?? null,
    createdAt: post.created_at,
    isMatch: post.is_match ?? null,
    dialect: dialectOf(post.edit_history_tweet_ids, post.edit_history_post_ids)
  }));

const textSchema = z.object({
  text,
  note_tweet: z.object({text}).nullish(),
  note_post: z.object({text}).nullish()
});

/**
 * An answer of a search with whether each post holds a topic in the place of its text, and with ids that only tell posts
 * apart: what is kept of it anywhere says no more. `idOf` gives such an id; what is no list of posts stays as it is.
 */
export function withoutTexts(
  body: unknown,
  holdsTopic: (text: string) => boolean,
  idOf: (id: string) => string
): unknown {
  const {data} = (body ?? {}) as {data?: unknown};
  if (!Array.isArray(data)) return body;
  const posts = data.map((item: unknown) => {
    const post = (item ?? {}) as Record<string, unknown>;
    const texts = textSchema.safeParse(post).data;
    const whole = texts?.note_tweet?.text ?? texts?.note_post?.text ?? texts?.text ?? null;
    const dialect = "edit_history_post_ids" in post ? "edit_history_post_ids" : "edit_history_tweet_ids";
    return {
      ...(typeof post.id === "string" && {id: idOf(post.id)}),
      author_id: post.author_id,
      created_at: post.created_at,
      ...(whole !== null && {is_match: holdsTopic(whole)}),
      [dialect]: []
    };
  });
  const {meta, errors} = body as {meta?: Record<string, unknown>; errors?: unknown};
  const {result_count, next_token} = meta ?? {};
  return {
    data: posts,
    ...(meta && {meta: {result_count, next_token}}),
    ...(errors !== undefined && {errors})
  };
}

/** The fields that were asked for and that not one of the posts has: without them nothing is known of their authors. */
export const lackingInterestFields = (posts: readonly InterestPost[]): string[] =>
  (
    [
      ["authorId", "author_id"],
      ["createdAt", "created_at"],
      ["isMatch", "text"]
    ] as const
  )
    .filter(([field]) => posts.length > 0 && posts.every((post) => post[field] === null))
    .map(([, name]) => name);

/** The fields that were asked for and that not one of the posts has: without them an act is none. */
export function lackingPostFields(posts: readonly XPost[]): string[] {
  const isAbsent = (field: keyof XPost) => posts.length > 0 && posts.every((post) => post[field] === null);
  return [...(isAbsent("authorId") ? ["author_id"] : []), ...(isAbsent("createdAt") ? ["created_at"] : [])];
}

/** The same of posts in conversations that others began: each of them answers somebody. */
export const lackingAnswerFields = (posts: readonly XPost[]): string[] => [
  ...lackingPostFields(posts),
  ...(["conversationId", "inReplyToUserId"] as const)
    .filter((field) => posts.length > 0 && posts.every((post) => post[field] === null))
    .map((field) => ({conversationId: "conversation_id", inReplyToUserId: "in_reply_to_user_id"})[field])
];

function dialectOf(old: unknown, renewed: unknown): Dialect | null {
  if (old !== undefined && old !== null) return "tweet";
  return renewed !== undefined && renewed !== null ? "post" : null;
}

const problemSchema = z
  .object({
    title: text.catch(null),
    detail: text.catch(null),
    message: text.catch(null),
    type: text.catch(null),
    reason: text.catch(null),
    value: text.catch(null),
    resource_id: text.catch(null)
  })
  .transform((problem): Problem => ({
    title: problem.title ?? null,
    detail: problem.detail ?? problem.message ?? null,
    type: problem.type?.split("/").at(-1) ?? null,
    subject: problem.resource_id ?? problem.value ?? null,
    reason: problem.reason ?? null
  }));

const bodySchema = z.object({
  data: z.unknown().optional(),
  meta: z.object({result_count: count, next_token: text}).nullish(),
  errors: z.array(problemSchema).nullish()
});

/** What a problem body says, the v1 form `{errors: [{code, message}]}` included; null where it is no such thing. */
export function readProblem(body: unknown): Problem | null {
  const whole = problemSchema.safeParse(body);
  if (whole.success && (whole.data.title || whole.data.detail)) return whole.data;
  const parts = bodySchema.safeParse(body);
  return (parts.success && parts.data.errors?.[0]) || null;
}

/** One page of a list. `resultCount` is what X says the page holds; `isEmptyHanded` means neither data nor meta came. */
export interface PageAnswer<T> {
  items: T[];
  nextToken: string | null;
  resultCount: number | null;
  problems: Problem[];
  isEmptyHanded: boolean;
}

/** Reads an answer whose `data` is a list. Throws `XFailure` for anything that is not one. */
export function readPage<T>(body: unknown, item: z.ZodType<T>): PageAnswer<T> {
  const {data, meta, errors} = parse(bodySchema, body);
  return {
    items: data === undefined || data === null ? [] : parse(z.array(item), data),
    nextToken: meta?.next_token || null,
    resultCount: meta?.result_count ?? null,
    problems: errors ?? [],
    isEmptyHanded: (data === undefined || data === null) && !meta
  };
}

/** Reads an answer about one thing: it, or X's reason why not. */
export function readOne<T>(body: unknown, item: z.ZodType<T>): {item: T} | {problem: Problem | null} {
  const {data, errors} = parse(bodySchema, body);
  return data === undefined || data === null ? {problem: errors?.[0] ?? null} : {item: parse(item, data)};
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.length ? `${issue.path.join(".")} ` : "the whole ";
  throw new XFailure(
    `X's answer has an unknown shape (${where}${issue ? faultOf(issue) : "is another"})`,
    null,
    "content"
  );
}
