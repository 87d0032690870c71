import {utcDay, utcMonth} from "d3";
import {element, scroller} from "./element.js";
import {day, isoDay, percent, percentRange, shortMonth, whole} from "./format.js";
import {routeNames} from "./route.js";
import type {CohortCell, Rate, Route} from "./rows.js";

export interface TriangleOptions {
  route: Route;
  measure: "retained" | "engaged";
  ages: number[];
  /** The share that gets the full colour: the same in every panel, so that panels compare. */
  full: number;
  /** Every month (or week) that the panels list; without it a panel lists its own cohorts. */
  calendar?: string[];
  step?: "month" | "week";
  /** How many of the route are in no cohort, because their lists lay too far apart to tell the month or week. */
  leftOut?: number;
  /** The cohorts that the row of all is about, as `rates` are: those by month, where people whose week is not known stand too. */
  counted?: CohortCell[];
  /** People, not percentages. */
  isAbsolute?: boolean;
  document?: Document;
}

/** How strong a share's colour is, 0–100. Cells stay light enough for dark text (and dark enough for light text). */
const strength = (share: number, full: number) => Math.round(Math.min(1, share / full) * 55);

/** The cohorts of all panels, oldest first: panels that list the same ones stand row beside row. */
export const calendarOf = (
  cells: CohortCell[],
  measure: "retained" | "engaged",
  step: "month" | "week"
): string[] => {
  const mine = cells.filter((cell) => cell.measure === measure);
  const last = mine.reduce((latest, {cohort_to}) => (cohort_to > latest ? cohort_to : latest), "");
  const starts: string[] = [];
  let start = mine.reduce((first, {cohort}) => (cohort < first ? cohort : first), last);
  while (start && start <= last) {
    starts.push(start);
    start = following(start, step);
  }
  return starts;
};

function following(start: string, step: "month" | "week"): string {
  const date = new Date(start);
  return isoDay(step === "week" ? utcDay.offset(date, 7) : utcMonth.offset(date, 1));
}

/**
 * One route's cohorts as a table: a row a month (or week) of first sight, a column an age, the pooled row first. Cohorts
 * merged because they were small span their rows, so that panels side by side keep step. An asterisk and hatching mark
 * a cohort of which not everybody has reached that age; a group under the publication rule says how many it has and
 * nothing else.
 */
export function triangle(
  cells: CohortCell[],
  rates: Rate[],
  {
    route,
    measure,
    ages,
    full,
    calendar,
    step = "month",
    leftOut = 0,
    counted = cells,
    isAbsolute = false,
    document = globalThis.document
  }: TriangleOptions
): HTMLElement {
  const mine = cells.filter((cell) => cell.route === route && cell.measure === measure);
  const cohorts = [...new Set(mine.map(({cohort}) => cohort))].sort();
  const td = (text: string, attributes: Record<string, string | null> = {}) =>
    element(document, "td", attributes, [text]);
  const shade = (share: number) => `--strength: ${strength(share, full)}%`;
  const pooled = ages.map((age) =>
    rates.find((rate) => rate.route === route && rate.measure === measure && rate.age_days === age)
  );
  const membersOf = new Map(
    counted
      .filter((cell) => cell.route === route && cell.measure === measure)
      .map(({cohort, members}) => [cohort, members])
  );
  const everybody = [...membersOf.values()].reduce((sum, members) => sum + members, 0);
  const number = (share: number, size: number) => {
    if (isAbsolute) return whole(share * size);
    const text = (share * 100).toFixed(measure === "engaged" && share < 0.0995 ? 1 : 0);
    // As many digits as a percentage has, where fewer would read as none or as all.
    return [0, 100].includes(Number(text)) ? percent(share).slice(0, -1) : text;
  };
  const isWide = calendar !== undefined;
  const rows = (calendar ?? cohorts).map((start) => {
    const row = mine.filter((cell) => cell.cohort === start);
    if (row.length === 0) {
      // Inside a merged cohort its cells reach down here; before the first and after the last nobody came.
      const isInside = mine.some(({cohort, cohort_to}) => cohort < start && start <= cohort_to);
      const none = isInside
        ? []
        : [
            element(document, "th", {scope: "row"}, [shortName(start, start, step)]),
            td("0", {class: "size"}),
            td("", {class: "none", colspan: String(ages.length)})
          ];
      return element(document, "tr", {}, none);
    }
    const {members, cohort_to, is_too_few} = row[0]!;
    const rowspan = isWide
      ? String(calendar.filter((other) => other >= start && other <= cohort_to).length)
      : null;
    const span = rowspan === "1" ? null : rowspan;
    const name = element(document, "th", {scope: "row", rowspan: span}, [shortName(start, cohort_to, step)]);
    if (is_too_few)
      return element(document, "tr", {}, [
        name,
        td(whole(members), {class: "size", rowspan: span}),
        td("too few", {colspan: String(ages.length), class: "few", rowspan: span})
      ]);
    return element(document, "tr", {}, [
      name,
      td(whole(members), {class: "size", rowspan: span}),
      ...ages.map((age) => {
        const cell = row.find(({age_days}) => age_days === age);
        if (!cell || cell.share === null) return td("", {class: "none", rowspan: span});
        const title = `${percent(cell.share)} of ${whole(cell.size)}, 95% interval ${percentRange(cell.low, cell.high)}`;
        return td(number(cell.share, cell.size) + (cell.is_complete ? "" : "*"), {
          class: cell.is_complete ? "cell" : "cell incomplete",
          style: shade(cell.share),
          rowspan: span,
          title
        });
      })
    ]);
  });
  const all = element(document, "tr", {class: "pooled"}, [
    element(document, "th", {scope: "row"}, ["all"]),
    td(whole(everybody), {class: "size"}),
    ...pooled.map((rate) =>
      rate?.share == null
        ? td("", {class: "none"})
        : td(number(rate.share, rate.size), {
            class: "cell",
            style: shade(rate.share),
            title: `${percent(rate.share)} of ${whole(rate.size)}, 95% interval ${percentRange(rate.low, rate.high)}`
          })
    )
  ]);
  const head = element(document, "tr", {}, [
    element(document, "th", {scope: "col"}, [step === "month" ? "first seen" : "week of"]),
    element(document, "th", {scope: "col", class: "number"}, ["people"]),
    ...ages.map((age) => element(document, "th", {scope: "col", class: "number"}, [String(age)]))
  ]);
  const unit = isAbsolute ? "people" : "%";
  const title =
    measure === "retained" ? `${unit} still following after … days` : `${unit} who engaged within … days`;
  return scroller(
    document,
    `${routeNames[route]}: ${title}`,
    element(document, "table", {class: `triangle ${route}`}, [
      element(document, "caption", {}, [
        element(document, "strong", {}, [routeNames[route]]),
        ` ${title}${leftOut === 0 ? "" : `; ${whole(leftOut)} more left out: ${step} not known`}`
      ]),
      element(document, "thead", {}, [head]),
      element(
        document,
        "tbody",
        {},
        cohorts.length > 0
          ? [all, ...rows]
          : [
              element(document, "tr", {}, [
                td(leftOut === 0 ? "no one yet" : `no one with a known ${step}`, {
                  colspan: String(ages.length + 2),
                  class: "few"
                })
              ])
            ]
      )
    ])
  );
}

/** The row's label: `Jan–Mar ’26`, or the day a week begins, `5 Jan ’26`. */
function shortName(from: string, to: string, step: "month" | "week"): string {
  if (step === "month") return shortMonth(from, to);
  const short = (iso: string) => day(iso).replace(/ 20(\d\d)$/, " ’$1");
  return from === to ? short(from) : `${short(from).replace(/ ’\d\d$/, "")} – ${short(to)}`;
}

/** The ages (columns) that a panel has room for: 30, 60 and 90 days, then half a year and on, as far as anybody has come. */
export function agesOf(cells: CohortCell[], measure: "retained" | "engaged"): number[] {
  const seen = cells.filter((cell) => cell.measure === measure && cell.share !== null);
  const ages = [...new Set(seen.map(({age_days}) => age_days))].sort((a, b) => a - b);
  return measure === "engaged" ? ages : ages.filter((age) => age <= 90 || age >= 180).slice(0, 6);
}

/** The share that gets the full colour in every panel of a measure. */
export function fullOf(cells: CohortCell[], measure: "retained" | "engaged"): number {
  if (measure === "retained") return 1;
  return Math.max(
    0.05,
    ...cells.filter((cell) => cell.measure === measure && cell.share !== null).map(({share}) => share!)
  );
}
