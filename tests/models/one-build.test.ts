import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {martsDir, ofOneBuild} from "../../src/models/marts.ts";
import {FolderBusy} from "../../src/snapshots/lock.ts";
import {hiddenBeside, replaceFolder} from "../../src/snapshots/replace-folder.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
/** Puts other marts in place, as a build does. */
const put = async () => {
  const hidden = hiddenBeside(martsDir(store.dataDir));
  mkdirSync(join(hidden, "inside"), {recursive: true});
  await replaceFolder(martsDir(store.dataDir), hidden);
};

test.each([
  ["some are of it", () => "of both"],
  [
    "a file is gone",
    () => {
      throw new Error("no such file");
    }
  ]
])("marts that another build replaces while they are read are read again where %s", async (_, mixed) => {
  await put();
  let times = 0;
  const found = await ofOneBuild(store.dataDir, async () => {
    if (++times > 1) return "of one";
    await put();
    return mixed();
  });
  expect([found, times]).toEqual(["of one", 2]);
});

test("what fails with the same marts in place fails", async () => {
  await put();
  let times = 0;
  const failing = ofOneBuild(store.dataDir, async () => {
    times++;
    throw new Error("no such column");
  });
  await expect(failing).rejects.toThrow("no such column");
  expect(times).toBe(1);
});

test("where builds never end it says so in one line", async () => {
  const endless = ofOneBuild(store.dataDir, put);
  await expect(endless).rejects.toThrow(FolderBusy);
  await expect(endless).rejects.toThrow(
    /^the marts in .* are built again while they are read: wait for the builds to end/
  );
});
