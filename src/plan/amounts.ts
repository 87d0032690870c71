import {fixed, hundredths} from "../words.ts";

/** A share as people say it: `28 %`, and `0.4 %`, which is not none. */
export const percent = (share: number): string => `${hundredths(share, 0)} %`;

/** Whole from a hundred on, else with what matters behind the point. */
export const number = (value: number): string =>
  isBelow(value, 0.005)
    ? fixed(value, 2)
    : value.toLocaleString("en", {maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2});

/** Dollars, with cents below a hundred: `$39.62`, `$1,125`; `$0.004` is not none. */
export const dollars = (value: number): string =>
  `$${isBelow(value, 0.005) ? fixed(value, 2) : value.toLocaleString("en", value >= 100 ? {maximumFractionDigits: 0} : {minimumFractionDigits: 2, maximumFractionDigits: 2})}`;

/** Dollars of an estimate, without cents from ten on. */
export const about = (value: number): string =>
  `about ${value >= 10 ? `$${Math.round(value).toLocaleString("en")}` : dollars(value)}`;

/** An interval so wide leaves nearly every share possible. */
const nothingToldFrom = 0.8;

/** Whether an interval, 0 to 1 wide, leaves nearly every share possible: too few people for anything. */
export const isTooWide = (width: number): boolean => width >= nothingToldFrom;

const isBelow = (value: number, least: number) => value > 0 && value < least;

/** Half the width of an interval, in points: a share is told give or take so many. */
export const giveOrTake = (width: number): string => fixed(width * 50, 1);
