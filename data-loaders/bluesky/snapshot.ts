import {journalMinutes} from "../../src/networks/bluesky.ts";
import {UserError} from "../../src/errors.ts";
import type {RawRow} from "../../src/snapshots/tables.ts";
import {hasSnapshot, holdStore, readManifest, snapshotId, writeSnapshot} from "../../src/snapshots/store.ts";
import type {Manifest, SnapshotFacts, SnapshotPlan} from "../../src/snapshots/store.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";
import {version} from "../../src/version.ts";
import {profileSchema, profilesSchema, read, type Profile} from "./answers.ts";
import {askClaims, sampleOf, type FollowRecord} from "./claims.ts";
import type {BlueskyClient} from "./client.ts";
import {BlueskyFailure} from "./failure.ts";
import {heardDeleted} from "./jetstream/heard.ts";
import {Journal} from "./journal.ts";
import {timeOfKey} from "./keys.ts";
import {recallMemory, type Memory} from "./memory.ts";
import {readNotifications, type Told} from "./notifications.ts";
import {insideOf, OutsideIds} from "./outside.ts";
import {readPeople, standingOf, type Person, type PeopleRead} from "./people.ts";
import {readActs} from "./read-acts.ts";
import {profileRequest, profilesRequest, type ListName} from "./requests.ts";
import {refuseEarlier} from "../../src/snapshots/set-back.ts";
import {profilesAtOnce} from "../../src/networks/bluesky.ts";

export interface SnapshotOptions {
  dataDir: string;
  /** The account's DID. */
  account: string;
  client: BlueskyClient;
  /** Rows a page of lists; default: as many as there are. */
  size?: number;
  /** Keep what was read until the snapshot is stored, so that a run which was killed need not ask again. Default true. */
  isJournaled?: boolean;
  /** Called as rows come, with how many of how many (0 = not known) are there. */
  log?: (done: number, message: string, total: number) => void;
  /** Called with what a person should know beside the result. */
  say?: (line: string) => void;
}

/** How one list came out: follows that are there, follows that lists hide, and people whom nobody said anything of. */
export interface ReadList {
  list: ListName;
  there: number;
  hidden: number;
  /** Why it is not whole; null where it is. */
  why: string | null;
}

export interface TakenSnapshot {
  id: string;
  /** False if this very observation was stored before, and nothing was asked or added. */
  isNew: boolean;
  handle: string | null;
  manifest: Manifest;
  lists: ReadList[];
}

const lists: readonly ListName[] = ["following", "followers"];

/** The profile of an account given as a DID or a handle. Throws a `UserError` where Bluesky does not show it. */
export async function findAccount(client: BlueskyClient, account: string): Promise<Profile> {
  try {
    return read((await client.get(profileRequest(account))).body, profileSchema, "profile");
  } catch (error) {
    if (!(error instanceof BlueskyFailure)) throw error;
    if (error.kind === "refused")
      throw new UserError(
        `account ${account}: Bluesky does not show it (${error.message}): check the handle`
      );
    throw new UserError(`account ${account}: ${error.message}: try again later`);
  }
}

const planOf = (account: string, takenAt: Date): SnapshotPlan => ({
  source: "bluesky",
  takenAt,
  key: `${account} ${takenAt.toISOString()}`
});

/**
 * Takes one snapshot of an account: both lists, how everybody in them or known before stands to it, profiles, its posts and
 * what others did there; all of it written at once. Throws a `UserError`, with nothing written, where Bluesky cannot be reached
 * to the end. What an interrupted run had read within the last hour is not asked for again.
 */
export function takeSnapshot(options: SnapshotOptions): Promise<TakenSnapshot> {
  return holdStore(options.dataDir, () => take(options));
}

async function take(options: SnapshotOptions): Promise<TakenSnapshot> {
  const {dataDir, account, client, isJournaled = true, say} = options;
  if (!isJournaled) return observe(options, client.clock.now());
  const id = insideOf(account);
  const left = await Journal.open(dataDir, id);
  if (left && hasSnapshot(dataDir, planOf(id, left.facts.takenAt))) {
    // Killed between its last two steps.
    left.remove();
    const stored = idOfJournal(left);
    say?.(`the snapshot begun at ${beganAt(left)} UTC had been stored when it was interrupted`);
    const manifest = await readManifest(dataDir, stored);
    return {id: stored, isNew: false, handle: null, manifest, lists: []};
  }
  const journal = left && isUsable(left, client) ? left : await begin(options, id, left);
  if (journal === left)
    say?.(
      `continuing the snapshot begun at ${beganAt(journal)} UTC: what it had read is not asked for again`
    );
  client.journal = journal;
  try {
    const taken = await observe(options, journal.facts.takenAt, journal.answered);
    journal.remove();
    return taken;
  } catch (error) {
    journal.close();
    throw error;
  } finally {
    client.journal = null;
  }
}

/** The id of the snapshot that a journal is of. */
export const idOfJournal = ({facts: {account, takenAt}}: Journal) => snapshotId(planOf(account, takenAt));
const beganAt = ({facts}: Journal) => facts.takenAt.toISOString().slice(0, 16).replace("T", " ");

function isUsable({facts}: Journal, {clock, place}: BlueskyClient): boolean {
  const minutes = (clock.now().getTime() - facts.takenAt.getTime()) / 60_000;
  return minutes <= journalMinutes && facts.version === version && facts.base === place;
}

async function begin(
  {dataDir, client}: SnapshotOptions,
  account: string,
  left: Journal | null
): Promise<Journal> {
  const takenAt = client.clock.now();
  await refuseEarlier(dataDir, "bluesky", account, takenAt);
  left?.remove();
  return Journal.begin(dataDir, {account, version, base: client.place, takenAt});
}

/** `answered`: the requests that an interrupted run had an answer to, by method. */
async function observe(
  options: SnapshotOptions,
  takenAt: Date,
  answered: ReadonlyMap<string, number> = new Map()
): Promise<TakenSnapshot> {
  const {dataDir, account, client} = options;
  const askedBefore = new Map(client.requests);
  for (const [method, count] of answered) askedBefore.set(method, (askedBefore.get(method) ?? 0) - count);
  const before = await findAccount(client, account);
  const own = insideOf(account);
  const memory = await recallMemory(dataDir, own, takenAt, isOwn(client, account));
  let read: ReadList[] = [];
  const {id, isNew, manifest} = await writeSnapshot(dataDir, planOf(own, takenAt), async (writer) => {
    const run = new SnapshotRun(options, writer, memory, takenAt, before, askedBefore);
    const facts = await run.run();
    read = run.lists;
    return facts;
  });
  return {id, isNew, handle: before.handle, manifest, lists: read};
}

/** One snapshot while it is being taken. */
class SnapshotRun {
  readonly lists: ReadList[] = [];
  readonly #ids = new OutsideIds();
  readonly #notes: string[] = [];
  #done = 0;

  constructor(
    readonly options: SnapshotOptions,
    readonly writer: SnapshotWriter,
    readonly memory: Memory,
    readonly takenAt: Date,
    readonly before: Profile,
    /** What the client had asked before it, less what an interrupted run had asked for it, by method. */
    readonly askedBefore: ReadonlyMap<string, number>
  ) {}

  async run(): Promise<SnapshotFacts> {
    const {client, account, dataDir, size} = this.options;
    const {memory, writer} = this;
    const own = this.#ids.of(account);
    const known = [...memory.people.values()];
    const people = await readPeople(client, {
      account,
      ...(size !== undefined && {size}),
      knownBefore: [...known.map(({did}) => did), ...memory.heard],
      heardDeleted: () => heardDeleted(dataDir, own, client.clock.now()),
      settled: new Set(known.filter(({isSettled}) => isSettled).map(({did}) => did)),
      log: (rows, message) => this.#log(rows, message)
    });
    this.#mustGoOn();
    const after = await maybeProfile(client, account);
    const detailed = await this.#readProfiles(people);
    const told = await this.#readNotifications();
    const toldOf = told?.follows ?? new Map<string, Date>();
    const claims = await this.#askClaims(people, toldOf);
    this.#mustGoOn();
    for (const list of lists) await this.#storeList(list, people, after);
    for (const person of people.people.values()) {
      await this.#storeRelationship(person, claims, toldOf);
      await this.#storeUser(person, people, detailed.get(person.did) ?? null);
    }
    const notes = await readActs({
      client,
      account,
      createdAt: this.before.createdAt,
      memory: memory.acts,
      told,
      known: memory.spoken,
      ids: this.#ids,
      append: (table, row) => writer.append(table, row),
      log: (message) => this.#log(0, message)
    });
    this.#mustGoOn();
    this.#notes.push(
      ...notes,
      ...(told ? [] : ["without a login: mentions and replies elsewhere were not asked"])
    );
    for (const row of this.#ids.rows()) await writer.append("outside_ids", {account_id: own, ...row});
    return {accounts: [own], requests: this.#bill(), notes: this.#notes};
  }

  /** Once Bluesky is out of reach the rest would be guesses: nothing is stored, and the next run continues. */
  #mustGoOn() {
    const {stopped} = this.options.client;
    if (stopped)
      throw new UserError(
        `${stopped.message}: nothing was stored: run the same again within ${journalMinutes} minutes to continue where it stopped`
      );
  }

  /**
   * The counts of those who are met for the first time, and of those who were met before and follow since, as they are at first
   * sight: lists have none.
   */
  async #readProfiles({
    lists: served,
    people
  }: PeopleRead): Promise<Map<string, {profile: Profile; at: Date}>> {
    const {client, account} = this.options;
    const found = new Map<string, {profile: Profile; at: Date}>();
    const listed = new Set([...served.followers.people.keys(), ...served.following.people.keys()]);
    const fresh = [...listed].filter((did) => did !== account && !this.memory.people.has(did));
    const came = [...served.followers.people.keys()].filter((did) => {
      const before = this.memory.people.get(did);
      return before?.inboundKey === null && people.get(did)?.relationship?.inboundKey != null;
    });
    let missed = 0;
    for (const group of [fresh, came])
      for (let from = 0; from < group.length && !client.stopped; from += profilesAtOnce) {
        const some = group.slice(from, from + profilesAtOnce);
        this.#log(0, `profiles, ${from} of ${group.length}`);
        try {
          const {body, at} = await client.get(profilesRequest(some));
          for (const profile of read(body, profilesSchema, "profiles").profiles)
            found.set(profile.did, {profile, at});
        } catch (error) {
          if (!(error instanceof BlueskyFailure)) throw error;
          missed += some.length;
        }
      }
    if (missed > 0) this.#notes.push(`profiles: the counts of ${missed} new people were not answered`);
    return found;
  }

  /** What others did, as the account itself is told; null where it is not logged in. */
  async #readNotifications(): Promise<Told | null> {
    const {client, account} = this.options;
    if (!isOwn(client, account)) return null;
    const told = await readNotifications({
      client,
      account,
      createdAt: this.before.createdAt,
      since: this.memory.acts.mentions?.to ?? null,
      log: (message) => this.#log(0, message)
    });
    this.#mustGoOn();
    if (told.note !== null) this.#notes.push(`notifications: ${told.note}`);
    return told;
  }

  /**
   * What time records claim: all that are new since an earlier look, else a sample, of those that no notification tells of. By
   * `did key` of the record's owner.
   */
  async #askClaims({people}: PeopleRead, told: ReadonlyMap<string, Date>): Promise<Map<string, Date>> {
    const {client, account} = this.options;
    const {dated, asked, hasLooked, people: known} = this.memory;
    const fresh: FollowRecord[] = [];
    const others: FollowRecord[] = [];
    for (const {did, relationship} of people.values()) {
      const before = known.get(did);
      const consider = (record: FollowRecord, keyBefore: string | null | undefined) => {
        if (dated.has(nameOf(record)) || told.has(nameOf(record))) return;
        (hasLooked && record.key !== keyBefore ? fresh : others).push(record);
      };
      const {inboundKey, outboundKey} = relationship ?? {};
      if (inboundKey) consider({did, subject: account, key: inboundKey}, before?.inboundKey);
      if (outboundKey) consider({did: account, subject: did, key: outboundKey}, before?.outboundKey);
    }
    const records = sampleOf(fresh, others, asked);
    const claims = await askClaims(client, records, (message) => this.#log(0, message));
    const lacking = records.length - claims.size;
    if (lacking > 0) this.#notes.push(`dates of follows: ${lacking} of ${records.length} were not answered`);
    return new Map([...claims].map(([record, at]) => [nameOf(record), at]));
  }

  /** One list: the follows that are there by their records, and are shown. Everybody was asked, or it is not whole. */
  async #storeList(list: ListName, {lists: served, people, unknown}: PeopleRead, after: Profile | null) {
    const {account} = this.options;
    const own = this.#ids.of(account);
    const {ended, reason, pages, startedAt, people: shown} = served[list];
    const opposite = list === "followers" ? "following" : "followers";
    let [there, hidden, unsaid] = [0, 0, 0];
    // Whom the list lost stands behind all it served.
    let lost = served[list].rows;
    let finishedAt = served[list].finishedAt ?? startedAt ?? this.takenAt;
    for (const person of people.values()) {
      const {relationship} = person;
      if (relationship === null || keyOf(person, list) === null) continue;
      if (hiddenBy(person) !== null) {
        hidden++;
        continue;
      }
      // Their follow is there, and nobody said whether they are shown.
      if (person.look?.state === "unresolved") {
        unsaid++;
        continue;
      }
      there++;
      if (relationship.at > finishedAt) finishedAt = relationship.at;
      await this.writer.append(list, {
        account_id: own,
        user_id: this.#ids.of(person.did),
        position: shown.get(person.did)?.position ?? lost++,
        page_at: relationship.at,
        is_mutual: keyOf(person, opposite) !== null
      });
    }
    // Whoever is absent was asked too; logged in, by a row of the other list, which may have come first.
    let beganAt = startedAt ?? this.takenAt;
    for (const {relationship} of people.values())
      if (relationship && relationship.askedAt < beganAt) beganAt = relationship.askedAt;
    for (const {relationship, look} of people.values())
      for (const at of [relationship?.at, look?.at]) if (at && at > finishedAt) finishedAt = at;
    const unanswered =
      unknown.size > 0
        ? `how ${unknown.size} people stand to it was not answered`
        : unsaid > 0
          ? `what became of ${unsaid} people was not answered`
          : null;
    const why = ended ? unanswered : reason;
    const count = list === "followers" ? "followersCount" : "followsCount";
    await this.writer.append("lists", {
      account_id: own,
      list,
      source: "bluesky",
      taken_at: this.takenAt,
      ended: why === null,
      reason: why,
      started_at: beganAt,
      finished_at: finishedAt,
      pages,
      count_before: this.before[count],
      count_after: after?.[count] ?? null,
      is_newest_first: false,
      additions_only: false,
      ...(there > 0 && {rows: there, self_rows: 0, distinct_rows: there, duplicate_rows: 0})
    });
    if (why !== null) this.#notes.push(`${list}: partial: ${why}`);
    this.lists.push({list, there, hidden, why});
  }

  async #storeRelationship(
    person: Person,
    claims: ReadonlyMap<string, Date>,
    told: ReadonlyMap<string, Date>
  ) {
    const {account} = this.options;
    const {did, relationship} = person;
    if (relationship === null) return;
    const {inboundKey, outboundKey, askedAt, at} = relationship;
    const claimOf = (owner: string, key: string | null) =>
      key === null ? null : (claims.get(nameOf({did: owner, key})) ?? null);
    const inbound = inboundKey === null ? null : nameOf({did, key: inboundKey});
    // A claim is stored once.
    const toldAt = inbound === null || this.memory.dated.has(inbound) ? null : (told.get(inbound) ?? null);
    await this.writer.append("relationships", {
      account_id: this.#ids.of(account),
      user_id: this.#ids.of(did),
      inbound_key: inboundKey,
      inbound_key_at: inboundKey === null ? null : timeOfKey(inboundKey),
      inbound_claimed_at: toldAt ?? claimOf(did, inboundKey),
      inbound_claim_told: toldAt === null ? null : true,
      outbound_key: outboundKey,
      outbound_key_at: outboundKey === null ? null : timeOfKey(outboundKey),
      outbound_claimed_at: claimOf(account, outboundKey),
      hidden: hiddenBy(person),
      asked_at: askedAt,
      answered_at: at
    });
  }

  /** A profile as a list or a look shows it, with the counts of those who are new; of the others what became of them. */
  async #storeUser(
    {did, profile, look}: Person,
    {lists: served}: PeopleRead,
    detailed: {profile: Profile; at: Date} | null
  ) {
    const listed = served.followers.people.get(did)?.at ?? served.following.people.get(did)?.at;
    const shownAt = detailed?.at ?? (look?.profile ? look.at : listed);
    const shown = detailed?.profile ?? profile;
    if (!look && !shownAt) return;
    const row: RawRow = {
      account_id: this.#ids.of(this.options.account),
      user_id: this.#ids.of(did),
      status: look?.state ?? "active",
      status_at: look?.at ?? shownAt
    };
    if (shown && shownAt)
      Object.assign(row, {
        profile_at: shownAt,
        username: shown.handle,
        created_at: shown.createdAt,
        followers_count: shown.followersCount,
        following_count: shown.followsCount,
        posts_count: shown.postsCount,
        description: shown.description
      });
    await this.writer.append("users", row);
  }

  /** What was asked, which costs nothing. */
  #bill() {
    const asked = this.options.client.requests;
    return [...new Set([...this.askedBefore.keys(), ...asked.keys()])].flatMap((endpoint) => {
      const requests = (asked.get(endpoint) ?? 0) - (this.askedBefore.get(endpoint) ?? 0);
      return requests > 0 ? [{endpoint, requests, resources: 0, dollars: 0}] : [];
    });
  }

  #log(rows: number, message: string) {
    const {followersCount, followsCount} = this.before;
    this.#done += rows;
    this.options.log?.(this.#done, message, (followersCount ?? 0) + (followsCount ?? 0));
  }
}

/** Whether the account itself is asking. */
const isOwn = ({session}: BlueskyClient, account: string) => session?.did === account;

const nameOf = ({did, key}: {did: string; key: string}) => `${did} ${key}`;

const keyOf = ({relationship}: Person, list: ListName) =>
  (list === "followers" ? relationship?.inboundKey : relationship?.outboundKey) ?? null;

/** Why lists do not show somebody whose follow is there; null where they do, or nobody says. */
function hiddenBy(person: Person): string | null {
  const hasFollow = lists.some((list) => keyOf(person, list) !== null);
  if (hasFollow && person.look?.state === "deleted") return "deleted";
  // A block and a state hide both directions alike: it is enough to ask for the one that is there.
  for (const list of lists) {
    const standing = standingOf(person, list);
    if (standing.is === "hidden") return standing.why;
  }
  return null;
}

/** The profile after the lists; without it only the counts stay unknown. */
async function maybeProfile(client: BlueskyClient, account: string): Promise<Profile | null> {
  try {
    return read((await client.get(profileRequest(account))).body, profileSchema, "profile");
  } catch (error) {
    if (error instanceof BlueskyFailure) return null;
    throw error;
  }
}
