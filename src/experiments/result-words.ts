import {isTooFew} from "../statistics/publication.ts";
import {dayOf, type Experiment} from "./experiments.ts";
import type {Result} from "./results.ts";
import {hundredths} from "../words.ts";

const outcomeWords: Record<string, string> = {
  follows_30: "follow you on day 30",
  follows_90: "follow you on day 90",
  addressed_30: "replied to, quoted or mentioned you within 30 days",
  visits: "visits a week",
  signups: "sign-ups a week",
  sales: "sales a week",
  organic: "new organic followers a week"
};

const verdictWords: Record<string, string> = {
  supported: "outreach brings more",
  contradicted: "outreach brings less"
};

/** What an experiment shows, a line an outcome and what has to be known with it; before its end only until when to wait. */
export function wordsOfResults(experiment: Experiment, results: readonly Result[], now: Date): string[] {
  const title = `experiment ${experiment.id}, ${dayOf(experiment.from)} to ${dayOf(experiment.to)}`;
  if (now < experiment.to) return [`${title}: not yet: read it from ${dayOf(experiment.to)} on`];
  const lines = results.flatMap((result) => linesOf(result));
  return [title, ...lines.map((line) => `  ${line}`)];
}

function linesOf(result: Result): string[] {
  const name = outcomeWords[result.outcome] ?? result.outcome;
  if (result.state === "not yet") return [`${name}: not yet: no data reach the end of the experiment`];
  if (result.state === "not readable" || result.difference === null)
    return [`${name}: cannot be read: ${result.why}`];
  return result.units === "people" ? peopleLines(name, result) : weeksLines(name, result);
}

function peopleLines(name: string, result: Result): string[] {
  const {known_first, known_second} = result;
  if (isTooFew(known_first) || isTooFew(known_second))
    return [`${name}: too few people whose outcome is known: ${known_first} and ${known_second}`];
  const missing = result.drawn_first + result.drawn_second - known_first - known_second;
  const lines = [
    `${name}: ${percent(result.value_first!)} of ${known_first} to follow, ${percent(result.value_second!)} of ${known_second} to leave alone: ` +
      `${points(result.difference!)}, 95% interval ${points(result.low!)} to ${points(result.high!)}, p ${pOf(result.p!)}${verdictOf(result, points)}`,
    result.reached_first === null || result.reached_second === null
      ? "  followed in fact: cannot tell, as no lists of whom you follow, by id, reach around the 30 days from each day"
      : `  followed in fact: ${result.reached_first} of ${known_first}, and ${result.reached_second} of ${known_second}; for those followed because of the draw: ${
          result.second_difference === null || result.second_low === null || result.second_high === null
            ? "cannot tell"
            : `${points(result.second_difference)}, 95% interval ${points(result.second_low)} to ${points(result.second_high)}`
        }`
  ];
  if (missing > 0) lines.push(`  left out, because the outcome is not known: ${missing}`);
  lines.push(...chosenLines(result, points));
  return lines;
}

function weeksLines(name: string, result: Result): string[] {
  const bounds =
    result.low === null || result.high === null
      ? "no 95% interval: too few pairs are known"
      : `95% interval ${signed(result.low)} to ${signed(result.high)}`;
  const lines = [
    `${name}: ${number(result.value_first!)} with outreach, ${number(result.value_second!)} without: ` +
      `${signed(result.difference!)}, ${bounds}, p ${pOf(result.p!)} (${pOf(result.smallest_p!)} is the least there can be)${verdictOf(result, signed)}`
  ];
  const missing = result.drawn_first + result.drawn_second - result.known_first - result.known_second;
  if (missing > 0)
    lines.push(`  weeks whose figure is not known: ${missing}; each pair of such a week is left out`);
  if (result.why !== null) lines.push(`  ${result.why}`);
  if (result.second_difference !== null)
    lines.push(
      `  without the weeks after a switch: ${signed(result.second_difference)}, ${
        result.second_low === null || result.second_high === null
          ? "too few weeks for an interval"
          : `95% interval ${signed(result.second_low)} to ${signed(result.second_high)}`
      }`
    );
  const idle = result.drawn_first - (result.reached_first ?? result.drawn_first);
  if (idle > 0)
    lines.push(
      `  weeks with outreach in which no follow to win somebody certainly began: ${idle} of ${result.drawn_first}; they count as they were drawn`
    );
  if ((result.reached_second ?? 0) > 0)
    lines.push(
      `  weeks without outreach in which you followed people all the same: ${result.reached_second}`
    );
  if (result.range_low !== null && result.range_high !== null)
    lines.push(
      `  with all new followers of unknown route in weeks without outreach, or in weeks with it: ${signed(result.range_low)} or ${signed(result.range_high)}; interval and p span both`
    );
  lines.push("  the interval takes outreach to add the same to every week");
  lines.push(...chosenLines(result, signed));
  return lines;
}

/** What watching alone would say, and why it may be wrong. */
function chosenLines(result: Result, write: (value: number) => string): string[] {
  const {chosen_first, chosen_second, chosen_difference, chosen_low, chosen_high} = result;
  if (chosen_difference === null || chosen_low === null || chosen_high === null) return [];
  const whom =
    result.units === "people"
      ? `${chosen_first} people whom you chose to follow before, beside the ${chosen_second} left alone`
      : `${chosen_first} weeks before in which you chose to do outreach, beside ${chosen_second} in which you did not`;
  return [
    `  watching alone would say ${write(chosen_difference)}, 95% interval ${write(chosen_low)} to ${write(chosen_high)} (${whom}): no coin made these alike, so outreach need not be the cause`
  ];
}

function verdictOf({verdict, matters}: Result, write: (value: number) => string): string {
  if (verdict === null || matters === null) return "";
  return `; at 99%, and with ${write(matters)} as the least worth acting on: ${verdictWords[verdict] ?? verdict}`;
}

const percent = (share: number) => `${hundredths(share, 1)}%`;
const points = (share: number) => `${withSign(100 * share)} points`;
/** One digit after the point, and two below 1: a quarter of a sale a week is not 0.3, and a hundredth not nothing. */
const number = (value: number) => Math.abs(value).toFixed(value !== 0 && Math.abs(value) < 0.995 ? 2 : 1);
const signed = (value: number) => withSign(value);
const withSign = (value: number) => `${value < 0 ? "−" : "+"}${number(value)}`;
const pOf = (p: number) => (p < 0.001 ? "below 0.001" : p.toFixed(3));
