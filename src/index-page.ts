import {parseHTML} from "linkedom";
import {findings} from "../reports/components/answer.js";
import type {Comparison} from "../reports/components/compare.js";
import {curvePlot} from "../reports/components/curve.js";
import {day, percent, whole} from "../reports/components/format.js";
import {wilson} from "../reports/components/interval.js";
import type {Rate, Summary, TrendPoint} from "../reports/components/rows.js";
import {trendPlot} from "../reports/components/trend.js";
import type {Database} from "./duckdb.ts";
import {pagedAccounts, reportRows, selectAccount, withReportDatabase} from "./report-data.ts";
import {dataDirOf} from "./settings.ts";
import type {PagedAccount} from "./slug.ts";

/** What the index of one account is made of. */
export interface IndexData {
  summary: Summary;
  rates: Rate[];
  trend: TrendPoint[];
}

/** Reads it for the account, which becomes the selected one. */
export async function readIndexData(db: Database, account: PagedAccount): Promise<IndexData> {
  await selectAccount(db, account);
  const [summary] = await reportRows<Summary>(db, "summary");
  return {
    summary: summary!,
    rates: await reportRows<Rate>(db, "rates"),
    trend: await reportRows<TrendPoint>(db, "trend")
  };
}

/** Text for a page: no markup of its own, and no `${` that Framework would run. */
export const escapeText = (text: string) =>
  text.replace(/[&<>"`$*_[\]\\{}|#]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** A picture drawn twice, for a wide page and for a phone; the stylesheet shows one. */
function picture(
  label: string,
  paint: (options: {width: number; document: Document; label: string}) => SVGSVGElement
) {
  const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
    document: Document;
  };
  const drawn = (
    [
      ["wide", 720],
      ["narrow", 320]
    ] as const
  ).map(([size, width]) => `<div class="${size}">${paint({width, document, label}).outerHTML}</div>`);
  return `<div class="picture">${drawn.join("")}</div>`.replaceAll("\n", " ");
}

const bar = ({share, low, high}: {share: number; low: number; high: number}, route: string, full: number) => {
  const at = (value: number) => `${((value / full) * 100).toFixed(2)}%`;
  return `<span class="bar ${route}" aria-hidden="true"><i style="left: ${at(low)}; width: ${at(high - low)}"></i><b style="left: ${at(share)}"></b></span>`;
};

/** One measure as two rows with their intervals drawn on one scale. */
function figures(title: string, {followback, organic, differences}: Comparison) {
  if (!differences) return "";
  const [a, b] = [wilson(followback), wilson(organic)];
  const full = Math.min(1, Math.max(a.high, b.high) * 1.05);
  const row = (name: string, route: string, interval: typeof a, size: number) =>
    `<div class="figure"><span class="name ${route}">${name}</span><span class="big">${percent(interval.share)}</span>${bar(interval, route, full)}<span class="of">of ${whole(size)}</span></div>`;
  return `<section class="figures"><h2>${title}</h2>${row("by followback", "followback", a, followback.size)}${row("on their own", "organic", b, organic.size)}</section>`;
}

/** The days from the first to the last snapshot. */
const datesOf = ({first_taken_at, last_taken_at}: Summary) =>
  (last_taken_at ?? "") < "2006"
    ? "in steps, without dates"
    : day(first_taken_at) === day(last_taken_at)
      ? day(last_taken_at)
      : `${day(first_taken_at)} to ${day(last_taken_at)}`;

const notebooks = [
  ["growth", "who came and who left, week by week"],
  ["cohorts", "month by month: who stays, who engages"],
  ["engagement", "what they do, and when"],
  ["outreach", "whom we followed, and who followed back"],
  ["quality", "what the numbers rest on"],
  ["method", "every word defined, and what can slip through"]
] as const;

/** The Markdown of `index`: text and pictures that need no JavaScript. `prefix` leads to the account's folder. */
export function indexPage({name}: PagedAccount, {summary, rates, trend}: IndexData, prefix = "./"): string {
  const {headline, paragraph, certainty, next, engaged, kept} = findings(summary, rates);
  const hasTrend = summary.has_engagement && trend.some(({share}) => share !== null);
  const hasCurve =
    summary.is_retention_recorded && rates.some(({measure, share}) => measure === "kept" && share !== null);
  const lines = [
    "---",
    "toc: false",
    `title: ${JSON.stringify(`What we found: ${name}`.replaceAll("$", ""))}`,
    "---",
    "",
    `<p class="kicker">${escapeText(name)} · ${datesOf(summary)}</p>`,
    "",
    `<h1>${escapeText(headline)}</h1>`,
    "",
    `<p class="answer">${[...paragraph, certainty].map(escapeText).join(" ")}</p>`,
    "",
    `<div class="claims">${figures("Engaged within 30 days", engaged)}${figures("Still following at 90 days", kept)}</div>`,
    ""
  ];
  if (hasTrend) {
    lines.push(
      "## Who engages, week by week",
      "",
      `<p class="sub">Share of followers who replied to, quoted or mentioned ${escapeText(name)} in a week, weighted to one mix of ages. Dots are weeks, lines their eight-week mean, bands the mean 95% interval.</p>`,
      "",
      picture("Share of followers who engaged in a week, by route", (options) => trendPlot(trend, options)),
      "",
      `<p class="note-line">More in <a href="${prefix}engagement">engagement</a>.</p>`,
      ""
    );
  }
  if (hasCurve) {
    lines.push(
      "## Who stays",
      "",
      `<p class="sub">Share still following, by days since they were first seen. Bands are 95% intervals.</p>`,
      "",
      picture("Share still following by days since first sight, by route", (options) =>
        curvePlot(rates, options)
      ),
      "",
      `<p class="note-line">More in <a href="${prefix}cohorts">cohorts</a>.</p>`,
      ""
    );
  }
  if (next.length > 0) {
    const items = next.map(
      (step) => `<li>${escapeText(step).replace(/&#96;(.+?)&#96;/g, "<code>$1</code>")}</li>`
    );
    lines.push("## What to do next", "", `<ul class="next">${items.join("")}</ul>`, "");
  }
  lines.push(
    "## Look closer",
    "",
    `<ul class="pages">${notebooks.map(([page, about]) => `<li><a href="${prefix}${page}">${page}</a> ${about}</li>`).join("")}</ul>`,
    ""
  );
  return lines.join("\n");
}

/** The Markdown of the site's root: the one account's index, or a line for each of several. */
export function rootPage(accounts: {account: PagedAccount; data: IndexData}[]): string {
  if (accounts.length === 1)
    return indexPage(accounts[0]!.account, accounts[0]!.data, `./${accounts[0]!.account.slug}/`);
  const rows = accounts.map(({account, data}) => {
    const {headline, engaged, kept} = findings(data.summary, data.rates);
    return `<section class="overview"><h2><a href="./${account.slug}/">${escapeText(account.name)}</a></h2><p>${escapeText(headline)}.</p><p class="of">${whole(data.summary.followers_now)} followers, ${day(data.summary.last_taken_at)}</p><div class="claims">${figures("Engaged within 30 days", engaged)}${figures("Still following at 90 days", kept)}</div></section>`;
  });
  return [
    "---",
    "toc: false",
    "title: Accounts",
    "---",
    "",
    `<h1>${accounts.length} accounts, one question</h1>`,
    "",
    `<p class="answer">Do followers who came by followback stay and engage less than those who came on their own? Each account answers for itself.</p>`,
    "",
    ...rows.flatMap((row) => [row, ""])
  ].join("\n");
}

/** What Framework's preview calls for an index: prints the page at a folder, or the root without one. */
export async function printIndexPage(slug?: string): Promise<void> {
  const dataDir = dataDirOf();
  const accounts = await pagedAccounts(dataDir);
  await withReportDatabase(dataDir, async (db) => {
    const read = [];
    for (const account of accounts) {
      if (!slug || account.slug === slug) read.push({account, data: await readIndexData(db, account)});
    }
    process.stdout.write(slug ? indexPage(read[0]!.account, read[0]!.data) : rootPage(read));
  });
}
