import {expect, test} from "vitest";
import {
  cohortsAnswer,
  engagementAnswer,
  growthAnswer,
  outreachAnswer,
  qualityAnswer,
  unknownSentence
} from "../../reports/components/answer.js";
import {compare, scenarios} from "../../reports/components/compare.js";
import type {Rate, Route, Summary} from "../../reports/components/rows.js";
import {summary as watched} from "./summary.ts";

const summary: Summary = {
  ...watched,
  lists: 156,
  complete_lists: 155,
  followback: 1000,
  organic: 1000,
  unknown: 100
};

const rates = (
  measure: Rate["measure"],
  age_days: number,
  shares: Partial<Record<Route, [number, number]>>
): Rate[] =>
  Object.entries(shares).map(([route, [hits, size]]) => ({
    measure,
    route: route as Route,
    age_days,
    members: size,
    size,
    hits,
    hits_at_most: null,
    size_maybe: route === "unknown" ? size : 0,
    hits_maybe: route === "unknown" ? hits : 0,
    share: hits / size,
    low: null,
    high: null
  }));

test("engagement is told with its interval, and not where it was not collected", () => {
  const engaged = rates("engaged", 30, {followback: [40, 1000], organic: [150, 1000], unknown: [6, 100]});
  expect(engagementAnswer(summary, engaged)).toBe(
    "Within 30 days of first sight, 4.0% (95% interval 3.0–5.4%, 40 of 1,000) of the followers who came by followback had replied to, quoted or mentioned Oak & Iron, against 15% (95% interval 13–17%, 150 of 1,000) of organic followers."
  );
  expect(engagementAnswer({...summary, has_engagement: false}, [])).toMatch(/^Engagement: not collected/);
});

test("retention is told, or why it is not", () => {
  const kept = rates("kept", 90, {followback: [700, 1000], organic: [900, 1000]});
  expect(cohortsAnswer(summary, kept)).toContain(
    "70% (95% interval 67–73%, 700 of 1,000) of the followers by followback"
  );
  expect(cohortsAnswer({...summary, is_retention_recorded: false}, [])).toMatch(
    /^Retention: not recorded by this source/
  );
  expect(cohortsAnswer(summary, rates("kept", 90, {followback: [1, 29], organic: [40, 300]}))).toContain(
    "so far there are 29 by followback and 300 organic"
  );
});

test("the unknown stand on either side", () => {
  const engaged = rates("engaged", 30, {followback: [40, 1000], organic: [150, 1000], unknown: [6, 100]});
  expect(unknownSentence(compare(summary, engaged, "engaged", 30))).toMatch(
    /^With all 100 followers of unknown route counted as followback, then as organic, the difference lies between −11 and −10 points/
  );
});

test("the unknown are shared out in every way, the worst included", () => {
  const rows = rates("engaged", 30, {followback: [10, 100], organic: [30, 100], unknown: [4, 20]});
  const shared = scenarios(compare(summary, rows, "engaged", 30));
  expect(
    shared.map(({followback, organic}) => [followback.hits, followback.size, organic.hits, organic.size])
  ).toEqual([
    [10, 100, 30, 100],
    [14, 120, 30, 100],
    [10, 100, 34, 120],
    [14, 104, 30, 116],
    [10, 116, 34, 104]
  ]);
});

/** Of 20 of unknown route, 4 of whom engaged, 5 may be followbacks, 1 of whom engaged. */
const rarelyFollowed = rates("engaged", 30, {
  followback: [10, 100],
  organic: [30, 100],
  unknown: [4, 20]
}).map((rate) => (rate.route === "unknown" ? {...rate, size_maybe: 5, hits_maybe: 1} : rate));

test("those of unknown route who cannot be followbacks are on their own, however the others are shared out", () => {
  const compared = compare(summary, rarelyFollowed, "engaged", 30);
  const shared = scenarios(compared);
  expect(
    shared.map(({followback, organic}) => [followback.hits, followback.size, organic.hits, organic.size])
  ).toEqual([
    [10, 100, 30, 100],
    [11, 105, 33, 115],
    [10, 100, 34, 120],
    [11, 101, 33, 119],
    [10, 104, 34, 116]
  ]);
  // 11/105 − 33/115 and 10/100 − 34/120, in points.
  expect(unknownSentence(compared)).toMatch(
    /^With the 5 of 20 followers of unknown route who may be followbacks counted as followback, then as organic, and the others as organic, the difference lies between −18 and −18 points/
  );
});

test("where none of the unknown can be followbacks there is one scenario left", () => {
  const none = rarelyFollowed.map((rate) => ({...rate, size_maybe: 0, hits_maybe: 0}));
  const compared = compare(summary, none, "engaged", 30);
  expect(scenarios(compared).map(({name}) => name)).toEqual(["left out", "all organic"]);
  expect(unknownSentence(compared)).toMatch(
    /^With all 20 followers of unknown route counted as organic, .* the difference is −18 points/
  );
});

test("outreach is a range", () => {
  const all = {
    month: null,
    month_to: null,
    attempts: 110,
    followed_back: 20,
    unknown: 10,
    not_yet: 50,
    closed_without: 30,
    lowest: 0.2,
    highest: 30 / 110,
    low: 0.1,
    high: 0.4
  };
  expect(outreachAnswer(summary, all, [])).toBe(
    "Oak & Iron followed 100 accounts first, and 10 more where the order is not known: 20–27% of them followed back."
  );
  expect(outreachAnswer(summary, undefined, [])).toMatch(/^No outreach was seen/);
});

test("an account without a name begins a sentence with a capital", () => {
  const nameless = {...summary, name: "the account"};
  expect(outreachAnswer(nameless, undefined, [])).toBe(
    "No outreach was seen: the account followed no one first while it was tracked."
  );
  const all = {
    month: null,
    month_to: null,
    attempts: 4,
    followed_back: 2,
    unknown: 1,
    not_yet: 1,
    closed_without: 0,
    lowest: null,
    highest: null,
    low: null,
    high: null
  };
  expect(outreachAnswer(nameless, all, [])).toBe(
    "The account followed 4 accounts first: too few to give a rate."
  );
});

test("steps without dates are no weeks", () => {
  const steps = {...summary, is_dated: false, is_retention_recorded: false, lists: 0, snapshots: 0};
  expect(growthAnswer(steps, 0, 0)).toMatch(/^The source gives the order of follows, not their dates/);
  expect(qualityAnswer(steps)).toMatch(/^No list was read/);
});

test("quality says what came back partial", () => {
  expect(qualityAnswer(summary)).toContain("1 came back partial and says nothing about who left");
});
