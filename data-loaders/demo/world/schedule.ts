interface Entry {
  at: number;
  order: number;
  run: () => void;
}

/** What is going to happen, earliest first; two things at one millisecond happen in the order they were planned. */
export class Schedule {
  readonly #heap: Entry[] = [];
  #order = 0;
  #now: number;

  constructor(from: number) {
    this.#now = from;
  }

  /** The time of what is happening, in milliseconds since 1970. */
  get now() {
    return this.#now;
  }

  /** Plans `run` for `at`; what would lie in the past happens next. */
  plan(at: number, run: () => void) {
    const heap = this.#heap;
    const entry = {at: Math.max(Math.ceil(at), this.#now), order: this.#order++, run};
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  /** Lets everything happen up to and including `at`. */
  advanceTo(at: number) {
    while (this.#heap.length > 0 && this.#heap[0]!.at <= at) {
      const next = this.#take();
      this.#now = next.at;
      next.run();
    }
    this.#now = Math.max(this.#now, at);
  }

  #take(): Entry {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);
