import {mkdir, mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {holdStore, writeSnapshot} from "../../src/snapshots/store.ts";
import type {SnapshotWriter} from "../../src/snapshots/writer.ts";

export interface SyntheticSize {
  /** How many accounts there are, each with people of its own. Default: one. */
  accounts?: number;
  /** Of how many accounts a snapshot has lists: each week has as many snapshots as that takes. Default: 1,000. */
  accountsAtOnce?: number;
  /** How many follow an account at the last snapshot, about. */
  followers: number;
  /** How many weeks there are, each with one list of each kind of every account. */
  weeks: number;
  /** How many interactions toward an account there are in all. */
  interactions: number;
  /** Whether no one who is away comes back. Default: false. */
  isWithoutReturns?: boolean;
}

/** The first account; the others have the numbers behind it. */
export const account = "777";

const day = 86_400_000;
const firstWeek = Date.UTC(2024, 0, 1);
const weekAt = (week: number) => new Date(firstWeek + week * 7 * day);
const timestamp = (at: Date) => `timestamp '${at.toISOString().slice(0, 19).replace("T", " ")}'`;
/**
 * A whole number that depends on `value` and `salt` alone. DuckDB's own hash of two values differs between salts by an
 * exclusive or: whoever left in one week would stand together in a list, so it is mixed once more.
 */
const draw = (value: string, salt: number) => `hash(xor(hash(${value}), ${salt}::ubigint))`;
/** A number in [0, 1), likewise. */
const random = (value: string, salt: number) => `(${draw(value, salt)} / 18446744073709551616.0)`;

const posts = 10; // own posts a week
const startShare = 0.05; // of all people follow at the first snapshot
const growthPower = 1.6; // so that the lists of 53 weeks hold about 22 rows for each follower of the last
const weeklyLoss = 0.004;

/**
 * Writes a store of weekly full walks through the program's own writer: arrivals on top, some of the rest leaving every
 * week, about 4 % of people absent for a while (half suspended and back in their old place, half following anew), one in
 * twenty-five followed by the account, a profile on every row, hourly mention polls (of several accounts: daily ones).
 */
export async function writeSyntheticStore(
  dataDir: string,
  size: SyntheticSize,
  log: (week: number) => void = () => {}
): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), "followback-bench-"));
  try {
    const people = join(scratch, "people.parquet");
    await mkdir(dataDir, {recursive: true});
    await withDatabase(async (db) => {
      await db.run(`copy (${peopleSql(size)}) to ${quote(people)} (format parquet)`);
    });
    await holdStore(dataDir, async () => {
      for (let week = 0; week < size.weeks; week++) {
        for (const from of startsOf(size)) {
          const some = {from, to: Math.min(from + atOnceOf(size), accountsOf(size))};
          await writeSnapshot(
            dataDir,
            {source: "x-api", takenAt: weekAt(week), key: `synthetic ${week}${from > 0 ? ` ${from}` : ""}`},
            async (writer) => {
              await fillWeek(writer, people, {week, some, size});
              return {
                accounts: accountsOf(size) > 1 ? some.to - some.from : [account],
                notes: ["synthetic"]
              };
            }
          );
        }
        log(week + 1);
      }
    });
    await trackAccount(dataDir, {id: account, name: "synthetic"});
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

const accountsOf = ({accounts = 1}: SyntheticSize) => accounts;
const atOnceOf = ({accountsAtOnce = 1000}: SyntheticSize) => accountsAtOnce;
const startsOf = (size: SyntheticSize) =>
  Array.from({length: Math.ceil(accountsOf(size) / atOnceOf(size))}, (_, nth) => nth * atOnceOf(size));

/** Some of the accounts, by their numbers from 0: `from` is one of them, `to` is not. */
interface Some {
  from: number;
  to: number;
}

/**
 * One row a person who ever follows or is followed by `account`, whose number is `nth`. Weeks are whole: in the followers
 * from `arrival` until `departure` but for [gap_from, gap_to); in the following list from `out_from` until `out_to`.
 */
function peopleSql(size: SyntheticSize): string {
  const {followers, weeks, isWithoutReturns = false} = size;
  const meanStay = weeks * (startShare + (1 - startShare) / (growthPower + 1));
  const people = Math.round(followers * (1 + weeklyLoss * meanStay));
  const last = weeks - 1;
  const followed = Math.round(followers * 0.04);
  const first = `nth * ${people + followed}`;
  return `
    with accounts as (select nth, ${account} + nth as account from range(${accountsOf(size)}) as a(nth)),
    ranked as (
      select account, nth, ${first} + p as i, greatest(0, (p / ${people}.0 - ${startShare}) / ${1 - startShare}) as grown
      from accounts, range(1, ${people + 1}) as r(p)
    ),
    arrived as (
      select account, nth, i, ceil(${last} * pow(grown, 1 / ${growthPower}))::integer as arrival,
        ceil(ln(1 - ${random("i", 1)}) / ln(1 - ${weeklyLoss}))::integer as stay
      from ranked
    ),
    stayed as (
      select account, nth, i, arrival, case when arrival + greatest(stay, 1) <= ${last} then arrival + greatest(stay, 1) end as departure,
        arrival + 1 + (${draw("i", 2)} % 8)::integer as maybe_from, 1 + (${draw("i", 3)} % 2)::integer as maybe_length
      from arrived
    ),
    gapped as (
      select *, ${!isWithoutReturns} and ${draw("i", 4)} % 17 = 0 and maybe_from + maybe_length <= coalesce(departure - 1, ${last}) as has_gap
      from stayed
    ),
    inbound as (
      select account, nth, i, arrival, departure, case when has_gap then maybe_from end as gap_from,
        case when has_gap then maybe_from + maybe_length end as gap_to, ${draw("i", 5)} % 2 = 0 as is_hidden,
        case when i % 25 <> 0 then null
          when ${draw("i", 6)} % 5 < 3 then greatest(0, arrival - 1 - (${draw("i", 7)} % 3)::integer)
          when ${draw("i", 6)} % 5 = 3 then arrival
          else arrival + 1 end as out_from
      from gapped
    ),
    everybody as (
      select * from inbound
      union all
      select account, nth, ${first} + ${people} + p, null, null, null, null, false, (${draw(`${first} + p`, 8)} % ${weeks})::integer
      from accounts, range(1, ${followed + 1}) as r(p)
    )
    select *, 1000000000 + (i * 2654435761) % 4294967291 as user_id,
      case when ${draw("i", 9)} % 2 = 0 then out_from + 8 end as out_to
    from everybody`;
}

/** A week of some of the accounts. */
interface Week {
  week: number;
  some: Some;
  size: SyntheticSize;
}

async function fillWeek(writer: SnapshotWriter, people: string, one: Week) {
  const {db} = writer;
  const {week, some} = one;
  const at = timestamp(weekAt(week));
  const present = (w: number) => `coalesce(arrival <= ${w} and (departure is null or ${w} < departure)
    and not coalesce(gap_from <= ${w} and ${w} < gap_to, false), false)`;
  const followed = `coalesce(out_from <= ${week} and (out_to is null or ${week} < out_to), false)`;
  const pageAt = (start: number) =>
    `${at} + to_seconds(${start} + 3 * (position // 1000)::integer) as page_at`;
  await db.run(`
    create or replace temp table accounts as
      select nth, ${account} + nth as account from range(${some.from}, ${some.to}) as a(nth);
    create or replace temp table people as select *, ${present(week)} as is_in, ${present(week - 1)} as was_in, ${followed} as is_out,
      case when gap_to <= ${week} and not is_hidden then gap_to else arrival end + ${random("i", 10)} as followed_at
    from read_parquet(${quote(people)})
      where least(arrival, out_from) <= ${week} and ${some.from} <= nth and nth < ${some.to};
    create or replace temp table inbound as select *, (row_number() over (partition by account order by followed_at desc, i) - 1)::integer as position
      from people where is_in;
    create or replace temp table outbound as select *, (row_number() over (partition by account order by out_from desc, i) - 1)::integer as position
      from people where is_out;`);
  await writer.fill(
    "following",
    `select account as account_id, user_id, position, ${pageAt(0)}, is_in as is_mutual from outbound`
  );
  await writer.fill(
    "followers",
    `select account as account_id, user_id, position, ${pageAt(600)}, is_out as is_mutual from inbound`
  );
  const profile = (where: string, status: string, seenAt: string) => `
    select account as account_id, user_id, ${seenAt} as profile_at, 'u' || i as username,
      timestamp '2009-01-01' + to_days((${draw("i", 11)} % 5000)::integer) as created_at,
      (pow(10, 5 * ${random("i", 12)}) + ${week})::bigint as followers_count,
      (pow(10, 4 * ${random("i", 13)}) + ${week})::bigint as following_count,
      (pow(10, 4.5 * ${random("i", 14)}) + ${week})::bigint as posts_count, (${draw("i", 15)} % 50)::bigint as listed_count,
      ${draw("i", 16)} % 40 = 0 as verified, ${draw("i", 17)} % 20 = 0 as protected, ${status} as status, ${seenAt} as status_at
    from ${where}`;
  await writer.fill("users", profile(`(select *, ${pageAt(600)} from inbound)`, "'active'", "page_at"));
  await writer.fill("users", profile(`(select *, ${pageAt(0)} from outbound)`, "'active'", "page_at"));
  const absent = `case when is_hidden and gap_from = ${week} then 'suspended' when ${draw("i", 18)} % 5 = 0 then 'gone' else 'active' end`;
  const lookedUpAt = `${at} + interval 2 hour`;
  await writer.fill("users", profile("people where was_in and not is_in and not is_out", absent, lookedUpAt));
  await fillLists(writer, at);
  if (week > 0) await fillActs(writer, one);
}

/** The profile's own count is a little above what the walk finds, by the same number every week. */
async function fillLists(writer: SnapshotWriter, at: string) {
  for (const [list, walked, start] of [
    ["following", "outbound", 0],
    ["followers", "inbound", 600]
  ] as const) {
    await writer.fill(
      "lists",
      `select account as account_id, '${list}' as list, 'x-api' as source, ${at} as taken_at, true as ended,
        ${at} + to_seconds(${start}) as started_at,
        ${at} + to_seconds((${start} + 3 * (count(*) // 1000 + 1))::integer) as finished_at,
        (count(*) // 1000 + 1)::integer as pages, count(*) + 5 as count_before, count(*) + 5 as count_after,
        0 as order_violations, false as additions_only
      from ${walked} group by account`
    );
  }
}

/** The interactions of the week before the walk, by people who follow, most of them by few; and the polls that cover it. */
async function fillActs(writer: SnapshotWriter, {week, size}: Week) {
  const {interactions, weeks} = size;
  const from = timestamp(weekAt(week - 1));
  const to = timestamp(weekAt(week));
  const count = Math.round(interactions / (weeks - 1));
  const likes = Math.min(posts * 100, Math.round(count / 100));
  const firstPost = `(2000000000000 + nth * 100000 + ${week * 100})`;
  const drawn = (n: number, salt: number) => {
    const one = `j + nth * ${n}, ${week}`;
    return `
    select account, nth, j, post, user_id,
      ${from} + to_seconds(1 + (${draw(one, salt)} % 604799)::integer) as acted_at
    from (
      select account, nth, j, ${firstPost} + j % ${posts} as post,
        floor(pow(${random(one, salt + 1)}, 2) * people)::integer as position
      from accounts join (select account, count(*) as people from inbound group by account) using (account), range(${n}) as r(j)
    ) join inbound using (account, nth, position)`;
  };
  await writer.fill(
    "posts",
    `select account as account_id, ${firstPost} + j as post_id, account as author_id,
      ${from} + to_hours((j * 16)::integer) as created_at, 'post' as kind, 'en' as lang, 100 as likes_count
    from accounts, range(${posts}) as r(j)`
  );
  await writer.fill(
    "interactions",
    `select account as account_id, post_id::varchar as act_id, user_id as actor_id, kind,
      account as target_user_id, post_id, case when kind <> 'mention' then post end as target_post_id,
      acted_at as after, acted_at as before, true as is_exact
    from (
      select *, 3000000000000 + nth * 1000000000 + ${week}::bigint * 10000000 + j as post_id,
        case when j % 20 < 11 then 'reply' when j % 20 < 15 then 'mention' when j % 20 < 17 then 'quote' else 'repost' end as kind
      from (${drawn(count - likes, 20)})
    )`
  );
  await writer.fill(
    "interactions",
    `select account as account_id, 'like:' || user_id || ':' || post as act_id, user_id as actor_id, 'like' as kind,
      account as target_user_id, post as target_post_id, ${from} as after, ${to} as before, false as is_exact
    from (${drawn(likes, 30)}) group by account, user_id, post`
  );
  const hours = accountsOf(size) > 1 ? 24 : 1;
  const pollsOfWeek = 168 / hours;
  await writer.fill(
    "polls",
    `select account as account_id, 'mention' as kind, ${from} + to_hours((${hours} * h)::integer) as "from",
      ${from} + to_hours((${hours} * (h + 1))::integer) as "to", ${Math.round((count * 0.85) / pollsOfWeek)} as rows,
      false as capped, true as complete
    from accounts, range(${pollsOfWeek}) as r(h)
    union all
    select account, kind, ${from}, ${to}, ${posts}, false, true from accounts, (values ('post')) as k(kind)`
  );
  await writer.fill(
    "polls",
    `select account as account_id, kind, ${firstPost} + j as target, ${from} as "from", ${to} as "to", 100 as rows,
      100 as reported_count, false as capped, true as complete
    from accounts, range(${posts}) as r(j), (values ('quote'), ('repost'), ('like')) as k(kind)`
  );
}
