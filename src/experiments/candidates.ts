import type {Database} from "../duckdb.ts";
import {applyNames} from "../names/resolve.ts";
import type {Candidate} from "./draw.ts";

/** Why people of a file are out before the draw, each person once, by the first reason that holds. */
export interface Excluded {
  /** The account itself. */
  self: number;
  /** Follows the account, or did at some time. */
  follower: number;
  /** The account follows or followed them, a campaign turned to them, or an earlier experiment drew them. */
  targeted: number;
  /** Suspended, gone or not found when last looked up; a look-up without an answer says nothing. */
  gone: number;
  protected: number;
}

export interface Candidates {
  people: Candidate[];
  excluded: Excluded;
  /** When the newest list of followers was read that showed all of them, or all since such a one; null where there is none. */
  followersReadAt: Date | null;
  /** People of the account's lists and logs of whom only the name is known: they may be anybody. */
  unknownNames: number;
}

/**
 * Who of `ids` may be drawn for an account: nobody whom the store says to have followed it, or to have been followed or
 * turned to by it, under an id or a name. `db` has the snapshots attached as `raw`, where ids take the place of known names.
 */
export async function findCandidates(
  db: Database,
  accountId: string,
  ids: readonly string[]
): Promise<Candidates> {
  await applyNames(db);
  await db.run("create or replace temp table asked (user_id bigint)");
  const appender = await db.connection.createAppender("asked");
  for (const id of ids) {
    appender.appendBigInt(BigInt(id));
    appender.endRow();
  }
  appender.closeSync();
  const rows = await db.rows<{
    id: string;
    why: keyof Excluded | null;
    followers: number | null;
    following: number | null;
  }>(`
    with followers as (
      select user_id from raw.followers where account_id = ${accountId}
      union select user_id from raw.following where account_id = ${accountId} and is_mutual
      union select source_id from raw.events where account_id = ${accountId} and target_id = ${accountId}
    ),
    targeted as (
      select user_id from raw.following where account_id = ${accountId}
      union select user_id from raw.followers where account_id = ${accountId} and is_mutual
      union select target_id from raw.events where account_id = ${accountId} and source_id = ${accountId}
      union select user_id from raw.campaign_targets where account_id = ${accountId}
      union select user_id from raw.assignments where account_id = ${accountId}
    ),
    looked as (
      select user_id, status,
        row_number() over (partition by user_id order by status_at desc, snapshot_id desc) as nth
      from raw.users where status <> 'unresolved' and status_at is not null
    ),
    profiles as (
      select user_id, protected, followers_count, following_count,
        row_number() over (partition by user_id order by profile_at desc, snapshot_id desc) as nth
      from raw.users where profile_at is not null
    )
    select a.user_id::varchar as id,
      case
        when a.user_id = ${accountId} then 'self'
        when a.user_id in (select user_id from followers where user_id is not null) then 'follower'
        when a.user_id in (select user_id from targeted where user_id is not null) then 'targeted'
        when l.status <> 'active' then 'gone'
        when p.protected then 'protected'
      end as why,
      p.followers_count::double as followers, p.following_count::double as following
    from (select distinct user_id from asked) a
    left join looked l on l.user_id = a.user_id and l.nth = 1
    left join profiles p on p.user_id = a.user_id and p.nth = 1
    order by a.user_id`);
  const excluded: Excluded = {self: 0, follower: 0, targeted: 0, gone: 0, protected: 0};
  for (const {why} of rows) if (why !== null) excluded[why]++;
  const [list] = await db.rows<{at: Date | null}>(
    // A bare date stands for every hour it is anywhere: its middle is the day that was meant. Whom a list lacks that was cut
    // short may follow since long ago; one that stops at known people adds to a whole one.
    `select max(coalesce(started_at + (finished_at - started_at) / 2, taken_at)) as at from raw.lists
     where account_id = ${accountId} and list = 'followers' and not coalesce(additions_only, false) and (ended or reason = 'head')
     having bool_or(ended)`
  );
  const [names] = await db.rows<{n: bigint}>(
    `select count(*) as n from unresolved_names where account_id = ${accountId}`
  );
  return {
    people: rows
      .filter(({why}) => why === null)
      .map(({id, followers, following}) => ({id, followers, following})),
    excluded,
    followersReadAt: list?.at ?? null,
    unknownNames: Number(names!.n)
  };
}
