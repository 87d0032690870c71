import {describe, expect, it} from "vitest";
import type {Experiment} from "../../src/experiments/experiments.ts";
import {wordsOfResults} from "../../src/experiments/result-words.ts";
import type {Result} from "../../src/experiments/results.ts";

const experiment: Experiment = {
  id: "people-2026-12-01",
  units: "people",
  seed: 1,
  from: new Date("2026-12-01"),
  to: new Date("2027-03-03"),
  plannedAt: new Date("2026-11-28"),
  outcomes: [{outcome: "follows_90", matters: 5}],
  arms: [
    {arm: "follow", units: 200},
    {arm: "leave", units: 200}
  ]
};
const result: Result = {
  experiment_id: experiment.id,
  outcome: "follows_90",
  units: "people",
  state: "read",
  why: null,
  matters: 0.05,
  drawn_first: 200,
  drawn_second: 200,
  known_first: 198,
  known_second: 200,
  value_first: 0.3,
  value_second: 0.2,
  reached_first: 160,
  reached_second: 30,
  difference: 0.1,
  low: 0.014,
  high: 0.184,
  p: 0.0271,
  smallest_p: null,
  verdict: "cannot tell yet",
  second_difference: 0.154,
  second_low: 0.024,
  second_high: 0.281,
  range_low: null,
  range_high: null,
  chosen_first: null,
  chosen_second: null,
  chosen_value_first: null,
  chosen_value_second: null,
  chosen_difference: null,
  chosen_low: null,
  chosen_high: null
};
const after = new Date("2027-03-04");
const words = (more: Partial<Result> = {}) =>
  wordsOfResults(experiment, [{...result, ...more}], after).join("\n");

describe("the words of an experiment with people", () => {
  it("give the difference as drawn, who was followed in fact, and who is left out", () => {
    expect(words()).toBe(
      [
        "experiment people-2026-12-01, 2026-12-01 to 2027-03-03",
        "  follow you on day 90: 30.0% of 198 to follow, 20.0% of 200 to leave alone: +10.0 points, 95% interval +1.4 points to +18.4 points, p 0.027; at 99%, and with +5.0 points as the least worth acting on: cannot tell yet",
        "    followed in fact: 160 of 198, and 30 of 200; for those followed because of the draw: +15.4 points, 95% interval +2.4 points to +28.1 points",
        "    left out, because the outcome is not known: 2"
      ].join("\n")
    );
  });

  it("say where nothing can be told of those followed because of the draw, or of so few", () => {
    expect(words({second_difference: null, second_low: null, second_high: null})).toContain(
      "for those followed because of the draw: cannot tell"
    );
    expect(words({reached_first: null, reached_second: null})).toContain(
      "\n    followed in fact: cannot tell, as no lists of whom you follow, by id, reach around the 30 days from each day\n"
    );
    const few = words({known_first: 29});
    expect(few).toContain("too few people whose outcome is known: 29 and 200");
    expect(few).not.toContain("%");
  });

  it("set beside it what watching alone would say, and why that may be wrong", () => {
    const chosen = {
      chosen_first: 400,
      chosen_second: 200,
      chosen_difference: 0.4,
      chosen_low: 0.31,
      chosen_high: 0.47
    };
    expect(words(chosen)).toContain(
      "\n    watching alone would say +40.0 points, 95% interval +31.0 points to +47.0 points (400 people whom you chose to follow before, beside the 200 left alone): no coin made these alike, so outreach need not be the cause"
    );
  });

  it("say what new followers of unknown route leave open", () => {
    const weeks = {
      units: "weeks",
      outcome: "organic",
      difference: 4.875,
      low: 1,
      high: 9,
      range_low: 4.75,
      range_high: 5,
      smallest_p: 0.0078
    } as const;
    expect(words(weeks)).toContain(
      "\n    with all new followers of unknown route in weeks without outreach, or in weeks with it: +4.8 or +5.0; interval and p span both\n"
    );
  });

  it("say in how many weeks the plan was not kept, either way", () => {
    const weeks = {
      units: "weeks",
      outcome: "visits",
      smallest_p: 0.0078,
      drawn_first: 8,
      drawn_second: 8
    } as const;
    // Outreach ended after five of eight weeks.
    expect(words({...weeks, reached_first: 5, reached_second: 1})).toContain(
      [
        "\n    weeks with outreach in which no follow to win somebody certainly began: 3 of 8; they count as they were drawn",
        "    weeks without outreach in which you followed people all the same: 1\n"
      ].join("\n")
    );
    expect(words({...weeks, reached_first: 8, reached_second: 0})).not.toContain("no follow to win somebody");
  });

  it("say nothing of a result before the end", () => {
    const before = wordsOfResults(experiment, [result], new Date("2027-03-02T23:00:00Z"));
    expect(before).toEqual([
      "experiment people-2026-12-01, 2026-12-01 to 2027-03-03: not yet: read it from 2027-03-03 on"
    ]);
  });
});
