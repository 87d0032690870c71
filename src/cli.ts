import {Command, CommanderError} from "commander";
import {addAccountsCommand} from "./commands/accounts.ts";
import {addBuildCommand} from "./commands/build.ts";
import {addCheckCommand} from "./commands/check.ts";
import {addDemoCommand} from "./commands/demo.ts";
import {addImportCommand} from "./commands/import.ts";
import {addQueryCommand} from "./commands/query.ts";
import {addReportCommand} from "./commands/report.ts";
import {addSnapshotCommand} from "./commands/snapshot.ts";
import {messageOf, UserError} from "./errors.ts";
import {version} from "./version.ts";

/** Runs the command line. Returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(argv: string[]): Promise<number> {
  const program = new Command("followback")
    .description("finds out whether followers who came by followback stay and engage")
    .version(version)
    .option("--debug", "print the stack of an error")
    .exitOverride();
  addDemoCommand(program);
  addSnapshotCommand(program);
  addImportCommand(program);
  addBuildCommand(program);
  addReportCommand(program);
  addQueryCommand(program);
  addCheckCommand(program);
  addAccountsCommand(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`followback: ${messageOf(error)}\n`);
    if (program.opts().debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    else if (!(error instanceof UserError))
      process.stderr.write("this is a bug: run again with --debug to see where\n");
    return 1;
  }
}
