import type {RawRow, TableName} from "../../src/snapshots/tables.ts";
import {timestampOf, type Day} from "./days.ts";
import {decimalText} from "./numbers.ts";
import {hourUnits, type Reading} from "./reading.ts";

export type ReturnsTable = Extract<TableName, "visits" | "sales" | "costs" | "daily_counts">;

/** Rows of the raw tables by the day they count on, without the account. */
export interface DayRow {
  table: ReturnsTable;
  day: Day;
  /** Visits, orders, hours or days of counts: what is compared with an earlier download. */
  count: number;
  row: Omit<RawRow, "account_id">;
}

const keyOf = (...parts: unknown[]) => JSON.stringify(parts);

/** Adds up a reading by code and day. Nothing of a single visit, order or entry is in the result. */
export function dayRowsOf(reading: Reading, download: string): DayRow[] {
  const rows: DayRow[] = [];
  const visits = new Map<string, Reading["visits"][number]>();
  for (const one of reading.visits) {
    const key = keyOf(one.day, one.kind, one.code);
    const known = visits.get(key);
    // Visitors of two rows may be the same people.
    visits.set(key, known ? {...known, visits: known.visits + one.visits, visitors: null} : one);
  }
  for (const {day, kind, code, visits: count, visitors} of visits.values())
    rows.push({
      table: "visits",
      day,
      count,
      row: {download, code_kind: kind, code, day: timestampOf(day), visits: count, visitors}
    });
  const sales = new Map<string, Reading["sales"][number]>();
  for (const one of reading.sales) {
    if (one.orders === 0) continue;
    const key = keyOf(one.day, one.kind, one.code.kind, one.code.code, one.currency);
    const known = sales.get(key);
    const sum = (a: bigint | null, b: bigint | null) => (a === null || b === null ? null : a + b);
    sales.set(
      key,
      known
        ? {
            ...known,
            orders: known.orders + one.orders,
            amount: sum(known.amount, one.amount),
            refunded: sum(known.refunded, one.refunded)
          }
        : one
    );
  }
  for (const {day, kind, code, orders, amount, refunded, currency} of sales.values())
    rows.push({
      table: "sales",
      day,
      count: orders,
      row: {
        download,
        kind,
        code_kind: code.kind,
        code: code.code,
        day: timestampOf(day),
        orders,
        amount: amount === null ? null : decimalText(amount),
        refunded: refunded === null ? null : decimalText(refunded),
        currency
      }
    });
  const costs = new Map<string, Reading["costs"][number]>();
  for (const one of reading.costs) {
    const key = keyOf(one.kind, one.campaign, one.project, one.from, one.to, one.currency);
    const known = costs.get(key);
    costs.set(key, known ? {...known, amount: known.amount + one.amount} : one);
  }
  for (const {kind, campaign, project, from, to, amount, currency} of costs.values()) {
    const text = kind === "hours" ? hoursText(amount) : decimalText(amount);
    rows.push({
      table: "costs",
      day: from,
      count: Number(text),
      row: {
        kind,
        campaign_id: campaign,
        project,
        from: timestampOf(from),
        to: timestampOf(to),
        amount: text,
        currency,
        download
      }
    });
  }
  for (const {day, newFollows, unfollows, profileVisits, impressions, postsCreated} of reading.counts)
    rows.push({
      table: "daily_counts",
      day,
      count: 1,
      row: {
        download,
        day: timestampOf(day),
        new_follows: newFollows,
        unfollows,
        profile_visits: profileVisits,
        impressions,
        posts_created: postsCreated
      }
    });
  return rows.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** Hours to the millionth, rounded half up: hundredths of each day would add up to other hours than were spent. */
function hoursText(units: bigint): string {
  const millionths = (units * 1_000_000n + hourUnits / 2n) / hourUnits;
  const digits = String(millionths).padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
