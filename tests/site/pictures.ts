import {mkdir, readdir} from "node:fs/promises";
import {existsSync} from "node:fs";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {UserError} from "../../src/errors.ts";
import {serveDirectory} from "../../src/site/serve.ts";
import {launchBrowser} from "../browser/launch.ts";

/** The pages that README shows, with how much of each, in pixels. */
const shots = [
  {page: "", name: "index", height: 760},
  {page: "cohorts", name: "cohorts", height: 820},
  {page: "engagement", name: "engagement", height: 820}
];

/** `node --import tsx tests/site/pictures.ts [dist]` draws README's pictures from a built demo, into `.github/pictures`. */
const directory = resolve(process.argv[2] ?? "dist");
const target = fileURLToPath(new URL("../../.github/pictures/", import.meta.url));
if (!existsSync(join(directory, "index.html")))
  throw new UserError(`no report in ${directory}: run \`npm start -- --no-serve\` first`);

const account = (await readdir(directory, {withFileTypes: true})).find(
  (entry) => entry.isDirectory() && !entry.name.startsWith("_")
)!.name;
await mkdir(target, {recursive: true});
const server = await serveDirectory(directory, 0);
const browser = await launchBrowser();
try {
  const page = await browser.newPage({viewport: {width: 1000, height: 800}, colorScheme: "light"});
  for (const {page: path, name, height} of shots) {
    await page.setViewportSize({width: 1000, height});
    await page.goto(`${server.url}${account}/${path}`, {waitUntil: "networkidle"});
    await page.waitForFunction(() => !document.querySelector("observablehq-loading"));
    // The list of pages is no part of what is shown, and README is narrow.
    await page.addStyleTag({
      content:
        "#observablehq-sidebar, #observablehq-sidebar-toggle, #observablehq-sidebar-backdrop {display: none !important} #observablehq-center {margin: 0 2rem !important; padding: 0 !important}"
    });
    await page.waitForTimeout(300);
    await page.screenshot({path: join(target, `${name}.png`)});
    process.stdout.write(`${name}.png\n`);
  }
} finally {
  await browser.close();
  await server.close();
}
