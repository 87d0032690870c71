import {beforeAll, describe, expect, it} from "vitest";
import {readPrecision, type Precision, type Figures} from "../../src/plan/precision.ts";
import type {ScheduleName} from "../../src/plan/schedules.ts";
import {isLong} from "../long.ts";
import {makeFigures} from "./schedules.ts";

let made: Omit<Precision, "date">;
const of = (name: ScheduleName): Figures => made.schedules.find((figures) => figures.name === name)!;

beforeAll(async () => {
  made = await makeFigures({worlds: isLong ? 3 : 2, seed: 4});
});

describe("what schedules buy, in a few worlds", () => {
  it("windows as wide as the days between snapshots", () => {
    const widths = made.schedules.map(({windowDays}) => Math.round(windowDays));
    expect(widths).toEqual([1, 1, 1, 1, 7, 30]);
  });

  it("heads leave no more unknown than daily full walks, and no wider interval of engaged-30", () => {
    for (const name of ["heads-weekly", "heads-biweekly", "heads-monthly"] as const) {
      expect(Math.abs(of(name).unknown - of("daily-full").unknown)).toBeLessThan(0.02);
      expect(of(name).engaged30.followback / of("daily-full").engaged30.followback).toBeCloseTo(1, 1);
    }
    expect(of("weekly-full").unknown).toBeGreaterThan(of("daily-full").unknown + 0.05);
    expect(of("weekly-full").engaged30.followback).toBeGreaterThan(
      1.15 * of("daily-full").engaged30.followback
    );
  });

  it("a walk a month observes seven in thirty of who was kept for 90 days: intervals twice as wide", () => {
    const ratio = of("heads-monthly").retained90.organic / of("heads-weekly").retained90.organic;
    // The root of 30 / 7 is 2.07.
    expect(ratio).toBeGreaterThan(1.7);
    expect(ratio).toBeLessThan(2.5);
  });

  it("a walk every two weeks observes one in two of them: the root of 2 is 1.41", () => {
    const ratio = of("heads-biweekly").retained90.organic / of("heads-weekly").retained90.organic;
    expect(ratio).toBeGreaterThan(1.25);
    expect(ratio).toBeLessThan(1.6);
  });

  it("nobody called organic by `first` is a followback; by `none_seen` more where follows are dropped, the rarer the lists", () => {
    for (const {firstFollowbacks} of made.schedules) expect(firstFollowbacks).toBe(0);
    expect(of("monthly-full").noneSeenFollowbacksDropped).toBeGreaterThan(
      of("daily-full").noneSeenFollowbacksDropped
    );
  });

  it("agrees with the figures a plan reads", () => {
    const kept = readPrecision();
    expect(Math.abs(made.newcomers / kept.newcomers - 1)).toBeLessThan(0.1);
    for (const {name, unknown, engaged30} of kept.schedules) {
      expect(Math.abs(of(name).unknown - unknown)).toBeLessThan(0.05);
      expect(Math.abs(of(name).engaged30.organic / engaged30.organic - 1)).toBeLessThan(0.25);
    }
  });
});
