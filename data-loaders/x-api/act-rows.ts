import type {Reference, XPost} from "../x/protocol/answers.ts";

// Rows of the raw tables `posts`, `interactions` and `addressed`; see src/snapshots/tables.ts for the columns.

/** What an own post is, the strongest first. */
export function kindOf({references, inReplyToUserId}: XPost): "post" | "reply" | "quote" | "repost" {
  const has = (type: string) => references.some((reference) => reference.type === type);
  if (has("reposted")) return "repost";
  if (has("replied_to") || inReplyToUserId !== null) return "reply";
  return has("quoted") ? "quote" : "post";
}

/** An own post with its counts at this moment. */
export const postRow = (account: string, post: XPost) => ({
  account_id: account,
  post_id: post.id,
  author_id: post.authorId,
  created_at: post.createdAt,
  kind: kindOf(post),
  conversation_id: post.conversationId,
  in_reply_to_user_id: post.inReplyToUserId,
  referenced_post_id: post.references[0]?.id ?? null,
  hashtags: post.hashtags,
  mentions: post.mentions,
  urls: post.urls,
  lang: post.lang,
  reposts_count: post.reposts,
  replies_count: post.replies,
  likes_count: post.likes,
  quotes_count: post.quotes,
  impressions_count: post.impressions
});

/** Somebody whom an act addresses, and how. */
export interface Addressee {
  user: string;
  how: "reply" | "quote" | "repost" | "mention";
}

/** The post that a post answers, quotes or reposts; null where it does not. */
export const referenceOf = ({references}: XPost, type: Reference) =>
  references.find((reference) => reference.type === type)?.id ?? null;

/** Whether a post only repeats one that is not known to be the account's: the names in it are another's, and it is no mention. */
export function isOthersRepost(post: XPost, own: ReadonlySet<string>): boolean {
  const repeated = referenceOf(post, "reposted");
  return repeated !== null && !own.has(repeated);
}

/**
 * Whom a reply, quote or mention addresses, each once: whoever it answers, the author it quotes, and whoever it names
 * outside the leading run of names. `authorOf` gives the author of a post, null where that is not known.
 */
export function addresseesOf(post: XPost, authorOf: (post: string) => string | null): Addressee[] {
  const quoted = referenceOf(post, "quoted");
  const author = quoted === null ? null : authorOf(quoted);
  const all: Addressee[] = [
    ...(post.inReplyToUserId === null ? [] : [{user: post.inReplyToUserId, how: "reply" as const}]),
    ...(author === null ? [] : [{user: author, how: "quote" as const}]),
    ...post.namedInText.map((user) => ({user, how: "mention" as const}))
  ];
  return all.filter(({user}, nth) => all.findIndex((other) => other.user === user) === nth);
}

/**
 * Whom a post addresses that X gave because it is toward the account. Where X does not say which names the post has,
 * it addresses the account: that is what was asked for. A repost has the names of what it repeats, and addresses none.
 */
export function addresseesOfMention(post: XPost, account: string, own: ReadonlySet<string>): Addressee[] {
  if (referenceOf(post, "reposted") !== null) return [{user: account, how: "repost"}];
  const named = addresseesOf(post, (id) => (own.has(id) ? account : null));
  const isNamed = post.mentions?.includes(account) ?? false;
  return isNamed || named.some(({user}) => user === account)
    ? named
    : [...named, {user: account, how: "mention"}];
}

/** The rows of `addressed` of an act that is a post. */
export const addressedRows = (account: string, post: XPost, addressees: readonly Addressee[]) =>
  addressees.map(({user, how}) => ({account_id: account, act_id: post.firstId, user_id: user, how}));

/**
 * An act that is a post of its own and so has an exact time. It is one act, however often its post was edited. `toward` is whom it addresses in one word: the account
 * wherever it does.
 */
export const actRow = (
  account: string,
  post: XPost,
  kind: string,
  target: string | null,
  toward: string | null = account
) => ({
  account_id: account,
  act_id: post.firstId,
  actor_id: post.authorId,
  kind,
  target_user_id: toward,
  post_id: post.id,
  target_post_id: target,
  after: post.createdAt,
  before: post.createdAt,
  is_exact: true
});

/** The one addressee that stands in the act's own row: the account, else the first; null where there is none. */
export const mainAddressee = (account: string, addressees: readonly Addressee[]): string | null =>
  (addressees.find(({user}) => user === account) ?? addressees[0])?.user ?? null;

/**
 * What a post of the account's timeline of mentions is: an answer to the account, a quote or repost of one of its
 * posts, an answer to somebody else that names the account, if at all, before its text, or a mention.
 */
export function mentionOf(
  post: XPost,
  account: string,
  own: ReadonlySet<string>,
  addressees: readonly Addressee[]
) {
  const ownOf = (type: Reference) => {
    const id = referenceOf(post, type);
    return id !== null && own.has(id) ? id : null;
  };
  const answered = referenceOf(post, "replied_to");
  if (post.inReplyToUserId === account) return {kind: "reply", target: answered};
  const [quoted, reposted] = [ownOf("quoted"), ownOf("reposted")];
  if (quoted !== null) return {kind: "quote", target: quoted};
  if (reposted !== null) return {kind: "repost", target: reposted};
  const isToward = addressees.some(({user}) => user === account);
  return isToward || answered === null ? {kind: "mention", target: null} : {kind: "reply", target: answered};
}
