import {DuckDBTimestampValue, type DuckDBValue} from "@duckdb/node-api";
import {columnsOf, keyOf, type TableName} from "./tables.ts";

/** A checked row, in the order of its table's columns. */
export type CheckedRow = readonly DuckDBValue[];

/** What one account's list held: as served, the account itself, and people. */
export interface Counted {
  rows: number;
  selfRows: number;
  people: Set<DuckDBValue>;
}

/**
 * The rows of a small table until its snapshot is written. What a query would have to look for, several rows of one key
 * and how many rows a list holds, is known here as they come.
 */
export class RowsAtHand {
  readonly rows: CheckedRow[] = [];
  /** Several rows have the same key. */
  hasRepeated = false;
  readonly #keys = new Set<string>();
  readonly #key: number[];
  readonly #columns: string[];

  constructor(table: TableName) {
    this.#columns = Object.keys(columnsOf(table));
    // One writer has one snapshot.
    this.#key = keyOf(table)
      .filter((column) => column !== "snapshot_id")
      .map((column) => this.#columns.indexOf(column));
  }

  add(row: CheckedRow): void {
    this.rows.push(row);
    if (this.hasRepeated) return;
    this.#keys.add(this.#key.map((column) => keyText(row[column]!)).join("\0"));
    this.hasRepeated = this.#keys.size < this.rows.length;
  }

  at(column: string): number {
    return this.#columns.indexOf(column);
  }

  /** Of a table of people: what each account's list holds. */
  countByAccount(): Map<DuckDBValue, Counted> {
    const [account, user] = [this.at("account_id"), this.at("user_id")];
    const counts = new Map<DuckDBValue, Counted>();
    for (const row of this.rows) {
      const [of, who] = [row[account]!, row[user]!];
      let counted = counts.get(of);
      if (!counted) counts.set(of, (counted = {rows: 0, selfRows: 0, people: new Set()}));
      if (who !== null) counted.rows += 1;
      if (who === of) counted.selfRows += 1;
      else if (who !== null) counted.people.add(who);
    }
    return counts;
  }
}

/** Equal for values that the database takes for equal, and for no others. */
function keyText(value: DuckDBValue): string {
  if (value === null) return "";
  if (typeof value === "string") return `=${value}`;
  return `=${value instanceof DuckDBTimestampValue ? value.micros : String(value)}`;
}
