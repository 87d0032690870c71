import {readFileSync} from "node:fs";
import {parseHTML} from "linkedom";
import {describe, expect, it} from "vitest";
import {
  cohortsAnswer,
  engagedCompared,
  engagementAnswer,
  growthAnswer,
  outreachAnswer,
  partSentence,
  qualityAnswer,
  retainedCompared,
  routesSentence
} from "../../reports/components/answer.js";
import {twoByTwoPlot} from "../../reports/components/activity.js";
import {collectedDays, gapSentence} from "../../reports/components/calendar.js";
import {circlesAnswer} from "../../reports/components/circles.js";
import {claimText, neededSentence} from "../../reports/components/claim.js";
import {renameSentence} from "../../reports/components/collection.js";
import {findings} from "../../reports/components/findings.js";
import {every} from "../../reports/components/format.js";
import {nextListSentence, stageName} from "../../reports/components/funnel.js";
import {survivorsSentence} from "../../reports/components/gone.js";
import {estimandSentence} from "../../reports/components/method.js";
import {cannotKnow} from "../../reports/components/present.js";
import type {
  CohortCell,
  FunnelStage,
  OutreachMonth,
  Rate,
  SurvivorLook,
  TwoByTwo
} from "../../reports/components/rows.js";
import {triangle} from "../../reports/components/triangle.js";
import {unknownCauses} from "../../reports/components/unknown.js";
import {growthMissing, outreachMissing} from "../../reports/components/why.js";
import {completenessOf, datesOf, followersText} from "../../src/site/index-data.ts";
import {downloadsOf} from "../../src/site/report-data.ts";
import {claimRow, listRow} from "./sample-rows.ts";
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

  it("the first and the last week need not be whole", () => {
    expect(partSentence({...summary, first_day: "2026-01-07", last_day: "2026-02-03"}, 3)).toBe(
      "Data go from 7 Jan 2026 to 3 Feb 2026, so that the first and the last bar may count a part of a week or month."
    );
    expect(partSentence(summary, 0)).toBe("");
    expect(page("growth")).toContain("${partSentence(summary, weeks.length)}");
    expect(page("gone")).toContain("${partSentence(summary, departures.length)}");
  });

  it("one list and one case are in the singular, and none is said as such", () => {
    expect(renameSentence([{rename_suspects: 1}])).toMatch(
      /^One list holds .* In 1 case a person left .*: this may be a renamed person\.$/
    );
    expect(renameSentence([{rename_suspects: 0}, {rename_suspects: 0}])).toMatch(
      /^2 lists hold .* In no case did a person leave/
    );
  });

  it("where losses are not recorded, no one says how many still follow", () => {
    const edges = {...summary, is_retention_recorded: false, followers_now: 401, lists: 0, follower_lists: 0};
    expect(growthAnswer(edges, 401, 0)).toMatch(
      / gained 401 followers \(this source does not hold every unfollow\), .*counted in\. 401 people were seen to follow it; how many still do is not known\.$/
    );
    expect(growthAnswer({...edges, followers_now: 341}, 401, 60)).toMatch(
      / gained 401 followers and lost at least 60 .* 341 people were seen to follow it and not to leave; how many still do is not known\.$/
    );
    expect(followersText(edges)).toBe("401 people seen to follow");
    expect(followersText({...edges, is_retention_recorded: true})).toBe("401 followers");
  });

  it("where visits or posts alone are stored, no follows are said to be recorded, nor outreach not to have been", () => {
    const nobody = {
      ...summary, people: 0, followback: 0, organic: 0, unknown: 0, pre_existing: 0, snapshots: 0, lists: 0, follower_lists: 0,
      complete_lists: 0, complete_follower_lists: 0, last_taken_at: null, followers_now: null, has_engagement: false, asks_for_interactions: false, lacks_interactions: false
    }; // prettier-ignore
    expect(qualityAnswer(nobody)).toBe("No list of followers was read, so there is no one to compare.");
    expect(completenessOf(nobody)).toBe("no lists");
    expect(completenessOf({...nobody, people: 3})).toBe("no lists, follows one by one");
    expect(outreachAnswer(nobody, undefined, [])).toMatch(
      /^Whom .* followed first is not known: it takes two /
    );
    expect(outreachMissing(nobody, undefined, "the stages")).toMatch(/^Whom .* followed first is not known/);
    const said = engagementAnswer(nobody, engagedCompared(nobody, [], []));
    expect(said).toMatch(/What is stored contains no interactions by others\. Two things would help/);
  });

  it("followers of a table of follows are in no cohort, however long ago they came", () => {
    const edges = {
      ...summary,
      lists: 0,
      follower_lists: 0,
      is_retention_recorded: false,
      has_engagement: true
    };
    expect(engagementAnswer(edges, engagedCompared(edges, [], []))).toBe(
      "Engagement cannot be compared. Only followers in a list are in a cohort, and no list of followers was read."
    );
    expect(circlesAnswer(edges, [])).toMatch(
      / were collected\. Only followers in a list are in a cohort, and no list /
    );
  });

  it("whose lists are well read is not told to read whom the account follows as often", () => {
    const labels = (more: object) => findings({...summary, ...more}, [], 0).next.map(({label}) => label);
    // Weekly lists of half a year, 12 newcomers in the last one: the next list of following is still to come.
    const read = {
      people: 776,
      pre_existing: 500,
      followback: 0,
      organic: 264,
      unknown: 12,
      unknown_no_following_list: 12
    };
    expect(labels(read)).not.toContain("Look");
    expect(labels({...read, organic: 60, unknown: 216, unknown_no_following_list: 216})).toContain("Look");
  });

  it("snapshots of one day do not lie 0 days apart", () => {
    const look = (days: number, still_there: number): SurvivorLook => ({
      route: "organic", looked_at: "2026-01-05T06:00:00.000Z", days, people: 200, still_there,
      share: still_there / 200, low: 0.9, high: 0.99
    }); // prettier-ignore
    expect(survivorsSentence(summary, [look(0, 200), look(0.3, 190)])).toMatch(
      /^Less than a day after the first snapshot, still there is 95%/
    );
  });

  it("whom a listener heard between two lists is in counts", () => {
    // Two who came and left between two snapshots, as it heard, are among those gained and lost.
    expect(page("growth")).toMatch(
      /came and left between two lists\ncounts only where follows were recorded/
    );
    expect(cannotKnow(summary).join(" ")).toContain(
      "they are in no list, and in a count only where followback listen heard them."
    );
  });

  it("a stage says that it counts by the next list, where lists are too far apart to say within how many days", () => {
    // 285 of 570 stood in the list 9 days after they were followed: within 7 days came between none and all of them.
    expect(stageName("followed_back_7", "X", "by the next full list")).toBe("by the list after 7 days");
    expect(stageName("followed_back_30", "X", "by the next full list")).toBe("… after 30 days");
    expect(stageName("followed_back_7", "X", null)).toBe("followed back in 7 days");
    expect(page("outreach")).toMatch(/stageName\(d\.stage, summary\.network, d\.note\)/);
    const stage = {stage: "followed_back_7", note: "by the next full list"} as FunnelStage;
    expect(nextListSentence([stage])).toMatch(/so some came later than 7 days; “How soon”, below/);
    expect(nextListSentence([{...stage, note: null}])).toBe("");
    expect(page("outreach")).toContain("${nextListSentence(funnel)}");
  });

  it("without a list since a quarter end the quarter end may have passed", () => {
    // Lists of followers to 30 March, one of whom the account follows on 2 April.
    const early = claimRow("leave_sooner", {evaluated_at: null, difference: null, low: null, high: null});
    expect(claimText(early, "Oak").verdict).toBe("Not clear yet: no list of followers after a quarter end");
    const said = JSON.stringify(findings({...summary, has_engagement: true}, [early], 0));
    expect(said).toContain("no list of followers is from after a quarter end yet");
    expect(said).not.toContain("has not passed");
  });

  it("who leaves sooner takes a list near the 90th day, not time alone", () => {
    const few = {
      difference: null,
      low: null,
      high: null,
      n_followback: 0,
      n_organic: 0,
      evaluated_at: "2026-04-01"
    };
    const because = (claim: "engage_less" | "leave_sooner") => claimText(claimRow(claim, few), "Oak").because;
    expect(because("leave_sooner")).toBe(
      "It takes 30 followers of each route who have been tracked long enough, with a complete list near their 90th day; at the quarter end there were 0 by followback and 0 organic."
    );
    expect(because("engage_less")).toMatch(/tracked long enough; at the quarter end/);
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
      route: "organic", is_mutual: true, people: 40, weeks: 400, covered_people: 31, covered_weeks: 120,
      leaving_rate: 1, leaving_low: 0.5, leaving_high: 2,
      interaction_rate: 3, interaction_low: 1, interaction_high: 5
    } as TwoByTwo; // prettier-ignore
    const titles = (measure: "leaving" | "interactions") =>
      twoByTwoPlot([cell], {width: 640, document, label: "", isReadable: true}, {measure, shown: ["organic"]})
        .outerHTML;
    expect(titles("interactions")).toContain(
      "3.0 interactions per 100 covered follower-weeks, 95% interval (1.0–5.0); 31 people, 120 covered weeks"
    );
    expect(titles("leaving")).toContain(
      "left per 100 follower-weeks, 95% interval (0.50–2.0); 40 people, 400 weeks"
    );
  });
});

describe("replies and mentions that are stored, of a time that nobody named", () => {
  const stored = {...summary, has_engagement: false, mentions_stored: 6};

  it("are not called absent", () => {
    const said =
      "Engagement: not counted. 6 replies, quotes and mentions are stored, but nothing says of which time they are all: " +
      "import the file again with --covers and the time that it holds.";
    expect(engagementAnswer(stored, engagedCompared(stored, [], []))).toBe(said);
    expect(circlesAnswer(stored, [])).toBe(said);
    const engage = claimRow("engage_less", {is_collected: false, difference: null, low: null, high: null});
    const found = findings(stored, [engage], 0);
    expect(found.paragraph[0]).toBe(said);
    expect(found.next.map(({text}) => text)).toContain(said);
    expect(engagementAnswer({...stored, mentions_stored: 1}, engagedCompared(stored, [], []))).toContain(
      "One reply, quote or mention is stored, but nothing says of which time it is all"
    );
  });

  it("are none where none is stored", () => {
    const none = {...stored, mentions_stored: 0};
    expect(engagementAnswer(none, engagedCompared(none, [], []))).toMatch(
      /^Engagement: not collected\. No source so far contains replies/
    );
  });
});

describe("what would settle a claim", () => {
  it("says nothing of how large the difference is where people come slowly", () => {
    // Two a month: 300 more take twelve years and a half, whatever the difference.
    const slow = claimRow("leave_sooner", {
      n_unknown: 0,
      needed_people: 300,
      needed_by: "2038-07-01T00:00:00.000Z"
    });
    expect(neededSentence(slow)).toBe(
      "About 300 more people would settle it: more than ten years at the present rate."
    );
  });
});

describe("what is said before there is anything to compare", () => {
  const none = {followback: 0, organic: 0, unknown: 0, unknown_same_gap: 0, unknown_maybe: 0};
  const first = {...summary, ...none, people: 40, pre_existing: 40, followers_now: 40, has_engagement: false};
  const headlineOf = (one: typeof summary) => findings(one, [], 0).headline;
  const files = {
    snapshots: 2,
    lists: 2,
    complete_lists: 2,
    follower_lists: 1,
    complete_follower_lists: 1,
    gap_days: null
  };

  it("both lists of one day, as two files, are one look", () => {
    const one = {...first, ...files};
    expect(headlineOf(one)).toBe("One list of followers so far: routes appear after the second");
    expect(growthAnswer(one, 0, 0)).toBe(
      "One list of followers so far: arrivals and losses of Oak & Iron show after the second."
    );
    expect(outreachAnswer(one, undefined, [])).toBe(
      "Whom Oak & Iron followed first is not known: it takes two lists of whom it follows, or a log."
    );
    expect(headlineOf({...one, snapshots: 1})).toBe("One snapshot so far: routes appear after the second");
  });

  it("events that record who leaves need no snapshot", () => {
    const events = {
      ...summary,
      snapshots: 0,
      lists: 0,
      complete_lists: 0,
      follower_lists: 0,
      complete_follower_lists: 0
    };
    const few = {...events, people: 40, followback: 10, organic: 30, unknown: 0, pre_existing: 0};
    expect(headlineOf({...few, is_followback_too_few: true, is_organic_too_few: false})).not.toMatch(
      /snapshot/
    );
    expect(cohortsAnswer(few, retainedCompared(few, [], []))).toMatch(
      /^Retention can be compared once 30 of each route/
    );
  });

  it("followers of whom no list was read are not none, and nothing read is nothing", () => {
    const nobody = {...first, people: 0, pre_existing: 0, followers_now: 0};
    const following = {
      ...nobody,
      snapshots: 2,
      lists: 2,
      complete_lists: 2,
      follower_lists: 0,
      complete_follower_lists: 0
    };
    expect(headlineOf(following)).toBe("No list of followers was read, so there is no one to compare");
    expect(followersText(following)).toBe("followers not counted");
    // Whom it blocks is no list of followers, and no walk of whom it follows either.
    const blocking = {...following, snapshots: 1, lists: 0, complete_lists: 0};
    expect([headlineOf(blocking), growthAnswer(blocking, 0, 0)]).toEqual([
      "No list of followers was read, so there is no one to compare",
      "No list of followers was read, so there is no one to compare."
    ]);
    const nothing = {...following, snapshots: 0, lists: 0, last_taken_at: null, followers_now: null};
    expect(headlineOf(nothing)).toBe("No list of followers was read, so there is no one to compare");
    expect([growthAnswer(nothing, 0, 0), growthMissing(following)]).toEqual([
      "No list of followers was read, so there is no one to compare.",
      "No list of followers was read, so there is no one to compare."
    ]);
    expect(datesOf(nothing)).toBe("no list read yet");
    const log = {attempts: 0, unwatched: 180, lowest: null, highest: null} as OutreachMonth;
    expect(outreachAnswer(nothing, log, [])).toBe(
      "Oak & Iron followed 180 accounts, and nothing has been read since that would show who followed back."
    );
    expect(followersText(nothing)).toBe("followers not counted");
    expect(followersText({...first, complete_follower_lists: 0})).toBe("40 people in partial lists");
    expect(followersText(first)).toBe("40 followers");
  });

  it("steps without dates say nothing against outreach", () => {
    const steps = {...summary, is_dated: false, lists: 0, follower_lists: 0, is_retention_recorded: false};
    expect(outreachAnswer(steps, undefined, [])).toBe(
      "The source gives the order of follows, not their dates, so outreach of Oak & Iron is not counted here."
    );
    expect(outreachMissing(steps, undefined, "times")).toBe(outreachAnswer(steps, undefined, []));
    const unanswered = {...steps, people: 40, followback: 0, unknown: 0, organic: 40, followers_now: 40};
    expect(headlineOf(unanswered)).toBe("No one has followed back so far, so there is nothing to compare");
    expect(headlineOf({...unanswered, is_dated: true})).toMatch(/^No outreach was seen/);
  });

  it("one is one", () => {
    expect(routesSentence({...first, people: 1, pre_existing: 1})).toBe(
      "The only follower was already there when first seen."
    );
    const two = {...first, people: 2, pre_existing: 0, followback: 1, organic: 1};
    expect(routesSentence(two)).toBe(
      "Of 2 followers who came since tracking began, 1 came by followback and 1 is organic."
    );
  });

  it("losses that no second complete list could show yet are not none", () => {
    // One full scan, and incremental ones since: they date who comes, and never show who has gone.
    const heads = {...summary, complete_follower_lists: 1, followers_now: 52};
    expect(growthAnswer(heads, 12, 0)).toBe(
      "Since 8 Jul 2024 Oak & Iron gained 12 followers (lists show losses from the second complete one on), those who came back counted in. It now has 52 followers."
    );
    expect(growthAnswer({...heads, complete_follower_lists: 2}, 12, 0)).toContain(
      "gained 12 followers and lost 0,"
    );
    // Whoever listened saw them go.
    expect(growthAnswer(heads, 12, 3)).toContain("gained 12 followers and lost 3,");
  });

  it("lists of whom the account follows that are all partial show no outreach, and not that there was none", () => {
    const partial = {...summary, lists: 6, follower_lists: 3, complete_lists: 3, complete_follower_lists: 3};
    const said =
      "Whom Oak & Iron followed first is not known: it takes two complete lists of whom it follows, or a log.";
    expect([outreachAnswer(partial, undefined, []), outreachMissing(partial, undefined, "times")]).toEqual([
      said,
      said
    ]);
    expect(outreachAnswer({...partial, complete_lists: 4}, undefined, [])).toMatch(/^No outreach was seen/);
  });

  it("where two lists show that nobody moved, no other list is waited for", () =>
    expect(growthMissing(first)).toBe("No one has come or left so far."));
});

describe("cohorts by week", () => {
  it("count in the row of all everybody whom its shares are of, also those whose week is not known", () => {
    const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
      document: Document;
    };
    const cell = (cohort: string, members: number): CohortCell => ({
      measure: "retained", route: "organic", cohort, cohort_to: cohort, age_days: 30, members, size: members,
      share: 0.5, low: 0.4, high: 0.6, is_complete: true, is_too_few: false
    }); // prettier-ignore
    // 250 came in January; of 100 of them the week is known. 200 of the 250 were there after 30 days.
    const all = {
      measure: "retained",
      route: "organic",
      age_days: 30,
      members: 250,
      size: 250,
      hits: 200
    } as Rate;
    const rates = [{...all, share: 0.8, low: 0.75, high: 0.84}];
    const weekly = [cell("2026-01-05", 60), cell("2026-01-12", 40)];
    const counted = [cell("2026-01-01", 250)];
    const rowOf = (isAbsolute: boolean) =>
      [...triangle(weekly, rates, {
        route: "organic", measure: "retained", ages: [30], full: 1, step: "week", leftOut: 150, counted, isAbsolute, document
      }).querySelector("tr.pooled")!.children].map(({textContent}) => textContent); // prettier-ignore
    expect([rowOf(false), rowOf(true)]).toEqual([["all", "250", "80"], ["all", "250", "200"]]); // prettier-ignore
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
