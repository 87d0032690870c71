import {widthFor, type Precision, type Figures, type Widths} from "./precision.ts";
import type {LimitTable} from "./limits.ts";
import {atSize, type Facts, type Settled} from "./facts.ts";
import {dollarsOf, minutesOf, planOf, yearOf, type Plan} from "./plan.ts";
import {schedules} from "./schedules.ts";
import type {PriceTable} from "./prices.ts";
import type {Asked, Asker} from "./asked.ts";

/** What everything is reckoned with. */
export interface Terms extends Settled {
  prices: PriceTable;
  limits: LimitTable;
  precision: Precision;
  asker: Asker;
  /** The conversations under own posts are read too. Default false. */
  conversations?: boolean;
  /** Dollars a month that the account's settings allow for looking at interests; none where they say nothing. */
  interestsBudget?: number;
}

/**
 * Dollars at X's two prices. The owner's price holds where the account registered the developer app and its user's token
 * asks, else the full one; an app's own token pays the full price in any case, and both are that.
 */
export interface Dollars {
  owned: number;
  list: number;
}

/** A schedule with its price and how precise it is for this account. */
export interface Offer extends Plan {
  year: Asked;
  dollars: Dollars;
  /** Minutes: the longest snapshot, how much of it is waiting, and the mean day. */
  minutes: {longest: number; waiting: number; day: number};
  precision: Omit<Figures, "name">;
}

const daysAYear = 365;

/** Every schedule for an account; widths are for the newcomers of one year. */
export const offersOf = (terms: Terms): Offer[] =>
  schedules.map((schedule) => {
    const {facts, limits, precision, asker, conversations} = terms;
    const plan = planOf(schedule, facts, asker, conversations);
    const year = yearOf(plan);
    const full = minutesOf(plan.full, limits, asker);
    const head = plan.head === null ? {all: 0} : minutesOf(plan.head, limits, asker);
    return {
      ...plan,
      year,
      dollars: bothOf(year, terms),
      minutes: {
        longest: full.all,
        waiting: full.waiting,
        day: (full.all * plan.fullsAYear + head.all * plan.headsAYear) / daysAYear
      },
      precision: scaled(
        precision.schedules.find(({name}) => name === schedule.name)!,
        precision,
        facts
      )
    };
  });

export const bothOf = (asked: Asked, {prices, asker}: Pick<Terms, "prices" | "asker">): Dollars => ({
  owned: dollarsOf(asked, prices, asker === "user"),
  list: dollarsOf(asked, prices, false)
});

/** Followers an account may have, for the table of yearly bills. */
export const sizes = [5_000, 10_000, 100_000];

/** The yearly bill of every schedule, were the account of another size: what a plan with `--followers` says of it. */
export const billsBySize = (terms: Terms): {followers: number; bills: Dollars[]}[] =>
  sizes.map((followers) => ({
    followers,
    bills: schedules.map((schedule) =>
      bothOf(yearOf(planOf(schedule, atSize(terms, followers), terms.asker, terms.conversations)), terms)
    )
  }));

function scaled(figures: Figures, precision: Precision, {newcomers}: Facts): Omit<Figures, "name"> {
  const {name: _, ...rest} = figures;
  const widths = ({followback, organic, difference}: Widths): Widths => {
    const own = (width: number) => widthFor(width, precision, newcomers * daysAYear);
    return {followback: own(followback), organic: own(organic), difference: own(difference)};
  };
  return {...rest, engaged30: widths(figures.engaged30), retained90: widths(figures.retained90)};
}

/** Widths within a tenth of the narrowest, and unknown shares within two points of the least, count as the same. */
const sameWidth = 1.1;
const sameUnknown = 0.02;

/**
 * The most precise schedule: the narrowest interval of the engaged-30 difference, then the least unknown, then the
 * narrowest of retained-90, then the cheapest. With a budget in dollars a month, of those that fit; null where none does.
 */
export function choose(offers: readonly Offer[], budget: number | null, isOwned: boolean): Offer | null {
  const fit = offers.filter((offer) => budget === null || monthOf(offer, isOwned) <= budget);
  const narrow = least(
    fit,
    ({precision}) => precision.engaged30.difference,
    (width) => width * sameWidth
  );
  const known = least(
    narrow,
    ({precision}) => precision.unknown,
    (share) => share + sameUnknown
  );
  const kept = least(
    known,
    ({precision}) => precision.retained90.difference,
    (width) => width * sameWidth
  );
  return cheapest(kept, isOwned);
}

/** Those whose figure is the least, or as good as that. */
function least(offers: readonly Offer[], figure: (offer: Offer) => number, same: (least: number) => number) {
  const limit = same(Math.min(...offers.map(figure)));
  return offers.filter((offer) => figure(offer) <= limit);
}

export const cheapest = (offers: readonly Offer[], isOwned: boolean): Offer | null =>
  offers.reduce<Offer | null>(
    (best, offer) => (best === null || monthOf(offer, isOwned) < monthOf(best, isOwned) ? offer : best),
    null
  );

/** Dollars a month: a twelfth of the year. */
export const monthOf = ({dollars}: Offer, isOwned: boolean): number =>
  (isOwned ? dollars.owned : dollars.list) / 12;
