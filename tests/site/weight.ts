import {gzipSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";

/** Gzip bytes of everything a page may ask for. */
export const heaviestPage = 300_000;

/** Weighs everything the page asks for from now on, each answer compressed as a host would; called once it is quiet. */
export function startWeighing(page: Page): () => Promise<{bytes: number; requests: number}> {
  const bodies: Promise<number>[] = [];
  page.on("response", (response) => {
    if (!response.url().startsWith("data:"))
      bodies.push(
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0
        )
      );
  });
  return async () => {
    const sizes = await Promise.all(bodies);
    return {bytes: sizes.reduce((sum, size) => sum + size, 0), requests: sizes.length};
  };
}

/** What a page weighs that is opened for it. */
export async function weigh(browser: Browser, url: string): Promise<{bytes: number; requests: number}> {
  const page = await browser.newPage();
  const weighed = startWeighing(page);
  await page.goto(url, {waitUntil: "networkidle"});
  const weight = await weighed();
  await page.close();
  return weight;
}
