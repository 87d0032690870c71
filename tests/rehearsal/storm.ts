import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {readFaults, type Rule} from "../../data-loaders/demo/server/faults.ts";
import {startLocalX, type LocalRequest, type LocalX} from "../../data-loaders/demo/server/server.ts";
import {BilledToday} from "../../data-loaders/x-api/billed-today.ts";
import {openClient} from "../../data-loaders/x-api/client.ts";
import {writeCredentials} from "../../data-loaders/x/access/credentials-file.ts";
import {credentialsFrom, staticCredentials} from "../../data-loaders/x/access/credentials.ts";
import {takeSnapshot, type TakenSnapshot} from "../../data-loaders/x-api/snapshot.ts";
import {partOf} from "../../data-loaders/x/protocol/requests.ts";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {topicMatcher} from "../../src/interests/match.ts";
import {windowDays} from "../../src/interests/sample.ts";
import {publishedPrices} from "../../src/plan/prices.ts";
import {attachSnapshots, type Manifest} from "../../src/snapshots/store.ts";
import {account, TestClock} from "../x-api/tiny.ts";
import {dawn, topics, Town} from "./town.ts";

/** How one run through a storm went. */
export interface Voyage {
  seed: number;
  /** One a snapshot that was tried: `whole`, `partial: why`, or `nothing: why`. */
  ends: string[];
  faults: string[];
  requests: number;
  /** Micro-dollars: the server's meter, our count, and our count of what it can be at most. */
  meter: number;
  told: number;
  toldAtMost: number;
  /** The most any single run may have cost, and what it did, where it had a budget. */
  overspent: number;
  /** People who were looked at, and answers of the search for their posts. */
  looked: number;
  searches: number;
  /** Snapshots that nothing stopped: the next begins anew. */
  finished: number;
  /** What must never be: each a sentence. Empty where all is well. */
  wrongs: string[];
}

export interface StormOptions {
  seed: number;
  /** How many times as likely every fault is as in the scenario `storm`. */
  force?: number;
}

const clientId = "rehearsal-app";
const appToken = "rehearsal-app-token";
const search = "/2/tweets/search/all";
const searchForce = 3;
const dayMs = 86_400_000;
/** Micro-dollars a month for looking at interests: enough for everybody who came in a week. */
const interestsBudget = 20_000_000;

/**
 * Watches a town through the scenario `storm`: a full walk, a head a day later, a full walk after a week, and two heads on
 * the days on which whoever came is looked at for interests, each tried twice more on its day where it does not come out
 * whole; a third of the runs has a budget. Every row stored is held against what the town really was.
 */
export async function sail({seed, force = 1}: StormOptions): Promise<Voyage> {
  const town = new Town();
  const clock = new TestClock(dawn);
  const stronger = (rule: Rule, times: number): Rule => ({...rule, chance: Math.min(1, rule.chance * times)});
  const storm = readFaults("storm");
  const rules = [
    ...storm.map((rule) => stronger(rule, force)),
    // A voyage has few searches: each meets more, or hardly any would meet anything.
    ...storm.flatMap((rule) =>
      rule.on === undefined ? [stronger({...rule, on: search}, force * searchForce)] : []
    )
  ];
  // X promises to bill a row once a day only softly. Where it does not, no client can know: then only the budget must hold.
  const isCountable = seed % 5 !== 0;
  const asked: Asked[] = [];
  const voyage: Voyage = {
    seed,
    ends: [],
    faults: [],
    requests: 0,
    meter: 0,
    told: 0,
    toldAtMost: 0,
    overspent: 0,
    looked: 0,
    searches: 0,
    finished: 0,
    wrongs: []
  };
  const x = await startLocalX(town, {
    tokens: {app: appToken},
    clock,
    onRequest(request) {
      const day = Math.floor(clock.time / dayMs);
      if (request.endpoint === search) asked.push({day, finished: voyage.finished, request});
    },
    oauth: {clientId, redirectUris: ["http://127.0.0.1:8723/callback"]},
    faultScenario: {rules: isCountable ? rules.filter(({do: {kind}}) => kind !== "dedupe-off") : rules, seed}
  });
  const dataDir = await mkdtemp(join(tmpdir(), "followback-storm-"));
  try {
    const file = join(dataDir, "..", `${dataDir.split("/").at(-1)}-credentials.json`);
    await logIn(x, file, clock);
    const days: {later: number; head: boolean; grow: () => void}[] = [
      {later: 0, head: false, grow: () => {}},
      {later: 1, head: true, grow: () => town.growOne()},
      {later: 6, head: false, grow: () => town.growMore()},
      {later: 32, head: true, grow: () => town.growOld()},
      {later: 1, head: true, grow: () => {}}
    ];
    for (const {later, head, grow} of days) {
      clock.days(later);
      // Waits for limits and outages move the clock; every day begins at noon.
      clock.time = Math.floor(clock.time / dayMs) * dayMs + dayMs / 2;
      grow();
      for (let attempt = 0; attempt < 3; attempt++) {
        const end = await tryOnce(voyage, {x, town, clock, dataDir, file, head, seed: seed * 31 + attempt});
        voyage.ends.push(end);
        if (end === "whole") break;
        clock.time += 600_000;
      }
    }
    await rm(file, {force: true});
    for (const {dollars, dollars_at_most = dollars} of await ledger(dataDir)) {
      voyage.told += Math.round(dollars * 1e6);
      voyage.toldAtMost += Math.round(dollars_at_most * 1e6);
    }
    voyage.meter = x.meter.microDollars;
    voyage.faults = x.played.map(({nth, kind, endpoint}) => `${nth} ${kind} ${endpoint}`);
    voyage.requests = Object.values(x.requests).reduce((sum, {requests}) => sum + requests, 0);
    // What the last run paid and could not store is in its journal, for the bill of the next.
    voyage.told += voyage.meter > voyage.told ? await unstored(dataDir) : 0;
    voyage.searches = asked.length;
    const spent = x.meter.byEndpoint[search]?.microDollars ?? 0;
    if (spent > interestsBudget)
      voyage.wrongs.push(`interests cost ${spent}, more than the month's ${interestsBudget}`);
    voyage.wrongs.push(...askedTwice(asked, new Set(x.played.map(({nth}) => nth))));
    if (!isCountable) return voyage;
    if (voyage.told > voyage.meter)
      voyage.wrongs.push(`told ${voyage.told}, more than the meter's ${voyage.meter}`);
    if (Math.max(voyage.toldAtMost, voyage.told) < voyage.meter)
      voyage.wrongs.push(`told at most ${voyage.toldAtMost}, less than the meter's ${voyage.meter}`);
    return voyage;
  } finally {
    await x.close();
    await rm(dataDir, {recursive: true, force: true});
  }
}

async function logIn(x: LocalX, file: string, clock: TestClock) {
  const pair = x.oauth.issue();
  await writeCredentials(file, {
    login: {
      clientId,
      clientSecret: null,
      accessToken: pair.access_token,
      expiresAt: new Date(clock.time + pair.expires_in * 1000),
      refreshToken: pair.refresh_token!,
      scopes: pair.scope.split(" "),
      userId: account,
      username: "brand",
      since: clock.now()
    }
  });
}

interface Attempt {
  x: LocalX;
  town: Town;
  clock: TestClock;
  dataDir: string;
  file: string;
  head: boolean;
  seed: number;
}

async function tryOnce(
  voyage: Voyage,
  {x, town, clock, dataDir, file, head, seed}: Attempt
): Promise<string> {
  const maxCost = seed % 3 === 0 ? 500_000 + (seed % 7) * 900_000 : null;
  const before = x.meter.microDollars;
  const client = openClient({
    credentials: await credentialsFrom({FOLLOWBACK_CREDENTIALS: file}, {base: x.url, clock}),
    appCredentials: staticCredentials(appToken, "bearer"),
    base: x.url,
    clock,
    billed: new BilledToday(dataDir),
    maxCost,
    isAppOwned: true,
    timeoutMs: 250
  });
  try {
    const taken = await takeSnapshot({
      dataDir,
      account,
      client,
      clock,
      head,
      interests: {topics, budget: interestsBudget}
    });
    const wrongs = await withDatabase(async (db) => {
      await attachSnapshots(db, dataDir);
      const looked = await findWrongLooks(db, town);
      voyage.looked = looked.people;
      if (taken.manifest.stopped === undefined) voyage.finished += 1;
      return [...(await findWrongs(db, taken, town)), ...looked.wrongs];
    });
    voyage.wrongs.push(...wrongs.map((wrong) => `${taken.id}: ${wrong}`));
    return endOf(taken);
  } catch (error) {
    if (error instanceof UserError) return `nothing: ${error.message}`;
    throw error;
  } finally {
    client.close();
    const cost = x.meter.microDollars - before;
    if (maxCost !== null && cost > maxCost) {
      voyage.overspent = Math.max(voyage.overspent, cost - maxCost);
      voyage.wrongs.push(`--max-cost ${maxCost} was exceeded: ${cost}`);
    }
  }
}

/** A search that was sent: on which day since 1970, and how many snapshots were finished before. */
interface Asked {
  day: number;
  finished: number;
  request: LocalRequest;
}

/** Searches that met no fault, and that a snapshot which was gone on with sent once more. */
function askedTwice(asked: readonly Asked[], struck: ReadonlySet<number>): string[] {
  const answered = new Set<string>();
  return asked
    .filter(({request}) => !struck.has(request.nth))
    .flatMap(({day, finished, request: {query}}) => {
      const key = `${day} ${finished} ${query}`;
      if (answered.has(key)) return [`a search was sent twice for one snapshot: ${query}`];
      answered.add(key);
      return [];
    });
}

/** A snapshot is whole where every list came to its end and nothing is said against it. */
function endOf({lists, manifest}: TakenSnapshot): string {
  if (manifest.stopped !== undefined) return `partial: ${manifest.stopped}`;
  const partial = lists.find(({verdict}) => verdict === "partial");
  if (partial) return `partial: ${partial.list}: ${partial.why}`;
  const said = (manifest.notes ?? []).filter(
    (note) => !/^prices of|^X mixed its two field dialects/.test(note)
  );
  return said.length > 0 ? `partial: ${said[0]}` : "whole";
}

interface StoredRow {
  id: string;
  is_mutual: boolean | null;
}

/** Holds what one snapshot says against what the town is. */
async function findWrongs(db: Database, taken: TakenSnapshot, town: Town): Promise<string[]> {
  const wrongs: string[] = [];
  const own = `snapshot_id = '${taken.id}'`;
  const notes = (taken.manifest.notes ?? []).join("; ");
  const isWhole = endOf(taken) === "whole";
  for (const {list, verdict} of taken.lists) {
    const truth = town[list].filter((id) => !town.lost.has(id));
    const other = new Set(town[list === "followers" ? "following" : "followers"]);
    const rows = await db.rows<StoredRow>(
      `select user_id::varchar as id, is_mutual from raw."${list}" where ${own} order by position`
    );
    const ids = rows.map(({id}) => id);
    if (verdict === "complete" && ids.join() !== truth.join())
      wrongs.push(`${list} is complete with ${ids.length} rows, and it really had ${truth.length}`);
    if (verdict === "head" && ids.join() !== truth.slice(0, ids.length).join())
      wrongs.push(`the head of ${list} is not its newest part`);
    const known = new Set(truth);
    if (ids.some((id) => !known.has(id))) wrongs.push(`${list} holds somebody who was not in it`);
    if (rows.some(({id, is_mutual: mutual}) => mutual !== null && mutual !== other.has(id)))
      wrongs.push(`${list} says of somebody a mutual follow that is not so`);
    if (rows.some(({is_mutual: mutual}) => mutual === null) && !/connection_status/.test(notes))
      wrongs.push(`${list} lacks is_mutual and does not say why`);
  }
  const statuses = await db.rows<{
    id: string;
    status: string;
    created: Date | null;
    followers: bigint | null;
  }>(`
    select user_id::varchar as id, status, created_at as created, followers_count as followers from raw.users where ${own}`);
  for (const {id, status, created, followers} of statuses) {
    const really = town.lost.get(id) ?? "active";
    if (status !== really && !(status === "unresolved" && /look-ups/.test(notes) && !isWhole))
      wrongs.push(`${id} is said to be ${status}, and is ${really}`);
    if (
      status === "active" &&
      (created === null || followers === null) &&
      !/created_at|public_metrics/.test(notes)
    )
      wrongs.push(`the profile of ${id} lacks fields and nothing says why`);
  }
  wrongs.push(...(await findWrongActs(db, own, town)));
  return wrongs;
}

/** A poll that says it is complete must have stored, by then, every act there was. */
async function findWrongActs(db: Database, own: string, town: Town): Promise<string[]> {
  const wrongs: string[] = [];
  const polls = await db.rows<{kind: string; target: string | null; capped: boolean}>(
    `select kind, target::varchar as target, capped from raw.polls where ${own} and complete and kind <> 'post'`
  );
  const interactions = await db.rows<{id: string; kind: string; target: string | null}>(
    `select distinct act_id as id, kind, target_post_id::varchar as target from raw.interactions`
  );
  const stored = new Set(interactions.map(({id}) => id));
  for (const {kind, target} of polls) {
    const truth =
      kind === "mention"
        ? town.mentions.map(({id}) => id)
        : kind === "repost"
          ? (town.reposts.get(target!) ?? []).map(({id}) => id)
          : kind === "quote"
            ? (town.quotes.get(target!) ?? []).map(({id}) => id)
            : (town.likes.get(target!) ?? []).map((id) => `like:${id}:${target}`);
    const missing = truth.filter((id) => !stored.has(id));
    if (missing.length > 0)
      wrongs.push(`a complete poll of ${kind} ${target ?? ""} lacks ${missing.length} interactions`);
  }
  const real = new Set([
    ...town.mentions.map(({id}) => id),
    ...[...town.reposts.values(), ...town.quotes.values()].flat().map(({id}) => id),
    ...[...town.likes].flatMap(([target, ids]) => ids.map((id) => `like:${id}:${target}`))
  ]);
  for (const id of stored) if (!real.has(id)) wrongs.push(`the act ${id} never was`);
  return wrongs;
}

/** Whoever was looked at has both periods, once, and they say what the town says. */
async function findWrongLooks(db: Database, town: Town): Promise<{people: number; wrongs: string[]}> {
  const looks = await db.rows<{
    id: string;
    rows: number;
    seen: Date;
    really_seen: Date;
    before: boolean | null;
    after: boolean | null;
  }>(`
    with firsts as (
      select user_id, min(page_at) as seen from raw.followers group by user_id
    )
    select i.user_id::varchar as id, count(*)::int as rows, min(first_seen_at) as seen, min(f.seen) as really_seen,
      bool_or(matched) filter (where period = 'before') as before,
      bool_or(matched) filter (where period = 'after') as after
    from raw.interests i
    left join firsts f using (user_id)
    group by i.user_id`);
  const holdsTopic = await topicMatcher(topics);
  const wrongs = looks.flatMap(({id, rows, seen, really_seen, before, after}) => {
    const isShown = !town.hidden.has(id) && !town.lost.has(id);
    const truly = (from: number, to: number) =>
      isShown
        ? town.posts.some(({authorId, text, createdAt}) => {
            const days = (createdAt.getTime() - seen.getTime()) / dayMs;
            return authorId === id && days >= from && days < to && holdsTopic(text);
          })
        : null;
    return [
      ...(rows === 2 ? [] : [`${id} has ${rows} rows of interests`]),
      ...(seen.getTime() === really_seen.getTime()
        ? []
        : [`${id} was not first seen at ${seen.toISOString()}`]),
      ...(before === truly(-windowDays, 0) ? [] : [`${id} is said to have posted before: ${before}`]),
      ...(after === truly(0, windowDays) ? [] : [`${id} is said to have posted after: ${after}`])
    ];
  });
  const [unfinished] = await db.rows<{people: number}>(`
    select count(distinct user_id)::int as people from raw.interests i
    where not exists (from raw.polls p where p.kind = 'interest' and p.complete and p.stratum = i.stratum)`);
  if (unfinished!.people > 0)
    wrongs.push(`${unfinished!.people} people have rows of batches that were never finished`);
  return {people: looks.length, wrongs};
}

async function manifests(dataDir: string): Promise<Manifest[]> {
  const root = join(dataDir, "snapshots");
  const names = await readdir(root).catch(() => []);
  return Promise.all(
    names.map(
      async (name) => JSON.parse(await readFile(join(root, name, "snapshot.json"), "utf8")) as Manifest
    )
  );
}

const ledger = async (dataDir: string) => (await manifests(dataDir)).flatMap(({requests = []}) => requests);

/** What a run paid that could store nothing, in micro-dollars. */
async function unstored(dataDir: string): Promise<number> {
  const text = await readFile(join(dataDir, ".x-api", `${account}.ndjson`), "utf8").catch(() => "");
  let microDollars = 0;
  const pay = (walk: string, fresh: number) =>
    void (microDollars += fresh * publishedPrices.price(partOf(walk).endpoint, true));
  for (const line of text.split("\n").filter(Boolean)) {
    const entry = JSON.parse(line) as {
      fresh?: number;
      stored?: string;
      walk?: string;
      paid?: {walk: string; fresh: number};
    };
    if (entry.stored) microDollars = 0;
    if (entry.walk) pay(entry.walk, entry.fresh ?? 0);
    if (entry.paid) pay(entry.paid.walk, entry.paid.fresh);
  }
  return microDollars;
}
