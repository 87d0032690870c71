import {readFile, readdir} from "node:fs/promises";
import {basename, join} from "node:path";
import {fileURLToPath} from "node:url";
import {DuckDBTypeId} from "@duckdb/node-api";
import {attachCalibration} from "./calibration.ts";
import {quote, setThreads, withDatabase, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {attachLedger} from "./ledger.ts";
import {listMartColumns, standInForMarts} from "./missing-marts.ts";
import {attachMartsAlone, listMarts, martsDir} from "../models/marts.ts";
import {preparePublication} from "./publish.ts";
import {attachSourceFacts} from "./source-facts.ts";
import {readSettings} from "../snapshots/settings.ts";
import {notebooksOf} from "./page-list.ts";
import {networkOfPages, slugsOf, type PagedAccount} from "./slug.ts";
import {attachTruth} from "./present-truth.ts";
import {attachValidation} from "./validation.ts";

const sqlDir = fileURLToPath(new URL("../../reports/data/", import.meta.url));

const everywhere = [
  "rates",
  "differences",
  "cohorts",
  "cohorts_weekly",
  "survival",
  "leaving",
  "first_engagement",
  "adjusted",
  "trend",
  "two_by_two",
  "landmarks",
  "interaction_rates",
  "growth",
  "arrivals",
  "outreach",
  "funnel",
  "lists",
  "campaign_results",
  "returns"
];
const ofLists = ["circles", "interests", "circle_rates", "community"];
const ofRecords = [
  "present",
  "present_dates",
  "present_engagement",
  "survivor_retention",
  "departures",
  "record_dates"
];

/** The tables of an account that readers may take away, as CSV and Parquet under stable addresses. */
export const downloadsOf = (account: Pick<PagedAccount, "network">): string[] => [
  ...everywhere,
  ...(networkOfPages(account).followsAreRecords ? ofRecords : ofLists)
];

/** The names of the report's SQL files. */
export async function reportDataNames(): Promise<string[]> {
  const names = await readdir(sqlDir);
  return names
    .filter((name) => name.endsWith(".sql"))
    .map((name) => basename(name, ".sql"))
    .sort();
}

/** The tracked accounts that get pages, with the folders of these. */
export const pagedAccounts = async (dataDir: string) => slugsOf((await readSettings(dataDir)).accounts);

/** Opens the marts for the report's SQL: everything it may read. */
export async function withReportDatabase<T>(dataDir: string, use: (db: Database) => Promise<T>): Promise<T> {
  const built = await listMarts(dataDir);
  if (built.length === 0) {
    throw new UserError(`no marts in ${dataDir}: run \`followback build\` first`);
  }
  return withDatabase(async (db) => {
    // Raw tables would have to be looked for in every snapshot, and no page asks for them.
    await attachMartsAlone(db, dataDir);
    await setThreads(db, await rowsOfLargest(db, dataDir, built));
    await standInForMarts(db, built);
    await listMartColumns(db, built);
    await attachCalibration(db);
    await attachValidation(db);
    await attachLedger(db, dataDir);
    await attachSourceFacts(db);
    await attachTruth(db, dataDir);
    return use(db);
  });
}

/** How many rows the largest mart has. */
async function rowsOfLargest(db: Database, dataDir: string, built: string[]): Promise<number> {
  const files = built.map((mart) => quote(join(martsDir(dataDir), `${mart}.parquet`)));
  const [row] = await db.rows<{rows: number}>(
    `select coalesce(max(num_rows), 0)::double as rows from parquet_file_metadata([${files.join(", ")}])`
  );
  return row!.rows;
}

/**
 * Chooses the account that `getvariable('account')` and `getvariable('account_name')` mean, with `network_name` and
 * `follows_are_records` of its network and the names of its `pages`, and prepares what may be published of it.
 */
export async function selectAccount(db: Database, account: PagedAccount): Promise<void> {
  const {name, followsAreRecords} = networkOfPages(account);
  await db.run(`set variable account = cast(${quote(account.id)} as bigint);
    set variable account_name = ${quote(account.name)};
    set variable network_name = ${quote(name)};
    set variable follows_are_records = ${followsAreRecords};
    set variable pages = [${notebooksOf(account)
      .map(({page}) => quote(page))
      .join(", ")}]`);
  await preparePublication(db, account.id);
}

const sqlOf = async (name: string) => {
  const text = await readFile(join(sqlDir, `${name}.sql`), "utf8");
  return text.trim().replace(/;$/, "");
};

/**
 * Runs `reports/data/<name>.sql` for the selected account and returns its rows as JSON holds them: counts and decimals
 * as numbers, dates as `2026-01-05`, times as ISO 8601 in UTC.
 */
export async function reportRows<T>(db: Database, name: string): Promise<T[]> {
  return rowsOf<T>(db, await sqlOf(name));
}

async function rowsOf<T>(db: Database, sql: string): Promise<T[]> {
  const result = await db.connection.runAndReadAll(sql);
  const types = result.columnTypes().map(({typeId}) => typeId);
  const columns = result.columnNames();
  return result.getRowsJS().map((values) => {
    const entries = values.map((value, i) => [columns[i]!, plain(value, types[i]!)]);
    return Object.fromEntries(entries) as T;
  });
}

function plain(value: unknown, type: DuckDBTypeId): unknown {
  if (typeof value === "bigint") return Number(value);
  // Six digits after the point are more than any picture shows, and half the weight.
  if (typeof value === "number") return Math.round(value * 1e6) / 1e6;
  if (value instanceof Date) {
    const iso = value.toISOString();
    return type === DuckDBTypeId.DATE ? iso.slice(0, 10) : iso;
  }
  return value;
}

/** Writes one file of report data for the selected account. */
export async function writeReportData(
  db: Database,
  name: string,
  format: "csv" | "parquet",
  file: string
): Promise<void> {
  await db.run(copySql(await sqlOf(name), format, file));
}

/** The same rows three times: those that `reportRows` returns, and files of them, `file` with `.csv` and `.parquet`. */
export async function readAndWriteReportData<T>(db: Database, name: string, file: string): Promise<T[]> {
  await db.run(`create or replace temp table report_rows as ${await sqlOf(name)}`);
  for (const format of ["csv", "parquet"] as const)
    await db.run(copySql("from report_rows", format, `${file}.${format}`));
  return rowsOf<T>(db, "from report_rows");
}

function copySql(select: string, format: "csv" | "parquet", file: string): string {
  // Small readers, those of browsers among them, know snappy alone.
  const options = {csv: "format csv, header", parquet: "format parquet, compression snappy"};
  return `copy (${select}) to ${quote(file)} (${options[format]})`;
}
