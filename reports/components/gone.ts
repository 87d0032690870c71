import * as Plot from "@observablehq/plot";
import {draw, timeAxis, titled, type DrawOptions} from "./draw.js";
import {isFirstLook, oneLook} from "./compare.js";
import {routeCurves} from "./curve.js";
import {axisWhole, day, inWords, percent, percentRange, plural, whole} from "./format.js";
import {cameBy, routeNames} from "./route.js";
import type {DepartureRow, Summary, SurvivorLook} from "./rows.js";

/** Why a follow is not there any more, in the order of the pictures. */
const causeNames: Record<string, string> = {
  unfollowed: "unfollowed",
  blocks_us: "blocks the account",
  blocked: "blocked by the account",
  deactivated: "deactivated",
  taken_down: "taken down",
  deleted: "deleted",
  suspended: "suspended",
  gone: "account gone",
  unresolved: "not resolved"
};

/** A cause in words; one without a name as it is stored. */
export const causeName = (cause: string | null): string =>
  cause === null ? "not split" : (causeNames[cause] ?? cause.replaceAll("_", " "));

/** How many are gone for each cause, in the order of the pictures; those whose week may not be split come last. */
export function goneByCause(rows: DepartureRow[]): {cause: string | null; people: number}[] {
  const sums = new Map<string | null, number>();
  for (const {cause, people} of rows) sums.set(cause, (sums.get(cause) ?? 0) + people);
  const order = Object.keys(causeNames);
  const placeOf = (cause: string | null) =>
    cause === null ? order.length + 1 : order.includes(cause) ? order.indexOf(cause) : order.length;
  return [...sums]
    .map(([cause, people]) => ({cause, people}))
    .sort((a, b) => placeOf(a.cause) - placeOf(b.cause));
}

/** Why followers are gone, all weeks together, in one paragraph. */
export function goneAnswer(summary: Summary, rows: DepartureRow[]): string {
  const {name} = summary;
  if (rows.length === 0)
    return isFirstLook(summary)
      ? `${oneLook(summary)}: who is gone, and why, shows after the second.`
      : summary.complete_follower_lists < 2
        ? "No one is seen to be gone: it takes two complete snapshots, as a partial one never shows that a person has left."
        : summary.people === 0
          ? `No one is gone: no snapshot showed anyone who followed ${name}.`
          : `No one is gone: everyone who followed ${name} at any snapshot still does.`;
  const all = rows.reduce((sum, {people}) => sum + people, 0);
  const byCause = goneByCause(rows);
  const split = byCause.filter(({cause}) => cause !== null);
  const rest = byCause.find(({cause}) => cause === null);
  const parts = split.map(({cause, people}) => `${whole(people)} ${inSentence[cause!] ?? causeName(cause)}`);
  const few = rest
    ? ` Of ${whole(rest.people)} the cause is not shown, because too few people followed in that week.`
    : "";
  const said = parts.length === 0 ? "" : `: ${inWords(parts)}`;
  return `${plural(all, "follow")} of ${name} ended since ${day(summary.first_day)}${said}.${few}`;
}

const inSentence: Record<string, string> = {
  unfollowed: "by an unfollow",
  blocks_us: "because they block the account",
  blocked: "because the account blocks them",
  deactivated: "of accounts that are deactivated",
  taken_down: "of accounts that were taken down",
  deleted: "of accounts that were deleted",
  unresolved: "of people whose account could not be asked"
};

/** Followers found gone, week by week, one panel a cause on one scale. */
export function gonePlot(rows: DepartureRow[], options: DrawOptions): SVGSVGElement {
  const width = options.width ?? 640;
  const bars = rows.map((row) => ({...row, name: causeName(row.cause), date: new Date(row.week)}));
  type Bar = (typeof bars)[number];
  const panels = goneByCause(rows).map(({cause, people}) => ({name: causeName(cause), people}));
  const most = Math.max(...bars.map(({people}) => people));
  return draw(options, {
    height: panels.length * 74 + 36,
    marginLeft: 36,
    marginBottom: 32,
    marginTop: 24,
    marginRight: 8,
    x: timeAxis(
      bars.map(({date}) => date),
      width
    ),
    y: {
      domain: [0, most],
      label: null,
      ticks: 2,
      grid: true,
      tickFormat: axisWhole
    },
    fy: {domain: panels.map(({name}) => name), axis: null, padding: 0.42},
    marks: [
      Plot.rectY(bars, {
        fy: "name",
        x: "date",
        y: "people",
        // Of d3 a week begins on Sunday.
        interval: "monday",
        fill: "var(--theme-foreground-muted)",
        insetLeft: 0.5,
        insetRight: 0.5,
        ...titled(options, (d: Bar) => `week of ${day(d.week)}: ${whole(d.people)} ${d.name}`)
      }),
      Plot.ruleY([0]),
      Plot.text(panels, {
        fy: "name",
        text: ({name, people}: {name: string; people: number}) => `${name}: ${whole(people)}`,
        frameAnchor: "top-left",
        dx: -30,
        dy: -16,
        fontWeight: 700
      })
    ]
  });
}

/** Looks with a share that may be shown. */
const sharesOf = (looks: SurvivorLook[]) => looks.filter(({share}) => share !== null);

/** Whether there is a later look to compare with the first. */
export const hasSurvivors = (looks: SurvivorLook[]) => sharesOf(looks).some(({days}) => days > 0);

/** Of those of the first look, who is still there at the last, in one paragraph; or why there is none. */
export function survivorsSentence(
  {complete_follower_lists}: Pick<Summary, "complete_follower_lists">,
  looks: SurvivorLook[]
): string {
  if (looks.length === 0 && complete_follower_lists > 1)
    return "No one followed at the first complete snapshot.";
  if (!looks.some(({days}) => days > 0))
    return "It takes a second complete snapshot to see who of the first is still there.";
  const last = Math.max(...looks.map(({days}) => days));
  const parts = looks
    .filter(({days, share}) => days === last && share !== null)
    .map(
      ({route, share, low, high, still_there, people}) =>
        `${percent(share)} of those ${cameBy[route]} (95% interval ${percentRange(low, high)}, ${whole(still_there)} of ${whole(people)})`
    );
  if (parts.length === 0) return "The people of each route at the first snapshot are too few for a share.";
  const later = last < 0.95 ? "Less than a day" : plural(Math.round(last), "day");
  return `${later} after the first snapshot, still there ${parts.length === 1 ? "is" : "are"} ${inWords(parts)}.`;
}

/** Why this curve begins at the first look, and what it is not. */
export const survivorsCaveat =
  "Time counts from the first snapshot, not from the follow. Everyone here had stayed until then already, and those who had left before are in no list: the curve says how those who were there went on, and not how long a new follower stays.";

/** The share of those of the first look who are still there, by days since then and by the route that its records say. */
export function survivorsPlot(looks: SurvivorLook[], options: DrawOptions): SVGSVGElement {
  const rows = [...sharesOf(looks)].sort((a, b) => a.days - b.days);
  const routes = (["followback", "organic", "unknown"] as const).filter((route) =>
    rows.some((row) => row.route === route)
  );
  const lowest = Math.max(0, Math.floor((Math.min(1, ...rows.map(({low}) => low!)) - 0.02) * 20) / 20);
  const title = titled(
    options,
    (d: SurvivorLook) =>
      `${routeNames[d.route]}, ${day(d.looked_at)}: ${percent(d.share)} (${whole(d.still_there)} of ${whole(d.people)})`
  );
  const layout = {
    days: "days",
    since: "the first snapshot",
    height: 300,
    marginLeft: 46,
    marginRight: 120
  } as const;
  return routeCurves(rows, routes, {...layout, dots: rows, title, lowest}, options);
}
