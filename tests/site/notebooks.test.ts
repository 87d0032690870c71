import {parseHTML} from "linkedom";
import {describe, expect, test} from "vitest";
import {adjustedSentence} from "../../reports/components/adjusted.js";
import {calendarPlot, collectedDays, gapSentence, longestGap} from "../../reports/components/calendar.js";
import {
  circlesAnswer,
  communityPlot,
  communitySentence,
  missingCircles,
  otherFollowers,
  otherFollowersSentence
} from "../../reports/components/circles.js";
import {cohortTrendPlot} from "../../reports/components/cohort-trend.js";
import {controls, readChoices, writeChoices, type Choice} from "../../reports/components/controls.js";
import {element} from "../../reports/components/element.js";
import {estimatesPlot} from "../../reports/components/estimates.js";
import {funnelPlot, stageNames} from "../../reports/components/funnel.js";
import {growthPeriods, lossesPlot, movingRoutes} from "../../reports/components/growth.js";
import {routes} from "../../reports/components/route.js";
import {martList, readHeader} from "../../reports/components/mart-list.js";
import type {
  CircleRow,
  CircleRate,
  CommunityRow,
  CohortCell,
  ListRow
} from "../../reports/components/rows.js";
import {curveEndSentence, firstEngagementPlot, survivalPlot} from "../../reports/components/survival.js";
import {sortRows, table} from "../../reports/components/table.js";
import {readable} from "../../reports/components/tips.js";
import {calendarOf, triangle} from "../../reports/components/triangle.js";
import {unknownCauses, unknownRange} from "../../reports/components/unknown.js";
import {growthWeek, listRow} from "./sample-rows.ts";
import {summary as watched, summaryOf} from "./summary.ts";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};
const options = {width: 640, document, label: "a picture"};
const golden = (node: Element, name: string) =>
  expect(node.outerHTML.replaceAll("><", ">\n<") + "\n").toMatchFileSnapshot(`golden/${name}`);

const choices: Choice[] = [
  {
    name: "by",
    label: "Cohorts by",
    options: [
      ["month", "month"],
      ["week", "week"]
    ]
  },
  {name: "route", label: "Route", options: ["all", "a", "b", "c"].map((name) => [name, name])}
];

describe("controls", () => {
  test("the address says what is not as it stands unasked, and keeps what it does not know", () => {
    expect(readChoices(choices, "?by=week&route=nonsense&from=mail")).toEqual({by: "week", route: "all"});
    expect(writeChoices(choices, {by: "week", route: "all"}, "?from=mail&route=a")).toBe(
      "?from=mail&by=week"
    );
    expect(writeChoices(choices, {by: "month", route: "all"}, "?by=week")).toBe("");
  });

  test("are plain inputs with labels, set from the address", () => {
    const window = {document, location: {search: "?by=week", pathname: "/", hash: ""}} as unknown as Window;
    const form = controls(choices, window);
    expect(form.value).toEqual({by: "week", route: "all"});
    expect(form.querySelectorAll("fieldset legend")).toHaveLength(1);
    expect(form.querySelectorAll("select option")).toHaveLength(4);
  });
});

describe("tables", () => {
  const columns = [
    {name: "who", text: (row: {name: string; count: number | null}) => row.name},
    {
      name: "how many",
      text: ({count}: {count: number | null}) => (count === null ? "–" : count.toLocaleString("en")),
      isNumber: true
    }
  ];
  const rows = [
    {name: "b", count: 1200},
    {name: "a", count: null},
    {name: "c", count: 30}
  ];

  test("sort numbers as numbers, and nothing last either way", () => {
    expect(sortRows(rows, columns[1]!, "descending").map(({name}) => name)).toEqual(["b", "c", "a"]);
    expect(sortRows(rows, columns[1]!, "ascending").map(({name}) => name)).toEqual(["c", "b", "a"]);
    expect(sortRows(rows, columns[0]!, "ascending").map(({name}) => name)).toEqual(["a", "b", "c"]);
  });

  test("say how they are sorted, and can show the rows that were cut", () => {
    const node = table(rows, columns, {caption: "rows", limit: 2, document});
    expect(node.querySelectorAll("tbody tr")).toHaveLength(2);
    (node.querySelectorAll("thead button")[1] as HTMLElement).click();
    expect(node.querySelectorAll("th")[1]!.getAttribute("aria-sort")).toBe("descending");
    expect(node.querySelector("tbody th")!.textContent).toBe("b");
  });

  test("keep their links when they are sorted", () => {
    const node = (row: {name: string}) => element(document, "a", {href: `./${row.name}.csv`}, [row.name]);
    const linked = table(rows, [columns[1]!, {...columns[0]!, node}], {caption: "rows", document});
    const names = () => [...linked.querySelectorAll("td a")].map(({textContent}) => textContent);
    expect(names()).toEqual(["b", "a", "c"]);
    (linked.querySelectorAll("thead button")[1] as HTMLElement).click();
    expect(names()).toEqual(["a", "b", "c"]);
  });
});

test("a picture without marks to read stays a picture", () => {
  const svg = estimatesPlot([], options, {format: String});
  expect(readable(svg, document).getAttribute("tabindex")).toBeNull();
});

test("marks lose their titles to the tooltip, which the keyboard reaches", () => {
  const row = {group: "", name: "a", color: "red", value: 0.2, low: 0.1, high: 0.3, text: "20%"};
  const box = readable(estimatesPlot([row], {...options, isReadable: true}, {format: String}), document);
  expect(box.getAttribute("tabindex")).toBe("0");
  expect(box.querySelectorAll("title")).toHaveLength(0);
  expect(box.querySelector("[role=status]")).not.toBeNull();
});

const survival = [0, 30, 60, 90].map((age_days) => ({
  route: "followback" as const,
  age_days,
  people: 80,
  low: 1 - age_days / 300,
  high: 1 - age_days / 300 + (age_days === 60 ? 0.05 : 0),
  interval_low: 1 - age_days / 250,
  interval_high: Math.min(1, 1.02 - age_days / 350)
}));

test("survival", () =>
  golden(survivalPlot(survival, options, {shown: ["followback"], until: 365}), "survival.svg"));

test("between two lists half a year apart a curve is a band from the least to the most, and no line", () => {
  const step = (age_days: number, low: number, high: number) => ({
    route: "organic" as const,
    age_days,
    people: 500,
    low,
    high,
    interval_low: low - 0.02,
    interval_high: high
  });
  const steps = [step(0, 1, 1), step(91, 0.96, 1), step(180.5, 0.96, 0.96)];
  const svg = survivalPlot(steps, options, {shown: ["organic"], until: 365});
  const paths = [...svg.querySelectorAll("path")].map((path) => ({
    d: path.getAttribute("d")!,
    fill: path.getAttribute("fill")
  }));
  // Straight along the top at 100 %, straight back along the bottom at 96 % (that with its interval): no slope between.
  const areas = paths.filter(({fill}) => fill === "var(--organic)");
  expect(areas).toHaveLength(2);
  for (const {d} of areas) {
    const corners = [...d.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    for (const [nth, [x, y]] of corners.entries()) {
      const [x1, y1] = corners[(nth + 1) % corners.length]!;
      expect(x === x1 || y === y1).toBe(true);
    }
  }
  // Of a line there is only the point at which it begins, and the one at which it ends.
  expect(paths.some(({d}) => /^M[-\d.]+,[-\d.]+ZM[-\d.]+,[-\d.]+Z$/.test(d))).toBe(true);
  expect(curveEndSentence(steps, ["organic"])).toBe(
    "Each curve ends where fewer than 30 people are still tracked: organic at day 180.5."
  );
});

test("first engagement", () => {
  const steps = [3, 10, 40].map((age_days) => ({
    route: "organic" as const,
    age_days,
    at_risk: 60,
    engaged: age_days / 300,
    low: age_days / 400,
    high: age_days / 200,
    gone_before: 0.1
  }));
  return golden(
    firstEngagementPlot(steps, options, {shown: ["organic"], until: Infinity}),
    "first-engagement.svg"
  );
});

const cell = (cohort: string, cohort_to: string, more: Partial<CohortCell> = {}): CohortCell => ({
  measure: "retained",
  route: "followback",
  cohort,
  cohort_to,
  age_days: 90,
  members: 60,
  size: 60,
  share: 0.5,
  low: 0.4,
  high: 0.6,
  is_complete: true,
  is_too_few: false,
  ...more
});
const cells = [
  cell("2025-01-01", "2025-02-01"),
  cell("2025-03-01", "2025-03-01", {is_complete: false, size: 40}),
  cell("2025-01-01", "2025-01-01", {route: "organic", share: 0.8}),
  cell("2025-03-01", "2025-03-01", {route: "organic", share: 0.7})
];

test("cohort trend", () =>
  golden(
    cohortTrendPlot(cells, options, {
      measure: "retained",
      age: 90,
      shown: ["followback", "organic"],
      isWeekly: false
    }),
    "cohort-trend.svg"
  ));

test("panels side by side keep step: merged cohorts span rows, empty months stand as such", () => {
  const calendar = calendarOf(cells, "retained", "month");
  expect(calendar).toEqual(["2025-01-01", "2025-02-01", "2025-03-01"]);
  const panel = (route: "followback" | "organic") =>
    triangle(cells, [], {route, measure: "retained", ages: [90], full: 1, calendar, document});
  for (const route of ["followback", "organic"] as const)
    expect(panel(route).querySelectorAll("tbody tr")).toHaveLength(1 + calendar.length);
  expect(panel("followback").querySelector("td[rowspan='2']")).not.toBeNull();
  expect(panel("organic").querySelectorAll("tbody tr")[2]!.textContent).toBe("Feb ’250");
});

const weeks = ["2025-01-06", "2025-01-13", "2025-02-03"].map((week, i) =>
  growthWeek({week, closing: 100 + 7 * i})
);

test("months are the weeks that begin in them, against who was there before", () => {
  expect(growthPeriods(weeks, "month", ["followback"])).toEqual([
    {route: "followback", start: "2025-01-01", gained: 22, lost: 8, opening: null, has_rate: false},
    {route: "followback", start: "2025-02-01", gained: 11, lost: 4, opening: 107, has_rate: true}
  ]);
});

test("whoever was there first counts among the followers before one of them moves", () => {
  const none = {gained: 0, returned: 0, lost: 0};
  const rows = [
    growthWeek({...none, week: "2025-01-06", route: "organic", gained: 5, closing: 5}),
    growthWeek({...none, week: "2025-01-13", route: "organic", gained: 4, closing: 9}),
    // Of 95 who were there from the first list on, one leaves in the third week.
    growthWeek({...none, week: "2025-01-20", route: "pre_existing", lost: 1, closing: 94})
  ];
  const openings = growthPeriods(rows, "week", ["organic", "pre_existing"])
    .filter(({route}) => route === "organic")
    .map(({opening}) => opening);
  expect(openings).toEqual([null, 100, 104]);
});

test("rates of all routes are of all followers, those among them who were there first and never moved", () => {
  const none = {gained: 0, returned: 0, lost: 0};
  const rows = [
    growthWeek({...none, week: "2025-01-06", route: "organic", gained: 40, closing: 40}),
    growthWeek({...none, week: "2025-01-13", route: "organic", gained: 4, closing: 44}),
    growthWeek({...none, week: "2025-01-06", route: "pre_existing", closing: 160})
  ];
  const shown = movingRoutes(rows);
  expect(shown).toEqual(["organic"]);
  // 4 to 200 followers are 2 per 100; of organic followers alone they are 10.
  const last = (of: "all" | "organic") =>
    growthPeriods(rows, "week", shown, of === "all" ? routes : shown).at(-1);
  expect(last("all")).toMatchObject({gained: 4, opening: 200, has_rate: true});
  expect(last("organic")).toMatchObject({gained: 4, opening: 40, has_rate: true});
});

test("a week has no rate where those who were there before it were too few, whichever route moved first", () => {
  const rows = [
    growthWeek({week: "2025-03-03", route: "followback", closing: 40}),
    growthWeek({week: "2025-01-06", route: "organic", closing: 5, is_all_too_few: true}),
    growthWeek({week: "2025-01-13", route: "organic", closing: 12, is_all_too_few: true}),
    growthWeek({week: "2025-03-03", route: "organic", closing: 19})
  ];
  const rates = growthPeriods(rows, "week", ["followback", "organic"])
    .filter(({route}) => route === "organic")
    .map(({start, has_rate}) => [start, has_rate]);
  expect(rates).toEqual([
    ["2025-01-06", false],
    ["2025-01-13", false],
    ["2025-03-03", false]
  ]);
});

test("losses", () => golden(lossesPlot(weeks, options, ["followback"]), "losses.svg"));

test("funnel", () => {
  const stage = {
    step: 2,
    stage: "followed_back_7",
    of_stage: "attempted",
    x: 30,
    n: 100,
    share: 0.3,
    note: null
  };
  // On a phone too no name of a stage is cut off.
  const every = Object.keys(stageNames).map((name) => ({
    ...stage,
    stage: name,
    low: 0.2,
    high: 0.4,
    range_low: 0.3,
    range_high: 0.4
  }));
  const texts = [...funnelPlot(every, {...options, width: 320}).querySelectorAll("text")];
  expect(texts.map(({textContent}) => textContent).filter((text) => text?.endsWith("…"))).toEqual([]);
  return golden(
    funnelPlot([{...stage, low: 0.22, high: 0.4, range_low: 0.3, range_high: 0.42}], options),
    "funnel.svg"
  );
});

const list = (taken_at: string, verdict: ListRow["verdict"]) => listRow({taken_at, verdict});
const lists = [
  list("2025-01-01T06:00:00.000Z", "complete"),
  list("2025-01-02T06:00:00.000Z", "head"),
  list("2025-01-03T06:00:00.000Z", "partial"),
  list("2025-01-09T06:00:00.000Z", "complete")
];

test("every day is there, and the gaps are counted", () => {
  const days = collectedDays(lists);
  expect(days.map(({best}) => best)).toEqual([
    "complete",
    "head",
    "partial",
    ...Array<string>(5).fill("none"),
    "complete"
  ]);
  expect(longestGap(days, ["complete"])).toEqual({from: "2025-01-01", to: "2025-01-09", days: 8});
  expect(gapSentence(days)).toBe(
    "The longest wait for a complete list of followers was 8 days, from 1 Jan 2025 to 9 Jan 2025; for a list that shows arrivals, 7 days, from 2 Jan 2025 to 9 Jan 2025."
  );
  return golden(calendarPlot(days, options), "calendar.svg");
});

test("a header gives what a mart holds, its grain, its columns and its checks", () => {
  const header =
    "How many still follow at\nan age; one row an account and age.\n\nage_days: counted from first sight,\n  in days\nkept, share: who is there\n\ncheck: kept <= size";
  expect(readHeader(header)).toEqual({
    about: "How many still follow at an age",
    grain: "one row an account and age",
    notes: [
      {names: "age_days", text: "counted from first sight, in days"},
      {names: "kept, share", text: "who is there"}
    ],
    checks: ["kept <= size"]
  });
  const node = martList([{mart: "retained", header, columns: "account_id BIGINT\nshare DOUBLE"}], document);
  expect(node.querySelectorAll("details tbody tr")).toHaveLength(2);
  expect(node.textContent).toContain("sharedouble");
});

const summary = {
  ...watched,
  followback: 30,
  organic: 50,
  unknown: 20,
  unknown_maybe: 20,
  unknown_same_gap: 20
};

test("the modelled middle stands only beside the range", () => {
  expect(unknownRange(summary, undefined)).toBe(
    "From 30% to 50% of 100 arrivals came by followback: the 20 of unknown route may be none of them or all."
  );
  const middle = {unknown_people: 20, expected_followbacks: 15, chance: 0.75, low_95: 0.5, high_95: 0.9};
  expect(unknownRange(summary, middle)).toMatch(
    /^From 30% to 50% .* about 15 of 20 .* \(75%; 50% to 90% of them would fit nearly as well\), .* make it 45%\. .* The range is what is known\.$/
  );
  // A model that says anything between a tenth and nine tenths says nothing, and so does one that cannot be fitted.
  const none = {...middle, expected_followbacks: null, chance: null, low_95: null, high_95: null};
  for (const told of [{...middle, low_95: 0.1}, none])
    expect(unknownRange(summary, told)).toMatch(
      /all\. How many of the unknown probably were, .* do not tell: .*\.$/
    );
  expect(unknownRange(summaryOf({...summary, followback: 0, organic: 1, unknown: 0}), undefined)).toMatch(
    /too few/
  );
});

/** Lists of whom the account follows lie up to 61 days apart: 5 of 430 came in one gap with a follow by the account. */
const rarelyRead = {
  ...summary,
  followback: 10,
  organic: 560,
  unknown: 430,
  unknown_maybe: 5,
  unknown_same_gap: 5,
  unknown_gap_too_wide: 425,
  widest_gap_days: 61.2
};

test("why routes are unknown is said with how many people each cause stands for", () => {
  expect(unknownCauses(rarelyRead)).toBe(
    "The route of 430 followers is unknown: of 5 because both follows began between the same two lists; of 425 because no earlier follow by the account was seen, but the lists that would show one lie more than 45 days apart."
  );
  expect(unknownCauses(summary)).toBe(
    "The route of 20 followers is unknown because both follows began between the same two lists."
  );
  expect(unknownCauses({...summary, unknown: 0, unknown_same_gap: 0})).toBe("");
});

test("the share of followbacks is bounded by whom the account may have followed first", () => {
  expect(unknownRange(rarelyRead, undefined)).toBe(
    "From 1.0% to 1.5% of 1,000 arrivals came by followback: of the 430 of unknown route at most 5, whom the account may have followed first. In every range the other 425 count as organic: they could be followbacks only if the account followed and dropped them between two of its following lists, at most 61 days apart."
  );
  expect(unknownRange({...rarelyRead, unknown_maybe: 0}, undefined)).toMatch(
    /^1\.0% of 1,000 arrivals came by followback: of the 430 of unknown route no earlier follow by the account was seen\. In every range they count as organic/
  );
});

test("the E-value in plain words, and none where the interval holds nothing", () => {
  const row = {
    outcome: "engaged_30" as const,
    period: "month" as const,
    strata: 40,
    informative_followback: 1,
    informative_organic: 1,
    crude_difference: -0.15,
    difference: -0.1,
    low: -0.12,
    high: -0.08,
    ratio: 0.27,
    ratio_low: 0.2,
    ratio_high: 0.37,
    e_value: 6.82,
    e_value_limit: 4.88
  };
  expect(adjustedSentence(row)).toContain("6.8 times as likely; to reach the interval's near end, 4.9 times");
  // Whatever explains a difference away goes with the route and with what that route does more.
  const more = {...row, difference: 0.1, low: 0.08, high: 0.12, ratio: 2};
  const kept = {outcome: "retained_90" as const};
  expect(
    [row, more, {...row, ...kept}, {...more, ...kept}].map(
      (one) => /coming by followback and (.*?) \d/.exec(adjustedSentence(one))![1]
    )
  ).toEqual(["not engaging", "engaging", "leaving", "staying"]);
  expect(adjustedSentence({...row, e_value_limit: 1})).toContain("nothing unseen is needed");
  expect(adjustedSentence(undefined)).toContain("not enough yet");
});

const circle = (name: CircleRow["circle"], is_asked: boolean): CircleRow => ({
  circle: name,
  measure: "a share",
  needs: "engagement",
  is_asked,
  is_sampled: name === "interests",
  is_collected: is_asked,
  evaluated_at: "2026-01-01T00:00:00.000Z",
  n_followback: is_asked ? 1000 : 0,
  share_followback: is_asked ? 0.04 : null,
  n_organic: is_asked ? 1000 : 0,
  share_organic: is_asked ? 0.15 : null,
  n_unknown: is_asked ? 100 : 0,
  share_unknown: is_asked ? 0.06 : null,
  low_followback: is_asked ? 0.03 : null,
  high_followback: is_asked ? 0.05 : null,
  low_organic: is_asked ? 0.13 : null,
  high_organic: is_asked ? 0.17 : null,
  low_unknown: is_asked ? 0.03 : null,
  high_unknown: is_asked ? 0.12 : null,
  difference: is_asked ? 0.11 : null,
  low: is_asked ? 0.07 : null,
  high: is_asked ? 0.14 : null,
  range_low: is_asked ? 0.1 : null,
  range_high: is_asked ? 0.12 : null,
  verdict: is_asked ? "supported" : "cannot tell yet"
});

test("a circle that was not collected is never nothing", () => {
  expect(circlesAnswer({...summary, has_engagement: false}, [])).toBe(
    "Interactions with Oak & Iron were not collected, which is not the same as zero."
  );
});

test("circles without a figure say in one line what they need", () => {
  const rows = [circle("brand", true), circle("interests", false), circle("beyond X", false)];
  expect(circlesAnswer(summary, rows)).toBe(
    "Share of followers who reached each circle within 30 days of first sight: brand, 4.0% of followers by followback against 15% of organic followers."
  );
  const oneSided = [{...circle("brand", true), n_followback: 12, share_followback: null}];
  expect(circlesAnswer(summary, oneSided)).toContain(
    "brand, too few followers by followback for a share against 15% of organic followers."
  );
  expect(missingCircles(rows)).toEqual([
    "Interests: not collected. It needs the account’s topics, and looks at what a sample of its followers post on them.",
    "Beyond X: not collected. It needs an experiment: no file of visits or sales says which follower they came from."
  ]);
  expect(missingCircles([circle("brand", true)])).toEqual([]);
  const early = {...circle("other followers", true), n_followback: 0, n_organic: 0};
  expect(missingCircles([early])).toEqual([
    "Other followers: no follower has been tracked long enough by a quarter end yet. It needs every conversation under the account’s posts, over a follower’s first 30 days."
  ]);
  const decided = {...circle("beyond X", false), is_collected: true, verdict: "contradicted"};
  expect(missingCircles([decided])).toEqual([
    "Beyond X: by an experiment, the claim that outreach returns nothing there is contradicted. The page experiment has the figures."
  ]);
});

const ofRoute = (route: "followback" | "organic", basis: CircleRate["basis"], share: number): CircleRate => ({
  circle: "other followers",
  basis,
  route,
  people: 1000,
  reached: 1000 * share,
  share,
  low: share / 2,
  high: share * 2,
  watched: 1000,
  weeks: 5000,
  interactions: 26,
  rate: 0.52,
  rate_low: 0.31,
  rate_high: 0.88
});

test("what followers say to each other is a least share, without a verdict, where mentions alone were read", () => {
  const least = [ofRoute("organic", "at least", 0.03), ofRoute("followback", "at least", 0.01)];
  expect(otherFollowersSentence(otherFollowers(least), "Oak & Iron")).toBe(
    "Share who addressed another follower within 30 days of first sight, and how often, as far as the same posts named Oak & Iron too: at least by followback 1.0%, 0.52 per 100 follower-weeks; organic 3.0%, 0.52 per 100 follower-weeks. " +
      "There is no verdict from these: the conversations under the account’s posts were not read, so this is only a part of what is said to the account."
  );
  const whole = [...least, ofRoute("organic", "covered", 0.05), ofRoute("followback", "covered", 0.02)];
  expect(otherFollowersSentence(otherFollowers(whole), "Oak & Iron")).toBe(
    "Share who addressed another follower within 30 days of first sight, and how often: by followback 2.0%, 0.52 per 100 follower-weeks; organic 5.0%, 0.52 per 100 follower-weeks."
  );
  expect(otherFollowersSentence([], "Oak & Iron")).toMatch(
    /^Other followers: not collected\. It needs every/
  );
});

test("the community is drawn by route, and small routes are not", () => {
  const row: CommunityRow = {
    route: "followback",
    people: 200,
    share_of_people: 0.4,
    tied: 20,
    in_largest: 14,
    share_in_largest: 0.07,
    reciprocated: 6,
    share_reciprocated: 0.03,
    ties: 25,
    ties_within: 5,
    share_within: 0.2,
    is_at_least: false
  };
  const few: CommunityRow = {
    ...row,
    route: "organic",
    people: 12,
    tied: null,
    in_largest: null,
    share_in_largest: null,
    reciprocated: null,
    share_reciprocated: null,
    ties: null,
    ties_within: null,
    share_within: null
  };
  expect(communitySentence([few, row])).toBe(
    "Share of each route in the largest group of followers who are connected by what they say to each other: by followback 7.0%."
  );
  expect(communitySentence([row, {...row, route: "organic", people: 300, in_largest: 21}])).toBe(
    "Share of each route in the largest group of followers who are connected by what they say to each other (35 of 500 followers): by followback 7.0%; organic 7.0%."
  );
  expect(communitySentence([{...row, is_at_least: true}])).toMatch(
    /These are the least: conversations were not read/
  );
  const none = {
    ...row,
    tied: 0,
    in_largest: 0,
    share_in_largest: 0,
    ties: 0,
    ties_within: 0,
    share_within: null
  };
  expect(communitySentence([none])).toBe(
    "No follower who was there in the last 90 days has addressed another."
  );
  expect(communitySentence([{...none, is_at_least: true}])).toMatch(/this is not the same as none/);
  // The few organic ones may well have ties, which are not shown.
  expect(communitySentence([none, few])).toBe(
    "No follower of a route with 30 people or more who was there in the last 90 days has addressed another."
  );
  expect(communitySentence([few])).toBe("Too few followers were there in the last 90 days.");
  expect(communitySentence([])).toMatch(/^Not collected/);
  const titles = communityPlot([few, row], options).outerHTML;
  expect(titles).toContain("7.0% of 200");
  expect(titles).toContain("20% of 25");
  expect(titles).not.toContain("organic");
});
