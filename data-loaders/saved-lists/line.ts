import {basename} from "node:path";
import {rowTimes, type SavedList} from "./understand.ts";

const whole = (n: number) => n.toLocaleString("en-US");

/**
 * What was understood of one file, in one line: what it is, whose, which list, as of when and how that is known, how many
 * people, what was dropped, whether its order counts, and whether it is complete. `isFirst`: the store has no list of
 * the account.
 */
export function lineOf(lists: readonly SavedList[], isFirst = false): string {
  const [first] = lists as [SavedList];
  const last = lists.at(-1)!;
  const sum = (count: (list: SavedList) => number) => lists.reduce((total, list) => total + count(list), 0);
  const people = sum((list) => list.people);
  const duplicates = sum(({duplicates}) => duplicates);
  const self = sum(({self}) => self);
  const {known, isUtcTaken} = first;
  const zone = isUtcTaken ? ", as no --zone is given" : "";
  const when =
    lists.length === 1
      ? `as of ${timeOf(first)}${zone} (${known.taken})`
      : `${lists.length} lists from ${timeOf(first)} to ${timeOf(last)}${zone} (${known.taken})`;
  const parts = [
    `${first.list} (${known.list}) of ${first.account} (${known.account})`,
    when,
    `${whole(people)} ${lists.length > 1 ? "rows" : people === 1 ? "person" : "people"}${sampleOf(first)}`,
    ...droppedOf(first),
    ...(duplicates > 0 ? [`listed twice, dropped: ${whole(duplicates)}`] : []),
    ...(self > 0 ? [`the account itself, dropped: ${whole(self)}`] : []),
    orderOf(first),
    completenessOf(first),
    ...(first.hasNames
      ? ["by name: a name becomes an id once a stored profile shows whose it was (followback names)"]
      : []),
    ...(isFirst ? ["the first of this account, so nothing could be compared: check whose it is"] : [])
  ];
  return `${basename(first.path)}: ${first.shape}: ${parts.join("; ")}`;
}

/** What versions of one file have in common where a line tells of them together. */
export const kindOf = (list: SavedList): string =>
  [list.shape, list.list, list.account, orderOf(list), completenessOf(list)].join("; ");

/** Enough of an id to see whether it is one, not enough to name a person. */
function sampleOf({column, sample}: SavedList): string {
  const shown = sample.length > 8 ? 4 : 1;
  return ` (${column === undefined ? "" : `column ${column}, `}such as ${sample.slice(0, shown)}…${sample.slice(-shown)})`;
}

const droppedWords = {
  above: "lines above the list, dropped",
  comment: "comment lines, dropped",
  header: "header again, dropped",
  empty: "rows without any value, dropped"
} as const;

const droppedOf = ({dropped}: SavedList): string[] =>
  (Object.keys(droppedWords) as (keyof typeof droppedWords)[])
    .filter((kind) => (dropped[kind] ?? 0) > 0)
    .map((kind) => `${droppedWords[kind]}: ${whole(dropped[kind]!)}`);

function timeOf({taken: {from, to}, day}: SavedList): string {
  if (day !== null) return `${day}, at an unknown hour`;
  const text = (time: Date) => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  return from.getTime() === to.getTime() ? text(to) : `${text(from)} to ${text(to)}`;
}

function orderOf({isNewestFirst, sorted}: SavedList): string {
  if (sorted !== null && isNewestFirst !== true) return "order unknown: the ids are sorted";
  if (isNewestFirst === null) return "order unknown (--order newest-first, if it is as X shows it)";
  return isNewestFirst ? "newest first" : "in no order (--order)";
}

/** Said once below the lines, where some list has a bare date: where a time of day could stand. */
export function bareDateHint({day, known}: SavedList): string {
  const where =
    known.taken === rowTimes
      ? `${day}T09:00 in its rows`
      : `--taken-at ${day}T09:00, or a file name such as followers-${day}T0900.csv`;
  return `a time of day would tell more of who followed first: ${where}, with --zone America/New_York if you are there (without --zone, days are any on Earth and hours UTC)`;
}

function completenessOf({ended, basis, reason}: SavedList): string {
  if (basis === "forced") return "complete (--complete-anyway)";
  if (ended) return "complete, as declared; the build holds it back if too many people are missing at once";
  const flag = /next cursor|pages before/.test(reason ?? "") ? "--complete-anyway" : "--complete";
  const why = reason === "not declared complete" ? "nothing says so" : reason;
  return `not complete: ${why} (${flag}, if it is the whole list)`;
}
