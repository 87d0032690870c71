import {basename} from "node:path";
import {campaignIdOf} from "../../src/snapshots/tables.ts";
import {plural} from "../../src/words.ts";
import type {Compared, Coming} from "./against-store.ts";
import type {Day} from "./days.ts";
import {decimalText} from "./numbers.ts";
import {hourUnits, type Reading} from "./reading.ts";
import {sumOf} from "./x-overview.ts";

const names = (paths: readonly string[]) => paths.map((path) => basename(path)).join(", ");

/**
 * What was understood of one download, in one line: what it is, which days, in whose zone, how much of what, what was left
 * out, what was dropped, and what it means for the days that the store has.
 */
export function lineOf(
  paths: readonly string[],
  reading: Reading,
  coming: Coming,
  compared: Compared
): string {
  const {from} = compared;
  const {to} = coming;
  const isInside = (day: Day) => day >= from && day <= to;
  const isGuessed = !coming.isSaid;
  const leftOut = [
    ...compared.leftOut,
    ...(coming.lastDay > to
      ? [
          `${coming.lastDay === next(to) ? coming.lastDay : `${next(to)} to ${coming.lastDay}`}, which ${whyOpen(reading)}${isGuessed ? " (--taken-at says when it was downloaded)" : ""}`
        ]
      : []),
    ...reading.leftOut
  ];
  const parts = [
    `${from === to ? from : `${from} to ${to}`}, ${daysWords(reading, coming)}`,
    amountsOf(reading, isInside),
    ...reading.notes,
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(", ")}`] : []),
    ...(reading.dropped.length > 0 ? [`dropped: ${reading.dropped.join(", ")}`] : []),
    ...storeWords(compared),
    ...(coming.download.startsWith("csv:") || coming.isNamed
      ? [`as ${coming.download}${coming.isNamed ? "" : " (--set download=NAME, if it is a part of another)"}`]
      : [])
  ];
  return `${names(paths)}: ${reading.what} of ${coming.account}: ${parts.join("; ")}`;
}

/** Why days are left out, and of X's counts what stands there. */
function whyOpen({content, counts}: Reading): string {
  if (content !== "counts") return "may not have been over";
  const newest = counts.filter(({day}) => counts.every((other) => other.day <= day));
  return `X still corrects: ${countWords(newest)}`;
}

/** `12 new follows, 4 unfollows`, of a file that has no follows `5,120 impressions`. */
function countWords(counts: Reading["counts"]): string {
  const [follows, unfollows] = [sumOf(counts, "newFollows"), sumOf(counts, "unfollows")];
  if (follows !== null || unfollows !== null)
    return `${plural(follows ?? 0, "new follow")}, ${plural(unfollows ?? 0, "unfollow")}`;
  return `${plural(sumOf(counts, "impressions") ?? 0, "impression")}, ${plural(sumOf(counts, "postsCreated") ?? 0, "post")}`;
}

const next = (day: Day): Day =>
  new Date(new Date(`${day}T00:00:00Z`).getTime() + 86_400_000).toISOString().slice(0, 10);

function daysWords({zone, notes}: Reading, {download}: Coming): string {
  if (zone !== null) return `days of ${zone.name}`;
  if (notes.some((note) => note.startsWith("days by"))) return "days of the shop";
  return download.startsWith("csv:") ? "days as the file counts them" : "days as the program counts them";
}

/** `412 visits under 3 codes, 120 without one`. */
function amountsOf(reading: Reading, isInside: (day: Day) => boolean): string {
  const visits = reading.visits.filter(({day}) => isInside(day));
  const sales = reading.sales.filter(({day, orders}) => isInside(day) && orders > 0);
  const costs = reading.costs.filter(({from}) => isInside(from));
  const parts: string[] = [];
  if (reading.content === "counts") parts.push(countWords(reading.counts.filter(({day}) => isInside(day))));
  if (reading.content === "visits") {
    const sum = (isCoded: boolean) =>
      visits.filter(({kind}) => (kind !== "none") === isCoded).reduce((total, {visits}) => total + visits, 0);
    const codes = new Set(
      visits.filter(({kind}) => kind !== "none").map(({kind, code}) => `${kind} ${campaignIdOf(code)}`)
    );
    parts.push(
      `${plural(sum(true), "visit")} under ${plural(codes.size, "code")}, ${sum(false).toLocaleString("en-US")} without one`
    );
  }
  if (reading.content === "sales" || reading.content === "signups") {
    const isSignups = reading.content === "signups";
    const orders = sales.reduce((total, {orders}) => total + orders, 0);
    const coded = sales
      .filter(({code}) => code.kind !== "none")
      .reduce((total, {orders}) => total + orders, 0);
    const sums = new Map<string, {amount: bigint; refunded: bigint}>();
    for (const {currency, amount, refunded} of sales) {
      if (currency === null || amount === null) continue;
      const known = sums.get(currency) ?? {amount: 0n, refunded: 0n};
      sums.set(currency, {amount: known.amount + amount, refunded: known.refunded + (refunded ?? 0n)});
    }
    const money = [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([currency, {amount, refunded}]) =>
          `${decimalText(amount)} ${currency}${refunded > 0n ? ` less ${decimalText(refunded)} refunded` : ""}`
      );
    parts.push(
      `${plural(orders, isSignups ? "sign-up" : "order")}, ${coded.toLocaleString("en-US")} with a code${money.length > 0 ? `: ${money.join(", ")}` : ""}`
    );
  }
  if (reading.content === "hours" || reading.content === "money") {
    const hours = costs.filter(({kind}) => kind === "hours").reduce((total, {amount}) => total + amount, 0n);
    const projects = new Set(
      costs.flatMap(({project, campaign}) => campaignIdOf(campaign ?? project ?? "") || [])
    );
    const money = new Map<string, bigint>();
    for (const {kind, currency, amount} of costs)
      if (kind === "money") money.set(currency!, (money.get(currency!) ?? 0n) + amount);
    const perHundredth = hourUnits / 100n;
    const words = [
      ...(costs.some(({kind}) => kind === "hours") || money.size === 0
        ? [`${decimalText((hours + perHundredth / 2n) / perHundredth)} hours`]
        : []),
      ...[...money].sort().map(([currency, amount]) => `${decimalText(amount)} ${currency}`)
    ];
    parts.push(`${words.join(", ")} of ${plural(projects.size, "project")}`);
  }
  return parts.join(", ");
}

function storeWords({sameAs, replaced, counts, outdated}: Compared): string[] {
  if (sameAs !== null) return [`the same is there already, as ${sameAs}: nothing is added`];
  const span = (days: readonly Day[]) =>
    days.length === 1 ? days[0]! : `${plural(days.length, "day")} of ${days[0]} to ${days.at(-1)}`;
  const figures =
    counts === null || counts.after === counts.before ? "" : `: ${counts.after} now, ${counts.before} before`;
  return [
    ...(replaced.length > 0
      ? [`replaces ${span(replaced)}, which an earlier download had otherwise${figures}`]
      : []),
    ...(outdated.length > 0 ? [`of ${span(outdated)} a newer download counts, not this one`] : [])
  ];
}

/** The same for X's analytics of posts, which have no days. */
export function lineOfPosts(
  paths: readonly string[],
  account: string,
  {what, posts, dropped, notes}: Reading,
  readAt: Date,
  isSaid: boolean
): string {
  const clicks = posts.reduce((sum, {urlClicks}) => sum + (urlClicks ?? 0), 0);
  const at = `${readAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `${names(paths)}: ${what} of ${account}: ${plural(posts.length, "post")} with ${plural(clicks, "click")} on links; ${isSaid ? "read at" : "read no earlier than the end of its range, taken as"} ${at}; ${[...notes, `dropped: ${dropped.join(", ")}`].join("; ")}`;
}
