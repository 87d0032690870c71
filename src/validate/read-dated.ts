import {group} from "d3";
import {runModels} from "../models/build.ts";
import {withSnapshots} from "../snapshots/store.ts";
import {dropCountsMs, type DatedFollow} from "./dated.ts";

/** The dated follows of an account of which records say when they were made, and what had to be left out. Times are milliseconds. */
export interface DatedStore {
  follows: DatedFollow[];
  /** Follows dated by key and record, and by the key alone where keys are enough. */
  byRecord: number;
  byKey: number;
  /** People left out: no sure time of one of their follows; the end of ours is not known well enough to say what theirs answered. */
  undated: number;
  openEnd: number;
  /** The first follow that is dated, the first look and the last one; null where there was none. */
  from: number | null;
  firstLook: number | null;
  to: number | null;
}

interface SpellRow {
  direction: DatedFollow["direction"];
  user: string;
  dated_at: bigint | null;
  claimed: boolean;
  last_there: bigint;
  gone_from: bigint | null;
  gone_by: bigint | null;
}

/**
 * Reads the follows of one account (its id inside) from its snapshots: unbroken stretches of records, each from the time that
 * its first record says. Only a time counts that key and record agree on, or the key where it is enough, and that lies
 * between our own looks.
 */
export const readDatedFollows = (dataDir: string, account: string): Promise<DatedStore> =>
  withSnapshots(dataDir, async (db) => {
    await runModels(db, {only: ["follow_records"]});
    const own = `account_id = ${BigInt(account)}`;
    const rows = await db.rows<SpellRow>(`
      with asked as (
        select user_id, 'inbound' as direction, inbound_key as record_key, inbound_claimed_at as claimed_at, asked_at, answered_at,
          snapshot_id
        from raw.relationships where ${own}
        union all
        select user_id, 'outbound', outbound_key, outbound_claimed_at, asked_at, answered_at, snapshot_id
        from raw.relationships where ${own}
      ),
      steps as (
        select *, lag(record_key) over by_time as last_key
        from asked window by_time as (partition by direction, user_id order by answered_at, snapshot_id)
      ),
      spells as (
        select *, count(*) filter (where record_key is not null and last_key is null) over (
          partition by direction, user_id order by answered_at, snapshot_id rows unbounded preceding) as spell
        from steps
      ),
      stretches as (
        select direction, user_id, spell,
          arg_min(record_key, answered_at) filter (where record_key is not null) as first_key,
          max(answered_at) filter (where record_key is not null) as last_there,
          min(asked_at) filter (where record_key is null) as gone_from,
          min(answered_at) filter (where record_key is null) as gone_by
        from spells where spell > 0 group by direction, user_id, spell
      ),
      claimed as (
        select direction, user_id, record_key, bool_or(claimed_at is not null) as claimed from asked group by all
      )
      select s.direction, s.user_id::varchar as user, epoch_ms(s.last_there) as last_there, epoch_ms(s.gone_from) as gone_from,
        epoch_ms(s.gone_by) as gone_by, c.claimed,
        case when not r.is_met_late and (r.asked_before_at is null or r.dated_at > r.asked_before_at)
          then epoch_ms(r.dated_at) end as dated_at
      from stretches s
      join follow_records r on r.${own} and r.direction = s.direction and r.user_id = s.user_id and r.record_key = s.first_key
      join claimed c on c.direction = s.direction and c.user_id = s.user_id and c.record_key = s.first_key
      order by s.user_id, s.direction, s.spell`);
    const [looked] = await db.rows<{first: bigint | null; last: bigint | null}>(
      `select epoch_ms(min(answered_at)) as first, epoch_ms(max(answered_at)) as last from raw.relationships where ${own}`
    );
    return datedOf(rows, {
      firstLook: looked?.first == null ? null : Number(looked.first),
      to: looked?.last == null ? null : Number(looked.last)
    });
  });

function datedOf(rows: readonly SpellRow[], looks: Pick<DatedStore, "firstLook" | "to">): DatedStore {
  const dated: DatedStore = {
    ...looks,
    follows: [],
    byRecord: 0,
    byKey: 0,
    undated: 0,
    openEnd: 0,
    from: null
  };
  for (const [, own] of group(rows, ({user}) => user)) {
    if (own.some(({dated_at}) => dated_at === null) || hasOverlap(own)) {
      dated.undated++;
      continue;
    }
    if (hasOpenEnd(own)) {
      dated.openEnd++;
      continue;
    }
    for (const row of own) {
      const {direction, user, claimed, last_there, gone_from} = row;
      if (claimed) dated.byRecord++;
      else dated.byKey++;
      // Between the two looks it ended, nobody knows when.
      const end = gone_from === null ? Infinity : Math.floor((Number(last_there) + Number(gone_from)) / 2);
      dated.follows.push({user, direction, start: Number(row.dated_at), end});
    }
  }
  dated.from = dated.follows.reduce<number | null>(
    (first, {start}) => (first === null || start < first ? start : first),
    null
  );
  return dated;
}

/** Whether a stretch began, by its record, before the one before it had ended: the record was there while we were told of none. */
function hasOverlap(own: readonly SpellRow[]): boolean {
  return own.some(({direction, dated_at}, nth) => {
    const before = own[nth - 1];
    return before?.direction === direction && dated_at! <= before.gone_from!;
  });
}

/** Whether it depends on when between two looks a follow of ours ended what one of theirs answered. */
function hasOpenEnd(own: readonly SpellRow[]): boolean {
  return own.some(({direction, dated_at: start}) => {
    if (direction !== "inbound") return false;
    return own.some((ours) => {
      if (ours.direction !== "outbound" || ours.gone_by === null || ours.dated_at! >= start!) return false;
      const latest = Number(start) - dropCountsMs;
      return Number(ours.last_there) < latest && latest <= Number(ours.gone_by);
    });
  });
}
