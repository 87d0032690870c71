import type {Database} from "../../src/duckdb.ts";
import {newcombe} from "../../src/statistics/proportion.ts";
import {judge, verdictLevel} from "../../src/statistics/verdict.ts";

const statements = [
  ["engage_less", "Followers won by followback engage less with the brand", 0.02, "engagement"],
  ["engage_less_interests", "They engage less with the brand's interests", 0.02, "interests"],
  ["leave_sooner", "They leave sooner", 0.05, "retention"],
  ["nothing_beyond_x", "They return nothing beyond X", 0.01, "visits"]
] as const;

/** The statements a made-up account is judged by, from the table `dated` of the fixture; see the mart `claims`. */
export async function createClaims(db: Database): Promise<void> {
  await db.run(`create table claims (account_id bigint, looked_at timestamp, is_latest boolean, nth integer, claim varchar,
    statement varchar, measure varchar, matters double, needs varchar, is_collected boolean,
    x_followback bigint, n_followback bigint, x_organic bigint, n_organic bigint, x_unknown bigint, n_unknown bigint, x_maybe bigint, n_maybe bigint,
    difference double, low double, high double, range_low double, range_high double, worst_low double, worst_high double,
    verdict varchar, needed_people bigint, needed_by timestamp)`);
  const accounts = await db.rows<{account_id: bigint; weeks: number; has_engagement: boolean}>(
    "select distinct account_id, weeks, has_engagement from worlds where is_recorded order by 1"
  );
  for (const {account_id, weeks, has_engagement} of accounts) {
    const counts = await db.rows<{claim: string; route: string; x: bigint; n: bigint}>(`
      select 'engage_less' as claim, route, count(*) filter (where engaged_age <= 30) as x, count(*) as n
      from dated where account_id = ${account_id} and route <> 'pre_existing' and has_engagement and came_day + 30 <= weeks * 7 - 5 group by route
      union all
      select 'leave_sooner', route, count(*) filter (where left_day <= came_day + 90), count(*)
      from dated where account_id = ${account_id} and route <> 'pre_existing' and came_day + 90 <= weeks * 7 - 5 group by route`);
    const of = (claim: string, route: string): [number, number] => {
      const found = counts.find((row) => row.claim === claim && row.route === route);
      return [Number(found?.x ?? 0), Number(found?.n ?? 0)];
    };
    // The world begins on 8 July 2024: the quarter end is the first of January after half a year and after eighteen months.
    const looked = weeks >= 78 ? "timestamp '2026-01-01'" : weeks >= 26 ? "timestamp '2025-01-01'" : "null";
    for (const [i, [claim, statement, matters, needs]] of statements.entries()) {
      const [f, o, u] = ["followback", "organic", "unknown"].map((route) => of(claim, route)) as [
        [number, number],
        [number, number],
        [number, number]
      ];
      const sign = claim === "engage_less" ? -1 : 1;
      const estimate = ([x1, n1]: [number, number], [x0, n0]: [number, number]) => {
        if (n1 === 0 || n0 === 0) return null;
        const {difference, low, high} = newcombe(x1, n1, x0, n0, verdictLevel);
        return sign > 0 ? {difference, low, high} : {difference: -difference, low: -high, high: -low};
      };
      const plus = (a: [number, number], b: [number, number]): [number, number] => [a[0] + b[0], a[1] + b[1]];
      const certain = estimate(f, o);
      const both = [estimate(plus(f, u), o), estimate(f, plus(o, u))];
      const {verdict} = judge(certain, both, matters);
      const differences = [certain, ...both].flatMap((one) => one?.difference ?? []);
      const isCollected = needs === "engagement" ? has_engagement : needs === "retention";
      const value = (number: number | undefined) =>
        number === undefined || !Number.isFinite(number) ? "null" : number;
      await db.run(`insert into claims values (${account_id}, ${looked}, true, ${i + 1}, '${claim}',
        '${statement.replaceAll("'", "''")}', 'a share', ${matters}, '${needs}', ${isCollected},
        ${[...f, ...o, ...u, ...u].join(", ")}, ${value(certain?.difference)}, ${value(certain?.low)}, ${value(certain?.high)},
        ${value(Math.min(...differences))}, ${value(Math.max(...differences))}, null, null, '${verdict}', null, null)`);
    }
  }
}
