// Simulates brands whose follows are all dated, and prints what the X models make of their lists and of their records.
import {writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {format, resolveConfig} from "prettier";
import {wrongLine} from "../../src/validate/format-validation.ts";
import {formatStudy, validateWorlds, type Validation} from "./study.ts";

interface Options {
  worlds: string;
  seed: string;
  days?: string;
  atOnce?: string;
  save?: boolean;
}

/** The page on method reads it. */
const file = fileURLToPath(new URL("../../reports/validation.json", import.meta.url));

const {worlds, seed, days, atOnce, save} = new Command("validate")
  .description("what the X method makes of lists, and of records, beside the dated truth of simulated brands")
  .option("--worlds <n>", "simulated brands; a quarter of them drop people fast", "200")
  .option("--seed <n>", "where the seeds begin: the same seed gives the same table", "1")
  .option("--days <n>", "days that each is watched (default: 56)")
  .option("--at-once <n>", "brands that share a store (default: 50)")
  .option("--save", "write the result to reports/validation.json")
  .parse()
  .opts<Options>();

const study = await validateWorlds({
  worlds: Number(worlds),
  seed: Number(seed),
  ...(days !== undefined && {days: Number(days)}),
  ...(atOnce !== undefined && {atOnce: Number(atOnce)}),
  log: (line) => void process.stderr.write(`${line}\n`)
});
process.stdout.write(formatStudy(study));
if (save) {
  const validation: Validation = {date: new Date().toISOString().slice(0, 10), ...study};
  const text = JSON.stringify(validation, (_, value: unknown) => rounded(value), 2);
  writeFileSync(file, await format(text, {...(await resolveConfig(file)), filepath: file}));
}
const wrong = study.groups.map(({results}) => wrongLine(results)).find((line) => line !== null);
if (wrong !== undefined) {
  process.stderr.write(`${wrong}\n`);
  process.exitCode = 1;
}

function rounded(value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 1e4) / 1e4 : value;
}
