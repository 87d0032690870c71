import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {seedOf} from "./random.ts";
import {campaignsOf, costOf, midnightOf, mondayOf, type Campaign} from "./world/campaigns.ts";
import {dayMs} from "./world/people.ts";
import {shopDaysOf, type ShopDay} from "./world/shop.ts";
import type {World} from "./world/world.ts";

/** The call to action of the simulated brand's links, and where they lead. */
export const shopCall = "shop";
export const shopUrl = "https://shop.example/";

/** What the brand of a world could tell of its campaigns, and the files that its programs would give it. */
export interface ShopFiles {
  campaigns: Campaign[];
  /** Plausible's sources, orders of Shopify, hours of Clockify, X's account overview. Empty before the first campaign. */
  files: string[];
  /** What came with links of campaigns. */
  visits: number;
  orders: number;
  hours: number;
}

/** The code that the followers a campaign finds are given for their first order. */
export const discountOf = ({name}: Campaign) => name.toUpperCase();

/**
 * Writes the files of a world's shop into `dir`, as they would be downloaded now, in UTC. `codeOf` is the code that stands
 * in the links of a campaign in the week of a Monday.
 */
export async function writeShopFiles(
  dir: string,
  world: World,
  codeOf: (campaign: Campaign, monday: Date) => string
): Promise<ShopFiles> {
  const campaigns = campaignsOf(world);
  const shopDays = shopDaysOf(world, campaigns);
  const ofCampaigns = shopDays.filter(({campaign}) => campaign !== null);
  const told = {
    campaigns,
    visits: ofCampaigns.reduce((sum, {visits}) => sum + visits, 0),
    orders: ofCampaigns.reduce((sum, {sales}) => sum + sales.length, 0),
    hours: campaigns.reduce((sum, campaign) => sum + costOf(campaign).hours, 0)
  };
  if (shopDays.length === 0) return {...told, files: []};
  await mkdir(dir, {recursive: true});
  const first = Math.min(...campaigns.map(({from}) => from));
  const name = `imported_sources_${digitsOf(first)}_${digitsOf(midnightOf(world.now) - dayMs)}.csv`;
  const files: [string, string][] = [
    [name, plausible(shopDays, campaigns, codeOf)],
    ["orders_export.csv", shopify(shopDays, campaigns, world)],
    ["Clockify_Time_Report_Detailed.csv", clockify(campaigns)],
    ["account_overview_analytics.csv", overview(world)]
  ];
  for (const [file, text] of files) await writeFile(join(dir, file), text);
  return {...told, files: files.map(([file]) => join(dir, file))};
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const digitsOf = (at: number) => dayOf(at).replaceAll("-", "");
const timeOf = (at: number) => new Date(at).toISOString().slice(11, 19);
const lines = (rows: readonly string[]) => rows.map((row) => `${row}\n`).join("");
const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(",");

const plausibleColumns =
  "date,source,referrer,utm_source,utm_medium,utm_campaign,utm_content,utm_term,pageviews,visitors,visits,visit_duration,bounces".split(
    ","
  );

/** A row a day and combination of values, as Plausible's full export has it. */
function plausible(
  shopDays: readonly ShopDay[],
  campaigns: readonly Campaign[],
  codeOf: (campaign: Campaign, monday: Date) => string
): string {
  const rows = shopDays
    .toSorted((a, b) => a.day - b.day)
    .map(({day, campaign, visits, visitors}) => {
      const of = campaigns.find(({name}) => name === campaign);
      const texts = of
        ? ["x", "t.co", "x", "social", of.name, codeOf(of, new Date(mondayOf(day))), ""]
        : ["Direct / None", "", "", "", "", "", ""];
      const counts = [visits * 2, visitors, visits, visits * 70, Math.floor(visits / 2)];
      return `${quoted([dayOf(day), ...texts])},${counts.join(",")}`;
    });
  return lines([quoted(plausibleColumns), ...rows]);
}

const overviewColumns =
  "Date,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Unfollows,Replies,Reposts,Profile visits,Create Post,Video views,Media views";
const overviewDate = new Intl.DateTimeFormat("en-US", {
  timeZone: "UTC",
  weekday: "short",
  month: "short",
  day: "numeric",
  year: "numeric"
});
/** X shows the overview of at most so many days. */
const mostDays = 365;
const visitsAFollow = 4;

/** X's own counts, a row a UTC day, newest first, without a line end at the end. This X does not count suspensions. */
function overview({start, now, log, brand, ownPosts, mentions}: World): string {
  const first = Math.max(midnightOf(start), midnightOf(now) - (mostDays - 1) * dayMs);
  const nothing = () => ({follows: 0, unfollows: 0, posts: 0, impressions: 0, replies: 0});
  const days = new Map<number, ReturnType<typeof nothing>>();
  for (let day = midnightOf(now); day >= first; day -= dayMs) days.set(day, nothing());
  const onDay = (at: number) => days.get(midnightOf(at)) ?? nothing();
  for (const {at, kind, target} of log)
    if (target === brand.id) onDay(at)[kind === "follow" ? "follows" : "unfollows"]++;
  for (const {createdAt, impressions} of ownPosts) {
    const day = onDay(createdAt.getTime());
    day.posts++;
    day.impressions += impressions;
  }
  for (const {createdAt} of mentions) onDay(createdAt.getTime()).replies++;
  const rows = [...days].map(([day, {follows, unfollows, posts, impressions, replies}]) => {
    const engagements = 2 * replies + Math.round(impressions / 50);
    const cells = [
      impressions,
      replies,
      engagements,
      0,
      0,
      follows,
      unfollows,
      replies,
      0,
      follows * visitsAFollow,
      posts,
      0,
      0
    ];
    return `"${overviewDate.format(day)}",${cells.join(",")}`;
  });
  return [overviewColumns, ...rows].join("\n");
}

const shopifyColumns =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Shipping Name,Notes,Note Attributes,Cancelled at,Refunded Amount,Vendor,Id".split(
    ","
  );
const money = (cents: number) => (cents / 100).toFixed(2);
/** The simulated shop's order numbers say nothing of how many orders there were. */
const firstOrder = 1001;

/** A row an order, oldest last, with what was paid back until now. */
function shopify(
  shopDays: readonly ShopDay[],
  campaigns: readonly Campaign[],
  {now, seed}: {now: number; seed: number}
): string {
  const orders = shopDays
    .flatMap(({campaign, sales}) => sales.map((sale) => ({campaign, ...sale})))
    .toSorted((a, b) => a.at - b.at);
  const rows = orders.map(({campaign, at, currency, amount, refunded, refundedAt}, nth) => {
    const isPaidBack = refundedAt !== null && refundedAt < now;
    const of = campaigns.find(({name}) => name === campaign);
    const created = `${dayOf(at)} ${timeOf(at)} +0000`;
    const cells: Record<string, string> = {
      Name: `#${firstOrder + nth}`,
      Email: `buyer${nth}@example.com`,
      "Financial Status": isPaidBack ? "refunded" : "paid",
      "Paid at": created,
      Currency: currency,
      Subtotal: money(amount),
      Shipping: "0.00",
      Taxes: "0.00",
      Total: money(amount),
      "Discount Code": of ? discountOf(of) : "",
      "Discount Amount": "0.00",
      "Created at": created,
      "Lineitem quantity": "1",
      "Lineitem name": "Simulated coffee",
      "Lineitem price": money(amount),
      "Billing Name": `Simulated buyer ${nth}`,
      "Refunded Amount": money(isPaidBack ? refunded : 0),
      Vendor: "Demo brand (simulated)",
      Id: String((seedOf(seed, nth) >>> 0) + nth)
    };
    return shopifyColumns.map((column) => cells[column] ?? "").join(",");
  });
  return lines([shopifyColumns.join(","), ...rows.toReversed()]);
}

const clockifyColumns =
  "Project,Client,Description,Task,User,Group,Email,Tags,Billable,Start Date,Start Time,End Date,End Time,Duration (h),Duration (decimal)".split(
    ","
  );
/** The brand works at its campaigns after work. */
const workBegins = 18 * 60 * 60 * 1000;

/** An entry a campaign and day. */
function clockify(campaigns: readonly Campaign[]): string {
  const rows = campaigns
    .flatMap(({name, hours}) => [...hours].map(([day, amount]) => ({name, day, amount})))
    .toSorted((a, b) => b.day - a.day)
    .map(({name, day, amount}) => {
      const seconds = Math.round(amount * 3600);
      const start = day + workBegins;
      const ended = start + seconds * 1000;
      const duration = new Date(seconds * 1000).toISOString().slice(11, 19);
      const what = [name, "", "Finding people", "", "Simulated owner", "", "owner@example.com", "", "No"];
      const when = [dayOf(start), timeOf(start), dayOf(ended), timeOf(ended), duration, amount.toFixed(2)];
      return quoted([...what, ...when]);
    });
  return lines([quoted(clockifyColumns), ...rows]);
}
