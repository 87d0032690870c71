import {readFileSync} from "node:fs";
import {devNull} from "node:os";
import {join} from "node:path";
import {globSync} from "tinyglobby";
import {defineConfig} from "vitest/config";
import {Heartbeat} from "./heartbeat.ts";
import {isSlow} from "./long.ts";

/**
 * Milliseconds. It only catches what hangs: ten times what the slowest test takes on a machine of a seventh of the usual
 * speed that is busy with other work. No test sets a limit of its own. Thousands of simulated brands take as long as they take.
 */
const limit = (process.env.WORLDS === undefined ? 1 : 24) * 60 * 60_000;

const root = new URL("..", import.meta.url).pathname;
const files = globSync("tests/**/*.test.ts", {cwd: root, ignore: isSlow ? [] : ["**/*.slow.test.ts"]}).sort();

/** What a file does to its process that the next file would meet there: such files have a process of their own. */
const leavesTraces = /\bvi\.\w+\(|\bprocess\.(chdir|umask|on|once)\(|\bprocess\.(env\.\w+|exitCode|argv) = /;
const alone = files.filter((file) => leavesTraces.test(readFileSync(join(root, file), "utf8")));

export default defineConfig({
  test: {
    root,
    globalSetup: ["tests/shared-folder.ts"],
    testTimeout: limit,
    hookTimeout: limit,
    teardownTimeout: limit,
    reporters: ["default", new Heartbeat()],
    pool: "forks",
    maxWorkers: 2,
    // Tests that say they are concurrent wait for one build together.
    maxConcurrency: 1000,
    // Whoever is logged in on this machine is never read.
    env: {FOLLOWBACK_CREDENTIALS: join(devNull, "credentials.json")},
    // Loading the program and warming up is a sixth of the CPU time where every file does it again.
    projects: [
      {
        extends: true,
        test: {name: "together", include: files.filter((file) => !alone.includes(file)), isolate: false}
      },
      {extends: true, test: {name: "alone", include: alone}}
    ]
  }
});
