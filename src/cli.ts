import {Command, CommanderError} from "commander";
import {addAccountsCommand} from "./commands/accounts.ts";
import {addBuildCommand} from "./commands/build.ts";
import {addCheckCommand} from "./commands/check.ts";
import {addDemoCommand} from "./commands/demo.ts";
import {addForgetCommand} from "./commands/forget.ts";
import {addImportCommand} from "./commands/import.ts";
import {addListenCommand} from "./commands/listen.ts";
import {addQueryCommand} from "./commands/query.ts";
import {addReportCommand} from "./commands/report.ts";
import {addSnapshotCommand} from "./commands/snapshot.ts";
import {explained, messageOf, UserError} from "./errors.ts";
import {clearProgress} from "./progress.ts";
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
  addForgetCommand(program);
  addListenCommand(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    clearProgress();
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const told = explained(error);
    process.stderr.write(`followback: ${messageOf(told)}\n`);
    if (program.opts().debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    else if (!(told instanceof UserError))
      process.stderr.write("this is a bug: run again with --debug to see where\n");
    return 1;
  }
}
