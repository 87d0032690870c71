import {resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {serveDirectory} from "../../src/site/serve.ts";
import {launchBrowser} from "./launch.ts";

/** The pages that the README shows, the height of their pictures in pixels, and how far above the title these begin. */
const pictures = {
  index: {height: 760, above: 28},
  cohorts: {height: 820, above: 22}
};
const width = 1000;
const folder = fileURLToPath(new URL("../../.github/pictures/", import.meta.url));

/**
 * `node --import tsx tests/browser/readme-pictures.ts [dist]` draws the README's pictures from the pages of the demo, which
 * `npm start -- --no-serve` writes to `dist`. Sizes are in CSS pixels, one pixel each.
 */
const server = await serveDirectory(resolve(process.argv[2] ?? "dist"), 0);
const browser = await launchBrowser();
try {
  for (const [page, {height, above}] of Object.entries(pictures)) {
    const tab = await browser.newPage({viewport: {width, height}, colorScheme: "light"});
    await tab.goto(`${server.url}simulated-brand/${page}`, {waitUntil: "networkidle"});
    // The button that opens the list of pages floats beside the text.
    await tab.addStyleTag({content: "#observablehq-sidebar-toggle { display: none }"});
    const top = await tab.evaluate(
      `document.querySelector("main").firstElementChild.getBoundingClientRect().top + scrollY`
    );
    await tab.screenshot({
      path: `${folder}${page}.png`,
      fullPage: true,
      clip: {x: 0, y: Math.max(0, Number(top) - above), width, height}
    });
    await tab.close();
  }
} finally {
  await browser.close();
  await server.close();
}
