import {basename} from "node:path";
import {UsageError, UserError} from "../../src/errors.ts";
import {isCurrency} from "../../src/snapshots/settings.ts";
import {campaignIdOf, codeKinds} from "../../src/snapshots/tables.ts";
import {
  currencyInName,
  isOfMinutes,
  refuseSeveralRowsAnOrder,
  refuseTotals,
  refuseUnpaid
} from "./doubtful-rows.ts";
import {Cells, namesOf, refuseRepeated, type Grid} from "./grid.ts";
import {daysOf, unitsOfDuration} from "./hours.ts";
import {countOf, decimalSignOf, numberOf} from "./numbers.ts";
import {
  codeIn, emptyReading, holdsAddress, hourUnits, noCode, type Code, type CodeKind, type Cost, type Reading, type ReturnsOptions, type Sale
} from "./reading.ts"; // prettier-ignore

/** The tables that come by way of `--table` with the days of a download. */
export const mappedTables = ["visits", "sales", "costs"] as const;
export type MappedTable = (typeof mappedTables)[number];

export interface MapOptions {
  table: MappedTable;
  map: Readonly<Record<string, string>>;
  set: Readonly<Record<string, string>>;
}

const columnsOf: Record<MappedTable, readonly string[]> = {
  visits: ["day", "visits", "visitors", "code_kind", "code"],
  sales: ["day", "kind", "orders", "amount", "refunded", "currency", "code_kind", "code"],
  costs: ["day", "from", "to", "kind", "amount", "currency", "project", "campaign_id"]
};

const needOf: Record<MappedTable, readonly string[]> = {
  visits: ["day", "visits"],
  sales: ["day"],
  costs: ["kind", "amount"]
};

const shortMonths = "jan feb mar apr may jun jul aug sep sept oct nov dec".split(" ");
/** The languages of X's own files, but for those that write months as numbers. Short names are other words elsewhere. */
const monthNames = () =>
  new Set([
    ...shortMonths,
    ...["en", "de", "fr", "es", "pt", "ru"].flatMap((language) => {
      const names = new Intl.DateTimeFormat(language, {month: "long", timeZone: "UTC"});
      return Array.from({length: 12}, (_, month) =>
        names.format(Date.UTC(2026, month)).normalize("NFC").toLowerCase()
      );
    })
  ]);

/**
 * The name of a source by its file: without dates, numbers and endings, so that next month's file is of the same one. Months
 * count as words of their own: market.csv names none.
 */
export function sourceOfName(path: string): string {
  const words = basename(path)
    .normalize("NFC")
    .toLowerCase()
    .replace(/(\.(gz|csv|tsv|txt))+$/, "")
    .split(/[^\p{L}]+/u);
  const months = monthNames();
  return `csv:${words.filter((word) => word !== "" && !months.has(word)).join("-") || "file"}`;
}

/** Reads a table whose columns `--map` and `--set` name. Throws a `UserError` that says what was looked for and seen. */
export async function readMapped(
  grid: Grid,
  {table, map, set}: MapOptions,
  options: ReturnsOptions
): Promise<Reading> {
  const {path} = grid;
  const known = columnsOf[table];
  for (const name of [...Object.keys(map), ...Object.keys(set)])
    if (!known.includes(name) && name !== "download")
      throw new UserError(
        `--${name in map ? "map" : "set"} ${name}: table ${table} has no such column: it has ${known.join(", ")}`
      );
  const cells = new Cells(grid, `rows of ${table}`);
  const at = new Map<string, number>();
  for (const name of known) {
    if (name in set) continue;
    const column = cells.find(map[name] ?? name) ?? (name in map ? positionOf(grid, map[name]!) : null);
    if (column !== null) at.set(name, column);
    else if (name in map)
      throw new UserError(`${path}: no column ${map[name]}: it has ${namesOf(grid.columns)}`);
  }
  const has = (name: string) => at.has(name) || name in set;
  for (const name of needOf[table])
    if (!has(name))
      throw new UserError(
        `${path}: no column for ${name}: it has ${namesOf(grid.columns)}, map one with --map ${name}=COLUMN`
      );
  if (!has("day") && !(table === "costs" && has("from")))
    throw new UserError(
      `${path}: no column for day: it has ${namesOf(grid.columns)}, map one with --map day=COLUMN`
    );
  if (has("code") && !has("code_kind") && table !== "costs")
    throw new UsageError(
      `${path}: what kind of code it holds is not said: give --set code_kind=utm_campaign (or ${codeKinds.slice(1).join(", ")})`
    );
  const text = (row: number, name: string): string =>
    name in set ? set[name]! : at.has(name) ? grid.rows[row]![at.get(name)!]! : "";
  const daysBy = async (name: string) => {
    const column = name in set ? null : at.get(name)!;
    for (const row of column === null ? [] : grid.rows.keys())
      if (grid.rows[row]![column!] === "") throw cells.wrong(row, column!, "a day");
    const {days, hasInstants} = await daysOf(
      column === null ? [set[name]!] : grid.rows.map((record) => record[column]!),
      (nth) =>
        column === null ? `--set ${name}` : `${grid.places[nth]}: ${namesOf([grid.columns[column]!])}`,
      options
    );
    reading.hasInstants ||= hasInstants;
    return days;
  };
  const codeOf = (row: number): Code => {
    const said = text(row, "code_kind").toLowerCase();
    if (said === "" && at.has("code_kind") && /[\p{L}\d]/u.test(text(row, "code")))
      throw cells.wrong(row, at.get("code_kind")!, codeKinds.join(", "));
    const kind = said || "none";
    if (!(codeKinds as readonly string[]).includes(kind))
      throw at.has("code_kind")
        ? cells.wrong(row, at.get("code_kind")!, codeKinds.join(", "))
        : new UserError(`--set code_kind=${kind}: not one of ${codeKinds.join(", ")}`);
    return kind === "none"
      ? noCode
      : codeIn([[kind as CodeKind, text(row, "code")]], {...options, codeKind: null});
  };
  const money = ["amount", "refunded"].flatMap((name) => (at.has(name) ? [at.get(name)!] : []));
  const isDuration = (row: number) => unitsOfDuration(text(row, "amount")) !== null;
  const sign = decimalSignOf(cells, money, (row) => table !== "costs" || !isDuration(row));
  const amountOf = (row: number, name: string, decimals: number): bigint | null => {
    if (at.has(name)) return numberOf(cells, row, at.get(name)!, sign, decimals);
    if (!(name in set)) return null;
    if (!/^\d+(\.\d{1,2})?$/.test(set[name]!))
      throw new UserError(`--set ${name}=${set[name]}: not a number`);
    const [whole, fraction = ""] = set[name]!.split(".");
    return BigInt(whole! + fraction.padEnd(decimals, "0"));
  };
  const named = at.has("amount") ? currencyInName(grid.columns[at.get("amount")!]!) : null;
  const currencyOf = (row: number): string => {
    const given = (text(row, "currency") || options.currency || "").toUpperCase();
    if (given === "")
      throw new UsageError(`${path}: does not say its currency: give --currency EUR, or the one it is in`);
    if (!isCurrency(given))
      throw at.has("currency")
        ? cells.wrong(row, at.get("currency")!, "a currency such as EUR")
        : new UserError(`--set currency=${given}: not a currency: write its three letters, such as EUR`);
    if (named !== null && named !== given)
      throw new UserError(
        `${path}: its amounts are of ${named} by the name of their column, and ${given} is given: give --currency ${named}`
      );
    return given;
  };
  const countIn = (row: number, name: string): number | null => {
    if (at.has(name)) return countOf(cells, row, at.get(name)!);
    if (!(name in set)) return null;
    if (/^\d{1,15}$/.test(set[name]!)) return Number(set[name]);
    throw new UserError(`--set ${name}=${set[name]}: not a whole number`);
  };
  const content = table === "visits" ? "visits" : table === "sales" ? "sales" : "hours";
  const reading = emptyReading(`a table of ${table}`, sourceOfName(path), content);
  reading.zone = options.zone;
  const used = new Set(at.values());
  const unused = grid.columns.filter((_, column) => !used.has(column));
  refuseTotals(grid);
  if (unused.length > 0) reading.dropped.push(`columns not used: ${namesOf(unused)}`);
  if (table === "costs") {
    const from = await daysBy(has("from") ? "from" : "day");
    const to = has("to") ? await daysBy("to") : from;
    const dayIn = (days: ReadonlyMap<string, string>, row: number, name: string) =>
      days.get(text(row, name))!;
    for (const row of grid.rows.keys()) reading.costs.push(costOf(row));
    function costOf(row: number): Cost {
      const kind = text(row, "kind").toLowerCase();
      if (kind !== "hours" && kind !== "money")
        throw at.has("kind")
          ? cells.wrong(row, at.get("kind")!, "hours or money")
          : new UserError(`--set kind=${kind}: costs of a file are hours or money: give one of them`);
      const first = dayIn(from, row, has("from") ? "from" : "day");
      const last = has("to") ? dayIn(to, row, "to") : first;
      if (last < first) throw cells.wrong(row, at.get("to") ?? 0, "a day that is not before the first");
      // The days of one file replace those of an earlier one: a row of several days could count beside its own parts.
      if (last > first)
        throw new UserError(
          `${grid.places[row]}: costs of several days in one row: give one row a day, or the total with followback campaigns set NAME --hours or --money`
        );
      const duration = kind === "hours" ? unitsOfDuration(text(row, "amount")) : null;
      const amount = duration ?? amountOf(row, "amount", kind === "hours" ? 4 : 2);
      if (amount === null) throw cells.wrong(row, at.get("amount") ?? 0, "an amount");
      const units = kind === "hours" && duration === null ? amount * (hourUnits / 10_000n) : amount;
      if (kind === "hours") refuseMinutes(row, units, duration !== null);
      const name = text(row, "project");
      const campaign = campaignIdOf(text(row, "campaign_id"));
      return {
        kind,
        from: first,
        to: last,
        project: name === "" || holdsAddress(name) ? null : name,
        campaign: campaign === "" || holdsAddress(campaign) ? null : campaign,
        amount: units,
        currency: kind === "money" ? currencyOf(row) : null
      };
    }
    function refuseMinutes(row: number, units: bigint, isDuration: boolean) {
      const name = at.has("amount") ? grid.columns[at.get("amount")!]! : "";
      if ((units > 0n && !isDuration && isOfMinutes(name)) || units > 24n * hourUnits)
        throw new UserError(
          `${grid.places[row]}: ${units > 24n * hourUnits ? "more than 24 hours in one day" : `${name} counts no hours`}: write hours as 1.5 or 1:30, a row a day and person`
        );
    }
    if (reading.costs.some(({kind}) => kind === "money")) reading.content = "money";
    return reading;
  }
  const days = await daysBy("day");
  for (const row of grid.rows.keys()) {
    const day = days.get(text(row, "day"))!;
    if (table === "visits") {
      const visits = countIn(row, "visits");
      if (visits === null) throw cells.wrong(row, at.get("visits") ?? 0, "a whole number");
      reading.visits.push({...codeOf(row), day, visits, visitors: countIn(row, "visitors")});
    } else reading.sales.push(saleOf(row, day));
  }
  if (table === "visits" || has("orders")) refuseSumsTwice();
  else if (reading.sales.some(({kind}) => kind === "sale")) refuseSeveralRowsAnOrder(grid);
  if (table === "sales")
    refuseUnpaid(grid, (row) => (reading.sales[row]!.amount ?? 0n) > 0n, has("refunded"));
  if (table === "sales" && reading.sales.length > 0 && reading.sales.every(({kind}) => kind === "signup"))
    reading.content = "signups";
  return reading;

  /** Of sums of days: two rows that are alike in every cell are of two exports put together. */
  function refuseSumsTwice() {
    const isFilled = (row: number) => (reading.visits[row]?.visits ?? reading.sales[row]!.orders) > 0;
    const of = <T>(all: readonly T[]) => all.filter((_, row) => isFilled(row));
    refuseRepeated({...grid, rows: of(grid.rows), places: of(grid.places), hadSpaces: of(grid.hadSpaces)}, [
      ...grid.columns.keys()
    ]);
  }

  function saleOf(row: number, day: string): Sale {
    const kind = text(row, "kind").toLowerCase() || "sale";
    if (kind !== "sale" && kind !== "signup")
      throw at.has("kind")
        ? cells.wrong(row, at.get("kind")!, "sale or signup")
        : new UserError(`--set kind=${kind}: not one of sale, signup: give one of them`);
    const same = {
      kind,
      order: null,
      detail: "",
      day,
      code: codeOf(row),
      orders: countIn(row, "orders") ?? 1
    } as const;
    if (kind === "signup") return {...same, currency: null, amount: null, refunded: null};
    const amount = amountOf(row, "amount", 2);
    if (amount === null)
      throw at.has("amount")
        ? cells.wrong(row, at.get("amount")!, "an amount")
        : new UserError(
            `${path}: no column for amount: it has ${namesOf(grid.columns)}, map one with --map amount=COLUMN, or give --set kind=signup`
          );
    const refunded = amountOf(row, "refunded", 2) ?? 0n;
    if (same.orders === 0 && amount > 0n)
      throw cells.wrong(row, at.get("orders") ?? 0, "how many orders the amount is of");
    if (refunded > amount) throw cells.wrong(row, at.get("refunded") ?? 0, "at most the amount of the order");
    return {...same, currency: currencyOf(row), amount, refunded};
  }
}

function positionOf(grid: Grid, text: string): number | null {
  const nth = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return nth >= 1 && nth <= grid.columns.length ? nth - 1 : null;
}
