import {Command, CommanderError} from "commander";
import {explained, messageOf, UsageError, UserError} from "../errors.ts";
import {clearProgress} from "./progress.ts";
import {version} from "../version.ts";

/** Every verb, read only when it is asked for: most of them bring in much that the others do not need. */
const verbs: Record<string, (program: Command) => Promise<void>> = {
  demo: async (program) => (await import("./demo.ts")).addDemoCommand(program),
  snapshot: async (program) => (await import("./snapshot.ts")).addSnapshotCommand(program),
  plan: async (program) => (await import("./plan.ts")).addPlanCommand(program),
  import: async (program) => (await import("./import.ts")).addImportCommand(program),
  build: async (program) => (await import("./build.ts")).addBuildCommand(program),
  report: async (program) => (await import("./report.ts")).addReportCommand(program),
  query: async (program) => (await import("./query.ts")).addQueryCommand(program),
  check: async (program) => (await import("./check.ts")).addCheckCommand(program),
  accounts: async (program) => (await import("./accounts.ts")).addAccountsCommand(program),
  snapshots: async (program) => (await import("./snapshots.ts")).addSnapshotsCommand(program),
  compact: async (program) => (await import("./compact.ts")).addCompactCommand(program),
  forget: async (program) => (await import("./forget.ts")).addForgetCommand(program),
  login: async (program) => (await import("./login.ts")).addLoginCommand(program),
  logout: async (program) => (await import("./logout.ts")).addLogoutCommand(program),
  listen: async (program) => (await import("./listen.ts")).addListenCommand(program)
};

/** Runs the command line. Returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(argv: string[]): Promise<number> {
  const program = new Command("followback")
    .description("Find out whether followers who came by followback stay and engage")
    .version(version)
    .option("--debug", "Print the stack of an error")
    .exitOverride();
  const named = argv.slice(2).find((word) => Object.hasOwn(verbs, word));
  const isVersion = argv.length === 3 && ["-V", "--version"].includes(argv[2]!);
  for (const [verb, add] of Object.entries(verbs))
    if (named === undefined ? !isVersion : verb === named) await add(program);
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
    return told instanceof UsageError ? 2 : 1;
  }
}
