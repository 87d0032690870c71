import {readFileSync} from "node:fs";
import type {ScheduleName} from "./schedules.ts";

/** Widths of 95 % intervals, 0 to 1: of the share in each route, and of their difference. */
export interface Widths {
  followback: number;
  organic: number;
  difference: number;
}

/** What one schedule made of the simulated brands. */
export interface Figures {
  name: ScheduleName;
  /** The median width of a start window, in days. */
  windowDays: number;
  /** Share of newcomers whose route is unknown. */
  unknown: number;
  /** Shares of those called organic, by basis, who really came by followback. */
  firstFollowbacks: number;
  noneSeenFollowbacks: number;
  /** The same of `none_seen` where the brand drops a follow after five days on average. */
  noneSeenFollowbacksDropped: number;
  engaged30: Widths;
  retained90: Widths;
}

/** What simulated brands of known truth showed under every schedule; `npm run calibrate -- --precision` makes it. */
export interface Precision {
  date: string;
  seed: number;
  worlds: number;
  /** Days each brand was watched, and how many newcomers came to it in them, on average: the widths are about so many. */
  days: number;
  newcomers: number;
  schedules: Figures[];
}

export const precisionFile = new URL("precision.json", import.meta.url);

export const readPrecision = (): Precision => JSON.parse(readFileSync(precisionFile, "utf8")) as Precision;

/** The width of an interval for another number of newcomers: it goes with one over the root of how many there are. */
export const widthFor = (width: number, {newcomers}: Precision, own: number): number =>
  Math.min(1, width * Math.sqrt(newcomers / own));
