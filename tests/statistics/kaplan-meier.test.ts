import {readFileSync} from "node:fs";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {kaplanMeier, medianSurvival, stepAt, survivalInterval} from "../../src/statistics/kaplan-meier.ts";
import {logRank} from "../../src/statistics/log-rank.ts";

// The lung data of R's survival package (NCCTG), counted by time and sex (1 male, 2 female).
const lung = readFileSync(new URL("lung.csv", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(",").map(Number) as [number, number, number, number])
  .map(([time, sex, events, censored]) => ({time, group: String(sex), events, censored}));

const medians = (rows: typeof lung, scale: "log" | "log-log") =>
  Object.values(medianSurvival(kaplanMeier(rows), scale));

describe("lung", () => {
  const steps = kaplanMeier(lung);

  it("has 228 people and 165 events", () => {
    expect(steps[0]!.atRisk).toBe(228);
    expect(steps.reduce((sum, step) => sum + step.events, 0)).toBe(165);
  });

  it("has its median, on both scales and by sex", () => {
    expect(medians(lung, "log")).toEqual([310, 285, 363]);
    expect(medians(lung, "log-log")).toEqual([310, 284, 361]);
    expect(
      medians(
        lung.filter(({group}) => group === "1"),
        "log"
      )
    ).toEqual([270, 212, 310]);
    expect(
      medians(
        lung.filter(({group}) => group === "2"),
        "log"
      )
    ).toEqual([426, 348, 550]);
  });

  it("has S(180) and S(365) with errors and intervals", () => {
    const at = (time: number) => stepAt(steps, time);
    const text = (values: number[]) => values.map((value) => value.toFixed(4));
    const error = ({survival, logError}: {survival: number; logError: number}) => survival * logError;
    expect(text([at(180).survival, error(at(180))])).toEqual(["0.7217", "0.0298"]);
    expect(text([at(365).survival, error(at(365))])).toEqual(["0.4092", "0.0358"]);
    expect(text(Object.values(survivalInterval(at(365), "log-log")!))).toEqual(["0.3387", "0.4784"]);
    expect(text(Object.values(survivalInterval(at(365), "log")!))).toEqual(["0.3447", "0.4858"]);
  });

  it("has its log-rank by sex", () => {
    const {groups, chiSquare, df, p} = logRank(lung);
    expect(groups[0]).toMatchObject({group: "1", observed: 112});
    expect(groups[0]!.expected.toFixed(1)).toBe("91.6");
    expect(chiSquare.toFixed(3)).toBe("10.327");
    expect(df).toBe(1);
    expect(p.toFixed(4)).toBe("0.0013");
  });
});

const people = fc.array(
  fc.record({
    time: fc.integer({min: 1, max: 30}),
    events: fc.integer({min: 0, max: 4}),
    censored: fc.integer({min: 0, max: 4}),
    entry: fc.integer({min: -3, max: 0})
  }),
  {minLength: 1, maxLength: 40}
);

describe("kaplanMeier", () => {
  it("falls from 1, whatever way people are grouped", () => {
    fc.assert(
      fc.property(people, (rows) => {
        const steps = kaplanMeier(rows);
        const single = rows.flatMap((row) => [
          ...Array.from({length: row.events}, () => ({...row, events: 1, censored: 0})),
          ...Array.from({length: row.censored}, () => ({...row, events: 0, censored: 1}))
        ]);
        for (const step of kaplanMeier(single)) {
          expect(stepAt(steps, step.time).survival).toBeCloseTo(step.survival, 12);
        }
        steps.forEach((step, i) => expect(step.survival).toBeLessThanOrEqual(steps[i - 1]?.survival ?? 1));
      })
    );
  });

  it("is the share still there while nobody is censored", () => {
    const steps = kaplanMeier([
      {time: 1, events: 3, censored: 0},
      {time: 4, events: 2, censored: 0},
      {time: 9, events: 0, censored: 5}
    ]);
    expect(steps.map(({survival}) => survival)).toEqual([0.7, 0.5, 0.5]);
    // S rests at exactly one half from 4 to the end: R, too, answers with the middle.
    expect(medianSurvival(steps).median).toBe(6.5);
  });

  it("has its median in the middle of a rest at one half that ends, as R has", () => {
    const steps = kaplanMeier([
      {time: 1, events: 5, censored: 0},
      {time: 9, events: 1, censored: 0},
      {time: 12, events: 0, censored: 4}
    ]);
    expect(medianSurvival(steps).median).toBe(5);
  });

  it("counts late entrants only after they entered", () => {
    const steps = kaplanMeier([
      {time: 2, events: 1, censored: 0},
      {time: 3, events: 1, censored: 0, entry: 2},
      {time: 5, events: 0, censored: 2, entry: 1}
    ]);
    expect(steps.map(({atRisk}) => atRisk)).toEqual([3, 3, 2]);
  });
});

describe("logRank", () => {
  const grouped = fc.array(
    fc.record({
      time: fc.integer({min: 1, max: 12}),
      events: fc.integer({min: 0, max: 5}),
      censored: fc.integer({min: 0, max: 5}),
      group: fc.constantFrom("a", "b", "c")
    }),
    {minLength: 2, maxLength: 30}
  );

  it("does not care what the groups are called or how time is stretched, and its differences add up to 0", () => {
    fc.assert(
      fc.property(grouped, (rows) => {
        const test = logRank(rows);
        const renamed = logRank(
          rows.map((row) => ({...row, time: row.time ** 2, group: {a: "z", b: "y", c: "x"}[row.group]!}))
        );
        expect(renamed.chiSquare).toBeCloseTo(test.chiSquare, 8);
        expect(renamed.df).toBe(test.df);
        const total = (of: "observed" | "expected") => test.groups.reduce((sum, group) => sum + group[of], 0);
        expect(total("observed")).toBeCloseTo(total("expected"), 8);
      })
    );
  });
});
