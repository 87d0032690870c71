import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, afterEach, beforeEach, expect, test, vi} from "vitest";
import {main} from "../../src/commands/cli.ts";
import {writeSnapshot} from "../../src/snapshots/store.ts";
import {makeTempDir, removeDir} from "../stored.ts";

const temp = makeTempDir();
afterAll(() => removeDir(temp));
let nth = 0;
let dataDir = "";
let out = "";
let talk = "";
beforeEach(() => {
  // Quotes and pattern characters in a path are no SQL.
  dataDir = join(temp, `it's "data" [${++nth}]*`);
  out = talk = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text, ...rest) => {
    out += String(text);
    for (const done of rest) if (typeof done === "function") done();
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => ((talk += String(text)), true));
});
afterEach(() => void vi.restoreAllMocks());

const query = (...args: string[]) => {
  out = talk = "";
  return main(["node", "followback", "query", ...args, "--format", "csv", "--data", dataDir]);
};
const store = () =>
  writeSnapshot(
    dataDir,
    {source: "tables", takenAt: new Date("2026-01-05T00:00:00Z"), key: "query"},
    async (writer) => {
      await writer.append("followers", {account_id: "1", user_id: "9007199254740993", position: 0});
      return {accounts: ["1"]};
    }
  );

test("reads raw tables whatever the folder is called", async () => {
  await store();
  expect(await query("select user_id from raw.followers")).toBe(0);
  expect([out, talk]).toEqual(["user_id\n9007199254740993\n", ""]);
});

test("a mart that is not built is named with what builds it", async () => {
  await store();
  expect(await query("from accounts")).toBe(1);
  expect(talk).toBe("followback: query: the mart accounts is not built yet: run followback build\n");
});

test.each([
  ["from settings", "no mart named settings: the page marts lists them"],
  ["from folowers", "no mart named folowers: did you mean followers? the page marts lists them"],
  ["from exposures", "no mart named exposures: did you mean exposure? the page marts lists them"],
  ["from Users", "Users is a raw table, not a mart: write raw.users"],
  ['from raw . "user"', "no raw table named user: did you mean users?"],
  ["from raw.exposure", "exposure is a mart, not a raw table: write exposure"],
  ["from raw.settings", "no raw table named settings"]
])("%s is answered with names a person may have meant", async (sql, told) => {
  await store();
  expect(await query(sql)).toBe(1);
  expect(talk).toBe(`followback: query: ${told}\n`);
});

test("marts that cannot be read, or are older than the snapshots, say so", async () => {
  await store();
  mkdirSync(join(dataDir, "marts"));
  writeFileSync(join(dataDir, "marts", "accounts.parquet"), "torn");
  expect(await query("select 1")).toBe(1);
  expect(talk).toMatch(
    /^followback: accounts\.parquet in .+ cannot be read: run `followback build` again\n$/
  );
});

test("an account beyond 64 bits is one line", async () => {
  await store();
  expect(await query("select 1", "--account", "9999999999999999999")).toBe(1);
  expect(talk).toBe(
    "followback: --account 9999999999999999999: not a numeric id: find it with followback accounts\n"
  );
});
