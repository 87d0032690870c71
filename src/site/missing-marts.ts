import {withDatabase, type Database} from "../duckdb.ts";
import {runModels} from "../models/build.ts";
import {readModels} from "../models/models.ts";
import {createEmptyTables} from "../snapshots/store.ts";

const columnsSql = (mart: string) => `select column_name, column_type from (describe "${mart}")`;

interface Column {
  column_name: string;
  column_type: string;
}

/**
 * Makes an empty table for every mart that the store does not have, as one that an earlier version built lacks the newest:
 * the page that reads it then says why it is bare. Its columns are those the model makes of a store without snapshots.
 */
export async function standInForMarts(db: Database, built: string[]): Promise<void> {
  const lacking = readModels().flatMap(({name, kind}) =>
    kind === "marts" && !built.includes(name) ? [name] : []
  );
  if (lacking.length === 0) return;
  await withDatabase(async (empty) => {
    await createEmptyTables(empty);
    await runModels(empty, {only: lacking});
    for (const mart of lacking) {
      const columns = await empty.rows<Column>(columnsSql(mart));
      const list = columns.map(({column_name, column_type}) => `"${column_name}" ${column_type}`).join(", ");
      await db.run(`create table "${mart}" (${list})`);
    }
  });
}

/** Writes a table `mart_list`: every mart that is built, its documentation and its columns, a line each. */
export async function listMartColumns(db: Database, built: string[]): Promise<void> {
  await db.run("create table mart_list (mart varchar, header varchar, columns varchar)");
  const headers = new Map(readModels().map(({name, header}) => [name, header]));
  const insert = await db.connection.prepare("insert into mart_list values ($1, $2, $3)");
  for (const name of built) {
    const rows = await db.rows<Column>(columnsSql(name));
    insert.bindVarchar(1, name);
    insert.bindVarchar(2, headers.get(name) ?? "");
    insert.bindVarchar(3, rows.map((row) => `${row.column_name} ${row.column_type}`).join("\n"));
    await insert.run();
  }
}
