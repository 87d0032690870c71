import {defineConfig} from "vitest/config";

/** Milliseconds. It only catches what hangs. */
const limit = 60 * 60_000;

/** The tests that need the real servers of Bluesky: `npm run test:bluesky` sees to them first. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/bluesky/real/*.real.ts"],
    testTimeout: limit,
    hookTimeout: limit,
    teardownTimeout: limit,
    pool: "forks",
    fileParallelism: false
  }
});
