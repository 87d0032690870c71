import type {Claim} from "../../reports/components/rows.js";
import type {ReadAccount} from "../../src/index-data.ts";

/** An account whose followers by followback fall behind in engagement by `difference` (0–1); nothing else is known. */
export function readAccount(
  slug: string,
  name: string,
  difference: number,
  verdict: Claim["verdict"] = "supported"
): ReadAccount {
  return {
    account: {id: "1", name, slug},
    data: {
      summary: {
        name,
        sources: "x-api",
        first_taken_at: "2024-07-08T06:00:00.000Z",
        last_taken_at: "2026-01-05T06:00:00.000Z",
        snapshots: 313,
        lists: 158,
        complete_lists: 157,
        heads: 470,
        partial_lists: 1,
        gap_days: 7,
        followers_now: 4204,
        following_now: 4100,
        mutual_now: 1400,
        has_engagement: true,
        is_retention_recorded: true,
        is_dated: true,
        people: 5806,
        followback: 1570,
        organic: 2881,
        unknown: 593,
        pre_existing: 1500
      },
      claims: [
        {
          nth: 1,
          claim: "engage_less",
          statement: "Followers won by followback engage less with the brand",
          matters: 0.02,
          needs: "engagement",
          is_collected: true,
          looked_at: "2026-01-01T00:00:00.000Z",
          n_followback: 1000,
          n_organic: 1000,
          n_unknown: 100,
          x_followback: 40,
          x_organic: Math.round(40 + 1000 * difference),
          difference,
          low: difference - 0.03,
          high: difference + 0.03,
          range_low: difference - 0.01,
          range_high: difference,
          verdict,
          needed_people: null,
          needed_by: null
        }
      ],
      rates: [],
      trend: [],
      survival: [],
      attempts: 4000
    }
  };
}
