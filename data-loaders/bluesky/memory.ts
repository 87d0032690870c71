import {recallActs, type ActMemory} from "../act-memory.ts";
import {withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";

/** What an earlier look knew of how somebody and the account stood to each other. */
export interface KnownPerson {
  did: string;
  /** The keys of the records that were there when it was asked last. */
  inboundKey: string | null;
  outboundKey: string | null;
  /** Why no follow is there was asked and said. */
  isSettled: boolean;
}

/** What earlier snapshots of an account say. */
export interface Memory {
  people: Map<string, KnownPerson>;
  /** Whom only a listener told of: they follow, or did, and no look has asked about them. */
  heard: string[];
  /** Whether there was an earlier look at all. */
  hasLooked: boolean;
  /** The records that were asked what time they claim, as `did key`, by the owner of the record. */
  dated: Set<string>;
  /** How many of them were asked, and not told of in a notification. */
  asked: number;
  /** The replies, quotes and mentions that are stored, where they were asked for: `act_id`s. */
  spoken: Set<string>;
  acts: ActMemory;
}

/** Reads what the store knows of an account (its id inside), at `now`; `spoken` only where notifications are to be read. */
export const recallMemory = (
  dataDir: string,
  account: string,
  now: Date,
  withSpoken = false
): Promise<Memory> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const own = `account_id = ${BigInt(account)}`;
    const people = await db.rows<{
      did: string;
      inbound_key: string | null;
      outbound_key: string | null;
      is_settled: boolean;
    }>(`
      with latest as (
        select user_id, inbound_key, outbound_key, answered_at,
          row_number() over (partition by user_id order by answered_at desc, snapshot_id desc) as nth
        from raw.relationships where ${own}
      ),
      told as (
        select user_id, max(status_at) as told_at
        from raw.users where ${own} and status is not null and status <> 'unresolved' group by user_id
      ),
      gone as (
        -- Since when no follow is there: the first such answer after the last that had one.
        select user_id, min(answered_at) as gone_at from raw.relationships r
        where ${own} and inbound_key is null and outbound_key is null and not exists (
          from raw.relationships later
          where later.account_id = r.account_id and later.user_id = r.user_id and later.answered_at >= r.answered_at
            and (later.inbound_key is not null or later.outbound_key is not null))
        group by user_id
      )
      select o.text as did, l.inbound_key, l.outbound_key, coalesce(t.told_at >= g.gone_at, false) as is_settled
      from latest l
      join (select distinct id, text from raw.outside_ids where ${own}) o on o.id = l.user_id
      left join told t on t.user_id = l.user_id
      left join gone g on g.user_id = l.user_id
      where l.nth = 1
      order by o.text`);
    const dated = await db.rows<{record: string; is_told: boolean}>(`
      select record, bool_or(is_told) as is_told from (
        select distinct o.text || ' ' || r.inbound_key as record, coalesce(r.inbound_claim_told, false) as is_told
        from raw.relationships r
        join raw.outside_ids o on o.id = r.user_id and o.account_id = r.account_id
        where r.${own} and r.inbound_claimed_at is not null
        union
        select distinct o.text || ' ' || r.outbound_key, false from raw.relationships r
        join raw.outside_ids o on o.id = r.account_id and o.account_id = r.account_id
        where r.${own} and r.outbound_claimed_at is not null
      ) group by record`);
    const heard = await db.rows<{did: string}>(`
      select distinct o.text as did from raw.events e
      join raw.outside_ids o on o.account_id = e.account_id
        and o.id = case when e.source_id = e.account_id then e.target_id else e.source_id end
      where e.${own} order by did`);
    const spoken = withSpoken
      ? await db.rows<{act: string}>(
          `select distinct act_id as act from raw.interactions where ${own} and kind in ('reply', 'quote', 'mention')`
        )
      : [];
    const known = new Map(
      people.map(({did, inbound_key, outbound_key, is_settled}) => [
        did,
        {did, inboundKey: inbound_key, outboundKey: outbound_key, isSettled: is_settled}
      ])
    );
    return {
      people: known,
      heard: heard.map(({did}) => did).filter((did) => !known.has(did)),
      hasLooked: people.length > 0,
      dated: new Set(dated.map(({record}) => record)),
      asked: dated.filter(({is_told}) => !is_told).length,
      spoken: new Set(spoken.map(({act}) => act)),
      acts: await recallActs(db, account, now)
    };
  });
