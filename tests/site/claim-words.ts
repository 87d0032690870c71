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
    matters: 0.02
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
    matters: 0.05
  },
  engage_less_interests: {
    statement: "They engage less with the brand's interests",
    title: "engage less with the brand's interests",
    is_asked: false,
    is_main: false,
    did: null,
    above: null,
    page: null,
    link: null,
    wanting: "what followers post on the brand's topics is not read",
    needs: "interests",
    matters: 0.02
  },
  nothing_beyond_x: {
    statement: "They return nothing beyond X",
    title: "return nothing beyond X",
    is_asked: false,
    is_main: false,
    did: null,
    above: null,
    page: null,
    link: null,
    wanting: "visits, sign-ups and sales are not recorded",
    needs: "visits",
    matters: 0.01
  }
} satisfies Record<string, Words>;
