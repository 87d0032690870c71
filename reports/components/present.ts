import * as Plot from "@observablehq/plot";
import {draw, isNarrow, timeAxis, titled, type DrawOptions} from "./draw.js";
import {estimatesPlot} from "./estimates.js";
import {isFirstLook, isNoListComplete, isUnread, noListComplete} from "./compare.js";
import type {Findings} from "./findings.js";
import {axisWhole, day, inWords, month, percent, percentRange, plural, whole} from "./format.js";
import {cameBy, routeColor, routeFill, routeNames} from "./route.js";
import type {PresentEngagement, PresentMonth, PresentRow, PresentTruth, Summary} from "./rows.js";
import {engagedDays, smallestGroup} from "./thresholds.js";

/** What an account's first page says of those who follow now, where follows are records. */
export interface PresentData {
  present: PresentRow[];
  months: PresentMonth[];
  engagement: PresentEngagement[];
  /** None where nobody knows what really happened. */
  truth: PresentTruth | undefined;
}

type Shown = PresentRow["route"];
const shown: Shown[] = ["followback", "organic", "unknown"];

/** How many there are, of every row that fits. */
const count = (rows: PresentRow[], fits: (row: PresentRow) => boolean = () => true) =>
  rows.filter(fits).reduce((sum, {people}) => sum + people, 0);

const ofRoute = (rows: PresentRow[], route: Shown) => count(rows, (row) => row.route === route);
const isTooFew = (rows: PresentRow[]) => rows.some(({is_all_too_few}) => is_all_too_few);

/** `156 (38%)`; without the share where the people are too few for one. */
const part = (people: number, all: number, isFew: boolean) =>
  isFew || people === 0 ? whole(people) : `${whole(people)} (${percent(people / all)})`;

/** The answer in one line: who came by followback, of those who follow now. */
export function presentHeadline(summary: Summary, rows: PresentRow[]): string {
  if (isNoListComplete(summary) && rows.length === 0) return noListComplete;
  const [all, back, unknown] = [count(rows), ofRoute(rows, "followback"), ofRoute(rows, "unknown")];
  if (all === 0) return "No one follows now";
  // Those of unknown route may have.
  if (back === 0 && unknown > 0) return "No one who follows now is known to have come by followback";
  const said = rows.some(({route_basis}) => route_basis === "records") ? ", as the records say" : "";
  if (all === 1)
    return `The only one who follows now ${back === 1 ? "came" : "did not come"} by followback${said}`;
  if (back === 0) return `No one who follows now came by followback${said}`;
  const text = (people: number) =>
    isTooFew(rows) ? `${whole(people)} of the ${whole(all)}` : `${percent(people / all)} of those`;
  const least = text(back) === text(back + unknown) ? "" : "At least ";
  return `${least}${text(back)} who follow now came by followback${said}`;
}

/** The same in plain words: counts and shares by route. */
export function presentAnswer({name}: Summary, rows: PresentRow[]): string {
  const all = count(rows);
  if (all === 0) return `No one follows ${name} now, so there is no route to tell.`;
  const isFew = isTooFew(rows);
  const [back, own, unknown] = shown.map((route) => ofRoute(rows, route)) as [number, number, number];
  const known =
    unknown === 0
      ? "The route of all of them is known."
      : `Of ${part(unknown, all, isFew)} the route is unknown.`;
  return `Of ${all === 1 ? "1 person who follows" : `${whole(all)} people who follow`} ${name} now, ${part(back, all, isFew)} came by followback: ${name} followed them first. ${part(own, all, isFew)} ${own === 1 ? "is" : "are"} organic. ${known}`;
}

const reasons: Record<string, string> = {
  same_minutes: "the records of both follows are of the same minutes",
  undated_record: "a record has no sure date",
  met_late: "lists may have missed them before, so no one knows when they came",
  same_gap: "the two follows are less than four minutes apart, or began between the same two snapshots",
  undated_follow: "the account’s own follow has no sure date",
  may_have_ended: "the account had followed first, but may have unfollowed long before they came",
  log_only: "only a log says that the account had followed first",
  gap_too_wide: "the lists that would show an earlier follow by the account lie too far apart",
  no_following_list: "no list of whom the account follows was read before they came, or none after"
};

/** Why routes of those who follow now are unknown, with how many people each reason stands for; empty where none is. */
export function unknownReasons(rows: PresentRow[]): string {
  const people = new Map<string, number>();
  for (const row of rows) {
    if (row.route !== "unknown") continue;
    const why = reasons[row.unknown_because ?? ""] ?? "the order of the two follows is not known";
    people.set(why, (people.get(why) ?? 0) + row.people);
  }
  if (people.size === 0) return "";
  const parts = [...people].sort(([, a], [, b]) => b - a);
  if (parts.length === 1) return `Routes are unknown because ${parts[0]![0]}.`;
  return `Routes are unknown for these reasons: ${parts.map(([why, n]) => `${why} (${whole(n)})`).join("; ")}.`;
}

/** Who says the routes that are known, and why those by records may be wrong. */
export function basisSentence(rows: PresentRow[]): string {
  const known = rows.filter(({route}) => route !== "unknown");
  const [records, looks] = (["records", "looks"] as const).map((basis) =>
    count(known, ({route_basis}) => route_basis === basis)
  ) as [number, number];
  if (records + looks === 0) return "";
  const proof = "the one follow was there, the other not yet.";
  const ofLooks = looks === 0 ? "" : `Of ${whole(looks)} our own snapshots prove how they came: ${proof}`;
  if (records === 0)
    return known.length === rows.length ? `Our own snapshots prove how all of them came: ${proof}` : ofLooks;
  const who = rows.every(({route_basis}) => route_basis === "records")
    ? "All of them were there when a snapshot first asked, so their routes are what the records of that day say."
    : `${ofLooks} Of ${whole(records)} a snapshot met both sides at once, or at the very first look, so their routes are what the records of that day say.`.trimStart();
  return `${who} A record can be replaced: who unfollows and follows again, or presses the button twice, has a new one, and the first is gone. Then a route by records can be wrong.`;
}

/** How many routes by records are wrong in a world whose truth is known; empty where nobody knows. */
export function truthSentence(truth: PresentTruth | undefined): string {
  if (!truth || truth.people === 0) return "";
  const {wrong, people} = truth;
  if (people === 1)
    return `In this simulated world the truth is known: the only route by records is ${wrong === 1 ? "wrong" : "right"}.`;
  return `In this simulated world the truth is known: ${wrong === 0 ? "none" : whole(wrong)} of the ${whole(people)} routes by records ${wrong === 1 ? "is" : "are"} wrong${wrong === 0 ? "" : ` (${percent(wrong / people)})`}.`;
}

/** The findings of an account where follows are records: first who is here now, then what is judged of later arrivals. */
export function presentFindings(
  found: Findings,
  summary: Summary,
  {present, truth}: Pick<PresentData, "present" | "truth">
): Findings {
  // Nobody looked, or at a part alone, or only listened: that no one was asked is not that no one follows.
  const isAnyone = (summary.followers_now ?? 0) > 0;
  if (present.length === 0 && (isAnyone || isUnread(summary) || isNoListComplete(summary))) return found;
  const late = count(present, ({unknown_because}) => unknown_because === "met_late");
  const later = isFirstLook(summary)
    ? ["Who comes and who leaves from now on shows after the second snapshot."]
    : [
        `As to those who came since the first snapshot, ${found.headline[0]!.toLowerCase()}${found.headline.slice(1)}.`,
        ...(late === 0
          ? []
          : [
              `Of ${plural(late, "person", "people")} who ${late === 1 ? "follows" : "follow"} now no one knows whether they came since.`
            ]),
        ...found.paragraph
      ];
  return {
    ...found,
    headline: presentHeadline(summary, present),
    paragraph: [presentAnswer(summary, present), truthSentence(truth)].filter(Boolean),
    certainty: [basisSentence(present), found.certainty].filter(Boolean).join(" "),
    later
  };
}

const bases = {
  records: "By records",
  looks: "By our own snapshots"
} as const;

/** The groups of the picture: everybody, and by who says it where both do. Those too few for a share are left out. */
function groupsOf(rows: PresentRow[]) {
  const all = [{name: `All ${whole(count(rows))} who follow now`, rows, isFew: isTooFew(rows)}];
  const apart = (["records", "looks"] as const).map((basis) => {
    const own = rows.filter(({route_basis}) => route_basis === basis);
    const isFew = own.some(({is_basis_too_few}) => is_basis_too_few);
    return {name: `${bases[basis]}: ${whole(count(own))}`, rows: own, isFew};
  });
  return [...all, ...(apart.every((group) => group.rows.length > 0) ? apart : [])].filter(
    (group) => group.rows.length > 0 && !group.isFew
  );
}

/** Whether there are shares to draw. */
export const hasPresent = (rows: PresentRow[]) => groupsOf(rows).length > 0;

/** Shares by route of those who follow now, routes by records apart from those that our own looks prove. */
export function presentPlot(rows: PresentRow[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const bars = groupsOf(rows).flatMap((group) => {
    const all = count(group.rows);
    return shown.map((route) => {
      const people = ofRoute(group.rows, route);
      return {
        group: group.name,
        route,
        share: people / all,
        text: `${percent(people / all)} · ${whole(people)}`
      };
    });
  });
  type Bar = (typeof bars)[number];
  const groups = [...new Set(bars.map(({group}) => group))];
  const at = {fy: "group", y: (d: Bar) => routeNames[d.route]};
  const most = Math.max(...bars.map(({share}) => share));
  return draw(options, {
    height: groups.length * (3 * 26 + 34) + 12,
    marginLeft: 84,
    marginRight: isNarrow(width) ? 92 : 110,
    marginTop: 26,
    marginBottom: 4,
    x: {domain: [0, most], axis: null},
    y: {domain: shown.map((route) => routeNames[route]), label: null, tickSize: 0},
    fy: {domain: groups, axis: null, padding: 0.22},
    marks: [
      Plot.text(groups, {
        fy: (group: string) => group,
        text: String,
        frameAnchor: "top-left",
        dx: -80,
        dy: -16,
        fontWeight: 700
      }),
      Plot.barX(bars, {
        ...at,
        x: "share",
        fill: (d: Bar) => routeFill(d.route),
        insetTop: 3,
        insetBottom: 3,
        ...titled(options, (d: Bar) => `${d.group}, ${routeNames[d.route]}: ${d.text}`)
      }),
      Plot.text(bars, {
        ...at,
        x: "share",
        text: "text",
        textAnchor: "start",
        dx: 6,
        fontVariant: "tabular-nums"
      }),
      Plot.ruleX([0])
    ]
  });
}

/** Months with a sure date. */
const datedMonths = (months: PresentMonth[]) =>
  months.filter((row): row is PresentMonth & {month: string} => row.month !== null);

export const hasDates = (months: PresentMonth[]) => datedMonths(months).length > 0;

/** How many of those who follow now have no sure date; empty where all have one. */
export function undatedSentence(months: PresentMonth[]): string {
  const undated = months.filter(({month}) => month === null).reduce((sum, {people}) => sum + people, 0);
  return undated === 0
    ? ""
    : `${plural(undated, "follow has", "follows have")} no sure date and ${undated === 1 ? "is" : "are"} not drawn.`;
}

/** Followers of today by the month in which their follow was made, by route. */
export function presentDatesPlot(months: PresentMonth[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const bars = datedMonths(months).map((row) => ({...row, date: new Date(row.month)}));
  type Bar = (typeof bars)[number];
  return draw(options, {
    height: isNarrow(width) ? 200 : 240,
    marginLeft: 42,
    x: timeAxis(
      bars.map(({date}) => date),
      width
    ),
    y: {label: null, grid: true, ticks: 4, tickFormat: axisWhole},
    marks: [
      Plot.rectY(bars, {
        x: "date",
        y: "people",
        interval: "month",
        z: "route",
        order: ["followback", "unknown", "organic"],
        fill: (d: Bar) => routeFill(d.route),
        insetLeft: 0.5,
        insetRight: 0.5,
        insetTop: 0.75,
        ...titled(
          options,
          (d: Bar) => `${month(d.month)}, ${routeNames[d.route]}: ${plural(d.people, "person", "people")}`
        )
      }),
      Plot.ruleY([0])
    ]
  });
}

export const hasActed = (rows: PresentEngagement[]) => rows.some(({share}) => share !== null);

/** Of those here now, who acted in the last 30 days, in one sentence; or why nobody can say. */
export function actedSentence({name}: Summary, rows: PresentEngagement[]): string {
  if (rows.length === 0)
    return `Not collected, which is not the same as none: the posts of ${name} were not read up to the last snapshot.`;
  const {from_at, to_at} = rows[0]!;
  const span = `from ${day(from_at)} to ${day(to_at)}`;
  const parts = rows.flatMap(({route, people, share, low, high}) =>
    share === null
      ? []
      : [
          `${percent(share)} (95% interval ${percentRange(low, high)}) of the ${whole(people)} ${cameBy[route]}`
        ]
  );
  if (parts.length === 0)
    return `Fewer than ${smallestGroup} people of each route follow now: too few for a share.`;
  return `Of those here now, ${inWords(parts)} replied to ${name}, quoted it or named it at least once ${span}.`;
}

/** What these shares are not. */
export const actedCaveat = ({has_engagement}: Summary): string =>
  `It counts who is here now, however short a time: those who left are in no count, and it is not the share who engaged within ${engagedDays} days of arriving. ${
    has_engagement
      ? "Mentions elsewhere count since notifications are read; the page Quality says since when."
      : "Mentions elsewhere are not public, so every count is a minimum."
  }`;

/** The share of those here now who acted in the last 30 days, by route. */
export const actedPlot = (rows: PresentEngagement[], options: DrawOptions): SVGSVGElement =>
  estimatesPlot(
    rows.flatMap(({route, share, low, high, acted, people}) =>
      share === null
        ? []
        : [
            {
              group: "",
              name: routeNames[route],
              color: routeColor(route),
              value: share,
              low,
              high,
              text: `${percent(share)} · ${whole(acted)} of ${whole(people)}`
            }
          ]
    ),
    options,
    {format: percent, marginLeft: 84}
  );

/** What the records cannot say, each in a sentence. */
export const cannotKnow = ({name, has_engagement}: Summary): string[] => [
  `Who followed ${name} and left before the first snapshot. So no share here is a share of all who ever came, and nobody can say from it who stays longer.`,
  "An earlier follow of someone who followed again. Only the record of today is there.",
  "Who followed and left between two snapshots: they are in no list, and in a count only where followback listen heard them.",
  has_engagement
    ? "What was said and taken back before a snapshot: its notification is gone too."
    : `Mentions elsewhere, and replies to others that name ${name}: without a login they are not public.`
];
