import type {Claim} from "../../reports/components/rows.js";

type Words = Pick<
  Claim,
  | "statement"
  | "title"
  | "is_asked"
  | "is_main"
  | "did"
  | "above"
  | "page"
  | "link"
  | "wanting"
  | "needs"
  | "matters"
  | "unit"
>;

/** Claims with their words, as the mart `claim_definitions` has them. */
export const claimWords = {
  engage_less: {
    statement: "Followers won by followback engage less with the brand",
    title: "engage less",
    is_asked: true,
    is_main: true,
    did: "replied to, quoted or mentioned {name} within 30 days",
    above: "fewer",
    page: "engagement",
    link: "The chart behind it: who engages, and when",
    wanting: "no source so far contains replies, quotes or mentions by followers",
    needs: "engagement",
    matters: 0.02,
    unit: "share"
  },
  leave_sooner: {
    statement: "They leave sooner",
    title: "leave sooner",
    is_asked: true,
    is_main: true,
    did: "had left by 90 days",
    above: "more",
    page: "cohorts",
    link: "The chart behind it: who is still there, month by month",
    wanting: "no source so far records who leaves",
    needs: "retention",
    matters: 0.05,
    unit: "share"
  },
  engage_less_interests: {
    statement: "They engage less with the brand's interests",
    title: "engage less with the brand's interests",
    is_asked: true,
    is_main: false,
    did: "posted on the topics of {name} within 30 days",
    above: "fewer",
    page: "circles",
    link: "The chart behind it: whom their interactions reach",
    wanting: "what followers post on the brand's topics was not looked at",
    needs: "interests",
    matters: 0.02,
    unit: "share"
  },
  few_engaged_per_hour: {
    statement: "Outreach brings few engaged followers per hour spent",
    title: "bring few engaged followers per hour of outreach",
    is_asked: true,
    is_main: false,
    did: "replied to, quoted or mentioned {name} within 30 days",
    above: "fewer",
    page: "return",
    link: "The figures behind it: what outreach cost, and what came of it",
    wanting: "it takes the hours of campaigns of both kinds, and replies, quotes or mentions by followers",
    needs: "hours",
    matters: 0.5,
    unit: "per_hour"
  },
  assembly_line: {
    statement: "They arrive like an assembly line",
    title: "arrive like an assembly line",
    is_asked: true,
    is_main: false,
    did: "came in bursts",
    above: "more",
    page: "growth",
    link: "The chart behind it: how arrivals spread over the week",
    wanting: "it takes a list of followers every day for whole weeks to know on which day people came",
    needs: "days of arrival",
    matters: 0.5,
    unit: "unevenness"
  },
  nothing_beyond_x: {
    statement: "Outreach returns nothing beyond X",
    title: "return nothing beyond X",
    is_asked: false,
    is_main: false,
    did: null,
    above: null,
    page: null,
    link: null,
    wanting: "it takes an experiment of 16 weeks or more, with outreach on or off by a coin",
    needs: "an experiment",
    matters: 1,
    unit: "per_week"
  }
} satisfies Record<string, Words>;
