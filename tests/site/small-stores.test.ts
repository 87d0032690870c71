import {readFileSync} from "node:fs";
import {parseHTML} from "linkedom";
import {describe, expect, it} from "vitest";
import {qualityAnswer} from "../../reports/components/answer.js";
import {twoByTwoPlot} from "../../reports/components/activity.js";
import {collectedDays, gapSentence} from "../../reports/components/calendar.js";
import {renameSentence} from "../../reports/components/collection.js";
import {every} from "../../reports/components/format.js";
import {survivorsSentence} from "../../reports/components/gone.js";
import {estimandSentence} from "../../reports/components/method.js";
import type {SurvivorLook, TwoByTwo} from "../../reports/components/rows.js";
import {unknownCauses} from "../../reports/components/unknown.js";
import {downloadsOf} from "../../src/site/report-data.ts";
import {listRow} from "./sample-rows.ts";
import {summary} from "./summary.ts";

const page = (name: string) =>
  readFileSync(new URL(`../../reports/[account]/${name}.md`, import.meta.url), "utf8");

describe("of stores of other shapes the sentences hold too", () => {
  it("lists that are read every few hours are not read every day", () => {
    expect([1 / 24, 0.25, 1, 7, 30.2].map(every)).toEqual([
      "every hour",
      "every 6 hours",
      "every day",
      "every 7 days",
      "every 30 days"
    ]);
    expect(qualityAnswer({...summary, gap_days: 0.25})).toContain(
      "a complete followers list every 6 hours (median)"
    );
    expect(estimandSentence({...summary, gap_days: 1 / 24})).toContain("being read every hour (median)");
  });

  it("two complete lists of one day are two, of one day", () => {
    const at = (taken_at: string, verdict: "complete" | "partial" = "complete") =>
      listRow({taken_at, verdict});
    const lists = [
      at("2026-01-05T06:00:00.000Z"),
      at("2026-01-05T18:00:00.000Z"),
      at("2026-01-06T06:00:00.000Z", "partial")
    ];
    expect(gapSentence(collectedDays(lists))).toBe("There are not two days with a complete list yet.");
  });

  it("one list and one case are in the singular, and none is said as such", () => {
    expect(renameSentence([{rename_suspects: 1}])).toMatch(
      /^One list holds .* In 1 case a person left .*: this may be a renamed person\.$/
    );
    expect(renameSentence([{rename_suspects: 0}, {rename_suspects: 0}])).toMatch(
      /^2 lists hold .* In no case did a person leave/
    );
  });

  it("snapshots of one day do not lie 0 days apart", () => {
    const look = (days: number, still_there: number): SurvivorLook => ({
      route: "organic", looked_at: "2026-01-05T06:00:00.000Z", days, people: 200, still_there,
      share: still_there / 200, low: 0.9, high: 0.99
    }); // prettier-ignore
    expect(survivorsSentence([look(0, 200), look(0.3, 190)])).toMatch(
      /^Less than a day after the first snapshot, still there is 95%/
    );
  });

  it("a follow by the account without a sure date is called so where follows are records", () => {
    const one = {...summary, unknown: 1, unknown_same_gap: 0, unknown_undated_follow: 1};
    expect(unknownCauses({...one, has_records: true})).toBe(
      "The route of 1 follower is unknown because the account’s own follow has no sure date."
    );
    expect(unknownCauses(one)).toContain("was there before anybody read a list of them");
  });

  it("a rate of interactions stands beside the weeks it is of", () => {
    const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
      document: Document;
    };
    const cell = {
      route: "organic", is_mutual: true, people: 40, weeks: 400, covered_weeks: 120,
      leaving_rate: 1, leaving_low: 0.5, leaving_high: 2,
      interaction_rate: 3, interaction_low: 1, interaction_high: 5
    } as TwoByTwo; // prettier-ignore
    const titles = (measure: "leaving" | "interactions") =>
      twoByTwoPlot([cell], {width: 640, document, label: "", isReadable: true}, {measure, shown: ["organic"]})
        .outerHTML;
    expect(titles("interactions")).toContain(
      "3.0 interactions per 100 covered follower-weeks, 95% interval (1.0–5.0); 40 people, 120 covered weeks"
    );
    expect(titles("leaving")).toContain(
      "left per 100 follower-weeks, 95% interval (0.50–2.0); 40 people, 400 weeks"
    );
  });
});

describe("what pages say of the report as a whole", () => {
  it("marts names every table that can be downloaded", () => {
    const text = page("marts");
    const all = [...downloadsOf({network: "bluesky"}), ...downloadsOf({})];
    expect([...new Set(all)].filter((name) => !text.includes(`["${name}", `))).toEqual([]);
  });

  it("method calls organic whom the account had followed and dropped long before, as the mart does", () => {
    // tests/models/followers.test.ts has such a person: organic, with prior_outreach.
    expect(page("method")).toMatch(
      /\*\*Organic\*\* [^]*?had certainly ended more than\s30 days before, or no follow by the account/
    );
  });
});
