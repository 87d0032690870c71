import {dollars, giveOrTake, isTooWide, number, percent} from "./amounts.ts";
import {formatAnswer, formatPrices} from "./answer.ts";
import {factNames, factWords, type FactName, type Settled} from "./facts.ts";
import {
  billsBySize,
  bothOf,
  cheapest,
  choose,
  offersOf,
  sizes,
  type Dollars,
  type Offer,
  type Terms
} from "./choice.ts";
import {legendOf, formatNotes} from "./notes.ts";
import {minutesOf} from "./plan.ts";
import {schedules} from "./schedules.ts";
import type {Asked, Asker} from "./asked.ts";
import {alignColumns, capital, plural} from "../words.ts";

/** What is asked of a plan, beside the terms. */
export interface PlanRequest {
  /** Dollars a month; null where money is no limit. */
  budget: number | null;
  /** X's owner's price holds. */
  isOwned: boolean;
  /** Name the endpoints of every schedule, not only of the one chosen. */
  isWhole: boolean;
}

/** The plan as text: the answer in a sentence, then X's prices and what it rests on, then the tables. */
export function formatPlan(terms: Terms, request: PlanRequest): string {
  const offers = offersOf(terms);
  const chosen = choose(offers, request.budget, request.isOwned);
  const shown = chosen ?? cheapest(offers, request.isOwned)!;
  return [
    formatAnswer(offers, chosen, terms, request),
    formatPrices(terms, request),
    formatFacts(terms),
    formatOffers(offers, terms),
    ...(request.isWhole ? offers : [shown]).map((offer) => formatEndpoints(offer, terms)),
    tellSizes(terms),
    formatNotes(shown, terms)
  ].join("\n");
}

function formatFacts(settled: Settled): string {
  const rows = factNames.map((name) => [
    factWords[name],
    number(settled.facts[name]),
    tellOrigin(name, settled)
  ]);
  return section("What it assumes", rows, [false, true, false]);
}

function tellOrigin(name: FactName, {origins, watchedDays}: Settled): string {
  if (origins[name] !== "assumed") return origins[name];
  const days = watchedDays[name];
  if (days === undefined) return `assumed; set it with --${name}`;
  const watched = days < 1 ? "less than a day" : `only ${plural(Math.round(days), "day")}`;
  return `assumed: ${watched} tracked; set it with --${name}`;
}

/** X's two prices as columns of a table; an app's own token has but one. */
const twoHeads = (asker: Asker, what: string) =>
  asker === "bearer" ? [`${what}, full price`] : [`${what}, owner's`, `${what}, full`];
const two = (asker: Asker, {owned, list}: Dollars) =>
  asker === "bearer" ? [dollars(list)] : [dollars(owned), dollars(list)];

const formatOffers = (offers: Offer[], {precision, asker}: Terms) =>
  section("The schedules side by side", [
    // The heads stand in two lines, so that the table is no wider than a terminal.
    [
      "",
      ...(asker === "bearer" ? ["year, full"] : ["year,", "year,"]),
      "minutes",
      "longest run,",
      "dated to",
      "",
      "",
      ""
    ],
    [
      "",
      ...(asker === "bearer" ? ["price"] : ["owner's", "full"]),
      "a day",
      "minutes",
      "within",
      "unknown",
      "engaged-30",
      "retained-90"
    ],
    ...offers.map(({schedule, dollars: bill, minutes, precision}) => [
      schedule.title,
      ...two(asker, bill),
      number(minutes.day),
      number(minutes.longest),
      `${number(precision.windowDays)} ${precision.windowDays === 1 ? "day" : "days"}`,
      percent(precision.unknown),
      pair(precision.engaged30),
      pair(precision.retained90)
    ])
  ]) + legendOf(precision, asker);

const pair = ({followback, organic}: {followback: number; organic: number}) =>
  isTooWide(followback) || isTooWide(organic)
    ? "too few"
    : `± ${giveOrTake(followback)} / ${giveOrTake(organic)}`;

function formatEndpoints(offer: Offer, terms: Terms): string {
  const {limits, asker} = terms;
  const {schedule, head, full, year} = offer;
  const of = (asked: Asked | null, endpoint: string) => asked?.find((line) => line.endpoint === endpoint);
  const cells = (asked: Asked | null, endpoint: string) => {
    const line = of(asked, endpoint);
    return [line ? number(Math.ceil(line.requests)) : "", line ? number(Math.ceil(line.resources)) : ""];
  };
  const sum = (asked: Asked | null, key: "requests" | "resources") =>
    asked === null ? "" : number(Math.ceil(asked.reduce((total, line) => total + line[key], 0)));
  const bills = (asked: Asked) => {
    const {owned, list} = bothOf(asked, terms);
    return [...two(asker, {owned: owned / 12, list: list / 12}), ...two(asker, {owned, list})];
  };
  const snapshots = (asked: Asked | null, name: string) => {
    if (asked === null) return [];
    const {owned, list} = bothOf(asked, terms);
    const price =
      asker === "bearer"
        ? dollars(list)
        : `${dollars(owned)} at the owner's price, ${dollars(list)} at the full price`;
    const {waiting, all} = minutesOf(asked, limits, asker);
    return [
      `One ${name}: ${price}; ${number(all)} minutes, ${number(waiting)} of them waiting for limits.\n`
    ];
  };
  return (
    section(`${capital(schedule.title)}, by endpoint`, [
      [
        "",
        "incremental: asked",
        "rows",
        "full scan: asked",
        "rows",
        ...twoHeads(asker, "month"),
        ...twoHeads(asker, "year")
      ],
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
    ]) + [...snapshots(head, "incremental scan"), ...snapshots(full, "full scan")].join("")
  );
}

const tellSizes = (terms: Terms) =>
  section(
    `A year, for accounts of other sizes (assumed values change with the size): ${terms.asker === "bearer" ? "full" : "owner's / full"} price`,
    [
      ["followers", ...sizes.map(number)],
      ...schedules.map(({title}, nth) => [
        title,
        ...billsBySize(terms).map(({bills}) => two(terms.asker, bills[nth]!).join(" / "))
      ])
    ]
  );

/** A titled table; by default the first column stands to the left and the others to the right. */
function section(title: string, rows: string[][], isRight = rows[0]!.map((_, nth) => nth > 0)): string {
  const {lines} = alignColumns(rows, (nth) => isRight[nth]!);
  return `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
