import {grown, halvesOf, Numbering} from "./numbering.ts";

/** The rank of those who are not known. */
const unranked = 0x7fffffff;

/** Who has which number, and who of them is known: what a `KnownPeople` goes on from. */
export interface KnownState {
  ids: BigInt64Array;
  arrivals: number[];
  complete: Int32Array;
}

/**
 * The people a list may show again, in their order: the last complete list under the arrivals of heads since. People go
 * by their number, and a list is read beside the known order: where both go on alike, nobody is looked up.
 */
export class KnownPeople {
  readonly #numbering = new Numbering();
  /** Arrivals since the last complete list, the newest last: they rank -1, -2 and so on. */
  #arrivals: number[] = [];
  #complete: Int32Array = new Int32Array(0);
  /** How many lists were read, and by person: their rank, and the last list that showed them. */
  #nth = 0;
  #rank = new Int32Array(0);
  #seen = new Int32Array(0);

  /** What it goes on from. Who was seen by the list read last is not part of it. */
  get state(): KnownState {
    return {ids: this.#numbering.ids, arrivals: this.#arrivals, complete: this.#complete};
  }

  /** Only of one that has read nothing. */
  set state({ids, arrivals, complete}: KnownState) {
    this.#numbering.ids = ids;
    this.#makeRoom(ids.length);
    this.replace(complete);
    this.add(arrivals.toReversed());
  }

  get size(): number {
    return this.#arrivals.length + this.#complete.length;
  }

  /** The people of the last complete list by their numbers, in served order. */
  get complete(): Int32Array {
    return this.#complete;
  }

  /** One more than the highest number anybody has. */
  get numbers(): number {
    return this.#numbering.size;
  }

  has(id: string): boolean {
    const person = this.#numbering.find(BigInt(id));
    return person >= 0 && this.isKnown(person);
  }

  isKnown(person: number): boolean {
    return this.#rank[person] !== unranked;
  }

  /** Whether the list read last shows them. */
  isSeen(person: number): boolean {
    return this.#seen[person] === this.#nth;
  }

  idsOf(people: readonly number[]): bigint[] {
    return people.map((person) => this.#numbering.id(person));
  }

  /** Reads a list: its people by number and the ranks of the known ones, both in served order. */
  read(ids: BigInt64Array): {people: Int32Array; ranks: Int32Array} {
    this.#nth++;
    this.#makeRoom(this.#numbering.size + ids.length);
    const people = new Int32Array(ids.length);
    const ranks = new Int32Array(ids.length);
    let known = 0;
    const halves = halvesOf(ids);
    // Who stands next in the known order, as long as this list follows it.
    let next = -this.#arrivals.length;
    for (let row = 0; row < people.length; row++) {
      const first = halves[2 * row]!;
      const second = halves[2 * row + 1]!;
      let person = next < 0 ? this.#arrivals[-next - 1] : this.#complete[next];
      if (person === undefined || !this.#numbering.is(person, first, second))
        person = this.#numbering.number(first, second);
      people[row] = person;
      this.#seen[person] = this.#nth;
      const rank = this.#rank[person]!;
      if (rank === unranked) continue;
      ranks[known++] = rank;
      next = rank + 1;
    }
    return {people, ranks: ranks.subarray(0, known)};
  }

  /** Who is known, newest first, and not in the list read last. */
  missing(): number[] {
    const missing: number[] = [];
    for (const person of this.#arrivals.toReversed()) if (!this.isSeen(person)) missing.push(person);
    for (const person of this.#complete) if (!this.isSeen(person)) missing.push(person);
    return missing;
  }

  /** Puts arrivals, newest first, above everybody known. */
  add(arrivals: readonly number[]): void {
    for (const person of arrivals.toReversed()) this.#rank[person] = -this.#arrivals.push(person);
  }

  /** From now on the people of a complete list are known, and nobody else. */
  replace(people: Int32Array): void {
    for (const person of this.#complete) this.#rank[person] = unranked;
    for (const person of this.#arrivals) this.#rank[person] = unranked;
    for (let rank = 0; rank < people.length; rank++) this.#rank[people[rank]!] = rank;
    this.#complete = people;
    this.#arrivals = [];
  }

  #makeRoom(people: number) {
    const size = this.#rank.length;
    if (people <= size) return;
    const room = Math.max(people, 2 * size);
    this.#rank = grown(this.#rank, room).fill(unranked, size);
    this.#seen = grown(this.#seen, room);
  }
}
