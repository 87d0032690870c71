/** `npm run test:spark`: the models on a real Spark, compared with DuckDB. Flags are vitest's. */
import {spawnSync} from "node:child_process";
import {fileURLToPath} from "node:url";
import {spark, sparkHome, withSpark} from "./home.ts";

function has(command: string, ...words: string[]): boolean {
  const {status} = spawnSync(command, words, {stdio: "ignore"});
  return status === 0;
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
      ...withSpark(process.env, home),
      SPARK_CONF_DIR: fileURLToPath(new URL("conf", import.meta.url))
    }
  }
);
process.exit(status ?? 1);
