import type {Command} from "commander";
import {compactStore, leastGrowth, leastLoose, paysToCompact} from "../compact/compact.ts";
import {explained, UserError} from "../errors.ts";
import {isForgetOpen} from "../forget/forget.ts";
import {dataDirOf} from "../snapshots/settings.ts";
import {plural, size} from "../words.ts";
import {dataOption} from "./options.ts";
import {clearProgress, startProgress, type Progress} from "./progress.ts";

export function addCompactCommand(program: Command): void {
  program
    .command("compact")
    .description("Store old snapshots in less room: one folder for all, unchanged followers written once")
    .addHelpText(
      "after",
      `
Nothing is lost: every table reads the same rows, and a build makes the same marts. Snapshots keep their ids, so
forget, check, snapshots remove and import work on them as before. It may be stopped at any moment.

followback snapshot does this by itself once ${leastLoose} snapshots have folders of their own, and these have at least
${leastGrowth * 100} % of the size of those already compacted. Switch that off with followback snapshot --no-compact.`
    )
    .addOption(dataOption())
    .action(async ({data}: {data?: string}) => {
      const dataDir = dataDirOf(data);
      if (isForgetOpen(dataDir))
        throw new UserError("an earlier run was interrupted: run followback forget to finish it");
      if (!(await compact(dataDir)))
        process.stderr.write("nothing to compact: no snapshot has a folder of its own\n");
    });
}

/** Compacts where it pays. Where it cannot be done now, says so: what was done before is done. */
export async function compactIfItPays(dataDir: string): Promise<void> {
  if (isForgetOpen(dataDir) || !(await paysToCompact(dataDir))) return;
  try {
    await compact(dataDir);
  } catch (error) {
    const told = explained(error);
    if (!(told instanceof UserError)) throw error;
    clearProgress();
    process.stderr.write(`not compacted: ${told.message}\n`);
  }
}

async function compact(dataDir: string): Promise<boolean> {
  let progress: Progress | null = null;
  let steps = 0;
  const done = await compactStore(dataDir, {
    onStep: (step) => (progress ??= startProgress("compacting", 0)).at((steps += 1), step)
  });
  if (done === null) return false;
  (progress as Progress | null)?.end(
    `compacted ${plural(done.added, "snapshot")}: ${size(done.bytesBefore)} became ${size(done.bytes)} (${plural(done.snapshots, "snapshot")} in all)`
  );
  return true;
}
