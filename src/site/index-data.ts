import type {
  CampaignResult,
  Claim,
  DepartureRow,
  Difference,
  OutreachMonth,
  PresentEngagement,
  PresentMonth,
  PresentRow,
  PresentTruth,
  Rate,
  Summary,
  SurvivalStep,
  TrendPoint
} from "../../reports/components/rows.js";
import {isNoListComplete, isUnread} from "../../reports/components/compare.js";
import {day, isDated, plural, whole} from "../../reports/components/format.js";
import type {PresentData} from "../../reports/components/present.js";
import type {Database} from "../duckdb.ts";
import {reportRows, selectAccount} from "./report-data.ts";
import type {PagedAccount} from "./slug.ts";

/** What the index of one account is made of, and its digest and link preview. */
export interface IndexData {
  summary: Summary;
  claims: Claim[];
  rates: Rate[];
  differences: Difference[];
  trend: TrendPoint[];
  survival: SurvivalStep[];
  /** How many the account followed first. */
  attempts: number;
  /** What campaigns cost and brought. */
  campaigns: CampaignResult[];
  /** Who follows now and why others are gone; not there where follows are no records. */
  now?: PresentData & {departures: DepartureRow[]};
}

/** One account of the site with what its index says. */
export interface ReadAccount {
  account: PagedAccount;
  data: IndexData;
}

/** Reads it for the account, which becomes the selected one. */
export async function readIndexData(db: Database, account: PagedAccount): Promise<IndexData> {
  await selectAccount(db, account);
  const rows = new Map<string, unknown[]>();
  for (const name of indexNames) rows.set(name, await reportRows(db, name));
  return indexDataOf(rows);
}

const indexNames = [
  "summary",
  "outreach",
  "claims",
  "rates",
  "differences",
  "trend",
  "survival",
  "campaign_results",
  "present",
  "present_dates",
  "present_engagement",
  "present_truth",
  "departures"
];

/** The same out of rows that are read, by the name of their SQL. */
export function indexDataOf(rows: ReadonlyMap<string, unknown[]>): IndexData {
  const of = <T>(name: string) => rows.get(name) as T[];
  const summary = of<Summary>("summary")[0]!;
  const outreach = of<OutreachMonth>("outreach")[0];
  return {
    summary,
    claims: of<Claim>("claims"),
    rates: of<Rate>("rates"),
    differences: of<Difference>("differences"),
    trend: of<TrendPoint>("trend"),
    survival: of<SurvivalStep>("survival"),
    attempts: outreach === undefined ? 0 : outreach.attempts + outreach.unwatched,
    campaigns: of<CampaignResult>("campaign_results"),
    ...(summary.has_records && {
      now: {
        present: of<PresentRow>("present"),
        months: of<PresentMonth>("present_dates"),
        engagement: of<PresentEngagement>("present_engagement"),
        truth: of<PresentTruth>("present_truth")[0],
        departures: of<DepartureRow>("departures")
      }
    })
  };
}

/** The days from the first to the last snapshot. */
export const datesOf = ({last_taken_at, first_day, last_day}: Summary) =>
  last_taken_at === null
    ? "no list read yet"
    : !isDated(last_taken_at)
      ? "in steps, without dates"
      : day(first_day) === day(last_day)
        ? day(last_day)
        : `${day(first_day)} to ${day(last_day)}`;

/** How many follow at the end of the data, as far as anybody counted them. */
export function followersText(summary: Summary): string {
  const now = summary.followers_now;
  if (now === null || isUnread(summary)) return "followers not counted";
  if (isNoListComplete(summary)) return `${plural(now, "person", "people")} in partial lists`;
  // Where losses are not recorded, some may have left.
  return summary.is_retention_recorded
    ? plural(now, "follower")
    : `${plural(now, "person", "people")} seen to follow`;
}

/** How whole the lists are that the figures rest on. */
export function completenessOf({people, lists, complete_lists, heads, partial_lists}: Summary): string {
  if (lists === 0) return people === 0 ? "no lists" : "no lists, follows one by one";
  const others = [
    heads > 0 ? `${whole(heads)} incremental` : "",
    partial_lists > 0 ? `${whole(partial_lists)} partial` : ""
  ].filter(Boolean);
  return [`${whole(complete_lists)} of ${whole(lists)} lists complete`, ...others].join(", ");
}
