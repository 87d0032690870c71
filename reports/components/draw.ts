import {extent} from "d3";
import * as Plot from "@observablehq/plot";

/** What every drawing takes beside its data. */
export interface DrawOptions {
  /** Pixels; below 480 drawings leave out what a phone has no room for. */
  width?: number;
  /** The DOM to draw with: the browser's, or one made in Node. */
  document?: Document;
  /** What the picture says, for people who hear it. */
  label: string;
  /** Give marks their values as titles, for `readable`; pictures drawn at build time go without. */
  isReadable?: boolean;
}

/** The title of a mark, where the picture is one to be read mark by mark. */
export const titled = <T>({isReadable}: DrawOptions, title: (row: T) => string) =>
  isReadable ? {title} : {};

export const isNarrow = (width: number) => width < 480;

/** Draws one plot as an SVG that reads as one picture, in the page's own type and colours. */
export function draw(
  {label, width = 640, document = globalThis.document}: DrawOptions,
  options: Plot.PlotOptions
): SVGSVGElement {
  const svg = Plot.plot({
    width,
    document,
    style: {fontSize: "13px", fontFamily: "var(--sans-serif)", background: "none", overflow: "visible"},
    ...options
  }) as SVGSVGElement;
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  // A group with a label but no role is an error to a screen reader; the picture as a whole has one.
  for (const part of svg.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
  return svg;
}

/** A time axis whose ticks do not run into each other: half years on a phone where there are several. */
export function timeAxis(dates: Date[], width: number): Plot.ScaleOptions {
  return {type: "utc", label: null, ticks: isNarrow(width) ? narrowTicks(dates) : 6};
}

function narrowTicks(dates: Date[]): number | string {
  const [from = 0, to = 0] = extent(dates, Number);
  const span = to - from;
  return span > 300 * 864e5 ? "6 months" : span > 120 * 864e5 ? "2 months" : 3;
}

/** Moves labels apart along y so that none overlaps: returns them with `at`, in the order given. */
export function spread<T>(labels: T[], y: (label: T) => number, distance: number): (T & {at: number})[] {
  const sorted = labels.map((label) => ({...label, at: y(label)})).sort((a, b) => a.at - b.at);
  for (let i = 1; i < sorted.length; i++) {
    const [below, above] = [sorted[i - 1]!, sorted[i]!];
    if (above.at - below.at < distance) above.at = below.at + distance;
  }
  return sorted;
}
