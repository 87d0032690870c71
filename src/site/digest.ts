import {leftOutSentence} from "../../reports/components/answer.js";
import {askedClaims, claimText, notAskedLine} from "../../reports/components/claim.js";
import {findingsOf} from "./account-findings.ts";
import {completenessOf, datesOf, followersText, type ReadAccount} from "./index-data.ts";
import {ranked, tally} from "./overview-page.ts";
import {titleOf} from "./slug.ts";
import {version} from "../version.ts";
import {escapeHtml} from "./html.ts";

/** A report in short, to paste in a mail: the same words as Markdown and as HTML that needs no stylesheet. */
export interface Digest {
  markdown: string;
  html: string;
}

/** One account in short. `address` is where its pages are, where that is known. */
export function digestOf(read: ReadAccount, address: string | null): Digest {
  return {
    markdown: `${sectionMarkdown(read, address, 1)}\n${closing}\n`,
    html: documentOf(
      titleOf(read.account),
      `${sectionHtml(read, address, 1)}<p style="${small}">${closing}</p>`
    )
  };
}

/** Every account in short, ranked as the overview ranks them. */
export function digestOfAll(accounts: ReadAccount[], addressOf: (slug: string) => string | null): Digest {
  const order = ranked(accounts);
  const title = `${accounts.length} accounts, one question`;
  const sentence = tally(accounts);
  return {
    markdown: [
      `# ${title}\n\n${escapeMarkdown(sentence)}\n`,
      ...order.map((read) => sectionMarkdown(read, addressOf(read.account.slug), 2)),
      `${closing}\n`
    ].join("\n"),
    html: documentOf(
      title,
      `<h1 style="${heading}">${title}</h1><p>${escapeHtml(sentence)}</p>${order.map((read) => sectionHtml(read, addressOf(read.account.slug), 2)).join("")}<p style="${small}">${closing}</p>`
    )
  };
}

const closing = `followback ${version}. Times are UTC. Verdicts rest on 99% intervals and move at quarter ends only.`;

/** What both forms say of an account. */
function wordsOf({account, data}: ReadAccount) {
  const {summary, claims} = data;
  const {headline, paragraph, certainty, next, later} = findingsOf(data);
  return {
    name: titleOf(account),
    headline,
    paragraph: [...paragraph, ...later, certainty, leftOutSentence(summary)].filter(Boolean).join(" "),
    rows: askedClaims(claims).map((claim) => {
      const {statement, verdict, number, interval, because, needed} = claimText(claim, account.name);
      const sure = [interval, needed].filter(Boolean).join(". ") || because || "–";
      return [statement, verdict, number ?? "–", sure];
    }),
    notAsked: notAskedLine(claims),
    next,
    dates: `Data: ${datesOf(summary)}; ${completenessOf(summary)}; ${followersText(summary)}${summary.is_retention_recorded ? " at the end" : ""}.`
  };
}

const columns = ["Claim", "Verdict", "Difference", "How sure"];

/** No character of it means anything to Markdown. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");

function sectionMarkdown(read: ReadAccount, address: string | null, level: number): string {
  const {name, headline, paragraph, rows, notAsked, next, dates} = wordsOf(read);
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const table =
    rows.length === 0
      ? []
      : [
          row(columns),
          row(columns.map(() => "---")),
          ...rows.map((cells) => row(cells.map(escapeMarkdown))),
          ""
        ];
  const steps = next.map(({label, text}) => `- **${label}.** ${text}`);
  return [
    `${"#".repeat(level)} ${escapeMarkdown(`${name}: ${headline}`)}`,
    "",
    escapeMarkdown(paragraph),
    "",
    ...table,
    ...(notAsked ? [escapeMarkdown(notAsked), ""] : []),
    ...(steps.length > 0 ? [`${"#".repeat(level + 1)} What to do next`, "", ...steps, ""] : []),
    escapeMarkdown(dates) + (address ? ` <${address}>` : ""),
    ""
  ].join("\n");
}

// Mail programs drop stylesheets, and some the style of the body, so every element carries its own. Outlook hands no font on to
// the cells of a table. On a background that nobody sets, a program with dark colours would show dark text.
const white = "background-color: #ffffff";
const font = "font-family: Georgia, serif; color: #1b1e23";
const frame = `${font}; ${white}; font-size: 16px; line-height: 1.5; max-width: 672px; margin: 0 auto; padding: 16px`;
const heading = "font-size: 22px; line-height: 1.25; margin: 0 0 8px";
const small = "font-size: 13px; color: #5b5f66";
const cellStyle = `${font}; font-size: 14px; line-height: 1.5; text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid #d8dade`;

function sectionHtml(read: ReadAccount, address: string | null, level: number): string {
  const {name, headline, paragraph, rows, notAsked, next, dates} = wordsOf(read);
  const cells = (tag: string, texts: string[]) =>
    `<tr>${texts.map((text) => `<${tag} style="${cellStyle}">${escapeHtml(text)}</${tag}>`).join("")}</tr>`;
  const table =
    rows.length === 0
      ? ""
      : `<table style="border-collapse: collapse; margin: 12px 0">${cells("th", columns)}${rows.map((texts) => cells("td", texts)).join("")}</table>`;
  const items = next.map(
    ({label, text}) =>
      `<li style="margin-bottom: 4px"><b>${label}.</b> ${escapeHtml(text).replace(/`(.+?)`/g, "<code>$1</code>")}</li>`
  );
  const steps =
    items.length === 0
      ? ""
      : `<h${level + 1} style="font-size: 17px; margin: 14px 0 4px">What to do next</h${level + 1}><ul style="margin: 0 0 0 20px; padding: 0">${items.join("")}</ul>`;
  const unasked = notAsked ? `<p>${escapeHtml(notAsked)}</p>` : "";
  const link = address ? ` <a href="${escapeHtml(address)}">${escapeHtml(address)}</a>` : "";
  return `<p style="${small}; margin: 20px 0 2px">${escapeHtml(name)}</p><h${level} style="${heading}">${escapeHtml(headline)}</h${level}><p>${escapeHtml(paragraph)}</p>${table}${unasked}${steps}<p style="${small}">${escapeHtml(dates)}${link}</p>`;
}

const documentOf = (title: string, content: string) =>
  `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title></head><body style="margin: 0; ${white}"><div style="${frame}">${content}</div></body></html>\n`;
