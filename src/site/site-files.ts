import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {digestOf, digestOfAll, type Digest} from "./digest.ts";
import type {ReadAccount} from "./index-data.ts";
import {canDrawPng, drawPng, previewOf, previewOfAll} from "./preview-picture.ts";

// Whoever follows a link may read the pages; the tables behind them are no use in a search engine.
const robots = "User-agent: *\nDisallow: /*/data/\nDisallow: /*digest\nAllow: /\n";

/** Writes what a site has beside its pages: a digest and a link preview for each account and for all, and robots.txt. */
export async function writeSiteFiles(
  directory: string,
  accounts: ReadAccount[],
  site: string | null
): Promise<void> {
  const addressOf = (slug: string) => (site ? `${site}${slug}/` : null);
  const [only] = accounts;
  const root =
    accounts.length === 1
      ? {digest: digestOf(only!, site), preview: previewOf(only!)}
      : {digest: digestOfAll(accounts, addressOf), preview: previewOfAll(accounts)};
  await writeFile(join(directory, "robots.txt"), robots);
  await writeDigest(directory, root.digest);
  await writePreview(directory, root.preview);
  for (const read of accounts) {
    const folder = join(directory, read.account.slug);
    await writeDigest(folder, digestOf(read, addressOf(read.account.slug)));
    await writePreview(folder, previewOf(read));
  }
}

async function writePreview(folder: string, svg: string) {
  if (canDrawPng) await writeFile(join(folder, "preview.png"), drawPng(svg));
}

async function writeDigest(folder: string, {markdown, html}: Digest) {
  await writeFile(join(folder, "digest.md"), markdown);
  await writeFile(join(folder, "digest.html"), html);
}
