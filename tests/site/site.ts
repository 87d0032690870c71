import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll} from "vitest";
import {buildReport} from "../../src/site/report.ts";
import {serveDirectory} from "../../src/site/serve.ts";
import {launchBrowser} from "../browser/launch.ts";
import {inSharedFolder} from "../shared-folder.ts";
import {openFixture} from "./fixture.ts";

/** The pages of an account beside its index. */
export const notebooks = [
  "growth",
  "cohorts",
  "engagement",
  "outreach",
  "circles",
  "experiment",
  "quality",
  "method",
  "marts"
];

/** Those of an account whose follows are records. */
export const recordNotebooks = [
  "growth",
  "gone",
  "cohorts",
  "engagement",
  "outreach",
  "return",
  "experiment",
  "quality",
  "method",
  "marts"
];

/** Pages that say much the same of every account: `VIEWS=all` looks at them in accounts that lack something too. */
export const isAlike = (path: string) => process.env.VIEWS !== "all" && /(^|\/)(method|marts)$/.test(path);

/** For a file of tests: the built report of the accounts of the fixture, and a browser to look at it. */
export function useSite() {
  const opened = {
    /** Where the pages lie. Not to be changed. */
    directory: "",
    /** The address of its root below `/sub/`, with a slash at the end. */
    url: "",
    browser: undefined as unknown as Browser
  };
  let server: Awaited<ReturnType<typeof serveDirectory>> | undefined;
  beforeAll(async () => {
    const [built, browser] = await Promise.all([buildSite(), launchBrowser()]);
    server = await serveDirectory(built, 0);
    Object.assign(opened, {directory: join(built, "sub"), url: `${server.url}sub/`, browser});
  });
  afterAll(async () => {
    await opened.browser?.close();
    await server?.close();
  });
  return opened;
}

/** Builds the report once in a run of tests. */
async function buildSite(): Promise<string> {
  const dataDir = await openFixture();
  return inSharedFolder("site", async (folder) => {
    await buildReport({dataDir, outDir: join(folder, "sub"), base: "/sub/"});
  });
}

/** Waits until every cell of the page has run and every picture has its final width. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  );
}

let turns: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
/** Of concurrent tests, lets two run at a time: while the page of one waits for its files, that of the other is drawn. */
export function inPairs<T>(use: () => Promise<T>): Promise<T> {
  const [first, second] = turns;
  const next = first!.then(use, use);
  turns = [second!, next];
  return next;
}
