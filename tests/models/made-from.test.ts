import {spawnSync} from "node:child_process";
import {appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterAll, beforeAll, expect, test} from "vitest";
import {buildMarts, isBuilt} from "../../src/models/build.ts";
import {digestOfModels, filesThatMakeMarts} from "../../src/models/made-from.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir} from "../stored.ts";

const root = new URL("../../", import.meta.url);
const temp = makeTempDir();
const copy = pathToFileURL(`${temp}/`);
beforeAll(() => {
  for (const name of ["src", "package.json"])
    cpSync(new URL(name, root), new URL(name, copy), {recursive: true});
});
afterAll(() => removeDir(temp));

test.each([
  "src/models/build.ts",
  "src/models/models.ts",
  "src/lists/judgements.ts",
  "src/lists/lists.ts",
  "src/lists/read-list.ts",
  "src/models/computed/survival.ts",
  "src/snapshots/store.ts",
  "src/models/prelude.sql",
  "src/models/marts/followers.sql",
  "package.json"
])("marts are no longer current once %s changes", (file) => {
  const before = digestOfModels(copy);
  appendFileSync(new URL(file, copy), "\n");
  expect(digestOfModels(copy)).not.toBe(before);
});

test("nor once a model is added or taken away", () => {
  const before = digestOfModels(copy);
  const added = new URL("src/models/staging/added.sql", copy);
  writeFileSync(added, "select 1");
  expect(digestOfModels(copy)).not.toBe(before);
  rmSync(added);
  expect(digestOfModels(copy)).toBe(before);
});

test("marts stay current where only pages or commands change", () => {
  const before = digestOfModels(copy);
  for (const file of ["src/site/report.ts", "src/query/query.ts", "src/commands/build.ts"])
    appendFileSync(new URL(file, copy), "\n");
  expect(digestOfModels(copy)).toBe(before);
});

test("the files are those that a build really loads", () => {
  // Node's own loader tells every module it loads, in a process of its own.
  mkdirSync(join(temp, "hooks"));
  const hooks = join(temp, "hooks", "hooks.mjs");
  writeFileSync(
    hooks,
    `import {writeSync} from "node:fs";
     export async function load(url, context, next) { writeSync(1, url + "\\n"); return next(url, context); }`
  );
  const start = join(temp, "hooks", "start.mjs");
  writeFileSync(
    start,
    `import {register} from "node:module";
     register(${JSON.stringify(pathToFileURL(hooks).href)});
     await import(${JSON.stringify(new URL("src/models/build.ts", root).href)});`
  );
  const {stdout} = spawnSync(process.execPath, ["--import", "tsx", start], {encoding: "utf8", cwd: root});
  const loaded = stdout
    .split("\n")
    .map((line) => line.split("?")[0]!)
    .filter((url) => url.startsWith(new URL("src/", root).href))
    .map((url) => url.slice(root.href.length));
  expect(loaded).toContain("src/models/build.ts");
  const listed = filesThatMakeMarts(root).filter((file) => file.endsWith(".ts"));
  expect(listed).toEqual([...new Set(loaded)].sort());
});

test("a build is stamped with that digest, and counts as built only under it", async () => {
  const dataDir = join(temp, "data");
  const plan = {source: "tables", takenAt: new Date("2026-01-05T00:00:00Z"), key: "stamp"};
  await writeSnapshot(dataDir, plan, async (writer) => {
    await writer.append("followers", {account_id: "1", user_id: "2", position: 0});
    return {accounts: ["1"]};
  });
  await buildMarts(dataDir);
  const file = join(dataDir, "marts", "build.json");
  const text = readFileSync(file, "utf8");
  expect((JSON.parse(text) as {models: string}).models).toBe(digestOfModels());
  expect(await isBuilt(dataDir)).toBe(true);
  writeFileSync(file, text.replace(digestOfModels(), "0".repeat(16)));
  expect(await isBuilt(dataDir)).toBe(false);
});
