const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A whole number with a comma every three digits, the same on every machine. */
export function whole(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Digits after the point that a share deserves: one below 10 %, none above. */
const digitsOf = (share: number) => (Math.abs(share) < 0.0995 ? 1 : 0);

/** A share (0–1) as a percentage. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return "–";
  return `${(share * 100).toFixed(share === 0 || share === 1 ? 0 : digitsOf(share))}%`;
}

/** A share on an axis: no more digits than it needs. */
export const axisPercent = (share: number) => `${Number((share * 100).toFixed(1))}%`;

/** An interval of shares: `3.1–5.2%`. */
export function percentRange(low: number | null, high: number | null): string {
  if (low === null || high === null) return "–";
  const [from, to] = [percent(low), percent(high)];
  return from === to ? to : `${from.slice(0, -1)}–${to}`;
}

/** A difference of shares in percentage points, always with its sign. */
export function points(difference: number): string {
  const text = Math.abs(difference * 100).toFixed(Math.abs(difference) < 0.0995 ? 1 : 0);
  return Number(text) === 0 ? text : `${difference < 0 ? "−" : "+"}${text}`;
}

/** `5 Jan 2026` of an ISO date or time, in UTC. */
export function day(iso: string | null | undefined): string {
  if (!iso) return "–";
  const date = new Date(iso);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `Jan 2026`; of two months `Jan–Mar 2026`. */
export function month(iso: string | null, to: string | null = iso): string {
  if (!iso || !to) return "–";
  const [a, b] = [new Date(iso), new Date(to)];
  const end = `${months[b.getUTCMonth()]} ${b.getUTCFullYear()}`;
  if (a.getTime() === b.getTime()) return end;
  const start = months[a.getUTCMonth()]!;
  return a.getUTCFullYear() === b.getUTCFullYear()
    ? `${start}–${end}`
    : `${start} ${a.getUTCFullYear()}–${end}`;
}

/** The same in little room: `Jan ’26`, `Jan–Mar ’26`. */
export const shortMonth = (iso: string | null, to: string | null = iso) =>
  month(iso, to).replaceAll(/ 20(\d\d)/g, " ’$1");

/** `1 person`, `2 people`. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${whole(count)} ${count === 1 ? one : many}`;

/** Words in a row: `a, b and c`. */
export const inWords = (words: string[], before: "and" | "or" = "and") =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${before} ${words.at(-1)}`;

/** An account's name where a sentence or a title begins with it. A name stays as it is written. */
export const atStart = (name: string) => name.replace(/^the account\b/, "The account");
