import {afterEach, beforeEach, describe, expect, it} from "vitest";
import type {LocalPost} from "../../data-loaders/demo/backend.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {isLong} from "../long.ts";
import {modelRows} from "../model-rows.ts";
import {account, openBench, people, postOf, TinyX, type Bench} from "./tiny.ts";

let x: TinyX;
let bench: Bench;
const dayMs = 86_400_000;
beforeEach(async () => {
  x = new TinyX();
  x.followers = people(30);
  bench = await openBench(x);
});
afterEach(() => bench.close());

const at = (days: number) => new Date(Date.parse("2025-03-03T12:00:00Z") + days * dayMs);
const by = (authorId: string, id: string, days: number, more: Partial<LocalPost> = {}) =>
  postOf(id, at(days), {authorId, ...more});
const polls = (kind: string) =>
  bench.rows<{from: Date; to: Date; rows: bigint; capped: boolean; complete: boolean}>(
    `select "from", "to", rows, capped, complete from raw.polls where kind = '${kind}' order by "to", target`
  );
const asked = (endpoint: string) => bench.x.requests[endpoint]?.requests ?? 0;

describe("mentions", () => {
  it("are replies, quotes of own posts, or mentions, and only by others", async () => {
    x.tweets = [postOf("500", at(-1))];
    x.mentions = [
      by("9", "605", -0.1, {inReplyToUserId: account, referenced: {type: "replied_to", id: "500"}}),
      by("9", "604", -0.2, {referenced: {type: "quoted", id: "500"}}),
      by("8", "603", -0.3, {referenced: {type: "quoted", id: "77"}}),
      by("8", "602", -0.4, {inReplyToUserId: "7", referenced: {type: "replied_to", id: "78"}}),
      by(account, "601", -0.5)
    ];
    await bench.snapshot();
    expect(
      await bench.rows(`select act_id, actor_id::int as actor, kind, target_post_id::int as target, is_exact,
        after = before as is_point from raw.interactions order by act_id desc`)
    ).toEqual([
      {act_id: "605", actor: 9, kind: "reply", target: 500, is_exact: true, is_point: true},
      {act_id: "604", actor: 9, kind: "quote", target: 500, is_exact: true, is_point: true},
      {act_id: "603", actor: 8, kind: "mention", target: null, is_exact: true, is_point: true},
      {act_id: "602", actor: 8, kind: "mention", target: null, is_exact: true, is_point: true}
    ]);
  });

  it("are no reposts: neither of what somebody else wrote about the account, nor of an own post that is not known", async () => {
    const brand = {id: account, username: "brand"};
    const repost = (id: string, of: string, author: string) =>
      by("9", id, -0.1, {
        text: `RT @${author}: ask @brand`,
        mentions: [{id: "21", username: author}, brand],
        referenced: {type: "retweeted", id: of}
      });
    x.tweets = [postOf("500", at(-1))];
    x.mentions = [repost("605", "77", "ann"), repost("604", "400", "brand"), repost("603", "500", "brand")];
    x.mentions.push(by("9", "602", -0.2));
    await bench.snapshot();
    expect(await bench.rows("select act_id, kind from raw.interactions order by act_id desc")).toEqual([
      {act_id: "603", kind: "repost"},
      {act_id: "602", kind: "mention"}
    ]);
    expect(await bench.rows("select act_id, how from raw.addressed order by act_id desc")).toEqual([
      {act_id: "603", how: "repost"},
      {act_id: "602", how: "mention"}
    ]);
  });

  it("are one act where they were edited after they had been read, under the time of the first version", async () => {
    x.mentions = [by("9", "601", -0.01)];
    await bench.snapshot();
    bench.clock.days(1);
    x.mentions = [by("9", "602", 0.01, {versions: ["601", "602"]})];
    await bench.snapshot();
    expect(
      await modelRows(
        bench.dataDir,
        "interactions",
        "select act_id, acted_after, acted_before from interactions"
      )
    ).toEqual([{act_id: "601", acted_after: at(-0.01), acted_before: at(-0.01)}]);
  });

  it("say whom they address: who is answered, quoted or named in the text, not who stands before it", async () => {
    const brand = {id: account, username: "brand"};
    const [ann, bob] = [
      {id: "21", username: "ann"},
      {id: "22", username: "bob"}
    ];
    const answer = (id: string) => ({
      inReplyToUserId: id,
      referenced: {type: "replied_to" as const, id: "78"}
    });
    x.tweets = [postOf("500", at(-1))];
    x.mentions = [
      // Ann is answered, the brand stands before the text only because the thread has it.
      by("9", "609", -0.1, {...answer("21"), text: "@ann @brand yes", mentions: [ann, brand]}),
      // The same, but the text turns to the brand and to Bob.
      by("9", "608", -0.2, {...answer("21"), text: "@ann ask @brand or @bob", mentions: [ann, brand, bob]}),
      // The brand is answered, Ann stands before the text.
      by("9", "607", -0.3, {...answer(account), text: "@brand @ann thanks", mentions: [brand, ann]}),
      // Who begins a thread writes the names before its text too.
      by("9", "606", -0.4, {text: "@brand @ann look", mentions: [brand, ann]}),
      // One's own post is answered.
      by("9", "605", -0.5, {...answer("9"), text: "@brand and more", mentions: [brand]}),
      by("9", "604", -0.6, {
        text: "so true @bob",
        mentions: [bob],
        referenced: {type: "quoted", id: "500"}
      })
    ];
    await bench.snapshot();
    expect(
      await bench.rows(`select act_id, string_agg(concat(case when a.user_id = a.account_id then 'brand' else a.user_id::varchar end,
          ' ', how), ', ' order by a.user_id desc) as addressed,
        any_value(case when target_user_id = account_id then 'brand' else target_user_id::varchar end) as toward, any_value(kind) as kind
        from raw.addressed a join raw.interactions using (account_id, snapshot_id, act_id)
        group by act_id order by act_id desc`)
    ).toEqual([
      {act_id: "609", addressed: "21 reply", toward: "21", kind: "reply"},
      {act_id: "608", addressed: "brand mention, 22 mention, 21 reply", toward: "brand", kind: "mention"},
      {act_id: "607", addressed: "brand reply", toward: "brand", kind: "reply"},
      {act_id: "606", addressed: "brand mention, 21 mention", toward: "brand", kind: "mention"},
      {act_id: "605", addressed: "9 reply", toward: "9", kind: "reply"},
      {act_id: "604", addressed: "brand quote, 22 mention", toward: "brand", kind: "quote"}
    ]);
  });

  it("address the account where X does not say which names they have", async () => {
    x.mentions = [by("9", "601", -0.1, {inReplyToUserId: "7", referenced: {type: "replied_to", id: "78"}})];
    await bench.snapshot();
    expect(
      await bench.rows("select user_id::varchar as user, how from raw.addressed order by user_id")
    ).toEqual([
      {user: "7", how: "reply"},
      {user: account, how: "mention"}
    ]);
  });

  it("are read down to the last known one, and a poll continues the one before", async () => {
    x.mentions = [by("9", "602", -1), by("9", "601", -2)];
    await bench.snapshot();
    bench.clock.days(1);
    x.mentions = [by("9", "603", 0.5), ...x.mentions];
    await bench.snapshot(); // from the store
    bench.clock.days(1);
    x.mentions = x.mentions.slice(1); // the newest was deleted
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory}); // from memory
    expect(await polls("mention")).toEqual([
      {from: new Date("2020-01-01T00:00:00Z"), to: at(0), rows: 2n, capped: false, complete: true},
      {from: at(0), to: at(1), rows: 1n, capped: false, complete: true},
      {from: at(1), to: at(2), rows: 0n, capped: false, complete: true},
      {from: at(2), to: at(3), rows: 0n, capped: false, complete: true}
    ]);
    expect(await bench.rows("select count(*)::int as n from raw.interactions")).toEqual([{n: 3}]);
  });

  it("are read though X shows the first ever only after it was asked, or this machine's clock is ahead", async () => {
    await bench.snapshot();
    bench.clock.days(1);
    x.mentions = [by("9", "601", -0.005)];
    await bench.snapshot(); // from the store
    expect(await bench.rows("select act_id from raw.interactions")).toEqual([{act_id: "601"}]);
  });

  it("are capped where X shows 800 and not the last known one", async () => {
    const many = (count: number, from: number, days: number) =>
      Array.from({length: count}, (_, nth) => by("9", String(from - nth), days - nth / 10_000));
    x.mentions = many(850, 10_850, -1);
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    x.mentions = [...many(801, 20_801, 1), ...x.mentions];
    await bench.snapshot({memory});
    expect(await polls("mention")).toEqual([
      {from: at(-1 - 799 / 10_000), to: at(0), rows: 800n, capped: true, complete: true},
      {from: at(1 - 799 / 10_000), to: at(1), rows: 800n, capped: true, complete: true}
    ]);
  });

  it("are read down to where reading ended, though a file is declared to hold all of a later time", async () => {
    x.mentions = [by("9", "601", -1)];
    await bench.snapshot();
    const declare = (from: number, to: number) =>
      writeSnapshot(
        bench.dataDir,
        {source: "tables", takenAt: at(to), key: `${from}..${to}`},
        async (writer) => {
          const poll = {kind: "mention", target: null, from: at(from), to: at(to), complete: true};
          await writer.append("polls", {account_id: account, ...poll, declared: true});
          for (const {id, createdAt} of x.mentions.filter(
            (one) => at(from) < one.createdAt && one.createdAt <= at(to)
          ))
            await writer.append("interactions", {
              account_id: account,
              act_id: id,
              actor_id: "9",
              kind: "mention",
              target_user_id: account,
              post_id: id,
              after: createdAt,
              before: createdAt,
              is_exact: true
            });
          return {accounts: [account]};
        }
      );
    x.mentions = [by("9", "604", 7.5), by("9", "603", 5.5), by("9", "602", 3), ...x.mentions];
    await declare(5, 6);
    bench.clock.days(8);
    await bench.snapshot();
    const ids = "select distinct act_id from raw.interactions order by act_id";
    expect(await bench.rows(ids)).toEqual(["601", "602", "603", "604"].map((act_id) => ({act_id})));
    // One that begins before reading ended goes on with it.
    await declare(7.5, 12);
    bench.clock.days(6);
    await bench.snapshot();
    const read = (await polls("mention")).filter(({rows}) => rows !== null);
    expect(read.map(({from, to}) => ({from, to}))).toEqual([
      {from: new Date("2020-01-01T00:00:00Z"), to: at(0)},
      {from: at(0), to: at(8)},
      {from: at(12), to: at(14)}
    ]);
  });

  it("that were cut short by an error are incomplete, and are read again from the last complete poll", async () => {
    await bench.close();
    let isBroken = false;
    bench = await openBench(x, {
      fault: ({endpoint, query}) =>
        isBroken && endpoint === "/2/users/:id/mentions" && query.has("pagination_token")
          ? {status: 500, body: "<html>"}
          : undefined
    });
    x.mentions = [by("9", "601", -1)];
    const {memory} = await bench.snapshot();
    x.mentions = [
      ...Array.from({length: 150}, (_, nth) => by("9", String(902 - nth), 0.9 - nth / 1000)),
      ...x.mentions
    ];
    bench.clock.days(1);
    isBroken = true;
    const {manifest} = await bench.snapshot({memory});
    expect(manifest.notes).toContain("mentions: page 2: X answered 500");
    isBroken = false;
    bench.clock.days(1);
    await bench.snapshot({memory});
    const [, broken, healed] = await polls("mention");
    expect(broken).toMatchObject({from: at(0.9 - 99 / 1000), rows: 100n, complete: false, capped: false});
    expect(healed).toMatchObject({from: at(0), rows: 150n, complete: true});
  });
});

describe("own posts", () => {
  it("are stored with their counts, read once, and refreshed when an age has come", async () => {
    x.tweets = [
      postOf("502", at(-0.1), {referenced: {type: "retweeted", id: "1"}}),
      postOf("501", at(-0.2), {
        likes: 3,
        reposts: 2,
        hashtags: ["coffee"],
        mentions: [{id: "9", username: "n"}]
      })
    ];
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    x.tweets[1] = {...x.tweets[1]!, likes: 5};
    x.tweets.unshift(
      postOf("503", at(0.5), {inReplyToUserId: "9", referenced: {type: "replied_to", id: "4"}})
    );
    const {manifest} = await bench.snapshot({memory});
    expect(
      await bench.rows(`select post_id::int as id, kind, likes_count::int as likes, reposts_count::int as reposts,
        hashtags, mentions::varchar as mentions from raw.posts order by snapshot_id, post_id`)
    ).toEqual([
      {id: 501, kind: "post", likes: 3, reposts: 2, hashtags: ["coffee"], mentions: "[9]"},
      {id: 502, kind: "repost", likes: 0, reposts: 0, hashtags: [], mentions: "[]"},
      {id: 501, kind: "post", likes: 5, reposts: 2, hashtags: ["coffee"], mentions: "[9]"},
      {id: 503, kind: "reply", likes: 0, reposts: 0, hashtags: [], mentions: "[]"}
    ]);
    expect(manifest.requests!.find(({endpoint}) => endpoint === "/2/tweets")).toMatchObject({
      requests: 1,
      resources: 1
    });
  });
});

describe("polls of own posts", () => {
  const post = () => postOf("500", at(-0.5), {likes: 1, reposts: 1, quotes: 1});
  const likerPolls = () => asked("/2/tweets/:id/liking_users");

  it("are made at the first snapshot at or after 1, 3, 7 and 30 days, each once", async () => {
    x.tweets = [post()];
    let {memory} = await bench.snapshot();
    const polledOn: number[] = [];
    const days = isLong
      ? Array.from({length: 45}, (_, nth) => nth + 1)
      : // The days around each age.
        [1, 2, 3, 4, 5, 7, 8, 28, 29, 30, 31, 32, 45];
    let last = 0;
    for (const [nth, day] of days.entries()) {
      bench.clock.days(day - last);
      last = day;
      x.tweets = [{...post(), likes: day, reposts: day, quotes: day}];
      const before = likerPolls();
      // Every other snapshot reads its memory from the store, as a process of its own would.
      ({memory} = await bench.snapshot(nth % 2 === 0 ? {memory, head: true} : {head: true}));
      if (likerPolls() > before) polledOn.push(day);
    }
    expect(polledOn).toEqual([1, 3, 7, 30]);
    expect(asked("/2/tweets/:id/retweets")).toBe(4);
    expect(asked("/2/tweets/:id/quote_tweets")).toBe(4);
    const rows = await polls("like");
    expect(rows.map(({from}) => from)).toEqual([at(-0.5), at(1), at(3), at(7)]);
    expect(rows.map(({to}) => to)).toEqual([at(1), at(3), at(7), at(30)]);
  });

  it("catch up a missed age once", async () => {
    x.tweets = [post()];
    const {memory} = await bench.snapshot();
    bench.clock.days(12);
    await bench.snapshot({memory});
    bench.clock.days(1);
    await bench.snapshot({memory});
    expect((await polls("like")).map(({to}) => to)).toEqual([at(12)]);
  });

  it("are not made for posts that were over 30 days old when watching began", async () => {
    x.tweets = [post(), postOf("400", at(-31), {likes: 9})];
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    bench.clock.days(1);
    await bench.snapshot();
    expect(
      await bench.rows("select distinct target::int as target from raw.polls where target is not null")
    ).toEqual([{target: 500}]);
  });

  it("store no repost of a quote, which X gives among the quotes, as a quote by whoever reposted it", async () => {
    x.tweets = [post()];
    const quote = by("8", "702", 0.3, {referenced: {type: "quoted", id: "500"}});
    const repost = by("7", "703", 0.4, {
      text: "RT @ann: look",
      referenced: {type: "retweeted", id: "702"}
    });
    x.quotes.set("500", [repost, quote]);
    bench.clock.days(1);
    await bench.snapshot();
    expect(await bench.rows("select act_id, kind from raw.interactions")).toEqual([
      {act_id: "702", kind: "quote"}
    ]);
    expect(await bench.rows("select rows, complete from raw.polls where kind = 'quote'")).toEqual([
      {rows: 2n, complete: true}
    ]);
  });

  it("store reposts and quotes at their time, likes between two polls, and each act once", async () => {
    x.tweets = [post()];
    x.reposts.set("500", [by("9", "701", 0.2)]);
    x.quotes.set("500", [by("8", "702", 0.3)]);
    x.likes.set("500", ["9"]);
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    x.likes.set("500", ["7", "9"]);
    x.tweets = [{...post(), likes: 2}];
    bench.clock.days(2);
    await bench.snapshot();
    expect(
      await bench.rows(`select act_id, actor_id::int as actor, kind, target_post_id::int as target, after, before, is_exact
        from raw.interactions order by kind, before`)
    ).toEqual([
      {
        act_id: "like:9:500",
        actor: 9,
        kind: "like",
        target: 500,
        after: at(-0.5),
        before: at(1),
        is_exact: false
      },
      {
        act_id: "like:7:500",
        actor: 7,
        kind: "like",
        target: 500,
        after: at(1),
        before: at(3),
        is_exact: false
      },
      {act_id: "702", actor: 8, kind: "quote", target: 500, after: at(0.3), before: at(0.3), is_exact: true},
      {act_id: "701", actor: 9, kind: "repost", target: 500, after: at(0.2), before: at(0.2), is_exact: true}
    ]);
  });

  it("ask for nothing where X's count is what it was, and date a later like from the last that was asked", async () => {
    x.tweets = [{...post(), likes: 1, reposts: 0, quotes: 0}];
    x.likes.set("500", ["9"]);
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    bench.clock.days(2);
    // Read from the store, as a process of its own would.
    await bench.snapshot();
    expect(likerPolls()).toBe(1);
    x.likes.set("500", ["7", "9"]);
    x.tweets = [{...post(), likes: 2, reposts: 0, quotes: 0}];
    bench.clock.days(4);
    await bench.snapshot();
    expect(likerPolls()).toBe(2);
    expect(
      await bench.rows(
        `select "to", rows::int as rows, reported_count::int as reported, complete from raw.polls where kind = 'like' order by "to"`
      )
    ).toEqual([
      {to: at(1), rows: 1, reported: 1, complete: true},
      {to: at(3), rows: null, reported: 1, complete: true},
      {to: at(7), rows: 2, reported: 2, complete: true}
    ]);
    expect(
      await bench.rows("select after, before from raw.interactions where act_id = 'like:7:500'")
    ).toEqual([{after: at(1), before: at(7)}]);
  });

  it("say where X's 100 likers a post cut them off", async () => {
    x.tweets = [{...post(), likes: 250}];
    x.likes.set("500", people(250));
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    expect(
      await bench.rows(
        "select rows::int as rows, reported_count::int as reported, capped, complete from raw.polls where kind = 'like'"
      )
    ).toEqual([{rows: 100, reported: 250, capped: true, complete: true}]);
  });

  it("say so too where one of the hundred is suspended, and ask again though X counts as many", async () => {
    x.tweets = [{...post(), likes: 135, reposts: 0, quotes: 0}];
    x.likes.set("500", people(99));
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    bench.clock.days(2);
    await bench.snapshot();
    expect(
      await bench.rows(
        "select rows::int as rows, capped, complete from raw.polls where kind = 'like' order by \"to\""
      )
    ).toEqual([
      {rows: 99, capped: true, complete: true},
      {rows: 99, capped: true, complete: true}
    ]);
  });

  it("take a count of zero as the answer, without asking for an empty list", async () => {
    x.tweets = [postOf("500", at(-0.5))];
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    expect(
      await bench.rows(
        "select kind, rows::int as rows, reported_count::int as reported, complete from raw.polls where target = 500 order by kind"
      )
    ).toEqual([
      {kind: "like", rows: 0, reported: 0, complete: true},
      {kind: "quote", rows: 0, reported: 0, complete: true},
      {kind: "repost", rows: 0, reported: 0, complete: true}
    ]);
    expect(likerPolls()).toBe(0);
  });

  it("try an age again after an error, three times at most", async () => {
    await bench.close();
    bench = await openBench(x, {
      fault: ({endpoint}) =>
        endpoint === "/2/tweets/:id/liking_users" ? {status: 403, body: {title: "Forbidden"}} : undefined
    });
    x.tweets = [postOf("500", at(-8), {likes: 1})];
    let {memory} = await bench.snapshot();
    for (let day = 1; day <= 5; day++) {
      bench.clock.days(1);
      ({memory} = await bench.snapshot(day % 2 === 0 ? {memory} : {}));
    }
    expect((await polls("like")).map(({complete}) => complete)).toEqual([false, false, false]);
  });

  it("do not ask for likers with a bearer token: no poll row means not collected", async () => {
    await bench.close();
    bench = await openBench(x, {kind: "bearer"});
    x.tweets = [post()];
    const {memory} = await bench.snapshot();
    bench.clock.days(1);
    await bench.snapshot({memory});
    expect(likerPolls()).toBe(0);
    expect(
      await bench.rows("select distinct kind from raw.polls where target is not null order by kind")
    ).toEqual([{kind: "quote"}, {kind: "repost"}]);
  });

  it("wait for the limit of 75 requests in 15 minutes on the clock", async () => {
    x.tweets = Array.from({length: 80}, (_, nth) =>
      postOf(String(600 - nth), at(-1 - nth / 1000), {likes: 1})
    );
    await bench.snapshot();
    expect(bench.x.requests["/2/tweets/:id/liking_users"]!.requests).toBe(80);
    expect(bench.clock.slept).toHaveLength(1);
    expect(bench.clock.slept[0]).toBeCloseTo(900_000, -4);
  });
});
