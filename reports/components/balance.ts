import {percent, whole} from "./format.js";

const names: Record<string, string> = {
  account_age: "account age, days",
  ratio: "followers to following"
};

/** Traits that a person has or has not: their mean is a share. */
const shares = ["protected", "verified"];

const significantDigits = 3;

/** What a trait at first sight is called, with its unit where it has one. */
export const traitName = (trait: string) => names[trait] ?? trait.replaceAll("_", " ");

/** The mean of a trait at first sight, to three digits that matter; a share as a percentage. Null where a group is too small. */
export function traitText(trait: string, value: number | null): string {
  if (value === null) return "too few";
  if (shares.includes(trait)) return percent(value);
  return value >= 1000 ? whole(value) : String(Number(value.toPrecision(significantDigits)));
}

/** A difference in standard deviations; null where it cannot be computed. */
export const apartText = (difference: number | null) =>
  difference === null ? "–" : difference.toFixed(2).replace("-", "−");
