import {watch} from "node:fs";
import {mkdir} from "node:fs/promises";
import {resolve} from "node:path";
import type {Command} from "commander";
import type {HeldBack} from "../lists/held-back.ts";
import type {NamesLeftOut} from "../names/left-out.ts";
import {buildMarts, isBuilt} from "../models/build.ts";
import {UserError} from "../errors.ts";
import {followSnapshots, quiet, sayHeldBack, sayNames} from "./follow-snapshots.ts";
import {dataOption, outOption} from "./options.ts";
import {startProgress} from "./progress.ts";
import {buildReport, siteAt, previewReport} from "../site/report.ts";
import {dataDirOf, readSettings} from "../snapshots/settings.ts";
import {listSnapshots, snapshotsDir} from "../snapshots/store.ts";

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

/** Serves the preview; marts and pages follow whenever a snapshot has been renamed into place. */
async function preview(dataDir: string) {
  await mkdir(snapshotsDir(dataDir), {recursive: true});
  let timer: NodeJS.Timeout | undefined;
  let shown: readonly string[] = await listSnapshots(dataDir);
  const follow = async () => void (shown = await followSnapshots(dataDir, shown));
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
