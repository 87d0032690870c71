import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {logOf} from "../tables/log-columns.ts";
import {
  columnsOfPosts, emptyWords, findColumn, itHas, noWords, spreadsheetIds, refuseOtherAccounts
} from "../tables/columns.ts"; // prettier-ignore
import {identifier, linesOf, readError, refuseSwallowed, splitLine} from "../tables/source.ts";
import {readJson} from "./json.ts";
import {isHeading, listOfColumn, namesPeople, plainName, rolesOf, type Role} from "./known-columns.ts";
import type {People, ReadOptions} from "./people.ts";
import {bare, bareSql, delimiters, isAddress, isCommentSql, isComment, isId, isPerson} from "./signs.ts";
import type {Sniffed} from "./sniff.ts";

const profileRoles = [
  "viewer_follows",
  "follows_viewer",
  "created",
  "followers_count",
  "following_count",
  "posts_count",
  "listed_count",
  "protected",
  "verified",
  "description",
  "location"
] as const satisfies Role[];
const otherRoles = ["name", "taken", "owner", ...profileRoles] as const satisfies Role[];

/** A first id that a spreadsheet has spoiled is no header. */
const isSpreadsheetId = (text: string) =>
  [spreadsheetIds.rounded, spreadsheetIds.formula].some(({pattern}) =>
    new RegExp(`^(?:${pattern})$`).test(text)
  );

/**
 * Texts of 19 signs that can only be the 19 digits of `number_`, which costs less to see than to write the number again:
 * signs, points and leading zeros leave fewer digits, and what has an exponent ends in zeros.
 */
const isLongNumber = (text: string) =>
  `strlen(${text}) = 19 and ${text} >= '1' and number_ >= 1000000000000000000 and number_ % 100 <> 0`;

/**
 * Numbers as numbers are written are the rule, and what is costly is for the other texts: the rows of `from`, with
 * `is_plain_`, whether `text` is one, and `number_`, which it then is.
 */
const withNumber = (text: string, from: string) =>
  `(select *, case when ${isLongNumber(text)} then true else number_::varchar = ${text} end as is_plain_ from (select *, try_cast(${text} as bigint) as number_ from ${from}))`;
/** The person of such a row, and the number where that is written as one. */
const personAndNumber = (text: string, otherwise: string) =>
  `case when is_plain_ then ${text} else ${otherwise} end as person, case when is_plain_ then number_ end as number`;

/** A text without the white space around it, null where nothing stays; most texts have none. */
const trimmed = (text: string) => {
  const ends = ["' '", "e'\\t'", "e'\\r'", "e'\\n'"].map((space) => `ends_with(${text}, ${space})`);
  return `case when ${text} >= '!' and not (${ends.join(" or ")}) then ${text}
    else nullif(trim(${text}, e' \\t\\r\\n'), '') end`;
};

const base = {list: null, owner: null, takenAt: null, ended: null, reason: null, isServed: false} as const;

/** Makes the people of a sniffed file readable, see `People`. Throws a `UserError` where it holds none. */
export async function readPeople(
  db: Database,
  file: Sniffed,
  table: string,
  options: ReadOptions
): Promise<People> {
  try {
    if (file.form === "text") {
      // One odd line, such as a total, does not make a table of it: it is refused by name later.
      const lines = file.lines.slice(1);
      const persons = lines.filter((line) => isPerson(bare(line)) || isComment(line)).length;
      const isOneALine =
        options.delimiter === undefined && options.userColumn === undefined && persons >= 0.8 * lines.length;
      const first = bare(file.lines[0]!);
      if (isOneALine && (isPerson(first) || namesPeople([first]) || isSpreadsheetId(first)))
        return await readLines(db, file, table, options);
      return await readTable(db, file, table, options);
    }
    return await readRows(db, file, table, options);
  } catch (error) {
    throw readError(file.path, error);
  }
}

/** One person a line, with or without a header. */
async function readLines(
  db: Database,
  file: Sniffed,
  table: string,
  {hasHeader}: ReadOptions
): Promise<People> {
  const first = bare(file.lines[0]!);
  // A first line that is no person is a header; so is a known column's name, or a title, above ids, addresses or @names.
  const others = file.lines.slice(1, 50).map(bare);
  const isHeader =
    hasHeader ??
    ((!isPerson(first) && !isSpreadsheetId(first)) ||
      (isHeading(first) &&
        !first.startsWith("@") &&
        others.some((line) => !/^\w+$/.test(line) || isId(line))));
  if (hasHeader === undefined && !isHeader && isHeading(first) && others.length > 0 && !first.startsWith("@"))
    throw new UsageError(
      `${file.path}: its first line is "${first}", which can be a header or a name: give --header or --no-header`
    );
  const lengths = [first, ...others].filter(isId).map((id) => id.length);
  if (
    lengths.some((length) => length >= 18) &&
    lengths.filter((length) => length > 10 && length < 18).length <= 1
  )
    await refuseCutId(file);
  const columns = personAndNumber("line", bareSql("line", {hasMarks: true}));
  const isRepeated = isHeader
    ? `strlen(person) = ${Buffer.byteLength(first)} and lower(person) = ${quote(first.toLowerCase())}`
    : "false";
  await db.run(`
    create or replace temp view ${table}_read as
    select person, number,
      case when person < '0' and ${isCommentSql("person")} then 'comment' when ${isRepeated} then 'header' end as noise
    from (select ${columns} from ${withNumber("line", linesOf(file.readable, file.compression))})
    where person is not null${isHeader ? " offset 1" : ""}`);
  const example = others.find(isPerson) ?? first;
  const shape = `${isId(example) ? "ids" : isAddress(example) ? "addresses" : "names"}, one a line${isHeader ? ` under "${first}"` : ""}`;
  return {
    ...base,
    table,
    shape,
    roles: new Set(),
    dropped: {},
    ...(isHeader && {
      heading: first,
      list: listOfColumn(first),
      isOfNames: rolesOf([first]).name !== undefined
    })
  };
}

/** X counted accounts up to ten digits until 2015, and gives ids of 18 and more since: what lies between is a part of one. */
const cutId = /(?:^|[\n"'])(\d{11,17})$/;

/** Refuses a file that ends within an id, as a download that was broken off does. */
async function refuseCutId({path, readable, compression}: Sniffed): Promise<void> {
  if (compression !== "none") return;
  const {size} = await stat(readable);
  const tail = createReadStream(readable, {start: Math.max(0, size - 24), encoding: "latin1"});
  const cut = cutId.exec((await tail.toArray()).join(""))?.[1];
  if (cut !== undefined)
    throw new UserError(
      `${path}: it ends within an id, ${cut}: it was cut off, and people below are missing: save it again`
    );
}

/** A table of text: CSV, TSV and their kin. */
async function readTable(db: Database, file: Sniffed, table: string, options: ReadOptions): Promise<People> {
  const separator = /^sep=(.)$/i.exec(file.lines[0]!.trim())?.[1];
  const lines = separator === undefined ? file.lines : file.lines.slice(1);
  const header = lines[0] ?? "";
  const count = (sign: string) => header.split(sign).length;
  const delimiter = options.delimiter ?? separator ?? [...delimiters].sort((a, b) => count(b) - count(a))[0]!;
  const fields = splitLine(header, delimiter).map((field) => field.trim());
  const isHeader = options.hasHeader ?? !fields.some((field) => isId(field) || isAddress(field));
  const columns = fields.map((name, i) => (isHeader && name ? name : String(i + 1)));
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined) throw new UserError(`${file.path}: two columns are named ${twice}: rename one`);
  refuseAnalytics(file.path, columns);
  if (isHeader) refuseSecondHeader(file.path, lines, delimiter, columns);
  if (isHeader && options.userColumn === undefined) refuseLogs(file.path, columns);
  const skip = separator === undefined ? "" : "skip = 1, ";
  const from = `read_csv(${quote(file.readable)}, columns = {${columns.map((_, i) => `'c${i}': 'VARCHAR'`).join(", ")}},
    delim = ${quote(delimiter)}, quote = '"', escape = '"', header = ${isHeader}, ${skip}auto_detect = false,
    compression = '${file.compression}', hive_partitioning = false)`;
  await refuseSwallowed(db, file.path, delimiter, from, columns);
  const expression = (column: string) => `c${columns.indexOf(column)}`;
  const roles = isHeader ? rolesOf(columns) : await rolesByValue(db, columns, from, expression);
  return fill(db, file, table, {
    columns,
    roles,
    from,
    expression,
    options,
    shape: shapeOf(delimiter, columns),
    isText: true,
    isHeader
  });
}

/** So many rows below the first show what stands in a column. */
const fewestBelow = 5;
/** What programs write where there is no number. */
const noNumber = /^(null|none|nan|n\/?a|undefined|unknown|true|false)$/i;

/** Refuses a first row that is no person, but names columns again in other words, above rows that hold numbers there. */
function refuseSecondHeader(path: string, lines: string[], delimiter: string, columns: string[]) {
  const [first, ...rows] = lines
    .slice(1)
    .map((line) => splitLine(line, delimiter).map((cell) => cell.trim()));
  // The header once more, word by word, is dropped.
  const isAgain = first?.every((cell, nth) => cell === "" || cell === columns[nth]) ?? true;
  if (isAgain || first!.length !== columns.length) return;
  const at = first!.findIndex((cell, nth) => {
    const below = rows.filter((row) => row.length === columns.length).map((row) => row[nth]!);
    const filled = below.filter((other) => other !== "");
    const isWord = /^\p{L}/u.test(cell) && !noNumber.test(cell);
    return isWord && filled.length >= fewestBelow && filled.every((other) => /^\d[\d.,]*$/.test(other));
  });
  if (at >= 0)
    throw new UserError(
      `${path}: row 1 is no person: its ${columns[at]} is ${JSON.stringify(first![at]!.slice(0, 30))}, where the rows below have numbers, as in a second line of headers: delete that line`
    );
}

const shapeOf = (delimiter: string, columns: string[]) =>
  `${delimiter === "\t" ? "TSV" : "CSV"}, ${columns.length} column${columns.length === 1 ? "" : "s"}`;

/** Without a header: the one column whose first rows are all ids, else all addresses, else all @names. */
async function rolesByValue(
  db: Database,
  columns: string[],
  from: string,
  expression: (column: string) => string
): Promise<Partial<Record<Role, string>>> {
  const patterns = {
    id: "\\d{1,19}",
    address: "(?i)(https?://)?(www\\.|mobile\\.|m\\.)?(x|twitter)\\.com/\\S+",
    name: "@\\w{1,15}"
  };
  for (const [role, pattern] of Object.entries(patterns)) {
    const checks = columns.map(
      (column, i) =>
        `bool_and(coalesce(regexp_full_match(trim(${expression(column)}), ${quote(pattern)}), false)) as k${i}`
    );
    const [found] = await db.rows<Record<string, boolean>>(
      `select ${checks.join(", ")} from (from ${from} limit 2000)`
    );
    const fitting = columns.filter((_, i) => found![`k${i}`] === true);
    if (fitting.length === 1) return {[role]: fitting[0]!};
    if (fitting.length > 1) {
      const people = role === "id" ? await withoutCounting(db, fitting, from, expression) : fitting;
      return people.length === 1 ? {[role]: people[0]!} : {};
    }
  }
  return {};
}

/** The columns that do not count the rows from 0 or 1. */
async function withoutCounting(
  db: Database,
  columns: readonly string[],
  from: string,
  expression: (column: string) => string
): Promise<string[]> {
  const checks = columns.map((column, i) => {
    const number = `try_cast(trim(${expression(column)}) as bigint)`;
    return `bool_and(coalesce(${number} = nth, false)) or bool_and(coalesce(${number} = nth - 1, false)) as k${i}`;
  });
  const [found] = await db.rows<Record<string, boolean>>(
    `select ${checks.join(", ")} from (select *, row_number() over () as nth from ${from} limit 2000)`
  );
  return columns.filter((_, i) => found![`k${i}`] !== true);
}

interface Filling {
  columns: string[];
  roles: Partial<Record<Role, string>>;
  from: string;
  expression: (column: string) => string;
  options: ReadOptions;
  shape: string;
  /** Text may hold rows that are no people. */
  isText?: boolean;
  isHeader?: boolean;
}

/** Fills the table from named columns. */
async function fill(
  db: Database,
  file: Sniffed,
  table: string,
  {columns, roles: known, from, expression, options, shape, isText = false, isHeader = false}: Filling
): Promise<People> {
  const roles = await withCounts(db, known, from, expression);
  const chosen = (name: string, flag: string) => {
    const found = findColumn(columns, name);
    if (found === undefined)
      throw new UserError(`${file.path}: ${flag} ${name}: no such column: ${itHas({columns})}`);
    return found;
  };
  if (options.timeColumn !== undefined) roles.taken = chosen(options.timeColumn, "--time-column");
  let person = roles.id ?? roles.name ?? roles.address;
  if (options.userColumn !== undefined) {
    person = chosen(options.userColumn, "--user-column");
    if (roles.owner === person) delete roles.owner;
  }
  if (person === undefined)
    throw new UsageError(
      `${file.path}: no column of people found: ${itHas({columns})}: name the one with ids by --user-column, or give --table visits, sales or costs if it holds these`
    );
  const isOfNames = roles.name === person && options.userColumn === undefined;
  const isOfIds = isText && roles.id === person && options.userColumn === undefined;
  if (roles.name === person) delete roles.name;
  const played = otherRoles.filter((role) => roles[role] !== undefined);
  const of = (column: string) => `(${expression(column)})`;
  const isOfAll = (is: (column: string) => string) => columns.map((column) => is(of(column))).join(" and ");
  const isHeaderAgain = columns
    .map((column) => `coalesce(trim(${of(column)}), '') in (${quote(column)}, '')`)
    .join(" and ");
  // Nearly every row is a number, and only a header that is one itself can be meant by it.
  const noise = `case when is_plain_ and ${of(person)} <> ${quote(person)} then null
    when ${trimmed(of(person))} is null and ${isOfAll((text) => `${trimmed(text)} is null`)} then 'empty'
    when ${isHeader ? `${trimmed(of(person))} = ${quote(person)} and ${isHeaderAgain}` : "false"} then 'header'
    when ${person === columns[0] ? isCommentSql(trimmed(of(person))) : "false"} then 'comment' end as noise`;
  const isExporter = ["screen_name", "followed_by", "following"].every((name) => columns.includes(name));
  // In CSV the exporter writes a line break as two characters, of which the second would be a part of the word behind it.
  const valueOf = (role: Role) =>
    isExporter && isText && role === "description"
      ? `regexp_replace(${trimmed(of(roles[role]!))}, '\\\\[nr]', chr(10), 'g')`
      : trimmed(of(roles[role]!));
  const others = played.map((role) => `${valueOf(role)} as "${role}"`);
  await db.run(`
    create or replace temp view ${table}_read as
    select ${[personAndNumber(of(person), bareSql(of(person))), ...(isText ? [noise] : []), ...others].join(", ")}
    from ${withNumber(of(person), from)}`);
  await refuseOthersInIt(db, file.path, columns, expression, from);
  const read = new Set([person, ...Object.values(roles)]);
  const unread = columns.filter((column) => !read.has(column) && accountColumns.test(plainName(column)));
  const mayBeAccounts = unread.map((column) => ({column, text: trimmed(of(column))}));
  await refuseOtherAccounts(db, file.path, from, mayBeAccounts, "owner");
  const named = await onlyAccount(db, from, mayBeAccounts);
  return {
    ...base,
    table,
    shape,
    roles: new Set(played),
    list: listOfColumn(person),
    isOfNames,
    isOfIds,
    column: person,
    columns: roles,
    ...(named !== null && {named}),
    ...(roles.taken !== undefined && {takenColumn: roles.taken}),
    ...(isText && {dropped: {}, isOwnTable: !isExporter}),
    ...(isExporter && {
      shape: `${shape.split(",")[0]} of a browser exporter`,
      reason: "such an export holds what was scrolled into view, and people of earlier sessions"
    })
  };
}

/** The first of these columns that names one account in every row, as an id or a name; null where none does. */
async function onlyAccount(
  db: Database,
  from: string,
  columns: readonly {column: string; text: string}[]
): Promise<People["named"] | null> {
  for (const {column, text} of columns) {
    const [found] = await db.rows<{account: string | null}>(
      `select case when min(${text}) = max(${text}) and count(${text}) = count(*) then min(${text}) end as account from ${from}`
    );
    const account = bare(found!.account ?? "").replace(/^@/, "");
    if (/^(?:\d{5,19}|[a-z_]\w{3,14})$/i.test(account) && account.toLowerCase() !== "twitter")
      return {column, account};
  }
  return null;
}

/** Columns that say whether the viewer follows, or how many: the counts that they are where they hold numbers. */
const orCount = {viewer_follows: "following_count", follows_viewer: "followers_count"} as const;

/** The roles, with `Following` as a count where it holds one: read as yes and no, 1 would be a follow and 0 none. */
async function withCounts(
  db: Database,
  roles: Partial<Record<Role, string>>,
  from: string,
  expression: (column: string) => string
): Promise<Partial<Record<Role, string>>> {
  const found = {...roles};
  for (const [role, count] of Object.entries(orCount) as [keyof typeof orCount, Role][]) {
    const column = roles[role];
    if (column === undefined) continue;
    const text = trimmed(`(${expression(column)})`);
    const counts = await db.rows(
      `select 1 from ${from} where regexp_matches(${text}, '^\\d') and ${text} not in ('0', '1') limit 1`
    );
    if (counts.length === 0) continue;
    delete found[role];
    found[count] ??= column;
  }
  return found;
}

/** What a column says of people who are not all in one list. */
const standing = ["unfollowed", "unfollower", "lost", "left", "gone", "removed", "follower", "followers", "following", "friend", "mutual", "not following", "not_following", "pending"]; // prettier-ignore

/** Columns whose no says that somebody is gone, and columns that say so by being filled. */
const stillThere =
  /^(is)?(still(afollower|follower|following|follows|followsus|there|here|present)|current)$/;
const goneSince =
  /^((left|removed|unfollowed|lost|gone|dropped|ended|end|deleted|churned|churn)(at|on|date|time)?|valid(to|until|till))$/;
/** As the end of what lasts, tables of dated rows have a day that never comes. */
const never = "9999";
/** Columns that may say who still follows, or whose account is in use or was found: only their writer knows. */
const mayBeGone = /^(is)?(active|inactive)(follower)?$/;
/** Likewise a column of when each person was last seen: on the list, or on X. */
const seenLast = /^last(seen|found|observed|checked)(at|on|date|time)?$/;

/** Refuses a table one of whose columns says that some of its people are in another list, or in none. */
async function refuseOthersInIt(
  db: Database,
  path: string,
  columns: string[],
  expression: (column: string) => string,
  from: string
): Promise<void> {
  const kinds = [
    "status",
    "state",
    "type",
    "relation",
    "relationship",
    "direction",
    "list",
    "change",
    "changetype",
    "diff"
  ];
  for (const column of columns.filter((name) => kinds.includes(plainName(name)))) {
    const found = await db.rows<{value: string}>(
      `select lower(trim(${expression(column)})) as value from ${from} where ${expression(column)} is not null group by value order by count(*) desc limit 20`
    );
    const values = found.map(({value}) => value);
    if (values.length > 1 && values.some((value) => standing.includes(value)))
      throw new UserError(
        `${path}: its column ${column} says that not all of its people are in one list (${values.slice(0, 3).join(", ")}): keep the rows of one list, and leave out that column`
      );
  }
  for (const column of columns) {
    const name = plainName(column);
    const text = `lower(trim(${expression(column)}))`;
    const isGone = stillThere.test(name)
      ? `${text} in ${noWords}`
      : goneSince.test(name) &&
        `${text} not in ${emptyWords} and ${text} not in ${noWords} and not starts_with(${text}, '${never}')`;
    if (!isGone) continue;
    const [found] = await db.rows<{gone: number}>(
      `select count(*)::int as gone from ${from} where ${isGone}`
    );
    if (found!.gone > 0)
      throw new UserError(
        `${path}: its column ${column} says of ${found!.gone} of its people that they are gone: leave out their rows, and that column`
      );
  }
  for (const column of columns) await askWhoIsGone(db, path, column, expression(column), from);
}

/** Asks about a column that can tell those who are gone from those who are there, or be a fact of their accounts. */
async function askWhoIsGone(
  db: Database,
  path: string,
  column: string,
  expression: string,
  from: string
): Promise<void> {
  const name = plainName(column);
  const text = `lower(trim(${expression}))`;
  const filled = `from ${from} where ${text} not in ${emptyWords}`;
  if (mayBeGone.test(name)) {
    const found = await db.rows(`select distinct ${text} ${filled} limit 2`);
    if (found.length > 1)
      throw new UsageError(
        `${path}: its column ${column} can say who no longer follows, or whose account is idle: leave out the rows of people who are gone, and that column`
      );
  } else if (seenLast.test(name)) {
    const time = `try_cast(trim(${expression}) as timestamp)`;
    const [found] = await db.rows<{isApart: boolean}>(
      `select coalesce(max(${time}) - min(${time}) > interval 1 day, false)
        or count(distinct ${text}) > 1 and count(*) > count(${time}) as "isApart" ${filled}`
    );
    if (found!.isApart)
      throw new UsageError(
        `${path}: its column ${column} can say when each was last on the list, or on X: leave out the rows of people who are gone, and that column`
      );
  }
}

/** Columns that may say whose list a row is of, beside those that are read as saying it. */
const accountColumns = /^((target|owner|account|brand|profile)(id|name|username|screenname|handle)?|(target|source|owner)(account|user|profile|page)(id|name|username|screenname|handle)?|page(id|name|handle)|query|(followers?|following|profile)of)$/; // prettier-ignore

/** Follows with their times are no list of who was there. */
function refuseLogs(path: string, columns: string[]) {
  const plain = columns.map(plainName);
  const has = (...names: string[]) => names.some((name) => plain.includes(name));
  if (has("follower", "followerid") && has("followed", "followedid", "followee", "followeeid"))
    throw new UsageError(
      `${path}: follows of one person by another, with times: give --edges (and the columns by --follower-column, --followed-column and --time-column, if they are not found)`
    );
  refusePosts(path, columns);
  const isLog = has("followedat", "unfollowedat", "followedbackat", "event", "action", "eventtype");
  if (isLog || logOf(columns) !== null)
    throw new UsageError(
      `${path}: a log of follows, not a list: give --outreach if the account followed these people, or --table events`
    );
}

/** The ids of posts, or whoever wrote them, are no list of people. */
function refusePosts(path: string, columns: string[]) {
  const plain = columns.map(plainName);
  const has = (...names: string[]) => names.some((name) => plain.includes(name));
  if (has(...columnsOfPosts) || (has("text") && has("userid", "authorid")))
    throw new UserError(`${path}: a table of posts, not of people: it cannot be imported as a list`);
}

/** Tables of X's own analytics are counts, not people. */
function refuseAnalytics(path: string, columns: string[]) {
  const has = (...names: string[]) =>
    names.every((name) => columns.some((column) => column.toLowerCase() === name));
  if (has("date", "impressions", "new follows", "unfollows"))
    throw new UserError(
      `${path}: X's account overview: counts a day, no people: it cannot be imported as a list`
    );
  if (has("impressions", "likes") && columns.some((column) => /^(post|tweet) id$/i.test(column)))
    throw new UserError(`${path}: X's analytics of posts: no people: it cannot be imported as a list`);
}

/** Objects, ids or names in JSON, NDJSON and Parquet. */
async function readRows(db: Database, file: Sniffed, table: string, options: ReadOptions): Promise<People> {
  const check = (columns: string[]) => {
    if (options.userColumn === undefined) refusePosts(file.path, columns);
  };
  if (file.form === "parquet") {
    const from = `read_parquet(${quote(file.readable)}, hive_partitioning = false)`;
    const found = await db.rows<{column_name: string}>(`describe select * from ${from}`);
    const columns = found.map(({column_name}) => column_name);
    check(columns);
    const expression = (column: string) => `${identifier(column)}::varchar`;
    const shape = `Parquet, ${columns.length} columns`;
    return fill(db, file, table, {columns, roles: rolesOf(columns), from, expression, options, shape});
  }
  return readJson(db, file, table, (from, columns, expression, shape) => {
    check(columns);
    return fill(db, file, table, {columns, roles: rolesOf(columns), from, expression, options, shape});
  });
}
