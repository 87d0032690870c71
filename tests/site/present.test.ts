import {parseHTML} from "linkedom";
import {describe, expect, it} from "vitest";
import {dropOthers} from "../../reports/components/network.js";
import {findings} from "../../reports/components/findings.js";
import {goneAnswer, goneByCause, survivorsSentence} from "../../reports/components/gone.js";
import {
  actedCaveat,
  actedSentence,
  basisSentence,
  cannotKnow,
  presentAnswer,
  presentFindings,
  presentHeadline,
  truthSentence,
  unknownReasons
} from "../../reports/components/present.js";
import {datesSentence} from "../../reports/components/records.js";
import type {DepartureRow, PresentRow, RecordDates, SurvivorLook} from "../../reports/components/rows.js";
import {nextSteps} from "../../reports/components/next-steps.js";
import {downloadsOf} from "../../src/site/report-data.ts";
import {footerOf, siteFacts} from "../../src/site/page-facts.ts";
import {notebooksOf} from "../../src/site/page-list.ts";
import {presentSections} from "../../src/site/present-sections.ts";
import {titleOf} from "../../src/site/slug.ts";
import {readAccount} from "./read-account.ts";
import {summary as watched} from "./summary.ts";

const summary = {
  ...watched,
  name: "oak.example",
  network: "Bluesky",
  has_records: true,
  has_engagement: false
};

const row = (
  route: PresentRow["route"],
  people: number,
  {
    basis = "records",
    because = null,
    isFew = false
  }: {basis?: PresentRow["route_basis"]; because?: string | null; isFew?: boolean} = {}
): PresentRow => ({
  route,
  route_basis: basis,
  unknown_because: because,
  people,
  is_basis_too_few: isFew,
  is_all_too_few: isFew
});

describe("who follows now, in words", () => {
  const rows = [
    row("followback", 80),
    row("followback", 40, {basis: "looks"}),
    row("organic", 170),
    row("unknown", 6, {because: "undated_record"}),
    row("unknown", 4, {because: "met_late"})
  ];

  // By hand: 120 of 300 are 40 %, 170 are 57 %, 10 are 3.3 %.
  it("has counts and shares by route of everybody who follows now", () => {
    expect(presentHeadline(summary, rows)).toBe(
      "At least 40% of those who follow now came by followback, as the records say"
    );
    const known = rows.filter(({route}) => route !== "unknown");
    expect(presentHeadline(summary, known)).toMatch(/^41% of those who follow now came/);
    // 120 of 2,940 are 4.1 %, and so are 121.
    const most = [...known, row("organic", 2649), row("unknown", 1, {because: "met_late"})];
    expect(presentHeadline(summary, most)).toMatch(/^4.1% of those who follow now came/);
    expect(presentAnswer(summary, rows)).toBe(
      "Of 300 people who follow oak.example now, 120 (40%) came by followback: oak.example followed them first. 170 (57%) are organic. Of 10 (3.3%) the route is unknown."
    );
    expect(unknownReasons(rows)).toMatch(
      /a record has no sure date \(6\); lists may have missed them before.* \(4\)\.$/
    );
  });

  it("says of how many the records say it, and why these can be wrong", () => {
    expect(basisSentence(rows)).toMatch(
      /^Of 40 our own snapshots prove .*\. Of 250 a snapshot met both sides at once/
    );
    // Between two snapshots no one saw which follow was there first.
    const unseen = row("unknown", 5, {basis: "looks", because: "same_gap"});
    const proved = rows.filter(({route_basis}) => route_basis === "looks");
    expect(basisSentence(proved)).toMatch(/^Our own snapshots prove how all of them came:/);
    expect(basisSentence([...proved, unseen])).toMatch(/^Of 40 our own snapshots prove how they came:/);
    expect(basisSentence([unseen])).toBe("");
    const met = [row("organic", 30), unseen];
    expect(basisSentence(met)).toMatch(/^Of 30 a snapshot met both sides at once/);
    expect(basisSentence(rows)).toMatch(/unfollows and follows again, or presses the button twice/);
    expect(basisSentence(rows.filter(({route_basis}) => route_basis === "looks"))).not.toMatch(/replaced/);
  });

  it("has counts and no shares where they are few", () => {
    const few = [row("followback", 3, {isFew: true}), row("organic", 5, {isFew: true})];
    expect(presentHeadline(summary, few)).toBe(
      "3 of the 8 who follow now came by followback, as the records say"
    );
    expect(presentAnswer(summary, few)).not.toContain("%");
    const open = [...few, row("unknown", 2, {because: "met_late", isFew: true})];
    expect(presentHeadline(summary, open)).toBe(
      "At least 3 of the 10 who follow now came by followback, as the records say"
    );
  });

  it("says that no one follows", () => expect(presentHeadline(summary, [])).toBe("No one follows now"));

  it("says of an account that was not read, or in part alone, not that no one follows", () => {
    const none = {
      people: 0,
      followback: 0,
      organic: 0,
      unknown: 0,
      pre_existing: 0,
      complete_follower_lists: 0
    };
    const unread = {...summary, ...none, snapshots: 0, lists: 0, follower_lists: 0, last_taken_at: null};
    const partial = {...summary, ...none, snapshots: 1, lists: 2, follower_lists: 1};
    for (const one of [unread, partial]) {
      const found = findings(one, [], 0);
      const said = presentFindings(found, one, {present: [], truth: undefined});
      expect(said.headline).toMatch(/^No list of followers was (read|complete), so /);
      expect(JSON.stringify(said)).not.toMatch(/No one follows/);
    }
  });

  it("says of followers whom no snapshot asked about, as where a listener alone told of them, not that no one follows", () => {
    // Three by followback and four organic came, and two of them left.
    const heard = {
      ...summary, people: 7, followback: 3, organic: 4, unknown: 0, pre_existing: 0, followers_now: 5,
      snapshots: 0, lists: 0, follower_lists: 0, complete_lists: 0, complete_follower_lists: 0
    }; // prettier-ignore
    const said = presentFindings(findings(heard, [], 0), heard, {present: [], truth: undefined});
    expect(JSON.stringify(said)).not.toMatch(/No one follows/);
    expect(said.later).toEqual([]);
    const gone = {...heard, followers_now: 0};
    expect(presentFindings(findings(gone, [], 0), gone, {present: [], truth: undefined}).headline).toBe(
      "No one follows now"
    );
  });

  it("does not count who was there first among those who came since", () => {
    const later = (more: object) => {
      const one = {...summary, followback: 0, organic: 0, unknown: 0, ...more};
      return presentFindings(findings(one, [], 0), one, {present: [row("organic", 1)], truth: undefined})
        .later[0];
    };
    const none = (who: string) =>
      `As to those who came since the first snapshot, no new follower is known: ${who} already there when first seen.`;
    expect(later({people: 3, pre_existing: 3, followers_now: 0})).toBe(none("all of them were"));
    expect(later({people: 1, pre_existing: 1, followers_now: 0})).toBe(none("the only one was"));
    expect(later({people: 1, pre_existing: 1, followers_now: 1})).toBe(none("the only one was"));
    // 35 were there first, 5 came; then all of them left.
    expect(later({people: 40, pre_existing: 35, organic: 5, followers_now: 0})).toBe(
      "As to those who came since the first snapshot, no follower is left: all 5 have gone."
    );
    expect(later({people: 36, pre_existing: 35, organic: 1, followers_now: 36})).toBe(
      "As to those who came since the first snapshot, one follower so far: no comparison is possible."
    );
  });

  it("does not say that no one came where lists may have missed them before", () => {
    // Two looks: 60 were there first; 9 were met since, whose records have no sure date.
    const one = {
      ...summary,
      people: 69,
      pre_existing: 69,
      followback: 0,
      organic: 0,
      unknown: 0,
      followers_now: 69
    };
    const present = [
      row("organic", 60),
      row("unknown", 8, {because: "met_late"}),
      row("unknown", 1, {because: "met_late"})
    ];
    const {later} = presentFindings(findings(one, [], 0), one, {present, truth: undefined});
    expect(later[0]).toMatch(/no new follower is known: all of them were already there when first seen\.$/);
    expect(later[1]).toBe("Of 9 people who follow now no one knows whether they came since.");
    expect(
      presentFindings(findings(one, [], 0), one, {
        present: [row("organic", 69)],
        truth: undefined
      }).later.join(" ")
    ).not.toContain("no one knows");
  });

  it("does not say that none came by followback where the route of some is not known", () => {
    const open = [row("organic", 60), row("unknown", 40, {because: "undated_record"})];
    expect(presentHeadline(summary, open)).toBe("No one who follows now is known to have come by followback");
    expect(presentHeadline(summary, [row("organic", 60)])).toBe(
      "No one who follows now came by followback, as the records say"
    );
  });

  it("has one in the singular", () => {
    const one = [row("followback", 1, {isFew: true})];
    expect(presentHeadline(summary, one)).toBe(
      "The only one who follows now came by followback, as the records say"
    );
    expect(presentAnswer(summary, one)).toBe(
      "Of 1 person who follows oak.example now, 1 came by followback: oak.example followed them first. 0 are organic. The route of all of them is known."
    );
  });

  it("has wrong routes where the truth is known, and nothing where not", () => {
    expect(truthSentence({people: 250, wrong: 10})).toBe(
      "In this simulated world the truth is known: 10 of the 250 routes by records are wrong (4.0%)."
    );
    expect(truthSentence({people: 250, wrong: 0})).toContain("none of the 250 routes by records are wrong.");
    expect(truthSentence({people: 1, wrong: 0})).toMatch(/ known: the only route by records is right\.$/);
    expect(truthSentence({people: 1, wrong: 1})).toMatch(/ known: the only route by records is wrong\.$/);
    expect(truthSentence(undefined)).toBe("");
  });

  it("says of engagement that it is of those here now, or that it was not collected", () => {
    const one = {from_at: "2025-03-01", to_at: "2025-03-31", acted_any: 12, low: 0.05, high: 0.15};
    const said = actedSentence(summary, [
      {...one, route: "followback", people: 100, acted: 9, share: 0.09},
      {...one, route: "unknown", people: 4, acted: null, share: null, low: null, high: null}
    ]);
    expect(said).toBe(
      "Of those here now, 9.0% (95% interval 5.0–15%) of the 100 by followback replied to oak.example, quoted it or named it at least once from 1 Mar 2025 to 31 Mar 2025."
    );
    expect(actedSentence(summary, [])).toMatch(/^Not collected, which is not the same as none/);
  });
});

describe("what others said elsewhere, in words", () => {
  const hidden = /not public/;

  it("is not public without a login, and is said to be read where notifications were", () => {
    expect(actedCaveat(summary)).toMatch(/not public, so every count is a minimum/);
    expect(cannotKnow(summary).filter((one) => hidden.test(one))).toHaveLength(1);
    const loggedIn = {...summary, has_engagement: true};
    expect(actedCaveat(loggedIn)).toMatch(/count since notifications are read/);
    expect(cannotKnow(loggedIn)).toHaveLength(cannotKnow(summary).length);
    expect([actedCaveat(loggedIn), ...cannotKnow(loggedIn)].filter((one) => hidden.test(one))).toEqual([]);
    const stand = {engage: "not collected", leave: "cannot tell yet"} as const;
    const advised = (given: typeof summary) =>
      nextSteps(given, [], stand, 20).filter(({text}) =>
        text.includes("followback login HANDLE --network bluesky")
      );
    expect([advised(summary).length, advised(loggedIn).length]).toEqual([1, 0]);
  });
});

describe("who is gone, in words", () => {
  it("adds up causes over weeks, and does not hide what may not be split", () => {
    const rows = [
      {week: "2025-01-06", cause: "deactivated", people: 2},
      {week: "2025-01-06", cause: "unfollowed", people: 3},
      {week: "2025-01-13", cause: "unfollowed", people: 4},
      {week: "2025-01-20", cause: null, people: 1}
    ];
    expect(goneByCause(rows)).toEqual([
      {cause: "unfollowed", people: 7},
      {cause: "deactivated", people: 2},
      {cause: null, people: 1}
    ]);
    expect(goneAnswer(summary, rows)).toMatch(
      /^10 follows of oak.example ended since .*: 7 by an unfollow and 2 of accounts that are deactivated\. Of 1 the cause is not shown/
    );
  });

  it("is said of nobody only where two complete snapshots would have shown it", () => {
    const partial = {...summary, snapshots: 3, follower_lists: 3, complete_follower_lists: 1};
    for (const complete_follower_lists of [0, 1])
      expect(goneAnswer({...partial, complete_follower_lists}, [])).toBe(
        "No one is seen to be gone: it takes two complete snapshots, as a partial one never shows that a person has left."
      );
    const whole = {...partial, complete_follower_lists: 2};
    expect(goneAnswer(whole, [])).toMatch(/^No one is gone: everyone who/);
    expect(goneAnswer({...whole, people: 0}, [])).toBe(
      "No one is gone: no snapshot showed anyone who followed oak.example."
    );
  });

  it("is said on the first page also where no one is left", () => {
    const left = {...summary, followers_now: 0};
    const sections = (departures: DepartureRow[]) =>
      presentSections(left, {present: [], months: [], engagement: [], truth: undefined, departures}, "./");
    expect(sections([{week: "2025-01-06", cause: null, people: 3}]).join("\n")).toMatch(
      /^## Who is gone, and why\n[^]*3 follows of oak.example ended since [^]*<a href=".\/gone">gone<\/a>/
    );
    expect(sections([])).toEqual([]);
  });

  it("compares with the first snapshot only from a second one on", () => {
    const look = (days: number, still: number): SurvivorLook => ({
      route: "organic",
      looked_at: "2025-01-06T00:00:00.000Z",
      days,
      people: 200,
      still_there: still,
      share: still / 200,
      low: 0.8,
      high: 0.95
    });
    const [one, two] = [1, 2].map((complete_follower_lists) => ({complete_follower_lists}));
    expect(survivorsSentence(one!, [look(0, 200)])).toMatch(/^It takes a second complete snapshot/);
    expect(survivorsSentence(one!, [])).toMatch(/^It takes a second complete snapshot/);
    expect(survivorsSentence(two!, [])).toBe("No one followed at the first complete snapshot.");
    expect(survivorsSentence(two!, [look(0, 200), look(7, 180)])).toBe(
      "7 days after the first snapshot, still there is 90% of those organic (95% interval 80–95%, 180 of 200)."
    );
  });
});

describe("dates that records claim, in words", () => {
  const dates: RecordDates = {
    records: 900,
    dated: 400,
    disagreeing: 5,
    told: 0,
    told_disagreeing: 0,
    disagreeing_high: 0.0289,
    is_key_enough: false,
    replaced: 0,
    met_late: 0
  };
  it("counts those that disagree, and says whether a key alone is believed", () => {
    expect(datesSentence(dates)).toMatch(
      /^Of 400 records .* 5 claim another time than their keys \(at most 2\.9%/
    );
    expect(datesSentence(dates)).toContain("does not count as its time");
    expect(datesSentence({...dates, is_key_enough: true})).toContain("counts as its time");
    expect(datesSentence(dates)).not.toContain("notification");
    expect(datesSentence({...dates, told: 70, told_disagreeing: 3})).toContain(
      " Of 70 records more a notification said it: 3 claim another time."
    );
    expect(datesSentence(dates)).not.toContain("met late");
    expect(datesSentence({...dates, met_late: 2})).toContain("2 people were met late");
  });
});

describe("an account of a network", () => {
  const bluesky = {name: "oak.example", network: "bluesky"} as const;

  it("is named with it, but on the first network, where the name says enough", () => {
    expect([titleOf(bluesky), titleOf({name: "Oak & Iron"})]).toEqual([
      "oak.example on Bluesky",
      "Oak & Iron"
    ]);
    const read = readAccount("oak", "oak.example", 0.1);
    const facts = siteFacts([{...read, account: {...read.account, network: "bluesky"}}]);
    expect([facts.oak!.name, footerOf(facts, "oak")]).toEqual([
      "oak.example on Bluesky",
      expect.stringMatching(/^Data of Bluesky: /)
    ]);
    expect(footerOf(siteFacts([read]), "oak")).toMatch(/^Data: /);
  });

  it("has the pages and files that its network can fill", () => {
    const pages = (account: {network?: "bluesky"}) => notebooksOf(account).map(({page}) => page);
    expect(pages(bluesky).filter((page) => !pages({}).includes(page))).toEqual(["gone"]);
    expect(pages({}).filter((page) => !pages(bluesky).includes(page))).toEqual(["circles"]);
    expect(JSON.stringify(notebooksOf(bluesky))).not.toMatch(/\bX\b/);
    expect(downloadsOf(bluesky)).toContain("present");
    expect(downloadsOf(bluesky)).not.toContain("circles");
    expect(downloadsOf({})).not.toContain("present");
  });

  it("is advised nothing that takes X", () => {
    const stand = {engage: "not collected", leave: "cannot tell yet"} as const;
    const said = nextSteps({...summary, has_engagement: false}, [], stand, 20).map(({text}) => text);
    expect(said.length).toBeGreaterThan(1);
    expect(said.join(" ")).not.toMatch(/\bX\b|archive|incremental|API/);
    expect(
      nextSteps(watched, [], stand, 20)
        .map(({text}) => text)
        .join(" ")
    ).toMatch(/X’s rules/);
  });

  it("has no sentence that is for the others", () => {
    const pageFor = (hasRecords: boolean) => {
      const {document} = parseHTML(
        `<!doctype html><main><p data-of="lists">of lists</p><p>of all <span data-of="records">of records</span></p></main>`
      ) as unknown as {document: Document};
      dropOthers(document, hasRecords);
      return document.querySelector("main")!.textContent;
    };
    expect(pageFor(false)).toBe("of listsof all ");
    expect(pageFor(true)).toBe("of all of records");
  });
});
