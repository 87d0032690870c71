import {format} from "d3";
import {rateRange, rateText} from "./activity.js";
import {estimatesPlot, type Blank, type Estimate} from "./estimates.js";
import {isNarrow, type DrawOptions} from "./draw.js";
import {capital, day, inWords, percent, percentRange, plural, shortened, whole} from "./format.js";
import type {CampaignResult, ExchangeRate, PlaceKind, ReturnRow, Summary, WhatIfRow} from "./rows.js";
import type {Column} from "./table.js";

/** Where the people of a campaign were found, in words, in the order of the page. */
const placeNames: Record<PlaceKind, string> = {
  followback_hashtag: "followback hashtags",
  topic_hashtag: "topic hashtags",
  followers_of: "another account’s followers",
  list: "lists",
  in_person: "in person",
  other: "other places"
};

/** The same with the word before it that a sentence needs. */
export const foundAt: Record<PlaceKind, string> = {
  followback_hashtag: "under followback hashtags",
  topic_hashtag: "under topic hashtags",
  followers_of: "among another account’s followers",
  list: "in lists",
  in_person: "in person",
  other: "elsewhere"
};

const noPlace = "place not said";
const shortPlaces: Partial<Record<PlaceKind, string>> = {followers_of: "other’s followers"};

const placeName = (kind: PlaceKind | null, isShort = false) =>
  kind === null ? noPlace : ((isShort ? shortPlaces[kind] : undefined) ?? placeNames[kind]);

/** What came of an attempt: the panels of the picture, in their order. */
const results = {
  won: "a follower",
  kept_90: "a follower still there after 90 days",
  engaged_30: "a follower who engaged within 30 days"
} as const;
type Result = keyof typeof results;
const resultNames = Object.keys(results) as Result[];

const asCents = format(",.2f");
const asWhole = format(",.0f");

const asLess = format(".1~r");

/** `EUR 9.75`, `EUR 75`, `EUR 1,240`: cents below ten; `EUR 0.004` is not none. */
export function money(amount: number | null, currency: string | null): string {
  if (amount === null) return "–";
  const size = Math.abs(amount);
  const text =
    size > 0 && size < 0.005
      ? asLess(amount)
      : size < 9.995
        ? asCents(amount).replace(/\.00$/, "")
        : asWhole(amount);
  return currency === null ? text : `${currency} ${text}`;
}

/** Which rates were used, and since when they were given; empty where there is none. */
export const ratesText = (rates: ExchangeRate[]) =>
  rates.length === 0
    ? ""
    : `Money in other currencies counts at the rates that were given: ${inWords(
        rates.map(
          ({currency, account_currency, rate, since}) =>
            `${currency} 1 as ${account_currency} ${rate} (on ${day(since)})`
        )
      )}.`;

/** `1 hour`, `10.5 hours`, `0.25 hours`: a minute is not none. */
function hoursText(hours: number): string {
  const text = String(Number(hours.toFixed(hours < 0.95 ? 2 : 1)));
  return `${text} ${text === "1" ? "hour" : "hours"}`;
}

/** The rows of whole places, or of single campaigns. */
export const rowsOf = (rows: CampaignResult[], by: "place" | "campaign") =>
  rows.filter(({campaign}) => (campaign === null) === (by === "place"));

/** Whether some row has a cost for one result, or a bound for it. */
export const hasCosts = (rows: CampaignResult[]) =>
  rows.some((row) => isResult(row) && (row.cost_per_result !== null || row.at_least !== null));

const isResult = ({result}: CampaignResult) => result in results;

/**
 * The least and the most that one result may cost: its 95 % interval, widened to what the unknown could make of the figure,
 * counted either way. `most` is null where nothing bounds it.
 */
export function costSpan({cost_low, cost_high, cost_range_low, cost_range_high}: CampaignResult) {
  const least = Math.min(cost_low ?? Infinity, cost_range_low ?? Infinity);
  return {
    least: Number.isFinite(least) ? least : 0,
    most: cost_high === null || cost_range_high === null ? null : Math.max(cost_high, cost_range_high)
  };
}

/** What one result costs, in words: `EUR 93 (54 to 160)`, or `at least EUR 278`. Empty where neither is known. */
export function costText(row: CampaignResult): string {
  const {cost_per_result, at_least, currency} = row;
  if (cost_per_result === null) return at_least === null ? "" : `at least ${money(at_least, currency)}`;
  const {least, most} = costSpan(row);
  const span =
    most === null ? `${money(least, null)} or more` : `${money(least, null)} to ${money(most, null)}`;
  return `${money(cost_per_result, currency)} (${span})`;
}

/** The sentence that opens the page. */
export function returnAnswer({name}: Summary, rows: CampaignResult[]): string {
  const places = rowsOf(rows, "place");
  if (places.length === 0)
    return `No campaign of ${name} is recorded, which is not the same as none. It takes an outreach log with a column campaign.`;
  const of = (kind: PlaceKind | null, result: CampaignResult["result"]) =>
    places.find((row) => row.place_kind === kind && row.result === result);
  const costed = places.filter(({result, cost}) => result === "attempted" && cost !== null);
  if (costed.length === 0) return uncosted(rowsOf(rows, "campaign"));
  const spent = costed.map(
    ({place_kind, cost, currency, hours}) =>
      `${money(cost, currency)}${hours === null ? "" : ` (${hoursText(hours)})`} on people found ${place_kind === null ? "at places not said" : foundAt[place_kind]}`
  );
  const isPart = costed.length < places.filter(({result}) => result === "attempted").length;
  const said = `Outreach cost ${inWords(spent)}${isPart ? "; what all of it cost is not known" : ""}.`;
  // Who engages matters most; where that is not known, who stays, and then who came.
  for (const result of resultNames.toReversed()) {
    const costs = costed.flatMap(({place_kind}) => {
      const row = of(place_kind, result);
      const text = row ? costText(row) : "";
      return text === ""
        ? []
        : [`${text} ${place_kind === null ? "at places not said" : foundAt[place_kind]}`];
    });
    if (costs.length === 0) continue;
    const sentence = `${capital(results[result])} cost ${inWords(costs)}. ${said}`;
    return result === "engaged_30"
      ? sentence
      : `${sentence} What a follower who engages cost is not known yet.`;
  }
  return `${said} What a follower cost is not known yet.`;
}

/** Of whom it is not known what a follower cost, as no place has a cost of its own: what is recorded of its campaigns. */
function uncosted(campaigns: CampaignResult[]): string {
  const all = campaigns.filter(({result}) => result === "attempted");
  const recorded = `${plural(all.length, "campaign")} recorded`;
  const unknown = "what a follower cost is not known";
  const spent = all.filter(({hours, money, cost}) => hours !== null || money !== null || cost !== null);
  if (spent.length === 0) return `${recorded}, without hours or money: ${unknown}.`;
  const costed = all.filter(({cost}) => cost !== null).length;
  const costs =
    costed === 0
      ? "none has a cost yet, though hours or money are recorded"
      : costed === all.length
        ? "in several currencies"
        : `the cost of ${whole(costed)} of them known`;
  return `${recorded}, ${costs}: ${unknown}; the rows below say why.`;
}

/** Which campaigns share attempts by their logs, as where one log corrects another that is still stored. Empty where none do. */
export function sharedSentence(rows: CampaignResult[]): string {
  const shared = rowsOf(rows, "campaign").filter(({result, shared}) => result === "attempted" && shared > 0);
  if (shared.length === 0) return "";
  const parts = shared.map(
    ({campaign, shared, attempts}) => `${whole(shared)} of ${whole(attempts)} of ${campaign}`
  );
  return `By the outreach logs, some attempts may be of several campaigns: ${inWords(parts)}. They count for no campaign for certain. If one log corrects another, take the earlier one back by followback snapshots remove.`;
}

/** Colour of a place: the one that the claims are about stands out. */
const placeColor = (kind: PlaceKind | null) =>
  kind === "followback_hashtag" ? "var(--followback)" : kind === null ? "var(--unknown)" : "var(--organic)";

/** What one result costs, by place or campaign, one panel a result. Only one currency can share a scale. */
export function costPlot(
  rows: CampaignResult[],
  options: DrawOptions,
  {by = "place"}: {by?: "place" | "campaign"} = {}
): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const shown = rowsOf(rows, by).filter(isResult);
  const currency = shown.find((row) => row.currency !== null)?.currency ?? null;
  const nameOf = ({campaign, place_kind}: CampaignResult) => campaign ?? placeName(place_kind, isPhone);
  const figures: Estimate[] = [];
  const blanks: Blank[] = [];
  for (const row of shown) {
    const [group, name] = [results[row.result as Result], nameOf(row)];
    const {cost_per_result: value, cost_low, cost_high, x, n} = row;
    if (row.currency !== null && row.currency !== currency)
      blanks.push({group, name, text: `in ${row.currency}, see the table`});
    else if (value !== null)
      figures.push({
        group,
        name,
        color: placeColor(row.place_kind),
        value,
        low: cost_low,
        high: cost_high,
        least: row.cost_range_low,
        most: row.cost_range_high,
        text: isPhone ? money(value, currency) : `${money(value, currency)}, ${whole(x)} of ${whole(n)}`,
        title: `${capital(results[row.result as Result])}, ${name}: ${costText(row)}, ${whole(x)} of ${whole(n)}`
      });
    else if (row.at_least !== null)
      figures.push({
        group,
        name,
        color: placeColor(row.place_kind),
        value: row.at_least,
        low: null,
        high: null,
        isHollow: true,
        text: isPhone
          ? `≥ ${money(row.at_least, currency)}`
          : `at least ${money(row.at_least, currency)}, ${whole(x)} of ${whole(n)}`
      });
    else
      blanks.push({
        group,
        name,
        text: (isPhone ? unseen.get(row.note ?? "") : null) ?? row.note ?? "not known"
      });
  }
  return estimatesPlot(figures, options, {
    format: (value) => money(value, null),
    marginLeft: isPhone ? 132 : 190,
    blanks,
    groups: resultNames.map((result) => results[result])
  });
}

/** Everybody may put any code into a link: the longest may not push figures out of sight. */
const inTable = (name: string) => shortened(name, 40);

const ofHow = ({x, n}: CampaignResult) => (x === null || n === null ? "–" : `${whole(x)} of ${whole(n)}`);

/** One row a place or campaign and result. */
export const resultColumns: Column<CampaignResult>[] = [
  {name: "found", text: (d) => placeName(d.place_kind)},
  {name: "campaign", text: (d) => inTable(d.campaign ?? "all")},
  {
    name: "result",
    text: (d) => (d.result === "attempted" ? "people in the log" : results[d.result]),
    value: (d) => ["attempted", ...resultNames].indexOf(d.result)
  },
  {name: "people", text: (d) => (d.result === "attempted" ? whole(d.turned_to) : ofHow(d)), isNumber: true},
  {name: "share", text: (d) => (d.result === "attempted" ? "" : percent(d.share)), isNumber: true},
  {
    name: "95% interval",
    text: (d) => (d.result === "attempted" ? "" : percentRange(d.low, d.high)),
    isNumber: true,
    isMinor: true
  },
  {name: "cost", text: (d) => (d.result === "attempted" ? money(d.cost, d.currency) : ""), isNumber: true},
  {
    name: "cost of one",
    text: (d) => (d.result === "attempted" ? money(d.cost_per_result, d.currency) : costText(d) || "–"),
    isNumber: true
  },
  {name: "note", text: (d) => d.note ?? "", isLong: true}
];

/** So many for certain, and at most: the order or the campaign of the others is not known. */
type Came = Pick<CampaignResult, "x" | "x_low" | "x_high" | "note">;

/** Why nobody can say how many came, where that is no matter of few people. */
const unseen = new Map([
  ["not collected", "not collected"],
  ["not recorded by this source", "not recorded"],
  ["no attempt was seen", "no attempt seen"],
  ["people known by name only are left out", "names only"],
  ["no attempt was observed for long enough, or is certain", "not observed"]
]);

/** `12`, or `12 to 24`, or why there is no number. */
function cameText(came: Came | null): string {
  const {x = null, x_low = null, x_high = null, note = null} = came ?? {};
  if (came === null) return "–";
  if (x === null) return unseen.get(note ?? "") ?? "too few";
  const [least, most] = [x_low ?? x, x_high ?? x];
  return least === most ? whole(least) : `${whole(least)} to ${whole(most)}`;
}

/**
 * Two sources, or two kinds of code, may have counted the same visits, and then there were at most as many as the larger one says;
 * or different ones, as of two sites, and then as many as both say.
 */
interface Counted {
  larger: number;
  sum: number;
}

const countedText = (counted: Counted | null) =>
  counted === null
    ? "–"
    : counted.larger === counted.sum
      ? whole(counted.sum)
      : `${whole(counted.larger)} to ${whole(counted.sum)}`;

/** Steps of the way from a follow by the account to a sale. */
export interface WayRow {
  campaign: string;
  turned_to: number | null;
  won: Came | null;
  kept: Came | null;
  engaged: Came | null;
  visits: Counted | null;
  signups: Counted | null;
  sales: string;
}

/** From our follow to a sale, one row a campaign. Visits and sales are those of its codes: everybody may have used them. */
export function wayRows(rows: CampaignResult[], returns: ReturnRow[]): WayRow[] {
  const campaigns = rowsOf(rows, "campaign").filter(({result}) => result === "attempted");
  return campaigns.map(({campaign, turned_to}) => {
    const came = (result: Result) =>
      rows.find((row) => row.campaign === campaign && row.result === result) ?? null;
    const brought = returns.filter((row) => row.campaign === campaign);
    const most = (outcome: ReturnRow["outcome"]): Counted | null => {
      const totals = brought.filter((row) => row.outcome === outcome).map(({total}) => total);
      if (totals.length === 0) return null;
      return {larger: Math.max(...totals), sum: totals.reduce((sum, total) => sum + total, 0)};
    };
    const sold = brought.filter(({outcome, amount}) => outcome === "sale" && amount !== null);
    const isOfOne = new Set(sold.map(({download}) => download)).size === 1;
    const soldText = (row: ReturnRow) =>
      `${whole(row.total)}${isOfOne ? "" : ` by ${sourceName(row.download)}`} (${moneyText(row)})`;
    return {
      campaign: campaign!,
      turned_to,
      won: came("won"),
      kept: came("kept_90"),
      engaged: came("engaged_30"),
      visits: most("visit"),
      signups: most("signup"),
      sales: sold.map(soldText).join("; ") || "–"
    };
  });
}

export const wayColumns: Column<WayRow>[] = [
  {name: "campaign", text: (d) => inTable(d.campaign)},
  {name: "people in the log", text: (d) => whole(d.turned_to), isNumber: true},
  {name: "followed back", text: (d) => cameText(d.won), value: (d) => d.won?.x ?? null, isNumber: true},
  {
    name: "there after 90 days",
    text: (d) => cameText(d.kept),
    value: (d) => d.kept?.x ?? null,
    isNumber: true
  },
  {name: "engaged", text: (d) => cameText(d.engaged), value: (d) => d.engaged?.x ?? null, isNumber: true},
  {
    name: "visits, at most",
    text: (d) => countedText(d.visits),
    value: (d) => d.visits?.sum ?? null,
    isNumber: true
  },
  {
    name: "sign-ups, at most",
    text: (d) => countedText(d.signups),
    value: (d) => d.signups?.sum ?? null,
    isNumber: true,
    isMinor: true
  },
  {name: "sales, at most", text: (d) => d.sales, isLong: true}
];

/** `USD 30, as EUR 28`: the amount, and what it counts at a given rate. */
const moneyText = ({amount, currency, amount_converted, converted_currency}: ReturnRow) =>
  amount_converted === null
    ? money(amount, currency)
    : `${money(amount, currency)}, as ${money(amount_converted, converted_currency)}`;

/** Names of the sources that the program reads by themselves. */
const sources: Record<string, string> = {
  "plausible-sources": "Plausible",
  "plausible-events": "Plausible, events",
  "ga4-exploration": "Google Analytics",
  "shopify-orders": "Shopify",
  "stripe-payments": "Stripe",
  "gumroad-sales": "Gumroad"
};
/** `Shopify`; of a file of the user's own its name, and of a named source that. */
const sourceName = (download: string) => sources[download] ?? download.replace(/^csv:/, "");

const outcomes = {visit: "visits", signup: "sign-ups", sale: "sales"} as const;
const wholeOf = format(",.0f");
const twoDigits = format(".2~r");
/** `40`, `2.5`, `0.04`: as small as it is. */
const perHour = (rate: number) => (rate < 10 ? twoDigits(rate) : wholeOf(rate));

/** One row a source, outcome and campaign or code. */
export const returnColumns: Column<ReturnRow>[] = [
  {name: "source", text: (d) => sourceName(d.download)},
  {name: "what", text: (d) => outcomes[d.outcome]},
  {name: "campaign or code", text: (d) => inTable(d.campaign ?? (d.code || "no code"))},
  {name: "at most", text: (d) => whole(d.total), isNumber: true},
  {
    name: "95% interval",
    text: (d) => (d.low === null || d.high === null ? "–" : `${whole(d.low)}–${whole(d.high)}`),
    isNumber: true
  },
  {name: "money", text: moneyText, isNumber: true},
  {
    name: "an hour",
    text: (d) => (d.per_hour === null ? "–" : perHour(d.per_hour)),
    isNumber: true,
    isMinor: true
  },
  {
    name: "for each 1 spent",
    text: (d) => (d.per_cost === null || d.outcome !== "sale" ? "–" : money(d.per_cost, d.cost_currency)),
    isNumber: true,
    isMinor: true
  },
  {name: "weeks", text: (d) => whole(d.weeks), isNumber: true, isMinor: true},
  {
    name: "note",
    text: (d) => [d.note, d.spent_note].filter((note) => note !== null).join("; "),
    isLong: true
  }
];

const figureNames: Record<WhatIfRow["figure"], string> = {
  engaged_30: "engaged within 30 days",
  retained_90: "still following at 90 days",
  mentions: "replies, quotes and mentions per 100 follower-weeks",
  followers: "followers at the end"
};

function whatIfText(figure: WhatIfRow["figure"], value: number | null): string {
  if (value === null) return "too few";
  if (figure === "followers") return whole(value);
  return figure === "mentions" ? rateText(value) : percent(value);
}

/** Why there are no such figures. */
export const withoutWhom = (ways: WayRow[]) =>
  ways.length === 0
    ? "No campaign is recorded."
    : "No follower is known to have come by a campaign, so there is no one to leave out.";

/**
 * The account's figures as they are, and without the followers of one place or campaign. Where losses are not recorded, no one
 * knows who follows at the end.
 */
export const whatIfColumns = ({is_retention_recorded}: Summary): Column<WhatIfRow>[] => [
  {
    name: "without followers",
    text: ({kind, left_out}) =>
      kind === "campaign" ? `of ${inTable(left_out!)}` : `found ${foundAt[left_out as PlaceKind]}`
  },
  {
    name: "figure",
    text: ({figure}) =>
      figure === "followers" && !is_retention_recorded ? "followers seen so far" : figureNames[figure]
  },
  {name: "as it is", text: (d) => whatIfText(d.figure, d.with_all), isNumber: true},
  {name: "without them", text: (d) => whatIfText(d.figure, d.value), isNumber: true},
  {
    name: "95% interval",
    text: ({figure, low, high}) =>
      low === null || high === null
        ? "–"
        : figure === "mentions"
          ? rateRange(low, high)
          : percentRange(low, high),
    isNumber: true,
    isMinor: true
  },
  {name: "people left out", text: (d) => whole(d.left_out_people), isNumber: true, isMinor: true}
];
