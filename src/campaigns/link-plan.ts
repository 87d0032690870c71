import {quote, withDatabase} from "../duckdb.ts";
import {UsageError} from "../errors.ts";
import {makeModels} from "../models/build.ts";
import {attachSnapshots} from "../snapshots/store.ts";
import {campaignIdOf} from "../snapshots/tables.ts";
import type {Statement} from "./statement.ts";

/** Codes to be put into links: one a week (or post of it) and call to action. */
export interface LinkPlanOptions {
  /** Where the links lead: http or https. */
  url: string;
  /** Any day of the first week; weeks begin on Monday. */
  from: Date;
  weeks: number;
  /** Posts a week, each with codes of its own. Default 1. */
  posts?: number;
  /** Calls to action, such as `shop` and `newsletter`. */
  calls: string[];
  /** The campaign all of them belong to. Default: none. */
  campaign?: string;
}

export interface PlannedLink {
  code: string;
  /** The Monday, at 00:00 UTC. */
  week: Date;
  post: number;
  call: string;
  campaign_id: string | null;
  address: string;
}

/** The campaign of each code of a kind, null where it is of none; codes without the differences of case that people make. */
export const campaignsOfCodes = (
  dataDir: string,
  accountId: string,
  kind: string
): Promise<Map<string, string | null>> =>
  withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    await makeModels(db, ["links_now"]);
    const known = await db.rows<{code: string; campaign_id: string | null}>(
      `select plain_code as code, campaign_id from links_now where account_id = ${accountId} and code_kind = ${quote(kind)}`
    );
    return new Map(known.map(({code, campaign_id}) => [code, campaign_id]));
  });

/**
 * Refuses codes that the account's links bear for another campaign, or for none: what comes by one code counts for one campaign.
 * Names in letters beyond English leave nothing of themselves in a code, so that two may make the same. Throws a `UsageError`.
 */
export async function refuseTakenCodes(
  dataDir: string,
  accountId: string,
  links: readonly PlannedLink[]
): Promise<void> {
  const campaigns = await campaignsOfCodes(dataDir, accountId, "utm_content");
  const nameOf = (campaign: string | null) => (campaign === null ? "no campaign" : `campaign ${campaign}`);
  for (const {code, campaign_id} of links) {
    const other = campaigns.get(code);
    if (other !== undefined && other !== campaign_id)
      throw new UsageError(
        `code ${code}: is of ${nameOf(other)} already, and what comes by it would count for ${nameOf(campaign_id)}: give --calls in other words, or the same --campaign`
      );
  }
}

/** The rows of `links` for planned codes: each stands in its address as utm_content. */
export const linkRows = (links: readonly PlannedLink[]): NonNullable<Statement["links"]> =>
  links.map(({code, campaign_id, week, call, address}) => ({
    code_kind: "utm_content",
    code,
    campaign_id,
    week,
    call,
    url: address
  }));

const weekMs = 7 * 86_400_000;
const most = {weeks: 104, posts: 20, calls: 20};

/**
 * The codes and addresses of a plan. A code is `2026w49-1-shop`: its ISO week, the number of the post where a week has
 * several, the campaign where it has one, the call to action. The address carries it as utm_content, with utm_source=x, utm_medium=social and the campaign
 * as utm_campaign; what the address has already of its own stays, but for those. Throws a `UsageError` where the address is
 * none, a call has no letters or digits, or the plan is of no sensible size.
 */
export function planLinks({url, from, weeks, posts = 1, calls, campaign}: LinkPlanOptions): PlannedLink[] {
  const base = addressOf(url);
  for (const [flag, count, limit] of [
    ["--weeks", weeks, most.weeks],
    ["--posts", posts, most.posts],
    ["--calls", calls.length, most.calls]
  ] as const)
    if (!Number.isInteger(count) || count < 1 || count > limit)
      throw new UsageError(`${flag}: ${count}: give 1 to ${limit}`);
  const slugs = calls.map(slugOf);
  for (const [nth, slug] of slugs.entries()) {
    if (slug === "")
      throw new UsageError(`--calls: ${calls[nth]}: no letters or digits of English: write it with some`);
    if (slugs.indexOf(slug) !== nth)
      throw new UsageError(`--calls: ${calls[nth]}: two calls would share a code: rename one`);
  }
  const campaignId = campaign === undefined ? null : campaignIdOf(campaign);
  if (campaignId === "")
    throw new UsageError("--campaign: empty: give the name of the campaign, or leave it out");
  const monday = mondayOf(from);
  const links: PlannedLink[] = [];
  for (let week = 0; week < weeks; week++)
    for (let post = 1; post <= posts; post++)
      for (const [nth, slug] of slugs.entries()) {
        const start = new Date(monday.getTime() + week * weekMs);
        const parts = [isoWeekOf(start), posts > 1 ? String(post) : "", slugOf(campaignId ?? ""), slug];
        const code = parts.filter((part) => part !== "").join("-");
        const address = new URL(base);
        address.searchParams.set("utm_source", "x");
        address.searchParams.set("utm_medium", "social");
        if (campaignId !== null) address.searchParams.set("utm_campaign", campaignId);
        else address.searchParams.delete("utm_campaign");
        address.searchParams.set("utm_content", code);
        links.push({
          code,
          week: start,
          post,
          call: calls[nth]!,
          campaign_id: campaignId,
          address: address.href
        });
      }
  return links;
}

function addressOf(text: string): URL {
  if (/^https?:/i.test(text) && URL.canParse(text)) return new URL(text);
  throw new UsageError(`--url: ${text}: no address: write it as https://shop.example/`);
}

const slugOf = (text: string) =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");

/** The Monday of a day's week, at 00:00 UTC. */
function mondayOf(day: Date): Date {
  const start = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate());
  return new Date(start - ((day.getUTCDay() + 6) % 7) * 86_400_000);
}

/** The ISO 8601 week of a Monday, as `2026w49`: week 1 holds the year's first Thursday. */
function isoWeekOf(monday: Date): string {
  const year = new Date(monday.getTime() + 3 * 86_400_000).getUTCFullYear();
  const first = mondayOf(new Date(Date.UTC(year, 0, 4)));
  const week = Math.round((monday.getTime() - first.getTime()) / weekMs) + 1;
  return `${year}w${String(week).padStart(2, "0")}`;
}
