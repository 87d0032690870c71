import type {LocalUser} from "../backend.ts";
import type {Kind, Behaviour} from "./behaviour.ts";
import {describe} from "./descriptions.ts";
import type {Random} from "../random.ts";

export const dayMs = 86_400_000;

/** One stretch of a follow. Times in milliseconds since 1970; `end` is null while it lasts. */
export interface Edge {
  /** Rises with every follow in the world: the order lists are served in. */
  seq: number;
  person: Person;
  start: number;
  end: number | null;
}

/** A stretch in which X shows nothing of a person. `to` is null while it lasts, and for ever when they deleted. */
export interface Hidden {
  cause: "suspended" | "gone";
  from: number;
  to: number | null;
}

/**
 * Whether a follow by somebody at this time answers one by the brand: that one still stood, or had ended no more than 30 days
 * before.
 */
export const isFollowback = ({outbound}: Person, at: number): boolean =>
  outbound.some(({start, end}) => start < at && (end === null || at - end <= 30 * dayMs));

/** How a person's first follow of the brand really came about. */
export type TrueRoute = "pre_existing" | "followback" | "organic";

export interface Person {
  id: string;
  /** Their number, from 1: what is drawn of them apart from the world's own chance is drawn by it. */
  index: number;
  kind: Kind;
  behaviour: Behaviour;
  user: LocalUser;
  /** New followers a day of their own: count-builders grow while they are watched. */
  growth: number;
  status: "active" | "suspended" | "gone";
  /** Acts a day in the first month of following; 0 for those who never act. */
  actsPerDay: number;
  likesPerPost: number;
  /** Answers to others under posts of the brand, a day in the first month of following; 0 for those who never do. */
  answersPerDay: number;
  inbound: Edge[];
  outbound: Edge[];
  hidden: Hidden[];
  route: TrueRoute | null;
  /** Which try of the brand this is, so that an answer to an older one is forgotten. */
  attempts: number;
  acts: {at: number; kind: "reply" | "quote" | "mention" | "repost" | "like"}[];
  /** Answers to others in conversations of the brand. */
  answers: {at: number; to: Person}[];
}

/** The follow that is open now, if any. */
export function openEdge(edges: readonly Edge[]): Edge | null {
  const last = edges.at(-1);
  return last && last.end === null ? last : null;
}

const traits: Record<
  Kind,
  {
    followers: number;
    spread: number;
    ratio: [number, number];
    age: [number, number];
    posts: number;
    growth: number;
    bio: string;
  }
> = {
  fan: {
    followers: 170,
    spread: 0.9,
    ratio: [1, 2.6],
    age: [0.4, 13],
    posts: 2500,
    growth: 0.02,
    bio: "likes what the brand makes"
  },
  neighbour: {
    followers: 620,
    spread: 0.8,
    ratio: [0.6, 1.3],
    age: [1, 14],
    posts: 6000,
    growth: 0.1,
    bio: "same trade, same town"
  },
  seeker: {
    followers: 3800,
    spread: 0.7,
    ratio: [0.95, 1.15],
    age: [0.2, 6],
    posts: 9000,
    growth: 4,
    bio: "growing every day"
  },
  train: {
    followers: 8500,
    spread: 0.6,
    ratio: [0.97, 1.08],
    age: [0.3, 5],
    posts: 15_000,
    growth: 9,
    bio: "all aboard, every Friday"
  },
  dormant: {followers: 35, spread: 0.9, ratio: [2, 6], age: [4, 14], posts: 60, growth: 0, bio: ""},
  automated: {
    followers: 190,
    spread: 0.9,
    ratio: [4, 14],
    age: [0.05, 1.5],
    posts: 20_000,
    growth: 0.5,
    bio: "posts by itself"
  }
};

/** The delay between 1970 and X's own epoch, which its ids count from. */
const xEpoch = 1288834974657;

/** An id as X would give it to a post of that time; `nth` tells apart what happens in one millisecond. */
export const postIdOf = (at: number, nth: number) =>
  String((BigInt(Math.floor(at) - xEpoch) << 22n) | BigInt(nth & 0x3fffff));

/** Ids of simulated users lie above every id X has given, and say nothing about when somebody came. */
export const userIdOf = (index: number) =>
  String(9_000_000_000_000_000_000n + BigInt((index * 7_368_787) % 99_999_989));

/** Makes the person with that number: who they are, and what they would do, is drawn once. */
export function createPerson(
  index: number,
  kind: Kind,
  behaviour: Behaviour,
  now: number,
  {seed, random, talk}: {seed: number; random: Random; talk: Random}
): Person {
  const {followers: median, spread, ratio, age, posts, growth, bio} = traits[kind];
  const followers = Math.round(random.lognormal(median, spread));
  const isEngager = random.chance(behaviour.engagers);
  const isProtected = random.chance(0.04);
  const drawAnswers = () => (behaviour.answersIn30 / 30) * talk.lognormal(0.9, 0.5);
  let text: string | undefined;
  const username = `sim_${index.toString(36).padStart(5, "0")}`;
  return {
    id: userIdOf(index),
    index,
    kind,
    behaviour,
    user: {
      id: userIdOf(index),
      username,
      name: `Simulated ${index}`,
      createdAt: new Date(Math.floor((now - random.between(...age) * 365 * dayMs) / 1000) * 1000),
      // Most people are never shown, and their text costs a source of chance of its own.
      get description() {
        return (text ??= describe(seed, index, kind, bio));
      },
      location: random.chance(0.4) ? "[simulated]" : null,
      isProtected,
      isVerified: random.chance(kind === "dormant" ? 0 : 0.05),
      followers,
      following: Math.round(followers * random.between(...ratio)) + 12,
      posts: Math.round(random.lognormal(posts, 0.8)),
      listed: Math.round(followers * random.between(0, 0.01))
    },
    growth: growth * random.uniform(),
    status: "active",
    // Nobody but their own followers sees what a protected account posts.
    actsPerDay: isEngager && !isProtected ? (behaviour.actsIn30 / 30) * random.lognormal(0.9, 0.5) : 0,
    likesPerPost: isProtected
      ? 0
      : isEngager
        ? behaviour.likes * random.between(0.4, 1.6)
        : behaviour.likesOtherwise,
    answersPerDay: isProtected || !talk.chance(behaviour.talkers) ? 0 : drawAnswers(),
    inbound: [],
    outbound: [],
    hidden: [],
    route: null,
    attempts: 0,
    acts: [],
    answers: []
  };
}

/** Milliseconds until an answer to a follow: half answer within hours, some more within the first days, and the rest spread over seven months. */
export function answerDelay(random: Random): number {
  const hour = dayMs / 24;
  if (random.chance(0.52)) return (0.02 + random.exponential(4)) * hour;
  if (random.chance(0.35)) return random.between(6, 40) * hour;
  return dayMs * Math.exp(random.between(0, Math.log(210)));
}

/** After how many days a follower leaves again. */
export function drawStay(random: Random, {behaviour: {earlyShare, earlyDays, lateDays}}: Person): number {
  return random.chance(earlyShare) ? 1.1 + random.exponential(earlyDays) : random.exponential(lateDays);
}
