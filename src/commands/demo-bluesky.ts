import {join} from "node:path";
import {formatSky, snapshotsOfWeeks, watchSky} from "../../data-loaders/demo/watch-sky.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {readAppviewFaults} from "../../data-loaders/demo/sky/faults.ts";
import {writeSkyTruth} from "../../data-loaders/demo/sky-truth.ts";
import {WrittenWorld} from "../../data-loaders/demo/written.ts";
import type {WorldName} from "../../data-loaders/demo/world/behaviour.ts";
import {buildMarts, countSteps} from "../models/build.ts";
import {holdPresentAgainstTruth, tellPresent} from "../site/known-truth.ts";
import {writeSettings} from "../snapshots/settings.ts";
import {plural} from "../words.ts";
import {startProgress} from "./progress.ts";

export interface BlueskyDemo {
  dataDir: string;
  world: WorldName;
  seed: number;
  weeks: number;
  /** The faults it is watched through; undefined for none. */
  faults?: string | undefined;
}

/** Watches a simulated brand on a local Bluesky into the store, builds its marts, and says how they stand to the truth. */
export async function demoBluesky({dataDir, world: name, seed, weeks, faults}: BlueskyDemo): Promise<void> {
  const written = new WrittenWorld(name, seed);
  const truth = join(dataDir, "truth.json");
  // Written before and after, so that a folder cut short is known as a demo's.
  await writeSkyTruth(truth, written);
  const total = snapshotsOfWeeks(weeks);
  const title = `tracking a simulated brand on Bluesky for ${plural(weeks, "week")}`;
  const progress = startProgress(title, total, {unit: "snapshots"});
  const watched = await watchSky(dataDir, written, {
    weeks,
    ...(faults !== undefined && {faultScenario: {rules: readAppviewFaults(faults), seed}}),
    log: (done, at) => progress.at(done, at.toISOString().slice(0, 10))
  });
  const {followers_at_start, followers_at_end, gained} = await writeSkyTruth(truth, written);
  progress.end(
    `${total - watched.missed} snapshots: ${followers_at_start} followers, ${gained} gained, ${followers_at_end} at the end`
  );
  const {did} = written;
  const account = {id: insideOf(did), name: written.handle, network: "bluesky" as const, outside_id: did};
  await writeSettings(dataDir, {accounts: [account]});
  const building = startProgress("building marts", countSteps());
  const marts = await buildMarts(dataDir, {onStep: (done, name) => building.at(done, name)});
  building.end(`${Object.keys(marts).length} marts from ${dataDir}`);
  process.stderr.write(`${tellPresent(await holdPresentAgainstTruth(dataDir))}\n`);
  if (faults !== undefined) process.stderr.write(`${faults}: ${formatSky(watched)}\n`);
}
