import {quote, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {readModels} from "../models/models.ts";
import {tableNames} from "../snapshots/tables.ts";
import {asPattern} from "../words.ts";

/**
 * What to say of a table that a query names and nobody has. DuckDB would suggest its own catalog, `pg_settings` among
 * it; here only marts are suggested, or raw tables where `raw.` was written.
 */
export async function unknownTable(db: Database, name: string, sql: string): Promise<UserError> {
  const marts = readModels().flatMap((model) => (model.kind === "marts" ? model.name : []));
  const isRaw = new RegExp(`\\braw"?\\s*\\.\\s*"?${asPattern(name)}\\b`, "i").test(sql);
  if (isRaw && marts.includes(name))
    return new UserError(`query: ${name} is a mart, not a raw table: write ${name}`);
  if (isRaw) return new UserError(`query: no raw table named ${name}${await meant(db, name, tableNames)}`);
  if (marts.includes(name))
    return new UserError(`query: the mart ${name} is not built yet: run followback build`);
  const raw = tableNames.find((table) => table === name.toLowerCase());
  if (raw) return new UserError(`query: ${name} is a raw table, not a mart: write raw.${raw}`);
  const near = await meant(db, name, marts);
  return new UserError(`query: no mart named ${name}${near || ":"} the page marts lists them`);
}

/** The nearest of some names, if a slip of the pen or two may lie between. */
async function meant(db: Database, name: string, among: readonly string[]): Promise<string> {
  const most = Math.max(1, Math.floor(name.length / 3));
  const [nearest] = await db.rows<{name: string}>(`
    select name from (select unnest([${among.map(quote).join(", ")}]) as name)
    where damerau_levenshtein(name, lower(${quote(name)})) <= ${most}
      or starts_with(name, lower(${quote(name)})) or starts_with(lower(${quote(name)}), name)
    order by damerau_levenshtein(name, lower(${quote(name)})), name limit 1`);
  return nearest ? `: did you mean ${nearest.name}?` : "";
}
