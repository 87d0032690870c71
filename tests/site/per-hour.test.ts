import {describe, expect, it} from "vitest";
import {claimText} from "../../reports/components/claim.js";
import {perHourDifference, perHourSpan} from "../../reports/components/per-hour.js";
import {claimRow} from "./sample-rows.ts";

describe("the claim about engaged followers per hour in words", () => {
  const claim = (values = {}) =>
    claimRow("few_engaged_per_hour", {
      n_followback: 400,
      n_organic: 300,
      n_unknown: 0,
      n_maybe: 0,
      x_followback: null,
      x_organic: null,
      value_followback: 0.05,
      value_organic: 1.2,
      difference: 1.15,
      low: 0.37,
      high: 2.37,
      range_low: 1.15,
      range_high: 1.15,
      ...values
    });

  it("has its number and interval per hour, not in points", () => {
    expect(claimText(claim(), "Oak & Iron")).toMatchObject({
      verdict: "Supported",
      number: "1.15 fewer per hour",
      interval: "99% interval 0.37 to 2.4 fewer",
      because:
        "An hour of outreach brought 0.05 engaged followers from followback hashtags, and 1.20 from all other places.",
      needed: null
    });
    expect(
      claimText(claim({n_unknown: 40, n_maybe: 40, range_low: 0.17, range_high: 2.05}), "x").interval
    ).toBe(
      "99% interval 0.37 to 2.4 fewer; 0.17 to 2.0 fewer with whatever is not certain counted either way"
    );
  });

  it("says what is wanting", () => {
    const few = {is_followback_too_few: true, n_followback: 12, difference: null, low: null, high: null};
    expect(claimText(claim(few), "x")).toMatchObject({
      verdict: "Not clear yet: too few people",
      number: null,
      because: expect.stringMatching(/there were 12 found by a followback hashtag and 300 found elsewhere\.$/)
    });
    expect(claimText(claim({is_collected: false}), "x")).toMatchObject({
      verdict: "Not clear yet: not collected",
      because: "It takes the hours of campaigns of both kinds, and replies, quotes or mentions by followers."
    });
  });

  it("turns the words with the sign", () => {
    expect([perHourDifference(0), perHourDifference(-3), perHourDifference(0.5)]).toEqual([
      "no difference",
      "3.0 more",
      "0.50 fewer"
    ]);
    expect([perHourSpan(-0.1, 0.3), perHourSpan(-2, -1)]).toEqual([
      "0.10 more to 0.30 fewer",
      "1.00 to 2.0 more"
    ]);
  });
});
