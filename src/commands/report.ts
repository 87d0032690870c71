import {watch} from "node:fs";
import {mkdir} from "node:fs/promises";
import {resolve} from "node:path";
import type {Command} from "commander";
import {buildMarts, isBuilt} from "../build.ts";
import {messageOf, UserError} from "../errors.ts";
import {startProgress} from "../progress.ts";
import {buildReport, previewReport, touchLoaders} from "../report.ts";
import {dataDirOf, readSettings} from "../settings.ts";
import {snapshotsDir} from "../snapshots/store.ts";

/** How long the store must be quiet before a preview builds again, in milliseconds. */
const quiet = 1000;

export function addReportCommand(program: Command): void {
  program
    .command("report")
    .description("build the marts if anything is new, and the pages of every tracked account")
    .option("--out <dir>", "where the pages go", "dist")
    .option("--base <path>", "the path the site is served under, such as /reports/", "/")
    .option("--watch", "serve a preview that follows new snapshots")
    .option("--data <dir>", "the data folder")
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
        if (!base.startsWith("/"))
          throw new UserError(`--base ${base}: it must begin with a slash, such as /reports/`);
        const dataDir = dataDirOf(data);
        const {accounts} = await readSettings(dataDir);
        if (accounts.length === 0) {
          throw new UserError(
            `no account is tracked in ${dataDir}: import one, or track one with \`followback accounts\``
          );
        }
        if (!(await isBuilt(dataDir))) {
          const progress = startProgress("marts", 0);
          await buildMarts(dataDir, {onStep: (done, name) => progress.at(done, name)});
          progress.end("marts: built");
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
        progress.end(`report: ${built.pages} pages in ${built.outDir}`);
      }
    );
}

/** Serves the preview and builds the marts again whenever a snapshot has been renamed into place. */
async function preview(dataDir: string) {
  await mkdir(snapshotsDir(dataDir), {recursive: true});
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(snapshotsDir(dataDir), () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      buildMarts(dataDir)
        .then(() => touchLoaders())
        .catch((error: unknown) => process.stderr.write(`report: ${messageOf(error)}\n`));
    }, quiet);
  });
  try {
    await previewReport(dataDir);
  } finally {
    watcher.close();
  }
}
