import {
  actedCaveat,
  actedPlot,
  actedSentence,
  cannotKnow,
  hasActed,
  hasDates,
  hasPresent,
  presentDatesPlot,
  presentPlot,
  undatedSentence,
  unknownReasons,
  type PresentData
} from "../../reports/components/present.js";
import {goneAnswer} from "../../reports/components/gone.js";
import {whole} from "../../reports/components/format.js";
import {routeNames} from "../../reports/components/route.js";
import type {DepartureRow, PresentRow, Summary} from "../../reports/components/rows.js";
import {escapeText, picture} from "./page-markup.ts";

/** The sections of an index that say who follows now, in Markdown that needs no JavaScript. `prefix` leads to the account's folder. */
export function presentSections(
  summary: Summary,
  {present, months, engagement, departures}: PresentData & {departures: DepartureRow[]},
  prefix: string
): string[] {
  const note = (text: string) => `<p class="note-line">${text}</p>`;
  const gone = [
    "## Who is gone, and why",
    "",
    `<p class="sub">${escapeText(goneAnswer(summary, departures))}</p>`,
    "",
    note(`More in <a href="${prefix}gone">gone</a>.`),
    ""
  ];
  if (present.length === 0) return departures.length === 0 ? [] : gone;
  return [
    "## Who is here now, by route",
    "",
    `<p class="sub">${escapeText(unknownReasons(present))}</p>`,
    "",
    hasPresent(present)
      ? picture("Those who follow now by route, as shares", (options) => presentPlot(present, options))
      : note("Too few people follow now for shares."),
    "",
    tableOf(present),
    "",
    note(
      `A route by records says which record of today is older; one that our own snapshots prove is of the day they came. All rows: <a href="${prefix}data/present.csv" download rel="external">CSV</a>, <a href="${prefix}data/present.parquet" download rel="external">Parquet</a>.`
    ),
    "",
    "## When their follows began",
    "",
    `<p class="sub">Followers of today by the month in which their follow was made. ${escapeText(undatedSentence(months))}</p>`,
    "",
    ...(hasDates(months)
      ? [
          `<p class="key"><span class="followback">followback</span><span class="organic">organic</span><span class="unknown">unknown</span></p>`,
          "",
          picture("Followers of today by the month of their follow and by route", (options) =>
            presentDatesPlot(months, options)
          ),
          ""
        ]
      : []),
    note(
      "These are survivors: who came and left is in no month, so early months look emptier than they were. It shows no growth and no cohort."
    ),
    "",
    "## Who acted in the last 30 days",
    "",
    `<p class="sub">${escapeText(actedSentence(summary, engagement))}</p>`,
    "",
    ...(hasActed(engagement)
      ? [
          picture("Share of those here now who acted in the last 30 days, by route", (options) =>
            actedPlot(engagement, options)
          ),
          "",
          note(escapeText(actedCaveat(summary))),
          ""
        ]
      : []),
    ...gone,
    "## What this cannot know",
    "",
    `<ul class="next">${cannotKnow(summary)
      .map((text) => `<li>${escapeText(text)}</li>`)
      .join("")}</ul>`,
    ""
  ];
}

/** The counts of the picture as a table: a row a route, a column for each of those who say it. */
function tableOf(rows: PresentRow[]): string {
  const shown = (["followback", "organic", "unknown"] as const).filter((route) =>
    rows.some((row) => row.route === route)
  );
  const count = (route: PresentRow["route"], basis?: PresentRow["route_basis"]) =>
    rows
      .filter((row) => row.route === route && (basis === undefined || row.route_basis === basis))
      .reduce((sum, {people}) => sum + people, 0);
  const cells = (tag: string, texts: string[]) =>
    `<tr>${texts.map((text, nth) => (nth === 0 ? `<th scope="${tag === "th" ? "col" : "row"}">${text}</th>` : `<${tag}${tag === "th" ? ' scope="col"' : ""}>${text}</${tag}>`)).join("")}</tr>`;
  const head = cells("th", ["route", "by records", "by our snapshots", "all"]);
  const body = shown.map((route) =>
    cells("td", [
      routeNames[route],
      whole(count(route, "records")),
      whole(count(route, "looks")),
      whole(count(route))
    ])
  );
  return `<table class="counts"><caption>People who follow now</caption><thead>${head}</thead><tbody>${body.join("")}</tbody></table>`;
}
