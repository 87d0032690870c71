import {UserError} from "../../src/errors.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import {idOf, maybeId} from "./ids.ts";

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** A link to a post, which X shows as a quote. */
const postLink = /^https?:\/\/(?:www\.|mobile\.)?(?:twitter|x)\.com\/\w+\/status\/(\d{1,19})\/?(?:\?.*)?$/;

/** One own post of `tweets.js` as a row of `posts`; the text itself is not kept. */
export function postOf(tweet: Json, accountId: string, where: string): RawRow & {created_at: Date} {
  const entities = (tweet.entities ?? {}) as Json;
  const postId = idOf(tweet.id_str ?? tweet.id, where);
  const text = String(tweet.full_text ?? tweet.text ?? "");
  const urls = listOf(entities.urls).map((url) => String(url.expanded_url ?? url.url ?? ""));
  const quoted = urls.map((url) => postLink.exec(url)?.[1]).find((id) => id !== undefined && id !== postId);
  const repliedTo = maybeId(tweet.in_reply_to_status_id_str ?? tweet.in_reply_to_status_id, where);
  const repliedToUser = maybeId(tweet.in_reply_to_user_id_str ?? tweet.in_reply_to_user_id, where);
  const kind = /^RT @\w+:/.test(text)
    ? "repost"
    : repliedTo || repliedToUser
      ? "reply"
      : quoted
        ? "quote"
        : "post";
  return {
    account_id: accountId,
    post_id: postId,
    author_id: accountId,
    created_at: timeOf(tweet.created_at, where),
    kind,
    in_reply_to_user_id: repliedToUser,
    referenced_post_id: kind === "reply" ? repliedTo : kind === "quote" ? quoted : null,
    hashtags: listOf(entities.hashtags).map((hashtag) => String(hashtag.text)),
    mentions: listOf(entities.user_mentions)
      .map((mention) => maybeId(mention.id_str ?? mention.id, where))
      .filter((id) => id !== null),
    urls: urls.filter((url) => url !== ""),
    lang: typeof tweet.lang === "string" ? tweet.lang : null,
    reposts_count: countOf(tweet.retweet_count),
    likes_count: countOf(tweet.favorite_count)
  };
}

/** X's `Sat Feb 18 19:45:15 +0000 2023`, or an ISO time. */
function timeOf(value: unknown, where: string): Date {
  const text = String(value);
  const time = new Date(text);
  const isKnown = /^\w{3} \w{3} \d\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}$|^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
  if (isKnown && !Number.isNaN(time.getTime())) return time;
  throw new UserError(
    `${where}: created_at ${JSON.stringify(text.slice(0, 40))} is not a time: use the file as X delivered it`
  );
}

/** Counts are texts, in 2018 floats ("0.0"). */
function countOf(value: unknown): number | null {
  const count = Math.trunc(Number(value ?? Number.NaN));
  return Number.isSafeInteger(count) && count >= 0 ? count : null;
}
