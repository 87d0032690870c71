import {setTimeout as sleep} from "node:timers/promises";
import {messageOf} from "../errors.ts";
import {linesOfHeldBack, type HeldBack} from "../lists/held-back.ts";
import {buildMarts, isBuilt} from "../models/build.ts";
import {linesOfNames, type NamesLeftOut} from "../names/left-out.ts";
import {refreshPreview} from "../site/report.ts";
import {FolderBusy} from "../snapshots/lock.ts";
import {listSnapshots} from "../snapshots/store.ts";

/** How long the store must be quiet before a preview builds again, in milliseconds. */
export const quiet = 250;

export function sayHeldBack(lists: readonly HeldBack[]): void {
  for (const line of linesOfHeldBack(lists)) process.stderr.write(`${line}\n`);
}

export function sayNames(accounts: readonly NamesLeftOut[]): void {
  for (const line of linesOfNames(accounts)) process.stderr.write(`${line}\n`);
}

/**
 * Where there are other snapshots than a preview shows: builds the marts if they are behind them, and shows them. Whoever is
 * still writing snapshots is waited for. Returns what is shown then. It says what fails and never throws: the preview goes
 * on.
 */
export async function followSnapshots(dataDir: string, shown: readonly string[]): Promise<readonly string[]> {
  const patience = Date.now() + 10 * 60_000;
  let now = shown;
  for (;;) {
    try {
      now = await listSnapshots(dataDir);
      // What is still being written stands there under a hidden name.
      if (now.join() === shown.join()) return now;
      if (!(await isBuilt(dataDir))) {
        process.stderr.write("report: the snapshots changed, building marts\n");
        await buildMarts(dataDir, {onHeldBack: sayHeldBack, onNames: sayNames});
      }
      await refreshPreview(dataDir);
      process.stderr.write("report: the preview shows them\n");
      return now;
    } catch (error) {
      if (!(error instanceof FolderBusy) || Date.now() > patience) {
        process.stderr.write(`report: ${messageOf(error)}\n`);
        return now;
      }
      await sleep(2 * quiet);
    }
  }
}
