import {readFile, readdir, writeFile} from "node:fs/promises";
import {join, sep} from "node:path";
import type {PageMeta} from "./page-facts.ts";

/**
 * Mends what Framework 1.13.4 writes into every page and offers no setting for: the language, a zoom that the reader
 * may not use, and a label where a list holds only items. `meta` is what the page says of itself to other sites.
 */
export function mendHtml(html: string, meta: PageMeta | null = null): string {
  const mended = html
    .replace(/^<!DOCTYPE html>\s*<html>/, '<!DOCTYPE html>\n<html lang="en">')
    .replace(", maximum-scale=1", "")
    .replace(/<ol>\s*(<label id="observablehq-sidebar-close"[^>]*><\/label>)/, "$1\n  <ol>")
    .replace('title="Toggle sidebar"', 'title="List of pages" aria-label="List of pages"')
    .replace('<nav id="observablehq-sidebar">', '<nav id="observablehq-sidebar" aria-label="Pages">')
    .replace(
      "</main>",
      '<noscript><p>The pictures on this page need JavaScript; <a href="./">what we found</a> does not.</p></noscript></main>'
    );
  if (!meta) return mended;
  return mended.replace(/<title>[^<]*<\/title>/, () => metaTags(meta));
}

const escapeAttribute = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The title, what search engines show, and what a link to the page looks like elsewhere. */
function metaTags({title, description, image, url}: PageMeta): string {
  const tag = (kind: "name" | "property", key: string, value: string) =>
    `<meta ${kind}="${key}" content="${escapeAttribute(value)}">`;
  return [
    `<title>${escapeAttribute(title)}</title>`,
    tag("name", "description", description),
    tag("property", "og:type", "article"),
    tag("property", "og:site_name", "followback"),
    tag("property", "og:title", title),
    tag("property", "og:description", description),
    ...(url ? [tag("property", "og:url", url), `<link rel="canonical" href="${escapeAttribute(url)}">`] : []),
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

/** Mends every page under a directory; returns how many there are. `metaOf` gets a page's path in it, with slashes. */
export async function mendPages(
  directory: string,
  metaOf: (file: string) => PageMeta | null = () => null
): Promise<number> {
  const files = (await readdir(directory, {recursive: true})).filter((file) => file.endsWith(".html"));
  for (const file of files) {
    const path = join(directory, file);
    const html = await readFile(path, "utf8");
    const isIndex = /(^|[\\/])index\.html$/.test(file);
    const mended = mendHtml(html, metaOf(file.split(sep).join("/")));
    // An index has all it needs in its HTML, so it says nothing about JavaScript.
    await writeFile(path, isIndex ? mended.replace(/<noscript>.*?<\/noscript>/s, "") : mended);
  }
  return files.length;
}
