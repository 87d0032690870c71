import {quote} from "../../src/duckdb.ts";
import {trackAccount} from "../../src/snapshots/settings.ts";
import {holdStore, writeSnapshot} from "../../src/snapshots/store.ts";

export interface DailySize {
  /** How many people are in each list of followers. */
  people: number;
  /** How many lists there are, one a day. */
  days: number;
}

export const account = "777";

const dayMs = 86_400_000;
const firstDay = Date.UTC(2021, 0, 1);
const dayAt = (day: number) => new Date(firstDay + day * dayMs);
const timestamp = (at: Date) => `timestamp ${quote(at.toISOString().slice(0, 19).replace("T", " "))}`;

/** Of a thousand people so many leave a day, and as many come. */
const dailyChange = 2;
/** One person in so many is away for some days and comes back, half of them to their old place. */
const awayOneIn = 20;
/** One person in so many is followed by the account, before or after they came. */
const followedOneIn = 20;

/**
 * Writes a store of full daily walks of one account whose followers stay as many: newcomers on top, as many leave, some are
 * away for a while, and the account follows some of them. Times are those of pages of a thousand rows; every row says
 * whether the follow is mutual.
 */
export async function writeDailyStore(
  dataDir: string,
  {people, days}: DailySize,
  log: (day: number) => void = () => {}
): Promise<void> {
  const daily = Math.max(1, Math.round((people * dailyChange) / 1000));
  await holdStore(dataDir, async (db) => {
    // One leaves for each who comes, and nobody but by chance: who stands where the dice fall.
    await db.run(`
      create table everybody as
      select *, 1000000000000000000 + (hash(i) % 800000000000000000)::bigint as user_id,
        case when i % ${awayOneIn} = 0 then arrival + 1 + (hash(i, 2) % 200)::integer end as away_from,
        case when i % ${awayOneIn} = 0 then arrival + 2 + (hash(i, 2) % 200)::integer + (hash(i, 3) % 20)::integer end as away_to,
        hash(i, 4) % 2 = 0 as is_hidden,
        case when i % ${followedOneIn} = 1 then arrival - 10 + (hash(i, 5) % 20)::integer end as out_from
      from (
        select i, greatest(0, (i - ${people}) // ${daily} + 1)::integer as arrival,
          greatest(0, (i - ${people}) // ${daily} + 1)::integer
            + 1 + floor(-ln(1 - (hash(i, 1) / 18446744073709551616.0)) * ${people} / ${daily})::integer as departure
        from range(${people + daily * days}) as r(i)
      )`);
    for (let day = 0; day < days; day++) {
      const at = timestamp(dayAt(day));
      await writeSnapshot(
        dataDir,
        {source: "x-api", takenAt: dayAt(day), key: `daily ${day}`},
        async (writer) => {
          await db.run(`
            create or replace temp table today as
            select user_id, i, coalesce(arrival <= ${day} and ${day} < departure and not coalesce(away_from <= ${day} and ${day} < away_to, false), false) as is_in,
              coalesce(out_from <= ${day} and ${day} < out_from + 60, false) as is_out,
              case when away_to <= ${day} and not is_hidden then away_to else arrival end + (hash(i, 6) / 18446744073709551616.0) as came,
              out_from
            from everybody where least(arrival, coalesce(out_from, arrival)) <= ${day} and greatest(departure, coalesce(out_from + 60, departure)) > ${day}`);
          for (const [list, is, other, order, start] of [
            ["following", "is_out", "is_in", "out_from desc, i", 0],
            ["followers", "is_in", "is_out", "came desc, i", 600]
          ] as const) {
            await writer.fill(
              list,
              `select ${account} as account_id, user_id, position, ${other} as is_mutual,
                ${at} + to_seconds(${start} + 3 * (position // 1000)) as page_at
              from (select *, (row_number() over (order by ${order}) - 1)::integer as position from today where ${is})`
            );
            await writer.fill(
              "lists",
              `select ${account} as account_id, '${list}' as list, 'x-api' as source, ${at} as taken_at, true as ended,
                ${at} + to_seconds(${start}) as started_at, ${at} + to_seconds(${start} + 300) as finished_at,
                (count(*) // 1000 + 1)::integer as pages, count(*) as count_before, count(*) as count_after,
                0 as order_violations, false as additions_only
              from today where ${is}`
            );
          }
          await writer.fill(
            "users",
            `select ${account} as account_id, user_id, case when is_hidden then 'suspended' else 'active' end as status,
              ${at} + interval 2 hour as status_at
            from everybody where departure = ${day} or away_from = ${day}`
          );
          return {
            accounts: [account],
            requests: [{endpoint: "users/:id/followers", requests: 21, resources: people, dollars: 0.2}]
          };
        }
      );
      log(day + 1);
    }
  });
  await trackAccount(dataDir, {id: account, name: "daily"});
}
