import {join} from "node:path";
import {withDatabase, quote, type Database} from "../../src/duckdb.ts";
import {listMarts, martsDir} from "../../src/models/marts.ts";

/** How far two doubles may lie apart, as a share of either. */
const tolerance = 1e-9;

const fileOf = (dataDir: string, mart: string) =>
  `read_parquet(${quote(join(martsDir(dataDir), `${mart}.parquet`))})`;

/** The marts in which two data folders differ, each with how; both have each mart in the order of its grain. */
export async function differences(one: string, other: string): Promise<string[]> {
  const names = await listMarts(one);
  const found: string[] = [];
  const others = await listMarts(other);
  if (names.join() !== others.join()) found.push(`marts: ${names.join()} and ${others.join()}`);
  await withDatabase(async (db) => {
    for (const mart of names.filter((name) => others.includes(name)))
      found.push(...(await differencesOf(db, mart, fileOf(one, mart), fileOf(other, mart))));
  });
  return found;
}

interface Column {
  name: string;
  type: string;
}

async function differencesOf(db: Database, mart: string, one: string, other: string): Promise<string[]> {
  const columnsOf = (from: string) =>
    db.rows<Column>(`select column_name as name, column_type as type from (describe from ${from})`);
  const columns = await columnsOf(one);
  const text = (list: Column[]) => list.map(({name, type}) => `${name} ${type}`).join(", ");
  const [ours, theirs] = [text(columns), text(await columnsOf(other))];
  if (ours !== theirs) return [`${mart}: columns ${ours} and ${theirs}`];
  const same = columns.map(({name, type}) => {
    const [a, b] = [`a."${name}"`, `b."${name}"`];
    return type === "DOUBLE"
      ? `(${a} is not distinct from ${b} or abs(${a} - ${b}) <= ${tolerance} * greatest(abs(${a}), abs(${b})))`
      : `${a} is not distinct from ${b}`;
  });
  const [rows] = await db.rows<{all: number; apart: number}>(`
    select count(*)::integer as all, (count(*) filter (where not coalesce(a.place_in_file = b.place_in_file and ${same.join(" and ")}, false)))::integer as apart
    from (select *, row_number() over () as place_in_file from ${one}) a
    full join (select *, row_number() over () as place_in_file from ${other}) b on a.place_in_file = b.place_in_file`);
  return rows!.apart > 0 ? [`${mart}: ${rows!.apart} of ${rows!.all} rows`] : [];
}
