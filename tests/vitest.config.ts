import {devNull} from "node:os";
import {join} from "node:path";
import {defineConfig} from "vitest/config";
import {Heartbeat} from "./heartbeat.ts";

/**
 * Milliseconds. It only catches what hangs: ten times what the slowest test takes on a machine of a seventh of the usual
 * speed that is busy with other work. No test sets a limit of its own. Thousands of simulated brands take as long as they take.
 */
const limit = (process.env.WORLDS === undefined ? 1 : 24) * 60 * 60_000;

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["tests/**/*.test.ts"],
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
    env: {FOLLOWBACK_CREDENTIALS: join(devNull, "credentials.json")}
  }
});
