import {describe, expect, it} from "vitest";
import {
  arrivalsAnswer,
  quietAnswer,
  repetitionColumns,
  repetitionRows,
  unknownAnswers
} from "../../reports/components/arrivals.js";
import {claimText} from "../../reports/components/claim.js";
import {reachOf} from "../../reports/components/claim-plot.js";
import type {ArrivalsRow, RepetitionRow} from "../../reports/components/rows.js";
import {fewestWeeksOfArrivals} from "../../reports/components/unevenness.js";
import {fewestWeeks} from "../../src/statistics/unevenness.ts";
import {claimRow} from "./sample-rows.ts";

const row = (values: Partial<ArrivalsRow> = {}): ArrivalsRow => ({
  days_of: "all",
  unknown_as: "left_out",
  weeks_followback: 24,
  people_followback: 812,
  weeks_organic: 30,
  people_organic: 640,
  followback: 2.64,
  followback_low: 1.9,
  followback_high: 3.61,
  organic: -0.04,
  organic_low: -0.1,
  organic_high: 0.06,
  difference: 2.68,
  low: 1.93,
  high: 3.6,
  ...values
});

describe("what the page growth says of arrivals", () => {
  it("names bursts and what chance has, with how often two of a week share a day", () => {
    expect(arrivalsAnswer([row()])).toBe(
      "Followers by followback came in bursts: two of one week share a day 3.6 times as often as by chance (95% interval 2.9–4.6 times; 812 people in 24 weeks). Organic followers came about as chance has it: two of one week share a day 0.96 times as often as by chance (95% interval 0.90–1.06 times; 640 people in 30 weeks). Unevenness is 2.7 higher by followback (95% interval 1.93 to 3.6 higher)."
    );
  });

  it("calls what is less than what matters slight", () => {
    const slight = row({followback: 0.25, followback_low: 0.18, followback_high: 0.34});
    expect(arrivalsAnswer([slight])).toMatch(
      /^Followers by followback came slightly in bursts: .* 1\.25 times/
    );
  });

  it("names evenness", () => {
    const even = row({
      followback: -0.4,
      followback_low: -0.6,
      followback_high: -0.2,
      difference: -0.36,
      low: -0.6,
      high: -0.1
    });
    expect(arrivalsAnswer([even])).toMatch(
      /^Followers by followback came too evenly for chance: two of one week share a day 0\.60 times as often as by chance .* Unevenness is 0\.36 lower by followback \(95% interval 0\.10 to 0\.60 lower\)\.$/
    );
  });

  it("says why there is nothing, and of days without outreach", () => {
    expect(arrivalsAnswer([])).toMatch(/^Not measured: it takes a list of followers every day/);
    const none = {followback: null, organic: null, difference: null};
    expect(arrivalsAnswer([row(none)])).toMatch(/^Not measured yet: it takes 8 whole weeks/);
    expect(quietAnswer([row(), row({days_of: "quiet", ...none})])).toMatch(
      /^Too few days were without outreach/
    );
    expect(quietAnswer([row(), row({days_of: "quiet", difference: 0.3, low: -0.2, high: 0.9})])).toBe(
      "On days without outreach, on the day itself and in the three days before, unevenness is 0.30 higher by followback (95% interval 0.20 lower to 0.90 higher)."
    );
  });

  it("has the estimator's number of weeks", () => expect(fewestWeeksOfArrivals).toBe(fewestWeeks));
});

describe("the other signs of a routine", () => {
  const sign = (values: Partial<RepetitionRow>): RepetitionRow => ({
    sign: "answered",
    who: "all",
    days: 1,
    n: 100,
    n_unknown: 0,
    x_certain: 20,
    x_at_most: 30,
    share_certain: 0.2,
    share_at_most: 0.3,
    low: 0.13,
    high: 0.4,
    ...values
  });
  const cells = (of: RepetitionRow) => repetitionColumns.map(({text}) => text(of));

  it("are shown as counts, and not where a group is small", () => {
    expect(cells(sign({}))).toEqual([
      "followed back within 1 day",
      "who followed back",
      "100",
      "20",
      "30",
      "20–30%",
      "13–40%"
    ]);
    const few = {
      n: 29,
      x_certain: null,
      x_at_most: null,
      share_certain: null,
      share_at_most: null,
      low: null,
      high: null
    };
    expect(cells(sign({sign: "marked", who: "organic", days: 0, ...few}))).toEqual([
      "seek followbacks by their profile",
      "organic",
      "29",
      "too few",
      "too few",
      "–",
      "–"
    ]);
  });

  it("stand in one order, without empty groups, and say what is left out", () => {
    const rows = [sign({sign: "marked", who: "organic"}), sign({n_unknown: 7}), sign({n: 0, days: 3})];
    expect(repetitionRows(rows).map(({sign: of}) => of)).toEqual(["answered", "marked"]);
    expect(unknownAnswers(rows)).toMatch(/^Of 7 more people nobody knows who followed first/);
    expect(unknownAnswers([sign({})])).toBe("");
  });
});

describe("the claim about the assembly line in words", () => {
  const claim = (values = {}) =>
    claimRow("assembly_line", {
      x_followback: null,
      x_organic: null,
      value_followback: 2.64,
      value_organic: 0.31,
      difference: 2.33,
      low: 1.2,
      high: 3.5,
      range_low: 1.9,
      range_high: 2.4,
      quiet_difference: 1.9,
      quiet_low: 0.8,
      quiet_high: 3.1,
      ...values
    });

  it("has its number, interval and range in unevenness, not in points", () => {
    expect(claimText(claim(), "Oak & Iron")).toMatchObject({
      verdict: "Supported",
      number: "unevenness 2.3 higher",
      interval:
        "99% interval 1.20 to 3.5 higher; 1.90 to 2.4 higher with the 100 of unknown route counted either way",
      because:
        "Two followers by followback who came in one week share a day 3.6 times as often as by chance, two organic ones 1.31 times. On days without outreach in the three days before it is 1.90 higher (99% interval 0.80 to 3.1 higher).",
      needed: null,
      page: "growth"
    });
  });

  it("says what keeps it open", () => {
    const open = (values: object) => claimText(claim({verdict: "cannot tell yet", ...values}), "x");
    expect(open({quiet_difference: null, quiet_low: null, quiet_high: null})).toMatchObject({
      because: expect.stringContaining("Too few days were without outreach"),
      needed: expect.stringMatching(/^It supports the claim only if it is as large without outreach/)
    });
    expect(open({difference: 0.4, low: 0.1, high: 0.8}).needed).toBe(
      "It supports the claim only from 0.5 on, and this is less."
    );
    expect(open({difference: 0.9, low: -0.1, high: 1.9, needed_people: 40, needed_by: null}).needed).toMatch(
      /^About 40 more people would settle it/
    );
    expect(open({difference: 0.9, low: -0.1, high: 1.9}).needed).toMatch(
      /^More people alone would not settle it/
    );
  });

  it("says where days of arrival are not known, and where there are too few", () => {
    expect(claimText(claim({is_collected: false}), "x")).toMatchObject({
      verdict: "Not clear yet: not measured",
      number: null,
      because: "It takes a list of followers every day for whole weeks to know on which day people came."
    });
    expect(
      claimText(claim({difference: null, low: null, high: null, verdict: "cannot tell yet"}), "x")
    ).toMatchObject({
      verdict: "Not clear yet: too few people",
      because: expect.stringMatching(/^It takes 8 whole weeks with a list every day/)
    });
  });

  it("has a scale of its own, that no share stretches", () => {
    expect(reachOf([claim()])).toBeCloseTo(3.5 * 1.08, 9);
    expect(reachOf([claimRow("engage_less", {low: -1, high: 1})])).toBe(1);
  });
});
