import {capital, day, plural, whole} from "./format.js";
import type {CountedDays, UnseenChurn} from "./rows.js";

const sumOf = (rows: UnseenChurn[], of: (row: UnseenChurn) => number | null) =>
  rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);

const people = (count: number) => plural(count, "person", "people");

/** What X counted, what the lists saw, and how many may have come and left in between. Empty where nothing is stored. */
export function unseenAnswer(rows: UnseenChurn[], counted: CountedDays): string {
  if (counted.days === 0) return "";
  if (rows.length === 0)
    return `X's own counts of ${plural(counted.days, "day")} are stored, but they cover no time between two complete lists: download the account overview of a longer time, at least two days after a list.`;
  const known = rows.filter(({at_most}) => at_most !== null);
  if (known.length === 0) return contradicted;
  const [first, last] = [known[0]!, known.at(-1)!];
  const span = `between ${day(first.from_at)} and ${day(last.to_at)}`;
  // What lies between two stretches is not counted, or contradicted.
  const days = sumOf(known, (row) => row.days);
  const time =
    known.length === 1
      ? capital(span)
      : `In ${whole(known.length)} stretches ${span}, ${plural(days, "day")} in all`;
  const x = `X counted ${plural(
    sumOf(known, (row) => row.new_follows),
    "new follow"
  )} and ${plural(
    sumOf(known, (row) => row.unfollows),
    "unfollow"
  )}`;
  const lists = `your lists saw ${plural(
    sumOf(known, (row) => row.arrivals),
    "arrival"
  )} and ${plural(
    sumOf(known, (row) => row.departures),
    "departure"
  )}`;
  const most = sumOf(known, (row) => row.at_most);
  const bound =
    most === 0
      ? "So no one can have followed you and unfollowed again without standing in a list."
      : `So at most ${people(most)} followed you and unfollowed again without standing in any list.`;
  return [
    `${time}, ${x}; ${lists}.`,
    bound,
    asListed(known, most),
    known.length < rows.length ? contradicted : ""
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

const contradicted =
  "Of some time, X counted fewer follows or unfollows than there surely were, so there is no bound: check that the file is of this account.";

/** The bound if X counts as the lists do, where nothing speaks against it and it says more. */
function asListed(rows: UnseenChurn[], most: number): string {
  if (!rows.every(({is_net_alike, at_most_as_listed}) => is_net_alike === true && at_most_as_listed !== null))
    return "";
  const fewer = sumOf(rows, (row) => row.at_most_as_listed);
  return fewer < most ? `If X counts as your lists do, it is at most ${whole(fewer)}.` : "";
}

/** Whether net change agrees: of the longest stretch that has one. Empty where none has. */
export function netSentence(rows: UnseenChurn[]): string {
  const [row] = rows.filter(({list_net}) => list_net !== null).toSorted((a, b) => b.days - a.days);
  if (!row) return "";
  const {list_net: net, count_net_least: least, count_net_most: most} = row;
  const check = `From ${day(row.from_at)} to ${day(row.to_at)} your list changed by ${signed(net!)}, and X's counts allow ${least === most ? signed(least) : `${signed(least)} to ${signed(most)}`}`;
  return row.is_net_alike
    ? `${check}: nothing shows that X counts otherwise than your lists.`
    : `${check}: X counts otherwise than your lists, for example suspended accounts or those that came back.`;
}

const signed = (count: number) => (count > 0 ? `+${whole(count)}` : count < 0 ? `−${whole(-count)}` : "0");

/** The columns of the table of stretches. */
export const unseenColumns = [
  {name: "from", text: (d: UnseenChurn) => day(d.from_at), value: (d: UnseenChurn) => d.from_at},
  {name: "to", text: (d: UnseenChurn) => day(d.to_at), value: (d: UnseenChurn) => d.to_at},
  {name: "lists", text: (d: UnseenChurn) => whole(d.lists), isNumber: true, isMinor: true},
  {name: "new follows", text: (d: UnseenChurn) => whole(d.new_follows), isNumber: true},
  {name: "unfollows", text: (d: UnseenChurn) => whole(d.unfollows), isNumber: true},
  {name: "arrivals", text: (d: UnseenChurn) => whole(d.arrivals), isNumber: true},
  {name: "departures", text: (d: UnseenChurn) => whole(d.departures), isNumber: true},
  {
    name: "unseen, at most",
    text: (d: UnseenChurn) => (d.at_most === null ? "–" : whole(d.at_most)),
    isNumber: true
  },
  {
    name: "without the first and last day",
    text: (d: UnseenChurn) => (d.at_most_between === null ? "–" : whole(d.at_most_between)),
    isNumber: true,
    isMinor: true
  }
];

/** What the bound is, and what else is in it. */
export const unseenCaveat =
  "“At most” is a bound, not an estimate: the true number lies between 0 and it. " +
  "It also holds follows and unfollows of the first and the last day that happened outside of the lists, people who left and came back between two lists, and accounts that X suspended or brought back, if X counts those. " +
  "Someone who followed and was suspended before the next list is missing from it, if X does not count suspensions. " +
  "X does not say who they were, so they have no route and are in no share of this report.";

/** How many days X's own counts cover. Empty where none are stored. */
export function countedSentence({days, first_day, last_day, missing_days}: CountedDays): string {
  if (days === 0) return "";
  const holes =
    missing_days === 0
      ? "with no day missing"
      : `with ${plural(missing_days, "day")} missing in between, over which nothing is concluded`;
  return `X's own counts are stored of ${plural(days, "day")}, from ${day(first_day)} to ${day(last_day)}, ${holes}.`;
}
