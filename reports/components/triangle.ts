import {element, scroller} from "./element.js";
import {percent, percentRange, shortMonth, whole} from "./format.js";
import {routeNames} from "./route.js";
import type {CohortCell, Rate, Route} from "./rows.js";

export interface TriangleOptions {
  route: Route;
  measure: "kept" | "engaged";
  ages: number[];
  /** The share that gets the full colour: the same in every panel, so that panels compare. */
  full: number;
  document?: Document;
}

/** How strong a share's colour is, 0–100. Cells stay light enough for dark text (and dark enough for light text). */
const strength = (share: number, full: number) => Math.round(Math.min(1, share / full) * 55);

/**
 * One route's cohorts as a table: a row a month of first sight, a column an age, the pooled row first. An asterisk and
 * hatching mark a cohort of which not everybody has reached that age; a group under the publication rule says how many
 * it has and nothing else.
 */
export function triangle(
  cells: CohortCell[],
  rates: Rate[],
  {route, measure, ages, full, document = globalThis.document}: TriangleOptions
): HTMLElement {
  const mine = cells.filter((cell) => cell.route === route && cell.measure === measure);
  const cohorts = [...new Set(mine.map(({cohort}) => cohort))].sort();
  const td = (text: string, attributes: Record<string, string | null> = {}) =>
    element(document, "td", attributes, [text]);
  const shade = (share: number) => `--strength: ${strength(share, full)}%`;
  const pooled = ages.map((age) =>
    rates.find((rate) => rate.route === route && rate.measure === measure && rate.age_days === age)
  );
  const everybody = cohorts.reduce(
    (sum, cohort) => sum + (mine.find((cell) => cell.cohort === cohort)?.members ?? 0),
    0
  );
  const number = (share: number) => (share * 100).toFixed(measure === "engaged" && share < 0.0995 ? 1 : 0);
  const rows = cohorts.map((cohort) => {
    const row = mine.filter((cell) => cell.cohort === cohort);
    const {members, cohort_to, is_too_few} = row[0]!;
    const name = element(document, "th", {scope: "row"}, [shortMonth(cohort, cohort_to)]);
    if (is_too_few)
      return element(document, "tr", {}, [
        name,
        td(whole(members), {class: "size"}),
        td("too few", {colspan: String(ages.length), class: "few"})
      ]);
    return element(document, "tr", {}, [
      name,
      td(whole(members), {class: "size"}),
      ...ages.map((age) => {
        const cell = row.find(({age_days}) => age_days === age);
        if (!cell || cell.share === null) return td("", {class: "none"});
        const title = `${percent(cell.share)} of ${whole(cell.size)}, 95% interval ${percentRange(cell.low, cell.high)}`;
        return td(number(cell.share) + (cell.is_complete ? "" : "*"), {
          class: cell.is_complete ? "cell" : "cell incomplete",
          style: shade(cell.share),
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
        : td(number(rate.share), {
            class: "cell",
            style: shade(rate.share),
            title: `${percent(rate.share)} of ${whole(rate.size)}, 95% interval ${percentRange(rate.low, rate.high)}`
          })
    )
  ]);
  const head = element(document, "tr", {}, [
    element(document, "th", {scope: "col"}, ["month"]),
    element(document, "th", {scope: "col", class: "number"}, ["people"]),
    ...ages.map((age) => element(document, "th", {scope: "col", class: "number"}, [String(age)]))
  ]);
  const title = measure === "kept" ? "% still following after so many days" : "% engaged within so many days";
  return scroller(
    document,
    `${routeNames[route]}: ${title}`,
    element(document, "table", {class: `triangle ${route}`}, [
      element(document, "caption", {}, [element(document, "strong", {}, [routeNames[route]]), ` ${title}`]),
      element(document, "thead", {}, [head]),
      element(
        document,
        "tbody",
        {},
        cohorts.length > 0
          ? [all, ...rows]
          : [
              element(document, "tr", {}, [
                td("nobody yet", {colspan: String(ages.length + 2), class: "few"})
              ])
            ]
      )
    ])
  );
}

/** The ages (columns) that a panel has room for: 30, 60 and 90 days, then half a year and on, as far as anybody has come. */
export function agesOf(cells: CohortCell[], measure: "kept" | "engaged"): number[] {
  const seen = cells.filter((cell) => cell.measure === measure && cell.share !== null);
  const ages = [...new Set(seen.map(({age_days}) => age_days))].sort((a, b) => a - b);
  return measure === "engaged" ? ages : ages.filter((age) => age <= 90 || age >= 180).slice(0, 7);
}

/** The share that gets the full colour in every panel of a measure. */
export function fullOf(cells: CohortCell[], measure: "kept" | "engaged"): number {
  if (measure === "kept") return 1;
  return Math.max(
    0.05,
    ...cells.filter((cell) => cell.measure === measure && cell.share !== null).map(({share}) => share!)
  );
}
