import {gzipSync} from "node:zlib";
import type {Browser} from "playwright-core";

/** Gzip bytes of everything a page may ask for. */
export const heaviestPage = 300_000;

/** Everything the page asks for until it is quiet, each answer compressed as a host would. */
export async function weigh(browser: Browser, url: string): Promise<{bytes: number; requests: number}> {
  const page = await browser.newPage();
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
  await page.goto(url, {waitUntil: "networkidle"});
  const sizes = await Promise.all(bodies);
  await page.close();
  return {bytes: sizes.reduce((sum, size) => sum + size, 0), requests: sizes.length};
}
