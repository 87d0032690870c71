import {dollars} from "./amounts.ts";
import type {Precision} from "./precision.ts";
import type {Offer, Terms} from "./choice.ts";
import {dollarsOf} from "./plan.ts";
import type {PriceTable} from "./prices.ts";
import {interestsBudget, peopleAWeek, worstPrice, type Method} from "../interests/sample.ts";
import {conversationLine, mostActLines} from "./polls.ts";
import {conversationAges, pollAges} from "../networks/polls.ts";
import type {Asker} from "./asked.ts";

/** What the words over the table of the ways of watching mean. */
export const legendOf = (
  {newcomers}: Precision,
  asker: Asker
) => `${asker === "bearer" ? "" : "owner's, full: X's two prices, as above. "}incremental: only the newest part of both lists; full scan: all of both.
dated to within: median width of the window in which a follow began.
unknown: share of new followers for whom the order of the two follows is not known, without an outreach log. With one it is less: 11 % for
the simulated brand of docs/live-x.md, which kept one for a year of its 18 months.
engaged-30, retained-90: share who engaged within 30 days, and who stayed 90; after a year known to plus or minus this many points, for
followers by followback / organic (95 % intervals). Simulated on brands of ${newcomers.toLocaleString("en")} new followers; four times as many halve it.
`;

/** What looking at interests costs, and at how many people, within the account's own budget or the usual one. */
function tellInterests(prices: PriceTable, asker: Asker, ownBudget: number | undefined): string {
  const budget = ownBudget ?? interestsBudget;
  const of = (method: Method, endpoint: "tweets/search/all" | "tweets/search/recent") =>
    peopleAWeek(
      Math.round(budget * 1e6),
      worstPrice(method, {post: prices.price(endpoint, false), user: prices.price("users", false)})
    );
  const all = of("full_archive", "tweets/search/all");
  const recent = of("recent", "tweets/search/recent");
  const without = asker === "bearer" ? "" : `, or ${recent} without an app's own token`;
  return (
    `Interests are not in this plan: --interests adds at most ${dollars(budget)} a month, for at least ${all} people a week${without}, ` +
    (ownBudget === undefined
      ? "unless accounts set --interests-budget says otherwise."
      : "as accounts set --interests-budget says.")
  );
}

/** What a plan takes for granted, and what it was made with. */
export function formatNotes(
  {schedule, year}: Offer,
  {facts, prices, limits, precision, asker, conversations = false, interestsBudget: ownBudget}: Terms
): string {
  const most = mostActLines(facts, schedule.every, asker);
  const acts = year.filter((line) => most.some(({endpoint}) => endpoint === line.endpoint));
  const mostAYear = (dollarsOf(most, prices, false) * 365) / schedule.every;
  const talk = conversationLine(facts, schedule.every, asker);
  const talkAYear = (dollarsOf([talk], prices, false) * 365) / schedule.every;
  return [
    `Prices of ${prices.of} (${prices.source}), limits of ${limits.of} (${limits.source}).`,
    "Both change: prices.json and limits.json in the data folder override them. Estimates are on the high side: they assume that every",
    "lost follower is still on X, and that only the account itself is read twice within a UTC day. Each request takes a second, plus waiting for limits.",
    `Interactions with a post are read when it is ${pollAges.join(", ")} days old, where X's count changed. Assumed: 85 % of them come with a mean of`,
    `0.3 days and the others of 2.5, and counts per post vary like exponential draws. That is ${dollars(dollarsOf(acts, prices, false))} a year for reposts, quotes and`,
    `likers; if every count changed each time, it would be at most ${dollars(mostAYear)}.`,
    `Conversations under the posts, read at ${conversationAges.join(" and ")} days, ${conversations ? "are" : "are not"} in this plan: --conversations adds about ${dollars(talkAYear)} a year.`,
    "Assumed: each mention stands in one, and others answer each other half as often. A user's token sees seven days: it needs a snapshot at",
    "least every three days.",
    tellInterests(prices, asker, ownBudget),
    "retained-90 needs a full scan within 3.5 days of the 90th day: with a full scan a month that is one new follower in four, every two",
    "weeks one in two. With monthly full scans and nothing between, everyone is first seen at a scan, and a scan every 30 days happens to",
    "fall on the 90th day: hence the better retained-90 there. Retention curves use everyone. Where fewer come by followback than",
    "in the simulated brands, the answer is less precise.",
    `Precision: ${precision.worlds} simulated brands of ${precision.days} days, seed ${precision.seed}, ${precision.date}.`,
    ""
  ].join("\n");
}
