/** A made-up account: how its followers come, act and leave. Rates are 0–1. */
export interface World {
  id: string;
  name: string;
  weeks: number;
  /** New followers a month by route. */
  monthly: {followback: number; organic: number; unknown: number};
  /** Chance of having engaged within 30 days, and of leaving within any 30 days, by route. */
  engages: {followback: number; organic: number; unknown: number};
  leaves: {followback: number; organic: number; unknown: number};
  hasEngagement?: boolean;
  /** Conversations are read, in which followers talk to each other. */
  hasConversations?: boolean;
  /** A sample of followers is looked at for their interests. */
  hasInterests?: boolean;
  sources?: "x-api" | "x-archive" | "tables";
  /** How many were there before; 300 unless said otherwise. */
  preExisting?: number;
  /** Cells of marts that no handful of raw rows can make: in every row of the account, or in its last one. */
  instead?: {mart: string; column: string; value: number; only?: string}[];
}

/** An ordinary account, to vary. */
export const usual: World = {
  id: "1001",
  name: "Oak & Iron",
  weeks: 78,
  monthly: {followback: 110, organic: 95, unknown: 38},
  engages: {followback: 0.035, organic: 0.17, unknown: 0.06},
  leaves: {followback: 0.075, organic: 0.015, unknown: 0.05},
  hasConversations: true,
  hasInterests: true
};

const nobody = {followback: 0, organic: 0, unknown: 0};

/** One account for every situation that the pages must put into words. */
export const worlds: World[] = [
  usual,
  {
    ...usual,
    id: "1002",
    name: "contrary",
    hasConversations: false,
    hasInterests: false,
    engages: {followback: 0.24, organic: 0.06, unknown: 0.2},
    leaves: {followback: 0.01, organic: 0.07, unknown: 0.02}
  },
  {
    ...usual,
    id: "1003",
    name: "level",
    engages: {followback: 0.012, organic: 0.012, unknown: 0.012},
    leaves: {followback: 0.03, organic: 0.03, unknown: 0.03}
  },
  {
    ...usual,
    id: "1004",
    name: "archives only",
    hasConversations: false,
    hasInterests: false,
    weeks: 26,
    monthly: {followback: 9, organic: 14, unknown: 3},
    hasEngagement: false,
    sources: "x-archive"
  },
  {...usual, id: "1005", name: "first-look", weeks: 0, hasEngagement: false, hasConversations: false},
  {...usual, id: "1006", name: "edges", hasEngagement: false, hasConversations: false, sources: "tables"},
  {...usual, id: "2001", name: "one follower", weeks: 5, monthly: nobody, preExisting: 1},
  {
    ...usual,
    id: "2002",
    name: "two million",
    weeks: 2,
    monthly: nobody,
    preExisting: 200,
    instead: [
      {mart: "accounts", column: "followers_now", value: 2_000_000},
      {mart: "growth", column: "net", value: 1_999_000, only: "route = 'pre_existing'"}
    ]
  },
  {
    ...usual,
    id: "2003",
    name: "nobody left",
    weeks: 20,
    leaves: {followback: 1e-9, organic: 1e-9, unknown: 1e-9},
    preExisting: 40
  },
  {...usual, id: "2004", name: "no outreach", weeks: 20, monthly: {...nobody, organic: 60}},
  {...usual, id: "2005", name: "small", weeks: 26, monthly: {followback: 9, organic: 14, unknown: 3}}
];

/** Every follower's id begins like this, so that a test can look for any of them in the pages. */
export const idPrefix = "77190423";
