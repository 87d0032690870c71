import {expect, test} from "vitest";
import {curveSentence, slopeSentence} from "../../reports/components/sentences.js";

const curve = {followback_people: 100, organic_people: 100};

test("says which curve falls faster, and nothing more than the test tells", () => {
  expect(curveSentence({...curve, z: 2.67, p: 0.0076})).toBe(
    "Followers by followback leave sooner over the whole curve (interval-censored log-rank test, p = 0.0076)."
  );
  expect(curveSentence({...curve, z: -5, p: 1e-7})).toBe(
    "Organic followers leave sooner over the whole curve (interval-censored log-rank test, p < 0.0001)."
  );
  expect(curveSentence({...curve, z: 1, p: 0.32})).toContain("do not differ clearly");
  expect(curveSentence(undefined)).toBe("");
  expect(curveSentence({...curve, z: null, p: null})).toBe("");
});

test("says whether newer cohorts do better, by their interval", () => {
  const slope = {measure: "retained_90" as const, route: "organic" as const, cohorts: 12};
  expect(slopeSentence([{...slope, slope: 0.01, low: 0.004, high: 0.016}], "retained_90")).toBe(
    "Still there at 90 days, from month to month: organic: +1.0 points a month (95% interval +0.4 to +1.6, 12 cohorts), newer cohorts do better."
  );
  expect(slopeSentence([{...slope, slope: -0.01, low: -0.016, high: -0.004}], "retained_90")).toContain(
    "do worse"
  );
  expect(slopeSentence([{...slope, slope: 0.01, low: -0.01, high: 0.03}], "retained_90")).toContain(
    "no clear trend"
  );
  const engaged = {...slope, measure: "engaged_30" as const, slope: 0.01, low: -0.01, high: 0.03};
  // Of three cohorts a share can change by 50 points a month at most.
  const wide = {...slope, cohorts: 3, slope: -0.017, low: -0.55, high: 0.51};
  expect(slopeSentence([wide], "retained_90")).toMatch(/: no trend can be told from 3 cohorts\.$/);
  expect(slopeSentence([{...wide, high: 0.49}], "retained_90")).toMatch(
    /−55 to \+49, 3 cohorts\), no clear trend\.$/
  );
  expect(slopeSentence([engaged], "engaged_30")).toMatch(/^Engaged within 30 days, from month to month: /);
  expect(slopeSentence([{...slope, slope: null, low: null, high: null}], "retained_90")).toBe("");
});
