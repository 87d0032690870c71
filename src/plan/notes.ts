import {dollars} from "./amounts.ts";
import type {Bought} from "./bought.ts";
import type {Offer, Terms} from "./choice.ts";
import {dollarsOf} from "./plan.ts";
import {mostActLines} from "./polls.ts";
import {pollAges} from "./x-facts.ts";
import type {Asker} from "./asked.ts";

/** What the words over the table of the ways of watching mean. */
export const legendOf = (
  {newcomers}: Bought,
  asker: Asker
) => `${asker === "bearer" ? "" : "owner's, full: X's two prices, as above. "}head: only the newest part of both lists; full walk: all of both.
dated to within: how wide the window is in which a follow began, by the median.
unknown: share of newcomers of whom it cannot be told who followed first, if you keep no outreach log. With one it is less: 11 % for
the simulated brand of the README, which kept one for a year of its 18 months.
engaged-30, kept-90: who engaged within 30 days, who stayed 90; a year tells it give or take so many points, of followers won by
followback / of those who came on their own (95 % intervals). Simulated on brands of ${newcomers.toLocaleString("en")} newcomers; four times as many halve it.
`;

/** What a plan takes for granted, and what it was made with. */
export function tellNotes({strategy, year}: Offer, {facts, prices, limits, bought, asker}: Terms): string {
  const most = mostActLines(facts, strategy.every, asker);
  const acts = year.filter((line) => most.some(({endpoint}) => endpoint === line.endpoint));
  const mostAYear = (dollarsOf(most, prices, false) * 365) / strategy.every;
  return [
    `Prices of ${prices.of} (${prices.source}), limits of ${limits.of} (${limits.source}).`,
    "Both move: prices.json and limits.json in the data folder override them. Bills are rather too high: everybody gone counts as still",
    "on X, and nobody as met twice on a UTC day but the account itself. A second a request is assumed beside waiting for limits.",
    `Acts on a post are asked for when it is ${pollAges.join(", ")} days old, where X's count changed. Assumed: 85 % of them come with a mean of`,
    `0.3 days and the others of 2.5, and counts of posts differ as exponential draws do. That is ${dollars(dollarsOf(acts, prices, false))} a year for reposts, quotes and`,
    `likers; were every count to change each time, it would be at most ${dollars(mostAYear)}.`,
    "kept-90 needs a full walk within 3.5 days of the 90th day: with heads and a walk a month that is one newcomer in four, every two",
    "weeks one in two. With a walk a month and nothing between, everybody is first seen at a walk, and a walk every 30 days happens to",
    "fall on the 90th day: hence the better kept-90 there. The curves of retention use everybody. Where fewer come by followback than",
    "in the simulated brands, it is told less exactly.",
    `What they buy: ${bought.worlds} simulated brands of ${bought.days} days, seed ${bought.seed}, ${bought.date}.`,
    ""
  ].join("\n");
}
