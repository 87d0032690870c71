import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {chromium, type Browser, type BrowserContext, type Page} from "playwright-core";

interface FoundBrowser {
  /** Left out where Playwright's own download is used, which it finds by itself. */
  executablePath?: string;
  args: string[];
  /** Where the packaged Chromium has its libraries and fonts. */
  env?: Record<string, string>;
}

const ensure = fileURLToPath(new URL("ensure.js", import.meta.url));
const foundFile = fileURLToPath(new URL("../.cache/browser.json", import.meta.url));

/** Without limits of its own: what hangs is caught by the limit of the test. */
function patient<T extends BrowserContext | Page>(opened: T): T {
  opened.setDefaultTimeout(0);
  return opened;
}

/** Starts the headless browser that `ensure.js` found; where it was not asked yet (vitest run by hand), asks it now. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(foundFile)) execFileSync(process.execPath, [ensure], {stdio: "inherit"});
  const {executablePath, args, env} = JSON.parse(readFileSync(foundFile, "utf8")) as FoundBrowser;
  const browser = await chromium.launch({
    args,
    executablePath,
    env: {...(process.env as Record<string, string>), ...env},
    timeout: 0
  });
  const {newContext, newPage} = browser;
  browser.newContext = async (options) => patient(await newContext.call(browser, options));
  browser.newPage = async (options) => patient(await newPage.call(browser, options));
  return browser;
}
