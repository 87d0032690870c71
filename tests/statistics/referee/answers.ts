import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {dataSet, seeds} from "./data-sets.ts";

/** What R says about one data set, each list in R's own order. */
export type Answers = {seed: number} & Record<Exclude<string, "seed">, any>;

const stored = new URL("golden/answers.json", import.meta.url);

export const storedAnswers = (): Answers[] => JSON.parse(readFileSync(stored, "utf8"));

/** Is R here, with its survival package? */
export function hasReferee(): boolean {
  try {
    execFileSync("Rscript", ["--vanilla", "-e", "library(survival)"], {stdio: "ignore"});
    return true;
  } catch {
    return false;
  }
}

/** Asks R about every data set. */
export function askReferee(): Answers[] {
  const folder = mkdtempSync(join(tmpdir(), "followback-referee-"));
  try {
    const sets = seeds.map((seed) => dataSet(seed));
    for (const name of ["people", "causes", "intervals", "strata", "cohorts"] as const) {
      const rows = sets.flatMap((set) => (set[name] as object[]).map((row) => ({seed: set.seed, ...row})));
      const cell = (value: unknown) => (value === Infinity ? "Inf" : value === null ? "stay" : String(value));
      const lines = rows.map((row) => Object.values(row).map(cell).join(","));
      writeFileSync(
        join(folder, `${name}.csv`),
        [Object.keys(rows[0]!).join(","), ...lines].join("\n") + "\n"
      );
    }
    const script = new URL("referee.R", import.meta.url).pathname;
    const printed = execFileSync("Rscript", ["--vanilla", script, folder], {
      encoding: "utf8",
      maxBuffer: 1e8,
      stdio: ["ignore", "pipe", "ignore"]
    });
    return printed
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  } finally {
    rmSync(folder, {recursive: true});
  }
}

// Run by itself, it stores R's answers anew: node --import tsx tests/statistics/referee/answers.ts
if (process.argv[1] === new URL(import.meta.url).pathname) {
  const lines = askReferee().map((answers) => JSON.stringify(answers));
  writeFileSync(stored, `[\n${lines.join(",\n")}\n]\n`);
}
