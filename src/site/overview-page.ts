import {claimText, mainClaims, notAskedLine, questionOf, standings} from "../../reports/components/claim.js";
import {claimPlot, reachOf} from "../../reports/components/claim-plot.js";
import {atStart, inWords, plural, whole} from "../../reports/components/format.js";
import type {Claim} from "../../reports/components/rows.js";
import {sparkPlot, sparkScale} from "../../reports/components/spark.js";
import {findingsOf} from "./account-findings.ts";
import {datesOf, followersText, type ReadAccount} from "./index-data.ts";
import {escapeText, picture} from "./page-markup.ts";
import {networkOfPages, titleOf} from "./slug.ts";

/** Accounts by how far followers by followback fall behind in engagement; those without a figure come last. */
export const ranked = (accounts: ReadAccount[]): ReadAccount[] =>
  [...accounts].sort((a, b) => rankOf(b) - rankOf(a));

const rankOf = ({data}: ReadAccount) => mainClaims(data.claims).engage?.difference ?? -2;

/** How many accounts say what on the first statement, in one sentence. */
export function tally(accounts: ReadAccount[]): string {
  const said = (test: string) => accounts.filter(({data}) => standings(data.claims).engage === test).length;
  const [less, more, same] = [said("supported"), said("contradicted"), said("no difference that matters")];
  const open = accounts.length - less - more - same;
  const decided = [
    less > 0 ? `less on ${whole(less)}` : "",
    more > 0 ? `more on ${whole(more)}` : "",
    same > 0 ? `about as much on ${whole(same)}` : ""
  ].filter(Boolean);
  const of = `Of ${plural(accounts.length, "account")},`;
  if (decided.length === 0)
    return `${of} whether followers by followback engage less is not clear yet on ${whole(open)}.`;
  const others = open > 0 ? `; on ${whole(open)} it is not clear yet` : "";
  return `${of} followers by followback engage ${inWords(decided)}${others}.`;
}

/** Whether the accounts are on more than one network. */
const areMixed = (accounts: ReadAccount[]) =>
  new Set(accounts.map(({account}) => networkOfPages(account).name)).size > 1;

/** What is not asked, once where it is the same of every account, else with the names of those it is said of. */
function notAskedLines(accounts: ReadAccount[]): string[] {
  const namesBy = new Map<string, string[]>();
  for (const {account, data} of accounts) {
    const line = notAskedLine(data.claims);
    if (line !== null) namesBy.set(line, [...(namesBy.get(line) ?? []), atStart(titleOf(account))]);
  }
  return [...namesBy].map(([line, names]) =>
    names.length === accounts.length ? line : `${inWords(names)}: ${line}`
  );
}

/** The Markdown of the root of a site with several accounts: ranked, and compared on common scales. */
export function overviewPage(accounts: ReadAccount[]): string {
  const order = ranked(accounts);
  const reach = reachOf(order.flatMap(({data}) => data.claims.filter(({is_main}) => is_main)));
  const scale = sparkScale(order.map(({data}) => data.trend));
  const isMixed = areMixed(accounts);
  const networkLine = ({account}: ReadAccount) =>
    isMixed || account.network !== undefined ? `${networkOfPages(account).name} · ` : "";
  const small = {wide: 250, narrow: 304};
  const rows = order.map((read) => {
    const {account, data} = read;
    const {headline} = findingsOf(data);
    const plotOf = (found: Claim, label: string) =>
      picture(label, (options) => claimPlot(found, {...options, reach}), small);
    const claim = (found: Claim) => {
      const [title, text] = [questionOf(found), claimText(found, account.name)];
      const plot = text.number
        ? plotOf(found, `${atStart(account.name)}: ${title} ${text.number}, ${text.interval}`)
        : "";
      return `<div class="multiple"><p class="verdict ${text.standing.replaceAll(" ", "-")}"><b>${title}</b> ${escapeText(text.verdict)}</p>${plot}</div>`;
    };
    const main = data.claims.filter(({is_main}) => is_main).map(claim);
    const none = `<div class="multiple"><p class="verdict">Not collected</p></div>`;
    const hasTrend = data.summary.has_engagement && data.trend.some(({share}) => share !== null);
    const trend = hasTrend
      ? `<div class="multiple"><p class="verdict"><b>Engaging in a week</b></p>${picture(`${atStart(account.name)}: share of followers who engage in a week, by route`, (options) => sparkPlot(data.trend, options, scale), small)}</div>`
      : "";
    return `<li class="overview"><h2><a href="./${account.slug}/">${escapeText(atStart(account.name))}</a></h2><p>${escapeText(headline)}.</p><p class="of">${networkLine(read)}${followersText(data.summary)} · ${datesOf(data.summary)}</p><div class="multiples">${main.join("") || none}${trend}</div></li>`.replaceAll(
      "\n",
      " "
    );
  });
  return [
    "---",
    "toc: false",
    "title: Accounts",
    "---",
    "",
    `<h1>${accounts.length} accounts, one question</h1>`,
    "",
    `<p class="answer">Do followers who came by followback stay and engage less than organic followers? ${escapeText(tally(accounts))}</p>`,
    "",
    `<p class="sub">Ranked by how far followers by followback fall behind in engagement. All pictures of a kind share one scale, in percentage points: the dot is the difference, the bar its 99% interval, the hollow bar how far followers of unknown route could shift it, and in the shaded band it is too small to act on. Weekly engagement: <span class="name followback">by followback</span> and <span class="name organic">organic</span>, eight-week means.</p>`,
    "",
    `<ol class="overviews">${rows.join("")}</ol>`,
    "",
    ...notAskedLines(order).flatMap((line) => [`<p class="note-line">${escapeText(line)}</p>`, ""])
  ].join("\n");
}
