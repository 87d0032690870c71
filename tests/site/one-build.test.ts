import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {martsDir} from "../../src/models/marts.ts";
import {ofOneBuild} from "../../src/site/report-data.ts";
import {FolderBusy} from "../../src/snapshots/lock.ts";
import {useFreshStore} from "../stored.ts";

const store = useFreshStore();
const put = (build: string) => {
  mkdirSync(martsDir(store.dataDir), {recursive: true});
  writeFileSync(join(martsDir(store.dataDir), "build.json"), build);
};

test("a report is of one build: marts that another build replaces while they are read are read again", async () => {
  put("monday");
  const read: string[] = [];
  const found = await ofOneBuild(store.dataDir, async () => {
    read.push(`reading ${read.length + 1}`);
    if (read.length === 1) put("tuesday");
    return read.length;
  });
  expect([found, read]).toEqual([2, ["reading 1", "reading 2"]]);
});

test("where builds never end it says so in one line", async () => {
  let nth = 0;
  const endless = ofOneBuild(store.dataDir, async () => put(`build ${nth++}`));
  await expect(endless).rejects.toThrow(FolderBusy);
  await expect(endless).rejects.toThrow(
    /^the marts in .* are built again while they are read: wait for the builds to end/
  );
});
