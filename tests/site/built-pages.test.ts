import {cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {appendFile, cp, mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {digestOfSite, fillPage, frameworkDir} from "../../src/site/built-pages.ts";
import {filesBelow, sha256} from "../../src/site/files.ts";
import {inputsOf} from "../../src/site/made-report.ts";
import {buildReport, dropReportCache} from "../../src/site/report.ts";
import {writeSettings} from "../../src/snapshots/settings.ts";
import {makeTempDir, removeDir} from "../stored.ts";
import {openFixture} from "./fixture.ts";
import {worlds} from "./worlds.ts";
import {slow} from "../slow.ts";

const temp = makeTempDir();
afterAll(() => removeDir(temp));
const root = join(import.meta.dirname, "../..");
const dataDir = join(temp, "data");
const outDir = join(temp, "out");
const [world] = worlds;

beforeAll(async () => {
  cpSync(await openFixture(), dataDir, {recursive: true});
  await writeSettings(dataDir, {accounts: [{id: world!.id, name: "First"}]});
  await buildReport({dataDir, outDir});
});

/** Every file of a report with its digest. */
const contents = async (folder: string) =>
  Object.fromEntries([...(await filesBelow(folder))].map(([path, content]) => [path, sha256(content)]));

/** The same report where nothing was kept of an earlier one. */
async function fromNothing() {
  const folder = join(temp, "from-nothing");
  await dropReportCache();
  const {isNew} = await buildReport({dataDir, outDir: folder});
  expect(isNew).toBe(true);
  return contents(folder);
}

/** Changes a mart, as another build of other snapshots would. */
async function changeMart(name: string, change: string) {
  const file = join(dataDir, "marts", `${name}.parquet`);
  await withDatabase(async (db) => {
    await db.run(`create table t as from ${quote(file)}`);
    await db.run(`update t set ${change}`);
    await db.run(`copy t to ${quote(file)} (format parquet)`);
  });
}

describe("a report that is made once more", () => {
  it("is left as it is where nothing has changed", async () => {
    const before = await contents(outDir);
    expect(await buildReport({dataDir, outDir})).toMatchObject({isNew: false, pages: 12});
    expect(await contents(outDir)).toEqual(before);
  });

  it("is the same, byte for byte, as one made from nothing: after a changed mart, at its first place and another", async () => {
    await changeMart("accounts", "followers_now = followers_now + 1000");
    expect(await buildReport({dataDir, outDir})).toMatchObject({isNew: true});
    const again = await contents(outDir);
    const elsewhere = join(temp, "elsewhere");
    expect(await buildReport({dataDir, outDir: elsewhere})).toMatchObject({isNew: true});
    expect(await contents(elsewhere)).toEqual(again);
    expect(await fromNothing()).toEqual(again);
  });

  it("is made again where its folder was changed or emptied", async () => {
    const before = await contents(outDir);
    await appendFile(join(outDir, "index.html"), "<p>by hand");
    expect(await buildReport({dataDir, outDir})).toMatchObject({isNew: true});
    expect(await contents(outDir)).toEqual(before);
    rmSync(outDir, {recursive: true});
    expect(await buildReport({dataDir, outDir})).toMatchObject({isNew: true});
    expect(await contents(outDir)).toEqual(before);
  });

  slow.it("is made again under another name of the account", async () => {
    await writeSettings(dataDir, {accounts: [{id: world!.id, name: "Second"}]});
    expect(await buildReport({dataDir, outDir})).toMatchObject({isNew: true});
    expect(readFileSync(join(outDir, "index.html"), "utf8")).toContain("Second");
    expect(existsSync(join(outDir, "first"))).toBe(false);
  });

  it("is the same at any path, and says its whole address where that is known, without other pages", async () => {
    await buildReport({dataDir, outDir, base: "/"});
    const before = await filesBelow(outDir);
    const kept = readdirSync(join(frameworkDir, "pages")).sort();
    expect(await buildReport({dataDir, outDir, base: "/other/"})).toMatchObject({isNew: false});
    expect(await buildReport({dataDir, outDir, base: "https://example.org/a'b&lt;/"})).toMatchObject({
      isNew: true
    });
    const after = await filesBelow(outDir);
    expect([...after.keys()]).toEqual([...before.keys()]);
    const differing = [...after].filter(([path, content]) => !content.equals(before.get(path)!));
    expect(differing.length).toBeGreaterThan(0);
    for (const [path, content] of differing) {
      expect(path).toMatch(/\.(html|md)$/);
      expect(content.toString()).toMatch(/https:\/\/example\.org\/a'b&(#38;)?lt;\//);
    }
    expect(readdirSync(join(frameworkDir, "pages")).sort()).toEqual(kept);
  });

  slow.it("takes no page that is not as it was kept", async () => {
    await buildReport({dataDir, outDir});
    const before = await contents(outDir);
    const kept = join(frameworkDir, "pages");
    for (const site of readdirSync(kept).filter((name) => name !== "made.json")) {
      const page = join(kept, site, "pages", "index.html");
      writeFileSync(page, readFileSync(page, "utf8").replace("</main>", "damaged</main>"));
    }
    rmSync(outDir, {recursive: true});
    await buildReport({dataDir, outDir});
    expect(await contents(outDir)).toEqual(before);
  });
});

describe("what a report is made from", () => {
  const copy = join(temp, "program");
  const accounts = [{id: "1", name: "one", slug: "one"}];
  beforeAll(async () => {
    await mkdir(join(copy, "node_modules"), {recursive: true});
    for (const part of ["src", "package.json", "package-lock.json"])
      await cp(join(root, part), join(copy, part), {recursive: true});
    await cp(join(root, "reports"), join(copy, "reports"), {
      recursive: true,
      filter: (path) => !path.includes(".observablehq")
    });
  });

  const digests = async () => ({
    pages: await digestOfSite(accounts, copy),
    report: await inputsOf(dataDir, null, copy)
  });

  slow.it.each([
    ["a component", "reports/components/format.ts", true],
    ["a page", "reports/[account]/growth.md", true],
    ["the style", "reports/style.css", true],
    ["what Framework is told", "src/site/framework-spec.ts", true],
    ["the packages", "node_modules/.package-lock.json", true],
    ["SQL of a page", "reports/data/summary.sql", false],
    ["the calibration", "reports/calibration.json", false],
    ["what dated follows say of the routes", "reports/validation.json", false],
    ["how pages are mended", "src/site/finish-html.ts", false],
    ["the version", "package.json", false]
  ])("%s counts", async (_, file, isOfPages) => {
    const before = await digests();
    expect(await digests()).toEqual(before);
    await appendFile(join(copy, file), "\n");
    const after = await digests();
    expect(after.report).not.toBe(before.report);
    expect(after.pages !== before.pages).toBe(isOfPages);
  });

  it.each([
    ["a mart", "marts/accounts.parquet"],
    ["what the marts were made from", "marts/build.json"],
    ["what a snapshot says of itself", "snapshots/20260105T000000Z-x-api-00000000/snapshot.json"],
    ["what removed snapshots cost", "snapshots/removed.json"]
  ])("%s counts", async (_, file) => {
    const folder = join(temp, "parts");
    await mkdir(join(folder, file, ".."), {recursive: true});
    await writeFile(join(folder, file), "a");
    const before = await inputsOf(folder, null);
    expect(await inputsOf(folder, null)).toBe(before);
    await writeFile(join(folder, file), "b");
    expect(await inputsOf(folder, null)).not.toBe(before);
  });

  it("is another for other accounts", async () => {
    const {pages} = await digests();
    expect(await digestOfSite([{id: "1", name: "two", slug: "one"}], copy)).not.toBe(pages);
  });
});

it("names the data files of a page by their contents, and says its last line as text", () => {
  const html = `registerFile("./data/a.json", {"name":"./data/a.json","mimeType":"application/json","path":"../_file/one/data/a.00000000.json","lastModified":1,"size":2});
<footer>[last line of /one]</footer>`;
  const content = Buffer.from('[{"n":1}]');
  const filled = fillPage(html, {
    dataOf: (slug, name) => (slug === "one" && name === "a" ? content : Buffer.from("")),
    footers: {"": "of all", one: "5 < 6 $& ·"},
    asOf: () => 86_400_000
  });
  // printf '[{"n":1}]' | sha256sum
  expect(filled.data).toEqual([{path: "_file/one/data/a.8cd664de.json", content}]);
  expect(filled.html).toContain(
    '"path":"../_file/one/data/a.8cd664de.json","lastModified":86400000,"size":9}'
  );
  expect(filled.html).toContain("<footer>5 &#60; 6 $&#38; ·</footer>");
});
