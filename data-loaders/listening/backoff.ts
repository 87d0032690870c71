export type Trouble = "network" | "http" | "limited";

/** The first wait and the longest, in milliseconds, as X asks of streams. */
const waits: Record<Trouble, {first: number; most: number; next: (ms: number) => number}> = {
  network: {first: 250, most: 16_000, next: (ms) => ms + 250},
  http: {first: 5_000, most: 320_000, next: (ms) => ms * 2},
  limited: {first: 60_000, most: 960_000, next: (ms) => ms * 2}
};

/** How long to wait before the next try to connect: longer each time the same trouble comes again. */
export class Backoff {
  #trouble: Trouble | null = null;
  #ms = 0;

  after(trouble: Trouble): number {
    const {first, most, next} = waits[trouble];
    this.#ms = this.#trouble === trouble ? Math.min(most, next(this.#ms)) : first;
    this.#trouble = trouble;
    return this.#ms;
  }

  /** The line works again. */
  reset(): void {
    this.#trouble = null;
  }
}
