import {watch} from "node:fs";
import {mkdir} from "node:fs/promises";
import {resolve} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import type {Command} from "commander";
import {linesOfHeldBack, type HeldBack} from "../lists/held-back.ts";
import {linesOfNames, type NamesLeftOut} from "../names/left-out.ts";
import {buildMarts, isBuilt} from "../models/build.ts";
import {messageOf, UserError} from "../errors.ts";
import {dataOption, outOption} from "./options.ts";
import {startProgress} from "./progress.ts";
import {buildReport, siteAt, previewReport, refreshPreview} from "../site/report.ts";
import {FolderBusy} from "../snapshots/lock.ts";
import {dataDirOf, readSettings} from "../snapshots/settings.ts";
import {listSnapshots, snapshotsDir} from "../snapshots/store.ts";

/** How long the store must be quiet before a preview builds again, in milliseconds. */
const quiet = 250;

export function addReportCommand(program: Command): void {
  program
    .command("report")
    .description("Build the marts if anything is new, then the pages of every tracked account")
    .addOption(outOption())
    .option("--base <path>", "Path or full address the site is served at, such as /reports/", "/")
    .option("--watch", "Serve a preview that updates with new snapshots")
    .addOption(dataOption())
    .action(
      async ({
        out,
        base,
        watch: isWatched,
        data
      }: {
        out: string;
        base: string;
        watch?: boolean;
        data?: string;
      }) => {
        siteAt(base);
        const dataDir = dataDirOf(data);
        const {accounts} = await readSettings(dataDir);
        if (accounts.length === 0) {
          throw new UserError(
            `no account is tracked in ${dataDir}: import one, or track one with \`followback accounts add ID\``
          );
        }
        if (!(await isBuilt(dataDir))) {
          const progress = startProgress("marts", 0);
          let held: readonly HeldBack[] = [];
          let named: readonly NamesLeftOut[] = [];
          await buildMarts(dataDir, {
            onStep: (done, name) => progress.at(done, name),
            onHeldBack: (lists) => (held = lists),
            onNames: (accounts) => (named = accounts)
          });
          progress.end("marts: built");
          sayHeldBack(held);
          sayNames(named);
        }
        if (isWatched) return preview(dataDir);
        const progress = startProgress("report", 0);
        let step = 0;
        const built = await buildReport({
          dataDir,
          outDir: resolve(out),
          base,
          progress: (message) => progress.at(++step, message)
        });
        progress.end(
          built.isNew
            ? `report: ${built.pages} pages in ${built.outDir}`
            : `report: nothing has changed: ${built.pages} pages in ${built.outDir}`
        );
      }
    );
}

function sayHeldBack(lists: readonly HeldBack[]): void {
  for (const line of linesOfHeldBack(lists)) process.stderr.write(`${line}\n`);
}

function sayNames(accounts: readonly NamesLeftOut[]): void {
  for (const line of linesOfNames(accounts)) process.stderr.write(`${line}\n`);
}

/** Serves the preview; marts and pages follow whenever a snapshot has been renamed into place. */
async function preview(dataDir: string) {
  await mkdir(snapshotsDir(dataDir), {recursive: true});
  let timer: NodeJS.Timeout | undefined;
  let shown = await listSnapshots(dataDir);
  const follow = async () => {
    const now = await listSnapshots(dataDir);
    // What is still being written stands there under a hidden name.
    if (now.join() === shown.join()) return;
    shown = now;
    await followSnapshots(dataDir);
  };
  let following: Promise<void> = Promise.resolve();
  const watcher = watch(snapshotsDir(dataDir), () => {
    clearTimeout(timer);
    // One after the other: a snapshot that arrives during a build is built after it.
    timer = setTimeout(() => (following = following.then(follow)), quiet);
  });
  try {
    await previewReport(dataDir);
  } finally {
    clearTimeout(timer);
    watcher.close();
  }
}

/** Builds the marts if they are behind the snapshots, and shows them. Whoever is still writing snapshots is waited for. */
async function followSnapshots(dataDir: string): Promise<void> {
  const patience = Date.now() + 10 * 60_000;
  for (;;) {
    try {
      if (!(await isBuilt(dataDir))) {
        process.stderr.write("report: the snapshots changed, building marts\n");
        await buildMarts(dataDir, {onHeldBack: sayHeldBack, onNames: sayNames});
      }
      await refreshPreview(dataDir);
      process.stderr.write("report: the preview shows them\n");
      return;
    } catch (error) {
      if (!(error instanceof FolderBusy) || Date.now() > patience) {
        process.stderr.write(`report: ${messageOf(error)}\n`);
        return;
      }
      await sleep(2 * quiet);
    }
  }
}
