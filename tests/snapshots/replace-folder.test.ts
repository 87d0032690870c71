import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it, vi} from "vitest";
import {dropFolder, hiddenBeside, replaceFolder, sweepBeside} from "../../src/snapshots/replace-folder.ts";

/** Set: deleting folders breaks off after the first file, as where the process is killed. */
let isBroken = false;
vi.mock("node:fs/promises", async (importActual) => {
  const actual = await importActual<typeof import("node:fs/promises")>();
  return {
    ...actual,
    rm: async (path: string, options: object) => {
      if (!isBroken) return actual.rm(path, options);
      const [first] = await actual.readdir(path).catch(() => []);
      if (first !== undefined) await actual.rm(join(path, first));
      throw new Error("killed");
    }
  };
});

let dir: string;
let folder: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "followback-folder-"));
  folder = join(dir, "marts");
});
afterEach(async () => {
  isBroken = false;
  await rm(dir, {recursive: true, force: true});
});

async function fill(path: string, text: string) {
  await mkdir(path);
  for (const name of ["a", "b"]) await writeFile(join(path, name), text);
}
const seen = async () =>
  Promise.all(
    (await readdir(folder)).map(async (name) => [name, await readFile(join(folder, name), "utf8")])
  );

it("a folder that takes the place of another leaves nothing beside it", async () => {
  await fill(folder, "old");
  const written = hiddenBeside(folder);
  await fill(written, "new");
  await replaceFolder(folder, written);
  expect(await seen()).toEqual([
    ["a", "new"],
    ["b", "new"]
  ]);
  expect(await readdir(dir)).toEqual(["marts"]);
});

it("is whole where the process is killed while it deletes what was there, and the next one sweeps that up", async () => {
  await fill(folder, "old");
  const written = hiddenBeside(folder);
  await fill(written, "new");
  isBroken = true;
  await expect(replaceFolder(folder, written)).rejects.toThrow("killed");
  isBroken = false;
  expect(await seen()).toEqual([
    ["a", "new"],
    ["b", "new"]
  ]);
  expect(await readdir(dir)).toHaveLength(2);
  const spared = hiddenBeside(folder);
  await fill(spared, "newer");
  await sweepBeside(folder, spared);
  expect((await readdir(dir)).sort()).toEqual([spared.slice(dir.length + 1), "marts"]);
});

it("a folder that goes is never seen half", async () => {
  await fill(folder, "old");
  isBroken = true;
  await expect(dropFolder(folder)).rejects.toThrow("killed");
  isBroken = false;
  await expect(readdir(folder)).rejects.toThrow("ENOENT");
});
