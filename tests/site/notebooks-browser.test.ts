import {describe, expect, test} from "vitest";
import {inPairs, isAlike, notebooks, recordNotebooks, settle, useSite} from "./site.ts";

const site = useSite();

describe("odd accounts", () => {
  const slugs = [
    "one-follower",
    "two-million",
    "nobody-left",
    "no-outreach",
    "few-example-com",
    "none-example-com"
  ];
  test.concurrent.each(slugs)("%s", (slug) => inPairs(() => leafThrough(slug)));

  async function leafThrough(slug: string) {
    const page = await site.browser.newPage({viewport: {width: 360, height: 740}});
    const faults: string[] = [];
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    for (const notebook of slug.endsWith("-com") ? recordNotebooks : notebooks) {
      if (isAlike(notebook)) continue;
      await page.goto(`${site.url}${slug}/${notebook}`, {waitUntil: "networkidle"});
      await settle(page);
      const found = await page.evaluate(() => ({
        red: [...document.querySelectorAll(".observablehq--error")].map((box) => box.textContent),
        isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        wrong: /\b(NaN|undefined|null|Infinity|Invalid)\b/.exec(
          document.querySelector("main")!.innerText
        )?.[0],
        isBroken: [...document.querySelectorAll("main svg")].some((svg) =>
          /NaN|Infinity/.test(svg.outerHTML)
        ),
        answer: document.querySelector(".answer")!.textContent!.trim()
      }));
      expect({notebook, ...found}).toEqual({
        notebook,
        red: [],
        isWide: false,
        wrong: undefined,
        isBroken: false,
        answer: found.answer
      });
      expect(found.answer.length).toBeGreaterThan(20);
    }
    expect(faults).toEqual([]);
    await page.close();
  }

  test("say in a sentence why there is no picture", async () => {
    const page = await site.browser.newPage();
    const textOf = async (path: string) => {
      await page.goto(site.url + path, {waitUntil: "networkidle"});
      await settle(page);
      return page.locator("main").innerText();
    };
    expect(await textOf("no-outreach/outreach")).toContain(
      "No outreach was seen, so there is nothing to draw."
    );
    expect(await textOf("nobody-left/growth")).toContain("No follower has been seen leaving yet.");
    expect(await textOf("two-million/growth")).toMatch(/[12],\d{3},\d{3} followers/);
    expect(await textOf("one-follower/cohorts")).toContain(
      "No one has come since tracking began, so there are no cohorts yet."
    );
    await page.close();
  });
});

describe("controls", () => {
  test("stand in the address, and a shared address shows the same view", async () => {
    const page = await site.browser.newPage();
    await page.goto(`${site.url}oak-iron/cohorts`, {waitUntil: "networkidle"});
    await settle(page);
    expect(await page.locator("table.triangle").count()).toBe(6);
    await page.getByLabel("certain only").check();
    await settle(page);
    expect(new URL(page.url()).search).toBe("?unknown=hidden");
    expect(await page.locator("table.triangle").count()).toBe(4);
    const other = await site.browser.newPage();
    await other.goto(page.url(), {waitUntil: "networkidle"});
    await settle(other);
    expect(await other.getByLabel("certain only").isChecked()).toBe(true);
    expect(await other.locator("table.triangle").count()).toBe(4);
    await other.getByLabel("with the unknown").check();
    expect(new URL(other.url()).search).toBe("");
    await page.close();
    await other.close();
  });

  test.each([
    "growth?route=followback&by=month&as=share",
    "cohorts?by=week&as=people&of=engaged-30&until=90",
    "engagement?unknown=range&attention=apart&landmark=7",
    "outreach?unknown=hidden&as=people"
  ])("%s draws", async (path) => {
    const page = await site.browser.newPage({viewport: {width: 360, height: 740}});
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`${site.url}oak-iron/${path}`, {waitUntil: "networkidle"});
    await settle(page);
    faults.push(...(await page.locator(".observablehq--error").allInnerTexts()));
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => /NaN/.test(document.querySelector("main")!.innerHTML))).toBe(false);
    await page.close();
  });
});

test("the keyboard reads a picture mark by mark, and sorts a table", async () => {
  const page = await site.browser.newPage();
  await page.goto(`${site.url}oak-iron/growth`, {waitUntil: "networkidle"});
  await settle(page);
  const picture = page.locator(".drawn[tabindex]").first();
  await picture.focus();
  await page.keyboard.press("ArrowRight");
  const tip = picture.locator(".tip");
  const first = await tip.innerText();
  expect(first).toMatch(/^week of \d+ \w+ 20\d\d, .+: \d+ (gained|lost)$/);
  await page.keyboard.press("ArrowRight");
  expect(await tip.innerText()).not.toBe(first);
  await page.keyboard.press("Escape");
  expect(await tip.isVisible()).toBe(false);
  const heading = page.locator("table.rows thead button", {hasText: "gained"});
  await heading.focus();
  await page.keyboard.press("Enter");
  expect(await page.locator("th[aria-sort=descending]").innerText()).toContain("gained");
  await page.close();
});
