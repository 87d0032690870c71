import {describe, expect, it} from "vitest";
import {adjustedSentence} from "../../reports/components/adjusted.js";
import {pointsInWords, spanInWords} from "../../reports/components/claim.js";
import {experimentAnswer} from "../../reports/components/experiment.js";
import {findings} from "../../reports/components/findings.js";
import {percent, percentRange, points} from "../../reports/components/format.js";
import {perHourDifference, perHourSpan} from "../../reports/components/per-hour.js";
import type {ExperimentRow} from "../../reports/components/rows.js";
import {curveSentence, slopeSentence} from "../../reports/components/sentences.js";
import {claimRow} from "./sample-rows.ts";
import {summary} from "./summary.ts";

// What is printed may be rounded, but never into another statement: few are not none, nearly all are not all, and an
// interval that leaves nothing out does not begin with it.
describe("rounding", () => {
  it("keeps few apart from none, and nearly all from all", () => {
    expect([199 / 200, 1999 / 2000, 1, 0, 1 / 2500, 1 / 25].map(percent)).toEqual([
      "99.5%",
      "99.95%",
      "100%",
      "0%",
      "0.04%",
      "4.0%"
    ]);
    // Wilson's interval of 1,000 of 1,000, worked out by hand: 1000 / (1000 + 1.96²).
    expect(percentRange(1000 / (1000 + 1.959964 ** 2), 1)).toBe("99.6–100%");
    expect(percentRange(0, 0.0003)).toBe("0–0.03%");
  });

  it("keeps the ends of an interval apart", () => {
    expect(percentRange(0.137, 0.143)).toBe("13.7–14.3%");
    expect(percentRange(0.031, 0.052)).toBe("3.1–5.2%");
    expect(percentRange(0.14, 0.14)).toBe("14%");
    expect(spanInWords(0.137, 0.143, "fewer")).toBe("13.7 to 14.3");
  });

  it("keeps a difference apart from none", () => {
    expect([0.0004, -0.0004, 0, 0.12].map(points)).toEqual(["+0.04", "−0.04", "0.0", "+12"]);
    expect([0.0004, -0.0004, 0].map((one) => pointsInWords(one, "fewer"))).toEqual([
      "under 0.1 points fewer",
      "under 0.1 points more",
      "no difference"
    ]);
    expect([0.0043, -0.0043, 0].map(perHourDifference)).toEqual([
      "0.0043 fewer",
      "0.0043 more",
      "no difference"
    ]);
    expect(perHourSpan(0.0011, 0.0078)).toBe("0.0011 to 0.0078 fewer");
  });

  it("lets no interval that is all above nothing begin with it", () => {
    expect(spanInWords(0.0004, 0.03, "fewer")).toBe("under 0.1 to 3.0");
    expect(spanInWords(0.004, 0.15, "fewer")).toBe("0.4 to 15");
    expect(spanInWords(0, 0.15, "fewer")).toBe("0 to 15");
    const slope = {measure: "retained_90", route: "organic", cohorts: 12} as const;
    expect(slopeSentence([{...slope, slope: 0.0008, low: 0.0003, high: 0.0013}], "retained_90")).toContain(
      "+0.1 points a month (95% interval +0.03 to +0.1, 12 cohorts), newer cohorts do better"
    );
    const row = {outcome: "engaged_30", period: "month", strata: 3, informative_followback: 90} as const;
    const unused = {informative_organic: 90, ratio: null, ratio_low: null, ratio_high: null};
    const shares = {crude_difference: -0.03, difference: -0.02, low: -0.0396, high: -0.0004};
    expect(adjustedSentence({...row, ...unused, ...shares, e_value: 1.4, e_value_limit: 1.03})).toContain(
      "95% interval −4.0 to −0.04"
    );
  });

  it("does not print a p of 0.0496 as 0.05", () =>
    expect(curveSentence({followback_people: 90, organic_people: 90, z: 1.964, p: 0.0496})).toBe(
      "Followers by followback leave sooner over the whole curve (interval-censored log-rank test, p = 0.0496)."
    ));

  it("says of 199 of 200 that more than 99 of a hundred did", () => {
    const leave = claimRow("leave_sooner", {
      n_followback: 200,
      x_followback: 1,
      n_organic: 200,
      x_organic: 0,
      verdict: "no difference that matters"
    });
    const [opening] = findings(summary, [leave], 1).paragraph;
    expect(opening).toContain(
      "more than 99 were still there after 90 days; of 100 organic followers, 100 stayed"
    );
  });

  it("tells a twentieth of a sale a week from nothing", () => {
    const sales = {
      experiment_id: "weeks-2026-12-07",
      outcome: "sales",
      units: "weeks",
      state: "read",
      difference: 0.25,
      low: 0.04,
      high: 0.46,
      verdict: "supported",
      is_too_few: false
    } as ExperimentRow;
    expect(experimentAnswer([sales])).toBe(
      "Sales a week: +0.25 with outreach (95% interval +0.04 to +0.46), outreach brings more."
    );
  });
});
