import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {InvalidArgumentError, Option, type Command} from "commander";
import {ascending, csvFormat} from "d3";
import {parseDate} from "../../data-loaders/tables/times.ts";
import {readIds} from "../../data-loaders/tables/read-ids.ts";
import {UserError} from "../errors.ts";
import {followsADay, peopleArms, type PeopleArm} from "../experiments/draw.ts";
import {
  dayOf,
  idOfPeople,
  listExperiments,
  planPeople,
  planWeeks,
  readDrawn,
  readWeeks,
  weeksOutcomes,
  type Experiment,
  type PlannedWeeks,
  type WeeksOutcome
} from "../experiments/experiments.ts";
import {buildMarts, isBuilt} from "../models/build.ts";
import {readResults, type Result} from "../experiments/results.ts";
import {wordsOfResults} from "../experiments/result-words.ts";
import {replaceFile} from "../snapshots/replace-file.ts";
import {firstNetwork, networkOf} from "../networks/networks.ts";
import {accountMeant, dataDirOf, networkNameOf, readSettings} from "../snapshots/settings.ts";
import {sizeOfPeople, sizeOfWeeks, usualPower, type Size} from "../statistics/experiment-size.ts";
import {hundredths, plural} from "../words.ts";
import {accountOption, dataOption} from "./options.ts";

interface CommonFlags {
  data?: string;
  account?: string;
}

interface PlanFlags extends CommonFlags {
  arms?: number;
  weeks?: number;
  from?: string;
  seed?: number;
  out: string;
  points?: number;
  visits?: number;
  signups?: number;
  sales?: number;
  organic?: number;
}

interface SizeFlags {
  base?: number;
  points?: number;
  difference?: number;
  scatter?: number;
  power: number;
}

export function addExperimentCommand(program: Command): void {
  const experiment = program
    .command("experiment")
    .description("Find out by a coin whether outreach causes anything: plan, size, read, list");
  experiment
    .command("plan")
    .description(
      "Draw whom to follow and whom to leave alone this month, or in which weeks to do outreach; the plan is kept and never changed"
    )
    .argument("[people]", "A table with the ids (user_id) of people you might follow")
    .option("--arms <number>", "Arms to draw people into: 2, to follow and to leave alone", wholeOf)
    .option("--weeks <number>", "Draw weeks instead: how many, at least 16", wholeOf)
    .option("--from <day>", "First day; of weeks a Monday (default: tomorrow, or the next Monday)")
    .option("--seed <number>", "Seed of the draw (default: by chance; the plan keeps it)", seedIn)
    .option("--out <dir>", "Folder for the two lists of people", ".")
    .option(
      "--points <number>",
      "Of people: smallest difference worth acting on, in points of a hundred (default: 5 who follow, 2 who reply, quote or mention)",
      numberOf
    )
    .option("--visits <number>", "Of weeks: smallest difference in visits a week worth acting on", numberOf)
    .option("--signups <number>", "Of weeks: the same of sign-ups", numberOf)
    .option("--sales <number>", "Of weeks: the same of sales (orders)", numberOf)
    .option("--organic <number>", "Of weeks: the same of new organic followers", numberOf)
    .addOption(accountOption())
    .addOption(dataOption())
    .action((people: string | undefined, flags: PlanFlags) => plan(people, flags));
  experiment
    .command("size")
    .description("Say how many people or weeks it takes to notice a difference worth having")
    .addOption(
      new Option(
        "--base <percent>",
        "Of people: of a hundred left alone, how many you expect to do it anyway"
      ).argParser(numberOf)
    )
    .option("--points <number>", "Of people: the difference worth having, in points of a hundred", numberOf)
    .option("--difference <number>", "Of weeks: the difference worth having, in results a week", numberOf)
    .option(
      "--scatter <number>",
      "Of weeks: standard deviation of the difference of two weeks that are two weeks apart",
      numberOf
    )
    .option("--power <percent>", "Chance to notice it, if it is there", numberOf, usualPower * 100)
    .action((flags: SizeFlags) => printSize(flags));
  experiment
    .command("read")
    .description("Say what an experiment shows; before its end, until when to wait")
    .argument("[experiment]", "Its name, as experiment list has it (default: all of them)")
    .addOption(accountOption())
    .addOption(dataOption())
    .action((id: string | undefined, flags: CommonFlags) => printResults(id, flags));
  experiment
    .command("list")
    .description("List the experiments of an account")
    .addOption(accountOption())
    .addOption(dataOption())
    .action((flags: CommonFlags) => printList(flags));
}

function wholeOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a whole number.");
}

/** One more than the largest seed: the plan keeps it as an integer of 32 bits. */
const seeds = 2 ** 31;

function seedIn(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < seeds) return Number(text);
  throw new InvalidArgumentError(`Write a whole number below ${seeds}.`);
}

function numberOf(text: string): number {
  if (/^\d{1,9}(\.\d{1,2})?$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError("Write a number above 0, such as 5 or 2.5.");
}

const dayMs = 86_400_000;

async function plan(people: string | undefined, flags: PlanFlags): Promise<void> {
  if ((people === undefined) === (flags.weeks === undefined))
    throw new UserError(
      "nothing to draw: give a table of people with --arms 2, or --weeks 16 to draw weeks, one of the two"
    );
  const dataDir = dataDirOf(flags.data);
  const account = accountMeant(await readSettings(dataDir), flags.account);
  if (people !== undefined && networkNameOf(account) !== firstNetwork)
    throw new UserError(
      `${people}: a table of people is read by their ids on X, and ${account.name} is on ${networkOf(networkNameOf(account)).name}: draw weeks instead, with --weeks 16`
    );
  const now = new Date();
  const from =
    flags.from === undefined ? undefined : (await parseDate(flags.from, "--from", {zone: "UTC"})).from;
  if (people === undefined) await planOfWeeks(dataDir, account, flags, from ?? mondayAfter(now), now);
  else await planOfPeople(dataDir, account, people, flags, from ?? tomorrow(now), now);
}

const seedOf = ({seed}: PlanFlags) => seed ?? Math.floor(Math.random() * seeds);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const tomorrow = (now: Date) => new Date(Math.floor(now.getTime() / dayMs + 1) * dayMs);

function mondayAfter(now: Date): Date {
  const day = tomorrow(now);
  return new Date(day.getTime() + ((8 - day.getUTCDay()) % 7) * dayMs);
}

interface Account {
  id: string;
  name: string;
}

async function planOfWeeks(
  dataDir: string,
  {id, name}: Account,
  flags: PlanFlags,
  from: Date,
  now: Date
): Promise<void> {
  if (flags.points !== undefined) throw new UserError("--points: only of people: give --visits or --sales");
  if (flags.arms !== undefined)
    throw new UserError("--arms: only of people: of weeks half are on and half are off");
  const matters = Object.fromEntries(
    weeksOutcomes.flatMap((outcome) => (flags[outcome] === undefined ? [] : [[outcome, flags[outcome]]]))
  );
  if (Object.keys(matters).length === 0)
    throw new UserError(
      "no smallest difference worth acting on: give --visits 20 or --sales 2 (a week), before anybody sees a result"
    );
  // The plan is stored before it is printed: whoever lost what was printed gets the same weeks again.
  const known = (await listExperiments(dataDir, id)).find((one) => isAsked(one, flags, from));
  if (known) {
    printWeeks(await readWeeks(dataDir, id, known.id));
    process.stderr.write(
      `experiment ${known.id} of ${name}: stored before, with seed ${known.seed}; its weeks are printed again\n`
    );
    return;
  }
  const seed = seedOf(flags);
  const planned = await planWeeks(dataDir, id, {weeks: flags.weeks!, from, seed, matters}, now);
  printWeeks(planned.weeks);
  process.stderr.write(
    [
      `experiment ${planned.id} of ${name}: stored, with seed ${seed}`,
      "follow new people in the weeks that are on, and nobody in those that are off; change nothing else because of them",
      "what outreach does is taken to last one week beyond it: the result also stands without the weeks after a switch"
    ].join("\n") + "\n"
  );
}

/** Whether flags ask for the plan of weeks that is stored, and for nothing else. */
const isAsked = (stored: Experiment, flags: PlanFlags, from: Date) =>
  stored.units === "weeks" &&
  stored.from.getTime() === from.getTime() &&
  stored.arms.reduce((sum, {units}) => sum + units, 0) === flags.weeks &&
  (flags.seed === undefined || flags.seed === stored.seed) &&
  stored.outcomes.every(({outcome, matters}) => (flags[outcome as WeeksOutcome] ?? null) === matters);

const printWeeks = (weeks: PlannedWeeks["weeks"]) =>
  process.stdout.write(
    `${csvFormat(
      weeks.map(({from, isOn, pair}) => ({week: dayOf(from), outreach: isOn ? "on" : "off", pair}))
    )}\n`
  );

async function planOfPeople(
  dataDir: string,
  {id, name}: Account,
  file: string,
  flags: PlanFlags,
  from: Date,
  now: Date
): Promise<void> {
  if (flags.arms !== undefined && flags.arms !== 2)
    throw new UserError(`--arms: ${flags.arms}: give 2, to follow and to leave alone`);
  for (const outcome of weeksOutcomes)
    if (flags[outcome] !== undefined) throw new UserError(`--${outcome}: only of weeks: give --points`);
  const files = Object.fromEntries(
    peopleArms.map((arm) => [arm, join(flags.out, `people-${dayOf(from)}-${arm}.csv`)])
  ) as Record<PeopleArm, string>;
  const write = async (drawn: readonly {id: string; arm: string; date: Date}[], seed: number) => {
    await mkdir(flags.out, {recursive: true});
    for (const arm of peopleArms) {
      // Of a day by chance, and the same again: who stops early is not to have followed the oldest accounts.
      const rows = drawn
        .filter((one) => one.arm === arm)
        .map(({id, date}) => ({day: dayOf(date), user_id: id}));
      const placeOf = ({day, user_id}: (typeof rows)[number]) => `${day} ${sha256(`${seed} ${user_id}`)}`;
      await replaceFile(files[arm], `${csvFormat(rows.sort((a, b) => ascending(placeOf(a), placeOf(b))))}\n`);
    }
  };
  const there = Object.values(files).filter((path) => existsSync(path));
  const known = (await listExperiments(dataDir, id)).find((one) => one.id === idOfPeople(from));
  // The plan is stored first: a run that was interrupted after that has not written all its lists.
  if (known && there.length < peopleArms.length) {
    await write(await readDrawn(dataDir, id, known.id), known.seed);
    process.stderr.write(
      `experiment ${known.id} of ${name}: stored before, with seed ${known.seed}; its lists are written again: ${Object.values(files).join(", ")}\n`
    );
    return;
  }
  if (there[0] !== undefined)
    throw new UserError(`${there[0]}: is there already: move it away, or give another --out`);
  const ids = await readIds(file);
  await mkdir(flags.out, {recursive: true});
  const seed = seedOf(flags);
  const planned = await planPeople(dataDir, id, {ids, from, seed, points: flags.points}, now);
  await write(planned.drawn, seed);
  const {excluded, followersReadAt, unknownNames} = planned.candidates;
  const reasons = [
    [excluded.follower, "follow you, or did"],
    [excluded.targeted, "you follow or followed, a campaign turned to, or an experiment drew"],
    [excluded.gone, "suspended or gone"],
    [excluded.protected, "protected"],
    [excluded.self, "the account itself"]
  ] as const;
  const counts = peopleArms.map((arm) => planned.drawn.filter((one) => one.arm === arm).length);
  process.stderr.write(
    [
      `experiment ${planned.id} of ${name}: stored, with seed ${seed}`,
      ...reasons
        .filter(([count]) => count > 0)
        .map(([count, why]) => `out before the draw, ${why}: ${count}`),
      `your newest list of followers is of ${dayOf(followersReadAt!)}: people who came since may be in the draw`,
      ...(unknownNames > 0
        ? [
            `of ${plural(unknownNames, "person", "people")} in your lists and logs only the name is known, and they may be in the draw: followback names says what shows who they are`
          ]
        : []),
      `to follow by hand, at most ${followsADay} a day: ${plural(counts[0]!, "person", "people")}, in ${files.follow}`,
      `to leave alone: ${plural(counts[1]!, "person", "people")}, in ${files.leave}`,
      `the result can be read from ${dayOf(planned.to)} on; until then take complete lists of your followers, and of whom you follow`
    ].join("\n") + "\n"
  );
}

function printSize({base, points, difference, scatter, power}: SizeFlags): void {
  if (power >= 100) throw new UserError(`--power: ${power}: give a chance below 100`);
  const isPeople = base !== undefined && points !== undefined;
  const isWeeks = difference !== undefined && scatter !== undefined;
  if (isPeople === isWeeks)
    throw new UserError(
      "size of what: give --base and --points for people, or --difference and --scatter for weeks"
    );
  let size: Size | null;
  if (isPeople) {
    if (base + points > 100)
      throw new UserError("--base and --points: more than a hundred of a hundred: give less");
    // Hundredths have no exact sum in binary fractions.
    size = sizeOfPeople(base / 100, Math.min(points / 100, 1 - base / 100), power / 100);
  } else size = sizeOfWeeks(difference!, scatter!, power / 100);
  if (size === null)
    throw new UserError(
      "no experiment of a useful size would notice so small a difference: aim at a larger one"
    );
  const what = isPeople ? "people, half of them to be followed" : "weeks, half of them with outreach";
  process.stdout.write(
    `${size.units.toLocaleString("en-US")} ${what}: a chance of ${hundredths(size.power, 0)}% to notice the difference, if it is there\n`
  );
}

async function printList({data, account}: CommonFlags): Promise<void> {
  const dataDir = dataDirOf(data);
  const {id, name} = accountMeant(await readSettings(dataDir), account);
  const experiments = await listExperiments(dataDir, id);
  if (experiments.length === 0)
    process.stderr.write(`no experiments of ${name}: plan one with followback experiment plan\n`);
  const now = new Date();
  for (const {id, arms, from, to} of experiments) {
    const state = now < from ? "planned" : now < to ? "running" : "over";
    const units = arms.map(({arm, units}) => `${arm} ${units}`).join(", ");
    process.stdout.write(`${[id, units, `${dayOf(from)} to ${dayOf(to)}`, state].join("\t")}\n`);
  }
}

async function printResults(id: string | undefined, flags: CommonFlags): Promise<void> {
  const dataDir = dataDirOf(flags.data);
  const account = accountMeant(await readSettings(dataDir), flags.account);
  const experiments = (await listExperiments(dataDir, account.id)).filter(
    (one) => id === undefined || one.id === id
  );
  if (experiments.length === 0)
    throw new UserError(
      id === undefined
        ? `no experiments of ${account.name}: plan one with followback experiment plan`
        : `${id}: no experiment of ${account.name} has that name: followback experiment list has them`
    );
  const now = new Date();
  let results: Result[] = [];
  // Before the end nothing is computed, so that nobody can look and stop early.
  if (experiments.some(({to}) => to <= now)) {
    if (!(await isBuilt(dataDir))) await buildMarts(dataDir);
    results = await readResults(dataDir, account.id);
  }
  for (const experiment of experiments)
    process.stdout.write(
      `${wordsOfResults(
        experiment,
        results.filter((one) => one.experiment_id === experiment.id),
        now
      ).join("\n")}\n`
    );
}
