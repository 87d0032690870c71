import type {Bought} from "./bought.ts";
import {factNames, factWords, type Facts, type Origin} from "./facts.ts";
import {
  billsBySize,
  bothOf,
  cheapest,
  choose,
  monthOf,
  offersOf,
  parts,
  sizes,
  type Offer,
  type Terms
} from "./choice.ts";
import {mostActLines} from "./polls.ts";
import {dollarsOf, minutesOf, type Asked} from "./plan.ts";
import {strategies} from "./strategies.ts";
import {pollAges} from "../x-api/act-memory.ts";

/** What is asked of a plan, beside the terms. */
export interface Wish {
  /** Dollars a month; null where money is no limit. */
  budget: number | null;
  /** The developer app belongs to the account, and its user's token asks. */
  isOwned: boolean;
  /** Name the endpoints of every strategy, not only of the one chosen. */
  isWhole: boolean;
  origins: Record<keyof Facts, Origin>;
}

/** The plan as text: the answer in a sentence, then what it rests on, then the tables. */
export function tellPlan(terms: Terms, wish: Wish): string {
  const offers = offersOf(terms);
  const chosen = choose(offers, wish.budget, wish.isOwned);
  const shown = chosen ?? cheapest(offers, wish.isOwned)!;
  return [
    tellAnswer(offers, chosen, terms, wish),
    tellFacts(terms.facts, wish.origins),
    tellOffers(offers, terms.bought),
    ...(wish.isWhole ? offers : [shown]).map((offer) => tellEndpoints(offer, terms)),
    tellSizes(terms),
    tellNotes(shown, terms)
  ].join("\n");
}

export function tellAnswer(
  offers: Offer[],
  chosen: Offer | null,
  {prices, asker}: Terms,
  {budget, isOwned}: Wish
): string {
  const terms = isOwned
    ? "with the account's own developer app"
    : "at the list price; with --owned if the developer app is the account's own";
  if (chosen === null) {
    const least = cheapest(offers, isOwned)!;
    const drops = parts(least, prices, isOwned).map(({what, dollars: cost}) => `${what} ${dollars(cost)}`);
    return (
      `${dollars(budget!)} a month buys no strategy (${terms}): the cheapest, ${least.strategy.title}, costs about ` +
      `${dollars(monthOf(least, isOwned))} a month. Of that: ${drops.join(", ")}; what is dropped reads "not collected".\n`
    );
  }
  const {strategy, dollars: bill, buys} = chosen;
  const bought =
    `it leaves ${percent(buys.unknown)} of routes unknown, and a year tells engaged-30 of followback followers to ` +
    `${points(buys.engaged30.followback)} points and of organic ones to ${points(buys.engaged30.organic)} (95 % intervals, from side to side)`;
  if (budget !== null)
    return `${dollars(budget)} a month buys ${strategy.title}, about ${dollars(monthOf(chosen, isOwned))} a month (${terms}): ${bought}.\n`;
  const price =
    asker === "bearer"
      ? `about ${dollars(bill.list)} a year at the list price, which is what an app's own token is sure to pay`
      : `about ${dollars(bill.owned)} a year if the developer app is the account's own, ${dollars(bill.list)} otherwise`;
  return `${capital(strategy.title)}: ${price}; ${bought}.\n`;
}

function tellFacts(facts: Facts, origins: Record<keyof Facts, Origin>): string {
  const rows = factNames.map((name) => [
    factWords[name],
    number(facts[name]),
    origins[name] === "assumed" ? `assumed, --${name} says otherwise` : origins[name]
  ]);
  return section("What it rests on", rows, [false, true, false]);
}

const tellOffers = (offers: Offer[], {newcomers}: Bought) =>
  section("The strategies side by side", [
    ["", "year, own", "list", "min a day", "longest", "window", "unknown", "engaged-30", "kept-90"],
    ...offers.map(({strategy, dollars: bill, minutes, buys}) => [
      strategy.title,
      dollars(bill.owned),
      dollars(bill.list),
      number(minutes.day),
      number(minutes.longest),
      `${number(buys.windowDays)} d`,
      percent(buys.unknown),
      pair(buys.engaged30),
      pair(buys.kept90)
    ])
  ]) +
  `own, list: the developer app is the account's own, or not. window: the median width of a start window. engaged-30, kept-90: how
wide the 95 % interval is, in points, followback / organic, for a year's newcomers; simulated on brands of ${newcomers.toLocaleString("en")} newcomers and
scaled: widths go with one over the root of their number, so four times as many halve them.
`;

const pair = ({followback, organic}: {followback: number; organic: number}) =>
  `${points(followback)} / ${points(organic)}`;

function tellEndpoints(offer: Offer, {prices, limits, asker}: Terms): string {
  const {strategy, head, full, year} = offer;
  const of = (asked: Asked | null, endpoint: string) => asked?.find((line) => line.endpoint === endpoint);
  const cells = (asked: Asked | null, endpoint: string) => {
    const line = of(asked, endpoint);
    return [line ? number(Math.ceil(line.requests)) : "", line ? number(Math.ceil(line.resources)) : ""];
  };
  const sum = (asked: Asked | null, key: "requests" | "resources") =>
    asked === null ? "" : number(Math.ceil(asked.reduce((total, line) => total + line[key], 0)));
  const bills = (asked: Asked) => {
    const {owned, list} = bothOf(asked, prices);
    return [dollars(owned / 12), dollars(list / 12), dollars(owned), dollars(list)];
  };
  const snapshots = (asked: Asked | null, name: string) => {
    if (asked === null) return [];
    const {owned, list} = bothOf(asked, prices);
    const {waiting, all} = minutesOf(asked, limits, asker);
    return [
      `One ${name}: ${dollars(owned)} with one's own app, ${dollars(list)} otherwise; ${number(all)} minutes, ${number(waiting)} of them waiting for limits.\n`
    ];
  };
  return (
    section(`${capital(strategy.title)}, by endpoint`, [
      ["", "head: asked", "rows", "full: asked", "rows", "month, own", "list", "year, own", "list"],
      ...year.map((line) => [
        `/2/${line.endpoint}`,
        ...cells(head, line.endpoint),
        ...cells(full, line.endpoint),
        ...bills([line])
      ]),
      [
        "in all",
        sum(head, "requests"),
        sum(head, "resources"),
        sum(full, "requests"),
        sum(full, "resources"),
        ...bills(year)
      ]
    ]) + [...snapshots(head, "head"), ...snapshots(full, "full walk")].join("")
  );
}

const tellSizes = (terms: Terms) =>
  section("A year, were the account of another size: own app / list price", [
    ["followers", ...sizes.map(number)],
    ...strategies.map(({title}, nth) => [
      title,
      ...billsBySize(terms).map(({bills}) => `${dollars(bills[nth]!.owned)} / ${dollars(bills[nth]!.list)}`)
    ])
  ]);

function tellNotes({strategy, year}: Offer, {facts, prices, limits, bought, asker}: Terms): string {
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
    "weeks one in two. The curves of retention use everybody. Where fewer come by followback than in the simulated brands, their",
    "intervals are wider.",
    `What strategies buy: ${bought.worlds} simulated brands of ${bought.days} days, seed ${bought.seed}, ${bought.date}.`,
    ""
  ].join("\n");
}

/** A titled table; by default the first column stands to the left and the others to the right. */
function section(title: string, rows: string[][], isRight = rows[0]!.map((_, nth) => nth > 0)): string {
  const widths = rows[0]!.map((_, nth) => Math.max(...rows.map((row) => row[nth]!.length)));
  const line = (row: string[]) =>
    row
      .map((cell, nth) => (isRight[nth] ? cell.padStart(widths[nth]!) : cell.padEnd(widths[nth]!)))
      .join("  ")
      .trimEnd();
  return `${title}\n${rows.map((row) => `  ${line(row)}\n`).join("")}`;
}

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
const percent = (share: number) => `${Math.round(share * 100)} %`;
const points = (width: number) => (width * 100).toFixed(1);

/** Whole from a hundred on, else with what matters behind the point. */
const number = (value: number) =>
  value.toLocaleString("en", {maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2});

const dollars = (value: number) =>
  `$${value.toLocaleString("en", value >= 100 ? {maximumFractionDigits: 0} : {minimumFractionDigits: 2, maximumFractionDigits: 2})}`;
