import {numbersOf, quote, type Database} from "../duckdb.ts";
import {grown, halvesOf} from "./numbering.ts";

/** Which stored list: its account and its snapshot, and how many rows it is said to have. */
export interface StoredPlace {
  account_id: string;
  snapshot_id: string;
  rows: bigint;
}

/**
 * The ids of stored lists in served order, one array a list: by position, and by id where positions are equal; those
 * without a position last. Nothing is sorted where every row has a position of its own, as in a walk: each id is put in
 * its place.
 */
export async function readStored(
  db: Database,
  table: "followers" | "following",
  lists: readonly StoredPlace[]
): Promise<BigInt64Array[]> {
  const values = lists.map(
    ({account_id, snapshot_id}, nth) => `(${nth}, ${BigInt(account_id)}, ${quote(snapshot_id)})`
  );
  // The bounds let whole files and parts of files be skipped.
  const accounts = lists.map(({account_id}) => BigInt(account_id));
  const lowest = accounts.reduce((a, b) => (a < b ? a : b));
  const highest = accounts.reduce((a, b) => (a > b ? a : b));
  const snapshots = [...new Set(lists.map(({snapshot_id}) => quote(snapshot_id)))];
  const result = await db.connection.run(`
    select l.nth::integer, r.user_id, coalesce(r.position, ${unplaced})::integer
    from raw."${table}" r
    join (values ${values.join(", ")}) as l(nth, account_id, snapshot_id)
      on l.account_id = r.account_id and l.snapshot_id = r.snapshot_id
    where r.account_id between ${lowest} and ${highest} and r.snapshot_id in (${snapshots.join(", ")})`);
  const gathered = lists.map(({rows}) => new Gathered(Number(rows)));
  for (;;) {
    const chunk = await result.fetchChunk();
    const rows = chunk?.rowCount ?? 0;
    if (chunk === null || rows === 0) break;
    const nths = numbersOf(chunk, 0);
    const halves = numbersOf(chunk, 1);
    const positions = numbersOf(chunk, 2);
    let from = 0;
    while (from < rows) {
      const nth = nths[from]!;
      let to = from + 1;
      while (to < rows && nths[to] === nth) to++;
      gathered[nth]!.add(halves, positions, from, to);
      from = to;
    }
  }
  return gathered.map((list) => list.inOrder());
}

/** The position of a row that has none. */
const unplaced = 0x7fffffff;

/** The rows of one list as they come, in any order. */
class Gathered {
  #halves: Int32Array;
  #positions: Int32Array;
  #rows = 0;

  /** `expected` rows make it as long as it will be, if they are told right. */
  constructor(expected: number) {
    this.#halves = new Int32Array(2 * expected);
    this.#positions = new Int32Array(expected);
  }

  add(halves: Int32Array, positions: Int32Array, from: number, to: number) {
    const rows = this.#rows + to - from;
    if (rows > this.#positions.length) {
      this.#positions = grown(this.#positions, 2 * rows);
      this.#halves = grown(this.#halves, 4 * rows);
    }
    this.#halves.set(halves.subarray(2 * from, 2 * to), 2 * this.#rows);
    this.#positions.set(positions.subarray(from, to), this.#rows);
    this.#rows = rows;
  }

  inOrder(): BigInt64Array {
    return this.#placed() ?? this.#sorted();
  }

  /** Each id in the place of its position, those moved up who stand after an empty one; null where two share a place. */
  #placed(): BigInt64Array | null {
    const positions = this.#positions.subarray(0, this.#rows);
    let last = -1;
    for (const position of positions) last = Math.max(last, position);
    if (last > 4 * this.#rows + 1000) return null;
    const ids = new BigInt64Array(last + 1);
    const halves = halvesOf(ids);
    const isTaken = new Uint8Array(last + 1);
    for (let row = 0; row < positions.length; row++) {
      const position = positions[row]!;
      if (isTaken[position] !== 0) return null; // undefined where it is negative
      isTaken[position] = 1;
      halves[2 * position] = this.#halves[2 * row]!;
      halves[2 * position + 1] = this.#halves[2 * row + 1]!;
    }
    return ids.length === this.#rows ? ids : ids.filter((_, position) => isTaken[position] === 1);
  }

  #sorted(): BigInt64Array {
    const ids = new BigInt64Array(this.#halves.buffer);
    const rows = Array.from({length: this.#rows}, (_, row) => row).sort(
      (a, b) => this.#positions[a]! - this.#positions[b]! || (ids[a]! < ids[b]! ? -1 : 1)
    );
    return BigInt64Array.from(rows, (row) => ids[row]!);
  }
}
