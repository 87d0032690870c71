import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdir, readFile, readdir, rm, utimes, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {UserError} from "../errors.ts";
import {dropBuiltPages, fillPage, frameworkDir, PageBuilder} from "./built-pages.ts";
import {writeFiles, type Files} from "./files.ts";
import {indexDataOf, type ReadAccount} from "./index-data.ts";
import {indexPage, rootPage} from "./index-page.ts";
import {finishPage} from "./finish-html.ts";
import {inputsOf, isMade, noteMade} from "./made-report.ts";
import {footerOf, pageMeta, siteFacts} from "./page-facts.ts";
import {
  downloadsOf,
  pagedAccounts,
  readAndWriteReportData,
  reportDataNames,
  reportRows,
  selectAccount,
  withReportDatabase
} from "./report-data.ts";
import {canDrawPng} from "./preview-picture.ts";
import {networkOfPages} from "./slug.ts";
import {ofOneBuild} from "../models/marts.ts";
import {writeSiteFiles} from "./site-files.ts";
import {takeTurn} from "./turns.ts";
import {hiddenBeside, replaceFolder, sweepBeside} from "../snapshots/replace-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cacheDir = join(frameworkDir, "cache");
/** What the foot of every page says, for the configuration to read. */
const factsFile = join(cacheDir, "_facts.json");
const framework = join(root, "node_modules", "@observablehq", "framework", "dist", "bin", "observable.js");

/** Modules that Framework would look up in a registry if it had no folder of them, though no page imports them. */
const seeds = (
  "apache-arrow @observablehq/plot d3 d3-dsv lodash topojson-client arquero leaflet react react-dom htl mapbox-gl " +
  "@observablehq/sample-datasets echarts parquet-wasm"
).split(" ");

export interface ReportOptions {
  dataDir: string;
  /** Where the pages go. Replaced as a whole; must be new, empty, or an earlier report. */
  outDir: string;
  /**
   * Where the site is served: its path (`/reports/`), when that is not the root of its host, or its whole address
   * (`https://example.org/reports/`), which link previews and digests need.
   */
  base?: string;
  /** Told what is being done, in a few words. */
  progress?: (message: string) => void;
}

/**
 * Builds the pages of every tracked account, or nothing where `outDir` holds the report of the same marts, snapshots,
 * settings and code. One process runs all report SQL; Framework builds only what it has not built before from the same
 * code, and its HTML is filled and mended before it goes to `outDir`.
 */
export async function buildReport({
  dataDir,
  outDir,
  base,
  progress
}: ReportOptions): Promise<{pages: number; outDir: string; isNew: boolean}> {
  await checkOutDir(outDir);
  const site = siteAt(base);
  const unlock = await waitForTurn(progress);
  try {
    const inputs = await inputsOf(dataDir, site);
    const made = await isMade(outDir, inputs);
    if (made !== null) return {pages: made.pages, outDir, isNew: false};
    progress?.("running the report's SQL");
    const tracked = await pagedAccounts(dataDir);
    const builder = await PageBuilder.start(tracked);
    try {
      const accounts = await fillCache(dataDir);
      progress?.("building pages");
      const files = await siteOf(accounts, builder, site);
      await sweepBeside(outDir);
      const hidden = hiddenBeside(outDir);
      try {
        await writeFiles(hidden, files);
        await writeSiteFiles(hidden, accounts, site);
        await replaceFolder(outDir, hidden);
      } finally {
        await rm(hidden, {recursive: true, force: true});
      }
      const pages = [...files.keys()].filter((file) => file.endsWith(".html")).length;
      // What changed in the meantime is in the report or not: nobody knows.
      if (inputs === (await inputsOf(dataDir, site))) await noteMade(outDir, {inputs, pages});
      return {pages, outDir, isNew: true};
    } finally {
      await builder.end();
    }
  } finally {
    unlock();
  }
}

/** Every file of the site but those of `writeSiteFiles`: pages, their code and data, and what readers may take away. */
async function siteOf(accounts: ReadAccount[], builder: PageBuilder, site: string | null): Promise<Files> {
  const cached = (file: string) => readFile(join(cacheDir, file));
  const folders = accounts.map(({account}) => account.slug);
  const indexes = new Map<string, string>();
  for (const folder of ["", ...folders.map((slug) => `${slug}/`)])
    indexes.set(`${folder}index.html`, await readFile(join(cacheDir, folder, "index.md"), "utf8"));
  const facts = siteFacts(accounts);
  const data: Files = new Map();
  for (const slug of folders)
    for (const name of await reportDataNames())
      data.set(`${slug} ${name}`, await cached(join(slug, "data", `${name}.json`)));
  const times = new Map(
    accounts.map(({account, data}) => [account.slug, timeOf(data.summary.last_taken_at)])
  );
  const filling = {
    dataOf: (slug: string, name: string) => data.get(`${slug} ${name}`)!,
    asOf: (slug: string) => times.get(slug)!,
    footers: Object.fromEntries(["", ...folders].map((folder) => [folder, footerOf(facts, folder)]))
  };
  const about = {site, hasPictures: canDrawPng};
  const records = new Map(
    accounts.map(({account}) => [account.slug, networkOfPages(account).followsAreRecords])
  );
  const files: Files = new Map();
  for (const [file, content] of await builder.pages(indexes)) {
    if (!file.endsWith(".html")) files.set(file, content);
    else {
      const page = fillPage(content.toString(), filling);
      for (const {path, content} of page.data) files.set(path, content);
      files.set(
        file,
        Buffer.from(
          finishPage(page.html, file, pageMeta(file, facts, about), records.get(file.split("/")[0]!))
        )
      );
    }
  }
  for (const {account} of accounts)
    for (const name of downloadsOf(account))
      for (const format of ["csv", "parquet"]) {
        const file = `${account.slug}/data/${name}.${format}`;
        files.set(file, await cached(file));
      }
  return files;
}

/** A time in milliseconds; lists in steps have none. */
const timeOf = (at: string | null) => (at === null ? 0 : Date.parse(at) || 0);

/** Stands for the host of a path. */
const nowhere = "http://nowhere.invalid";

/**
 * The address of the root of a site, where that is known, with a slash at its end, of what was said of where it is served:
 * a path or an address. Throws where no page could lie below it.
 */
export function siteAt(base = "/"): string | null {
  const closed = base.endsWith("/") ? base : `${base}/`;
  const isPath = closed.startsWith("/");
  const isEither = isPath || /^https?:\/\//.test(closed);
  const url = isEither && URL.canParse(closed, nowhere) ? new URL(closed, nowhere) : null;
  if (url?.username || url?.password)
    throw new UserError("--base: every page would show the name and password in it: leave them out");
  // Browsers take what begins with two slashes, either way, for a host, and leave out the ends of lines.
  const isHost = (isPath && url?.origin !== nowhere) || url?.pathname.startsWith("//");
  if (url === null || isHost || /[\\\p{Cc}]/u.test(base))
    throw new UserError(
      `--base ${base}: neither a path nor an address: begin it with a slash, such as /reports/, or give a full address`
    );
  if (/[?#]/.test(base)) throw new UserError(`--base ${base}: no page lies behind a ? or a #: end it before`);
  return isPath ? null : url.href;
}

/** Serves a live preview until it is stopped. */
export async function previewReport(dataDir: string): Promise<void> {
  await fillCacheAlone(dataDir);
  await runPreview({FOLLOWBACK_DATA: dataDir});
}

/**
 * Makes a running preview show the marts as they are now. Framework looks at a loader's time: one that is new, but not
 * newer than the cache just filled, makes every open page ask for its data again without starting a loader.
 */
export async function refreshPreview(dataDir: string): Promise<void> {
  const before = new Date();
  await fillCacheAlone(dataDir);
  const directory = join(root, "reports");
  for (const file of await readdir(directory, {recursive: true})) {
    if (/\.(json|csv|parquet|md)\.ts$/.test(file) && !file.startsWith("."))
      await utimes(join(directory, file), before, before);
  }
}

async function fillCacheAlone(dataDir: string) {
  const unlock = await waitForTurn();
  try {
    await fillCache(dataDir);
  } finally {
    unlock();
  }
}

async function checkOutDir(outDir: string) {
  if (!existsSync(outDir)) return;
  const names = await readdir(outDir);
  if (names.length > 0 && !names.includes("_observablehq")) {
    throw new UserError(`${outDir} holds files that are not a report: choose another --out, or empty it`);
  }
}

/** The cache is one folder for all: builds take turns. */
const waitForTurn = (progress?: (message: string) => void) => takeTurn(frameworkDir, progress);

/** Writes what Framework's loaders would print, and what its configuration reads, of one build; returns every tracked account. */
const fillCache = (dataDir: string): Promise<ReadAccount[]> =>
  ofOneBuild(dataDir, () => fillCacheOnce(dataDir));

async function fillCacheOnce(dataDir: string): Promise<ReadAccount[]> {
  const accounts = await pagedAccounts(dataDir);
  if (accounts.length === 0) {
    throw new UserError(
      `no account is tracked in ${dataDir}: import one, or track one with \`followback accounts add ID\``
    );
  }
  await clearCache();
  for (const name of seeds) await mkdir(join(cacheDir, "_npm", `${name}@0.0.0`), {recursive: true});
  return withReportDatabase(dataDir, async (db) => {
    const read: ReadAccount[] = [];
    for (const account of accounts) {
      await selectAccount(db, account);
      const folder = join(cacheDir, account.slug);
      await mkdir(join(folder, "data"), {recursive: true});
      const rows = new Map<string, unknown[]>();
      for (const name of await reportDataNames()) {
        const file = join(folder, "data", name);
        rows.set(
          name,
          downloadsOf(account).includes(name)
            ? await readAndWriteReportData(db, name, file)
            : await reportRows(db, name)
        );
        await writeFile(`${file}.json`, JSON.stringify(rows.get(name)));
      }
      const data = indexDataOf(rows);
      read.push({account, data});
      await writeFile(join(folder, "index.md"), indexPage(account, data));
    }
    await writeFile(join(cacheDir, "index.md"), rootPage(read));
    await writeFile(factsFile, JSON.stringify(siteFacts(read)));
    return read;
  });
}

/** Where Framework keeps what loaders and pages printed. */
export const reportCacheDir = cacheDir;

/** Removes what earlier reports left in Framework's cache, once no report is being built. */
export async function dropReportCache(): Promise<void> {
  if (!existsSync(cacheDir)) return;
  const unlock = await waitForTurn();
  try {
    await clearCache();
    await rm(join(frameworkDir, "dist"), {recursive: true, force: true});
    await dropBuiltPages();
  } finally {
    unlock();
  }
}

/** Removes all data and pages from the cache, so that an account no longer tracked is gone; code stays. */
async function clearCache() {
  if (!existsSync(cacheDir)) return;
  for (const name of await readdir(cacheDir)) {
    if (!name.startsWith("_")) await rm(join(cacheDir, name), {recursive: true, force: true});
  }
}

/**
 * Runs Framework's preview in the project's root until it ends, and ends it with this process. Throws a `UserError` where
 * Framework gave up by itself: what it said of that is on the screen already.
 */
async function runPreview(env: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", framework, "preview"], {
    cwd: root,
    env: {...process.env, ...env, OBSERVABLE_TELEMETRY_DISABLE: "1"},
    stdio: "inherit"
  });
  let isStopped = false;
  const stop = (signal: NodeJS.Signals) => {
    isStopped = true;
    child.kill(signal);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (!isStopped && code !== 0) {
    throw new UserError(
      `the preview ended: Framework gave up${code === null ? "" : ` with exit code ${code}`}, see above`
    );
  }
}
