export type Verdict = "supported" | "contradicted" | "no difference that matters" | "cannot tell yet";

/** A signed difference: + supports the claim. */
export type Estimate = {difference: number; low: number; high: number};

/** Verdicts rest on 99 % intervals and move at quarter ends only: six looks at a null world are wrong in 3.4 %. */
export const verdictLevel = 0.99;

/** The rule for one interval; `matters` (> 0) is the smallest difference worth acting on. First match. */
export function verdictOn({low, high}: {low: number; high: number}, matters: number): Verdict {
  if (-matters < low && high < matters) return "no difference that matters";
  if (low > 0) return "supported";
  if (high < 0) return "contradicted";
  return "cannot tell yet";
}

/** `growth`: how many times the present sample is needed; null where no sample would settle it. */
export type Decision = {verdict: Verdict; growth: number | null};

/**
 * The verdict on the estimate from those whose route is known, which the scenarios (every unknown a followback, none of
 * them; nobody whose route rests on a sitting) must share. A figure no unknown touches has no scenarios. Null estimates, for groups
 * with nobody in them, cannot tell yet.
 */
export function decide(certain: Estimate | null, scenarios: (Estimate | null)[], matters: number): Decision {
  if (!(matters > 0)) throw new RangeError(`smallest difference worth acting on: ${matters} is not above 0`);
  const all = [certain, ...scenarios];
  if (!all.every((estimate) => estimate !== null)) return {verdict: "cannot tell yet", growth: null};
  const verdict = agreed(all, matters, 1);
  return {verdict, growth: verdict === "cannot tell yet" ? growthNeeded(all, matters) : 1};
}

/**
 * The same, and "supported" only where every difference is at least what matters, and where the `checks` (the same
 * estimates under a condition that must not change the result) are each supported and as large. No sample makes up for
 * a check that fails.
 */
export function decideWithChecks(
  certain: Estimate | null,
  scenarios: (Estimate | null)[],
  checks: (Estimate | null)[],
  matters: number
): Decision {
  const decision = decide(certain, scenarios, matters);
  if (decision.verdict !== "supported") return decision;
  const isLarge = (estimate: Estimate | null) => estimate !== null && estimate.difference >= matters;
  const holds = checks.length > 0 && checks.every((check) => isLarge(check) && check!.low > 0);
  return holds && [certain, ...scenarios].every(isLarge)
    ? decision
    : {verdict: "cannot tell yet", growth: null};
}

function agreed(estimates: Estimate[], matters: number, growth: number): Verdict {
  // Widths shrink with the root of the sample; estimates are taken to stay where they are.
  const verdicts = estimates.map(({difference: d, low, high}) =>
    verdictOn({low: d - (d - low) / Math.sqrt(growth), high: d + (high - d) / Math.sqrt(growth)}, matters)
  );
  return verdicts.every((verdict) => verdict === verdicts[0]) ? verdicts[0]! : "cannot tell yet";
}

/** Verdicts change only where a bound passes −m, 0 or m: the first such sample size just beyond which all agree. */
function growthNeeded(estimates: Estimate[], matters: number): number | null {
  const passes = estimates.flatMap(({difference: d, low, high}) =>
    [-matters, 0, matters].flatMap((edge) => [((d - low) / (d - edge)) ** 2, ((high - d) / (edge - d)) ** 2])
  );
  const later = passes.filter((growth) => growth >= 1 && Number.isFinite(growth)).sort((a, b) => a - b);
  return (
    later.find((growth) => agreed(estimates, matters, growth * (1 + 1e-9)) !== "cannot tell yet") ?? null
  );
}

/** An estimate right beside a bound asks for more people than there are: no sample settles that either. */
const everybody = 10_000_000_000;

/** Years have four digits wherever a date is written. */
const endOfDates = Date.UTC(10_000, 0, 1);

/**
 * What "cannot tell yet" still asks for: people beyond those had, and the day it is reached at so many a day (null
 * after the year 9999). Null where no sample settles it (only surer routes can), or where nobody comes.
 */
export function sampleNeeded(
  growth: number | null,
  {people, perDay, on}: {people: number; perDay: number; on: Date}
): {people: number; date: Date | null} | null {
  if (growth === null || !(people > 0)) return null;
  const missing = Math.max(0, Math.ceil(people * growth - people));
  if (!(missing <= everybody)) return null;
  const date = perDay > 0 ? new Date(on.getTime() + (missing / perDay) * 86_400_000) : null;
  // Estimates near a bound ask for thousands of years, which neither SQL nor anybody who reads it can date.
  return {people: missing, date: date !== null && date.getTime() < endOfDates ? date : null};
}
