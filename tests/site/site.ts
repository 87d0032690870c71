import type {Page} from "playwright-core";
import {join} from "node:path";
import {buildReport} from "../../src/site/report.ts";
import {serveDirectory} from "../../src/site/serve.ts";
import {inSharedFolder} from "../shared-folder.ts";
import {openFixture} from "./fixture.ts";

/** The built report of the accounts of the fixture, served below `/sub/` as a static host would. */
export interface Site {
  /** Where the pages lie. Not to be changed. */
  directory: string;
  /** The address of its root, with a slash at the end. */
  url: string;
  close(): Promise<void>;
}

/** The pages of an account beside its index. */
export const notebooks = [
  "growth",
  "cohorts",
  "engagement",
  "outreach",
  "reach",
  "quality",
  "method",
  "marts"
];

/** Opens the report, which is built once in a run of tests. */
export async function openSite(): Promise<Site> {
  const dataDir = await openFixture();
  const built = await inSharedFolder("site", async (folder) => {
    await buildReport({dataDir, outDir: join(folder, "sub"), base: "/sub/"});
  });
  const server = await serveDirectory(built, 0);
  return {directory: join(built, "sub"), url: `${server.url}sub/`, close: () => server.close()};
}

/** Waits until every cell of the page has run and every picture has its final width. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  );
}
