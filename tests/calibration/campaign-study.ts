import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {costOf} from "../../data-loaders/demo/world/campaigns.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {sumOverWeeks} from "../../src/statistics/block-bootstrap.ts";
import {costPerResult, perHourDifference, type CampaignHours} from "../../src/statistics/cost.ts";
import {verdictLevel} from "../../src/statistics/verdict.ts";
import {
  campaignWorld,
  countResults,
  end,
  results,
  settledHours,
  weeklySums,
  type CampaignWorld,
  type Result
} from "./campaign-worlds.ts";

/** The share of follows that a result is expected of, by campaign and result; with `looks`, at each look by campaign. */
export interface Expected {
  shares: Map<string, number>;
}

const looks = [9, 12, 15, 18, 21, 24].map((month) => Date.UTC(2024, month, 1));
/** The last look at a law is as the end of watching finds it. */
export const moments = [...looks, end];

const keyOf = (campaign: string, result: Result, now: number) => `${campaign} ${result} ${now}`;

const outcomesOf = ({campaigns, resultOf}: CampaignWorld) =>
  campaigns.map((campaign) => ({
    campaign,
    follows: campaign.follows.map((entry) => ({at: entry.at, result: resultOf(entry)}))
  }));

/** What the law of a world makes of follows, over other worlds than those that are looked at. */
export function expectedOf(name: WorldName, seeds: Iterable<number>): Expected {
  const sums = new Map<string, {n: number; x: number}>();
  for (const seed of seeds)
    for (const {campaign, follows} of outcomesOf(campaignWorld(name, seed)))
      for (const result of results)
        for (const now of result === "engaged_30" ? moments : [end]) {
          const {n, x} = countResults(follows, result, now);
          const key = keyOf(campaign.name, result, now);
          const sum = sums.get(key) ?? {n: 0, x: 0};
          sums.set(key, {n: sum.n + n, x: sum.x + x});
        }
  return {shares: new Map([...sums].map(([key, {n, x}]) => [key, n > 0 ? x / n : 0]))};
}

/** How often what was said of a figure was true, and how many events it rested on. */
export interface Coverage {
  worlds: number;
  covered: number;
  points: number;
  events: number;
}

export interface Study {
  figures: Map<string, Coverage>;
  worlds: number;
  /** Worlds in which claim 7 was decided at any of six quarter ends, and how it stood at the last. */
  everDecided: number;
  last: {supported: number; contradicted: number};
}

export const emptyStudy = (): Study => ({
  figures: new Map(),
  worlds: 0,
  everDecided: 0,
  last: {supported: 0, contradicted: 0}
});

/** Mean of an order of the simulated shop in euros: a log-normal of 32 and 0.6, of which 6 % are paid back. */
const meanOrder = 32 * Math.exp(0.6 ** 2 / 2) * 0.94;
const inEuros = 0.8;

/** Looks at further worlds of one law and adds what was said of their campaigns. */
export function addWorlds(study: Study, name: WorldName, {shares}: Expected, seeds: Iterable<number>) {
  const add = (figure: string, isCovered: boolean, hasPoint: boolean, events: number) => {
    const of = study.figures.get(figure) ?? {worlds: 0, covered: 0, points: 0, events: 0};
    study.figures.set(figure, {
      worlds: of.worlds + 1,
      covered: of.covered + Number(isCovered),
      points: of.points + Number(hasPoint),
      events: of.events + events
    });
  };
  for (const seed of seeds) {
    const world = campaignWorld(name, seed);
    const outcomes = outcomesOf(world);
    for (const {campaign, follows} of outcomes) {
      for (const result of results) {
        const {n, x} = countResults(follows, result, end);
        if (n === 0) continue;
        const cost = (costOf(campaign).cost * n) / follows.length;
        const share = shares.get(keyOf(campaign.name, result, end))!;
        const truth = cost / (n * share);
        const {point, low, high, atLeast} = costPerResult({cost, n, x});
        const holds = point === null ? atLeast === null || atLeast <= truth : low! <= truth && truth <= high!;
        add(`cost per ${result}, ${campaign.name}`, holds, point !== null, n * share);
      }
      const days =
        (Math.min(campaign.to, end) - (Math.min(campaign.to, end) % dayMs) - campaign.from) / dayMs;
      const {visitsADay, buys} = campaign.place;
      const visits = sumOverWeeks(weeklySums(campaign, world.shopDays, end, (day) => day.visits));
      const mean = days * visitsADay;
      if (visits.low !== null)
        add(`visits, ${campaign.name}`, visits.low <= mean && mean <= visits.high!, true, mean);
      const amounts = sumOverWeeks(
        weeklySums(
          campaign,
          world.shopDays,
          end,
          (day) =>
            day.sales
              .filter(({currency}) => currency === "EUR")
              .reduce((sum, {amount, refunded}) => sum + amount - refunded, 0) / 100
        )
      );
      const orders = mean * buys * inEuros;
      if (amounts.low !== null)
        add(
          `sales in euros, ${campaign.name}`,
          amounts.low <= orders * meanOrder && orders * meanOrder <= amounts.high!,
          true,
          orders
        );
    }
    const at = (now: number, level: number) => differenceAt(outcomes, now, level);
    const now = at(end, 0.95);
    if (now) {
      const rate = (isFollowback: boolean) => {
        const those = outcomes.filter(({campaign}) => isFollowbackPlace(campaign) === isFollowback);
        const expected = those.reduce(
          (sum, {campaign, follows}) =>
            sum +
            countResults(follows, "engaged_30", end).n * shares.get(keyOf(campaign.name, "engaged_30", end))!,
          0
        );
        return {
          expected,
          rate:
            expected / those.reduce((sum, {campaign}) => sum + settledHours(campaign, "engaged_30", end), 0)
        };
      };
      const [others, followback] = [rate(false), rate(true)];
      const truth = others.rate - followback.rate;
      add(
        "engaged an hour, difference",
        now.low <= truth && truth <= now.high,
        true,
        Math.min(others.expected, followback.expected)
      );
    }
    const verdicts = looks.map((look) => {
      const made = at(look, verdictLevel);
      return made === null ? null : made.low > 0 ? "supported" : made.high < 0 ? "contradicted" : null;
    });
    study.worlds += 1;
    if (verdicts.some((verdict) => verdict !== null)) study.everDecided += 1;
    const last = verdicts.at(-1);
    if (last) study.last[last] += 1;
  }
}

const isFollowbackPlace = ({place}: {place: {kind: string}}) => place.kind === "followback_hashtag";

/** Engaged followers an hour of all other places less those of followback hashtags, as known at a moment. */
function differenceAt(outcomes: ReturnType<typeof outcomesOf>, now: number, level: number) {
  const those = (isFollowback: boolean) =>
    outcomes
      .filter(({campaign}) => isFollowbackPlace(campaign) === isFollowback)
      .map(({campaign, follows}): CampaignHours => ({
        hours: settledHours(campaign, "engaged_30", now),
        results: countResults(follows, "engaged_30", now).x
      }))
      .filter(({hours}) => hours > 0);
  return perHourDifference(those(false), those(true), level);
}

/** The study in lines: a figure each, then the verdicts of claim 7. */
export function formatStudy(name: WorldName, {figures, worlds, everDecided, last}: Study): string {
  const percent = (x: number, n: number) => `${((100 * x) / n).toFixed(1)} %`;
  return [
    name,
    ...[...figures].map(
      ([figure, of]) =>
        `  ${figure}: held ${percent(of.covered, of.worlds)} of ${of.worlds}, a point in ${percent(of.points, of.worlds)}, ${(of.events / of.worlds).toFixed(1)} events expected`
    ),
    `  claim: ever decided ${percent(everDecided, worlds)} of ${worlds}; last supported ${percent(last.supported, worlds)}, contradicted ${percent(last.contradicted, worlds)}`
  ].join("\n");
}
