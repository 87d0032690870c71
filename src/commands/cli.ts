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
  campaigns: async (program) => (await import("./campaigns.ts")).addCampaignsCommand(program),
  links: async (program) => (await import("./links.ts")).addLinksCommand(program),
  experiment: async (program) => (await import("./experiment.ts")).addExperimentCommand(program),
  validate: async (program) => (await import("./validate.ts")).addValidateCommand(program),
  snapshots: async (program) => (await import("./snapshots.ts")).addSnapshotsCommand(program),
  names: async (program) => (await import("./names.ts")).addNamesCommand(program),
  compact: async (program) => (await import("./compact.ts")).addCompactCommand(program),
  forget: async (program) => (await import("./forget.ts")).addForgetCommand(program),
  login: async (program) => (await import("./login.ts")).addLoginCommand(program),
  logout: async (program) => (await import("./logout.ts")).addLogoutCommand(program),
  listen: async (program) => (await import("./listen.ts")).addListenCommand(program)
};

const dataFlag = "--data";

/** The verb of a command line: the first word that is one, but for the folder behind `--data`. */
const verbOf = (words: readonly string[]): string | undefined =>
  words.find((word, at) => Object.hasOwn(verbs, word) && words[at - 1] !== dataFlag);

/** `--data DIR` belongs to the verb, and may stand before it all the same. */
function withDataBehind(argv: readonly string[], verb: string): string[] {
  const at = argv.findIndex((word, nth) => nth > 1 && word === verb && argv[nth - 1] !== dataFlag);
  const before = argv.slice(0, at);
  const moved: string[] = [];
  for (let nth = 2; nth < before.length;) {
    const word = before[nth]!;
    if (word === dataFlag) moved.push(...before.splice(nth, 2));
    else if (word.startsWith(`${dataFlag}=`)) moved.push(...before.splice(nth, 1));
    else nth++;
  }
  return [...before, verb, ...moved, ...argv.slice(at + 1)];
}

/** Runs the command line. Returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(argv: string[]): Promise<number> {
  const program = new Command("followback")
    .description("Find out whether followers who came by followback stay and engage")
    .version(version)
    .option("--debug", "Print the stack of an error")
    .exitOverride();
  const named = verbOf(argv.slice(2));
  const isVersion = argv.length === 3 && ["-V", "--version"].includes(argv[2]!);
  for (const [verb, add] of Object.entries(verbs))
    if (named === undefined ? !isVersion : verb === named) await add(program);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync(named === undefined ? argv : withDataBehind(argv, named));
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
