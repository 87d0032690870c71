import {about, dollars, giveOrTake, isTooWide, number} from "./amounts.ts";
import {cheapest, monthOf, type Offer, type Terms} from "./choice.ts";
import {capital} from "../words.ts";

/** The plan in a few sentences: what to do, what it costs at which of X's prices, and what one would know after a year. */
export function formatAnswer(
  offers: Offer[],
  chosen: Offer | null,
  terms: Terms,
  {budget, isOwned}: {budget: number | null; isOwned: boolean}
): string {
  const {facts, origins, asker} = terms;
  const isAssumed = origins.followers === "assumed";
  const whose = isAssumed ? `For an assumed account of ${number(facts.followers)} followers: ` : "";
  const yours = isAssumed ? " (Yours: --followers N.)" : "";
  const least = cheapest(offers, isOwned)!;
  if (chosen === null)
    return (
      `${whose}${dollars(budget!)} a month is not enough: the cheapest schedule, ${least.schedule.title}, is about ` +
      `${dollars(monthOf(least, isOwned))}${at(least)}. ` +
      `Free instead: X's own archive, once a month (see docs/archives-and-files.md).${yours}\n`
    );
  const {schedule, precision} = chosen;
  const what =
    budget !== null
      ? `${dollars(budget)} a month is enough to ${schedule.what}`
      : isAssumed
        ? schedule.what
        : capital(schedule.what);
  const month = `${about(monthOf(chosen, isOwned))} a month${at(chosen)}`;
  const price =
    budget === null && !isOwned && asker === "user"
      ? `${about(monthOf(chosen, true))} a month if the X developer app is registered by this same account, ${bare(monthOf(chosen, false))} if not`
      : month;
  return `${whose}${what}: ${price}. ${tellKnowledge(precision.engaged30)}${yours}\n`;

  /** Which of X's prices a bill is at. */
  function at(offer: Offer) {
    if (asker === "bearer") return " at X's full price, which is what an app's own token pays";
    if (isOwned) return " at the owner's price";
    return ` at the full price (at the owner's, ${bare(monthOf(offer, true))})`;
  }
}

function tellKnowledge({followback, organic}: {followback: number; organic: number}) {
  if (isTooWide(followback) || isTooWide(organic))
    return "There are too few new followers for a useful answer in a year.";
  return (
    "After a year you would know what share of followers won by followback engage within 30 days, give or take " +
    `${giveOrTake(followback)} points; of organic followers, ${giveOrTake(organic)}.`
  );
}

/** What X's two prices are, once, before they are told apart. */
export function formatPrices({prices, asker}: Terms, {isOwned}: {isOwned: boolean}): string {
  const of = (isOwned: boolean) =>
    `$${(prices.price("users/:id/followers", isOwned) / 1e6).toLocaleString("en", {minimumFractionDigits: 3, maximumFractionDigits: 6})}`;
  if (asker === "bearer")
    return `An app's own token pays X's full price, ${of(false)} a row of a list. It sees no likers.\n`;
  return (
    `X has two prices. The owner's price (${of(true)} a row of your own lists, posts and mentions) holds if you registered the developer app with\n` +
    `the very account you track and log in as it${isOwned ? "" : ": pass --owned"}. Otherwise the full price holds (up to ${of(false)}).\n`
  );
}

const bare = (value: number) => about(value).replace("about ", "");
