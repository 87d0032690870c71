import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {expect, test} from "vitest";
import {guards, isInPlace} from "./guards.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

// What goes red without them, `npm run torture:guards` shows in a quarter of an hour.
test("every guard stands where its row says, and its tests are there", () => {
  const all = Object.values(guards).flat();
  const gone = all.filter((one) => !isInPlace(readFileSync(root + one.file, "utf8"), one));
  expect(gone.map(({file, guard}) => `${file}: ${guard}`)).toEqual([]);
  expect(all.flatMap(({tests}) => tests).filter((file) => !existsSync(root + file))).toEqual([]);
});
