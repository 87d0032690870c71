import {format} from "d3";

const digits = [format(".1f"), format(".2f"), format(".2~r")] as const;

/** Results an hour: one digit after the point, two below 2, and two that matter below a tenth: `3.2`, `0.45`, `0.0043`. */
export const ofHour = (value: number) => {
  const size = Math.abs(value);
  return digits[size === 0 || size >= 0.095 ? (size < 1.995 ? 1 : 0) : 2](value);
};
const sizeOf = (value: number) => ofHour(Math.abs(value));

/** A difference above 0 supports the claim, which says that there are few: `0.45 fewer`, `1.20 more`, `no difference`. */
export function perHourDifference(difference: number): string {
  if (difference === 0) return "no difference";
  return `${sizeOf(difference)} ${difference > 0 ? "fewer" : "more"}`;
}

/** `0.20 to 0.70 fewer`, `0.10 more to 0.30 fewer`. */
export function perHourSpan(low: number, high: number): string {
  const [from, to] = [sizeOf(low), sizeOf(high)];
  if (low >= 0) return from === to ? `${to} fewer` : `${from} to ${to} fewer`;
  if (high <= 0) return from === to ? `${to} more` : `${to} to ${from} more`;
  return `${from} more to ${to} fewer`;
}
