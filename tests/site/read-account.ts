import type {Claim} from "../../reports/components/rows.js";
import type {ReadAccount} from "../../src/site/index-data.ts";
import {claimRow} from "./sample-rows.ts";
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
        claimRow("engage_less", {
          x_organic: Math.round(40 + 1000 * difference),
          difference,
          low: difference - 0.03,
          high: difference + 0.03,
          range_low: difference - 0.01,
          range_high: difference,
          verdict
        })
      ],
      rates: [],
      differences: [],
      trend: [],
      survival: [],
      campaigns: [],
      attempts: 4000
    }
  };
}
