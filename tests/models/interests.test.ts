import {describe, expect, it} from "vitest";
import {crowd, runHistory, weeks, type FoldedLook, type Look, type Observed} from "./histories.ts";

/**
 * Twenty people who were followed before they came, four who came and were followed between the same lists, and forty whom
 * nobody had followed, all first seen on Monday of the second week of 2024; thirty more on Monday after.
 */
const range = (first: number, count: number) => Array.from({length: count}, (_, nth) => first + nth);
const [answering, unclear, own, later] = [range(100, 20), range(160, 4), range(200, 40), range(300, 30)];
const all = [...answering, ...unclear, ...own];

const lists = (until: number): Observed[] =>
  [0, 3, ...weeks(1, Math.floor(until / 7)).map((week) => 7 * week)].map((at) => ({
    at,
    followers: {people: [...(at >= 14 ? later : []), ...(at >= 7 ? all : []), ...crowd]},
    following: {people: [...(at >= 7 ? unclear : []), ...(at >= 3 ? answering : []), 800, 801]}
  }));

const followed = {stratum: "2024-W02 followed", among: 24, first: 7};
const unfollowed = {stratum: "2024-W02 not followed", among: 40, first: 7};
const afterwards = {stratum: "2024-W03 not followed", among: 30, first: 14};

/** Half of the first week's people, and five of the thirty after. */
const looks: Look[] = [
  ...range(100, 10).map((of, nth) => ({
    ...followed,
    of,
    before: nth >= 8 ? null : nth < 3,
    after: nth >= 8 ? null : nth < 2
  })),
  {...followed, of: 160, before: false, after: true},
  {...followed, of: 161, before: false, after: false},
  ...range(200, 20).map((of, nth) => ({...unfollowed, of, after: nth >= 18 ? null : nth < 9})),
  ...range(300, 5).map((of, nth) => ({...afterwards, of, after: nth < 1}))
];

const run = (looks: Look[], foldedLooks: FoldedLook[] = [], until = 98) =>
  runHistory([...lists(until), {at: 60, looks, foldedLooks}]);

const whole = "evaluated_at is null and cohort is null";

describe.concurrent("shares who post on the brand's topics", () => {
  it("weigh people by their strata, with an interval of the effective sample", async () => {
    const db = await run(looks);
    const rows = await db.rows(`
      select route, people, matched, share, low, high, effective_people as effective
      from interests where ${whole} and period = 'after' order by route`);
    // By hand: followback 2 of 8, weight 2; organic 9 of 18, weight 2, and 1 of 5, weight 6:
    // (18 + 6) / (36 + 30), effective 66² / (18 · 4 + 5 · 36); Wilson's interval of these.
    expect(rows).toEqual([
      {
        route: "followback",
        people: 8n,
        matched: 2n,
        share: 0.25,
        low: 0.07147921275,
        high: 0.5907245697,
        effective: 8
      },
      {
        route: "organic",
        people: 23n,
        matched: 10n,
        share: 0.3636363636,
        low: 0.1818149617,
        high: 0.5950465384,
        effective: 17.28571429
      },
      {
        route: "unknown",
        people: 2n,
        matched: 1n,
        share: 0.5,
        low: 0.09453120573,
        high: 0.9054687943,
        effective: 2
      }
    ]);
  });

  it("keep those whom nobody could look at out of both counts, and say how many they are", async () => {
    const db = await run(looks);
    expect(
      await db.rows(`
        select route, not_observable as hidden, not_observable_share as share
        from interests where ${whole} and period = 'after' order by route`)
    ).toEqual([
      {route: "followback", hidden: 2n, share: 0.2},
      // 2 people of weight 2 among 20 of weight 2 and 5 of weight 6.
      {route: "organic", hidden: 2n, share: 0.05714285714},
      {route: "unknown", hidden: 0n, share: 0}
    ]);
  });

  it("compare the same people before and after they came", async () => {
    const db = await run(looks);
    // 3 of 8 before, 2 of these after: Newcombe's method 10, computed apart.
    expect(
      await db.rows(`
        select period, share, difference as d, difference_low as low, difference_high as high
        from interests where ${whole} and route = 'followback' order by period`)
    ).toEqual([
      {period: "after", share: 0.25, d: -0.125, low: -0.4127811673, high: 0.1915953759},
      {period: "before", share: 0.375, d: null, low: null, high: null}
    ]);
    // Of these nobody asked what they posted before.
    expect(
      await db.rows(`select period, difference from interests where ${whole} and route = 'organic'`)
    ).toEqual([{period: "after", difference: null}]);
  });

  it("compare none but those who were asked for both periods", async () => {
    // By hand: of four people 0 before and 1 after. The five of the week after were looked at for the days after alone.
    const twice = range(200, 4).map((of, nth) => ({...unfollowed, of, before: false, after: nth === 0}));
    const once = range(300, 5).map((of) => ({...afterwards, of, after: true}));
    const [some, all] = await Promise.all([run(twice), run([...twice, ...once])]);
    const change = `select difference as d, difference_low as low, difference_high as high
      from interests where ${whole} and route = 'organic' and period = 'after'`;
    expect(await some.rows(change)).toMatchObject([{d: 0.25}]);
    expect(await all.rows(change)).toEqual(await some.rows(change));
  });

  it("are the same once they are folded into counts", async () => {
    const folded: FoldedLook[] = [
      {...followed, route: "followback", period: "after", people: 8, matched: 2, hidden: 2},
      {...followed, route: "followback", period: "before", people: 8, matched: 3, hidden: 2},
      {...followed, route: "unknown", period: "after", people: 2, matched: 1, hidden: 0},
      {...unfollowed, route: "organic", period: "after", people: 18, matched: 9, hidden: 2}
    ];
    const [before, after] = await Promise.all([
      run(looks),
      run(
        looks.filter(({stratum}) => stratum === afterwards.stratum),
        folded
      )
    ]);
    const figures = `
      select evaluated_at, cohort, route, people, matched, share, low, high, not_observable_share
      from interests where period = 'after' order by all`;
    expect(await after.rows(figures)).toEqual(await before.rows(figures));
    const claim = `
      select n_unknown, n_maybe, value_followback, value_organic, difference, low, high, range_low, range_high
      from claims where claim = 'engage_less_interests'`;
    expect(await after.rows(claim)).toEqual(await before.rows(claim));
    // Pairs are lost, so that the answers are taken for independent: a wider interval.
    const change = `select difference, difference_high - difference_low as width
      from interests where ${whole} and route = 'followback' and period = 'after'`;
    const [[paired], [unpaired]] = await Promise.all([
      before.rows<{difference: number; width: number}>(change),
      after.rows<{difference: number; width: number}>(change)
    ]);
    expect(unpaired!.difference).toBe(paired!.difference);
    expect(unpaired!.width).toBeGreaterThan(paired!.width);
  });

  it("rest on the newest list of topics alone", async () => {
    const former = looks
      .filter(({stratum}) => stratum !== afterwards.stratum)
      .map((look) => ({...look, topics: "former"}));
    const newest = looks.filter(({stratum}) => stratum === afterwards.stratum);
    const db = await run([...former, ...newest]);
    expect(
      await db.rows(`select route, people, matched from interests where ${whole} and period = 'after'`)
    ).toEqual([{route: "organic", people: 5n, matched: 1n}]);
  });

  it("count the latest look at a person, and stand for months by the Thursday of the week", async () => {
    const again = {...followed, of: 100, after: false, at: 39};
    const db = await run([...looks, again]);
    expect(
      await db.rows(`
        select strftime(cohort, '%Y-%m-%d') as cohort, matched from interests
        where cohort is not null and route = 'followback' and period = 'after'`)
    ).toEqual([{cohort: "2024-01-01", matched: 1n}]);
  });
});

describe.concurrent("the claim on interests", () => {
  it("compares weighted shares, with the unknown counted either way", async () => {
    const db = await run(looks);
    // Organic less followback at 99 %, computed apart: .3636 of 17.29 against .25 of 8; with the two unknowns .3 of 10;
    // as organic .3714.
    expect(
      await db.rows(`
        select x_followback as x1, n_followback as n1, x_organic as x0, n_organic as n0, n_unknown as u,
          n_maybe as maybe, value_followback as v1, value_organic as v0, difference as d, low, high, range_low,
          range_high, is_collected, verdict
        from claims where claim = 'engage_less_interests'`)
    ).toEqual([
      {
        x1: null,
        n1: 8n,
        x0: null,
        n0: 23n,
        u: 2n,
        maybe: 2n,
        v1: 0.25,
        v0: 0.3636363636,
        d: 0.1136363636,
        low: -0.3651900607,
        high: 0.4689005311,
        range_low: 0.06363636364,
        range_high: 0.1214285714,
        is_collected: true,
        verdict: "cannot tell yet"
      }
    ]);
  });

  it("waits until the looks of a week are over", async () => {
    // Quarter ends on day 91: whoever was first seen in the week of day 49 is due on day 94.
    const late = {...afterwards, stratum: "2024-W08 not followed", first: 49};
    const db = await run([...looks.slice(0, 12), ...range(300, 5).map((of) => ({...late, of, after: true}))]);
    expect(
      await db.rows("select n_followback, n_organic from claims where claim = 'engage_less_interests'")
    ).toEqual([{n_followback: 8n, n_organic: 0n}]);
  });

  it("is not collected where nobody was looked at", async () => {
    const db = await run([]);
    expect(
      await db.rows("select is_collected, verdict from claims where claim = 'engage_less_interests'")
    ).toEqual([{is_collected: false, verdict: "cannot tell yet"}]);
    expect(await db.rows("from interests")).toEqual([]);
  });
});
