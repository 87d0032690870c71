import {readdir, rm} from "node:fs/promises";
import {isAbsolute, join, relative, resolve} from "node:path";
import {InvalidArgumentError, Option, type Command} from "commander";
import {faultNames, readFaults, type FaultScenario} from "../../data-loaders/demo/server/faults.ts";
import {appviewFaultNames} from "../../data-loaders/demo/sky/faults.ts";
import {worldNames, type WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {brandTopics} from "../../data-loaders/demo/world/interests.ts";
import {writeTruth} from "../../data-loaders/demo/world/truth.ts";
import {snapshotsIn, watchWorld, writeOutreachLog} from "../../data-loaders/demo/watch.ts";
import {countBill, formatWatched, type Watched} from "../../data-loaders/demo/watched.ts";
import {World} from "../../data-loaders/demo/world/world.ts";
import {importTable} from "../../data-loaders/tables/load.ts";
import {interestsBudget} from "../interests/sample.ts";
import {buildMarts, countSteps} from "../models/build.ts";
import {UserError} from "../errors.ts";
import {
  holdAddressedAgainstTruth,
  holdAgainstTruth,
  holdExperimentsAgainstTruth,
  holdInterestsAgainstTruth,
  tellAddressed,
  tellExperiments,
  tellInterests,
  tellRoutes
} from "../site/known-truth.ts";
import {networkNames, networkOf, type NetworkName} from "../networks/networks.ts";
import {demoBluesky} from "./demo-bluesky.ts";
import {experimentsOf} from "./demo-coin.ts";
import {importShop} from "./demo-shop.ts";
import {formerOption, outOption, warnFormer} from "./options.ts";
import {startProgress} from "./progress.ts";
import {buildReport} from "../site/report.ts";
import {serveDirectory} from "../site/serve.ts";
import {dataDirOf, writeSettings} from "../snapshots/settings.ts";
import {lockData} from "../snapshots/lock.ts";
import {plural} from "../words.ts";

interface DemoOptions {
  network: NetworkName;
  /** How followback followers differ from organic ones. */
  world: WorldName;
  /** The faults of the network that the world is watched through; undefined for none. */
  faults?: string;
  /** Former name of both. */
  scenario?: string;
  seed: number;
  weeks?: number;
  serve: boolean;
  data?: string;
  out: string;
  port: number;
}

const integer = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
};

/** How many weeks are simulated where no one says. On Bluesky one snapshot a week reads everybody, and routes are known sooner. */
const defaultWeeks: Record<NetworkName, number> = {x: 78, bluesky: 26};

/** Which faults can be rehearsed on which network. */
const faultsOf: Record<NetworkName, () => string[]> = {x: faultNames, bluesky: appviewFaultNames};

/** What `--scenario` called the worlds. */
const formerWorlds: Record<string, WorldName> = {
  default: "typical",
  contrary: "contrary",
  null: "no-difference"
};

/** The world and the faults that `--scenario` means. */
function fromScenario(scenario: string): Pick<DemoOptions, "world" | "faults"> {
  const world = formerWorlds[scenario];
  warnFormer(`--scenario ${scenario}`, world ? `--world ${world}` : `--faults ${scenario}`);
  return world ? {world} : {world: "typical", faults: scenario};
}

export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("Simulate a brand, track it like a real one, build its report and serve it")
    .addOption(
      new Option("--network <name>", "Network on which the brand is simulated")
        .choices(networkNames)
        .default("x" satisfies NetworkName)
    )
    .addOption(
      new Option(
        "--world <name>",
        "How followback followers differ: they engage less (typical), more (contrary; paying: followback pays), or the same (no-difference); lively: outreach picks people who would come anyway"
      )
        .choices(worldNames)
        .default("typical")
    )
    .addOption(
      new Option("--faults <name>", "Faults of the network to rehearse (on Bluesky: storm)").choices(
        faultNames()
      )
    )
    .addOption(
      formerOption("--scenario <name>", "--world and --faults")
        .choices([...Object.keys(formerWorlds), ...faultNames()])
        .conflicts(["world", "faults"])
    )
    .option(
      "--seed <n>",
      "Seed of the simulation: another number gives other people",
      integer(0, 2 ** 31 - 1),
      1
    )
    .option("--weeks <n>", "Weeks to simulate (default: 78, on Bluesky 26)", integer(1, 78))
    .option("--no-serve", "End after the report is written")
    .option("--data <dir>", "Data folder of the demo, emptied first (default: demo in the data folder)")
    .addOption(outOption())
    .option(
      "--port <n>",
      "Port to serve the pages on; the next free one if it is taken",
      integer(0, 65535),
      3000
    )
    .action(runDemo);
}

async function runDemo({
  network,
  scenario,
  seed,
  weeks: told,
  serve,
  data,
  out,
  port,
  ...asked
}: DemoOptions) {
  const {world, faults} = scenario === undefined ? asked : fromScenario(scenario);
  const weeks = told ?? defaultWeeks[network];
  const known = faultsOf[network]();
  if (faults !== undefined && !known.includes(faults))
    throw new UserError(
      `--faults ${faults}: not known of ${networkOf(network).name}: give ${known.join(", ")}, or another --network`
    );
  const began = performance.now();
  const dataDir = data === undefined ? join(dataDirOf(), "demo") : resolve(data);
  await clearDemo(dataDir);
  let last: string | null = null;
  if (network === "bluesky") await demoBluesky({dataDir, world, seed, weeks, faults});
  else last = await demoX({dataDir, world, seed, weeks, faults});
  const outDir = resolve(out);
  const reporting = startProgress("building the report", 0);
  let step = 0;
  const {pages} = await buildReport({
    dataDir,
    outDir,
    progress: (message) => reporting.at(++step, message)
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  reporting.end(`${pages} pages, ${seconds} s in all: the report is in ${outDir}`);
  if (last !== null) process.stderr.write(`${last}\n`);
  const below = relative(process.cwd(), dataDir);
  const folder = shellWord(below.startsWith("..") || isAbsolute(below) ? dataDir : below);
  if (!serve) {
    process.stderr.write(`to look at it: npx followback report --watch --data ${folder}\n`);
    return;
  }
  const {url} = await serveDirectory(outDir, port);
  process.stderr.write(`open ${url} (Ctrl+C to end)\n`);
}

interface XDemo {
  dataDir: string;
  world: WorldName;
  seed: number;
  weeks: number;
  faults?: string | undefined;
}

/** Watches a simulated brand on a local X into the store and builds its marts. Returns what is said of faults at the end. */
async function demoX({dataDir, world: name, seed, weeks, faults}: XDemo): Promise<string | null> {
  const world = new World(name, seed);
  const faultScenario = faults === undefined ? null : {rules: readFaults(faults), seed};
  const watched = await watch(dataDir, world, weeks, faultScenario);
  const tracked = {id: world.brand.id, name: "simulated-brand"};
  await writeSettings(dataDir, {
    accounts: [{...tracked, topics: [...brandTopics], interests_budget: interestsBudget, zone: "UTC"}]
  });
  await importOutreachLog(dataDir, world);
  const shop = await importShop(dataDir, world);
  if (shop !== null) process.stderr.write(`${shop}\n`);
  const building = startProgress("building marts", countSteps());
  const marts = await buildMarts(dataDir, {onStep: (done, name) => building.at(done, name)});
  building.end(`${Object.keys(marts).length} marts from ${dataDir}`);
  process.stderr.write(`${tellRoutes(await holdAgainstTruth(dataDir))}\n`);
  const addressed = await holdAddressedAgainstTruth(dataDir);
  if (addressed.length > 0) process.stderr.write(`${tellAddressed(addressed)}\n`);
  const interested = await holdInterestsAgainstTruth(dataDir);
  if (interested.length > 0) process.stderr.write(`${tellInterests(interested)}\n`);
  const tried = await holdExperimentsAgainstTruth(dataDir);
  if (tried.length > 0) process.stderr.write(`${tellExperiments(tried)}\n`);
  return faultScenario ? `${faults}: ${formatWatched(watched, await countBill(dataDir))}` : null;
}

/** A path as a shell takes it. */
const shellWord = (path: string) =>
  /^[\w./@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** Watches the world into the store; its truth is written before and after, so that a folder cut short is known as a demo's. */
async function watch(
  dataDir: string,
  world: World,
  weeks: number,
  faultScenario: FaultScenario | null
): Promise<Watched> {
  const truth = join(dataDir, "truth.json");
  await writeTruth(truth, world);
  const total = snapshotsIn(weeks);
  const progress = startProgress(`tracking a simulated brand for ${plural(weeks, "week")}`, total, {
    unit: "days"
  });
  const watched = await watchWorld(dataDir, world, {
    weeks,
    conversations: true,
    interestsBudget,
    ...(faultScenario && {faultScenario}),
    before: experimentsOf(dataDir, world),
    log: (done, at) => progress.at(done, at.toISOString().slice(0, 10))
  });
  const {followers_at_start, followers_at_end, gained} = await writeTruth(truth, world);
  progress.end(
    `${total - watched.missed} snapshots: ${followers_at_start} followers, ${gained} gained, ${followers_at_end} at the end`
  );
  return watched;
}

/** The brand kept a log of some of its outreach; it is imported as any user would. */
async function importOutreachLog(dataDir: string, world: World) {
  const {file, rows} = await writeOutreachLog(dataDir, world);
  if (rows > 0)
    await importTable(dataDir, file, {
      shape: "outreach",
      accounts: [world.brand.id],
      timeColumn: "followed_at"
    });
  // It is in the store now; left here, it would still name whom `forget` erases there.
  await rm(file);
  if (rows > 0) process.stderr.write(`outreach log: ${rows} follows of the brand with their exact times\n`);
}

/** What a demo leaves in its folder; its truth goes last, because it is what tells a demo's folder from any other. */
const left = [
  "snapshots",
  "marts",
  "derived",
  "followback.json",
  "outreach.csv",
  "shop",
  ".x-api",
  ".bluesky",
  "truth.json"
];

/** Makes room for a new demo, but never deletes what is not one. */
async function clearDemo(dataDir: string) {
  const unlock = await lockData(dataDir);
  try {
    const names = await readdir(dataDir);
    if (names.some((name) => left.includes(name)) && !names.includes("truth.json")) {
      throw new UserError(`${dataDir} holds data that no demo made: give another folder with --data`);
    }
    for (const name of left) await rm(join(dataDir, name), {recursive: true, force: true});
  } finally {
    unlock();
  }
}
