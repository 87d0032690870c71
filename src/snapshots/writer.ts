import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {mkdir, open} from "node:fs/promises";
import {join} from "node:path";
import {BIGINT, DuckDBDecimalValue, DuckDBTimestampValue, LIST, VARCHAR, listValue} from "@duckdb/node-api";
import type {DuckDBAppender, DuckDBListValue, DuckDBValue} from "@duckdb/node-api";
import {quote, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {RowsAtHand, type CheckedRow, type Counted} from "./rows-at-hand.ts";
import {columnsOf, createTableSql, keyOf, schemaOf} from "./tables.ts";
import type {ColumnType, RawRow, RawValue, TableName} from "./tables.ts";

const listTables = new Set<TableName>(["followers", "following", "blocking"]);
/** How every raw table is written, so that the same rows give the same bytes. */
export const parquetOptions = "format parquet, compression zstd, row_group_size 122880";
/** SQL that is the same in all rows, as far as it shows. */
const literal = /^(?:-?\d+|(?:timestamp )?'[^']*'|(?:null|true|false)(?:::\w+)?)$/i;
/**
 * Tables of up to so many rows are handed to the database at once, when the snapshot is written: of small ones, a statement
 * costs more than all their rows.
 */
const rowsAtHand = 10_000;
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
  /** Small tables whose rows the database does not have yet. */
  readonly #atHand = new Map<TableName, RowsAtHand>();
  /** Tables with rows, and empty lists, in the order in which they came. */
  readonly #named = new Set<TableName>();
  /** Those of them that stand in the database. */
  readonly #created = new Set<TableName>();
  /** Tables that are written straight from a SELECT; `fixed` has the columns that are the same in all rows. */
  readonly #selects = new Map<TableName, {select: string; fixed: Readonly<Record<string, string>>}>();

  /** Every walked list has its counts. */
  #isCounted = false;

  constructor(
    readonly id: string,
    /** The connection that holds the tables, for loaders that fill them by SQL: see `fill`. */
    readonly db: Database
  ) {}

  /** Adds one row. Columns left out are null; columns the table does not have are refused. */
  async append(table: TableName, row: RawRow): Promise<void> {
    const columns = columnsOf(table);
    for (const name in row) if (!(name in columns)) throw new Error(`table ${table} has no column ${name}`);
    const checked: DuckDBValue[] = [];
    for (const column in columns) {
      const value = column === "snapshot_id" ? this.id : row[column];
      checked.push(checkedValue(columns[column]!, value, `${table}.${column}`));
    }
    const isLarge = this.#appenders.has(table) || this.#created.has(table);
    if (isLarge) return appendRow(this.#appenders.get(table) ?? (await this.#open(table)), table, checked);
    const hand = this.#atHand.get(table) ?? this.#hold(table);
    hand.add(checked);
    if (hand.rows.length > rowsAtHand) await this.#release(table);
  }

  /**
   * Fills a table from a SELECT on `db`: its columns are matched by name, `account_id` among them; `snapshot_id` is
   * added here and missing columns are null.
   */
  async fill(table: TableName, select: string): Promise<void> {
    await this.#release(table);
    await this.#create(table);
    await this.#flush(table);
    await this.db.run(
      `insert into "${table}" by name select ${quote(this.id)} as snapshot_id, q.* from (${select}) q`
    );
  }

  /**
   * States the whole of a table: SQL by column over `from`, all other columns null. No key may come twice in it, and of
   * lists the rows must be counted: nothing is looked for, and the rows go to the file without being held in between.
   */
  fillAtOnce(table: TableName, columns: Readonly<Record<string, string>>, from: string): void {
    if (this.#named.has(table) || this.#selects.has(table))
      throw new Error(`table ${table} has rows already`);
    const given: Readonly<Record<string, string>> = {...columns, snapshot_id: quote(this.id)};
    const fixed: Record<string, string> = {};
    const varied: string[] = [];
    for (const [name, type] of Object.entries(columnsOf(table))) {
      const sql = given[name] ?? "null";
      const typed = `cast(${sql} as ${type})`;
      if (literal.test(sql)) fixed[name] = typed;
      else varied.push(`${typed} as "${name}"`);
    }
    this.#selects.set(table, {select: `select ${varied.join(", ") || "1"} ${from}`, fixed});
  }

  #name(table: TableName) {
    if (this.#selects.has(table)) throw new Error(`table ${table} was filled at once`);
    this.#named.add(table);
  }

  #hold(table: TableName): RowsAtHand {
    this.#name(table);
    const hand = new RowsAtHand(table);
    this.#atHand.set(table, hand);
    return hand;
  }

  async #create(table: TableName) {
    if (this.#created.has(table)) return;
    this.#name(table);
    await this.db.run(createTableSql(table));
    this.#created.add(table);
  }

  /** Hands the rows of a table to the database. */
  async #release(table: TableName) {
    const hand = this.#atHand.get(table);
    if (!hand) return;
    const appender = await this.#open(table);
    for (const row of hand.rows) appendRow(appender, table, row);
    this.#atHand.delete(table);
  }

  /** Hands all rows to the database; returns the tables in which several have one key. */
  async #releaseAll(): Promise<Set<TableName>> {
    const tables = [...this.#named].filter((table) => !this.#created.has(table));
    // One statement makes them all.
    if (tables.length > 0) await this.db.run(tables.map((table) => createTableSql(table)).join("; "));
    for (const table of tables) this.#created.add(table);
    const repeated = [...this.#atHand].filter(([, {hasRepeated}]) => hasRepeated).map(([table]) => table);
    const unchecked = [...this.#created].filter((table) => !tables.includes(table));
    for (const table of tables) await this.#release(table);
    for (const appender of this.#appenders.values()) appender.closeSync();
    this.#appenders.clear();
    return new Set([...repeated, ...(await this.#findRepeated(unchecked))]);
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
    if (this.#atHand.has("lists") && !this.#countAtHand()) await this.#release("lists");
    const repeated = await this.#releaseAll();
    if (this.#created.has("lists") && !this.#isCounted) await this.#countLists();
    await mkdir(directory, {recursive: true});
    const settling: Promise<[TableName, WrittenTable]>[] = [];
    try {
      for (const table of [...this.#named, ...this.#selects.keys()]) {
        const file = join(directory, `${table}.parquet`);
        const {select, fixed = {}} = this.#selects.get(table) ?? {};
        const columns = Object.keys(columnsOf(table)).map((column) => `"${column}"`);
        const key = keyOf(table).map((column) => `"${column}"`);
        // What is the same in all rows need not be sorted by, nor be carried through the sort.
        const order = keyOf(table).filter((column) => column !== "snapshot_id" && !(column in fixed));
        const sorted = order.length > 0 ? `order by ${order.map((column) => `"${column}"`).join(", ")}` : "";
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
    for (const kept of [this.#created, this.#named, this.#atHand, this.#selects]) kept.clear();
    this.#isCounted = false;
  }

  /** Those with several rows of one key: choosing among them is costly, and there is seldom anything to choose. */
  async #findRepeated(tables: TableName[]): Promise<Set<TableName>> {
    const checks = tables.map((table) => {
      const key = keyOf(table).map((column) => `"${column}"`);
      return `(select '${table}' as name from "${table}" group by ${key.join(", ")} having count(*) > 1 limit 1)`;
    });
    if (checks.length === 0) return new Set();
    const found = await this.db.rows<{name: TableName}>(checks.join(" union all "));
    return new Set(found.map(({name}) => name));
  }

  /**
   * Counts what each walked list held, where the rows of all are at hand; false where some are in the database already, and
   * `#countLists` must.
   */
  #countAtHand(): boolean {
    const lists = this.#atHand.get("lists")!;
    const [list, of, given] = [lists.at("list"), lists.at("account_id"), lists.at("rows")];
    const walked = new Set(lists.rows.filter((row) => row[given] === null).map((row) => row[list]));
    const tables = [...listTables].filter((table) => walked.has(table));
    if (tables.some((table) => this.#created.has(table) || this.#selects.has(table))) return false;
    const counts = new Map<DuckDBValue, Map<DuckDBValue, Counted>>();
    for (const table of tables)
      counts.set(table, (this.#atHand.get(table) ?? this.#hold(table)).countByAccount());
    const added = lists.at("additions_only");
    const rows = lists.rows.map((row) => {
      const held = counts.get(row[list]!);
      if (!held || row[added] === true) return row;
      const {rows: all, selfRows, people} = held.get(row[of]!) ?? {rows: 0, selfRows: 0, people: new Set()};
      const counted = [...row];
      for (const [column, count] of [
        ["rows", all],
        ["self_rows", selfRows],
        ["distinct_rows", people.size],
        ["duplicate_rows", all - selfRows - people.size]
      ] as const)
        counted[lists.at(column)] = BigInt(count);
      return counted;
    });
    lists.rows.splice(0, rows.length, ...rows);
    return (this.#isCounted = true);
  }

  /** The same by the database, in one place for every source: as served, as stored, twice, and the account itself. */
  async #countLists() {
    // A loader that has counted its rows says so in the list's own row.
    const walked = await this.db.rows<{list: TableName}>(
      "select distinct list from lists where rows is null order by list"
    );
    for (const {list: table} of walked) {
      if (!listTables.has(table)) continue;
      await this.#create(table);
      await this.db.run(`
        update lists set rows = c.rows, self_rows = c.self_rows, distinct_rows = c.distinct_rows,
          duplicate_rows = c.rows - c.self_rows - c.distinct_rows
        from (
          select l.account_id, count(t.user_id) as rows,
            count(t.user_id) filter (where t.user_id = t.account_id) as self_rows,
            count(distinct t.user_id) filter (where t.user_id <> t.account_id) as distinct_rows
          from (select distinct account_id from lists where list = '${table}') l
          left join "${table}" t on t.account_id = l.account_id
          group by l.account_id
        ) c
        where lists.list = '${table}' and lists.account_id = c.account_id and not coalesce(lists.additions_only, false)`);
    }
  }
}

/** A value as the database takes it. Throws a `UserError` that names its place where it is not of that type. */
function checkedValue(type: ColumnType, value: RawValue, where: string): DuckDBValue {
  if (value === null || value === undefined) return null;
  switch (type) {
    case "BIGINT":
      return int64Of(value, where);
    case "INTEGER":
      return Number(int64Of(value, where));
    case "BOOLEAN":
      if (typeof value !== "boolean") break;
      return value;
    case "VARCHAR":
      if (typeof value !== "string") break;
      return value;
    case "TIMESTAMP":
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) break;
      return new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
    case "DECIMAL(18,2)": {
      if (typeof value !== "number" && typeof value !== "string") break;
      const match = /^(-?)(\d{1,16})(?:\.(\d{1,2}))?$/.exec(String(value));
      if (!match) break;
      const digits = BigInt(match[2]! + (match[3] ?? "").padEnd(2, "0"));
      return new DuckDBDecimalValue(match[1] ? -digits : digits, 18, 2);
    }
    case "VARCHAR[]":
      if (!Array.isArray(value)) break;
      return listValue(value.map(String));
    case "BIGINT[]":
      if (!Array.isArray(value)) break;
      return listValue(value.map((item) => int64Of(item, where)));
  }
  throw new UserError(`${where}: ${JSON.stringify(value)} is not a ${type}`);
}

function appendRow(appender: DuckDBAppender, table: TableName, row: CheckedRow) {
  const types = Object.values(columnsOf(table));
  for (let column = 0; column < types.length; column++) appendValue(appender, types[column]!, row[column]!);
  appender.endRow();
}

function appendValue(appender: DuckDBAppender, type: ColumnType, value: DuckDBValue) {
  if (value === null) return appender.appendNull();
  switch (type) {
    case "BIGINT":
      return appender.appendBigInt(value as bigint);
    case "INTEGER":
      return appender.appendInteger(value as number);
    case "BOOLEAN":
      return appender.appendBoolean(value as boolean);
    case "VARCHAR":
      return appender.appendVarchar(value as string);
    case "TIMESTAMP":
      return appender.appendTimestamp(value as DuckDBTimestampValue);
    case "DECIMAL(18,2)":
      return appender.appendDecimal(value as DuckDBDecimalValue);
    case "VARCHAR[]":
      return appender.appendList(value as DuckDBListValue, LIST(VARCHAR));
    case "BIGINT[]":
      return appender.appendList(value as DuckDBListValue, LIST(BIGINT));
  }
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

/** Files up to this size, in bytes, are read whole for their checksum. */
const smallFile = 1 << 20;

/** Makes a written file durable; returns its size and checksum. */
export async function settle(file: string): Promise<Omit<WrittenTable, "rows">> {
  const handle = await open(file, "r");
  try {
    await handle.sync();
    const {size} = await handle.stat();
    if (size > smallFile) return {bytes: size, sha256: await sha256Of(file)};
    const content = await handle.readFile();
    return {bytes: content.length, sha256: createHash("sha256").update(content).digest("hex")};
  } finally {
    await handle.close();
  }
}

/** The checksum of a file, as `snapshot.json` states it. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, {highWaterMark: 2 ** 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
