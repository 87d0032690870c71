import {Option, type Command} from "commander";
import {isBuilt} from "../models/build.ts";
import {quote, withDatabase} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {attachMarts, listMarts, ofOneBuild} from "../models/marts.ts";
import {queryFormats, runQuery, type QueryFormat} from "../query/query.ts";
import {dataOption} from "./options.ts";
import {writeOut} from "./write-out.ts";
import {insideIdOf} from "../networks/networks.ts";
import {dataDirOf, readSettings} from "../snapshots/settings.ts";
import {readAgainIfMoved} from "../snapshots/store.ts";

export function addQueryCommand(program: Command): void {
  program
    .command("query")
    .description("Run SQL over the marts (by name) and the raw tables (raw.NAME)")
    .argument(
      "<sql>",
      `One SELECT; getvariable('account') is the account's id; write columns named "from", "to" or "at" in double quotes`
    )
    .addOption(
      new Option("--format <format>", "Output format; arrow is an Arrow IPC stream")
        .choices(queryFormats)
        .default("table")
    )
    .option("--account <id>", "Account that getvariable('account') means (default: the first tracked)")
    .addOption(dataOption())
    .action(
      async (
        sql: string,
        {format, account, data}: {format: QueryFormat; account?: string; data?: string}
      ) => {
        const dataDir = dataDirOf(data);
        const id = account === undefined ? undefined : insideIdOf(account);
        if (id === null)
          throw new UserError(`--account ${account}: not a numeric id: find it with followback accounts`);
        const chosen = id ?? (await readSettings(dataDir)).accounts[0]?.id;
        const printed = await ofOneBuild(dataDir, () =>
          readAgainIfMoved(dataDir, () =>
            withDatabase(async (db) => {
              await attachMarts(db, dataDir);
              if (chosen) await db.run(`set variable account = cast(${quote(chosen)} as bigint)`);
              return runQuery(db, sql, format);
            })
          )
        );
        if ((await listMarts(dataDir)).length > 0 && !(await isBuilt(dataDir))) {
          process.stderr.write(
            "the marts are older than the snapshots or the models: run followback build\n"
          );
        }
        await writeOut(printed);
      }
    );
}
