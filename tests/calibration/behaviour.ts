import type {Random} from "../../data-loaders/demo/random.ts";

/** How the people of one route behave. Times are days, rates a day. */
export interface RouteLaw {
  /** Share that leaves early, after so many days on average; the others stay `lateDays` on average. */
  earlyShare: number;
  earlyDays: number;
  lateDays: number;
  /** Share that ever interactions toward the brand, and how often they then do while they follow. */
  engagers: number;
  actsADay: number;
  /** Share that follows more than 1.25 accounts for each follower of its own. */
  countBuilders: number;
}

export type Scenario = "default" | "contrary" | "null";
export const scenarios: readonly Scenario[] = ["default", "contrary", "null"];

/** How long the brand keeps a follow: longer than any gap between `following` lists, or often shorter. */
export type Keeping = "long" | "short";

/** Everything that decides what happens in a world but its seed. */
export interface Behaviour {
  scenario: Scenario;
  keeping: Keeping;
  followback: RouteLaw;
  organic: RouteLaw;
  /** Days the world is watched, and how many follow the brand and are followed by it as watching begins. */
  days: number;
  settledInbound: number;
  settledOutbound: number;
  /** Arrivals on their own, and attempts in months of outreach (two of three), a day. */
  organicADay: number;
  attemptsADay: number;
  /** Share of attempts that is answered, and of arrivals on their own whom the brand follows back. */
  answers: number;
  followedByUs: number;
  /** Share of those who leave that follow again later. */
  refollows: number;
  /** Rate a day at which a follower's profile is suspended or deactivated, and the share that comes back. */
  hidden: number;
  unhidden: number;
}

const caring: RouteLaw = {
  earlyShare: 0.08,
  earlyDays: 16,
  lateDays: 1200,
  engagers: 0.32,
  actsADay: 0.09,
  countBuilders: 0.25
};
const counting: RouteLaw = {
  earlyShare: 0.33,
  earlyDays: 16,
  lateDays: 420,
  engagers: 0.13,
  actsADay: 0.09,
  countBuilders: 0.6
};
const even: RouteLaw = {
  earlyShare: 0.15,
  earlyDays: 16,
  lateDays: 700,
  engagers: 0.2,
  actsADay: 0.09,
  countBuilders: 0.4
};

const routesOf: Record<Scenario, Pick<Behaviour, "followback" | "organic">> = {
  default: {followback: counting, organic: caring},
  contrary: {followback: caring, organic: counting},
  null: {followback: even, organic: even}
};

/** The behaviour of a scenario; `size` multiplies arrivals and attempts. */
export function behaviourOf(scenario: Scenario, keeping: Keeping = "long", size = 1): Behaviour {
  return {
    scenario,
    keeping,
    ...routesOf[scenario],
    days: 546,
    settledInbound: 120,
    settledOutbound: 60,
    organicADay: 1.2 * size,
    attemptsADay: 4 * size,
    answers: 0.25,
    followedByUs: 0.3,
    refollows: 0.03,
    hidden: 0.0003,
    unhidden: 0.45
  };
}

/** How long a follow of the brand is kept. Some drop whoever has not answered after five days on average. */
export const keepDays = (keeping: Keeping, random: Random) =>
  keeping === "long" ? 60 + random.exponential(90) : random.exponential(5);

/** From the brand's follow to the answer: half within hours, a tail of months, like the account watched hourly. */
export function answerDays(random: Random): number {
  const draw = random.uniform();
  return random.exponential(draw < 0.5 ? 0.15 : draw < 0.8 ? 1.5 : 40);
}

/** From an arrival to the brand's own follow: half within hours. */
export const followBackDays = (random: Random) => random.exponential(random.chance(0.5) ? 0.15 : 8);
