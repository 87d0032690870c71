import {estimatesPlot, type Estimate} from "./estimates.js";
import type {DrawOptions} from "./draw.js";
import {points} from "./format.js";
import type {Adjusted} from "./rows.js";
import {engagedDays, retainedDays} from "./thresholds.js";

const outcomes = {
  engaged_30: `engaged within ${engagedDays} days`,
  retained_90: `still following at ${retainedDays} days`
};

/** The difference as counted and as adjusted, one below the other; followback less those who came on their own. */
export function adjustedPlot(
  {outcome, crude_difference, difference, low, high}: Adjusted,
  options: DrawOptions
) {
  const row = (
    name: string,
    value: number | null,
    color: string,
    interval: [number | null, number | null]
  ) =>
    value === null
      ? []
      : [
          {
            group: "",
            name,
            color,
            value,
            low: interval[0],
            high: interval[1],
            isHollow: interval[0] === null,
            text: `${points(value)} points`,
            title: `${name}: ${points(value)} points ${outcomes[outcome]}${interval[0] === null ? "" : ` (95% interval ${points(interval[0])} to ${points(interval[1]!)})`}`
          } satisfies Estimate
        ];
  const rows = [
    ...row("as counted", crude_difference, "var(--theme-foreground-muted)", [null, null]),
    ...row("adjusted", difference, "var(--followback)", [low, high])
  ];
  return estimatesPlot(rows, options, {format: axisPoints, isDifference: true});
}

/** Points on an axis: no more digits than they need. */
const axisPoints = (share: number) => String(Number((share * 100).toFixed(1))).replace("-", "−");

/** What followers by followback do the more where fewer, or more, of them have the outcome. */
const ofThose = {
  engaged_30: {less: "not engaging", more: "engaging"},
  retained_90: {less: "leaving", more: "staying"}
} as const;

/** What adjusting did, and how strong something unseen would have to be, in words. */
export function adjustedSentence(row: Adjusted | undefined): string {
  if (!row || row.difference === null || row.low === null || row.high === null)
    return "Adjusted figures need followers of both routes who look alike at first sight; there are not enough yet.";
  const {outcome, crude_difference, difference, low, high, e_value, e_value_limit} = row;
  const adjusted = `Among followers alike in month of arrival, age of their account and followers per account followed, the difference in who ${outcome === "engaged_30" ? `engaged within ${engagedDays} days` : `still follows at ${retainedDays} days`} is ${points(difference)} points (95% interval ${points(low)} to ${points(high)})${crude_difference === null ? "" : `, against ${points(crude_difference)} as counted`}.`;
  if (e_value === null || e_value_limit === null) return adjusted;
  if (e_value_limit <= 1)
    return `${adjusted} The interval includes no difference, so nothing unseen is needed to explain it.`;
  return `${adjusted} To explain it away, something we did not adjust for would have to make both coming by followback and ${ofThose[outcome][difference < 0 ? "less" : "more"]} ${times(e_value)} times as likely; to reach the interval's near end, ${times(e_value_limit)} times (the E-value).`;
}

const times = (value: number) => value.toFixed(1);
