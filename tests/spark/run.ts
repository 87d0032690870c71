/** `npm run test:spark`: the models on a real Spark, compared with DuckDB. Flags are vitest's. */
import {execFileSync, spawnSync} from "node:child_process";
import {existsSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

/** The oldest that followback works with, in a package of Python's registry that holds all of it. */
const spark = "pyspark==4.0.1";
const cache = fileURLToPath(new URL("../.cache/spark", import.meta.url));

function has(command: string, ...words: string[]): boolean {
  const {status} = spawnSync(command, words, {stdio: "ignore"});
  return status === 0;
}

/** The folder of a Spark: the user's own, else one that is installed below tests/.cache. Null where there is none. */
function sparkHome(): string | null {
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

/** Nothing was tested: whoever reads the last line must not take it for a pass. */
function notRun(why: string): never {
  process.stderr.write(`test:spark: not run: ${why}\n`);
  process.exit(2);
}

if (!has("java", "-version")) notRun("needs Java 17 or newer");
if (!has("python3", "--version")) notRun("needs Python 3");
const home = sparkHome();
if (home === null) notRun(`${spark} could not be installed with pip`);
const {status} = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url)),
    "run",
    "--config",
    fileURLToPath(new URL("vitest.config.ts", import.meta.url)),
    ...process.argv.slice(2)
  ],
  {
    stdio: "inherit",
    env: {
      ...process.env,
      SPARK_HOME: home,
      SPARK_CONF_DIR: fileURLToPath(new URL("conf", import.meta.url)),
      PYTHONPATH: [cache, process.env.PYTHONPATH].filter(Boolean).join(":")
    }
  }
);
process.exit(status ?? 1);
