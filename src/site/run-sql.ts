import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {UserError} from "../errors.ts";
import {
  pagedAccounts,
  reportRows,
  selectAccount,
  withReportDatabase,
  writeReportData
} from "./report-data.ts";
import {dataDirOf} from "../snapshots/settings.ts";
import {makeTempFolder, removeTempFolder} from "../temporary.ts";

/** The parameters Framework hands to a loader: `--account=brand --name=growth`. */
export function parametersOf(argv: string[]): Record<string, string> {
  const pairs = argv.flatMap((argument) => /^--(\w+)=(.*)$/.exec(argument) ?? []);
  const parameters: Record<string, string> = {};
  for (let i = 0; i < pairs.length; i += 3) parameters[pairs[i + 1]!] = pairs[i + 2]!;
  return parameters;
}

/**
 * What Framework's preview calls for a data file: runs one of `reports/data/*.sql` for one account and prints it. The
 * build does not come here: it fills Framework's cache from one process (src/site/report.ts).
 */
export async function printReportData(
  format: "json" | "csv" | "parquet",
  argv = process.argv
): Promise<void> {
  const {account: slug, name} = parametersOf(argv);
  const dataDir = dataDirOf();
  const account = (await pagedAccounts(dataDir)).find((known) => known.slug === slug);
  if (!account || !name)
    throw new UserError(`no tracked account has pages at ${slug}: run followback report`);
  await withReportDatabase(dataDir, async (db) => {
    await selectAccount(db, account);
    if (format === "json") return void process.stdout.write(JSON.stringify(await reportRows(db, name)));
    const directory = await makeTempFolder();
    try {
      await writeReportData(db, name, format, join(directory, name));
      process.stdout.write(await readFile(join(directory, name)));
    } finally {
      await removeTempFolder(directory);
    }
  });
}
