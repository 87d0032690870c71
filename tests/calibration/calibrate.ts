// Simulates brands whose truth is known, watches them, and counts how often the intervals hold the truth.
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {Command, Option} from "commander";
import {format, resolveConfig} from "prettier";
import {precisionFile, type Precision} from "../../src/plan/precision.ts";
import {compareWithEm} from "../models/exact-ages.ts";
import {bandCoverage, bandWorlds} from "./bands.ts";
import {makeFigures} from "./schedules.ts";
import {report, type Calibration, type ScheduleStudy} from "./format-results.ts";
import type {Behaviour} from "./behaviour.ts";
import {beginStudy, groupsOf, type Group} from "./study.ts";
import {schedules, type Schedule} from "./watch.ts";

interface Options {
  worlds?: string;
  seed: string;
  schedule: Schedule | "all";
  people: string;
  save?: boolean;
  resume?: boolean;
  precision?: boolean;
  bands?: string;
  ages?: string;
}

/** Where the figures are retained: the page on method reads the first, people the second. */
const files = {
  json: new URL("../../reports/calibration.json", import.meta.url),
  markdown: new URL("calibration.md", import.meta.url)
};

const options = new Command("calibrate")
  .description("coverage of the intervals on simulated brands of known truth")
  .option(
    "--worlds <n>",
    "brands that keep a follow for long; a quarter as many that do not come beside them (default: 200; 40 with --precision)"
  )
  .option("--seed <n>", "where the seeds begin: the same seed gives the same table", "1")
  .addOption(
    new Option("--schedule <name>", "how they are watched").choices([...schedules, "all"]).default("heads")
  )
  .option("--people <n>", "followers simulated for each truth", "1000000")
  .option("--save", "write the result to reports/calibration.json and tests/calibration/calibration.md")
  .option("--resume", "go on from the saved result of this schedule, seed and number of people")
  .option("--precision", "how precise each schedule of `followback plan` is, into src/plan/precision.json")
  .option(
    "--bands <n>",
    "how often bands of curves hold the truth where few lists show many people, over so many brands a kind; prints only"
  )
  .option(
    "--ages <n>",
    "how far curves are from a plain EM on exact ages, over so many data sets of few lists; prints only"
  )
  .parse()
  .opts<Options>();

/** Worlds laid into one database at once: what half a GiB holds. */
const atOnce: Record<Schedule, number> = {
  heads: 25,
  daily: 8,
  weekly: 25,
  monthly: 50,
  "heads-monthly": 25,
  "heads-biweekly": 25,
  "heads-hourly-at-outreach": 10
};

if (options.precision) await saveFigures();
else if (options.bands) await printBands(Number(options.bands));
else if (options.ages) await printAges(Number(options.ages));
else await calibrate();

async function printBands(worlds: number) {
  const first = Number(options.seed);
  process.stdout.write("kind, age in days: worlds, held the truth, width, of it open between two lists\n");
  for (const kind of bandWorlds)
    for (const {name, age, worlds: n, covered, width, open} of await bandCoverage(
      kind,
      Array.from({length: worlds}, (_, nth) => first + nth)
    ))
      process.stdout.write(
        `${name}, ${age}: ${n}, ${((100 * covered) / n).toFixed(1)} %, ${width.toFixed(4)}, ${open.toFixed(4)}\n`
      );
}

async function printAges(sets: number) {
  const first = Number(options.seed);
  for (let from = 0; from < sets; from += 20) {
    const seeds = Array.from({length: Math.min(20, sets - from)}, (_, nth) => first + from + nth);
    process.stdout.write(`${JSON.stringify(await compareWithEm(seeds))}\n`);
  }
}

async function calibrate() {
  const studies: ScheduleStudy[] = [];
  for (const schedule of options.schedule === "all" ? schedules : [options.schedule]) {
    const [seed, people] = [Number(options.seed), Number(options.people)];
    const parts = groupsOf(Number(options.worlds ?? 200)).map(({behaviour, worlds}) => ({
      worlds,
      ...beginStudy(
        {behaviour, schedule, seed, people},
        options.resume ? savedGroup(behaviour, schedule) : undefined
      )
    }));
    const told = (): ScheduleStudy => {
      const groups = parts.map(({group}) => group);
      const worlds = groups
        .filter(({keeping}) => keeping === "long")
        .reduce((sum, group) => sum + group.worlds, 0);
      return {schedule, date: new Date().toISOString().slice(0, 10), seed, worlds, people, groups};
    };
    // Round by round, so that a long run that is stopped keeps what it had.
    while (parts.some(({group, worlds}) => group.worlds < worlds)) {
      for (const {group, worlds, watch} of parts) {
        const count = Math.min(atOnce[schedule], worlds - group.worlds);
        if (count <= 0) continue;
        await watch(count);
        process.stderr.write(
          `${schedule}, ${group.scenario}, ${group.keeping}: ${group.worlds} of ${worlds} worlds\n`
        );
      }
      if (options.save) await save(told());
    }
    studies.push(told());
  }
  process.stdout.write(report({studies}));
}

async function saveFigures() {
  const figures = await makeFigures({
    worlds: Number(options.worlds ?? 40),
    seed: Number(options.seed),
    log: (name) => process.stderr.write(`${name}: done\n`)
  });
  const precision: Precision = {date: new Date().toISOString().slice(0, 10), ...figures};
  await write(precisionFile, JSON.stringify(precision, null, 2));
}

function saved(): Calibration {
  if (!existsSync(files.json)) return {studies: []};
  return JSON.parse(readFileSync(files.json, "utf8")) as Calibration;
}

/** The group an earlier run with the same seed and people left, to be gone on with. */
function savedGroup({scenario, keeping}: Behaviour, schedule: Schedule): Group | undefined {
  return saved()
    .studies.find(
      (one) =>
        one.schedule === schedule &&
        one.seed === Number(options.seed) &&
        one.people === Number(options.people)
    )
    ?.groups.find((group) => group.scenario === scenario && group.keeping === keeping);
}

async function save(one: ScheduleStudy) {
  const all = [...saved().studies.filter(({schedule}) => schedule !== one.schedule), one];
  all.sort((a, b) => schedules.indexOf(a.schedule) - schedules.indexOf(b.schedule));
  await write(files.json, JSON.stringify({studies: all}, null, 2));
  await write(files.markdown, report({studies: all}));
}

/** Writes a file as the house formats it. */
async function write(file: URL, text: string) {
  const filepath = fileURLToPath(file);
  writeFileSync(file, await format(text, {...(await resolveConfig(filepath)), filepath}));
}
