// Takes one guard after the other out of copies of the program, and holds that the tests named for it go red:
// `npm run torture:guards`, with a word of the kinds or files for some alone.
import {execFileSync, spawn} from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {guards, isInPlace, type Guard} from "./guards.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const word = process.argv[2] ?? "";
const folder = mkdtempSync(join(tmpdir(), "followback-guards-"));

/** What vitest says of its tests, as JSON: https://vitest.dev/guide/reporters#json-reporter */
interface Told {
  numPassedTests: number;
  testResults: {assertionResults: {fullName: string; status: string; failureMessages: string[]}[]}[];
}

/** So many guards are out at once, each of a copy of its own; those whose tests wait cost nothing, and wait beside them. */
const atOnce = 2;

/** Copies the sources, as they lie here, with the packages that are installed, to a folder. */
function makeCopy(copy: string): void {
  for (const path of execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8"
  }).split("\0")) {
    if (path === "" || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(copy, path)), {recursive: true});
    cpSync(join(root, path), join(copy, path), {verbatimSymlinks: true});
  }
  // What is compiled of a copy is kept there: each keeps only the newest programs, and others run meanwhile.
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules")))
    if (name !== ".cache") symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name));
}

/** Runs tests in a copy: how many passed, and the failed ones, each with the first line of why. Waits for ever by itself. */
async function runTests(
  copy: string,
  {tests, named}: Pick<Guard, "tests" | "named">,
  waitMs?: number
): Promise<{passed: number; failed: string[]}> {
  const file = join(copy, "told.json");
  rmSync(file, {force: true});
  const child = spawn(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config",
      "tests/vitest.config.ts",
      "--reporter=json",
      `--outputFile=${file}`,
      ...tests,
      ...(named === undefined ? [] : ["-t", named])
    ],
    {cwd: copy, env: {...process.env, SLOW: "1"}, stdio: "ignore", detached: waitMs !== undefined}
  );
  let isEndless = false;
  // With all that it started, which does not end by itself.
  const end = () => {
    isEndless = true;
    process.kill(-child.pid!, "SIGKILL");
  };
  const timer = waitMs === undefined ? undefined : setTimeout(end, waitMs);
  await new Promise<void>((resolve, reject) => child.on("error", reject).on("exit", () => resolve()));
  clearTimeout(timer);
  if (isEndless) return {passed: 0, failed: ["it waits for ever"]};
  if (!existsSync(file)) return {passed: 0, failed: []};
  const {numPassedTests, testResults} = JSON.parse(readFileSync(file, "utf8")) as Told;
  const all = testResults.flatMap(({assertionResults}) => assertionResults);
  const failed = all.filter(({status}) => status === "failed");
  return {
    passed: numPassedTests,
    failed: failed.map(({fullName, failureMessages}) => `${fullName}: ${failureMessages[0]?.split("\n")[0]}`)
  };
}

/** What is wrong with a guard or its tests, or the first test that is red without it. They must go red then, and only then. */
async function takeOut(copy: string, one: Guard): Promise<{wrong: string} | {red: string}> {
  const file = join(copy, one.file);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!isInPlace(text, one)) return {wrong: "this guard does not stand there once any more"};
  const began = performance.now();
  const whole = await runTests(copy, one);
  // What takes thirty times as long, and minutes, does not come to an end.
  const longest = one.waits ? Math.ceil(Math.max(3 * 60_000, 30 * (performance.now() - began))) : undefined;
  if (whole.failed.length > 0) return {wrong: `red with the guard in its place: ${whole.failed[0]}`};
  if (whole.passed === 0) return {wrong: "no such test"};
  writeFileSync(
    file,
    text.replace(one.guard, () => one.without)
  );
  try {
    const {failed, passed} = await runTests(copy, one, longest);
    if (failed.length > 0) return {red: failed[0]!};
    return {wrong: passed === 0 ? "nothing runs without it" : "still green without it"};
  } finally {
    writeFileSync(file, text);
  }
}

const chosen = Object.entries(guards)
  .flatMap(([kind, of]) => of.map((one) => ({kind, one})))
  .filter(({kind, one}) => `${kind} ${one.file}`.includes(word));
const waiting = chosen.filter(({one}) => one.waits);
const others = chosen.filter(({one}) => !one.waits);
let red = 0;
const wrongs: string[] = [];

/** Takes guards out of one copy, one after the other, until none of them is left. */
async function work(copy: string, left: typeof chosen): Promise<void> {
  makeCopy(copy);
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const {kind, one} = next;
    const name = `${kind}: ${one.file}: ${one.guard.trim().split("\n")[0]!.trim()}`;
    const found = await takeOut(copy, one);
    if ("red" in found) red += 1;
    else wrongs.push(`${name}: ${found.wrong}`);
    console.log(`${name}\n  ${"red" in found ? `red: ${found.red.slice(0, 160)}` : `wrong: ${found.wrong}`}`);
  }
}

try {
  await Promise.all([
    ...waiting.map((one, nth) => work(join(folder, `waiting-${nth}`), [one])),
    ...Array.from({length: Math.min(atOnce, others.length)}, (_, nth) => work(join(folder, `${nth}`), others))
  ]);
} finally {
  rmSync(folder, {recursive: true, force: true});
}
for (const wrong of wrongs) console.log(`wrong: ${wrong}`);
console.log(`${red + wrongs.length} guards taken out: ${red} red, ${wrongs.length} wrong`);
process.exitCode = wrongs.length === 0 && red > 0 ? 0 : 1;
