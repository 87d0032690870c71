/** Remembers the latest so many ids: X may deliver an event more than once, and repeats come soon or by a replay. */
export class Seen {
  readonly #ids = new Set<string>();

  constructor(readonly most = 200_000) {}

  /** Notes an id; false if it was there already. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    // A set keeps the order of insertion: the first is the oldest.
    if (this.#ids.size > this.most) this.#ids.delete(this.#ids.values().next().value!);
    return true;
  }

  /** As if an id had never been noted. */
  forget(id: string): void {
    this.#ids.delete(id);
  }
}
