import {expect, test} from "vitest";
import {
  cohortsAnswer,
  engagedCompared,
  engagementAnswer,
  growthAnswer,
  retainedCompared,
  outreachAnswer,
  qualityAnswer,
  unknownSentence
} from "../../reports/components/answer.js";
import {unknownAsText} from "../../reports/components/compare.js";
import type {Difference, Rate, Route, Summary, UnknownAs} from "../../reports/components/rows.js";
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
  shares: Partial<Record<Route, [hits: number, size: number, low: number, high: number]>>
): Rate[] =>
  Object.entries(shares).map(([route, [hits, size, low, high]]) => ({
    measure,
    route: route as Route,
    age_days,
    members: size,
    size,
    hits,
    hits_at_most: null,
    size_maybe: 0,
    hits_maybe: 0,
    size_sitting: 0,
    hits_sitting: 0,
    share: size < 30 ? null : hits / size,
    low,
    high,
    range_low: null,
    range_high: null
  }));

const difference = (
  measure: Difference["measure"],
  age_days: number,
  values: Partial<Difference> = {}
): Difference => ({
  measure,
  age_days,
  unknown_as: "left_out",
  x_followback: 40,
  n_followback: 1000,
  x_organic: 150,
  n_organic: 1000,
  certain_followback: 1000,
  certain_organic: 1000,
  n_unknown: 100,
  n_maybe: 100,
  n_sitting: 0,
  difference: -0.11,
  low_95: -0.136,
  high_95: -0.085,
  low_99: -0.144,
  high_99: -0.077,
  range_low: -0.108,
  range_high: -0.1,
  range_low_95: -0.134,
  range_high_95: -0.076,
  ...values
});

// Wilson's 95 % intervals of 40 and of 150 in 1,000.
const engaged = rates("engaged", 30, {
  followback: [40, 1000, 0.02951, 0.05401],
  organic: [150, 1000, 0.1292, 0.1735]
});
const engagedWith = (values: Partial<Difference>) =>
  engagedCompared(summary, engaged, [difference("engaged", 30, values)]);

test("engagement is told with its interval, and not where it was not collected", () => {
  expect(engagementAnswer(summary, engagedWith({}))).toBe(
    "Within 30 days of first sight, 4.0% (95% interval 3.0–5.4%, 40 of 1,000) of the followers who came by followback had replied to, quoted or mentioned Oak & Iron, against 15% (95% interval 13–17%, 150 of 1,000) of organic followers."
  );
  const none = {...summary, has_engagement: false};
  expect(engagementAnswer(none, engagedCompared(none, [], []))).toMatch(/^Engagement: not collected/);
});

test("retention is told, or why it is not", () => {
  const kept = rates("retained", 90, {
    followback: [700, 1000, 0.6709, 0.7276],
    organic: [900, 1000, 0.8798, 0.9171]
  });
  const answerTo = (of: Summary, found: Rate[]) =>
    cohortsAnswer(of, retainedCompared(of, found, [difference("retained", 90)]));
  expect(answerTo(summary, kept)).toContain(
    "70% (95% interval 67–73%, 700 of 1,000) of the followers by followback"
  );
  expect(answerTo({...summary, is_retention_recorded: false}, [])).toMatch(
    /^Retention: not recorded by this source/
  );
  const few = rates("retained", 90, {
    followback: [1, 29, 0.0061, 0.1718],
    organic: [40, 300, 0.0995, 0.1764]
  });
  // However long they are tracked, lists 40 days apart seldom lie near the 90th day.
  expect(answerTo({...summary, gap_days: 40}, [])).toBe(
    "Retention is compared at 90 days, once complete lists lie at most 3.5 days from that age of 30 followers of each route; so far they do of 0 by followback and 0 organic, as they were read 40 days apart (median)."
  );
  const unlooked = {...summary, people: 0, followback: 0, organic: 0, unknown: 0, pre_existing: 0};
  expect(answerTo({...unlooked, follower_lists: 0, lists: 2}, [])).toBe(
    "No list of followers was read, so there is no one to compare."
  );
  expect(answerTo({...unlooked, complete_follower_lists: 0}, [])).toBe(
    "No list of followers was complete, so no one is seen to arrive or leave."
  );
  expect(answerTo(summary, few)).toContain("so far there are 29 by followback and 300 organic");
});

test("the unknown stand on either side", () => {
  expect(unknownSentence(engagedWith({}))).toBe(
    "With all 100 followers of unknown route tracked for 30 days counted as followback, then as organic, the difference lies between −11 and −10 points (95% intervals −13 to −7.6)."
  );
  expect(unknownSentence(engagedWith({n_maybe: 5}))).toMatch(
    /^With the 5 of 100 followers of unknown route tracked for 30 days who may be followbacks counted as followback, then as organic, and the others as organic, the difference lies between −11 and −10 points/
  );
  expect(unknownSentence(engagedWith({n_maybe: 0, range_high: -0.108}))).toMatch(
    /^With all 100 followers of unknown route tracked for 30 days counted as organic, .* the difference is −11 points/
  );
  expect(unknownSentence(engagedWith({n_unknown: 0, n_maybe: 0}))).toMatch(
    /^No follower tracked for 30 days is of unknown route/
  );
  expect(unknownSentence(engagedWith({n_maybe: 5, n_sitting: 12}))).toMatch(
    /^With the 5 of 100 followers of unknown route tracked for 30 days who may be followbacks and the 12 whose route rests on a sitting counted as followback, then as organic, and the others as organic, the difference/
  );
  expect(unknownSentence(engagedWith({n_unknown: 0, n_maybe: 0, n_sitting: 12}))).toMatch(
    /^With the 12 whose route rests on a sitting counted as followback, then as organic, the difference/
  );
  expect(unknownSentence(engagedCompared(summary, [], []))).toBeNull();
});

test("each way of counting the unknown has its words", () => {
  const wordsOf = (unknown_as: UnknownAs, n_maybe = 100) =>
    unknownAsText(difference("engaged", 30, {unknown_as, n_maybe}));
  expect(wordsOf("left_out")).toBe("left out");
  expect(wordsOf("organic", 5)).toBe("all organic");
  expect(wordsOf("followback")).toBe("all by followback");
  expect(wordsOf("followback", 5)).toBe("all by followback, where they can be");
  expect(wordsOf("who_did_organic", 5)).toBe("who did organic, the others by followback, where they can be");
  expect(unknownAsText(difference("engaged", 30, {n_unknown: 0, n_maybe: 0}))).toBe("nobody is unknown");
});

test("outreach is a range", () => {
  const all = {
    month: null,
    month_to: null,
    attempts: 110,
    unwatched: 0,
    followed_back: 20,
    unknown: 10,
    not_yet: 50,
    closed_without: 30,
    lowest: 0.2,
    highest: 30 / 110,
    low: 0.1,
    high: 0.4,
    high_certain: 0.3
  };
  expect(outreachAnswer(summary, all, [])).toBe(
    "Oak & Iron followed 100 accounts first, and 10 more where the order or the answer is not known: 20–27% of them followed back."
  );
  expect(outreachAnswer(summary, {...all, unwatched: 40}, [])).toBe(
    "Oak & Iron followed 100 accounts first, and 10 more where the order or the answer is not known: 20–27% of them followed back." +
      " 40 accounts were followed after the last list that would show an answer and are not counted."
  );
  expect(outreachAnswer(summary, {...all, attempts: 0, unwatched: 40}, [])).toBe(
    "Oak & Iron followed 40 accounts, and nothing has been read since that would show who followed back."
  );
  expect(outreachAnswer(summary, undefined, [])).toMatch(/^No outreach was seen/);
  // Of no attempt is the order known: there are enough, and no rate.
  const none = {
    ...all,
    followed_back: 0,
    not_yet: 0,
    closed_without: 0,
    unknown: 110,
    lowest: null,
    highest: 1
  };
  expect(outreachAnswer(summary, none, [])).toBe(
    "Whom Oak & Iron followed first is not known: of 110 accounts the order of the two follows is not."
  );
});

test("an account without a name begins a sentence with a capital", () => {
  const nameless = {...summary, name: "the account"};
  const all = {
    month: null,
    month_to: null,
    attempts: 4,
    unwatched: 0,
    followed_back: 2,
    unknown: 1,
    not_yet: 1,
    closed_without: 0,
    lowest: null,
    highest: null,
    low: null,
    high: null,
    high_certain: null
  };
  expect(outreachAnswer(nameless, all, [])).toBe(
    "The account followed 3 accounts first, and 1 more where the order or the answer is not known: too few to give a rate."
  );
  expect(outreachAnswer(nameless, undefined, [])).toBe(
    "No outreach was seen: the account followed no one first while it was tracked."
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
