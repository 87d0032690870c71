import {spawnSync} from "node:child_process";
import {expect, test} from "vitest";

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
