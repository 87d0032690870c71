import {defineConfig} from "vitest/config";

/** Milliseconds. It only catches what hangs. */
const limit = 3 * 60 * 60_000;

/**
 * The tests that need Apache Spark: `npm run test:spark` sees to it first. SPARK_HISTORIES=200 builds so many random histories
 * in one process of Spark. Whole demos and real data take Spark a quarter of an hour: they are built where SPARK_DEMO_WEEKS
 * says how many weeks a demo has.
 */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: [
      "tests/spark/cluster.spark.ts",
      ...(process.env.SPARK_HISTORIES ? ["tests/spark/marts.spark.ts"] : []),
      ...(process.env.SPARK_DEMO_WEEKS ? ["tests/spark/real.spark.ts"] : [])
    ],
    testTimeout: limit,
    hookTimeout: limit,
    teardownTimeout: limit,
    pool: "forks",
    fileParallelism: false
  }
});
