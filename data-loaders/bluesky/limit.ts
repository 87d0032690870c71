import {parseRateLimitHeaders} from "@atcute/client";

/** Where no answer says when the limit opens again: its window is five minutes (docs.bsky.app/docs/advanced-guides/rate-limits). */
export const limitMs = 5 * 60_000;

/**
 * Milliseconds from `now` until a limit opens again: as `retry-after` says, else `ratelimit-reset`, at least a second. What is
 * longer than `longest` can only come from clocks that disagree.
 */
export function limitWait(headers: Headers, now: Date, longest = limitMs + 1000): number {
  const after = Number(headers.get("retry-after") ?? Number.NaN) * 1000;
  const reset = parseRateLimitHeaders(headers)?.reset.getTime();
  const ms = Number.isFinite(after) ? after : reset === undefined ? limitMs : reset - now.getTime();
  return Math.min(Math.max(ms, 1000), longest);
}
