import {UserError} from "../../src/errors.ts";
import {plural} from "../../src/words.ts";
import {isCurrency} from "../../src/snapshots/settings.ts";
import {zoneOf, dayOfText, type Day, type Zone} from "./days.ts";
import {Cells, shapeOf, type Grid} from "./grid.ts";
import {decimalSignOf, decimalText, numberOf} from "./numbers.ts";
import {codeIn, emptyReading, Tally, type Preset, type Reading, type ReturnsOptions} from "./reading.ts";

const clock = String.raw`(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)`;
const withOffset = new RegExp(`^${clock} ?(Z|UTC|[+-]\\d{2}:?\\d{2})$`);
const withoutZone = new RegExp(`^${clock}$`);

/** An instant and the day it was, as the file counts: of its own offset, where no zone is known. */
function momentOf(text: string, zone: Zone | null): {at: Date; day: Day} | null {
  const [, date, time, offset] = withOffset.exec(text) ?? [];
  if (date === undefined || dayOfText(date) === null) return null;
  const iso = /^(Z|UTC)$/.test(offset!) ? "Z" : offset!.replace(/^(.\d{2}):?(\d{2})$/, "$1:$2");
  const at = new Date(`${date}T${time!}${iso}`);
  return Number.isNaN(at.getTime()) ? null : {at, day: zone === null ? date : zone.dayOf(at)};
}

/** An instant of a clock of UTC, and its day in the zone. */
function utcMoment(text: string, zone: Zone): {at: Date; day: Day} | null {
  const [, date, time] = withoutZone.exec(text) ?? [];
  if (date === undefined || dayOfText(date) === null) return null;
  const at = new Date(`${date}T${time!}Z`);
  return Number.isNaN(at.getTime()) ? null : {at, day: zone.dayOf(at)};
}

function currencyOf(cells: Cells, row: number, column: number): string {
  const text = cells.grid.rows[row]![column]!.toUpperCase();
  if (!isCurrency(text)) throw cells.wrong(row, column, "a currency such as EUR");
  return text;
}

const newest = (a: Date | null, b: Date): Date => (a === null || b > a ? b : a);

/** An order of which more came back than it cost: its amounts do not mean what they are taken for. */
const refuseOverRefund = (cells: Cells, row: number) =>
  new UserError(
    `${cells.grid.places[row]}: more is refunded than the order cost: its total may be what is left of it, so sums would be wrong: export the file again, or bring it by --table sales`
  );

const isPaid = new Set(["paid", "partially_refunded", "refunded"]);

/** The gateway with which Shopify lets a shop pay its own orders for a test: no other one is called so. */
const testGateway = /\bbogus\b/i;

/**
 * Orders of a shop of Shopify. An order stands in as many rows as it has items; its own cells are in the first. Paid and
 * refunded orders count; pending, authorized, partially paid, voided, expired, cancelled and test ones do not.
 */
export const shopify: Preset = {
  what: "Shopify orders",
  columns: [
    "Name", "Financial Status", "Created at", "Total", "Refunded Amount", "Currency", "Discount Code", "Cancelled at", "Id",
    "Note Attributes", "Payment Method"
  ], // prettier-ignore
  signature: [
    "name", "email", "financial status", "paid at", "fulfillment status", "currency", "subtotal", "shipping", "total",
    "discount code", "discount amount", "created at", "lineitem quantity", "lineitem name", "lineitem price",
    "cancelled at", "refunded amount", "note attributes", "billing name", "shipping name"
  ], // prettier-ignore
  read(grid: Grid, options: ReturnsOptions): Reading {
    const cells = new Cells(grid, "Shopify orders", shopify.signature);
    const name = cells.need("Name");
    const status = cells.need("Financial Status");
    const created = cells.need("Created at");
    const total = cells.need("Total");
    const refunded = cells.need("Refunded Amount");
    const currency = cells.need("Currency");
    const discount = cells.need("Discount Code");
    const cancelled = cells.need("Cancelled at");
    const id = cells.find("Id");
    const attributes = cells.find("Note Attributes");
    const method = cells.find("Payment Method");
    const reading = emptyReading("Shopify orders", "shopify-orders", "sales");
    const left = new Tally();
    let combined = 0;
    const seen = new Set<string>();
    const isFirst = grid.rows.map((record, row) => {
      if (record[name] === "") throw cells.wrong(row, name, "the number of an order");
      const isNew = !seen.has(record[name]!);
      seen.add(record[name]!);
      if (!isNew && record[status] !== "")
        throw new UserError(
          `${grid.places[row]}: an order stands twice in the file, as in two exports put together: give each export as a file of its own`
        );
      return isNew;
    });
    const sign = decimalSignOf(cells, [total, refunded], (row) => isFirst[row]!);
    for (const [row, record] of grid.rows.entries()) {
      if (!isFirst[row]) continue;
      const moment = momentOf(record[created]!, options.zone);
      if (moment === null) throw cells.wrong(row, created, "a time such as 2026-09-15 10:31:02 +0200");
      reading.madeAfter = newest(reading.madeAfter, moment.at);
      const state = record[status]!.toLowerCase();
      if (state === "") throw cells.wrong(row, status, "paid, pending, refunded …");
      const isTest = method !== null && testGateway.test(record[method]!);
      const isCounted = record[cancelled] === "" && !isTest && isPaidBy(state, cells, row, status);
      if (!isCounted)
        left.add(
          record[cancelled] !== "" ? "cancelled order" : isTest ? "test order" : `${statusWord(state)} order`
        );
      const amount = numberOf(cells, row, total, sign, 2);
      if (amount === null) throw cells.wrong(row, total, "an amount");
      const back = numberOf(cells, row, refunded, sign, 2) ?? 0n;
      if (isCounted && back > amount) throw refuseOverRefund(cells, row);
      if (isCounted && /\S\s*,\s*\S/.test(record[discount]!)) combined += 1;
      const utm = attributes === null ? "" : record[attributes]!;
      const attribute = (key: string) => new RegExp(`^utm[_ ]${key}: *(.+)$`, "im").exec(utm)?.[1];
      reading.sales.push({
        kind: "sale",
        order: record[name]!,
        detail: `${id === null ? "" : record[id]!}\n${record[created]!}`,
        day: moment.day,
        code: codeIn(
          options.codeKind === null
            ? [["discount", record[discount]]]
            : [["discount", record[discount]], ["utm_campaign", attribute("campaign")], ["utm_content", attribute("content")]], // prettier-ignore
          options
        ),
        orders: isCounted ? 1 : 0,
        currency: currencyOf(cells, row, currency),
        amount: isCounted ? amount : 0n,
        refunded: isCounted ? back : 0n
      });
    }
    reading.leftOut.push(...left.lines());
    reading.zone = options.zone;
    if (options.zone === null) reading.notes.push("days by each order's own offset");
    if (combined > 0)
      reading.notes.push(
        `${plural(combined, "order")} with several discount codes: of each the first that belongs to a campaign counts, else the first`
      );
    reading.dropped.push("names", "emails", "addresses", "phones", "notes", "items", "order ids");
    return reading;
  }
};

/** What is said of orders and payments that were not, or not yet, paid. */
const knownStates =
  /^(pending|authorized|partially_paid|voided|expired|failed|canceled|cancelled|blocked|incomplete|uncaptured|requires_\w{1,20}|disputed|open|unpaid)$/;
const statusWord = (state: string) => state.replaceAll("_", " ");

/** Whether an order or payment counts as paid. Throws a `UserError` where its status is none that is known: it may count, or not. */
function isPaidBy(state: string, cells: Cells, row: number, column: number): boolean {
  if (isPaid.has(state)) return true;
  if (knownStates.test(state)) return false;
  const {places, columns, rows} = cells.grid;
  throw new UserError(
    `${places[row]}: ${columns[column]} is ${shapeOf(rows[row]![column]!)} (letters are shown as a, digits as 9), and nothing says whether that is paid: take such rows away, or bring the paid ones by --table sales`
  );
}

/** Disputes that cost nothing: won, only asked about, or settled by a refund, which stands in its own column. */
const isHarmless = /^(won|warning[ _].*|charge[ _]refunded|prevented)$/i;

/**
 * Payments of Stripe. Paid and refunded ones count, by Amount and Amount Refunded in the currency paid in; what the bank took
 * back in a dispute counts as refunded. Test payments and all other statuses do not count.
 */
export const stripe: Preset = {
  what: "Stripe payments",
  columns: [
    "id", "Created date (UTC)", "Created (UTC)", "Created", "Amount", "Amount Refunded", "Currency", "Status", "Mode",
    "Disputed Amount", "Dispute Status", "UTM Campaign", "utm_campaign (metadata)", "UTM Content", "utm_content (metadata)"
  ], // prettier-ignore
  signature: [
    "id", "created date (utc)", "created (utc)", "amount", "amount refunded", "currency", "captured", "converted amount",
    "converted currency", "decline reason", "fee", "status", "seller message", "card id", "customer id",
    "customer email", "invoice id", "statement descriptor", "utm campaign", "mode"
  ], // prettier-ignore
  read(grid: Grid, options: ReturnsOptions): Reading {
    const cells = new Cells(grid, "Stripe payments", stripe.signature);
    const id = cells.need("id");
    const created = cells.need("Created date (UTC)", "Created (UTC)", "Created");
    const amount = cells.need("Amount");
    const refunded = cells.need("Amount Refunded");
    const currency = cells.need("Currency");
    const status = cells.need("Status");
    const mode = cells.find("Mode");
    const disputed = cells.find("Disputed Amount");
    const dispute = cells.find("Dispute Status");
    const campaigns = ["UTM Campaign", "utm_campaign (metadata)"].map((one) => cells.find(one));
    const contents = ["UTM Content", "utm_content (metadata)"].map((one) => cells.find(one));
    const reading = emptyReading("Stripe payments", "stripe-payments", "sales");
    const zone = options.zone ?? zoneOf("UTC");
    const left = new Tally();
    const sums = [amount, refunded, ...(disputed === null ? [] : [disputed])];
    const sign = decimalSignOf(cells, sums, () => true);
    let lost = 0;
    const seen = new Set<string>();
    for (const [row, record] of grid.rows.entries()) {
      if (record[id] === "") throw cells.wrong(row, id, "the id of a payment");
      if (seen.has(record[id]!))
        throw new UserError(
          `${grid.places[row]}: a payment stands twice in the file, as in two exports put together: give each export as a file of its own`
        );
      seen.add(record[id]!);
      const moment = utcMoment(record[created]!, zone);
      if (moment === null) throw cells.wrong(row, created, "a time such as 2026-09-15 20:38:34");
      reading.madeAfter = newest(reading.madeAfter, moment.at);
      const paid = numberOf(cells, row, amount, sign, 2);
      if (paid === null) throw cells.wrong(row, amount, "an amount");
      const back = numberOf(cells, row, refunded, sign, 2) ?? 0n;
      const state = record[status]!.toLowerCase().replaceAll(" ", "_");
      if (state === "") throw cells.wrong(row, status, "Paid, Refunded, Failed …");
      const isTest = mode !== null && record[mode] !== "" && record[mode]!.toLowerCase() !== "live";
      const isCounted = !isTest && isPaidBy(state, cells, row, status);
      if (!isCounted) left.add(isTest ? "test payment" : `${statusWord(state)} payment`);
      if (isCounted && back > paid) throw refuseOverRefund(cells, row);
      const isLost =
        isCounted && dispute !== null && record[dispute] !== "" && !isHarmless.test(record[dispute]!);
      const taken = isLost
        ? ((disputed === null ? null : numberOf(cells, row, disputed, sign, 2)) ?? paid)
        : 0n;
      if (isLost) lost += 1;
      const first = (columns: (number | null)[]) =>
        columns.flatMap((column) => (column === null ? [] : [record[column]!])).find((text) => text !== "");
      reading.sales.push({
        kind: "sale",
        order: record[id]!,
        detail: "",
        day: moment.day,
        code: codeIn([["utm_campaign", first(campaigns)], ["utm_content", first(contents)]], options), // prettier-ignore
        orders: isCounted ? 1 : 0,
        currency: currencyOf(cells, row, currency),
        amount: isCounted ? paid : 0n,
        // A bank may take back more, at its own rate of exchange.
        refunded: isCounted ? (back + taken < paid ? back + taken : paid) : 0n
      });
    }
    if (lost > 0)
      reading.notes.push(
        `${plural(lost, "disputed payment")} that ${lost === 1 ? "was" : "were"} not won counted as refunded`
      );
    if ([...campaigns, ...contents].every((column) => column === null))
      reading.notes.push("it has no UTM columns, so no sale has a code: export it with all columns");
    reading.leftOut.push(...left.lines());
    reading.zone = zone;
    reading.dropped.push("names", "emails", "cards", "descriptions", "payment ids");
    return reading;
  }
};

const isYes = (text: string) => /^(1|true|yes)$/i.test(text);

/** Sales of Gumroad, in US dollars. Its last row holds totals. */
export const gumroad: Preset = {
  what: "Gumroad sales",
  columns: [
    "Purchase ID", "Item Name", "Purchase Date", "Purchase Time (UTC timezone)", "Sale Price ($)", "Partial Refund ($)",
    "Fully Refunded?", "Disputed?", "Dispute Won?", "UTM Campaign", "UTM Content", "Discount Code"
  ], // prettier-ignore
  signature: [
    "purchase id", "item name", "buyer name", "purchase email", "buyer email", "purchase date",
    "purchase time (utc timezone)", "subtotal ($)", "sale price ($)", "fees ($)", "net total ($)", "refunded?",
    "partial refund ($)", "fully refunded?", "disputed?", "discount code", "utm campaign"
  ], // prettier-ignore
  read(grid: Grid, options: ReturnsOptions): Reading {
    const cells = new Cells(grid, "Gumroad sales", gumroad.signature);
    const id = cells.need("Purchase ID");
    const date = cells.need("Purchase Date");
    const time = cells.need("Purchase Time (UTC timezone)");
    const price = cells.need("Sale Price ($)");
    const partial = cells.need("Partial Refund ($)");
    const full = cells.need("Fully Refunded?");
    const disputed = cells.find("Disputed?");
    const won = cells.find("Dispute Won?");
    const campaign = cells.find("UTM Campaign");
    const content = cells.find("UTM Content");
    const discount = cells.find("Discount Code");
    const reading = emptyReading("Gumroad sales", "gumroad-sales", "sales");
    const zone = options.zone ?? zoneOf("UTC");
    const isTotals = (row: number) =>
      grid.rows[row]!.some((cell) => cell === "Totals") && row === grid.rows.length - 1;
    const sign = decimalSignOf(cells, [price, partial], () => true);
    let sum = 0n;
    let total: bigint | null = null;
    const seen = new Set<string>();
    for (const [row, record] of grid.rows.entries()) {
      const paid = numberOf(cells, row, price, sign, 2);
      if (isTotals(row)) {
        total = paid;
        reading.leftOut.push("the totals row");
        continue;
      }
      if (paid === null) throw cells.wrong(row, price, "an amount");
      if (record[id] === "") throw cells.wrong(row, id, "the id of a sale");
      if (seen.has(record[id]!))
        throw new UserError(
          `${grid.places[row]}: a sale stands twice in the file, as in two exports put together: give each export as a file of its own`
        );
      seen.add(record[id]!);
      sum += paid;
      if (dayOfText(record[date]!) === null) throw cells.wrong(row, date, "a day such as 2026-09-15");
      const [, timeDay = record[date]!, clockText] =
        /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{2}:\d{2}(?::\d{2})?)/.exec(record[time]!) ?? [];
      if (timeDay !== record[date]!) throw cells.wrong(row, time, "a time of the day in Purchase Date");
      const moment = clockText === undefined ? null : utcMoment(`${record[date]!} ${clockText}`, zone);
      if (moment === null) throw cells.wrong(row, time, "a time such as 10:31:02");
      reading.madeAfter = newest(reading.madeAfter, moment.at);
      const isLost = disputed !== null && isYes(record[disputed]!) && !(won !== null && isYes(record[won]!));
      const back = isYes(record[full]!) || isLost ? paid : (numberOf(cells, row, partial, sign, 2) ?? 0n);
      if (back > paid) throw refuseOverRefund(cells, row);
      const cell = (column: number | null) => (column === null ? undefined : record[column]);
      reading.sales.push({
        kind: "sale",
        order: record[id]!,
        detail: "",
        day: moment.day,
        code: codeIn(
          [["utm_campaign", cell(campaign)], ["utm_content", cell(content)], ["discount", cell(discount)]],
          options
        ),
        orders: 1,
        currency: "USD",
        amount: paid,
        refunded: back
      }); // prettier-ignore
    }
    if (total === null)
      throw new UserError(
        `${grid.path}: Gumroad sales without the totals row at their end: the file is cut short or was changed: export it again`
      );
    if (total !== sum)
      reading.notes.push(
        `its totals row says ${decimalText(total)} USD, its rows ${decimalText(sum)}: rows may be missing`
      );
    reading.zone = zone;
    reading.dropped.push("names", "emails", "addresses", "order ids");
    return reading;
  }
};
