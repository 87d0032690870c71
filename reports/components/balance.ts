import {whole} from "./format.js";

const significantDigits = 3;

/** The mean of a trait at first sight, to three digits that matter. Null where a group is too small. */
export function traitText(value: number | null): string {
  if (value === null) return "too few";
  return value >= 1000 ? whole(value) : String(Number(value.toPrecision(significantDigits)));
}

/** A difference in standard deviations; null where it cannot be computed. */
export const apartText = (difference: number | null) =>
  difference === null ? "–" : difference.toFixed(2).replace("-", "−");
