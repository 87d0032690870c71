import {describe, expect, it} from "vitest";
import {observe, type Seen} from "./figures.ts";
import {behaviourOf} from "./behaviour.ts";
import {expect as truthOf, type Tally} from "./truth.ts";
import {createWorld} from "./world.ts";

// Coverage needs hundreds of worlds to show a small error. Counting the same people twice shows it in a few: once by
// the models, from lists alone, and once by the simulation, which knows what everybody did.
const behaviour = behaviourOf("default");
const seeds = [1, 2, 3, 4];
const people = seeds
  .flatMap((seed) => createWorld(behaviour, seed).people)
  .filter(({route}) => route === "followback" || route === "organic").length;

const sum = (tallies: Tally[]) =>
  tallies.reduce((total, {x, n}) => ({x: total.x + x, n: total.n + n}), {x: 0, n: 0});
/** A few differ: those who came back between two lists, or answered a follow that had ended, within a month or not. */
const isNear = (one: Tally, other: Tally) =>
  Math.abs(one.x - other.x) <= Math.max(5, 0.01 * other.n) &&
  Math.abs(one.n - other.n) <= Math.max(6, 0.02 * other.n);

describe.each(["heads", "weekly"] as const)("the models and the simulation, %s", (schedule) => {
  it("count the same people as engaged, kept and answering", async () => {
    const observed = await observe(behaviour, schedule, seeds);
    const truth = truthOf(behaviour, schedule, seeds[0]!, people);
    for (const [outcome, told] of [
      ["engaged", truth.engagedTold],
      ["retained", truth.retainedTold]
    ] as const) {
      const seen = (route: Seen) => sum(observed.map((world) => world[outcome][route]));
      for (const route of ["followback", "organic"] as const)
        expect([outcome, route, seen(route), told[route]]).toSatisfy(() => isNear(seen(route), told[route]));
      const everybody = sum((["followback", "organic", "unknown"] as const).map(seen));
      const all = truth[outcome].all;
      expect([outcome, everybody, all]).toSatisfy(() => isNear(everybody, all));
    }
    const least = sum(observed.map(({outreach: {c, n}}) => ({x: c, n: c + n})));
    const most = sum(observed.map(({outreach: {c, u, n}}) => ({x: c + u, n: c + u + n})));
    expect([least, truth.answeredLeast]).toSatisfy(() => isNear(least, truth.answeredLeast));
    expect([most, truth.answeredMost]).toSatisfy(() => isNear(most, truth.answeredMost));
  });
});
