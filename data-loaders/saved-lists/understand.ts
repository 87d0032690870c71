import {quote, setThreads, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {castSql} from "../tables/columns.ts";
import type {TableFormat} from "../tables/file.ts";
import type {ListOrder} from "../tables/rows.ts";
import {
  parseDate,
  readDate,
  readTimes,
  settleTimes,
  timestampSql,
  troubleError,
  troubleLine,
  type ReadTime,
  type TimeOptions,
  type TimeSpan
} from "../tables/times.ts";
import {isOfFields, readError} from "../tables/source.ts";
import {countList, type Counts, type CountsInSeries} from "./count-lists.ts";
import {factsOfName} from "./file-name.ts";
import {checkNamed, refuseOtherIntro, unsureName} from "./against-intro.ts";
import {keepIds, type PersonKind} from "./ids.ts";
import {factsOfIntro} from "./signs.ts";
import {plainNameOf} from "../../src/names/stand-in.ts";
import type {ListName, NoiseKind, People, ReadOptions} from "./people.ts";
import {readPeople} from "./read-people.ts";
import {withoutRemarks} from "./remarks.ts";
import {Series} from "./series.ts";
import type {Sniffed} from "./sniff.ts";

/** An account that the user tracks: lists of it are recognised by its id and its name. */
export interface KnownAccount {
  id: string;
  name: string;
}

/** What the user said by flags; what is left out is found in the file or its name, or asked for. */
export interface SavedListOptions extends ReadOptions, TimeOptions {
  format?: TableFormat;
  account?: string;
  list?: ListName;
  takenAt?: string;
  isComplete?: boolean;
  /** Complete whatever speaks against it. */
  isForced?: boolean;
  order?: ListOrder;
  /** What bare values are: needed where digits and names are mixed. */
  kind?: PersonKind;
  /** Each time in the column of times is a list of its own. */
  isSplit?: boolean;
  /** Take a list that shares few people with the account's last one. */
  isUnlike?: boolean;
  /** How `takenAt` is known, where no flag says it. */
  takenAtIs?: string;
  /** Times that were read already, by their text. */
  times?: ReadonlyMap<string, ReadTime>;
}

/** One list, understood and ready to be written: `rows` is a relation of `user_id`, `row` and the columns of people. */
export interface SavedList {
  path: string;
  sha256: string;
  shape: string;
  account: string;
  list: ListName;
  taken: TimeSpan;
  /** The text of a bare date, null of a clock time. */
  day: string | null;
  /** Its rows have clock times without a zone: with another --zone it is as of another time. */
  isOfLocalTimes: boolean;
  /** It is of a clock time whose zone nobody gave, which is taken as UTC. */
  isUtcTaken: boolean;
  /** A SELECT. */
  rows: string;
  /** Its rows come by ascending id. */
  isById: boolean;
  roles: ReadonlySet<string>;
  hasRowTimes: boolean;
  people: number;
  duplicates: number;
  self: number;
  /** The first and the last `row`, where no row of another list stands between them. */
  rowRange: Counts["rowRange"];
  /** At least so many of its people stand in the list before it in the same file. */
  shared?: {before: SavedList; people: number};
  ended: boolean;
  basis: "declared" | "forced" | null;
  reason: string | null;
  isNewestFirst: boolean | null;
  /** As said by a flag. */
  order: ListOrder | undefined;
  isFirstPage: boolean | null;
  /** Flags that say how the file is to be read, as one text: with others it may hold other people. Null without any. */
  reading: string | null;
  /** `followers of 15 on 2025-01-05 (file name)`: how each was known, for the line before writing. */
  known: {account: string; list: string; taken: string};
  /** Some people are known by their name only, see `People`. */
  hasNames: boolean;
  sorted: Counts["sorted"];
  /** Lines and rows of the file that are no people, by what they are. */
  dropped: Partial<Record<NoiseKind | "above", number>>;
  /** The column that holds the people, where there are several. */
  column?: string;
  /** An id of the list. */
  sample: string;
}

/** Understands the lists of one file: whose, which, as of when, complete or not. Asks by a `UsageError` for what it cannot know. */
export async function understand(
  db: Database,
  file: Sniffed,
  place: readonly string[],
  table: string,
  options: SavedListOptions,
  tracked: readonly KnownAccount[],
  tempDir: string
): Promise<SavedList[]> {
  const {path} = file;
  const people = await peopleOf(db, file, tempDir, table, options);
  // When an account was made is of use where it can be read; nothing rests on it.
  if (people.roles.has("created")) await settleTimes(db, people.table, "created");
  const name = factsOfName(path, place);
  const above = factsOfIntro(people.heading === undefined ? file.intro : [...file.intro, people.heading]);
  if (above.isOther) name.isOther = true;
  people.list ??= above.list;
  const owner = await ownerOf(db, path, people, options, tracked, name.owners);
  const unsure = unsureName(above, owner.id, tracked);
  const named = people.named === undefined ? null : checkNamed(path, people.named, owner.id, tracked);
  const howOwner =
    unsure !== null
      ? `${owner.how}; the lines above the list name @${unsure}: check that it is this account`
      : named !== null
        ? `${owner.how}; its column ${people.named!.column} names @${named}: check that it is this account`
        : owner.how;
  if (people.hasNames) await nameOwner(db, people, owner.id, tracked);
  const list = listOf(path, people, options, name);
  await refuseOutsiders(db, path, people, list.list);
  await refuseOtherList(db, path, people, list.list);
  const times = await timesOf(db, path, people, options, name, owner);
  const found: SavedList[] = [];
  for (const time of times) {
    const {from = inOrderOfFile(table), where, taken, day, how, hasRowTimes, counted} = time;
    const all = [owner.where, where].filter((part) => part !== "true").join(" and ") || "true";
    const rows = `select * from ${from} where ${all}`;
    const counts = counted ?? (await countList(db, rows, owner.id));
    const before = found.at(-1);
    if (counts.all === 0) throw new UserError(`${path}: it holds no people: export it again`);
    if (counts.people === 0)
      throw new UserError(`${path}: it holds nobody but the account itself: export it again`);
    await refuseStacked(db, path, rows, counts);
    if (how !== rowTimes && file.intro.length > 0)
      refuseOtherIntro(path, above, {account: owner.id, taken, day, how}, tracked);
    found.push({
      path,
      sha256: file.sha256,
      shape: people.shape + (file.isEightBit ? ", no UTF-8: read as windows-1252, names may be wrong" : ""),
      dropped: {above: file.intro.length, ...people.dropped},
      column: people.column,
      sample: people.hasNames ? await sampleName(db, rows) : counts.sample,
      hasNames: people.hasNames === true,
      account: owner.id,
      list: list.list,
      taken,
      day,
      isOfLocalTimes: time.isOfLocalTimes === true,
      isUtcTaken:
        day === null && options.zone === undefined && (time.isLocal === true || time.isOfLocalTimes === true),
      rows,
      isById: time.isById === true,
      roles: people.roles,
      hasRowTimes,
      people: counts.people,
      duplicates: counts.all - counts.self - counts.people,
      self: counts.self,
      rowRange: counts.rowRange,
      ...(before && counted && {shared: {before, people: counted.shared}}),
      ...completenessOf(people, options),
      isNewestFirst: orderOf(people, options),
      order: options.order,
      isFirstPage: people.isFirstPage ?? null,
      reading: readingOf(options),
      known: {account: howOwner, list: list.how, taken: how},
      sorted: counts.sorted
    });
  }
  return found;
}

/** Reads the people of a file. Where a row has too few fields, remarks between the rows may be why: then without them. */
async function peopleOf(
  db: Database,
  file: Sniffed,
  tempDir: string,
  table: string,
  options: SavedListOptions
): Promise<People> {
  const read = async (from: Sniffed) => {
    const people = await readPeople(db, from, table, options);
    await keepIds(db, file.path, people, options).catch((error: unknown) => {
      // The file is read here, row by row: what is wrong with a row of text shows only now.
      throw readError(file.path, error);
    });
    return people;
  };
  try {
    return await read(file);
  } catch (error) {
    const other = isOfFields(error) ? await withoutRemarks(file, tempDir) : null;
    if (other === null) throw error;
    const people = await read(other.file);
    return {
      ...people,
      dropped: {...people.dropped, comment: (people.dropped?.comment ?? 0) + other.dropped}
    };
  }
}

function readingOf({userColumn, timeColumn, delimiter, hasHeader}: SavedListOptions): string | null {
  const said = {userColumn, timeColumn, delimiter, hasHeader};
  return Object.values(said).every((value) => value === undefined) ? null : JSON.stringify(said);
}

/** How a time is known that stands in the rows of a file. */
export const rowTimes = "its rows";

/** The people of a file with their `row`, from 0. */
const inOrderOfFile = (table: string) => `(select rowid as row, * from ${table})`;

/** Blocks of fewer rows, or with fewer people in common, can be repeats by chance. */
const leastRows = 20;
const leastShared = 0.5;
const mostBlocks = 10;

/**
 * Refuses lists of several times one below the other: rows that fall into a few blocks, each of different people, that
 * share most of them. The same list twice is the same people, and is let through.
 */
async function refuseStacked(db: Database, path: string, rows: string, counts: Counts): Promise<void> {
  const repeats = counts.all - counts.self - counts.people;
  if (repeats < leastShared * leastRows) return;
  const before = `select row, user_id, lag(row) over (partition by user_id order by row) as before from (${rows})`;
  const starts: number[] = [];
  for (let start = 0; starts.length < mostBlocks;) {
    const [found] = await db.rows<{row: bigint | null}>(
      `select min(row) as row from (${before}) where before >= ${start}`
    );
    if (found!.row === null) break;
    start = Number(found!.row);
    starts.push(start);
  }
  const blocks = starts.length + 1;
  const isSame = counts.people * blocks === counts.all - counts.self;
  if (isSame || starts.length === mostBlocks || counts.all < blocks * leastRows) return;
  if (repeats < leastShared * ((starts.length * counts.all) / blocks)) return;
  throw new UserError(
    `${path}: its rows are ${blocks} lists, one below the other (the second begins at row ${starts[0]! + 1}): save each list to a file of its own`
  );
}

const sameName = (a: string, b: string) =>
  a.replace(/^@/, "").toLowerCase() === b.replace(/^@/, "").toLowerCase();

interface Owner {
  id: string;
  how: string;
  /** Which rows are of the account. */
  where: string;
}

/** Whose list it is: the flag, else the file, else its name. What the file says must not contradict the flag. */
async function ownerOf(
  db: Database,
  path: string,
  people: People,
  {account}: SavedListOptions,
  tracked: readonly KnownAccount[],
  names: readonly string[]
): Promise<Owner> {
  const idOf = (text: string) => {
    if (/^\d{1,19}$/.test(text)) return String(BigInt(text));
    const named = tracked.filter(({name}) => sameName(name, text));
    if (account === undefined && named.length > 1)
      throw new UsageError(
        `${path}: ${named.length} accounts have the name ${atName(text)}: say which by --account ID`
      );
    return (named.find(({id}) => id === account) ?? named[0])?.id;
  };
  const nameOfFlag = tracked.find(({id}) => id === account)?.name;
  let said = people.owner === null ? [] : [people.owner];
  if (people.roles.has("owner")) {
    const found = await db.rows<{owner: string | null}>(
      `select owner from ${people.table} group by owner order by count(*) desc, owner limit 1000`
    );
    if (found.some(({owner}) => owner === null))
      throw new UserError(
        `${path}: some rows do not say whose list they are of: fill in the column or delete them`
      );
    said = found.map(({owner}) => owner!);
  }
  if (said.length > 1) {
    const mine =
      account === undefined
        ? []
        : said.filter(
            (text) => idOf(text) === account || (nameOfFlag !== undefined && sameName(text, nameOfFlag))
          );
    const owners = `${said.length} accounts (${said.slice(0, 3).join(", ")}${said.length > 3 ? ", …" : ""})`;
    const byName = said.some((text) => idOf(text) === undefined) ? ", and --name as the file has it" : "";
    if (account === undefined)
      throw new UsageError(`${path}: holds lists of ${owners}: say which by --account ID${byName}`);
    if (mine.length === 0) {
      const none = `${path}: account ${account} is in none of its rows: check the id`;
      throw byName === ""
        ? new UserError(none)
        : new UsageError(`${none}, or say which of ${owners} it is by --name`);
    }
    return {id: account, how: "--account", where: `owner in (${mine.map(quote).join(", ")})`};
  }
  const [only] = said;
  if (only !== undefined) {
    const id = idOf(only);
    if (account !== undefined) {
      const isOther =
        id !== undefined
          ? id !== account
          : nameOfFlag !== undefined && nameOfFlag !== account && !sameName(only, nameOfFlag);
      if (isOther)
        throw new UserError(
          `${path}: says that it is the list of ${atName(only)}, not of ${account}: check --account, or import it for ${atName(only)}`
        );
      return {id: account, how: "--account", where: "true"};
    }
    if (id !== undefined) return {id, how: "the file", where: "true"};
    throw new UsageError(
      `${path}: is the list of ${atName(only)}: give the id of that account by --account ID`
    );
  }
  const other = tracked.find(
    ({id, name}) => id !== account && names.some((word) => word === id || sameName(word, name))
  );
  if (
    account !== undefined &&
    other !== undefined &&
    !names.some((word) => word === account || (nameOfFlag !== undefined && sameName(word, nameOfFlag)))
  )
    throw new UserError(
      `${path}: its name speaks of ${atName(other.name)}, not of ${account}: check --account, or rename the file`
    );
  if (account !== undefined) return {id: account, how: "--account", where: "true"};
  const named = names.map(idOf).filter((id) => tracked.some((known) => known.id === id));
  if (named.length > 0 && new Set(named).size === 1) return {id: named[0]!, how: "file name", where: "true"};
  const known = tracked.slice(0, 3).map(({id, name}) => (name === id ? id : `${id} for @${name}`));
  throw new UsageError(
    `${path}: does not say whose list it is: give --account ID${known.length > 0 ? ` (such as ${known.join(", ")})` : ""}`
  );
}

/** The owner of a list may stand in it by name. */
async function nameOwner(db: Database, people: People, id: string, tracked: readonly KnownAccount[]) {
  const names = [
    people.owner,
    ...tracked.filter((account) => account.id === id).map(({name}) => name)
  ].filter((name) => name !== null && !/^\d+$/.test(name));
  for (const name of names)
    await db.run(
      `update ${people.table} set user_id = ${id}, person_name = null where person_name = ${quote(plainNameOf(name!))}`
    );
}

async function sampleName(db: Database, rows: string): Promise<string> {
  const [found] = await db.rows<{name: string | null}>(`select min(person_name) as name from (${rows})`);
  return `@${found!.name}`;
}

const atName = (text: string) => (/^\d+$/.test(text) ? text : `@${text.replace(/^@/, "")}`);

/** Which list it is: the flag, which must not contradict all that the file says, else the file, else its name. Never by default. */
function listOf(
  path: string,
  people: People,
  {list}: SavedListOptions,
  name: ReturnType<typeof factsOfName>
): {list: ListName; how: string} {
  if (list !== undefined) {
    const said = people.list ?? name.list;
    // One flag is for all files that are given: those of the other list must not become this one.
    if (said !== null && people.list !== list && name.list !== list)
      throw new UsageError(
        people.list !== null
          ? `${path}: its content is a list of ${said}, --list says ${list}: check --list, or change what says so in the file`
          : `${path}: its name says ${said}, --list says ${list}, which is for all files given with it: give this one by itself without --list, or rename it if its name is wrong`
      );
    return {list, how: "--list"};
  }
  if (name.isOther)
    throw new UsageError(
      `${path}: by its name or title it holds only some of the followers, not a list at one time: give --list followers or --list following if it is the whole list`
    );
  if (people.list !== null && name.list !== null && people.list !== name.list)
    throw new UsageError(
      `${path}: its content is a list of ${people.list}, its name says ${name.list}: say which by --list`
    );
  if (people.list !== null) return {list: people.list, how: "the file"};
  if (name.list !== null) return {list: name.list, how: "file name"};
  throw new UsageError(
    `${path}: does not say which list it is: give --list followers, --list following or --list blocking`
  );
}

/**
 * Asks where a table says of some of its people that they do not follow whoever made it, or are not followed: of one that
 * holds everybody the account has to do with, these are not in the list. Throws a `UsageError`.
 */
async function refuseOutsiders(db: Database, path: string, people: People, list: ListName): Promise<void> {
  const role = list === "followers" ? "follows_viewer" : "viewer_follows";
  if (list === "blocking" || people.isOwnTable !== true || !people.roles.has(role)) return;
  const isIn = castSql(role, "BOOLEAN").sql;
  const [found] = await db.rows<{said: bigint; outside: bigint}>(
    `select count(${isIn}) as said, count(*) filter (where not coalesce(${isIn}, false)) as outside from ${people.table}`
  );
  const {said, outside} = found!;
  if (said === 0n || outside === 0n) return;
  const column = people.columns?.[role] ?? role;
  const what = list === "followers" ? "do not follow whoever made it" : "are not followed by whoever made it";
  throw new UsageError(
    `${path}: by its column ${column} ${outside} of its people ${what}: if the account made it, keep the rows of its ${list} alone; if somebody else did, delete that column`
  );
}

/** Lists of fewer people may be alike by chance. */
const fewestAlike = 20;

/**
 * Asks where an export shows that it is the other list of whoever made it: all of its people stand on the other side of
 * that viewer, and not all on the side of `list`. Throws a `UsageError`.
 */
async function refuseOtherList(db: Database, path: string, people: People, list: ListName): Promise<void> {
  const {table, roles, columns} = people;
  if (list === "blocking" || !roles.has("follows_viewer") || !roles.has("viewer_follows")) return;
  const isSaid = (role: string) => `coalesce(${castSql(role, "BOOLEAN").sql}, false)`;
  const [own, other] =
    list === "followers" ? (["follows_viewer", "viewer_follows"] as const) : (["viewer_follows", "follows_viewer"] as const); // prettier-ignore
  const [found] = await db.rows<Record<"n" | "own" | "other", bigint>>(
    `select count(*) as n, count(*) filter (where ${isSaid(own)}) as own, count(*) filter (where ${isSaid(other)}) as other from ${table}`
  );
  const {n, own: ofOwn, other: ofOther} = found!;
  if (n < fewestAlike || ofOther < n || ofOwn === n) return;
  const [all, some] =
    list === "followers"
      ? ["whoever exported it follows all of its people", "not all of them follow back"]
      : ["all of its people follow whoever exported it", "not all of them are followed"];
  throw new UsageError(
    `${path}: by its column ${columns?.[other] ?? other} ${all}, and ${some}: so it is no list of ${list}: check --list, or delete the columns ${columns?.[own] ?? own} and ${columns?.[other] ?? other} if it is the list of somebody else`
  );
}

function completenessOf(
  people: People,
  {isComplete, isForced}: SavedListOptions
): Pick<SavedList, "ended" | "basis" | "reason"> {
  if (isForced) return {ended: true, basis: "forced", reason: null};
  if (people.ended === false) return {ended: false, basis: null, reason: people.reason};
  if (people.ended === true || isComplete) return {ended: true, basis: "declared", reason: null};
  return {ended: false, basis: null, reason: people.reason ?? "not declared complete"};
}

function orderOf(people: People, {order}: SavedListOptions): boolean | null {
  if (order !== undefined) return order !== "none";
  return people.isServed ? true : null;
}

interface ListTime {
  /** The relation that holds the rows, where it is not the table of the whole file. */
  from?: string;
  where: string;
  taken: TimeSpan;
  day: string | null;
  how: string;
  hasRowTimes: boolean;
  /** Of one of the lists of a file: what it holds; null or missing where that is still to be counted. */
  counted?: CountsInSeries | null;
  /** Its rows come by ascending id. */
  isById?: boolean;
  isOfLocalTimes?: boolean;
  /** Its one time is a clock time, and its zone is not written. */
  isLocal?: boolean;
}

/** Scans further apart than this are lists of their own; one scan of a large list can take hours. */
const scanHours = 3;

/** Clock times in their order, put together by scan: a pause of hours begins another. */
function scansOf<T extends TimeSpan>(times: readonly T[]): T[][] {
  const scans: T[][] = [];
  for (const time of times) {
    const last = scans.at(-1)?.at(-1);
    if (last !== undefined && time.from.getTime() - last.to.getTime() < scanHours * 3600_000)
      scans.at(-1)!.push(time);
    else scans.push([time]);
  }
  return scans;
}

/** As of when: the flag, else the file as a whole, else its column of times, else its name. Never the file's own time. */
async function timesOf(
  db: Database,
  path: string,
  people: People,
  options: SavedListOptions,
  name: ReturnType<typeof factsOfName>,
  owner: Owner
): Promise<ListTime[]> {
  const hasColumn = people.roles.has("taken");
  if (people.takenColumn === twarcTime) await refuseLaterLooks(db, path, people.table);
  if (options.takenAt !== undefined) {
    const isOver =
      hasColumn && options.timeColumn === undefined && (await isOverruled(db, path, people.table));
    const said = options.takenAtIs ?? "--taken-at";
    const how = isOver ? `${said}; its column ${people.takenColumn} is not used` : said;
    return [await oneTime(db, options.takenAt, "--taken-at", path, options, how)];
  }
  if (people.takenAt !== null) {
    const time = await oneTime(db, people.takenAt, `${path}: its time`, path, options, "the file");
    const began =
      people.beganAt === undefined ? null : await parseDate(people.beganAt, `${path}: its time`, options);
    return [{...time, ...(began && {taken: {from: began.from, to: time.taken.to}})}];
  }
  if (hasColumn) return timesOfRows(db, path, people, options, owner);
  if (name.isTakenTwice)
    throw new UsageError(
      `${path}: its name holds several dates: give the time of the list by --taken-at TIME`
    );
  if (name.takenAt !== null)
    return [await oneTime(db, name.takenAt, `${path}: the date in its name,`, path, options, "file name")];
  throw new UsageError(
    `${path}: does not say when the list was taken: give --taken-at TIME, or a date in the file's name`
  );
}

/** One time for a whole file. A bare number orders lists, but does not date them. */
async function oneTime(
  db: Database,
  text: string,
  flag: string,
  path: string,
  options: SavedListOptions,
  how: string
): Promise<ListTime> {
  const {isLocal, ...taken} = options.times?.get(text) ?? (await readDate(text, flag, options));
  refuseFuture(path, taken, text);
  return {where: "true", taken, day: await dayOf(db, taken), how, hasRowTimes: false, isLocal};
}

/** Reads the dates in the names of many files: one that can mean two dates may be made clear by another. */
export async function timesOfNames(
  names: readonly {path: string; text: string}[],
  options: TimeOptions
): Promise<Map<string, ReadTime>> {
  const times = await readTimes(
    names.map(({text}) => text),
    (nth) => `${names[nth]!.path}: the date in its name, ${names[nth]!.text}`,
    options
  );
  return new Map(names.map(({text}, nth) => [text, times[nth]!]));
}

/** Whether a span is a whole day: those on which the clocks go forward are shorter, by an hour as a rule. */
const isDay = ({from, to}: TimeSpan): boolean => to.getTime() - from.getTime() >= 22.5 * 3600_000;

/** The date of a span that is a whole day, in the zone where one is given; null of a clock time. */
async function dayOf(db: Database, span: TimeSpan): Promise<string | null> {
  if (!isDay(span)) return null;
  const [found] = await db.rows<{day: string}>(
    `select date_there(${timestampSql(span.from)}, ${timestampSql(span.to)}) as day`
  );
  return found!.day;
}

/** No list is of tomorrow; a day and a half allows for clocks and zones. */
function refuseFuture(path: string, {from}: TimeSpan, text: string) {
  if (from.getTime() > Date.now() + 36 * 3600_000)
    throw new UserError(`${path}: ${text} lies in the future: check the time`);
}

/** Lists by a column of times: a list a date, or a list a scan where the rows have clock times. */
async function timesOfRows(
  db: Database,
  path: string,
  people: People,
  options: SavedListOptions,
  owner: Owner
): Promise<ListTime[]> {
  const {table} = people;
  const trouble = await settleTimes(db, table, "taken", {areMidnightsDays: true});
  if (trouble)
    throw new (troubleError(trouble))(`${path}: ${JSON.stringify(trouble.text)} ${troubleLine(trouble)}`);
  const found = await db.rows<{
    text: string;
    t_from: Date;
    t_to: Date;
    is_local: boolean;
    day: string;
    rows: bigint;
    first: bigint;
    last: bigint;
  }>(`
    select text, span_from(text) as t_from, span_to(text) as t_to, is_local(text) as is_local,
      date_there(span_from(text), span_to(text)) as day, rows, first, last
    from settled_times order by t_from, text`);
  const [all] = await db.rows<{n: bigint}>(`select count(*) as n from ${table}`);
  if (found.reduce((sum, {rows}) => sum + rows, 0n) < all!.n)
    throw new UserError(`${path}: some rows have no time, though others have one: fill it in or delete them`);
  for (const {text, t_from, t_to} of found) refuseFuture(path, {from: t_from, to: t_to}, text);
  const times = found.map(({t_from: from, t_to: to, day, ...time}) => ({
    ...time,
    from,
    to,
    day: isDay({from, to}) ? day : null
  }));
  const isDays = times.every(({day}) => day !== null);
  const isOfLocalTimes = times.every(({is_local}) => is_local);
  const how = rowTimes;
  if (isDays || options.isSplit) {
    if (times.length > 1) await refuseLog(db, path, table, times.length);
    const groups = new Map<string, DatedRows>();
    for (const {text, from, to, day, rows, first} of times) {
      const key = `${from.getTime()} ${to.getTime()}`;
      const group = groups.get(key) ?? {texts: [], taken: {from, to}, day, rows: 0, first: Number(first)};
      group.texts.push(text);
      group.rows += Number(rows);
      groups.set(key, group);
    }
    const lists = [...groups.values()];
    // Each time in one piece is the rule, and then so is each list.
    const isApart = lists.length < times.length || times.some(({rows, first, last}) => last - first >= rows);
    if (lists.length > 1)
      return (await listsOfRows(db, people, lists, isApart, owner)).map((list) => ({
        ...list,
        isOfLocalTimes
      }));
    const [{taken, day}] = lists as [DatedRows];
    return [{where: "true", taken, day, how, hasRowTimes: false, isOfLocalTimes}];
  }
  const scans = scansOf(times);
  if (scans.length > 1) await setThreads(db, Number(all!.n) / scans.length);
  const lists: ListTime[] = [];
  for (const scan of scans) {
    const taken = {from: scan[0]!.from, to: scan.at(-1)!.to};
    const where =
      scans.length === 1
        ? "true"
        : `span_from(taken) between ${timestampSql(taken.from)} and ${timestampSql(taken.to)}`;
    const day = await dayOf(db, taken);
    lists.push({where, taken, day, how, hasRowTimes: scan.length > 1, isOfLocalTimes});
    if (scan.length === 1) continue;
    const [twice] = await db.rows<{user_id: bigint}>(
      `select user_id from ${table} where ${where} group by user_id having count(distinct taken) > 1 limit 1`
    );
    if (twice)
      throw new UsageError(
        `${path}: the same people stand in it at several times of ${taken.from.toISOString().slice(0, 10)}: if each time is a list of its own, give --split`
      );
  }
  if (scans.length > 1) await refuseLog(db, path, table, scans.length);
  return lists;
}

/** The rows of one time, however it is written. */
interface DatedRows {
  texts: string[];
  taken: TimeSpan;
  day: string | null;
  rows: number;
  /** The first row of one of its texts. */
  first: number;
}

/**
 * Moves the people of a file from their table to `<table>_lists`, which has the number of their list, each list in one
 * piece, so that reading one of them skips the others. By ascending id where the rows say nothing but who and when.
 */
async function listsOfRows(
  db: Database,
  {table, roles}: People,
  lists: readonly DatedRows[],
  isApart: boolean,
  owner: Owner
): Promise<ListTime[]> {
  const texts = lists.flatMap((group) => group.texts);
  const numbers = lists.flatMap((group, nth) => group.texts.map(() => nth));
  const code = `enum_code(taken::enum (${texts.map(quote).join(", ")}))`;
  const number = lists.length === texts.length ? code : `([${numbers.join(", ")}])[${code} + 1]`;
  const numbered = `select (${number})::integer as list_number, rowid as row, * exclude (taken) from ${table}`;
  const sizes = lists.map(({rows}) => rows);
  const from = `${table}_lists`;
  const isById = [...roles].every((role) => role === "taken");
  await setThreads(db, sizes.reduce((sum, size) => sum + size, 0) / lists.length);
  const starts = isApart ? null : lists.map(({first}) => first);
  const series = await Series.read(db, `from (${numbered}) where ${owner.where}`, sizes, starts);
  if (isById && series !== null) {
    await db.run(`drop table ${table}`);
    await series.write(db, from);
  } else {
    await db.run(`
      create or replace temp table ${from} as ${numbered}${isApart ? " order by list_number, row" : ""};
      drop table ${table}`);
  }
  const counted = series?.counts(owner.id);
  return lists.map(({taken, day}, nth) => ({
    from,
    where: `list_number = ${nth}`,
    taken,
    day,
    how: rowTimes,
    hasRowTimes: false,
    counted: counted?.[nth],
    isById: isById && series !== null
  }));
}

/**
 * Whether `--taken-at` overrules a column of several times. Throws a `UserError` where the same people stand at several:
 * then the rows are lists of their own.
 */
async function isOverruled(db: Database, path: string, table: string): Promise<boolean> {
  const [facts] = await db.rows<{times: bigint; rows: bigint; people: bigint}>(
    `select count(distinct taken) as times, count(*) as rows, count(distinct user_id) as people from ${table}`
  );
  const {times, rows, people} = facts!;
  if (times > 1n && Number(rows - people) >= leastReturns * Number(people))
    throw new UserError(
      `${path}: its rows have times of their own: leave out --taken-at, or delete that column`
    );
  return times > 1n;
}

/** twarc-csv puts the time of a page here; unless told otherwise, it writes everybody once, at the first look. */
const twarcTime = "__twarc.retrieved_at";

/** Refuses a CSV of several looks that has everybody once: whoever stayed is missing from every look but the first. */
async function refuseLaterLooks(db: Database, path: string, table: string): Promise<void> {
  const [facts] = await db.rows<{rows: bigint; people: bigint}>(
    `select count(*) as rows, count(distinct user_id) as people from ${table}`
  );
  if (facts!.rows !== facts!.people) return;
  const times = await db.rows<{at: Date}>(`
    select distinct try_cast(taken as timestamptz)::timestamp as "at" from ${table}
    where try_cast(taken as timestamptz) is not null order by "at"`);
  const looks = scansOf(times.map(({at}) => ({from: at, to: at}))).length;
  if (looks > 1)
    throw new UserError(
      `${path}: twarc-csv wrote everybody once, at the first of its ${looks} looks: make a CSV of each look`
    );
}

/** In lists of several times most people stand again and again; in a log only those who came back do. */
const leastReturns = 0.1;

/** A file of many dates shows in so much of it already that people return. */
const sampledPart = 4;

/** Refuses dates at which everybody stands once: those are follows, or first sightings, not lists of who was there. */
async function refuseLog(db: Database, path: string, table: string, times: number): Promise<void> {
  const [all] = await db.rows<{rows: bigint}>(`select count(*) as rows from ${table}`);
  const rows = Number(all!.rows);
  // Whoever returns within a part returns in the whole, so a part with enough returns for all rows settles it.
  for (const part of [`rowid < ${Math.floor(rows / sampledPart)}`, "true"]) {
    const [found] = await db.rows<{returns: bigint}>(
      `select count(*) - count(distinct user_id) as returns from ${table} where ${part}`
    );
    const returns = Number(found!.returns);
    if (returns >= leastReturns * (rows - returns)) return;
  }
  throw new UsageError(
    `${path}: everybody in it stands at only one of ${times} times, so it is no series of lists: ` +
      "if the times are when they followed, give --edges; if the account followed them then, --outreach; if it is one list, --taken-at TIME"
  );
}
