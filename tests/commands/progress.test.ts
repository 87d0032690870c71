import {spawnSync} from "node:child_process";
import {expect, test} from "vitest";
import {startProgress} from "../../src/commands/progress.ts";

const progress = JSON.stringify(new URL("../../src/commands/progress.ts", import.meta.url).href);

/** Runs a script in a process of its own, as on a terminal, and returns its exit code; null: it had to be stopped. */
function codeOf(script: string): number | null {
  const text = `import {clearProgress, startProgress} from ${progress};
    const {at} = startProgress("building", 3, {isTerminal: true});
    at(1, "first");
    ${script}`;
  const args = ["--import", "tsx", "--input-type=module", "-e", text];
  return spawnSync(process.execPath, args, {stdio: "ignore"}).status;
}

test("a bar that was cleared lets the process go", () => {
  expect(codeOf("clearProgress(); process.exitCode = 1;")).toBe(1);
});

test("leaving in the middle of a job is not success", () => {
  expect(codeOf("process.exit(0);")).toBe(130);
});

/** The lines that a log gets of a job whose steps take a second each. */
function logOf(total: number, steps: number): string[] {
  const lines: string[] = [];
  let time = 0;
  const write = (line: string) => void lines.push(line);
  const job = startProgress("watching", total, {isTerminal: false, write, now: () => time, unit: "days"});
  for (let done = 1; done <= steps; done += 1) {
    time += 1000;
    job.at(done);
  }
  job.end("done");
  return lines;
}

test("a log that is no terminal gets a line each tenth", () => {
  const lines = logOf(547, 547);
  expect(lines).toHaveLength(12);
  // 54.7 days are a tenth, so the 55th is the first of the second tenth.
  expect(lines.slice(0, 3)).toEqual([
    "watching …\n",
    "watching: 55 of 547 days\n",
    "watching: 110 of 547 days\n"
  ]);
  expect(lines.slice(-2)).toEqual(["watching: 547 of 547 days\n", "done\n"]);
});

test("of few steps each is said once", () => {
  expect(logOf(3, 3).slice(1, -1)).toEqual([1, 2, 3].map((done) => `watching: ${done} of 3 days\n`));
});

test("a job of unknown length says every ten seconds where it is", () => {
  expect(logOf(0, 35).slice(1, -1)).toEqual([10, 20, 30].map((done) => `watching: ${done} days\n`));
});
