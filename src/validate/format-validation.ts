import {alignColumns, hundredths} from "../words.ts";
import type {Share} from "./share.ts";
import type {ScheduleResult} from "./summary.ts";

/** With one digit after the point, and as many more as it takes not to read as none or as all. */
const percent = (share: number) => hundredths(share, 1);

/** `12.3 % (11.0–13.7)`: a share with its 95 % interval. */
export const shareText = ({x, n, low, high}: Share) =>
  n === 0 ? "–" : `${percent(x / n)} % (${percent(low)}–${percent(high)})`;
const whole = (count: number) => count.toLocaleString("en-US");
const ofText = ({x, n}: {x: number; n: number}) => `${whole(x)} of ${whole(n)}`;
/** Hours, or from two days on days; what rounds to nothing has no sign. */
function hoursText(hours: number | null): string {
  if (hours === null) return "–";
  const [amount, unit] = Math.abs(hours) < 48 ? [hours, "h"] : [hours / 24, "days"];
  return `${amount.toFixed(1).replace(/^-0\.0$/, "0.0")} ${unit}`;
}

type Line = [string, (result: ScheduleResult) => string];

/** What the lines of the table say, by their words. */
const routeLines: Line[] = [
  ["full scans of both lists", ({looks}) => whole(looks)],
  ["days from the first to the last", ({days}) => days.toFixed(1)],
  ["followers who came in this time", ({came}) => whole(came)],
  ["route right, proved by lists", ({provedRight}) => shareText(provedRight)],
  ["route wrong, though proved by lists", ({provedWrong}) => whole(provedWrong)],
  ["organic, as no list shows a follow of ours: right", ({unseenRight}) => shareText(unseenRight)],
  ["the same: wrong, ours was first and is in no list", ({unseenWrong}) => shareText(unseenWrong)],
  ["route unknown", ({unknown}) => shareText(unknown)],
  ["window of a start, median", ({widthHours}) => hoursText(widthHours)],
  ["windows that hold the true time", ({windows}) => ofText(windows)],
  ["middle of the window, median error", ({middleOffHours}) => hoursText(middleOffHours)],
  ["the same, mean with its sign", ({middleBiasHours}) => hoursText(middleBiasHours)]
];

/** Shown only where something is modelled: an account whose weeks are all alike does not tell. */
const modelLines: Line[] = [
  ["of unknown order, modelled", ({modelled}) => (modelled === null ? "none" : whole(modelled.unknown))],
  [
    "followbacks among them: modelled, true",
    ({modelled}) =>
      modelled === null ? "–" : `${whole(Math.round(modelled.expected))}, ${whole(modelled.truly)}`
  ],
  [
    "modelled less true share, mean of accounts",
    ({modelled}) => {
      if (modelled === null) return "–";
      const {error, standardError} = modelled;
      return `${(100 * error).toFixed(1)}${standardError === null ? "" : ` ± ${(100 * standardError).toFixed(1)}`} points`;
    }
  ],
  [
    "accounts whose modelled span holds the truth",
    ({modelled}) => (modelled === null ? "–" : ofText({x: modelled.held, n: modelled.accounts}))
  ]
];

const otherLines: Line[] = [
  ["accounts whose range of followbacks holds the truth", ({ranges}) => ofText(ranges)],
  ["had followed before, unseen", ({cameBefore}) => whole(cameBefore)],
  ["follows that came and went unseen", ({unseenFollows}) => whole(unseenFollows)],
  ["left out: both follows in one millisecond", ({tied}) => whole(tied)]
];

/** A table of what lists read at each schedule were worth, a column a schedule. Intervals are of 95 %. */
export function formatValidation(results: readonly ScheduleResult[]): string {
  const isModelled = results.some(({modelled}) => modelled !== null);
  return formatColumns([
    ["X's lists, read", ...results.map(({schedule}) => schedule)],
    ...[...routeLines, ...(isModelled ? modelLines : []), ...otherLines].map(([name, text]) => [
      name,
      ...results.map(text)
    ])
  ]);
}

/** Rows of cells as lines: the first column to the left, the others to the right. */
export const formatColumns = (cells: readonly (readonly string[])[]): string =>
  alignColumns(cells, (column) => column > 0)
    .lines.map((line) => `${line}\n`)
    .join("");

/** One line for whoever trusts routes that lists prove; null where none was wrong. */
export function wrongLine(results: readonly ScheduleResult[]): string | null {
  const wrong = results.filter(({provedWrong}) => provedWrong > 0);
  if (wrong.length === 0) return null;
  const counts = wrong.map(({schedule, provedWrong}) => `${schedule} ${provedWrong}`).join(", ");
  return `routes that lists prove are wrong: ${counts}: the models have a bug: report it with the output of this command`;
}
