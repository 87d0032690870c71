import {parseHTML} from "linkedom";
import {dropOthers} from "../../reports/components/network.js";
import {escapeHtml} from "./html.ts";
import type {PageMeta} from "./page-facts.ts";

const scripts =
  '<noscript><p>The pictures on this page need JavaScript; <a href="../">what we found</a> does not.</p></noscript>';

/**
 * Mends what Framework 1.13.4 writes into every page and offers no setting for: the language, a zoom that the reader
 * may not use, and labels of the list of pages, which holds more than items. `meta` is what the page says of itself to
 * other sites; a page that `needsScripts` says so where there are none.
 * `hasRecords` says of which kind the account's network is: what is said of the other kind goes. Throws where Framework wrote something else than
 * what is mended here.
 */
export function finishHtml(
  html: string,
  meta: PageMeta | null = null,
  {needsScripts = true, hasRecords = null}: {needsScripts?: boolean; hasRecords?: boolean | null} = {}
): string {
  const {document} = parseHTML(html) as unknown as {document: Document};
  const find = (selector: string) => {
    const found = document.querySelector(selector);
    if (!found) throw new Error(`Framework wrote a page without ${selector}, which finish-html.ts mends`);
    return found;
  };
  find("html").setAttribute("lang", "en");
  const viewport = find('meta[name="viewport"]');
  viewport.setAttribute("content", viewport.getAttribute("content")!.replace(/, maximum-scale=1\b/, ""));
  const toggle = find("#observablehq-sidebar-toggle");
  for (const name of ["title", "aria-label"]) toggle.setAttribute(name, "List of pages");
  const list = find("#observablehq-sidebar");
  list.setAttribute("aria-label", "Pages");
  const close = find("#observablehq-sidebar-close");
  close.parentElement!.before(close);
  if (needsScripts) find("main").insertAdjacentHTML("beforeend", scripts);
  if (hasRecords !== null) dropOthers(document, hasRecords);
  const title = find("title");
  // linkedom writes the text of a title as it stands, so it must be written as HTML has it.
  title.textContent = escapeHtml(meta?.title ?? title.textContent!);
  if (meta) title.insertAdjacentHTML("afterend", `\n${metaTags(meta)}`);
  return document.toString();
}

/** What search engines show, and what a link to the page looks like elsewhere. */
function metaTags({title, description, image, url}: PageMeta): string {
  const tag = (kind: "name" | "property", key: string, value: string) =>
    `<meta ${kind}="${key}" content="${escapeHtml(value)}">`;
  return [
    tag("name", "description", description),
    tag("property", "og:type", "article"),
    tag("property", "og:site_name", "followback"),
    tag("property", "og:title", title),
    tag("property", "og:description", description),
    ...(url ? [tag("property", "og:url", url), `<link rel="canonical" href="${escapeHtml(url)}">`] : []),
    ...(image
      ? [
          tag("property", "og:image", image),
          tag("property", "og:image:width", "1200"),
          tag("property", "og:image:height", "630"),
          tag("property", "og:image:alt", title)
        ]
      : []),
    tag("name", "twitter:card", image ? "summary_large_image" : "summary")
  ].join("\n");
}

/**
 * Mends the page at a path in the site, with slashes; `hasRecords` is of the account it belongs to, if it belongs to one. An
 * index has all it needs in its HTML, so it says nothing of JavaScript.
 */
export const finishPage = (
  html: string,
  file: string,
  meta: PageMeta | null,
  hasRecords: boolean | null = null
): string => finishHtml(html, meta, {needsScripts: !/(^|\/)index\.html$/.test(file), hasRecords});
