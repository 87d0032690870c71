import {basename} from "node:path";
import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {readManifest} from "../../src/snapshots/store.ts";
import {campaignIdOf, columnsOf, decimalsOf, type RawValue} from "../../src/snapshots/tables.ts";
import {plural} from "../../src/words.ts";
import {dayInUtc, daysFrom, plusDays, type Day} from "./days.ts";
import type {DayRow, ReturnsTable} from "./rows.ts";

/** A download on its way into the store. */
export interface Coming {
  path: string;
  account: string;
  download: string;
  content: "visits" | "sales" | "hours" | "counts";
  /** The user names the source. */
  isNamed: boolean;
  zone: string | null;
  from: Day;
  to: Day;
  /** The last day of the file, which may not have been over. */
  lastDay: Day;
  /** The file says which days it holds; else its rows do. */
  isRangeKnown: boolean;
  downloadedAt: Date;
  /** Its days come from instants, and so depend on the zone. */
  isTimed: boolean;
  /** The user says when it was downloaded. */
  isSaid: boolean;
  rows: DayRow[];
}

/** What the store means for a download. */
export interface Compared {
  /** The stored snapshot that says the same; then nothing is written. */
  sameAs: string | null;
  from: Day;
  /** Days of earlier downloads that it replaces. */
  replaced: Day[];
  /** How many visits, or orders and sign-ups, these days have now, and had before. Hours and money are no such counts. */
  counts: {after: string; before: string} | null;
  /** Its days of which the store has a newer download, which still count. */
  outdated: Day[];
  leftOut: string[];
}

interface Stored {
  id: string;
  content: Coming["content"];
  from: Day;
  to: Day;
  zone: string | null;
  downloadedAt: Date;
  isSaid: boolean;
  days: Map<Day, StoredDay>;
}

interface StoredDay {
  count: number;
  /** Rows by what they are of: a table of sales may hold orders, sign-ups or both. */
  kinds: Map<string, number>;
  /** The rows of the day as text, by which equal ones are equal. */
  rows: string[];
  /** The same without what was refunded, which comes later. */
  kept: string[];
  /** Of hours and money: how much, by kind, project and currency. */
  spent: Map<string, number>;
}

/** A newer download that holds less than this share of what the store has for the same days is taken for a part. */
const leastShare = 0.5;
/** Orders of days that are over leave only where they are cancelled: an export without more of them is of some orders. */
const leastShareOfOrders = 0.9;
/** Fewer visits, orders or hours than this may come and go by chance. */
const fewest = 10;
/** Of the days that two files share, and of the rows of such a day, at most this share may differ. */
const mostOther = 0.5;
/** So long after its end X may still correct what it counted on a day. */
export const correctedDays = 3;

/**
 * Compares a download with those of the store of the same source, and with those that come before it in one import: the same again adds nothing. Throws a `UsageError` where
 * two differ and nothing says which is newer, and a `UserError` where a newer one holds far less, unless `isUnlike`.
 * `raw` must be readable on `db`.
 */
export async function compareWithStore(
  db: Database,
  dataDir: string,
  coming: Coming,
  earlier: readonly Coming[],
  isUnlike: boolean
): Promise<Compared> {
  const stored = [
    ...(await storedDownloads(db, dataDir, coming)),
    ...earlier
      .filter((one) => one.account === coming.account && one.download === coming.download)
      .map(asStored)
  ].sort((a, b) => a.downloadedAt.getTime() - b.downloadedAt.getTime());
  // Days of the one would replace those of the other.
  const ofOther = stored.find(({content}) => content !== coming.content);
  if (ofOther !== undefined)
    throw new UsageError(
      `${coming.path}: it holds ${coming.content}, and ${coming.download} is a source of ${ofOther.content}, in ${ofOther.id}: give --set download=NAME with a name of its own`
    );
  // A snapshot is the newer one by its time, else by its name.
  const isNewer = (one: Stored) => one.downloadedAt > coming.downloadedAt;
  const counted = new Map<Day, {one: Stored; day: StoredDay}>();
  for (const one of stored)
    for (let day = one.from; day <= one.to; day = plusDays(day, 1))
      counted.set(day, {one, day: one.days.get(day) ?? emptyDay()});
  const own = daysOfRows(coming.rows);
  const leftOut: string[] = [];
  let from = coming.from;
  const first = counted.get(from);
  if (
    !coming.isRangeKnown &&
    from < coming.to &&
    first !== undefined &&
    first.day.count > (own.get(from)?.count ?? 0)
  ) {
    leftOut.push(`${from}, of which the store has more: the file may begin within that day`);
    from = plusDays(from, 1);
  }
  const days = Array.from({length: daysFrom(from, coming.to) + 1}, (_, nth) => plusDays(from, nth));
  const rowsOf = (day: Day) => own.get(day)?.rows.join("\n") ?? "";
  const differs = (one: Stored, day: Day) => (one.days.get(day)?.rows.join("\n") ?? "") !== rowsOf(day);
  const same = stored.find(
    (one) =>
      one.from === from &&
      one.to === coming.to &&
      one.zone === coming.zone &&
      (!coming.isSaid || one.downloadedAt.getTime() === coming.downloadedAt.getTime()) &&
      !days.some((day) => differs(one, day))
  );
  if (same !== undefined) return {sameAs: same.id, from, replaced: [], counts: null, outdated: [], leftOut};
  const elsewhere = coming.isTimed
    ? stored.find(
        (one) =>
          one.zone !== coming.zone && one.from <= plusDays(coming.to, 1) && one.to >= plusDays(from, -1)
      )
    : undefined;
  if (elsewhere !== undefined)
    throw new UserError(
      `${coming.path}: the store has days of ${coming.download} beside or among these in ${elsewhere.zone ?? "the shop's own zone"}, in ${elsewhere.id}, and these are of ${coming.zone ?? "the shop's own zone"}: give the same --zone, or remove that one first by followback snapshots remove ${elsewhere.id}`
    );
  const rival = stored.find(
    (one) =>
      ((!one.isSaid && !coming.isSaid && one.from === from && one.to === coming.to) ||
        one.downloadedAt.getTime() === coming.downloadedAt.getTime()) &&
      days.some((day) => day >= one.from && day <= one.to && differs(one, day))
  );
  if (rival !== undefined)
    throw new UsageError(
      `${coming.path}: the same days of ${coming.download} stand with other figures in ${rival.id}, and ${
        coming.isSaid
          ? "both are of one time: import each by itself with the --taken-at of its own download"
          : "nothing says which was downloaded later: give --taken-at with the time of this download"
      }, or --set download=NAME if it is of another shop or till`
    );
  const replaced = days.filter((day) => counted.has(day) && !isNewer(counted.get(day)!.one));
  const outdated = days.filter((day) => counted.has(day) && isNewer(counted.get(day)!.one) && differs(counted.get(day)!.one, day)); // prettier-ignore
  const storedOn = (day: Day) => counted.get(day)!.day;
  if (!isUnlike) {
    refuseOtherKinds(coming, own, replaced, storedOn);
    for (const one of stored.filter(isNewer))
      refuseUncounted(coming, own, days.filter((day) => counted.get(day)?.one === one), one); // prettier-ignore
  }
  if (!isUnlike && coming.content === "hours" && stored.length === 0)
    await refuseTwice(db, dataDir, coming, own, earlier);
  if (!isUnlike) {
    refusePart(coming, own, replaced, storedOn);
    refuseOtherFigures(coming, own, counted, days);
  }
  const other = replaced.filter((day) => differs(counted.get(day)!.one, day));
  return {
    sameAs: null,
    from,
    replaced: other,
    counts:
      coming.content === "visits" || coming.content === "sales"
        ? {
            after: round(sumOf(other, (day) => own.get(day)?.count)),
            before: round(sumOf(other, (day) => storedOn(day).count))
          }
        : null,
    outdated,
    leftOut
  };
}

const kindNames: Record<string, string> = {
  sale: "orders",
  signup: "sign-ups",
  hours: "hours",
  money: "money"
};

/** So many of a kind on these days, by the kinds that `held` has none of on any day, with the first and last day of them. */
function lackedBy(
  held: ReadonlyMap<Day, StoredDay>,
  days: readonly Day[],
  of: (day: Day) => StoredDay | undefined
) {
  const kinds = new Set([...held.values()].flatMap((day) => [...day.kinds.keys()]));
  // What holds nothing at all is of no other kind.
  if (kinds.size === 0) return null;
  const having = days.filter((day) => [...(of(day)?.kinds.keys() ?? [])].some((kind) => !kinds.has(kind)));
  const first = having.map(of)[0];
  const kind = [...(first?.kinds.keys() ?? [])].find((one) => !kinds.has(one));
  const mine = having.filter((day) => of(day)!.kinds.has(kind!));
  const total = mine.reduce((sum, day) => sum + of(day)!.kinds.get(kind!)!, 0);
  return kind === undefined ? null : {kind: kindNames[kind] ?? kind, total, from: mine[0]!, to: mine.at(-1)!};
}

const otherName = "give --set download=NAME if it is of another source, or --unlike-the-last if it is right";

/** Throws a `UserError` where a download would replace days with orders, say, and holds sign-ups alone. */
function refuseOtherKinds(
  {path, download}: Coming,
  own: ReadonlyMap<Day, StoredDay>,
  replaced: readonly Day[],
  storedOn: (day: Day) => StoredDay
): void {
  const lacked = lackedBy(own, replaced, storedOn);
  if (lacked !== null)
    throw new UserError(
      `${path}: it holds no ${lacked.kind}, and would replace ${round(lacked.total)} that the store has of ${download} for ${lacked.from} to ${lacked.to}: ${otherName}`
    );
}

/** Throws a `UserError` where a download holds far less than the store of the days that it would replace. */
function refusePart(
  {path}: Coming,
  own: ReadonlyMap<Day, StoredDay>,
  replaced: readonly Day[],
  storedOn: (day: Day) => StoredDay
): void {
  const ordersOf = ({kinds}: StoredDay) => kinds.get("sale");
  for (const {of, least} of [
    {of: ({count}: StoredDay) => count, least: leastShare},
    {of: ordersOf, least: leastShareOfOrders}
  ]) {
    const after = sumOf(replaced, (day) => of(own.get(day) ?? emptyDay()));
    const before = sumOf(replaced, (day) => of(storedOn(day)));
    if (before >= fewest && after < least * before)
      throw new UserError(
        `${path}: it holds ${round(after)} where the store has ${round(before)} for ${replaced[0]} to ${replaced.at(-1)}: it may be a part, or of another shop: give --set download=NAME if it is of another, or --unlike-the-last if it is right`
      );
  }
}

const sumOf = (days: readonly Day[], of: (day: Day) => number | undefined) =>
  days.reduce((sum, day) => sum + (of(day) ?? 0), 0);

/** Likewise where a newer download of its days, which holds none of them, would leave its orders, say, uncounted. */
function refuseUncounted(
  {path, download}: Coming,
  own: ReadonlyMap<Day, StoredDay>,
  days: readonly Day[],
  newer: Stored
): void {
  const lacked = lackedBy(newer.days, days, (day) => own.get(day));
  if (lacked !== null)
    throw new UserError(
      `${path}: its ${round(lacked.total)} ${lacked.kind} of ${lacked.from} to ${lacked.to} would not count, as a newer download of ${download}, in ${newer.id}, holds none: ${otherName}`
    );
}

/**
 * Of days that are over a few are corrected later, by X, by late events or orders, and only in part: throws a `UserError` where
 * most differ from those of the store, as they do in the file of another account, shop or person, whichever is newer. Refunds
 * come to orders of any day, and say nothing.
 */
function refuseOtherFigures(
  {path, download, content, to, downloadedAt}: Coming,
  own: ReadonlyMap<Day, StoredDay>,
  counted: ReadonlyMap<Day, {one: Stored; day: StoredDay}>,
  days: readonly Day[]
): void {
  const shared = days.filter((day) => (counted.get(day)?.day.rows.length ?? 0) > 0);
  const others = shared.filter((day) => {
    const {kept} = counted.get(day)!.day;
    const now = new Set(own.get(day)?.kept);
    return kept.filter((row) => !now.has(row)).length > mostOther * kept.length;
  });
  const isSettled = (day: Day) => {
    const {one} = counted.get(day)!;
    return content !== "counts" || day <= plusDays(one.to < to ? one.to : to, -correctedDays);
  };
  if (others.filter(isSettled).length <= mostOther * shared.filter(isSettled).length) return;
  const isOlder = others.every((day) => counted.get(day)!.one.downloadedAt > downloadedAt);
  const both = `${others.length} of the ${plural(shared.length, "day")} that both hold`;
  throw new UserError(
    content === "counts"
      ? `${path}: it has other counts than the store on ${both}: it may be of another account: give --account with the id of that, or --unlike-the-last if it is right`
      : `${path}: it has other figures of ${download} than the store on ${both}: it may be of another shop, site or person: give --set download=NAME if it is, or --unlike-the-last if it ${isOlder ? "is only older" : "replaces them"}`
  );
}

/** So far two programs may round the hours of a day: some entries of a hundredth. */
const mostRounded = 0.05;
/** Fewer days of hours may be alike by chance; one sum of money is hardly spent twice on one campaign and day. */
const fewestAlike = {hours: 3, money: 1};

/**
 * Hours and money of several sources are added, so that the same ones under a new name would count twice: throws a `UsageError`
 * where one of the store, or of the same import, has the same on most of the days on which both have any.
 */
async function refuseTwice(
  db: Database,
  dataDir: string,
  coming: Coming,
  own: ReadonlyMap<Day, StoredDay>,
  earlier: readonly Coming[]
): Promise<void> {
  const others = await db.rows<{download: string}>(
    `select distinct download from raw.downloads where account_id = ${coming.account} and content = 'hours'
     order by download`
  );
  const isOther = (one: Coming) => one.account === coming.account && one.content === "hours";
  const downloads = new Set([...others, ...earlier.filter(isOther)].map(({download}) => download));
  downloads.delete(coming.download);
  for (const download of downloads) {
    const stored = [
      ...(await storedDownloads(db, dataDir, {...coming, download})),
      ...earlier.filter((one) => isOther(one) && one.download === download).map(asStored)
    ].sort((a, b) => a.downloadedAt.getTime() - b.downloadedAt.getTime());
    const both = [...own].flatMap(([day, mine]) => {
      const theirs = stored.findLast((one) => one.from <= day && one.to >= day)?.days.get(day);
      return theirs === undefined ? [] : [{isAlike: areAlike(mine.spent, theirs.spent), mine}];
    });
    const alike = both.filter(({isAlike}) => isAlike);
    const least = alike.some(({mine}) => (mine.kinds.get("money") ?? 0) > 0) ? fewestAlike.money : fewestAlike.hours; // prettier-ignore
    if (alike.length < least || alike.length <= mostOther * both.length) continue;
    throw new UsageError(
      `${coming.path}: ${download} has the same hours or money already, and those of two sources are added: give --set download=${download} if it is the same record, or --unlike-the-last if both count`
    );
  }
}

/** Whether two days have the same hours and money of the same projects. */
const areAlike = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
  a.size === b.size && [...a].every(([of, amount]) => Math.abs(amount - (b.get(of) ?? -1)) <= mostRounded);

const asStored = ({path, content, from, to, zone, downloadedAt, isSaid, rows}: Coming): Stored => ({
  id: basename(path),
  content,
  from,
  to,
  zone,
  downloadedAt,
  isSaid,
  days: daysOfRows(rows)
});

const round = (count: number) => (Math.round(count * 100) / 100).toLocaleString("en-US");

const emptyDay = (): StoredDay => ({count: 0, kinds: new Map(), rows: [], kept: [], spent: new Map()});

function daysOfRows(rows: readonly DayRow[]): Map<Day, StoredDay> {
  const days = new Map<Day, StoredDay>();
  for (const {table, day, count, row} of rows) {
    const known = days.get(day) ?? emptyDay();
    const kind = typeof row.kind === "string" ? row.kind : table;
    known.count += count;
    known.kinds.set(kind, (known.kinds.get(kind) ?? 0) + count);
    known.rows.push(textOf(table, row));
    known.kept.push(textOf(table, {...row, refunded: null}));
    if (table === "costs") {
      const of = JSON.stringify([
        kind,
        campaignIdOf(String(row.campaign_id ?? row.project ?? "")),
        row.currency
      ]);
      known.spent.set(of, (known.spent.get(of) ?? 0) + count);
    }
    days.set(day, known);
  }
  for (const {rows} of days.values()) rows.sort();
  return days;
}

/** A row as text, whether it comes or is stored. */
function textOf(table: ReturnsTable, row: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(columnsOf(table))
    .filter(([name]) => name !== "account_id" && name !== "snapshot_id" && name !== "download")
    .map(([name, type]) => {
      const value = row[name] as RawValue;
      if (value === null || value === undefined) return null;
      if (value instanceof Date) return value.toISOString();
      return type in decimalsOf
        ? Number(value).toFixed(decimalsOf[type as keyof typeof decimalsOf])
        : String(value as string | number | bigint);
    });
  return JSON.stringify([table, ...values]);
}

/** What is compared with an earlier download; null: how many rows there are. */
const countedBy: Record<ReturnsTable, string | null> = {
  visits: "visits",
  sales: "orders",
  costs: "amount",
  daily_counts: null
};

/** The downloads of one source in the store, oldest first. */
async function storedDownloads(
  db: Database,
  dataDir: string,
  {account, download}: Coming
): Promise<Stored[]> {
  const where = `account_id = ${account} and download = ${quote(download)}`;
  const found = await db.rows<{
    snapshot_id: string;
    content: Coming["content"] | "signups";
    from_day: Date;
    to_day: Date;
    zone: string | null;
    downloaded_at: Date;
  }>(`select snapshot_id, content, from_day, to_day, zone, downloaded_at from raw.downloads
      where ${where} order by downloaded_at, snapshot_id`);
  const stored: Stored[] = [];
  for (const {snapshot_id: id, content, from_day, to_day, zone, downloaded_at} of found) {
    const {taken_at} = await readManifest(dataDir, id);
    const rows: DayRow[] = [];
    for (const table of ["visits", "sales", "costs", "daily_counts"] as const)
      for (const row of await db.rows(
        `select * from raw.${table} where ${where} and snapshot_id = ${quote(id)}`
      ))
        rows.push({
          table,
          day: dayInUtc((table === "costs" ? row.from : row.day) as Date),
          count: countedBy[table] === null ? 1 : Number(row[countedBy[table]]),
          row: row as DayRow["row"]
        });
    stored.push({
      id,
      // One table may have both.
      content: content === "signups" ? "sales" : content,
      from: dayInUtc(from_day),
      to: dayInUtc(to_day),
      zone,
      downloadedAt: downloaded_at,
      // Else the snapshot is of the end of its newest day.
      isSaid: new Date(taken_at).getTime() === downloaded_at.getTime(),
      days: daysOfRows(rows)
    });
  }
  return stored;
}
