import type {Found, LocalPost, LocalUser} from "../backend.ts";

export type Json = Record<string, unknown>;

/** Which names X uses for posts: `tweet.fields` or `post.fields` decides. */
export type Dialect = "tweet" | "post";

const problems = "https://api.twitter.com/2/problems";

/** The developer account that pays. Its number exceeds 2^53. */
const developer = "2051096097834344448";

/**
 * X's body where the credits are used up. It is text, because X writes the account's number as a bare number, which no
 * double can hold: whoever parses it as JSON reads another one.
 */
export const creditsDepleted = `{"account_id":${developer},"title":"CreditsDepleted","detail":"Your enrolled account [${developer}] does not have any credits to fulfill this request.","type":"${problems}/credits"}`;

/** X's body for a refused request. */
export const problem = {
  unauthorized: {title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized"},
  tooMany: {title: "Too Many Requests", detail: "Too Many Requests", type: "about:blank", status: 429},
  notFound: {title: "Not Found", detail: "Not Found", type: "about:blank", status: 404},
  wrongAuth: {
    title: "Unsupported Authentication",
    detail:
      "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
    type: `${problems}/unsupported-authentication`,
    status: 403
  },
  appOnly: {
    title: "Unsupported Authentication",
    detail:
      "Authenticating with OAuth 2.0 User Context is forbidden for this endpoint.  Supported authentication types are [OAuth 2.0 Application-Only].",
    type: `${problems}/unsupported-authentication`,
    status: 403
  },
  /** Said of a spending limit of the billing cycle; X words it with status 403, not 402. */
  spendCap: {
    title: "SpendCapReached",
    detail: `Your enrolled account [${developer}] has reached its billing cycle spend cap.`,
    type: `${problems}/credits`,
    status: 403
  },
  notEnrolled: (reason: "client-not-enrolled" | "user-not-enrolled") => ({
    reason,
    title: "Client Forbidden",
    detail:
      "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a developer App that is attached to a Project.",
    registration_url: "https://developer.x.com/en/docs/projects/overview",
    required_enrollment: "Appropriate Level of API Access",
    type: `${problems}/client-forbidden`,
    status: 403
  }),
  /** The form of the older API, which X's pages still show for 429. */
  oldTooMany: {errors: [{code: 88, message: "Rate limit exceeded"}]},
  invalid: (parameter: string, value: string, message: string) => ({
    errors: [{parameters: {[parameter]: [value]}, message}],
    title: "Invalid Request",
    detail: "One or more parameters to your request was invalid.",
    type: `${problems}/invalid-request`
  })
};

/** X's entry in `errors` for an account that it does not show. */
export function missingUser(
  id: string,
  status: "suspended" | "gone",
  parameter: "id" | "ids" | "username" | "usernames"
) {
  const noun = parameter === "username" || parameter === "usernames" ? parameter : "id";
  return {
    value: id,
    detail:
      status === "suspended"
        ? `User has been suspended: [${id}].`
        : `Could not find user with ${noun}: [${id}].`,
    title: status === "suspended" ? "Forbidden" : "Not Found Error",
    resource_type: "user",
    parameter,
    resource_id: id,
    type: `${problems}/resource-not-found`
  };
}

/** X's entry in `errors` for something the token may not see. */
export function withheld(id: string, noun: "user" | "tweet", parameter: "id" | "ids") {
  return {
    value: id,
    detail: `Sorry, you are not authorized to see the ${noun === "user" ? "user" : "Tweet"} with ${parameter}: [${id}].`,
    title: "Authorization Error",
    resource_type: noun,
    parameter,
    resource_id: id,
    section: "data",
    type: `${problems}/not-authorized-for-resource`
  };
}

/** X's entry in `errors` for a post that it does not show. */
export function missingPost(id: string, parameter: "id" | "ids") {
  return {
    value: id,
    detail: `Could not find tweet with ${parameter}: [${id}].`,
    title: "Not Found Error",
    resource_type: "tweet",
    parameter,
    resource_id: id,
    type: `${problems}/resource-not-found`
  };
}

/** A user with the fields that were asked for. What is not set is left out, never null. */
export function userAnswer(
  user: LocalUser,
  fields: ReadonlySet<string>,
  dialect: Dialect,
  connection: string[] | null
): Json {
  const answer: Json = {id: user.id, name: user.name, username: user.username};
  if (fields.has("created_at")) answer.created_at = user.createdAt.toISOString();
  if (fields.has("description")) answer.description = user.description;
  if (fields.has("location") && user.location !== null) answer.location = user.location;
  if (fields.has("protected")) answer.protected = user.isProtected;
  if (fields.has("verified")) answer.verified = user.isVerified;
  if (fields.has("public_metrics")) {
    answer.public_metrics = {
      followers_count: user.followers,
      following_count: user.following,
      [dialect === "tweet" ? "tweet_count" : "post_count"]: user.posts,
      listed_count: user.listed
    };
  }
  if (fields.has("connection_status") && connection?.length) answer.connection_status = connection;
  return answer;
}

/** A post with the fields and expansions that were asked for. */
export function postAnswer(
  post: LocalPost,
  fields: ReadonlySet<string>,
  expansions: ReadonlySet<string>,
  dialect: Dialect
): Json {
  const isTweet = dialect === "tweet";
  // In the new dialect these are expansions only, in the old one fields that expansions bring along.
  const has = (name: string) => expansions.has(name) || (isTweet && fields.has(name));
  const answer: Json = {id: post.id, text: post.text};
  answer[isTweet ? "edit_history_tweet_ids" : "edit_history_post_ids"] = post.versions ?? [post.id];
  if (fields.has("created_at")) answer.created_at = post.createdAt.toISOString();
  if (fields.has("conversation_id")) answer.conversation_id = post.conversationId;
  if (fields.has("lang")) answer.lang = post.lang;
  if (has("author_id")) answer.author_id = post.authorId;
  if (post.inReplyToUserId !== null && has("in_reply_to_user_id")) {
    answer.in_reply_to_user_id = post.inReplyToUserId;
  }
  if (post.referenced) {
    if (isTweet && (fields.has("referenced_tweets") || expansions.has("referenced_tweets.id"))) {
      answer.referenced_tweets = [post.referenced];
    }
    if (!isTweet && expansions.has("referenced_posts")) answer.referenced_posts = [post.referenced];
  }
  if (fields.has("entities")) {
    const entities = entitiesOf(post);
    if (Object.keys(entities).length > 0) answer.entities = entities;
  }
  if (fields.has("public_metrics")) {
    answer.public_metrics = {
      [isTweet ? "retweet_count" : "repost_count"]: post.reposts,
      reply_count: post.replies,
      like_count: post.likes,
      quote_count: post.quotes,
      bookmark_count: 0,
      impression_count: post.impressions
    };
  }
  return answer;
}

function entitiesOf({text, hashtags, mentions}: LocalPost): Json {
  const at = (needle: string) => {
    const start = Math.max(0, text.indexOf(needle));
    return {start, end: start + needle.length};
  };
  return {
    ...(hashtags.length > 0 && {hashtags: hashtags.map((tag) => ({...at(`#${tag}`), tag}))}),
    ...(mentions.length > 0 && {
      mentions: mentions.map(({id, username}) => ({...at(`@${username}`), username, id}))
    })
  };
}

/** The active profile of an answer, or null. */
export const shown = (found: Found | null): LocalUser | null =>
  found?.status === "active" ? found.user : null;
