import {UserError} from "../../src/errors.ts";
import {isZone} from "../../src/snapshots/settings.ts";

/** A calendar day as a source counts it: `2026-09-15`. */
export type Day = string;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const minuteMs = 60_000;
/** A day begins first where clocks are 14 hours ahead of UTC, and ends last where they are 12 hours behind. */
const earliestStartMs = -14 * hourMs;
const latestStartMs = 12 * hourMs;
/** No shop has days before this one: what reads like one is no date. */
const firstDay = "1990-01-01";
const lastDay = "2099-12-31";

/** The day of that text, or null where there is none: 2026-02-30 is none. */
export function dayOfText(text: string): Day | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < firstDay || text > lastDay) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && dayInUtc(at) === text ? text : null;
}

export const dayInUtc = (at: Date): Day => at.toISOString().slice(0, 10);
/** A day as the raw tables hold it: at 00:00, whatever its zone. */
export const timestampOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);
export const plusDays = (day: Day, days: number): Day =>
  dayInUtc(new Date(timestampOf(day).getTime() + days * dayMs));
export const daysFrom = (from: Day, to: Day): number =>
  (timestampOf(to).getTime() - timestampOf(from).getTime()) / dayMs;

/** Whose days are counted. */
export interface Zone {
  name: string;
  dayOf(at: Date): Day;
}

/** A zone by its name or offset. Throws a `UserError` where it is none. */
export function zoneOf(text: string): Zone {
  const [, sign, hours, minutes] = /^([+-])(0\d|1[0-4])(?::?([0-5]\d))?$/.exec(text) ?? [];
  if (sign !== undefined) {
    const shift = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * minuteMs;
    return {name: text, dayOf: (at) => dayInUtc(new Date(at.getTime() + shift))};
  }
  if (/^(Z|UTC|GMT)$/i.test(text)) return {name: "UTC", dayOf: dayInUtc};
  if (!text.includes("/") || !isZone(text))
    throw new UserError(
      `--zone ${text}: not a zone: write a name such as America/New_York, or an offset such as -05:00`
    );
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: text,
    year: "numeric",
    month: "2-digit",
    day: "2-digit"
  });
  return {name: text, dayOf: (at) => format.format(at)};
}

/** The first instant of a day in a zone, to the minute; of no known zone, the first anywhere on Earth. */
export function startOf(day: Day, zone: Zone | null): Date {
  const utc = timestampOf(day).getTime();
  if (zone === null) return new Date(utc + earliestStartMs);
  let [before, after] = [utc + earliestStartMs - minuteMs, utc + latestStartMs + minuteMs];
  while (after - before > minuteMs) {
    const middle = Math.floor((before + after) / 2 / minuteMs) * minuteMs;
    if (zone.dayOf(new Date(middle)) >= day) after = middle;
    else before = middle;
  }
  return new Date(after);
}

/** From when on a day is certainly over: in its zone; of no known zone, everywhere on Earth. */
export const overFrom = (day: Day, zone: Zone | null): Date =>
  zone === null
    ? new Date(timestampOf(day).getTime() + dayMs + latestStartMs)
    : startOf(plusDays(day, 1), zone);
