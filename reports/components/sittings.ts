import {plural, whole} from "./format.js";
import type {Summary} from "./rows.js";

/** How many people have a route that rests on a sitting alone. */
export const bySitting = ({followback_sitting, organic_sitting}: Summary) =>
  followback_sitting + organic_sitting;

/** Those people in the words of a sentence that counts them on either side of a range. */
export const sittingWords = (people: number) => `the ${whole(people)} whose route rests on a sitting`;

/** How many routes rest on sittings, and what that means. Empty where none does. */
export function sittingSentence(summary: Summary): string {
  const people = bySitting(summary);
  if (people === 0) return "";
  const rest = people === 1 ? "rests" : "rest";
  const which = `${whole(summary.followback_sitting)} by followback, ${whole(summary.organic_sitting)} organic`;
  return `The ${people === 1 ? "route" : "routes"} of ${plural(people, "follower")} (${which}) ${rest} on a sitting alone: two lists that give the same date and no time of day, taken as read at one moment. Every range counts these people as unknown.`;
}
