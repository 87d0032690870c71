import {format, utcFormat} from "d3";

const asWhole = format(",d");
/** Shares as percentages and differences in points, by their digits after the point. */
const asPercent = [format(".0%"), format(".1%"), format(".2%"), format(".3%"), format(".4%")] as const;
const asPoints = [format("+.0f"), format("+.1f"), format("+.2f")] as const;
const asAxisPercent = format(".1~%");
const asDay = utcFormat("%-d %b %Y");
/** `2026-01-05`, in UTC. */
export const isoDay = utcFormat("%Y-%m-%d");
const asMonth = utcFormat("%b");
const asMonthAndYear = utcFormat("%b %Y");

/** The day on which the first network began. */
const firstDay = "2006-03-21";

/** Whether an ISO time is a date at all: steps without dates are stored from 1970. Models ask the same of each network. */
export const isDated = (iso: string | null): iso is string => iso !== null && iso >= firstDay;

/** A whole number with a comma every three digits, the same on every machine. */
export function whole(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return asWhole(Math.round(value));
}

/** Digits after the point that a share deserves: one below 10 %, none above. */
const digitsOf = (share: number): 0 | 1 => (Math.abs(share) < 0.0995 ? 1 : 0);

/** A share with at least so many digits, and with as many more as it takes not to read as none or as all. */
function percentAs(share: number, least: number): string {
  if (share === 0 || share === 1) return asPercent[0](share);
  const texts = asPercent.slice(least).map((text) => text(share));
  return texts.find((text) => ![0, 100].includes(Number.parseFloat(text))) ?? asPercent[0](share);
}

/** A share (0–1) as a percentage; `99.5%` of 199 of 200, which is not all. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return "–";
  return percentAs(share, digitsOf(share));
}

/** A share on an axis: no more digits than it needs. */
export const axisPercent = (share: number) => asAxisPercent(share);

/** People on an axis: where few are counted a tick may stand between two numbers, and says nothing there. */
export const axisWhole = (people: number) => (Number.isInteger(people) ? whole(people) : "");

/** An interval of shares: `3.1–5.2%`. Ends that differ read differently: `13.7–14.3%`. */
export function percentRange(low: number | null, high: number | null): string {
  if (low === null || high === null) return "–";
  const ends = [percent(low), percent(high)] as const;
  const closer = asPercent.map((_, least) => [percentAs(low, least), percentAs(high, least)] as const);
  const [from, to] = [ends, ...closer].find(([from, to]) => from !== to) ?? ends;
  return from === to ? to : `${from.slice(0, -1)}–${to}`;
}

/** A difference of shares in percentage points, always with its sign; one near nothing has a digit more. */
export function points(difference: number): string {
  const texts = asPoints.slice(digitsOf(difference)).map((text) => text(difference * 100));
  return texts.find((text) => Number(text.slice(1)) !== 0) ?? texts[0]!.slice(1);
}

/** `5 Jan 2026` of an ISO date or time, in UTC. */
export function day(iso: string | null | undefined): string {
  if (!iso) return "–";
  return asDay(new Date(iso));
}

/** `Jan 2026`; of two months `Jan–Mar 2026`. */
export function month(iso: string | null, to: string | null = iso): string {
  if (!iso || !to) return "–";
  const [a, b] = [new Date(iso), new Date(to)];
  if (a.getTime() === b.getTime()) return asMonthAndYear(b);
  const start = a.getUTCFullYear() === b.getUTCFullYear() ? asMonth : asMonthAndYear;
  return `${start(a)}–${asMonthAndYear(b)}`;
}

/** The same in little room: `Jan ’26`, `Jan–Mar ’26`. */
export const shortMonth = (iso: string | null, to: string | null = iso) =>
  month(iso, to).replaceAll(/ 20(\d\d)/g, " ’$1");

/** `1 person`, `2 people`. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${whole(count)} ${count === 1 ? one : many}`;

/** The beginning of a name that is longer than so many characters, with an ellipsis. */
export function shortened(name: string, most: number): string {
  const letters = Array.from(name);
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : name;
}

/** How often something came, of days from one time to the next: `every 7 days`, `every day`, `every 6 hours`. */
export function every(days: number): string {
  const hours = Math.max(1, Math.round(days * 24));
  if (hours < 18) return `every ${hours === 1 ? "hour" : `${hours} hours`}`;
  const whole = Math.max(1, Math.round(days));
  return `every ${whole === 1 ? "day" : plural(whole, "day")}`;
}

/** Words in a row: `a, b and c`. */
export const inWords = (words: string[], before: "and" | "or" = "and") =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${before} ${words.at(-1)}`;

/** The same text with its first letter large. */
export const capital = (text: string) => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** An account's name where a sentence or a title begins with it. A name stays as it is written. */
export const atStart = (name: string) => name.replace(/^the account\b/, "The account");
