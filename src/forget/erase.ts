import {existsSync} from "node:fs";
import {join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {namesSql, personColumns, type Person} from "./people.ts";
import {heldByCompacted, heldBySnapshot, rewriteSnapshot, type Held} from "./rewrite.ts";
import {
  attachFolded,
  compactedFile,
  foldedLists,
  writeCompacted,
  type Compacted,
  type CompactedTable
} from "../snapshots/compacted.ts";
import {compactedIn, listSnapshots, readManifest, snapshotDir, snapshotsDir} from "../snapshots/store.ts";
import type {Manifest} from "../snapshots/manifest.ts";
import {columnsOf, type TableName} from "../snapshots/tables.ts";
import {asPattern} from "../words.ts";

/** What every list of an account was worth before people were erased from some of them. */
export interface RetainedJudgement {
  account: string;
  snapshot: string;
  list: string;
  verdict: string;
  why: string | null;
  holds: boolean;
}

const isForgotten = (column: string) => `coalesce(${column} in (select id from forgotten_people), false)`;

const namesForgotten = (column: string) => namesSql(column, "getvariable('forgotten_texts')");

/** The address of a profile or a post of somebody. */
const linksForgotten = `(list_contains(getvariable('forgotten_handles'), lower(regexp_extract(u, '(?:twitter|x)\\.com/(\\w+)', 1)))
  or list_contains(getvariable('forgotten_handles'), lower(regexp_extract(u, 'bsky\\.app/profile/([^/?#]+)', 1)))
  or list_contains(getvariable('forgotten_texts'), regexp_extract(u, '(?:user_id=|/i/user/)([0-9]+)', 1)))`;

const repliesToForgotten = isForgotten("in_reply_to_user_id");
const isBlanked = "user_id in (select id from blanked_people)";

/** Columns that lose what they say of somebody while their row stays, with the condition under which they do. */
const mended: Partial<Record<TableName, Record<string, {as: string; where: string}>>> = {
  posts: {
    in_reply_to_user_id: {
      as: `case when ${repliesToForgotten} then null else in_reply_to_user_id end`,
      where: repliesToForgotten
    },
    // What was answered is a post of theirs, and often the head of the conversation.
    referenced_post_id: {
      as: `case when ${repliesToForgotten} then null else referenced_post_id end`,
      where: repliesToForgotten
    },
    conversation_id: {
      as: `case when ${repliesToForgotten} and conversation_id = referenced_post_id then null else conversation_id end`,
      where: repliesToForgotten
    },
    mentions: {
      as: "list_filter(mentions, lambda m: not list_contains(getvariable('forgotten_ids'), m))",
      where: "list_has_any(mentions, getvariable('forgotten_ids'))"
    },
    urls: {
      as: `list_filter(urls, lambda u: not ${linksForgotten})`,
      where: `len(list_filter(urls, lambda u: ${linksForgotten})) > 0`
    }
  },
  assignments: {
    user_id: {
      as: `case when ${isForgotten("user_id")} then null else user_id end`,
      where: isForgotten("user_id")
    }
  },
  users: {
    description: {
      as: `case when ${isBlanked} then null else description end`,
      where: `${isBlanked} and description <> ''`
    },
    location: {
      as: `case when ${isBlanked} then null else location end`,
      where: `${isBlanked} and location <> ''`
    }
  }
};

/** Loads whom to forget, whose profile texts to erase, and what lists were worth, for the functions below. */
export async function prepareErasing(
  db: Database,
  {
    erase,
    blank,
    verdicts
  }: {erase: {id: string; handles: string[]}[]; blank: {id: string}[]; verdicts: RetainedJudgement[]}
): Promise<void> {
  const ids = (people: {id: string}[]) =>
    people.length === 0
      ? "select null::bigint where false"
      : `values ${people.map(({id}) => `(${id}::bigint)`).join(", ")}`;
  const handles = erase.flatMap((person) => person.handles.map((handle) => quote(handle.toLowerCase())));
  await db.run(`
    create or replace temp table forgotten_people as select * from (${ids(erase)}) as t(id);
    create or replace temp table blanked_people as select * from (${ids(blank)}) as t(id);
    set variable forgotten_ids = (select coalesce(list(id), []::bigint[]) from forgotten_people);
    set variable forgotten_texts = (select coalesce(list(id::varchar), []::varchar[]) from forgotten_people);
    set variable forgotten_handles = [${handles.join(", ")}]::varchar[];
    create or replace temp table retained_judgements
      (account_id bigint, snapshot_id varchar, list varchar, verdict varchar, why varchar, order_holds boolean)`);
  const appender = await db.connection.createAppender("retained_judgements");
  for (const {account, snapshot, list, verdict, why, holds} of verdicts) {
    appender.appendBigInt(BigInt(account));
    for (const text of [snapshot, list, verdict]) appender.appendVarchar(text);
    if (why === null) appender.appendNull();
    else appender.appendVarchar(why);
    appender.appendBoolean(holds);
    appender.endRow();
  }
  appender.closeSync();
}

/** What one snapshot holds of the people to forget. */
export interface Traces {
  snapshot: string;
  /** Rows about them, rows that mention them or hold a text to erase, by table. */
  tables: Partial<Record<TableName, {rows: number; mended: number}>>;
  /** Different people erased from it. */
  people: number;
  /** Whether the name of the file it came from names one of them, or holds a text to erase. */
  isNamedAfter: boolean;
  /** Whether the worth of its lists must be noted, though it may hold nobody. */
  needsJudgements: boolean;
}

const goes = (table: TableName) => {
  const {row, text, isKeptWithoutThem} = personColumns[table] ?? {row: []};
  const conditions = [
    ...(isKeptWithoutThem ? [] : row.map(isForgotten)),
    ...(text ? [namesForgotten(`"${text}"`)] : [])
  ];
  // Whom an act addressed goes with the act.
  if (table === "addressed")
    conditions.push("(account_id, act_id) in (select account_id, act_id from forgotten_acts)");
  return conditions.join(" or ") || "false";
};
const changes = (table: TableName) =>
  Object.values(mended[table] ?? {})
    .map(({where}) => `coalesce(${where}, false)`)
    .join(" or ") || "false";

/** Whether the name of a file names somebody or holds one of the texts, in whatever case. */
function namesOneOf(file: string, people: readonly Person[], texts: readonly string[]): boolean {
  const name = file.toLowerCase();
  const words = people.flatMap(({id, handles}) => [id, ...handles.map((handle) => handle.toLowerCase())]);
  return (
    words.some((word) => new RegExp(`(?<![a-z0-9])${asPattern(word)}(?![a-z0-9])`).test(name)) ||
    texts.some((text) => text !== "" && name.includes(text.toLowerCase()))
  );
}

/**
 * Looks for the people to forget in every snapshot, one query a table; yields those with something to do, oldest first, but before
 * all others those that say whom acts of another snapshot addressed.
 * `people` are those whom `prepareErasing` was given.
 */
export async function findTraces(
  db: Database,
  dataDir: string,
  people: {erase: readonly Person[]; blank: readonly Person[]}
): Promise<Traces[]> {
  const byId = new Map<string, Traces>();
  const snapshots = await listSnapshots(dataDir);
  const texts = [...people.erase, ...people.blank].flatMap((person) => person.texts);
  for (const snapshot of snapshots) {
    const {from = ""} = await readManifest(dataDir, snapshot);
    const isNamedAfter = namesOneOf(from, people.erase, texts);
    byId.set(snapshot, {snapshot, tables: {}, people: 0, isNamedAfter, needsJudgements: false});
  }
  const compacted = compactedIn(dataDir);
  await attachOld(db, compacted);
  const loose = snapshots.filter((id) => !compacted?.snapshots.has(id));
  const filesOf = (table: TableName) => {
    const files = loose
      .map((id) => join(snapshotDir(dataDir, id), `${table}.parquet`))
      .filter((file) => existsSync(file));
    const together = compacted && compactedFile(compacted, table);
    return together === null ? files : [...files, together];
  };
  const acts = filesOf("interactions");
  await db.run(`create or replace temp table forgotten_acts as
    ${
      acts.length === 0
        ? "select null::bigint as account_id, null::varchar as act_id where false"
        : `select distinct account_id, act_id from read_parquet([${acts.map(quote).join(", ")}]) where ${goes("interactions")}`
    }`);
  const seen: string[] = [];
  for (const table of Object.keys(personColumns) as TableName[]) {
    const files = filesOf(table);
    const isFolded = (foldedLists as readonly string[]).includes(table);
    const from = [
      ...(files.length > 0 ? [`from read_parquet([${files.map(quote).join(", ")}])`] : []),
      ...(isFolded ? [`from forgotten_rows where list = '${table}'`] : [])
    ];
    const selects = from.map(
      (rows) => `
        select snapshot_id, count(*) filter (where ${goes(table)}) as rows,
          count(*) filter (where not (${goes(table)}) and (${changes(table)})) as mended
        from (${rows}) group by snapshot_id`
    );
    if (selects.length === 0) continue;
    const counts = await db.rows<{id: string; rows: bigint; mended: bigint}>(`
      select snapshot_id as id, sum(rows) as rows, sum(mended) as mended
      from (${selects.join(" union all ")}) group by id having sum(rows) > 0 or sum(mended) > 0`);
    // What was removed and is still in the files goes with them.
    for (const {id, rows, mended: kept} of counts)
      if (byId.has(id)) byId.get(id)!.tables[table] = {rows: Number(rows), mended: Number(kept)};
    if (counts.length === 0) continue;
    for (const rows of from) {
      for (const column of personColumns[table]!.row)
        seen.push(`select snapshot_id, "${column}" as id from (${rows}) where ${isForgotten(`"${column}"`)}`);
      if (table === "posts") {
        seen.push(`select snapshot_id, in_reply_to_user_id from (${rows}) where ${repliesToForgotten}`);
        seen.push(
          `select snapshot_id, unnest(mentions) from (${rows}) where ${mended.posts!.mentions!.where}`
        );
      }
    }
  }
  if (seen.length > 0) {
    const found = await db.rows<{snapshot: string; people: bigint}>(`
      select snapshot_id as snapshot, count(distinct id) as people
      from (${seen.join(" union all ")}) where ${isForgotten("id")} group by snapshot_id`);
    for (const {snapshot, people} of found)
      if (byId.has(snapshot)) byId.get(snapshot)!.people = Number(people);
  }
  const noted = filesOf("erasures");
  const done =
    noted.length === 0
      ? ""
      : `
    and not exists (
      from read_parquet([${noted.map(quote).join(", ")}]) e
      where e.account_id = k.account_id and e.snapshot_id = k.snapshot_id and e.list = k.list)`;
  const open = await db.rows<{id: string}>(
    `select distinct snapshot_id as id from retained_judgements k where true ${done}`
  );
  for (const {id} of open) {
    const traces = byId.get(id);
    if (traces) traces.needsJudgements = true;
  }
  const found = [...byId.values()].filter(
    ({tables, isNamedAfter, needsJudgements}) =>
      needsJudgements || isNamedAfter || Object.keys(tables).length > 0
  );
  // While an act is still stored, a run that goes on after a kill finds whom it addressed.
  const rankOf = ({snapshot, tables}: Traces) => {
    if (compacted?.snapshots.has(snapshot)) return 1;
    return tables.addressed && !tables.interactions ? 0 : 2;
  };
  return found.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/**
 * Makes the folded lists readable on `db` as schema `old`, and the rows of forgotten people in them as `forgotten_rows`,
 * with the place of each.
 */
async function attachOld(db: Database, compacted: Compacted | null) {
  await db.run("drop schema if exists old cascade; create schema old");
  await attachFolded(db, compacted, "old");
  await db.run(`create or replace temp table forgotten_rows as
    select l.chain, l.nth, r.place, l.account_id, l.snapshot_id, l.list, r.user_id
    from old.list_runs r
    join old.run_lists l on l.chain = r.chain and l.nth between r.first_nth and r.last_nth
    where ${isForgotten("r.user_id")}`);
}

/**
 * Erases the people from every snapshot with traces of them: the compacted ones at once, the others one by one. Returns
 * how many there were. `onStep` is told what `eraseFrom` and `writeCompacted` tell.
 */
export async function eraseAll(
  db: Database,
  dataDir: string,
  traces: readonly Traces[],
  onStep?: (step: string) => void
): Promise<void> {
  const compacted = compactedIn(dataDir);
  const together = traces.filter(({snapshot}) => compacted?.snapshots.has(snapshot));
  let isDone = false;
  for (const one of traces) {
    if (!together.includes(one)) await eraseFrom(db, dataDir, one, onStep);
    else if (!isDone) {
      await eraseFromCompacted(db, dataDir, compacted!, together, onStep);
      isDone = true;
    }
  }
}

/** What the tables of some snapshots are without the people: a SELECT for each one that changes. `held` reads a table as it is. */
async function selectErased(
  db: Database,
  held: Held,
  traces: readonly Traces[]
): Promise<Map<TableName, string>> {
  const isOne = `snapshot_id in (${traces.map(({snapshot}) => quote(snapshot)).join(", ")})`;
  const erased = (["followers", "following", "blocking"] as const).flatMap((list) => {
    const rows = held(list);
    return rows
      ? [
          `select account_id, snapshot_id, '${list}' as list from ${rows} where ${isForgotten("user_id")} and ${isOne}`
        ]
      : [];
  });
  await db.run(`create or replace temp table erased_rows as
    select account_id, snapshot_id, list, count(*) as n
    from (${[...erased, `select account_id, snapshot_id, list from forgotten_rows where ${isOne}`].join(" union all ")})
    group by account_id, snapshot_id, list`);
  const rewritten = new Map<TableName, string>();
  for (const table of new Set(traces.flatMap(({tables}) => Object.keys(tables) as TableName[]))) {
    if (held(table) === null) continue;
    const columns = Object.keys(columnsOf(table)).map((name) => {
      const mending = mended[table]?.[name];
      return mending ? `${mending.as} as "${name}"` : `"${name}"`;
    });
    rewritten.set(table, `select ${columns.join(", ")} from ${held(table)} where not (${goes(table)})`);
  }
  const lists = held("lists");
  const [now] = await db.rows<{lists: bigint; verdicts: bigint}>(`
    select (select count(*) from erased_rows) as lists,
      (select count(*) from retained_judgements where ${isOne}) as verdicts`);
  if (lists && now!.lists > 0n) {
    const columns = Object.keys(columnsOf("lists")).map((name) =>
      name === "distinct_rows" ? "l.distinct_rows - coalesce(e.n, 0) as distinct_rows" : `l."${name}"`
    );
    rewritten.set(
      "lists",
      `select ${columns.join(", ")} from ${lists} l
      left join erased_rows e on e.account_id = l.account_id and e.snapshot_id = l.snapshot_id and e.list = l.list`
    );
  }
  if (now!.verdicts > 0n) {
    const old =
      held("erasures") ??
      "(select null::bigint as account_id, null::varchar as snapshot_id, null::varchar as list, null::bigint as rows, null::varchar as verdict, null::varchar as why, null::boolean as order_holds where false)";
    rewritten.set(
      "erasures",
      `
      select k.account_id, k.snapshot_id, k.list, coalesce(o.rows, 0) + coalesce(e.n, 0) as rows,
        coalesce(o.verdict, k.verdict) as verdict, case when o.list is null then k.why else o.why end as why,
        coalesce(o.order_holds, k.order_holds) as order_holds
      from (from retained_judgements where ${isOne}) k
      left join erased_rows e on e.account_id = k.account_id and e.snapshot_id = k.snapshot_id and e.list = k.list
      left join ${old} o on o.account_id = k.account_id and o.snapshot_id = k.snapshot_id and o.list = k.list
      union all
      select account_id, snapshot_id, list, rows, verdict, why, order_holds from ${old} o
      where not exists (
        from (from retained_judgements where ${isOne}) k
        where k.snapshot_id = o.snapshot_id and k.account_id = o.account_id and k.list = o.list)`
    );
  }
  return rewritten;
}

/** Notes in the facts of a snapshot what was erased from it. */
function noteErased(manifest: Manifest, {isNamedAfter, people}: Traces) {
  if (isNamedAfter) delete manifest.from;
  if (people > 0) manifest.forgotten = (manifest.forgotten ?? 0) + people;
}

/**
 * Writes the compacted snapshots anew without the people to forget. In folded lists their runs go, and the pages say that
 * the rows after theirs keep their positions.
 */
async function eraseFromCompacted(
  db: Database,
  dataDir: string,
  compacted: Compacted,
  traces: readonly Traces[],
  onStep?: (step: string) => void
): Promise<void> {
  await attachOld(db, compacted);
  const rewritten = await selectErased(db, heldByCompacted(compacted), traces);
  const tables: Partial<Record<CompactedTable, string>> = Object.fromEntries(rewritten);
  const [folded] = await db.rows("select 1 from forgotten_rows limit 1");
  if (folded !== undefined) {
    tables.list_runs = `from old.list_runs where not (${isForgotten("user_id")})`;
    const gone = (above: string) =>
      `(select count(*) from forgotten_rows g where g.chain = p.chain and g.nth = p.nth and g.place < ${above})::integer`;
    tables.run_pages = `
      select chain, nth, from_place, page_at, shift + ${gone("p.from_place")} as shift from old.run_pages p
      union all
      select p.chain, p.nth, p.from_place, p.page_at, p.shift + ${gone("p.from_place")}
      from (
        select f.chain, f.nth, f.place + 1 as from_place, q.page_at, q.shift
        from forgotten_rows f
        asof join old.run_pages q on q.chain = f.chain and q.nth = f.nth and f.place >= q.from_place
      ) p
      where not exists (
        from old.run_pages o where o.chain = p.chain and o.nth = p.nth and o.from_place = p.from_place)`;
  }
  const byId = new Map(traces.map((one) => [one.snapshot, one]));
  const erasures = rewritten.has("erasures")
    ? await db.rows<{id: string; rows: number}>(
        `select snapshot_id as id, count(*)::double as rows from (${rewritten.get("erasures")}) group by snapshot_id`
      )
    : [];
  const noted = new Map(erasures.map(({id, rows}) => [id, rows]));
  const snapshots = [...compacted.snapshots.values()].map((old) => {
    const one = byId.get(old.id);
    if (!one) return old;
    const manifest = structuredClone(old);
    for (const [table, {rows}] of Object.entries(one.tables) as [TableName, {rows: number}][])
      if (manifest.tables[table]) manifest.tables[table].rows -= rows;
    if (noted.has(old.id))
      manifest.tables.erasures = {
        bytes: 0,
        sha256: "",
        ...manifest.tables.erasures,
        rows: noted.get(old.id)!
      };
    noteErased(manifest, one);
    return manifest;
  });
  await writeCompacted(db, snapshotsDir(dataDir), {snapshots, tables, onStep});
}

/**
 * Writes one snapshot anew without the people to forget: what does not change is linked, not copied. `onStep` is told
 * before the new form is committed and before it takes the place of the old one.
 */
async function eraseFrom(
  db: Database,
  dataDir: string,
  traces: Traces,
  onStep?: (step: string) => void
): Promise<void> {
  const {snapshot: id} = traces;
  const tables = await selectErased(db, heldBySnapshot(dataDir, id), [traces]);
  await rewriteSnapshot(db, dataDir, id, {tables, note: (manifest) => noteErased(manifest, traces), onStep});
}
