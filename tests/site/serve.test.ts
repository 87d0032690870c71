import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {request} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {serveDirectory} from "../../src/site/serve.ts";

let folder: string;
let root: string;
let site: {url: string; close(): Promise<void>};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "followback-serve-"));
  root = join(folder, "dist");
  await mkdir(join(root, "brand"), {recursive: true});
  await writeFile(join(folder, "secret.txt"), "secret");
  await mkdir(join(folder, "dist-other"));
  await writeFile(join(folder, "dist-other", "secret.txt"), "secret");
  await writeFile(join(root, "index.html"), "<p>home");
  await writeFile(join(root, "method.html"), "<p>method");
  await writeFile(join(root, "brand", "index.html"), "<p>brand");
  await writeFile(join(root, "data.json"), "{}");
  site = await serveDirectory(root, 0);
});
afterAll(async () => {
  await site.close();
  await rm(folder, {recursive: true, force: true});
});

it("finds pages by their clean addresses", async () => {
  const text = async (path: string) => (await fetch(new URL(path, site.url))).text();
  expect(await text("/")).toBe("<p>home");
  expect(await text("/method")).toBe("<p>method");
  expect(await text("/brand/")).toBe("<p>brand");
  expect(await text("/method.html?x=1")).toBe("<p>method");
  expect(await text("/brand")).toBe("<p>brand");
});

it("says what it serves", async () => {
  const type = async (path: string) =>
    (await fetch(new URL(path, site.url))).headers.get("content-type")!.toLowerCase();
  expect(await type("data.json")).toBe("application/json; charset=utf-8");
  expect(await type("/")).toBe("text/html; charset=utf-8");
  expect((await fetch(`${site.url}nothing`)).status).toBe(404);
  expect((await fetch(site.url, {method: "POST"})).status).toBe(405);
});

it("never leaves its folder", async () => {
  for (const path of [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/../dist-other/secret.txt",
    "//../secret.txt",
    "/a%00",
    "/%"
  ]) {
    const status = await new Promise((resolve) => {
      request(`${site.url}`, {path}, (response) => resolve(response.resume().statusCode)).end();
    });
    expect([path, status]).toEqual([path, 404]);
  }
});

it("says of its own kinds of data what they are, and gives a part of a file that asks for one", async () => {
  await writeFile(join(root, "rates.parquet"), "PAR1PAR1");
  const whole = await fetch(`${site.url}rates.parquet`);
  expect(whole.headers.get("content-type")).toBe("application/vnd.apache.parquet");
  const part = await fetch(`${site.url}rates.parquet`, {headers: {range: "bytes=4-7"}});
  expect([part.status, await part.text()]).toEqual([206, "PAR1"]);
});

it("shows the report's own page where there is nothing at an address", async () => {
  await writeFile(join(root, "404.html"), "<p>nothing here");
  const missing = await fetch(`${site.url}nothing`, {headers: {"if-none-match": "*"}});
  expect([missing.status, await missing.text()]).toEqual([404, "<p>nothing here"]);
  await rm(join(root, "404.html"));
});

it("takes the next free port", async () => {
  const port = Number(new URL(site.url).port);
  const second = await serveDirectory(root, port);
  expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
  await second.close();
});
