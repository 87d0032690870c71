import type {Command} from "commander";
import {buildMarts} from "../build.ts";
import {startProgress} from "../progress.ts";
import {dataDirOf} from "../settings.ts";

/** `followback build`: makes the marts from the snapshots. */
export function addBuildCommand(program: Command): void {
  program
    .command("build")
    .description("build the marts from the snapshots")
    .option("--data DIR", "data folder (default: data, or FOLLOWBACK_DATA)")
    .action(async ({data}: {data?: string}) => {
      const dataDir = dataDirOf(data);
      const progress = startProgress("building marts", 1);
      const rows = await buildMarts(dataDir, {
        onStep: (done, total, name) => progress.at(done / total, name)
      });
      progress.end(`built ${Object.keys(rows).length} marts in ${dataDir}/marts`);
    });
}
