import {inLongestRun} from "../lists/order.ts";
import {grown, halvesOf, Numbering} from "../lists/numbering.ts";

/** The rows of one list in served order: by position, which rises from row to row. */
export interface ListRows {
  ids: BigInt64Array;
  positions: Int32Array;
  /** `page_at` in microseconds since 1970. */
  pages: Float64Array;
  /** 1 true, 0 false, -1 null. */
  mutual: Int32Array;
}

/** Rows of `list_runs` without what is the same in all rows of a chain; see `foldedTables`. */
export interface RunRow {
  place: number;
  user_id: bigint;
  mutual: number;
  first_nth: number;
  last_nth: number;
  first_us: number;
  last_us: number;
}

/** Rows of `run_pages`, likewise. */
export interface PageRow {
  nth: number;
  from_place: number;
  page_us: number;
  shift: number;
}

const none = -1;

/**
 * Folds lists of one account and kind that follow each other in time into runs. All runs stand in one order, kept as a
 * chain of runs each with the next one: where somebody stands in two neighbouring lists, their run goes on if it keeps
 * its place among the others that do, else it ends and another begins. So the order of each list can be read off it.
 */
export class Chain {
  readonly #numbering = new Numbering();
  /** By run. */
  readonly #person: number[] = [];
  readonly #mutual: number[] = [];
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  readonly #firstUs: number[] = [];
  readonly #lastUs: number[] = [];
  readonly #next: number[] = [];
  #head = none;
  /** The runs of the last list, in its order; and by person: the run that may go on, and its number among those. */
  #before = new Int32Array(0);
  #run = new Int32Array(0);
  #rank = new Int32Array(0);
  /** By piece of a list, `#pageRun` the first run of it. */
  readonly #pageNth: number[] = [];
  readonly #pageRun: number[] = [];
  readonly #pageUs: number[] = [];
  readonly #pageShift: number[] = [];
  #lists = 0;
  #rows = 0;

  get lists(): number {
    return this.#lists;
  }

  /** How many rows its lists have, and in how many runs and pieces they are folded. */
  get rows(): number {
    return this.#rows;
  }
  get size(): number {
    return this.#person.length + this.#pageNth.length;
  }

  /** A chain as it was stored, of so many lists: what `runs()` and `pages()` gave, in the same order. */
  static resume(lists: number, runs: Iterable<RunRow>, pages: Iterable<PageRow>): Chain {
    const chain = new Chain();
    const places: number[] = [];
    const before: number[] = [];
    for (const row of runs) {
      const [first, second] = halvesOf(BigInt64Array.of(row.user_id));
      const run = chain.#begin(
        chain.#numbering.number(first!, second!),
        row.mutual,
        row.first_nth,
        row.first_us
      );
      chain.#last[run] = row.last_nth;
      chain.#lastUs[run] = row.last_us;
      chain.#next[run] = none;
      if (run === 0) chain.#head = run;
      else chain.#next[run - 1] = run;
      places.push(row.place);
      if (row.last_nth === lists - 1) before.push(run);
      chain.#rows += row.last_nth - row.first_nth + 1;
    }
    for (const page of pages) {
      // The first run of that place or a later one: runs may have been taken out since. Of two pieces that begin with it
      // the later one holds.
      let [low, high] = [0, places.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (places[middle]! < page.from_place) low = middle + 1;
        else high = middle;
      }
      if (low < places.length) chain.#addPage(page.nth, low, page.page_us, page.shift);
    }
    chain.#lists = lists;
    chain.#become(Int32Array.from(before));
    return chain;
  }

  /** Ends the runs of those of whom another list said something else of `is_mutual` since the last list. */
  interrupt(ids: BigInt64Array, mutual: Int32Array): void {
    const halves = halvesOf(ids);
    for (let row = 0; row < ids.length; row++) {
      const person = this.#numbering.number(halves[2 * row]!, halves[2 * row + 1]!);
      this.#makeRoom();
      const run = this.#run[person]!;
      if (run !== none && this.#mutual[run] !== mutual[row]) this.#run[person] = none;
    }
  }

  /**
   * Adds the next list; false, and nothing is added, where fewer than `leastKept` of its rows go on with a run, a share of
   * them.
   */
  add(rows: ListRows, leastKept = 0): boolean {
    const {ids, positions, pages, mutual} = rows;
    const length = ids.length;
    const halves = halvesOf(ids);
    const people = new Int32Array(length);
    const going = new Int32Array(length);
    const ranks = new Int32Array(length);
    let known = 0;
    let isInOrder = true;
    for (let row = 0; row < length; row++) {
      const person = this.#numbering.number(halves[2 * row]!, halves[2 * row + 1]!);
      if (person >= this.#run.length) this.#makeRoom();
      people[row] = person;
      const run = this.#run[person]!;
      going[row] = run !== none && this.#mutual[run] === mutual[row] ? run : none;
      if (going[row] === none) continue;
      ranks[known] = this.#rank[person]!;
      if (known > 0 && ranks[known]! < ranks[known - 1]!) isInOrder = false;
      known++;
    }
    if (!isInOrder) {
      const keeps = inLongestRun(ranks.subarray(0, known));
      let nth = 0;
      let kept = 0;
      for (let row = 0; row < length; row++) {
        if (going[row] === none) continue;
        if (keeps[nth++]) kept++;
        else going[row] = none;
      }
      known = kept;
    }
    if (known < leastKept * length) return false;
    const nth = this.#lists++;
    this.#rows += length;
    let above = none;
    for (let row = 0; row < length; row++) {
      let run = going[row]!;
      if (run === none) {
        run = this.#begin(people[row]!, mutual[row]!, nth, pages[row]!);
        if (above === none) {
          this.#next[run] = this.#head;
          this.#head = run;
        } else {
          this.#next[run] = this.#next[above]!;
          this.#next[above] = run;
        }
        going[row] = run;
      }
      this.#last[run] = nth;
      this.#lastUs[run] = pages[row]!;
      above = run;
      const shift = positions[row]! - row;
      if (row === 0 || pages[row] !== pages[row - 1] || shift !== positions[row - 1]! - (row - 1))
        this.#addPage(nth, run, pages[row]!, shift);
    }
    for (const run of this.#before) this.#run[this.#person[run]!] = none;
    this.#become(going);
    return true;
  }

  /** The rows of `list_runs`, in their order. */
  *runs(): Generator<RunRow> {
    for (let run = this.#head, place = 0; run !== none; run = this.#next[run]!, place++)
      yield {
        place,
        user_id: this.#numbering.id(this.#person[run]!),
        mutual: this.#mutual[run]!,
        first_nth: this.#first[run]!,
        last_nth: this.#last[run]!,
        first_us: this.#firstUs[run]!,
        last_us: this.#lastUs[run]!
      };
  }

  /** The rows of `run_pages`. */
  *pages(): Generator<PageRow> {
    const places = new Int32Array(this.#person.length);
    for (let run = this.#head, place = 0; run !== none; run = this.#next[run]!, place++) places[run] = place;
    for (const [piece, nth] of this.#pageNth.entries())
      yield {
        nth,
        from_place: places[this.#pageRun[piece]!]!,
        page_us: this.#pageUs[piece]!,
        shift: this.#pageShift[piece]!
      };
  }

  #begin(person: number, mutual: number, nth: number, us: number): number {
    this.#person.push(person);
    this.#mutual.push(mutual);
    this.#first.push(nth);
    this.#last.push(nth);
    this.#firstUs.push(us);
    this.#lastUs.push(us);
    return this.#next.push(none) - 1;
  }

  #addPage(nth: number, run: number, us: number, shift: number) {
    if (this.#pageNth.at(-1) === nth && this.#pageRun.at(-1) === run) {
      this.#pageUs[this.#pageUs.length - 1] = us;
      this.#pageShift[this.#pageShift.length - 1] = shift;
      return;
    }
    this.#pageNth.push(nth);
    this.#pageRun.push(run);
    this.#pageUs.push(us);
    this.#pageShift.push(shift);
  }

  /** From now on these are the runs of the last list. */
  #become(runs: Int32Array<ArrayBuffer>) {
    this.#makeRoom();
    this.#before = runs;
    for (let rank = 0; rank < runs.length; rank++) {
      const person = this.#person[runs[rank]!]!;
      this.#run[person] = runs[rank]!;
      this.#rank[person] = rank;
    }
  }

  #makeRoom() {
    const size = this.#run.length;
    if (this.#numbering.size <= size) return;
    const room = Math.max(64, 2 * this.#numbering.size);
    this.#run = grown(this.#run, room).fill(none, size);
    this.#rank = grown(this.#rank, room);
  }
}
