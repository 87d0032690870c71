import {describe, expect, it} from "vitest";
import {
  postSchema,
  readOne,
  readPage,
  readProblem,
  userSchema
} from "../../../data-loaders/x/protocol/answers.ts";

// The same post and user in the two field dialects of X's documentation and of its API description 2.167.
const old = {
  post: {
    id: "1346889436626259968",
    author_id: "2244994945",
    created_at: "2021-01-06T18:40:40.000Z",
    conversation_id: "1346889436626259968",
    in_reply_to_user_id: "6253282",
    edit_history_tweet_ids: ["1346889436626259968"],
    referenced_tweets: [
      {type: "replied_to", id: "1346889436626250000"},
      {type: "retweeted", id: "9"}
    ],
    entities: {
      hashtags: [{start: 0, end: 4, tag: "dev"}],
      mentions: [{start: 5, end: 9, username: "api", id: "6253282"}],
      urls: [{start: 10, end: 33, url: "https://t.co/a", expanded_url: "https://example.org/"}]
    },
    lang: "en",
    public_metrics: {retweet_count: 8, reply_count: 2, like_count: 40, quote_count: 1, impression_count: 300}
  },
  user: {
    id: "2244994945",
    username: "dev",
    public_metrics: {followers_count: 5, following_count: 6, tweet_count: 7, listed_count: 8}
  }
};
const renewed = {
  post: {
    ...old.post,
    edit_history_tweet_ids: undefined,
    edit_history_post_ids: ["1346889436626259968"],
    referenced_tweets: undefined,
    referenced_posts: [
      {type: "replied_to", id: "1346889436626250000"},
      {type: "reposted", id: "9"}
    ],
    public_metrics: {repost_count: 8, reply_count: 2, like_count: 40, quote_count: 1, impression_count: 300}
  },
  user: {
    id: "2244994945",
    username: "dev",
    public_metrics: {followers_count: 5, following_count: 6, post_count: 7, listed_count: 8}
  }
};

describe("both dialects", () => {
  it("read to the same post, and say which they were", () => {
    const post = postSchema.parse(old.post);
    expect(post).toMatchObject({
      id: "1346889436626259968",
      authorId: "2244994945",
      createdAt: new Date("2021-01-06T18:40:40Z"),
      inReplyToUserId: "6253282",
      references: [
        {type: "replied_to", id: "1346889436626250000"},
        {type: "reposted", id: "9"}
      ],
      hashtags: ["dev"],
      mentions: ["6253282"],
      namedInText: ["6253282"],
      urls: ["https://example.org/"],
      reposts: 8,
      likes: 40,
      dialect: "tweet"
    });
    expect(postSchema.parse(renewed.post)).toEqual({...post, dialect: "post"});
  });

  const names = (places: [id: string, start: number | undefined, end: number | undefined][], more = {}) =>
    postSchema.parse({
      id: "1",
      ...more,
      entities: {mentions: places.map(([id, start, end]) => ({id, start, end, username: "x"}))}
    }).namedInText;
  const answer = {in_reply_to_user_id: "5"};

  it("know which names of a reply stand in its text", () => {
    // "@ann @bob nice, @cid and @ann"
    const places: Parameters<typeof names>[0] = [
      ["3", 16, 20],
      ["1", 0, 4],
      ["2", 5, 9],
      ["1", 25, 29]
    ];
    expect(names(places, answer)).toEqual(["3", "1"]);
    expect(names(places, {referenced_tweets: [{type: "replied_to", id: "9"}]})).toEqual(["3", "1"]);
    // ". @ann @bob": nothing leads, so X put nobody there.
    expect(names([["1", 2, 6], ["2", 7, 11]], answer)).toEqual(["1", "2"]); // prettier-ignore
    // "@ann, @bob": the comma is the author's.
    expect(names([["1", 0, 4], ["2", 6, 10]], answer)).toEqual(["2"]); // prettier-ignore
  });

  it("take no name of a reply to be in its text where X does not say where it stands", () =>
    expect(names([["1", undefined, undefined]], answer)).toEqual([]));

  it("know that who begins a thread wrote every name in it", () =>
    expect(names([["1", 0, 4], ["2", 5, 9]])).toEqual(["1", "2"])); // prettier-ignore

  it("read to the same user", () => {
    const user = userSchema.parse(old.user);
    expect(user).toMatchObject({
      followers: 5,
      following: 6,
      posts: 7,
      listed: 8,
      createdAt: null,
      connection: null,
      dialect: "tweet"
    });
    expect(userSchema.parse(renewed.user)).toEqual({...user, dialect: "post"});
  });
});

it("keeps ids as text and refuses what is no id", () => {
  expect(readPage({data: [{id: "9223372036854775807"}], meta: {}}, userSchema).items[0]!.id).toBe(
    "9223372036854775807"
  );
  expect(() => readPage({data: [{id: 2051096097834344448}], meta: {}}, userSchema)).toThrow(
    "unknown shape (0.id"
  );
});

it("reads X's refusals in all their forms", () => {
  expect(
    readProblem({title: "Too Many Requests", detail: "Too Many Requests", type: "about:blank", status: 429})
  ).toMatchObject({title: "Too Many Requests", type: "about:blank"});
  expect(readProblem({errors: [{code: 88, message: "Rate limit exceeded"}]})).toMatchObject({
    detail: "Rate limit exceeded"
  });
  expect(readProblem("<html>busy</html>")).toBeNull();
  const missing = {
    value: "7",
    detail: "Could not find user with id: [7].",
    title: "Not Found Error",
    resource_id: "7",
    type: "https://api.twitter.com/2/problems/resource-not-found"
  };
  expect(readOne({errors: [missing]}, userSchema)).toMatchObject({
    problem: {subject: "7", type: "resource-not-found"}
  });
  expect(readPage({errors: [missing]}, userSchema)).toMatchObject({isEmptyHanded: true, items: []});
  expect(readPage({meta: {result_count: 0}}, userSchema)).toMatchObject({
    isEmptyHanded: false,
    items: [],
    nextToken: null
  });
});
