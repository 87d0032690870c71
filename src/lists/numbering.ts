/**
 * Gives every id a small number, 0 for the first, so that what is remembered of people stands in plain arrays. Ids
 * travel as the two 32-bit halves they have in a `BigInt64Array`: comparing those makes no objects.
 */
export class Numbering {
  #halves = new Int32Array(64);
  /** One more than the number of the id that hashes to a place; 0 where it is free. At least half of them are. */
  #places = new Int32Array(64);
  #size = 0;

  /** How many ids have a number. */
  get size(): number {
    return this.#size;
  }

  /** Every id in the order of their numbers. */
  get ids(): BigInt64Array {
    return new BigInt64Array(this.#halves.buffer, 0, this.#size).slice();
  }

  /** Only of one that has given no number: each id gets that of its place. */
  set ids(ids: BigInt64Array) {
    this.#size = ids.length;
    let room = 64;
    while (room < 2 * ids.length) room *= 2;
    this.#halves = new Int32Array(room);
    this.#halves.set(halvesOf(ids));
    this.#places = new Int32Array(room / 4);
    this.#spread();
  }

  /** Whether the number belongs to the id with these halves. */
  is(number: number, first: number, second: number): boolean {
    return this.#halves[2 * number] === first && this.#halves[2 * number + 1] === second;
  }

  /** The number of an id, a new one where it has none. */
  number(first: number, second: number): number {
    const place = this.#placeOf(first, second);
    if (this.#places[place] !== 0) return this.#places[place]! - 1;
    const number = this.#size++;
    if (2 * number === this.#halves.length) this.#halves = grown(this.#halves, 4 * number);
    this.#halves[2 * number] = first;
    this.#halves[2 * number + 1] = second;
    this.#places[place] = number + 1;
    if (2 * this.#size > this.#places.length) this.#spread();
    return number;
  }

  /** The number of an id, -1 where it has none. */
  find(id: bigint): number {
    const [first, second] = halvesOf(BigInt64Array.of(id));
    return this.#places[this.#placeOf(first!, second!)]! - 1;
  }

  /** The id of a number. */
  id(number: number): bigint {
    return new BigInt64Array(this.#halves.buffer, 8 * number, 1)[0]!;
  }

  #placeOf(first: number, second: number): number {
    const last = this.#places.length - 1;
    let place = hash(first, second) & last;
    for (;;) {
      const number = this.#places[place]! - 1;
      if (number === -1 || this.is(number, first, second)) return place;
      place = (place + 1) & last;
    }
  }

  #spread() {
    this.#places = new Int32Array(4 * this.#places.length);
    for (let number = 0; number < this.#size; number++)
      this.#places[this.#placeOf(this.#halves[2 * number]!, this.#halves[2 * number + 1]!)] = number + 1;
  }
}

/** The two halves of each id, in the machine's order. */
export const halvesOf = (ids: BigInt64Array) => new Int32Array(ids.buffer, ids.byteOffset, 2 * ids.length);

/** The same numbers in a longer array. */
export function grown(numbers: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(length);
  longer.set(numbers);
  return longer;
}

/** Both halves stirred into every bit (the finisher of MurmurHash3): ids of one day differ in a few bits only. */
function hash(first: number, second: number): number {
  let h = first ^ Math.imul(second, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
