import type {DuckDBResult} from "@duckdb/node-api";
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
  const gathered = lists.map(({rows}) => new Gathered(Number(rows)));
  const values = lists.map(
    ({account_id, snapshot_id}, nth) => `(${nth}, ${BigInt(account_id)}, ${quote(snapshot_id)})`
  );
  const wanted = `(values ${values.join(", ")}) as l(nth, account_id, snapshot_id)`;
  const folded = await findFolded(db, table, wanted);
  await readFolded(db, folded, gathered);
  // The bounds let whole files and parts of files be skipped.
  const others = lists.filter((_, nth) => !folded.some((one) => one.nth === nth));
  if (others.length === 0) return gathered.map((list) => list.inOrder());
  const accounts = others.map(({account_id}) => BigInt(account_id));
  const lowest = accounts.reduce((a, b) => (a < b ? a : b));
  const highest = accounts.reduce((a, b) => (a > b ? a : b));
  const snapshots = [...new Set(others.map(({snapshot_id}) => quote(snapshot_id)))];
  const result = await db.connection.run(`
    select l.nth::integer, r.user_id, coalesce(r.position, ${unplaced})::integer
    from raw."${folded.length > 0 ? `stored_${table}` : table}" r
    join ${wanted}
      on l.account_id = r.account_id and l.snapshot_id = r.snapshot_id
    where r.account_id between ${lowest} and ${highest} and r.snapshot_id in (${snapshots.join(", ")})`);
  for await (const [nths, halves, positions] of columnsOf(result)) {
    let from = 0;
    while (from < nths!.length) {
      const nth = nths![from]!;
      let to = from + 1;
      while (to < nths!.length && nths![to] === nth) to++;
      gathered[nth]!.add(halves!, positions!, from, to);
      from = to;
    }
  }
  return gathered.map((list) => list.inOrder());
}

/** A list that the store has folded: its number among those asked for, and where it stands. */
interface FoldedPlace {
  nth: number;
  chain: number;
  chain_nth: number;
}

async function findFolded(db: Database, table: string, wanted: string): Promise<FoldedPlace[]> {
  const there = await db.rows(
    "select 1 from information_schema.tables where table_schema = 'raw' and table_name = 'run_lists'"
  );
  if (there.length === 0) return [];
  return db.rows<FoldedPlace>(`
    select l.nth::integer as nth, f.chain, f.nth as chain_nth
    from ${wanted}
    join raw.run_lists f on f.account_id = l.account_id and f.snapshot_id = l.snapshot_id and f.list = '${table}'
    order by f.chain, f.nth`);
}

/** Puts together folded lists: the people of a chain come in the one order of its lists, each with the lists they stand in. */
async function readFolded(db: Database, places: readonly FoldedPlace[], gathered: readonly Gathered[]) {
  const chains = new Map<number, FoldedPlace[]>();
  for (const place of places) {
    const known = chains.get(place.chain);
    if (known) known.push(place);
    else chains.set(place.chain, [place]);
  }
  for (const [chain, lists] of chains) {
    const first = lists[0]!.chain_nth;
    const last = lists.at(-1)!.chain_nth;
    const listAt: (Gathered | undefined)[] = [];
    for (const {nth, chain_nth: at} of lists) listAt[at - first] = gathered[nth]!;
    const result = await db.connection.run(`
      select user_id, first_nth, last_nth from raw.list_runs
      where chain = ${chain} and first_nth <= ${last} and last_nth >= ${first} order by place`);
    for await (const [halves, firsts, lasts] of columnsOf(result))
      for (let run = 0; run < firsts!.length; run++) {
        const end = Math.min(lasts![run]!, last) - first;
        for (let at = Math.max(firsts![run]! - first, 0); at <= end; at++) listAt[at]?.addNext(halves!, run);
      }
  }
}

/** The columns of integers of a result, chunk by chunk, as `numbersOf` has them. */
export async function* columnsOf(result: DuckDBResult): AsyncGenerator<Int32Array[]> {
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield Array.from({length: chunk.columnCount}, (_, column) => numbersOf(chunk, column));
  }
}

/** The position of a row that has none. */
const unplaced = 0x7fffffff;

/** The rows of one list as they come, in any order. */
class Gathered {
  #halves: Int32Array;
  #positions: Int32Array;
  #rows = 0;
  #isInOrder = false;

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

  /** Adds the row that comes after those added so far; nothing else may add any. */
  addNext(halves: Int32Array, row: number) {
    const at = 2 * this.#rows++;
    if (at >= this.#halves.length) this.#halves = grown(this.#halves, 2 * at + 2);
    this.#halves[at] = halves[2 * row]!;
    this.#halves[at + 1] = halves[2 * row + 1]!;
    this.#isInOrder = true;
  }

  inOrder(): BigInt64Array {
    if (this.#isInOrder) return new BigInt64Array(this.#halves.buffer, 0, this.#rows);
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
