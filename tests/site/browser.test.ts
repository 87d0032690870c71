import {readFile, readdir} from "node:fs/promises";
import {join} from "node:path";
import {AxeBuilder} from "@axe-core/playwright";
import type {Page} from "playwright-core";
import {describe, expect, test} from "vitest";
import {slugsOf} from "../../src/site/slug.ts";
import {recordWorlds} from "./record-worlds.ts";
import {inPairs, isAlike, notebooks, recordNotebooks, settle, useSite} from "./site.ts";
import {heaviestPage, startWeighing} from "./weight.ts";
import {idPrefix, worlds} from "./worlds.ts";
import {isSlow} from "../long.ts";

const pagesOf = (slugs: string[]) => [
  "",
  ...slugs.flatMap((slug) => ["", ...notebooks].map((page) => `${slug}/${page}`))
];
/** Everything at once, and every way in which something is missing. */
const full = "oak-iron";
/** Accounts whose follows are records: one that has everything, one at its first snapshot. */
const ofRecords = ["oak-example-com", "first-example-com"];
const opened = [
  ...pagesOf(isSlow ? [full, "archives-only", "first-look", "edges"] : [full]),
  ...(isSlow ? ofRecords : ofRecords.slice(0, 1)).flatMap((slug) =>
    ["", ...recordNotebooks].map((page) => `${slug}/${page}`)
  )
].filter((path) => !isAlike(path) || path.startsWith(full) || path.startsWith(ofRecords[0]!));
/** What an account that has everything weighs, page by page. */
const weighed = [
  ...notebooks.map((name) => `${full}/${name}`),
  ...["", ...recordNotebooks].map((name) => `${ofRecords[0]}/${name}`)
];
/** What is so of X alone, and what is so where follows are records. */
const wordsOfX =
  /\bX\b|\b(archives?|incremental|suspended|[Pp]rotected|developer app|--complete|tokens?|dollars|\$\d|listed count)\b/;
const wordsOfRecords = /Bluesky|\brecords? (say|of the first)|taken down|\bby records\b/;
const isAll = process.env.VIEWS === "all";
const phone = {width: 360, height: 740};
const tablet = {width: 768, height: 1024};
const desk = {width: 1440, height: 900};
/** How a page is looked at, in this order: the narrowest and the widest, one in each scheme. `VIEWS=all` adds the others. */
const views = (
  [
    {size: phone, colorScheme: "dark", isCore: true},
    {size: phone, colorScheme: "light", isCore: false},
    {size: tablet, colorScheme: "dark", isCore: false},
    {size: tablet, colorScheme: "light", isCore: false},
    {size: desk, colorScheme: "dark", isCore: false},
    {size: desk, colorScheme: "light", isCore: true}
  ] as const
).filter(({isCore}) => isCore || isAll);

const site = useSite();

/** What a reader must never meet, as one list; empty is good. Chart text is checked here: axe only calls it incomplete. */
const faultsOf = (page: Page) =>
  page.evaluate(() => {
    const faults: string[] = [];
    for (const box of document.querySelectorAll(".observablehq--error"))
      faults.push(`red box: ${box.textContent}`);
    const {scrollWidth, clientWidth} = document.documentElement;
    if (scrollWidth > clientWidth) faults.push(`scrolls sideways: ${scrollWidth} px in ${clientWidth}`);
    if (/\b(NaN|undefined|null|Invalid Date|Infinity)\b/.test(document.querySelector("main")!.innerText)) {
      faults.push("a missing value is printed");
    }
    const canvas = document.createElement("canvas").getContext("2d")!;
    const channels = (color: string) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      return Array.from(canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
    };
    const luminance = (color: string) => {
      const [r, g, b] = channels(color).map((value) => {
        const part = value / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const paper = luminance(getComputedStyle(document.documentElement).backgroundColor);
    const colors = [...document.querySelectorAll("main svg text")].map((text) => getComputedStyle(text).fill);
    for (const color of new Set(colors)) {
      const ink = luminance(color);
      const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
      if (contrast < 4.5) faults.push(`chart text ${color} has a contrast of ${contrast.toFixed(2)}`);
    }
    return faults;
  });

async function axeOf(page: Page) {
  const {violations} = await new AxeBuilder({page})
    .options({
      runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
      resultTypes: ["violations"]
    })
    // No page has frames: there is nothing for axe to open a page of its own for.
    .setLegacyMode(true)
    .analyze();
  return violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(" | ")}`);
}

describe("every page, on a phone and a desk, light and dark; of an account that has everything it weighs less than the bar", () => {
  test.concurrent.each(opened)("/%s", (path) => inPairs(() => look(path)));

  async function look(path: string) {
    const context = await site.browser.newContext({
      viewport: views[0]!.size,
      colorScheme: views[0]!.colorScheme
    });
    try {
      const page = await context.newPage();
      const trouble: string[] = [];
      page.on(
        "console",
        (message) => message.type() === "error" && trouble.push(`console: ${message.text()}`)
      );
      page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
      page.on("requestfailed", (request) => trouble.push(`failed: ${request.url()}`));
      page.on("request", (request) => {
        const {origin, protocol} = new URL(request.url());
        if (protocol !== "data:" && origin !== new URL(site.url).origin)
          trouble.push(`asks another host: ${request.url()}`);
      });
      const weigh = startWeighing(page);
      await page.goto(site.url + path, {waitUntil: "networkidle"});
      if (weighed.includes(path)) {
        const {bytes, requests} = await weigh();
        expect(requests).toBeGreaterThan(1);
        expect(bytes, "bytes, compressed").toBeLessThan(heaviestPage);
      }
      const isWhole = path === "" || path.startsWith(full) || path.startsWith(ofRecords[0]!);
      for (const {size, colorScheme} of views) {
        // Where something is missing, it is the narrowest that has no room for saying so.
        if (size !== phone && !isWhole && !isAll) continue;
        await page.setViewportSize(size);
        await page.emulateMedia({colorScheme});
        await settle(page);
        const faults = await faultsOf(page);
        // axe is slow: each scheme once, of records the light one, and of the lesser accounts their first page.
        const isAsked = path.startsWith(full) || (isWhole ? size === desk : path.endsWith("/"));
        if (isAsked || isAll) faults.push(...(await axeOf(page)));
        trouble.push(...faults.map((fault) => `${size.width} ${colorScheme}: ${fault}`));
      }
      const [slug, name] = path.split("/");
      // The root is about all accounts, and the documentation of marts about all networks.
      const isOfAll = slug === "" || name === "marts";
      const others = ofRecords.includes(slug!) ? wordsOfX : wordsOfRecords;
      const said = isOfAll ? null : others.exec(await page.locator("main").innerText());
      if (said) trouble.push(`says what is so of other networks: ${said[0]}`);
      expect(trouble).toEqual([]);
    } finally {
      await context.close();
    }
  }
});

describe("index without JavaScript", () => {
  test.each([
    ["oak-iron", "Followers who came by followback engage less and leave sooner"],
    ["contrary", "Followers who came by followback engage more and stay longer"],
    ["level", "Followers who came by followback engage about as much as the others and stay as long"],
    ["archives-only", "Too few followers have been tracked long enough to compare yet"],
    ["first-look", "One snapshot so far: routes appear after the second"],
    ["edges", "Engagement was not collected and not every loss is recorded, so the claim cannot be judged"],
    // 60 of 133; of the 11 at the first snapshot and 6 since then, two have left.
    ["first-example-com", "At least 45% of those who follow now came by followback, as the records say"],
    ["few-example-com", "At least 4 of the 15 who follow now came by followback, as the records say"],
    ["none-example-com", "No one follows now"]
  ])("%s answers", async (slug, headline) => {
    const context = await site.browser.newContext({javaScriptEnabled: false, viewport: phone});
    try {
      const page = await context.newPage();
      await page.goto(`${site.url}${slug}/`);
      expect(await page.locator("h1").innerText()).toBe(headline);
      const pictures = await page.locator(".picture svg:visible").count();
      const drawn = {
        "oak-iron": 7,
        contrary: 5,
        level: 7,
        "archives-only": 1,
        "first-example-com": 3,
        "few-example-com": 1
      };
      expect(pictures).toBe((drawn as Record<string, number>)[slug] ?? 0);
    } finally {
      await context.close();
    }
  });
});

test("pictures are drawn, and the files behind them can be taken away", async () => {
  const page = await site.browser.newPage();
  await page.goto(`${site.url}oak-iron/growth`);
  await settle(page);
  expect(await page.locator("main svg").count()).toBe(3);
  for (const format of ["CSV", "Parquet"]) {
    const href = await page.locator(".downloads a", {hasText: format}).first().getAttribute("href");
    expect(href).toBe(`./data/growth.${format.toLowerCase()}`);
    expect((await page.request.get(new URL(href!, page.url()).href)).status()).toBe(200);
  }
  await page.close();
});

test("no page or file holds a follower's id, and none is left of another build", async () => {
  const files = (await readdir(site.directory, {recursive: true, withFileTypes: true})).filter((entry) =>
    entry.isFile()
  );
  const slugs = new Set(
    files.map(({parentPath}) => parentPath.slice(site.directory.length + 1).split("/")[0]!)
  );
  expect([...slugs].filter((name) => name && !name.startsWith("_")).sort()).toEqual(
    slugsOf([...worlds, ...recordWorlds])
      .map(({slug}) => slug)
      .sort()
  );
  for (const {parentPath, name} of files) {
    const bytes = await readFile(join(parentPath, name), "latin1");
    expect(bytes.includes(idPrefix), `${name} holds an id`).toBe(false);
    if (name.endsWith(".parquet")) expect(bytes.includes("user_id"), name).toBe(false);
  }
});
