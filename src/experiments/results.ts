import {withDatabase} from "../duckdb.ts";
import {attachMartsAlone} from "../models/marts.ts";

/** One outcome of an experiment as the mart `experiment_results` has it, which describes the columns. */
export interface Result {
  experiment_id: string;
  outcome: string;
  units: "people" | "weeks";
  state: "not yet" | "read" | "not readable";
  why: string | null;
  matters: number | null;
  drawn_first: number;
  drawn_second: number;
  known_first: number;
  known_second: number;
  value_first: number | null;
  value_second: number | null;
  reached_first: number | null;
  reached_second: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  p: number | null;
  smallest_p: number | null;
  verdict: string | null;
  second_difference: number | null;
  second_low: number | null;
  second_high: number | null;
  range_low: number | null;
  range_high: number | null;
  chosen_first: number | null;
  chosen_second: number | null;
  chosen_value_first: number | null;
  chosen_value_second: number | null;
  chosen_difference: number | null;
  chosen_low: number | null;
  chosen_high: number | null;
}

/** The results of an account's experiments. The marts have to be built. */
export const readResults = (dataDir: string, accountId: string): Promise<Result[]> =>
  withDatabase(async (db) => {
    await attachMartsAlone(db, dataDir);
    return db.rows<Result & Record<string, unknown>>(`
      select experiment_id, outcome, units, state, why, matters,
        drawn_first::int as drawn_first, drawn_second::int as drawn_second, known_first::int as known_first,
        known_second::int as known_second, reached_first::int as reached_first, reached_second::int as reached_second,
        value_first, value_second, difference, low, high, p, smallest_p, verdict,
        second_difference, second_low, second_high, range_low, range_high,
        chosen_first::int as chosen_first, chosen_second::int as chosen_second,
        chosen_value_first, chosen_value_second, chosen_difference, chosen_low, chosen_high
      from experiment_results where account_id = ${accountId}
      order by from_at, experiment_id, outcome`);
  });
