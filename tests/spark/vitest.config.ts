import {defineConfig} from "vitest/config";

/** Milliseconds. It only catches what hangs. */
const limit = 3 * 60 * 60_000;

/** The tests that need Apache Spark: `npm run test:spark` sees to it first. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["tests/spark/*.spark.ts"],
    testTimeout: limit,
    hookTimeout: limit,
    teardownTimeout: limit,
    pool: "forks",
    fileParallelism: false
  }
});
