import {BIGINT, INTEGER} from "@duckdb/node-api";
import {chunkOf, numbersOf, type Database} from "../../src/duckdb.ts";
import {halvesOf, Numbering} from "../../src/lists/numbering.ts";
import {sortedOf, type CountsInSeries} from "./count-lists.ts";

/** So many people are remembered at once: 28 bytes each, twice that while there is made room for more. */
const mostPeople = 2 ** 22;
/** So many rows of all lists together are remembered at once: 8 bytes each. */
const mostRows = 2 ** 26;

/** A list is sorted by so many bits of the ranks at a time, few for few people, as each step goes over all values of them. */
const fewestBits = 8;
const mostBits = 16;

const columnTypes = [INTEGER, INTEGER, BIGINT];

interface List {
  /** Of each row in the order of the file: the rank of its person, which is how many ids are lower, and its `row`. */
  people: Int32Array;
  rows: Int32Array;
  size: number;
}

/**
 * The lists of one file, read once. In DuckDB the same takes a pass to put each list in one piece, two to count, and a
 * sort of each list when it is written.
 */
export class Series {
  readonly #lists: List[];
  /** The id of each rank: in ascending order. */
  #ids: BigInt64Array = new BigInt64Array(0);

  private constructor(sizes: readonly number[]) {
    // Two arrays for all lists: many of their own make Node look for garbage again and again.
    const all = sizes.reduce((sum, size) => sum + size, 0);
    const [people, rows] = [new Int32Array(all), new Int32Array(all)];
    let start = 0;
    this.#lists = sizes.map((size) => {
      const end = start + size;
      const list = {people: people.subarray(start, end), rows: rows.subarray(start, end), size: 0};
      start = end;
      return list;
    });
  }

  /**
   * Reads `rows`, a SELECT of `row`, `user_id` and `list_number` (INTEGER, from 0), in the order of the file. `sizes` has how
   * many rows each list has at most; `starts`, where each list stands in one piece, its first row: then no `list_number` is
   * read, which is costly to find out for each row. Null where these are too many to remember.
   */
  static async read(
    db: Database,
    rows: string,
    sizes: readonly number[],
    starts: readonly number[] | null
  ): Promise<Series | null> {
    if (sizes.reduce((sum, size) => sum + size, 0) > mostRows) return null;
    const series = new Series(sizes);
    return (await series.#read(db, rows, starts)) ? series : null;
  }

  async #read(db: Database, rows: string, starts: readonly number[] | null): Promise<boolean> {
    const pieces = (starts ?? []).map((start, nth) => ({start, nth})).sort((a, b) => a.start - b.start);
    const ends = [...pieces.slice(1).map(({start}) => start), Infinity];
    let piece = 0;
    const numbering = new Numbering();
    const columns = `"row"::integer, user_id${starts === null ? ", list_number" : ""}`;
    const result = await db.connection.stream(`select ${columns} from (${rows})`);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      const places = numbersOf(chunk, 0);
      const halves = numbersOf(chunk, 1);
      const numbers = starts === null ? numbersOf(chunk, 2) : null;
      for (let at = 0; at < places.length; at++) {
        const place = places[at]!;
        while (place >= ends[piece]!) piece++;
        const list = this.#lists[numbers === null ? pieces[piece]!.nth : numbers[at]!]!;
        list.people[list.size] = numbering.number(halves[2 * at]!, halves[2 * at + 1]!);
        list.rows[list.size++] = place;
      }
      if (numbering.size > mostPeople) return false;
    }
    if (this.#lists.some(({rows, size}) => size > rows.length))
      throw new Error("a list has more rows than said");
    this.#ids = numbering.ids.sort();
    const halves = halvesOf(this.#ids);
    const ranks = new Int32Array(this.#ids.length);
    for (let rank = 0; rank < ranks.length; rank++)
      ranks[numbering.number(halves[2 * rank]!, halves[2 * rank + 1]!)] = rank;
    for (const {people, size} of this.#lists)
      for (let at = 0; at < size; at++) people[at] = ranks[people[at]!]!;
    return true;
  }

  /** Counts each list, in the order of their numbers; null for a number without rows. */
  counts(account: string): (CountsInSeries | null)[] {
    const owner = this.#ids.indexOf(BigInt(account));
    /** Of each person: 1 more than the number of the list they stood in last. */
    const seen = new Int32Array(this.#ids.length);
    return this.#lists.map(({people, rows, size}, nth) => {
      if (size === 0) return null;
      let [different, shared, self] = [0, 0, 0];
      let least = this.#ids.length;
      let [isUp, isDown] = [true, true];
      let before = people[0]!;
      for (let at = 0; at < size; at++) {
        const person = people[at]!;
        if (person < before) isUp = false;
        else if (person > before) isDown = false;
        before = person;
        if (person === owner) self++;
        else if (person < least) least = person;
        const last = seen[person]!;
        if (last === nth + 1) continue;
        different++;
        if (last === nth && nth > 0) shared++;
        seen[person] = nth + 1;
      }
      const [first, last] = [rows[0]!, rows[size - 1]!];
      const count = self > 0 ? different - 1 : different;
      return {
        all: size,
        self,
        people: count,
        sample: least < this.#ids.length ? String(this.#ids[least]) : "",
        rowRange: last - first + 1 === size ? {first, last} : null,
        sorted: sortedOf(count, isUp, isDown),
        shared
      };
    });
  }

  /** Makes the temporary table `table` of `list_number`, `row` and `user_id`, sorted by the first and the last of them. */
  async write(db: Database, table: string): Promise<void> {
    await db.run(
      `create or replace temp table ${table} (list_number integer, "row" integer, user_id bigint)`
    );
    const appender = await db.connection.createAppender(table);
    const ids = halvesOf(this.#ids);
    let left = this.#lists.reduce((sum, {size}) => sum + size, 0);
    let open = chunkOf(columnTypes, left);
    let at = 0;
    const longest = this.#lists.reduce((most, {size}) => Math.max(most, size), 0);
    const sort = new Sort(longest, this.#ids.length);
    for (const [nth, {people, rows, size}] of this.#lists.entries()) {
      const order = sort.orderOf(people, size);
      for (let sorted = 0; sorted < size; sorted++) {
        const place = order[sorted]!;
        const person = people[place]!;
        const [numbers, places, halves] = open.columns as [Int32Array, Int32Array, Int32Array];
        numbers[at] = nth;
        places[at] = rows[place]!;
        halves[2 * at] = ids[2 * person]!;
        halves[2 * at + 1] = ids[2 * person + 1]!;
        if (++at < numbers.length) continue;
        open.append(appender);
        left -= at;
        at = 0;
        if (left < numbers.length) open = chunkOf(columnTypes, left);
      }
    }
    appender.closeSync();
  }
}

/** A radix sort of many lists, one after the other. */
class Sort {
  readonly #starts = new Int32Array(2 ** mostBits + 1);
  #order: Int32Array;
  #sorted: Int32Array;

  /** For lists no longer than `longest`, of numbers below `end`. */
  constructor(
    longest: number,
    private readonly end: number
  ) {
    this.#order = new Int32Array(longest);
    this.#sorted = new Int32Array(longest);
  }

  /** The places of the first `size` numbers from the lowest, equal ones as they stand; good until the next call. */
  orderOf(numbers: Int32Array, size: number): Int32Array {
    const bits = Math.min(mostBits, Math.max(fewestBits, Math.ceil(Math.log2(size + 1)) + 1));
    const last = 2 ** bits - 1;
    const starts = this.#starts.subarray(0, last + 2);
    let [order, sorted] = [this.#order, this.#sorted];
    for (let place = 0; place < size; place++) order[place] = place;
    for (let shift = 0; 2 ** shift < this.end; shift += bits) {
      starts.fill(0);
      for (let place = 0; place < size; place++) starts[((numbers[place]! >> shift) & last) + 1]!++;
      for (let digit = 0; digit < last; digit++) starts[digit + 1]! += starts[digit]!;
      for (let at = 0; at < size; at++) {
        const place = order[at]!;
        sorted[starts[(numbers[place]! >> shift) & last]!++] = place;
      }
      [order, sorted] = [sorted, order];
    }
    [this.#order, this.#sorted] = [order, sorted];
    return order;
  }
}
