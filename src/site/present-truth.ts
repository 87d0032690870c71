import {existsSync} from "node:fs";
import {join} from "node:path";
import {quote, type Database} from "../duckdb.ts";
import {messageOf, UserError} from "../errors.ts";
import {readSettings} from "../snapshots/settings.ts";
import {networkOfPages} from "./slug.ts";

/** Where a simulated world says what really happened; no store of a real account has it. */
export const truthFileOf = (dataDir: string): string => join(dataDir, "truth.json");

/**
 * Writes a table `true_routes`: by which route each person of a simulated world first came, one row a person. It is empty
 * where nobody knows, and where no tracked account is on a network whose follows are records: of others no page says it.
 * Throws a `UserError` where the file cannot be read.
 */
export async function attachTruth(db: Database, dataDir: string): Promise<void> {
  await db.run("create table true_routes (user_id bigint, route varchar)");
  const {accounts} = await readSettings(dataDir);
  const networks = accounts.map(networkOfPages).filter(({followsAreRecords}) => followsAreRecords);
  const file = truthFileOf(dataDir);
  if (networks.length === 0 || !existsSync(file)) return;
  // An id inside is digits; one outside is a text, which the network maps.
  const ids = networks.map(({ids}) => ids.insideSql("p.user_id"));
  try {
    await db.run(`insert into true_routes
      select distinct coalesce(try_cast(p.user_id as bigint), ${ids.join(", ")}), p.inbound_routes[1]
      from (
        select unnest(people) as p
        from read_json(${quote(file)}, maximum_object_size = 67108864,
          columns = {people: 'struct(user_id varchar, inbound_routes varchar[])[]'})
      )
      where p.inbound_routes[1] in ('followback', 'organic')`);
  } catch (error) {
    throw new UserError(
      `${file}: not the truth of a simulated world: ${messageOf(error)}: delete it, or simulate the world again`
    );
  }
}
