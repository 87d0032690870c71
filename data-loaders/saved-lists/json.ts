import {stat} from "node:fs/promises";
import {quote, type Database} from "../../src/duckdb.ts";
import {UsageError, UserError} from "../../src/errors.ts";
import {factsOfText} from "./file-name.ts";
import {namesPeople} from "./known-columns.ts";
import type {ListName, People} from "./people.ts";
import type {Sniffed} from "./sniff.ts";

/** Reads named columns of `from` into the table of people. */
type Fill = (
  from: string,
  columns: string[],
  expression: (column: string) => string,
  shape: string
) => Promise<People>;

/** The database takes at most so many bytes for one JSON value unless it is told; it sets as much memory aside. */
const usualSize = 16 * 2 ** 20;
/** The members of an object that hold people, and the list that they name. */
const members: Record<string, ListName | null> = {
  data: null,
  users: null,
  ids: null,
  items: null,
  accounts: null,
  followers: "followers",
  currentFollowers: "followers",
  follower: "followers",
  following: "following",
  friends: "following",
  followings: "following",
  currentFollowing: "following",
  blocked: "blocking",
  blocking: "blocking"
};
/** Members that state when the list was taken. */
const times = ["timestamp", "takenAt", "taken_at", "scrapedAt", "scraped_at", "fetchedAt", "fetched_at", "exportedAt",
  "exported_at", "lastUpdated", "last_updated", "retrieved_at", "capturedAt", "captured_at", "date"]; // prettier-ignore

const path = (...keys: string[]) =>
  quote(`$${keys.map((key) => `."${key.replaceAll('"', '\\"')}"`).join("")}`);

/**
 * Reads JSON: an array of people, objects that hold one under a known member (`ids`, `users`, `followers`, …), pages of
 * X's API or of twarc, one object a line. Ids keep every digit: numbers are never turned into JavaScript's.
 */
export async function readJson(db: Database, file: Sniffed, table: string, fill: Fill): Promise<People> {
  const largest = Math.max(usualSize, Math.ceil(1.1 * (await stat(file.readable)).size));
  const format = file.form === "ndjson" ? "newline_delimited" : "unstructured";
  await db
    .run(
      `
    create or replace temp table json_pages as
    select row_number() over () as page, json
    from read_json_objects(${quote(file.readable)}, format = '${format}', maximum_object_size = ${largest},
      compression = '${file.compression === "zstd" ? "zstd" : "uncompressed"}', hive_partitioning = false)`
    )
    .catch((error: Error) => {
      throw /JSON/.test(error.message)
        ? new UserError(`${file.path}: not whole JSON: export it again`)
        : error;
    });
  const [first] = await db.rows<{kind: string; keys: string[] | null}>(
    "select json_type(json) as kind, case when json_type(json) = 'OBJECT' then json_keys(json) end as keys from json_pages limit 1"
  );
  if (!first) throw new UserError(`${file.path}: the file is empty: export it again`);
  if (first.kind === "ARRAY") {
    await refuseSeveral(db, file, "arrays");
    const from = await elementsOf(db, file, "$");
    return withShape(
      await fillElements(db, file, from, fill),
      file.form === "ndjson" ? "NDJSON" : "JSON array"
    );
  }
  const keys = first.keys ?? [];
  if (
    ["error", "errors", "detail"].some((key) => keys.includes(key)) &&
    !keys.some((key) => idKeys.includes(key))
  )
    throw new UserError(`${file.path}: an error message, no list: export it again`);
  const held = await membersOf(db, keys);
  if (keys.includes("account") && (keys.includes("follower") || keys.includes("following")))
    throw new UserError(
      `${file.path}: an archive of X turned into one JSON file: give the archive itself, its zip or folder`
    );
  if (held.length > 1)
    throw new UsageError(
      `${file.path}: holds several lists (${held.join(", ")}): save each one to a file of its own`
    );
  if (held.length === 1) return readPages(db, file, table, held[0]!, keys, fill);
  const kinds = await kindsOf(db, keys);
  // A file of one line looks like any other JSON: one person is an object without others inside.
  const isPerson = namesPeople(keys) && !kinds.some((kind) => kind === "ARRAY" || kind === "OBJECT");
  if (isPerson || (file.form === "ndjson" && kinds[0] !== "ARRAY")) {
    const from = "(select json as e from json_pages order by page)";
    return withShape(await fillElements(db, file, from, fill), "NDJSON, one person a line");
  }
  return readByAccount(db, file, keys, fill);
}

/** What a page of people, or one person, has and an error message has not. */
const idKeys = [...Object.keys(members), "id", "id_str", "user_id", "username", "screen_name"];

/** One file is one list: of several values, nothing says whether they are pages of it. */
async function refuseSeveral(db: Database, file: Sniffed, what: string): Promise<void> {
  const [{n}] = (await db.rows<{n: bigint}>("select count(*) as n from json_pages")) as [{n: bigint}];
  if (n > 1n) throw new UserError(`${file.path}: holds ${n} ${what}: save each list to a file of its own`);
}

/** The kinds of the values of the first object, in the order of its members. */
const kindsOf = async (db: Database, keys: string[]): Promise<string[]> => {
  if (keys.length === 0) return [];
  const columns = keys.map((key, n) => `json_type(json, ${path(key)}) as k${n}`);
  const [found] = await db.rows<Record<string, string>>(
    `select ${columns.join(", ")} from json_pages limit 1`
  );
  return keys.map((_, n) => found![`k${n}`]!);
};

const withShape = (people: People, shape: string): People => ({...people, shape});

/** The members of the first object that hold a list, empty or not. */
async function membersOf(db: Database, keys: string[]): Promise<string[]> {
  const known = keys.filter((key) => Object.hasOwn(members, key));
  const held: string[] = [];
  for (const key of known) {
    const [found] = await db.rows<{kind: string | null}>(
      `select json_type(json, ${path(key)}) as kind from json_pages limit 1`
    );
    if (found!.kind === "ARRAY") held.push(key);
  }
  return held;
}

/** The elements of an array in every page, in order, as the column `e` of a relation. */
async function elementsOf(db: Database, file: Sniffed, at: string): Promise<string> {
  await db.run(`
    create or replace temp table json_elements as
    select page, unnest(json_extract(json, ${quote(`${at}[*]`)})) as e from json_pages`);
  const [{n}] = (await db.rows<{n: bigint}>("select count(*) as n from json_elements")) as [{n: bigint}];
  if (n === 0n) throw new UserError(`${file.path}: the list in it is empty: export it again`);
  return "json_elements";
}

/** Elements are ids or names, or objects with known members; in gallery-dl's form an array whose third is the object. */
async function fillElements(db: Database, file: Sniffed, from: string, fill: Fill): Promise<People> {
  const kinds = await db.rows<{kind: string}>(
    `select json_type(e) as kind from (select e from ${from} limit 10000) group by kind order by count(*) desc`
  );
  const [kind] = kinds.map((row) => row.kind);
  const isPlain = (of: string | undefined) =>
    of === "VARCHAR" || of === "UBIGINT" || of === "BIGINT" || of === "DOUBLE";
  if (kinds.every((row) => isPlain(row.kind))) {
    return fill(`(select e ->> '$' as c0 from ${from})`, ["id"], () => "c0", "JSON");
  }
  // There `date` is when the account was made.
  if (kind === "ARRAY" && kinds.length === 1)
    return fillElements(
      db,
      file,
      `(select json_extract(e, '$[2]') as e from ${from} where json_type(e, '$[2]') = 'OBJECT')`,
      (of, columns, expression, shape) =>
        fill(
          of,
          columns.filter((column) => column !== "date"),
          expression,
          shape
        )
    );
  if (kinds.length > 1 || kind !== "OBJECT")
    throw new UserError(`${file.path}: its list holds values of several kinds: export it again`);
  const found = await db.rows<{key: string}>(`
    select key from (
      select unnest(json_keys(e)) as key from (select e from ${from} limit 2000)
      union all
      select 'public_metrics.' || unnest(json_keys(e, '$.public_metrics'))
      from (select e from ${from} limit 2000) where json_type(e, '$.public_metrics') = 'OBJECT'
    ) group by key order by key`);
  const columns = found.map(({key}) => key).filter((key) => !key.includes('"'));
  const expression = (column: string) =>
    `json_extract_string(e, ${column.startsWith("public_metrics.") ? path("public_metrics", column.slice(15)) : path(column)})`;
  return fill(`(select e from ${from})`, columns, expression, "JSON");
}

/** Pages that hold people under one member, with what they say of their owner, their time and their end. */
async function readPages(
  db: Database,
  file: Sniffed,
  table: string,
  member: string,
  keys: string[],
  fill: Fill
): Promise<People> {
  const text = (...at: string[]) => `json_extract_string(json, ${path(...at)})`;
  const time = times.find((key) => keys.includes(key));
  const ownerKey = ["username", "screen_name", "account", "account_id", "owner", "user"].find((key) =>
    keys.includes(key)
  );
  const isTwarc = keys.includes("__twarc");
  const cursor = `coalesce(${text("next_cursor_str")}, ${text("next_cursor")})`;
  const [facts] = await db.rows<Record<string, string | boolean | null>>(`
    select
      ${ownerKey === undefined ? "null" : `max(case when json_type(json, ${path(ownerKey)}) in ('VARCHAR', 'UBIGINT', 'BIGINT') then ${text(ownerKey)} end)`} as owner,
      ${time === undefined ? "null" : `max(${text(time)})`} as taken,
      max(${text("__twarc", "url")}) as url, min(${text("__twarc", "retrieved_at")}) as began, max(${text("__twarc", "retrieved_at")}) as ended_at,
      last(${text("meta", "next_token")} order by page) as token, bool_or(json_type(json, '$.meta') = 'OBJECT') as has_meta,
      last(${cursor} order by page) as cursor, first(coalesce(${text("previous_cursor_str")}, ${text("previous_cursor")}, ${text("meta", "previous_token")}) order by page) as before
    from json_pages`);
  const f = facts! as Record<string, string | null> & {has_meta: boolean | null};
  // Pages that chain are read one after the other, each at a time of its own.
  const isChained = f.cursor != null || f.has_meta === true;
  await refuseMixedPages(db, file, {
    members: keysOf(member),
    list: isTwarc ? `regexp_extract(${text("__twarc", "url")}, '/users/\\d+/\\w+')` : null,
    owner: ownerKey === undefined ? null : text(ownerKey),
    time: time === undefined || isChained ? null : text(time)
  });
  const from = await elementsOf(db, file, `$."${member}"`);
  const people = await fillElements(db, file, from, fill);
  // The pages of one scan are one list, from the first page read to the last.
  const span = isTwarc && f.began != null ? {from: f.began, to: f.ended_at!} : null;
  const isTwarcList = /\/users\/(\d{1,19})\/(followers|following)\b/.exec(f.url ?? "");
  const isV1 = f.cursor != null;
  const isV2 = f.has_meta === true;
  if (isV1) await refuseScans(db, file.path, `${cursor} = '0'`);
  else if (isV2) await refuseScans(db, file.path, `${text("meta", "next_token")} is null`);
  const isLast = isV1 ? f.cursor === "0" : isV2 ? f.token === null : null;
  const pages = isTwarc
    ? "twarc pages"
    : isV1
      ? "a page of X's API v1.1"
      : isV2
        ? "pages of X's API v2"
        : "JSON";
  return {
    ...people,
    shape: `${pages}, people under "${member}"`,
    list: isTwarcList ? (isTwarcList[2] as ListName) : (people.list ?? members[member] ?? null),
    owner: isTwarcList ? isTwarcList[1]! : (f.owner ?? null),
    takenAt: span?.to ?? f.taken ?? null,
    ...(span && {beganAt: span.from}),
    ended: isLast,
    reason: isLast === false ? "the page says that more follow (it has a next cursor)" : people.reason,
    isServed: isV1 || isV2 || isTwarc,
    ...(isLast !== null && {isFirstPage: f.before == null || f.before === "0"})
  };
}

/** Members that would hold another list than this one. */
const keysOf = (member: string) => [member, ...Object.keys(members).filter((key) => key !== member)];

/** Refuses pages that differ in whose list they are, which, or of when: read as one, they would be a list that never was. */
async function refuseMixedPages(
  db: Database,
  file: Sniffed,
  {
    members: all,
    list,
    owner,
    time
  }: {members: string[]; list: string | null; owner: string | null; time: string | null}
): Promise<void> {
  const member = `case ${all.map((key) => `when json_type(json, ${path(key)}) = 'ARRAY' then ${quote(key)}`).join(" ")} end`;
  const checks: [text: string | null, line: (found: string) => string][] = [
    [member, (found) => `its pages hold different lists (${found})`],
    [list, (found) => `its pages hold different lists (${found})`],
    [owner, (found) => `its pages are of several accounts (${found})`],
    [time, (found) => `its pages are of several times (${found})`]
  ];
  for (const [text, line] of checks) {
    if (text === null) continue;
    const found = await db.rows<{text: string}>(
      `select distinct ${text} as text from json_pages where ${text} is not null order by text limit 3`
    );
    if (found.length > 1)
      throw new UserError(
        `${file.path}: ${line(found.map((row) => row.text).join(", "))}: save each list to a file of its own`
      );
  }
}

/** Pages of several scans, directions or accounts in one file are several lists. `isLast` is true of the last page of a scan. */
async function refuseScans(db: Database, path: string, isLast: string): Promise<void> {
  const [found] = await db.rows<{scans: bigint; open: boolean}>(
    `select count(*) filter (where ${isLast}) as scans, coalesce(last(not ${isLast} order by page), false) as open from json_pages`
  );
  const scans = found!.scans + (found!.open ? 1n : 0n);
  if (scans > 1n)
    throw new UserError(
      `${path}: holds the pages of ${scans} scans, one after the other: save each scan to a file of its own`
    );
}

/** `{"brand": ["@one", …], "other": […]}`: lists by account. */
async function readByAccount(db: Database, file: Sniffed, keys: string[], fill: Fill): Promise<People> {
  const known = keys.filter((key) => /^@?\w{1,19}$/.test(key));
  const kinds = await Promise.all(
    keys.map((key) =>
      db.rows<{kind: string}>(`select json_type(json, ${path(key)}) as kind from json_pages limit 1`)
    )
  );
  if (keys.length === 0 || known.length < keys.length || kinds.some(([row]) => row!.kind !== "ARRAY"))
    throw new UserError(
      `${file.path}: no list of people found in it: it has ${keys.slice(0, 10).join(", ") || "no members"}: export the list as an array of ids`
    );
  const some = keys.find((key) => factsOfText(key).isOther || /^mutuals?$/i.test(key));
  if (some !== undefined)
    throw new UserError(
      `${file.path}: by its member ${some} it holds only some of the followers, not a list at one time: export the whole list, or save it as an array if it is whole`
    );
  await refuseSeveral(db, file, "JSON objects");
  const parts = keys.map(
    (key) =>
      `select ${quote(key)} as owner, unnest(json_extract(json, ${quote(`$."${key}"[*]`)})) as e from json_pages`
  );
  await db.run(`create or replace temp table json_elements as ${parts.join(" union all ")}`);
  const [{plain}] = (await db.rows<{plain: boolean}>(
    "select bool_and(json_type(e) <> 'OBJECT') as plain from json_elements"
  )) as [{plain: boolean}];
  const id = plain
    ? "e ->> '$'"
    : "coalesce(e ->> '$.id_str', e ->> '$.id', e ->> '$.user_id', e ->> '$.screen_name', e ->> '$.username')";
  return fill(
    `(select owner as c0, ${id} as c1 from json_elements)`,
    ["owner", "id"],
    (column) => (column === "owner" ? "c0" : "c1"),
    `JSON, lists by account (${keys.length})`
  );
}
