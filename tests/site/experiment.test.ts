import {describe, expect, it} from "vitest";
import {experimentAnswer, experimentColumns, stateOf} from "../../reports/components/experiment.ts";
import type {ExperimentRow} from "../../reports/components/rows.ts";

const row: ExperimentRow = {
  experiment_id: "weeks-2026-12-07",
  outcome: "visits",
  units: "weeks",
  from_day: "2026-12-07",
  to_day: "2027-03-29",
  state: "read",
  why: null,
  matters: 20,
  drawn_first: 8,
  drawn_second: 8,
  known_first: 8,
  known_second: 8,
  reached_first: 8,
  reached_second: 0,
  value_first: 25.875,
  value_second: 21,
  difference: 4.875,
  low: 1,
  high: 8.666667,
  p: 0.023438,
  second_difference: 5,
  second_low: null,
  second_high: null,
  verdict: "no difference that matters",
  is_too_few: false
};
const empty = {
  difference: null,
  low: null,
  high: null,
  p: null,
  value_first: null,
  value_second: null,
  verdict: null
};
const textOf = (one: ExperimentRow) =>
  Object.fromEntries(experimentColumns.map(({name, text}) => [name, text(one)]));

describe("the page experiment", () => {
  it("opens with the result of the last experiment", () => {
    expect(experimentAnswer([row])).toBe("Visits a week: +4.9 with outreach (95% interval +1.0 to +8.7).");
    expect(experimentAnswer([])).toContain("No experiment is planned.");
    expect(experimentAnswer([{...row, ...empty, state: "not yet"}])).toBe(
      "1 experiment: not yet. The last one can be read once data reach 29 Mar 2027."
    );
  });

  it("shows each outcome with its interval, and what it lacks", () => {
    expect(textOf(row)).toMatchObject({
      "With outreach": "25.9",
      Without: "21.0",
      Difference: "+4.9",
      "95% interval": "+1.0 to +8.7",
      p: "0.023",
      "Second reading": "+5.0 (no interval)",
      Result: "no difference that matters"
    });
    const people = {
      ...row,
      outcome: "follows_90",
      units: "people",
      difference: -0.051,
      low: -0.1,
      high: 0.002
    } as const;
    expect(textOf(people)).toMatchObject({
      Difference: "−5.1 points",
      "95% interval": "−10.0 points to +0.2 points"
    });
    expect(stateOf({...row, verdict: "supported"})).toBe("outreach brings more");
    expect(
      stateOf({...row, ...empty, state: "not readable", why: "no download holds sales of the weeks"})
    ).toBe("cannot be read: no download holds sales of the weeks");
    expect(stateOf({...row, ...empty, units: "people", is_too_few: true})).toBe("too few people");
  });
});
