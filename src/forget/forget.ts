import {existsSync} from "node:fs";
import {readFile, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {withDatabase, type Database} from "../duckdb.ts";
import {UserError} from "../errors.ts";
import {judgeLists} from "../lists/replay-lists.ts";
import {applyNames, hasNames} from "../names/resolve.ts";
import {eraseAll, findTraces, prepareErasing, type RetainedJudgement, type Traces} from "./erase.ts";
import {lockData} from "../snapshots/lock.ts";
import {countPeople, personColumns, type Person} from "./people.ts";
import {searchRemainders, type Proof} from "./prove.ts";
import {eraseFromBills} from "../snapshots/removed.ts";
import {attachSnapshots, snapshotsDir, sweepSnapshots} from "../snapshots/store.ts";
import {syncPath} from "../snapshots/writer.ts";
import type {KeptBeside} from "../snapshots/kept-beside.ts";
import {replaceFile} from "../snapshots/replace-file.ts";
import {dropFolder, sweepBeside} from "../snapshots/replace-folder.ts";

const person = z.object({
  id: z.string().regex(/^-?\d+$/),
  handles: z.array(z.string()),
  texts: z.array(z.string())
});
const journalSchema = z.object({
  startedAt: z.string(),
  hadMarts: z.boolean(),
  erase: z.array(person),
  blank: z.array(person),
  // The judgements of lists, by the name that journals of earlier versions have.
  verdicts: z.array(
    z.object({
      account: z.string().regex(/^\d+$/),
      snapshot: z.string(),
      list: z.string(),
      verdict: z.string(),
      why: z.string().nullable(),
      holds: z.boolean()
    })
  )
});

/** What is to be done, kept in the data folder until it is done: the only place that names whom to forget. */
type Journal = z.infer<typeof journalSchema>;

/** Who is to go, and whose profile texts (description, location) are to go while the id stays. */
export interface ErasureRequest {
  erase: Person[];
  blank: Person[];
}

export interface Forgotten {
  people: number;
  blanked: number;
  /** Snapshots that held something of them, and the rows of these that went or changed. */
  snapshots: number;
  rows: number;
  proof: Proof;
  /** Whether there were marts, which are now gone and can be built anew. */
  hadMarts: boolean;
  /** Who they were, for a search of what is built afterwards. Kept in no file. */
  erased: Person[];
}

export interface ForgetOptions {
  onStep?: (step: string) => void;
  /** Folders outside the data folder that are searched as well, such as the report's cache. */
  alsoSearch?: readonly string[];
  now?: () => Date;
  /** What sources keep in the data folder beside their snapshots. */
  kept?: readonly KeptBeside[];
}

const journalFile = (dataDir: string) => join(dataDir, ".forget.json");
const ledgerFile = (dataDir: string) => join(dataDir, "forgotten.json");

/** Whether an earlier forgetting was interrupted. */
export const isForgetOpen = (dataDir: string) => existsSync(journalFile(dataDir));

/** What forgetting would change, snapshot by snapshot, with nothing changed. */
export async function planForgetting(dataDir: string, {erase, blank}: ErasureRequest): Promise<Traces[]> {
  return withDatabase(async (db) => {
    await prepareErasing(db, {erase, blank, verdicts: []});
    return findTraces(db, dataDir, {erase, blank});
  });
}

/**
 * Erases people from every snapshot, removes the marts, and searches everything for what might be left of them. Killed
 * anywhere, `finishForgetting` goes on from there. Throws a `UserError` where something is left, and keeps the journal.
 */
export async function forgetPeople(
  dataDir: string,
  request: ErasureRequest,
  options: ForgetOptions = {}
): Promise<Forgotten> {
  return locked(dataDir, options, async () => {
    const journal = await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir, "raw", {isVerified: true});
      const startedAt = (options.now?.() ?? new Date()).toISOString();
      const hadMarts = existsSync(join(dataDir, "marts"));
      return {...request, startedAt, hadMarts, verdicts: await readJudgements(db, request.erase)};
    });
    await writeJournal(dataDir, journal);
    options.onStep?.("journal");
    return carryOut(dataDir, journal, options);
  });
}

/** Goes on with a forgetting that was interrupted; null where there is none. */
export async function finishForgetting(
  dataDir: string,
  options: ForgetOptions = {}
): Promise<Forgotten | null> {
  if (!isForgetOpen(dataDir)) return null;
  return locked(dataDir, options, async () => {
    const read = journalSchema.safeParse(
      await readFile(journalFile(dataDir), "utf8")
        .then(JSON.parse)
        .catch(() => null)
    );
    if (!read.success)
      throw new UserError(
        `${journalFile(dataDir)} cannot be read: delete it, then run followback forget again`
      );
    return carryOut(dataDir, read.data, options);
  });
}

async function carryOut(
  dataDir: string,
  journal: Journal,
  {onStep, alsoSearch = [], now, kept = []}: ForgetOptions
): Promise<Forgotten> {
  const root = snapshotsDir(dataDir);
  if (existsSync(root)) await sweepSnapshots(root);
  // Marts first: a killed run leaves none that still hold somebody, and a build makes them anew.
  await dropDerived(dataDir);
  const ids = new Set(journal.erase.map(({id}) => id));
  for (const {erase} of kept) await erase?.(dataDir, ids);
  await eraseFromBills(root, ids);
  onStep?.("marts removed");
  const done = await withDatabase(async (db) => {
    await prepareErasing(db, journal);
    const traces = await findTraces(db, dataDir, journal);
    await eraseAll(db, dataDir, traces, onStep);
    // In the others only what lists were worth was noted.
    const snapshots = traces.filter(isOfPeople).length;
    const rows = traces
      .flatMap(({tables}) => Object.values(tables))
      .reduce((sum, count) => sum + count.rows + count.mended, 0);
    const proof = await searchRemainders(db, [dataDir, ...alsoSearch], journal.erase, {
      texts: journal.blank.flatMap(({texts}) => texts),
      kept
    });
    return {snapshots, rows, proof};
  });
  onStep?.("searched");
  const [left] = done.proof.remainders;
  if (left) {
    throw new UserError(
      `${left.file}: still contains their data (${left.what}): remove that file, then run followback forget again`
    );
  }
  const facts = {people: countPeople(journal.erase), blanked: journal.blank.length};
  await noteForgotten(dataDir, {
    at: (now?.() ?? new Date()).toISOString(),
    ...facts,
    startedAt: journal.startedAt
  });
  onStep?.("noted");
  await rm(journalFile(dataDir), {force: true});
  await syncPath(dataDir);
  return {...facts, ...done, hadMarts: journal.hadMarts, erased: journal.erase};
}

const isOfPeople = ({tables, isNamedAfter}: Traces) => isNamedAfter || Object.keys(tables).length > 0;

/** What every list of the accounts they stand in is worth now: without them it cannot be judged the same way again. */
async function readJudgements(db: Database, erase: readonly Person[]): Promise<RetainedJudgement[]> {
  if (erase.length === 0) return [];
  const ids = erase.map(({id}) => id).join(", ");
  const lists = (["followers", "following"] as const).map(
    (list) => `select account_id from raw."${list}" where ${personColumns[list]!.row[0]} in (${ids})`
  );
  const accounts = await db.rows<{id: string}>(
    `select distinct account_id::varchar as id from (${lists.join(" union all ")}) order by 1`
  );
  // As a build judges them: lists of names beside those of ids are of the same people.
  const isByName = await hasNames(db);
  if (isByName) {
    await keepNamedRows(db, ids);
    await applyNames(db);
  }
  const shared = isByName ? await listsOfOthers(db, ids) : new Set<string>();
  const verdicts: RetainedJudgement[] = [];
  for (const {id} of accounts) {
    for await (const {accountId, snapshotId, list, judgement} of judgeLists(db, {accountId: id})) {
      const {verdict, why, holds} = judgement;
      const isLacking = verdict === "complete" && shared.has(`${accountId} ${snapshotId} ${list}`);
      verdicts.push({
        account: accountId,
        snapshot: snapshotId,
        list,
        ...(isLacking ? {verdict: "partial", why: whyLacking} : {verdict, why}),
        holds
      });
    }
  }
  return verdicts;
}

const whyLacking = "somebody was forgotten under a name that is another person's in it";

/** Keeps, as `named_rows`, the rows of lists that have a name which goes, before ids take the place of known names. */
async function keepNamedRows(db: Database, ids: string): Promise<void> {
  const lists = (["followers", "following"] as const).map(
    (list) => `
      select account_id, snapshot_id, '${list}' as list, user_id, page_at
      from raw."${list}" where user_id < 0 and user_id in (${ids})`
  );
  await db.run(`create temp table named_rows as ${lists.join(" union all ")}`);
}

/**
 * Lists in which a name that goes is that of somebody who stays, by account, snapshot and list: without that row they would
 * seem to have left. `ids` is SQL of those who go; `keepNamedRows` and then `applyNames` have been over `db`.
 */
async function listsOfOthers(db: Database, ids: string): Promise<Set<string>> {
  const found = await db.rows<{account_id: bigint; snapshot_id: string; list: string}>(`
    select distinct r.account_id, r.snapshot_id, r.list
    from named_rows r
    join name_ids n on n.account_id = r.account_id and n.stand_in = r.user_id and n.said_at = r.page_at
    where n.user_id not in (${ids})`);
  return new Set(found.map(({account_id, snapshot_id, list}) => `${account_id} ${snapshot_id} ${list}`));
}

/** Holds the lock of the data folder, and sees to it that no source adds anything meanwhile. */
async function locked<T>(dataDir: string, {kept = []}: ForgetOptions, use: () => Promise<T>): Promise<T> {
  const releases = [await lockData(dataDir)];
  try {
    for (const {hold} of kept) if (hold) releases.push(await hold(dataDir));
    await refuseLinks(snapshotsDir(dataDir));
    return await use();
  } finally {
    for (const release of releases.reverse()) release();
  }
}

/** A snapshot behind a link would be written anew in the place of the link, and stay as it is where the link leads. */
async function refuseLinks(root: string): Promise<void> {
  if (!existsSync(root)) return;
  const found = await readdir(root, {recursive: true, withFileTypes: true});
  const link = found.find((entry) => entry.isSymbolicLink());
  if (link)
    throw new UserError(
      `${join(link.parentPath, link.name)}: is a link to a folder elsewhere, where nothing is erased: put that folder in its place, then run this again`
    );
}

/** Removes the marts, and what a killed build or forgetting left half written. */
async function dropDerived(dataDir: string) {
  for (const name of ["marts", "derived"]) {
    await dropFolder(join(dataDir, name));
    await sweepBeside(join(dataDir, name));
  }
  for (const name of await readdir(dataDir))
    if (/^(\.forget\.json\.|forgotten\.json\.)/.test(name)) await rm(join(dataDir, name), {force: true});
}

async function writeJournal(dataDir: string, journal: Journal) {
  await replaceFile(journalFile(dataDir), JSON.stringify(journal), 0o600);
}

/** Adds one line of history: when, how many, and nobody's name. A run that repeats its last step adds nothing. */
async function noteForgotten(
  dataDir: string,
  entry: {at: string; startedAt: string; people: number; blanked: number}
) {
  const file = ledgerFile(dataDir);
  const entries = existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as (typeof entry)[]) : [];
  if (entries.some(({startedAt}) => startedAt === entry.startedAt)) return;
  await replaceFile(file, JSON.stringify([...entries, entry], null, 2) + "\n", 0o600);
}
