import {describe, expect, it} from "vitest";
import {drawPeople, type Candidate} from "../../src/experiments/draw.ts";
import {randomNumbers} from "../../src/statistics/multinomial.ts";
import {newcombe} from "../../src/statistics/proportion.ts";
import {armsResult, complierEffect, type CrossedStratum} from "../../src/statistics/two-arms.ts";

/** `WORLDS=2000` plays as many worlds, and prints what it found. */
const isLong = process.env.WORLDS !== undefined;
const worlds = Number(process.env.WORLDS ?? 200);
const slack = 4 * Math.sqrt((0.05 * 0.95) / worlds);

/** What a follow by the account adds to the share who reply to it, quote or mention it. */
const effect = 0.05;

interface Person extends Candidate {
  isLively: boolean;
  /** The chance to do it without being followed. */
  base: number;
}

/** Half of 800 people are lively, and have larger accounts on the whole, which is all that a plan knows of them. */
function peopleOf(random: () => number): Person[] {
  return Array.from({length: 800}, (_, nth) => {
    const isLively = random() < 0.5;
    const size = random() * (isLively ? 4000 : 2500);
    return {
      id: String(nth + 1),
      followers: size,
      following: size * (0.5 + random()),
      isLively,
      base: isLively ? 0.2 : 0.03
    };
  });
}

const acts = ({base}: Person, isFollowed: boolean, random: () => number) =>
  random() < base + (isFollowed ? effect : 0);

/** Outreach as a human does it: four in five lively people are followed, and one in five of the others. */
function observed(random: () => number) {
  const counts = {followed: 0, acted: 0, others: 0, actedOthers: 0};
  for (const person of peopleOf(random)) {
    const isFollowed = random() < (person.isLively ? 0.8 : 0.2);
    const acted = acts(person, isFollowed, random) ? 1 : 0;
    if (isFollowed) [counts.followed, counts.acted] = [counts.followed + 1, counts.acted + acted];
    else [counts.others, counts.actedOthers] = [counts.others + 1, counts.actedOthers + acted];
  }
  return newcombe(counts.acted, counts.followed, counts.actedOthers, counts.others);
}

/** The same people by a coin; of one in five the list is not kept to, of those to be left alone mostly of the lively. */
function tried(random: () => number, seed: number, isKept: boolean): CrossedStratum[] {
  const people = peopleOf(random);
  const nobody = () => ({people: 0, outcomes: 0, followed: 0, both: 0});
  const strata = new Map<string, CrossedStratum>();
  for (const {id, arm, stratum} of drawPeople(people, seed)) {
    const person = people[Number(id) - 1]!;
    const strays = !isKept && random() < (arm === "follow" ? 0.2 : person.isLively ? 0.3 : 0.1);
    const isFollowed = (arm === "follow") !== strays;
    const acted = acts(person, isFollowed, random);
    const cell = strata.get(stratum) ?? {first: nobody(), second: nobody()};
    strata.set(stratum, cell);
    const counts = arm === "follow" ? cell.first : cell.second;
    counts.people++;
    if (acted) counts.outcomes++;
    if (isFollowed) counts.followed++;
    if (acted && isFollowed) counts.both++;
  }
  return [...strata.values()];
}

const holds = ({low, high}: {low: number; high: number}, truth: number) => low <= truth && truth <= high;

describe(`outreach that picks lively people, in ${worlds} worlds`, () => {
  it("fools watching in most of them, and no experiment, whether or not its lists were kept to", () => {
    const random = randomNumbers(20261128);
    const found = {watching: 0, kept: 0, crossed: 0, compliers: 0};
    for (let world = 0; world < worlds; world++) {
      if (holds(observed(random), effect)) found.watching++;
      const intervalOf = (strata: readonly CrossedStratum[]) =>
        armsResult(
          strata.map(({first, second}) => ({
            x1: first.outcomes,
            n1: first.people,
            x0: second.outcomes,
            n0: second.people
          }))
        )!.interval;
      if (holds(intervalOf(tried(random, world, true)), effect)) found.kept++;
      const crossed = tried(random, world, false);
      // Four in five of the first arm are followed, and one in five of the second.
      if (holds(intervalOf(crossed), effect * 0.6)) found.crossed++;
      if (holds(complierEffect(crossed)!.interval, effect)) found.compliers++;
    }
    const shares = Object.fromEntries(Object.entries(found).map(([name, count]) => [name, count / worlds]));
    if (isLong) process.stdout.write(`${JSON.stringify(shares)}\n`);
    expect(shares.watching).toBeLessThan(0.3);
    for (const share of [shares.kept, shares.crossed, shares.compliers]) {
      expect(share).toBeGreaterThanOrEqual(0.95 - slack);
      expect(share).toBeLessThanOrEqual(0.96 + slack);
    }
  });
});
