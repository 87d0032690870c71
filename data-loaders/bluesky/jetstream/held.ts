import {withDatabase} from "../../../src/duckdb.ts";
import {networks} from "../../../src/networks/networks.ts";
import {attachSnapshots} from "../../../src/snapshots/store.ts";
import {followCollection} from "./events.ts";

/** A tracked account: its id inside and its permanent id. */
export interface StreamAccount {
  id: string;
  did: string;
}

/** A follow between an account and a person; ids inside. */
export interface Relation {
  account: string;
  user: string;
  direction: "inbound" | "outbound";
}

/** The number inside of the address of a follow's record; null where it is none. */
export const addressOfFollow = (did: string, key: string) =>
  networks.bluesky.ids.inside(`at://${did}/${followCollection}/${key}`);

const nameOf = ({account, direction, user}: Relation) => `${account} ${direction} ${user}`;

/**
 * The addresses of the follows that are known to be there. A deletion names an address only: it counts where the address is
 * held. An address may be held for two accounts, of which one follows the other.
 */
export class Held {
  readonly #byAddress = new Map<string, Map<string, {relation: Relation; since: Date}>>();
  readonly #addresses = new Map<string, Set<string>>();
  readonly #users = new Map<string, Set<string>>();

  /** Notes that a record is there, known since a moment; false where another record of the same follow was there already. */
  add(address: string, relation: Relation, since: Date): boolean {
    const name = nameOf(relation);
    const own = this.#addresses.get(name) ?? new Set();
    const isFirst = own.size === 0;
    this.#addresses.set(name, own.add(address));
    const relations = this.#byAddress.get(address) ?? new Map<string, {relation: Relation; since: Date}>();
    if (!relations.has(name)) relations.set(name, {relation, since});
    this.#byAddress.set(address, relations);
    const accounts = this.#users.get(relation.user) ?? new Set();
    this.#users.set(relation.user, accounts.add(relation.account));
    return isFirst;
  }

  /**
   * Takes a record away. `had`: how many follows it was a record of; `ended`: those of which no other record is left, and since
   * when each was known.
   */
  remove(address: string): {had: number; ended: {relation: Relation; since: Date}[]} {
    const relations = [...(this.#byAddress.get(address) ?? [])];
    this.#byAddress.delete(address);
    const ended = relations.flatMap(([name, one]) => {
      const own = this.#addresses.get(name)!;
      own.delete(address);
      return own.size === 0 ? [one] : [];
    });
    return {had: relations.length, ended};
  }

  has = (address: string, relation: Relation) => this.#byAddress.get(address)?.has(nameOf(relation)) ?? false;

  /** Of which accounts somebody is a follower, or is followed by. */
  accountsOf = (user: string): readonly string[] => [...(this.#users.get(user) ?? [])];
}

/** What is stored that a listener goes by. */
export interface Recalled {
  held: Held;
  /** The ids of events that are stored already. */
  seen: string[];
  /** Up to when the stream was heard; null where it never was. */
  heardTo: Date | null;
  /**
   * By account: until when it was heard, or looked at since. What became of its records before then a stream that is heard again
   * does not tell whole: a deletion names a record, and which was there is known as of then.
   */
  knownTo: ReadonlyMap<string, Date>;
  /** Accounts of which no snapshot says which records are there. */
  unread: StreamAccount[];
}

/**
 * Reads what snapshots of accounts, and events since, say of the records that are there. A snapshot has the last word: of a
 * follow whose record it asked for, older events say nothing any more.
 */
export const recall = (dataDir: string, accounts: readonly StreamAccount[]): Promise<Recalled> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const ids = accounts.map(({id}) => BigInt(id)).join(", ") || "null";
    const asked = await db.rows<{
      account: string;
      user: string;
      did: string;
      inbound: string | null;
      outbound: string | null;
      at: Date;
    }>(`
      with latest as (
        select *, row_number() over (partition by account_id, user_id order by answered_at desc, snapshot_id desc) as nth
        from raw.relationships where account_id in (${ids})
      )
      select l.account_id::varchar as account, l.user_id::varchar as user, o.text as did, l.inbound_key as inbound,
        l.outbound_key as outbound, l.answered_at as "at"
      from latest l
      join (select distinct account_id, id, text from raw.outside_ids) o on o.account_id = l.account_id and o.id = l.user_id
      where l.nth = 1`);
    const events = await db.rows<{
      account: string;
      id: string;
      kind: string;
      user: string;
      direction: Relation["direction"];
      at: Date;
    }>(`
      select account_id::varchar as account, event_id as id, kind, "before" as "at",
        case when target_id = account_id then source_id else target_id end::varchar as user,
        case when target_id = account_id then 'inbound' else 'outbound' end as direction
      from raw.events
      where account_id in (${ids}) and snapshot_id like '%-bluesky-stream-%'
      order by "before", event_id`);
    const heard = await db.rows<{account: string; to: Date}>(`
      select account_id::varchar as account, max("to") as "to" from raw.stream_periods
      where account_id in (${ids}) and snapshot_id like '%-bluesky-stream-%' group by account_id order by "to"`);
    const held = new Held();
    const askedAt = new Map<string, Date>();
    const didOf = new Map(accounts.map(({id, did}) => [id, did]));
    const knownTo = new Map(heard.map(({account, to}) => [account, to]));
    const read = new Set<string>();
    for (const {account, user, did, inbound, outbound, at} of asked) {
      read.add(account);
      if (at > (knownTo.get(account) ?? new Date(0))) knownTo.set(account, at);
      askedAt.set(`${account} ${user}`, at);
      for (const [direction, owner, key] of [
        ["inbound", did, inbound],
        ["outbound", didOf.get(account)!, outbound]
      ] as const) {
        const address = key === null ? null : addressOfFollow(owner, key);
        if (address !== null) held.add(address, {account, user, direction}, at);
      }
    }
    for (const {account, id, kind, user, direction, at} of events) {
      const answered = askedAt.get(`${account} ${user}`);
      if (answered !== undefined && answered >= at) continue;
      const [, address] = id.split(":");
      if (kind === "follow") held.add(address!, {account, user, direction}, at);
      else held.remove(address!);
    }
    return {
      held,
      seen: events.map(({account, id}) => `${account} ${id}`),
      heardTo: heard[0]?.to ?? null,
      knownTo,
      unread: accounts.filter(({id}) => !read.has(id))
    };
  });
