import {describe, expect, it} from "vitest";
import {crowd, days, runHistory, type Observed} from "./histories.ts";

describe.concurrent("coverage", () => {
  const covered = async (polls: Observed["polls"], posts: {id: number; at: number}[] = []) => {
    const db = await runHistory([
      {at: 0, followers: {people: crowd}},
      {at: 40, followers: {people: crowd}, polls, posts}
    ]);
    const rows = await db.rows<{kind: string; from_at: Date; to_at: Date}>(
      "from coverage order by kind, from_at"
    );
    return rows.map(({kind, from_at, to_at}) => [kind, days(from_at), days(to_at)]);
  };

  it("joins polls that touch and leaves the gaps", async () => {
    const kind = "mention";
    expect(
      await covered([
        {kind, from: 0, to: 7},
        {kind, from: 7, to: 14},
        {kind, from: 20, to: 30}
      ])
    ).toEqual([
      ["mention", 0, 14],
      ["mention", 20, 30]
    ]);
  });

  it("sees likes while every own post up to 7 days old has a later poll", async () => {
    // Post 1 of day 0 was polled for the last time on day 7, post 2 of day 5 on day 6: from then its likes are not seen.
    const polls = [
      {kind: "like", from: 0, to: 1, target: 1},
      {kind: "like", from: 1, to: 7, target: 1},
      {kind: "like", from: 5, to: 6, target: 2}
    ];
    expect(
      await covered(polls, [
        {id: 1, at: 0},
        {id: 2, at: 5}
      ])
    ).toEqual([["like", 1, 6]]);
  });

  it("has no row for what nobody asked for", async () => {
    expect(await covered([])).toEqual([]);
  });
});

describe.concurrent("a declared period", () => {
  /** People who come on day 8 and one reply of theirs; mentions of days 0 to 100 are asked for, or only declared. */
  const world = (declared: boolean): Observed[] => {
    const people = Array.from({length: 40}, (_, nth) => 100 + nth);
    return [
      ...Array.from({length: 20}, (_, week) => ({
        at: 7 * week,
        followers: {people: [...(week < 2 ? [] : people), ...crowd]},
        following: {people: []}
      })),
      {
        at: 134,
        polls: [{kind: "mention", from: 0, to: 134, declared}],
        interactions: [{by: 100, at: 16}]
      }
    ];
  };
  const read = async (declared: boolean) => {
    const db = await runHistory(world(declared));
    const [covered] = await db.rows("select is_declared from coverage where kind = 'mention'");
    const [rates] = await db.rows(
      "select count(*)::int as cells from cohort_engagement where engaged is not null and age_days = 30"
    );
    const [claims] = await db.rows(
      "select coalesce(sum(n_followback + n_organic + n_unknown), 0)::int as people from claims where needs = 'engagement' and evaluated_at is not null"
    );
    const [circle] = await db.rows(
      "select people, reached from circles where circle = 'brand' and people > 0"
    );
    const [known] = await db.rows("select count(engaged_30_at)::int as people from people_facts");
    return {covered, rates, claims, circle, known};
  };

  it("counts in rates and in no verdict", async () => {
    const seen = await read(false);
    expect(seen.covered).toEqual({is_declared: false});
    expect(seen.known).toEqual({people: 40});
    expect(seen.circle).toEqual({people: 40n, reached: 1n});
    const declared = await read(true);
    expect(declared.covered).toEqual({is_declared: true});
    expect(declared.rates).toEqual(seen.rates);
    expect(declared.circle).toEqual(seen.circle);
    expect(declared.known).toEqual({people: 0});
    expect(declared.claims).toEqual({people: 0});
  });
});
