import type {Claim} from "../../reports/components/rows.js";
import type {ReadAccount} from "../../src/site/index-data.ts";
import {claimWords} from "./claim-words.ts";
import {summary} from "./summary.ts";

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
      summary: {...summary, name},
      claims: [
        {
          nth: 1,
          claim: "engage_less",
          ...claimWords.engage_less,
          is_collected: true,
          evaluated_at: "2026-01-01T00:00:00.000Z",
          n_followback: 1000,
          n_organic: 1000,
          n_unknown: 100,
          n_maybe: 100,
          n_sitting: 0,
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
      differences: [],
      trend: [],
      survival: [],
      attempts: 4000
    }
  };
}
