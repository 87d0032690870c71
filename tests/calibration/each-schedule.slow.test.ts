import {beforeAll, describe, expect, it} from "vitest";
import {behaviourOf} from "./behaviour.ts";
import {beginStudy, type Coverage, type Group} from "./study.ts";
import {schedules, type Schedule} from "./watch.ts";

// One behaviour, the same worlds, watched five ways.
const groups = new Map<Schedule, Group>();
const of = (schedule: Schedule) => groups.get(schedule)!;

beforeAll(async () => {
  for (const schedule of schedules) {
    const {group, watch} = beginStudy({behaviour: behaviourOf("default"), schedule, seed: 5, people: 60_000});
    await watch(4);
    groups.set(schedule, group);
  }
});

/** How far the pooled share lies from its truth, in standard errors. */
function errorsAway({x, n, truth}: Coverage): number {
  return Math.abs(x / n - truth) / Math.sqrt((truth * (1 - truth)) / n);
}

const figureOf = (schedule: Schedule, figure: string) =>
  of(schedule).coverage.find((coverage) => coverage.figure === figure)!;

describe.each(schedules)("%s", (schedule) => {
  it.each([
    "engaged_30 followback",
    "engaged_30 organic",
    "retained_90 followback",
    "retained_90 organic",
    "followback rate, least: c / (c + n)",
    "followback rate, most: (c + u) / (c + u + n)"
  ])("%s agrees with the truth of this schedule", (figure) => {
    expect(errorsAway(figureOf(schedule, figure))).toBeLessThan(3.5);
  });

  it("calls nobody a followback who is none", () => {
    const {x, n} = of(schedule).basis.followback;
    expect(n).toBeGreaterThan(0);
    expect(x).toBe(n);
  });

  it("is wrong by far where first-seen dates are taken as exact and unknowns are dropped", () => {
    for (const figure of [
      "naive: followback rate, first seen taken as exact",
      "naive: followback rate, unknowns dropped"
    ])
      expect(errorsAway(figureOf(schedule, figure))).toBeGreaterThan(6);
  });
});

describe("from schedule to schedule", () => {
  it("windows are as wide as the gap between lists", () => {
    const widths = schedules.map((schedule) => of(schedule).startDays.x / of(schedule).startDays.n);
    expect(widths.map((width) => Math.round(width))).toEqual([1, 1, 7, 30, 1]);
  });

  it("fewer lists leave more routes unknown, and heads do as well as daily walks", () => {
    const [heads, daily, weekly, monthly, sparse] = schedules.map(
      (schedule) => of(schedule).unknown.x / of(schedule).unknown.n
    );
    expect(Math.abs(heads! - daily!)).toBeLessThan(0.02);
    expect(weekly! - daily!).toBeGreaterThan(0.05);
    expect(monthly! - weekly!).toBeGreaterThan(0.02);
    expect(Math.abs(sparse! - daily!)).toBeLessThan(0.02);
  });

  it("full walks a month apart observe who was kept for one person in four: those whose age fell near one", () => {
    const share = (schedule: Schedule) =>
      figureOf(schedule, "retained_90 organic").n / figureOf("daily", "retained_90 organic").n;
    expect(share("heads")).toBeGreaterThan(0.9);
    expect(share("heads-monthly")).toBeCloseTo(7 / 30, 1);
  });

  it("whoever is seen at all stays longer the rarer the lists: the estimand drifts", () => {
    const [heads, daily, weekly, monthly] = schedules.map(
      (schedule) => of(schedule).expected["retained_90 followback"]!.seen
    );
    expect(Math.abs(heads! - daily!)).toBeLessThan(0.01);
    expect(weekly!).toBeGreaterThan(daily! + 0.01);
    expect(monthly!).toBeGreaterThan(weekly! + 0.03);
  });

  it("midpoints miss what happened to everybody who came, the more the rarer the lists", () => {
    const away = (schedule: Schedule) =>
      errorsAway(figureOf(schedule, "naive: retained_90 of all, midpoints"));
    expect(away("daily")).toBeLessThan(3.5);
    expect(away("monthly")).toBeGreaterThan(6);
  });

  it("a head taken for a whole list loses nearly everybody", () => {
    const {x, n, truth} = figureOf("heads", "naive: retained_90 of all, heads taken as complete");
    expect(x / n).toBeLessThan(truth / 2);
  });
});
