import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {cp, mkdir, readdir, rm, utimes, writeFile} from "node:fs/promises";
import {dirname, join, relative} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {UserError} from "../errors.ts";
import {readIndexData, type ReadAccount} from "./index-data.ts";
import {indexPage, rootPage} from "./index-page.ts";
import {mendPages} from "./finish-html.ts";
import {pageMeta, siteFacts} from "./page-facts.ts";
import {
  downloads,
  pagedAccounts,
  reportDataNames,
  reportRows,
  withReportDatabase,
  writeReportData
} from "./report-data.ts";
import {canDrawPng} from "./preview-picture.ts";
import {writeSiteFiles} from "./site-files.ts";
import {lockData} from "../snapshots/lock.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const frameworkDir = join(root, "reports", ".observablehq");
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
 * Builds the pages of every tracked account. One process runs all report SQL and fills Framework's cache, Framework
 * builds from it without starting a loader, and its HTML is mended before it goes to `outDir`.
 */
export async function buildReport({
  dataDir,
  outDir,
  base,
  progress
}: ReportOptions): Promise<{pages: number; outDir: string}> {
  await checkOutDir(outDir);
  const {path, site} = placeOf(base);
  const unlock = await waitForLock(progress);
  try {
    progress?.("running the report's SQL");
    const accounts = await fillCache(dataDir);
    progress?.("building pages");
    const staging = join(frameworkDir, "dist");
    await runFramework(["build"], {
      FOLLOWBACK_DATA: dataDir,
      FOLLOWBACK_REPORT_OUT: relative(root, staging),
      FOLLOWBACK_REPORT_BASE: path
    });
    const facts = siteFacts(accounts);
    const about = {site, hasPictures: canDrawPng};
    const pages = await mendPages(staging, (file) => pageMeta(file, facts, about));
    await writeSiteFiles(staging, accounts, site);
    await rm(outDir, {recursive: true, force: true});
    await mkdir(dirname(outDir), {recursive: true});
    await cp(staging, outDir, {recursive: true});
    await rm(staging, {recursive: true, force: true});
    return {pages, outDir};
  } finally {
    unlock();
  }
}

/** The path a site is served under, and the address of its root where that is known; both end in a slash. */
export function placeOf(base = "/"): {path: string; site: string | null} {
  const closed = base.endsWith("/") ? base : `${base}/`;
  if (closed.startsWith("/")) return {path: closed, site: null};
  if (!/^https?:\/\//.test(closed) || !URL.canParse(closed))
    throw new UserError(
      `--base ${base}: neither a path nor an address: begin it with a slash, such as /reports/, or give a full address`
    );
  const {href, pathname} = new URL(closed);
  return {path: pathname, site: href};
}

/** Serves a live preview until it is stopped. */
export async function previewReport(dataDir: string): Promise<void> {
  await fillCacheAlone(dataDir);
  await runFramework(["preview"], {FOLLOWBACK_DATA: dataDir}, true);
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
  const unlock = await waitForLock();
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
async function waitForLock(progress?: (message: string) => void): Promise<() => void> {
  const patience = Date.now() + 5 * 60_000;
  for (;;) {
    try {
      return await lockData(frameworkDir);
    } catch (error) {
      if (!(error instanceof UserError) || Date.now() > patience) throw error;
      progress?.("waiting for another report to be built");
      await sleep(300);
    }
  }
}

/** Writes what Framework's loaders would print, and what its configuration reads; returns every tracked account. */
async function fillCache(dataDir: string): Promise<ReadAccount[]> {
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
      const data = await readIndexData(db, account);
      read.push({account, data});
      const folder = join(cacheDir, account.slug);
      await mkdir(join(folder, "data"), {recursive: true});
      await writeFile(join(folder, "index.md"), indexPage(account, data));
      for (const name of await reportDataNames()) {
        await writeFile(join(folder, "data", `${name}.json`), JSON.stringify(await reportRows(db, name)));
      }
      for (const name of downloads)
        for (const format of ["csv", "parquet"] as const)
          await writeReportData(db, name, format, join(folder, "data", `${name}.${format}`));
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
  const unlock = await waitForLock();
  try {
    await clearCache();
    await rm(join(frameworkDir, "dist"), {recursive: true, force: true});
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

/** Runs Framework's own command line in the project's root. What it prints is kept for the error, or shown. */
async function runFramework(args: string[], env: Record<string, string>, isShown = false): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", framework, ...args], {
    cwd: root,
    env: {...process.env, ...env, OBSERVABLE_TELEMETRY_DISABLE: "1"},
    stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"]
  });
  let said = "";
  child.stdout?.on("data", (text) => (said += text));
  child.stderr?.on("data", (text) => (said += text));
  // A preview ends with the command that started it.
  const stop = (signal: NodeJS.Signals) => child.kill(signal);
  if (isShown) process.once("SIGINT", stop).once("SIGTERM", stop);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (isShown) return;
  // Framework calls these warnings, and builds on: a page would be broken.
  const troubles = said
    .split("\n")
    .filter((line) => /error|warning:|broken/i.test(line) && !/0 errors/.test(line));
  if (code !== 0 || troubles.length > 0) {
    throw new Error(`the report could not be built: ${troubles[0] ?? "see below"}`, {cause: said});
  }
}
