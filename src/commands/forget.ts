import {existsSync} from "node:fs";
import {join, resolve} from "node:path";
import {confirm, isCancel} from "@clack/prompts";
import type {Command} from "commander";
import {dropWork as dropWorkOfBluesky} from "../../data-loaders/bluesky/work.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";
import {systemClock} from "../../data-loaders/clock.ts";
import {isMentioned, unfinished} from "../../data-loaders/x-api/journal.ts";
import {askCompliance, complianceCost} from "../../data-loaders/x-api/compliance.ts";
import {credentialsFrom} from "../../data-loaders/x/access/credentials.ts";
import {settleUnfinished} from "../../data-loaders/x-api/resume.ts";
import {buildMarts} from "../models/build.ts";
import {withDatabase} from "../duckdb.ts";
import {explained, UserError} from "../errors.ts";
import {derivedDir} from "../models/kept.ts";
import {martsDir} from "../models/marts.ts";
import {dataOption} from "./options.ts";
import {startProgress} from "./progress.ts";
import {dropReportCache, reportCacheDir} from "../site/report.ts";
import {dataDirOf} from "../snapshots/settings.ts";
import {
  finishForgetting,
  forgetPeople,
  isForgetOpen,
  planForgetting,
  type Forgotten,
  type ForgetOptions,
  type ErasureRequest
} from "../forget/forget.ts";
import {countPeople, describePeople, findPerson, listPeople, withStandIns} from "../forget/people.ts";
import {searchRemainders} from "../forget/prove.ts";
import {attachSnapshots, listSnapshots} from "../snapshots/store.ts";
import {pricesIn} from "../plan/prices.ts";
import {isDemoTruth, keptByDemo} from "../../data-loaders/demo/kept.ts";
import {keptByBlueskyListener, keptByListener} from "../../data-loaders/listening/kept.ts";
import {dollarsAtMost, plural, size} from "../words.ts";

/** What the sources keep in a data folder beside their snapshots. */
const kept = [keptByListener, keptByBlueskyListener, keptByDemo];

interface ForgetFlags {
  data?: string;
  dryRun?: boolean;
  compliance?: boolean;
  yes?: boolean;
}

export function addForgetCommand(program: Command): void {
  program
    .command("forget")
    .description("Erase a person from every snapshot, or everyone X has deleted, and prove it")
    .argument(
      "[user]",
      "Id, or @username of a stored profile or list; without one, finish an interrupted run"
    )
    .option("--compliance", "Ask X which stored people are deleted, protected or suspended, and erase them")
    .option("--yes", "Accept the cost of --compliance without being asked")
    .option("--dry-run", "Print what would change, and change nothing")
    .addOption(dataOption())
    .action((user: string | undefined, flags: ForgetFlags) => forget(user, flags));
}

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function forget(user: string | undefined, flags: ForgetFlags) {
  const dataDir = dataDirOf(flags.data);
  if (user !== undefined && flags.compliance) {
    throw new UserError("forget: a user and --compliance are both given: give only one");
  }
  if ((await listSnapshots(dataDir)).length === 0 && unfinished(dataDir).length === 0)
    throw new UserError(`no snapshots in ${dataDir}: check --data`);
  // What an interrupted snapshot of Bluesky had read can be asked again, and costs nothing.
  if (!flags.dryRun) await dropWorkOfBluesky(dataDir);
  const isOpen = isForgetOpen(dataDir);
  if (isOpen && flags.dryRun) log("an earlier run was interrupted: run followback forget to finish it");
  if (isOpen && !flags.dryRun) {
    log("finishing what was interrupted");
    await clearWork(dataDir);
    await report(dataDir, await run(dataDir, (options) => finishForgetting(dataDir, options)));
    if (user !== undefined && !(await isKnown(dataDir, user))) return;
  }
  if (user === undefined && !flags.compliance) {
    if (isOpen) return;
    throw new UserError("forget: missing user: give an id or @username, or --compliance");
  }
  if (user !== undefined && !flags.dryRun && (await isMentioned(dataDir, user))) await clearWork(dataDir);
  const request = flags.compliance ? await askX(dataDir, flags) : await wishOf(dataDir, user!);
  if (request === null) return;
  if (request.erase.length + request.blank.length === 0) return log("no one to forget: nothing was changed");
  if (flags.dryRun) return printPlan(dataDir, request);
  await clearWork(dataDir);
  await report(dataDir, await run(dataDir, (options) => forgetPeople(dataDir, request, options)));
}

/** What an interrupted snapshot had read becomes one, so that people are forgotten there too. */
async function clearWork(dataDir: string) {
  if (!existsSync(dataDir)) return;
  const settled = await settleUnfinished(dataDir, systemClock);
  if (settled > 0) log(`stored as partial: ${plural(settled, "interrupted snapshot")}`);
}

const wishOf = (dataDir: string, user: string): Promise<ErasureRequest> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return {erase: await findPerson(db, user), blank: []};
  });

/** Whether anything is left to do for somebody after an interrupted run was finished. */
const isKnown = (dataDir: string, user: string) =>
  wishOf(dataDir, user).then(
    () => true,
    (error: unknown) => {
      if (error instanceof UserError) return false;
      throw error;
    }
  );

/** Runs a forgetting with its steps on stderr; the pages' cache goes first, so that the search finds none of it. */
async function run<T>(dataDir: string, start: (options: ForgetOptions) => Promise<T>): Promise<T> {
  await dropReportCache();
  const pages = resolve("dist");
  const alsoSearch = [reportCacheDir, ...(existsSync(pages) ? [pages] : [])];
  const progress = startProgress("forgetting", 0);
  let done = 0;
  try {
    const result = await start({onStep: (step) => progress.at((done += 1), step), alsoSearch, kept});
    progress.end("snapshots are done");
    return result;
  } catch (error) {
    // What a person can mend says itself what to do next.
    if (!(explained(error) instanceof UserError)) progress.end("stopped: run followback forget to go on");
    throw error;
  }
}

/** Says what was done, builds the marts anew where there were some, and searches those too. */
async function report(dataDir: string, forgotten: Forgotten | null) {
  if (!forgotten) return;
  const {people, blanked, snapshots, rows, proof, hadMarts, erased} = forgotten;
  if (hadMarts) {
    await buildMarts(dataDir);
    const {remainders} = await withDatabase((db) =>
      searchRemainders(db, [martsDir(dataDir), derivedDir(dataDir)], erased)
    );
    if (remainders[0])
      throw new Error(`${remainders[0].file} of the marts still holds them (${remainders[0].what})`);
    log("the marts were rebuilt");
  }
  if (blanked > 0) log(`profile texts of ${plural(blanked, "person", "people")} erased`);
  const named = new Set(proof.named).size;
  if (named > 0)
    log(
      `in ${plural(named, "file")} another person's profile has the same words or name: it is theirs, and stays`
    );
  const given = new Set(proof.given).size;
  if (given > 0)
    log(
      `in ${plural(given, "file")} a campaign, place, project, code or experiment is called by their name: you named it, and it stays`
    );
  log(
    `searched ${plural(proof.files, "file")} (${size(proof.bytes)}), columns and bytes: nothing ${given > 0 ? "else " : ""}is left`
  );
  if (await isDemoTruth(join(dataDir, "truth.json")))
    log("truth.json belongs to the simulation, not to a person: it was not searched, and stays");
  log(
    "pages hold totals only: rebuild them with followback report. Delete backups and original archives yourself"
  );
  process.stdout.write(
    `forgot ${plural(people, "person", "people")}: ${plural(rows, "row")} in ${plural(snapshots, "snapshot")}\n`
  );
}

async function printPlan(dataDir: string, request: ErasureRequest) {
  const traces = await planForgetting(dataDir, request);
  for (const {snapshot, tables, isNamedAfter} of traces) {
    const parts = Object.entries(tables).map(([table, {rows, mended}]) =>
      [rows > 0 && `${table} -${rows}`, mended > 0 && `${table} ~${mended}`].filter(Boolean).join(" ")
    );
    if (isNamedAfter) parts.push("the name of its file");
    process.stdout.write(`${snapshot}\t${parts.join(", ")}\n`);
  }
  const {erase, blank} = request;
  log(
    `would erase ${plural(countPeople(erase), "person", "people")} and the profile texts of ${plural(blank.length, "person", "people")}` +
      ` in ${plural(traces.length, "snapshot")} (- rows that go, ~ rows that lose a mention or a text); nothing was changed`
  );
}

/** The compliance pass: says what it costs, asks X, and returns whom to forget; null where it was declined. */
async function askX(dataDir: string, {yes, dryRun}: ForgetFlags): Promise<ErasureRequest | null> {
  // Whom only an interrupted snapshot had read is asked about as well.
  if (!dryRun && (yes || process.stdin.isTTY)) await clearWork(dataDir);
  const ids = await withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    return listPeople(db, "x");
  });
  const prices = await pricesIn(dataDir);
  const {requests, dollars} = complianceCost(ids.length, prices);
  const price = `${plural(ids.length, "stored person", "stored people")}: ${plural(requests, "request")}, at most ${dollarsAtMost(dollars)} at X's prices of ${prices.of}`;
  log(price);
  if (ids.length === 0) return {erase: [], blank: []};
  if (dryRun) {
    log("dry run: X was not asked, because asking costs money");
    return null;
  }
  if (!yes) {
    if (!process.stdin.isTTY || !process.stderr.isTTY)
      throw new UserError("forget --compliance: asking X costs money: accept that with --yes");
    const agreed = await confirm({message: "Ask X?", initialValue: false, output: process.stderr});
    if (isCancel(agreed) || !agreed) {
      log("X was not asked, and no one was forgotten");
      return null;
    }
  }
  const client = openClient({
    credentials: await credentialsFrom(),
    onWait: (until) => log(`rate limit: waiting until ${until.toISOString().slice(11, 19)} UTC`)
  });
  const progress = startProgress("asking X", ids.length);
  try {
    const {gone, withheld, unresolved} = await askCompliance(client, ids, (done) => progress.at(done));
    progress.end(
      `deleted or deactivated: ${gone.length}; protected or suspended: ${withheld.length}; no answer for: ${unresolved}`
    );
    if (client.stopped !== null) {
      log(
        `stopped early: ${client.stopped.message}; not all were asked about: run the same again for the others`
      );
      process.exitCode = 1;
    }
    if (gone.length > 0) log("forgotten people leave the figures too: their losses are no longer counted");
    return await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      const blank = (await describePeople(db, withheld)).filter(({texts}) => texts.length > 0);
      return {erase: await describePeople(db, await withStandIns(db, gone)), blank};
    });
  } finally {
    client.close();
  }
}
