import {readdir} from "node:fs/promises";
import {resolve} from "node:path";
import type {Browser} from "playwright-core";
import {serveDirectory} from "../../src/site/serve.ts";
import {launchBrowser} from "../browser/launch.ts";
import {heaviestPage, weigh} from "./weight.ts";

/** The bars: gzip bytes of everything a page asks for, and milliseconds to its first picture (median of `runs`). */
const bars = {page: heaviestPage, index: 60_000, picture: 1000};
const runs = 5;

/** Runs in the page; text, because a compiled function would call helpers that are not there. */
const watchPicture = `(function look() {
  const pictures = [...document.querySelectorAll("main svg, main table.triangle")];
  if (pictures.some((picture) => picture.getBoundingClientRect().width > 150)) window.firstPicture = performance.now();
  else requestAnimationFrame(look);
})();`;

/**
 * `node --import tsx tests/site/weigh.ts [dist]` prints what each page of a built report weighs and how soon its
 * first picture stands, and exits with 1 where one is above the bars. A page without a picture is timed by its first paint, and says so.
 */
const directory = resolve(process.argv[2] ?? "dist");
const pages = (await readdir(directory, {recursive: true}))
  .filter((file) => file.endsWith(".html") && !/digest\.html$|404\.html$/.test(file))
  .map((file) =>
    file
      .replaceAll("\\", "/")
      .replace(/(^|\/)index\.html$/, "$1")
      .replace(/\.html$/, "")
  )
  .sort();

const server = await serveDirectory(directory, 0);
const browser = await launchBrowser();
let isOver = false;
try {
  process.stdout.write("page                              gzip kB   requests   first picture ms\n");
  for (const page of pages) {
    const {bytes, requests} = await weigh(browser, server.url + page);
    const {milliseconds, hasPicture} = await firstPicture(browser, server.url + page);
    const bar = page === "" || page.endsWith("/") ? bars.index : bars.page;
    const faults = [bytes > bar ? "too heavy" : "", milliseconds > bars.picture ? "too slow" : ""].filter(
      Boolean
    );
    isOver ||= faults.length > 0;
    process.stdout.write(
      `${`/${page}`.padEnd(32)} ${(bytes / 1000).toFixed(1).padStart(8)} ${String(requests).padStart(10)} ${String(milliseconds).padStart(18)}  ${[hasPicture ? "" : "no picture: first paint", ...faults].filter(Boolean).join(", ")}\n`
    );
  }
} finally {
  await browser.close();
  await server.close();
}
process.stdout.write(
  `bars: ${bars.page / 1000} kB a page, ${bars.index / 1000} kB an index, ${bars.picture} ms\n`
);
process.exitCode = isOver ? 1 : 0;

/** The median time from navigation until a picture, or else the first paragraph, stands on the page, with an empty cache. */
async function firstPicture(
  browser: Browser,
  url: string
): Promise<{milliseconds: number; hasPicture: boolean}> {
  const times: number[] = [];
  let hasPicture = false;
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext({viewport: {width: 1440, height: 900}});
    await context.addInitScript({content: watchPicture});
    const page = await context.newPage();
    await page.goto(url, {waitUntil: "networkidle"});
    await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
    const {picture, paint} = await page.evaluate(() => ({
      picture: (window as {firstPicture?: number}).firstPicture,
      paint: performance.getEntriesByName("first-contentful-paint")[0]!.startTime
    }));
    hasPicture = picture !== undefined;
    times.push(Math.round(picture ?? paint));
    await context.close();
  }
  return {milliseconds: times.sort((a, b) => a - b)[Math.floor(runs / 2)]!, hasPicture};
}
