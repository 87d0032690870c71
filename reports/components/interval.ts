import {percent, percentRange, whole} from "./format.js";

/** A share of so many people with its 95 % interval, as the data have them. */
export interface ShareRow {
  hits: number | null;
  size: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

/** `4.1% of 1,403`; of no one there is no share, and too small a group has no count. */
export function countText(hits: number | null, size: number): string {
  if (size === 0) return "–";
  return hits === null ? "too few" : `${percent(hits / size)} of ${whole(size)}`;
}

/** The same of a share that is known as such. */
export function partText(share: number | null, size: number): string {
  if (size === 0) return "–";
  return share === null ? "too few" : `${percent(share)} of ${whole(size)}`;
}

/** `4.1% (95% interval 3.2–5.3%, 58 of 1,403)` */
export const shareText = ({hits, size, share, low, high}: ShareRow) =>
  `${percent(share)} (95% interval ${percentRange(low, high)}, ${whole(hits)} of ${whole(size)})`;
