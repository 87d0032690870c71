import {createHash} from "node:crypto";
import {describe, expect, it} from "vitest";
import {worldNames, type WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {campaignsOf, costOf, placesByWorld} from "../../data-loaders/demo/world/campaigns.ts";
import {dayMs} from "../../data-loaders/demo/world/people.ts";
import {shopDaysOf} from "../../data-loaders/demo/world/shop.ts";
import {formatTruth} from "../../data-loaders/demo/world/truth.ts";
import {World, worldStart} from "../../data-loaders/demo/world/world.ts";

const after = (days: number) => new Date(worldStart.getTime() + days * dayMs);

function simulate(name: WorldName, days = 78 * 7) {
  const world = new World(name, 1);
  world.advanceTo(after(days));
  const campaigns = campaignsOf(world);
  return {world, campaigns, shopDays: shopDaysOf(world, campaigns), truth: formatTruth(world)};
}

const simulated = Object.fromEntries(worldNames.map((name) => [name, simulate(name)])) as Record<
  WorldName,
  ReturnType<typeof simulate>
>;
const {typical, paying, "no-difference": even} = simulated;

/** The places of finding of a world's campaigns, both seasons together. */
function byPlace({truth}: ReturnType<typeof simulate>) {
  const of = (isFollowback: boolean) => {
    const those = truth.campaigns.filter(
      ({place_kind}) => (place_kind === "followback_hashtag") === isFollowback
    );
    const sum = (column: "cost" | "hours" | "won" | "engaged_30") =>
      those.reduce((all, campaign) => all + campaign[column], 0);
    return {perWon: sum("cost") / sum("won"), perEngaged: sum("cost") / sum("engaged_30")};
  };
  return {followback: of(true), others: of(false)};
}

describe("campaigns of a simulated brand", () => {
  it("leave what happens in the world as it was before there were any", () => {
    const world = new World("typical", 1);
    world.advanceTo(after(200));
    const {rates, people} = formatTruth(world);
    const digest = createHash("sha256")
      .update(JSON.stringify([rates, people]))
      .digest("hex");
    // Of the world as it was before campaigns came into it.
    expect(digest).toBe("68baaf0d58c2afa223031be73fc5ea7efd2d9ab81cd8b1150e871a8c62fdd367");
  });

  it("hold every logged follow once, in the season of the campaign", () => {
    const {world, campaigns} = typical;
    const follows = campaigns.flatMap((campaign) => campaign.follows);
    expect(new Set(follows).size).toBe(follows.length);
    expect(new Set(follows)).toEqual(new Set(world.brand.outreach.filter(({isLogged}) => isLogged)));
    for (const {from, to, follows} of campaigns)
      expect(follows.every(({at}) => from <= at && at < to)).toBe(true);
    expect(campaigns.map(({name}) => name)).toEqual(
      ["spring", "autumn"].flatMap((season) =>
        ["followback", "coffee", "rival", "fair"].map((place) => `${season}-${place}`)
      )
    );
  });

  it("stay as they were when more time passes", () => {
    const early = simulate("typical", 300);
    for (const campaign of early.campaigns) {
      const later = typical.campaigns.find(({name}) => name === campaign.name)!;
      expect(later.follows.slice(0, campaign.follows.length).map(({at}) => at)).toEqual(
        campaign.follows.map(({at}) => at)
      );
    }
    const last = early.shopDays.reduce((latest, {day}) => Math.max(latest, day), 0);
    const until = (days: typeof early.shopDays) =>
      days
        .filter(({day, campaign}) => day <= last && campaign !== null)
        .map(({day, campaign, visits, signups, sales}) => ({day, campaign, visits, signups, sales}));
    expect(until(early.shopDays).length).toBeGreaterThan(100);
    expect(until(typical.shopDays)).toEqual(until(early.shopDays));
  });

  it("begin with the log of the outreach", () => {
    const {campaigns, shopDays} = simulate("typical", 150);
    expect([campaigns, shopDays]).toEqual([[], []]);
  });

  it.each(worldNames)("find everybody somewhere (%s)", (name) => {
    for (const kind of ["fan", "neighbour", "seeker", "train", "dormant", "automated"] as const)
      expect(placesByWorld[name].reduce((sum, {finds}) => sum + finds[kind], 0)).toBeCloseTo(1, 9);
  });

  it("cost their hours and their money, to the cent", () => {
    for (const campaign of typical.campaigns) {
      const cents = [...campaign.hours.values()].reduce(
        (sum, hours) => sum + Math.round(100 * hours) * 25,
        0
      );
      expect(costOf(campaign).cost).toBe((cents + 100 * campaign.place.money) / 100);
    }
  });

  it("are cheap by followers won and dear by engaged ones under followback hashtags, in the typical world", () => {
    const {followback, others} = byPlace(typical);
    expect(followback.perWon).toBeLessThan(0.85 * others.perWon);
    expect(followback.perEngaged).toBeGreaterThan(1.5 * others.perEngaged);
  });

  it("pay in the world in which followback pays", () => {
    const {followback, others} = byPlace(paying);
    expect(followback.perEngaged).toBeLessThan(0.6 * others.perEngaged);
  });

  it("differ by chance alone in the world without a difference", () => {
    const {followback, others} = byPlace(even);
    expect(followback.perEngaged / others.perEngaged).toBeGreaterThan(0.6);
    expect(followback.perEngaged / others.perEngaged).toBeLessThan(1.6);
  });
});

describe("the shop of a simulated brand", () => {
  it("has visits more scattered than chance, by day and week", () => {
    const days = paying.shopDays.filter(({campaign}) => campaign === "spring-followback");
    const lasted = (Date.UTC(2025, 5, 1) - Date.UTC(2025, 0, 1)) / dayMs;
    const mean = days.reduce((sum, {visits}) => sum + visits, 0) / lasted;
    const squares = days.reduce((sum, {visits}) => sum + visits ** 2, 0) / lasted;
    expect((squares - mean ** 2) / mean).toBeGreaterThan(2);
  });

  it("has no more visitors than visits, orders in two currencies, and some money back", () => {
    const {shopDays} = typical;
    expect(shopDays.every(({visits, visitors}) => visitors > 0 && visitors <= visits)).toBe(true);
    const sales = shopDays.flatMap((day) => day.sales);
    expect(new Set(sales.map(({currency}) => currency))).toEqual(new Set(["EUR", "USD"]));
    expect(sales.every(({amount, refunded}) => Number.isInteger(amount) && refunded <= amount)).toBe(true);
    expect(sales.filter(({refunded}) => refunded > 0).length).toBeGreaterThan(5);
  });

  it("brings what the truth says", () => {
    for (const campaign of typical.truth.campaigns) {
      const days = typical.shopDays.filter((day) => day.campaign === campaign.campaign);
      expect(campaign.visits).toBe(days.reduce((sum, {visits}) => sum + visits, 0));
      expect(campaign.signups).toBe(days.reduce((sum, {signups}) => sum + signups, 0));
      // Over 21 weeks the effects of weeks and days alone have a standard deviation of 14 %; and chance adds some.
      expect(campaign.visits / campaign.expected_visits).toBeGreaterThan(0.4);
      expect(campaign.visits / campaign.expected_visits).toBeLessThan(1.6);
    }
  });
});
