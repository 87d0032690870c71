import {devNull} from "node:os";
import {join} from "node:path";
import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    pool: "forks",
    maxWorkers: 2,
    // Whoever is logged in on this machine is never read.
    env: {FOLLOWBACK_CREDENTIALS: join(devNull, "credentials.json")}
  }
});
