import {execFileSync} from "node:child_process";
import {existsSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

/** The oldest that followback works with, in a package of Python's registry that holds all of it. */
export const spark = "pyspark==4.0.1";
const cache = fileURLToPath(new URL("../.cache/spark", import.meta.url));

/** The folder of a Spark: the user's own, else one that is installed below tests/.cache. Null where there is none. */
export function sparkHome(): string | null {
  if (process.env.SPARK_HOME) return process.env.SPARK_HOME;
  const home = join(cache, "pyspark");
  if (existsSync(join(home, "bin", "spark-submit"))) return home;
  process.stderr.write(`installing ${spark} into ${cache}\n`);
  try {
    execFileSync("python3", ["-m", "pip", "install", "--quiet", "--target", cache, spark], {
      stdio: ["ignore", "ignore", "inherit"]
    });
    return home;
  } catch {
    return null;
  }
}

/** An environment in which that Spark is found. */
export const withSpark = (env: NodeJS.ProcessEnv, home: string | null): NodeJS.ProcessEnv => ({
  ...env,
  ...(home !== null && {
    SPARK_HOME: home,
    PYTHONPATH: [cache, env.PYTHONPATH].filter(Boolean).join(":")
  })
});
