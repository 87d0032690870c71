import {cidOf, isKey, keyOf, partsOf} from "./names.ts";

/** What became of an account. A taken down or deactivated one keeps its records; those of a deleted one are gone. */
export type AccountState = "active" | "deactivated" | "taken_down" | "deleted";

/** Counts as a profile shows them. */
export interface Counts {
  followers: number;
  follows: number;
  posts: number;
}

export interface LocalAccount {
  did: string;
  handle: string;
  displayName: string;
  description: string;
  createdAt: Date;
  /** What it is at the moment of asking. */
  readonly state: AccountState;
  /** Counts of its own, for people whose lists are not simulated; without them its records are counted. */
  readonly counts?: Counts;
}

export type RecordValue = Record<string, unknown> & {createdAt: string};

/** A record as it stands in the repository of its owner. */
export interface LocalRecord {
  uri: string;
  cid: string;
  did: string;
  collection: string;
  key: string;
  value: RecordValue;
  /** When the AppView met it. */
  indexedAt: Date;
  /** When lists take it to be made: the earlier of what it claims and when it was met. */
  sortAt: number;
  /** Rises with every record met. */
  nth: number;
}

export const follows = "app.bsky.graph.follow";
export const blocks = "app.bsky.graph.block";
export const posts = "app.bsky.feed.post";
export const likes = "app.bsky.feed.like";
export const reposts = "app.bsky.feed.repost";

/** A record that is refused: the word of the server, and what is wrong. */
export class BadRecord extends Error {
  override name = "BadRecord";
}

interface WriteOptions {
  /** When it is written. */
  at: Date;
  /** A key that the client chose. Default: one of the server's, of that instant. */
  key?: string;
  /** One of several in one commit: earlier records of the same subject stay. Default: they are replaced. */
  isBatch?: boolean;
}

/** What a record is about: the account or the post that it names. */
const targetsOf = ({collection, value}: Pick<LocalRecord, "collection" | "value">): [string, string][] => {
  const subject = value.subject as string | {uri: string} | undefined;
  const target = typeof subject === "object" ? subject.uri : subject;
  const reply = (value.reply as {parent?: {uri: string}} | undefined)?.parent?.uri;
  const embedded = (value.embed as {record?: {uri?: string; record?: {uri: string}}} | undefined)?.record;
  const quoted = embedded?.uri ?? embedded?.record?.uri;
  return [
    ...(target === undefined ? [] : [[collection, target] as [string, string]]),
    ...(reply === undefined ? [] : [["reply", reply] as [string, string]]),
    ...(quoted === undefined ? [] : [["quote", quoted] as [string, string]])
  ];
};

/**
 * Every account of a small network, and its records: what a client may write, and an index over it. What of it is shown,
 * and how, is decided in `views.ts` and `methods.ts`.
 */
export class Repositories {
  readonly accounts = new Map<string, LocalAccount>();
  readonly records = new Map<string, LocalRecord>();
  readonly #byHandle = new Map<string, LocalAccount>();
  readonly #about = new Map<string, Set<LocalRecord>>();
  readonly #of = new Map<string, Set<LocalRecord>>();
  #nth = 0;

  addAccount(account: LocalAccount): void {
    this.accounts.set(account.did, account);
    this.#byHandle.set(account.handle, account);
  }

  /** An account by DID or handle. */
  find(actor: string): LocalAccount | null {
    return this.accounts.get(actor) ?? this.#byHandle.get(actor.toLowerCase()) ?? null;
  }

  /** Whether an account is shown to anybody. */
  isActive = (did: string): boolean => this.accounts.get(did)?.state === "active";

  /** Writes a record. Throws `BadRecord` for a time or a key that is none. */
  write(
    did: string,
    collection: string,
    value: RecordValue,
    {at, key, isBatch = false}: WriteOptions
  ): LocalRecord {
    const claimedAt = Date.parse(value.createdAt);
    if (Number.isNaN(claimedAt) || !/^\d{4}-\d\d-\d\dT/.test(value.createdAt))
      throw new BadRecord(`Invalid ${collection} record: Record/createdAt must be an valid atproto datetime`);
    const isOneOfAKind = [follows, blocks, likes, reposts, posts].includes(collection);
    if (isOneOfAKind && key !== undefined && !isKey(key))
      throw new BadRecord(`Invalid record key: must be a TID, got ${key}`);
    // Pressing a button twice writes again what stands there, under a new key, and the old record goes in the same commit.
    if (!isBatch && collection !== posts)
      for (const [kind, target] of targetsOf({collection, value}))
        for (const old of this.#pair(kind, did, target)) this.remove(old.uri);
    const uri = `at://${did}/${collection}/${key ?? this.#keyAt(did, collection, at)}`;
    return this.put(uri, value, at);
  }

  /** Puts a record at an address, in the place of any that stands there. */
  put(uri: string, value: RecordValue, at: Date): LocalRecord {
    const {did, collection, key} = partsOf(uri)!;
    this.remove(uri);
    const sortAt = Math.min(Date.parse(value.createdAt), at.getTime());
    const whole = {$type: collection, ...value};
    const nth = this.#nth++;
    const record = {uri, cid: cidOf(whole), did, collection, key, value: whole, indexedAt: at, sortAt, nth};
    this.records.set(uri, record);
    addTo(this.#of, `${collection} ${did}`, record);
    for (const [kind, target] of targetsOf(record)) {
      addTo(this.#about, `${kind} ${target}`, record);
      addTo(this.#about, `${kind} ${target} ${did}`, record);
    }
    return record;
  }

  remove(uri: string): void {
    const record = this.records.get(uri);
    if (!record) return;
    this.records.delete(uri);
    this.#of.get(`${record.collection} ${record.did}`)?.delete(record);
    for (const [kind, target] of targetsOf(record))
      for (const name of [`${kind} ${target}`, `${kind} ${target} ${record.did}`])
        this.#about.get(name)?.delete(record);
  }

  /** Records of an account, in the order they were met; none of a deleted one. */
  of(did: string, collection: string): LocalRecord[] {
    return [...(this.#of.get(`${collection} ${did}`) ?? [])].filter(this.#isThere);
  }

  /** Records about an account or a post, in the order they were met: by collection, or `reply` and `quote` of posts. */
  about(kind: string, target: string): LocalRecord[] {
    return [...(this.#about.get(`${kind} ${target}`) ?? [])].filter(this.#isThere);
  }

  /** Whether either of two accounts blocks the other. */
  isBlocked(one: string, other: string): boolean {
    return this.blockOf(one, other) !== null || this.blockOf(other, one) !== null;
  }

  /** The record by which an account blocks another. */
  blockOf = (did: string, subject: string): LocalRecord | null => this.#pair(blocks, did, subject)[0] ?? null;

  /** The record by which an account follows another: of several the first that was met. */
  followOf = (did: string, subject: string): LocalRecord | null =>
    this.#pair(follows, did, subject)[0] ?? null;

  #pair(kind: string, did: string, target: string): LocalRecord[] {
    const all = this.#about.get(`${kind} ${target} ${did}`);
    return all === undefined || all.size === 0 ? [] : [...all].filter(this.#isThere);
  }

  #isThere = ({did}: LocalRecord): boolean => this.accounts.get(did)?.state !== "deleted";

  /** No two records of one millisecond have one key. */
  #keyAt(did: string, collection: string, at: Date): string {
    for (let micros = BigInt(at.getTime()) * 1000n; ; micros++) {
      const key = keyOf(micros);
      if (!this.records.has(`at://${did}/${collection}/${key}`)) return key;
    }
  }
}

function addTo<T>(sets: Map<string, Set<T>>, name: string, value: T): void {
  const set = sets.get(name);
  if (set) set.add(value);
  else sets.set(name, new Set([value]));
}
