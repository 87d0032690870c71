import {existsSync} from "node:fs";
import {BIGINT, DuckDBDataChunk, INTEGER, type DuckDBType} from "@duckdb/node-api";
import {quote, withDatabase, type Database} from "../duckdb.ts";
import {sourceOf} from "../networks/sources.ts";
import {columnsOf as chunksOf} from "../lists/read-list.ts";
import {
  attachFolded,
  foldedLists,
  unfoldSql,
  writeCompacted,
  type CompactedTable,
  type FoldedList,
  type FoldedNames
} from "../snapshots/compacted.ts";
import {lockData} from "../snapshots/lock.ts";
import {
  attachSnapshots,
  compactedIn,
  listSnapshots,
  readManifest,
  selectStored,
  snapshotsDir,
  sweepSnapshots
} from "../snapshots/store.ts";
import {columnsOf, tableNames} from "../snapshots/tables.ts";
import {Chain, type ListRows, type PageRow, type RunRow} from "./chain.ts";

/** A list as it may be folded. Times in microseconds since 1970. */
interface ListFacts {
  list: FoldedList;
  account_id: string;
  snapshot_id: string;
  source: string;
  is_ended: boolean;
  started_us: number;
  rows: number;
  /** The least and the greatest `page_at` of its rows; null where it has none. */
  first_us: number | null;
  last_us: number | null;
  /** Rows of which the position or the page is not known, or two share a position; what has such rows is not folded. */
  odd_rows: number;
  /** Rows that say whether the follow is mutual. */
  answers: number;
  /** Where it is folded already, and whether later lists leave that chain as it is. */
  chain: number | null;
  nth: number | null;
  is_sure: boolean;
  chain_lists: number | null;
}

export interface CompactOptions {
  /** Called after each step, with its name. */
  onStep?: (step: string) => void;
  /** About so many rows of lists are read at once. */
  rowsAtOnce?: number;
}

export interface CompactedStore {
  /** Snapshots that were in folders of their own before, and all that are compacted now. */
  added: number;
  snapshots: number;
  bytesBefore: number;
  bytes: number;
}

/** Memory for rows on their way; the database uses the disk beyond it. */
const memoryLimit = "1GB";
/** A chain goes on with a list of which at least this share of the rows keep their place. */
const leastKept = 0.5;
/** Folded lists take at most this share of their rows in runs and pages; else they stay rows. */
const mostFolded = 0.5;
/** With fewer snapshots in folders of their own, compacting is not worth a rewrite. */
export const leastLoose = 30;
/** Compacting pays once what it would add is at least this share of what it has to write anew. */
export const leastGrowth = 0.25;

const bytesOf = (tables: Readonly<Record<string, {bytes: number}>>) =>
  Object.values(tables).reduce((sum, {bytes}) => sum + bytes, 0);

/** The bytes of the tables of a store: in folders of their own, how many of these there are, and compacted. */
async function weigh(dataDir: string): Promise<{loose: number; looseBytes: number; compactedBytes: number}> {
  const compacted = compactedIn(dataDir);
  const loose = (await listSnapshots(dataDir)).filter((id) => !compacted?.snapshots.has(id));
  const manifests = await Promise.all(loose.map((id) => readManifest(dataDir, id)));
  return {
    loose: loose.length,
    looseBytes: manifests.reduce((sum, {tables}) => sum + bytesOf(tables), 0),
    compactedBytes: compacted === null ? 0 : bytesOf(compacted.tables)
  };
}

/**
 * Whether compacting pays: at least 30 snapshots have folders of their own, and their tables have at least a quarter of
 * the bytes of those already compacted, all of which are written anew.
 */
export async function paysToCompact(dataDir: string): Promise<boolean> {
  const {loose, looseBytes, compactedBytes} = await weigh(dataDir);
  return loose >= leastLoose && looseBytes >= leastGrowth * compactedBytes;
}

/**
 * Puts all snapshots of a store together in one folder, with lists folded where that saves room. Every raw table has the
 * same rows afterwards. Killed anywhere, the store is the old or the new one. Returns null where there is nothing to do.
 */
export async function compactStore(
  dataDir: string,
  {onStep, rowsAtOnce = 2_000_000}: CompactOptions = {}
): Promise<CompactedStore | null> {
  const root = snapshotsDir(dataDir);
  if (!existsSync(root)) return null;
  const unlock = await lockData(dataDir);
  try {
    await sweepSnapshots(root);
    const before = await weigh(dataDir);
    if (before.loose === 0) return null;
    const ids = await listSnapshots(dataDir);
    await withDatabase(
      async (db) => {
        await attachSnapshots(db, dataDir, "raw", {willReadOften: true, isVerified: true});
        if (compactedIn(dataDir) === null) await attachNone(db);
        await db.run(`
        create temp table new_runs (chain integer, place integer, user_id bigint, mutual integer, first_nth integer,
          last_nth integer, first_us bigint, last_us bigint);
        create temp table new_pages (chain integer, nth integer, from_place integer, page_us bigint, shift integer);
        create temp table new_lists (chain integer, nth integer, fact integer)`);
        const facts = await readFacts(db);
        await fold(db, dataDir, facts, rowsAtOnce);
        onStep?.("folded");
        const snapshots = await Promise.all(ids.map((id) => readManifest(dataDir, id)));
        await writeCompacted(db, root, {snapshots, tables: await selectTables(db, facts), onStep});
      },
      {memoryLimit: process.env.FOLLOWBACK_MEMORY || memoryLimit}
    );
    const after = await weigh(dataDir);
    return {
      added: before.loose,
      snapshots: ids.length,
      bytesBefore: before.looseBytes + before.compactedBytes,
      bytes: after.compactedBytes
    };
  } finally {
    unlock();
  }
}

const raw: FoldedNames = {list_runs: "raw.list_runs", run_lists: "raw.run_lists", run_pages: "raw.run_pages"};

/** A store of which nothing is compacted looks like one of which something is. */
async function attachNone(db: Database) {
  await attachFolded(db, null, "raw");
  const stored = foldedLists.map((list) => `create view raw.stored_${list} as from raw.${list};`);
  await db.run(`${stored.join("")} create table raw.sure_chains (chain integer)`);
}

/** Every followers and following list that could be judged, with its rows counted, in the order of its series. */
const readFacts = (db: Database) =>
  db.rows<ListFacts>(`
    with stored as (${foldedLists
      .map(
        (list) => `
        select '${list}' as list, account_id, snapshot_id, count(*) as rows, count(is_mutual) as answers,
          min(page_at) as first_at, max(page_at) as last_at,
          count(*) filter (where page_at is null or not isfinite(page_at) or position is null or position < 0
            or user_id < 0) as odd_rows
        from raw.stored_${list} group by account_id, snapshot_id`
      )
      .join(" union all ")}),
    chains as (
      select chain, bool_or(is_mutual is not null) as has_answers, max(n) as lists
      from raw.list_runs right join (select chain, count(*) as n from raw.run_lists group by chain) using (chain)
      group by chain
    )
    select l.list, l.account_id::varchar as account_id, l.snapshot_id, l.source, coalesce(l.ended, false) as is_ended,
      epoch_us(l.started_at)::double as started_us,
      coalesce(s.rows, l.distinct_rows, 0)::double as rows, coalesce(s.odd_rows, 0)::double as odd_rows,
      epoch_us(coalesce(s.first_at, f.first_at))::double as first_us,
      epoch_us(coalesce(s.last_at, f.last_at))::double as last_us,
      coalesce(s.answers, c.has_answers::bigint, 0)::double as answers,
      f.chain, f.nth, c.lists::double as chain_lists, f.chain in (from raw.sure_chains) as is_sure
    from raw.lists l
    left join stored s on s.account_id = l.account_id and s.snapshot_id = l.snapshot_id and s.list = l.list
    left join raw.run_lists f on f.account_id = l.account_id and f.snapshot_id = l.snapshot_id and f.list = l.list
    left join chains c on c.chain = f.chain
    where l.list in ('followers', 'following') and not coalesce(l.additions_only, false)
      and isfinite(l.started_at)
    order by l.list, l.account_id, l.source, is_ended, l.started_at, l.snapshot_id`);

/** Whether a list can be folded, as far as its facts tell. An archive's list is read by its rows, and there are few of those; whose name a list has, each build finds out anew. */
const isFoldable = (fact: ListFacts) => fact.odd_rows === 0 && !sourceOf(fact.source).isOneInstant;

const seriesOf = ({list, account_id, source}: ListFacts) => `${list} ${account_id} ${source}`;

/** Folds every list that can be, and writes the runs to `new_runs`, `new_pages` and `new_lists`. */
async function fold(
  db: Database,
  dataDir: string,
  facts: readonly ListFacts[],
  rowsAtOnce: number
): Promise<void> {
  const ended = new Map<string, ListFacts[]>();
  const byAccount = new Map<string, ListFacts[]>();
  for (const fact of facts) {
    const account = `${fact.list} ${fact.account_id}`;
    if (fact.is_ended) put(ended, seriesOf(fact), fact);
    if (fact.answers > 0 && fact.first_us !== null) put(byAccount, account, fact);
  }
  const folder = new Folder(db, facts);
  let series = "";
  let strangers: readonly ListFacts[] = [];
  let siblings: readonly ListFacts[] = [];
  let answers = new Map<string, Answers>();
  for (const batch of batchesOf(facts, rowsAtOnce))
    for (const {nth, fact, rows} of await readBatch(db, dataDir, batch)) {
      const here = `${seriesOf(fact)} ${fact.is_ended}`;
      if (here !== series) {
        await folder.close();
        series = here;
        const all = byAccount.get(`${fact.list} ${fact.account_id}`) ?? [];
        strangers = all.filter((one) => seriesOf(one) !== seriesOf(fact) || one.is_ended !== fact.is_ended);
        siblings = all.filter((one) => !strangers.includes(one));
        answers = fact.is_ended ? await readAnswers(db, strangers) : new Map<string, Answers>();
      }
      const last = folder.last;
      if (last !== null && !follows(fact, last)) await folder.close();
      // A list that did not end says nothing of who is missing. Those on both sides of one that ended are not neighbours.
      if (last !== null && !fact.is_ended) {
        const between = (ended.get(seriesOf(fact)) ?? []).some(
          (one) => isBefore(last, one) && isBefore(one, fact)
        );
        if (between) await folder.close();
      }
      if (folder.last !== null) {
        const from = folder.last.first_us ?? -Infinity;
        const to = rows === "chain" ? chainEnd(facts, nth) : (fact.last_us ?? fact.started_us);
        // Of the same series only what has its pages at another time than its place would lie in between.
        const isCrossed = siblings.some(
          (one) => one !== last && one !== fact && one.last_us! > from && one.first_us! < to
        );
        if (isCrossed) await folder.close();
        for (const one of strangers)
          if (one.last_us! >= from && one.first_us! <= to) {
            const said = answers.get(one.snapshot_id);
            if (said !== undefined && rows !== "chain") folder.interrupt(said);
            else await folder.close();
          }
      }
      if (rows === "chain") await folder.resume(nth);
      else if (rows === null) {
        if (fact.is_ended) await folder.close();
      } else await folder.add(nth, rows);
    }
  await folder.close();
}

function put<T>(map: Map<string, T[]>, key: string, value: T) {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

const isBefore = (a: ListFacts, b: ListFacts) =>
  a.started_us < b.started_us || (a.started_us === b.started_us && a.snapshot_id < b.snapshot_id);

/** Whether a list comes after the one before in every order of time that models go by. */
const follows = (next: ListFacts, last: ListFacts) =>
  next.snapshot_id > last.snapshot_id && (next.first_us ?? Infinity) >= (last.last_us ?? -Infinity);

const chainEnd = (facts: readonly ListFacts[], nth: number) => {
  const end = facts[nth + facts[nth]!.chain_lists! - 1]!;
  return end.last_us ?? end.started_us;
};

/** What a list says of `is_mutual`. */
interface Answers {
  ids: BigInt64Array;
  mutual: Int32Array;
}

/** What lists say of `is_mutual`, by snapshot; all of one account and kind. */
async function readAnswers(db: Database, lists: readonly ListFacts[]): Promise<Map<string, Answers>> {
  const found = new Map<string, Answers>();
  if (lists.length === 0) return found;
  const {list, account_id} = lists[0]!;
  const wanted = `(values ${lists.map(({snapshot_id}, nth) => `(${nth}, ${quote(snapshot_id)})`).join(", ")}) as w(nth, snapshot_id)`;
  const result = await db.connection.run(`
    select nth, user_id, mutual from (
      select w.nth::integer as nth, r.user_id, r.is_mutual::integer as mutual
      from raw.stored_${list} r join ${wanted} on w.snapshot_id = r.snapshot_id
      where r.account_id = ${account_id} and r.is_mutual is not null
      union all
      select w.nth::integer, r.user_id, r.is_mutual::integer
      from ${wanted}
      join raw.run_lists l on l.snapshot_id = w.snapshot_id and l.list = '${list}' and l.account_id = ${account_id}
      join raw.list_runs r on r.chain = l.chain and l.nth between r.first_nth and r.last_nth
      where r.is_mutual is not null)
    order by nth`);
  for (const [nth, {ids, columns}] of await gather(result, 1)) {
    const [mutual] = columns;
    found.set(lists[nth]!.snapshot_id, {ids, mutual: mutual!});
  }
  return found;
}

/** The rows of results led by a number of a list and an id, list by list, in their order; `rest` columns follow. */
async function gather(result: Awaited<ReturnType<Database["connection"]["run"]>>, rest: number) {
  const parts = new Map<number, {halves: Int32Array[]; columns: Int32Array[][]}>();
  for await (const [nths, halves, ...columns] of chunksOf(result)) {
    let from = 0;
    while (from < nths!.length) {
      const nth = nths![from]!;
      let to = from + 1;
      while (to < nths!.length && nths![to] === nth) to++;
      let part = parts.get(nth);
      if (!part) parts.set(nth, (part = {halves: [], columns: Array.from({length: rest}, () => [])}));
      part.halves.push(halves!.subarray(2 * from, 2 * to));
      for (const [column, values] of columns.entries()) {
        const width = values.length / nths!.length;
        part.columns[column]!.push(values.subarray(width * from, width * to));
      }
      from = to;
    }
  }
  return new Map(
    [...parts].map(([nth, {halves, columns}]) => [
      nth,
      {ids: new BigInt64Array(joined(halves).buffer), columns: columns.map(joined)}
    ])
  );
}

function joined(parts: readonly Int32Array[]): Int32Array<ArrayBuffer> {
  const all = new Int32Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A list with its rows: null where it cannot be folded, `chain` for a chain as it is stored that begins with it. */
interface Reading {
  nth: number;
  fact: ListFacts;
  rows: ListRows | "chain" | null;
}

/** Whether the chain that begins with this list still is what would be folded: its lists follow one another here too. */
function isWhole(facts: readonly ListFacts[], nth: number): boolean {
  const {chain, nth: first, is_sure: isSure, chain_lists: lists} = facts[nth]!;
  if (chain === null || first !== 0 || !isSure) return false;
  for (let at = 0; at < lists!; at++) {
    const one = facts[nth + at];
    if (one?.chain !== chain || one.nth !== at) return false;
  }
  return true;
}

/** Neighbouring lists of one kind that together have about as many rows as are read at once. */
function* batchesOf(facts: readonly ListFacts[], rowsAtOnce: number): Generator<Reading[]> {
  let batch: Reading[] = [];
  let rows = 0;
  for (let nth = 0; nth < facts.length; nth++) {
    const fact = facts[nth]!;
    const isStored = isWhole(facts, nth);
    const size = isStored || !isFoldable(fact) ? 0 : fact.rows;
    if (batch.length > 0 && (rows + size > rowsAtOnce || batch[0]!.fact.list !== fact.list)) {
      yield batch;
      batch = [];
      rows = 0;
    }
    batch.push({nth, fact, rows: isStored ? "chain" : null});
    rows += size + 100; // a list costs something, however short
    if (isStored) nth += fact.chain_lists! - 1;
  }
  if (batch.length > 0) yield batch;
}

async function readBatch(db: Database, dataDir: string, batch: readonly Reading[]): Promise<Reading[]> {
  const wanted = batch.filter(({fact, rows}) => rows === null && isFoldable(fact));
  if (wanted.length === 0) return [...batch];
  const {list} = wanted[0]!.fact;
  const values = wanted.map(
    ({nth, fact: {account_id, snapshot_id}}) => `(${nth}, ${account_id}, ${quote(snapshot_id)})`
  );
  const columns = "account_id, snapshot_id, user_id, position, page_at, is_mutual";
  const selects: string[] = [];
  // Only the files that hold them: to open all of them for each batch takes longer than to read these.
  const stored = selectStored(
    dataDir,
    list,
    wanted.map(({fact}) => fact.snapshot_id)
  );
  if (stored !== null) selects.push(`select ${columns} from (${stored})`);
  const chains = new Map<number, number[]>();
  for (const {fact} of wanted)
    if (fact.chain !== null) chains.set(fact.chain, [...(chains.get(fact.chain) ?? []), fact.nth!]);
  for (const [chain, nths] of chains)
    selects.push(`select ${columns} from (${unfoldPart(chain, Math.min(...nths), Math.max(...nths))})`);
  if (selects.length === 0) return [...batch];
  const result = await db.connection.run(`
    select w.nth::integer, r.user_id, r.position, epoch_us(r.page_at), coalesce(r.is_mutual::integer, -1)
    from (${selects.join(" union all ")}) r
    join (values ${values.join(", ")}) as w(nth, account_id, snapshot_id)
      on w.account_id = r.account_id and w.snapshot_id = r.snapshot_id
    order by w.nth, r.position`);
  const gathered = await gather(result, 3);
  return batch.map((reading) => {
    if (!wanted.includes(reading)) return reading;
    const found = gathered.get(reading.nth);
    if (!found) return {...reading, rows: emptyRows};
    const [positions, pages, mutual] = found.columns as [Int32Array, Int32Array, Int32Array];
    const isRepeated = positions.some((position, row) => row > 0 && position === positions[row - 1]);
    if (isRepeated) return reading;
    return {...reading, rows: {ids: found.ids, positions, pages: timesOf(pages), mutual}};
  });
}

/** Times of rows, given as halves. Rows of one page have the same, and it costs something to make a number of one. */
function timesOf(halves: Int32Array): Float64Array {
  const us = new BigInt64Array(halves.buffer as ArrayBuffer);
  const times = new Float64Array(us.length);
  for (let row = 0; row < times.length; row++) {
    const isSame =
      row > 0 && halves[2 * row] === halves[2 * row - 2] && halves[2 * row + 1] === halves[2 * row - 1];
    times[row] = isSame ? times[row - 1]! : Number(us[row]!);
  }
  return times;
}

const emptyRows: ListRows = {
  ids: new BigInt64Array(0),
  positions: new Int32Array(0),
  pages: new Float64Array(0),
  mutual: new Int32Array(0)
};

/** The rows of some lists of a chain. */
const unfoldPart = (chain: number, first: number, last: number) =>
  unfoldSql(
    {
      ...raw,
      list_runs: `(
        select * replace (greatest(first_nth, ${first}) as first_nth, least(last_nth, ${last}) as last_nth)
        from raw.list_runs where chain = ${chain} and first_nth <= ${last} and last_nth >= ${first})`
    },
    "true"
  );

/** Puts lists into chains, and writes each chain once it is done. */
class Folder {
  #chain = new Chain();
  #lists: number[] = [];
  #chains = 0;

  constructor(
    readonly db: Database,
    readonly facts: readonly ListFacts[]
  ) {}

  /** The last list of the chain; null before the first. */
  get last(): ListFacts | null {
    const nth = this.#lists.at(-1);
    return nth === undefined ? null : this.facts[nth]!;
  }

  interrupt({ids, mutual}: Answers): void {
    this.#chain.interrupt(ids, mutual);
  }

  async add(nth: number, rows: ListRows): Promise<void> {
    if (!this.#chain.add(rows, this.#lists.length > 0 ? leastKept : 0)) {
      await this.close();
      this.#chain.add(rows);
    }
    this.#lists.push(nth);
  }

  /** Begins with a chain as it is stored, of which this is the first list. */
  async resume(nth: number): Promise<void> {
    await this.close();
    const {chain, chain_lists: lists} = this.facts[nth]!;
    const runs = await this.db.rows<RunRow>(`
      select place, user_id, coalesce(is_mutual::integer, -1) as mutual, first_nth, last_nth,
        epoch_us(first_at)::double as first_us, epoch_us(last_at)::double as last_us
      from raw.list_runs where chain = ${chain} order by place`);
    const pages = await this.db.rows<PageRow>(`
      select nth, from_place, epoch_us(page_at)::double as page_us, shift
      from raw.run_pages where chain = ${chain} order by nth, from_place`);
    this.#chain = Chain.resume(lists!, runs, pages);
    for (let at = 0; at < lists!; at++) this.#lists.push(nth + at);
  }

  async close(): Promise<void> {
    const chain = this.#chain;
    const lists = this.#lists;
    this.#chain = new Chain();
    this.#lists = [];
    if (lists.length < 2 || chain.size > mostFolded * chain.rows) return;
    const id = this.#chains++;
    await this.#append("new_lists", lists, [INTEGER, INTEGER, INTEGER], (fact, nth) => [id, nth, fact]);
    await this.#append(
      "new_runs",
      chain.runs(),
      [INTEGER, INTEGER, BIGINT, INTEGER, INTEGER, INTEGER, BIGINT, BIGINT],
      (run) => [
        id,
        run.place,
        run.user_id,
        run.mutual,
        run.first_nth,
        run.last_nth,
        BigInt(run.first_us),
        BigInt(run.last_us)
      ]
    );
    await this.#append(
      "new_pages",
      chain.pages(),
      [INTEGER, INTEGER, INTEGER, BIGINT, INTEGER],
      ({nth, from_place, page_us, shift}) => [id, nth, from_place, BigInt(page_us), shift]
    );
  }

  async #append<T>(
    table: string,
    items: Iterable<T>,
    types: DuckDBType[],
    valuesOf: (item: T, nth: number) => (number | bigint)[]
  ): Promise<void> {
    const appender = await this.db.connection.createAppender(table);
    let rows: (number | bigint)[][] = [];
    const flush = () => {
      const chunk = DuckDBDataChunk.create(types, rows.length);
      chunk.setRows(rows);
      appender.appendDataChunk(chunk);
      rows = [];
    };
    let nth = 0;
    for (const item of items) {
      rows.push(valuesOf(item, nth++));
      if (rows.length === chunkRows) flush();
    }
    if (rows.length > 0) flush();
    appender.closeSync();
  }
}

/** As many rows as a chunk of the database holds. */
const chunkRows = 2048;

/** The tables of the compacted store. */
async function selectTables(
  db: Database,
  facts: readonly ListFacts[]
): Promise<Partial<Record<CompactedTable, string | null>>> {
  const values = facts.map(
    ({list, account_id, snapshot_id, is_ended}, nth) =>
      `(${nth}, '${list}', ${account_id}::bigint, ${quote(snapshot_id)}, ${is_ended})`
  );
  await db.run(`
    create temp table facts (fact integer, list varchar, account_id bigint, snapshot_id varchar, is_ended boolean);
    ${values.length > 0 ? `insert into facts values ${values.join(", ")};` : ""}
    create temp table folded_now as
    select n.chain, n.nth, f.list, f.account_id, f.snapshot_id, f.is_ended, l.started_at
    from new_lists n
    join facts f on f.fact = n.fact
    join raw.lists l on l.account_id = f.account_id and l.snapshot_id = f.snapshot_id and l.list = f.list`);
  const tables: Partial<Record<CompactedTable, string | null>> = {};
  for (const table of tableNames) {
    const isList = (foldedLists as readonly string[]).includes(table);
    const rows = `from raw."${isList ? `stored_${table}` : table}"`;
    const [row] = await db.rows(`select 1 ${rows} limit 1`);
    tables[table] = row === undefined ? null : rows;
  }
  for (const list of foldedLists) {
    const columns = Object.keys(columnsOf(list)).join(", ");
    const isFolded = `list = '${list}'`;
    // Chains that are folded no more.
    const undone = await db.rows<{chain: number; first: number; last: number}>(`
      select chain, min(nth) as first, max(nth) as last
      from raw.run_lists l
      where ${isFolded} and not exists (
        from folded_now f where f.list = l.list and f.account_id = l.account_id and f.snapshot_id = l.snapshot_id)
      group by chain`);
    if (tables[list] === null && undone.length === 0) continue;
    const selects = [`select ${columns} from raw.stored_${list}`].concat(
      undone.map(({chain, first, last}) => `select ${columns} from (${unfoldPart(chain, first, last)})`)
    );
    tables[list] = `
      select ${columns} from (${selects.join(" union all ")}) r
      where not exists (
        from folded_now f where f.${isFolded} and f.account_id = r.account_id and f.snapshot_id = r.snapshot_id)`;
  }
  tables.run_lists = `
    select n.*, p.first_at, p.last_at
    from folded_now n
    left join (
      select chain, nth, make_timestamp(min(page_us)) as first_at, make_timestamp(max(page_us)) as last_at
      from new_pages group by chain, nth
    ) p using (chain, nth)`;
  tables.list_runs = `
    select r.chain, r.place, l.list, l.account_id, r.user_id,
      case r.mutual when 1 then true when 0 then false end as is_mutual, r.first_nth, r.last_nth,
      make_timestamp(r.first_us) as first_at, make_timestamp(r.last_us) as last_at
    from new_runs r
    join folded_now l on l.chain = r.chain and l.nth = 0`;
  tables.run_pages = `
    select chain, nth, from_place, make_timestamp(page_us) as page_at, shift from new_pages`;
  return tables;
}
