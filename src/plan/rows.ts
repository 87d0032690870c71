import {billsBySize, bothOf, choose, offersOf, sizes, type Terms} from "./choice.ts";
import type {PlanRequest} from "./format-plan.ts";
import {minutesOf} from "./plan.ts";
import {schedules} from "./schedules.ts";
import type {Asked} from "./asked.ts";

/** What is asked of one endpoint in one period of one schedule, as means. Dollars are unrounded. */
export interface PlanRow {
  schedule: string;
  /** One snapshot (`head`, `full`), or all of a `month` or `year`. */
  period: "head" | "full" | "month" | "year";
  endpoint: string;
  requests: number;
  resources: number;
  /** At the owner's price, and at the full price. */
  dollars_owned: number;
  dollars_list: number;
}

/** The plan as rows: every schedule, period and endpoint. */
export const rowsOf = (terms: Terms): PlanRow[] =>
  offersOf(terms).flatMap(({schedule, head, full, year}) => {
    const month = year.map((line) => ({
      ...line,
      requests: line.requests / 12,
      resources: line.resources / 12
    }));
    const periods: [PlanRow["period"], Asked][] = [
      ["head", head ?? []],
      ["full", full],
      ["month", month],
      ["year", year]
    ];
    return periods.flatMap(([period, asked]) =>
      asked.map((line) => {
        const {owned, list} = bothOf([line], terms);
        return {
          schedule: schedule.name,
          period,
          endpoint: `/2/${line.endpoint}`,
          requests: rounded(line.requests),
          resources: rounded(line.resources),
          dollars_owned: rounded(owned),
          dollars_list: rounded(list)
        };
      })
    );
  });

export function csvOf(terms: Terms): string {
  const rows = rowsOf(terms);
  return [Object.keys(rows[0]!), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}

/** Everything the text tells, for programs. */
export function jsonOf(account: string | null, terms: Terms, request: PlanRequest): string {
  const {facts, origins, watchedDays, prices, limits, precision, asker, conversations = false} = terms;
  const offers = offersOf(terms);
  const plan = {
    account,
    token: asker,
    conversations,
    facts,
    origins,
    watched_days: watchedDays,
    prices: {of: prices.of, source: prices.source},
    limits: {of: limits.of, source: limits.source},
    simulated: {
      date: precision.date,
      seed: precision.seed,
      worlds: precision.worlds,
      newcomers: precision.newcomers
    },
    budget: request.budget,
    is_owned: request.isOwned,
    chosen: choose(offers, request.budget, request.isOwned)?.schedule.name ?? null,
    schedules: offers.map(({schedule, dollars, minutes, precision, headsAYear, fullsAYear, head, full}) => ({
      ...schedule,
      heads_a_year: rounded(headsAYear),
      full_walks_a_year: rounded(fullsAYear),
      dollars_a_year: {owned: rounded(dollars.owned), list: rounded(dollars.list)},
      minutes: {
        ...minutes,
        waiting_head: head === null ? null : minutesOf(head, limits, asker).waiting,
        waiting_full: minutesOf(full, limits, asker).waiting
      },
      precision
    })),
    sizes: billsBySize(terms).map(({bills}, nth) => ({
      followers: sizes[nth],
      dollars_a_year: Object.fromEntries(
        bills.map(({owned, list}, of) => [schedules[of]!.name, {owned: rounded(owned), list: rounded(list)}])
      )
    })),
    rows: rowsOf(terms)
  };
  return `${JSON.stringify(plan, null, 1)}\n`;
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
