import {plural, points} from "./format.js";
import type {Route} from "./rows.js";
import {routeNames} from "./route.js";
import {engagedDays, retainedDays} from "./thresholds.js";

/** The one age of each measure whose slope is told, whatever age a picture shows. */
const slopeNames = {
  engaged_30: `Engaged within ${engagedDays} days`,
  retained_90: `Still there at ${retainedDays} days`
};

/** The test of two survival curves: `z` above 0 where followback leaves sooner. */
export interface CurveTest {
  followback_people: number;
  organic_people: number;
  z: number | null;
  p: number | null;
}

/** Change of a share a month over complete cohorts, with its 95 % interval. */
export interface CohortSlope {
  measure: "engaged_30" | "retained_90";
  route: Route;
  cohorts: number;
  slope: number | null;
  low: number | null;
  high: number | null;
}

/** A p below 0.05 never reads as 0.05. */
const pText = (p: number) => {
  if (p < 0.0001) return "p < 0.0001";
  const text = p.toFixed(p < 0.01 ? 4 : 2);
  return `p = ${p < 0.05 && Number(text) >= 0.05 ? p.toFixed(4) : text}`;
};

/** What the log-rank test says of the two curves, in words. Empty where there is nothing to compare. */
export function curveSentence(test: CurveTest | undefined): string {
  if (!test || test.p === null || test.z === null) return "";
  const p = pText(test.p);
  if (test.p >= 0.05)
    return `Over their whole length the two curves do not differ clearly (interval-censored log-rank test, ${p}).`;
  const who = test.z > 0 ? "Followers by followback leave sooner" : "Organic followers leave sooner";
  return `${who} over the whole curve (interval-censored log-rank test, ${p}).`;
}

/** Whether newer cohorts do better or worse, a sentence a route. Empty under three complete cohorts, which have no interval. */
export function slopeSentence(slopes: CohortSlope[], measure: CohortSlope["measure"]): string {
  const told = slopes.flatMap(({measure: of, route, cohorts, slope, low, high}) => {
    if (of !== measure || route === "unknown" || slope === null || low === null || high === null) return [];
    // From none to all over so many cohorts: an interval that holds this either way holds every trend there can be.
    const steepest = 1 / (cohorts - 1);
    if (low <= -steepest && high >= steepest)
      return [`${routeNames[route]}: no trend can be told from ${plural(cohorts, "cohort")}`];
    const change = `${points(slope)} points a month (95% interval ${points(low)} to ${points(high)}, ${cohorts} cohorts)`;
    const means =
      low > 0 ? "newer cohorts do better" : high < 0 ? "newer cohorts do worse" : "no clear trend";
    return [`${routeNames[route]}: ${change}, ${means}`];
  });
  return told.length === 0 ? "" : `${slopeNames[measure]}, from month to month: ${told.join("; ")}.`;
}
