import {beforeAll, describe, expect, it} from "vitest";
import {isLong} from "../long.ts";
import {behaviourOf} from "./behaviour.ts";
import {beginStudy, pooledCoverage, type Group, type Line} from "./study.ts";

// The short form of `npm run calibrate`: few worlds, so that only what is plainly wrong fails.
const worldsEach = isLong ? 20 : 8;
const people = 80_000;

const groups: Group[] = [];
let lines: Line[];
const short = () => groups.find(({keeping}) => keeping === "short")!;
const long = () => groups.filter(({keeping}) => keeping === "long");

beforeAll(async () => {
  for (const behaviour of [
    behaviourOf("default"),
    behaviourOf("contrary"),
    behaviourOf("null"),
    behaviourOf("default", "short")
  ]) {
    const {group, watch} = beginStudy({behaviour, schedule: "weekly", seed: 3, people});
    await watch(behaviour.keeping === "long" ? worldsEach : worldsEach / 2);
    groups.push(group);
  }
  lines = pooledCoverage(groups);
});

/** A true 95 % holds the truth in fewer worlds than this once in a thousand times. */
const least = (worlds: number) => 0.95 - 3.1 * Math.sqrt((0.95 * 0.05) / worlds);
const lineOf = (figure: string) => lines.find((line) => line.figure === figure)!;

describe("on brands whose truth is known", () => {
  it.each([
    "engaged_30 followback",
    "engaged_30 organic",
    "engaged_30 difference",
    "retained_90 followback",
    "retained_90 organic",
    "retained_90 difference",
    "followback rate, least: c / (c + n)",
    "followback rate, most: (c + u) / (c + u + n)"
  ])("%s: the interval holds the truth", (figure) => {
    const {coverage, worlds} = lineOf(figure);
    expect(coverage).toBeGreaterThanOrEqual(least(worlds));
  });

  it.each(["range: followback rate", "range: engaged_30 difference", "range: retained_90 difference"])(
    "the widened %s encloses the truth",
    (figure) => expect(lineOf(figure).coverage).toBeGreaterThanOrEqual(0.95)
  );

  it("no followback is wrong, however the brand keeps its follows", () => {
    for (const {basis} of groups) {
      expect(basis.followback.n).toBeGreaterThan(100);
      expect(basis.followback.x).toBe(basis.followback.n);
    }
  });

  it("hidden followbacks pass as organic only where the brand drops people fast", () => {
    for (const {basis} of long()) expect(basis.first.x + basis.none_seen.x).toBe(0);
    const {x, n} = short().basis.none_seen;
    expect(x / n).toBeGreaterThan(0.1);
    // Of all true followbacks, those look organic whose outbound follow began and ended between two lists.
    const organic = short().coverage.find(({figure}) => figure === "engaged_30 organic")!;
    expect(organic.x / organic.n).toBeLessThan(organic.truth);
  });

  it("a null world is hardly ever decided, over all its quarterly looks", () => {
    const {everDecided, worlds} = groups.find(({scenario}) => scenario === "null")!;
    // At 5 % a claim is decided in more than five of 20 worlds, or two of 8, once in two hundred times.
    for (const claim of ["engage_less", "leave_sooner", "count_builders"])
      expect(everDecided[claim] ?? 0).toBeLessThanOrEqual(0.25 * worlds);
  });
});

describe("the same check catches plainer methods", () => {
  it.each([
    "naive: followback rate, unknowns dropped",
    "naive: followback rate, first seen taken as exact",
    "naive: engaged_30 of all, unknowns dropped",
    "naive: retained_90 of all, midpoints"
  ])("%s", (figure) => {
    const {coverage, worlds} = lineOf(figure);
    expect(coverage).toBeLessThan(least(worlds));
  });

  it("first-seen order calls people followbacks who came first", () => {
    for (const {ordered} of long()) expect(ordered.x / ordered.n).toBeGreaterThan(0.1);
  });
});
