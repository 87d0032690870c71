import {mkdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {readIds} from "../../data-loaders/tables/read-ids.ts";
import type {Edge} from "../../data-loaders/demo/world/people.ts";
import type {World} from "../../data-loaders/demo/world/world.ts";
import {planPeople, planWeeks, fewestWeeks} from "../experiments/experiments.ts";

const dayMs = 86_400_000;

/**
 * When the simulated brand tries it: first with people, then with weeks. Both lie so that the outcome is known before the
 * demo ends; the pairs of weeks lie within months that are alike to its shop, but for one.
 */
const peopleFrom = new Date("2025-04-14T00:00:00Z");
const weeksFrom = new Date("2025-08-04T00:00:00Z");
/** The plan is made on the evening before. */
const evenings = ({from}: {from: Date}) => from.getTime() - dayMs;

const strangers = 1300;
/** People of the brand's table who follow it already, and whom it followed of late: they must not be drawn. */
const metPeople = 25;
const shownWithin = 3 * dayMs;
/** Differences a week that the brand would act on. */
const matters = {visits: 60, sales: 5, organic: 10};

/** What the brand does at its desk, day by day: it plans its experiments as any user would, and keeps to them. */
export function experimentsOf(dataDir: string, world: World): (now: Date) => Promise<void> {
  const {seed} = world;
  const account = world.brand.id;
  const plans = [
    {
      from: peopleFrom,
      async plan(now: Date) {
        const ids = await tableOf(dataDir, [
          ...world.trials.findPeople(world, strangers, peopleFrom.getTime()),
          ...metOf(world.inbound, now),
          ...metOf(world.outbound, now)
        ]);
        const {id, drawn} = await planPeople(dataDir, account, {ids, from: peopleFrom, seed}, now);
        world.trials.decidePeople(world, id, drawn);
      }
    },
    {
      from: weeksFrom,
      async plan(now: Date) {
        const asked = {weeks: fewestWeeks, from: weeksFrom, seed, matters};
        const {id, weeks} = await planWeeks(dataDir, account, asked, now);
        world.trials.decideWeeks(id, weeks);
      }
    }
  ];
  return async (now) => {
    while (plans.length > 0 && evenings(plans[0]!) <= now.getTime()) await plans.shift()!.plan(now);
  };
}

/** The last of whom the lists have shown for some days. */
const metOf = (edges: readonly Edge[], now: Date) =>
  edges
    .filter(({start}) => start < now.getTime() - shownWithin)
    .slice(-metPeople)
    .map(({person}) => person.id);

/** Through a file, as a user's table comes; it names people, so it goes at once. */
async function tableOf(dataDir: string, ids: readonly string[]): Promise<string[]> {
  const dir = join(dataDir, "shop");
  const file = join(dir, "people.csv");
  await mkdir(dir, {recursive: true});
  try {
    await writeFile(file, ["user_id", ...ids, ""].join("\n"));
    return await readIds(file);
  } finally {
    await rm(dir, {recursive: true, force: true});
  }
}
