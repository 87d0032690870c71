import {newcombe, together, type Count, type Interval} from "./interval.js";
import type {Rate, Route, Summary} from "./rows.js";

/** A difference (0–1) within this on either side of nothing is not worth acting on. */
export const smallestDifference = {engaged: 0.03, kept: 0.05};

/** Groups smaller than this are not compared and not published. */
export const smallestGroup = 30;

/** How followers by followback compare with followers who came on their own. */
export type Verdict =
  "less" | "more" | "same" | "unclear" | "too_few" | "not_collected" | "not_recorded" | "one_snapshot";

/** One comparison at one age, with what the unknown routes could change. */
export interface Comparison {
  verdict: Verdict;
  age_days: number;
  followback: Count;
  organic: Count;
  unknown: Count;
  /** Followback minus organic, with every unknown counted as followback, then as organic. */
  differences: [Interval, Interval] | null;
}

const nobody: Count = {hits: 0, size: 0};

/**
 * Compares two routes at 95 %, once with all unknowns on either side. Both must agree: otherwise the answer is
 * `unclear`. `same` means that no difference of `smallest` (0–1) or more fits the data.
 */
export function compareRoutes(
  followback: Count,
  organic: Count,
  unknown: Count,
  smallest: number
): Pick<Comparison, "verdict" | "differences"> {
  if (followback.size < smallestGroup || organic.size < smallestGroup)
    return {verdict: "too_few", differences: null};
  const differences: [Interval, Interval] = [
    newcombe(together(followback, unknown), organic),
    newcombe(followback, together(organic, unknown))
  ];
  const all = (test: (difference: Interval) => boolean) => differences.every(test);
  const verdict = all(({low, high}) => low > -smallest && high < smallest)
    ? "same"
    : all(({high}) => high < 0)
      ? "less"
      : all(({low}) => low > 0)
        ? "more"
        : "unclear";
  return {verdict, differences};
}

/** What the data say on one measure: engaged within 30 days, or kept at 90. */
export function compare(summary: Summary, rates: Rate[], measure: Rate["measure"], age: number): Comparison {
  const of = (route: Route): Count =>
    rates.find((rate) => rate.measure === measure && rate.route === route && rate.age_days === age) ?? nobody;
  const [followback, organic, unknown] = [of("followback"), of("organic"), of("unknown")];
  const counts = {age_days: age, followback, organic, unknown};
  const verdict = unavailable(summary, measure);
  if (verdict) return {verdict, differences: null, ...counts};
  return {...compareRoutes(followback, organic, unknown, smallestDifference[measure]), ...counts};
}

function unavailable(summary: Summary, measure: Rate["measure"]): Verdict | null {
  if (summary.is_retention_recorded && summary.snapshots < 2) return "one_snapshot";
  if (measure === "kept" && !summary.is_retention_recorded) return "not_recorded";
  if (measure === "engaged" && !summary.has_engagement) return "not_collected";
  return null;
}

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
