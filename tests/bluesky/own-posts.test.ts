import {describe, expect, it, vi} from "vitest";
import {hours, ToldWorld} from "./told.ts";

/** Pages so small that a few posts fill some. */
vi.mock("../../src/networks/bluesky.ts", async (load) => ({...(await load<object>()), blueskyFeedPage: 7}));

describe("own posts", () => {
  it("are not read whole where a page repeats the one before, though the next one is known already", async () => {
    const world = new ToldWorld();
    const dir = await world.store();
    const say = (from: number) => {
      for (let nth = 0; nth < 14; nth++) world.say("brand", {at: from + nth});
    };
    say(-900);
    await world.start();
    await world.look(dir, 0, false);
    say(1);
    // Before the feed two profiles and two lists are asked for.
    const repeated = {on: "app.bsky.feed.getAuthorFeed", from: 5, to: 6, do: {kind: "repeat-page"}} as const;
    await world.start({rules: [repeated], seed: 1});
    const {manifest} = await world.look(dir, 24, false);
    expect(manifest.notes).toContainEqual(expect.stringMatching(/^own posts: page 2: it only repeated/));
    await world.start();
    await world.look(dir, 48, false);
    const polls = "select rows::integer as rows, complete from raw.polls where kind = 'post' order by \"to\"";
    expect(await world.rows(dir, polls)).toEqual([
      {rows: 14, complete: true},
      // Seven, the same seven, and seven that were known.
      {rows: 21, complete: false},
      {rows: 21, complete: true}
    ]);
    const posts = "select count(distinct post_id)::integer as posts from raw.posts";
    expect(await world.rows(dir, posts)).toEqual([{posts: 28}]);
    await world.stop();
  });

  it("are asked for again when they are 30 days old, however many lie above them in the feed", async () => {
    const world = new ToldWorld();
    const dir = await world.store();
    const [first] = Array.from({length: 20}, (_, nth) => world.say("brand", {at: nth - 20}));
    await world.start();
    await world.look(dir, 0, false);
    world.like("anna", first!, {at: 100});
    await world.look(dir, 31 * 24, false);
    const acts = "select who(actor_id) as who, kind from raw.interactions";
    expect(await world.rows(dir, acts)).toEqual([{who: "anna", kind: "like"}]);
    await world.stop();
  });

  it("begin when they were first seen where they claim a later time, and what others did there is no later", async () => {
    const world = new ToldWorld();
    const dir = await world.store();
    // A device whose clock is four hours ahead.
    const post = world.say("brand", {at: 1, claims: 5, key: 5});
    world.say("anna", {at: 2}, {reply: post});
    world.say("bert", {at: 2, claims: -700}, {reply: post});
    world.like("carl", post, {at: 2});
    await world.start();
    for (const at of [3, 24]) await world.look(dir, at);
    const written = await world.rows(dir, "select distinct created_at as at from raw.posts");
    expect(written).toEqual([{at: hours(1)}]);
    const acts = await world.rows<{kind: string; who: string; after: Date; before: Date}>(
      dir,
      `select kind, who(actor_id) as who, max("after") as "after", min("before") as "before"
      from raw.interactions group by all order by who`
    );
    expect(acts.map(({who}) => who)).toEqual(["anna", "bert", "carl"]);
    for (const {after, before} of acts) {
      expect(after.getTime()).toBeLessThanOrEqual(hours(2).getTime());
      expect(before.getTime()).toBeGreaterThanOrEqual(hours(2).getTime());
    }
    await world.stop();
  });
});
