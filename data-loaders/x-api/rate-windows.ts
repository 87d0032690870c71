import type {TwitterRateLimit} from "twitter-api-v2";
import type {Clock} from "../clock.ts";
import {type Endpoint, spacings, windowMinutes} from "../../src/networks/x.ts";

const windowMs = windowMinutes * 60_000;

/** What X's headers say of the rate limits, by endpoint; headers count, never constants. */
export class RateWindows {
  readonly #limits = new Map<Endpoint, TwitterRateLimit>();
  /** When endpoints that X limits by the second were last asked. */
  readonly #asked = new Map<Endpoint, number>();

  constructor(
    readonly clock: Clock,
    readonly onWait: ((until: Date, endpoint: Endpoint) => void) | undefined
  ) {}

  /** Waits until the window of the endpoint opens again, if nothing remains in it. */
  async wait(endpoint: Endpoint): Promise<void> {
    await this.#waitForWindow(endpoint);
    const spacing = spacings[endpoint];
    if (spacing === undefined) return;
    const ms = (this.#asked.get(endpoint) ?? -Infinity) + spacing - this.clock.now().getTime();
    if (ms > 0) await this.clock.sleep(ms);
    this.#asked.set(endpoint, this.clock.now().getTime());
  }

  async #waitForWindow(endpoint: Endpoint): Promise<void> {
    const limit = this.#limits.get(endpoint);
    if (!limit || limit.remaining > 0) return;
    this.#limits.delete(endpoint);
    const now = this.clock.now().getTime();
    // Windows last 15 minutes; a longer wait can only come from clocks that disagree.
    const ms = Math.min(limit.reset * 1000 - now, windowMs + 1000);
    if (ms <= 0) return;
    this.onWait?.(new Date(now + ms), endpoint);
    await this.clock.sleep(ms);
  }

  note(endpoint: Endpoint, limit: TwitterRateLimit | undefined): void {
    if (limit && Number.isFinite(limit.reset)) this.#limits.set(endpoint, limit);
  }

  /** After a 429 the next try waits for the reset X named, at least a second; without one, a whole window. */
  noteRefusal(endpoint: Endpoint, error: unknown): void {
    const now = this.clock.now().getTime() / 1000;
    const limit = (error as {rateLimit?: TwitterRateLimit}).rateLimit;
    const reset =
      limit && Number.isFinite(limit.reset) ? Math.max(limit.reset, now + 1) : now + windowMs / 1000;
    this.#limits.set(endpoint, {limit: limit?.limit ?? 0, remaining: 0, reset});
  }
}
