import {askedClaims, claimText, notAskedLine, quarterEnd} from "../../reports/components/claim.js";
import {claimPlot, reachOf} from "../../reports/components/claim-plot.js";
import {engagedCompared, leftOutSentence, retainedCompared} from "../../reports/components/answer.js";
import type {Comparison} from "../../reports/components/compare.js";
import {curvePlot} from "../../reports/components/curve.js";
import type {DrawOptions} from "../../reports/components/draw.js";
import {percent, whole} from "../../reports/components/format.js";
import type {Claim, Rate, Route, SurvivalStep} from "../../reports/components/rows.js";
import {engagedDays, retainedDays} from "../../reports/components/thresholds.js";
import {everyFourthWeek, survivalPlot} from "../../reports/components/survival.js";
import {trendPlot} from "../../reports/components/trend.js";
import {datesOf, readIndexData, type IndexData, type ReadAccount} from "./index-data.ts";
import {findingsOf} from "./account-findings.ts";
import {notebooksOf} from "./page-list.ts";
import {overviewPage} from "./overview-page.ts";
import {escapeText, picture} from "./page-markup.ts";
import {pagedAccounts, withReportDatabase} from "./report-data.ts";
import {dataDirOf} from "../snapshots/settings.ts";
import {presentSections} from "./present-sections.ts";
import {titleOf, type PagedAccount} from "./slug.ts";

/** The Markdown of `index`: text and pictures that need no JavaScript. `prefix` leads to the account's folder. */
export function indexPage(account: PagedAccount, data: IndexData, prefix = "./"): string {
  const {name} = account;
  const {summary, claims, rates, trend, survival, now} = data;
  const {headline, paragraph, certainty, next, later} = findingsOf(data);
  const sure = certainty === "" ? "" : `<p class="sure">${escapeText(certainty)}</p>`;
  const lines = [
    "---",
    "toc: false",
    `title: ${JSON.stringify(`What we found: ${account.network === undefined ? name : titleOf(account)}`.replaceAll("$", ""))}`,
    "---",
    "",
    `<p class="kicker">${escapeText(titleOf(account))} · ${datesOf(summary)}</p>`,
    "",
    `<h1>${escapeText(headline)}</h1>`,
    "",
    `<p class="answer">${paragraph.map(escapeText).join(" ")}</p>`,
    "",
    ...(later.length === 0 ? [] : [`<p>${later.map(escapeText).join(" ")}</p>`, ""]),
    sure,
    "",
    ...(summary.left_out === 0
      ? []
      : [`<p class="note-line">${escapeText(leftOutSentence(summary))}</p>`, ""]),
    ...(now ? presentSections(summary, now, prefix) : []),
    ...figuresWithoutVerdict(data),
    ...claimsSection(claims, name, prefix, now ? laterNote : "")
  ];
  if (summary.has_engagement && trend.some(({share}) => share !== null))
    lines.push(
      "## Who engages, week by week",
      "",
      `<p class="sub">Share of followers who replied to, quoted or mentioned ${escapeText(name)} in a week, at one mix of new and older followers. Dots are weeks, lines their eight-week mean, bands the mean 95% interval.</p>`,
      "",
      picture("Share of followers who engaged in a week, by route", (options) => trendPlot(trend, options)),
      "",
      `<p class="note-line">More in <a href="${prefix}engagement">engagement</a>.</p>`,
      ""
    );
  const curve = staying(survival, rates);
  if (summary.is_retention_recorded && curve)
    lines.push(
      "## Who stays",
      "",
      `<p class="sub">Share still following, by days since they were first seen.${now ? " Of those who came after the first snapshot." : ""} Bands are 95% intervals.</p>`,
      "",
      picture("Share still following by days since first sight, by route", curve),
      "",
      `<p class="note-line">More in <a href="${prefix}cohorts">cohorts</a>.</p>`,
      ""
    );
  if (next.length > 0) {
    const items = next.map(
      ({label, text}) =>
        `<li><strong>${label}.</strong> ${escapeText(text).replace(/&#96;(.+?)&#96;/g, "<code>$1</code>")}</li>`
    );
    lines.push("## What to do next", "", `<ul class="next">${items.join("")}</ul>`, "");
  }
  lines.push(
    "## Look closer",
    "",
    `<ul class="pages">${notebooksOf(account)
      .map(({page, about}) => `<li><a href="${prefix}${page}">${page}</a> ${about}</li>`)
      .join("")}</ul>`,
    ""
  );
  return lines.join("\n");
}

/** Where the first sections are about those who are here now: whom the next ones are about. */
const laterNote = "Of those who came after the first snapshot: only of these it is known who came and left.";

/** Draws who stays: by the estimate that uses every walk where there is one, else by the complete lists. */
function staying(survival: SurvivalStep[], rates: Rate[]) {
  const shown: Route[] = ["followback", "organic", "unknown"];
  const steps = everyFourthWeek(survival);
  if (steps.some(({route, low}) => route !== "pre_existing" && low !== null))
    return (options: DrawOptions) => survivalPlot(steps, options, {shown, until: 364});
  if (rates.some(({measure, share}) => measure === "retained" && share !== null))
    return (options: DrawOptions) => curvePlot(rates, options);
  return null;
}

/** The claims that data can decide, one by one: verdict, number, interval as a picture, and the way to its chart. */
function claimsSection(all: Claim[], name: string, prefix: string, note: string): string[] {
  const claims = askedClaims(all);
  if (claims.length === 0) return [];
  const shares = claims.filter(({unit}) => unit === "share");
  const notAsked = notAskedLine(all);
  const looked = claims[0]!.evaluated_at;
  const items = claims.map((claim) => {
    const {statement, standing, verdict, number, interval, because, needed, page, link} = claimText(
      claim,
      name
    );
    const words = [
      `<h3>${escapeText(statement)}</h3>`,
      `<p class="verdict ${standing.replaceAll(" ", "-")}">${escapeText(verdict)}</p>`,
      number && `<p class="number">${escapeText(number)}</p>`,
      interval && `<p class="interval">${escapeText(interval)}</p>`,
      because && `<p class="because">${escapeText([because, needed].filter(Boolean).join(" "))}</p>`,
      page && number && `<p class="link"><a href="${prefix}${page}">${escapeText(link!)}</a></p>`
    ];
    const drawn = number
      ? picture(
          `${statement}: ${verdict.toLowerCase()}, ${number}, ${interval}`,
          (options) =>
            claimPlot(claim, {...options, reach: reachOf(claim.unit === "share" ? shares : [claim])}),
          {
            wide: 400,
            narrow: 304
          }
        )
      : "";
    return `<li class="claim${number ? "" : " bare"}"><div>${words.filter(Boolean).join("")}</div>${drawn}</li>`;
  });
  const as = looked ? ` Verdicts are those of ${quarterEnd(looked)}.` : "";
  const isShown = (of: Claim["unit"]) =>
    claims.some(({unit, difference}) => unit === of && difference !== null);
  const own = [
    isShown("unevenness")
      ? " Unevenness has a scale of its own: at 1, two followers who came in one week share a day twice as often as by chance."
      : "",
    isShown("per_hour") ? " Engaged followers per hour have a scale of their own, too." : ""
  ].join("");
  const how = items.some((item) => item.includes("<svg"))
    ? `<p class="sub">In percentage points. The dot is the difference, the bar its 99% interval, the hollow bar below it how far followers of unknown route could shift it; in the shaded band it is too small to act on.${own}${as}</p>`
    : "";
  return [
    "## Claim by claim",
    "",
    ...(note === "" ? [] : [`<p class="sub">${note}</p>`, ""]),
    how,
    "",
    `<ol class="claim-list">${items.join("").replaceAll("\n", " ")}</ol>`,
    "",
    ...(notAsked ? [`<p class="note-line">${escapeText(notAsked)}</p>`, ""] : [])
  ];
}

/** Where no quarter end has passed yet: the figures as they stand, without a verdict. */
function figuresWithoutVerdict({summary, claims, rates, differences}: IndexData): string[] {
  if (claims.some(({evaluated_at}) => evaluated_at !== null)) return [];
  const boxes = [
    figures(`Engaged within ${engagedDays} days`, engagedCompared(summary, rates, differences)),
    figures(`Still following at ${retainedDays} days`, retainedCompared(summary, rates, differences))
  ].filter(Boolean);
  if (boxes.length === 0) return [];
  return [
    `<p class="sub">The figures so far, with 95% intervals and without a verdict.</p>`,
    "",
    `<div class="claims">${boxes.join("")}</div>`,
    ""
  ];
}

/** One measure as two rows with their intervals drawn on one scale. */
function figures(title: string, {missing, followback, organic}: Comparison) {
  if (missing || !followback || !organic) return "";
  const full = Math.min(1, Math.max(followback.high!, organic.high!) * 1.05);
  const at = (value: number) => `${((value / full) * 100).toFixed(2)}%`;
  const row = (name: string, {route, share, low, high, size}: Rate) => {
    const bar = `<span class="bar ${route}" aria-hidden="true"><i style="left: ${at(low!)}; width: ${at(high! - low!)}"></i><b style="left: ${at(share!)}"></b></span>`;
    return `<div class="figure"><span class="name ${route}">${name}</span><span class="big">${percent(share)}</span>${bar}<span class="of">of ${whole(size)}</span></div>`;
  };
  return `<section class="figures"><h2>${title}</h2>${row("by followback", followback)}${row("organic", organic)}</section>`;
}

/** The Markdown of the site's root: the one account's index, or an overview of several. */
export function rootPage(accounts: ReadAccount[]): string {
  return accounts.length === 1
    ? indexPage(accounts[0]!.account, accounts[0]!.data, `./${accounts[0]!.account.slug}/`)
    : overviewPage(accounts);
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
