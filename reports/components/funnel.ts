import {estimatesPlot, type Estimate} from "./estimates.js";
import {isNarrow, type DrawOptions} from "./draw.js";
import {axisPercent, percent, percentRange, whole} from "./format.js";
import type {FunnelStage} from "./rows.js";

/** What each stage is called. */
export const stageNames: Record<string, string> = {
  attempted: "we followed them",
  followed_back_7: "followed back in 7 days",
  followed_back_30: "… in 30 days",
  followed_back: "followed back ever",
  retained_30: "still there at 30 days",
  retained_90: "still there at 90 days",
  engaged_30: "engaged in 30 days",
  visited: "came beyond X"
};

/** The note of a stage that counts whom the next full list showed. */
const nextList = "by the next full list";

/** What these are called where lists are too far apart to say within how many days: whom the next full list showed counts. */
const byNextList: Record<string, string> = {
  followed_back_7: "by the list after 7 days",
  followed_back_30: "… after 30 days"
};

/** A stage in words, of an account on a network; `note` is that of its row. */
export const stageName = (stage: string, network = "X", note: string | null = null) =>
  (
    (note === nextList ? byNextList[stage] : undefined) ??
    stageNames[stage] ??
    stage.replaceAll("_", " ")
  ).replace("beyond X", `beyond ${network}`);

/** What a stage by the next full list counts; empty where there is none. */
export const nextListSentence = (stages: FunnelStage[]) =>
  stages.some(({note}) => note === nextList)
    ? "“By the list after 7 days” counts whom the first full list 7 days or more after our follow showed, so some came later than 7 days; “How soon”, below, counts who came within 7 days."
    : "";

/** The stages from our follow to a follower who engages, each as a share of the stage it is counted from. */
export function funnelPlot(stages: FunnelStage[], options: DrawOptions, network = "X"): SVGSVGElement {
  const isPhone = isNarrow(options.width ?? 640);
  const rows = stages.flatMap((stage): Estimate[] => {
    const {share, low, high, range_low, range_high, x, n} = stage;
    if (share === null || stage.stage === "attempted") return [];
    const range =
      range_low !== null && range_high !== null ? percentRange(range_low, range_high) : percent(share);
    return [
      {
        group: "",
        name: stageName(stage.stage, network, stage.note),
        color: "var(--followback)",
        value: share,
        low,
        high,
        least: range_low,
        most: range_high,
        text: isPhone ? range : `${range} of ${whole(n)}`,
        title: `${stageName(stage.stage, network, stage.note)}: ${whole(x)} of ${whole(n)}${stage.of_stage ? ` (${stageName(stage.of_stage, network)})` : ""}, ${percent(share)}, 95% interval ${percentRange(low, high)}${range_low === null ? "" : `, with the unknown ${range}`}`
      }
    ];
  });
  return estimatesPlot(rows, options, {format: axisPercent, marginLeft: isPhone ? 158 : 170, full: 1});
}
