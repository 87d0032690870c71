import {existsSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {quote, type Database} from "../duckdb.ts";

/** What the routes of simulated brands are worth whose follows are all dated, if that was worked out. */
const saved = fileURLToPath(new URL("../../reports/validation.json", import.meta.url));

const share = "struct(x bigint, n bigint)";
const outcomes = `struct("right" ${share}, wrong ${share}, "unknown" ${share})`;
const resultType = `struct(schedule varchar, days double, came bigint, "provedRight" ${share}, "provedWrong" bigint,
  "unseenRight" ${share}, "unseenWrong" ${share}, "unknown" ${share}, "middleOffHours" double, ranges ${share})[]`;
const groupType = `struct(keeping varchar, brands varchar, worlds bigint, results ${resultType},
  records struct(present ${outcomes}, mutual ${outcomes}))[]`;
const habitsType = `struct(refollows double, "doublePresses" double, backdated double)`;

/** Writes a table `validation`: the study in one row, as `npm run validate` saved it; empty where it was not worked out. */
export async function attachValidation(db: Database, file = saved): Promise<void> {
  await db.run(
    `create table validation (date varchar, seed bigint, habits ${habitsType}, groups ${groupType})`
  );
  if (!existsSync(file)) return;
  await db.run(`insert into validation
    select date, seed, habits, groups
    from read_json(${quote(file)}, columns = {date: 'varchar', seed: 'bigint', habits: ${quote(habitsType)},
      groups: ${quote(groupType)}})`);
}
