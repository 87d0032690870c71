// Takes one guard after the other out of a copy of the program, and holds that the tests named for it go red:
// `npm run torture:guards`, with a word of the kinds or files for some alone.
import {execFileSync, spawnSync} from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {guards, type Guard} from "./guards.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const word = process.argv[2] ?? "";
const copy = mkdtempSync(join(tmpdir(), "followback-guards-"));

/** What vitest says of its tests, as JSON: https://vitest.dev/guide/reporters#json-reporter */
interface Told {
  numPassedTests: number;
  testResults: {assertionResults: {fullName: string; status: string; failureMessages: string[]}[]}[];
}

/** Copies the sources, as they lie here, with the packages that are installed. */
function makeCopy(): void {
  for (const path of execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8"
  }).split("\0")) {
    if (path === "" || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(copy, path)), {recursive: true});
    cpSync(join(root, path), join(copy, path), {verbatimSymlinks: true});
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
}

/** Runs tests in the copy: how many passed, and the failed ones, each with the first line of why. Waits for ever by itself. */
function runTests(
  {tests, named}: Pick<Guard, "tests" | "named">,
  waitMs?: number
): {passed: number; failed: string[]} {
  const file = join(copy, "told.json");
  rmSync(file, {force: true});
  const {signal} = spawnSync(
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
    {cwd: copy, stdio: "ignore", killSignal: "SIGKILL", ...(waitMs !== undefined && {timeout: waitMs})}
  );
  if (signal === "SIGKILL") return {passed: 0, failed: ["it waits for ever"]};
  if (!existsSync(file)) return {passed: 0, failed: []};
  const {numPassedTests, testResults} = JSON.parse(readFileSync(file, "utf8")) as Told;
  const all = testResults.flatMap(({assertionResults}) => assertionResults);
  const failed = all.filter(({status}) => status === "failed");
  return {
    passed: numPassedTests,
    failed: failed.map(({fullName, failureMessages}) => `${fullName}: ${failureMessages[0]?.split("\n")[0]}`)
  };
}

/** What is wrong with a guard or its tests; null: they go red without it, and only then. */
function wrongWith(one: Guard): string | null {
  const file = join(copy, one.file);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (text.split(one.guard).length !== 2) return "this guard does not stand there once any more";
  const began = performance.now();
  const whole = runTests(one);
  // What takes thirty times as long, and minutes, does not come to an end.
  const longest = one.waits ? Math.ceil(Math.max(3 * 60_000, 30 * (performance.now() - began))) : undefined;
  if (whole.failed.length > 0) return `red with the guard in its place: ${whole.failed[0]}`;
  if (whole.passed === 0) return "no such test";
  writeFileSync(
    file,
    text.replace(one.guard, () => one.without)
  );
  try {
    const {failed, passed} = runTests(one, longest);
    if (failed.length > 0) {
      console.log(`  red: ${failed[0]!.slice(0, 160)}`);
      return null;
    }
    return passed === 0 ? "nothing runs without it" : "still green without it";
  } finally {
    writeFileSync(file, text);
  }
}

let red = 0;
const wrongs: string[] = [];
try {
  makeCopy();
  for (const [kind, of] of Object.entries(guards))
    for (const one of of) {
      if (!`${kind} ${one.file}`.includes(word)) continue;
      const name = `${kind}: ${one.file}: ${one.guard.trim().split("\n")[0]!.trim()}`;
      console.log(name);
      const wrong = wrongWith(one);
      if (wrong === null) red += 1;
      else wrongs.push(`${name}: ${wrong}`);
    }
} finally {
  rmSync(copy, {recursive: true, force: true});
}
for (const wrong of wrongs) console.log(`wrong: ${wrong}`);
console.log(`${red + wrongs.length} guards taken out: ${red} red, ${wrongs.length} wrong`);
process.exitCode = wrongs.length === 0 && red > 0 ? 0 : 1;
