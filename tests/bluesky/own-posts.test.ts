import {describe, expect, it, vi} from "vitest";
import {ToldWorld} from "./told.ts";

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
});
