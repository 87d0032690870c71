// Campaigns in memory: follows of a brand and what they bring by the laws of the demo's worlds, thousands of times faster than
// with everybody else in them. `tests/calibration/campaigns.test.ts` holds that the demo's own worlds bring the same.
import {createRandom, seedOf, type Random} from "../../data-loaders/demo/random.ts";
import {worlds, type Behaviour, type Kind, type WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {
  answeredDays,
  engagedDays,
  keptDays,
  resultOf,
  type FollowResult
} from "../../data-loaders/demo/world/campaign-truth.ts";
import {campaignsOf, midnightOf, mondayOf, type Campaign} from "../../data-loaders/demo/world/campaigns.ts";
import {dayMs, type Edge, type Person} from "../../data-loaders/demo/world/people.ts";
import {keenAt, postsPerDay} from "../../data-loaders/demo/world/response.ts";
import {shopDaysOf, type ShopDay} from "../../data-loaders/demo/world/shop.ts";
import {Trials} from "../../data-loaders/demo/world/trials.ts";
import type {OutreachEntry} from "../../data-loaders/demo/world/world-view.ts";
import {worldStart} from "../../data-loaders/demo/world/world.ts";

/** When the demo's worlds are looked at last. */
export const end = worldStart.getTime() + 78 * 7 * dayMs;
const logFrom = Date.UTC(2025, 0, 1);
const hourMs = dayMs / 24;

/** What a world of campaigns holds: of the demo's own, or of one that is made here. */
export interface CampaignWorld {
  campaigns: Campaign[];
  shopDays: ShopDay[];
  resultOf: (entry: OutreachEntry) => FollowResult | null;
}

/** What a person needs of the demo's for its campaigns. */
type Follower = Pick<Person, "kind" | "inbound" | "outbound" | "acts">;

const lightSeed = 0x11647;

/** A world of one law: the outreach of the demo's brand from the first logged day on, and who answers, stays and engages. */
export function campaignWorld(name: WorldName, seed: number): CampaignWorld {
  const random = createRandom(seedOf(seed, lightSeed));
  const law = worlds[name];
  const posts: number[] = [];
  for (let at = logFrom + random.exponential(1 / postsPerDay) * dayMs; at < end;) {
    posts.push(at);
    at += random.exponential(1 / postsPerDay) * dayMs;
  }
  const outreach: OutreachEntry[] = [];
  for (let midnight = logFrom; midnight < end; midnight += dayMs) {
    const date = new Date(midnight);
    const month = (date.getUTCFullYear() - 2024) * 12 + date.getUTCMonth() - 6;
    if (month % 3 === 2 || !law.outreachDays.includes(date.getUTCDay()) || random.chance(0.12)) continue;
    const evenings = 6 / law.outreachDays.length;
    for (let left = Math.round(random.between(20, 42) * evenings); left > 0; --left) {
      const at = Math.ceil(midnight + random.between(18, 20.9) * hourMs);
      if (at < end && random.chance(0.9))
        outreach.push(follow(law.behaviours, law.outreach, at, posts, random));
    }
  }
  outreach.sort((a, b) => a.at - b.at);
  const world = {name, seed, now: end, brand: {outreach}, behaviours: law, trials: new Trials()};
  const campaigns = campaignsOf(world);
  return {campaigns, shopDays: shopDaysOf(world, campaigns), resultOf};
}

function follow(
  behaviours: Record<Kind, Behaviour>,
  kinds: Record<Kind, number>,
  at: number,
  posts: readonly number[],
  random: Random
): OutreachEntry {
  const kind = random.pick(kinds);
  const behaviour = behaviours[kind];
  const person: Follower = {kind, inbound: [], outbound: [], acts: []};
  const edge = (start: number, length: number): Edge => ({
    seq: 0,
    person: person as Person,
    start,
    end: start + length
  });
  const dropped = random.chance(0.88) ? random.between(21, 62) * dayMs : Infinity;
  const delay = answerDelay(random);
  const answers = random.chance(behaviour.answers) && (delay < dropped || random.chance(0.35));
  // A follow that is answered is not dropped for want of an answer.
  person.outbound.push(edge(at, answers && delay < dropped ? Infinity : dropped));
  const entry = {at, person: person as Person, isLogged: true, isDrawn: false};
  if (!answers || at + delay >= end) return entry;
  const start = Math.ceil(at + delay);
  person.inbound.push(edge(start, stay(behaviour, random)));
  if (!random.chance(behaviour.engagers) || random.chance(0.04)) return entry;
  const perPost = ((behaviour.actsIn30 / 30) * random.lognormal(0.9, 0.5)) / postsPerDay;
  const until = Math.min(end, person.inbound[0]!.end!, start + (engagedDays + 1) * dayMs);
  for (let nth = firstAfter(posts, start); nth < posts.length && posts[nth]! < until; ++nth) {
    const post = posts[nth]!;
    if (!random.chance(perPost * keenAt((post - start) / dayMs))) continue;
    const late = random.chance(0.85) ? 0.003 + random.exponential(0.3) : random.exponential(2.5);
    const isRepost = random.chance(0.2);
    person.acts.push({at: post + Math.min(12, late) * dayMs, kind: isRepost ? "repost" : "reply"});
  }
  return entry;
}

/** As the demo's brand is answered: half within hours, some within days, the rest over seven months. */
function answerDelay(random: Random) {
  if (random.chance(0.52)) return (0.02 + random.exponential(4)) * hourMs;
  if (random.chance(0.35)) return random.between(6, 40) * hourMs;
  return dayMs * Math.exp(random.between(0, Math.log(210)));
}

function stay({earlyShare, earlyDays, lateDays, resents}: Behaviour, random: Random) {
  const days = random.chance(earlyShare) ? 1.1 + random.exponential(earlyDays) : random.exponential(lateDays);
  // The brand tidies up, and some take that amiss.
  if (!random.chance(0.06)) return days * dayMs;
  const tidied = random.between(50, 160);
  return (random.chance(resents) ? Math.min(days, tidied + random.between(0.2, 14)) : days) * dayMs;
}

function firstAfter(sorted: readonly number[], at: number) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type Result = "kept_90" | "engaged_30";
export const results: readonly Result[] = ["kept_90", "engaged_30"];
export const ages: Record<Result, number> = {kept_90: keptDays, engaged_30: engagedDays};

/** Follows old enough for a result at a moment, and what of them is known to have come of it. */
export interface Counted {
  n: number;
  x: number;
}

/** The results of a campaign's follows as they are known at a moment. */
export function countResults(
  follows: readonly {at: number; result: FollowResult | null}[],
  result: Result,
  now: number
): Counted {
  const age = ages[result] * dayMs;
  const settled = follows.filter(({at}) => at + answeredDays * dayMs + age <= now);
  const isSo = (one: FollowResult) => (result === "kept_90" ? one.isKept : one.isEngaged);
  return {
    n: settled.length,
    x: settled.filter((one) => one.result && one.result.followedAt + age <= now && isSo(one.result)).length
  };
}

/** Hours of a campaign on days whose follows are old enough for a result at a moment. */
export const settledHours = ({hours}: Campaign, result: Result, now: number) =>
  [...hours]
    .filter(([day]) => midnightOf(day + (answeredDays + ages[result] + 1) * dayMs) <= now)
    .reduce((sum, [, amount]) => sum + amount, 0);

/** Sums by week of what a campaign's links brought, from its first week to its last; weeks without any are 0. */
export function weeklySums(
  {name, from, to}: Campaign,
  shopDays: readonly ShopDay[],
  now: number,
  of: (day: ShopDay) => number
): number[] {
  const first = mondayOf(from);
  const last = Math.min(to, midnightOf(now)) - 1;
  const weeks = Array.from({length: Math.floor((last - first) / (7 * dayMs)) + 1}, () => 0);
  for (const day of shopDays)
    if (day.campaign === name) weeks[Math.floor((day.day - first) / (7 * dayMs))]! += of(day);
  return weeks;
}
