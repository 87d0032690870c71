import {parseHTML} from "linkedom";
import {describe, expect, test} from "vitest";
import {engagedCompared, engagementAnswer} from "../../reports/components/answer.js";
import {routeBars, routesPlot} from "../../reports/components/routes.js";
import type {MemberRow, OutreachMonth, Rate, Route, RouteMonth} from "../../reports/components/rows.js";
import {triangle} from "../../reports/components/triangle.js";
import {
  blurredSentence,
  cohortsMissing,
  growthMissing,
  leavingMissing,
  outreachMissing
} from "../../reports/components/why.js";
import {routeMonth} from "./sample-rows.ts";
import {summary} from "./summary.ts";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};

const member = (route: Route, people: number, more: Partial<MemberRow> = {}): MemberRow => ({
  route,
  people,
  blurred_month: 0,
  blurred_week: 0,
  oldest_days: 200,
  ...more
});
const kept = {measure: "retained", step: "month"} as const;

describe("why no cohort is shown", () => {
  test("too young, with the age that is wanting", () => {
    expect(cohortsMissing(summary, [], [member("organic", 50, {oldest_days: 21.4})], kept)).toBe(
      "No cohort is old enough yet: the first newcomer was seen 21 days before the last list, and the youngest age shown is 30 days."
    );
  });

  test("old enough, but no list fell near the age", () => {
    expect(cohortsMissing({...summary, gap_days: 61}, [], [member("organic", 50)], kept)).toBe(
      "Cohorts are old enough, but complete lists of followers were read 61 days apart (median): shares at fixed ages take lists at most 7 days apart, so that one falls near each age."
    );
    expect(cohortsMissing({...summary, gap_days: 7}, [], [member("organic", 50)], kept)).toBe(
      "Cohorts are old enough, but no complete list fell near enough to the ages shown: it takes one at most 3.5 days from the age, or an eighth of the age where that is less."
    );
    expect(cohortsMissing(summary, [], [member("organic", 50)], {...kept, measure: "engaged"})).toMatch(
      /^Cohorts are old enough, but mentions were not collected during the first 7 days of any follower/
    );
  });

  test("nobody's month is known", () => {
    expect(cohortsMissing(summary, [], [member("organic", 4107, {blurred_month: 4107})], kept)).toBe(
      "All 4,107 newcomers are in no cohort by month: they came between two lists more than 30 days apart, so the month is not known."
    );
  });

  test("nobody came", () => {
    const nobody = {...summary, followback: 0, organic: 0, unknown: 0};
    expect(cohortsMissing(nobody, [], [], kept)).toMatch(/^No one has come/);
  });

  test("no list was complete, so nobody knows whether someone came", () => {
    const partial = {...summary, followback: 0, organic: 0, unknown: 0, complete_follower_lists: 0};
    const said = "No list of followers was complete, so no one is seen to arrive or leave.";
    expect(cohortsMissing(partial, [], [], kept)).toBe(said);
    expect(growthMissing(partial)).toBe(said);
    expect(growthMissing({...partial, complete_follower_lists: 1})).toBe(
      "Arrivals and losses show after the second complete list of followers."
    );
    expect(growthMissing({...partial, complete_follower_lists: 1, snapshots: 1})).toBe(
      "Arrivals and losses show after the second snapshot."
    );
    expect(growthMissing({...partial, complete_follower_lists: 2})).toBe("No one has come or left so far.");
  });

  test("those who came have no date, or stand in no list", () => {
    expect(cohortsMissing({...summary, is_dated: false}, [], [], kept)).toMatch(/not their dates/);
    expect(cohortsMissing(summary, [], [], kept)).toMatch(/^No new follower was seen in a list/);
  });
});

describe("why something else is not shown", () => {
  test("retention or engagement that no source records, whatever else there is", () => {
    const members = [member("organic", 50)];
    const never = {...summary, is_retention_recorded: false, has_engagement: false};
    expect(cohortsMissing(never, [], members, kept)).toBe(
      "Retention: not recorded by this source, which does not hold every unfollow."
    );
    expect(cohortsMissing(never, [], members, {...kept, measure: "engaged"})).toMatch(
      /^Engagement: not collected/
    );
    expect(leavingMissing(never, [{}], [])).toBe(
      "Retention: not recorded by this source, which does not hold every unfollow."
    );
  });

  test("no one of a cohort left, too few are in one, or lists lie too far apart", () => {
    const recorded = {...summary, is_retention_recorded: true};
    const rate = (share: number | null) => [{measure: "retained", age_days: 30, share} as Rate];
    expect(leavingMissing(recorded, [], rate(1))).toBe(
      "No one of a cohort has been seen to be gone at these ages."
    );
    // Of few, as of those whom a listener alone heard, some may well have left.
    for (const few of [[], rate(null)])
      expect(leavingMissing(recorded, [], few)).toBe(
        "Fewer than 30 people of each route can be seen at these ages: too few for shares."
      );
    expect(leavingMissing(recorded, [{}], rate(1))).toMatch(/^Fewer than 30 people/);
    expect(leavingMissing({...recorded, gap_days: 40}, [], rate(null))).toBe(
      "Complete lists of followers were read 40 days apart (median): shares at fixed ages take lists at most 7 days apart, so that one falls near each age."
    );
  });

  test("no outreach, too little, or none of a kind", () => {
    const all = {attempts: 12, unknown: 0, lowest: null} as OutreachMonth;
    expect(outreachMissing(summary, undefined, "times")).toMatch(/^No outreach was seen/);
    expect(outreachMissing(summary, {...all, attempts: 0}, "times")).toMatch(/^No outreach was seen/);
    expect(outreachMissing(summary, {...all, attempts: 0, unwatched: 40}, "times")).toBe(
      "40 accounts were followed, and nothing has been read since that would show an answer: nothing to show of times."
    );
    expect(outreachMissing(summary, all, "times")).toBe(
      "It is known of fewer than 30 accounts whether they followed back: too few for times."
    );
    expect(outreachMissing(summary, {...all, attempts: 1, unknown: 1}, "times")).toBe(
      "Of the only account followed the order of the two follows is not known: nothing to show of times."
    );
    expect(outreachMissing(summary, {...all, attempts: 40, unknown: 40}, "times")).toBe(
      "Of none of the 40 accounts is the order of the two follows known: nothing to show of times."
    );
    expect(outreachMissing(summary, {...all, attempts: 40, lowest: 0.2}, "times")).toBe(
      "Nothing to show of times yet."
    );
  });
});

describe("those whose month is not known", () => {
  const members = [member("organic", 4107, {blurred_month: 4083})];

  test("are counted", () => {
    expect(blurredSentence(members, "month")).toBe(
      "4,083 of 4,107 newcomers are in no cohort by month: they came between two lists more than 30 days apart, so the month is not known."
    );
    expect(blurredSentence(members, "week")).toBe("");
  });

  test("are named on the panel that leaves them out", () => {
    const node = triangle([], [], {
      route: "organic",
      measure: "retained",
      ages: [30],
      full: 1,
      leftOut: 4083,
      document
    });
    expect(node.querySelector("caption")!.textContent).toBe(
      "organic % still following after … days; 4,083 more left out: month not known"
    );
    expect(node.textContent).not.toContain("no one yet");
  });
});

describe("bars of shares", () => {
  const months = (people: Record<string, number>): RouteMonth[] =>
    Object.entries(people).map(([month, count]) => routeMonth({month, route: "organic", people: count}));

  test("are not drawn of too few", () => {
    const few = months({"2025-01-01": 1}).map((row) => ({...row, is_too_few: true}));
    expect(routeBars(few)).toEqual([]);
    const svg = routesPlot(few, {width: 640, document, label: ""});
    expect(svg.querySelectorAll("rect")).toHaveLength(0);
  });

  test("join the months that are shown together", () => {
    const four = months({"2025-01-01": 20, "2025-02-01": 11, "2025-03-01": 40, "2025-04-01": 5});
    const groups = ["2025-01-01", "2025-01-01", "2025-03-01", "2025-03-01"];
    const ends = ["2025-02-01", "2025-02-01", "2025-04-01", "2025-04-01"];
    const bars = routeBars(four.map((row, i) => ({...row, group_from: groups[i]!, group_to: ends[i]!})));
    expect(bars).toEqual([
      {month: "2025-01-01", month_to: "2025-02-01", route: "organic", people: 31},
      {month: "2025-03-01", month_to: "2025-04-01", route: "organic", people: 45}
    ]);
  });
});

describe("engagement that was not collected", () => {
  const answer = (of: {asks_for_interactions: boolean; lacks_interactions: boolean}) => {
    const none = {...summary, has_engagement: false, ...of};
    return engagementAnswer(none, engagedCompared(none, [], []));
  };

  test("tells the owner of archives what can be done", () => {
    const text = answer({asks_for_interactions: false, lacks_interactions: true});
    expect(text).toContain("An X archive does not contain other people’s interactions");
    expect(text).toContain("a table of interactions");
    expect(text.match(/snapshot --incremental/g)).toHaveLength(1);
  });

  test("tells whoever reads X's API to read on", () => {
    const text = answer({asks_for_interactions: true, lacks_interactions: true});
    expect(text).toContain("Run this: followback snapshot --incremental");
    expect(text).not.toContain("archive");
  });
});
