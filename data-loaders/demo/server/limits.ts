/** Requests a window of 15 minutes, app-only and user context, by endpoint: X's rate-limit page, August 2026. */
const published: Record<string, {app: number; user: number}> = {
  "/2/users/me": {app: 75, user: 75},
  "/2/users": {app: 300, user: 900},
  "/2/users/:id": {app: 300, user: 900},
  "/2/users/by": {app: 300, user: 900},
  "/2/users/by/username/:username": {app: 300, user: 900},
  "/2/users/:id/followers": {app: 300, user: 300},
  "/2/users/:id/following": {app: 300, user: 300},
  "/2/users/:id/tweets": {app: 10_000, user: 900},
  "/2/users/:id/mentions": {app: 450, user: 300},
  "/2/tweets": {app: 3500, user: 5000},
  "/2/tweets/:id/quote_tweets": {app: 75, user: 75},
  "/2/tweets/:id/retweets": {app: 75, user: 75},
  "/2/tweets/:id/liking_users": {app: 75, user: 75},
  "/2/tweets/search/recent": {app: 450, user: 300},
  "/2/tweets/search/all": {app: 300, user: 1}
};

/** Milliseconds that must lie between two requests. */
const spacings: Record<string, number> = {"/2/tweets/search/all": 1000};

const windowMs = 15 * 60_000;

/** Counts requests in windows that open with their first request, on whatever clock is given. */
export class RateLimits {
  readonly #last = new Map<string, number>();
  readonly #windows = new Map<string, {until: number; used: number}>();

  constructor(
    readonly clock: {now(): Date},
    readonly limits: Record<string, {app: number; user: number}> = {}
  ) {}

  /** Takes one request from the window; `headers` are X's own three, the reset in seconds since 1970. */
  take(endpoint: string, auth: "app" | "user"): {allowed: boolean; headers: Record<string, string>} {
    const limit = (this.limits[endpoint] ?? published[endpoint]!)[auth];
    const now = this.clock.now().getTime();
    const key = `${auth} ${endpoint}`;
    let window = this.#windows.get(key);
    if (!window || now >= window.until) {
      window = {until: now + windowMs, used: 0};
      this.#windows.set(key, window);
    }
    const isTooSoon = now - (this.#last.get(key) ?? -Infinity) < (spacings[endpoint] ?? 0);
    if (isTooSoon) {
      const reset = String(Math.ceil(now / 1000) + 1);
      return {allowed: false, headers: {...headersOf(limit, 0), "x-rate-limit-reset": reset}};
    }
    this.#last.set(key, now);
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    return {
      allowed,
      headers: {
        ...headersOf(limit, limit - window.used),
        "x-rate-limit-reset": String(Math.ceil(window.until / 1000))
      }
    };
  }
}

const headersOf = (limit: number, remaining: number) => ({
  "x-rate-limit-limit": String(limit),
  "x-rate-limit-remaining": String(remaining)
});
