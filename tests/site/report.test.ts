import {execFile} from "node:child_process";
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, expect, test} from "vitest";
import {buildReport, previewReport} from "../../src/site/report.ts";
import {slow} from "../slow.ts";
import {openFixture} from "./fixture.ts";

const program = fileURLToPath(new URL("../../src/followback.js", import.meta.url));
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [program, ...args]).then(
    ({stdout, stderr}) => ({code: 0, stdout, stderr}),
    (error: {code: number; stdout: string; stderr: string}) => error
  );

let root: string;
/** Has marts, and no snapshots. */
let data: string;
beforeAll(async () => {
  data = await openFixture();
  root = await mkdtemp(join(tmpdir(), "followback-report-"));
});
afterAll(() => rm(root, {recursive: true, force: true}));

test("no tracked account is one clear line", async () => {
  const {code, stdout, stderr} = await run(
    "report",
    "--data",
    join(root, "empty"),
    "--out",
    join(root, "out")
  );
  expect({code, stdout}).toEqual({code: 1, stdout: ""});
  expect(stderr).toMatch(/^followback: no account is tracked in .*\n$/);
});

test("a folder that is no report is not overwritten", async () => {
  const precious = join(root, "precious");
  await mkdir(precious);
  await writeFile(join(precious, "letter.txt"), "dear");
  await expect(buildReport({dataDir: data, outDir: precious})).rejects.toThrow(/choose another --out/);
});

slow.it("a preview that cannot start is an error", async () => {
  const before = process.env.NODE_OPTIONS;
  // Node ends with 9 where it does not know an option.
  process.env.NODE_OPTIONS = "--no-such-option";
  try {
    await expect(previewReport(data)).rejects.toThrow(
      /^the preview ended: Framework gave up with exit code 9, see above$/
    );
  } finally {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
});

test("a base must be a path", async () => {
  const {code, stderr} = await run("report", "--base", "reports", "--data", data);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^followback: --base reports: neither a path nor an address/);
});

test("query prints data and nothing else, and knows the account", async () => {
  const sql =
    "select getvariable('account') as id, wilson_low(1, 29) > 0.006 as is_right from accounts where account_id = getvariable('account')";
  const {code, stdout, stderr} = await run("query", sql, "--format", "csv", "--data", data);
  // The made-up marts of this test were not built from snapshots, and that is said where it is in nobody's way.
  const note = "the marts are older than the snapshots or the models: run followback build\n";
  expect({code, stdout, stderr}).toEqual({code: 0, stdout: "id,is_right\n1001,true\n", stderr: note});
});

test("query knows the raw tables, and says what is wrong in one line", async () => {
  const {stdout} = await run("query", "select count(*) as n from raw.users", "--data", data);
  expect(stdout).toBe("n\n─\n0\n(1 row)\n");
  const wrong = await run("query", "select nothing from accounts", "--data", data);
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toMatch(/^followback: query: [^\n]+\n$/);
  const format = await run("query", "select 1", "--format", "xml");
  expect(format.code).toBe(2);
});
