import {describe, expect, it} from "vitest";
import {cumulativeIncidence} from "../../../src/statistics/cumulative-incidence.ts";
import {lifeTable} from "../../../src/statistics/life-table.ts";
import {mantelHaenszel} from "../../../src/statistics/mantel-haenszel.ts";
import {trend} from "../../../src/statistics/trend.ts";
import {bandAt} from "../../../src/statistics/survival-band.ts";
import {turnbull} from "../../../src/statistics/turnbull.ts";
import {askReferee, hasReferee, storedAnswers, type Answers} from "./answers.ts";
import {boundsAt, plainEm} from "../../models/exact-ages.ts";
import {dataSet, fewLists, seeds} from "./data-sets.ts";

/** Agreement to 1e-8, relative above 1; a figure R does not give (null) must be missing here too. */
function agrees(ours: (number | null | undefined)[], theirs: (number | null)[]) {
  expect(ours.length).toBe(theirs.length);
  theirs.forEach((their, i) => {
    const our = ours[i];
    if (their === null)
      expect(our === null || our === undefined || !Number.isFinite(our), `item ${i}`).toBe(true);
    else
      expect(
        Math.abs(our! - their) / Math.max(1, Math.abs(their)),
        `item ${i}: ${our} for ${their}`
      ).toBeLessThan(1e-8);
  });
}

const answersOf = new Map(storedAnswers().map((answers) => [answers.seed, answers]));

describe("R's answers on generated data sets", () => {
  it("are stored for at least twenty", () => expect(answersOf.size).toBeGreaterThanOrEqual(20));
  for (const seed of seeds) {
    it(`agree with ours on data set ${seed}`, () => compare(answersOf.get(seed)!));
  }
});

describe.skipIf(!hasReferee())("R itself, where Rscript with survival is installed", () => {
  it("still gives the stored answers, and agrees with ours", () => {
    const asked = askReferee();
    expect(asked.map((answers) => answers.seed)).toEqual(seeds);
    for (const answers of asked) {
      compare(answers);
      for (const [name, values] of Object.entries(storedAnswers().find(({seed}) => seed === answers.seed)!)) {
        // Where R stops its own Turnbull iteration is its business, and `compare` only asks not to be below it.
        if (name !== "seed" && name !== "logLikelihood" && name !== "left") agrees(answers[name], values);
      }
    }
  });
});

function compare(answers: Answers) {
  const {people, causes, intervals, strata, cohorts} = dataSet(answers.seed);

  // Where every time is exact or censored, Turnbull's curve is Kaplan and Meier's.
  const exact = people.map(({time, events}) => ({left: time, right: events > 0 ? time : Infinity, count: 1}));
  const curve = bandAt(turnbull(exact).masses, answers.times).map(({high}) => high);
  expect(curve).toHaveLength(answers.survival.length);
  curve.forEach((share, i) => expect(Math.abs(share - answers.survival[i]!)).toBeLessThan(1e-6));

  const names = ["blocked", "gone", "unfollowed"];
  const incidence = cumulativeIncidence(causes);
  const table = lifeTable(
    causes.map(({time, ...row}) => ({age: time, ...row})),
    answers.grid
  );
  agrees(
    incidence.map((step) => step.time),
    answers.grid
  );
  agrees(
    table.map((row) => row.age),
    answers.grid
  );
  const states = (of: (cause: {value: number; error: number}) => number, free: "free" | "freeError") =>
    incidence.flatMap((step) => [step[free], ...names.map((name) => of(step.incidence[name]!))]);
  agrees(
    states((cause) => cause.value, "free"),
    answers.states
  );
  agrees(
    states((cause) => cause.error, "freeError"),
    answers.stateErrors
  );
  agrees(
    table.flatMap((row) => [row.retained, ...names.map((name) => row.incidence[name]!.value)]),
    answers.states
  );

  const slope = trend(cohorts);
  agrees([slope.chiSquare, slope.p, slope.error, slope.slope, slope.low, slope.high], answers.trend);

  const adjusted = mantelHaenszel(strata);
  const {oddsRatio, test} = adjusted;
  agrees(
    [test!.chiSquare, test!.p, test!.uncorrected, oddsRatio?.estimate, oddsRatio?.low, oddsRatio?.high],
    answers.mantel
  );

  const fit = turnbull(intervals);
  expect(fit.isProved).toBe(true);
  expect(fit.logLikelihood).toBeGreaterThanOrEqual(answers.logLikelihood[0] - 1e-7);
  const ends = [...new Set(intervals.map((row) => row.right).filter(Number.isFinite))].sort((a, b) => a - b);
  const own = bandAt(fit.masses, ends).map(({high}) => high);
  const furthest = (others: number[]) => Math.max(...own.map((share, i) => Math.abs(share - others[i]!)));
  // R stops when a turn of its EM gains little, often far from the maximum. Where it reached that, the curves are equal.
  if (fit.logLikelihood - answers.logLikelihood[0] < 1e-6) {
    expect(answers.left).toHaveLength(ends.length);
    expect(furthest(answers.left)).toBeLessThan(1e-5);
  }
  if (answers.seed < fewLists) return;
  // Of few lists with many people each, a plain EM that goes on until no slope exceeds 1 says the same.
  const {worst, masses} = plainEm(intervals);
  expect(worst).toBeLessThan(1e-6);
  expect(furthest(ends.map((end) => boundsAt(masses, end).high))).toBeLessThan(1e-6);
}

it("R reaches the maximum on two of the data sets at least, so that its own curve is a referee", () => {
  const reached = storedAnswers().filter(
    ({seed, logLikelihood}) => turnbull(dataSet(seed).intervals).logLikelihood - logLikelihood[0] < 1e-6
  );
  expect(reached.length).toBeGreaterThanOrEqual(2);
});
