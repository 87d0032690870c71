import {readFileSync} from "node:fs";
import {parseHTML} from "linkedom";
import {describe, expect, it, test} from "vitest";
import {
  changeCell,
  circlesAnswer,
  circlesPlot,
  hasInterests,
  interestRows,
  interestsPlot,
  interestsSentence
} from "../../reports/components/circles.js";
import {claimText} from "../../reports/components/claim.js";
import type {CircleRow, InterestRow} from "../../reports/components/rows.js";
import {openDatabase} from "../../src/duckdb.ts";
import {preludeSql} from "../../src/models/models.ts";
import {claimRow} from "./sample-rows.ts";
import {summary} from "./summary.ts";

const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};
const options = {width: 640, document, label: "a picture"};

const row = (values: Partial<InterestRow>): InterestRow => ({
  route: "followback",
  period: "after",
  people: 210,
  not_observable: 12,
  not_observable_share: 0.05,
  share: 0.09,
  low: 0.05,
  high: 0.14,
  effective_people: 180,
  difference: 0.014,
  difference_low: -0.02,
  difference_high: 0.052,
  ...values
});
const before = {
  period: "before",
  share: 0.076,
  difference: null,
  difference_low: null,
  difference_high: null
} as const;
const rows = [
  row({route: "organic", share: 0.32}),
  row({route: "organic", ...before, share: 0.3}),
  row({}),
  row(before)
];

describe("what the page circles says of interests", () => {
  it("names both periods of each route, followback first", () => {
    expect(interestsSentence(rows)).toBe(
      "Share with at least one post on the account’s topics: by followback 9.0% in the 30 days after first sight, 7.6% in the 30 before; organic 32% in the 30 days after first sight, 30% in the 30 before."
    );
    expect(interestRows(rows).map(({route, period}) => `${route} ${period}`)).toEqual([
      "followback before",
      "followback after",
      "organic before",
      "organic after"
    ]);
  });

  it("leaves out what was not asked, and says where nobody was looked at or too few", () => {
    expect(interestsSentence([row({})])).toBe(
      "Share with at least one post on the account’s topics: by followback 9.0% in the 30 days after first sight."
    );
    expect(interestsSentence([])).toBe(
      "Interests: not collected. It needs the account’s topics, and looks at what a sample of its followers post on them."
    );
    const few = [row({people: 12, share: null, low: null, high: null})];
    expect(interestsSentence(few)).toBe("Too few followers have been looked at.");
    expect([hasInterests(rows), hasInterests(few), hasInterests([])]).toEqual([true, false, false]);
  });

  it("gives the change in points with its interval, or a dash", () => {
    expect(changeCell(row({}))).toBe("+1.4 (−2.0 to +5.2)");
    expect(changeCell(row(before))).toBe("–");
  });

  it("draws the two periods as panels with a row a route", () => {
    const text = interestsPlot(rows, options).textContent;
    expect(text).toContain("in the 30 days before first sight");
    expect(text).toContain("9.0% of 210");
    expect(text).toContain("32% of 210");
  });
});

const circle = (values: Partial<CircleRow>): CircleRow => ({
  circle: "brand",
  measure: "a share",
  needs: "engagement",
  is_asked: true,
  is_sampled: false,
  is_collected: true,
  evaluated_at: "2026-01-01T00:00:00.000Z",
  n_followback: 1000,
  n_organic: 900,
  n_unknown: 100,
  share_followback: 0.04,
  share_organic: 0.15,
  share_unknown: 0.06,
  low_followback: 0.03,
  high_followback: 0.05,
  low_organic: 0.13,
  high_organic: 0.17,
  low_unknown: 0.03,
  high_unknown: 0.12,
  difference: 0.11,
  low: 0.07,
  high: 0.14,
  range_low: 0.1,
  range_high: 0.12,
  verdict: "supported",
  ...values
});
const missing = {is_asked: false, is_collected: false, n_followback: 0, n_organic: 0, n_unknown: 0} as const;

describe("the four circles side by side", () => {
  const four = [
    circle({}),
    circle({circle: "interests", is_sampled: true, n_followback: 210, share_followback: 0.09}),
    circle({circle: "other followers", is_collected: false}),
    circle({circle: "beyond X", ...missing})
  ];

  it("stand in one picture, those without a figure with what they need", () => {
    const text = circlesPlot(four, options).textContent!;
    for (const name of ["brand", "interests", "other followers", "beyond X"]) expect(text).toContain(name);
    expect(text).toContain("9.0% of 210");
    expect(text).toContain("not collected: needs an experiment");
    expect(text).toContain("not collected: needs the conversations under your posts");
    const narrow = circlesPlot(four, {...options, width: 340}).textContent!;
    expect(narrow).toContain("not collected");
    expect(narrow).not.toContain("needs an");
  });

  it("say why a route has no figure, where another one has", () => {
    const none = {share_unknown: null, low_unknown: null, high_unknown: null};
    const few = [circle({...none, n_unknown: 20}), circle({circle: "interests", ...none, n_unknown: 0})];
    const text = circlesPlot(few, options).textContent!;
    expect(text.match(/too few/g)).toHaveLength(1);
    expect(text.match(/no one/g)).toHaveLength(1);
    expect(circlesPlot([circle({})], options).textContent).not.toMatch(/too few|no one/);
  });

  it("give the weighted share of those who were looked at in a sample", () =>
    expect(circlesAnswer(summary, four)).toBe(
      "Share of followers who reached each circle within 30 days of first sight: brand, 4.0% of followers by followback against 15% of organic followers; interests, 9.0% of followers by followback against 15% of organic followers."
    ));
});

describe("the claim on interests", () => {
  it("rests on weighted shares of a sample, and says so", () => {
    const claim = claimRow("engage_less_interests", {
      n_followback: 210,
      n_organic: 330,
      x_followback: null,
      x_organic: null,
      value_followback: 0.0901,
      value_organic: 0.3164,
      difference: 0.226,
      low: 0.14,
      high: 0.31,
      n_unknown: 0,
      n_maybe: 0,
      n_sitting: 0,
      verdict: "supported"
    });
    expect(claimText(claim, "Oak & Iron")).toMatchObject({
      verdict: "Supported",
      number: "23 points fewer",
      because:
        "9.0% of 210 by followback posted on the topics of Oak & Iron within 30 days, against 32% of 330 organic. These are weighted shares of a sample."
    });
  });
});

test("a change that rests on fewer than thirty people is not shown, however many were looked at for the days after", async () => {
  const db = await openDatabase();
  try {
    await db.run(`${preludeSql()}
      create macro suppressed(value, members) as case when members >= 30 then value end;
      set variable account = 1;
      create table interests as
        select 1 as account_id, null::timestamp as evaluated_at, null::date as cohort, *, 0.2 as share, 0.1 as low, 0.3 as high,
          people as effective_people, 0 as not_observable, 0.0 as not_observable_share, 0.1 as difference,
          0.0 as difference_low, 0.2 as difference_high
        from (values ('followback', 'before', 29), ('followback', 'after', 200), ('organic', 'before', 30),
          ('organic', 'after', 200)) t(route, period, people)`);
    const sql = readFileSync(new URL("../../reports/data/interests.sql", import.meta.url), "utf8");
    const rows = await db.rows(sql);
    expect(rows).toMatchObject([
      {route: "followback", period: "before", share: null},
      {route: "followback", period: "after", share: 0.2, difference: null, difference_low: null},
      {route: "organic", period: "before", share: 0.2},
      {route: "organic", period: "after", share: 0.2, difference: 0.1, difference_low: 0}
    ]);
  } finally {
    await db.close();
  }
});
