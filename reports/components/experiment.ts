import {capital, day, percent, plural, whole} from "./format.js";
import type {ExperimentRow} from "./rows.js";
import type {Column} from "./table.js";

const outcomes: Record<string, string> = {
  follows_30: "follow on day 30",
  follows_90: "follow on day 90",
  addressed_30: "reply, quote or mention within 30 days",
  visits: "visits a week",
  signups: "sign-ups a week",
  sales: "sales a week",
  organic: "new organic followers a week"
};

/** What was measured, in words. */
export const outcomeOf = ({outcome}: ExperimentRow) => outcomes[outcome] ?? outcome;

/** One digit after the point, and two below 1: a quarter of a sale a week is not 0.3, and a hundredth not nothing. */
const sizeText = (value: number) => Math.abs(value).toFixed(value !== 0 && Math.abs(value) < 0.995 ? 2 : 1);
const withSign = (value: number) => `${value < 0 ? "−" : "+"}${sizeText(value)}`;

/** A difference of shares in points, and one of weeks in results. */
const differenceOf = ({units}: ExperimentRow, value: number) =>
  units === "people" ? `${withSign(100 * value)} points` : withSign(value);

const spanOf = (row: ExperimentRow, low: number | null, high: number | null) =>
  low === null || high === null
    ? "no interval"
    : `${withSign(row.units === "people" ? 100 * low : low)} to ${differenceOf(row, high)}`;

/** The interval of the nth row of a sentence: the first says of how many percent it is. */
const nthSpan = (row: ExperimentRow, nth: number) =>
  `${nth === 0 && row.low !== null && row.high !== null ? "95% interval " : ""}${spanOf(row, row.low, row.high)}`;

/** An arm's share or results a week, or a dash. */
const valueOf = ({units}: ExperimentRow, value: number | null) =>
  value === null ? "–" : units === "people" ? percent(value) : sizeText(value);

const verdicts: Record<string, string> = {
  supported: "outreach brings more",
  contradicted: "outreach brings less"
};

/** Where an outcome stands, in few words. */
export function stateOf(row: ExperimentRow): string {
  if (row.state === "not yet") return "not yet";
  if (row.state === "not readable") return `cannot be read: ${row.why}`;
  if (row.is_too_few || row.difference === null) return "too few people";
  return row.verdict === null ? "read" : (verdicts[row.verdict] ?? row.verdict);
}

/** Where an outcome stands, and of one that is read what limits it. */
const resultOf = (row: ExperimentRow) =>
  row.difference === null || row.why === null ? stateOf(row) : `${stateOf(row)}: ${row.why}`;

/** The sentence that opens the page. */
export function experimentAnswer(rows: ExperimentRow[]): string {
  const names = [...new Set(rows.map(({experiment_id}) => experiment_id))];
  if (names.length === 0)
    return "No experiment is planned. Watching alone cannot show whether outreach causes anything; a coin can.";
  const read = rows.filter(({difference}) => difference !== null);
  if (read.length === 0) {
    const waiting = rows.filter(({state}) => state === "not yet");
    const all = capital(plural(names.length, "experiment"));
    const isOne = names.length === 1;
    if (waiting.length === 0)
      return `${all}, ${isOne ? "which cannot" : "and none can"} be read: the table says why.`;
    const due = waiting
      .map(({to_day}) => to_day)
      .sort()
      .at(-1)!;
    return waiting.length === rows.length
      ? `${all}: not yet. ${isOne ? "It" : "The last one"} can be read once data reach ${day(due)}.`
      : `${all}, ${isOne ? "which cannot" : "and none can"} be read so far: the table says why. Data up to ${day(due)} are still to come.`;
  }
  // The last one with people, and the last one with weeks.
  const shown = (["people", "weeks"] as const).flatMap((units) => {
    const last = read.findLast((row) => row.units === units);
    return read.filter(({experiment_id}) => experiment_id === last?.experiment_id);
  });
  return shown
    .map(
      (row, nth) =>
        `${capital(outcomeOf(row))}: ${differenceOf(row, row.difference!)} with outreach (${nthSpan(row, nth)})${row.verdict === null ? "" : `, ${stateOf(row)}`}.`
    )
    .join(" ");
}

/** Every outcome of every experiment. The first column stays on a phone. */
export const experimentColumns: Column<ExperimentRow>[] = [
  {name: "Outcome", text: outcomeOf},
  {name: "Experiment", text: ({experiment_id}) => experiment_id, isMinor: true},
  {
    name: "Difference (95% interval)",
    text: (row) =>
      row.difference === null
        ? "–"
        : `${differenceOf(row, row.difference)} (${spanOf(row, row.low, row.high)})`,
    isNumber: true
  },
  {name: "Result", text: resultOf, isLong: true},
  {name: "With outreach", text: (row) => valueOf(row, row.value_first), isNumber: true, isMinor: true},
  {name: "Without", text: (row) => valueOf(row, row.value_second), isNumber: true, isMinor: true},
  {
    name: "p",
    text: ({p}) => (p === null ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3)),
    isNumber: true,
    isMinor: true
  },
  {
    name: "Second reading",
    text: (row) =>
      row.second_difference === null
        ? "–"
        : `${differenceOf(row, row.second_difference)} (${spanOf(row, row.second_low, row.second_high)})`,
    isNumber: true,
    isMinor: true
  },
  {
    name: "Drawn",
    text: ({drawn_first, drawn_second}) => `${whole(drawn_first)} and ${whole(drawn_second)}`,
    value: ({drawn_first}) => drawn_first,
    isMinor: true
  }
];

/** The outcomes that can be set beside what watching alone would say. */
export const comparedRows = (rows: readonly ExperimentRow[]) =>
  rows.filter((row) => row.difference !== null && row.chosen_difference !== null);

/** Whether the interval of the coin holds what watching says; null where it has none. */
const isAlike = ({low, high, chosen_difference: chosen}: ExperimentRow) =>
  low === null || high === null || chosen === null ? null : low <= chosen && chosen <= high;

/** What the comparison shows, in a sentence or two. */
export function comparisonAnswer(rows: readonly ExperimentRow[]): string {
  const compared = comparedRows(rows);
  const apart = compared.filter((row) => isAlike(row) === false);
  if (apart.length === 0) {
    if (compared.length === 0) return "There is nothing to set beside an experiment yet.";
    const held = compared.filter((row) => isAlike(row) === true).length;
    if (held === 0)
      return "The coin has no interval yet, so what watching alone would say cannot be held against it.";
    return held === rows.length
      ? "What watching alone would say lies within the interval of the coin, for every outcome."
      : "What watching alone would say lies within the interval of the coin, for every outcome that can be compared.";
  }
  return apart
    .map(
      (row, nth) =>
        `${capital(outcomeOf(row))}: watching alone would say ${differenceOf(row, row.chosen_difference!)}, the coin says ${differenceOf(row, row.difference!)} (${nthSpan(row, nth)}).`
    )
    .join(" ");
}

/** Each outcome by the coin, and where the account chose by itself. */
export const comparisonColumns: Column<ExperimentRow>[] = [
  {name: "Outcome", text: outcomeOf},
  {name: "Experiment", text: ({experiment_id}) => experiment_id, isMinor: true},
  {
    name: "By the coin",
    text: (row) => `${differenceOf(row, row.difference!)} (${spanOf(row, row.low, row.high)})`,
    isNumber: true
  },
  {
    name: "By your choice",
    text: (row) =>
      `${differenceOf(row, row.chosen_difference!)} (${spanOf(row, row.chosen_low, row.chosen_high)})`,
    isNumber: true
  },
  {
    name: "Chosen",
    text: ({units, chosen_first, chosen_second}) =>
      units === "people"
        ? `${whole(chosen_first!)} people beside ${whole(chosen_second!)} left alone`
        : `${whole(chosen_first!)} weeks beside ${whole(chosen_second!)}`,
    value: ({chosen_first}) => chosen_first,
    isMinor: true
  }
];
