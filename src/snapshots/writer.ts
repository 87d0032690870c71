import {createHash} from "node:crypto";
import {createReadStream, fstatSync, readFileSync, statSync} from "node:fs";
import {mkdir, open, readFile} from "node:fs/promises";
import {join} from "node:path";
import {BIGINT, DuckDBDecimalValue, DuckDBTimestampValue, LIST, VARCHAR, listValue} from "@duckdb/node-api";
import type {DuckDBAppender} from "@duckdb/node-api";
import {quote, rowGroup, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {makeTempFolder, removeTempFolder} from "../temporary.ts";
import {columnsOf, createTableSql, decimalsOf, keyOf, schemaOf} from "./tables.ts";
import type {ColumnType, RawRow, RawValue, TableName} from "./tables.ts";

const listTables = new Set<TableName>(["followers", "following", "blocking"]);
/** How every raw table is written, so that the same rows give the same bytes. */
export const parquetOptions = `format parquet, compression zstd, row_group_size ${rowGroup}`;
/** SQL that is the same in all rows, as far as it shows. */
const literal = /^(?:-?\d+|(?:timestamp )?'[^']*'|(?:null|true|false)(?:::\w+)?)$/i;
const int64 = {min: -(2n ** 63n), max: 2n ** 63n - 1n};

/** What one table of a written snapshot holds. */
export interface WrittenTable {
  rows: number;
  bytes: number;
  sha256: string;
}

/**
 * Collects the rows of one snapshot in memory and writes them as one sorted Parquet file a table. Rows are checked
 * here, at the border: an id that is not an integer, or a value of the wrong type, is refused with a line that says so.
 */
export class SnapshotWriter {
  readonly #appenders = new Map<TableName, DuckDBAppender>();
  readonly #created = new Set<TableName>();
  /**
   * Tables that are written straight from a SELECT, where `fixed` has the columns that are the same in all rows, or that
   * are Parquet already.
   */
  readonly #atOnce = new Map<
    TableName,
    {select: string; fixed: Readonly<Record<string, string>>; isSorted: boolean} | {content: Buffer}
  >();

  constructor(
    readonly id: string,
    /** The connection that holds the tables, for loaders that fill them by SQL: see `fill`. */
    readonly db: Database
  ) {}

  /** Adds one row. Columns left out are null; columns the table does not have are refused. */
  async append(table: TableName, row: RawRow): Promise<void> {
    const appender = this.#appenders.get(table) ?? (await this.#open(table));
    const columns = columnsOf(table);
    for (const name in row) if (!(name in columns)) throw new Error(`table ${table} has no column ${name}`);
    for (const column in columns) {
      const type = columns[column]!;
      appendValue(appender, type, column === "snapshot_id" ? this.id : row[column], `${table}.${column}`);
    }
    appender.endRow();
  }

  /**
   * Fills a table from a SELECT on `db`: its columns are matched by name, `account_id` among them; `snapshot_id` is
   * added here and missing columns are null.
   */
  async fill(table: TableName, select: string): Promise<void> {
    await this.#create(table);
    await this.#flush(table);
    await this.db.run(
      `insert into "${table}" by name select ${quote(this.id)} as snapshot_id, q.* from (${select}) q`
    );
  }

  /**
   * States the whole of a table: SQL by column over `from`, all other columns null. No key may come twice in it, and of
   * lists the rows must be counted: nothing is looked for, and the rows go to the file without being held in between.
   * `isSorted`: they come in the order of the key, and fill one row group at most.
   */
  fillAtOnce(
    table: TableName,
    columns: Readonly<Record<string, string>>,
    from: string,
    isSorted = false
  ): void {
    this.#refuseTwice(table);
    const given: Readonly<Record<string, string>> = {...columns, snapshot_id: quote(this.id)};
    const fixed: Record<string, string> = {};
    const varied: string[] = [];
    for (const [name, type] of Object.entries(columnsOf(table))) {
      const sql = given[name] ?? "null";
      const typed = `cast(${sql} as ${type})`;
      if (literal.test(sql)) fixed[name] = typed;
      else varied.push(`${typed} as "${name}"`);
    }
    this.#atOnce.set(table, {select: `select ${varied.join(", ") || "1"} ${from}`, fixed, isSorted});
  }

  /** States the whole of a table of one row, as `writeRows` has written it. */
  fillWritten(table: TableName, content: Buffer): void {
    this.#refuseTwice(table);
    this.#atOnce.set(table, {content});
  }

  #refuseTwice(table: TableName) {
    if (this.#created.has(table) || this.#atOnce.has(table))
      throw new Error(`table ${table} has rows already`);
  }

  async #create(table: TableName) {
    if (this.#created.has(table)) return;
    if (this.#atOnce.has(table)) throw new Error(`table ${table} was filled at once`);
    await this.db.run(createTableSql(table));
    this.#created.add(table);
  }

  async #open(table: TableName) {
    await this.#create(table);
    const appender = await this.db.connection.createAppender(table);
    this.#appenders.set(table, appender);
    return appender;
  }

  async #flush(table: TableName) {
    this.#appenders.get(table)?.flushSync();
  }

  /** Writes every table to `directory`, each file synced to disk, and returns what was written. The caller syncs the directory. */
  async write(directory: string): Promise<Partial<Record<TableName, WrittenTable>>> {
    for (const appender of this.#appenders.values()) appender.closeSync();
    this.#appenders.clear();
    if (this.#created.has("lists")) await this.#countLists();
    await mkdir(directory, {recursive: true});
    const repeated = await this.#findRepeated();
    const settling: Promise<[TableName, WrittenTable]>[] = [];
    try {
      for (const table of [...this.#created, ...this.#atOnce.keys()]) {
        const file = join(directory, `${table}.parquet`);
        const atOnce = this.#atOnce.get(table);
        if (atOnce !== undefined && "content" in atOnce) {
          const {content} = atOnce;
          settling.push(writeDurably(file, content).then(() => [table, {rows: 1, ...factsOf(content)}]));
          continue;
        }
        const {select, fixed = {}, isSorted = false} = atOnce ?? {};
        const columns = Object.keys(columnsOf(table)).map((column) => `"${column}"`);
        const key = keyOf(table).map((column) => `"${column}"`);
        // What is the same in all rows need not be sorted by, nor be carried through the sort.
        const order = keyOf(table).filter((column) => column !== "snapshot_id" && !(column in fixed));
        const sorted =
          order.length > 0 && !isSorted ? `order by ${order.map((column) => `"${column}"`).join(", ")}` : "";
        const named = Object.keys(columnsOf(table)).map(
          (column) => `${fixed[column] ?? `"${column}"`} as "${column}"`
        );
        const own = listTables.has(table) ? `where user_id <> ${fixed.account_id ?? "account_id"}` : "";
        const prefer = [schemaOf(table).prefer, ...columns.slice(2)].filter(Boolean).join(", ");
        const rows = `from ${select === undefined ? `"${table}"` : `(${select})`} ${own}`;
        const chosen = repeated.has(table)
          ? `from (select *, row_number() over (partition by ${key.join(", ")} order by ${prefer}) as _nth ${rows}) where _nth = 1`
          : rows;
        const [copied] = await this.db.rows<{Count: bigint}>(`
          copy (select ${named.join(", ")} from (select * ${chosen} ${sorted}))
          to ${quote(file)} (${parquetOptions})`);
        // The next table is being written while this one is brought to disk.
        settling.push(settle(file).then((facts) => [table, {rows: Number(copied!.Count), ...facts}]));
      }
    } finally {
      await Promise.allSettled(settling);
    }
    const written = Object.fromEntries(await Promise.all(settling)) as Partial<
      Record<TableName, WrittenTable>
    >;
    return written;
  }

  /** Forgets every row, so that the connection can serve another snapshot. */
  async clear(): Promise<void> {
    for (const appender of this.#appenders.values()) appender.closeSync();
    this.#appenders.clear();
    const drops = [...this.#created].map((table) => `drop table "${table}"`);
    if (drops.length > 0) await this.db.run(drops.join("; "));
    this.#created.clear();
    this.#atOnce.clear();
  }

  /** The tables with several rows of one key: choosing among them is costly, and there is seldom anything to choose. */
  async #findRepeated(): Promise<Set<TableName>> {
    const checks = [...this.#created].map((table) => {
      const key = keyOf(table).map((column) => `"${column}"`);
      return `(select '${table}' as name from "${table}" group by ${key.join(", ")} having count(*) > 1 limit 1)`;
    });
    if (checks.length === 0) return new Set();
    const found = await this.db.rows<{name: TableName}>(checks.join(" union all "));
    return new Set(found.map(({name}) => name));
  }

  /** Counts what each walked list held, in one place for every source: as served, as stored, twice, and the account itself. */
  async #countLists() {
    // A loader that has counted its rows says so in the list's own row.
    const walked = await this.db.rows<{list: TableName}>(
      "select distinct list from lists where rows is null order by list"
    );
    const tables = walked.map(({list}) => list).filter((list) => listTables.has(list));
    if (tables.length === 0) return;
    for (const table of tables) await this.#create(table);
    const people = tables.map((table) => `select '${table}' as list, account_id, user_id from "${table}"`);
    await this.db.run(`
      update lists set rows = c.rows, self_rows = c.self_rows, distinct_rows = c.distinct_rows,
        duplicate_rows = c.rows - c.self_rows - c.distinct_rows
      from (
        select l.list, l.account_id, count(t.user_id) as rows,
          count(t.user_id) filter (where t.user_id = t.account_id) as self_rows,
          count(distinct t.user_id) filter (where t.user_id <> t.account_id) as distinct_rows
        from (select distinct list, account_id from lists) l
        left join (${people.join(" union all ")}) t on t.list = l.list and t.account_id = l.account_id
        group by l.list, l.account_id
      ) c
      where lists.list in (${tables.map(quote).join(", ")}) and lists.list = c.list
        and lists.account_id = c.account_id and not coalesce(lists.additions_only, false)`);
  }
}

/** One COPY makes at most so many files. */
const mostFiles = 500;

/**
 * Writes a table of one row for each of many snapshots as Parquet, the bytes that `fillAtOnce` gives: SQL by column, all
 * other columns null, by the id of the snapshot. One statement for all costs a fifth of one for each.
 */
export async function writeRows(
  db: Database,
  table: TableName,
  rows: ReadonlyMap<string, Readonly<Record<string, string>>>
): Promise<Map<string, Buffer>> {
  const types = Object.entries(columnsOf(table));
  const all = [...rows];
  const written = new Map<string, Buffer>();
  const dir = await makeTempFolder();
  try {
    for (let start = 0; start < all.length; start += mostFiles) {
      const some = all.slice(start, start + mostFiles);
      const to = join(dir, String(start));
      const values = some.map(([id, columns], nth) => {
        const given: Readonly<Record<string, string>> = {...columns, snapshot_id: quote(id)};
        return `(${[...types.map(([name, type]) => `cast(${given[name] ?? "null"} as ${type})`), nth].join(", ")})`;
      });
      const names = [...types.map(([name]) => `"${name}"`), "nth"].join(", ");
      await db.run(
        `copy (from (values ${values.join(", ")}) t(${names})) to ${quote(to)} (${parquetOptions}, partition_by (nth))`
      );
      for (const [nth, [id]] of some.entries())
        written.set(id, await readFile(join(to, `nth=${nth}`, "data_0.parquet")));
    }
  } finally {
    await removeTempFolder(dir);
  }
  return written;
}

function appendValue(appender: DuckDBAppender, type: ColumnType, value: RawValue, where: string) {
  if (value === null || value === undefined) return appender.appendNull();
  switch (type) {
    case "BIGINT":
      return appender.appendBigInt(int64Of(value, where));
    case "INTEGER":
      return appender.appendInteger(Number(int64Of(value, where)));
    case "BOOLEAN":
      if (typeof value !== "boolean") break;
      return appender.appendBoolean(value);
    case "VARCHAR":
      if (typeof value !== "string") break;
      return appender.appendVarchar(value);
    case "TIMESTAMP":
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) break;
      return appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n));
    case "DECIMAL(18,2)":
    case "DECIMAL(18,6)":
    case "DECIMAL(18,10)": {
      if (typeof value !== "number" && typeof value !== "string") break;
      const decimals = decimalsOf[type];
      const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
      const [whole, part] = [match?.[2] ?? "", match?.[3] ?? ""];
      if (!match || whole.length > 18 - decimals || part.length > decimals) break;
      const digits = BigInt(whole + part.padEnd(decimals, "0"));
      return appender.appendDecimal(new DuckDBDecimalValue(match[1] ? -digits : digits, 18, decimals));
    }
    case "VARCHAR[]":
      if (!Array.isArray(value)) break;
      return appender.appendList(listValue(value.map(String)), LIST(VARCHAR));
    case "BIGINT[]":
      if (!Array.isArray(value)) break;
      return appender.appendList(listValue(value.map((item) => int64Of(item, where))), LIST(BIGINT));
  }
  throw new UserError(`${where}: ${JSON.stringify(value)} is not a ${type}`);
}

function int64Of(value: RawValue, where: string): bigint {
  if (
    typeof value === "bigint" ||
    (typeof value === "string" && /^-?\d{1,19}$/.test(value)) ||
    Number.isSafeInteger(value)
  ) {
    const integer = BigInt(value as string | number | bigint);
    if (integer >= int64.min && integer <= int64.max) return integer;
  }
  throw new UserError(`${where}: ${JSON.stringify(String(value))} is not an integer id or count`);
}

/** Makes what was written to a file, or the entries of a directory, durable. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a file that is on disk when this is done. */
export async function writeDurably(path: string, content: string | Buffer): Promise<void> {
  const handle = await open(path, "w");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Files up to this size, in bytes, are read whole for their checksum. */
const smallFile = 1 << 20;

/** Makes a written file durable; returns its size and checksum. */
export async function settle(file: string): Promise<Omit<WrittenTable, "rows">> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
    // What was just written is in memory: to hand its reading to another thread would take longer than to do it.
    const {size} = fstatSync(handle.fd);
    if (size > smallFile) return {bytes: size, sha256: await sha256Of(file)};
    return factsOf(readFileSync(handle.fd));
  } finally {
    await handle.close();
  }
}

const factsOf = (content: Buffer): Omit<WrittenTable, "rows"> => ({
  bytes: content.length,
  sha256: createHash("sha256").update(content).digest("hex")
});

/** The checksum of a file, as `snapshot.json` states it. */
export async function sha256Of(file: string): Promise<string> {
  // Most files are small, and thousands of streams cost more than what they read.
  if (statSync(file).size <= smallFile) return factsOf(readFileSync(file)).sha256;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, {highWaterMark: 2 ** 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
