import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {launchBrowser} from "./launch.ts";

describe("the browser of the tests", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it("opens a page from this machine, runs its script and draws its text", async () => {
    const server = createServer((_, response) =>
      response
        .setHeader("content-type", "text/html; charset=utf-8")
        .end("<p>0</p><script>document.querySelector('p').textContent = String(6 * 7)</script>")
    ).listen(0, "127.0.0.1");
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(await page.textContent("p")).toBe("42");
      const {width} = await page.locator("p").evaluate((p) => {
        const range = document.createRange();
        range.selectNodeContents(p);
        return range.getBoundingClientRect();
      });
      // Without a font a text has no width: axe and the pictures of the pages need one.
      expect(width).toBeGreaterThan(10);
      await page.close();
    } finally {
      server.close();
    }
  });
});
