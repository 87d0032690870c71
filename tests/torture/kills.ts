import {existsSync, mkdirSync, readdirSync, renameSync, rmSync} from "node:fs";
import {join} from "node:path";
import {createRandom} from "../../data-loaders/demo/random.ts";
import {checkAll} from "../../src/commands/check.ts";
import {messageOf} from "../../src/errors.ts";
import {isForgetOpen} from "../../src/forget/forget.ts";
import {hasStack, run, type Fault, type Run} from "./program.ts";
import {differences, stateOf, type State} from "./state.ts";
import {copyOf, later, now, type Stores, type Verb} from "./verbs.ts";

/** What must never be, counted; `wrongs` says of each what it was. */
export interface Tally {
  /** Runs that met a fault, and those that had ended before it. */
  faults: number;
  spared: number;
  losses: number;
  halves: number;
  stacks: number;
  hangs: number;
  /** The next run did not do what it should, or left something lying about; or `check` was silent. */
  others: number;
  wrongs: string[];
}

export const noTally = (): Tally => ({
  faults: 0,
  spared: 0,
  losses: 0,
  halves: 0,
  stacks: 0,
  hangs: 0,
  others: 0,
  wrongs: []
});

export function add(sum: Tally, more: Tally): void {
  for (const key of ["faults", "spared", "losses", "halves", "stacks", "hangs", "others"] as const)
    sum[key] += more[key];
  sum.wrongs.push(...more.wrongs);
}

export const formatTally = ({faults, losses, halves, stacks, hangs, others}: Tally): string =>
  `${faults} faults: losses ${losses}, half-seen ${halves}, stack traces ${stacks}, hangs ${hangs}, other wrongs ${others}`;

/** What a verb does where nothing stops it. */
interface Whole {
  before: State;
  after: State;
  beside: string | null;
  said: string;
  operations: number;
}

/** Lets verbs fail somewhere, and holds what is left against what it should be. */
export class Torturer {
  readonly #wholes = new Map<string, Promise<Whole>>();
  #nth = 0;

  constructor(
    readonly stores: Stores,
    readonly folder: string
  ) {}

  /** Kills a verb at a place drawn at random: at a file operation, or some time after it. */
  async killAtRandom(verb: Verb, seed: number): Promise<Tally> {
    const random = createRandom(seed);
    const {operations} = await this.#whole(verb);
    const dieAt = Math.floor(random.between(0, operations));
    // Between two of these the database writes files of its own.
    return this.try(verb, random.between(0, 3) < 1 ? {dieAt, dieAfter: random.between(0, 400)} : {dieAt});
  }

  /** Fills the disk at a file operation drawn at random. */
  async fillAtRandom(verb: Verb, seed: number): Promise<Tally> {
    const {operations} = await this.#whole(verb);
    return this.try(verb, {fullAt: Math.floor(createRandom(seed).between(0, operations))});
  }

  /** Takes the data folder away at a file operation drawn at random. */
  async takeAwayAtRandom(verb: Verb, seed: number): Promise<Tally> {
    const {operations} = await this.#whole(verb);
    return this.try(verb, {awayAt: Math.floor(createRandom(seed).between(0, operations))});
  }

  /** Lets a verb meet a fault, looks at what is there, and runs it again without. */
  async try(verb: Verb, fault: Fault): Promise<Tally> {
    const whole = await this.#whole(verb);
    const dir = join(this.folder, `run-${this.#nth++}`);
    const tally = noTally();
    const wrong = (kind: "losses" | "halves" | "stacks" | "hangs" | "others", what: string) => {
      tally[kind] += 1;
      tally.wrongs.push(`${verb.name} ${JSON.stringify(fault)}: ${what}`);
    };
    const serving = await verb.serve?.();
    try {
      copyOf(await this.stores.get(verb.store), dir);
      const temporary = join(dir, "temporary");
      mkdirSync(temporary);
      const met = await run(verb.argv, {...fault, cwd: dir, temporary, now, ...(await serving?.begin(dir))});
      lookAtRun(met, wrong);
      const isMet = met.signal === "SIGKILL" || met.code !== 0;
      tally[isMet ? "faults" : "spared"] += 1;
      if (fault.awayAt !== undefined && met.code !== 0 && lastLine(met).length === 0)
        wrong("others", "said nothing");
      if (fault.fullAt !== undefined && met.code !== 0 && !/disk is full/.test(lastLine(met)))
        wrong("others", `said: ${lastLine(met)}`);
      if (fault.awayAt !== undefined) bringBack(dir);
      await this.#lookAtStore(verb, whole, dir, wrong);
      const clock = verb.isDated ? now : later;
      const again = await run(verb.argv, {cwd: dir, temporary, now: clock, ...(await serving?.begin(dir))});
      lookAtRun(again, wrong);
      await this.#lookAtEnd(verb, whole, dir, {isMet, again}, wrong);
    } catch (error) {
      wrong("others", `cannot be looked at: ${messageOf(error)}`);
    } finally {
      await serving?.close();
      rmSync(dir, {recursive: true, force: true});
    }
    return tally;
  }

  #whole(verb: Verb): Promise<Whole> {
    const known = this.#wholes.get(verb.name) ?? this.#runWhole(verb);
    this.#wholes.set(verb.name, known);
    return known;
  }

  async #runWhole(verb: Verb): Promise<Whole> {
    const from = await this.stores.get(verb.store);
    const dir = join(this.folder, `whole-${this.#nth++}`);
    copyOf(from, dir);
    const before = await stateOf(join(dir, "data"));
    const serving = await verb.serve?.();
    const {code, err, operations} = await run(verb.argv, {cwd: dir, now, ...(await serving?.begin(dir))});
    await serving?.close();
    if (code !== 0) throw new Error(`${verb.name}: ${err}`);
    const after = await stateOf(join(dir, "data"));
    const said = (await verb.said?.(dir)) ?? "";
    const beside = verb.beside?.(dir) ?? null;
    rmSync(dir, {recursive: true, force: true});
    return {before, after, beside, said, operations};
  }

  /** What a reader sees right after the fault. */
  async #lookAtStore(verb: Verb, whole: Whole, dir: string, wrong: Wrong): Promise<void> {
    const {before, after} = whole;
    const dataDir = join(dir, "data");
    const seen = await stateOf(dataDir);
    for (const id of before.snapshots.keys())
      if (after.snapshots.has(id) && !seen.snapshots.has(id)) wrong("losses", `the snapshot ${id} is gone`);
    for (const [id, rows] of seen.snapshots)
      if (rows !== before.snapshots.get(id) && rows !== after.snapshots.get(id))
        wrong("halves", `the snapshot ${id} is neither as before nor as afterwards: ${rows}`);
    const isOld = differences(seen.snapshots, before.snapshots).length === 0;
    const isNew = differences(seen.snapshots, after.snapshots).length === 0;
    if (!verb.inSteps && !isOld && !isNew) wrong("halves", "the snapshots are neither all old nor all new");
    if (seen.settings !== before.settings && seen.settings !== after.settings)
      wrong(seen.settings === "" ? "losses" : "halves", `the settings are ${JSON.stringify(seen.settings)}`);
    if (![before.marts, after.marts, null].includes(seen.marts))
      wrong(
        "halves",
        `the marts are neither the old nor the new ones, and ${seen.isBuilt ? "" : "not "}taken for them`
      );
    let isSaid = false;
    for await (const {name, failure} of checkAll(dataDir)) {
      if (failure !== null && !/: .+/.test(failure))
        wrong("others", `check says of ${name} only: ${failure}`);
      if (failure !== null && isForgetOpen(dataDir)) isSaid = true;
      else if (failure !== null) wrong("others", `check fails: ${name}: ${failure}`);
    }
    if (isForgetOpen(dataDir) && !isSaid)
      wrong("others", "check does not say that forgetting was interrupted");
  }

  /** What is there once the verb has run again. */
  async #lookAtEnd(
    verb: Verb,
    whole: Whole,
    dir: string,
    {isMet, again}: {isMet: boolean; again: Run},
    wrong: Wrong
  ) {
    const {after} = whole;
    const seen = await stateOf(join(dir, "data"));
    const said = (await verb.said?.(dir)) ?? "";
    // What has a time of its own, said twice, stands there twice; what counts is the same.
    if (verb.said !== undefined && said !== whole.said)
      wrong("losses", `says ${said}, and should say ${whole.said}`);
    const other = differences(seen.snapshots, after.snapshots);
    if (verb.said === undefined && other.length > 0)
      wrong("losses", `run again, the snapshots ${other.join(", ")} differ`);
    if (seen.settings !== after.settings) wrong("losses", `run again, the settings are ${seen.settings}`);
    if (
      verb.said === undefined &&
      after.isBuilt &&
      !(seen.isBuilt && seen.marts === after.marts) &&
      again.code === 0 &&
      isMet
    )
      wrong("others", `run again, the marts are not those of a run that nothing stopped`);
    const beside = verb.beside?.(dir) ?? null;
    if (beside !== whole.beside)
      wrong("losses", "run again, what lies beside the data is not what it should be");
    const litter = seen.others.filter((path) => !after.others.includes(path));
    litter.push(...readdirSync(join(dir, "temporary")).filter((name) => name.startsWith("followback-")));
    // A command that had nothing left to do has not taken the lock: the next one that writes sweeps.
    if (litter.length > 0 && again.code === 0) wrong("others", `left lying about: ${litter.join(", ")}`);
    if (again.code !== 0 && (again.err.trim().split("\n").length > 1 || other.length > 0))
      wrong("others", `run again, it ended with ${again.code}: ${again.err}`);
  }
}

/** Puts the data folder back in its place; what was written under its old name goes. */
function bringBack(dir: string): void {
  if (!existsSync(join(dir, "data-away"))) return;
  rmSync(join(dir, "data"), {recursive: true, force: true});
  renameSync(join(dir, "data-away"), join(dir, "data"));
}

type Wrong = (kind: "losses" | "halves" | "stacks" | "hangs" | "others", what: string) => void;

const lastLine = ({err}: Run) => err.trimEnd().split("\n").at(-1) ?? "";

function lookAtRun(one: Run, wrong: Wrong): void {
  if (one.hung) wrong("hangs", `it did nothing any more: ${one.err}`);
  if (hasStack(one)) wrong("stacks", one.err + one.out);
  if (one.code !== null && one.code > 2) wrong("others", `it ended with ${one.code}: ${one.err}`);
}
