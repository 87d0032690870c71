import {basename} from "node:path";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {attachSnapshots, writeSnapshot, type Manifest, type SnapshotPlan} from "../../src/snapshots/store.ts";
import {campaignIdOf, type RawRow, type TableName} from "../../src/snapshots/tables.ts";
import {refuseOtherTimes} from "../tables/other-times.ts";
import {parseDate} from "../tables/times.ts";
import {compareWithStore, correctedDays, type Coming, type Compared} from "./against-store.ts";
import {overFrom, plusDays, timestampOf, type Day} from "./days.ts";
import {lineOf, lineOfPosts} from "./line.ts";
import type {MapOptions} from "./mapped.ts";
import {groupParts, readFiles, UnneededFile, type FileReading} from "./read.ts";
import {tagSign, type Cost, type Reading, type ReturnsOptions} from "./reading.ts";
import {dayRowsOf} from "./rows.ts";
import {lastDayOfName} from "./x-content.ts";
import {lastDayOfOldName} from "./x-oldest.ts";

/** What a call of `import` says of files of visits, sales, hours and clicks. */
export interface ImportReturnsOptions extends ReturnsOptions {
  account: string;
  /** The name of the account, where it is known. */
  accountName: string | null;
  /** As the user writes it. */
  takenAt: string | undefined;
  mapped: MapOptions | null;
  isUnlike: boolean;
  /** The account is given by its id, and not by its name or as the only one. */
  isAccountIdSaid: boolean;
}

/** A file that comes: `names` are those of a zip's entries. */
export interface ReturnsInput {
  path: string;
  names: readonly string[] | null;
}

/** What becomes a snapshot, all of it understood. */
interface Prepared {
  plan: SnapshotPlan;
  from: string;
  notes: string[];
  rows: [TableName, RawRow][];
}

/** Everything that is to be written, and what was wrong with files. */
export interface UnderstoodReturns {
  prepared: Prepared[];
  wrong: {path: string; error: UserError}[];
  lines: string[];
  /** Files that are known and hold nothing that is needed. */
  unneeded: UserError[];
}

/** What came in. */
export interface ImportedReturns {
  id: string;
  isNew: boolean;
  manifest: Manifest;
}

/** Reads every file and compares it with the store; nothing is written. */
export async function understandReturns(
  dataDir: string,
  inputs: readonly ReturnsInput[],
  options: ImportReturnsOptions
): Promise<UnderstoodReturns> {
  const wrong: UnderstoodReturns["wrong"] = [];
  const unneeded: UserError[] = [];
  const found: FileReading[] = [];
  const namesOf = new Map(inputs.map(({path, names}) => [path, names]));
  const paths = [...new Set(inputs.map(({path}) => path))];
  const groups = options.mapped === null ? groupParts(paths) : paths.map((path) => [path]);
  const trying = async (path: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (error instanceof UnneededFile) unneeded.push(error);
      else wrong.push({path, error});
    }
  };
  for (const group of groups)
    await trying(group[0]!, async () => {
      found.push(...(await readFiles(group, options, options.mapped, namesOf.get(group[0]!) ?? null)));
    });
  const prepared: Prepared[] = [];
  const lines: string[] = [];
  const comings: Coming[] = [];
  await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    for (const one of joinParts(found, wrong))
      await trying(one.paths[0]!, async () => {
        const {reading, paths} = one;
        if (reading.content === "clicks") {
          const {plan, rows, line, readAt} = await preparePosts(one, options);
          await refuseOtherTimes(db, dataDir, paths[0]!, plan.takenAt, [BigInt(options.account)]);
          await refuseOtherReading(db, paths[0]!, options.account, readAt, rows);
          lines.push(line);
          prepared.push({plan, from: namesOfParts(paths), notes: reading.notes, rows});
          return;
        }
        const coming = await comingOf(one, options);
        await refuseOtherTimes(db, dataDir, paths[0]!, takenAtOf(coming), [BigInt(options.account)]);
        const compared = await compareWithStore(db, dataDir, coming, comings, options.isUnlike);
        lines.push(
          lineOf(paths, reading, coming, compared),
          ...(await linesOfCodes(db, paths, reading, options)),
          ...(await linesOfSaidCosts(db, paths, reading, options))
        );
        if (compared.sameAs !== null) return;
        comings.push({...coming, from: compared.from});
        prepared.push(prepare(paths, reading, coming, compared));
      });
  });
  return {prepared, wrong, lines, unneeded};
}

const lettersOf = (name: string) => campaignIdOf(name).replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** Says which codes are written nearly like a campaign and belong to none: `team-fb` beside the campaign Team FB. */
async function linesOfCodes(
  db: Database,
  paths: readonly string[],
  reading: Reading,
  {account}: ImportReturnsOptions
): Promise<string[]> {
  const campaigns = await db.rows<{id: string}>(`
    select campaign_id as id from raw.campaigns where account_id = ${account}
    union select campaign_id from raw.campaign_targets where account_id = ${account} order by id`);
  const links = await db.rows<{kind: string; code: string}>(
    `select code_kind as kind, code from raw.links where account_id = ${account}`
  );
  const known = new Set(links.map(({kind, code}) => `${kind} ${campaignIdOf(code)}`));
  const codes = new Map(
    [...reading.visits, ...reading.sales.map(({code}) => code)].map(({kind, code}) => [
      `${kind} ${campaignIdOf(code)}`,
      {kind, code}
    ])
  );
  return [...codes].flatMap(([key, {kind, code}]) => {
    const near = campaigns.find(({id}) => lettersOf(id) === lettersOf(code) && lettersOf(id) !== "");
    const isOwn = kind === "utm_campaign" && near?.id === campaignIdOf(code);
    return near === undefined || isOwn || known.has(key)
      ? []
      : [
          `${namesOfParts(paths)}: code ${code} belongs to no campaign: if it is of "${near.id}", say so: followback links set "${code}" --kind ${kind} --campaign "${near.id}"`
        ];
  });
}

/** Says which hours and money of a file do not count, as the user gave the total of that campaign. */
async function linesOfSaidCosts(
  db: Database,
  paths: readonly string[],
  {costs}: Reading,
  {account}: ImportReturnsOptions
): Promise<string[]> {
  const said = await db.rows<{kind: string; id: string}>(
    `select distinct kind, coalesce(campaign_id, project) as id from raw.costs
     where account_id = ${account} and download is null and kind in ('hours', 'money') order by id, kind`
  );
  const isOf = (id: string, {campaign, project}: Cost) =>
    (campaign ?? project ?? "").split(tagSign).some((one) => campaignIdOf(one) === campaignIdOf(id));
  return said
    .filter(({kind, id}) => costs.some((one) => one.kind === kind && isOf(id, one)))
    .map(
      ({kind, id}) =>
        `${namesOfParts(paths)}: its ${kind} of "${id}" ${kind === "hours" ? "do" : "does"} not count, as you gave the total yourself: when that has grown, give it again: followback campaigns set "${id}" --${kind} TOTAL`
    );
}

/** Writes what was understood, a snapshot a download. */
export async function writeReturns(
  dataDir: string,
  {prepared}: UnderstoodReturns,
  account: string
): Promise<ImportedReturns[]> {
  const imported: ImportedReturns[] = [];
  for (const {plan, from, notes, rows} of prepared)
    imported.push(
      await writeSnapshot(dataDir, plan, async (writer) => {
        for (const [table, row] of rows) await writer.append(table, row);
        return {accounts: [account], from, ...(notes.length > 0 && {notes})};
      })
    );
  return imported;
}

const namesOfParts = (paths: readonly string[]) => paths.map((path) => basename(path)).join(", ");

/**
 * Joins files of one source that hold different orders of the same days: they are parts of one export. Two shops number
 * their orders alike.
 */
function joinParts(found: readonly FileReading[], wrong: UnderstoodReturns["wrong"]): FileReading[] {
  const groups: FileReading[] = [];
  for (const one of found) {
    const {reading} = one;
    const own = ordersOf(reading);
    let isJoined = false;
    for (const group of groups) {
      if (group.reading.download !== reading.download || own.size === 0) continue;
      const known = ordersOf(group.reading);
      const shared = [...own.keys()].filter((order) => known.has(order));
      if (shared.some((order) => known.get(order) !== own.get(order))) {
        wrong.push({
          path: one.paths[0]!,
          error: new UserError(
            `${one.paths[0]}: has other orders under the same numbers than ${basename(group.paths[0]!)}, as files of two shops do: import each shop by itself, the second with --set download=NAME`
          )
        });
        isJoined = true;
        break;
      }
      if (shared.length > 0 || !overlap(group.reading, reading)) continue;
      const {reading: first} = group;
      group.paths.push(...one.paths);
      group.reading = {
        ...first,
        sales: [...first.sales, ...reading.sales],
        madeAfter: first.madeAfter! > reading.madeAfter! ? first.madeAfter : reading.madeAfter,
        leftOut: [...first.leftOut, ...reading.leftOut],
        notes: [...new Set([...first.notes, ...reading.notes])]
      };
      isJoined = true;
      break;
    }
    if (!isJoined) groups.push({paths: [...one.paths], reading});
  }
  return groups;
}

const ordersOf = ({sales}: Reading): Map<string, string> =>
  new Map(sales.flatMap(({order, detail}) => (order === null ? [] : [[order, detail] as const])));

function overlap(a: Reading, b: Reading): boolean {
  const [first, second] = [rangeOf(a), rangeOf(b)];
  return first.from <= second.to && second.from <= first.to;
}

/** The days that a reading holds: as the file says, else from its first row to its last. */
function rangeOf({range, visits, sales, costs}: Reading): {from: Day; to: Day} {
  if (range !== null) return range;
  const days = [...visits.map(({day}) => day), ...sales.map(({day}) => day), ...costs.map(({from}) => from)];
  const [first] = days;
  if (first === undefined) throw new UserError("no rows: nothing says which days the file holds");
  return {
    from: days.reduce((least, day) => (day < least ? day : least), first),
    to: days.reduce((most, day) => (day > most ? day : most), first)
  };
}

async function comingOf({paths, reading}: FileReading, options: ImportReturnsOptions): Promise<Coming> {
  const [path] = paths as [string];
  const {from, to: lastDay} = rangeOf(reading);
  for (const {day} of [...reading.visits, ...reading.sales])
    if (day < from || day > lastDay)
      throw new UserError(
        `${path}: holds ${day}, outside of the days that it says it holds (${from} to ${lastDay}): export it again, and do not change its name`
      );
  refuseOtherOwner(path, reading, options);
  const {zone} = reading;
  // Sign-ups beside visits of one zip are a source of their own.
  const part = reading.download === "plausible-events" ? "-events" : "";
  const download = options.download === null ? reading.download : `${options.download}${part}`;
  const bound =
    reading.madeAfter ?? (zone === null ? timestampOf(lastDay) : overFrom(plusDays(lastDay, -1), zone));
  const made = options.takenAt === undefined ? null : await madeAt(options.takenAt, reading, zone?.name);
  if (made !== null && made.latest < bound)
    throw new UserError(
      `${path}: holds rows up to ${bound.toISOString()}, later than --taken-at: give a later --taken-at`
    );
  // X corrects the newest day of its counts after it is over.
  const isOpen =
    made === null ||
    (reading.content === "counts" && made.at < timestampOf(plusDays(lastDay, 1 + correctedDays)));
  let to = isOpen ? plusDays(lastDay, -1) : lastDay;
  while (made !== null && to >= from && overFrom(to, zone) > made.at) to = plusDays(to, -1);
  if (to < from)
    throw new UsageError(
      `${path}: holds only ${from === lastDay ? from : `${from} to ${lastDay}`}, which may not have been over when it was downloaded: give --taken-at with the time of the download, or a file of more days`
    );
  return {
    path,
    account: options.account,
    download,
    content: contentOf(reading),
    isNamed: options.download !== null,
    zone: zone?.name ?? null,
    from,
    to,
    lastDay,
    isRangeKnown: reading.range !== null,
    downloadedAt: made?.at ?? bound,
    isTimed: reading.madeAfter !== null || reading.hasInstants,
    isSaid: made !== null,
    rows: dayRowsOf(reading, download).filter(({day}) => day >= from && day <= to)
  };
}

function contentOf({content}: Reading): Coming["content"] {
  if (content === "clicks") throw new TypeError("readings of posts are no download of days");
  return content === "money" ? "hours" : content === "signups" ? "sales" : content;
}

/** The instant of `--taken-at`. Of a bare date in no known zone, the days before it are over. */
async function madeAt(
  takenAt: string,
  {zone}: Reading,
  zoneName: string | undefined
): Promise<{at: Date; latest: Date}> {
  const {from, to} = await parseDate(takenAt, "--taken-at", {zone: zoneName});
  if (from > new Date())
    throw new UserError(
      `--taken-at ${takenAt}: in the future: give the time at which the file was downloaded`
    );
  if (zone !== null || from.getTime() === to.getTime()) return {at: from, latest: to};
  const middle = new Date((from.getTime() + to.getTime()) / 2);
  return {at: overFrom(plusDays(middle.toISOString().slice(0, 10), -1), null), latest: to};
}

/** Unsaid, a snapshot is of the end of its newest day, which no download is of. */
const takenAtOf = ({isSaid, downloadedAt, to}: Coming): Date =>
  isSaid ? downloadedAt : new Date(timestampOf(plusDays(to, 1)).getTime() - 1);

function prepare(paths: readonly string[], reading: Reading, coming: Coming, {from}: Compared): Prepared {
  const {account, download, zone, to, downloadedAt, rows} = coming;
  const kept = rows.filter(({day}) => day >= from);
  const facts: RawRow = {
    account_id: account,
    download,
    content: reading.content === "money" ? "hours" : reading.content,
    from_day: timestampOf(from),
    to_day: timestampOf(to),
    downloaded_at: downloadedAt,
    zone
  };
  const own = kept.map(({table, row}): [TableName, RawRow] => [table, {...row, account_id: account}]);
  const tables: [TableName, RawRow][] = [["downloads", facts], ...own];
  return {
    // Rows make it what it is, not bytes: the same export zipped again is the same.
    plan: {source: "tables", takenAt: takenAtOf(coming), key: JSON.stringify(tables)},
    from: namesOfParts(paths),
    notes: [reading.what],
    rows: tables
  };
}

async function preparePosts(
  {paths, reading}: FileReading,
  options: ImportReturnsOptions
): Promise<{plan: SnapshotPlan; rows: [TableName, RawRow][]; line: string; readAt: Date}> {
  const {account, takenAt} = options;
  const [path] = paths as [string];
  const said = takenAt === undefined ? null : (await parseDate(takenAt, "--taken-at", {zone: "UTC"})).to;
  const readAt = said ?? lastDayOfName(path) ?? lastDayOfOldName(path, reading.madeAfter);
  if (readAt === null)
    throw new UsageError(
      `${path}: does not say when it was downloaded: give --taken-at, or keep the name that X gave it, which ends in two dates`
    );
  if (reading.madeAfter !== null && reading.madeAfter > readAt)
    throw new UserError(
      `${path}: holds a post of ${reading.madeAfter.toISOString().slice(0, 10)}, later than ${said === null ? "the dates in its name" : "--taken-at"}: give --taken-at with the time of the download`
    );
  refuseOtherOwner(path, reading, options);
  const rows = reading.posts.map(
    ({post, impressions, urlClicks, newFollows, profileVisits}): [TableName, RawRow] => [
      "post_readings",
      {
        account_id: account,
        post_id: post,
        read_at: readAt,
        impressions,
        url_clicks: urlClicks,
        new_follows: newFollows,
        profile_visits: profileVisits
      }
    ]
  );
  const sorted = [...rows].sort(([, a], [, b]) => (String(a.post_id) < String(b.post_id) ? -1 : 1));
  return {
    plan: {source: "tables", takenAt: readAt, key: JSON.stringify(sorted)},
    rows,
    line: lineOfPosts(paths, account, reading, readAt, said !== null),
    readAt
  };
}

/**
 * Throws a `UserError` where a file names another account on X than the one it is given for. Of an account that is given by
 * its id only a note says so: it may have another name by now.
 */
function refuseOtherOwner(
  path: string,
  {owner, notes}: Reading,
  {account, accountName, isAccountIdSaid}: ImportReturnsOptions
): void {
  if (accountName === null || owner === null || owner === accountName.toLowerCase()) return;
  if (!isAccountIdSaid)
    throw new UserError(
      `${path}: it is of @${owner}, and account ${account} is tracked as ${accountName}: give --account with the id of the account that it is of`
    );
  notes.push(`it is of @${owner}, taken for ${accountName} as --account says`);
}

/** Refuses readings of one time that differ from those of the store: posts only ever gain. */
async function refuseOtherReading(
  db: Parameters<typeof refuseOtherTimes>[0],
  path: string,
  account: string,
  readAt: Date,
  rows: readonly [TableName, RawRow][]
): Promise<void> {
  const stored = await db.rows<Record<string, unknown>>(
    `select * from raw.post_readings where account_id = ${account} and read_at = timestamp '${readAt.toISOString().slice(0, -1)}'`
  );
  const known = new Map(stored.map((row) => [String(row.post_id), row]));
  const figures = ["impressions", "url_clicks", "new_follows", "profile_visits"];
  const isOther = rows.some(([, row]) => {
    const one = known.get(String(row.post_id));
    return one !== undefined && figures.some((name) => Number(one[name] ?? -1) !== Number(row[name] ?? -1));
  });
  if (isOther)
    throw new UsageError(
      `${path}: the store has other figures of these posts for the same time, and nothing says which was downloaded later: give --taken-at with the time of this download`
    );
}
