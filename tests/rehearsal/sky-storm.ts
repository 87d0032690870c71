import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {BlueskyClient} from "../../data-loaders/bluesky/client.ts";
import {insideOf} from "../../data-loaders/bluesky/outside.ts";
import {takeSnapshot, type TakenSnapshot} from "../../data-loaders/bluesky/snapshot.ts";
import {readAppviewFaults} from "../../data-loaders/demo/sky/faults.ts";
import {follows, likes, posts, reposts, type LocalRecord} from "../../data-loaders/demo/sky/repositories.ts";
import {startAppview} from "../../data-loaders/demo/sky/server.ts";
import {MovableClock} from "../../data-loaders/demo/server/clock.ts";
import {withDatabase, type Database} from "../../src/duckdb.ts";
import {UserError} from "../../src/errors.ts";
import {buildMarts} from "../../src/models/build.ts";
import {attachMarts} from "../../src/models/marts.ts";
import {attachSnapshots, holdStore} from "../../src/snapshots/store.ts";
import {brand, skyDawn, SkyTown} from "./sky-town.ts";

/** How one run through a storm on Bluesky went. */
export interface SkyVoyage {
  seed: number;
  /** One a snapshot that was tried: `whole`, `partial: why`, or `nothing: why`. */
  ends: string[];
  faults: string[];
  requests: number;
  /** What must never be: each a sentence. Empty where all is well. */
  wrongs: string[];
}

const dayMs = 86_400_000;
const own = insideOf(brand);
const days = [0, 1, 2];

/**
 * Watches a town on Bluesky through the scenario `storm` on three days; a snapshot that does not come out whole is tried twice
 * more, an hour and a half later. Every row stored is held against what the town was then, and what marts say of those who left
 * against who left.
 */
export async function sailSky({seed, force = 1}: {seed: number; force?: number}): Promise<SkyVoyage> {
  const town = new SkyTown();
  const clock = new MovableClock(new Date(skyDawn));
  const rules = readAppviewFaults("storm").map((rule) => ({
    ...rule,
    chance: Math.min(1, rule.chance * force)
  }));
  const appview = await startAppview(town.repositories, {clock, faultScenario: {rules, seed}});
  const dataDir = await mkdtemp(join(tmpdir(), "followback-sky-storm-"));
  const voyage: SkyVoyage = {seed, ends: [], faults: [], requests: 0, wrongs: []};
  /** By day, the number inside of everybody whose follow was there then, shown or hidden. */
  const followed = new Map<number, Set<string>>();
  try {
    const take = async () => {
      for (const day of days) {
        clock.moveTo(new Date(skyDawn + day * dayMs));
        if (day > 0) town.grow(day);
        followed.set(day, new Set(town.repositories.about(follows, brand).map(({did}) => insideOf(did))));
        for (let attempt = 0; attempt < 3; attempt++) {
          const client = new BlueskyClient({base: appview.url, clock, timeoutMs: 250});
          const end = await tryOnce(voyage, dataDir, town, client);
          voyage.ends.push(end);
          if (end === "whole") break;
          clock.tick(90 * 60_000);
        }
      }
    };
    // One small database for all of it, or opening one takes longer than a snapshot.
    await holdStore(dataDir, take, {threads: 1});
    voyage.faults = appview.played.map(({nth, kind, endpoint}) => `${nth} ${kind} ${endpoint}`);
    voyage.requests = Object.values(appview.requests).reduce((sum, requests) => sum + requests, 0);
    voyage.wrongs.push(...(await findWrongEnds(dataDir, followed)));
    return voyage;
  } finally {
    await appview.close();
    await rm(dataDir, {recursive: true, force: true});
  }
}

async function tryOnce(voyage: SkyVoyage, dataDir: string, town: SkyTown, client: BlueskyClient) {
  try {
    const taken = await takeSnapshot({dataDir, account: brand, client});
    const wrongs = await withDatabase(
      async (db) => {
        await attachSnapshots(db, dataDir);
        return findWrongs(db, taken, town);
      },
      {threads: 1}
    );
    voyage.wrongs.push(...wrongs.map((wrong) => `${taken.id}: ${wrong}`));
    return endOf(taken);
  } catch (error) {
    if (error instanceof UserError) return `nothing: ${error.message}`;
    throw error;
  }
}

const said = "without a login: mentions and replies elsewhere were not asked";

/** A snapshot is whole where every list came to its end, everybody was answered, and nothing is said against it. */
function endOf({lists, manifest}: TakenSnapshot): string {
  const partial = lists.find(({why}) => why !== null);
  if (partial) return `partial: ${partial.list}: ${partial.why}`;
  const notes = (manifest.notes ?? []).filter((note) => note !== said);
  return notes.length > 0 ? `partial: ${notes[0]}` : "whole";
}

const keyOf = (record: LocalRecord | null) => record?.key ?? null;

/** Holds what one snapshot says against what the town is. */
async function findWrongs(db: Database, taken: TakenSnapshot, town: SkyTown): Promise<string[]> {
  const {repositories} = town;
  const wrongs: string[] = [];
  const mine = `snapshot_id = '${taken.id}'`;
  const texts = await db.rows<{id: string; text: string}>(
    "select distinct id::varchar as id, text from raw.outside_ids"
  );
  const didOf = new Map(texts.map(({id, text}) => [id, text]));
  const hiddenOf = (did: string) => {
    if (repositories.blockOf(brand, did)) return "blocked";
    if (repositories.blockOf(did, brand)) return "blocks_us";
    const {state} = repositories.accounts.get(did)!;
    return state === "active" ? null : state;
  };
  const rows = {
    followers: await db.rows<{id: string; mutual: boolean}>(
      `select user_id::varchar as id, is_mutual as mutual from raw.followers where ${mine}`
    ),
    following: await db.rows<{id: string; mutual: boolean}>(
      `select user_id::varchar as id, is_mutual as mutual from raw.following where ${mine}`
    )
  };
  for (const {list, why} of taken.lists) {
    const records =
      list === "followers" ? repositories.about(follows, brand) : repositories.of(brand, follows);
    const people = records
      .map(({did, value}) => (list === "followers" ? did : String(value.subject)))
      .filter((did) => repositories.accounts.get(did)!.state !== "deleted");
    const there = new Set(people.filter((did) => hiddenOf(did) === null));
    const stored = new Set(rows[list].map(({id}) => didOf.get(id)!));
    for (const did of stored) if (!there.has(did)) wrongs.push(`${list} holds ${did}, who is not in it`);
    const missing = [...there].filter((did) => !stored.has(did));
    if (why === null && missing.length > 0)
      wrongs.push(`${list} is complete and lacks ${missing.length} people`);
    for (const {id, mutual} of rows[list]) {
      const did = didOf.get(id)!;
      const other =
        list === "followers" ? repositories.followOf(brand, did) : repositories.followOf(did, brand);
      if (mutual !== (other !== null)) wrongs.push(`${list} says of ${did} a mutual follow that is not so`);
    }
  }
  const relationships = await db.rows<{
    id: string;
    inbound: string | null;
    outbound: string | null;
    hidden: string | null;
    inbound_claim: Date | null;
    outbound_claim: Date | null;
  }>(`
    select user_id::varchar as id, inbound_key as inbound, outbound_key as outbound, hidden,
      inbound_claimed_at as inbound_claim, outbound_claimed_at as outbound_claim
    from raw.relationships where ${mine}`);
  const looksFailed = await db.rows<{id: string}>(
    `select user_id::varchar as id from raw.users where ${mine} and status = 'unresolved'`
  );
  const unresolved = new Set(looksFailed.map(({id}) => id));
  for (const {id, inbound, outbound, hidden, inbound_claim: theirs, outbound_claim: ours} of relationships) {
    const did = didOf.get(id)!;
    const records = [repositories.followOf(did, brand), repositories.followOf(brand, did)] as const;
    const isDeleted = repositories.accounts.get(did)!.state === "deleted";
    const keys = isDeleted ? [null, null] : records.map(keyOf);
    if (inbound !== keys[0] || outbound !== keys[1]) wrongs.push(`the records of ${did} are not theirs`);
    const reason = inbound === null && outbound === null ? null : hiddenOf(did);
    if (hidden !== reason && !unresolved.has(id))
      wrongs.push(`${did} is hidden: ${hidden}, and is ${reason}`);
    for (const [claim, record] of [
      [theirs, records[0]],
      [ours, records[1]]
    ] as const)
      if (claim !== null && claim.toISOString() !== record?.value.createdAt)
        wrongs.push(`the record of ${did} is said to claim ${claim.toISOString()}`);
  }
  const users = await db.rows<{id: string; status: string; followers: bigint | null}>(
    `select user_id::varchar as id, status, followers_count as followers from raw.users where ${mine}`
  );
  for (const {id, status, followers} of users) {
    const did = didOf.get(id)!;
    const {state} = repositories.accounts.get(did)!;
    if (status !== state && status !== "unresolved")
      wrongs.push(`${did} is said to be ${status}, and is ${state}`);
    if (followers !== null && followers !== 12n) wrongs.push(`${did} has ${followers} followers`);
  }
  wrongs.push(...(await findWrongActs(db, mine, town, didOf)));
  return wrongs;
}

/** A poll that says it is complete has stored, by then, every act there was; and no act is stored that never was. */
async function findWrongActs(db: Database, mine: string, town: SkyTown, uriOf: ReadonlyMap<string, string>) {
  const {repositories} = town;
  const wrongs: string[] = [];
  const polls = await db.rows<{kind: string; target: string | null; rows: bigint | null}>(
    `select kind, target::varchar as target, rows from raw.polls where ${mine} and complete`
  );
  const acts = await db.rows<{actor: string; act: string; kind: string; target: string | null}>(`
    select distinct actor_id::varchar as actor, act_id as act, kind, target_post_id::varchar as target
    from raw.interactions`);
  const stored = new Set(
    acts.map(({actor, act, kind, target}) =>
      kind === "like" || kind === "repost"
        ? `${kind} ${uriOf.get(actor)} ${uriOf.get(target!)}`
        : uriOf.get(act)!
    )
  );
  const isShown = ({did}: LocalRecord) => repositories.isActive(did) && !repositories.isBlocked(brand, did);
  const below = (uri: string): LocalRecord[] =>
    repositories
      .about("reply", uri)
      .filter(isShown)
      .flatMap((one) => [one, ...below(one.uri)]);
  for (const {kind, target} of polls) {
    if (kind === "post") {
      const own = await db.rows<{id: string}>("select distinct post_id::varchar as id from raw.posts");
      const known = new Set(own.map(({id}) => uriOf.get(id)));
      const missing = repositories.of(brand, posts).filter(({uri}) => !known.has(uri));
      if (missing.length > 0) wrongs.push(`own posts are complete and lack ${missing.length}`);
      continue;
    }
    const uri = uriOf.get(target!)!;
    const names =
      kind === "conversation"
        ? below(uri).map((one) => one.uri)
        : kind === "quote"
          ? repositories
              .about("quote", uri)
              .filter(isShown)
              .map((one) => one.uri)
          : repositories
              .about(kind === "like" ? likes : reposts, uri)
              .filter(isShown)
              .map(({did}) => `${kind} ${did} ${uri}`);
    const missing = names.filter((name) => !stored.has(name));
    if (missing.length > 0) wrongs.push(`a complete poll of ${kind} of ${uri} lacks ${missing.length}`);
  }
  const real = new Set(
    [...repositories.records.values()].map(({uri, collection, did, value}) =>
      collection === likes || collection === reposts
        ? `${collection === likes ? "like" : "repost"} ${did} ${(value.subject as {uri: string}).uri}`
        : uri
    )
  );
  for (const name of stored) if (!real.has(name)) wrongs.push(`the act ${name} never was`);
  return wrongs;
}

/** Nobody counts as gone whose follow was there on every day, and nobody as come late who was there before. */
async function findWrongEnds(dataDir: string, followed: ReadonlyMap<number, Set<string>>): Promise<string[]> {
  await buildMarts(dataDir, {threads: 1});
  const spells = await withDatabase(async (db) => {
    await attachMarts(db, dataDir);
    return db.rows<{id: string; after: Date | null; ended: Date | null; why: string | null; first: Date}>(`
      select user_id::varchar as id, start_after as after, start_before as first, end_before as ended, end_reason as why
      from spells where direction = 'inbound' and account_id = ${own}`);
  });
  const dayOf = (at: Date) => Math.floor((at.getTime() - skyDawn) / dayMs);
  return spells.flatMap(({id, after, ended, why}) => {
    const on = days.filter((day) => followed.get(day)!.has(id));
    const wrongs: string[] = [];
    // Hidden people have a follow; what marts call an end with a reason that lists hide is none of an unfollow.
    if (ended !== null && why === "unfollowed" && on.includes(dayOf(ended)))
      wrongs.push(`${id} counts as gone on day ${dayOf(ended)}, and follows`);
    if (after !== null && on.some((day) => skyDawn + day * dayMs < after.getTime() - dayMs))
      wrongs.push(`${id} counts as come after ${after.toISOString()}, and was there before`);
    return wrongs;
  });
}
