import {estimatesPlot, type Blank, type Estimate} from "./estimates.js";
import type {DrawOptions} from "./draw.js";
import {percent, percentRange, plural, whole} from "./format.js";
import {routeColor, routeNames} from "./route.js";
import type {ArrivalsRow, RepetitionRow, Route} from "./rows.js";
import {smallestGroup} from "./thresholds.js";
import {
  differenceOfUnevenness,
  fewestWeeksOfArrivals,
  kindOfArrivals,
  timesOfChance,
  timesRange,
  unevennessSpan
} from "./unevenness.js";

const compared = ["followback", "organic"] as const;

/** What the two kinds of days are called. */
const daysNames = {all: "all days", quiet: "days without outreach"} as const;

/** How a row counts the unknown, in words that follow "the unknown are". */
export const waysNames: Record<ArrivalsRow["unknown_as"], string> = {
  left_out: "left out",
  followback: "followback, where they can be",
  organic: "all organic",
  without_sittings: "left out, and so are sittings"
};

const figureOf = (row: ArrivalsRow, route: (typeof compared)[number]) => {
  const [value, low, high] = [row[route], row[`${route}_low`], row[`${route}_high`]];
  return value === null || low === null || high === null
    ? null
    : {value, low, high, people: row[`people_${route}`], weeks: row[`weeks_${route}`]};
};

const mainOf = (rows: ArrivalsRow[], days: ArrivalsRow["days_of"]) =>
  rows.find(({days_of, unknown_as}) => days_of === days && unknown_as === "left_out");

/** Whether any route has a figure. */
export const hasArrivals = (rows: ArrivalsRow[]): boolean =>
  rows.some((row) => compared.some((route) => figureOf(row, route) !== null));

/** Why there is nothing to draw. */
export function arrivalsMissing(rows: ArrivalsRow[], hasRecords = false): string {
  if (rows.length === 0 && hasRecords)
    return "Not measured: it takes a snapshot every day for whole weeks to know on which day people came.";
  if (rows.length === 0)
    return "Not measured: it takes a list of followers every day for whole weeks, as daily incremental scans read, to know on which day people came.";
  return `Not measured yet: it takes ${fewestWeeksOfArrivals} whole weeks with a list every day and at least one arrival a day, and ${smallestGroup} people of a route.`;
}

/** What the figures say, a sentence a route, and the difference. */
export function arrivalsAnswer(rows: ArrivalsRow[], hasRecords = false): string {
  const main = mainOf(rows, "all");
  if (!main || !hasArrivals([main])) return arrivalsMissing(rows, hasRecords);
  const sentences = compared.flatMap((route) => {
    const figure = figureOf(main, route);
    if (figure === null) return [];
    const {value, low, high, people, weeks} = figure;
    const who = route === "followback" ? "Followers by followback" : "Organic followers";
    return [
      `${who} came ${kindOfArrivals(value, low, high)}: two of one week share a day ${timesOfChance(value)} as often as by chance (95% interval ${timesRange(low, high)}; ${plural(people, "person", "people")} in ${plural(weeks, "week")}).`
    ];
  });
  if (main.difference !== null && main.low !== null && main.high !== null)
    sentences.push(
      `Unevenness is ${differenceOfUnevenness(main.difference)} by followback (95% interval ${unevennessSpan(main.low, main.high)}).`
    );
  return sentences.join(" ");
}

/** The same on days without outreach, which tell whether bursts are of the account's own making. */
export function quietAnswer(rows: ArrivalsRow[]): string {
  const quiet = mainOf(rows, "quiet");
  if (!quiet || quiet.difference === null || quiet.low === null || quiet.high === null)
    return "Too few days were without outreach on the day and in the three days before to look at these alone.";
  return `On days without outreach, on the day itself and in the three days before, unevenness is ${differenceOfUnevenness(quiet.difference)} by followback (95% interval ${unevennessSpan(quiet.low, quiet.high)}).`;
}

/** How often two followers of one week share a day, against chance, by route and kind of days. */
export function arrivalsPlot(rows: ArrivalsRow[], options: DrawOptions): SVGSVGElement {
  const estimates = (["all", "quiet"] as const).flatMap((days) => {
    const row = mainOf(rows, days);
    if (!row) return [];
    return compared.flatMap((route): Estimate[] => {
      const figure = figureOf(row, route);
      if (figure === null) return [];
      const {value, low, high} = figure;
      return [
        {
          group: daysNames[days],
          name: routeNames[route],
          color: routeColor(route),
          value: 1 + value,
          low: 1 + low,
          high: 1 + high,
          text: timesOfChance(value),
          title: `${daysNames[days]}, ${routeNames[route]}: ${timesOfChance(value)} as often as by chance (95% interval ${timesRange(low, high)})`
        }
      ];
    });
  });
  const blanks = (["all", "quiet"] as const).flatMap((days) =>
    compared.flatMap((route): Blank[] => {
      const row = mainOf(rows, days);
      if (row && figureOf(row, route) !== null) return [];
      return [{group: daysNames[days], name: routeNames[route], text: "too few weeks"}];
    })
  );
  return estimatesPlot(estimates, options, {format: (times) => `${times}×`, blanks});
}

/** With a true minus; two digits below 2, where a tenth is much. */
const decimal = (value: number | null) =>
  value === null
    ? "–"
    : value
        .toFixed(Math.abs(value) < 1.995 ? 2 : 1)
        .replace("-", "−")
        .replace(/^−(0\.00)$/, "$1");

/** The columns of a table of every way of counting the unknown. */
export const arrivalsColumns = [
  {name: "days", text: (d: ArrivalsRow) => daysNames[d.days_of]},
  {name: "the unknown", text: (d: ArrivalsRow) => waysNames[d.unknown_as], isLong: true},
  {name: "followback", text: (d: ArrivalsRow) => decimal(d.followback), isNumber: true},
  {name: "organic", text: (d: ArrivalsRow) => decimal(d.organic), isNumber: true},
  {name: "difference", text: (d: ArrivalsRow) => decimal(d.difference), isNumber: true},
  {
    name: "95% interval",
    text: (d: ArrivalsRow) =>
      d.low === null || d.high === null ? "–" : `${decimal(d.low)} to ${decimal(d.high)}`,
    isNumber: true
  },
  {
    name: "weeks",
    text: (d: ArrivalsRow) => `${whole(d.weeks_followback)}, ${whole(d.weeks_organic)}`,
    isNumber: true
  }
];

const signNames: Record<RepetitionRow["sign"], (days: number) => string> = {
  answered: (days) => `followed back within ${plural(days, "day")}`,
  marked: () => "seek followbacks by their profile",
  left_after: (days) => `left within ${days} days after we stopped following them`,
  left_meanwhile: (days) => `left, in ${days} days in which we went on following them`
};

const groupOf = ({sign, who}: RepetitionRow): string => {
  if (who === "all") return "who followed back";
  return sign === "left_meanwhile"
    ? `${routeNames[who as Route]}, stretches of days`
    : routeNames[who as Route];
};

const order: RepetitionRow["sign"][] = ["answered", "marked", "left_after", "left_meanwhile"];

/** The rows in the order in which the page shows them. */
export const repetitionRows = (rows: RepetitionRow[]): RepetitionRow[] =>
  rows.filter(({n}) => n > 0).toSorted((a, b) => order.indexOf(a.sign) - order.indexOf(b.sign));

/** The columns of the table of signs. */
export const repetitionColumns = [
  {name: "what", text: (d: RepetitionRow) => signNames[d.sign](d.days), isLong: true},
  {name: "of whom", text: groupOf},
  {name: "how many", text: (d: RepetitionRow) => whole(d.n), isNumber: true},
  {
    name: "certainly",
    text: (d: RepetitionRow) => (d.x_certain === null ? "too few" : whole(d.x_certain)),
    isNumber: true
  },
  {
    name: "at most",
    text: (d: RepetitionRow) => (d.x_at_most === null ? "too few" : whole(d.x_at_most)),
    isNumber: true
  },
  {
    name: "share",
    text: (d: RepetitionRow) =>
      d.share_certain === d.share_at_most
        ? percent(d.share_certain)
        : percentRange(d.share_certain, d.share_at_most),
    isNumber: true
  },
  {name: "95% interval", text: (d: RepetitionRow) => percentRange(d.low, d.high), isNumber: true}
];

/** How many attempts nobody knows the outcome of; quick answers are often among them. */
export function unknownAnswers(rows: RepetitionRow[]): string {
  const unknown = rows.find(({sign}) => sign === "answered")?.n_unknown ?? 0;
  return unknown === 0
    ? ""
    : `Of ${plural(unknown, "more person", "more people")} nobody knows who followed first: quick answers are often among them, so the true shares of quick answers are probably higher.`;
}
