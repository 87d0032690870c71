/** The kinds of people in the simulated world. */
export type Kind = "fan" | "neighbour" | "seeker" | "train" | "dormant" | "automated";
export const kinds: readonly Kind[] = ["fan", "neighbour", "seeker", "train", "dormant", "automated"];

/**
 * How the routes differ: followback followers engage less (typical), more (contrary), or neither (no-difference); in
 * `paying` outreach finds people who care, and followback hashtags most of all; in `lively` it picks people of whom most
 * would have come anyway.
 */
export type WorldName = "typical" | "contrary" | "no-difference" | "paying" | "lively";
export const worldNames: readonly WorldName[] = ["typical", "contrary", "no-difference", "paying", "lively"];

/** How one kind of people behaves. Rates are a day unless said otherwise; shares are 0 to 1. */
export interface Behaviour {
  /** Share that follows back when the brand follows first. */
  answers: number;
  /** Share that leaves early, and after how many days on average; the others leave after `lateDays` on average. */
  earlyShare: number;
  earlyDays: number;
  lateDays: number;
  /** Share that ever acts toward the brand, and how many acts they author in their first 30 days on average. */
  engagers: number;
  actsIn30: number;
  /** Share that ever answers others under posts of the brand, and how often they do in their first 30 days on average. */
  talkers: number;
  answersIn30: number;
  /**
   * Share that cares for the brand's topics, how many posts on them they write in 30 days on average before they follow
   * the brand, and how many times as many from then on.
   */
  interested: number;
  topicPostsIn30: number;
  interestAfter: number;
  /** Chance that one of them likes one post: engagers, and the rest. */
  likes: number;
  likesOtherwise: number;
  /** Share that unfollows within two weeks after the brand has dropped them. */
  resents: number;
  suspended: number;
  deactivated: number;
}

/** Who comes by which way, as weights, and how each kind behaves. */
export interface World {
  organic: Record<Kind, number>;
  outreach: Record<Kind, number>;
  /** On which evenings of the week the brand follows people, 0 = Sunday; as many people a week, however few these are. */
  outreachDays: readonly number[];
  /** Of the people whom the brand picks by itself, the share that would have followed it anyway. */
  pickedComeAnyway: number;
  /** Whom it may follow by a coin: who they are, as weights, and the share that would follow it anyway. */
  candidates: Record<Kind, number>;
  candidatesComeAnyway: number;
  /** Visits that a week of outreach adds to the shop's. */
  visitsAWeek: number;
  behaviours: Record<Kind, Behaviour>;
}

const common = {
  earlyDays: 16,
  actsIn30: 2.6,
  answersIn30: 2,
  topicPostsIn30: 2.4,
  interestAfter: 1,
  likes: 0.1,
  suspended: 0.00004,
  deactivated: 0.00008
};

const behaviours: Record<Kind, Behaviour> = {
  fan: {
    ...common,
    answers: 0.15,
    earlyShare: 0.04,
    lateDays: 1500,
    engagers: 0.52,
    talkers: 0.3,
    interested: 0.6,
    interestAfter: 1.3,
    likesOtherwise: 0.01,
    resents: 0.05
  },
  neighbour: {
    ...common,
    answers: 0.14,
    earlyShare: 0.08,
    lateDays: 900,
    engagers: 0.23,
    talkers: 0.16,
    interested: 0.45,
    likesOtherwise: 0.008,
    resents: 0.2
  },
  seeker: {
    ...common,
    answers: 0.32,
    earlyShare: 0.3,
    lateDays: 420,
    engagers: 0.055,
    talkers: 0.04,
    interested: 0.08,
    likesOtherwise: 0.002,
    resents: 0.65,
    suspended: 0.0003
  },
  train: {
    ...common,
    answers: 0.4,
    earlyShare: 0.35,
    lateDays: 380,
    engagers: 0.045,
    talkers: 0.03,
    interested: 0.05,
    likesOtherwise: 0.002,
    resents: 0.7,
    suspended: 0.0004
  },
  dormant: {
    ...common,
    answers: 0.07,
    earlyShare: 0.01,
    lateDays: 4000,
    engagers: 0.01,
    talkers: 0.005,
    interested: 0.01,
    likesOtherwise: 0.0005,
    resents: 0.01,
    deactivated: 0.0002
  },
  automated: {
    ...common,
    answers: 0.26,
    earlyShare: 0.25,
    lateDays: 300,
    engagers: 0.05,
    talkers: 0.02,
    interested: 0.1,
    likesOtherwise: 0.004,
    resents: 0.5,
    suspended: 0.0012
  }
};

const even: Behaviour = {
  ...common,
  answers: 0.24,
  earlyShare: 0.15,
  lateDays: 700,
  engagers: 0.15,
  talkers: 0.12,
  interested: 0.3,
  likesOtherwise: 0.004,
  resents: 0,
  suspended: 0.0002
};

const mostDays = [1, 2, 3, 4, 5, 6];

const organicKinds = {fan: 0.31, neighbour: 0.4, seeker: 0.11, train: 0.03, dormant: 0.1, automated: 0.05};
const countBuilders = {fan: 0.03, neighbour: 0.12, seeker: 0.46, train: 0.17, dormant: 0.12, automated: 0.1};
const caringKinds = {fan: 0.38, neighbour: 0.36, seeker: 0.13, train: 0.03, dormant: 0.06, automated: 0.04};

/** What the worlds have in common but where they say otherwise. */
const alike = {
  pickedComeAnyway: 0,
  candidates: {fan: 0.12, neighbour: 0.3, seeker: 0.25, train: 0.08, dormant: 0.17, automated: 0.08},
  candidatesComeAnyway: 0.08,
  visitsAWeek: 0
};

/** Whoever cares follows back more often. */
const answering: Record<Kind, Behaviour> = {
  ...behaviours,
  fan: {...behaviours.fan, answers: 0.28},
  neighbour: {...behaviours.neighbour, answers: 0.24}
};

/**
 * The worlds. In `typical` the outreach finds people who build counts; in `contrary` it finds the people who
 * care, and the organic followers mostly build counts; in `no-difference` the same people come as in `typical`, but
 * what they do after following does not depend on who they are, nor on what the brand does to them. In `typical` the
 * outreach comes in bursts, twice a week, and so do those who answer; in the others it goes on evening by evening. In
 * `paying` people come on their own as in `typical`, and outreach finds people who care as in `contrary`. Where each
 * campaign finds whom, and at what cost, is in campaigns.ts. In `lively` the brand picks people who care and of whom most
 * were about to follow it: whoever only watches takes their coming for the work of outreach.
 */
export const worlds: Record<WorldName, World> = {
  typical: {...alike, organic: organicKinds, outreach: countBuilders, outreachDays: [2, 5], behaviours},
  contrary: {
    ...alike,
    organic: {fan: 0.03, neighbour: 0.16, seeker: 0.42, train: 0.14, dormant: 0.13, automated: 0.12},
    outreach: caringKinds,
    outreachDays: mostDays,
    behaviours: answering
  },
  paying: {
    ...alike,
    organic: organicKinds,
    outreach: caringKinds,
    outreachDays: mostDays,
    visitsAWeek: 120,
    behaviours: answering
  },
  lively: {
    ...alike,
    organic: organicKinds,
    outreach: caringKinds,
    outreachDays: [2, 5],
    pickedComeAnyway: 0.6,
    behaviours
  },
  "no-difference": {
    ...alike,
    organic: organicKinds,
    outreach: countBuilders,
    outreachDays: mostDays,
    behaviours: Object.fromEntries(
      kinds.map((kind) => [kind, {...even, answers: behaviours[kind].answers}])
    ) as Record<Kind, Behaviour>
  }
};
