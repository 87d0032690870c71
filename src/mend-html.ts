import {readFile, readdir, writeFile} from "node:fs/promises";
import {join} from "node:path";

/**
 * Mends what Framework 1.13.4 writes into every page and offers no setting for: the language, a zoom that the reader
 * may not use, and a label where a list holds only items.
 */
export function mendHtml(html: string): string {
  return html
    .replace(/^<!DOCTYPE html>\s*<html>/, '<!DOCTYPE html>\n<html lang="en">')
    .replace(", maximum-scale=1", "")
    .replace(/<ol>\s*(<label id="observablehq-sidebar-close"[^>]*><\/label>)/, "$1\n  <ol>")
    .replace('title="Toggle sidebar"', 'title="List of pages" aria-label="List of pages"')
    .replace('<nav id="observablehq-sidebar">', '<nav id="observablehq-sidebar" aria-label="Pages">')
    .replace(
      "</main>",
      '<noscript><p>The pictures on this page need JavaScript; <a href="./">what we found</a> does not.</p></noscript></main>'
    );
}

/** Mends every page under a directory; returns how many there are. */
export async function mendPages(directory: string): Promise<number> {
  const files = (await readdir(directory, {recursive: true})).filter((file) => file.endsWith(".html"));
  for (const file of files) {
    const path = join(directory, file);
    const html = await readFile(path, "utf8");
    const isIndex = /(^|[\\/])index\.html$/.test(file);
    const mended = mendHtml(html);
    // An index has all it needs in its HTML, so it says nothing about JavaScript.
    await writeFile(path, isIndex ? mended.replace(/<noscript>.*?<\/noscript>/s, "") : mended);
  }
  return files.length;
}
