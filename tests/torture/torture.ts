import {mkdtempSync, rmSync} from "node:fs";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {createRandom} from "../../data-loaders/demo/random.ts";
import {fuzz, kinds} from "./fuzz.ts";
import {add, formatTally, noTally, Torturer} from "./kills.ts";
import {removals, Stores, verbs, type Verb} from "./verbs.ts";

/**
 * The long forms of the tests beside this file, as many faults at once as there are processors:
 * `npm run torture -- --kills 500 --full 200 --inputs 2000 --seed 1`.
 */
const {values} = parseArgs({
  options: {
    kills: {type: "string", default: "500"},
    full: {type: "string", default: "200"},
    away: {type: "string", default: "50"},
    inputs: {type: "string", default: "2000"},
    seed: {type: "string", default: "1"},
    /** Only verbs whose names begin so. */
    only: {type: "string", default: ""}
  }
});
const seed = Number(values.seed);
const folder = mkdtempSync(join(tmpdir(), "followback-torture-"));
const stores = new Stores(join(folder, "stores"));
const torturer = new Torturer(stores, folder);
let isWell = true;
const memory = () => Math.round(process.resourceUsage().maxRSS / 1024);

/** Making pages, and asking Bluesky, take so much longer than all else that they are met by one in so many. */
const seldom = 25;

try {
  const all = [...verbs, ...(await removals(stores))].filter(({name}) => name.startsWith(values.only));
  const quick = all.filter(({isSlow}) => !isSlow);
  const slow = all.filter((verb) => !quick.includes(verb));
  const random = createRandom(seed);
  const pick = (from: readonly Verb[]) => from[Math.floor(random.between(0, from.length))]!;
  const faults = [
    ["kills", Number(values.kills), (verb: Verb, nth: number) => torturer.killAtRandom(verb, nth)],
    ["full disks", Number(values.full), (verb: Verb, nth: number) => torturer.fillAtRandom(verb, nth)],
    [
      "folders taken away",
      Number(values.away),
      (verb: Verb, nth: number) => torturer.takeAwayAtRandom(verb, nth)
    ]
  ] as const;
  for (const [name, times, meet] of faults) {
    const sum = noTally();
    let begun = 0;
    const meetMore = async () => {
      while (sum.faults < times) {
        const nth = begun++;
        const isSlow = slow.length > 0 && (quick.length === 0 || nth % seldom === seldom - 1);
        // Every verb in its turn, so that none is left out, and then by chance.
        const verb = isSlow ? pick(slow) : (quick[nth] ?? pick(quick));
        const tally = await meet(verb, seed * 1_000_003 + nth);
        add(sum, tally);
        for (const wrong of tally.wrongs) console.log(`wrong: ${wrong}`);
        if (nth % 20 === 19) console.error(`${name}: ${formatTally(sum)}`);
      }
    };
    await Promise.all(Array.from({length: availableParallelism()}, meetMore));
    console.log(`${name}, seed ${seed}: ${formatTally(sum)}; ${sum.spared} ended before`);
    if (sum.wrongs.length > 0) isWell = false;
  }
  for (const name of Object.keys(kinds)) {
    const {inputs, taken, wrongs} = await fuzz(name, Number(values.inputs), seed, (wrong) =>
      console.log(`wrong: ${wrong}`)
    );
    console.log(
      `${name}, seed ${seed}: ${inputs} inputs: ${taken} taken, ${inputs - taken} refused, ${wrongs.length} wrong; at most ${memory()} MB`
    );
    if (wrongs.length > 0) isWell = false;
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
process.exitCode = isWell ? 0 : 1;
