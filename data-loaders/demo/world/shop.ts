import {createRandom, seedOf, type Random} from "../random.ts";
import type {World as Behaviours} from "./behaviour.ts";
import {isQuietMonth} from "./brand.ts";
import {midnightOf, mondayOf, type Campaign, type Place} from "./campaigns.ts";
import {dayMs} from "./people.ts";
import type {Trials} from "./trials.ts";

/** An order of the simulated shop. Amounts are in cents. */
export interface Sale {
  at: number;
  currency: "EUR" | "USD";
  amount: number;
  /** What was paid back, once the order was. */
  refunded: number;
  refundedAt: number | null;
}

/** What a campaign's links brought on one day. */
export interface ShopDay {
  /** Its midnight. */
  day: number;
  /** The campaign, whose name is the code; null: by no link of a campaign. */
  campaign: string | null;
  visits: number;
  visitors: number;
  signups: number;
  sales: Sale[];
}

/** Tells what is drawn of the shop from the world's own chance. */
const shopSeed = 0x5409;
const weekMs = 7 * dayMs;
/** Some weeks bring several times as much as others, and days differ more than chance: shapes of gamma distributions. */
const weekShape = 3;
const dayShape = 3;
/** Share of orders in dollars, of orders paid back, and how many days later at most. */
const inDollars = 0.2;
const paidBack = 0.06;
const paidBackWithin = 20;

/**
 * What comes by no link of a campaign: steadier from week to week, but more in the months in which the brand does outreach
 * of its own accord. Its shop is busy then with or without it, so that watching alone misleads.
 */
export const others: Pick<Place, "visitsADay" | "signsUp" | "buys"> = {
  visitsADay: 25,
  signsUp: 0.03,
  buys: 0.03
};
const othersShapes = {week: 400, day: 100};
const busy = 1.2;
const quiet = 0.7;

/** Gamma with mean 1 and a whole shape. */
function gamma(random: Random, shape: number) {
  let sum = 0;
  for (let nth = 0; nth < shape; ++nth) sum += random.exponential(1);
  return sum / shape;
}

/** How many visits come by no link on a day on average. Outreach adds to them in the weeks that have it. */
function othersOn(day: number, {behaviours, trials}: Pick<ShopWorld, "behaviours" | "trials">): number {
  const isQuiet = isQuietMonth(day);
  const added = (trials.isOn(day) ?? !isQuiet) ? behaviours.visitsAWeek / 7 : 0;
  return others.visitsADay * (isQuiet ? quiet : busy) + added;
}

interface ShopWorld {
  seed: number;
  now: number;
  behaviours: Pick<Behaviours, "visitsAWeek">;
  trials: Pick<Trials, "isOn">;
}

/**
 * Visits, sign-ups and sales, day by day, from the first campaign on until the midnight before `now`: negative binomial, with
 * an effect of each week. Drawn week by week, so that more time adds weeks and changes none that are over. Who visits or buys
 * is nobody in the world: a code in a public post is used by everybody.
 */
export function shopDaysOf(world: ShopWorld, campaigns: readonly Campaign[]): ShopDay[] {
  const {seed, now} = world;
  if (campaigns.length === 0) return [];
  const end = midnightOf(now);
  const first = Math.min(...campaigns.map(({from}) => from));
  const lines = [
    {campaign: null, brings: others, from: first, to: end},
    ...campaigns.map(({name, place, from, to}) => ({campaign: name, brings: place, from, to}))
  ];
  return lines.flatMap(({campaign, brings, from, to}, nth) => {
    const days: ShopDay[] = [];
    for (let monday = mondayOf(from); monday < Math.min(to, end); monday += weekMs) {
      const random = createRandom(seedOf(seed, shopSeed, nth, monday / dayMs));
      const shapes = campaign === null ? othersShapes : {week: weekShape, day: dayShape};
      const ofWeek = gamma(random, shapes.week);
      for (let day = monday; day < monday + weekMs; day += dayMs) {
        const visitsADay = campaign === null ? othersOn(day, world) : brings.visitsADay;
        const mean = visitsADay * ofWeek * gamma(random, shapes.day);
        const drawn = drawDay(random, brings, day, mean, campaign);
        if (day >= from && day < Math.min(to, end) && drawn.visits > 0) days.push(drawn);
      }
    }
    return days;
  });
}

function drawDay(
  random: Random,
  {signsUp, buys}: Pick<Place, "signsUp" | "buys">,
  day: number,
  mean: number,
  campaign: string | null
): ShopDay {
  const visits = random.poisson(mean);
  const drawn: ShopDay = {day, campaign, visits, visitors: 0, signups: 0, sales: []};
  for (let nth = 0; nth < visits; ++nth) {
    // Some come back on the same day.
    if (nth === 0 || random.chance(0.9)) drawn.visitors += 1;
    if (random.chance(signsUp)) drawn.signups += 1;
    if (random.chance(buys)) drawn.sales.push(drawSale(random, day));
  }
  return drawn;
}

function drawSale(random: Random, day: number): Sale {
  const at = Math.floor(day + random.uniform() * dayMs);
  const amount = Math.round(100 * random.lognormal(32, 0.6));
  const isPaidBack = random.chance(paidBack);
  return {
    at,
    currency: random.chance(inDollars) ? "USD" : "EUR",
    amount,
    refunded: isPaidBack ? amount : 0,
    refundedAt: isPaidBack ? Math.floor(at + random.between(1, paidBackWithin) * dayMs) : null
  };
}
