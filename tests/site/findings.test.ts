import {describe, expect, test} from "vitest";
import {growthAnswer} from "../../reports/components/answer.js";
import {claimFares, findings} from "../../reports/components/findings.js";
import type {Claim, Summary} from "../../reports/components/rows.js";
import {digestOf} from "../../src/site/digest.ts";
import {indexPage} from "../../src/site/index-page.ts";
import {overviewPage} from "../../src/site/overview-page.ts";
import {previewOf} from "../../src/site/preview-picture.ts";
import {summary, summaryOf} from "./summary.ts";
import {claimText} from "../../reports/components/claim.js";
import {claimRow} from "./sample-rows.ts";

/** A brand where followbacks engage less (4 against 15 in 100) and more of them are gone by 90 days (40 against 18). */
const engageLess = claimRow("engage_less", {});
const leaveSooner = claimRow("leave_sooner", {
  x_followback: 400,
  x_organic: 180,
  difference: 0.22,
  low: 0.16,
  high: 0.27
});
const engageMore = claimRow("engage_less", {
  x_followback: 200,
  x_organic: 60,
  difference: -0.14,
  low: -0.18,
  high: -0.1,
  verdict: "contradicted"
});
const stayLonger = claimRow("leave_sooner", {
  x_followback: 50,
  x_organic: 200,
  difference: -0.15,
  low: -0.19,
  high: -0.11,
  verdict: "contradicted"
});
const same = {difference: 0.001, low: -0.01, high: 0.012, verdict: "no difference that matters"} as const;
const unclear = {difference: 0.02, low: -0.03, high: 0.07, verdict: "cannot tell yet"} as const;
const level = [
  claimRow("engage_less", {x_followback: 50, x_organic: 51, ...same}),
  claimRow("leave_sooner", {x_followback: 180, x_organic: 181, ...same})
];
const small = [
  claimRow("engage_less", {
    ...unclear,
    n_followback: 110,
    n_organic: 130,
    x_followback: 6,
    x_organic: 9,
    needed_people: 2140,
    needed_by: "2027-03-14T00:00:00.000Z"
  }),
  claimRow("leave_sooner", {...unclear, n_followback: 80, n_organic: 90, x_followback: 20, x_organic: 21})
];
const nothing = {
  n_followback: 0,
  n_organic: 0,
  n_unknown: 0,
  x_followback: null,
  x_organic: null,
  difference: null,
  low: null,
  high: null,
  range_low: null,
  range_high: null,
  verdict: "cannot tell yet"
} as const;

const say = (over: Partial<Summary>, claims: Claim[], attempts = 2000) => {
  const {next, ...found} = findings(summaryOf({...summary, ...over}), claims, attempts);
  return {
    ...found,
    text: found.paragraph.join(" "),
    steps: next.map(({label, text}) => `${label}. ${text}`).join(" ")
  };
};

describe("the four worlds give four answers", () => {
  test("default: supported", () => {
    const {headline, text, certainty, steps} = say({}, [engageLess, leaveSooner]);
    expect(headline).toBe("Followers who came by followback engage less and leave sooner");
    expect(text).toBe(
      "The claim holds so far: of every 100 followers won by followback, 4 engaged within 30 days and 60 were still there after 90 days; of 100 organic followers, 15 engaged and 82 stayed. Engaging: 11 percentage points fewer (99% interval 7 to 14). Leaving: 22 percentage points more (99% interval 16 to 27)."
    );
    expect(certainty).toBe(
      "Verdicts as of 31 Dec 2025, the last quarter end; they may change with a list of followers after 31 Mar 2026. They stay the same however those of unknown route may have come. This is an association, not proof of a cause."
    );
    expect(steps).toMatch(
      /^Keep\. 40 followers by followback did engage .* Nurture\. .* Stop\. Stop following strangers only/
    );
    expect(steps).toContain("do not drop everyone");
  });

  test("contrary: contradicted", () => {
    const {headline, text, steps} = say({}, [engageMore, stayLonger]);
    expect(headline).toBe("Followers who came by followback engage more and stay longer");
    expect(text).toMatch(/^The claim does not hold: of every 100 followers won by followback, 20 engaged/);
    expect(text).toContain(
      "Engaging: 14 percentage points more (99% interval 10 to 18). Leaving: 15 percentage points fewer"
    );
    expect(steps).not.toMatch(/Stop following strangers|cut everybody/);
    expect(steps).toContain("Outreach brings followers who engage");
  });

  test("small null: cannot tell yet, with the sample and the date", () => {
    const {headline, text, steps} = say({followback: 110, organic: 130}, small);
    expect(headline).toBe(
      "Whether followers who came by followback engage less or leave sooner is not clear yet"
    );
    expect(text).toMatch(/^It is too early to say: of every 100/);
    expect(text).toContain("(99% interval 3.0 more to 7.0 fewer)");
    expect(steps).toMatch(/^Wait\. Change nothing on this evidence/);
    const page = indexPage(account, {...data, summary, claims: small});
    expect(page).toContain(
      "About 2,140 more people would settle it; at the present rate that is on 14 Mar 2027."
    );
    expect(page).toContain("More people would not settle it");
  });

  test("large null: no difference that matters", () => {
    const {headline, text, steps} = say({}, level);
    expect(headline).toBe(
      "Followers who came by followback engage about as much as the others and stay as long"
    );
    expect(text).toMatch(/^The claim does not hold: /);
    expect(steps).toContain("how a follower came does not predict engagement");
  });

  test("one way in one thing, the other in the other", () => {
    expect(say({}, [engageMore, leaveSooner]).headline).toBe(
      "Followers who came by followback engage more, but leave sooner"
    );
    expect(say({}, [engageLess, {...leaveSooner, ...unclear}]).headline).toBe(
      "Followers who came by followback engage less; whether they leave sooner is not clear yet"
    );
    expect(claimFares({engage: "supported", leave: "contradicted"})).toBe("The claim holds in part");
    expect(claimFares({engage: "supported", leave: "too few"})).toBe(
      "The claim holds as far as the data show"
    );
  });
});

describe("what is missing is said, and never a zero", () => {
  const notCollected = claimRow("engage_less", {...nothing, is_collected: false});

  test("engagement not collected", () => {
    const {headline, text, steps} = say({has_engagement: false}, [notCollected, leaveSooner]);
    expect(headline).toBe(
      "Followers who came by followback leave sooner than the others; their engagement was not collected"
    );
    expect(text).toMatch(
      /^Part of the claim holds, the rest is open: of every 100 followers won by followback, 60 were still there after 90 days; of 100 organic followers, 82 stayed\./
    );
    expect(steps).toContain("followback snapshot");
    const page = indexPage(account, {
      ...data,
      summary: {...summary, has_engagement: false},
      claims: [notCollected, leaveSooner]
    });
    expect(page).toContain("Not clear yet: not collected");
    expect(page).toContain("No source so far contains replies, quotes or mentions by followers.");
  });

  test("engagement not collected, too few to say who leaves", () => {
    const few = claimRow("leave_sooner", {...nothing, n_followback: 20, n_organic: 300});
    expect(say({has_engagement: false}, [notCollected, few]).headline).toBe(
      "Too few followers by followback have been tracked long enough to compare yet"
    );
  });

  test("lists too far apart are not too short a time", () => {
    // Two years of lists 40 days apart: none lies within 3.5 days of anyone's 90th day.
    const none = claimRow("leave_sooner", {
      ...nothing,
      n_followback: 0,
      n_organic: 0,
      evaluated_at: "2025-10-01T00:00:00.000Z"
    });
    const of = (first_taken_at: string, gap_days: number) =>
      say({has_engagement: false, first_taken_at, gap_days}, [notCollected, none]).headline;
    expect(of("2024-01-02T11:59:59.999Z", 40)).toBe(
      "Complete lists of followers lie too far apart to say who leaves sooner: they were read every 40 days (median)"
    );
    expect(of("2025-07-20T06:00:00.000Z", 40)).toMatch(/^Too few followers have been tracked long enough/);
    expect(of("2024-01-02T11:59:59.999Z", 7)).toMatch(/^Too few followers have been tracked long enough/);
  });

  test("too few is said of the route that has too few", () => {
    const few = claimRow("leave_sooner", {...nothing, n_followback: 4, n_organic: 20_000});
    const of = (values: Partial<Summary>) =>
      say({has_engagement: false, ...values}, [notCollected, few]).headline;
    expect(of({followback: 4, organic: 20_062, unknown: 2000})).toBe(
      "Too few are known to have come by followback to compare yet: 4 of 22,066 dated followers"
    );
    expect(of({followback: 4, organic: 96, unknown: 0})).toBe(
      "Too few came by followback to compare yet: 4 of 100 dated followers"
    );
    expect(of({followback: 40, organic: 7, unknown: 53})).toBe(
      "Too few are known to be organic to compare yet: 7 of 100 dated followers"
    );
    expect(of({followback: 4, organic: 7, unknown: 89})).toBe(
      "Too few to compare yet: of 100 dated followers, at least 4 came by followback and at least 7 are organic"
    );
  });

  test("retention not recorded", () => {
    const edges = {is_retention_recorded: false, has_engagement: false, lists: 0, snapshots: 1};
    const {headline, text, steps} = say(edges, []);
    expect(headline).toBe(
      "Engagement was not collected and not every loss is recorded, so the claim cannot be judged"
    );
    expect(text).toContain("Retention: not recorded by this source, which does not hold every unfollow.");
    expect(text).toContain("1,570 came by followback");
    expect(steps).toContain("To see who leaves, take complete lists");
  });

  test("one snapshot only", () => {
    const first = {snapshots: 1, followback: 0, organic: 0, unknown: 0, people: 1500};
    const {headline, text, certainty, steps} = say(
      first,
      [{...engageLess, ...nothing, evaluated_at: null}],
      0
    );
    expect(headline).toBe("One snapshot so far: routes appear after the second");
    expect(text).toContain("All 1,500 followers were already there when first seen.");
    expect(certainty).toBe("");
    expect(steps).toMatch(/^Collect\. Take the next snapshot within a week/);
  });

  test("no quarter end yet: no verdict, and the day of the first", () => {
    const early = [engageLess, leaveSooner].map((one) => ({...one, ...nothing, evaluated_at: null}));
    // Only lists of followers move verdicts, whatever else was read since.
    const {headline, text} = say(
      {last_followers_at: "2024-09-30T12:00:00.000Z", last_taken_at: "2024-10-02T06:00:00.000Z"},
      early
    );
    expect(headline).toBe(
      "Too early for a verdict: the first comes with a list of followers after 30 Sep 2024"
    );
    expect(text).toMatch(
      /^Verdicts update once a quarter, so that checking often cannot create false positives/
    );
  });

  test("no outreach at all", () => {
    const {headline, steps} = say(
      {followback: 0, unknown: 0},
      [claimRow("engage_less", {...nothing, n_organic: 900})],
      0
    );
    expect(headline).toBe("No outreach was seen, so no follower came by followback");
    expect(steps).not.toContain("Stop");
  });

  test("outreach, and nobody followed back", () => {
    expect(say({followback: 0, unknown: 0}, [], 40).headline).toBe(
      "No one has followed back so far, so there is nothing to compare"
    );
  });
});

describe("from nobody to millions", () => {
  test("nobody left", () => {
    const {headline, text} = say({followers_now: 0}, [engageLess, leaveSooner]);
    expect(headline).toBe("No follower is left: all 5,806 have gone");
    expect(text).toMatch(/^Of every 100 followers won by followback, 4 engaged/);
  });

  test("one follower", () => {
    const one = {people: 1, followers_now: 1, followback: 0, organic: 1, unknown: 0, pre_existing: 0};
    expect(say(one, [], 0).headline).toBe("One follower so far: no comparison is possible");
    expect(say({...one, followers_now: 0}, [], 0).headline).toBe(
      "No follower is left: the only one has gone"
    );
  });

  test("nobody ever", () => {
    expect(
      say({people: 0, followers_now: 0, followback: 0, organic: 0, unknown: 0, pre_existing: 0}, [], 0)
        .headline
    ).toBe("No followers so far");
  });

  test("followers that nobody ever read, as where only lists of whom the account follows are there", () => {
    const unread = {
      follower_lists: 0,
      complete_follower_lists: 0,
      followers_now: null,
      people: 0,
      followback: 0,
      organic: 0,
      unknown: 0,
      pre_existing: 0
    };
    const said = "No list of followers was read, so there is no one to compare";
    const {headline, text, steps} = say(unread, [], 40);
    expect(headline).toBe(said);
    expect(text).not.toMatch(/\b0 followers/);
    expect(steps).toMatch(/^.*Import a list of all followers with `--complete`/s);
    expect(growthAnswer({...summary, ...unread}, 0, 0)).toBe(`${said}.`);
  });

  test("lists of which none is complete, which say nothing of who came", () => {
    const partial = {
      follower_lists: 4,
      complete_follower_lists: 0,
      followers_now: 1060,
      people: 1060,
      followback: 0,
      organic: 0,
      unknown: 0,
      pre_existing: 1060
    };
    const said = "No list of followers was complete, so no one is seen to arrive or leave";
    expect(say(partial, [], 0).headline).toBe(said);
    expect(say(partial, [], 0).text).toContain(
      "1,060 followers stood in the lists; since when, the lists do not say."
    );
    expect(say(partial, [], 0).text).not.toContain("when tracking began");
    expect(say({...partial, snapshots: 1}, [], 0).headline).toBe(said);
    expect(say(partial, [], 0).steps).toMatch(/--complete-anyway/);
    expect(growthAnswer({...summary, ...partial}, 0, 0)).toBe(`${said}.`);
    expect(say({...partial, complete_follower_lists: 1}, [], 0).headline).toBe(
      "No new followers so far: all of them were already there when first seen"
    );
  });

  test("two million: tiny intervals are told and drawn", () => {
    const many = [
      claimRow("engage_less", {
        n_followback: 2000000,
        n_organic: 1500000,
        n_unknown: 400000,
        x_followback: 6200,
        x_organic: 150000,
        difference: 0.0969,
        low: 0.0962,
        high: 0.0976,
        range_low: 0.09,
        range_high: 0.0969
      })
    ];
    const {text} = say({people: 4000000, followers_now: 2000000}, many);
    expect(text).toContain("fewer than 1 engaged within 30 days");
    expect(text).toContain("Engaging: 9.7 percentage points fewer (99% interval 9.6 to 9.8).");
    const page = indexPage(account, {...data, claims: many});
    expect(page).toContain("of 2,000,000 by followback");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

const account = {id: "1", name: "Oak & Iron", slug: "oak-iron"};
const data = {
  summary,
  claims: [engageLess, leaveSooner],
  rates: [],
  differences: [],
  trend: [],
  survival: [],
  campaigns: [],
  attempts: 2000
};

describe("the page", () => {
  test("carries each claim with verdict, number, picture and the way to its chart, without JavaScript", () => {
    const page = indexPage(account, data);
    expect(page).not.toContain("```js");
    for (const text of [
      "Supported",
      "11 points fewer",
      "99% interval 7 to 14 points; 10 to 11 with the 100 of unknown route counted either way"
    ])
      expect(page).toContain(text);
    expect(page.match(/class="claim-plot"/g)).toHaveLength(4);
    expect(page).toContain('<a href="./engagement">');
    expect(page).toContain('<a href="./cohorts">');
    expect(page).toContain("Oak &#38; Iron");
  });

  test("shows the claims that data can decide, and names the others in one line", () => {
    const unasked = {...nothing, is_collected: false} as const;
    const claims = [engageLess, leaveSooner, claimRow("nothing_beyond_x", unasked)];
    const line =
      "Not asked yet: do they return nothing beyond X? It takes an experiment of 16 weeks or more, with outreach on or off by a coin.";
    const page = indexPage(account, {...data, claims});
    expect(page.match(/<li class="claim/g)).toHaveLength(2);
    expect(page).not.toContain("not collected");
    expect(page.match(/Not asked yet/g)).toHaveLength(1);
    expect(page).toContain(line);
    const read = {account, data: {...data, claims}};
    const {markdown, html} = digestOf(read, null);
    for (const text of [markdown.replaceAll("\\", ""), html, overviewPage([read, read])]) {
      expect(text).not.toContain("Outreach returns nothing beyond X");
      expect(text.match(/Not asked yet/g)).not.toBeNull();
      expect(text).toContain(line);
    }
    expect(previewOf(read)).not.toContain("beyond X");
  });

  test("says of a claim that an experiment decides what the experiment says", () => {
    const decided = claimRow("nothing_beyond_x", {...nothing, is_collected: true, verdict: "contradicted"});
    const page = indexPage(account, {...data, claims: [engageLess, leaveSooner, decided]});
    expect(page).toContain("By an experiment: “Outreach returns nothing beyond X”: contradicted.");
    expect(page).not.toContain("Not asked yet");
  });

  test("never tells to unfollow everybody, and says that a program may not do it", () => {
    for (const claims of [[engageLess, leaveSooner], [engageMore, stayLonger], level, small]) {
      const {next} = findings(summary, claims, 2000);
      const steps = next.map(({text}) => text).join(" ");
      expect(steps).not.toMatch(/(?<!not )(unfollow|cut off|remove) (everyone|everybody|them all)/i);
      expect(steps).toContain("X’s rules forbid doing it in bulk or by a program");
    }
  });
});

test("the range of a claim says how many of the unknown may be followbacks", () => {
  const some = claimText(claimRow("engage_less", {n_unknown: 100, n_maybe: 5}), "Oak & Iron");
  expect(some.interval).toContain("the 5 of 100 of unknown route who may be followbacks counted either way");
  const all = claimText(claimRow("engage_less", {n_unknown: 100, n_maybe: 100}), "Oak & Iron");
  expect(all.interval).toContain("with the 100 of unknown route counted either way");
});
