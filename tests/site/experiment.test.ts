import {describe, expect, it} from "vitest";
import {
  comparedRows,
  comparisonAnswer,
  comparisonColumns,
  experimentAnswer,
  experimentColumns,
  stateOf
} from "../../reports/components/experiment.ts";
import type {ExperimentRow} from "../../reports/components/rows.ts";
import {sortRows} from "../../reports/components/table.ts";

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
  range_low: null,
  range_high: null,
  chosen_first: null,
  chosen_second: null,
  chosen_difference: null,
  chosen_low: null,
  chosen_high: null,
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

describe("the result of an outcome that is read", () => {
  it("says with the verdict what limits it", () => {
    const why = "till alone is counted, and not shop, as two sources may count the same";
    expect(textOf({...row, why}).Result).toBe(`no difference that matters: ${why}`);
    expect(textOf(row).Result).toBe("no difference that matters");
  });
});

describe("what watching alone would say, beside the coin", () => {
  const chosen = {
    chosen_first: 20,
    chosen_second: 8,
    chosen_difference: 81.25,
    chosen_low: 60,
    chosen_high: 102.5
  };

  it("is named where the interval of the coin does not hold it", () => {
    expect(comparisonAnswer([{...row, ...chosen}])).toBe(
      "Visits a week: watching alone would say +81.3, the coin says +4.9 (95% interval +1.0 to +8.7)."
    );
    expect(comparisonAnswer([{...row, ...chosen, chosen_difference: 6}])).toContain(
      "lies within the interval"
    );
    expect(comparisonAnswer([row])).toBe("There is nothing to set beside an experiment yet.");
  });

  it("is called alike only of outcomes of which the coin has an interval", () => {
    const open = {...row, ...chosen, low: null, high: null};
    expect(comparisonAnswer([open])).toBe(
      "The coin has no interval yet, so what watching alone would say cannot be held against it."
    );
    const alike = {...row, ...chosen, chosen_difference: 6};
    expect(comparisonAnswer([alike])).toMatch(/for every outcome\.$/);
    expect(comparisonAnswer([alike, open])).toMatch(/for every outcome that can be compared\.$/);
    expect(comparisonAnswer([alike, row])).toMatch(/for every outcome that can be compared\.$/);
  });

  it("is not there for outcomes of which either is not known", () => {
    expect(comparedRows([row, {...row, ...empty, ...chosen}, {...row, ...chosen}])).toHaveLength(1);
  });

  it("says of whom or what it is", () => {
    const textsOf = (one: ExperimentRow) => comparisonColumns.map(({text}) => text(one));
    expect(textsOf({...row, ...chosen})).toEqual([
      "visits a week",
      "weeks-2026-12-07",
      "+4.9 (+1.0 to +8.7)",
      "+81.3 (+60.0 to +102.5)",
      "20 weeks beside 8"
    ]);
    expect(textsOf({...row, ...chosen, units: "people", chosen_first: 1200}).at(-1)).toBe(
      "1,200 people beside 8 left alone"
    );
  });
});

describe("the page experiment", () => {
  it("opens with the result of the last experiment", () => {
    expect(experimentAnswer([row])).toBe(
      "Visits a week: +4.9 with outreach (95% interval +1.0 to +8.7), no difference that matters."
    );
    const earlier = {...row, experiment_id: "weeks-2025-12-01", difference: -3};
    const people = {
      ...row,
      experiment_id: "people-2026-05-01",
      units: "people",
      outcome: "follows_90"
    } as const;
    expect(experimentAnswer([{...people, difference: 0.1, low: 0.05, high: 0.15}, earlier, row])).toBe(
      "Follow on day 90: +10.0 points with outreach (95% interval +5.0 to +15.0 points), no difference that matters. " +
        "Visits a week: +4.9 with outreach (+1.0 to +8.7), no difference that matters."
    );
    expect(experimentAnswer([])).toContain("No experiment is planned.");
    expect(experimentAnswer([{...row, ...empty, state: "not yet"}])).toBe(
      "1 experiment: not yet. It can be read once data reach 29 Mar 2027."
    );
  });

  it("says what waits and what cannot be read apart", () => {
    const waits = {...row, ...empty, state: "not yet"} as const;
    const lost = {...row, ...empty, experiment_id: "weeks-2026-01-05", state: "not readable"} as const;
    expect(experimentAnswer([lost, waits])).toBe(
      "2 experiments, and none can be read so far: the table says why. Data up to 29 Mar 2027 are still to come."
    );
    // One experiment, of which sales can never be read, and visits not yet.
    expect(experimentAnswer([waits, {...lost, experiment_id: waits.experiment_id}])).toMatch(
      /^1 experiment, which cannot be read so far/
    );
    expect(experimentAnswer([lost])).toBe("1 experiment, which cannot be read: the table says why.");
    const pairs = {low: null, high: null, verdict: "cannot tell yet"};
    expect(experimentAnswer([{...row, ...pairs}])).toBe(
      "Visits a week: +4.9 with outreach (no interval), cannot tell yet."
    );
  });

  it("sorts by numbers, and not by how they are written", () => {
    const larger = {...row, drawn_first: 60, second_difference: 33, chosen_first: 40};
    const smaller = {...row, drawn_first: 8, second_difference: 5, chosen_first: 4};
    for (const name of ["Drawn", "Second reading", "Chosen"]) {
      const column = [...experimentColumns, ...comparisonColumns].find((one) => one.name === name)!;
      expect(sortRows([larger, smaller], column, "ascending"), name).toEqual([smaller, larger]);
    }
  });

  it("shows each outcome with its interval, and what it lacks", () => {
    expect(textOf(row)).toMatchObject({
      "With outreach": "25.9",
      Without: "21.0",
      "Difference (95% interval)": "+4.9 (+1.0 to +8.7)",
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
      "Difference (95% interval)": "−5.1 points (−10.0 to +0.20 points)"
    });
    expect(stateOf({...row, verdict: "supported"})).toBe("outreach brings more");
    expect(
      stateOf({...row, ...empty, state: "not readable", why: "no download holds sales of the weeks"})
    ).toBe("cannot be read: no download holds sales of the weeks");
    expect(stateOf({...row, ...empty, units: "people", is_too_few: true})).toBe("too few people");
  });
});
