import {isNarrow, type DrawOptions} from "./draw.js";
import type {Claim} from "./rows.js";
import {pixel, svgNode} from "./svg.js";

/** The largest difference a picture has to hold: the same for all of a page that have one unit, so that they compare. */
export function reachOf(claims: Claim[]): number {
  const ends = claims.flatMap(({low, high, range_low, range_high, matters}) =>
    low === null || high === null ? [] : [low, high, range_low ?? 0, range_high ?? 0, matters]
  );
  const reach = Math.max(0.05, ...ends.map(Math.abs)) * 1.08;
  // No difference of shares is larger than 1.
  return claims.every(({unit}) => unit === "share") ? Math.min(1, reach) : reach;
}

/** Steps of an axis in whole percentage points, or in halves of an unevenness or of results an hour, at most three on a side. */
const stepOf = (reach: number, unit: Claim["unit"]) =>
  (unit === "share" ? [0.01, 0.02, 0.05, 0.1, 0.2, 0.5] : [0.5, 1, 2, 5, 10, 20, 50]).find(
    (step) => reach / step < 3.9
  ) ?? (unit === "share" ? 0.5 : 100);

/**
 * One statement's difference on a scale around nothing: the dot is the estimate, the bar its 99 % interval, the hollow
 * bar below what the unknown routes can make of it; within the shaded band it is too small to act on.
 */
export function claimPlot(
  {difference, low, high, range_low, range_high, matters, unit}: Claim,
  {width = 400, document = globalThis.document, label, reach}: DrawOptions & {reach: number}
): SVGSVGElement {
  const height = 76;
  const [left, right] = [10, width - 10];
  const x = (value: number) =>
    pixel(left + ((Math.max(-reach, Math.min(reach, value)) + reach) / (2 * reach)) * (right - left));
  const make = (name: string, attributes: Record<string, string | number>, text: string[] = []) =>
    svgNode(document, name, attributes, text);
  const bar = (from: number, to: number, y: number, thickness: number, kind: string) =>
    make("rect", {
      class: kind,
      x: x(from),
      y: y - thickness / 2,
      width: pixel(Math.max(1, x(to) - x(from))),
      height: thickness
    });
  const step = stepOf(reach, unit);
  // A step at the very edge would have no room for its label.
  const steps = Array.from({length: Math.floor((reach * 0.93) / step)}, (_, i) => (i + 1) * step);
  const [against, support] = isNarrow(width)
    ? ["against", "for the claim"]
    : ["against the claim", "for the claim"];
  const marks = [
    make("text", {class: "side", x: left, y: 11}, [against!]),
    make("text", {class: "side", x: right, y: 11, "text-anchor": "end"}, [support!]),
    bar(-matters, matters, 37, 38, "matters"),
    make("line", {class: "axis", x1: left, x2: right, y1: 56, y2: 56}),
    make("line", {class: "zero", x1: x(0), x2: x(0), y1: 17, y2: 60}),
    ...[...steps.map((value) => -value), 0, ...steps].map((value) => {
      const sign = value === 0 ? "" : value < 0 ? "−" : "+";
      return make("text", {class: "tick", x: x(value), y: 72, "text-anchor": "middle"}, [
        `${sign}${unit === "share" ? Math.round(Math.abs(value) * 100) : Math.abs(value)}`
      ]);
    })
  ];
  if (difference !== null && low !== null && high !== null) {
    marks.push(bar(low, high, 31, 10, "interval"));
    marks.push(make("circle", {class: "estimate", cx: x(difference), cy: 31, r: 5}));
  }
  if (range_low !== null && range_high !== null && range_high > range_low)
    marks.push(bar(range_low, range_high, 46, 6, "range"));
  return svgNode(
    document,
    "svg",
    {class: "claim-plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label},
    marks
  ) as SVGSVGElement;
}
