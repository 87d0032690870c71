import {z} from "zod";
import type {RawRow} from "../../src/snapshots/tables.ts";
import {addresseesOf, type Addressee} from "./acts.ts";
import type {FeedEntry, PostView} from "./answers.ts";
import {addressOf, isDid, timeOfKey, windowOf} from "./keys.ts";
import type {OutsideIds} from "./outside.ts";

// Rows of the raw tables `posts`, `interactions` and `addressed`; see src/snapshots/tables.ts for the columns.

const feature = z.looseObject({
  $type: z.string().optional(),
  did: z.string().optional(),
  tag: z.string().optional(),
  uri: z.string().optional()
});
const contentSchema = z.object({
  createdAt: z.iso
    .datetime({offset: true})
    .transform((text) => new Date(text))
    .nullable()
    .catch(null),
  langs: z.array(z.string()).catch([]),
  tags: z.array(z.string()).catch([]),
  facets: z.array(z.object({features: z.array(feature)})).catch([]),
  root: z.string().nullable().catch(null)
});

/** What a post says of itself, as far as rows hold it. What is missing or broken is left out. */
function contentOf(record: unknown) {
  const given = typeof record === "object" && record !== null ? (record as Record<string, unknown>) : {};
  const {reply} = given as {reply?: {root?: {uri?: unknown}}};
  return contentSchema.parse({...given, root: reply?.root?.uri});
}

const facet = (kind: string) => `app.bsky.richtext.facet#${kind}`;

/** An own post with its counts at this moment, or the row of a repost by the account; null where a repost has no address. */
export function postRow(ids: OutsideIds, account: string, {post, reason}: FeedEntry): RawRow | null {
  const own = ids.of(account);
  if (reason !== null) {
    if (reason.uri === undefined) return null;
    return {
      account_id: own,
      post_id: ids.of(reason.uri),
      author_id: own,
      created_at: reason.indexedAt,
      kind: "repost",
      referenced_post_id: ids.of(post.uri)
    };
  }
  const {langs, tags, facets, root} = contentOf(post.record);
  const features = facets.flatMap((one) => one.features);
  const of = (kind: string) => features.filter(({$type}) => $type === facet(kind));
  const addressees = addresseesOf(post.record);
  const reply = addressees.find(({how}) => how === "reply");
  const quote = addressees.find(({how}) => how === "quote");
  const target = reply?.target ?? quote?.target ?? null;
  return {
    account_id: own,
    post_id: ids.of(post.uri),
    author_id: own,
    created_at: writtenAt(post),
    kind: reply ? "reply" : quote ? "quote" : "post",
    conversation_id: ids.of(root !== null && addressOf(root) !== null ? root : post.uri),
    in_reply_to_user_id: reply ? ids.of(reply.did) : null,
    referenced_post_id: target === null ? null : ids.of(target),
    hashtags: [...new Set([...tags, ...of("tag").flatMap(({tag}) => tag ?? [])])],
    mentions: of("mention").flatMap(({did}) => (did !== undefined && isDid(did) ? [ids.of(did)] : [])),
    urls: of("link").flatMap(({uri}) => uri ?? []),
    lang: langs[0] ?? null,
    reposts_count: post.repostCount,
    replies_count: post.replyCount,
    likes_count: post.likeCount,
    quotes_count: post.quoteCount
  };
}

/** When a post was written, as servers sort it: its claim, or when it was first seen where that is earlier. */
export function writtenAt({record, indexedAt}: PostView): Date | null {
  const claim = contentOf(record).createdAt;
  // A device whose clock is ahead claims a time at which what others did there was over.
  return claim !== null && indexedAt !== null && indexedAt < claim ? indexedAt : (claim ?? indexedAt);
}

/** When the author of a post says that it was written; null where it does not say. */
export const claimOf = (record: unknown): Date | null => contentOf(record).createdAt;

/** A post of somebody else that stands under, quotes, or names the account or a post of it. */
export interface Act {
  post: Pick<PostView, "uri" | "author" | "record">;
  /** When it was read. */
  at: Date;
}

/**
 * The rows of an act that is a post: whom it addresses, the account first, and when it was written. It is not older than
 * `after`, as the post that it stands under; its key is a point where the record claims the same.
 */
export function actRows(
  ids: OutsideIds,
  account: string,
  after: Date,
  {post, at}: Act
): {interaction: RawRow; addressed: RawRow[]} {
  const own = ids.of(account);
  const address = addressOf(post.uri)!;
  const addressees = addresseesOf(post.record);
  const main: Addressee | undefined = addressees.find(({did}) => did === account) ?? addressees[0];
  const window = windowOf(
    {keyAt: timeOfKey(address.key), claimedAt: claimOf(post.record)},
    {after, before: at}
  );
  const act_id = ids.of(post.uri);
  return {
    interaction: {
      account_id: own,
      act_id,
      actor_id: ids.of(post.author.did),
      kind: main?.how ?? "reply",
      target_user_id: main ? ids.of(main.did) : null,
      post_id: act_id,
      target_post_id: main?.target ? ids.of(main.target) : null,
      after: window.after,
      before: window.before,
      is_exact: window.isExact
    },
    addressed: addressees.map(({did, how}) => ({account_id: own, act_id, user_id: ids.of(did), how}))
  };
}
