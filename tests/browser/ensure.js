// Finds a Chrome or Chromium for the browser tests, or gets one, proves that it opens a page, and leaves what it found
// in tests/.cache/browser.json for launch.ts. Plain Node, because `npm test` runs it before anything else.
import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {delimiter, dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const foundFile = join(root, "tests", ".cache", "browser.json");
const {chromium} = createRequire(import.meta.url)("playwright-core");

// Only what a container needs, and what keeps the browser itself from asking other hosts.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
];

/** Milliseconds after which what was started hangs, on however slow a machine. */
const hangs = 20 * 60_000;

const say = (line) => process.stderr.write(`browser: ${line}\n`);
const firstLine = (error) => String(error?.message ?? error).split("\n", 1)[0];

/** Opens a page in the browser and reads it back; throws where that fails. */
async function prove({executablePath, env}) {
  const browser = await chromium.launch({
    args,
    timeout: hangs,
    ...(executablePath && {executablePath}),
    env: {...process.env, ...env}
  });
  try {
    const page = await browser.newPage();
    await page.setContent("<p>ready</p>");
    if ((await page.textContent("p")) !== "ready") throw new Error("the page it opened was empty");
    return browser.version();
  } finally {
    await browser.close();
  }
}

/**
 * The ways to a browser, in order. `find` returns it or null; where what it found opens no page, `mend` is called and
 * both are tried once more.
 */
const ways = [
  {
    name: "CHROME_PATH",
    // A path that was asked for by name and is not there is a mistake to mend, not a reason to take another browser.
    isFinal: true,
    async find() {
      if (!process.env.CHROME_PATH) return null;
      if (!existsSync(process.env.CHROME_PATH)) throw new Error(`no such file: ${process.env.CHROME_PATH}`);
      return {executablePath: process.env.CHROME_PATH};
    }
  },
  {
    name: "the installed browser",
    async find() {
      const executablePath = installedBrowser();
      return executablePath ? {executablePath} : null;
    }
  },
  {
    name: "@sparticuz/chromium",
    async find() {
      return process.platform === "linux" ? packagedBrowser() : null;
    },
    mend: forgetPackagedBrowser
  },
  {
    name: "Playwright's own download",
    find: async () => ({}),
    mend() {
      say("none installed, downloading Playwright's own …");
      const cli = join(
        dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")),
        "cli.js"
      );
      run(process.execPath, [cli, "install", "--only-shell", "chromium"]);
    }
  },
  {
    name: "Debian's chromium",
    async find() {
      if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) return null;
      say("none installed, running apt-get install chromium …");
      run("apt-get", ["update", "-qq"]);
      run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
      const executablePath = installedBrowser();
      return executablePath ? {executablePath} : null;
    }
  }
];

const runEnv = {DEBIAN_FRONTEND: "noninteractive", PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000"};

function run(program, argv) {
  const {status, error, stderr} = spawnSync(program, argv, {
    encoding: "utf8",
    timeout: hangs,
    env: {...process.env, ...runEnv}
  });
  if (error) throw error;
  if (status === 0) return;
  const said = (stderr ?? "").split("\n").filter((line) => /\S/.test(line) && !/^\s+at /.test(line));
  throw new Error(said.find((line) => /error|fail|^E:/i.test(line))?.trim() ?? `exit code ${status}`);
}

function installedBrowser() {
  const names =
    process.platform === "win32"
      ? ["chrome.exe", "msedge.exe"]
      : ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome", "microsoft-edge"];
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)));
  const programFiles = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA];
  const usual = {
    darwin: [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"
    ],
    win32: programFiles
      .filter(Boolean)
      .flatMap((dir) => [
        join(dir, "Google", "Chrome", "Application", "chrome.exe"),
        join(dir, "Microsoft", "Edge", "Application", "msedge.exe")
      ])
  };
  return [...onPath, ...(usual[process.platform] ?? [])].find((file) => existsSync(file));
}

/** The Chromium inside the npm package: unpacked once into the system's temporary folder, then reused. */
async function packagedBrowser() {
  // The package unpacks its shared libraries only where it believes to be on Lambda, which it decides when it is
  // imported; and its fonts.conf names the default temporary folder, so another TMPDIR crashes every page.
  const before = {...process.env};
  for (const name of ["TMPDIR", "TMP", "TEMP"]) delete process.env[name];
  process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs20.x";
  try {
    const {default: packaged} = await import("@sparticuz/chromium");
    const executablePath = await packaged.executablePath();
    const libraries = join(tmpdir(), "al2023", "lib");
    const env = {
      LD_LIBRARY_PATH: [libraries, before.LD_LIBRARY_PATH].filter(Boolean).join(delimiter),
      FONTCONFIG_PATH: join(tmpdir(), "fonts")
    };
    return {executablePath, env};
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

/** Removes what a killed run may have left half unpacked, so that it is unpacked anew. */
function forgetPackagedBrowser() {
  const names = ["chromium", "al2023", "libGLESv2.so"];
  if (existsSync("/tmp/fonts/fonts.conf")) names.push("fonts");
  for (const name of names) rmSync(join("/tmp", name), {recursive: true, force: true});
}

async function ensureBrowser() {
  for (const {name, find, mend, isFinal} of ways) {
    try {
      let found = await find();
      if (!found) continue;
      const version = await prove(found).catch(async (error) => {
        if (!mend) throw error;
        mend();
        found = await find();
        return prove(found);
      });
      mkdirSync(dirname(foundFile), {recursive: true});
      writeFileSync(foundFile, JSON.stringify({...found, name, args}, null, 2) + "\n");
      say(`${name}: Chromium ${version}${found.executablePath ? `, ${found.executablePath}` : ""}`);
      return;
    } catch (error) {
      say(`${name} does not work: ${firstLine(error)}`);
      if (isFinal) break;
    }
  }
  say("none found: install Chrome or Chromium, or set CHROME_PATH to one, then run npm test again");
  process.exitCode = 1;
}

await ensureBrowser();
