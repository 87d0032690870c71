import {createReadStream, existsSync} from "node:fs";
import {readFile, readdir, stat} from "node:fs/promises";
import {join, relative} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {longId, namesSql, personColumnNames, type Person} from "./people.ts";
import type {KeptBeside} from "../snapshots/kept-beside.ts";

/** A place where something of a forgotten person is left. `what` never repeats it. */
export interface Remainder {
  file: string;
  what: string;
}

export interface Proof {
  files: number;
  bytes: number;
  remainders: Remainder[];
  /** Files in which somebody else's profile holds the same text, or names the handle: theirs, and left as it is. */
  named: string[];
  /** Files in which a name that the user gave, of a campaign, a place or a code, holds their name: left as it is. */
  given: string[];
}

export interface SearchOptions {
  /** Profile texts that must be gone though their people stay. */
  texts?: readonly string[];
  /** What sources keep beside their snapshots: some of it holds nobody. */
  kept?: readonly KeptBeside[];
}

interface Needle {
  kind: "id" | "handle" | "text";
  bytes: Buffer;
}

/** Shorter ids, handles and texts stand in any file by chance: they are looked for in columns, not in bytes. */
const shortest = {id: longId, handle: 5, text: 12};
const chunkBytes = 16 * 2 ** 20;
/** Above some hundreds a search of the bytes for each takes too long; the columns are read for all of them. */
const mostNeedles = 400;
/** Files that hold what is still to be done, or nothing but a lock. */
const skipped = /(^|\/)(\.forget\.json|\.lock|\.settings\.lock)$/;

/**
 * Searches every file of some folders for people who were erased: each Parquet file through its columns and the
 * statistics in its footer, and every file byte by byte for ids (as digits and as little-endian 64 bits), handles and
 * profile texts.
 */
export async function searchRemainders(
  db: Database,
  folders: readonly string[],
  people: readonly Person[],
  {texts = [], kept = []}: SearchOptions = {}
): Promise<Proof> {
  const proof: Proof = {files: 0, bytes: 0, remainders: [], named: [], given: []};
  const needles = [...needlesOf(people), ...texts.flatMap(textNeedles)].slice(0, mostNeedles);
  await db.run(`create or replace temp table sought as select * from (values
    ${people.map(({id}) => `(${id}::bigint, '${id}')`).join(", ") || "(null::bigint, null::varchar)"}) as t(id, text);
    create or replace temp table sought_names as select lower(name) as name from (select unnest([
    ${people.flatMap(({handles}) => handles.map(quote)).join(", ")}]::varchar[]) as name)`);
  const tables = new Map<string, string[]>();
  const fileOf = new Map<string, string>();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    const entries = await readdir(folder, {recursive: true, withFileTypes: true});
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      const file = relative(folder, path);
      if (!entry.isFile() || skipped.test(`/${file}`) || file.startsWith(join("cache", "_"))) continue;
      if (await holdsNobody(kept, file, path)) continue;
      proof.files += 1;
      const isParquet = file.endsWith(".parquet");
      // Files of one name have the same columns, so they are read together.
      if (isParquet) {
        const key = file.includes("snapshots") ? entry.name : path;
        tables.set(key, [...(tables.get(key) ?? []), path]);
        fileOf.set(path, file);
      }
      for (const needle of await searchBytes(path, needles, isParquet, (count) => (proof.bytes += count))) {
        if (needle.kind !== "id" && isParquet && (await isSaidByOthers(db, path, needle)))
          proof.named.push(file);
        else proof.remainders.push({file, what: `${needle.kind} in its bytes`});
      }
    }
  }
  for (const files of tables.values()) {
    const {remainders, named} = await searchColumns(db, files);
    proof.remainders.push(...remainders);
    proof.named.push(...named.map((path) => fileOf.get(path)!));
    proof.given.push(...(await searchGiven(db, files)).map((path) => fileOf.get(path)!));
  }
  proof.named = proof.named.filter((file) => !proof.given.includes(file));
  return proof;
}

async function holdsNobody(kept: readonly KeptBeside[], file: string, path: string) {
  for (const source of kept) if (await source.holdsNobody?.(file, path)) return true;
  return false;
}

/**
 * Looks through the columns that hold people, and through the least and greatest values that footers keep. A name may be
 * somebody else's too: names change hands, and Bluesky gives all whose handle does not lead to them the same one.
 */
async function searchColumns(
  db: Database,
  files: readonly string[]
): Promise<Pick<Proof, "remainders" | "named">> {
  const list = `[${files.map(quote).join(", ")}]`;
  const from = `read_parquet(${list}, filename = true, union_by_name = true)`;
  const columns = await db.rows<{column_name: string; column_type: string}>(`describe from ${from}`);
  const checks: {name: string; sql: string}[] = [];
  const isOfPeople = columns.some(({column_name: name}) => name === "user_id");
  const isTheirs = isOfPeople ? "(user_id is null or user_id in (select id from sought))" : "true";
  for (const {column_name: name, column_type: type} of columns) {
    const column = `"${name}"`;
    if (personColumnNames.has(name) && type === "BIGINT")
      checks.push({name, sql: `${column} in (select id from sought)`});
    if (personColumnNames.has(name) && type === "BIGINT[]")
      checks.push({name, sql: `list_has_any(${column}, (select list(id) from sought))`});
    if (name === "username")
      checks.push({name, sql: `lower(${column}) in (from sought_names) and ${isTheirs}`});
    if (name === "act_id" || name === "event_id")
      checks.push({name, sql: namesSql(column, "(select list(text) from sought)")});
  }
  if (checks.length === 0) return {remainders: [], named: []};
  const remainders: Remainder[] = [];
  for (const {name, sql} of checks) {
    const found = await db.rows<{file: string}>(`select distinct filename as file from ${from} where ${sql}`);
    remainders.push(...found.map(({file}) => ({file, what: `rows by ${name}`})));
  }
  const others =
    isOfPeople && checks.some(({name}) => name === "username")
      ? await db.rows<{file: string}>(
          `select distinct filename as file from ${from} where lower(username) in (from sought_names) and not ${isTheirs}`
        )
      : [];
  const named = others.map(({file}) => file);
  const stats = await db.rows<{file: string; column: string}>(`
    select distinct file_name as file, split_part(path_in_schema, ',', 1) as "column" from parquet_metadata(${list})
    where split_part(path_in_schema, ',', 1) in (${checks.map(({name}) => quote(name)).join(", ")}) and (
      list_has_any([stats_min, stats_max, stats_min_value, stats_max_value], (select list(text) from sought))
      or list_has_any([lower(stats_min), lower(stats_max), lower(stats_min_value), lower(stats_max_value)],
        (select coalesce(list(name), []) from sought_names)))`);
  remainders.push(
    ...stats
      .filter(({file, column}) => column !== "username" || !named.includes(file))
      .map(({file}) => ({file, what: "statistics of its columns"}))
  );
  return {remainders, named};
}

/** The columns of what users name themselves, in the tables that have campaigns or codes. */
const givenColumns = new Set(["campaign_id", "name", "place", "project", "code", "experiment_id"]);

/** The files in which such a name holds that of somebody, as a word of its own; a short one only behind an @. */
async function searchGiven(db: Database, files: readonly string[]): Promise<string[]> {
  const from = `read_parquet([${files.map(quote).join(", ")}], filename = true, union_by_name = true)`;
  // In compacted files `place` is a number.
  const texts = await db.rows<{name: string}>(
    `select column_name as name from (describe from ${from}) where column_type = 'VARCHAR'`
  );
  const columns = texts.map(({name}) => name).filter((name) => givenColumns.has(name));
  // `name` alone is that of a person.
  if (columns.every((name) => name === "name")) return [];
  const words = columns.map(
    (name) =>
      `regexp_extract_all(lower("${name}"), '@?[\\w.-]+'), regexp_extract_all(lower("${name}"), '@?\\w+')`
  );
  const rows = await db.rows<{file: string}>(`
    select distinct filename as file from ${from}
    where len(list_intersect(flatten([${words.join(", ")}]), (
      select list(word) from (
        select '@' || name as word from sought_names
        union all select name from sought_names where length(name) >= ${shortest.handle}
        union all select text from sought where length(text) >= ${shortest.id})))) > 0`);
  return rows.map(({file}) => file);
}

function needlesOf(people: readonly Person[]): Needle[] {
  const needles: Needle[] = [];
  for (const {id, handles, texts} of people) {
    if (id.length >= shortest.id) {
      const little = Buffer.alloc(8);
      little.writeBigInt64LE(BigInt(id));
      needles.push({kind: "id", bytes: Buffer.from(id)});
      // A small number is mostly zero bytes, which any file has.
      if (BigInt(id) >= 2n ** 40n || BigInt(id) < -(2n ** 40n)) needles.push({kind: "id", bytes: little});
    }
    for (const handle of handles)
      if (handle.length >= shortest.handle) needles.push({kind: "handle", bytes: Buffer.from(handle)});
    needles.push(...texts.flatMap(textNeedles));
  }
  return needles;
}

function textNeedles(text: string): Needle[] {
  const bytes = Buffer.from(text);
  return bytes.length >= shortest.text ? [{kind: "text", bytes}] : [];
}

/** The needles found in a file, read in pieces that overlap by the longest of them. */
async function searchBytes(
  path: string,
  needles: readonly Needle[],
  isBinary: boolean,
  onBytes: (count: number) => void
): Promise<Needle[]> {
  const found = new Set<Needle>();
  const overlap = Math.max(0, ...needles.map(({bytes}) => bytes.length)) + 1;
  const search = (piece: Buffer) => {
    for (const needle of needles) if (!found.has(needle) && holds(piece, needle, isBinary)) found.add(needle);
  };
  const {size} = await stat(path);
  onBytes(size);
  if (size <= chunkBytes) search(await readFile(path));
  else {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of createReadStream(path, {highWaterMark: chunkBytes})) {
      const piece = Buffer.concat([rest, chunk as Buffer]);
      search(piece);
      rest = piece.subarray(Math.max(0, piece.length - overlap));
    }
  }
  return [...found];
}

/** In text a longer number or name that contains it is another one; in binary its neighbours mean nothing. */
function holds(piece: Buffer, {kind, bytes}: Needle, isBinary: boolean): boolean {
  const isPart = kind === "id" ? /[0-9]/ : /\w/;
  for (let at = piece.indexOf(bytes); at >= 0; at = piece.indexOf(bytes, at + 1)) {
    if (isBinary || kind === "text") return true;
    const before = at > 0 ? String.fromCharCode(piece[at - 1]!) : " ";
    const after = at + bytes.length < piece.length ? String.fromCharCode(piece[at + bytes.length]!) : " ";
    if (!isPart.test(before) && !isPart.test(after)) return true;
  }
  return false;
}

async function isSaidByOthers(db: Database, path: string, {bytes}: Needle): Promise<boolean> {
  const columns = await db.rows<{column_name: string; column_type: string}>(
    `describe from read_parquet(${quote(path)})`
  );
  const texts = columns.filter(({column_type: type}) => type.startsWith("VARCHAR"));
  if (texts.length === 0) return false;
  const said = texts.map(
    ({column_name: name}) => `contains(lower("${name}"::varchar), lower(${quote(bytes.toString())}))`
  );
  const rows = await db.rows(`select 1 from read_parquet(${quote(path)}) where ${said.join(" or ")} limit 1`);
  return rows.length > 0;
}
