/**
 * The people of a complete list, by number and as they were served. Once a later complete list has taken its place, what
 * needs to be kept is how it differs from that one: people seldom change places.
 */
export class PastOrder {
  #people: Int32Array | null;
  #difference: Int32Array | null;
  /** That of the complete list that took its place. */
  next: PastOrder | null = null;

  /** `nth` grows from list to list. Either its people are given, or how it differs from the next one. */
  constructor(
    readonly nth: number,
    people: Int32Array | null,
    difference: Int32Array | null = null
  ) {
    this.#people = people;
    this.#difference = difference;
  }

  get people(): Int32Array {
    // However many lists are between, nothing nests.
    const behind: PastOrder[] = this.#people === null ? [this] : [];
    for (let at = this.next; behind.length > 0 && at !== null && at.#people === null; at = at.next)
      behind.push(at);
    for (const order of behind.reverse()) order.#people = restored(order.#difference!, order.next!.people);
    return this.#people!;
  }

  /** How it differs from the next one. `numbers`: one more than the highest number anybody has. */
  difference(numbers: number): Int32Array {
    return (this.#difference ??= differenceOf(this.people, this.next!.people, numbers));
  }

  /** Keeps no more than how it differs from the next one. */
  shorten(numbers: number): void {
    this.difference(numbers);
    this.#people = null;
  }
}

/**
 * Numbers by which one order is made of another, piece by piece: how many people stand there that the other lacks or has
 * elsewhere, they themselves, and then from which place of the other how many follow.
 */
export function differenceOf(people: Int32Array, other: Int32Array, numbers: number): Int32Array {
  const places = new Int32Array(numbers).fill(-1);
  for (let place = 0; place < other.length; place++) places[other[place]!] = place;
  const pieces: number[] = [];
  let at = 0;
  while (at < people.length) {
    const start = at;
    while (at < people.length && places[people[at]!] === -1) at++;
    pieces.push(at - start);
    // One by one: a call takes no more than some hundred thousand arguments.
    for (let own = start; own < at; own++) pieces.push(people[own]!);
    const from = at < people.length ? places[people[at]!]! : 0;
    const run = at;
    while (at < people.length && other[from + at - run] === people[at]) at++;
    pieces.push(from, at - run);
  }
  return Int32Array.from(pieces);
}

/** The order that differs so from the other. */
export function restored(difference: Int32Array, other: Int32Array): Int32Array {
  let length = 0;
  for (let at = 0; at < difference.length; at += 3 + difference[at]!)
    length += difference[at]! + difference[at + 2 + difference[at]!]!;
  const people = new Int32Array(length);
  let to = 0;
  for (let at = 0; at < difference.length;) {
    const own = difference[at]!;
    people.set(difference.subarray(at + 1, at + 1 + own), to);
    const from = difference[at + 1 + own]!;
    const run = difference[at + 2 + own]!;
    people.set(other.subarray(from, from + run), to + own);
    to += own + run;
    at += 3 + own;
  }
  return people;
}
