import {basename, join, resolve} from "node:path";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {writeSnapshot, type Manifest} from "../../src/snapshots/store.ts";
import {makeTempFolder, removeTempFolder} from "../../src/temporary.ts";
import {prepareEdges, type EdgeOptions} from "./edges.ts";
import {inspectFile, type TableFormat} from "./file.ts";
import type {KnownNames} from "./ids-of-names.ts";
import {refuseOtherTimes} from "./other-times.ts";
import {prepareOutreach, type OutreachOptions} from "./outreach.ts";
import {prepareExport, type ExportOptions} from "./post-exports.ts";
import type {Prepare, Prepared, PrepareOptions} from "./prepared.ts";
import {prepareRows, type RowOptions} from "./rows.ts";
import {sharedTargets} from "./shared-targets.ts";
import {openSource} from "./source.ts";
import {defineSpans} from "./times.ts";

/** What a table is: rows of a raw table, a dated edge list, or an outreach log. */
export type TableOptions = PrepareOptions & {format?: TableFormat} & (
    | ({shape: "rows"} & RowOptions)
    | ({shape: "edges"} & EdgeOptions)
    | ({shape: "outreach"} & OutreachOptions)
    | ({shape: "posts"} & ExportOptions)
  );

/** One snapshot that came in. */
export interface ImportedTable {
  id: string;
  isNew: boolean;
  manifest: Manifest;
  takenAt: Date;
}

const prepares = {rows: prepareRows, edges: prepareEdges, outreach: prepareOutreach, posts: prepareExport};

/**
 * Makes a snapshot of one table file (several with `isSplit`). Everything is read and checked before anything is
 * written; the same file with the same options is recognised. `say` hears what was understood, before it is written; `known`
 * are the names of accounts whose ids are known.
 */
export async function importTable(
  dataDir: string,
  path: string,
  options: TableOptions,
  {
    say = () => {},
    isDryRun = false,
    known = new Map()
  }: {say?: (line: string) => void; isDryRun?: boolean; known?: KnownNames} = {}
): Promise<ImportedTable[]> {
  const tempDir = await makeTempFolder();
  const tempFile = (table: string, part = "") =>
    quote(join(tempDir, `${table}${part.replaceAll(/\W/g, "")}.parquet`));
  try {
    const file = await inspectFile(path, tempDir, options.format);
    if (file.endsInZeros)
      throw new UserError(`${path}: ends in zeros, as a file whose writing broke off: get it again`);
    const prepared = await withDatabase(async (db): Promise<Prepared[]> => {
      await defineSpans(db, options);
      const source = await openSource(db, file, options);
      const found = await (prepares[options.shape] as Prepare<TableOptions>)(
        db,
        source,
        options,
        tempFile,
        known
      );
      for (const one of found.filter(({tables}) => tables.includes("campaign_targets"))) {
        const rows = `select * from ${tempFile("campaign_targets", one.part)}`;
        const shared = await sharedTargets(db, dataDir, rows);
        if (shared !== null) one.notes.push(shared);
      }
      return found;
    });
    for (const {line} of prepared) if (line !== undefined) say(`${basename(resolve(path))}: ${line}`);
    if (isDryRun) return [];
    const key = `${file.sha256} ${canonical(options)}`;
    const imported: ImportedTable[] = [];
    for (const {takenAt, tables, notes, part} of prepared) {
      const written = await writeSnapshot(
        dataDir,
        {source: "tables", takenAt, key: key + part},
        async (writer) => {
          for (const table of tables) await writer.fill(table, `select * from ${tempFile(table, part)}`);
          const ids = await writer.db.rows<{id: bigint}>(
            `select distinct account_id as id from "${tables.at(-1)}" order by id`
          );
          await refuseOtherTimes(
            writer.db,
            dataDir,
            path,
            takenAt,
            ids.map(({id}) => id)
          );
          const accounts = ids.length > 100 ? ids.length : ids.map(({id}) => String(id));
          return {accounts, from: basename(resolve(path)), ...(notes.length > 0 && {notes})};
        }
      );
      imported.push({...written, takenAt});
    }
    return imported;
  } finally {
    await removeTempFolder(tempDir);
  }
}

/** The options as one text, whatever order they were given in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item
  );
}
