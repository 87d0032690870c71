/** A clock that is read and slept on. The real one and the movable one look the same. */
export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

/** A clock that stands still until it is moved; whoever sleeps on it moves it, at once. */
export class MovableClock implements Clock {
  #now: number;
  readonly #onMove: (now: Date) => void;

  constructor(from: Date, onMove: (now: Date) => void = () => {}) {
    this.#now = from.getTime();
    this.#onMove = onMove;
  }

  now = () => new Date(this.#now);

  /** Moves on; never backwards. */
  moveTo(at: Date) {
    if (at.getTime() <= this.#now) return;
    this.#now = at.getTime();
    this.#onMove(at);
  }

  tick(ms: number) {
    this.moveTo(new Date(this.#now + ms));
  }

  sleep = async (ms: number) => this.tick(ms);
}
