import {createRandom, seedOf} from "../random.ts";
import type {Kind, WorldName} from "./behaviour.ts";
import {dayMs} from "./people.ts";
import type {Brand, OutreachEntry} from "./world-view.ts";

/** Where a campaign finds people, as raw campaigns name it. */
export type PlaceKind = "followback_hashtag" | "topic_hashtag" | "followers_of" | "list";

/** A place where the brand looks for people, and what looking there takes and brings. */
export interface Place {
  kind: PlaceKind;
  /** As a user would write it. */
  place: string;
  /** What its campaigns are called after. */
  called: string;
  /** Of the people of a kind whom the brand follows, how many it found here. The places of a world sum to 1. */
  finds: Record<Kind, number>;
  /** Minutes of work for a follow, on average. */
  minutes: number;
  /** Money for a campaign, X's bill apart, in euros. */
  money: number;
  /** Visits a day by its links on average, and the share of them that sign up, and that buy. */
  visitsADay: number;
  signsUp: number;
  buys: number;
}

const places = {
  followback: {kind: "followback_hashtag", place: "#teamfollowback", called: "followback"},
  coffee: {kind: "topic_hashtag", place: "#coffee", called: "coffee"},
  rival: {kind: "followers_of", place: "@rivalbrand", called: "rival"},
  fair: {kind: "list", place: "Visitors of a fair", called: "fair"}
} as const;
const money = {followback: 60, coffee: 0, rival: 0, fair: 30};
/** Finding somebody takes as long everywhere: what a campaign is worth depends on whom it finds. */
const minutes = 1.2;

const all = (share: number): Record<Kind, number> => ({
  fan: share,
  neighbour: share,
  seeker: share,
  train: share,
  dormant: share,
  automated: share
});

type Called = keyof typeof places;
type Brings = Pick<Place, "finds" | "visitsADay" | "signsUp" | "buys">;
const placesOf = (brings: Record<Called, Brings>): Place[] =>
  (Object.keys(places) as Called[]).map((name) => ({
    ...places[name],
    minutes,
    money: money[name],
    ...brings[name]
  }));

/** Most are found under followback hashtags, nearly all count-builders; those who care, under topics. */
const costly = placesOf({
  followback: {
    finds: {fan: 0.05, neighbour: 0.15, seeker: 0.85, train: 0.94, dormant: 0.7, automated: 0.85},
    visitsADay: 1.2,
    signsUp: 0.02,
    buys: 0.01
  },
  coffee: {
    finds: {fan: 0.7, neighbour: 0.45, seeker: 0.01, train: 0.01, dormant: 0.1, automated: 0.03},
    visitsADay: 2,
    signsUp: 0.08,
    buys: 0.06
  },
  rival: {
    finds: {fan: 0.15, neighbour: 0.25, seeker: 0.1, train: 0.03, dormant: 0.15, automated: 0.08},
    visitsADay: 1.3,
    signsUp: 0.06,
    buys: 0.04
  },
  fair: {
    finds: {fan: 0.1, neighbour: 0.15, seeker: 0.04, train: 0.02, dormant: 0.05, automated: 0.04},
    visitsADay: 0.7,
    signsUp: 0.06,
    buys: 0.05
  }
});

/** Those who care are found under followback hashtags. */
const worthIt = placesOf({
  followback: {
    finds: {fan: 0.82, neighbour: 0.6, seeker: 0.25, train: 0.2, dormant: 0.25, automated: 0.25},
    visitsADay: 5,
    signsUp: 0.08,
    buys: 0.06
  },
  coffee: {
    finds: {fan: 0.06, neighbour: 0.14, seeker: 0.25, train: 0.25, dormant: 0.25, automated: 0.25},
    visitsADay: 1.2,
    signsUp: 0.05,
    buys: 0.03
  },
  rival: {
    finds: {fan: 0.08, neighbour: 0.16, seeker: 0.35, train: 0.4, dormant: 0.35, automated: 0.35},
    visitsADay: 1.2,
    signsUp: 0.04,
    buys: 0.03
  },
  fair: {
    finds: {fan: 0.04, neighbour: 0.1, seeker: 0.15, train: 0.15, dormant: 0.15, automated: 0.15},
    visitsADay: 0.7,
    signsUp: 0.04,
    buys: 0.03
  }
});

/** The same people are found everywhere, and do the same afterwards. */
const alike = placesOf({
  followback: {finds: all(0.6), visitsADay: 3, signsUp: 0.05, buys: 0.04},
  coffee: {finds: all(0.15), visitsADay: 1.2, signsUp: 0.05, buys: 0.04},
  rival: {finds: all(0.15), visitsADay: 1.2, signsUp: 0.05, buys: 0.04},
  fair: {finds: all(0.1), visitsADay: 0.8, signsUp: 0.05, buys: 0.04}
});

/**
 * Where the brand of each world finds people. In `typical` followers won under followback hashtags are cheap, and engaged
 * ones dear; in `paying` and `contrary` both are cheap; in `no-difference` it makes no difference where they are found.
 */
export const placesByWorld: Record<WorldName, readonly Place[]> = {
  typical: costly,
  contrary: worthIt,
  paying: worthIt,
  lively: costly,
  "no-difference": alike
};

/** The brand names campaigns from the day on which it begins to log its outreach. `to` is the end of the last day; the last are open. */
const seasons = [
  {called: "spring", from: Date.UTC(2025, 0, 1), to: Date.UTC(2025, 5, 1)},
  {called: "autumn", from: Date.UTC(2025, 6, 1), to: Infinity}
];

/** What an hour of the brand's people costs, in euros, and the currency. */
export const hourCost = 25;
export const currency = "EUR";

/** One campaign of the brand: a place in a season. */
export interface Campaign {
  /** Its name, which is its id and its utm_campaign too. */
  name: string;
  place: Place;
  from: number;
  /** Infinity while it is open. */
  to: number;
  /** Follows of the brand that belong to it, in their order. */
  follows: OutreachEntry[];
  /** Hours worked, by the midnight of the day. */
  hours: Map<number, number>;
}

/** Tells what is drawn of campaigns from the world's own chance. */
const campaignSeed = 0x5ca1e5;
const hoursSeed = 0x40c4;
/** How much the work for as many follows differs from week to week. */
const hoursSpread = 0.25;
const weekMs = 7 * dayMs;

export const midnightOf = (at: number) => Math.floor(at / dayMs) * dayMs;
/** 1970-01-05 was a Monday. */
export const mondayOf = (at: number) => Math.floor((at - 4 * dayMs) / weekMs) * weekMs + 4 * dayMs;

/**
 * The campaigns of a world that have begun, with the follows that belong to each. A follow belongs to the campaign of the
 * place where the person was found, which goes by their kind; those that nobody logged belong to none, as those whom a coin
 * drew, and no hours were recorded for them. Drawn apart from the world's chance, follow by follow: what happened is the same with and without
 * campaigns, and more time adds to them and changes nothing.
 */
export function campaignsOf(world: {
  name: WorldName;
  seed: number;
  now: number;
  brand: Pick<Brand, "outreach">;
}): Campaign[] {
  const random = createRandom(seedOf(world.seed, campaignSeed));
  const campaigns = seasons
    .filter(({from}) => from < world.now)
    .flatMap((season) =>
      placesByWorld[world.name].map((place): Campaign => {
        const {called, from, to} = season;
        return {name: `${called}-${place.called}`, place, from, to, follows: [], hours: new Map()};
      })
    );
  for (const entry of world.brand.outreach) {
    if (!entry.isLogged || entry.isDrawn) continue;
    const {kind} = entry.person;
    const found = random.pick(
      Object.fromEntries(placesByWorld[world.name].map(({called, finds}) => [called, finds[kind]]))
    );
    campaigns
      .find(({place, from, to}) => place.called === found && from <= entry.at && entry.at < to)
      ?.follows.push(entry);
  }
  for (const [nth, campaign] of campaigns.entries()) recordHours(campaign, world.seed, nth);
  return campaigns;
}

/** Work goes by the follows of a day, and some weeks it takes longer. To a hundredth of an hour. */
function recordHours({follows, hours, place}: Campaign, seed: number, nth: number) {
  const byDay = new Map<number, number>();
  for (const {at} of follows) byDay.set(midnightOf(at), (byDay.get(midnightOf(at)) ?? 0) + 1);
  for (const [day, count] of byDay) {
    const week = mondayOf(day);
    const random = createRandom(seedOf(seed, hoursSeed, nth, week / dayMs));
    const factor = random.lognormal(1, hoursSpread);
    hours.set(day, Math.max(0.01, Math.round(((count * place.minutes * factor) / 60) * 100) / 100));
  }
}

/** Hours and euros that a campaign has taken so far. */
export function costOf({hours, place}: Campaign): {hours: number; money: number; cost: number} {
  const sum = Math.round([...hours.values()].reduce((all, one) => all + 100 * one, 0)) / 100;
  return {hours: sum, money: place.money, cost: Math.round(100 * (sum * hourCost + place.money)) / 100};
}
