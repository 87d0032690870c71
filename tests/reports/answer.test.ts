import {describe, expect, test} from "vitest";
import {findings, growthAnswer, outreachAnswer, qualityAnswer} from "../../reports/components/answer.js";
import {compareRoutes, scenarios} from "../../reports/components/compare.js";
import type {Rate, Route, Summary} from "../../reports/components/rows.js";

const summary: Summary = {
  name: "Oak & Iron",
  sources: "x-api",
  first_taken_at: "2024-07-08T06:00:00.000Z",
  last_taken_at: "2026-01-05T06:00:00.000Z",
  snapshots: 313,
  lists: 156,
  complete_lists: 155,
  heads: 470,
  partial_lists: 1,
  gap_days: 7,
  followers_now: 4204,
  following_now: 4100,
  mutual_now: 1400,
  has_engagement: true,
  is_retention_recorded: true,
  is_dated: true,
  people: 5806,
  followback: 1000,
  organic: 1000,
  unknown: 100,
  pre_existing: 1500
};

type Shares = Partial<Record<Route, [hits: number, size: number]>>;

const rates = (measure: Rate["measure"], age_days: number, shares: Shares): Rate[] =>
  Object.entries(shares).map(([route, [hits, size]]) => ({
    measure,
    route: route as Route,
    age_days,
    members: size,
    size,
    hits,
    hits_at_most: null,
    share: hits / size,
    low: null,
    high: null
  }));

const engaged = (shares: Shares) => rates("engaged", 30, shares);
const kept = (shares: Shares) => rates("kept", 90, shares);

describe("the answer follows the numbers", () => {
  test("less, and leave sooner", () => {
    const found = findings(summary, [
      ...engaged({followback: [40, 1000], organic: [150, 1000], unknown: [6, 100]}),
      ...kept({followback: [700, 1000], organic: [900, 1000], unknown: [80, 100]})
    ]);
    expect(found.headline).toBe("Followers who came by followback engage less and leave sooner");
    expect(found.paragraph[0]).toBe(
      "Within 30 days of first sight, 4.0% (95% interval 3.0–5.4%, 40 of 1,000) of the followers who came by followback had replied to, quoted or mentioned Oak & Iron, against 15% (95% interval 13–17%, 150 of 1,000) of those who came on their own."
    );
    expect(found.certainty).toContain("all 100 followers of unknown route");
    expect(found.certainty).toContain("the answer stays the same");
    expect(found.next.join(" ")).toContain("Do not cut everyone off: 40 followers");
  });

  test("more, though the claim says less", () => {
    const found = findings(summary, [
      ...engaged({followback: [200, 1000], organic: [60, 1000], unknown: [10, 100]}),
      ...kept({followback: [950, 1000], organic: [800, 1000], unknown: [90, 100]})
    ]);
    expect(found.headline).toBe("Followers who came by followback engage more and stay longer");
    expect(found.next.join(" ")).not.toMatch(/fewer hours|cut everyone/);
  });

  test("no difference that matters", () => {
    const found = findings(summary, [
      ...engaged({followback: [50, 1000], organic: [51, 1000], unknown: [5, 100]}),
      ...kept({followback: [900, 1000], organic: [905, 1000], unknown: [90, 100]})
    ]);
    expect(found.headline).toBe(
      "Followers who came by followback engage about as much as the others and stay as long"
    );
  });

  test("opposite directions are said as such", () => {
    const found = findings(summary, [
      ...engaged({followback: [200, 1000], organic: [60, 1000]}),
      ...kept({followback: [700, 1000], organic: [900, 1000]})
    ]);
    expect(found.headline).toBe("Followers who came by followback engage more, but leave sooner");
  });

  test("cannot be told yet where the unknown decide", () => {
    const found = findings(summary, [
      ...engaged({followback: [20, 300], organic: [40, 300], unknown: [60, 300]}),
      ...kept({followback: [270, 300], organic: [280, 300], unknown: [150, 300]})
    ]);
    expect(found.engaged.verdict).toBe("unclear");
    expect(found.headline).toBe("Whether followers who came by followback engage less cannot be told yet");
    expect(found.certainty).toContain("does not settle it");
    expect(found.next[0]).toMatch(/^Change nothing on this evidence/);
  });

  test("too few", () => {
    const found = findings(summary, engaged({followback: [1, 29], organic: [40, 300]}));
    expect(found.headline).toBe("There are too few dated followers to compare yet");
    expect(found.paragraph[0]).toContain("so far it is 29 by followback and 300 on their own");
  });

  test("engagement not collected is never zero", () => {
    const found = findings(
      {...summary, has_engagement: false},
      kept({followback: [700, 1000], organic: [900, 1000]})
    );
    expect(found.headline).toBe(
      "Followers who came by followback leave sooner than the others; their engagement is not known"
    );
    expect(found.paragraph[0]).toMatch(/^Engagement: not collected/);
    expect(found.next.join(" ")).toContain("followback snapshot");
  });

  test("retention not recorded by this source", () => {
    const found = findings({...summary, has_engagement: false, is_retention_recorded: false}, []);
    expect(found.paragraph[1]).toMatch(/^Retention: not recorded by this source/);
    expect(found.certainty).toContain("1,000 came by followback");
  });

  test("one snapshot so far", () => {
    const first = {...summary, snapshots: 1, followback: 0, organic: 0, unknown: 0};
    expect(findings(first, []).headline).toBe("One snapshot so far: routes appear after the second");
  });
});

test("both directions of the unknown must agree", () => {
  const [followback, organic] = [
    {hits: 10, size: 200},
    {hits: 40, size: 200}
  ];
  expect(compareRoutes(followback, organic, {hits: 0, size: 0}, 0.03).verdict).toBe("less");
  expect(compareRoutes(followback, organic, {hits: 100, size: 200}, 0.03).verdict).toBe("unclear");
});

test("the unknown are shared out in every way, the worst included", () => {
  const counts = {
    followback: {hits: 10, size: 100},
    organic: {hits: 30, size: 100},
    unknown: {hits: 4, size: 20}
  };
  const compared = compareRoutes(counts.followback, counts.organic, counts.unknown, 0.03);
  const shared = scenarios({age_days: 30, ...counts, ...compared});
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

test("steps without dates are no weeks", () => {
  const steps = {...summary, is_dated: false, is_retention_recorded: false, lists: 0, snapshots: 0};
  expect(growthAnswer(steps, 0, 0)).toMatch(/^The source gives the order of follows, not their dates/);
  expect(qualityAnswer(steps)).toMatch(/^No list was read/);
});

test("quality says what came back partial", () => {
  expect(qualityAnswer(summary)).toContain("1 came back partial and says nothing about who left");
});
