import {join} from "node:path";
import {quote, withDatabase} from "./duckdb.ts";
import {attachMarts} from "./marts.ts";

/** People of one route as the marts have it, and how many of them the demo's world says were followbacks. */
export interface RouteTruth {
  route: string;
  basis: string | null;
  people: number;
  followbacks: number;
}

/**
 * Holds the routes in the marts of a demo's folder against its `truth.json`. Only the demo and the tests look there:
 * no loader and no model does.
 */
export async function holdAgainstTruth(dataDir: string): Promise<RouteTruth[]> {
  const rows = await withDatabase(async (db) => {
    await attachMarts(db, dataDir);
    return db.rows<{route: string; basis: string | null; people: bigint; followbacks: bigint}>(`
      with truth as (
        select cast(p.user_id as bigint) as user_id, p.route
        from (
          select unnest(people) as p
          from read_json(${quote(join(dataDir, "truth.json"))}, maximum_object_size = 67108864,
            columns = {people: 'struct(user_id varchar, route varchar)[]'})
        )
      )
      select f.route, f.route_basis as basis, count(*) as people, count(*) filter (where t.route = 'followback') as followbacks
      from followers f
      join truth t on t.user_id = f.user_id
      where f.route <> 'pre_existing'
      group by f.route, f.route_basis
      order by f.route, f.route_basis`);
  });
  return rows.map((row) => ({...row, people: Number(row.people), followbacks: Number(row.followbacks)}));
}

/** What `followback demo` says of it, in one line. */
export function tellRoutes(routes: RouteTruth[]): string {
  const of = (route: string, basis: string | null) =>
    routes.find((row) => row.route === route && row.basis === basis) ?? {people: 0, followbacks: 0};
  const certain = of("followback", null);
  const unknown = of("unknown", null);
  const told = (["first", "none_seen"] as const).map((basis) => {
    const {people, followbacks} = of("organic", basis);
    return `${followbacks} of ${people} called organic (\`${basis}\`)`;
  });
  return (
    `checked against the simulation: ${certain.followbacks} of ${certain.people} called \`followback\` are followbacks; ` +
    `so are ${told.join(" and ")}, and ${unknown.followbacks} of ${unknown.people} \`unknown\``
  );
}
