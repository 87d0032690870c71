import type {Database} from "../duckdb.ts";
import {readModels} from "../models/models.ts";

/** The columns of marts that a store built by an earlier version may lack. */
const columns: Record<string, string> = {
  survival:
    "account_id bigint, route varchar, age_days double, people bigint, watched bigint, low double, high double, interval_low double, interval_high double, is_proved boolean",
  first_engagement:
    "account_id bigint, route varchar, age_days integer, at_risk bigint, engaged double, engaged_low double, engaged_high double, gone_before double",
  adjusted:
    "account_id bigint, outcome varchar, period varchar, strata integer, informative_followback double, informative_organic double, crude_difference double, difference double, low double, high double, ratio double, ratio_low double, ratio_high double, e_value double, e_value_limit double",
  leaving_causes:
    "account_id bigint, route varchar, age_days integer, cause varchar, at_risk bigint, lost bigint, share double, low double, high double",
  curve_test:
    "account_id bigint, followback_people bigint, organic_people bigint, z double, chi_square double, p double",
  cohort_slope:
    "account_id bigint, measure varchar, route varchar, cohorts integer, people bigint, chi_square double, p double, slope double, low double, high double",
  claims:
    "account_id bigint, looked_at timestamp, is_latest boolean, nth integer, claim varchar, statement varchar, measure varchar, matters double, needs varchar, is_collected boolean, x_followback bigint, n_followback bigint, x_organic bigint, n_organic bigint, x_unknown bigint, n_unknown bigint, x_maybe bigint, n_maybe bigint, difference double, low double, high double, range_low double, range_high double, worst_low double, worst_high double, verdict varchar, needed_people bigint, needed_by timestamp",
  funnel:
    "account_id bigint, step integer, stage varchar, of_stage varchar, x bigint, n bigint, share double, low double, high double, range_low double, range_high double, note varchar",
  two_by_two:
    "account_id bigint, route varchar, is_mutual boolean, people bigint, weeks double, left_count bigint, leaving_rate double, leaving_low double, leaving_high double, acts bigint, act_rate double, act_low double, act_high double",
  landmarks:
    "account_id bigint, route varchar, landmark_days integer, is_engaged boolean, people bigint, kept bigint, share double, low double, high double",
  act_rates:
    "account_id bigint, route varchar, family varchar, is_attended boolean, people bigint, weeks double, acts bigint, rate double, low double, high double, is_at_least boolean",
  concentration:
    "account_id bigint, route varchar, people bigint, acts bigint, top_1 double, top_5 double, top_10 double, median double",
  middle: "account_id bigint, unknown_people bigint, expected_followbacks double, chance double",
  balance:
    "account_id bigint, trait varchar, followback_value double, organic_value double, difference_standardised double, followback_n bigint, organic_n bigint"
};

/** Makes an empty table for every mart that the report reads and the store does not have: its page then says why it is bare. */
export async function standInForMarts(db: Database, built: string[]): Promise<void> {
  for (const [name, list] of Object.entries(columns))
    if (!built.includes(name)) await db.run(`create table "${name}" (${list})`);
}

/** Writes a table `mart_list`: every mart that is built, its documentation and its columns, a line each. */
export async function listMartColumns(db: Database, built: string[]): Promise<void> {
  await db.run("create table mart_list (mart varchar, header varchar, columns varchar)");
  const headers = new Map(readModels().map(({name, header}) => [name, header]));
  const insert = await db.connection.prepare("insert into mart_list values ($1, $2, $3)");
  for (const name of built) {
    const rows = await db.rows<{column_name: string; column_type: string}>(
      `select column_name, column_type from (describe "${name}")`
    );
    insert.bindVarchar(1, name);
    insert.bindVarchar(2, headers.get(name) ?? "");
    insert.bindVarchar(3, rows.map((row) => `${row.column_name} ${row.column_type}`).join("\n"));
    await insert.run();
  }
}
