import type {Command} from "commander";
import {linesOfHeldBack, type HeldBack} from "../lists/held-back.ts";
import {buildMarts, countSteps} from "../models/build.ts";
import {linesOfNames, type NamesLeftOut} from "../names/left-out.ts";
import {dataOption} from "./options.ts";
import {startProgress} from "./progress.ts";
import {dataDirOf} from "../snapshots/settings.ts";

/** `followback build`: makes the marts from the snapshots. */
export function addBuildCommand(program: Command): void {
  program
    .command("build")
    .description("Build the marts from the snapshots")
    .addOption(dataOption())
    .action(async ({data}: {data?: string}) => {
      const dataDir = dataDirOf(data);
      const progress = startProgress("building marts", countSteps());
      let held: readonly HeldBack[] = [];
      let named: readonly NamesLeftOut[] = [];
      const rows = await buildMarts(dataDir, {
        onStep: (done, name) => progress.at(done, name),
        onHeldBack: (lists) => (held = lists),
        onNames: (accounts) => (named = accounts)
      });
      progress.end(`built ${Object.keys(rows).length} marts in ${dataDir}/marts`);
      for (const line of [...linesOfHeldBack(held), ...linesOfNames(named)])
        process.stderr.write(`${line}\n`);
    });
}
