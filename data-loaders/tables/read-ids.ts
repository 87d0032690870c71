import {withDatabase} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {makeTempFolder, removeTempFolder} from "../../src/temporary.ts";
import {checkColumn, columnsOfPosts, findColumn, lettersOf, readColumns} from "./columns.ts";
import {inspectFile} from "./file.ts";
import {openSource} from "./source.ts";
import {defineSpans} from "./times.ts";

/** What a column of ids may be called, the surest first. */
const idColumns = ["user_id", "userid", "id", "account_id"];

/** What tables of posts have: in them `id` is that of the post. */
const ofPosts = ["authorid", "inreplytouserid", ...columnsOfPosts];

/**
 * The ids in a table of people, each once, in their order. Throws a `UserError` where it has no column of ids, or one that
 * holds none, and asks where they may be ids of posts.
 */
export async function readIds(path: string): Promise<string[]> {
  const tempDir = await makeTempFolder();
  try {
    const file = await inspectFile(path, tempDir);
    return await withDatabase(async (db) => {
      await defineSpans(db, {});
      let source = await openSource(db, file, {});
      // A bare list of ids has no header: its first line is a person, who would be lost.
      if (source.columns.length === 1 && /^\d+$/.test(source.columns[0]!))
        source = await openSource(db, file, {hasHeader: false});
      const column =
        idColumns.map((name) => findColumn(source.columns, name)).find((name) => name !== undefined) ??
        (source.columns.length === 1 ? source.columns[0] : undefined);
      if (column === undefined)
        throw new UserError(
          `${path}: no column user_id (it has ${source.columns.join(", ")}): name the column of ids user_id`
        );
      const ofPost = source.columns.find((name) => ofPosts.includes(lettersOf(name)));
      if (column === "id" && ofPost !== undefined)
        throw new UsageError(
          `${path}: its column id may hold ids of posts, as it has ${ofPost} too: name the column of people's ids user_id`
        );
      const wanted = new Map([["user_id", {column}]]);
      await readColumns(db, source, wanted);
      await checkColumn(db, source, wanted, "user_id", "BIGINT", true);
      const rows = await db.rows<{id: string}>(
        "select user_id as id, min(_row) as first from source group by user_id order by first"
      );
      return rows.map(({id}) => BigInt(id).toString());
    });
  } finally {
    await removeTempFolder(tempDir);
  }
}
