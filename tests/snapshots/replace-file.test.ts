import {mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {replaceFile} from "../../src/snapshots/replace-file.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "followback-replace-"))));
afterEach(() => rm(folder, {recursive: true, force: true}));

describe("replacing a file", () => {
  it("takes the new text and leaves nothing beside it", async () => {
    const file = join(folder, "a.json");
    await writeFile(file, "old");
    await replaceFile(file, "new");
    expect(await readFile(file, "utf8")).toBe("new");
    expect(await readdir(folder)).toEqual(["a.json"]);
  });

  it("makes a secret and its folder readable for their owner only", async () => {
    const file = join(folder, "keys", "a.json");
    await replaceFile(file, "new", 0o600);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o700);
  });

  it("keeps a link, and replaces what it points to", async () => {
    await writeFile(join(folder, "real.json"), "old");
    await symlink("real.json", join(folder, "link.json"));
    await replaceFile(join(folder, "link.json"), "new");
    expect(await readlink(join(folder, "link.json"))).toBe("real.json");
    expect(await readFile(join(folder, "real.json"), "utf8")).toBe("new");
  });

  it("deletes what a killed process left half written of that file, and nothing else", async () => {
    const file = join(folder, "a.json");
    for (const name of ["a.json.4711.new", "b.json.4711.new", "a.json.new", "a.json.bak.4711.new"])
      await writeFile(join(folder, name), "half");
    await replaceFile(file, "new");
    expect((await readdir(folder)).sort()).toEqual([
      "a.json",
      "a.json.bak.4711.new",
      "a.json.new",
      "b.json.4711.new"
    ]);
  });

  it("leaves the old text where the new one cannot take its place", async () => {
    const file = join(folder, "a.json");
    await mkdir(join(file, "in the way"), {recursive: true});
    await expect(replaceFile(file, "new")).rejects.toThrow();
    expect(await readdir(folder)).toEqual(["a.json"]);
  });
});
