import {mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {digestOf, digestOfAll} from "../../src/site/digest.ts";
import {finishHtml} from "../../src/site/finish-html.ts";
import {overviewPage, ranked, tally} from "../../src/site/overview-page.ts";
import {pageMeta, siteFacts} from "../../src/site/page-facts.ts";
import {drawPng, previewOf, previewOfAll, wrap} from "../../src/site/preview-picture.ts";
import {buildReport, siteAt} from "../../src/site/report.ts";
import {readAccount} from "./read-account.ts";
import {claimRow} from "./sample-rows.ts";

const brand = readAccount("oak-iron", "Oak & Iron", 0.11);
const other = readAccount("level", "level", 0.001, "no difference that matters");
const third = readAccount("far", "far", 0.3);

test("where a site is served: a path, or a whole address", () => {
  expect(siteAt()).toBeNull();
  expect(siteAt("/reports")).toBeNull();
  expect(siteAt("https://example.org/reports")).toBe("https://example.org/reports/");
  expect(siteAt("https://example.org/über uns/../a")).toBe("https://example.org/a/");
});

test.each([
  ["a name", "reports"],
  ["another host", "//reports/"],
  ["another host to browsers", "/\\reports/"],
  ["another host once its dots are followed", "/..//reports/"],
  ["two slashes behind the host", "https://example.org//reports/"],
  ["a line", "/re\nports/"],
  ["no address", "https://["]
])("a site is served at no place that is %s", (_, base) => {
  expect(() => siteAt(base)).toThrow(/neither a path nor an address: begin it with a slash/);
});

test("where a site is served holds nothing behind the path, and nobody's password", () => {
  for (const base of ["/a?b", "/a#b", "https://example.org?b", "https://example.org/#b"])
    expect(() => siteAt(base)).toThrow(`--base ${base}: no page lies behind a ? or a #: end it before`);
  for (const base of ["https://me:hush@example.org/", "https://me@example.org/", "//me:hush@example.org/"])
    expect(() => siteAt(base)).toThrow(
      /^--base: every page would show the name and password in it: leave them out$/
    );
});

test("where other files lie: no report is written among them, and none of them is touched", async () => {
  const folder = await mkdtemp(join(tmpdir(), "followback-out-"));
  await writeFile(join(folder, "thesis.txt"), "years of work");
  await expect(buildReport({dataDir: join(folder, "none"), outDir: folder})).rejects.toThrow(
    `${folder} holds files that are not a report: choose another --out, or empty it`
  );
  expect(await readdir(folder)).toEqual(["thesis.txt"]);
  await rm(folder, {recursive: true});
});

describe("the head of a page", () => {
  const facts = siteFacts([brand, other]);
  const page =
    '<!DOCTYPE html>\n<html>\n<head><meta name="viewport" content="width=device-width"><title>Cohorts | followback</title></head>' +
    '<body><input id="observablehq-sidebar-toggle"><nav id="observablehq-sidebar"><ol><label id="observablehq-sidebar-close">' +
    "</label></ol></nav><main></main></body></html>";

  test("an index says its answer; the link preview lies beside it", () => {
    const meta = pageMeta("oak-iron/index.html", facts, {site: null, hasPictures: true})!;
    const html = finishHtml(page, meta);
    expect(html).toContain(
      "<title>Oak &#38; Iron: followers who came by followback engage less; who leaves is not recorded</title>"
    );
    expect(html).toContain(
      '<meta name="description" content="The claim holds as far as the data show: of every 100'
    );
    expect(html).toContain('<meta property="og:image" content="./preview.png">');
    expect(html).toContain('<meta name="twitter:card" content="summary_large_image">');
    expect(html).not.toContain("canonical");
  });

  test("a notebook says what it is, and where, once the site's address is known", () => {
    const meta = pageMeta("oak-iron/cohorts.html", facts, {
      site: "https://example.org/r/",
      hasPictures: true
    })!;
    expect(meta).toMatchObject({
      title: "Cohorts · Oak & Iron",
      image: "https://example.org/r/oak-iron/preview.png",
      url: "https://example.org/r/oak-iron/cohorts"
    });
    expect(finishHtml(page, meta)).toContain(
      '<link rel="canonical" href="https://example.org/r/oak-iron/cohorts">'
    );
  });

  test("no renderer, no picture; no account, no words", () => {
    expect(pageMeta("index.html", facts, {site: null, hasPictures: false})!.image).toBeNull();
    expect(pageMeta("404.html", facts, {site: null, hasPictures: true})).toBeNull();
  });
});

describe("the digest", () => {
  test("says the same in Markdown and in HTML", () => {
    const {markdown, html} = digestOf(brand, "https://example.org/oak-iron/");
    for (const text of [
      "Followers who came by followback engage less",
      "Supported",
      "11 points fewer",
      "8 Jul 2024 to 5 Jan 2026"
    ]) {
      expect(markdown).toContain(text);
      expect(html).toContain(text);
    }
    expect(markdown).toContain("<https://example.org/oak-iron/>");
    expect(html).toContain('href="https://example.org/oak-iron/"');
    expect(html).not.toMatch(/<svg|<script|<link|<style/);
    expect(html).toContain("Oak &#38; Iron");
  });

  test("says what would settle what cannot be told yet", () => {
    const open = readAccount("open", "open", 0.01, "cannot tell yet");
    Object.assign(open.data.claims[0]!, {needed_people: 900, needed_by: "2026-08-02T00:00:00.000Z"});
    expect(digestOf(open, null).markdown).toContain(
      "About 900 more people would settle it; at the present rate that is on 2 Aug 2026."
    );
  });

  test("is as readable where a mail program drops the style of the body, hands no font on to cells, or has dark colours", () => {
    const {html} = digestOf(brand, null);
    const styleOf = (tag: string) =>
      /style="([^"]*)"/.exec(new RegExp(`<${tag}\\b[^>]*>`).exec(html)![0])![1]!;
    expect(styleOf("body")).toContain("background-color: #ffffff");
    expect(styleOf("div")).toMatch(/font-family: .*color: #1b1e23.*background-color: #ffffff/);
    for (const cell of ["th", "td"]) expect(styleOf(cell)).toMatch(/font-family: .*font-size: 14px/);
    expect(html).toContain('<meta name="color-scheme" content="light">');
    // Outlook knows no padding of lists, and would cut their dots off.
    expect(styleOf("ul")).not.toContain("padding-left");
  });

  test("says whom its figures leave out", () => {
    const named = readAccount("named", "named", 0.2);
    named.data.summary = {...named.data.summary, left_out: 3};
    const {markdown, html} = digestOf(named, null);
    for (const text of [markdown, html])
      expect(text).toContain("3 people of whom only the name is known are in no figure here");
    expect(digestOf(brand, null).markdown).not.toContain("only the name is known");
  });

  test("of several accounts ranks them", () => {
    const {markdown} = digestOfAll([brand, other, third], () => null);
    expect(markdown.match(/^## .*?:/gm)).toEqual(["## far:", "## Oak & Iron:", "## level:"]);
  });
});

describe("the overview", () => {
  test("ranks by how far followers by followback fall behind, and counts", () => {
    expect(ranked([brand, other, third]).map(({account}) => account.slug)).toEqual([
      "far",
      "oak-iron",
      "level"
    ]);
    expect(tally([brand, other, third])).toBe(
      "Of 3 accounts, followers by followback engage less on 2 and about as much on 1."
    );
    const [more, open] = [
      readAccount("more", "more", -0.1, "contradicted"),
      readAccount("open", "open", 0.01, "cannot tell yet")
    ];
    expect(tally([more, more, open])).toBe(
      "Of 3 accounts, followers by followback engage more on 2; on 1 it is not clear yet."
    );
    expect(tally([brand, more, open, other])).toBe(
      "Of 4 accounts, followers by followback engage less on 1, more on 1 and about as much on 1; on 1 it is not clear yet."
    );
    expect(tally([open, open])).toBe(
      "Of 2 accounts, whether followers by followback engage less is not clear yet on 2."
    );
  });

  test("says of which account an experiment said something", () => {
    const tried = readAccount("tried", "tried", 0.5);
    const apart = {...claimRow("nothing_beyond_x"), is_asked: false};
    tried.data.claims.push({...apart, is_collected: true, verdict: "supported"});
    const lines = (page: string) =>
      [...page.matchAll(/<p class="note-line">(.*?)<\/p>/g)].map(([, line]) => line);
    expect(lines(overviewPage([brand, tried, other]))).toEqual([
      expect.stringMatching(/^tried: By an experiment: “.*”: supported\.$/)
    ]);
    const same = [readAccount("a", "a", 0.2), readAccount("b", "b", 0.1)];
    for (const {data} of same) data.claims.push({...apart, is_collected: false});
    expect(lines(overviewPage(same))).toEqual([expect.stringMatching(/^Not asked yet: do they /)]);
  });

  test("draws every account on one scale", () => {
    const page = overviewPage([brand, other]);
    expect(page).toContain('<a href="./level/">level</a>');
    const bands = [...page.matchAll(/<rect[^>]*class="matters"/g)].map(
      ([rect]) => / x="([\d.]+)"/.exec(rect)![1]
    );
    expect(bands).toHaveLength(4);
    expect(bands[0]).toBe(bands[2]);
  });
});

describe("the link preview", () => {
  test("breaks lines, and ends what does not fit", () => {
    expect(wrap("one two three four", 8, 3)).toEqual(["one two", "three", "four"]);
    expect(wrap("one two three four", 8, 2)).toEqual(["one two", "three…"]);
  });

  test("shows name, answer and picture", () => {
    const svg = previewOf(brand);
    expect(svg).toContain("Oak &#38; Iron");
    expect(svg).toContain("Engage less? Supported");
    expect(svg).not.toContain("class=");
    expect(previewOfAll([brand, other])).toContain("2 accounts");
  });

  test("is a PNG of the asked size, the same bytes each time", () => {
    const [png, again] = [drawPng(previewOf(brand)), drawPng(previewOf(brand))].map((bytes) =>
      Buffer.from(bytes)
    );
    expect(png!.subarray(1, 4).toString()).toBe("PNG");
    expect([png!.readUInt32BE(16), png!.readUInt32BE(20)]).toEqual([1200, 630]);
    expect(png!.equals(again!)).toBe(true);
    expect(png!.length).toBeLessThan(120_000);
  });
});
