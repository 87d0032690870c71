import {execFileSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {chromium, type Browser} from "playwright-core";

interface FoundBrowser {
  /** Left out where Playwright's own download is used, which it finds by itself. */
  executablePath?: string;
  args: string[];
  /** Where the packaged Chromium has its libraries and fonts. */
  env?: Record<string, string>;
}

const ensure = fileURLToPath(new URL("ensure.js", import.meta.url));
const foundFile = fileURLToPath(new URL("../.cache/browser.json", import.meta.url));

/** Starts the headless browser that `ensure.js` found; where it was not asked yet (vitest run by hand), asks it now. */
export async function launchBrowser(): Promise<Browser> {
  if (!existsSync(foundFile)) execFileSync(process.execPath, [ensure], {stdio: "inherit"});
  const {executablePath, args, env} = JSON.parse(readFileSync(foundFile, "utf8")) as FoundBrowser;
  return chromium.launch({args, executablePath, env: {...(process.env as Record<string, string>), ...env}});
}
