import {Option, type Command} from "commander";
import {linesOfHeldBack, type HeldBack} from "../lists/held-back.ts";
import {UsageError} from "../errors.ts";
import {buildMarts, countSteps} from "../models/build.ts";
import {linesOfNames, type NamesLeftOut} from "../names/left-out.ts";
import {dataOption} from "./options.ts";
import {startProgress} from "./progress.ts";
import {dataDirOf} from "../snapshots/settings.ts";

const waitingLine = (master: string) =>
  `Spark waits: no worker of ${master} is free: see whether workers run, and what memory and cores they have`;

/** `followback build`: makes the marts from the snapshots. */
export function addBuildCommand(program: Command): void {
  program
    .command("build")
    .description("Build the marts from the snapshots")
    .addOption(dataOption())
    .addOption(
      new Option(
        "--engine <name>",
        "What runs the models: DuckDB, which is built in, or your own Apache Spark"
      )
        .choices(["duckdb", "spark"])
        .default("duckdb")
    )
    .option("--master <address>", "Of Spark: local[*], spark://host:7077 or yarn")
    .action(async ({data, engine, master}: {data?: string; engine: string; master?: string}) => {
      if (engine === "spark" && !master)
        throw new UsageError("--engine spark needs --master: local[*], spark://host:7077 or yarn");
      if (engine !== "spark" && master !== undefined)
        throw new UsageError("--master is of Spark: give --engine spark with it");
      const dataDir = dataDirOf(data);
      const progress = startProgress("building marts", countSteps());
      let held: readonly HeldBack[] = [];
      let named: readonly NamesLeftOut[] = [];
      let isWaiting = false;
      const rows = await buildMarts(dataDir, {
        ...(engine === "spark" && master && {sparkMaster: master}),
        onStep: (done, name) => progress.at(done, name),
        onWait: () => {
          if (!isWaiting) process.stderr.write(`${waitingLine(master!)}\n`);
          isWaiting = true;
        },
        onHeldBack: (lists) => (held = lists),
        onNames: (accounts) => (named = accounts)
      });
      progress.end(`built ${Object.keys(rows).length} marts in ${dataDir}/marts`);
      for (const line of [...linesOfHeldBack(held), ...linesOfNames(named)])
        process.stderr.write(`${line}\n`);
    });
}
