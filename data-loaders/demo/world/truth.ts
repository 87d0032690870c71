import {writeFile} from "node:fs/promises";
import {trueCampaigns, type TrueCampaign} from "./campaign-truth.ts";
import {campaignsOf} from "./campaigns.ts";
import {brandTopics, lookAt, lookFrom} from "./interests.ts";
import {dayMs, type Person, type TrueRoute} from "./people.ts";
import {others, shopDaysOf} from "./shop.ts";
import type {TrueEffect} from "./trials.ts";
import type {World} from "./world.ts";

type Span = [from: string, to: string | null];

/** One person as they really were. */
export interface TruePerson {
  user_id: string;
  kind: string;
  route: TrueRoute | null;
  /** When they first followed the brand; null if they never did. */
  first_inbound_at: string | null;
  inbound: Span[];
  outbound: Span[];
  hidden: [...Span, cause: string][];
  /** Authored acts (reply, quote, mention, repost) toward the brand; likes are counted only. */
  acts: [at: string, kind: string][];
  likes: number;
  /** Answers to others in conversations of the brand. */
  answers: [at: string, to: string][];
  /** Whether nobody but their own followers can read what they post. */
  is_protected: boolean;
  /** When they posted on a topic of the brand, so far as a look 37 days before or after their first follow could find it. */
  interest: string[];
}

/** What really happened to the people of one route who came while the world was watched. */
export interface TrueRates {
  followers: number;
  /** Of those whose 30 days are over: how many, and how many authored an act while following, in them. */
  size_30: number;
  engaged_30: number;
  /** Of the same: how many answered another person who followed at that moment, while following, in their 30 days. */
  addressed_follower_30: number;
  /**
   * Of those who came 31 days ago or more: how many could be looked at 31 days after (neither protected nor hidden then),
   * and how many of these posted on a topic in the 30 days before they followed, and in the 30 after.
   */
  observable_interest: number;
  interested_before_30: number;
  interested_after_30: number;
  /** Of those whose 90 days are over: how many, and how many still follow, visible or not. */
  size_90: number;
  retained_90: number;
}

export interface Truth {
  /** Which of the worlds it is: typical, contrary, no-difference, paying, lively. */
  world: string;
  seed: number;
  account_id: string;
  topics: readonly string[];
  from: string;
  to: string;
  followers_at_start: number;
  followers_at_end: number;
  gained: number;
  rates: Record<TrueRoute, TrueRates>;
  behaviours: World["behaviours"];
  campaigns: TrueCampaign[];
  experiments: TrueEffect[];
  people: TruePerson[];
}

const iso = (at: number) => new Date(at).toISOString();
const span = ({start, end}: {start: number; end: number | null}): Span => [
  iso(start),
  end === null ? null : iso(end)
];

/** The truth of a world up to now. No loader and no model reads it: it is there to be compared with. */
export function formatTruth(world: World): Truth {
  const touched = world.people.filter(
    ({inbound, outbound, acts}) => inbound.length + outbound.length + acts.length > 0
  );
  const campaigns = campaignsOf(world);
  const came = (person: Person) => person.inbound.some(({start}) => start >= world.start);
  return {
    world: world.name,
    seed: world.seed,
    account_id: world.brand.id,
    topics: brandTopics,
    from: iso(world.start),
    to: iso(world.now),
    followers_at_start: touched.filter(({route}) => route === "pre_existing").length,
    followers_at_end: world.inbound.length,
    gained: touched.filter((person) => person.route !== "pre_existing" && came(person)).length,
    rates: {
      pre_existing: ratesOf(world, "pre_existing"),
      followback: ratesOf(world, "followback"),
      organic: ratesOf(world, "organic")
    },
    behaviours: world.behaviours,
    campaigns: trueCampaigns(campaigns, shopDaysOf(world, campaigns), world.now),
    experiments: world.trials.trueEffects(world.behaviours, others.buys),
    people: touched.map((person) => ({
      user_id: person.id,
      kind: person.kind,
      route: person.route,
      first_inbound_at: person.inbound[0] ? iso(person.inbound[0].start) : null,
      inbound: person.inbound.map(span),
      outbound: person.outbound.map(span),
      hidden: person.hidden.map(({from, to, cause}) => [iso(from), to === null ? null : iso(to), cause]),
      acts: person.acts.filter(({kind}) => kind !== "like").map(({at, kind}) => [iso(at), kind]),
      likes: person.acts.filter(({kind}) => kind === "like").length,
      answers: person.answers.map(({at, to}) => [iso(at), to.id]),
      is_protected: person.user.isProtected,
      interest: interestOf(world, person)
    }))
  };
}

/** Posts this far from the first follow may lie within 30 days of first sight. */
const reachDays = 37;

function interestOf(world: World, person: Person): string[] {
  const first = person.inbound[0];
  if (!first || person.route === "pre_existing") return [];
  return world
    .interestPosts(person, first.start - reachDays * dayMs, first.start + reachDays * dayMs)
    .filter(({isOnTopic}) => isOnTopic)
    .map(({at}) => iso(at));
}

function ratesOf(world: World, route: TrueRoute): TrueRates {
  const people = world.people.filter((person) => person.route === route);
  const old = (days: number) => people.filter(({inbound}) => world.now - inbound[0]!.start >= days * dayMs);
  const isEarly = ({inbound}: Person, at: number) => {
    const {start, end} = inbound[0]!;
    return at > start && at <= Math.min(start + 30 * dayMs, end ?? Infinity);
  };
  const isEngaged = (person: Person) =>
    person.acts.some(({at, kind}) => kind !== "like" && isEarly(person, at));
  const follows = ({inbound}: Person, at: number) =>
    inbound.some(({start, end}) => start <= at && (end === null || end >= at));
  const isAddressing = (person: Person) =>
    person.answers.some(({at, to}) => isEarly(person, at) && follows(to, at));
  const isRetained = ({inbound}: Person) => (inbound[0]!.end ?? Infinity) > inbound[0]!.start + 90 * dayMs;
  const looks = old(lookFrom).flatMap((person) => lookAt(world.seed, person) ?? []);
  return {
    followers: people.length,
    size_30: old(30).length,
    engaged_30: old(30).filter(isEngaged).length,
    addressed_follower_30: old(30).filter(isAddressing).length,
    observable_interest: looks.length,
    interested_before_30: looks.filter(({before}) => before).length,
    interested_after_30: looks.filter(({after}) => after).length,
    size_90: old(90).length,
    retained_90: old(90).filter(isRetained).length
  };
}

export async function writeTruth(file: string, world: World): Promise<Truth> {
  const truth = formatTruth(world);
  await writeFile(file, JSON.stringify(truth) + "\n");
  return truth;
}
