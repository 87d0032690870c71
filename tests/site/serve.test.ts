import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {request} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {fileFor, serveDirectory} from "../../src/site/serve.ts";

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
});

it("says what it serves", async () => {
  expect((await fetch(`${site.url}data.json`)).headers.get("content-type")).toBe(
    "application/json; charset=utf-8"
  );
  expect((await fetch(site.url)).headers.get("content-type")).toBe("text/html; charset=utf-8");
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
    expect(await fileFor(root, path)).toBeNull();
    const status = await new Promise((resolve) => {
      request(`${site.url}`, {path}, (response) => resolve(response.resume().statusCode)).end();
    });
    expect([path, status]).toEqual([path, 404]);
  }
});

it("takes the next free port", async () => {
  const port = Number(new URL(site.url).port);
  const second = await serveDirectory(root, port);
  expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
  await second.close();
});
