import {describe, expect, it} from "vitest";
import {createRandom} from "../../data-loaders/demo/random.ts";
import {ActMemory, isUnchanged, type PolledKind} from "../../data-loaders/act-memory.ts";
import {actLines, actPolls, countsDue, mostActLines, pollsAPost} from "../../src/plan/polls.ts";
import type {Facts} from "../../src/plan/facts.ts";

const dayMs = 86_400_000;
const began = Date.parse("2025-01-01T00:00:00Z");
const after = (days: number) => new Date(began + days * dayMs);

/**
 * What the loader would ask of posts made every `step` days, seen every so many days: `acts` says when the acts on the
 * nth post came, in days of its age.
 */
function simulate(
  every: number,
  {posts, step}: {posts: number; step: number},
  acts: (nth: number) => number[]
) {
  const memory = new ActMemory();
  memory.watchingSince = after(0);
  const came = new Map<string, number[]>();
  for (let nth = 0; nth < posts; nth++) {
    came.set(String(nth + 1), acts(nth));
    memory.addPost(
      {id: String(nth + 1), createdAt: after(nth * step), conversationId: null},
      "post",
      after(0)
    );
  }
  const counted = {polls: 0, asked: 0, rows: 0};
  for (let day = every; day <= posts * step + 60 + every; day += every) {
    for (const {post} of memory.due(after(day), ["like"] as PolledKind[])) {
      const age = day - (post.createdAt.getTime() - began) / dayMs;
      const all = came.get(post.id)!.filter((at) => at <= age).length;
      const isAsked = !isUnchanged(post, "like", all);
      counted.polls += 1;
      // A count of zero is an answer: nothing is asked.
      counted.asked += isAsked && all > 0 ? 1 : 0;
      counted.rows += isAsked ? Math.min(100, all) : 0;
      post.polls.like.push({to: after(day), complete: true, capped: all > 100, reported: all, isAsked});
    }
  }
  return {polls: counted.polls / posts, asked: counted.asked / posts, rows: counted.rows / posts};
}

describe("polls of a post", () => {
  it.each([
    [1, 4],
    // Of seven offsets of the week two meet the post from 1 to 3 days old, four from 3 to 7.
    [7, 2 / 7 + 4 / 7 + 2],
    [30, 2 / 30 + 4 / 30 + 23 / 30 + 1]
  ])("with %i days between snapshots", (every, polls) => {
    expect(pollsAPost(every)).toBeCloseTo(polls, 9);
  });

  it.each([1, 7, 30])("are as many as the loader makes, %i days apart", (every) => {
    // A post an hour meets every offset alike.
    const {polls} = simulate(every, {posts: every * 24, step: 1 / 24}, () => []);
    expect(polls).toBeCloseTo(pollsAPost(every), 9);
  });
});

describe("acts of a post", () => {
  it("by hand, where each age is met at once", () => {
    // By 1, 3, 7 and 30 days 1 - 0.85 exp(-age / 0.3) - 0.15 exp(-age / 2.5) came: 0.86913, 0.95478, 0.99088, 1.00000.
    // With a mean of 2 and s come since the last, a count changed with a chance of 2s / (1 + 2s):
    // 0.63481 + 0.14625 + 0.06734 + 0.01791. Then 2s are new, and 2 (1 - 1 / (1 + 2s)²) of what was there come again:
    // 1.73826 + (0.17130 + 0.86913 × 0.54222) + (0.07220 + 0.95478 × 0.26028) + (0.01824 + 0.99088 × 0.07100)
    const {asked, rows} = actPolls(2, 0.01);
    expect(asked).toBeCloseTo(0.8663, 2);
    expect(rows).toBeCloseTo(2.7901, 2);
  });

  it("where they are few, each is read once; where they are many, at every poll", () => {
    expect(actPolls(0, 1)).toEqual({asked: 0, rows: 0});
    expect(actPolls(0.001, 1).rows / 0.001).toBeCloseTo(1, 2);
    expect(actPolls(1e6, 1).asked).toBeCloseTo(4, 2);
  });

  it("where all posts have more than X shows, all it shows at every poll", () => {
    const {asked, rows} = actPolls(100, 1, 100);
    expect(asked).toBeCloseTo(4, 2);
    expect(rows / 400).toBeCloseTo(1, 2);
  });

  it.each([
    [1, 3],
    [7, 3],
    [30, 3],
    [1, 40],
    [7, 40],
    [30, 40]
  ])("are as many as the loader would read, %i days apart, with a mean of %i", (every, mean) => {
    const random = createRandom(7);
    let shown = 0;
    const counted = simulate(every, {posts: 6000, step: 0.07}, () => {
      const acts = Array.from({length: random.poisson(random.exponential(mean))}, () =>
        random.exponential(random.chance(0.85) ? 0.3 : 2.5)
      );
      shown += Math.min(100, acts.length) / 6000;
      return acts;
    });
    const {asked, rows} = actPolls(shown, every, 100);
    expect(asked / counted.asked).toBeCloseTo(1, 1);
    expect(rows / counted.rows).toBeCloseTo(1, 1);
  });
});

describe("lines of a plan", () => {
  const facts = {posts: 2, reposts: 250, quotes: 0, likes: 500} as Facts;

  it("are of the posts made between two snapshots, in pages of a hundred", () => {
    const {asked, rows} = actPolls(250, 7);
    expect(actLines(facts, 7, "bearer")[0]).toEqual({
      endpoint: "tweets/:id/retweets",
      requests: 14 * asked * 3,
      resources: 14 * rows
    });
  });

  it("are at most every act X shows, at each poll", () => {
    // Two posts a day, four polls each: 8 × 250 rows in 8 × 3 pages, and 8 × 100 likers.
    expect(mostActLines(facts, 1, "user")).toEqual([
      {endpoint: "tweets/:id/retweets", requests: 24, resources: 2_000},
      {endpoint: "tweets/:id/quote_tweets", requests: 0, resources: 0},
      {endpoint: "tweets/:id/liking_users", requests: 8, resources: 800}
    ]);
    for (const [nth, {resources}] of actLines(facts, 1, "user").entries())
      expect(resources).toBeLessThanOrEqual(mostActLines(facts, 1, "user")[nth]!.resources);
  });

  it("count a post again at each age, but where it is first read when a day old already", () => {
    expect(countsDue(facts, 1)).toBe(8);
    // A week apart: 14 posts, 20/7 polls each; 12 of the 14 are a day old when first read.
    expect(countsDue(facts, 7)).toBeCloseTo(14 * (20 / 7) - 12, 9);
  });
});
