import {describe, expect, it} from "vitest";
import {crowd, runHistory, type Profile} from "./histories.ts";

const profile = (
  followers: number,
  following: number,
  posts: number,
  born: number,
  isProtected = false
): Profile => ({followers, following, posts, born, protected: isProtected, verified: false});

describe.concurrent("balance", () => {
  it("compares what was known at first sight, in standard deviations", async () => {
    // 10 and 11 come on their own by day 7; 20 and 21 are followed by day 7 and come by day 14.
    const db = await runHistory([
      {at: 0, followers: {people: crowd}, following: {people: [800, 801]}},
      {
        at: 7,
        followers: {people: [10, 11, ...crowd]},
        following: {people: [20, 21, 800, 801]},
        profiles: {10: profile(0, 0, 0, -100), 11: profile(99, 0, 99, -120)}
      },
      {
        at: 14,
        followers: {people: [20, 21, 10, 11, ...crowd]},
        following: {people: [20, 21, 800, 801]},
        // Profiles seen later than first sight do not count.
        profiles: {
          20: profile(9, 99, 9, -10, true),
          21: profile(99, 9, 999, -30),
          10: profile(500, 5, 5, -100)
        }
      }
    ]);
    const rows = await db.rows<Record<string, number | string | bigint>>(
      "select trait, followback_value, organic_value, difference_standardised, followback_n, organic_n from balance order by trait"
    );
    const found = Object.fromEntries(rows.map(({trait, ...row}) => [trait, Object.values(row)]));
    // Ages of 24 and 44 days against 107 and 127: -83 over a standard deviation of 14.142.
    expect(found.account_age).toEqual([34, 117, expect.closeTo(-5.86899, 5), 2n, 2n]);
    // ln(1 + posts): ln 10 and ln 1000 against 0 and ln 100; means ln 100 and ln 10, both with s = ln 100 / √2.
    expect(found.posts).toEqual([
      expect.closeTo(99, 3),
      expect.closeTo(9, 3),
      expect.closeTo(0.707107, 5),
      2n,
      2n
    ]);
    // (1 + followers) / (1 + following): 0.1 and 10 against 1 and 100.
    expect(found.ratio!.slice(0, 2)).toEqual([expect.closeTo(1, 5), expect.closeTo(10, 4)]);
    expect(found.followers!.slice(0, 2)).toEqual([
      expect.closeTo(Math.sqrt(1000) - 1, 3),
      expect.closeTo(9, 3)
    ]);
    // One of two against none of two: 0.5 / √(0.25 / 2).
    expect(found.protected).toEqual([0.5, 0, expect.closeTo(1.414214, 5), 2n, 2n]);
    // Nobody varies.
    expect(found.verified).toEqual([0, 0, null, 2n, 2n]);
  });
});
