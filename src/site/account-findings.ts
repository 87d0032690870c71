import {findings, type Findings} from "../../reports/components/findings.js";
import {presentFindings} from "../../reports/components/present.js";
import type {IndexData} from "./index-data.ts";

/** What an account's index, digest and link preview say in words: where follows are records, first who is here now. */
export function findingsOf({summary, claims, attempts, campaigns, now}: IndexData): Findings {
  const found = findings(summary, claims, attempts, campaigns);
  return now ? presentFindings(found, summary, now) : found;
}
