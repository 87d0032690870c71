import {withDatabase, type Database} from "../../src/duckdb.ts";
import {runModels} from "../../src/models/build.ts";
import {standIn} from "../../src/names/stand-in.ts";
import {createEmptyTables} from "../../src/snapshots/store.ts";
import {snapshotRowSql} from "../../src/snapshots/tables.ts";

/** Somebody by id, or by a name that nothing explains. */
export type Person = number | string;

/** A complete list of account 9; days from 1 January 2024, a Monday, on. The newest stand first. */
export interface NamedList {
  at: number;
  list: "followers" | "following";
  people: readonly Person[];
}

/** So many numbers from one on. */
export const from = (first: number, count: number) => Array.from({length: count}, (_, nth) => first + nth);

/** Whoever is known by id, by name. */
export const named = (ids: readonly number[]): Person[] => ids.map((id) => `n${id}`);

/** The day as SQL. */
export const timeOf = (day: number) =>
  `'${new Date(Date.UTC(2024, 0, 1) + day * 86_400_000).toISOString().slice(0, 19)}'`;

/** Adds rows of account 9 to a raw table; values as SQL. */
export const put = async (db: Database, table: string, columns: string, rows: readonly string[]) => {
  if (rows.length > 0)
    await db.run(
      `insert into raw.${table} (account_id, ${columns}) values ${rows.map((row) => `(9, ${row})`).join(", ")}`
    );
};

/** Makes relations of a store of these lists, and of what `more` adds to its raw tables, and reads from them. */
export const fromLists = <T>(
  lists: readonly NamedList[],
  relations: string[],
  read: (db: Database) => Promise<T>,
  more: (db: Database) => Promise<void> = async () => {}
): Promise<T> =>
  withDatabase(async (db) => {
    await createEmptyTables(db);
    for (const [nth, {at, list, people}] of lists.entries()) {
      const snapshot = `list-${String(nth).padStart(6, "0")}`;
      const [time, count] = [timeOf(at), people.length];
      const idOf = (person: Person) => (typeof person === "number" ? String(person) : standIn(person));
      const names = people.filter((person) => typeof person === "string");
      await db.run(`insert into raw.snapshots values ${snapshotRowSql(snapshot, "tables")}`);
      await put(
        db,
        "lists",
        "snapshot_id, list, source, taken_at, ended, completeness_basis, started_at, finished_at, rows, distinct_rows, pages",
        [
          `'${snapshot}', '${list}', 'tables', ${time}, true, 'declared', ${time}, ${time}, ${count}, ${count}, 1`
        ]
      );
      await put(
        db,
        list,
        "snapshot_id, user_id, position, page_at",
        people.map((person, place) => `'${snapshot}', ${idOf(person)}, ${place}, ${time}`)
      );
      await put(
        db,
        "names",
        "snapshot_id, user_id, name",
        names.map((name) => `'${snapshot}', ${standIn(name)}, '${name}'`)
      );
    }
    await more(db);
    await runModels(db, {only: relations});
    return read(db);
  });
