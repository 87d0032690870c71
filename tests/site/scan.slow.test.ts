import {mkdtemp, readdir, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {execFile} from "node:child_process";
import {promisify} from "node:util";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {smallestGroup} from "../../reports/components/thresholds.js";
import {quote, withDatabase} from "../../src/duckdb.ts";
import {attachSnapshots} from "../../src/snapshots/store.ts";

const program = fileURLToPath(new URL("../../src/followback.js", import.meta.url));

/** What no page may hold: everybody the demo simulated but the brand itself. */
interface Private {
  ids: Set<string>;
  handles: Set<string>;
  /** Profile and post texts long enough to be recognised. */
  texts: string[];
}

let root: string;
let dist: string;
let hidden: Private;
let files: {path: string; bytes: Buffer}[];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "followback-scan-"));
  dist = join(root, "dist");
  const data = join(root, "data");
  await promisify(execFile)(process.execPath, [
    program,
    "demo",
    "--no-serve",
    "--weeks",
    "10",
    "--data",
    data,
    "--out",
    dist
  ]);
  hidden = await readPrivate(data);
  const entries = await readdir(dist, {recursive: true, withFileTypes: true});
  files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({parentPath, name}) => ({
        path: join(parentPath, name),
        bytes: await readFile(join(parentPath, name))
      }))
  );
});

afterAll(() => rm(root, {recursive: true, force: true}));

async function readPrivate(dataDir: string): Promise<Private> {
  return withDatabase(async (db) => {
    await attachSnapshots(db, dataDir);
    const column = async (sql: string) => (await db.rows<{value: string}>(sql)).map(({value}) => value);
    const ids = await column(`
      select distinct cast(user_id as varchar) as value from (
        select user_id from raw.followers union select user_id from raw.following union select user_id from raw.users
        union select actor_id from raw.interactions)
      where user_id not in (select account_id from raw.lists)`);
    const handles = await column(
      "select distinct username as value from raw.users where username is not null and user_id not in (select account_id from raw.lists)"
    );
    const texts = await column(
      "select distinct description as value from raw.users where length(description) >= 12"
    );
    // The store keeps no text of a post; every simulated one would begin with one of these.
    const posts = ["post", "reply", "quote", "mention", "repost"].map((kind) => `[simulated ${kind} `);
    return {ids: new Set(ids), handles: new Set(handles), texts: [...texts, ...posts]};
  });
}

/** The words of a file that look like ids or handles. */
const wordsOf = (text: string) => new Set(text.match(/[A-Za-z0-9_]{4,}/g) ?? []);

const isData = (path: string) => /\.(json|csv|parquet)$/.test(path);

/** The rows of a data file, whatever its format; every value as DuckDB reads it. */
const rowsOf = (path: string) =>
  withDatabase((db) => {
    const read = path.endsWith(".json") ? "read_json" : path.endsWith(".csv") ? "read_csv" : "read_parquet";
    return db.rows<Record<string, unknown>>(`from ${read}(${quote(path)})`);
  });

test("every page says what it is, what its data are and which version made it", () => {
  const pages = files.filter(({path}) => path.endsWith(".html") && !path.endsWith("digest.html"));
  expect(pages.length).toBeGreaterThan(5);
  for (const {path, bytes} of pages) {
    const html = bytes.toString("utf8");
    expect(html, path).toMatch(/<title>[^<]*simulated-brand[^<]*<\/title>/);
    for (const name of ['name="description"', 'property="og:title"', 'name="twitter:card"'])
      expect(html, path).toContain(`<meta ${name} content="`);
    expect(html, path).toMatch(
      /Data: 8 Jul 2024 to \d+ Sep 2024 · [\d,]+ of [\d,]+ lists complete.*followback \d+\.\d+\.\d+/
    );
  }
});

test("beside the pages lie robots.txt and a digest for each account and for all", () => {
  const names = files.map(({path}) => path.slice(dist.length + 1).replaceAll("\\", "/"));
  for (const name of [
    "robots.txt",
    "digest.md",
    "digest.html",
    "simulated-brand/digest.md",
    "simulated-brand/digest.html"
  ])
    expect(names).toContain(name);
});

describe("a report of simulated followers", () => {
  test("has people to look for", () => {
    expect(hidden.ids.size).toBeGreaterThan(1000);
    expect(hidden.handles.size).toBeGreaterThan(1000);
    expect(hidden.texts.length).toBeGreaterThan(0);
    expect(files.filter(({path}) => isData(path)).length).toBeGreaterThan(10);
  });

  test("holds no id, handle, profile text or post text of any of them", () => {
    const found: string[] = [];
    for (const {path, bytes} of files) {
      if (path.includes("_node") || path.includes("_observablehq")) continue;
      const text = bytes.toString(path.endsWith(".parquet") || path.endsWith(".png") ? "latin1" : "utf8");
      for (const word of wordsOf(text))
        if (hidden.ids.has(word) || hidden.handles.has(word)) found.push(`${path}: ${word}`);
      for (const profile of hidden.texts) if (text.includes(profile)) found.push(`${path}: ${profile}`);
    }
    expect(found).toEqual([]);
  });

  test("nor inside its compressed tables", async () => {
    for (const {path} of files.filter(({path}) => path.endsWith(".parquet")))
      for (const row of await rowsOf(path))
        for (const value of Object.values(row)) {
          const text = String(value);
          expect(hidden.ids.has(text) || hidden.handles.has(text) || hidden.texts.includes(text), path).toBe(
            false
          );
        }
  });

  test("shows no rate of a group of fewer than thirty people", async () => {
    // A group is who was there at first sight, `members`; where a table has none, whoever a figure is of.
    const sizes = ["size", "people", "at_risk", "attempts", "n"];
    const rates = ["share", "low", "high", "rate", "difference", "lowest", "highest"];
    const isThere = (value: unknown) => value !== null && value !== undefined;
    const shown: string[] = [];
    let seen = 0;
    for (const {path} of files.filter((file) => isData(file.path)))
      for (const row of await rowsOf(path)) {
        const group = isThere(row.members)
          ? Number(row.members)
          : Math.min(...sizes.flatMap((name) => (isThere(row[name]) ? [Number(row[name])] : [])));
        const isShown = rates.some((name) => isThere(row[name]));
        if (isShown && Number.isFinite(group)) seen++;
        if (isShown && group < smallestGroup) shown.push(`${path}: ${Object.values(row).join(" ")}`);
      }
    expect(seen).toBeGreaterThan(100);
    expect(shown).toEqual([]);
  });
});
