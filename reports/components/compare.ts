import {newcombe, together, without, type Count, type Interval} from "./interval.js";
import type {Rate, Route, Summary} from "./rows.js";

/** Groups smaller than this are not compared and not published. */
export const smallestGroup = 30;

/** Why two routes cannot be compared on a measure. */
export type Missing = "too_few" | "not_collected" | "not_recorded" | "one_snapshot";

/**
 * How followers by followback compare with followers who came on their own at one age, with what the unknown routes
 * could change, at 95 %. Of these only `maybe` can be followbacks; the others count as organic wherever the unknown are
 * shared out. It describes; verdicts come from the mart `claims` alone.
 */
export interface Comparison {
  missing: Missing | null;
  age_days: number;
  followback: Count;
  organic: Count;
  unknown: Count;
  /** Those of unknown route who may be followbacks. */
  maybe: Count;
  /** Followback minus organic, with every unknown that may be one counted as followback, then all as organic. Null where `missing` says why. */
  differences: [Interval, Interval] | null;
}

const nobody: Count = {hits: 0, size: 0};

/** What the data say on one measure: engaged within 30 days, or kept at 90. */
export function compare(summary: Summary, rates: Rate[], measure: Rate["measure"], age: number): Comparison {
  const rateOf = (route: Route) =>
    rates.find((rate) => rate.measure === measure && rate.route === route && rate.age_days === age);
  const of = (route: Route): Count => rateOf(route) ?? nobody;
  const [followback, organic, unknown] = [of("followback"), of("organic"), of("unknown")];
  const maybe = maybeOf(rateOf("unknown"));
  const counts = {age_days: age, followback, organic, unknown, maybe};
  const missing =
    unavailable(summary, measure) ??
    (followback.size < smallestGroup || organic.size < smallestGroup ? "too_few" : null);
  if (missing) return {missing, differences: null, ...counts};
  return {
    missing,
    differences: [
      newcombe(together(followback, maybe), together(organic, without(unknown, maybe))),
      newcombe(followback, together(organic, unknown))
    ],
    ...counts
  };
}

/** Those of unknown route who may be followbacks. */
export const maybeOf = (rate: Rate | undefined): Count =>
  rate ? {hits: rate.hits_maybe, size: rate.size_maybe} : nobody;

function unavailable(summary: Summary, measure: Rate["measure"]): Missing | null {
  if (isFirstLook(summary)) return "one_snapshot";
  if (measure === "kept" && !summary.is_retention_recorded) return "not_recorded";
  if (measure === "engaged" && !summary.has_engagement) return "not_collected";
  return null;
}

/** Whether there is one snapshot only, in which everybody was already there. */
export const isFirstLook = ({is_retention_recorded, snapshots}: Summary) =>
  is_retention_recorded && snapshots < 2;

/** One way in which the unknown could be shared out between the routes, and what the difference would be. */
export interface Scenario {
  name: string;
  followback: Count;
  organic: Count;
  difference: Interval;
}

/** The ways to share out the unknown: left out, all to one side, and the two worst cases. Empty if nothing is compared. */
export function scenarios({differences, followback, organic, unknown, maybe}: Comparison): Scenario[] {
  if (!differences) return [];
  const never = without(unknown, maybe);
  const hits = {hits: maybe.hits, size: maybe.hits};
  const others = {hits: 0, size: maybe.size - maybe.hits};
  const of = (name: string, a: Count, b: Count) => {
    const [left, right] = [together(followback, a), together(organic, b)];
    return {name, followback: left, organic: right, difference: newcombe(left, right)};
  };
  if (unknown.size === 0) return [of("no one is unknown", nobody, nobody)];
  const leftOut = of("left out", nobody, nobody);
  const allOrganic = of("all organic", nobody, unknown);
  if (maybe.size === 0) return [leftOut, allOrganic];
  const where = never.size > 0 ? ", where they can be" : "";
  return [
    leftOut,
    of(`all by followback${where}`, maybe, never),
    allOrganic,
    of(`by followback if they did${where}, else organic`, hits, together(never, others)),
    of(`organic if they did, else by followback${where}`, others, together(never, hits))
  ];
}
