import {day, inWords, plural, whole} from "./format.js";
import type {CostRow, StopRow, Summary} from "./rows.js";

/** What one or more rows of the ledger come to. */
export interface Bill {
  requests: number;
  resources: number;
  billed: number;
  dollars: number;
  /** The same at X's full price: less is the owner's, for an account that registered the developer app itself. */
  list: number;
  /** As much, and what X may have billed for answers that never arrived whole. */
  most: number;
}

/** Adds up a ledger. */
export function billOf(rows: CostRow[]): Bill {
  const sum = (part: (row: CostRow) => number) => rows.reduce((total, row) => total + part(row), 0);
  return {
    requests: sum((row) => row.requests),
    resources: sum((row) => row.resources),
    billed: sum((row) => row.billed),
    dollars: sum((row) => row.dollars),
    list: sum((row) => row.dollars_list),
    most: sum((row) => row.dollars_at_most)
  };
}

/** Dollars with cents, and less than half a cent as what it is. */
export const cents = (dollars: number) =>
  dollars > 0 && dollars < 0.005
    ? String(Number(dollars.toPrecision(1)))
    : // Whole millionths, as a double of half a cent may lie on either side of it.
      (Math.round(Math.round(dollars * 1e6) / 1e4) / 100).toFixed(2);

/** Dollars, with cents where they count: `$0.37`, `$1,204`; `$0.004` is not none. */
export const money = (dollars: number) =>
  Math.round(dollars * 100) < 10_000 ? `$${cents(dollars)}` : `$${whole(dollars)}`;

/** Whether two amounts read differently. */
export const isMore = ({dollars, most}: Pick<Bill, "dollars" | "most">) => money(most) !== money(dollars);

/** What watching cost, in one sentence. Empty where nothing was asked. Where follows are records, reading is free. */
export function billSentence(
  rows: CostRow[],
  {has_records, network}: Pick<Summary, "has_records" | "network"> = {has_records: false, network: "X"}
): string {
  if (rows.length === 0) return "";
  const bill = billOf(rows);
  if (has_records) return `It took ${plural(bill.requests, "request")} to ${network}, which cost nothing.`;
  const more = isMore(bill)
    ? `, and at most ${money(bill.most)} if X also billed answers that were lost on the way`
    : "";
  const which = isOwnersPrice(bill)
    ? ` That is X's owner's price, which holds where the account itself registered the developer app; at the full price it is ${money(bill.list)}.`
    : "";
  return `It took ${plural(bill.requests, "request")} and cost ${money(bill.dollars)} at X's prices${more}.${which}`;
}

/** Whether any of it is at the owner's price. */
const isOwnersPrice = ({dollars, list}: Pick<Bill, "dollars" | "list">) => money(list) !== money(dollars);

const reasons: Record<StopRow["reason"], string> = {
  budget: "the limit of cost we had set was reached",
  no_credits: "no prepaid credits were left at X",
  spending_cap: "the spending limit set at X was reached",
  login: "X rejected the login",
  unreachable: "X could not be reached, or gave no answer",
  interrupted: "it was interrupted and not continued that day",
  refused: "X refused to continue"
};

/** How many snapshots ended early, and why. Empty where none did. */
export function stopsSentence(rows: StopRow[]): string {
  if (rows.length === 0) return "";
  const count = rows.reduce((sum, {snapshots}) => sum + snapshots, 0);
  const last = rows
    .map(({last_taken_at: at}) => at)
    .sort()
    .at(-1)!;
  const why =
    rows.length === 1
      ? `because ${reasons[rows[0]!.reason]}`
      : `because ${inWords(rows.map(({reason, snapshots}) => `${reasons[reason]} (${whole(snapshots)})`))}`;
  const when = count === 1 ? `on ${day(last)}` : `the last on ${day(last)}`;
  return `${plural(count, "snapshot")} stopped early, ${when}, ${why}. What was read until then is saved; no one counts as lost because of what was not read.`;
}
