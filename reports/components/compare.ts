import {newcombe, together, type Count, type Interval} from "./interval.js";
import type {Rate, Route, Summary} from "./rows.js";

/** Groups smaller than this are not compared and not published. */
export const smallestGroup = 30;

/** Why two routes cannot be compared on a measure. */
export type Missing = "too_few" | "not_collected" | "not_recorded" | "one_snapshot";

/**
 * How followers by followback compare with followers who came on their own at one age, with what the unknown routes
 * could change, at 95 %. It describes; verdicts come from the mart `claims` alone.
 */
export interface Comparison {
  missing: Missing | null;
  age_days: number;
  followback: Count;
  organic: Count;
  unknown: Count;
  /** Followback minus organic, with every unknown counted as followback, then as organic. Null where `missing` says why. */
  differences: [Interval, Interval] | null;
}

const nobody: Count = {hits: 0, size: 0};

/** What the data say on one measure: engaged within 30 days, or kept at 90. */
export function compare(summary: Summary, rates: Rate[], measure: Rate["measure"], age: number): Comparison {
  const of = (route: Route): Count =>
    rates.find((rate) => rate.measure === measure && rate.route === route && rate.age_days === age) ?? nobody;
  const [followback, organic, unknown] = [of("followback"), of("organic"), of("unknown")];
  const counts = {age_days: age, followback, organic, unknown};
  const missing =
    unavailable(summary, measure) ??
    (followback.size < smallestGroup || organic.size < smallestGroup ? "too_few" : null);
  if (missing) return {missing, differences: null, ...counts};
  return {
    missing,
    differences: [
      newcombe(together(followback, unknown), organic),
      newcombe(followback, together(organic, unknown))
    ],
    ...counts
  };
}

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
export function scenarios({differences, followback, organic, unknown}: Comparison): Scenario[] {
  if (!differences) return [];
  const hits = {hits: unknown.hits, size: unknown.hits};
  const others = {hits: 0, size: unknown.size - unknown.hits};
  const of = (name: string, a: Count, b: Count) => {
    const [left, right] = [together(followback, a), together(organic, b)];
    return {name, followback: left, organic: right, difference: newcombe(left, right)};
  };
  if (unknown.size === 0) return [of("nobody is unknown", nobody, nobody)];
  return [
    of("left out", nobody, nobody),
    of("all by followback", unknown, nobody),
    of("all on their own", nobody, unknown),
    of("who did by followback, the others on their own", hits, others),
    of("who did on their own, the others by followback", others, hits)
  ];
}
