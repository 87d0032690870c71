import type {Database} from "../duckdb.ts";
import {schemaOf, tableNames} from "../snapshots/tables.ts";

/** More columns of such names than one query has. */
const most = 20;
const endOfInput = "syntax error at end of input";

/**
 * Which columns of raw tables, such as `polls.from`, a query writes bare though SQL has a meaning of its own for the
 * word: with these in double quotes the query can be read, or at least further. `error` is what DuckDB says of it as it
 * stands.
 */
export async function bareReservedWords(db: Database, sql: string, error: string): Promise<string[]> {
  const columns = await reservedColumns(db);
  const found = new Set<string>();
  let [text, told] = [sql, error];
  for (let nth = 0; nth < most; nth++) {
    const at = placeOf(told, text);
    const word = at === null ? null : wordBefore(text, at);
    if (word === null || !columns.has(word.text.toLowerCase())) break;
    // The query ends before it says from what.
    if (told.includes(endOfInput) && word.text.toLowerCase() === "from") break;
    const quoted = `${text.slice(0, word.from)}"${word.text}"${text.slice(word.from + word.text.length)}`;
    const next = await parserError(db, quoted);
    // Quoted in vain: the mistake is another one.
    if (next !== null && (placeOf(next, quoted) ?? 0) <= at! + 2) break;
    found.add(word.text);
    if (next === null) break;
    [text, told] = [quoted, next];
  }
  return [...found];
}

/** The names of raw columns that SQL does not take as a column without quotes. */
async function reservedColumns({rows}: Database): Promise<Set<string>> {
  const columns = new Set(tableNames.flatMap((table) => Object.keys(schemaOf(table).columns)));
  const words = await rows<{word: string}>(
    "select keyword_name as word from duckdb_keywords() where keyword_category in ('reserved', 'type_function')"
  );
  return new Set(words.flatMap(({word}) => (columns.has(word) ? word : [])));
}

async function parserError({connection}: Database, sql: string): Promise<string | null> {
  return connection.extractStatements(sql).then(
    () => null,
    (error: Error) => error.message
  );
}

/** Where in the text DuckDB stumbled: it prints the line, cut on both sides where it is long, and a mark below. */
function placeOf(error: string, sql: string): number | null {
  if (error.includes(endOfInput)) return sql.trimEnd().replace(/;$/, "").length;
  const marked = /^LINE (\d+): (.*)\n( *)\^/m.exec(error);
  if (marked === null) return null;
  const lead = `LINE ${marked[1]}: `.length;
  const before = marked[2]!.slice(0, marked[3]!.length - lead);
  const lines = sql.split("\n");
  const lineAt = lines.slice(0, Number(marked[1]) - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const at = sql.indexOf(before.replace(/^\.\.\./, ""), lineAt);
  return at < 0 ? null : at + before.replace(/^\.\.\./, "").length;
}

/** The word that stands at a place, or the last one before it with nothing but space or a closing sign between. */
function wordBefore(sql: string, at: number): {text: string; from: number} | null {
  const here = /^[a-z_]\w*/i.exec(sql.slice(at))?.[0];
  const last = /([a-z_]\w*)\s*$/i.exec(sql.slice(0, at));
  // `select from from t` stumbles at the second of them.
  if (last && /^(?:from|at)$/i.test(last[1]!)) return {text: last[1]!, from: last.index};
  return here ? {text: here, from: at} : last ? {text: last[1]!, from: last.index} : null;
}
