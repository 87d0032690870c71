import {UserError} from "../../src/errors.ts";
import {isCurrency} from "../../src/snapshots/settings.ts";
import type {Grid} from "./grid.ts";

/** What names an order or a payment, by which shops tell rows apart. */
const orderId =
  /^((order|transaction|payment|sale|invoice|receipt|purchase|booking)[ _-]*(id|no\.?|nr\.?|num(ber)?|#)|order|(bestell|rechnungs|auftrags|beleg)-?(nummer|nr\.?))$/i;

/**
 * Refuses a table of orders in which one stands in several rows, by a column that names orders: as a row an item, or as two
 * exports put together, each row would count as an order. Throws a `UserError` at the second row of one.
 */
export function refuseSeveralRowsAnOrder({columns, rows, places}: Grid): void {
  for (const [column, name] of columns.entries()) {
    if (!orderId.test(name)) continue;
    const seen = new Set<string>();
    for (const [row, record] of rows.entries()) {
      const id = record[column]!;
      if (id !== "" && seen.has(id))
        throw new UserError(
          `${places[row]}: ${name} is that of a row above, and each row counts as an order: give a row an order, or take that column away if each row is an order of its own`
        );
      seen.add(id);
    }
  }
}

const statusName = /^((order|payment|financial|transaction)[ _-]*)?(status|state)$/i;
const unpaid =
  /^(wc[ _-])?(cancel+ed|pending( payment)?|failed|void(ed)?|expired|declined|unpaid|authorized|incomplete|abandoned|(checkout[ _-])?draft|on[ _-]hold|trash(ed)?|test)$/i;
const refunded = /^(wc[ _-])?(partially[ _-])?refunded$/i;

/**
 * Refuses orders of which a column says that they were never paid, or that money went back where no column of refunds is
 * read: each row counts as paid. Throws a `UserError` at the first one. `isCounted`: rows with an amount.
 */
export function refuseUnpaid(
  {columns, rows, places}: Grid,
  isCounted: (row: number) => boolean,
  hasRefunds: boolean
): void {
  for (const [column, name] of columns.entries()) {
    if (!statusName.test(name)) continue;
    for (const [row, record] of rows.entries()) {
      const state = record[column]!;
      if (!isCounted(row) || !(unpaid.test(state) || (!hasRefunds && refunded.test(state)))) continue;
      throw new UserError(
        `${places[row]}: ${name} is ${state}, and each row counts as paid in full: leave such rows out, map refunds with --map refunded=COLUMN, or take that column away if all were paid`
      );
    }
  }
}

/** What programs write beside a sum, in the languages of X's own files. */
const totalsWord =
  /^((grand|sub)?[ -]?totals?|zwischensumme|(gesamt)?summe|gesamt|insgesamt|total général|suma|soma|total geral|total general|итого|всего|合計)\s*:?$/i;

/** Refuses a table in which a row says that it adds up others. Throws a `UserError` at the first one. */
export function refuseTotals({rows, places}: Grid): void {
  for (const [row, record] of rows.entries()) {
    const said = record.find((cell) => totalsWord.test(cell));
    if (said !== undefined)
      throw new UserError(
        `${places[row]}: a cell says ${said}, as in a row of totals, which would count beside what it adds up: take such rows away, or write that cell otherwise if the row is none`
      );
  }
}

const minutesName = /\b(min(ute)?s?|minuten?|minutos?|sec(ond)?s?|sekunden?)\b/i;

/** Whether a column holds minutes or seconds, by its name. */
export const isOfMinutes = (name: string): boolean => minutesName.test(name);

/** Signs that only one currency has; a dollar may be of many. */
const signs: Record<string, string> = {"€": "EUR", "£": "GBP"};

/** The currency that the name of a column says, as `Amount spent (USD)` does; null where it says none. */
export function currencyInName(name: string): string | null {
  const said = /\(([A-Z]{3}|[€£])\)\s*$/.exec(name)?.[1];
  const currency = said === undefined ? null : (signs[said] ?? said);
  return currency !== null && isCurrency(currency) ? currency : null;
}
